"""What `build`, `check` and `serve` share: the whole site in memory, and where its findings are.

Apart from `_project`, for the commands that look something up need no page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from errata.codes.ids import SETTINGS
from errata.commands._project import path_prefix, read_articles, resolve_under
from errata.files import error_at_key, read_theme, with_logo
from errata.files.text import display_path
from errata.mapper import map_serially
from errata.model import no_image_sizes
from errata.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.commands._project import Project
    from errata.diagnostics import Diagnostic, Span
    from errata.mapper import Mapper
    from errata.model import Build, Folder, ImageProbe


@dataclass(frozen=True, slots=True)
class CompiledProject:
    """A build with what is needed to report on it; paths are as seen from where one stands."""

    build: Build
    sources: Mapping[str, bytes]

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """All findings, sorted."""
        return self.build.diagnostics


def compile_project(
    project: Project, over: Mapper = map_serially, album: ImageProbe = no_image_sizes
) -> CompiledProject:
    """Read the articles and the look, and build the site in memory."""
    folder = read_articles(project)
    with error_at_key(project.config_file, "templates"):
        theme = read_theme(project.templates)
    with error_at_key(project.config_file, "site", "logo"):
        theme = with_logo(theme, project.logo)
    return _placed(build(folder, theme, project.config, over=over, album=album), folder, project)


def _placed(built: Build, folder: Folder, project: Project) -> CompiledProject:
    """Paths as an editor finds them: findings count from the knowledge base, people do not."""
    before = path_prefix(project.kb)
    outside = _outside(project)
    findings = tuple(
        replace(found, span=_seen(found.span, before, outside)) for found in built.diagnostics
    )
    sources = {before + source.path: source.data for source in folder.sources}
    return CompiledProject(replace(built, diagnostics=findings), sources)


def _outside(project: Project) -> Mapping[str, str]:
    """Files beside the knowledge base, as findings name them -> as people find them."""
    config = project.config
    named = {item.span.path for item in config.published_ids}
    named |= {item.span.path for item in config.code_catalogue}
    named |= {span.path for span in config.redirect_places.values()}
    settings = display_path(project.config_file) if project.config_file else SETTINGS
    return {SETTINGS: settings, **{path: path for path in named}}


def _seen(span: Span, before: str, outside: Mapping[str, str]) -> Span:
    beside = outside.get(span.path)
    return replace(span, path=beside) if beside else resolve_under(before, span)
