"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.options import ParseOptions
from errata.articles.parser import ArticleParser
from errata.checks.severities import apply_severities
from errata.checks.subjects import FinishedSite, Interface, KnowledgeBase
from errata.codes.published import present_ids
from errata.diagnostics.registry import run_checks
from errata.link import link_articles
from errata.mapper import map_serially
from errata.model import Build, no_image_sizes
from errata.site.images import with_image_sizes
from errata.site.plan import plan_site, resolve_path_conflicts
from errata.theme.render import render_pages

if TYPE_CHECKING:
    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Folder, ImageProbe, Inputs, Theme


def build(  # noqa: PLR0913 - all that a site is a function of
    folder: Folder,
    theme: Theme,
    config: Config,
    inputs: Inputs,
    *,
    over: Mapper = map_serially,
    album: ImageProbe = no_image_sizes,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs what is done to each article, `album` looks at the pictures that articles show.

    Raises:
        ThemeError: if a template has a syntax error or names what its view does not have.
    """
    parsed = over(
        ArticleParser(ParseOptions.of(config, inputs.families, theme.strings)), folder.sources
    )
    library, duplicates = link_articles(parsed, config, inputs, folder.assets)
    library = with_image_sizes(library, album)
    planned = plan_site(library, config, theme.strings)
    artifacts, conflicts = resolve_path_conflicts(
        (*render_pages(planned.pages, theme, config, inputs.families_locale), *planned.artifacts),
        inputs.static,
    )
    unusable = (*folder.unusable, *inputs.static.unusable)
    found = run_checks(
        *(*unusable, *duplicates, *planned.conflicts, *conflicts),
        KnowledgeBase(library, config),
        Interface(theme, library.locales),
        FinishedSite(artifacts, library, {item.source: item.secrets for item in parsed}),
    )
    findings = (*found, *(one for item in parsed for one in item.diagnostics))
    return Build(artifacts, apply_severities(findings, config), tuple(sorted(present_ids(library))))
