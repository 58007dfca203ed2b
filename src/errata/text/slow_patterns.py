"""Estimates the work of a regular expression at one place of a text, and proposes other forms.

Python and browsers try one way through a pattern after the other. If a text matches in many ways
and ends badly, they try them all. `(?:[A-Z]{1,20}_?){1,8}!` matches 60 letters in 10^9 ways.

1. `bound_work` assumes that every way of every part is possible together: fast, and too high.
2. `find_work` counts the ways for texts that it extends one character at a time, the costliest
   first. Ways that have come to the same place are counted, not followed one by one, so that it
   ends in time however many there are.
3. `slowness_fault` names the part that matches one text in too many ways, and proposes another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from heapq import heappop, heappush
from typing import Final, NamedTuple

from msgspec import field

from errata.text.pattern_tree import (
    Alternation,
    Assertion,
    Atom,
    Repeat,
    Sequence,
    Tree,
    as_group,
    parse_pattern,
    spell_out,
)
from errata.values import MutableRecord

# The most steps at one place of a text. Patterns with nearly as many take at most .45 s in Python
# 3.12 and .11 s in V8 on 10 kB of their worst text, which has as many at each place; the costliest
# of the honest patterns in `tests/text/pattern_cases.py` has 550.
MOST_WORK: Final = 4_000
# The most characters of a pattern with its repeats written out.
MOST_STATES: Final = 3_000
# The most characters of a text that is grown, and how many texts at once.
_LONGEST: Final = 200
_TEXTS: Final = 4
# Characters that tell classes apart: those of ASCII, and some of other scripts.
_CHARACTERS: Final = (*map(chr, range(32, 127)), "\t", "\n", "é", "ß", "ж", "日", "エ", "½")
# Parts beside each other that are looked at alone: two repeats of 60, with something between them.
_MOST_NEIGHBOURS: Final = 4


def bound_work(tree: Tree) -> int:
    """Return an upper bound of the steps for any text; capped above the limit."""
    return _bound(tree)[0]


def _bound(tree: Tree) -> tuple[int, int]:
    """Return steps, and ways to the end."""
    cap = 1000 * MOST_WORK
    match tree:
        case Atom():
            return 1, 1
        case Assertion(inner=inner):
            return (_bound(inner)[0] if inner else 1), 1
        case Sequence(items=items):
            steps, ways = 0, 1
            for item in items:
                own, through = _bound(item)
                steps, ways = min(steps + ways * own, cap), min(ways * through, cap)
            return steps, ways
        case Alternation(branches=branches):
            bounds = [_bound(branch) for branch in branches]
            return min(sum(bound[0] for bound in bounds), cap), min(
                sum(bound[1] for bound in bounds), cap
            )
        case Repeat(body=body, least=least, most=most):
            own, through = _bound(body)
            steps, ways, total = 0, 1, int(least == 0)
            for number in range(1, (_LONGEST if most is None else most) + 1):
                steps, ways = min(steps + ways * own, cap), min(ways * through, cap)
                total += ways if number >= least else 0
                if steps >= cap:
                    break
            return steps, min(total, cap)


class TooLargeError(ValueError):
    """A pattern with too many characters when its repeats are written out."""


class Work(NamedTuple):
    """The largest amount of work found."""

    steps: int
    text: str
    """The text that causes it."""


def find_work(tree: Tree) -> Work:
    """Find the steps of the costliest text; the search stops above `MOST_WORK`.

    Raises:
        TooLargeError: if the pattern is too large to look at.
    """
    machine = _Machine()
    machine.add(tree, 0)
    reached = {0: 1}
    texts = [(0, "", machine.follow_empty(reached))]
    worst = Work(0, "")
    for _ in range(min(_LONGEST, machine.longest)):
        grown: dict[tuple[tuple[int, int], ...], tuple[int, int, str]] = {}
        for steps, text, ways in texts:
            tried = steps + sum(ways.values())
            if tried > worst.steps:
                worst = Work(tried, text)
            if tried > MOST_WORK:
                return worst
            for character in machine.characters:
                after = machine.follow_empty(machine.step(ways, character))
                if after:
                    key = tuple(sorted(after.items()))
                    grown.setdefault(key, (tried, sum(after.values()), text + character))
        order = sorted(grown.items(), key=lambda item: (-item[1][0] - item[1][1], item[1][2]))
        texts = [(steps, text, dict(key)) for key, (steps, _, text) in order[:_TEXTS]]
        if not texts:
            break
    return worst


class _Machine(MutableRecord):
    """A pattern as states in the order in which they can be reached, without a way back."""

    atoms: dict[int, str] = field(default_factory=dict)
    """State -> the characters that lead to the next state."""
    skips: dict[int, list[int]] = field(default_factory=dict)
    """State -> states that are reached without a character."""
    size: int = 1
    longest: int = 0
    _characters: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, tree: Tree, start: int) -> int:
        """Add the states of a tree that begins at a state; return the state where it ends."""
        if self.size > MOST_STATES:
            raise TooLargeError
        match tree:
            case Atom(text=text):
                self.atoms[start] = text
                self.longest += 1
                return self._new()
            case Assertion(inner=inner):
                if inner:
                    self.add(inner, self._new(start))
                return self._new(start)
            case Sequence(items=items):
                for item in items:
                    start = self.add(item, self._new(start))
                return start
            case Alternation(branches=branches):
                ends = [self.add(branch, self._new(start)) for branch in branches]
                return self._new(*ends)
            case Repeat(body=body, least=least, most=most):
                ends = [start] if least == 0 else []
                for number in range(1, (_LONGEST if most is None else most) + 1):
                    start = self.add(body, self._new(start))
                    ends += [start] if number >= least else []
                return self._new(*ends)

    def _new(self, *before: int) -> int:
        for state in before:
            self.skips.setdefault(state, []).append(self.size)
        self.size += 1
        return self.size - 1

    @property
    def characters(self) -> tuple[str, ...]:
        """One character for each set of atoms that match it."""
        if not self._characters:
            atoms = sorted(set(self.atoms.values()))
            # Where two classes overlap, an end of a range of one is in the other.
            own = sorted(set(spell_out("".join(atoms))))
            kinds: dict[tuple[bool, ...], str] = {}
            accepted = [_taken_by(atom, "".join(own)) for atom in atoms]
            for character in dict.fromkeys((*own, *_CHARACTERS)):
                kinds.setdefault(
                    tuple(character in accepted_by for accepted_by in accepted), character
                )
            for kind, character in kinds.items():
                takers = frozenset(a for a, takes in zip(atoms, kind, strict=True) if takes)
                if takers:
                    self._characters[character] = takers
        return tuple(self._characters)

    def step(self, ways: Mapping[int, int], character: str) -> dict[int, int]:
        """Return the ways after a character."""
        takers = self._characters[character]
        # The state where an atom ends was made right after what begins at it.
        return {state + 1: n for state, n in ways.items() if self.atoms[state] in takers}

    def follow_empty(self, ways: dict[int, int]) -> dict[int, int]:
        """Return the ways at the states that take a character."""
        counts = dict(ways)
        waiting = sorted(counts)
        reached: dict[int, int] = {}
        while waiting:
            state = heappop(waiting)
            if state in self.atoms:
                reached[state] = counts[state]
            for other in self.skips.get(state, ()):
                if other not in counts:
                    heappush(waiting, other)
                counts[other] = counts.get(other, 0) + counts[state]
        return reached


@lru_cache(maxsize=1024)
def _taken_by(atom: str, extra: str) -> frozenset[str]:
    compiled = re.compile(atom, re.DOTALL)
    return frozenset(
        character for character in (*extra, *_CHARACTERS) if compiled.fullmatch(character)
    )


def slowness_fault(pattern: str, example: str = "") -> str:
    """Return why a valid pattern could be too slow on some text, and a faster form."""
    tree = parse_pattern(pattern)
    if not _is_slow(tree):
        return ""
    part = _narrow(tree)
    for instead in _other_forms(part):
        form = pattern.replace(part.text, instead, 1)
        if _compiles(form) and (not example or re.fullmatch(form, example)):
            hint = f"write it as `{instead}`"
            break
    else:
        hint = "repeat one character class, or put another character between the repeats"
    return f"`{part.text}` matches one text in too many ways, which can take minutes: {hint}"


def _is_slow(tree: Tree) -> bool:
    if bound_work(tree) <= MOST_WORK:
        return False
    try:
        is_slow = find_work(tree).steps > MOST_WORK
    except TooLargeError:
        return True
    # A text that reaches a slow part is not always among those that are grown: parts are looked at
    # alone, too.
    return is_slow or any(map(_is_slow, _parts(tree)))


def _parts(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Sequence(items=items):
            yield from items
            for length in range(2, min(len(items), _MOST_NEIGHBOURS + 1)):
                for start in range(len(items) - length + 1):
                    neighbours = items[start : start + length]
                    yield Sequence("".join(map(_text_of, neighbours)), neighbours)
        case Alternation(branches=branches):
            yield from branches
        case Repeat(body=body):
            yield body
        case Assertion(inner=inner) if inner:
            yield inner
        case _:
            pass


def _narrow(tree: Tree) -> Tree:
    """Return the smallest part that is slow by itself."""
    slow = (part for part in _parts(tree) if part.text in tree.text and _is_slow(part))
    part = next(slow, None)
    return _narrow(part) if part else tree


def _text_of(tree: Tree) -> str:
    return f"(?:{tree.text})" if isinstance(tree, Sequence | Alternation) else tree.text


def _other_forms(tree: Tree) -> Iterator[str]:
    """Yield forms that match nearly the same and are not slow, the closest first."""
    for form in dict.fromkeys(_rewrite(tree)):
        if form != tree.text and _compiles(form) and not _is_slow(parse_pattern(form)):
            yield form


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, OverflowError):
        return False
    return True


def _rewrite(tree: Tree) -> Iterator[str]:
    match tree:
        case Repeat(body=Repeat(body=body, least=inner, most=inner_most), least=least, most=most):
            yield f"{as_group(body.text)}{_times(inner * least, _product(inner_most, most))}"
        case Repeat(body=Alternation(branches=branches), least=least, most=most):
            yield from _rewrite_choice(branches, _times(least, most))
        case Repeat(body=Sequence(items=(first, Repeat(body=gap, least=0, most=1))), most=most):
            # "(?:A_?){1,8}" as "A(?:_A){0,7}_?"
            repeated = _times(max(tree.least - 1, 0), most and most - 1)
            yield f"{first.text}(?:{as_group(gap.text)}{first.text}){repeated}{as_group(gap.text)}?"
        case Repeat(body=Sequence(items=(Repeat(body=gap, least=0, most=1), last)), most=most):
            repeated = _times(max(tree.least - 1, 0), most and most - 1)
            yield f"{as_group(gap.text)}?{last.text}(?:{as_group(gap.text)}{last.text}){repeated}"
        case Alternation(branches=branches):
            yield from _rewrite_choice(branches, "")
        case Sequence(items=items):
            yield from _join_neighbours(items)


def _rewrite_choice(branches: tuple[Tree, ...], times: str) -> Iterator[str]:
    texts = dict.fromkeys(branch.text for branch in branches)
    if len(texts) == 1:
        yield f"{as_group(next(iter(texts)))}{times}"
    bodies = [branch.body if isinstance(branch, Repeat) else branch for branch in branches]
    if all(isinstance(body, Atom) for body in bodies):
        # "(?:[A-Z]{1,9}|\\d)" as "[A-Z\\d]"
        yield f"[{''.join(dict.fromkeys(_members(body.text) for body in bodies))}]{times}"
    yield f"(?:{'|'.join(texts)}){times}"


def _members(atom: str) -> str:
    if atom[0] == "[" and atom[1:2] != "^":
        return atom[1:-1]
    return re.escape(atom) if len(atom) == 1 and not atom.isalnum() else atom


def _join_neighbours(items: tuple[Tree, ...]) -> Iterator[str]:
    """Yield adjacent repeats of one character as one: two of `{1,9}` as `{2,18}`."""
    joined: list[tuple[str, int, int | None]] = []
    for item in items:
        body, least, most = (
            (item.body.text, item.least, item.most)
            if isinstance(item, Repeat)
            else (_text_of(item), 1, 1)
        )
        if joined and joined[-1][0] == body:
            _, before, until = joined.pop()
            joined.append((body, before + least, _sum(until, most)))
        else:
            joined.append((body, least, most))
    yield "".join(f"{as_group(body)}{_times(least, most)}" for body, least, most in joined)


def _times(least: int, most: int | None) -> str:
    if (least, most) == (1, 1):
        return ""
    if (least, most) == (0, 1):
        return "?"
    return f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"


def _sum(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


def _product(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first * second
