"""`llms.txt` (llmstxt.org): what a language model reads first, nested so that no file is long.

The root names the locales' files; a locale's names its products', its sections' and its codes';
these list the markdown pages. A list that would be longer than a model reads at once continues in
further files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

from errata.model import Article, Artifact, Bundle, PlannedFile
from errata.site.articles_of_site import is_about_product
from errata.site.context import PageContext, SiteContext
from errata.site.formatting import natural_key
from errata.site.layout import absolute_url
from errata.site.lists import summarise_article
from errata.site.urls import INDEX as API
from errata.site.urls import (
    article_markdown_path,
    code_markdown_path,
    codes_path,
    home_path,
    llms_path,
    product_path,
    section_path,
    titles_path,
)
from errata.text.markdown import escape_markdown, write_markdown_link
from errata.values import Record

ROOT: Final = "llms.txt"
# The most characters in a file: about 12,000 tokens at four letters each, little for any model.
MAX_LENGTH: Final = 50_000
# How many of these are for the text above a list and below it: name, description, link to the next
# file.
_MAX_FRAME: Final = 2_000


class _LinkList(Record, frozen=True):
    """A list that a locale's file links."""

    group: str
    """String of its heading in the locale's file."""
    path: str
    title: str
    count: str
    heading: str
    """String of the heading of its own lines."""
    articles: Sequence[Article] = ()
    codes: Sequence[str] = ()


def emit(site: SiteContext) -> Iterator[PlannedFile | Bundle]:
    """Yield the root, then by locale its file, products', sections', other articles', codes'."""
    yield PlannedFile(ROOT, partial(_root, site.page(ROOT, site.first_locale)))
    for locale in site.locales:
        lists = tuple(_lists(site, locale))
        page = site.page(llms_path(home_path(locale)), locale)
        yield PlannedFile(page.path, partial(_locale, page, lists))
        for category in lists:
            make = partial(_parts_of, site.page(category.path, locale), category)
            yield Bundle(category.path, category.path.removesuffix(".txt"), make)


def _parts_of(page: PageContext, listed: _LinkList) -> Iterator[Artifact]:
    return _split(page, listed, [*_article_lines(page, listed), *_code_lines(page, listed)])


def _lists(site: SiteContext, locale: str) -> Iterator[_LinkList]:
    words = site.strings[locale]
    listed: set[str] = set()
    for name, articles in site.products[locale].items():
        own = [article for article in articles if is_about_product(article, name)]
        if own:
            listed.update(article.number for article in own)
            path, count = llms_path(product_path(locale, name)), words("article_count", n=len(own))
            yield _LinkList("products", path, name, count, "articles", own)
    for category in site.categories[locale].root.children:
        own = [article for article in category.all_articles() if article.number not in listed]
        if own:
            listed.update(article.number for article in own)
            path = llms_path(section_path(locale, category.path))
            count = words("article_count", n=len(own))
            yield _LinkList("sections", path, category.title, count, "articles", own)
    if remaining := [a for a in site.visible_by_locale[locale] if a.number not in listed]:
        path, count = llms_path(titles_path(locale)), words("article_count", n=len(remaining))
        yield _LinkList("articles", path, words("articles_rest"), count, "articles", remaining)
    if codes := site.codes_by_locale[locale]:
        path, count = llms_path(codes_path(locale)), words("code_count", n=len(codes))
        yield _LinkList("codes", path, words("codes"), count, "codes_all", codes=codes)


def _root(page: PageContext) -> bytes:
    words = page.site.strings[page.locale]
    locales = [
        f"- {_link(page, page.site.language_name(tag), llms_path(home_path(tag)))}"
        for tag in page.site.locales
    ]
    sections = {words("languages"): locales, "JSON": [f"- {_link(page, API, API)}"]}
    return _file(page, page.site.config.site_name(page.locale), sections)


def _locale(page: PageContext, lists: Sequence[_LinkList]) -> bytes:
    sections: dict[str, list[str]] = {}
    for category in lists:
        lines = sections.setdefault(page.site.strings[page.locale](category.group), [])
        lines.append(f"- {_link(page, category.title, category.path)}: {category.count}")
    title = f"{page.site.config.site_name(page.locale)} · {page.site.language_name(page.locale)}"
    return _file(page, title, sections)


def _article_lines(page: PageContext, listed: _LinkList) -> Iterator[str]:
    for article in sorted(listed.articles, key=lambda a: (natural_key(a.metadata.title), a.number)):
        title = " ".join(article.metadata.title.split())
        link = _link(page, title, article_markdown_path(article.locale, article.number))
        about = escape_markdown(" ".join(summarise_article(article).split()))
        yield f"- {link}: {about}" if about else f"- {link}"


def _code_lines(page: PageContext, listed: _LinkList) -> Iterator[str]:
    for code in listed.codes:
        best = page.site.articles_of_code(code, page.locale)[0]
        about = escape_markdown(" ".join(best.metadata.title.split()))
        yield f"- {_link(page, code, code_markdown_path(page.locale, code))}: {about}"


def _link(page: PageContext, text: str, target: str) -> str:
    url = page.site.config.site.url
    return write_markdown_link(
        escape_markdown(text), absolute_url(url, target) if url else page.href(target)
    )


def _split(page: PageContext, listed: _LinkList, lines: Iterable[str]) -> Iterator[Artifact]:
    """Yield the list in as many files as it takes, each with a link to the next."""
    words, parts = page.site.strings[page.locale], _parts(lines)
    numbers = range(1, len(parts) + 1)
    names = [words("search_where", page=str(n), pages=str(len(parts))) for n in numbers]
    paths = [page.path if n == 1 else page.path.replace(".txt", f"-{n}.txt") for n in numbers]
    for index, part in enumerate(parts):
        sections = {words(listed.heading): part}
        if index + 1 < len(parts):
            sections[words("more_nav")] = [f"- {_link(page, names[index + 1], paths[index + 1])}"]
        title = listed.title if len(parts) == 1 else f"{listed.title} · {names[index]}"
        part_page = page.site.page(paths[index], page.locale)
        yield Artifact(part_page.path, _file(part_page, title, sections))


def _parts(lines: Iterable[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    room = MAX_LENGTH - _MAX_FRAME
    for line in lines:
        if len(line) + 1 > room and parts[-1]:
            parts.append([])
            room = MAX_LENGTH - _MAX_FRAME
        parts[-1].append(line)
        room -= len(line) + 1
    return parts


def _file(page: PageContext, title: str, sections: Mapping[str, Sequence[str]]) -> bytes:
    # The order is llmstxt.org's: title, a quote that sums up, sections of links.
    blocks = [f"# {escape_markdown(title)}"]
    if description := page.site.config.site_description(page.locale):
        blocks.append(f"> {escape_markdown(' '.join(description.split()))}")
    blocks += [f"## {name}\n\n" + "\n".join(lines) for name, lines in sections.items() if lines]
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")
