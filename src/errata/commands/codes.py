"""`errata codes`: list every code, export the list, and compare it with a vendor's catalogue."""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from errata.codes.catalogue import parse_catalogue
from errata.codes.lookup import CodeLookup
from errata.commands import _console
from errata.commands._console import Command, Settings, examples, pluralise, print_status
from errata.commands._project import locale_option, open_library
from errata.errors import ConfigError
from errata.files.text import display_path, read_text
from errata.reports.printable import as_json, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.model import CatalogueEntry, Library, Salience

_EXAMPLES = examples(
    "errata codes",
    "errata codes --family APP --format csv > codes.csv",
    "errata codes --catalogue catalogue.csv --unexplained",
)
_LETTERS = re.compile(r"[A-Za-z]+")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One code as it is listed."""

    code: str
    family: str
    articles: int
    salience: Salience
    """`primary` if one article at least is about it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A catalogue against the articles."""

    listed: int
    unexplained: tuple[CatalogueEntry, ...]
    """In the order of the catalogue."""
    unlisted: tuple[str, ...]
    """Codes of the catalogue's families that articles have and the catalogue lacks, sorted."""


@click.command(cls=Command, epilog=_EXAMPLES)
@click.option("--family", metavar="ID", help="Codes of this family only.")
@click.option(
    "--catalogue",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV file with the columns code and message to compare with.  [default: as configured]",
)
@click.option("--unexplained", is_flag=True, help="Only the catalogue's codes without article.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="How codes are written to stdout.  [default: text]",
)
@locale_option
@_console.kb
@_console.no_cache
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    family: str | None,
    catalogue: Path | None,
    form: str,
    locale: str | None,
    kb: Path | None,
    *,
    unexplained: bool,
) -> int:
    """List the codes that the articles have; with a catalogue, which of its codes they lack.

    The list goes to stdout, the coverage of a catalogue to stderr.

    The exit status is 0, or 1 if no code is listed or, with --catalogue, if one of the
    catalogue's is not explained; 2 if a file cannot be used.
    """
    project, library, chosen = open_library(settings, kb, locale)
    entries = _read(catalogue) if catalogue else project.inputs.catalogue
    if unexplained and not entries:
        raise click.UsageError("--unexplained needs a --catalogue with codes")
    rows = list(_rows(library, chosen if locale else "", family))
    coverage = _coverage(library, rows, entries, family) if entries else None
    return run(rows, coverage, form, strict=bool(catalogue), unexplained=unexplained)


def run(
    rows: Sequence[Row], coverage: Coverage | None, form: str, *, strict: bool, unexplained: bool
) -> int:
    """Write the list and tell the coverage; the exit status."""
    if coverage and unexplained:
        _write_unexplained(coverage.unexplained, form)
    else:
        _WRITERS[form](rows)
    sys.stdout.flush()
    if coverage:
        _tell(coverage)
        if strict or unexplained:
            return int(bool(coverage.unexplained))
    return int(not rows)


def _read(path: Path) -> tuple[CatalogueEntry, ...]:
    return parse_catalogue(read_text(path, ConfigError), display_path(path))


def _rows(library: Library, locale: str, family: str | None) -> Iterable[Row]:
    for entry in library.index.values():
        uses = [use for use in entry.uses if not locale or use.locale == locale]
        wanted = family is None or entry.family.upper() == family.upper()
        if entry.kind == "error" and uses and wanted:
            primary = any(use.salience == "primary" for use in uses)
            numbers = {use.number for use in uses}
            salience: Salience = "primary" if primary else "secondary"
            yield Row(entry.code, entry.family, len(numbers), salience)


def _coverage(
    library: Library, rows: Sequence[Row], entries: Sequence[CatalogueEntry], family: str | None
) -> Coverage:
    explained = CodeLookup(row.code for row in rows)
    listed = CodeLookup(entry.code for entry in entries)
    families = {_family(library, entry.code) for entry in entries} - {""}
    if family:
        wanted = [e for e in entries if _family(library, e.code).upper() == family.upper()]
    else:
        wanted = list(entries)
    missing = tuple(entry for entry in wanted if not _spelt(explained, entry.code))
    unlisted = [row.code for row in rows if row.family in families]
    return Coverage(
        len(wanted),
        missing,
        tuple(code for code in unlisted if not _spelt(listed, code)),
    )


def _spelt(lookup: CodeLookup, code: str) -> bool:
    return lookup.find(code).code is not None


def _family(library: Library, code: str) -> str:
    """The family that a catalogue's code is of, whatever its case and separator; empty for none."""
    for family in library.families.values():
        if re.fullmatch(family.pattern, code) or re.fullmatch(family.pattern, code.upper()):
            return family.id
    prefix = _LETTERS.match(code)
    return prefix[0].upper() if prefix and prefix[0].upper() in library.families else ""


def _write_text(rows: Sequence[Row]) -> None:
    wide = max((len(row.code) for row in rows), default=0)
    for row in rows:
        articles = pluralise(row.articles, "article")
        line = f"{row.code:<{wide}}  {row.family}  {articles}  {row.salience}"
        sys.stdout.write(f"{printable(line)}\n")


def _write_json(rows: Sequence[Row]) -> None:
    objects = [
        {"code": r.code, "family": r.family, "articles": r.articles, "salience": r.salience}
        for r in rows
    ]
    sys.stdout.write(f"{as_json(objects)}\n")


def _write_csv(rows: Sequence[Row]) -> None:
    _table(
        ("code", "family", "articles", "salience"),
        ((row.code, row.family, str(row.articles), row.salience) for row in rows),
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_inert(cell) for cell in row] for row in rows)


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _write_unexplained(entries: Sequence[CatalogueEntry], form: str) -> None:
    if form == "csv":
        _table(("code", "message"), ((entry.code, entry.message) for entry in entries))
    elif form == "json":
        objects = [{"code": entry.code, "message": entry.message} for entry in entries]
        sys.stdout.write(f"{as_json(objects)}\n")
    else:
        for entry in entries:
            line = f"{entry.code}  {entry.message}".rstrip()
            sys.stdout.write(f"{printable(line)}\n")


def _tell(coverage: Coverage) -> None:
    done = coverage.listed - len(coverage.unexplained)
    share = done / coverage.listed if coverage.listed else 1
    print_status(
        f"{done:,} of {pluralise(coverage.listed, 'code')} of the catalogue "
        f"are explained ({share:.0%})"
    )
    if coverage.unlisted:
        print_status(f"the catalogue lacks {printable(', '.join(coverage.unlisted))}")


_WRITERS = {"text": _write_text, "json": _write_json, "csv": _write_csv}
