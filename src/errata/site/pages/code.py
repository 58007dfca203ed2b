"""Every error code is a page: the index of codes by family, and one page per code and locale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.codes.families import documentation_of, severity_of
from errata.messages.mask import PLACEHOLDER, mask_message
from errata.model import Page
from errata.site.answers import answer_code
from errata.site.layout import PageMeta, build_layout, build_list_layout
from errata.site.lists import (
    build_card,
    divide_codes,
    group_by_product,
    latest_change,
    list_code,
)
from errata.site.pages.status import list_statuses
from errata.site.urls import code_formats, code_path, codes_path, list_formats, permalink_path
from errata.site.views import (
    Breadcrumb,
    Card,
    CardGroup,
    CodeRange,
    FamilyView,
    Layout,
    Link,
    ListedCode,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Article
    from errata.site.answers import CodeAnswer
    from errata.site.context import PageContext, SiteContext

# Lines below a wrapper's message within which the wrapped one stands.
_BELOW: Final = 2
# Codes and messages of each list on the page; a longer one says little about this code.
_MOST_WRAPPED: Final = 6
_MOST_TOGETHER: Final = 8


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The codes of one family."""

    family: FamilyView
    href: str
    entries: tuple[ListedCode, ...]
    ranges: tuple[CodeRange, ...] = ()
    """The same in parts that a reader opens, where there are many."""


@dataclass(frozen=True, slots=True)
class CodesView:
    """The index of codes."""

    layout: Layout
    groups: tuple[CodeGroup, ...]
    total: int
    statuses: tuple[ListedCode, ...] = ()
    """HTTP statuses, each with its reason phrase."""


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code's page."""

    layout: Layout
    code: str
    family: FamilyView
    family_href: str
    articles: tuple[CardGroup, ...]
    """About the code, the best first."""
    permalink: str
    secondary: tuple[Card, ...] = ()
    """That only mention it."""
    messages: tuple[Markup, ...] = ()
    """With their volatile parts as `<var>`, the most quoted first."""
    inner: tuple[Link, ...] = ()
    """Of a wrapper: the codes that it passed on in these articles."""
    inner_messages: tuple[Markup, ...] = ()
    """And the messages that stood below its own."""
    solution: str = ""
    """The best article's resolution, cut at a sentence."""
    solution_href: str = ""
    solution_title: str = ""
    """The article's, where there are others that may explain the code."""
    is_resolution: bool = True
    """Otherwise it is the part of an article that is about the code."""
    together: tuple[Link, ...] = ()
    near: tuple[Link, ...] = ()
    """Codes easily taken for this one."""
    severity: str = ""
    """In English; empty where the code does not tell."""
    documentation: str = ""
    """The vendor's page on the code, else on its family."""


def emit(site: SiteContext) -> Iterator[Page]:
    """The index of each locale, then its codes."""
    for locale, codes in site.codes_by_locale.items():
        yield _index(site.page(codes_path(locale), locale))
        for code in codes:
            page = site.page(code_path(locale, code), locale)
            yield Page(page.path, "code.html", locale, _view(page, code))


def _index(page: PageContext) -> Page:
    groups = _groups(page)
    formats = list_formats(page.path) if groups else ()
    view = CodesView(
        layout=build_list_layout(page, codes_path, formats),
        groups=groups,
        total=sum(len(group.entries) for group in groups),
        statuses=list_statuses(page),
    )
    return Page(page.path, "codes.html", page.locale, view)


def _groups(page: PageContext) -> tuple[CodeGroup, ...]:
    """The codes of the locale by family: those of a product first, by its name."""
    codes = page.site.codes_by_family[page.locale]
    families = sorted(
        map(page.site.family, codes),
        key=lambda f: (not f.product or bool(f.string), f.product, f.id),
    )
    return tuple(_group(page, family, codes[family.id]) for family in families)


def _group(page: PageContext, family: FamilyView, codes: Iterable[str]) -> CodeGroup:
    entries = tuple(list_code(page, code) for code in codes)
    return CodeGroup(family, page.href_of_family(family.id), entries, divide_codes(entries))


