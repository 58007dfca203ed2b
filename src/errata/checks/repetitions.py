"""One finding for a fault that an article has many times: the first, with the places of others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.diagnostics import Finding

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
