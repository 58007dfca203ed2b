"""A page for each family of codes: what it means, and every code of it that an article mentions."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from errata.model import Page
from errata.site.layout import PageMeta, build_layout, codes_breadcrumbs
from errata.site.lists import code_entry, families_by_code, family_view, natural_key
from errata.site.product_names import main_products, spellings_by_name
from errata.site.urls import family_path, product_path, relative
from errata.site.views import CountedLink, FamilyView, Layout, ListedCode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.config import Config
    from errata.model import Library
    from errata.site.views import FamilyView

_PRODUCTS: Final = 6


@dataclass(frozen=True, slots=True)
class FamilyPageView:
    """A family of codes."""

    frame: Layout
    family: FamilyView
    severities: tuple[tuple[str, str], ...]
    """(form of a code, what it says of how severe it is); `…` is any text, `x` any character."""
    products: tuple[CountedLink, ...]
    """What the articles with its codes are about, most first."""
    entries: tuple[ListedCode, ...]


def emit(library: Library, config: Config) -> Iterator[Page]:
    """By locale, then id."""
    found = {locale: _families(locale, library) for locale in library.locales}
    for locale, families in found.items():
        spelling = spellings_by_name(library, locale)
        for family, codes in families.items():
            siblings = {tag: family_path(tag, family) for tag in found if family in found[tag]}
            shown = family_view(family, library)
            setting = _setting(locale, shown, siblings)
            view = FamilyPageView(
                frame=build_layout(setting, library, config),
                family=shown,
                severities=_severities(family, library),
                products=_products(codes, setting, spelling, library),
                entries=tuple(code_entry(code, locale, setting.path, library) for code in codes),
            )
            yield Page(setting.path, "family.html", locale, view)


def _families(locale: str, library: Library) -> Mapping[str, list[str]]:
    """Family -> its codes that have a page in the locale, by number; sorted by id."""
    families = families_by_code(library)
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(library.codes, key=natural_key):
        if library.codes[code].get(locale):
            found[families[code]].append(code)
    return dict(sorted(found.items()))


def _setting(locale: str, family: FamilyView, siblings: Mapping[str, str]) -> PageMeta:
    path = family_path(locale, family.id)
    title = "" if family.string else family.id
    trail = codes_breadcrumbs(locale, path)
    return PageMeta(path, locale, title, family.meaning, siblings, trail=trail)


def _severities(family: str, library: Library) -> tuple[tuple[str, str], ...]:
    described = library.families.get(family)
    return tuple(
        (form.replace("*", "\u2026").replace("?", "x"), said)
        for form, said in (described.severity if described else ())
    )


def _products(
    codes: Sequence[str], setting: PageMeta, spelling: Mapping[str, str], library: Library
) -> tuple[CountedLink, ...]:
    """Of the articles with these codes: by frequency, then by name."""
    locale = setting.locale
    numbers = {number for code in codes for number in library.codes[code][locale]}
    written = (main_products(library.by_key[locale, number]) for number in numbers)
    counts = Counter(name for own in written for name in {spelling[name] for name in own})
    ranked = sorted(counts, key=lambda name: (-counts[name], name))[:_PRODUCTS]
    return tuple(
        CountedLink(name, relative(setting.path, product_path(locale, name)), counts[name])
        for name in ranked
    )
