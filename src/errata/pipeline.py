"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.articles.parsing import ParseOptions, Parsing
from errata.checks.interface_strings import check_string_files, untranslated_locales
from errata.checks.leaks import find_leaks
from errata.checks.run import apply_severities, run_checks
from errata.codes.published import present_ids
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
    parsed = over(Parsing(ParseOptions.of(config, inputs.families)), folder.sources)
    library, taken = link_articles(parsed, config, inputs, folder.assets)
    library = with_image_sizes(library, album)
    planned = plan_site(library, config, theme.strings)
    artifacts, clashes = resolve_path_conflicts(
        (*render_pages(planned.pages, theme, config, inputs.families_locale), *planned.artifacts)
    )
    findings = [
        *folder.diagnostics,
        *(diagnostic for item in parsed for diagnostic in item.diagnostics),
        *taken,
        *run_checks(library, config),
        *untranslated_locales(library.locales, theme.strings),
        *check_string_files(theme),
        *planned.diagnostics,
        *clashes,
        *find_leaks({item.source: item.secrets for item in parsed}, library, artifacts),
    ]
    return Build(artifacts, apply_severities(findings, config), tuple(sorted(present_ids(library))))
