"""Makes what the last build has not made in the same form already.

1. Outputs are functions of the site's facts and of the contents of the articles that they read. An
   output is unchanged if the contents that it read are, and either no fact has changed, or none of
   those that it read and nothing of what it was planned to be made of: then it is not made.
2. Otherwise a page's view is made. Pages are functions of their view and of the theme: if both are
   unchanged, the page is not rendered.
3. Otherwise it is rendered. Whether its bytes differ is found when files are written.

Reads are recorded while an output is made, so that no list of dependencies can be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from errata.model import (
    Artifact,
    BuildRecord,
    Bundle,
    LastBuild,
    MadeUnit,
    Page,
    PlannedFile,
    Spool,
    ViewedPage,
    hold_in_memory,
    record_reads,
)
from errata.model.observed import Name, digest_value, list_facts, list_sources
from errata.targets.relinking import digest_targets

if TYPE_CHECKING:
    from errata.model.reads import Read
    from errata.site.context import SiteContext
    from errata.site.plan import Planned


class SiteDigests(NamedTuple):
    """Digests of what a whole site is made of."""

    facts: str
    """Digest of everything except contents."""
    basis: str
    """Digest of everything except contents and what is noted when it is read."""
    look: str
    """Digest of everything that turns views into pages."""
    links: str
    """Digest of what decides where links in texts lead."""


class MadeOutput(NamedTuple):
    """A file, or a page that has to be rendered, and what it was made of."""

    output: Artifact | ViewedPage
    unit: MadeUnit | None
    """None for a file that was made before it was planned."""


class Renewal:
    """The outputs of one build, each made at most once; a stage's function of them."""

    doing: ClassVar = "making pages"

    def __init__(
        self,
        made_of: SiteDigests,
        site: SiteContext,
        before: LastBuild | None = None,
        spool: Spool = hold_in_memory,
    ) -> None:
        """Prepare the renewal; nothing is compared with a site that is not there."""
        self._made_of = made_of
        self._site = site
        self._names: dict[Name, Name] = {}
        self._units: dict[str, MadeUnit] = {}
        self._same_units: dict[MadeUnit, MadeUnit] = {}
        self._before, self._spool = before, spool
        record = before.record if before else None
        self._has_facts = record is not None and record.facts == made_of.facts
        self._has_basis = record is not None and record.basis == made_of.basis
        self._has_look = record is not None and record.look == made_of.look
        self._observed = record.observed if record and self._has_basis else {}
        earlier = record.contents if record else {}
        has_links = record is not None and record.links == made_of.links
        self._contents = _digest_contents(site, earlier if has_links else {})
        self._sources = {source: source for source in self._contents}
        differing = self._contents.items() ^ earlier.items()
        self._changed = {source for source, _ in differing}

    @property
    def record(self) -> BuildRecord:
        """Information for the next build, once all outputs are made or kept."""
        digests = self._made_of
        earlier = self._before.record.units if self._before and self._has_facts else {}
        new = (unit for path, unit in self._units.items() if unit is not earlier.get(path))
        digest_of = self._observed_now
        # While facts are the same, names keep their places: only few units are looked at.
        names = dict.fromkeys(digest_of if self._has_facts else ())
        names |= dict.fromkeys(name for unit in new for name in unit.facts)
        digest_of |= self._site.observe([name for name in names if name not in digest_of])
        observed = {name: digest_of[name] for name in names}
        return BuildRecord(
            *(digests.facts, digests.look, self._contents, self._units),
            *(digests.basis, digests.links, observed),
        )

    def unpack(self, bundle: Bundle) -> Iterable[Artifact]:
        """Return the files of a bundle: from the old site, or made."""
        artifacts, unit = self.make_bundle(bundle)
        self.note_unit(bundle.path, unit)
        return tuple(shelve(artifact, self._spool) for artifact in artifacts)

    def make_bundle(self, bundle: Bundle) -> tuple[tuple[Artifact, ...], MadeUnit]:
        """Return the same in any process; `note_unit` must then be called with the unit."""
        if unit := self._find_fresh(bundle):
            return self._kept_files(bundle.path, unit), unit
        with record_reads() as reads:
            files = (Artifact(file.path, file.content) for file in bundle.make())
            artifacts = tuple(map(self.find_same, files))
        paths = tuple(artifact.path for artifact in artifacts)
        return artifacts, self._describe(bundle, reads, paths)

    def __call__(self, item: Planned) -> MadeOutput:
        """Return a file with its content; a page that has to be rendered with its view.

        This may run in any process; `note_unit` must then be called with the unit.
        """
        if isinstance(item, Artifact):
            return MadeOutput(item, None)
        if unit := self._find_fresh(item):
            return MadeOutput(self._kept_files(item.path, unit)[0], unit)
        return self._make_file(item) if isinstance(item, PlannedFile) else self._make_page(item)

    def find_fresh(self, item: Planned | Bundle) -> tuple[Artifact, ...]:
        """Return the files of an output of which nothing has changed; else none."""
        unit = None if isinstance(item, Artifact) else self._find_fresh(item)
        if unit is None:
            return ()
        self._units[item.path] = unit
        return self._kept_files(item.path, unit)

    def find_same(self, item: Artifact) -> Artifact:
        """Return a file with its content, or that of the old site if the bytes are the same.

        Then it is neither searched nor compared again.
        """
        previous = self._before.files.get(item.path) if self._before else None
        if previous is None or not isinstance(item.content, bytes):
            return item
        is_same = sha256(item.content).hexdigest() == previous.sha256
        return Artifact(item.path, previous) if is_same else item

    def note_unit(self, path: str, unit: MadeUnit) -> None:
        """Note what was made together, by the path of the first file."""
        self._units[path] = self._share(unit)

    def _make_file(self, item: PlannedFile) -> MadeOutput:
        with record_reads() as reads:
            content = item.content
        unit = self._describe(item, reads)
        return MadeOutput(self.find_same(Artifact(item.path, content)), unit)

    def _make_page(self, item: Page) -> MadeOutput:
        with record_reads() as reads:
            page = item.look()
        unit = self._find(item.path)
        view = digest_page(page)
        made_unit = self._describe(item, reads, view=view)
        same = unit and view and unit.view == view and self._has_look
        output = self._kept_files(item.path, made_unit)[0] if same else page
        return MadeOutput(output, made_unit)

    def _describe(
        self,
        item: Page | PlannedFile | Bundle,
        reads: set[Read],
        paths: tuple[str, ...] = (),
        view: str = "",
    ) -> MadeUnit:
        if not self._site.notes_facts:
            return MadeUnit(list_sources(reads), view, paths)
        return MadeUnit(list_sources(reads), view, paths, list_facts(reads), _digest_plan(item))

    def _share(self, unit: MadeUnit) -> MadeUnit:
        """Return the unit with equal names as one object: they are most of it.

        Equal units are one, too, such as those of the files of an article that read it alone.
        """
        reads = tuple(self._sources.setdefault(read, read) for read in unit.reads)
        if not unit.facts:
            shared = MadeUnit(reads, unit.view, unit.paths, (), unit.plan)
            return self._same_units.setdefault(shared, shared)
        facts = tuple(self._names.setdefault(fact, fact) for fact in unit.facts)
        return MadeUnit(reads, unit.view, unit.paths, facts, unit.plan)

    def _find(self, path: str) -> MadeUnit | None:
        """Return what is known of an output, if all of its files are unchanged in the old site."""
        unit = self._before.record.units.get(path) if self._before else None
        if unit is None or self._before is None:
            return None
        return unit if all(file in self._before.files for file in unit.paths or (path,)) else None

    def _find_fresh(self, item: Page | PlannedFile | Bundle) -> MadeUnit | None:
        """Return what is known of an output that would be made again unchanged."""
        unit = self._find(item.path)
        has_look = self._has_look or not isinstance(item, Page)
        if unit is None or not has_look or not self._changed.isdisjoint(unit.reads):
            return None
        return unit if self._has_facts or self._is_as_it_was(unit, item) else None

    def _is_as_it_was(self, unit: MadeUnit, item: Page | PlannedFile | Bundle) -> bool:
        """Whether no fact that an output reads has changed, nor what it is planned to have."""
        is_known = self._has_basis and unit.plan != ""
        if not (is_known and self._changed_facts.isdisjoint(unit.facts)):
            return False
        return unit.plan == _digest_plan(item)

    @cached_property
    def _observed_now(self) -> dict[Name, str]:
        """The names that the last build observed, with present digests."""
        return {**self._observed} if self._has_facts else self._site.observe(self._observed)

    @cached_property
    def _changed_facts(self) -> frozenset[Name]:
        """The names of changed facts: all are compared at once, before processes are started."""
        now = self._observed_now
        return frozenset(name for name, value in self._observed.items() if now[name] != value)

    def _kept_files(self, path: str, unit: MadeUnit) -> tuple[Artifact, ...]:
        files = self._before.files if self._before else {}
        return tuple(Artifact(file, files[file]) for file in unit.paths or (path,))


