"""Findings that an author has reviewed and suppresses with a reason.

    <!-- errata: ignore KB306: the logo has no text -->      the block below, or the line it ends
    <!-- errata: ignore-file KB701, KB702: a copy -->        the whole file
    # errata: ignore KB104: the old name is meant            in front matter: the key below, or
                                                             the line it ends; `ignore-file`, too

They stand in comments, which no page shows. What is in code is an example.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Final

from errata.articles.conventions import SUPPRESSION
from errata.checks.blanks import blank_code
from errata.checks.selection import describe_unknown, find_checks
from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic, Span, closest_name
from errata.model.observations import FaultySuppression
from errata.values import Record

# A file without these bytes has no suppression.
# "<!-- errata: ignore KB306: logo -->" with words, selectors and reason; not "<!-- errata -->".
_COMMENT: Final = compile_late(
    r"<!--\s{0,9}errata:\s{0,9}([\w-]{1,40}+)((?:(?!-->)[^:<>]){0,400}+)(?::(.{0,2000}?))?-->",
    re.DOTALL,
)
# "# errata: ignore KB102: as exported" at the beginning or the end of a line.
_HASH: Final = re.compile(
    r"(?:^|(?<=\s))#[ \t]{0,9}errata:[ \t]{0,9}([\w-]{1,40}+)([^:\n]{0,400}+)(?::([^\n]*+))?$",
    re.MULTILINE,
)
# What stands between two selectors.
_BETWEEN: Final = compile_late(r"[\s,]+")
# The beginning of a code fence: "```" and "  ~~~".
_FENCE: Final = compile_late(r"[ \t>]*(`{3,}|~{3,})")
_IGNORE, _IGNORE_FILE = "ignore", "ignore-file"


class Suppression(Record, frozen=True):
    """One comment that suppresses findings."""

    span: Span
    selectors: tuple[str, ...]
    """Codes, prefixes or names, as written."""
    first: int
    last: int
    """The last line that it applies to; for a file, its end."""

    def is_about(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is on its lines and of its checks."""
        if (
            diagnostic.span.path != self.span.path
            or not self.first <= diagnostic.span.line <= self.last
        ):
            return False
        return any(diagnostic.code in find_checks(selector) for selector in self.selectors)


def read_suppressions(path: str, data: bytes) -> tuple[list[Suppression], list[FaultySuppression]]:
    """Read the suppressions of a file, and what is wrong with the others."""
    suppressions: list[Suppression] = []
    faults: list[FaultySuppression] = []
    if SUPPRESSION not in data:
        return suppressions, faults
    # Imported here, as few folders have such comments, and reading front matter loads YAML.
    from errata.articles.front_matter.split import SourceParts, split_source, with_lf  # noqa: PLC0415 - see above

    text = with_lf(data.decode("utf-8-sig", "replace"))
    parts = split_source(text, path)
    source = _Lines(text)
    body_line = parts.body_line if isinstance(parts, SourceParts) else 1
    head = source.starts[body_line - 1]
    keys = list(_HASH.finditer(text, 0, head))
    blocks = list(_COMMENT.finditer(blank_code(text, head)))
    commented = {line for match in (*keys, *blocks) for line in source.lines_of(match)}
    for match in (*keys, *blocks):
        span = source.span_of(match, path)
        selectors = tuple(filter(None, _BETWEEN.split(match[2])))
        if fault := _fault(span, match, selectors):
            faults.append(fault)
            continue
        below = _key_below if match.re is _HASH else _block_below
        first, last = _scope(match, source, commented, below)
        suppressions.append(Suppression(span, selectors, first, last))
    return suppressions, faults


