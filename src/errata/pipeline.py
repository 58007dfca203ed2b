"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple, cast

from msgspec import structs

from errata.checks.leak_search import SiteSearch, open_search
from errata.checks.subjects import FinishedSite, KnownLeaks, read_nothing
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.making import CHECKING, OutputMaker, make_files
from errata.mapper import (
    Mapper,
    PageMappers,
    Starter,
    collect_all_objects,
    map_serially,
    stage,
    start_late,
)
from errata.model import (
    Article,
    Build,
    BuildRecord,
    Copy,
    Folder,
    ImageProbe,
    Inputs,
    Keeper,
    LastBuild,
    Page,
    Spool,
    Theme,
    WithholdingReason,
    digest,
    has_many_articles,
    hold_in_memory,
    no_image_sizes,
    unfinished_reason,
)
from errata.review import ReviewContext, judge_folder, prepare_review, weigh_findings
from errata.site.facts import list_unobserved
from errata.site.plan import (
    open_site,
    order_by_subject,
    plan_site,
)
from errata.site.renewal import Renewal, SiteDigests
from errata.site.unlisted import find_unlisted_paths
from errata.site.views import state_of
from errata.theme.render import list_look, make_renderer
from errata.values import Record

if TYPE_CHECKING:
    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model.observations import PathConflict
    from errata.site.context import SiteContext
    from errata.theme.templates import TemplateCache


# From so many articles on, their checks are worth a process, which takes 0.05 s: after an edit of
# one of 1,179 they take 0.25 s.
_WORTH_A_FORK: Final = 500


def build(  # noqa: PLR0913 - all that a site is a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    mapper: Mapper = map_serially,
    page_mappers: PageMappers | None = None,
    probe: ImageProbe = no_image_sizes,
    last_build: LastBuild | None = None,
    templates: TemplateCache | None = None,
    keeper: Keeper | None = None,
    spool: Spool = hold_in_memory,
    read_static: Callable[[Copy], bytes] = read_nothing,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `mapper` runs the work on articles, `page_mappers` that on pages. Outputs of the last build that
    would be made the same again are kept; `keeper` and `templates` keep parts of others. `spool`
    takes outputs out of memory, and `read_static` reads files that are published as they are.

    Raises:
        ThemeError: if a template has a fault.
    """
    prepare = partial(prepare_review, mapper=mapper, probe=probe, keeper=keeper)
    context = replace(prepare(folder, theme, config, inputs), read_static=read_static)
    made = _make_site(context, page_mappers or PageMappers(), last_build, templates, keeper, spool)
    if has_many_articles(context.linked.library.articles):
        collect_all_objects()  # what pages shared makes room for the checks
    built = finish_build(context, made.site, made.conflicts, made.record, made.wait_for_findings())
    return structs.replace(built, unlisted=made.unlisted, unread=_list_unread(context))


class _MadeSite(NamedTuple):
    """A site with all of its files, and what remains of its plan."""

    site: FinishedSite
    conflicts: tuple[PathConflict, ...]
    record: BuildRecord
    unlisted: frozenset[str]
    wait_for_findings: Callable[[], tuple[Diagnostic, ...]]
    """Waits for what is wrong in the articles."""


def _make_site(  # noqa: PLR0913, PLR0917 - all that a site is made of
    context: ReviewContext,
    mappers: PageMappers,
    last_build: LastBuild | None,
    templates: TemplateCache | None,
    keeper: Keeper | None,
    spool: Spool,
) -> _MadeSite:
    """Begin to check the articles, plan the site and make its files."""
    theme, config, inputs = context.theme, context.config, context.inputs
    outline = describe_site(context, last_build)
    wait_for_findings = _start_checks(context, mappers.starting)
    site = open_site(context.linked.library, config, theme.strings, keeper)
    renewal = _make_renewal(site, theme, inputs, last_build, spool)
    # Where facts are noted, each bundle is made later, by one process; else `unpack` makes it now.
    planned = plan_site(site, list_look(theme, config), renewal.unpack, defers=site.notes_facts)
    conflicts = planned.conflicts
    ordered = order_by_subject((*planned.items, *planned.bundles), site.library)
    del planned  # 3 kB for each article, which are freed as its outputs are made
    pages = (page for page in ordered if isinstance(page, Page))
    renderer = make_renderer(pages, theme, config, inputs.families_locale, templates)
    search = cast("SiteSearch | None", outline.search)
    maker = OutputMaker(renewal, renderer, context, search, spool)
    if has_many_articles(site.library.articles):
        mappers = mappers._replace(making=mappers.making_many)
    made = make_files(ordered, maker, mappers, outline)
    unlisted = find_unlisted_paths(site)
    return _MadeSite(made, conflicts, renewal.record, unlisted, wait_for_findings)


def _start_checks(
    context: ReviewContext, starting: Starter
) -> Callable[[], tuple[Diagnostic, ...]]:
    """Begin to check all articles; return a function that waits for the findings."""
    context.keeper.flush()  # of one article, the last process to write replaces all
    articles = context.linked.library.articles
    # A fork would have its own copy of nearly all facts: of 50,000 articles 0.8 GB.
    is_early = len(articles) >= _WORTH_A_FORK and not has_many_articles(articles)
    start = starting if is_early else start_late
    return start(_ArticleJudge(context), "checks of all articles")


class _ArticleJudge(Record, frozen=True):
    """Judges all articles together, perhaps in another process, which keeps what it found."""

    doing: ClassVar = "checking articles"
    context: ReviewContext

    def __call__(self, _: str) -> tuple[Diagnostic, ...]:
        diagnostics = judge_folder(self.context)
        self.context.keeper.flush()
        return diagnostics


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

    `judged` are the findings of `judge_folder`; None if they are still to be found.
    """
    linked = context.linked
    judged = judge_folder(context) if judged is None else judged
    read = (diagnostic for item in linked.parsed for diagnostic in item.diagnostics)
    findings = (*judged, *read, *_check_site(*conflicts, finished))
    weighed = weigh_findings(
        findings, linked.parsed, context.config, context.suppressing_files, site=True
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


_check_site = stage(CHECKING)(run_checks)


def _is_unfinished(article: Article, inputs: Inputs) -> bool:
    return unfinished_reason(article.metadata.publication, inputs.now) is not None


def _make_renewal(
    site: SiteContext, theme: Theme, inputs: Inputs, last_build: LastBuild | None, spool: Spool
) -> Renewal:
    """Make the renewal, which decides what is made again, from digests of all inputs."""
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
    return Renewal(SiteDigests(facts, basis, look, library.basis_digest), site, last_build, spool)


# A test's process makes hundreds of sites with one theme.
@lru_cache(maxsize=2)
def _digest_theme(theme: Theme) -> tuple[str, str]:
    """Digest the strings of a theme, and all of it."""
    return digest(theme.strings), digest(theme)


@stage(CHECKING)
def describe_site(context: ReviewContext, last_build: LastBuild | None = None) -> FinishedSite:
    """Return a site without its files: what must not be in them, and the search for it."""
    linked = context.linked
    record = last_build.record if last_build else None
    known_leaks = KnownLeaks(record.needles, record.leaks) if record else None
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
