"""The static JSON API: one document for each code and article, lists of both, and their schema.

Hidden articles are in none of it. Every text that HTML could take for a tag is escaped, so that a
document may stand in a page as it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from errata import __version__
from errata.codes.families import severity_of
from errata.model import Article, CodeEntry, CodeUse, Family, PlannedFile
from errata.site import urls
from errata.site.answers import answer_code
from errata.site.code_answer import CodeAnswer, Explanation
from errata.site.context import PageContext, SiteContext
from errata.site.facts import table
from errata.site.feeds import api_schema as schema
from errata.site.formatting import instant_of, last_changed
from errata.site.urls import (
    VERSION,
    article_json,
    article_markdown_path,
    article_path,
    code_json,
    code_path,
    home_path,
    permalink_path,
)
from errata.text.display import to_json_bytes


def emit(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield the lists and the schema, then codes, then articles."""
    yield _file(site, urls.INDEX, _index)
    yield PlannedFile(urls.SCHEMA, lambda: to_json_bytes(schema.json_schema()))
    yield _file(site, urls.CODES, _code_index)
    yield _file(site, urls.ARTICLES, _article_index)
    yield from emit_code_documents(site)
    for article in site.visible:
        path = article_json(article.locale, article.number)
        yield _file(site, path, _article, article)


