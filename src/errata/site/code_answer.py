"""An answer to an error code: what articles say of it, the best first, by message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from errata.model import Article, CodeSection, CodeUse, SectionKind
from errata.site.passages import Excerpt
from errata.values import Record

# So many headings with codes are a reference page, even if a section at the end is a resolution.
_REFERENCE: Final = 3


class QuotedMessage(Record, frozen=True):
    """A message of the code as an article quotes it."""

    text: str
    anchor: str = ""
    """Id of the heading above it; empty for the top."""


class Explanation(Record, frozen=True):
    """What one article says of a code."""

    article: Article
    use: CodeUse
    messages: tuple[QuotedMessage, ...]
    cause: Excerpt
    resolution: Excerpt
    is_resolution: bool
    """Whether it is a resolution; else it is all that a part of the article says of the code."""
    has_part: bool
    """Whether a part of the article is about the code."""
    anchor: str
    """Id of the heading of the part about the code, else of the first message; may be empty."""

    @property
    def says_something(self) -> bool:
        """Whether it has a cause or a resolution."""
        return bool(self.cause.blocks or self.resolution.blocks)


class CodeAnswer(Record, frozen=True):
    """Everything that the site says of a code in one language."""

    code: str
    explanations: tuple[Explanation, ...] = ()
    """Explanations, the best first."""
    others: tuple[CodeUse, ...] = ()
    """Uses in articles that have the code and explain it less."""
    near: tuple[str, ...] = ()
    """Codes that are easily confused with this one."""
    aliases: tuple[str, ...] = ()
    """Other names of the same error: codes of other articles first."""

    @property
    def single(self) -> Explanation | None:
        """The explanation that answers all variants; None if a reader must choose."""
        texts = {each.resolution.plain_text for each in self.explanations}
        is_one = len(self.explanations) == 1 or (len(texts) == 1 and any(texts))
        return self.explanations[0] if is_one else None

    @property
    def leading(self) -> tuple[Explanation, ...]:
        """What is shown as the answer: all, if they say the same; or an article titled so."""
        if self.single:
            return self.explanations
        first = next(iter(self.groups), ())
        is_general = any(each.use.titled and each.says_something for each in first)
        return first if is_general else ()

    @property
    def variants(self) -> tuple[tuple[Explanation, ...], ...]:
        """The groups of the others, among which readers must find their own message."""
        leading = self.leading
        return tuple(group for group in self.groups if group[0] not in leading)

    @property
    def groups(self) -> tuple[tuple[Explanation, ...], ...]:
        """Explanations that say the same, grouped: copies of one article answer once."""
        groups: dict[tuple[str, str, str], tuple[Explanation, ...]] = {}
        for each in self.explanations:
            text = each.resolution.plain_text
            key = (each.cause.plain_text, text, "" if text else each.use.number)
            groups[key] = (*groups.get(key, ()), each)
        return tuple(groups.values())

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of all articles, the best first."""
        uses = (*(each.use for each in self.explanations), *self.others)
        return tuple(use.number for use in uses)


def choose_code_sections(article: Article) -> Mapping[str, CodeSection]:
    """Map codes to the parts of the article about them."""
    headings: dict[str, CodeSection] = {}
    rows: dict[str, CodeSection] = {}
    for section in article.code_sections:
        (headings if section.title else rows).setdefault(section.code, section)
    inside = {section.resolution_id for section in headings.values()}
    resolutions = [s for s in article.sections if s.kind is SectionKind.RESOLUTION]
    if any(section.id not in inside for section in resolutions) and len(headings) < _REFERENCE:
        return {code: section for code, section in headings.items() if section.resolution}
    return {**rows, **headings}
