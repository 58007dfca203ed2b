"""What is made from all articles together: the library, pages, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from errata.model.built import BuildOutcome
from errata.model.inputs import Conventions, Inputs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from errata.diagnostics import Span
    from errata.model.article import Article
    from errata.model.built import BuildRecord, Kept, Spooled
    from errata.model.codes import CodeEntry, Family
    from errata.model.inputs import FolderLabel, Picture
    from errata.model.metadata import WithheldArticle


@dataclass(frozen=True, slots=True)
class Library:
    """All articles, linked."""

    articles: tuple[Article, ...]
    """Sorted by locale (default first), then number."""
    by_key: Mapping[tuple[str, str], Article]
    """(locale, number) -> article."""
    locales: tuple[str, ...]
    """Default locale first, the rest sorted."""
    translations: Mapping[str, tuple[str, ...]]
    """Number -> the locales that have it, in the order of `locales`."""
    # The codes that have a page; `index` has those of every kind.
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Error code -> locale -> numbers of the visible articles about it, the best first."""
    families: Mapping[str, Family]
    """By id, in the order of the file."""
    assets: Mapping[str, int]
    """As in `Folder`."""
    index: Mapping[str, CodeEntry] = field(default_factory=dict)
    """Every code of every kind, sorted by code."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Path below the knowledge base, or below the site for one that was embedded -> picture."""
    inputs: Inputs = field(default_factory=Inputs)
    """What else was read."""
    conventions: Conventions = field(default_factory=Conventions)
    """How the articles are written."""
    fallback_pages: bool = True
    """As in `Config`."""
    withheld: tuple[WithheldArticle, ...] = ()
    """Those that are not published, by source."""
    withheld_by_number: Mapping[str, tuple[WithheldArticle, ...]] = field(default_factory=dict)
    """The same, of numbers that no published article has."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path of an article's file -> its path below the locale's folder, as `Source.page_path`."""
    labels: Mapping[tuple[str, str], FolderLabel] = field(default_factory=dict)
    """As in `Folder`."""
    facts_digest: str = ""
    """Of the facts of all articles, of what linking read besides and of the pictures: what is made
    of these and of contents is the same while it and the contents' keys are. Not of `inputs`."""
    basis_digest: str = ""
    """Of the same, but for what articles say: of which there are, and of what their links lead to.
    What else is read of articles is noted by name, see `errata.model.observed`."""

    def find_article(self, locale: str, number: str) -> Article | None:
        """The article in the reader's locale, else in the first that has it."""
        tags = (locale, *self.translations.get(number, ()))
        return next(
            (self.by_key[tag, number] for tag in tags if (tag, number) in self.by_key), None
        )

    def find_withheld(self, locale: str, number: str) -> WithheldArticle | None:
        """What keeps a link from leading to an article; None where it leads to one, or nowhere.

        The article in the reader's locale counts, else any other.
        """
        found = self.withheld_by_number.get(number, ())
        return min(found, key=lambda item: (item.locale != locale, item.source), default=None)

    @property
    def visible(self) -> tuple[Article, ...]:
        """The articles that a reader is led to: all but the hidden ones."""
        return tuple(article for article in self.articles if not article.metadata.hidden)

    def is_original(self, article: Article) -> bool:
        """Whether it translates no other."""
        return self.translations[article.number][0] == article.locale

    def original_of(self, article: Article) -> Article:
        """What it translates; the article itself where that is none."""
        return self.by_key[self.translations[article.number][0], article.number]


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page to be: a template and what makes the view that it may see."""

    # Not yet HTML, so that the plan of a site can be checked before anything is rendered.
    path: str
    """Below the site's root, such as `en/KA-19371/index.html`."""
    template: str
    locale: str
    make_view: Callable[[], object] = field(compare=False, repr=False)
    """Makes what the template sees, when somebody asks for the page."""
    make_meta: Callable[[], object] | None = field(default=None, compare=False, repr=False)
    """Makes what sitemaps say of the page, a `PageMeta`; None: no sitemap names it."""
    source: Span | None = field(default=None, compare=False)
    """Where somebody wrote what the page is made of, for findings about it."""

    # Each kind of page has a view of its own, which only its template knows.
    @property
    def view(self) -> object:
        """A frozen dataclass of plain values, made anew."""
        return self.make_view()

    def look(self) -> ViewedPage:
        """The page with its view."""
        return ViewedPage(self.path, self.template, self.locale, self.view)


@dataclass(frozen=True, slots=True)
class ViewedPage:
    """A page whose view is made: plain values, which can travel to another process."""

    path: str
    template: str
    locale: str
    view: object


@dataclass(frozen=True, slots=True)
class Copy:
    """Content that stays on disk until it is written."""

    # Pictures are most of a site's bytes, and the core never looks into them.
    path: str
    """Below the knowledge base, or below the folder of static files."""
    static: bool = False
    """Whether it is one of the static files."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the site that is made when somebody asks for it."""

    path: str
    """As in `Artifact`."""
    make: Callable[[], bytes | Copy] = field(compare=False, repr=False)

    @property
    def content(self) -> bytes | Copy:
        """What the file holds, made anew."""
        return self.make()


@dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are made together, since what one holds says how many there are."""

    path: str
    """Of the first of them, which there always is; no other output has it."""
    prefix: str
    """With which the paths of all begin."""
    make: Callable[[], Iterable[Artifact]] = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the site."""

    path: str
    """Below the site's root; POSIX, made of safe characters."""
    content: bytes | Copy | Kept | Spooled


@dataclass(frozen=True, slots=True)
class Build(BuildOutcome):
    """The whole result."""

    artifacts: tuple[Artifact, ...] = ()
    """The files, sorted."""
    record: BuildRecord | None = None
    """What the next build may want to know of this one."""
    unread: tuple[str, ...] = ()
    """Sources that are articles, or would be, and cannot be read, or whose state cannot; sorted."""
    unlisted: frozenset[str] = frozenset()
    """Paths of files that nobody is led to, as of hidden articles."""
