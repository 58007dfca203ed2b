"""The context of outputs: the whole site, and one page that names and links everything else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING, ClassVar, Final, TypeVarTuple

from msgspec.structs import replace

from errata.codes.families import SHAPES
from errata.codes.lookup import CodeLookup
from errata.config import Config
from errata.model import Article, CodeSection, CodeUse, Family, Keeper, LastMade, Library, Page
from errata.site.articles_of_site import ArticlesOfSite
from errata.site.categories import Category, category_path
from errata.site.code_answer import choose_code_sections
from errata.site.edits import MOST_LAST, EditedSite
from errata.site.facts import ReadsOfTable, RowsOnDemand, shared
from errata.site.formatting import latest_change, natural_key
from errata.site.related import related_articles
from errata.site.urls import (
    anchor_id,
    article_path,
    code_path,
    codes_path,
    family_path,
    home_path,
    product_path,
    relative,
)
from errata.site.views import Badge, Breadcrumb, CountedLink, FamilyView, Link, badges_of, state_of
from errata.text.addresses import is_address
from errata.text.locales import choose_shown_tags, language_name
from errata.text.strings import Strings, strings_for
from errata.values import Record

if TYPE_CHECKING:
    from datetime import datetime

    from errata.diagnostics import Span
    from errata.model.observed import Name
    from errata.model.reads import Read
    from errata.search.index import IndexMemory

Subject = TypeVarTuple("Subject")

# How the index of codes begins the name of an HTTP status: "HTTP 503".
HTTP: Final = "HTTP "
# Families whose id means nothing to a reader have a name in the interface's strings. HTTP is not
# among them: its statuses have pages of their own kind.
_NAMED_BY_INTERFACE: Final = (SHAPES - {"HTTP"}) | {"AUTHOR"}
# Uses of a code that are found again by looking at all of them; of 4,000 made-up articles nearly
# all codes have fewer, and keeping theirs, too, would cost memory.
_FEW_USES: Final = 8


# Without slots, for the cached properties; no two are equal, since nobody compares libraries.
@dataclass(frozen=True, eq=False)
class SiteContext(ArticlesOfSite, EditedSite):
    """The input of a site's outputs, and what several of them need, made once on demand."""

    library: Library
    config: Config
    languages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The theme's strings by language."""
    pages: Sequence[Page] = ()
    """Pages planned so far; the plan adds to them, and outputs that list pages come last."""
    memories: dict[str, IndexMemory] = field(default_factory=dict, repr=False)  # by locale
    """Search indexes of a site that is being edited; otherwise empty."""
    keeper: Keeper | None = field(default=None, repr=False)
    """Keeps what was found for the last site of the same articles."""
    _remembered: dict[Hashable, tuple[object, Collection[Read]]] = field(
        default_factory=dict, repr=False
    )
    _last_made: dict[Name, tuple[object, Collection[Read]]] = field(
        default_factory=lambda: LastMade(MOST_LAST), repr=False
    )
    _read_apart: dict[Name, ReadsOfTable] = field(default_factory=dict, repr=False)
    digest_name: ClassVar = "site"

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that have articles, the default one first."""
        return self.library.locales

    @property
    def first_locale(self) -> str:
        """The default locale if it has articles, else the first that has; the default at worst."""
        return next(iter(self.library.locales), self.config.default_locale)

    @cached_property
    def naming_tags(self) -> Mapping[str, str]:
        """Locale -> the tag shown to readers, without a country if one without it is enough."""
        return choose_shown_tags(self.library.locales or (self.first_locale,))

    def language_name(self, locale: str) -> str:
        """Return a locale's language in its own words."""
        return language_name(self.naming_tags[locale])

    @cached_property
    def strings(self) -> Mapping[str, Strings]:
        """Locale -> the interface's strings."""
        tags = self.library.locales or (self.first_locale,)
        return {tag: strings_for(tag, self.languages) for tag in tags}

    @shared
    def codes_by_locale(self) -> Mapping[str, tuple[str, ...]]:
        """Map each locale to the codes with a page there, by number."""
        ordered = sorted(self.library.codes.items(), key=lambda item: natural_key(item[0]))
        return {
            tag: tuple(code for code, locales in ordered if locales.get(tag))
            for tag in self.library.locales
        }

    @shared
    def codes_by_family(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """Map each locale to ids of families to their codes with a page there, by number."""
        by_family: dict[str, dict[str, list[str]]] = {}
        mentioned = dict(self.family_by_code.items())
        for locale, codes in self.codes_by_locale.items():
            families = by_family.setdefault(locale, {})
            for code in codes:
                family = mentioned.get(code) or self.library.index[code].family
                families.setdefault(family, []).append(code)
        return by_family

    @shared
    def codes_by_article(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Map locale and number to the codes on whose pages the article is, sorted."""
        by_article: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, locales in self.library.codes.items():
            for locale, numbers in locales.items():
                for number in numbers:
                    by_article[locale, number].append(code)
        return {key: tuple(codes) for key, codes in by_article.items()}

    @shared
    def near_codes(self) -> Mapping[str, tuple[str, ...]]:
        """Map each code to others that are easily confused with it.

        Each row is made alone, because a new code changes few of them.
        """
        codes = (*self.library.codes, *self.library.index)
        return RowsOnDemand(codes, CodeLookup(self.library.codes).find_near)

    @shared
    def family_by_code(self) -> Mapping[str, str]:
        """Map codes to the ids of their families, from the articles' mentions."""
        return {m.code: m.family for a in self.library.articles for m in a.mentions}

    @shared
    def statuses(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Map each locale to statuses such as `503` to numbers of visible articles, best first."""
        by_status: dict[str, dict[str, list[str]]] = {tag: {} for tag in self.library.locales}
        for code, entry in sorted(self.library.index.items()):
            if entry.kind == "status" and code.startswith(HTTP):
                for use in entry.uses:
                    numbers = by_status[use.locale].setdefault(code.removeprefix(HTTP), [])
                    numbers.append(use.number)
        return {
            tag: {status: tuple(numbers) for status, numbers in statuses.items()}
            for tag, statuses in by_status.items()
        }

    @shared
    def has_codes(self) -> Mapping[str, bool]:
        """Map each locale to whether its index of codes lists a code or a status."""
        codes, statuses = self.codes_by_locale, self.statuses
        return {tag: bool(codes[tag] or statuses[tag]) for tag in self.library.locales}

    @shared
    def states(self) -> Mapping[str, Mapping[str, str]]:
        """Map each locale to numbers of visible articles to states, empty for none.

        A locale without any state is not here.
        """
        now = self.library.inputs.now
        by_locale = {
            tag: {article.number: state_of(article, now) for article in articles}
            for tag, articles in self.visible_by_locale.items()
        }
        return {tag: states for tag, states in by_locale.items() if any(states.values())}

    @shared
    def has_dates(self) -> bool:
        """Whether any article says when it was written or updated."""
        visible = chain.from_iterable(self.visible_by_locale.values())
        return any(each.metadata.last_changed or each.metadata.created for each in visible)

    @shared
    def latest_changes(self) -> Mapping[str, datetime | None]:
        """Map each locale to when the newest of its visible articles was updated."""
        articles = self.visible_by_locale
        return RowsOnDemand(articles, lambda tag: latest_change(articles[tag]))

    @shared
    def related(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Map locale and number to numbers of related articles."""
        return related_articles(self.visible_by_locale, self.library.families)

    def family(self, family_id: str) -> FamilyView:
        """Return the family as a page shows it; an undescribed one only has its id."""
        return self.remember(("family", family_id), partial(self._family, family_id))

    def _family(self, family_id: str) -> FamilyView:
        family = self.library.families.get(family_id) or Family(family_id, "", "", "")
        return FamilyView(
            id=family.id,
            string=f"family_{family_id.lower()}" if family_id in _NAMED_BY_INTERFACE else "",
            anchor=anchor_id("family", family.id),
            product=family.product,
            meaning=family.meaning,
            url=family.url,
            wrapper=family.wrapper,
            kind=family.kind,
            name=family.name or family.id,
        )

    def uses_of_code(self, code: str, locale: str) -> dict[str, CodeUse]:
        """Map the locale's articles to their uses of the code, the best first."""
        index = self.library.index
        if not (entry := index.get(code)) or len(entry.uses) <= _FEW_USES:
            return _by_number(entry.uses if entry else (), locale)
        # Kept, because each of a thousand articles with one code asks for all thousand.
        return self.remember(("uses", code, locale), lambda: _by_number(index[code].uses, locale))

    def section_of_code(self, article: Article, code: str) -> CodeSection | None:
        """Return the part of an article about a code; None if the whole article is."""
        use = self.uses_of_code(code, article.locale).get(article.number)
        if use is None or use.named:
            return None
        key = ("code sections", article.locale, article.number)
        return self.remember_briefly(key, partial(choose_code_sections, article)).get(code)

    def articles_of_code(self, code: str, locale: str) -> list[Article]:
        """Return the locale's visible articles about a code with a page there, best first."""
        return [self.library.by_key[locale, n] for n in self.library.codes[code][locale]]

    def falls_back(self, locale: str, number: str) -> bool:
        """Whether the locale lacks the article and shows it in the site's first language."""
        library = self.library
        if not library.fallback_pages or (locale, number) in library.by_key:
            return False
        first = library.by_key.get((self.first_locale, number))
        return locale in library.locales and first is not None and not first.metadata.hidden

    def in_every_locale(self, path_of: Callable[[str], str]) -> dict[str, str]:
        """Map locales to the path of a page that every locale has."""
        return {tag: path_of(tag) for tag in self.library.locales}

    def page(self, path: str, locale: str) -> PageContext:
        """Return the page at a path, for readers of a locale."""
        return PageContext(self, path, locale)


def _by_number(uses: Iterable[CodeUse], locale: str) -> dict[str, CodeUse]:
    return {use.number: use for use in uses if use.locale == locale}


class PageContext(Record, frozen=True):
    """One planned page: its path and locale, and how it names and links everything else."""

    site: SiteContext
    path: str
    """Path below the site's root."""
    locale: str
    """Locale of its readers; an untranslated article is in another."""

    def plan(
        self,
        template: str,
        view: Callable[[PageContext, *Subject], object],
        meta: Callable[[PageContext, *Subject], object] | None,
        *subject: *Subject,
        source: Span | None = None,
    ) -> Page:
        """Plan the page about a subject: both functions are called on demand."""
        return Page(self.path, template, self.locale, view, meta, source, (self, *subject))

    def href(self, path: str) -> str:
        """Return the link from this page to another site path."""
        return relative(self.path, path)

    def link(self, article: Article) -> Link:
        """Return the link to an article's page in the article's own language."""
        path = article_path(article.locale, article.number)
        return Link(article.metadata.title, self.href(path), badges=self.badges(article))

    def navigation_link(self, article: Article) -> Link:
        """Return the same link with the author's short title."""
        link, short = self.link(article), article.metadata.navigation_title
        return replace(link, text=short) if short else link

    def badges(self, article: Article) -> tuple[Badge, ...]:
        """Return what readers should know of an article before they open it."""
        return badges_of(article, self.site.library.inputs.now)

    def link_to_article(self, number: str) -> Link:
        """Return the link to an existing article, as readers of the locale find it."""
        article = self.site.library.find_article(self.locale, number)
        path = self.article_path(number)
        if article is None or path is None:
            raise KeyError(number)
        lang = "" if article.locale == self.locale else article.locale
        return Link(article.metadata.title, self.href(path), lang, self.badges(article))

    def article_path(self, number: str) -> str | None:
        """Return where readers of the locale find an article: among their own pages if possible."""
        site, locale = self.site, self.locale
        if (locale, number) in site.library.by_key or site.falls_back(locale, number):
            return article_path(locale, number)
        tags = site.library.translations.get(number, ())
        return article_path(tags[0], number) if tags else None

    def href_of_code(self, code: str) -> str:
        """Return the link to a code's page, at worst in the first language; empty if none."""
        locales = self.site.library.codes.get(code, {})
        tag = next((tag for tag in (self.locale, self.site.first_locale) if tag in locales), None)
        return self.href(code_path(tag, code)) if tag else ""

    def link_to_name(self, name: str) -> Link:
        """Return the link to a web address, article or code; at worst, plain text."""
        if is_address(name):
            return Link(name, name)
        if name in self.site.library.translations:
            return self.link_to_article(name)
        return Link(name, self.href_of_code(name))

    def link_to_code(self, code: str) -> Link | None:
        """Return the link to a code's page in this locale, if there is one."""
        if not self.site.library.codes.get(code, {}).get(self.locale):
            return None
        return Link(code, self.href(code_path(self.locale, code)))

    def link_to_product(self, name: str) -> Link:
        """Return a product's name, linked if it has a page: hidden articles' names may not."""
        own = self.site.product_spellings[self.locale].get(name)
        return Link(name, self.href(product_path(self.locale, own)) if own else "")

    def href_of_family(self, family_id: str) -> str:
        """Return the link to the page of a family of codes."""
        return self.href(family_path(self.locale, family_id))

    def category_trail(self, article: Article) -> tuple[Category, ...]:
        """Return the sections that lead readers to an article, from the top down."""
        page = self.site.library.pages.get(article.source, "")
        return self.site.find_trail(self.locale, page)

    def href_of_folder(self, folder: str) -> str:
        """Return the link to the page of a folder below the locale's; empty if it has none."""
        below = folder.removeprefix(self.site.category_top).lstrip("/")
        category = self.site.category_steps[self.locale].get(below.casefold())
        if category:
            return self.href(category_path(self.locale, category))
        return "" if below else self.href(home_path(self.locale))

    def category_breadcrumbs(self, trail: Iterable[Category]) -> tuple[Breadcrumb, ...]:
        """Return home, and the pages of these sections."""
        paths = ((each, category_path(self.locale, each)) for each in trail)
        own = (Breadcrumb(each.title, self.href(path)) for each, path in paths)
        return (self.home_breadcrumb(), *own)

    def count_categories(self, categories: Iterable[Category]) -> tuple[CountedLink, ...]:
        """Return the sections as entries of a list on the page."""
        return tuple(
            CountedLink(each.title, self.href(category_path(self.locale, each)), each.total)
            for each in categories
        )

    def home_breadcrumb(self) -> Breadcrumb:
        """Return the first step to any page."""
        return Breadcrumb("", self.href(home_path(self.locale)), "home")

    def codes_breadcrumbs(self) -> tuple[Breadcrumb, ...]:
        """Return the steps to a page below the index of codes."""
        return (self.home_breadcrumb(), Breadcrumb("", self.href(codes_path(self.locale)), "codes"))
