"""Shortens findings: repeated ones are joined, and long quotations are cut."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, TypeVar

from msgspec.structs import replace

from errata.diagnostics import Diagnostic, Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_Found = TypeVar("_Found", bound=Finding | Diagnostic)
# The most places that are listed; authors who correct the first ones see the rest.
_MOST_PLACES: Final = 9
# "`a value`" yes; nothing of "``". Possessive, so that no text is slow.
_QUOTED: Final = re.compile(r"`([^`]++)`")
# The most characters of a quoted value, which may be all of a file: about four lines of a terminal.
_LONGEST_QUOTE: Final = 300
# The most characters of a message that quotes several values, or one without backticks.
_LONGEST: Final = 1_000


def join_repetitions(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of an article's findings, with the number and places of the others."""
    found = sorted(findings, key=lambda finding: finding.span)
    if found:
        yield replace(_join(found, "this article"), count=len(found))


def join_same(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Join findings that repeat the same about a value, such as one broken link.

    A message without a value, such as about a secret, may be about a different one each time. The
    fix is that of the first place; `--fix` uses all of them.
    """
    groups: dict[object, list[Diagnostic]] = defaultdict(list)
    for at, one in enumerate(diagnostics):
        is_of_value = "`" in one.message and not one.count
        own = () if is_of_value else (at,)
        groups[one.span.path, one.code, one.message, one.help, one.severity, own].append(one)
    for group in groups.values():
        yield _join(sorted(group, key=lambda one: one.span), "this file")


def _join(found: Sequence[_Found], where: str) -> _Found:
    first = found[0]
    if len(found) == 1:
        return first
    places = tuple(Related(one.span, "another one") for one in found[1 : _MOST_PLACES + 1])
    message = f"{first.message} ({len(found)} in {where})"
    return replace(first, message=message, related=(*first.related, *places))


def shorten_quotes(text: str) -> str:
    """Shorten each quoted value, and then the whole, to a readable length."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    cut = _QUOTED.sub(lambda found: f"`{_cut(found[1], _LONGEST_QUOTE)}`", text)
    return _cut(cut, _LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
