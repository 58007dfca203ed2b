"""Which KCS section a heading announces, per locale.

A heading is compared with `section_names` after folding case, width, number and punctuation; up to
two wrong letters are forgiven in long words. Headings that a translator left in English count too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from errata.locales import serving_locale
from errata.markdown.section_names import NAMES
from errata.markdown.tokens import INVISIBLE
from errata.model import SectionKind as Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 80
"""Characters; no section heading of the corpus is longer, and a sentence is none."""
_SHORTEST = 5
"""Letters a name must have before any may be wrong: `cause` has them, `note` has not."""
_PLURAL = re.compile(r"\(\w{1,2}\)")
_NUMBERED = re.compile(r"(?<=\w) ?#?\d{1,2}$")
_TRIM = " \t:>*.;-\u2013\u2014「」【】[]■□◆◇●○▼※\"'"


def section_kind(text: str, locale: str) -> Kind | None:
    """The section that a heading's plain text announces, or None.

    A compound such as `Issue/Symptoms` counts where all its parts announce the same section;
    of `Resolution/Workaround` both do.
    """
    return None if len(text) > _LONGEST else _section_kind(text, locale.partition("-")[0])


def heading_name(kind: Kind, locale: str) -> str:
    """What authors of a locale usually call the section; in English where nobody has told."""
    language = next(iter(serving_locale(locale, NAMES)), "en")
    usual = next(name for name, named in _read(NAMES[language]) if named is kind)
    return f"{usual[:1].upper()}{usual[1:]}"


@lru_cache(maxsize=4096)
def _section_kind(text: str, language: str) -> Kind | None:
    folded = _fold(text)
    if whole := _lookup(folded, language):
        return whole
    kinds = {_lookup(part.strip(_TRIM), language) for part in folded.split("/")}
    return kinds.pop() if len(kinds) == 1 and "/" in folded else None


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    text = " ".join(text.casefold().replace("\u2019", "'").split()).strip(_TRIM)
    return _PLURAL.sub("", text) if "(" in text else text


def _lookup(folded: str, language: str) -> Kind | None:
    if not folded:
        return None
    names = _names(language)
    bare = _NUMBERED.sub("", folded)
    return names.get(folded) or names.get(bare) or _nearest(bare, language)


@lru_cache(maxsize=64)
def _names(language: str) -> dict[str, Kind]:
    """Folded heading -> section; the language's own names win over the English ones."""
    return {name: kind for table in ("en", language) for name, kind in _read(NAMES.get(table, ""))}


def _read(table: str) -> Iterator[tuple[str, Kind]]:
    for line in table.replace("\n  ", " ").splitlines():
        kind, _, names = unicodedata.normalize("NFKC", line.casefold()).partition(": ")
        yield from ((name, Kind(kind)) for name in names.split(", ") if name)


def _nearest(folded: str, language: str) -> Kind | None:
    """The one section within the allowed number of wrong letters; None where two compete."""
    best, found = _allowed(folded) + 1, None
    for name, kind in _names(language).items():
        if abs(len(name) - len(folded)) > 2 or len(name) < _SHORTEST:  # noqa: PLR2004 - as _allowed
            continue
        distance = OSA.distance(folded, name, score_cutoff=best)
        if distance < best:
            best, found = distance, kind
        elif distance == best and kind is not found:
            found = None
    return found


def _allowed(folded: str) -> int:
    return 0 if len(folded) < _SHORTEST else 1 if len(folded) < 8 else 2  # noqa: PLR2004 - measured on the corpus
