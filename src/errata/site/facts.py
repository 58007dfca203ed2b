"""Facts of all articles that pages may read, with a record of what each page has read.

    class SiteContext(FactsOfSite):
        @shared
        def related(self) -> Mapping[Key, tuple[str, ...]]: ...

What is shared is made once, of any facts. Of a table the rows that a page looks up are noted, of
anything else that it was read; what they were made of is not, so that a page depends on its rows
alone. `observe` finds out what is behind a name that was noted, now or in the next build.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar, cast, overload

from errata.model import (
    Library,
    digest,
    has_many_articles,
    make_once,
    note_reads,
    record_reads,
    unfinished_reason,
)
from errata.model.observed import (
    HAS,
    KEYS,
    LIBRARY,
    ObservedMapping,
    digest_value,
    observe_value,
)
from errata.model.reads import FACTS
from errata.site.views import state_of

if TYPE_CHECKING:
    from collections.abc import Collection, MutableMapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from errata.model import Article, Keeper
    from errata.model.observed import Name
    from errata.model.reads import Read

Made = TypeVar("Made")
Key = TypeVar("Key")
Row = TypeVar("Row")
Site = TypeVar("Site", bound="FactsOfSite")

SITE: Final = "site"
TABLE: Final = "table"
# The keys of tables and of shared values begin with these.
OWN_NAMES: Final = frozenset({SITE, TABLE})
# The digest of something that is not there: real digests have no blank.
ABSENT: Final = "not there"


class shared(Generic[Site, Made]):  # noqa: N801 - a decorator, as `property`
    """A property of a site that is made once; reads of it are noted."""

    def __init__(self, make: Callable[[Site], Made]) -> None:
        self._make = make
        self._name = (SITE, make.__name__)
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, site: None, owner: type) -> shared[Site, Made]: ...
    @overload
    def __get__(self, site: Site, owner: type) -> Made: ...
    def __get__(self, site: Site | None, owner: type) -> Made | shared[Site, Made]:
        """Return the value; a table notes its rows as they are looked up."""
        if site is None:
            return self
        rows = site.remember(self._name, lambda: self._make_apart(site))
        if not isinstance(rows, ObservedMapping):
            note_reads((self._name,))
        return rows

    def _make_apart(self, site: Site) -> Made:
        return site.make_apart(self._name, partial(self._make, site))


class RowsOnDemand(Mapping[Key, Row]):
    """A table whose rows are made on look-up, each of any facts."""

    def __init__(self, keys: Iterable[Key], make: Callable[[Key], Row]) -> None:
        self._keys, self._make = dict.fromkeys(keys), make
        self._made: dict[Key, Row] = {}
        self.reads: set[Read] = set()

    def __getitem__(self, key: Key) -> Row:
        if key not in self._keys:
            raise KeyError(key)
        if key not in self._made:
            with record_reads(apart=True) as reads:
                self._made[key] = self._make(key)
            self.reads |= reads
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[Key]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


Table = TypeVar("Table", bound=Mapping[Any, Any])
# By name, so that a build finds what is behind the names that the last one noted.
_TABLES: Final[dict[Hashable, Callable[[Any], Mapping[Any, Any]]]] = {}


def table(make: Callable[[Site], Table]) -> Callable[[Site], Table]:
    """Return a function that makes a table of a whole site: `shared`, outside of the class."""
    name = (TABLE, f"{make.__module__}.{make.__qualname__}")

    def find(site: Site) -> Table:
        return site.remember(name, lambda: site.make_apart(name, partial(make, site)))

    _TABLES[name[1]] = find
    return find


class ReadsOfTable(NamedTuple):
    """What something of a whole site was made of."""

    whole: AbstractSet[Read]
    rows: AbstractSet[Read]
    """Reads of the rows that were looked up since."""


class FactsOfSite:
    """A site whose facts are observed."""

    library: Library
    keeper: Keeper | None
    _remembered: MutableMapping[Hashable, tuple[object, Collection[Read]]]
    _last_made: MutableMapping[Name, tuple[object, Collection[Read]]]
    _read_apart: MutableMapping[Name, ReadsOfTable]

    @property
    def notes_facts(self) -> bool:
        """Whether it is noted which facts are read; contents always are."""
        return isinstance(self.library.codes, ObservedMapping)

    def make_apart(self, name: Name, make: Callable[[], Made]) -> Made:
        """Make something of the whole site, and note what was read for it."""
        if not self.notes_facts:
            return make()
        with record_reads(apart=True) as reads:
            observed = observe_value(name, make())
        rows = observed.unobserved if isinstance(observed, ObservedMapping) else observed
        self._read_apart[name] = ReadsOfTable(reads, getattr(rows, "reads", set()))
        return observed

    def remember(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the result of `make`, made once; each caller counts as a reader of its inputs."""
        return cast("Made", make_once(self._remembered, key, make))

    def remember_briefly(self, key: Name, make: Callable[[], Made]) -> Made:
        """Remember a large value of one article or code briefly: memory may not hold all of them.

        So many of each kind, the first part of the key, are remembered. Outputs of one article or
        code are made one after the other, see `order_by_subject`.
        """
        return cast("Made", make_once(self._last_made, key, make))

    def remember_unless_many(self, key: Name, make: Callable[[], Made]) -> Made:
        """Remember some kilobytes of each article; briefly where there are many articles."""
        # It decides how long a value is remembered, and no output.
        is_large = self.remember("has many articles", self._has_many_articles)
        return (self.remember_briefly if is_large else self.remember)(key, make)

    def _has_many_articles(self) -> bool:
        with record_reads(apart=True):
            return has_many_articles(self.library.articles)

    def keep_for_code(
        self,
        name: tuple[str, str],
        form: Hashable,
        articles: Sequence[Article],
        settings: object,
        make: Callable[[], Made],
    ) -> Made:
        """Return what `make` says of a code, from now or an earlier build, see `Keeper.keep`.

        The name is a kind and the code. The value depends on these articles and `settings` alone.
        Whoever asks counts as a reader of the articles, although a known value reads none.
        """
        note_reads([*(each.source for each in articles), *((FACTS, a.source) for a in articles)])
        keys = [(each.facts_key, each.content_key) for each in articles]
        if self.keeper is None or not all(map(all, keys)):
            return make()
        basis = digest((keys, settings))
        key = " ".join((*name, *(each.source for each in articles)))
        return self.keeper.keep(name[0], form, key, make, basis)

    def observe(self, names: Iterable[Name]) -> dict[Name, str]:
        """Return digests of what has these names in a site: equal if it is."""
        with record_reads(apart=True):
            return {name: self._observe(name) for name in names}

    def _observe(self, name: Name) -> str:
        kind, *path = name
        if kind == FACTS:
            return self._digests_of_articles().get(path[0], ABSENT)
        value = self._find(path if kind in {HAS, KEYS} else [*name])
        if value is ABSENT or kind == HAS:
            return ABSENT if value is ABSENT else HAS
        return digest_value(list(cast("Any", value)) if kind == KEYS else value)

    def _find(self, name: list[Hashable]) -> object:
        """Return the value of that name; `ABSENT` if there is none."""
        root, field, *keys = name
        value: Any
        if root == TABLE:
            value = _TABLES[field](self) if field in _TABLES else {}
        else:
            value = getattr(self.library if root == LIBRARY else self, str(field))
        return find_row(value, keys)

    def _digests_of_articles(self) -> dict[Hashable, str]:
        return self.remember("digests of articles", self._digest_articles)

    def _digest_articles(self) -> dict[Hashable, str]:
        now = self.library.inputs.now
        with record_reads(apart=True):  # each look-up would count as a read of all of them
            return {each.source: _digest_facts(each, now) for each in self.library.articles}


