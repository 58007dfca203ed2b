"""The whole compiler: a folder of articles and a theme in, files and findings out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.codes.ids import present_ids
from errata.mapper import serially
from errata.model import Build, unmeasured
from errata.stages.check import check, weigh
from errata.stages.leaks import find_leaks
from errata.stages.link import link
from errata.stages.parsing import Parsing
from errata.stages.pictures import pictured
from errata.stages.plan import plan, settle
from errata.stages.render import render
from errata.stages.wording import misworded, unspoken

if TYPE_CHECKING:
    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Album, Folder, Theme


def build(
    folder: Folder,
    theme: Theme,
    config: Config,
    *,
    over: Mapper = serially,
    album: Album = unmeasured,
) -> Build:
    """Compile a knowledge base; pure, so that the same input gives the same bytes.

    `over` runs what is done to each article, `album` looks at the pictures that articles show.

    Raises:
        ThemeError: if a template has a syntax error or names what its view does not have.
    """
    parsed = over(Parsing(config), folder.sources)
    library, taken = link(parsed, config, folder.assets)
    library = pictured(library, album)
    planned = plan(library, config, theme.strings)
    artifacts, clashes = settle((*render(planned.pages, theme, config), *planned.artifacts))
    findings = [
        *folder.diagnostics,
        *(diagnostic for item in parsed for diagnostic in item.diagnostics),
        *taken,
        *check(library, config),
        *unspoken(library.locales, theme.strings),
        *misworded(theme),
        *planned.diagnostics,
        *clashes,
        *find_leaks({item.source: item.secrets for item in parsed}, library, artifacts),
    ]
    return Build(artifacts, weigh(findings, config), tuple(sorted(present_ids(library))))
