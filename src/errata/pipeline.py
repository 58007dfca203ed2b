"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, cast

from msgspec import structs

from errata.checks.leak_search import open_search
from errata.checks.subjects import FinishedSite, KnownLeaks, read_nothing
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.mapper import PageMappers, collect_new_objects, describe_stage, map_serially, stage
from errata.model import (
    Artifact,
    Build,
    Bundle,
    Page,
    ViewedPage,
    WithholdingReason,
    digest,
    hold_in_memory,
    no_image_sizes,
    unfinished_reason,
)
from errata.review import judge_folder, prepare_review, weigh_findings
from errata.site.facts import list_unobserved
from errata.site.plan import (
    open_site,
    order_by_subject,
    plan_site,
    subject_of,
)
from errata.site.renewal import MadeOutput, Renewal, SiteDigests, shelve
from errata.site.unlisted import find_unlisted_paths
from errata.site.views import state_of
from errata.theme.render import list_look, make_renderer
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from errata.checks.leak_search import SiteSearch
    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper
    from errata.model import (
        Article,
        BuildRecord,
        Copy,
        Folder,
        ImageProbe,
        Inputs,
        Keeper,
        LastBuild,
        MadeUnit,
        Spool,
        Theme,
    )
    from errata.model.observations import PathConflict
    from errata.review import ReviewContext
    from errata.site.context import SiteContext
    from errata.site.plan import Planned
    from errata.theme.render import PageRenderer
    from errata.theme.templates import TemplateCache


# Outputs that are in memory at once: so many take 70 MB. Where other processes help, they find out
# for each such batch anew what its pages share.
_AT_ONCE: Final = 16_384
# Values that pages keep, such as messages of codes, are written in such numbers. The process of a
# first build that makes the lists keeps 200 of them; one page at a time would write 100 times.
_WRITTEN_TOGETHER: Final = 25
# From so many articles on, the checks are worth a process: of 1,179 they take 0.45 s after an edit
# of one, and a process takes 0.05 s.
_MANY_ARTICLES: Final = 500


