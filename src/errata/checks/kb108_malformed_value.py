"""A value that is not of the type its key needs, such as a boolean, a number or a UUID.

The article is built as if the key had no value; without a title it is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.entries import NestedValue
from errata.diagnostics import Finding, Severity
from errata.model import INTERNAL_KEYS
from errata.model.observations import MalformedValue

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.ERROR
SCOPE = (FrontMatterContext, MalformedValue)


def check(seen: FrontMatterContext | MalformedValue) -> Iterator[Finding]:
    """Internal values are looked at for their shape only, and never repeated."""
    if isinstance(seen, MalformedValue):
        yield Finding(seen.message, seen.span, seen.help)
        return
    for key in INTERNAL_KEYS:
        entry = seen.entries.get(key)
        if entry is not None and isinstance(entry.value, tuple | NestedValue):
            message = f"`{key}`: value is not a text"
            yield Finding(message, seen.span(key), "write it on one line")
