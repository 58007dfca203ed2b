"""How the short answer to a code begins: from a part of an article, or from its resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.site.formatting import first_sentences
from errata.site.lists import SOLUTION_LIMIT, shorten_resolution

if TYPE_CHECKING:
    from errata.model import Article, CodeSection


@dataclass(frozen=True, slots=True)
class CodeAnswer:
    """The short answer to a code."""

    text: str = ""
    anchor: str = ""
    """Id of the heading below which the whole answer stands; empty: the top."""
    is_resolution: bool = True
    """Whether it is how a resolution begins; otherwise it is all that a section says."""


def answer_code(article: Article, section: CodeSection | None) -> CodeAnswer:
    """The answer that the part about a code gives, else the article's resolution."""
    if section is None:
        return CodeAnswer(*shorten_resolution(article))
    text = first_sentences(section.resolution or section.text, SOLUTION_LIMIT)
    return CodeAnswer(text, section.resolution_id or section.id, bool(section.resolution))
