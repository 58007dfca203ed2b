"""Definitions and references of the thing under the cursor, hover texts, and outlines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from errata.articles.front_matter.keys import PUBLIC, PUBLICATION
from errata.articles.front_matter.mapping import find_meaning
from errata.articles.includes import INCLUDE, find_included, included_name
from errata.codes.families import documentation_of
from errata.editor.front_matter_schema import DECLARED_TEXTS, INTERNAL_TEXT
from errata.editor.knowledge import Mentioning
from errata.model import INTERNAL_KEYS, AnchorRef, ArticleRef, AssetRef, Audience, StaticRef
from errata.site.answers import answer_code
from errata.site.views import state_of
from errata.targets.names import find_anchor
from errata.text.markdown import escape_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.editor.document import EditedText
    from errata.editor.knowledge import Knowledge
    from errata.model import Article, Heading, Mention
    from errata.site.code_answer import Explanation


# An editor shows a dozen and asks again as more is typed.
_MOST: Final = 200
# The most characters of a cause or a resolution: about eight lines of a pop-up.
_LONGEST: Final = 500
_MOST_MESSAGES: Final = 3
_MOST_ARTICLES: Final = 5
_KNOWN: Final = PUBLIC | PUBLICATION
# Our key, or how a key is declared -> what it is for.
_KEYS: Final = _KNOWN | {f"({name})": text for name, text in DECLARED_TEXTS.items()}


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The target of a link; columns are those of its address."""

    article: Article
    fragment: str
    start: int
    end: int


