"""Subjects of checks that are more than one article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, TypeVar, cast

from errata.model import AllowedValue, Keeper, SourceTexts, digest
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from errata.config import Config
    from errata.model import Article, Artifact, Copy, Library, Secret, Theme

Survey = TypeVar("Survey")
Observed = TypeVar("Observed")
Observer = Callable[["Article", "KnowledgeBase"], object]


def kept_key(article: Article) -> str:
    """Return a keeper's key of an article; the meaning of words depends on the locale, too."""
    return f"{article.content_key} {article.locale}" if article.content_key else ""


@dataclass(frozen=True)
class KnowledgeBase:
    """All articles, linked, with the configuration and which of them are judged."""

    library: Library
    config: Config
    withheld: Sequence[Article] = ()
    """Articles that are not published, for what they use; no message may quote them."""
    files: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)
    """Path of an article -> its file, for the place of a finding; may lack paths."""
    judged: frozenset[str] | None = None
    """Paths of the articles to report on; None for all."""
    # Findings about all articles together, so that a changed one is judged without reading all
    # again.
    surveys: dict[object, object] = field(default_factory=dict, compare=False, repr=False)
    """Results of `survey`, shared with knowledge bases made of this one by one change."""
    keeper: Keeper = field(default_factory=Keeper, compare=False, repr=False)
    """Keeps what checks saw in the content of articles that have not changed."""
    links_digest: str = ""
    """A digest of everything that decides where links lead; empty: one article has changed since.
    """
    observers: Sequence[Observer] = field(default=(), compare=False, repr=False)
    """What checks look at in one article; empty if nothing is kept."""
    _observed: set[str] = field(default_factory=set, init=False, compare=False, repr=False)
    """Keys of the articles that all observers are looking at, or have looked at."""

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles to judge."""
        if self.judged is None:
            return self.library.articles
        return tuple(article for article in self.library.articles if article.source in self.judged)

    @cached_property
    def visible(self) -> tuple[Article, ...]:
        """The articles to judge that readers are led to."""
        return tuple(article for article in self.articles if not article.metadata.hidden)

    def observe(
        self, kind: str, form: Hashable, article: Article, look: Callable[[], Observed]
    ) -> Observed:
        """Return what a check sees in an article's content, without positions; kept.

        `form` is its class. It must not depend on where links lead, nor on the configuration.
        """
        return self._keep(kind, form, article, look)

    def observe_all(
        self,
        kind: str,
        form: type[Observed],
        articles: Iterable[Article],
        look: Callable[[Article], Observed],
    ) -> dict[str, Observed]:
        """Map the source of each article to what a check sees in its content, as `observe` does.

        All values are kept as one, too: to read them one by one, in the entries of 2,358 articles,
        took a tenth of the time of a check of one file.
        """
        keys = {article.source: kept_key(article) for article in articles}

        def renew(before: dict[str, Observed] | None) -> dict[str, Observed]:
            previous = before or {}
            return {
                key: previous[key] if key in previous else look(article)
                for article, key in zip(articles, keys.values(), strict=True)
                if key
            }

        values = self.keeper.renew(f"all {kind}", dict[str, form], self.survey(_name_folder), renew)  # type: ignore[valid-type] # a form is a value, too
        return {
            article.source: values[key] if key else look(article)
            for article, key in zip(articles, keys.values(), strict=True)
        }

    def observe_links(self, kind: str, article: Article, look: Callable[[], bool]) -> bool:
        """Whether a check finds something in an article's links."""
        if not self.links_digest:
            return look()
        # Where a link leads depends on the file that has it.
        basis = f"{self.links_digest} {article.source}"
        return self._keep(kind, bool, article, look, basis)

    def _keep(
        self,
        kind: str,
        form: Hashable,
        article: Article,
        look: Callable[[], Observed],
        basis: str = "",
    ) -> Observed:
        """Return the kept value; if it has to be made, let all checks look at the article.

        Its content is in memory then. When each check went through 4,000 made-up articles by
        itself, which do not fit, their contents were read and linked eleven times.
        """
        key, was_kept = kept_key(article), True

        def look_now() -> Observed:
            nonlocal was_kept
            was_kept = False
            return look()

        value = self.keeper.keep(kind, form, key, look_now, basis)
        if not was_kept and key not in self._observed:
            self._observed.add(key)
            for observe in self.observers:
                observe(article, self)
        return value

    def observe_places(
        self,
        kind: str,
        form: Hashable,
        article: Article,
        look: Callable[[], Observed],
        *compared: Article,
    ) -> Observed:
        """Return what a check finds in an article's links, with places in the file; kept.

        `form` is its class; `compared` are other articles whose files it reads.
        """
        digests = [self._digest_file(read.source) for read in (article, *compared)]
        if not (self.links_digest and all(digests)):
            return look()
        basis = " ".join((self.links_digest, article.source, *digests))
        return self.keeper.keep(kind, form, kept_key(article), look, basis)

    def _digest_file(self, path: str) -> str:
        """Digest the file of an article; empty if it is unknown."""
        if isinstance(self.files, SourceTexts):
            return self.files.digest(path)
        return sha256(self.files[path]).hexdigest() if path in self.files else ""

    def survey(self, take: Callable[[KnowledgeBase], Survey]) -> Survey:
        """Return what a function finds in all articles, judged or not; called once.

        After an article changes, it is the result before the change.
        """
        if take not in self.surveys:
            self.surveys[take] = take(self)
        return cast("Survey", self.surveys[take])


