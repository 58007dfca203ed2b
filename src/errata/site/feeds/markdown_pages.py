"""The markdown twin of each article and code: the page's content for machines, beside the page.

It lies in the page's folder, so that its relative links are the page's. The names of its fields
are English in every locale. Hidden articles have none.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.site.feeds.markdown_text import code_span, escape_markdown, markdown_link
from errata.site.feeds.to_markdown import to_markdown
from errata.site.formatting import instant_of
from errata.site.layout import absolute_url
from errata.site.lists import last_changed
from errata.site.pages.article_body import resolve_links
from errata.site.urls import (
    article_markdown_path,
    article_path,
    code_markdown_path,
    code_path,
    relative,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.config import Config
    from errata.model import Article, CodeEntry, CodeUse, Library
    from errata.site.context import PageContext, SiteContext

_UNPRINTABLE: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML does not take in a quoted text, though JSON does."""

Value = str | tuple[str, ...]


def emit(site: SiteContext) -> Iterator[Artifact]:
    """Articles in the library's order, then codes."""
    library = site.library
    for article in site.visible:
        page = site.page(article_markdown_path(article.locale, article.number), article.locale)
        yield Artifact(page.path, _article(page, article))
    for code, locales in library.codes.items():
        if entry := library.index.get(code):
            for locale in locales:
                path = code_markdown_path(locale, code)
                fields = _fields(site, entry, locale)
                body = _code(site, entry, locale)
                yield Artifact(path, _document(fields, escape_markdown(code), body))


def _article(page: PageContext, article: Article) -> bytes:
    data = article.metadata
    fields: dict[str, Value] = {
        "title": data.title,
        "number": article.number,
        "locale": article.locale,
        "description": data.description,
        "products": data.products,
        "applies-to": data.applies_to,
        "updated": instant_of(last_changed(article)),
        "codes": article.codes,
        "canonical": _canonical(page.site.config, article_path(article.locale, article.number)),
    }
    title = to_markdown(resolve_links(article.title, article, page)).strip()
    body = to_markdown(resolve_links(article.body, article, page))
    return _document(fields, title, body)


def _fields(site: SiteContext, entry: CodeEntry, locale: str) -> dict[str, Value]:
    family = site.family(entry.family)
    return {
        "title": entry.code,
        "locale": locale,
        "family": family.id,
        "product": family.product,
        "canonical": _canonical(site.config, code_path(locale, entry.code)),
    }


def _code(site: SiteContext, entry: CodeEntry, locale: str) -> str:
    library, words = site.library, site.strings[locale]
    path = code_markdown_path(locale, entry.code)
    order = {number: place for place, number in enumerate(library.codes[entry.code][locale])}
    uses = [use for use in entry.uses if use.locale == locale]
    uses.sort(key=lambda use: order.get(use.number, len(order)))
    main, minor = ([u for u in uses if (u.salience == "primary") is own] for own in (True, False))
    sections = {
        "error_message": [code_span(text) for text in entry.messages],
        "articles_with_code": [_use(use, library, path) for use in main],
        "also_mentioned": [_use(use, library, path) for use in minor],
        "together": [*_together(entry, locale, library, path)],
    }
    blocks = [_section(words(name), items) for name, items in sections.items() if items]
    meaning = escape_markdown(site.family(entry.family).meaning)
    return "\n".join(f"{block}\n" for block in (meaning, *blocks) if block)


def _use(use: CodeUse, library: Library, page: str) -> str:
    title = library.by_key[use.locale, use.number].metadata.title
    target = relative(page, article_path(use.locale, use.number))
    return markdown_link(escape_markdown(" ".join(title.split())), target)


def _together(entry: CodeEntry, locale: str, library: Library, page: str) -> Iterator[str]:
    for code in entry.cooccurring:
        known = locale in library.codes.get(code, {})
        yield markdown_link(
            escape_markdown(code), relative(page, code_path(locale, code)) if known else ""
        )


def _section(title: str, items: Iterable[str]) -> str:
    return "\n".join((f"## {escape_markdown(title)}", "", *(f"- {item}" for item in items)))


def _canonical(config: Config, path: str) -> str:
    return absolute_url(config.site.url, path) if config.site.url else ""


def _document(fields: Mapping[str, Value], title: str, body: str) -> bytes:
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    head = "\n".join(("---", *lines, "---"))
    return f"{head}\n\n# {title}\n\n{body}".encode("utf-8", "replace")


def _yaml(value: Value) -> str:
    """JSON is YAML, but for a few characters."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
