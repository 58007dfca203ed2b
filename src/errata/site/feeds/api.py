"""The static JSON API: one document for each code and article, lists of both, and their schema.

Hidden articles are in none of it. Every text that HTML could take for a tag is escaped, so that a
document may stand in a page as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata import __version__
from errata.codes.families import severity_of
from errata.model import Artifact, Family
from errata.site import urls
from errata.site.feeds import api_schema
from errata.site.feeds.json import to_json_bytes
from errata.site.formatting import instant_of
from errata.site.lists import last_changed
from errata.site.urls import (
    VERSION,
    article_json,
    article_markdown_path,
    article_path,
    code_json,
    code_path,
    home_path,
    permalink_path,
    relative,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.config import Config
    from errata.model import Article, CodeEntry, CodeUse, Library, Message
    from errata.site.context import SiteContext

_Uses = dict[tuple[str, str], list[tuple[str, "CodeUse"]]]


def emit(site: SiteContext) -> Iterator[Artifact]:
    """The lists and the schema first, then codes, then articles."""
    library = site.library
    yield _file(urls.INDEX, _site(library, site.config))
    yield Artifact(urls.SCHEMA, to_json_bytes(api_schema.json_schema()))
    yield _file(urls.CODES, _codes(library))
    yield _file(urls.ARTICLES, _articles(library))
    templates = _templates(library)
    for code in library.codes:
        if entry := library.index.get(code):
            yield _file(code_json(code), _code(entry, templates, library))
    uses = _uses_by_article(library)
    for article in library.visible:
        path = article_json(article.locale, article.number)
        yield _file(path, _article(article, uses, library, path))


def _file(path: str, document: api_schema.Document) -> Artifact:
    return Artifact(
        path, to_json_bytes(api_schema.type_adapters()[type(document)].dump_python(document))
    )


def _site(library: Library, config: Config) -> api_schema.Site:
    path = urls.INDEX
    articles = [article.locale for article in library.visible]
    return api_schema.Site(
        version=VERSION,
        generator=f"errata {__version__}",
        name=config.site.name,
        locales=tuple(
            api_schema.LocaleCount(tag, articles.count(tag), relative(path, home_path(tag)))
            for tag in library.locales
        ),
        codes=len(library.codes),
        links=api_schema.Links(
            articles=relative(path, urls.ARTICLES),
            codes=relative(path, urls.CODES),
            schema=relative(path, urls.SCHEMA),
        ),
    )


def _codes(library: Library) -> api_schema.CodeIndex:
    found = (
        _code_summary(entry, library)
        for entry in library.index.values()
        if entry.code in library.codes
    )
    return api_schema.CodeIndex(VERSION, tuple(found))


def _code_summary(entry: CodeEntry, library: Library) -> api_schema.CodeSummary:
    path = urls.CODES
    return api_schema.CodeSummary(
        code=entry.code,
        family=entry.family,
        kind=entry.kind,
        articles=len(entry.uses),
        html=relative(path, _page(entry.code, library)),
        json=relative(path, code_json(entry.code)),
    )


def _page(code: str, library: Library) -> str:
    """Its page in the first locale that has one."""
    locale = next(tag for tag in library.locales if tag in library.codes[code])
    return code_path(locale, code)


def _code(
    entry: CodeEntry, templates: Mapping[str, str], library: Library
) -> api_schema.CodeDocument:
    path = code_json(entry.code)
    family = library.families.get(entry.family) or Family(entry.family, "", "", "")
    here = library.codes[entry.code]
    locales = [tag for tag in library.locales if tag in here]
    return api_schema.CodeDocument(
        version=VERSION,
        code=entry.code,
        kind=entry.kind,
        family=api_schema.FamilyObject(
            family.id, family.product, family.meaning, family.url, family.wrapper
        ),
        messages=tuple(
            api_schema.MessageObject(text, templates.get(text, text)) for text in entry.messages
        ),
        uses={
            tag: tuple(_use(use, library, path) for use in entry.uses if use.locale == tag)
            for tag in locales
        },
        together=tuple(
            api_schema.CodeLink(
                code, relative(path, code_json(code)) if code in library.codes else None
            )
            for code in entry.cooccurring
        ),
        html={tag: relative(path, code_path(tag, entry.code)) for tag in locales},
        permalink=relative(path, permalink_path(entry.code)),
        severity=severity_of(entry.code, family),
    )


def _use(use: CodeUse, library: Library, page: str) -> api_schema.Use:
    return api_schema.Use(
        number=use.number,
        title=library.by_key[use.locale, use.number].metadata.title,
        salience=use.salience,
        inherited=use.inherited,
        html=relative(page, article_path(use.locale, use.number)),
        json=relative(page, article_json(use.locale, use.number)),
    )


def _templates(library: Library) -> dict[str, str]:
    """Text of a message -> its template."""
    return {m.text: m.template for article in library.visible for m in article.messages}


def _uses_by_article(library: Library) -> _Uses:
    found: _Uses = {}
    for code, entry in library.index.items():
        if code in library.codes:
            for use in entry.uses:
                found.setdefault((use.locale, use.number), []).append((code, use))
    return found


def _articles(library: Library) -> api_schema.ArticleIndex:
    path = urls.ARTICLES
    return api_schema.ArticleIndex(
        VERSION,
        tuple(
            api_schema.ArticleSummary(
                number=article.number,
                locale=article.locale,
                title=article.metadata.title,
                updated=instant_of(last_changed(article)) or None,
                html=relative(path, article_path(article.locale, article.number)),
                json=relative(path, article_json(article.locale, article.number)),
            )
            for article in library.visible
        ),
    )


def _article(
    article: Article, uses: _Uses, library: Library, path: str
) -> api_schema.ArticleDocument:
    data = article.metadata
    return api_schema.ArticleDocument(
        version=VERSION,
        number=article.number,
        locale=article.locale,
        title=data.title,
        description=data.description,
        products=data.products,
        solutions=data.solutions,
        applies_to=data.applies_to,
        keywords=data.keywords,
        created=instant_of(data.created) or None,
        updated=instant_of(last_changed(article)) or None,
        revision=data.version,
        machine_translated=data.machine_translated,
        codes=_article_codes(uses.get((article.locale, article.number), []), path),
        messages=tuple(_message(message) for message in article.messages),
        sections=tuple(
            api_schema.SectionObject(section.kind.value, section.title, section.text)
            for section in article.sections
        ),
        translations=tuple(_translations(article, library, path)),
        html=relative(path, article_path(article.locale, article.number)),
        markdown=relative(path, article_markdown_path(article.locale, article.number)),
    )


def _article_codes(
    uses: list[tuple[str, CodeUse]], path: str
) -> tuple[api_schema.ArticleCode, ...]:
    return tuple(
        api_schema.ArticleCode(
            code=code,
            salience=use.salience,
            inherited=use.inherited,
            json=relative(path, code_json(code)),
        )
        for code, use in sorted(uses, key=lambda pair: (pair[1].salience, pair[0]))
    )


def _message(message: Message) -> api_schema.MessageObject:
    return api_schema.MessageObject(message.text, message.template, message.codes)


def _translations(
    article: Article, library: Library, path: str
) -> Iterator[api_schema.Translation]:
    for tag in library.translations.get(article.number, ()):
        other = library.by_key[tag, article.number]
        if tag != article.locale and not other.metadata.hidden:
            yield api_schema.Translation(
                locale=tag,
                html=relative(path, article_path(tag, article.number)),
                json=relative(path, article_json(tag, article.number)),
            )
