"""Makes all planned files of a site, in other processes where that saves time.

Each is searched for internal values as soon as it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, cast

from msgspec import structs

from errata.mapper import PageMappers, collect_new_objects, describe_stage, stage
from errata.model import Artifact, Bundle, MadeUnit, Spool, ViewedPage
from errata.site.renewal import MadeOutput, Renewal, shelve
from errata.values import Record

if TYPE_CHECKING:
    from errata.checks.leak_search import SiteSearch
    from errata.checks.subjects import FinishedSite
    from errata.review import ReviewContext
    from errata.site.plan import Planned
    from errata.theme.render import PageRenderer

CHECKING: Final = "checking the site"
# Outputs that are in memory at once, which take 70 MB. Larger batches would save other processes
# some work: each finds out anew, for each batch, what its pages share.
_AT_ONCE: Final = 16_384
# So many values that pages keep, such as messages of codes, are written together. In a first build,
# the process that makes the lists keeps 200; page by page it would write 100 times.
_WRITTEN_TOGETHER: Final = 25


class _Made(NamedTuple):
    """What was made of one item: a file or page, or all files of a bundle."""

    outputs: tuple[Artifact | ViewedPage, ...]
    leaks: tuple[tuple[int, ...] | None, ...]
    """Leaks in each output, see `FinishedSite.searched`; None for one that was not searched."""
    unit: MadeUnit | None

    def list_leaks(self) -> Iterator[tuple[str, tuple[int, ...] | None]]:
        """Yield the paths of files that have leaks or were not searched: a few of a million."""
        pairs = zip(self.outputs, self.leaks, strict=True)
        return ((output.path, leaks) for output, leaks in pairs if leaks != ())


class OutputMaker(Record, frozen=True):
    """Makes an output of the site and searches it for internal values.

    It is one stage, because everything is known for each of them.
    """

    doing: ClassVar = "making pages"
    renewal: Renewal
    renderer: PageRenderer | None
    """None if pages are rendered elsewhere."""
    context: ReviewContext
    search: SiteSearch | None
    spool: Spool

    def __call__(self, item: Planned | Bundle) -> _Made:
        """Make one item."""
        outputs: tuple[Artifact | ViewedPage, ...]
        unit: MadeUnit | None
        if isinstance(item, Bundle):
            outputs, unit = self.renewal.make_bundle(item)
            self.context.keeper.flush()  # each process keeps what it found, here and below
        else:
            result = self._make(item)
            outputs, unit = (result.output,), result.unit
            # What a process has not written when it ends is lost.
            self.context.keeper.flush(at_least=_WRITTEN_TOGETHER)
        collect_new_objects()
        return _Made(outputs, tuple(map(self._look_into, outputs)), unit)

    def receive(self, result: _Made) -> _Made:
        """Move what was made out of memory."""
        return result._replace(outputs=tuple(self._shelve(output) for output in result.outputs))

    def _shelve(self, output: Artifact | ViewedPage) -> Artifact | ViewedPage:
        return shelve(output, self.spool) if isinstance(output, Artifact) else output

    def take_fresh(self, items: list[Planned | Bundle]) -> tuple[_Made, list[Planned | Bundle]]:
        """Return the files of the last build that stay as they are, and the outputs to make."""
        if self.search and not self.search.remembers:
            return _Made((), (), None), items
        files: list[Artifact] = []
        remaining: list[Planned | Bundle] = []
        for item in items:
            fresh = self.renewal.find_fresh(item)
            files += fresh
            remaining += () if fresh else (item,)
        leaks = [self.search.look_into(file) if self.search else None for file in files]
        return _Made(tuple(files), tuple(leaks), None), remaining

    def _look_into(self, output: Artifact | ViewedPage) -> tuple[int, ...] | None:
        if self.search is None or not isinstance(output, Artifact):
            return None
        with stage(CHECKING):
            return self.search.look_into(output)

    def _make(self, item: Planned) -> MadeOutput:
        result = self.renewal(item)
        if self.renderer is None or not isinstance(result.output, ViewedPage):
            return result
        with stage(describe_stage(self.renderer)):
            data = self.renderer(result.output)
        return result._replace(output=self.renewal.find_same(Artifact(result.output.path, data)))


def make_files(
    items: list[Planned | Bundle], maker: OutputMaker, mappers: PageMappers, site: FinishedSite
) -> FinishedSite:
    """Return the site with all of its files, sorted by path.

    The list of items is emptied: what was planned is forgotten once it is made.
    """
    # Now, before other processes keep more of the same articles: the last to write replaces all.
    maker.context.keeper.flush()
    local = maker if mappers.rendering is None else structs.replace(maker, renderer=None)
    # Finished outputs are not sent: they may wait on the disk.
    files = [maker.renewal.find_same(item) for item in items if isinstance(item, Artifact)]
    leaks: dict[str, tuple[int, ...] | None] = dict.fromkeys(item.path for item in files)
    # Now, before processes are started: what remains may not be worth one.
    fresh, planned = maker.take_fresh([i for i in items if not isinstance(i, Artifact)])
    files += cast("tuple[Artifact, ...]", fresh.outputs)
    leaks |= fresh.list_leaks()
    items.clear()
    planned.reverse()
    while planned:
        batch = planned[: -_AT_ONCE - 1 : -1]
        del planned[-_AT_ONCE:]
        results = mappers.making(local, batch)
        for item, result in zip(batch, results, strict=True):
            if result.unit:
                maker.renewal.note_unit(item.path, result.unit)
            leaks |= result.list_leaks()
        files += _list_artifacts(results, maker, mappers)
        if planned:  # the next fork would keep what this batch has left: 16 MB each time
            collect_new_objects(few=True)
    files.sort(key=lambda artifact: artifact.path)
    searched = {path: indexes for path, indexes in leaks.items() if indexes is not None}
    unsearched = frozenset(leaks.keys() - searched.keys())
    return replace(site, artifacts=tuple(files), searched=searched, unsearched=unsearched)


def _list_artifacts(
    results: Sequence[_Made], maker: OutputMaker, mappers: PageMappers
) -> Iterator[Artifact]:
    """Yield the files that were made; pages that have only their values are rendered."""
    outputs = [output for result in results for output in result.outputs]
    yield from (output for output in outputs if isinstance(output, Artifact))
    if maker.renderer and mappers.rendering:
        viewed = [output for output in outputs if isinstance(output, ViewedPage)]
        rendered = maker.renderer.render_all(viewed, mappers.rendering)
        yield from (shelve(page, maker.spool) for page in rendered)