def _view(page: PageContext, code: str) -> CodeView:
    site, locale = page.site, page.locale
    articles = site.articles_of_code(code, locale)
    uses = site.uses_of_code(code, locale)
    inherited = {number for number, use in uses.items() if use.inherited}
    minor = {number for number, use in uses.items() if use.salience != "primary"}
    sections = [site.section_of_code(article, code) for article in articles]
    cards = [
        build_card(page, article, section, inherited=article.number in inherited)
        for article, section in zip(articles, sections, strict=True)
    ]
    family = site.family(site.family_by_code[code])
    entry = site.library.index.get(code)
    # Only a wrapper passes on what others report; elsewhere neighbours in a log are chance.
    inner, inner_messages = wrapped_codes(code, articles) if family.wrapper else ((), ())
    answer = answer_code(articles[0], sections[0])
    return CodeView(
        layout=build_layout(page, _meta(page, code, family, articles)),
        code=code,
        family=family,
        family_href=page.href_of_family(family.id),
        articles=group_by_product([card for card in cards if card.number not in minor]),
        secondary=tuple(card for card in cards if card.number in minor),
        permalink=page.href(permalink_path(code)),
        messages=tuple(map(mark_inserts, entry.messages)) if entry else (),
        inner=page.links_to_codes(inner),
        inner_messages=tuple(map(mark_inserts, inner_messages)),
        solution=answer.text,
        solution_href=_href_of_answer(cards[0].href, answer),
        solution_title=cards[0].title if len(cards) > 1 else "",
        is_resolution=answer.is_resolution,
        together=page.links_to_codes(_cooccurring(page, code, articles)),
        near=page.links_to_codes(site.code_lookup.near(code)),
        severity=severity_of(code, site.library.families.get(family.id)),
        documentation=documentation_of(code, site.library.families.get(family.id)),
    )


def _href_of_answer(href: str, answer: CodeAnswer) -> str:
    path = href.partition("#")[0]
    return f"{path}#{answer.anchor}" if answer.anchor else path if answer.text else ""


def _meta(
    page: PageContext, code: str, family: FamilyView, articles: Sequence[Article]
) -> PageMeta:
    step = Breadcrumb(family.id, page.href_of_family(family.id), family.string)
    return PageMeta(
        title=code,
        description=articles[0].metadata.title,
        siblings={tag: code_path(tag, code) for tag in page.site.library.codes[code]},
        formats=code_formats(page.locale, code),
        breadcrumbs=(*page.codes_breadcrumbs(), step),
        updated=latest_change(articles),
        number=code,
    )


def mark_inserts(text: str) -> Markup:
    """The message with what changes from one occurrence to the next as `<var>`."""
    pieces, at = [], 0
    literals = PLACEHOLDER.split(mask_message(text))
    for literal in filter(None, literals):
        start = text.find(literal, at)
        # No text may be lost, should the mask ever change more than inserts.
        if start < 0:
            return escape(text)
        pieces += [_insert(text[at:start]), escape(literal)]
        at = start + len(literal)
    return Markup("").join((*pieces, _insert(text[at:])))


def _insert(text: str) -> Markup:
    return Markup("<var>{}</var>").format(text) if text else Markup("")


def _cooccurring(page: PageContext, code: str, articles: Iterable[Article]) -> tuple[str, ...]:
    """Codes of the same messages, which a wrapper hides, before those of the same articles."""
    # A code in a message of this one is closer than one elsewhere in its articles.
    quoted = (m.codes for a in articles for m in a.messages if code in m.codes)
    inner = (other for codes in quoted for other in codes)
    entry = page.site.library.index.get(code)
    found = dict.fromkeys((*inner, *(entry.cooccurring if entry else ())))
    return tuple(other for other in found if other != code)[:_MOST_TOGETHER]


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
            # The codes before this one in the message are those that wrap it.
            codes |= dict.fromkeys(one.codes[one.codes.index(code) + 1 :])
            if two and two.where == one.where and 0 < two.line - one.line <= _BELOW:
                codes |= dict.fromkeys(two.codes)
                texts.setdefault(two.template, two.text)
    codes.pop(code, None)
    return tuple(codes)[:_MOST_WRAPPED], tuple(texts.values())[:_MOST_WRAPPED]
