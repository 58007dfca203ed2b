"""Where the thing under the cursor is defined, and where else it is named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.articles.includes import INCLUDE, candidate_paths, included_name
from errata.editor.codes import code_at
from errata.editor.knowledge import Mentioning
from errata.model import AnchorRef, ArticleRef, AssetRef, StaticRef
from errata.site.answers import answer_code
from errata.targets.anchors import find_anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.editor.document import EditedText
    from errata.editor.knowledge import Knowledge
    from errata.model import Article


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The article that a link leads to; columns are those of its address."""

    article: Article
    fragment: str
    start: int
    end: int


def linked_article(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> LinkedArticle | None:
    """The article that the link under the cursor leads to."""
    found = knowledge.ref_at(document, line, column)
    if found is None or document.article is None:
        return None
    ref, start, end = found
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
    """The file and line that a link, an include, a picture or a code leads to."""
    if linked := linked_article(knowledge, document, line, column):
        return (Mentioning(linked.article.source, _line_of(linked), 1, 0),)
    if path := _file_at(knowledge, document, line, column):
        return (Mentioning(path, 1, 1, 0),)
    if found := code_at(knowledge, document, line, column):
        return tuple(_explaining(knowledge, found.code, document))
    return ()


def _line_of(linked: LinkedArticle) -> int:
    """Of the heading that the link names."""
    article = linked.article
    anchor = find_anchor(article, linked.fragment) if linked.fragment else None
    return next((heading.line for heading in article.headings if heading.id == anchor), 1)


def _file_at(knowledge: Knowledge, document: EditedText, line: int, column: int) -> str:
    """The picture, download or included file that is named at a place."""
    for found in INCLUDE.finditer(document.lines.line(line)):
        if found.start() < column <= found.end() + 1:
            folder = document.path.rpartition("/")[0]
            paths = candidate_paths(included_name(found), folder)
            known = knowledge.sources.keys() | knowledge.folder.fragments.keys()
            return next((path for path in paths if path in known), "")
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
    """Where the articles that explain a code name it first, the best article first."""
    entry = knowledge.library.index.get(code)
    locales = [use.locale for use in entry.uses] if entry else []
    if not locales:
        return
    locale = document.locale if document.locale in locales else locales[0]
    for number in answer_code(knowledge.site, code, locale).numbers:
        if article := knowledge.article(number, locale):
            places = (one for one in knowledge.mentions.get(code, ()) if one.path == article.source)
            yield next(places, Mentioning(article.source, 1, 1, 0))


def find_references(
    knowledge: Knowledge, document: EditedText, line: int, column: int
) -> tuple[Mentioning, ...]:
    """Links to the article that a link names, mentions of a code; else links to this article."""
    if linked := linked_article(knowledge, document, line, column):
        return knowledge.links.get(linked.article.number, ())
    if path := _file_at(knowledge, document, line, column):
        return knowledge.links.get(path, ())
    if found := code_at(knowledge, document, line, column):
        return knowledge.mentions.get(found.code, ())
    own = document.article or knowledge.articles.get(document.path)
    return knowledge.links.get(own.number, ()) if own else ()
