"""`errata codes`: list every code, export the list, and compare it with a vendor's catalogue."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from errata.articles.conventions import resolve_conventions
from errata.codes.catalogue import parse_catalogue
from errata.codes.families import DEFAULT, add_fitting_families
from errata.codes.lookup import CodeLookup
from errata.codes.suggest import Suggestion, suggest_families
from errata.commands import _console
from errata.commands._console import Settings, print_status
from errata.commands._lookup import open_lookup
from errata.commands._project import Project, open_project, read_articles, shorten_path
from errata.commands._writer import Writer
from errata.data.patterns import compile_late
from errata.errors import ConfigError
from errata.files.text import display_path, read_text
from errata.model import CatalogueEntry, Family, Folder, Library
from errata.text.display import as_json, pluralise, printable
from errata.text.patterns import as_ascii

# The letters before a code's number: "RED" of "RED-520025", "ORA" of "ora01017"; none of "404"
_LEADING_LETTERS: Final = compile_late(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class CodeListing:
    """One code in the list."""

    code: str
    family: str
    articles: int
    salience: str  # `primary` if at least one article is about the code, else `secondary`


@dataclass(frozen=True, slots=True)
class Coverage:
    """A catalogue compared with the articles."""

    listed: int
    unexplained: tuple[CatalogueEntry, ...]
    unlisted: tuple[str, ...]  # codes of its families that articles have and it lacks


@_console.command(
    "errata codes",
    "errata codes --family APP --format csv > codes.csv",
    "errata codes --catalogue catalogue.csv --unexplained",
    "errata codes --suggest",
)
@click.option("--family", metavar="ID", help="List only the codes of this family.")
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV file to compare with; its columns are code and message.  [default: as configured]",
)
@click.option("--suggest", is_flag=True, help="Suggest families for texts that look like codes.")
@click.option(
    "--unexplained",
    is_flag=True,
    help="List only the codes of the catalogue that no article explains.",
)
@_console.format_option(("text", "json", "csv"))
@_console.locale_option
@_console.kb_option
@_console.no_cache_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    family: str | None,
    catalogue: Path | None,
    form: str,
    locale: str | None,
    kb: Path | None,
    *,
    suggest: bool,
    unexplained: bool,
) -> int:
    """List the error codes in the articles, or compare them with a catalogue.

    The list goes to stdout, the coverage of the catalogue to stderr. With --suggest, texts that
    look like codes but belong to no family are listed instead, each with the pack to add to
    `families` in errata.toml, or with a table for families.toml.

    The exit status is 0 on success, 1 if no code is listed or a code of the catalogue is not
    explained, and 2 if a file cannot be used.
    """
    if suggest:
        return write_suggestions(open_project(settings.config, kb), Writer(form))
    lookup = open_lookup(settings, kb, locale)
    entries = _read(catalogue) if catalogue else lookup.project.inputs.catalogue
    if unexplained and not entries:
        raise click.UsageError("--unexplained requires a --catalogue with codes")
    rows = list(list_codes(lookup.library, locale or "", family))
    coverage = compare(entries, rows, lookup.library.families.values(), family)
    if unexplained:
        write_unexplained(coverage.unexplained, Writer(form))
    else:
        write_rows(rows, Writer(form))
    if entries:
        _print_coverage(coverage)
    if entries and (catalogue or unexplained):
        return int(bool(coverage.unexplained))
    return int(not rows)


def list_codes(library: Library, locale: str, family: str | None) -> Iterator[CodeListing]:
    """Yield the error codes of the articles in the locale, or in any if it is empty."""
    for entry in library.index.values():
        uses = [use for use in entry.uses if not locale or use.locale == locale]
        is_wanted = family is None or entry.family.upper() == family.upper()
        if entry.kind == "error" and uses and is_wanted:
            primary = any(use.salience == "primary" for use in uses)
            articles = len({use.number for use in uses})
            yield CodeListing(
                entry.code, entry.family, articles, "primary" if primary else "secondary"
            )


def compare(
    entries: Sequence[CatalogueEntry],
    rows: Sequence[CodeListing],
    families: Collection[Family],
    family: str | None,
) -> Coverage:
    """Compare a catalogue with the rows, within one family: what either lacks."""
    explained = CodeLookup(row.code for row in rows)
    listed = CodeLookup(entry.code for entry in entries)
    family_of = {entry.code: _family(entry.code, families) for entry in entries}
    catalogued = set(family_of.values()) - {""}
    chosen = [e for e in entries if not family or family_of[e.code].upper() == family.upper()]
    return Coverage(
        listed=len(chosen),
        unexplained=tuple(e for e in chosen if explained.find(e.code).code is None),
        unlisted=tuple(
            row.code
            for row in rows
            if row.family in catalogued and listed.find(row.code).code is None
        ),
    )


def _family(code: str, families: Collection[Family]) -> str:
    """Return the family of a catalogue's code, in any case and with any separator; or empty."""
    for family in families:
        # Vendors' lists have codes in small letters, too; patterns are for those in capitals.
        pattern = as_ascii(family.pattern)
        if re.fullmatch(pattern, code) or re.fullmatch(pattern, code.upper()):
            return family.id
    letters = _LEADING_LETTERS.match(code)
    prefix = letters[0].upper() if letters else ""
    return prefix if any(family.id == prefix for family in families) else ""