def emit_code_documents(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield a document for each code."""
    for entry in _entries(site):
        yield _file(site, code_json(entry.code), _code, entry)


@table
def _templates(site: SiteContext) -> Mapping[str, str]:
    """Map texts of messages to templates: a code's entry only has the texts."""
    return {m.text: m.template for article in site.visible for m in article.messages}


def _at(site: SiteContext, path: str) -> PageContext:
    """Return the context of a document, which links as a page does."""
    # It belongs to no locale; none of its links depends on one.
    return site.page(path, site.first_locale)


def _file(
    site: SiteContext,
    path: str,
    make: Callable[..., schema.Document],
    *subject: Article | CodeEntry,
) -> PlannedFile:
    return PlannedFile(path, _content, (make, _at(site, path), *subject))


def _content(make: Callable[..., schema.Document], *arguments: object) -> bytes:
    return to_json_bytes(make(*arguments))


def _entries(site: SiteContext) -> list[CodeEntry]:
    """Return the codes that have a page, in the order of the index."""
    return [entry for code, entry in site.library.index.items() if code in site.library.codes]


def _index(page: PageContext) -> schema.Site:
    site = page.site
    articles = Counter(article.locale for article in site.visible)
    return schema.Site(
        version=VERSION,
        generator=f"errata {__version__}",
        name=site.config.site_name(site.first_locale),
        locales=tuple(
            schema.LocaleCount(tag, articles[tag], page.href(home_path(tag)))
            for tag in site.locales
        ),
        codes=len(site.library.codes),
        links=schema.Links(
            articles=page.href(urls.ARTICLES),
            codes=page.href(urls.CODES),
            schema=page.href(urls.SCHEMA),
        ),
    )


def _code_index(page: PageContext) -> schema.CodeIndex:
    return schema.CodeIndex(
        VERSION,
        tuple(
            schema.CodeSummary(
                code=entry.code,
                family=entry.family,
                kind=entry.kind,
                articles=len(entry.uses),
                html=page.href(code_path(_locales(page.site, entry.code)[0], entry.code)),
                json=page.href(code_json(entry.code)),
            )
            for entry in _entries(page.site)
        ),
    )


def _locales(site: SiteContext, code: str) -> list[str]:
    """List the locales in which the code has a page."""
    return [tag for tag in site.locales if tag in site.library.codes[code]]


def _code(page: PageContext, entry: CodeEntry) -> schema.CodeDocument:
    library = page.site.library
    templates = _templates(page.site)
    family = library.families.get(entry.family) or Family(entry.family, "", "", "")
    locales = _locales(page.site, entry.code)
    answers = {tag: answer_code(page.site, entry.code, tag) for tag in locales}
    return schema.CodeDocument(
        version=VERSION,
        code=entry.code,
        kind=entry.kind,
        family=schema.FamilyObject(
            family.id, family.product, family.meaning, family.url, family.wrapper
        ),
        messages=tuple(
            schema.MessageObject(text, templates.get(text, text)) for text in entry.messages
        ),
        uses={
            tag: tuple(_use(page, entry.code, use) for use in entry.uses if use.locale == tag)
            for tag in locales
        },
        together=tuple(
            schema.CodeLink(code, page.href(code_json(code)) if code in library.codes else None)
            for code in entry.cooccurring
        ),
        html={tag: page.href(code_path(tag, entry.code)) for tag in locales},
        permalink=page.href(permalink_path(entry.code)),
        severity=severity_of(entry.code, family),
        answers={tag: _answer(page, answer) for tag, answer in answers.items()},
        near=tuple(
            schema.CodeLink(code, page.href(code_json(code))) for code in answers[locales[0]].near
        ),
        aliases=tuple(
            schema.CodeLink(name, page.href(code_json(name)) if name in library.codes else None)
            for name in entry.aliases
        ),
    )


def _answer(page: PageContext, answer: CodeAnswer) -> schema.AnswerObject:
    return schema.AnswerObject(
        single=answer.single is not None,
        explanations=tuple(_explanation(page, explanation) for explanation in answer.explanations),
    )


def _explanation(page: PageContext, explanation: Explanation) -> schema.ExplanationObject:
    href = page.href(article_path(explanation.use.locale, explanation.use.number))

    def link(anchor: str) -> str:
        return f"{href}#{anchor}" if anchor else href

    return schema.ExplanationObject(
        number=explanation.use.number,
        messages=tuple(schema.QuotedObject(m.text, link(m.anchor)) for m in explanation.messages),
        cause=explanation.cause.plain_text,
        resolution=explanation.resolution.plain_text,
        html=link(explanation.resolution.anchor or explanation.anchor),
    )


def _use(page: PageContext, code: str, use: CodeUse) -> schema.Use:
    article = page.site.library.by_key[use.locale, use.number]
    section = page.site.section_of_code(article, code)
    anchor = f"#{section.id}" if section and section.id else ""
    return schema.Use(
        number=use.number,
        title=article.metadata.title,
        salience=use.salience,
        inherited=use.inherited,
        html=page.href(article_path(use.locale, use.number)) + anchor,
        json=page.href(article_json(use.locale, use.number)),
    )


_Uses = list[tuple[str, "CodeUse"]]


@table
def _uses_by_article(site: SiteContext) -> Mapping[tuple[str, str], _Uses]:
    """Map locale and number to the codes of the article, each with its use."""
    uses: dict[tuple[str, str], _Uses] = defaultdict(list)
    for entry in _entries(site):
        for use in entry.uses:
            uses[use.locale, use.number].append((entry.code, use))
    return uses


def _article_index(page: PageContext) -> schema.ArticleIndex:
    return schema.ArticleIndex(
        VERSION,
        tuple(
            schema.ArticleSummary(
                number=article.number,
                locale=article.locale,
                title=article.metadata.title,
                updated=instant_of(last_changed(article)) or None,
                html=page.href(article_path(article.locale, article.number)),
                json=page.href(article_json(article.locale, article.number)),
            )
            for article in page.site.visible
        ),
    )


def _article(page: PageContext, article: Article) -> schema.ArticleDocument:
    site, data = page.site, article.metadata
    uses = _uses_by_article(site).get((article.locale, article.number), [])
    return schema.ArticleDocument(
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
        codes=tuple(
            schema.ArticleCode(code, use.salience, use.inherited, page.href(code_json(code)))
            # What the article is about comes first: "primary" sorts before "secondary".
            for code, use in sorted(uses, key=lambda pair: (pair[1].salience, pair[0]))
        ),
        messages=tuple(schema.MessageObject(m.text, m.template, m.codes) for m in article.messages),
        sections=tuple(
            schema.SectionObject(section.kind.value, section.title, section.text)
            for section in article.sections
        ),
        translations=tuple(_translations(page, article)),
        html=page.href(article_path(article.locale, article.number)),
        markdown=page.href(article_markdown_path(article.locale, article.number)),
    )


def _translations(page: PageContext, article: Article) -> Iterator[schema.Translation]:
    library = page.site.library
    # A hidden translation has no document to link.
    for tag in library.translations.get(article.number, ()):
        other = library.by_key[tag, article.number]
        if tag != article.locale and not other.metadata.hidden:
            yield schema.Translation(
                locale=tag,
                html=page.href(article_path(tag, article.number)),
                json=page.href(article_json(tag, article.number)),
            )
