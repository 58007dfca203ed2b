"""The headings and codes of an article as an outline, and articles and codes by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from errata.editor.knowledge import Mentioning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.editor.document import EditedText
    from errata.editor.knowledge import Knowledge
    from errata.model import Heading, Mention

# An editor shows a dozen and asks again as more is typed.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading with the codes and headings below it, or a code."""

    name: str
    kind: Literal["heading", "code"]
    line: int
    column: int
    length: int
    """Characters of the name in its line."""
    last_line: int
    """Of all that belongs to it."""
    children: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """An article or a code, and where it is."""

    name: str
    kind: Literal["article", "code"]
    place: Mentioning
    container: str = ""
    """The locale of an article, the family of a code."""


def outline(document: EditedText) -> tuple[Outline, ...]:
    """The headings of an article, nested, each with the codes that stand below it."""
    article = document.article
    if article is None:
        return ()
    codes = {(one.line, one.code): one for one in article.mentions if one.where != "name"}
    listed = sorted(codes.values(), key=lambda one: (one.line, one.column))
    headings = sorted(
        (heading for heading in article.headings if not heading.minor),
        key=lambda heading: heading.line,
    )
    first = headings[0].line if headings else len(document.lines.lines) + 1
    before = tuple(_code(one) for one in listed if one.line < first)
    last = len(document.text.rstrip().split("\n"))
    return (*before, *_nest(document, headings, listed, last))


def _nest(
    document: EditedText, headings: list[Heading], codes: list[Mention], last: int
) -> Iterator[Outline]:
    at = 0
    while at < len(headings):
        own = headings[at]
        below = at + 1
        while below < len(headings) and headings[below].level > own.level:
            below += 1
        end = headings[below].line - 1 if below < len(headings) else last
        inner = headings[at + 1 : below]
        until = inner[0].line - 1 if inner else end
        text = document.lines.line(own.line)
        here = tuple(_code(one) for one in codes if own.line <= one.line <= until)
        children = (*here, *_nest(document, inner, codes, end))
        yield Outline(own.text, "heading", own.line, 1, len(text), max(end, own.line), children)
        at = below


def _code(mention: Mention) -> Outline:
    length = len(mention.surface) if mention.column > 1 else 0
    return Outline(mention.code, "code", mention.line, mention.column, length, mention.line)


def find_symbols(knowledge: Knowledge, query: str) -> tuple[Symbol, ...]:
    """The articles and codes whose names have all words of a query, codes that begin so first."""
    words = query.casefold().split()
    found = [*_codes(knowledge, words), *_articles(knowledge, words)]
    start = query.strip().casefold()
    found.sort(key=lambda one: (not one.name.casefold().startswith(start), one.name, one.container))
    return tuple(found[:_MOST])


def _codes(knowledge: Knowledge, words: list[str]) -> Iterator[Symbol]:
    for code, entry in knowledge.library.index.items():
        if entry.kind == "error" and all(word in code.casefold() for word in words):
            places = knowledge.mentions.get(code, ())
            if places:
                yield Symbol(code, "code", places[0], entry.family)


def _articles(knowledge: Knowledge, words: list[str]) -> Iterator[Symbol]:
    for article in knowledge.articles.values():
        name = f"{article.shown_number} {article.metadata.title}".strip()
        if all(word in name.casefold() for word in words):
            place = Mentioning(article.source, article.metadata.key_lines.get("title", 1), 1, 0)
            yield Symbol(name, "article", place, article.locale)