def _digest_contents(site: SiteContext, earlier: Mapping[str, str]) -> dict[str, str]:
    """Map sources to digests of contents and of where their links lead.

    `earlier` are those of the last build, if links of the same texts lead to the same places now.
    """
    contents: dict[str, str] = {}
    with record_reads(apart=True):
        for article in site.library.articles:
            content_digest = earlier.get(article.source, "")
            if not content_digest.startswith(f"{article.content_key} "):
                targets = digest_targets(article) if site.notes_facts else ""
                content_digest = f"{article.content_key} {targets}"
            contents[article.source] = content_digest
    return contents


def shelve(artifact: Artifact, spool: Spool) -> Artifact:
    """Return the file, moved out of memory if it was just made."""
    content = artifact.content
    return Artifact(artifact.path, spool(content)) if isinstance(content, bytes) else artifact


def _digest_plan(item: Page | PlannedFile | Bundle) -> str:
    """Digest what is bound in an item's functions; empty if that cannot be compared."""
    try:
        return digest_value(item)
    except TypeError:
        return ""


def digest_page(page: ViewedPage) -> str:
    """Digest a page's view; empty if impossible, as with half a character.

    Of 781 pages 40 ms; `pickle` takes 70, and gives other bytes if equal texts are one object.
    """
    try:
        written = to_json((page.template, page.locale, page.view))
    except (PydanticSerializationError, UnicodeError):
        return ""
    return sha256(written).hexdigest()
