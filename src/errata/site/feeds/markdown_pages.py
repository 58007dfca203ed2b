"""The markdown page of each article and code: the page's content for machines, next to the page.

It is in the page's folder, so that its relative links are the page's. The names of its fields are
English in every locale. Hidden articles have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from errata.data.patterns import compile_late
from errata.model import Article, CodeEntry, CodeUse, PlannedFile
from errata.site.answers import answer_code
from errata.site.code_answer import Explanation
from errata.site.context import PageContext, SiteContext
from errata.site.feeds.to_markdown import to_markdown
from errata.site.formatting import instant_of, last_changed, write_excerpt
from errata.site.layout import absolute_url
from errata.site.pages.article_body import resolve_links
from errata.site.urls import article_markdown_path, article_path, code_markdown_path, code_path
from errata.site.views import Link
from errata.text.markdown import escape_markdown, write_code_span, write_markdown_link

# What YAML does not take in a quoted text, though JSON does: "\x85" yes, "\ufeff" yes; "\t" no
_UNPRINTABLE: Final = compile_late(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")

Value = str | tuple[str, ...]


def emit(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield articles in the library's order, then codes."""
    for article in site.visible:
        page = site.page(article_markdown_path(article.locale, article.number), article.locale)
        yield PlannedFile(page.path, _article, (page, article))
    yield from emit_code_pages(site)


def emit_code_pages(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield the page of each code."""
    for code, locales in site.library.codes.items():
        if entry := site.library.index.get(code):
            for locale in locales:
                page = site.page(code_markdown_path(locale, code), locale)
                yield PlannedFile(page.path, _code, (page, entry))


def _article(page: PageContext, article: Article) -> bytes:
    data = article.metadata
    fields: dict[str, Value] = {
        "title": data.title,
        "number": article.shown_number,
        "locale": article.locale,
        "description": data.description,
        "products": data.products,
        "applies-to": data.applies_to,
        "updated": instant_of(last_changed(article)),
        "codes": article.codes,
        "canonical": _canonical(page, article_path(article.locale, article.number)),
    }
    title = to_markdown(resolve_links(article.title, article, page)).strip()
    body = to_markdown(resolve_links(article.body, article, page))
    return _document(fields, title, body)


def _code(page: PageContext, entry: CodeEntry) -> bytes:
    family = page.site.family(entry.family)
    fields: dict[str, Value] = {
        "title": entry.code,
        "locale": page.locale,
        "family": family.id,
        "product": family.product,
        "canonical": _canonical(page, code_path(page.locale, entry.code)),
    }
    sections = [
        _section(page.site.strings[page.locale](name), items)
        for name, items in _code_sections(page, entry).items()
        if items
    ]
    blocks = (*sections, escape_markdown(family.meaning))
    body = "\n".join(f"{block}\n" for block in blocks if block)
    return _document(fields, escape_markdown(entry.code), body)


def _code_sections(page: PageContext, entry: CodeEntry) -> dict[str, list[str]]:
    """Map the interface's strings that head sections to their entries."""
    answer = answer_code(page.site, entry.code, page.locale)
    leading = answer.leading
    texts = [message.text for each in leading for message in each.messages]
    minor = [use for use in answer.others if use.salience != "primary"]
    uses = [each.use for each in leading]
    uses += [use for use in answer.others if use.salience == "primary"]
    return {
        "error_message": [write_code_span(text) for text in dict.fromkeys(texts)],
        "in_short": _answer(page, leading[0]) if leading else [],
        "which_message": [_variant(page, group) for group in answer.variants],
        "articles_with_code": [_link(_link_to_part(page, entry.code, use)) for use in uses],
        "also_mentioned": [_link(_link_to_part(page, entry.code, use)) for use in minor],
        "together": [_link(page.link_to_code(code) or Link(code)) for code in entry.cooccurring],
        "also_called": [_link(page.link_to_code(name) or Link(name)) for name in answer.aliases],
        "confused": [_link(page.link_to_code(code) or Link(code)) for code in answer.near],
    }


def _answer(page: PageContext, explanation: Explanation) -> list[str]:
    """Return cause and resolution, each with its name if there are both."""
    words = page.site.strings[page.locale]
    parts = {"lead_cause": explanation.cause, "lead_resolution": explanation.resolution}
    written = {name: write_excerpt(part) for name, part in parts.items() if part.blocks}
    if not explanation.cause.blocks:
        return list(written.values())
    return [f"{escape_markdown(words(name))}: {text}" for name, text in written.items()]


def _variant(page: PageContext, group: Sequence[Explanation]) -> str:
    """Return the messages of articles that say the same, their answer, and links to them."""
    first = group[0]
    texts = dict.fromkeys(message.text for each in group for message in each.messages)
    head = " ".join(map(write_code_span, texts)) or _link(page.link(first.article))
    answers = (page.link(e.article).at(e.resolution.anchor or e.anchor) for e in group)
    return "\n  - ".join((head, *_answer(page, first), *map(_link, answers)))


def _link_to_part(page: PageContext, code: str, use: CodeUse) -> Link:
    """Return the link to the part of an article about the code."""
    article = page.site.library.by_key[use.locale, use.number]
    section = page.site.section_of_code(article, code)
    return page.link(article).at(section.id if section else "")


def _link(link: Link) -> str:
    return write_markdown_link(escape_markdown(" ".join(link.text.split())), link.href)


def _section(title: str, items: Iterable[str]) -> str:
    name = escape_markdown(title.rstrip(" :\uff1a"))
    return "\n".join((f"## {name}", "", *(f"- {item}" for item in items)))


def _canonical(page: PageContext, path: str) -> str:
    url = page.site.config.site.url
    return absolute_url(url, path) if url else ""


def _document(fields: Mapping[str, Value], title: str, body: str) -> bytes:
    # A field without a value says nothing that its absence does not.
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    head = "\n".join(("---", *lines, "---"))
    return f"{head}\n\n# {title}\n\n{body}".encode("utf-8", "replace")


def _yaml(value: Value) -> str:
    """Write a value as YAML: JSON, except for a few characters."""
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