def write_rows(rows: Sequence[CodeListing], writer: Writer) -> None:
    """Write the list of codes."""
    width = max((len(row.code) for row in rows), default=0)
    lines = (
        f"{r.code:<{width}}  {r.family}  {pluralise(r.articles, 'article')}  {r.salience}"
        for r in rows
    )
    cells = [(row.code, row.family, row.articles, row.salience) for row in rows]
    writer.write_table(("code", "family", "articles", "salience"), cells, lines)


def write_unexplained(entries: Sequence[CatalogueEntry], writer: Writer) -> None:
    """Write the codes of the catalogue that no article explains."""
    lines = (f"{entry.code}  {entry.message}" for entry in entries)
    cells = [(entry.code, entry.message) for entry in entries]
    writer.write_table(("code", "message"), cells, lines)


def _read(path: Path) -> tuple[CatalogueEntry, ...]:
    return parse_catalogue(read_text(path, ConfigError, piped=True), display_path(path))


def _print_coverage(coverage: Coverage) -> None:
    explained = coverage.listed - len(coverage.unexplained)
    share = explained / coverage.listed if coverage.listed else 1
    codes = pluralise(coverage.listed, "code")
    print_status(f"{explained:,} of {codes} of the catalogue are explained ({share:.0%})")
    if coverage.unlisted:
        print_status(f"the catalogue lacks {printable(', '.join(coverage.unlisted))}")


def write_suggestions(project: Project, writer: Writer) -> int:
    """Write the families that the articles lack; always return status 0."""
    folder = read_articles(project)
    suggestions = find_suggestions(project, folder)
    values = [
        {
            "shape": suggestion.shape,
            "codes": list(suggestion.codes),
            "places": suggestion.places,
            "examples": _examples(project, suggestion),
            "pack": suggestion.pack,
            "table": suggestion.table,
        }
        for suggestion in suggestions
    ]
    chosen = name_families(project, folder, suggestions) if suggestions else []
    lines = (
        *(line for suggestion in suggestions for line in _lines(project, suggestion)),
        *_list_setting(chosen),
    )
    writer.write({"suggestions": values, "families": chosen}, lines)
    if not suggestions:
        print_status("no text looks like a code without a family")
    return 0


def find_suggestions(project: Project, folder: Folder) -> tuple[Suggestion, ...]:
    """Return the families that the articles of a folder lack."""
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


def name_families(project: Project, folder: Folder, suggestions: Sequence[Suggestion]) -> list[str]:
    """Return the value of `families` with the packs that the articles lack."""
    fitting = resolve_conventions(project.config, folder).families
    standard = (DEFAULT, *fitting) if project.inputs.families_are_default else ()
    packs = sorted({suggestion.pack for suggestion in suggestions} - {""})
    return list(dict.fromkeys((*(project.config.families or standard), *packs)))


def _list_setting(chosen: Sequence[str]) -> Iterator[str]:
    if chosen:
        yield "errata.toml with all of these:"
        yield ""
        yield f"families = {as_json(list(chosen))}"
