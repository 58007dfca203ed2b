"""Output for people: each finding with its line of source and its fix, or one line for each.

The short form, `path:line:column: code severity: message`, is also for editors and grep.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, TextIO

import click

from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic, Severity, Span, read_line
from errata.model import INTERNAL_KEYS
from errata.text.display import printable

if TYPE_CHECKING:
    from errata.diagnostics.registry import CheckCount
    from errata.reports import Report


# Red and yellow as rustc has them; cyan for what is milder.
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

# "internal-notes: seen at …" and "  dynamics-url :" yes; "title: internal-notes:" no.
# A report may end in a public log, so the values of these keys are not quoted.
_INTERNAL_KEY: Final = compile_late(rf"\s*(?:{'|'.join(INTERNAL_KEYS)})\s*:")
# Characters that may take no column or two: "環", U+0301 (a combining accent) and "…" yes; "é", "a"
# no.
_BEYOND_LATIN: Final = compile_late("[^\x00-\u02ff]")
# Findings of severity `info` with the same text that are written one by one: in a folder for
# Starlight, 1,218 of 1,260 were two sentences about `import` and `<Aside>`.
_MOST_ALIKE: Final = 3
# Columns quoted before and after the place: with the gutter, about the width of a line of source.
_COLUMNS_BEFORE, _COLUMNS_AFTER = 60, 40


def write_full(report: Report, stream: TextIO) -> None:
    """Write each finding as a block, a blank line after each.

    Of many that say the same and ask for nothing, only the first is written, with their number.
    """
    style = click.style if report.color else _leave
    infos = (item for item in report.diagnostics if item.severity is Severity.INFO)
    counts = Counter(map(_text_of, infos))
    written: set[tuple[str, ...]] = set()
    for diagnostic in report.diagnostics:
        text = _text_of(diagnostic)
        if text not in written:
            more = counts[text] - 1 if counts[text] > _MOST_ALIKE else 0
            written.update([text] if more else [])
            lines = _lines(diagnostic, report.sources, style, more)
            stream.write("\n".join((*lines, "", "")))


def _text_of(diagnostic: Diagnostic) -> tuple[str, str, str, str]:
    return diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.help


def _leave(text: str, **_styles: object) -> str:
    """Return the text as it is: colouring 6,000 findings and uncolouring them took 0.2 s."""
    return text


def _lines(
    diagnostic: Diagnostic, sources: Mapping[str, bytes], style: Callable[..., str], more: int
) -> Iterator[str]:
    colour, blue = _COLOURS[diagnostic.severity], partial(style, fg="blue", bold=True)
    title = style(f": {printable(diagnostic.message)}", bold=True)
    yield f"{style(f'{diagnostic.severity}[{diagnostic.code}]', fg=colour, bold=True)}{title}"
    number = str(diagnostic.span.line)
    gutter = " " * len(number)
    yield f"{gutter}{blue('-->')} {printable(str(diagnostic.span))}"
    if excerpt := quote_line(diagnostic.span, diagnostic.end, sources):
        text, indent, width = excerpt
        carets = style("^" * width, fg=colour, bold=True)
        yield f"{gutter} {blue('|')}"
        yield f"{blue(f'{number} |')} {text}".rstrip()
        yield f"{gutter} {blue('|')} {' ' * indent}{carets}"
    # As rustc shows a second file; without an excerpt, so that a finding has one caret.
    for related in diagnostic.related:
        place = f"{related.span}: {related.message}"
        yield f"{gutter}{blue(':::')} {printable(place)}"
    if diagnostic.help:
        yield f"{gutter} {blue('=')} {style('help', fg='cyan')}: {printable(diagnostic.help)}"
    if diagnostic.fix:
        option = "--fix" if diagnostic.fix.safe else "--unsafe-fixes"
        fix = f"{printable(diagnostic.fix.title)} (`{option}` does it)"
        yield f"{gutter} {blue('=')} {style('fix available', fg='cyan')}: {fix}"
    if more:
        note = f"{more:,} more say the same; `--output-format concise` lists them"
        yield f"{gutter} {blue('=')} {style('note', fg='cyan')}: {note}"


def quote_line(
    span: Span, end: tuple[int, int] | None, sources: Mapping[str, bytes]
) -> tuple[str, int, int] | None:
    """Return the text around the place, the columns before it and its own.

    None if the source lacks the line.
    """
    source = sources.get(span.path, b"")
    line = read_line(source, span.line) if source else None
    if line is None:
        return None
    if internal := _INTERNAL_KEY.match(line):
        line = f"{internal[0]} …"
    start = min(max(span.column - 1, 0), len(line))
    first = max(start - _COLUMNS_BEFORE, 0)
    before = ("…" if first else "") + line[first:start].replace("\t", " ")
    after = line[start : start + _COLUMNS_AFTER].replace("\t", " ")
    cut = "…" if start + _COLUMNS_AFTER < len(line) else ""
    # A span that continues on further lines is underlined to the end of its first.
    last = min(end[1] - 1 if end and end[0] == span.line else start + 1, start + _COLUMNS_AFTER)
    if end and end[0] > span.line:
        last = start + _COLUMNS_AFTER
    marked = line[start : max(last, start + 1)].replace("\t", " ").rstrip()
    width = max(_count_columns(marked), 1)
    return printable(f"{before}{after}{cut}").rstrip(), _count_columns(before), width


def _count_columns(text: str) -> int:
    visible = printable(text)
    if visible.isascii():
        return len(visible)
    # Nearly all of the text takes one column each, and is not looked at.
    return len(visible) + sum(_columns(char) - 1 for char in _BEYOND_LATIN.findall(visible))


def _columns(char: str) -> int:
    """Return a character's columns: wide East Asian ones take two, combining ones none."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def write_concise(report: Report, stream: TextIO) -> None:
    """Write the lines."""
    for diagnostic in report.diagnostics:
        line = f"{diagnostic.span}: {diagnostic.code} {diagnostic.severity}: {diagnostic.message}"
        stream.write(f"{printable(line)}\n")


def write_count_lines(counts: Sequence[CheckCount], stream: TextIO) -> None:
    """Write a line for each check: number, code, severity and name."""
    width = max((len(f"{count.count:,}") for count in counts), default=0)
    for count in counts:
        fixable = f" ({count.fixable:,} with a fix)" if count.fixable else ""
        line = f"{count.count:>{width},}  {count.code}  {count.severity:<7}  {count.name}{fixable}"
        stream.write(f"{line}\n")
