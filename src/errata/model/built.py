"""What a build knows of the one before: what each output was made of, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from errata.diagnostics import Diagnostic
    from errata.model.metadata import WithheldArticle
    from errata.model.observed import Name


@dataclass(frozen=True, slots=True)
class Kept:
    """Content that the old site has already, which would be made again just so."""

    sha256: str
    """Hexadecimal."""
    size: int
    read: Callable[[], bytes] = field(compare=False, repr=False)
    """Reads it, for who has to look into it after all."""


class SpoolReader(Protocol):
    """Where spooled content is."""

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from a place on."""


@dataclass(frozen=True, slots=True)
class Spooled:
    """Content that was made and is not in memory: it waits until the site is written."""

    # A large site has a million of these.
    digest: bytes
    size: int
    start: int = field(compare=False)
    spool: SpoolReader = field(compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """As in `Kept`."""
        return self.digest.hex()

    def read(self) -> bytes:
        """Read all of it."""
        return self.spool.read(self.start, self.size)

    def __reduce__(self) -> tuple[type[bytes], tuple[bytes]]:
        """Other machines get the content itself."""
        return bytes, (self.read(),)


class Spool(Protocol):
    """Takes contents out of memory until the site is written."""

    def __call__(self, content: bytes) -> bytes | Spooled:
        """The content, or where it is now."""


def hold_in_memory(content: bytes) -> bytes:
    """A `Spool` for sites that fit into memory."""
    return content


@dataclass(frozen=True, slots=True, order=True)
class AllowedValue:
    """An internal value that is in the site because it was said in public; it is not here."""

    source: str
    """The article whose value it is."""
    kind: str
    """Its key."""
    said_by: str
    """The first article that has it in its public text, or what else says it."""


@dataclass(frozen=True, slots=True)
class MadeUnit:
    """What one page, file or bundle of files was made of."""

    reads: tuple[str, ...]
    """The articles whose content was read, by source; sorted."""
    view: str
    """A digest of what a page's template saw; empty for what is no page."""
    paths: tuple[str, ...]
    """Its files."""
    facts: tuple[Name, ...] = ()
    """The facts that were read, by name; sorted."""
    plan: str = ""
    """A digest of what it was planned to be made of; empty where that has none."""


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What one build leaves for the next."""

    facts: str
    """A digest of all that outputs are made of, but for contents of articles."""
    look: str
    """A digest of what makes pages of their views."""
    contents: Mapping[str, str]
    """Source of each article -> a digest of its content."""
    units: Mapping[str, MadeUnit]
    """By the path of the first file."""
    basis: str = ""
    """A digest of all that outputs are made of, but for articles' contents and the facts that are
    noted when they are read."""
    observed: Mapping[Name, str] = field(default_factory=dict)
    """The facts that were read, with a digest of each."""
    needles: str = ""
    """A digest of what leaks are searched for with."""
    leaks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Path of a file -> numbers of those that were found there; only files with any."""
    until: datetime | None = field(default=None, compare=False)
    """When time alone may change something; None: it is not known."""


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """What a build says when it has ended, to be said again where nothing has changed."""

    diagnostics: tuple[Diagnostic, ...]
    """Sorted."""
    ids: tuple[tuple[str, str], ...] = ()
    """Kind and name of each article and code that has an address, sorted."""
    withheld: tuple[WithheldArticle, ...] = ()
    """Articles that are not published, by source."""
    unfinished: int = 0
    """Articles that are in the site only because drafts were asked for."""
    suppressed: int = 0
    """Findings that comments in the articles keep quiet."""
    allowed: tuple[AllowedValue, ...] = ()
    """Internal values that are in the site because somebody said them in public."""


@dataclass(frozen=True, slots=True)
class LastBuild:
    """The record of the last build, and what of it can be believed."""

    record: BuildRecord
    files: Mapping[str, Kept]
    """Path -> content, of the files that are on the disk as they were written."""
