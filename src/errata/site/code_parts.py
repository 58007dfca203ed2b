"""Says which part of an article is about a code.

1. An article that is named after the code is about it as a whole: its resolution is the answer.
2. In another, the part below a heading named after the code answers, or the row of a table.
3. An article with a resolution of its own tells one story, whatever its table compares: the
   resolution answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import Article, CodeSection

# So many headings with codes are a reference page, even if a section at the end is a resolution.
_REFERENCE: Final = 3


def choose_code_sections(article: Article) -> Mapping[str, CodeSection]:
    """Code -> the part of the article that is about it, where one is."""
    headings: dict[str, CodeSection] = {}
    rows: dict[str, CodeSection] = {}
    for section in article.code_sections:
        (headings if section.title else rows).setdefault(section.code, section)
    inside = {section.resolution_id for section in headings.values()}
    resolutions = [s for s in article.sections if s.kind is SectionKind.RESOLUTION]
    if any(section.id not in inside for section in resolutions) and len(headings) < _REFERENCE:
        return {code: section for code, section in headings.items() if section.resolution}
    return {**rows, **headings}