def build(  # noqa: PLR0913 - all that a site is a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
    pages: PageMappers | None = None,
    album: ImageProbe = no_image_sizes,
    before: LastBuild | None = None,
    templates: TemplateCache | None = None,
    keeper: Keeper | None = None,
    spool: Spool = hold_in_memory,
    read_static: Callable[[Copy], bytes] = read_nothing,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs the work on articles, `pages` that on pages. `album` looks at pictures. What
    `before`, the last build, made just so is kept, and `keeper` and `templates` may have more of
    it. `spool` takes what was made out of memory. `read_static` reads files that are published.

    Raises:
        ThemeError: if a template has a fault.
    """
    context = prepare_review(folder, theme, config, inputs, over=over, album=album, keeper=keeper)
    context = replace(context, read_static=read_static)
    site = open_site(context.linked.library, config, theme.strings, keeper)
    renewal = _renew(site, theme, inputs, before, spool)
    # Bundles are made in the stage of all else, by one process. Large ones go to the disk before.
    planned = plan_site(site, list_look(theme, config), renewal.unpack, defers=site.notes_facts)
    ordered = order_by_subject((*planned.items, *planned.bundles), site.library)
    own = (page for page in ordered if isinstance(page, Page))
    renderer = make_renderer(own, theme, config, inputs.families_locale, templates)
    finished = describe_site(context, before)
    # Before other processes keep more of the same articles: who writes last writes all of it.
    context.keeper.flush()
    making = _Making(renewal, renderer, context, cast("SiteSearch | None", finished.search), spool)
    done = _make_files(ordered, making, pages or PageMappers())
    made, searched, unsearched = done.artifacts, done.searched, done.unsearched
    files = replace(finished, artifacts=made, searched=searched, unsearched=unsearched)
    built = finish_build(context, files, planned.conflicts, renewal.record, done.judged)
    return structs.replace(built, unlisted=find_unlisted_paths(site), unread=_list_unread(context))


def _list_unread(context: ReviewContext) -> tuple[str, ...]:
    """List articles that a fault keeps off the site; files and folders that may hold some."""
    linked = context.linked
    unread = {item.source for item in linked.parsed if item.article is None}
    unread |= {file.span.path for file in context.folder.unusable if file.is_left_out}
    faulty = WithholdingReason.UNREADABLE
    return tuple(sorted(unread | {a.source for a in linked.library.withheld if a.reason is faulty}))


def finish_build(
    context: ReviewContext,
    finished: FinishedSite,
    conflicts: Iterable[PathConflict],
    record: BuildRecord | None = None,
    judged: tuple[Diagnostic, ...] | None = None,
) -> Build:
    """Return the files of a site, with all findings about them and the articles.

    `judged` are those of all articles together; None if they are still to be found.
    """
    linked = context.linked
    judged = judge_folder(context) if judged is None else judged
    read = (diagnostic for item in linked.parsed for diagnostic in item.diagnostics)
    findings = (*judged, *read, *_check_site(*conflicts, finished))
    weighed = weigh_findings(
        findings, linked.parsed, context.config, context.suppressing, site=True
    )
    library = linked.library
    return Build(
        weighed.diagnostics,
        tuple(sorted(present_ids(library))),
        library.withheld,
        sum(_is_unfinished(article, context.inputs) for article in library.articles),
        weighed.suppressed,
        tuple(finished.allowed),
        tuple(finished.artifacts),
        record
        and replace(
            record,
            needles="".join(finished.needles),
            leaks=finished.found_leaks,
            until=context.next_change,
        ),
    )


CHECKING: Final = "checking the site"
_check_site = stage(CHECKING)(run_checks)


class _Done(NamedTuple):
    artifacts: tuple[Artifact, ...]
    """Files sorted by path."""
    judged: tuple[Diagnostic, ...]
    searched: dict[str, tuple[int, ...]]
    """See `FinishedSite.searched`."""
    unsearched: frozenset[str]


class _Made(NamedTuple):
    """What was made of one item: a file or page, or all files of a bundle."""

    outputs: tuple[Artifact | ViewedPage, ...]
    leaks: tuple[tuple[int, ...] | None, ...]
    """Leaks in each of them; None for one that was not searched."""
    unit: MadeUnit | None

    def list_leaks(self) -> Iterator[tuple[str, tuple[int, ...] | None]]:
        """Yield the paths of files with leaks, or that were not searched: few, of a million."""
        pairs = zip(self.outputs, self.leaks, strict=True)
        return ((output.path, leaks) for output, leaks in pairs if leaks != ())


class _Making(Record, frozen=True):
    """Makes an output of the site and searches it for internal values, or judges all articles.

    It is one stage, because everything is known for each of them.
    """

    doing: ClassVar = "making pages"
    renewal: Renewal
    renderer: PageRenderer | None
    """None if pages are rendered elsewhere."""
    context: ReviewContext
    search: SiteSearch | None
    spool: Spool

    def __call__(self, item: Planned | Bundle | _Judging) -> _Made | tuple[Diagnostic, ...]:
        if isinstance(item, _Judging):
            diagnostics = judge_folder(self.context)
            # Each process keeps what it found, here and below.
            self.context.keeper.flush()
            return diagnostics
        outputs: tuple[Artifact | ViewedPage, ...]
        unit: MadeUnit | None
        if isinstance(item, Bundle):
            outputs, unit = self.renewal.make_bundle(item)
            self.context.keeper.flush()
        else:
            result = self._make(item)
            outputs, unit = (result.output,), result.unit
            # What a process has not written when it ends is lost.
            self.context.keeper.flush(at_least=_WRITTEN_TOGETHER)
        collect_new_objects()
        return _Made(outputs, tuple(map(self._look_into, outputs)), unit)

    def is_long(self, item: Planned | Bundle | _Judging) -> bool:
        """Whether an item is worth a process, although there are few: of many articles, it is."""
        is_of_all = isinstance(item, Bundle | _Judging)
        return is_of_all and len(self.context.linked.parsed) >= _MANY_ARTICLES

    def receive(self, result: _Made | tuple[Diagnostic, ...]) -> _Made | tuple[Diagnostic, ...]:
        """Move what was made out of memory."""
        if not isinstance(result, _Made):
            return result
        return result._replace(outputs=tuple(self._shelve(output) for output in result.outputs))

    def _shelve(self, output: Artifact | ViewedPage) -> Artifact | ViewedPage:
        return shelve(output, self.spool) if isinstance(output, Artifact) else output

    def take_fresh(self, items: list[Planned | Bundle]) -> tuple[_Made, list[Planned | Bundle]]:
        """Return files of the last build that need no look, and the outputs that have others."""
        if self.search and not self.search.remembers:
            return _Made((), (), None), items
        files: list[Artifact] = []
        remaining: list[Planned | Bundle] = []
        for item in items:
            fresh = self.renewal.find_fresh(item)
            files += fresh
            remaining += () if fresh else (item,)
        if files:  # few are left: another process begins with the checks, which are last
            long = {subject_of(item) for item in remaining if isinstance(item, Bundle)}
            remaining.sort(key=lambda item: subject_of(item) not in long)
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


class _Judging(Record, frozen=True):
    path: str = "checks of all articles"


def _make_files(items: list[Planned | Bundle], making: _Making, mappers: PageMappers) -> _Done:
    """Make every file of the site, and find what is wrong in the articles.

    The list is emptied: what was planned is forgotten once it is made.
    """
    local = making if mappers.rendering is None else structs.replace(making, renderer=None)
    # Finished outputs are not sent: they may wait on the disk.
    files = [making.renewal.find_same(item) for item in items if isinstance(item, Artifact)]
    leaks: dict[str, tuple[int, ...] | None] = dict.fromkeys(item.path for item in files)
    # Before processes are started: what is left may not be worth one.
    same, planned = making.take_fresh(
        [planned_item for planned_item in items if not isinstance(planned_item, Artifact)]
    )
    files += cast("tuple[Artifact, ...]", same.outputs)
    leaks |= same.list_leaks()
    items.clear()
    planned.reverse()
    judged: object = None
    while planned or judged is None:
        batch = planned[: -_AT_ONCE - 1 : -1]
        del planned[-_AT_ONCE:]
        if judged is None:
            *done, judged = mappers.making(local, [*batch, _Judging()])
        else:
            done = [*mappers.making(local, batch)]
        results = cast("list[_Made]", done)
        for item, result in zip(batch, results, strict=True):
            if result.unit:
                making.renewal.note_unit(item.path, result.unit)
            leaks |= result.list_leaks()
        files += _list_artifacts(results, making, mappers)
    files.sort(key=lambda artifact: artifact.path)
    return _Done(
        tuple(files),
        cast("tuple[Diagnostic, ...]", judged),
        {path: indexes for path, indexes in leaks.items() if indexes is not None},
        frozenset(path for path, indexes in leaks.items() if indexes is None),
    )


def _list_artifacts(
    results: Sequence[_Made], making: _Making, mappers: PageMappers
) -> Iterator[Artifact]:
    """Yield the files that were made; pages that have only their values are rendered."""
    outputs = [output for result in results for output in result.outputs]
    yield from (output for output in outputs if isinstance(output, Artifact))
    if making.renderer and mappers.rendering:
        viewed = [output for output in outputs if isinstance(output, ViewedPage)]
        rendered = making.renderer.render_all(viewed, mappers.rendering)
        yield from (shelve(page, making.spool) for page in rendered)


def _is_unfinished(article: Article, inputs: Inputs) -> bool:
    return unfinished_reason(article.metadata.publication, inputs.now) is not None


def _renew(
    site: SiteContext, theme: Theme, inputs: Inputs, before: LastBuild | None, spool: Spool
) -> Renewal:
    """Make the renewal that decides which outputs are made."""
    library, now = site.library, inputs.now
    states = [
        (state_of(a, now), unfinished_reason(a.metadata.publication, now)) for a in library.articles
    ]
    settings = site.config.model_dump_json()
    strings, theme_digest = _digest_theme(theme)
    unobserved = list_unobserved(library), structs.replace(inputs, now=None)
    basis = digest((unobserved, strings, settings))
    facts = digest((library.facts_digest, states, basis))
    look = digest((theme_digest, library.locales, settings, inputs.families_locale))
    return Renewal(SiteDigests(facts, basis, look, library.basis_digest), site, before, spool)


# A test's process makes hundreds of sites with one theme.
@lru_cache(maxsize=2)
def _digest_theme(theme: Theme) -> tuple[str, str]:
    """Digest the strings of a theme, and all of it."""
    return digest(theme.strings), digest(theme)


@stage(CHECKING)
def describe_site(context: ReviewContext, before: LastBuild | None = None) -> FinishedSite:
    """Return a site whose files are not made yet: what must not be in them, and its search."""
    linked = context.linked
    known_leaks = KnownLeaks(before.record.needles, before.record.leaks) if before else None
    site = FinishedSite(
        artifacts=(),
        library=linked.library,
        secrets={item.source: item.secrets for item in linked.parsed},
        withheld=linked.withheld,
        theme=context.theme,
        config=context.config,
        known_leaks=known_leaks,
        keeper=context.keeper,
        read_static=context.read_static,
    )
    return replace(site, search=open_search(site))
