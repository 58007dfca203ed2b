"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.checks.subjects import FinishedSite
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.mapper import map_serially
from errata.model import Artifact, Build, Page, no_image_sizes, unfinished_reason
from errata.review import find_faults, prepare_review, weigh_findings
from errata.site.plan import plan_site, resolve_path_conflicts
from errata.theme.render import list_look, make_renderer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Article, Folder, ImageProbe, Inputs, Theme
    from errata.review import LinkedFolder
    from errata.site.plan import Planned


def build(  # noqa: PLR0913 - all that a site is a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
    rendering: Mapper = map_serially,
    album: ImageProbe = no_image_sizes,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs what is done to each article, `rendering` what is done to each page. `album` looks
    at the pictures that articles show.

    Raises:
        ThemeError: if a template has a syntax error or names what its view does not have.
    """
    context = prepare_review(folder, theme, config, inputs, over=over, album=album)
    linked, library = context.linked, context.linked.library
    planned = plan_site(library, config, theme.strings)
    look: tuple[Planned, ...] = list_look(theme, config)
    listed = (*sorted((*planned.pages, *look), key=lambda item: item.path), *planned.files)
    kept, conflicts = resolve_path_conflicts(listed, inputs.static)
    pages = [item for item in kept if isinstance(item, Page)]
    renderer = make_renderer(pages, theme, config, inputs.families_locale)
    made = renderer.render_all([page.look() for page in pages], rendering)
    files = (Artifact(item.path, item.content) for item in kept if not isinstance(item, Page))
    artifacts = tuple(sorted((*made, *files), key=lambda artifact: artifact.path))
    finished = _finished_site(artifacts, linked, theme, config)
    found = (
        *find_faults(context),
        *run_checks(*planned.conflicts, *conflicts, finished),
    )
    weighed = weigh_findings(found, linked.parsed, config, context.contents, site=True)
    return Build(
        artifacts,
        weighed.diagnostics,
        tuple(sorted(present_ids(library))),
        library.withheld,
        sum(_is_unfinished(article, inputs) for article in library.articles),
        weighed.suppressed,
    )


def _is_unfinished(article: Article, inputs: Inputs) -> bool:
    return unfinished_reason(article.metadata.publication, inputs.now) is not None


def _finished_site(
    artifacts: Sequence[Artifact], linked: LinkedFolder, theme: Theme, config: Config
) -> FinishedSite:
    return FinishedSite(
        artifacts=artifacts,
        library=linked.library,
        secrets={item.source: item.secrets for item in linked.parsed},
        withheld=linked.withheld,
        theme=theme,
        config=config,
    )
