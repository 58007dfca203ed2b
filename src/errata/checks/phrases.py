"""What the search for leaks compares: phrases of articles that are not published, and public texts.

A phrase is a title, a keyword, or a sentence's beginning. Short ones are left out, since everybody
writes them, and so is, by the search, what a public text says as well: boilerplate that articles
share, what a translation left as it was, words of the interface.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.checks.subjects import FinishedSite
    from errata.model import Article, Library

# Bytes of a phrase of the body: about four words, or eight characters of Japanese.
_MIN_BYTES: Final = 24
# Bytes of a title or keyword, which says more. Fourteen are the longest name of a month with its
# year, which pages have by themselves: "September 2026".
_MIN_BYTES_OF_NAME: Final = 15
# Characters of a phrase that are searched for; a page may show only the beginning of a sentence.
_MAX_CHARACTERS: Final = 60
# Phrases of one article: the 1,162 real ones have 40 on average. Beyond, more tell no more.
_MAX_PHRASES: Final = 1_000
# Tags as the sanitiser writes them, in which no attribute holds "<" or ">": "<b>"; not "a < b".
_TAG: Final = re.compile(r"<[^<>]*>")
# Where a phrase ends: "\n", "<b>", and the end of a sentence in "Wait. Then"; not "1.5".
_END: Final = re.compile(r"<[^<>]*>|[\r\n]+|(?<=[.!?])\s|(?<=[。！？])")  # noqa: RUF001 - Japanese marks


def phrases_of(article: Article) -> tuple[str, ...]:
    """The texts of an article by which it can be recognised, without repetitions."""
    data = article.metadata
    names = (data.title, data.description[:_MAX_CHARACTERS], *data.keywords)
    found = [name for name in names if len(name.encode()) >= _MIN_BYTES_OF_NAME]
    for piece in _END.split("\n".join((*article.title.parts, "".join(article.body.parts)))):
        phrase = " ".join(unescape(piece).split(" "))[:_MAX_CHARACTERS].strip()
        if len(phrase.encode("utf-8", "replace")) >= _MIN_BYTES:
            found.append(phrase)
    return tuple(dict.fromkeys(found))[:_MAX_PHRASES]


def public_texts(site: FinishedSite) -> Iterator[bytes]:
    """What authors, the shipped theme and the configuration say in public."""
    for article in site.library.articles:
        yield from _texts_of(article, plain=bool(site.withheld))
    for text in (*_texts_of_interface(site), *_texts_of_inputs(site.library)):
        yield text.encode("utf-8", "replace")


def _texts_of(article: Article, *, plain: bool) -> Iterator[bytes]:
    data = article.metadata
    html = "\n".join([*article.title.parts, *article.body.parts])
    yield html.encode()
    # An address that the author wrote is apart from the text around it.
    yield "\n".join(str(ref) for ref in (*article.title.refs, *article.body.refs)).encode()
    if plain:
        # Outputs such as the search index have the words of a sentence without the tags in it.
        text = unescape(_TAG.sub("", "".join([*article.title.parts, "\n", *article.body.parts])))
        yield text.encode("utf-8", "replace")
        yield " ".join(text.split()).encode("utf-8", "replace")
    lists = (data.keywords, data.solutions, data.products, data.applies_to)
    texts = [data.title, data.description, *(value for items in lists for value in items)]
    yield "\n".join(texts).encode()


def _texts_of_interface(site: FinishedSite) -> Iterator[str]:
    if site.theme:
        # Not a user's own templates and strings: somebody may have copied a note into one.
        yield from (file.text for file in site.theme.defaults.values())
        for locale, strings in site.theme.strings.items():
            if locale not in site.theme.string_files:
                yield "\n".join(strings.values())
    if site.config:
        yield "\n".join(
            (
                *site.config.site.texts,
                *(item.text for item in site.config.site.footer),
                *site.config.authors.teams,
            )
        )


def _texts_of_inputs(library: Library) -> Iterator[str]:
    for family in library.families.values():
        yield f"{family.product}\n{family.meaning}"
    yield from (entry.message for entry in library.inputs.catalogue)
