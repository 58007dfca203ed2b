"""What a build knows of the previous one: what each output was made of, and the results."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct

from errata.diagnostics import Diagnostic
from errata.model.metadata import WithheldArticle
from errata.values import Value

if TYPE_CHECKING:
    from datetime import datetime

    from errata.model.observed import Name


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """Content of the old site that would be made again unchanged."""

    sha256: str
    """The digest in hexadecimal."""
    size: int
    read: Callable[[], bytes] = dataclasses.field(compare=False, repr=False)
    """Reads it, if it has to be examined after all."""


class SpoolReader(Protocol):
    """The storage of spooled content."""

    def read(self, start: int, size: int) -> bytes:
        """Read so many bytes from a place on."""


@dataclasses.dataclass(frozen=True, slots=True)
class Spooled:
    """Content that was made and moved out of memory until the site is written."""

    # A large site has a million of these.
    digest: bytes
    size: int
    start: int = dataclasses.field(compare=False)
    spool: SpoolReader = dataclasses.field(compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """See `Kept.sha256`."""
        return self.digest.hex()

    def read(self) -> bytes:
        """Read all of it."""
        return self.spool.read(self.start, self.size)

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Pickle the content itself, for other machines."""
        return bytes, (self.read(),)


class Spool(Protocol):
    """Moves contents out of memory until the site is written."""

    def __call__(self, content: bytes) -> bytes | Spooled:
        """Return the content, or its place."""


def hold_in_memory(content: bytes) -> bytes:
    """Return the content: a `Spool` for sites that fit into memory."""
    return content


class AllowedValue(Value, frozen=True, order=True):
    """An internal value in the site that is public elsewhere; the value itself is not here."""

    source: str
    """The article whose value it is."""
    kind: str
    """The key of the value."""
    said_by: str
    """The first article that has it in its public text, or another source."""


class MadeUnit(NamedTuple):
    """What one unit was made of: a page, a file or a bundle of files."""

    reads: tuple[str, ...]
    """Sources of the articles whose content was read; sorted."""
    view: str
    """A digest of what a page's template saw; empty for other files."""
    paths: tuple[str, ...]
    """Paths of its files; empty for one file, whose path the unit has."""
    facts: tuple[Name, ...] = ()
    """Names of the facts that were read; sorted."""
    plan: str = ""
    """A digest of what it was planned to be made of; empty if there is none."""


@dataclasses.dataclass(frozen=True, slots=True)
class BuildRecord:
    """What one build records for the next."""

    facts: str
    """A digest of everything that outputs are made of, except contents of articles."""
    look: str
    """A digest of everything that turns views into pages."""
    contents: Mapping[str, str]
    """Source of each article -> digests of its content, and of where its links lead."""
    units: Mapping[str, MadeUnit]
    """Units by the path of their first file."""
    basis: str = ""
    """A digest of everything that outputs are made of, except articles' contents and the facts that
    are noted when they are read.
    """
    links: str = ""
    """A digest of what decides where links in articles lead."""
    observed: Mapping[Name, str] = dataclasses.field(default_factory=dict)
    """Names of the facts that were read, with a digest of each."""
    needles: str = ""
    """A digest of the needles in the search for leaks."""
    leaks: Mapping[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    """Path of a file -> numbers of the needles found there; only files with any."""
    until: datetime | None = dataclasses.field(default=None, compare=False)
    """When time alone may change something; None if unknown."""


class BuildOutcome(Value, frozen=True):
    """The messages of a finished build, to repeat if nothing has changed."""

    diagnostics: tuple[Diagnostic, ...]
    """Findings, sorted."""
    ids: tuple[tuple[str, str], ...] = ()
    """Kind and name of each article and code with an address, sorted."""
    withheld: tuple[WithheldArticle, ...] = ()
    """Articles that are not published, by source."""
    unfinished: int = 0
    """Number of articles that are in the site only because drafts were requested."""
    suppressed: int = 0
    """Number of findings that comments in the articles suppress."""
    allowed: tuple[AllowedValue, ...] = ()
    """Internal values that are in the site because they are public elsewhere."""


class LastBuild(Struct, frozen=True):
    """The record of the last build, and which parts of it are valid."""

    record: BuildRecord
    files: Mapping[str, Kept]
    """Path -> content, of the files that are on disk as they were written."""
