"""What the templates of codes may see: their index, one code, one HTTP status, a permanent link.

Every error code is a page: the index of codes by family, and one page per code and locale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from errata.codes.families import severity_of
from errata.codes.lookup import CodeLookup
from errata.model import Page
from errata.site.layout import PageMeta, build_layout, codes_breadcrumbs, list_page_meta
from errata.site.lists import (
    article_card,
    code_entry,
    families_by_code,
    family_view,
    latest_change,
    natural_key,
)
from errata.site.pages.code_parts import (
    CardGroup,
    code_uses,
    cooccurring,
    existing_code_links,
    group_by_product,
    message_text,
    short_solution,
    wrapped_codes,
)
from errata.site.pages.status import status_entries as statuses
from errata.site.urls import (
    code_alternates,
    code_path,
    codes_path,
    family_path,
    list_alternates,
    permalink_path,
    relative,
)
from errata.site.views import Breadcrumb, Card, FamilyView, Layout, Link, ListedCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.config import Config
    from errata.model import Article, CodeUse, Library


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """The codes of one family."""

    family: FamilyView
    href: str
    entries: tuple[ListedCode, ...]


@dataclass(frozen=True, slots=True)
class CodesView:
    """The index of codes."""

    frame: Layout
    groups: tuple[CodeGroup, ...]
    total: int
    statuses: tuple[ListedCode, ...] = ()
    """HTTP statuses, each with its reason phrase."""


@dataclass(frozen=True, slots=True)
class CodeView:
    """One code's page."""

    frame: Layout
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
    together: tuple[Link, ...] = ()
    near: tuple[Link, ...] = ()
    """Codes easily taken for this one."""
    severity: str = ""
    """In English; empty where the code does not tell."""


def emit(library: Library, config: Config) -> Iterator[Page]:
    """The index of each locale, then its codes."""
    families = families_by_code(library)
    lookup = CodeLookup(library.codes)
    near = {code: lookup.near(code) for code in library.codes}
    for locale in library.locales:
        yield _index(locale, families, library, config)
        for code in sorted(library.codes, key=natural_key):
            if numbers := library.codes[code].get(locale):
                articles = [library.by_key[locale, number] for number in numbers]
                yield _code(code, families[code], articles, near[code], library, config)


def _index(locale: str, families: Mapping[str, str], library: Library, config: Config) -> Page:
    path = codes_path(locale)
    groups = _groups(locale, families, path, library)
    twins = list_alternates(path) if groups else ()
    setting = list_page_meta(codes_path, locale, library, twins)
    view = CodesView(
        frame=build_layout(setting, library, config),
        groups=groups,
        total=sum(len(group.entries) for group in groups),
        statuses=statuses(locale, path, library),
    )
    return Page(path, "codes.html", locale, view)


def _groups(
    locale: str, families: Mapping[str, str], path: str, library: Library
) -> tuple[CodeGroup, ...]:
    here = [code for code in library.codes if library.codes[code].get(locale)]
    views = {families[code]: family_view(families[code], library) for code in here}

    def by_family(code: str) -> tuple[bool, str, str]:
        view = views[families[code]]
        return (not view.product or bool(view.string), view.product, view.id)

    ordered = sorted(here, key=lambda code: (by_family(code), natural_key(code)))
    return tuple(
        CodeGroup(
            views[family],
            relative(path, family_path(locale, family)),
            tuple(code_entry(code, locale, path, library) for code in codes),
        )
        for (_, _, family), codes in groupby(ordered, key=by_family)
    )


def _code(  # noqa: PLR0913, PLR0917 - what the page is about, and what it is made from
    code: str,
    family_id: str,
    articles: list[Article],
    near: tuple[str, ...],
    library: Library,
    config: Config,
) -> Page:
    locale = articles[0].locale
    path = code_path(locale, code)
    family = family_view(family_id, library)
    uses = code_uses(code, locale, library)
    cards = [(_card(article, path, uses), uses.get(article.number)) for article in articles]
    short, whole = short_solution(articles[0], path)
    entry = library.index.get(code)
    inner, inner_messages = wrapped_codes(code, articles) if family.wrapper else ((), ())
    view = CodeView(
        frame=build_layout(
            _setting(code, family, articles, cards[0][0].title, library), library, config
        ),
        code=code,
        family=family,
        family_href=relative(path, family_path(locale, family_id)),
        articles=group_by_product([shown for shown, use in cards if not _minor(use)]),
        secondary=tuple(shown for shown, use in cards if _minor(use)),
        permalink=relative(path, permalink_path(code)),
        messages=tuple(message_text(text) for text in entry.messages) if entry else (),
        inner=existing_code_links(inner, locale, path, library),
        inner_messages=tuple(map(message_text, inner_messages)),
        solution=short,
        solution_href=whole,
        solution_title=cards[0][0].title if len(cards) > 1 else "",
        together=existing_code_links(cooccurring(code, articles, library), locale, path, library),
        near=existing_code_links(near, locale, path, library),
        severity=severity_of(code, library.families.get(family_id)),
    )
    return Page(path, "code.html", locale, view)


def _setting(
    code: str, family: FamilyView, articles: Sequence[Article], about: str, library: Library
) -> PageMeta:
    locale = articles[0].locale
    path = code_path(locale, code)
    step = Breadcrumb(family.id, relative(path, family_path(locale, family.id)), family.string)
    return PageMeta(
        path,
        locale,
        title=code,
        description=about,
        siblings={tag: code_path(tag, code) for tag in library.codes[code]},
        twins=code_alternates(locale, code),
        trail=(*codes_breadcrumbs(locale, path), step),
        updated=latest_change(articles),
    )


def _minor(use: CodeUse | None) -> bool:
    return use is not None and use.salience != "primary"


def _card(article: Article, page: str, uses: Mapping[str, CodeUse]) -> Card:
    use = uses.get(article.number)
    return replace(article_card(article, page), inherited=use is not None and use.inherited)
