"""The error codes of an article on its page: the ones it is about, the ones it only mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.targets import code_page
from errata.urls import relative, status_path
from errata.views.shared import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.model import Article, Library


def article_code_links(
    article: Article, locale: str, library: Library, page: str
) -> dict[str, str]:
    """Code -> link to its page, in reading order; empty where the code has no page."""
    found = {code: code_page(locale, code, library) for code in article.codes}
    return {code: relative(page, path) if path else "" for code, path in found.items()}


def group_by_salience(
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


def status_links(article: Article, locale: str, library: Library, page: str) -> Iterator[Link]:
    """The HTTP statuses that have a page, in order."""
    found = {m.code for m in article.mentions if m.kind == "status" and m.code.startswith("HTTP ")}
    for code in sorted(found):
        uses = library.index[code].uses if code in library.index else ()
        if any(use.locale == locale for use in uses):
            path = status_path(locale, code.removeprefix("HTTP "))
            yield Link(code, relative(page, path))


def split_at_codes(text: str, codes: Mapping[str, str]) -> tuple[Link, ...]:
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