def linked_article(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> LinkedArticle | None:
    """Return the article that the link under the cursor leads to."""
    located = knowledge.ref_at(document, line, column)
    if located is None or document.article is None:
        return None
    ref, start, end = located
    match knowledge.resolve(ref, document.article):
        case AnchorRef(fragment=fragment):
            return LinkedArticle(document.article, fragment, start, end)
        case ArticleRef(number=number, fragment=fragment):
            article = knowledge.article(number, document.locale)
            return LinkedArticle(article, fragment, start, end) if article else None
    return None


def find_definition(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> tuple[Mentioning, ...]:
    """Return the file and line that a link, an include, a picture or a code leads to."""
    if linked := linked_article(knowledge, document, line, column):
        return (Mentioning(linked.article.source, _line_of(linked), 1, 0),)
    if path := _file_at(knowledge, document, line, column):
        return (Mentioning(path, 1, 1, 0),)
    if code := code_at(knowledge, document, line, column):
        return tuple(_explaining(knowledge, code.code, document))
    return ()


def _line_of(linked: LinkedArticle) -> int:
    """Return the line of the heading that the link names."""
    article = linked.article
    anchor = find_anchor(article, linked.fragment) if linked.fragment else None
    return next((heading.line for heading in article.headings if heading.id == anchor), 1)


def _file_at(knowledge: Knowledge, document: EditedText, line: int, column: int) -> str:
    """Return the picture, download or included file that is named at a place."""
    for match in INCLUDE.finditer(document.lines.line(line)):
        if match.start() < column <= match.end() + 1:
            paths = knowledge.sources.keys() | knowledge.folder.fragments.keys()
            return find_included(included_name(match), document.path, paths)
    reference = knowledge.ref_at(document, line, column)
    if reference is None or document.article is None:
        return ""
    match knowledge.resolve(reference[0], document.article):
        case AssetRef(path=path):
            return path
        case StaticRef(path=path):
            return f"{knowledge.library.inputs.static.path}/{path}"
    return ""


def _explaining(knowledge: Knowledge, code: str, document: EditedText) -> Iterator[Mentioning]:
    """Yield where articles that explain a code first name it, the best article first."""
    entry = knowledge.library.index.get(code)
    locales = [use.locale for use in entry.uses] if entry else []
    if not locales:
        return
    locale = document.locale if document.locale in locales else locales[0]
    for number in answer_code(knowledge.site, code, locale).numbers:
        if article := knowledge.article(number, locale):
            places = (
                mentioning
                for mentioning in knowledge.mentions.get(code, ())
                if mentioning.path == article.source
            )
            yield next(places, Mentioning(article.source, 1, 1, 0))


def find_references(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> tuple[Mentioning, ...]:
    """Return references to the linked article, file or code at a place, else to this article."""
    if linked := linked_article(knowledge, document, line, column):
        return knowledge.links.get(linked.article.number, ())
    if path := _file_at(knowledge, document, line, column):
        return knowledge.links.get(path, ())
    if code := code_at(knowledge, document, line, column):
        return knowledge.mentions.get(code.code, ())
    own = document.article or knowledge.articles.get(document.path)
    return knowledge.links.get(own.number, ()) if own else ()


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code; columns are 1-based, and the end is after it."""

    code: str
    start: int
    end: int


def code_at(knowledge: Knowledge, document: EditedText, line: int, column: int) -> FoundCode | None:
    """Return the code under the cursor: of a family, or one that an author listed."""
    text = document.lines.line(line)
    for span in knowledge.scanner.scan(text):
        if span.start < column <= span.end + 1:
            return FoundCode(span.code, span.start + 1, span.end + 1)
    start = end = min(column - 1, len(text))
    while start > 0 and _is_part(text[start - 1]):
        start -= 1
    while end < len(text) and _is_part(text[end]):
        end += 1
    word = text[start:end].rstrip(".:")
    is_known = word in knowledge.library.index
    return FoundCode(word, start + 1, start + len(word) + 1) if is_known else None


def _is_part(char: str) -> bool:
    return char.isalnum() or char in "-_.#:"


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading with the codes and headings below it, or a code."""

    name: str
    kind: Literal["heading", "code"]
    line: int
    column: int
    length: int
    """Number of characters of the name in its line."""
    last_line: int
    """Last line of everything that belongs to it."""
    children: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Symbol:
    """An article or a code, and its place."""

    name: str
    kind: Literal["article", "code"]
    place: Mentioning
    container: str = ""
    """The locale of an article, the family of a code."""


def outline(document: EditedText) -> tuple[Outline, ...]:
    """Return the headings of an article, nested, each with the codes below it."""
    article = document.article
    if article is None:
        return ()
    codes = {
        (mention.line, mention.code): mention
        for mention in article.mentions
        if mention.where != "name"
    }
    listed = sorted(codes.values(), key=lambda mention: (mention.line, mention.column))
    headings = sorted(
        (heading for heading in article.headings if not heading.minor),
        key=lambda heading: heading.line,
    )
    first = headings[0].line if headings else len(document.lines.lines) + 1
    before = tuple(_code(mention) for mention in listed if mention.line < first)
    last = len(document.text.rstrip().split("\n"))
    return (*before, *_nest(document, headings, listed, last))


def _nest(
    document: EditedText, headings: list[Heading], codes: list[Mention], last: int
) -> Iterator[Outline]:
    index = 0
    while index < len(headings):
        own = headings[index]
        below = index + 1
        while below < len(headings) and headings[below].level > own.level:
            below += 1
        end = headings[below].line - 1 if below < len(headings) else last
        inner = headings[index + 1 : below]
        until = inner[0].line - 1 if inner else end
        text = document.lines.line(own.line)
        inside = tuple(_code(mention) for mention in codes if own.line <= mention.line <= until)
        children = (*inside, *_nest(document, inner, codes, end))
        yield Outline(own.text, "heading", own.line, 1, len(text), max(end, own.line), children)
        index = below


def _code(mention: Mention) -> Outline:
    length = len(mention.surface) if mention.column > 1 else 0
    return Outline(mention.code, "code", mention.line, mention.column, length, mention.line)


def find_symbols(knowledge: Knowledge, query: str) -> tuple[Symbol, ...]:
    """Return articles and codes whose names have all words of a query, best matches first."""
    words = query.casefold().split()
    symbols = [*_codes(knowledge, words), *_articles(knowledge, words)]
    start = query.strip().casefold()
    symbols.sort(
        key=lambda symbol: (
            not symbol.name.casefold().startswith(start),
            symbol.name,
            symbol.container,
        )
    )
    return tuple(symbols[:_MOST])


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


@dataclass(frozen=True, slots=True)
class Hover:
    """Markdown about a part of one line; columns are 1-based, and the end is after it."""

    markdown: str
    line: int
    start: int
    end: int


def hover(knowledge: Knowledge, document: EditedText, line: int, column: int) -> Hover | None:
    """Describe the thing at a place."""
    if linked := linked_article(knowledge, document, line, column):
        text = "\n\n".join(_describe_article(linked.article, knowledge))
        return Hover(text, line, linked.start, linked.end)
    if code := code_at(knowledge, document, line, column):
        text = "\n\n".join(_describe_code(code.code, document.locale, knowledge))
        return Hover(text, line, code.start, code.end) if text else None
    return _describe_key(knowledge, document, line, column)


def _describe_article(article: Article, knowledge: Knowledge) -> Iterator[str]:
    data = article.metadata
    yield f"**{escape_markdown(data.title)}**"
    state = state_of(article, knowledge.now)
    hidden = "hidden" if data.hidden else ""
    readers = data.publication.audience
    audience = "" if readers is Audience.PUBLIC else f"for {readers} readers"
    facts = (article.shown_number, article.locale, state, hidden, audience)
    yield " · ".join(filter(None, facts))
    if data.description:
        yield escape_markdown(data.description)
    if article.codes:
        yield "Codes: " + ", ".join(f"`{code}`" for code in article.codes[:_MOST_ARTICLES])


def _describe_code(code: str, locale: str, knowledge: Knowledge) -> Iterator[str]:
    library = knowledge.library
    entry = library.index.get(code)
    family = library.families.get(entry.family) if entry else None
    if entry is None:
        return
    meaning = f": {family.product}, {family.meaning}" if family else ""
    yield f"**`{code}`**{escape_markdown(meaning)}"
    locales = [use.locale for use in entry.uses]
    if locales:
        answer = answer_code(knowledge.site, code, locale if locale in locales else locales[0])
        if answer.explanations:
            yield from _describe_explanation(answer.explanations[0])
        if names := [*_names(answer.numbers[:_MOST_ARTICLES], locale, knowledge)]:
            yield "\n".join(names)
    if address := documentation_of(code, family):
        yield f"[Documentation of the vendor]({address})"


def _names(numbers: Iterable[str], locale: str, knowledge: Knowledge) -> Iterator[str]:
    for number in numbers:
        if article := knowledge.article(number, locale):
            name = f"{article.shown_number} {article.metadata.title}".strip()
            yield f"- {escape_markdown(name)}"


def _describe_explanation(explanation: Explanation) -> Iterator[str]:
    for message in explanation.messages[:_MOST_MESSAGES]:
        yield f"> {escape_markdown(message.text)}"
    if cause := explanation.cause.plain_text:
        yield f"**Cause:** {_shorten(cause)}"
    if resolution := explanation.resolution.plain_text:
        yield f"**Resolution:** {_shorten(resolution)}"


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return escape_markdown(line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…")


def _describe_key(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> Hover | None:
    if line not in document.front_matter:
        return None
    key = document.key_at(line)
    text = document.lines.line(line)
    start = text.find(key)
    if not key or not 0 <= start < column <= start + len(key) + 1:
        return None
    meaning = find_meaning(key, knowledge.vocabulary.conventions)
    about = _KEYS.get(meaning, INTERNAL_TEXT if meaning in INTERNAL_KEYS else "")
    read_as = f" is read as `{meaning}`" if meaning in _KNOWN and meaning != key else ""
    return (
        Hover(f"`{key}`{read_as}: {about}", line, start + 1, start + len(key) + 1)
        if about
        else None
    )
