"""`llms.txt` (llmstxt.org): what a language model reads first, nested so that no file is long.

The root names the locales' files; a locale's names its products' and its codes'; these list the
markdown twins. A list that would be longer than a model reads at once goes on in further files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.site.feeds.markdown_text import escape_markdown, markdown_link
from errata.site.formatting import natural_key
from errata.site.layout import absolute_url
from errata.site.lists import summarise_article
from errata.site.product_names import is_about_product
from errata.site.urls import INDEX as API
from errata.site.urls import (
    article_markdown_path,
    code_markdown_path,
    codes_path,
    home_path,
    llms_path,
    product_path,
    relative,
    titles_path,
)
from errata.text.locales import language_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from errata.config import Config
    from errata.model import Article, Library
    from errata.site.context import SiteContext
    from errata.text.strings import Strings

ROOT: Final = "llms.txt"
LONGEST: Final = 50_000
"""Characters in a file."""
_ROOM: Final = 2_000
"""Of these for what stands above a list and below it."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What every list needs to know."""

    config: Config
    words: Strings


def emit(site: SiteContext) -> Iterator[Artifact]:
    """The root, then by locale: its own, its products', what is about no product, its codes'."""
    library, config, words = site.library, site.config, site.strings
    yield _root(library, _Setting(config, words[site.first_locale]))
    for locale in library.locales:
        setting = _Setting(config, words[locale])
        about = {
            name: [a for a in articles if is_about_product(a, name)]
            for name, articles in site.products[locale].articles.items()
        }
        about = {name: articles for name, articles in about.items() if articles}
        seen = {article.number for articles in about.values() for article in articles}
        rest = [article for article in site.visible_by_locale[locale] if article.number not in seen]
        codes = site.codes_by_locale[locale]
        yield _locale(locale, about, rest, codes, setting)
        for name, articles in about.items():
            place = llms_path(product_path(locale, name))
            yield from _split(place, name, "articles", _articles(articles, place, config), setting)
        if rest:
            place = llms_path(titles_path(locale))
            title = setting.words("articles_rest")
            yield from _split(place, title, "articles", _articles(rest, place, config), setting)
        if codes:
            place = llms_path(codes_path(locale))
            title = setting.words("codes")
            listed = _codes(codes, locale, library, config)
            yield from _split(place, title, "codes_all", listed, setting)


def _root(library: Library, setting: _Setting) -> Artifact:
    config, words = setting.config, setting.words
    entries = [
        f"- {_link(language_name(tag), llms_path(home_path(tag)), ROOT, config)}"
        for tag in library.locales
    ]
    sections = {words("languages"): entries, "JSON": [f"- {_link(API, API, ROOT, config)}"]}
    return _file(ROOT, config.site.name, sections, config)


def _locale(
    locale: str,
    about: Mapping[str, Sequence[Article]],
    rest: Sequence[Article],
    codes: Sequence[str],
    setting: _Setting,
) -> Artifact:
    place, config, words = llms_path(home_path(locale)), setting.config, setting.words
    products = [
        f"- {_link(name, llms_path(product_path(locale, name)), place, config)}: "
        + words("article_count", n=len(articles))
        for name, articles in about.items()
    ]
    target = llms_path(titles_path(locale))
    others = f"- {_link(words('articles_rest'), target, place, config)}: "
    others += words("article_count", n=len(rest))
    found = f"- {_link(words('codes'), llms_path(codes_path(locale)), place, config)}: "
    found += words("code_count", n=len(codes))
    sections = {
        words("products"): products,
        words("articles"): [others] if rest else [],
        words("codes"): [found] if codes else [],
    }
    return _file(place, f"{config.site.name} · {language_name(locale)}", sections, config)


def _articles(articles: Iterable[Article], place: str, config: Config) -> Iterator[str]:
    for article in sorted(articles, key=lambda a: (natural_key(a.metadata.title), a.number)):
        target = article_markdown_path(article.locale, article.number)
        title = " ".join(article.metadata.title.split())
        about = escape_markdown(" ".join(summarise_article(article).split()))
        yield f"- {_link(title, target, place, config)}" + (f": {about}" if about else "")


def _codes(codes: Iterable[str], locale: str, library: Library, config: Config) -> Iterator[str]:
    place = llms_path(codes_path(locale))
    for code in codes:
        first = library.by_key[locale, library.codes[code][locale][0]]
        about = escape_markdown(" ".join(first.metadata.title.split()))
        yield f"- {_link(code, code_markdown_path(locale, code), place, config)}: {about}"


def _link(text: str, target: str, place: str, config: Config) -> str:
    url = config.site.url
    return markdown_link(
        escape_markdown(text), absolute_url(url, target) if url else relative(place, target)
    )


def _split(
    place: str, title: str, heading: str, lines: Iterable[str], setting: _Setting
) -> Iterator[Artifact]:
    """The list in as many files as it takes, each with a link to the next."""
    config, words = setting.config, setting.words
    parts = _parts(lines)
    shown = [
        words("search_where", page=str(n), pages=str(len(parts))) for n in range(1, len(parts) + 1)
    ]
    paths = [
        place if n == 1 else place.replace(".txt", f"-{n}.txt") for n in range(1, len(parts) + 1)
    ]
    for number, (path, part) in enumerate(zip(paths, parts, strict=True), 1):
        sections = {words(heading): part}
        if number < len(paths):
            sections[words("more_nav")] = [f"- {_link(shown[number], paths[number], path, config)}"]
        numbered = title if len(paths) == 1 else f"{title} · {shown[number - 1]}"
        yield _file(path, numbered, sections, config)


def _parts(lines: Iterable[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    room = LONGEST - _ROOM
    for line in lines:
        if len(line) + 1 > room and parts[-1]:
            parts.append([])
            room = LONGEST - _ROOM
        parts[-1].append(line)
        room -= len(line) + 1
    return parts


def _file(path: str, title: str, sections: Mapping[str, Sequence[str]], config: Config) -> Artifact:
    blocks = [f"# {escape_markdown(title)}"]
    if config.site.description:
        blocks.append(f"> {escape_markdown(' '.join(config.site.description.split()))}")
    blocks += [
        "\n\n".join((f"## {name}", "\n".join(lines))) for name, lines in sections.items() if lines
    ]
    return Artifact(path, ("\n\n".join(blocks) + "\n").encode("utf-8", "replace"))
