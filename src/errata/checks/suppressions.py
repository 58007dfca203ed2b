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
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from errata.articles.traits import SUPPRESSION
from errata.checks.blanks import blank_code
from errata.checks.selection import describe_unknown, find_checks
from errata.data.patterns import compile_late
from errata.diagnostics import Span, closest_name
from errata.model.observations import FaultySuppression
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from errata.diagnostics import Diagnostic

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

    def is_about(self, found: Diagnostic) -> bool:
        """Whether a finding is on its lines and of its checks."""
        if found.span.path != self.span.path or not self.first <= found.span.line <= self.last:
            return False
        return any(found.code in find_checks(one) for one in self.selectors)


def read_suppressions(path: str, data: bytes) -> tuple[list[Suppression], list[FaultySuppression]]:
    """Read the suppressions of a file, and what is wrong with the others."""
    found: list[Suppression] = []
    faults: list[FaultySuppression] = []
    if SUPPRESSION not in data:
        return found, faults
    # Imported here, as few folders have such comments, and reading front matter loads YAML.
    from errata.articles.front_matter.split import SourceParts, split_source, with_lf  # noqa: PLC0415 - see above

    text = with_lf(data.decode("utf-8-sig", "replace"))
    parts = split_source(text, path)
    source = _Lines(text)
    body_line = parts.body_line if isinstance(parts, SourceParts) else 1
    head = source.starts[body_line - 1]
    keys = list(_HASH.finditer(text, 0, head))
    blocks = list(_COMMENT.finditer(blank_code(text, head)))
    taken = {line for one in (*keys, *blocks) for line in source.lines_of(one)}
    for one in (*keys, *blocks):
        span = source.span_of(one, path)
        selectors = tuple(filter(None, _BETWEEN.split(one[2])))
        if fault := _fault(span, one, selectors):
            faults.append(fault)
            continue
        below = _key_below if one.re is _HASH else _block_below
        first, last = _scope(one, source, taken, below)
        found.append(Suppression(span, selectors, first, last))
    return found, faults


def split_suppressed(
    findings: Iterable[Diagnostic], suppressions: Iterable[Suppression]
) -> tuple[list[Diagnostic], int]:
    """Return the findings without suppressed ones, and the number of those."""
    by_path: dict[str, list[Suppression]] = {}
    for one in suppressions:
        by_path.setdefault(one.span.path, []).append(one)
    kept, count = [], 0
    for found in findings:
        if any(one.is_about(found) for one in by_path.get(found.span.path, ())):
            count += 1
        else:
            kept.append(found)
    return kept, count


def find_unused(
    suppressions: Iterable[Suppression], findings: Iterable[Diagnostic], ran: AbstractSet[str]
) -> Iterator[FaultySuppression]:
    """Find suppressions that suppressed nothing although all of their checks were run."""
    by_path: dict[str, list[Diagnostic]] = {}
    for found in findings:
        by_path.setdefault(found.span.path, []).append(found)
    for one in suppressions:
        for selector in one.selectors:
            codes = find_checks(selector)
            alone = Suppression(one.span, (selector,), one.first, one.last)
            if codes <= ran and not any(map(alone.is_about, by_path.get(one.span.path, ()))):
                yield FaultySuppression(one.span, "unused", selector)


def _fault(
    span: Span, found: re.Match[str], selectors: tuple[str, ...]
) -> FaultySuppression | None:
    if found[1] not in {_IGNORE, _IGNORE_FILE}:
        near = closest_name(found[1], (_IGNORE, _IGNORE_FILE)) or _IGNORE
        return FaultySuppression(span, "word", found[1], f"did you mean `{near}`?")
    if not selectors:
        return FaultySuppression(span, "all", found[1])
    for selector in selectors:
        if not find_checks(selector):
            return FaultySuppression(span, "unknown", *describe_unknown(selector))
    if not (found[3] or "").strip():
        return FaultySuppression(span, "reason", ", ".join(selectors))
    return None


class _Lines:
    """The lines of a text, and the places of comments in them."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def lines_of(self, found: re.Match[str]) -> range:
        first = bisect_right(self.starts, found.start())
        return range(first, bisect_right(self.starts, found.end() - 1) + 1)

    def span_of(self, found: re.Match[str], path: str) -> Span:
        line = self.lines_of(found)[0]
        return Span(path, line, found.start() - self.starts[line - 1] + 1)

    def is_alone(self, found: re.Match[str]) -> bool:
        """Whether the lines of a comment hold nothing else."""
        first, last = self.lines_of(found)[0], self.lines_of(found)[-1]
        before = self.lines[first - 1][: found.start() - self.starts[first - 1]]
        after = self.lines[last - 1][found.end() - self.starts[last - 1] :]
        return not (before + after).strip()


def _scope(
    found: re.Match[str],
    source: _Lines,
    taken: set[int],
    below: Callable[[int, list[str], set[int]], tuple[int, int]],
) -> tuple[int, int]:
    """Return the first and the last line that a comment applies to."""
    if found[1] != _IGNORE:
        return 1, len(source.lines)
    own = source.lines_of(found)
    return below(own[-1] + 1, source.lines, taken) if source.is_alone(found) else (own[0], own[-1])


def _block_below(line: int, lines: list[str], taken: set[int]) -> tuple[int, int]:
    """Return the lines of the next block: to the next blank one, or to the end of a code fence."""
    while line <= len(lines) and (line in taken or not lines[line - 1].strip()):
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


def _key_below(line: int, lines: list[str], taken: set[int]) -> tuple[int, int]:
    """Return the lines of the next key, with its value."""
    while line in taken:
        line += 1
    last = line
    while last < len(lines) and lines[last].startswith((" ", "\t", "- ")):
        last += 1
    return line, last