def split_suppressed(
    findings: Iterable[Diagnostic], suppressions: Iterable[Suppression]
) -> tuple[list[Diagnostic], int]:
    """Return the findings without suppressed ones, and the number of those."""
    by_path: dict[str, list[Suppression]] = {}
    for suppression in suppressions:
        by_path.setdefault(suppression.span.path, []).append(suppression)
    reported, count = [], 0
    for diagnostic in findings:
        if any(
            suppression.is_about(diagnostic)
            for suppression in by_path.get(diagnostic.span.path, ())
        ):
            count += 1
        else:
            reported.append(diagnostic)
    return reported, count


def find_unused(
    suppressions: Iterable[Suppression], findings: Iterable[Diagnostic], ran: AbstractSet[str]
) -> Iterator[FaultySuppression]:
    """Find suppressions that suppressed nothing although all of their checks were run."""
    by_path: dict[str, list[Diagnostic]] = {}
    for diagnostic in findings:
        by_path.setdefault(diagnostic.span.path, []).append(diagnostic)
    for suppression in suppressions:
        for selector in suppression.selectors:
            codes = find_checks(selector)
            alone = Suppression(suppression.span, (selector,), suppression.first, suppression.last)
            if codes <= ran and not any(
                map(alone.is_about, by_path.get(suppression.span.path, ()))
            ):
                yield FaultySuppression(suppression.span, "unused", selector)


def _fault(
    span: Span, match: re.Match[str], selectors: tuple[str, ...]
) -> FaultySuppression | None:
    if match[1] not in {_IGNORE, _IGNORE_FILE}:
        suggestion = closest_name(match[1], (_IGNORE, _IGNORE_FILE)) or _IGNORE
        return FaultySuppression(span, "word", match[1], f"did you mean `{suggestion}`?")
    if not selectors:
        return FaultySuppression(span, "all", match[1])
    for selector in selectors:
        if not find_checks(selector):
            return FaultySuppression(span, "unknown", *describe_unknown(selector))
    if not (match[3] or "").strip():
        return FaultySuppression(span, "reason", ", ".join(selectors))
    return None


class _Lines:
    """The lines of a text, and the places of comments in them."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def lines_of(self, match: re.Match[str]) -> range:
        first = bisect_right(self.starts, match.start())
        return range(first, bisect_right(self.starts, match.end() - 1) + 1)

    def span_of(self, match: re.Match[str], path: str) -> Span:
        line = self.lines_of(match)[0]
        return Span(path, line, match.start() - self.starts[line - 1] + 1)

    def is_alone(self, match: re.Match[str]) -> bool:
        """Whether the lines of a comment hold nothing else."""
        first, last = self.lines_of(match)[0], self.lines_of(match)[-1]
        before = self.lines[first - 1][: match.start() - self.starts[first - 1]]
        after = self.lines[last - 1][match.end() - self.starts[last - 1] :]
        return not (before + after).strip()


def _scope(
    match: re.Match[str],
    source: _Lines,
    commented: set[int],
    below: Callable[[int, list[str], set[int]], tuple[int, int]],
) -> tuple[int, int]:
    """Return the first and the last line that a comment applies to."""
    if match[1] != _IGNORE:
        return 1, len(source.lines)
    own = source.lines_of(match)
    return (
        below(own[-1] + 1, source.lines, commented) if source.is_alone(match) else (own[0], own[-1])
    )


def _block_below(line: int, lines: list[str], commented: set[int]) -> tuple[int, int]:
    """Return the lines of the next block: to the next blank one, or to the end of a code fence."""
    while line <= len(lines) and (line in commented or not lines[line - 1].strip()):
        line += 1
    last = line
    fence = _FENCE.match(lines[line - 1]) if line <= len(lines) else None
    while last < len(lines):
        following = lines[last]
        if fence and following.strip(" \t>").startswith(fence[1]):
            return line, last + 1
        if not fence and not following.strip():
            break
        last += 1
    return line, last


def _key_below(line: int, lines: list[str], commented: set[int]) -> tuple[int, int]:
    """Return the lines of the next key, with its value."""
    while line in commented:
        line += 1
    last = line
    while last < len(lines) and lines[last].startswith((" ", "\t", "- ")):
        last += 1
    return line, last
