"""Which KCS section a heading announces, by what authors call it in each language.

A heading is compared with the names in `errata/data/section_names.toml`. Case, width, numbers and
punctuation do not count, and up to two wrong letters are forgiven in long words. Headings that a
translator left in English count in every language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz.distance import OSA

from errata.data import read_data
from errata.model import SectionKind
from errata.text.anchors import INVISIBLE
from errata.text.locales import serving_locale

if TYPE_CHECKING:
    from collections.abc import Mapping

# The longest section heading of the real articles has 64 characters; a sentence is longer.
LONGEST_HEADING: Final = 80
# A name needs this many letters before any may be wrong: "cause" has them, "note" has not.
_MIN_FUZZY: Final = 5
# From this length on two letters may be wrong. The six headings of the real articles that need any
# of this are slips such as "symtomps" and "参照ドキュメント"; none is taken for another section.
_MIN_TWO_WRONG: Final = 8

# "(s)" in "environment(s)" and "(e)" in "problem(e)"; not "(new)".
_PLURAL: Final = re.compile(r"\(\w{1,2}\)")
# " #2" in "solution #2" and "2" in "解決策2"; not "2" alone.
_NUMBERED: Final = re.compile(r"(?<=\w) ?#?\d{1,2}$")
_PUNCTUATION: Final = " \t:>*.;-\u2013\u2014「」【】[]■□◆◇●○▼※\"'"


def section_kind(text: str, locale: str) -> SectionKind | None:
    """The section that a heading's plain text announces, or None.

    A compound such as `Issue/Symptoms` counts where all its parts announce the same section;
    of `Resolution/Workaround` both do.
    """
    return None if len(text) > LONGEST_HEADING else _section_kind(text, locale.partition("-")[0])


def heading_name(kind: SectionKind, locale: str) -> str:
    """What authors of a locale usually call the section; English where no language serves."""
    tables = read_names()
    language = next(iter(serving_locale(locale, tables)), "en")
    usual = tables[language][kind][0]
    return f"{usual[:1].upper()}{usual[1:]}"


@cache
def read_names() -> Mapping[str, Mapping[SectionKind, tuple[str, ...]]]:
    """Language -> section -> its names, those of one vendor's articles last."""
    names: dict[str, dict[SectionKind, tuple[str, ...]]] = {}
    for table in (read_data("section_names"), read_data("adobe")["section-names"]):
        assert isinstance(table, dict)  # noqa: S101 - a test reads the files
        for language, sections in table.items():
            known = names.setdefault(language, {})
            known.update((SectionKind(kind), tuple(words)) for kind, words in sections.items())
    return names


@lru_cache(maxsize=4096)
def _section_kind(text: str, language: str) -> SectionKind | None:
    folded = _fold(text)
    if whole := _lookup(folded, language):
        return whole
    kinds = {_lookup(part.strip(_PUNCTUATION), language) for part in folded.split("/")}
    return kinds.pop() if len(kinds) == 1 and "/" in folded else None


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    text = " ".join(text.casefold().replace("\u2019", "'").split()).strip(_PUNCTUATION)
    return _PLURAL.sub("", text) if "(" in text else text


def _lookup(folded: str, language: str) -> SectionKind | None:
    if not folded:
        return None
    names = _names(language)
    bare = _NUMBERED.sub("", folded)
    return names.get(folded) or names.get(bare) or _nearest(bare, language)


@lru_cache(maxsize=64)
def _names(language: str) -> Mapping[str, SectionKind]:
    """Folded heading -> section; the language's own names win over the English ones."""
    return {
        unicodedata.normalize("NFKC", name.casefold()): kind
        for table in ("en", language)
        for kind, names in read_names().get(table, {}).items()
        for name in names
    }


def _nearest(folded: str, language: str) -> SectionKind | None:
    """The one section within the allowed number of wrong letters; None where two compete."""
    allowed = _allowed_errors(folded)
    best, found = allowed + 1, None
    for name, kind in _names(language).items():
        if len(name) < _MIN_FUZZY or abs(len(name) - len(folded)) > allowed:
            continue
        distance = OSA.distance(folded, name, score_cutoff=best)
        if distance < best:
            best, found = distance, kind
        elif distance == best and kind is not found:
            found = None
    return found


def _allowed_errors(folded: str) -> int:
    return 0 if len(folded) < _MIN_FUZZY else 1 if len(folded) < _MIN_TWO_WRONG else 2
