"""A code that the vendor's catalogue does not list, although it lists others of its family.

Either the code is mistyped, or the catalogue that `catalogue` in `errata.toml` names is older than
the product. Families that the catalogue does not list at all are ignored. Without a catalogue,
nothing is reported.
"""

import re
from collections.abc import Sequence
from typing import Final

from errata.checks.places import error_mentions, mention_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity, propose_name
from errata.model import CatalogueEntry, Family
from errata.targets.names import NearestNames
from errata.text.patterns import as_ascii

SEVERITY = Severity.WARNING
# Codes of a family share their prefix, so that any two are alike: "RED-520099" and "RED-520025" are
# 0.8. At 0.9 one character of ten may differ, as in "RED-520026".
_LIKENESS: Final = 0.9


def check(kb: KnowledgeBase) -> Findings:
    """Look up each code of each article once."""
    catalogue = kb.library.inputs.catalogue
    if not catalogue:  # to compile the patterns of all families takes 20 ms
        return
    listed = {entry.code for entry in catalogue}
    nearest = NearestNames(listed, _LIKENESS)
    families = _covered_families(kb.library.inputs.families, catalogue)
    # A fault in an original is not reported again in its translations.
    for article in filter(kb.library.is_original, kb.visible) if families else ():
        for mention in error_mentions(article):
            if mention.family in families and mention.code not in listed:
                message = f"the catalogue does not list `{mention.code}`"
                suggestion = nearest.find(mention.code)
                remedy = propose_name(suggestion, "correct it, or the catalogue")
                yield mention_place(article, mention).finding(message, remedy)


def _covered_families(
    families: Sequence[Family], catalogue: Sequence[CatalogueEntry]
) -> frozenset[str]:
    """Return the families of which the catalogue lists at least one code."""
    patterns = ((family.id, re.compile(as_ascii(family.pattern))) for family in families)
    codes = [entry.code for entry in catalogue]
    return frozenset(id_ for id_, pattern in patterns if any(map(pattern.fullmatch, codes)))
