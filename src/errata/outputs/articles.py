"""One page per article; hidden ones too, which no list names and no search engine keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from errata.codes.related import related
from errata.model import Page
from errata.outputs.alternates import of_article
from errata.outputs.body import filled
from errata.outputs.frame import Setting, frame
from errata.outputs.listing import changed, summary
from errata.outputs.text import stamp
from errata.outputs.views import ArticleView, Contents, Link
from errata.urls import article_path, code_path, product_path, relative, status_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.config import Config
    from errata.model import Article, Heading, Library

_TOP, _SUB = 2, 3
"""Heading levels in the contents."""
_CONTENTS_FROM = 3
"""Headings below which contents would only repeat what one glance shows."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """In the library's order."""
    beside = related(library)
    for article in library.articles:
        path = article_path(article.locale, article.number)
        yield Page(
            path, "article.html", article.locale, _view(article, library, config, path, beside)
        )


def _view(
    article: Article,
    library: Library,
    config: Config,
    path: str,
    beside: Mapping[tuple[str, str], tuple[str, ...]],
) -> ArticleView:
    data = article.metadata
    around = frame(_setting(article, library, path), library, config)
    codes = code_links(article, library, path)
    primary, minor = _by_salience(codes, article, library)
    numbers = () if data.hidden else beside.get((article.locale, article.number), ())
    others = [library.by_key[article.locale, number] for number in numbers]
    sharing = [other for other in others if not codes.keys().isdisjoint(other.codes)]
    return ArticleView(
        frame=around,
        title=filled(article.title, article, library, path),
        body=filled(article.body, article, library, path),
        number=article.number,
        product=_product(article, path),
        hidden=data.hidden,
        machine_translated=data.machine_translated,
        applies_to=tuple(name for name in data.applies_to if name not in data.products),
        products=data.products,
        audience=data.audience,
        updated=stamp(data.published or data.created, article.locale),
        version="" if data.version is None else str(data.version),
        team=data.team,
        contents=contents(article.headings),
        codes=(*primary, *_statuses(article, library, path)),
        secondary=minor,
        keywords=tuple(pieces(keyword, codes) for keyword in data.keywords),
        same_code=_titles(sharing, path),
        related=_titles([other for other in others if other not in sharing], path),
        translations=tuple(x for x in around.languages if x.translated and not x.current),
    )


def _setting(article: Article, library: Library, path: str) -> Setting:
    return Setting(
        path=path,
        locale=article.locale,
        title=article.metadata.title,
        description=summary(article),
        siblings=_siblings(article, library),
        noindex=article.metadata.hidden,
        remote_images=bool(article.external),
        kind="article",
        created=article.metadata.created,
        updated=changed(article),
        about=article.codes,
        twins=() if article.metadata.hidden else of_article(article.locale, article.number),
    )


def _siblings(article: Article, library: Library) -> dict[str, str]:
    """The article in every locale; only a hidden page leads to hidden ones."""
    found = {}
    for locale in library.translations.get(article.number, (article.locale,)):
        other = library.by_key.get((locale, article.number))
        if other is not None and (article.metadata.hidden or not other.metadata.hidden):
            found[locale] = article_path(locale, article.number)
    return found


def _product(article: Article, page: str) -> Link:
    names = article.metadata.solutions or article.metadata.products
    if not names:
        return Link("")
    if article.metadata.hidden:
        return Link(names[0])
    return Link(names[0], relative(page, product_path(article.locale, names[0])))


def code_links(article: Article, library: Library, page: str) -> dict[str, str]:
    """Code -> link to its page, in reading order; empty where the code has no page."""
    return {
        code: relative(page, code_path(article.locale, code))
        if article.locale in library.codes.get(code, {})
        else ""
        for code in article.codes
    }


def _titles(articles: Sequence[Article], page: str) -> tuple[Link, ...]:
    return tuple(
        Link(a.metadata.title, relative(page, article_path(a.locale, a.number))) for a in articles
    )


def _by_salience(
    codes: Mapping[str, str], article: Article, library: Library
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """What the article is about, and what it only mentions; both in reading order."""
    here = (article.locale, article.number)

    def secondary(code: str) -> bool:
        uses = library.index[code].uses if code in library.index else ()
        return any((u.locale, u.number) == here and u.salience == "secondary" for u in uses)

    minor = {code for code in codes if secondary(code)}
    return (
        tuple(Link(code, codes[code]) for code in codes if code not in minor),
        tuple(Link(code, codes[code]) for code in codes if code in minor),
    )


def _statuses(article: Article, library: Library, page: str) -> Iterator[Link]:
    found = {m.code for m in article.mentions if m.kind == "status" and m.code.startswith("HTTP ")}
    for code in sorted(found):
        uses = library.index[code].uses if code in library.index else ()
        if any(use.locale == article.locale for use in uses):
            path = status_path(article.locale, code.removeprefix("HTTP "))
            yield Link(code, relative(page, path))


def contents(headings: tuple[Heading, ...]) -> tuple[Contents, ...]:
    """The headings of the first two levels as a tree; nothing where there are fewer than three."""
    listed = [h for h in headings if h.level <= _SUB and not h.minor]
    if len(listed) < _CONTENTS_FROM:
        return ()
    groups: list[tuple[Heading, list[Heading]]] = []
    for heading in listed:
        if heading.level == _TOP or not groups:
            groups.append((heading, []))
        else:
            groups[-1][1].append(heading)
    return tuple(
        Contents(top.text, f"#{quote(top.id)}", tuple(Link(h.text, f"#{quote(h.id)}") for h in sub))
        for top, sub in groups
    )


def pieces(text: str, codes: Mapping[str, str]) -> tuple[Link, ...]:
    """A text cut at the error codes in it, each with its link."""
    found = sorted((c for c in codes if codes[c] and c in text), key=lambda c: (-len(c), c))
    cuts = [Link(text)]
    for code in found:
        cuts = [piece for whole in cuts for piece in _split(whole, code, codes[code])]
    return tuple(cuts)


def _split(whole: Link, code: str, href: str) -> Iterator[Link]:
    if whole.href or code not in whole.text:
        yield whole
        return
    before, _, after = whole.text.partition(code)
    if before:
        yield Link(before)
    yield Link(code, href)
    if after:
        yield from _split(Link(after), code, href)
