"""A code that the vendor's catalogue does not list, though it lists others of its family.

Either the code is mistyped, or the catalogue that `catalogue` in `errata.toml` names is older than
the product. Families of which the catalogue lists nothing are not looked at, and without a
catalogue this rule says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.checks.mentions import error_mentions, is_covered, mention_place, original_articles
from errata.diagnostics import Diagnostic, Severity, suggest_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Library

SEVERITY = Severity.WARNING
_ALIKE: Final = 0.9


def check(library: Library, config: Config) -> Iterator[Diagnostic]:  # noqa: ARG001 - one signature for all checks
    """Look up each code of each article once."""
    listed = {entry.code for entry in library.inputs.catalogue}
    families = is_covered(library.inputs.families, library.inputs.catalogue)
    for article in original_articles(library) if families else ():
        for mention in error_mentions(article):
            if mention.family in families and mention.code not in listed:
                message = f"the catalogue does not list `{mention.code}`"
                remedy = suggest_name(mention.code, listed, "correct it, or the catalogue", _ALIKE)
                yield Diagnostic(
                    "KB401", SEVERITY, message, mention_place(article, mention), remedy
                )
