"""What readers of exports return: articles, their files, and what was left behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from errata.importing.decoding import decode, parse_json, text_of
from errata.model.inputs import Export
from errata.text.display import shorten_line

Record = dict[str, Any]
Kind = Literal["article", "picture", "file", "link", "markup", "metadata", "record"]

# The possible results for a thing. The first ones leave nothing to do.
CARRIED: Final = "carried over"
UNCHANGED: Final = "unchanged"
OUTSIDE: Final = "leads outside"
SIMPLIFIED: Final = "simplified"
SUPERSEDED: Final = "older version"
# The rest is what could not be carried over; it makes the exit status 1.
EDITED: Final = "edited since"
PENDING: Final = "changed in the export"
TAKEN: Final = "name taken"
GONE: Final = "gone from the export"
REMOTE: Final = "left on another server"
MISSING: Final = "not in the export"
REMOVED: Final = "removed"
UNREADABLE: Final = "cannot be read"
UNUSED: Final = "not used by the text"

FINE: Final = frozenset({CARRIED, UNCHANGED, OUTSIDE, SIMPLIFIED, SUPERSEDED})
# The most characters of a thing in the report: what a line of a terminal shows.
_LONGEST: Final = 160


class ImportOutcome(NamedTuple):
    """The outcome of one article, picture, link or other part of an export."""

    kind: Kind
    result: str
    where: str
    """The article's title or number, or a file of the export."""
    what: str
    detail: str = ""
    times: int = 1

    @property
    def is_fine(self) -> bool:
        """Whether it needs no review."""
        return self.result in FINE


@dataclass(slots=True)
class Account:
    """Outcomes as they come in; repeated ones are counted."""

    _counts: Counter[ImportOutcome] = field(default_factory=Counter)

    def note(self, kind: Kind, result: str, place: str, subject: str, detail: str = "") -> None:
        """Count one outcome."""
        self._counts[
            ImportOutcome(kind, result, place, shorten_line(subject, _LONGEST), detail)
        ] += 1

    def outcomes(self) -> tuple[ImportOutcome, ...]:
        """Return all outcomes, sorted."""
        outcomes = (outcome._replace(times=count) for outcome, count in self._counts.items())
        return tuple(sorted(outcomes))


def choose_versions(
    versions: Iterable[tuple[tuple[str, str], str, Record]],
    rank: Callable[[Record], tuple[object, ...]],
    version_field: str,
    account: Account,
) -> list[tuple[str, Record]]:
    """Return the highest version of each article, with its file; note the others.

    A version comes with the article's number and locale, its file and its record.
    """
    best: dict[tuple[str, str], tuple[str, Record]] = {}
    for key, path, record in versions:
        other = best.get(key)
        if other is None or rank(record) > rank(other[1]):
            best[key], lost = (path, record), other
        else:
            lost = (path, record)
        if lost is not None:
            name = f"{key[0]} {text_of(lost[1], version_field)}".strip()
            account.note("article", SUPERSEDED, lost[0], name, "another version is imported")
    return [best[key] for key in sorted(best)]


@dataclass(frozen=True, slots=True)
class Texts:
    """The files of an export, as the readers of sources see them."""

    export: Export
    encoding: str = ""
    """Encoding of all text; empty: detected for each file."""

    def paths(self, *endings: str) -> list[str]:
        """Return the files with one of these endings, sorted."""
        return [path for path in self.export.sizes if path.lower().endswith(endings)]

    def read(self, path: str, account: Account) -> str:
        """Read the text of a file; a guessed encoding is noted."""
        text, guessed = decode(self.export.read(path), path, self.encoding)
        if guessed:
            account.note("record", SIMPLIFIED, path, f"read as {guessed}", "it is not UTF-8")
        return text

    def read_records(self, path: str, account: Account, *names: str) -> Iterator[Record]:
        """Yield the objects of a file of JSON: its own list, or the one under the first name."""
        document = parse_json(self.read(path, account), path)
        if isinstance(document, dict):
            document = next((document[name] for name in names if name in document), document)
        for record in document if isinstance(document, list) else [document]:
            if isinstance(record, dict):
                yield record
            else:
                account.note("record", UNREADABLE, path, str(record)[:40], "it is not an object")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to an article."""

    name: str
    file: str = ""
    """Its path in the export; empty if the export only has its name."""
    data: bytes = field(default=b"", repr=False)
    """Its content, if a record holds it."""
    ids: tuple[str, ...] = ()
    """Its ids in texts, as `ExportSource.identify` gives them."""
    is_listed: bool = False
    """Whether readers see it below the article as well as in the text."""
    locale: str = ""
    """Locale of its translation, as the source writes it; empty for all."""


@dataclass(frozen=True, slots=True)
class ExportedArticle:
    """One article in one language, as its source has it."""

    key: str
    """Identifies it in its source, with its language: the same in every export."""
    where: str
    """The file of the export."""
    title: str
    html: str = field(repr=False)
    locale: str = ""
    """Locale as the source writes it; empty if it states none."""
    group: str = ""
    """Common key of the translations of one article."""
    number: str = ""
    """The article's number; empty if its source only has internal ids."""
    state: Literal["", "draft", "archived"] = ""
    audience: Literal["", "internal", "partner", "customer"] = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    product: str = ""
    folders: tuple[str, ...] = ()
    """Titles of its sections, from the top."""
    created: str = ""
    published: str = ""
    updated: str = ""
    publish_from: str = ""
    valid_until: str = ""
    """The date as written, as are all dates here."""
    version: str = ""
    order: int | None = None
    addresses: tuple[str, ...] = ()
    """Paths at which readers found it."""
    ids: tuple[str, ...] = ()
    """Its ids in links, as `ExportSource.identify` gives them."""
    attachments: tuple[Attachment, ...] = ()
    base: str = ""
    """Address, or path in the export, that relative links of the text start from."""


# What a link names: the ids of an article or a file, the most exact first; none for another site.
Identify = Callable[[str, ExportedArticle], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ExportSource:
    """A kind of knowledge base to import from."""

    name: str
    read: Callable[[Texts, Account], list[ExportedArticle]]
    identify: Identify
