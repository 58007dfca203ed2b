"""Nearly a code: one slip of the hand away from a code of a known family.

`O` for `0`, `l` or `I` for `1`, two digits changed over, one too few or too many, or check digits
that are not the family's: in `PGS-220000` the `22` belongs to the prefix. Nothing links such a
code to its page, and a reader who searches for the right one does not find the article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from errata.diagnostics import Diagnostic, Severity
from errata.rules._codes import at, known_surfaces, texts, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.model import Article, Family, Library

SEVERITY = Severity.WARNING

_LIKE: Final = re.compile(
    r"(?<![\w./:@#&=%$*-])([A-Za-z]{2,8})[-\u2010-\u2013]?([0-9OolI]{4,8})(?![\w*/-]|\.\d)"
)
_DIGITS: Final = str.maketrans("OolI", "0011")
_CHECKED: Final = re.compile(r"[A-Za-z]+-(\d\d)\\d\{4\}")
"""The pattern of a family with check digits."""
_LENGTH: Final = 6


@dataclass(frozen=True, slots=True)
class _Known:
    patterns: dict[str, re.Pattern[str]]
    """Of the families whose codes begin with their id and a hyphen."""
    checks: dict[str, str]
    """Family -> its check digits."""
    codes: dict[str, list[str]]
    """Family -> codes seen in articles or in the catalogue."""


def check(library: Library, config: Config) -> Iterator[Diagnostic]:
    """Look at titles, issues and causes, in translations too, where codes get damaged."""
    known = _known(library, config)
    for article in visible(library) if known.patterns else ():
        yield from _look(article, known)


def _known(library: Library, config: Config) -> _Known:
    patterns = {f.id: re.compile(f.pattern) for f in config.code_families if _has_prefix(f)}
    checks = {f.id: m[1] for f in config.code_families if (m := _CHECKED.fullmatch(f.pattern))}
    codes: dict[str, list[str]] = {}
    for code in sorted({*library.codes, *(entry.code for entry in config.code_catalogue)}):
        codes.setdefault(code.partition("-")[0], []).append(code)
    return _Known(patterns, checks, codes)


def _has_prefix(family: Family) -> bool:
    return family.kind == "error" and family.pattern.startswith(f"{family.id}-")


def _look(article: Article, known: _Known) -> Iterator[Diagnostic]:
    seen = set(known_surfaces(article))
    for text, line in texts(article):
        for found in _LIKE.finditer(text):
            surface, prefix = found[0], found[1]
            if prefix not in known.patterns or surface in seen:
                continue
            seen.add(surface)
            if meant := _meant(prefix, found[2], known):
                message = f"`{surface}` is nearly a code"
                remedy = f"did you mean `{meant}`?"
                yield Diagnostic("KB405", SEVERITY, message, at(article, line), remedy)


def _meant(prefix: str, digits: str, known: _Known) -> str | None:
    """The code that was meant; None where it is one already, or too far from any."""
    plain = f"{prefix}-{digits.translate(_DIGITS)}"
    if known.patterns[prefix].fullmatch(plain):
        return plain if plain != f"{prefix}-{digits}" else None
    close = extractOne(plain, known.codes.get(prefix, ()), scorer=OSA.distance, score_cutoff=1)
    if close:
        return str(close[0])
    check = known.checks.get(prefix)
    return f"{prefix}-{check}{digits[2:]}" if check and _is_six_digits(digits) else None


def _is_six_digits(digits: str) -> bool:
    return len(digits) == _LENGTH and digits.isdecimal()
