"""Findings about content: severities, places, fixes; repeated ones are joined, long quotations cut.

Faults of content are values, never exceptions: they are collected, sorted and reported together, so
that one bad article never hides another. Errors that stop a build are in `errata.errors`.

All of them count lines and columns in the same way.

`registry` finds and runs the checks, `fixing` applies their fixes, and `baseline` accepts old ones.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from errata.values import Value

_RANK: Final = {"error": 0, "warning": 1, "info": 2}


class Severity(StrEnum):
    """How much a finding matters; an article with an unreadable front matter is left out."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """A number that is 0 for the most severe."""
        return _RANK[self.value]


class Span(Value, frozen=True, order=True):
    """A place in a source file, as an editor counts it."""

    path: str
    """POSIX path below the knowledge base's folder; of a configuration file, as it was given."""
    line: int = 1
    """1-based; line ends are LF, CRLF or CR."""
    column: int = 1
    """1-based, in characters, not bytes."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


# "\r\n", "\r" and "\n", as editors count lines; not "\x0b" and U+2028, where `splitlines` cuts.
LINE_END: Final = re.compile(r"\r\n|\r|\n")
_LINE_END_OF_FILE: Final = re.compile(LINE_END.pattern.encode())


# Findings are sorted by path, so one file's lines are all that is worth keeping.
@lru_cache(maxsize=1)
def split_lines(data: bytes) -> Sequence[bytes]:
    """Split a file into lines as `Span` counts them, without their ends."""
    return _LINE_END_OF_FILE.split(data) if b"\r" in data else data.split(b"\n")


def read_line(data: bytes, number: int) -> str | None:
    """Return a line of a file by its 1-based number; None after the last."""
    lines = split_lines(data)
    if not 0 < number <= len(lines):
        return None
    # A byte order mark is not a column: editors do not show it.
    return lines[number - 1].decode("utf-8-sig" if number == 1 else "utf-8", "replace")


def find_line_starts(text: str) -> list[int]:
    """Return where each line begins, in a text whose lines end with a line feed alone."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def locate_character(starts: Sequence[int], offset: int) -> tuple[int, int]:
    """Return line and column of a character, both from 1, in a text whose lines begin so."""
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


class Related(Value, frozen=True):
    """Another place that a finding is about: the other article of a pair, the first of two keys."""

    span: Span
    message: str
    """What is there, in the style of `Finding.message`: `the other article`."""


class Edit(Value, frozen=True, order=True):
    """Characters of a file to replace; an empty range inserts, an empty text deletes."""

    span: Span
    end: tuple[int, int]
    """Line and column after the last replaced character, counted as in `Span`."""
    text: str
    """Its line ends are LF; they are converted to those of the file."""


class NewFile(Value, frozen=True):
    """A file that a fix makes of Base64 text, such as of a picture in a `data:` URI."""

    path: str
    """See `Span.path`. An existing file is never replaced: then the fix is not made."""
    start: Span
    """Place of the first character of the Base64 text."""
    end: tuple[int, int]
    """Line and column after its last character."""


class Fix(Value, frozen=True):
    """Edits that correct what a finding is about; all are made, or none."""

    title: str
    """What the edits do, in the imperative, as an editor shows it: `Write the date as 2024-04-17`.
    """
    edits: tuple[Edit, ...]
    safe: bool = True
    """Whether the page certainly says the same before and after, so that no review is needed."""
    creates: tuple[NewFile, ...] = ()
    """Files that its edits link. Only `errata check --fix` makes them: editors get no such fix."""


class Finding(Value, frozen=True):
    """What a check yields: the registry adds the check's code and severity."""

    message: str
    """Lower case, one clause, values in backticks, no full stop."""
    span: Span
    help: str = ""
    """What to do about it, in the imperative; empty if the message is enough."""
    severity: Severity | None = None
    """Its own severity, if it differs from the check's."""
    related: tuple[Related, ...] = ()
    """Other places that are needed to understand it."""
    end: tuple[int, int] | None = None
    """Line and column after the fault; None if only its beginning is known."""
    fix: Fix | None = None
    count: int = 0
    """How many faults it stands for, if a check reports all of an article as one; else 0."""


Findings = Iterator[Finding]


