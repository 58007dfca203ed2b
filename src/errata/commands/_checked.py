"""One knowledge base, checked: what a report about its findings needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from errata.checks.subjects import FinishedSite
from errata.commands._project import (
    compile_project,
    image_probe,
    read_articles,
    seen_from_here,
    sources_from_here,
    with_static,
)
from errata.diagnostics.registry import all_checks
from errata.files import error_at_key, read_words
from errata.model.observations import PathConflict
from errata.review import find_faults, link_folder, review, settle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from errata.commands._project import Project
    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper
    from errata.model import Library


@dataclass(frozen=True, slots=True)
class CheckedProject:
    """Findings and the articles that they are in. Paths are as seen from here."""

    diagnostics: Sequence[Diagnostic]
    """Sorted."""
    sources: Mapping[str, bytes]


def check_project(project: Project, over: Mapper, *, site: bool = False) -> CheckedProject:
    """Read and link the articles, and check them; with `site` also what becomes of them.

    Raises:
        ThemeError: if the strings cannot be read; with `site`, if a template has a fault.
    """
    if site:
        compiled = compile_project(project, over, image_probe(project))
        return CheckedProject(compiled.diagnostics, compiled.sources)
    folder = read_articles(project)
    with error_at_key(project.config_file, "templates"):
        theme = read_words(project.templates)
    probe = replace(image_probe(project), only_faults=True)
    inputs = with_static(project)
    found = review(folder, theme, project.config, inputs, over=over, album=probe)
    return CheckedProject(seen_from_here(found, project, theme), sources_from_here(folder, project))


def review_project(project: Project, over: Mapper) -> tuple[Library, tuple[Diagnostic, ...]]:
    """The linked articles and their findings, with paths below the knowledge base."""
    folder = read_articles(project)
    with error_at_key(project.config_file, "templates"):
        theme = read_words(project.templates)
    config, inputs = project.config, with_static(project)
    linked = link_folder(folder, theme.strings, config, inputs, over=over)
    found = find_faults(linked, folder, theme, config, inputs)
    return linked.library, settle(found, linked, config)


def find_site_checks() -> frozenset[str]:
    """Codes of the checks that look at nothing but the finished site."""
    site = {FinishedSite, PathConflict}
    return frozenset(code for code, check in all_checks().items() if {*check.scope} <= site)
