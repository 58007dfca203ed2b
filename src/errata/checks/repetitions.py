"""One finding for a fault that an article has many times: the first, with the places of others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.diagnostics import Diagnostic, Finding

# Places that help to see what is meant; who mends the first ones sees the rest.
_MOST: Final = 9


def join_repetitions(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first of an article's findings, with the number and the places of the others."""
    found = sorted(findings, key=lambda finding: finding.span)
    if found:
        others = tuple(Related(one.span, "another one") for one in found[1 : _MOST + 1])
        count = f" ({len(found)} in this article)" if others else ""
        message = found[0].message + count
        yield replace(found[0], message=message, related=others, count=len(found))


def join_same(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """One finding where the same is said of a value again and again, as of one broken link.

    A message without a value, such as of a secret, may be about another one each time. The fix is
    that of the first place; `--fix` sees all of them.
    """
    groups: dict[object, list[Diagnostic]] = defaultdict(list)
    for at, one in enumerate(diagnostics):
        is_of_value = "`" in one.message and not one.count
        own = () if is_of_value else (at,)
        groups[one.span.path, one.code, one.message, one.help, one.severity, own].append(one)
    for group in groups.values():
        yield _join(group) if len(group) > 1 else group[0]


def _join(group: Sequence[Diagnostic]) -> Diagnostic:
    found = sorted(group, key=lambda one: one.span)
    first, others = found[0], found[1:]
    places = tuple(Related(one.span, "another one") for one in others[:_MOST])
    return replace(
        first,
        message=f"{first.message} ({len(found)} in this file)",
        related=(*first.related, *places),
    )