class Diagnostic(Value, frozen=True):
    """A finding as it is reported."""

    code: str
    """`KB` and three digits, see `errata.checks`."""
    severity: Severity
    message: str
    span: Span
    help: str = ""
    related: tuple[Related, ...] = ()
    end: tuple[int, int] | None = None
    fix: Fix | None = None
    article: str = ""
    """Locale and number of its article, such as `en/KA-00001`."""
    count: int = 0
    """See `Finding.count`."""

    @property
    def sort_key(self) -> tuple[Span, str, str]:
        """The order of every report: by place, then code, then text."""
        return (self.span, self.code, self.message)

    def with_article(self, name: str) -> Diagnostic:
        """Return the same finding, in an article with this name."""
        texts = (self.code, self.severity, self.message, self.span, self.help)
        return Diagnostic(*texts, self.related, self.end, self.fix, name, self.count)

    def with_paths(self, rename: Callable[[Span], Span]) -> Diagnostic:
        """Return the same finding with every path renamed."""
        # Field by field: `replace` would take three times as long, for thousands of findings.
        related = tuple(
            [Related(rename(related.span), related.message) for related in self.related]
        )
        fix = self.fix
        if fix:
            edits = tuple([Edit(rename(edit.span), edit.end, edit.text) for edit in fix.edits])
            fix = Fix(fix.title, edits, fix.safe, tuple(_renamed(fix.creates, rename)))
        texts = (self.code, self.severity, self.message, rename(self.span), self.help)
        return Diagnostic(*texts, related, self.end, fix, self.article, self.count)


def _renamed(files: Iterable[NewFile], rename: Callable[[Span], Span]) -> Iterator[NewFile]:
    for file in files:
        yield replace(file, path=rename(Span(file.path)).path, start=rename(file.start))


class Choice(NamedTuple):
    """Checks to run according to one source, as codes, prefixes and names."""

    select: tuple[str, ...] | None = None
    """Replaces what was chosen before; None keeps it."""
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


# Twice the characters that two names have in common and in order, as a share of all of theirs; 0.6
# is the default of the standard library's `get_close_matches`, too. "hoem" is like "home" (0.75),
# "produkts" like "products" (0.88), "mood" like no key of the front matter.
LIKENESS: Final = 0.6


def closest_name(name: str, choices: Iterable[str], likeness: float = LIKENESS) -> str:
    """Return the known name that was probably meant; empty if none is similar."""
    # Imported here, as only a suggestion needs it and every command imports this module.
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most runs suggest nothing

    match = process.extractOne(
        name, sorted(choices), scorer=fuzz.ratio, score_cutoff=likeness * 100
    )
    return match[0] if match else ""


def suggest_name(
    name: str, choices: Iterable[str], otherwise: str, likeness: float = LIKENESS
) -> str:
    """Suggest the known name that was probably meant, else another remedy, for `help`."""
    return propose_name(closest_name(name, choices, likeness), otherwise)


def propose_name(name: str, otherwise: str) -> str:
    """Propose a name for `help`; another remedy if it is empty."""
    return f"did you mean `{name}`?" if name else otherwise


_Found = TypeVar("_Found", bound=Finding | Diagnostic)
# The most places that are listed; authors who correct the first ones see the rest.
_MOST_PLACES: Final = 9
# "`a value`" yes; nothing of "``". Possessive, so that no text is slow.
_QUOTED: Final = re.compile(r"`([^`]++)`")
# The most characters of a quoted value, which may be all of a file: about four lines of a terminal.
_LONGEST_QUOTE: Final = 300
# The most characters of a message that quotes several values, or one without backticks.
_LONGEST: Final = 1_000


def join_repetitions(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of an article's findings, with the number and places of the others."""
    ordered = sorted(findings, key=lambda finding: finding.span)
    if ordered:
        yield replace(_join(ordered, "this article"), count=len(ordered))


def join_same(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Join findings that repeat the same about a value, such as one broken link.

    A message without a value, such as about a secret, may be about a different one each time. The
    fix is that of the first place; `--fix` uses all of them.
    """
    groups: dict[object, list[Diagnostic]] = defaultdict(list)
    for index, diagnostic in enumerate(diagnostics):
        is_of_value = "`" in diagnostic.message and not diagnostic.count
        own = () if is_of_value else (index,)
        groups[
            diagnostic.span.path,
            diagnostic.code,
            diagnostic.message,
            diagnostic.help,
            diagnostic.severity,
            own,
        ].append(diagnostic)
    for group in groups.values():
        yield _join(sorted(group, key=lambda diagnostic: diagnostic.span), "this file")


def _join(findings: Sequence[_Found], where: str) -> _Found:
    first = findings[0]
    if len(findings) == 1:
        return first
    places = tuple(
        Related(finding.span, "another one") for finding in findings[1 : _MOST_PLACES + 1]
    )
    message = f"{first.message} ({len(findings)} in {where})"
    return replace(first, message=message, related=(*first.related, *places))


def shorten_quotes(text: str) -> str:
    """Shorten each quoted value, and then the whole, to a readable length."""
    if len(text) <= _LONGEST_QUOTE:
        return text
    cut = _QUOTED.sub(lambda match: f"`{_cut(match[1], _LONGEST_QUOTE)}`", text)
    return _cut(cut, _LONGEST)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
