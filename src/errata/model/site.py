"""What is made from all articles together: the library, pages, files."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct, field

from errata.diagnostics import Span
from errata.model.article import Article
from errata.model.built import BuildOutcome, BuildRecord, Kept, Spooled
from errata.model.codes import CodeEntry, Family
from errata.model.inputs import Conventions, FolderLabel, Inputs, Picture
from errata.model.metadata import WithheldArticle


class Library(Struct, frozen=True):
    """All articles, linked."""

    articles: tuple[Article, ...]
    """Articles sorted by locale (default first), then number."""
    by_key: Mapping[tuple[str, str], Article]
    """Locale and number -> article."""
    locales: tuple[str, ...]
    """Locales: the default one first, the rest sorted."""
    translations: Mapping[str, tuple[str, ...]]
    """Number -> the locales that have it, in the order of `locales`."""
    # The codes that have a page; `index` has those of every kind.
    codes: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Error code -> locale -> numbers of the visible articles about it, the best first."""
    families: Mapping[str, Family]
    """Families by id, in the order of the file."""
    assets: Mapping[str, int]
    """See `Folder.assets`."""
    index: Mapping[str, CodeEntry] = field(default_factory=dict)
    """Every code of every kind, sorted by code."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """Path below the knowledge base, or below the site for an embedded one -> picture."""
    inputs: Inputs = Inputs()
    """Other inputs."""
    conventions: Conventions = Conventions()
    """The conventions of the articles."""
    fallback_pages: bool = True
    """See `Config.fallback_pages`."""
    withheld: tuple[WithheldArticle, ...] = ()
    """Articles that are not published, by source."""
    withheld_by_number: Mapping[str, tuple[WithheldArticle, ...]] = field(default_factory=dict)
    """The same by number, without numbers that a published article has."""
    numbers: Mapping[str, str] = field(default_factory=dict)
    """Number in lower case -> number, of every article that can be read."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Path of an article's file -> its path below the locale's folder, see `Source.page_path`."""
    labels: Mapping[tuple[str, str], FolderLabel] = field(default_factory=dict)
    """See `Folder.labels`."""
    places: Mapping[str, int] = field(default_factory=dict)
    """See `Folder.places`."""
    facts_digest: str = ""
    """Digest of the facts of all articles, of what else linking read, and of the pictures,
    without `inputs`. While it and the contents' keys are the same, everything made of them is.
    """
    basis_digest: str = ""
    """Digest of the same without what articles say: which articles exist, and what their links lead
    to.
    """

    def find_article(self, locale: str, number: str) -> Article | None:
        """Return the article in the reader's locale, else in the first that has it."""
        tags = (locale, *self.translations.get(number, ()))
        return next(
            (self.by_key[tag, number] for tag in tags if (tag, number) in self.by_key), None
        )

    def find_withheld(self, locale: str, number: str) -> WithheldArticle | None:
        """Return the withheld article that a link would lead to; None if a published one has it.

        The article in the reader's locale counts, else any other.
        """
        candidates = self.withheld_by_number.get(number, ())
        return min(candidates, key=lambda item: (item.locale != locale, item.source), default=None)

    @property
    def visible(self) -> tuple[Article, ...]:
        """The articles that readers are led to: all except hidden ones."""
        return tuple(article for article in self.articles if not article.metadata.hidden)

    def is_original(self, article: Article) -> bool:
        """Whether an article is not a translation."""
        return self.translations[article.number][0] == article.locale

    def has_translations(self, article: Article) -> bool:
        """Whether the article is there in several languages."""
        return len(self.translations[article.number]) > 1

    def original_of(self, article: Article) -> Article:
        """Return an article's original; the article itself if it is one."""
        return self.by_key[self.translations[article.number][0], article.number]


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A planned HTML page: a template and a function that makes its view."""

    # Not yet HTML, so that the plan of a site can be checked before anything is rendered.
    path: str
    """Path below the site's root, such as `en/KA-19371/index.html`."""
    template: str
    locale: str
    make_view: Callable[..., object] = dataclasses.field(compare=False, repr=False)
    """Makes what the template sees, on demand."""
    make_meta: Callable[..., object] | None = dataclasses.field(
        default=None, compare=False, repr=False
    )
    """Makes what sitemaps say of the page, a `PageMeta`; None if no sitemap lists it."""
    source: Span | None = dataclasses.field(default=None, compare=False)
    """Where the page's source is written, for findings about it."""
    # Not bound in the functions: a `partial` takes 200 bytes, and a large site plans a million.
    arguments: tuple[object, ...] = dataclasses.field(default=(), compare=False, repr=False)
    """What both functions are called with."""

    # Each kind of page has a view of its own, which only its template knows.
    @property
    def view(self) -> object:
        """A frozen dataclass of plain values, made anew."""
        return self.make_view(*self.arguments)

    @property
    def meta(self) -> object:
        """What sitemaps say of the page, made anew; None if no sitemap lists it."""
        return self.make_meta(*self.arguments) if self.make_meta else None

    def look(self) -> ViewedPage:
        """Return the page with its view."""
        return ViewedPage(self.path, self.template, self.locale, self.view)


class ViewedPage(Struct, frozen=True):
    """A page with its view: plain values, which can travel to another process."""

    path: str
    template: str
    locale: str
    view: object


class Copy(Struct, frozen=True):
    """Content that stays on disk until it is written."""

    # Pictures are most of a site's bytes, and the core never reads them.
    path: str
    """Path below the knowledge base, or below the folder of static files."""
    static: bool = False
    """Whether it is one of the static files."""


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file of the site that is made on demand."""

    path: str
    """See `Artifact.path`."""
    make: Callable[..., bytes | Copy] = dataclasses.field(compare=False, repr=False)
    arguments: tuple[object, ...] = dataclasses.field(default=(), compare=False, repr=False)
    """What the function is called with, as for a page."""

    @property
    def content(self) -> bytes | Copy:
        """The content of the file, made anew."""
        return self.make(*self.arguments)


@dataclasses.dataclass(frozen=True, slots=True)
class Bundle:
    """Files that are made together, because their number depends on their content."""

    path: str
    """Path of the first file, which always exists; no other output has it."""
    prefix: str
    """The common beginning of all paths."""
    make: Callable[[], Iterable[Artifact | PlannedFile]] = dataclasses.field(
        compare=False, repr=False
    )


class Artifact(Struct, frozen=True):
    """One file of the site."""

    path: str
    """POSIX path below the site's root, made of safe characters."""
    content: bytes | Copy | Kept | Spooled


class Build(BuildOutcome, frozen=True):
    """The whole result."""

    artifacts: tuple[Artifact, ...] = ()
    """The files, sorted."""
    record: BuildRecord | None = None
    """Information for the next build."""
    unread: tuple[str, ...] = ()
    """Sources of articles, or possible articles, that cannot be read or whose state cannot; sorted.
    """
    unlisted: frozenset[str] = frozenset()
    """Paths of unlisted files, such as those of hidden articles."""

    @property
    def outcome(self) -> BuildOutcome:
        """Its messages alone."""
        return BuildOutcome(*(getattr(self, name) for name in BuildOutcome.__struct_fields__))
