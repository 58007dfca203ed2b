"""A knowledge base as it is on disk, with everything that an editor looks up in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from errata.articles.conventions import read_preset
from errata.codes.scanner import Scanner
from errata.model import AnchorRef, ArticleRef, AssetRef, Conventions, FileRef
from errata.site.context import SiteContext
from errata.targets.resolve import make_resolver

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from errata.config import Config
    from errata.editor.document import EditedText
    from errata.model import Article, Folder, Library, Mention, Parsed, Position, Ref, Source
    from errata.targets.resolve import LinkResolver


# Values of one key that are offered, the most frequent first: more than a person reads.
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Mentioning:
    """A place that links to an article or names a code."""

    path: str
    line: int
    column: int
    length: int
    """Characters of the address or of the code; 0 if unknown."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The articles, unpublished ones too, with their links and codes."""

    folder: Folder
    library: Library
    parsed: Sequence[Parsed] = field(repr=False)
    config: Config

    @property
    def now(self) -> datetime | None:
        """When it was read."""
        return self.library.inputs.now

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The keys of the front matter and their values."""
        return Vocabulary.of(self.library, self.config)

    @cached_property
    def site(self) -> SiteContext:
        """The context from which answers are made."""
        return SiteContext(self.library, self.config)

    @cached_property
    def scanner(self) -> Scanner:
        """Finds codes in a line."""
        return Scanner(tuple(self.library.families.values()))

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Path -> file."""
        return {source.path: source for source in self.folder.sources}

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """Path -> article as parsed."""
        return {item.source: item.article for item in self.parsed if item.article}

    @cached_property
    def by_number(self) -> Mapping[str, tuple[Article, ...]]:
        """Number -> its article in each locale, by path."""
        by_number: dict[str, list[Article]] = defaultdict(list)
        for article in self.articles.values():
            by_number[article.number].append(article)
        return {number: tuple(articles) for number, articles in by_number.items()}

    @cached_property
    def _resolver(self) -> LinkResolver:
        return make_resolver(self.library, self.folder, self.parsed, self.config)

    def article(self, number: str, locale: str) -> Article | None:
        """Return the article of a number in a locale, else in any."""
        candidates = self.by_number.get(number, ())
        return min(
            candidates, key=lambda article: (article.locale != locale, article.source), default=None
        )

    def resolve(self, ref: Ref, article: Article) -> Ref:
        """Resolve a parsed reference."""
        return self._resolver.resolve(ref, article)

    def ref_at(self, document: EditedText, line: int, column: int) -> tuple[Ref, int, int] | None:
        """Return the reference under the cursor, with the columns of its address."""
        article = document.article
        for ref in (*article.title.refs, *article.body.refs) if article else ():
            place: Position | None = getattr(ref, "position", None)
            if place is None or place.line != line or place.column > column:
                continue
            end = place.column + len(find_authored_address(ref))
            if column <= max(end, document.address_end(line, place.column)):
                return ref, place.column, document.address_end(line, place.column)
        return None

    @cached_property
    def links(self) -> Mapping[str, tuple[Mentioning, ...]]:
        """Number of an article, or path of a file -> the links to it, by place."""
        links: dict[str, list[Mentioning]] = defaultdict(list)
        for article in self.articles.values():
            for ref in (*article.title.refs, *article.body.refs):
                target = self.target_of(ref, article)
                place: Position | None = getattr(ref, "position", None)
                if target and place:
                    length = len(find_authored_address(ref))
                    links[target].append(
                        Mentioning(article.source, place.line, place.column, length)
                    )
        return {target: tuple(sorted(places, key=_place)) for target, places in links.items()}

    def target_of(self, ref: Ref, article: Article) -> str:
        """Return the number of an article or the path of a file that a reference leads to."""
        match self.resolve(ref, article):
            case ArticleRef(number=number):
                return number
            case AssetRef(path=path):
                return path
        return ""

    @cached_property
    def mentions(self) -> Mapping[str, tuple[Mentioning, ...]]:
        """Code -> its places in articles."""
        by_code: dict[str, list[Mentioning]] = defaultdict(list)
        for article in self.articles.values():
            for mention in article.mentions:
                by_code[mention.code].append(locate_mention(article.source, mention))
        return {code: tuple(sorted(places, key=_place)) for code, places in by_code.items()}


def locate_mention(path: str, mention: Mention) -> Mentioning:
    """Return the place of a mention."""
    length = len(mention.surface) if mention.column > 1 else 0
    return Mentioning(path, mention.line, mention.column, length)


def find_authored_address(ref: Ref) -> str:
    """Return a reference as its author wrote it, if that is known."""
    match ref:
        case FileRef(authored=text) | ArticleRef(authored=text):
            return text
        case AnchorRef(fragment=fragment):
            return f"#{fragment}"
    return ""


def _place(mentioning: Mentioning) -> tuple[str, int, int]:
    return mentioning.path, mentioning.line, mentioning.column


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys, their meanings and their values."""

    conventions: Conventions = field(default_factory=Conventions)
    closed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our key -> its only allowed values, from the configuration."""
    used: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Our key -> values in articles, the most frequent first."""
    offered_keys: frozenset[str] = frozenset()
    """Keys of this knowledge base and its tools, in lower case; keys of other tools are understood
    but not offered.
    """

    @classmethod
    def of(cls, library: Library, config: Config) -> Vocabulary:
        """Collect the vocabulary of a library and its configuration."""
        conventions = library.conventions
        closed = {str(key): names for key, names in config.metadata.vocabulary.items()}
        tables = (read_preset(name).metadata.keys for name in conventions.presets)
        own = frozenset(key.lower() for keys in (config.metadata.keys, *tables) for key in keys)
        return cls(conventions, closed, _count_values(library), own)

    def values(self, key: str) -> tuple[str, ...]:
        """Return the values to offer for one of our keys."""
        return self.closed.get(key) or self.used.get(key, ())


def _count_values(library: Library) -> dict[str, tuple[str, ...]]:
    counts: dict[str, Counter[str]] = {
        key: Counter() for key in ("product", "solution", "applies-to", "keywords")
    }
    for article in library.articles:
        data = article.metadata
        counts["product"].update(data.products)
        counts["solution"].update(data.solutions)
        counts["applies-to"].update(data.applies_to)
        counts["keywords"].update(data.keywords)
    return {
        key: tuple(sorted(counted, key=lambda text: (-counted[text], text))[:_MOST])
        for key, counted in counts.items()
    }
