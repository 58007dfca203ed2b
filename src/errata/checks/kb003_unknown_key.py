"""A key of the front matter that nothing reads.

Most are misspelt; the finding names the key that was probably meant. Remove those that are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.schema import KNOWN_KEYS, closest_key, display_key
from errata.diagnostics import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.WARNING
SCOPE = FrontMatterContext


def check(front: FrontMatterContext) -> Iterator[Finding]:
    """Compare every key with those that are known."""
    for key in front.entries:
        if key not in KNOWN_KEYS:
            close = closest_key(key)
            remedy = f"did you mean `{close}`?" if close else "remove it: nothing reads it"
            yield Finding(f"unknown key {display_key(key)}", front.span(key), remedy)
