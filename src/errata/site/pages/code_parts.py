"""The parts of a code's page: its articles in order, its message, the way out, its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.messages.mask import PLACEHOLDER, mask_message
from errata.model import SectionKind
from errata.site.formatting import first_sentences
from errata.site.urls import article_path, code_path, relative
from errata.site.views import Card, Link

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.model import Article, CodeUse, Library
    from errata.site.views import Card

_UNDIVIDED: Final = 4
"""Articles that one glance takes in."""
_SHORT: Final = 400
_BELOW: Final = 2
"""Lines below a wrapper's message within which the wrapped one stands."""
_MOST_INNER: Final = 6


@dataclass(frozen=True, slots=True)
class CardGroup:
    """Articles about one product."""

    product: str
    """Empty where there are too few articles to divide."""
    cards: tuple[Card, ...]


def code_uses(code: str, locale: str, library: Library) -> dict[str, CodeUse]:
    """Number -> how that article uses the code, the best first."""
    entry = library.index.get(code)
    return {use.number: use for use in entry.uses if use.locale == locale} if entry else {}


def message_text(text: str) -> Markup:
    """The message with what changes from one occurrence to the next as `<var>`."""
    pieces, at = [], 0
    literals = PLACEHOLDER.split(mask_message(text))
    for literal in filter(None, literals):
        start = text.find(literal, at)
        if start < 0:
            return escape(text)
        pieces += [_insert(text[at:start]), escape(literal)]
        at = start + len(literal)
    return Markup("").join((*pieces, _insert(text[at:])))


def _insert(text: str) -> Markup:
    return Markup("<var>{}</var>").format(text) if text else Markup("")


def short_solution(article: Article, page: str) -> tuple[str, str]:
    """The start of the resolution, and the link to the whole; two empty texts without one."""
    for section in article.sections:
        if section.kind is SectionKind.RESOLUTION and section.text.strip():
            href = relative(page, article_path(article.locale, article.number))
            return first_sentences(section.text, _SHORT), f"{href}#{section.id}"
    return "", ""


def group_by_product(cards: Sequence[Card]) -> tuple[CardGroup, ...]:
    """The best article's product first, its articles in their order; few are not divided."""
    if len(cards) <= _UNDIVIDED:
        return (CardGroup("", tuple(cards)),) if cards else ()
    groups: dict[str, list[Card]] = {}
    for shown in cards:
        groups.setdefault(shown.environment[0] if shown.environment else "", []).append(shown)
    return tuple(CardGroup(product, tuple(members)) for product, members in groups.items())


def existing_code_links(
    codes: Iterable[str], locale: str, page: str, library: Library
) -> tuple[Link, ...]:
    """Those of the codes that have a page in the locale."""
    return tuple(
        Link(code, relative(page, code_path(locale, code)))
        for code in codes
        if library.codes.get(code, {}).get(locale)
    )


def cooccurring(code: str, articles: Sequence[Article], library: Library) -> tuple[str, ...]:
    """Codes of the same messages, which a wrapper hides, before those of the same articles."""
    quoted = (m.codes for a in articles for m in a.messages if code in m.codes)
    inner = (other for codes in quoted for other in codes)
    entry = library.index.get(code)
    found = dict.fromkeys((*inner, *(entry.together if entry else ())))
    return tuple(other for other in found if other != code)[:8]


def wrapped_codes(
    code: str, articles: Iterable[Article]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes and messages that stand inside this code's or right below it: what it passes on."""
    codes: dict[str, None] = {}
    texts: dict[str, str] = {}
    for article in articles:
        for one, two in zip(article.messages, (*article.messages[1:], None), strict=False):
            if code not in one.codes:
                continue
            codes |= dict.fromkeys(one.codes[one.codes.index(code) + 1 :])
            if two and two.where == one.where and 0 < two.line - one.line <= _BELOW:
                codes |= dict.fromkeys(two.codes)
                texts.setdefault(two.template, two.text)
    codes.pop(code, None)
    return tuple(codes)[:_MOST_INNER], tuple(texts.values())[:_MOST_INNER]
