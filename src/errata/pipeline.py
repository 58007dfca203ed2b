"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.checks.subjects import FinishedSite, KnownLeaks
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.mapper import PageMappers, map_serially, stage
from errata.model import (
    Artifact,
    Build,
    Page,
    ViewedPage,
    digest,
    hold_in_memory,
    no_image_sizes,
    unfinished_reason,
)
from errata.review import find_faults, prepare_review, weigh_findings
from errata.site.badges import state_of
from errata.site.plan import open_site, plan_outputs, resolve_path_conflicts
from errata.site.renewal import Renewal, SiteDigests, find_next_change, shelve
from errata.site.unlisted import find_unlisted_paths
from errata.theme.render import list_look, make_renderer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import (
        Article,
        BuildRecord,
        Folder,
        ImageProbe,
        Inputs,
        Keeper,
        LastBuild,
        Spool,
        Theme,
    )
    from errata.model.observations import PathConflict
    from errata.review import LinkedFolder, ReviewContext
    from errata.site.context import SiteContext
    from errata.site.plan import Planned
    from errata.theme.render import PageRenderer
    from errata.theme.templates import TemplateCache


# Outputs that are made before their pages are rendered: the views of so many take 50 MB.
_AT_ONCE: Final = 4_096


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
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs what is done to each article, `pages` what is done to each page. `album` looks at
    the pictures that articles show. What `before`, the last build, made just so is kept.
    `templates` may have compiled ones, and `keeper` what checks saw in unchanged articles. `spool`
    takes what was made out of memory.

    Raises:
        ThemeError: if a template has a fault.
    """
    context = prepare_review(folder, theme, config, inputs, over=over, album=album)
    context = replace(context, keeper=keeper) if keeper else context
    site = open_site(context.linked.library, config, theme.strings)
    renewal = _renew(site, theme, inputs, before, spool)
    planned = plan_outputs(site, unpack=renewal.unpack)
    look: tuple[Planned, ...] = list_look(theme, config)
    listed = (*sorted((*planned.pages, *look), key=lambda item: item.path), *planned.files)
    kept, conflicts = resolve_path_conflicts(listed, inputs.static)
    own = [item for item in kept if isinstance(item, Page)]
    renderer = make_renderer(own, theme, config, inputs.families_locale, templates)
    artifacts = _make_files(kept, renewal, renderer, pages or PageMappers(), spool)
    found = (*planned.conflicts, *conflicts)
    built = finish_build(context, artifacts, found, renewal.record, before)
    return replace(built, unlisted=find_unlisted_paths(site))


def finish_build(
    context: ReviewContext,
    artifacts: tuple[Artifact, ...],
    conflicts: Iterable[PathConflict],
    record: BuildRecord | None = None,
    before: LastBuild | None = None,
) -> Build:
    """The files of a site, with all findings about them and the articles."""
    linked, now = context.linked, context.inputs.now
    finished = _finished_site(artifacts, linked, context.theme, context.config, before)
    found = (*find_faults(context), *_check_site(*conflicts, finished))
    weighed = weigh_findings(found, linked.parsed, context.config, context.contents, site=True)
    library = linked.library
    return Build(
        artifacts,
        weighed.diagnostics,
        tuple(sorted(present_ids(library))),
        library.withheld,
        sum(_is_unfinished(article, context.inputs) for article in library.articles),
        weighed.suppressed,
        record
        and replace(
            record,
            needles="".join(finished.needles),
            leaks=finished.found_leaks,
            until=find_next_change(linked.parsed, now),
        ),
    )


_check_site = stage("checking the site")(run_checks)


def _make_files(
    kept: Sequence[Planned],
    renewal: Renewal,
    renderer: PageRenderer,
    mappers: PageMappers,
    spool: Spool,
) -> tuple[Artifact, ...]:
    """Every file of the site, sorted by path."""
    files: list[Artifact] = []
    for start in range(0, len(kept), _AT_ONCE):
        batch = kept[start : start + _AT_ONCE]
        with stage("making views and files"):
            made = renewal.note_units(batch, mappers.making(renewal, batch))
        viewed = [item for item in made if isinstance(item, ViewedPage)]
        rendered = renderer.render_all(viewed, mappers.rendering)
        others = (item for item in made if isinstance(item, Artifact))
        files += (shelve(item, spool) for item in (*rendered, *others))
    return tuple(sorted(files, key=lambda artifact: artifact.path))


def _is_unfinished(article: Article, inputs: Inputs) -> bool:
    return unfinished_reason(article.metadata.publication, inputs.now) is not None


def _renew(
    site: SiteContext, theme: Theme, inputs: Inputs, before: LastBuild | None, spool: Spool
) -> Renewal:
    """What decides which outputs are made."""
    library, now = site.library, inputs.now
    states = [
        (state_of(a, now), unfinished_reason(a.metadata.publication, now)) for a in library.articles
    ]
    settings = site.config.model_dump_json()
    basis = digest((library.basis_digest, theme.strings, settings, replace(inputs, now=None)))
    facts = digest((library.facts_digest, states, basis))
    look = digest((theme, library.locales, settings, inputs.families_locale))
    contents = {article.source: article.content_key for article in library.articles}
    return Renewal(SiteDigests(facts, basis, look), site, contents, before, spool)


def _finished_site(
    artifacts: Sequence[Artifact],
    linked: LinkedFolder,
    theme: Theme,
    config: Config,
    before: LastBuild | None,
) -> FinishedSite:
    known = KnownLeaks(before.record.needles, before.record.leaks) if before else None
    return FinishedSite(
        artifacts=artifacts,
        library=linked.library,
        secrets={item.source: item.secrets for item in linked.parsed},
        withheld=linked.withheld,
        theme=theme,
        config=config,
        known_leaks=known,
    )
