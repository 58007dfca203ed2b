"""Renders pages as a build does, without the rest of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.mapper import Mapper, map_serially
from errata.theme.render import list_look, make_renderer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.config import Config
    from errata.model import Artifact, Page, Theme


def render_pages(
    pages: Iterable[Page],
    theme: Theme,
    config: Config,
    families_locale: str = "en",
    *,
    over: Mapper = map_serially,
) -> tuple[Artifact, ...]:
    """Every page as a file, and the theme's own files, sorted by path; `over` runs the pages."""
    listed = tuple(pages)
    renderer = make_renderer(listed, theme, config, families_locale)
    files = renderer.render_all([page.look() for page in listed], over)
    return tuple(sorted((*files, *list_look(theme, config)), key=lambda file: file.path))
