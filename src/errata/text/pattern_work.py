"""How much work a regular expression can be at one place of a text, at worst.

Python and browsers try one way after the other through a pattern. If a text fits in many ways and
ends badly, they try them all. `(?:[A-Z]{1,20}_?){1,8}!` fits 60 letters in 10^9 ways.

1. `bound_work` takes every way of every part to be possible together: fast, and too high.
2. `find_work` counts the ways for texts that it grows one character at a time, the costliest first.
   Ways that have come to the same place are counted, not followed one by one, so that it is done
   in time however many they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.text.pattern_tree import Alternation, Assertion, Atom, Repeat, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.text.pattern_tree import Tree

# Steps at one place of a text. Patterns with nearly as many take at most .45 s in Python 3.12 and
# .11 s in V8 on 10 kB of their worst text, which has as many at each place; the costliest of the
# honest patterns in `tests/text/pattern_cases.py` has 550.
MOST_WORK: Final = 4_000
# Characters of a pattern with its repeats written out.
MOST_STATES: Final = 3_000
# Characters of a text that is grown, and how many texts at once.
_LONGEST: Final = 200
_TEXTS: Final = 4
# Characters that tell classes apart: those of ASCII, and some of other scripts.
_CHARACTERS: Final = (*map(chr, range(32, 127)), "\t", "\n", "é", "ß", "ж", "日", "エ", "½")


def bound_work(tree: Tree) -> int:
    """At least as many steps as any text takes; capped above the limit."""
    return _bound(tree)[0]


def _bound(tree: Tree) -> tuple[int, int]:
    """Steps, and ways to the end."""
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
            return min(sum(one[0] for one in bounds), cap), min(sum(one[1] for one in bounds), cap)
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
    """A pattern whose repeats, written out, have too many characters."""


class Work(NamedTuple):
    """The most that was found."""

    steps: int
    text: str
    """On which."""


def find_work(tree: Tree, most: int = MOST_WORK) -> Work:
    """The steps that the costliest text takes, as far as it is found; stops above `most`.

    Raises:
        TooLargeError: if the pattern is too large to look at.
    """
    machine = _Machine()
    machine.add(tree, 0)
    reached = {0: 1}
    texts = [(0, "", machine.settle(reached))]
    worst = Work(0, "")
    for _ in range(min(_LONGEST, machine.longest)):
        grown: dict[tuple[tuple[int, int], ...], tuple[int, int, str]] = {}
        for steps, text, ways in texts:
            tried = steps + sum(ways.values())
            if tried > worst.steps:
                worst = Work(tried, text)
            if tried > most:
                return worst
            for character in machine.characters:
                after = machine.settle(machine.step(ways, character))
                if after:
                    key = tuple(sorted(after.items()))
                    grown.setdefault(key, (tried, sum(after.values()), text + character))
        order = sorted(grown.items(), key=lambda one: (-one[1][0] - one[1][1], one[1][2]))
        texts = [(steps, text, dict(key)) for key, (steps, _, text) in order[:_TEXTS]]
        if not texts:
            break
    return worst


@dataclass(slots=True)
class _Machine:
    """A pattern as states in the order in which they can be reached, so that no way comes back."""

    atoms: dict[int, str] = field(default_factory=dict)
    """State -> what it takes, to come to the next state."""
    skips: dict[int, list[int]] = field(default_factory=dict)
    """State -> states that are reached without a character."""
    size: int = 1
    longest: int = 0
    _characters: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, tree: Tree, start: int) -> int:
        """Add the states of a tree that begins at a state; returns the state where it ends."""
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
        """One character for each set of atoms that take it."""
        if not self._characters:
            atoms = sorted(set(self.atoms.values()))
            own = sorted({one[-1] for one in atoms if len(one) <= len(r"\x")})
            kinds: dict[tuple[bool, ...], str] = {}
            taken = [_taken_by(atom, "".join(own)) for atom in atoms]
            for character in dict.fromkeys((*own, *_CHARACTERS)):
                kinds.setdefault(tuple(character in one for one in taken), character)
            for kind, character in kinds.items():
                takers = frozenset(a for a, takes in zip(atoms, kind, strict=True) if takes)
                if takers:
                    self._characters[character] = takers
        return tuple(self._characters)

    def step(self, ways: Mapping[int, int], character: str) -> dict[int, int]:
        """The ways on after a character."""
        takers = self._characters[character]
        # The state where an atom ends was made right after what begins at it.
        return {state + 1: n for state, n in ways.items() if self.atoms[state] in takers}

    def settle(self, ways: dict[int, int]) -> dict[int, int]:
        """The ways at the states that take a character."""
        counts = dict(ways)
        waiting = sorted(counts)
        found: dict[int, int] = {}
        while waiting:
            state = heappop(waiting)
            if state in self.atoms:
                found[state] = counts[state]
            for other in self.skips.get(state, ()):
                if other not in counts:
                    heappush(waiting, other)
                counts[other] = counts.get(other, 0) + counts[state]
        return found


@lru_cache(maxsize=1024)
def _taken_by(atom: str, more: str) -> frozenset[str]:
    compiled = re.compile(atom, re.DOTALL)
    return frozenset(one for one in (*more, *_CHARACTERS) if compiled.fullmatch(one))