def _name_folder(kb: KnowledgeBase) -> str:
    """Name a folder of articles by their files, as the key of what is kept of all together."""
    return digest([article.source for article in kb.library.articles])


class Interface(Record, frozen=True):
    """The theme, and the locales of its pages."""

    theme: Theme
    locales: tuple[str, ...]


class KnownLeaks(NamedTuple):
    """What a search for leaks has found."""

    needles: str
    """A digest of what was searched for."""
    by_path: Mapping[str, tuple[int, ...]]
    """Path of a file -> numbers of the needles in it; absent if there are none."""


def read_nothing(_copy: Copy) -> bytes:
    """Return nothing for a copied file."""
    return b""


@dataclass(frozen=True, slots=True)
class FinishedSite:
    """Every file of the site, and what must not be in any of them."""

    artifacts: Sequence[Artifact]
    library: Library
    """The published articles, whose texts are public."""
    secrets: Mapping[str, Sequence[Secret]]
    """Source path -> the internal values of that article."""
    withheld: Sequence[Article] = ()
    """Articles that are not published: their texts are internal too."""
    theme: Theme | None = None
    """The theme, whose words and those of the configuration are public."""
    config: Config | None = None
    known_leaks: KnownLeaks | None = None
    """What the last build found in files that have not changed."""
    keeper: Keeper = field(default_factory=Keeper, compare=False, repr=False)
    """Keeps what was found in the public texts of articles that have not changed."""
    read_static: Callable[[Copy], bytes] = field(default=read_nothing, compare=False, repr=False)
    """Returns the text of a static file; nothing if it is not text."""
    search: object = field(default=None, compare=False, repr=False)
    """The `SiteSearch` that searched files when they were made; None if there is none yet, or
    nothing to search for.
    """
    searched: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False)
    """Path -> what it found in a file; absent if nothing."""
    unsearched: frozenset[str] | None = field(default=None, compare=False)
    """Files that it has not searched; None if it has searched none."""
    found_leaks: dict[str, tuple[int, ...]] = field(default_factory=dict, compare=False)
    """Path -> what a check has found there: for the next build, as is `needles`."""
    needles: list[str] = field(default_factory=list, compare=False)
    """A digest of what was searched for."""
    allowed: list[AllowedValue] = field(default_factory=list, compare=False)
    """Internal values that are in the site because they are public elsewhere."""
