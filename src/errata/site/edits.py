"""Finds what of a site is still valid after an edit of facts, of articles or of which codes exist.

The articles and their places have not changed, and links lead to the same targets: everything that
`Library.basis_digest` stands for. Articles stay the same objects with other facts in them, so that
all holders see the new ones. Results that read nothing that changed are kept.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import Any, Final, TypeVar

from msgspec import structs

from errata.model import LastMade, Library, digest
from errata.model.observed import (
    HAS,
    KEYS,
    LIBRARY,
    Name,
    list_differing_fields,
    renew_article,
)
from errata.model.reads import FACTS, FIELD, Read
from errata.site.facts import (
    ABSENT,
    OWN_NAMES,
    TABLES,
    FactsOfSite,
    ReadsOfTable,
    find_row,
    observe_library,
)

Remembered = tuple[object, Collection[Read]]

Key = TypeVar("Key")
Made = TypeVar("Made")
_OF_TABLES: Final = frozenset({HAS, KEYS})
_IN_NO_TABLE: Final = frozenset({FACTS, FIELD})
# What was read and found out of articles and codes last, of each of five kinds: 8 kB each. The
# 2,358 real articles are fewer, and so are their codes.
MOST_LAST: Final = 2_560


class SiteEdit:
    """The change from one library to the next."""

    def __init__(
        self,
        before: Library,
        after: Library,
        changed: frozenset[str],
        tables: Mapping[Name, ReadsOfTable],
    ) -> None:
        """Compare two libraries; `before` is observed, `changed` are sources with other facts.

        `tables` are what the tables of the whole site were made of.
        """
        self._before, self._tables = before, tables
        fields: set[str] = set()
        now = {article.source: article for article in after.articles}
        articles: Any = before.articles
        for article in articles:
            if article.source in changed:
                fields |= list_differing_fields(article, now[article.source])
                renew_article(article, now[article.source])
        self.observed = observe_library(after, articles)
        self._known: dict[Read, bool] = {}
        self._differing = {name: self._list_differing_rows(name) for name in TABLES}
        self._names: frozenset[Read] = changed.union(
            ((FACTS, source) for source in changed), ((FIELD, name) for name in fields)
        )

    def keep(self, remembered: Mapping[Any, Remembered]) -> dict[Any, Remembered]:
        """Return results of which no input has changed."""
        # What reads of all articles goes first: its names are most of them.
        items = [item for item in remembered.items() if self._names.isdisjoint(item[1][1])]
        # Each name once: what is remembered of articles has most of them in common.
        names = set[Read]().union(*(reads for _, (_, reads) in items))
        changed = {name for name in names if not self._is_row_as_it_was(name)}
        return {
            key: (value, reads)
            for key, (value, reads) in items
            if isinstance(key, tuple)
            and (self._is_table_as_it_was(key[:2]) if key[0] in OWN_NAMES else reads)
            and changed.isdisjoint(reads)
        }

    def _list_differing_rows(self, table: str) -> frozenset[Hashable]:
        """List the keys of a table of the library whose rows have changed."""
        before, now = (_find(values, (LIBRARY, table)) for values in (self._before, self.observed))
        if before is now:
            return frozenset()
        # Most rows are the same object.
        pairs = ((key, before.get(key), now.get(key)) for key in before.keys() | now.keys())
        return frozenset(key for key, old, new in pairs if old is not new and old != new)

    def _is_table_as_it_was(self, name: Name) -> bool:
        """Whether no input of a table of the whole site has changed."""
        if name not in self._tables:
            return False
        if name not in self._known:
            reads = self._tables[name]
            self._known[name] = all(
                self._names.isdisjoint(names) and all(map(self._is_row_as_it_was, names))
                for names in (reads.whole, reads.rows)
            )
        return self._known[name]

    def _is_row_as_it_was(self, read: Read) -> bool:
        """Return whether a row of a table is as it was; so is all that is in none."""
        if isinstance(read, str) or read[0] in _IN_NO_TABLE:
            return True
        is_row = read[0] == LIBRARY and len(read) > 2  # noqa: PLR2004 - library, table, key
        if is_row and read[2] not in self._differing[str(read[1])]:
            return True
        if read not in self._known:
            self._known[read] = self._compare(read)
        return self._known[read]

    def _compare(self, name: tuple[Hashable, ...]) -> bool:
        """Whether a row of a table of the library, or its keys, are unchanged."""
        if name[0] in _OF_TABLES and name[1] != LIBRARY:
            return self._is_table_as_it_was(name[1:3])
        if name[0] in _OF_TABLES:
            rows = [_find(values, name[1:]) for values in (self._before, self.observed)]
            if name[0] == HAS:
                return (rows[0] is ABSENT) == (rows[1] is ABSENT)
            is_table = all(isinstance(row, dict) for row in rows)
            return is_table and list(rows[0]) == list(rows[1])
        if name[0] != LIBRARY:
            return self._is_table_as_it_was(name[:2])
        before, now = _find(self._before, name), _find(self.observed, name)
        return before is now or bool(before == now)  # `==` of a dataclass compares all its fields


class EditedSite(FactsOfSite):
    """A site whose articles may change: results of changed inputs are forgotten."""

    def forget(self, source: str) -> list[object]:
        """Forget what was made of the content of an article.

        Return what was remembered before: to free it takes time.
        """
        before: list[object] = [self._remembered, self._last_made]
        # A thread that is making something keeps it in the old one.
        object.__setattr__(self, "_remembered", without_readers(self._remembered, source))
        last = without_readers(self._last_made, source)
        object.__setattr__(self, "_last_made", LastMade(MOST_LAST, last))
        return before

    def renew_content(self, source: str, key: str) -> None:
        """Replace the key of an article's content, since its content has changed."""
        for article in self.library.articles:
            if article.source == source:
                other = digest((article.content_key, key))
                structs.force_setattr(article, "content_key", other)

    def follow(self, library: Library, changed: frozenset[str]) -> list[object]:
        """Change to a library in which facts of these articles differ, see `edits`.

        Return what was remembered before: to free it takes time.
        """
        edit = SiteEdit(self.library, library, changed, self._read_apart)
        before = [edit, self._remembered, self._read_apart, self._last_made]
        object.__setattr__(self, "library", edit.observed)
        remembered = edit.keep(self._remembered)
        object.__setattr__(self, "_remembered", remembered)
        tables = {name: reads for name, reads in self._read_apart.items() if name in remembered}
        object.__setattr__(self, "_read_apart", tables)
        last = LastMade(MOST_LAST, edit.keep(self._last_made))
        object.__setattr__(self, "_last_made", last)
        return before


def without_readers(
    results: Mapping[Key, tuple[Made, Collection[Read]]], source: str
) -> dict[Key, tuple[Made, Collection[Read]]]:
    """Return what was made without reading the content of an article."""
    remaining = dict(results)
    for key in [key for key, (_, reads) in results.items() if source in reads]:
        del remaining[key]
    return remaining


def list_changed_articles(before: Library, after: Library) -> frozenset[str] | None:
    """List sources with other facts; None if more than that has changed."""
    pairs = zip(before.articles, after.articles, strict=False)
    changed = [(old, new) for old, new in pairs if old is not new]
    if before.basis_digest != after.basis_digest:
        return None
    if any(old.metadata.hidden != new.metadata.hidden for old, new in changed):
        return None
    # One more than the edited one where the edit decides how others spell a code.
    return frozenset(new.source for old, new in changed if old.facts_key != new.facts_key)


def _find(library: Library, name: tuple[Hashable, ...]) -> Any:  # noqa: ANN401 - of any table
    """Return the value of this name in a library."""
    root, table, *keys = name
    return find_row(getattr(library, str(table)), keys) if root == LIBRARY else ABSENT
