"""Says which part of an article is about a code, and how its short answer begins.

1. An article that is named after the code is about it as a whole: its resolution is the answer.
2. In another, the part below a heading named after the code answers, or the row of a table.
3. An article with a resolution of its own tells one story, whatever its table compares: the
   resolution answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import SectionKind
from errata.site.formatting import first_sentences
from errata.site.lists import SOLUTION_LIMIT, shorten_resolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import Article, CodeSection

# So many headings with codes are a reference page, even if a section at the end is a resolution.
_REFERENCE: Final = 3


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """The short answer to a code."""

    text: str = ""
    anchor: str = ""
    """Id of the heading below which the whole answer stands; empty: the top."""
    is_resolution: bool = True
    """Whether it is how a resolution begins; otherwise it is all that a section says."""


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


def answer_code(article: Article, section: CodeSection | None) -> CodeAnswer:
    """The answer that the part about a code gives, else the article's resolution."""
    if section is None:
        return CodeAnswer(*shorten_resolution(article))
    text = first_sentences(section.resolution or section.text, SOLUTION_LIMIT)
    return CodeAnswer(text, section.resolution_id or section.id, bool(section.resolution))
