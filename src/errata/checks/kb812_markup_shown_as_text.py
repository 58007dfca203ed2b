r"""Markup that readers see as text, because it is not quite markdown.

It is bold text with a space inside the asterisks, a link with a space between its brackets or in
its address, with the brackets exchanged, or with a name that nothing defines, a callout whose name
is unknown, a heading without an ordinary space after `##`, a footnote that is nowhere, a file on
the author's own computer, a comment of Obsidian (`%% … %%`), a table without its row of dashes, a
list without a space after the hyphens, or with signs such as `•`, code between accents instead of
backticks, full-width signs, HTML with curly quotes, markup of Confluence, Jira and pandoc (`h2.`,
`{code}`, `[text|address]`), of MediaWiki, AsciiDoc and reStructuredText (`== Cause ==`,
`link:https://…[text]`, `.. note::`), or the marks of a conflict that git could not merge.

Markdown can also take text for markup: `C:\Users\jane\.ssh` loses a backslash, `5*60*1000` its
asterisks, and a sentence right above `---` becomes a heading. To show such characters on purpose,
write them as code, or a backslash before them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final, NamedTuple, cast

from errata.articles.front_matter.lines import CONFLICT_REMEDY
from errata.checks.places import text_place
from errata.checks.written import WrittenText, read_written
from errata.data import expand_pattern, read_data, read_table
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Fix, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True


class MarkupForm(NamedTuple):
    """A row of `markup_slips.toml`, which says what it means."""

    message: str
    help: str
    pattern: re.Pattern[str]
    written: re.Pattern[str] | None
    signs: tuple[str, ...]
    fix: tuple[str, str] | None
    in_code: bool


_TABLE: Final = "markup_slips"
# "<<<<<<< HEAD" alone on a line; not "<<<<" and "<<<<<<<<".
_CONFLICT: Final = compile_late(r"^<{7}[ ]\S[^\n]*+$", re.MULTILINE)
# Stands before the text that is searched, so that its first line is like the others.
_BEFORE: Final = "\n\n"
# Stands for code, and is in no form.
_CODE: Final = "\n"


def check(read: ReadArticle) -> Findings:
    """Search the file, then each paragraph as it is shown, and find the same text in the file."""
    written = read_written(read)
    if match := _CONFLICT.search(written.prose) if "<<<<<<<" in written.prose else None:
        message = "a conflict that git could not merge is still in this article"
        span, end = text_place(written, *match.span())
        yield Finding(message, span, CONFLICT_REMEDY, Severity.ERROR, end=end)
    reported: list[tuple[int, int]] = []
    for form, place in _search_file(written):
        if not _overlaps(place, reported):
            reported.append(place)
            yield _report(written, form, place)
    for line, paragraph in _paragraphs(read, written):
        yield from _check_paragraph(written, line, paragraph, [*reported])


@cache
def read_forms(kind: str) -> tuple[MarkupForm, ...]:
    """Read the forms of the file, or of its paragraphs, in the order in which they count."""
    rows = cast("Sequence[Mapping[str, Any]]", read_data(_TABLE)[kind])
    return tuple(
        MarkupForm(
            *(row["message"], row["help"], _compile(row["pattern"])),
            _compile(row["written"]) if "written" in row else None,
            tuple(row.get("signs", ())),
            tuple(row["fix"]) if "fix" in row else None,
            row.get("in_code", False),
        )
        for row in rows
    )


@cache
def _read_may_hold() -> Mapping[str, re.Pattern[str]]:
    return {name: _compile(pattern) for name, pattern in read_table(_TABLE, "may_hold").items()}


def _compile(pattern: str) -> re.Pattern[str]:
    return compile_late(expand_pattern(pattern, read_table(_TABLE, "fragments")))


def _search_file(written: WrittenText) -> Iterator[tuple[MarkupForm, tuple[int, int]]]:
    """Yield each form of the file, with its first place."""
    prose = f"{_BEFORE}{written.prose}"
    for form in read_forms("in_file"):
        if not any(sign in (written.body if form.in_code else prose) for sign in form.signs):
            continue
        if form.in_code:
            matches = (form.pattern.match(written.body, start) for start, _ in written.code)
            match, shift = next(filter(None, matches), None), 0
        else:
            match, shift = form.pattern.search(prose), len(_BEFORE)
        if match:
            start, end = match.span("at" if "at" in form.pattern.groupindex else 0)
            yield form, (start - shift, end - shift)


def _overlaps(place: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(start < place[1] and place[0] < end for start, end in others)


def _report(written: WrittenText, form: MarkupForm, place: tuple[int, int]) -> Finding:
    span, end = text_place(written, *place)
    return Finding(form.message, span, form.help, end=end, fix=_correct(written, form, place))


def _check_paragraph(
    written: WrittenText, line: int, paragraph: str, reported: list[tuple[int, int]]
) -> Findings:
    """Report each form once, and one form for each place."""
    for form in read_forms("in_paragraphs"):
        if not (match := form.pattern.search(paragraph)):
            continue
        place = _locate(written, line, form, match[0].strip())
        if place and not _overlaps(place, reported):
            reported.append(place)
            yield _report(written, form, place)


def _paragraphs(read: ReadArticle, written: WrittenText) -> Iterator[tuple[int, str]]:
    """Yield line and text of each paragraph that may hold one."""
    may_hold = _read_may_hold()
    has_items = may_hold["item_line"].search(f"\n{written.prose}") is not None
    for _, block in groupby(read.runs, key=lambda run: run.block):
        runs = [run for run in block if run.where in {"prose", "span"}]
        text = "".join(_CODE if run.where == "span" else run.text for run in runs)
        if may_hold["signs"].search(text) or (has_items and may_hold["items"].search(text)):
            yield runs[0].line, text


def _correct(written: WrittenText, form: MarkupForm, place: tuple[int, int]) -> Fix | None:
    """Write what was meant, where only its signs are wrong."""
    match = re.fullmatch(form.fix[0], written.text[slice(*place)]) if form.fix else None
    if not form.fix or not match:
        return None
    edit = written.edit(*place, match.expand(form.fix[1]))
    return Fix("Write it in markdown", (edit,), safe=False)


def _locate(written: WrittenText, line: int, form: MarkupForm, text: str) -> tuple[int, int] | None:
    """Find a form in the paragraph of the file that begins on a line, or soon after it."""
    begin = written.offset(line)
    blank = written.prose.find("\n\n", begin)
    end = blank if blank >= 0 else len(written.prose)
    pattern = form.written or re.compile(re.escape(text))
    match = pattern.search(written.prose, begin, end)
    return match.span() if match else None
