"""Writes the families that `errata codes --suggest` proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.articles.conventions import resolve_conventions
from errata.codes.packs import DEFAULT, add_fitting_families
from errata.codes.suggest import suggest_families
from errata.commands._console import print_status
from errata.commands._project import read_articles, shorten_path
from errata.reports.printable import as_json
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.codes.suggest import Suggestion
    from errata.commands._project import Project
    from errata.commands._writer import Writer
    from errata.model import Folder

_COLUMNS: Final = ("shape", "codes", "places", "examples", "pack", "table")


def write_suggestions(project: Project, writer: Writer) -> int:
    """Write what the articles lack; always status 0."""
    folder = read_articles(project)
    found = find_suggestions(project, folder)
    rows = [
        (one.shape, list(one.codes), one.places, _examples(project, one), one.pack, one.table)
        for one in found
    ]
    cells = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    chosen = name_families(project, folder, found) if found else []
    lines = (*(line for one in found for line in _lines(project, one)), *_configured(chosen))
    writer.write({"suggestions": cells, "families": chosen}, lines)
    if not found:
        print_status("no text looks like a code without a family")
    return 0


def find_suggestions(project: Project, folder: Folder) -> tuple[Suggestion, ...]:
    """The families that the articles of a folder lack."""
    conventions = resolve_conventions(project.config, folder)
    inputs = add_fitting_families(project.inputs, conventions.families)
    return suggest_families(folder.sources, inputs.families, conventions.number)


def _examples(project: Project, suggestion: Suggestion) -> list[dict[str, object]]:
    return [
        {
            "code": place.code,
            "file": shorten_path(project.kb / place.span.path),
            "line": place.span.line,
        }
        for place in suggestion.examples
    ]


def _lines(project: Project, suggestion: Suggestion) -> Iterator[str]:
    codes = pluralise(len(suggestion.codes), "code")
    yield f"{suggestion.shape}: {codes} in {pluralise(suggestion.places, 'place')}"
    for place in suggestion.examples:
        yield f"  {place.code}  {shorten_path(project.kb / place.span.path)}:{place.span.line}"
    if suggestion.pack:
        yield f"  add the pack `{suggestion.pack}` to `families` in errata.toml"
    else:
        yield "  add a family to families.toml:"
        yield ""
        yield from suggestion.table.splitlines()
    yield ""


def name_families(project: Project, folder: Folder, found: Sequence[Suggestion]) -> list[str]:
    """The value of `families` with the packs that the articles lack."""
    fitting = resolve_conventions(project.config, folder).families
    standard = (DEFAULT, *fitting) if project.inputs.families_are_default else ()
    packs = sorted({one.pack for one in found} - {""})
    return list(dict.fromkeys((*(project.config.families or standard), *packs)))


def _configured(chosen: Sequence[str]) -> Iterator[str]:
    if chosen:
        yield "errata.toml with all of these:"
        yield ""
        yield f"families = {as_json(list(chosen))}"
