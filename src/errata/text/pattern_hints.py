"""Which part of a regular expression fits one text in too many ways, and how else to write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from errata.text.pattern_tree import (
    Alternation,
    Assertion,
    Atom,
    Repeat,
    Sequence,
    grouped,
    parse_pattern,
)
from errata.text.pattern_work import MOST_WORK, TooLargeError, bound_work, find_work

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.text.pattern_tree import Tree

# Parts beside each other that are looked at alone: two repeats of 60, with something between them.
_MOST_NEIGHBOURS: Final = 4


def slowness_fault(pattern: str, example: str = "") -> str:
    """Why a pattern that compiles could take too long on some text, and a form that could not."""
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
        hint = "repeat one character class, or put a character between the repeats that none has"
    return f"`{part.text}` fits one text in too many ways, which can take minutes: {hint}"


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
                for at in range(len(items) - length + 1):
                    some = items[at : at + length]
                    yield Sequence("".join(map(_text_of, some)), some)
        case Alternation(branches=branches):
            yield from branches
        case Repeat(body=body):
            yield body
        case Assertion(inner=inner) if inner:
            yield inner
        case _:
            pass


def _narrow(tree: Tree) -> Tree:
    """The smallest part that is slow by itself."""
    slow = (part for part in _parts(tree) if part.text in tree.text and _is_slow(part))
    part = next(slow, None)
    return _narrow(part) if part else tree


def _text_of(tree: Tree) -> str:
    return f"(?:{tree.text})" if isinstance(tree, Sequence | Alternation) else tree.text


def _other_forms(tree: Tree) -> Iterator[str]:
    """Forms that take nearly the same and are not slow, the closest first."""
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
            yield f"{grouped(body.text)}{_times(inner * least, _product(inner_most, most))}"
        case Repeat(body=Alternation(branches=branches), least=least, most=most):
            yield from _rewrite_choice(branches, _times(least, most))
        case Repeat(body=Sequence(items=(first, Repeat(body=gap, least=0, most=1))), most=most):
            # "(?:A_?){1,8}" as "A(?:_A){0,7}_?"
            more = _times(max(tree.least - 1, 0), most and most - 1)
            yield f"{first.text}(?:{grouped(gap.text)}{first.text}){more}{grouped(gap.text)}?"
        case Repeat(body=Sequence(items=(Repeat(body=gap, least=0, most=1), last)), most=most):
            more = _times(max(tree.least - 1, 0), most and most - 1)
            yield f"{grouped(gap.text)}?{last.text}(?:{grouped(gap.text)}{last.text}){more}"
        case Alternation(branches=branches):
            yield from _rewrite_choice(branches, "")
        case Sequence(items=items):
            yield from _join_neighbours(items)


def _rewrite_choice(branches: tuple[Tree, ...], times: str) -> Iterator[str]:
    texts = dict.fromkeys(branch.text for branch in branches)
    if len(texts) == 1:
        yield f"{grouped(next(iter(texts)))}{times}"
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
    """Repeats of one character beside each other as one: two of `{1,9}` as `{2,18}`."""
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
    yield "".join(f"{grouped(body)}{_times(least, most)}" for body, least, most in joined)


def _times(least: int, most: int | None) -> str:
    if (least, most) == (1, 1):
        return ""
    if (least, most) == (0, 1):
        return "?"
    return f"{{{least}}}" if least == most else f"{{{least},{'' if most is None else most}}}"


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _product(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one * other