def find_row(value: Any, keys: Iterable[Hashable]) -> Any:  # noqa: ANN401 - of any table
    """Return the row of a table, or of a table in it, without noting that; `ABSENT` if none."""
    for key in keys:
        table = value.unobserved if isinstance(value, ObservedMapping) else value
        value = table[key] if isinstance(table, Mapping) and key in table else ABSENT
    return value.unobserved if isinstance(value, ObservedMapping) else value


def _digest_facts(article: Article, now: datetime | None) -> str:
    """Digest what others read of an article, with its present state."""
    state = state_of(article, now), unfinished_reason(article.metadata.publication, now)
    return digest_value((article.facts_key, *state))


class ObservedLibrary(Library, frozen=True):
    """A library that notes which rows of its tables are read, and which of its lists."""


class _ListOfLibrary:
    def __init__(self, name: str) -> None:
        self._slot, self._name = cast("Any", getattr(Library, name)), (LIBRARY, name)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:  # noqa: ANN401 - the list
        note_reads((self._name,))
        return self._slot.__get__(instance, owner)

    def __set__(self, instance: object, members: object) -> None:
        """Set the field, as `__init__` does once."""
        self._slot.__set__(instance, members)


# Fields whose reads are noted; the digest of a site's basis has all others.
LISTS: Final = ("articles", "withheld")
TABLES: Final = (
    *("by_key", "translations", "codes", "index", "assets", "pictures", "withheld_by_number"),
    *("numbers", "pages", "labels", "places"),
)
for _name in LISTS:
    setattr(ObservedLibrary, _name, _ListOfLibrary(_name))


def observe_library(library: Library, articles: tuple[Article, ...]) -> ObservedLibrary:
    """Return the same library, which notes reads; `articles` are its own, which note theirs."""
    keys = ((article.locale, article.number) for article in articles)
    by_key = dict(zip(keys, articles, strict=True))
    values = {name: getattr(library, name) for name in Library.__struct_fields__}
    values |= {"articles": articles, "by_key": by_key}
    tables = {name: ObservedMapping((LIBRARY, name), values[name]) for name in TABLES}
    return ObservedLibrary(**(values | tables))


def list_unobserved(library: Library) -> list[object]:
    """List the fields of which reads are not noted, except digests of the others and `inputs`."""
    others = {*LISTS, *TABLES, "facts_digest", "basis_digest", "inputs"}
    return [getattr(library, name) for name in Library.__struct_fields__ if name not in others]
