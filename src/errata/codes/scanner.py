"""What every code of the families begins with, to dismiss a text without trying its places.

Finds error codes in a text: the families of `families.toml`, then what is known by its form.

1. Ask cheaply whether a text can have any; most have none.
2. Mask addresses, paths and GUIDs.
3. Run the detectors, the special before the general; where two overlap, the first one stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.codes import exceptions, named, statuses
from errata.codes.check_digits import CheckDigitFamilies
from errata.codes.context_words import END, START
from errata.codes.normalise import blank_out_addresses, to_ascii_forms
from errata.codes.suspects import SuspectFinder
from errata.model import CodeSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.model import Family


_LITERAL = re.compile(r"(?:[\w =:#-]|\\[-.])(?![?*{])")
_CHOICE = re.compile(r"\(\?:([\w -]+(?:\|[\w -]+)*)\)(?![?*{])")
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escape, a class or one character."""
_SHORTEST = 2
_LONGEST = 12


def build_prefilter(families: Iterable[Family]) -> tuple[re.Pattern[str] | None, tuple[str, ...]]:
    """(a pattern of beginnings in capitals or digits, the other beginnings).

    Capitals are rare in prose, so one pattern finds them; ordinary letters are looked up as they
    are. A family whose beginning cannot be told is in the second as the empty text.
    """
    starts = {start for family in families for start in _starts(family.pattern)}
    rare = sorted(start for start in starts if not start[:1].islower() and start)
    common = sorted(start for start in starts if start[:1].islower() or not start)
    pattern = re.compile("|".join(map(re.escape, rare))) if rare else None
    return pattern, tuple(common)


def _starts(pattern: str) -> Iterator[str]:
    for alternative in _alternatives(pattern):
        if choice := _CHOICE.match(alternative):
            rest = _literal(alternative[choice.end() :])
            found = [part + rest for part in choice[1].split("|")]
        else:
            found = [_literal(alternative)]
        yield from (literal if len(literal) >= _SHORTEST else "" for literal in found)


def _literal(pattern: str) -> str:
    found = ""
    at = 0
    while len(found) < _LONGEST and (match := _LITERAL.match(pattern, at)):
        found += match[0][-1]
        at = match.end()
    return found


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives at a pattern's top; a bar in a class or a group is none."""
    depth, start = 0, 0
    for piece in _PIECE.finditer(pattern):
        depth += (piece[0] == "(") - (piece[0] == ")")
        if piece[0] == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]


_ANY = re.compile(
    r"\d{3}|\d\.\d|rr(?:or|o|eur)|xception|ehler|(?i:fout|fel)|エラー|[错錯][误誤]|오류|에러|_[A-Z]|eason|xxxx|-#"
)
_VALUE = re.compile(r"(-?[\w.]+)\W*$")
_NUMBER = re.compile(r"(?<=[A-Za-z])(?=\d)")
_REACH = 80
_KINDS = {"ticket", "cve", "status"}


class Scanner:
    """All families and all general detectors; one scanner serves a whole build."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._campaign = CheckDigitFamilies(families)
        self._doubts = SuspectFinder(families)
        self._families = tuple(f for f in families if f.pattern and not f.module)
        alternatives = "|".join(f"({family.pattern})" for family in self._families)
        bounded = rf"{START}(?<!-)(?:{alternatives}){END}(?!-\d)"
        self._pattern = re.compile(bounded) if self._families else None
        self._starts, self._needles = build_prefilter(self._families)
        self._cues = {f.id: re.compile(f.cue, re.IGNORECASE) for f in families if f.cue}

    def scan(self, text: str, where: str = "prose") -> Sequence[CodeSpan]:
        """Every code from left to right; none overlap. `where` as in `TextRun`."""
        text = to_ascii_forms(text)
        families = self._may_have_family(text)
        if not families and not _ANY.search(text):
            return ()
        masked = blank_out_addresses(text)
        found = list(self._campaign.find(masked))
        if families:
            found.extend(self._of_families(masked))
        found.extend(named.find_named_codes(masked))
        found.extend(exceptions.find_exceptions(masked))
        found.extend(statuses.find_statuses(masked, where))
        return tuple(_apart(found)) if found else ()

    def read(self, text: str, where: str = "prose") -> Sequence[CodeSpan]:
        """As `scan`, and what only looks like a code, of kind `suspect` or `unknown`."""
        found = self.scan(text, where)
        doubtful = tuple(self._doubts.find(text))
        return tuple(_beside(found, doubtful)) if doubtful else found

    def _may_have_family(self, text: str) -> bool:
        if self._starts is not None and self._starts.search(text):
            return True
        return any(needle in text for needle in self._needles)

    def _of_families(self, text: str) -> Iterator[CodeSpan]:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            family = self._families[(match.lastindex or 1) - 1]
            cue = self._cues.get(family.id)
            if cue is None or cue.search(_around(text, match)):
                kind = family.kind if family.kind in _KINDS else "error"
                code = _canonical(family, match[0])
                yield CodeSpan(match.start(), match.end(), code, family.id, kind)


def _around(text: str, match: re.Match[str]) -> str:
    before = text[max(0, match.start() - _REACH) : match.start()]
    return f"{before} {text[match.end() : match.end() + _REACH]}"


def _canonical(family: Family, surface: str) -> str:
    if not family.canonical:
        return surface
    value = _VALUE.search(surface)
    return (
        family.canonical.replace("{value}", value[1] if value else surface)
        .replace("{hyphens}", surface.replace("_", "-"))
        .replace("{numbered}", _NUMBER.sub("-", surface, count=1))
        .replace("{code}", surface)
    )


def _apart(found: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Left to right without overlaps; sorting is stable, so the first detector wins."""
    end = 0
    for span in sorted(found, key=_start):
        if span.start >= end:
            yield span
            end = span.end


def _beside(found: Sequence[CodeSpan], doubtful: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Both from left to right, without the doubtful ones that touch one found."""
    spans = sorted((*found, *doubtful), key=_start)
    sure = {*found}
    for before, span, after in zip((None, *spans), spans, (*spans[1:], None), strict=False):
        touched = any(
            other in sure and other.start < span.end and span.start < other.end
            for other in (before, after)
            if other
        )
        if span in sure or not touched:
            yield span


def _start(span: CodeSpan) -> int:
    return span.start
