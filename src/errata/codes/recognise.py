"""Recognises codes that no article explains, by the patterns of their families.

In a question any spelling of a code counts: `red-520999`, `ORA 12154`, `-2147023838`. The browser's
`search/unknown.ts` has the same steps; shared vectors test both.

1. Compatibility forms are made plain, and every dash is a hyphen.
2. Every family's pattern is searched for between characters that are not part of a longer word, and
   near its cue. The first place counts, then the order of the families.
3. If nothing is found, the text as a whole, then each word of letters and digits, is tried in
   capitals, with a hyphen, nothing or a space between letters and digits, and as a hexadecimal
   number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from unicodedata import normalize

from msgspec.structs import replace

from errata.codes.lookup import lookup_key
from errata.data.patterns import compile_late
from errata.model import CodeEntry, Family
from errata.text.patterns import canonical_code, compile_cue
from errata.values import Record

# The most characters of a question that are read, and of a text that may be one code as a whole.
_LONGEST: Final = 300
_LONGEST_CODE: Final = 40
# How many characters before and after a code may contain its cue; as in articles.
_REACH: Final = 80
# The fewest letters and digits that codes may begin with; one begins hundreds.
_SHORTEST_BEGINNING: Final = 2
# The most codes of one question; more would be a list.
_MOST: Final = 5
# "\u2011", "\u2212" yes; "-", "_" no
_DASH: Final = compile_late("[\u2010-\u2015\u2212]")
# Around a code: " ", "é", "[" yes; "x", "5", "-" before it and "-1" after it no
_START: Final = r"(?<![A-Za-z0-9_-])"
_END: Final = r"(?![A-Za-z0-9_]|-[A-Za-z0-9])"
# "RED 520999", "RED_520999", "ORA12154" yes; "5RED", "RED" no
_LETTERS_AND_NUMBER: Final = compile_late(r"([A-Z]{1,12})[ _-]?([0-9].*)", re.ASCII)
# "red520999" of "what is red520999?", "ora-12154" yes; "2024", "v7.3" no
_WORD_WITH_NUMBER: Final = compile_late(
    r"(?<![A-Za-z0-9_.-])[A-Za-z]{1,12}[_-]?[0-9]{3,12}(?![A-Za-z0-9_-])"
)
# "80070424" yes; "0x80070424", "800704" no
_HEXADECIMAL: Final = compile_late(r"[0-9A-F]{8}")
# "-2147023838", "2147943458" yes; "80070424", "-5" no
_DECIMAL: Final = compile_late(r"-?[0-9]{10}")
# Digits that an author hid: "xxxx" of "NMS-47xxxx", "#ID#", "****" yes; "xxx", "##" no
_HIDDEN_DIGITS: Final = compile_late(r"([xX]{4,6})|#\w{1,12}#|\*{4,6}")


class RecognisedCode(Record, frozen=True):
    """A code in a question, whether an article explains it or not."""

    code: str
    """The code as its family writes it."""
    family: Family
    start: int
    end: int
    """Its end in the text that `plain_question` returns."""


class CodeRecogniser:
    """The patterns of the families whose codes are errors, in their order."""

    def __init__(self, families: Iterable[Family]) -> None:
        self._families = tuple(_Pattern.of(family) for family in list_described_families(families))

    def find(self, text: str) -> tuple[RecognisedCode, ...]:
        """Return the codes of a question, from left to right."""
        plain = plain_question(text)
        codes = tuple(_without_overlaps(self._find_all(plain)))[:_MOST]
        if codes:
            return codes
        pieces = [(0, plain), *((m.start(), m[0]) for m in _WORD_WITH_NUMBER.finditer(plain))]
        whole_codes = (
            self._find_whole(*piece) for piece in pieces if len(piece[1]) <= _LONGEST_CODE
        )
        return next(filter(None, whole_codes), ())

    def _find_all(self, text: str) -> Iterator[RecognisedCode]:
        for family in self._families:
            yield from family.find(text)

    def _find_whole(self, start: int, text: str) -> tuple[RecognisedCode, ...]:
        """Return the code that a whole piece spells; its place is the piece's."""
        for spelling in _other_spellings(text.upper()):
            for family in self._families:
                for span in family.find(spelling):
                    if span.end - span.start == len(spelling):
                        return (replace(span, start=start, end=start + len(text)),)
        return ()


class _Pattern(Record, frozen=True):
    family: Family
    pattern: re.Pattern[str]
    cue: re.Pattern[str] | None

    @classmethod
    def of(cls, family: Family) -> _Pattern:
        # In ASCII, so that "\d" and "\b" are what they are in the browser. By `families.toml`:
        # "RED-520999" yes; "XRED-520999", "RED-520999-1" no
        pattern = re.compile(f"{_START}(?:{family.pattern}){_END}", re.ASCII)
        cue = compile_cue(family.cue) if family.cue else None
        return cls(family, pattern, cue)

    def find(self, text: str) -> Iterator[RecognisedCode]:
        for match in self.pattern.finditer(text):
            start, end = match.span()
            context = f"{text[max(0, start - _REACH) : start]} {text[end : end + _REACH]}"
            if self.cue is None or self.cue.search(context):
                code = canonical_code(self.family.canonical, match[0])
                yield RecognisedCode(code, self.family, start, end)


def list_described_families(families: Iterable[Family]) -> tuple[Family, ...]:
    """List the families that have a pattern and whose codes are errors."""
    return tuple(f for f in families if f.pattern and f.is_of_errors)


def plain_question(text: str) -> str:
    """Return the text in one line, with plain letters, digits and hyphens."""
    words = normalize("NFKC", text[:_LONGEST]).split()
    return _DASH.sub("-", " ".join(words))


def _other_spellings(text: str) -> Iterator[str]:
    yield text
    if parts := _LETTERS_AND_NUMBER.fullmatch(text):
        letters, number = parts.groups()
        yield from (letters + between + number for between in ("-", "", " "))
    if _HEXADECIMAL.fullmatch(text):
        yield f"0x{text}"
    if _DECIMAL.fullmatch(text):
        yield f"0x{int(text) % (1 << 32):08X}"


def _without_overlaps(codes: Iterable[RecognisedCode]) -> Iterator[RecognisedCode]:
    """Yield codes from left to right; sorting is stable, so the first family wins."""
    end = 0
    for code in sorted(codes, key=lambda code: code.start):
        if code.start >= end:
            yield code
            end = code.end


def find_covering_masks(code: str, index: Mapping[str, CodeEntry]) -> tuple[str, ...]:
    """Return the masked codes, such as `NMS-47xxxx`, that include a code; sorted."""
    masked = (entry.code for entry in index.values() if entry.kind == "masked")
    return tuple(sorted(mask for mask in masked if covers_code(mask, code)))


def covers_code(mask: str, code: str) -> bool:
    """Whether the digits that an author hid may be those of the code."""
    pieces, offset = [], 0
    for hidden in _HIDDEN_DIGITS.finditer(mask):
        count = f"{{{len(hidden[1])}}}" if hidden[1] else "{1,10}"
        pieces += [re.escape(mask[offset : hidden.start()]), rf"\d{count}"]
        offset = hidden.end()
    # By the masked code: "NMS-470001" for "NMS-47xxxx" yes; "NMS-480001", "NMS-47001" no
    pattern = "".join((*pieces, re.escape(mask[offset:])))
    return offset > 0 and re.fullmatch(pattern, code, re.ASCII) is not None


class CodesAlike(Record, frozen=True):
    """Codes that begin alike."""

    name: str
    """The family's id, or the common beginning of its codes."""
    family: str
    """The family's id; empty if the codes are of several."""
    codes: tuple[str, ...]
    """Codes, sorted."""


def find_code_group(text: str, codes: Mapping[str, str]) -> CodesAlike | None:
    """Return the codes with a beginning such as `RED`, `RED-52`, `dlv*`; else None.

    `codes` has the family of each. A beginning of letters alone is a family's id, or ends in `*`.
    """
    plain = plain_question(text)
    prefix = plain.rstrip("*")
    key = lookup_key(prefix)
    if not _SHORTEST_BEGINNING <= len(key) <= _LONGEST_CODE or " " in prefix.strip():
        return None
    ids = sorted(set(codes.values()))
    if own := next((name for name in ids if _names_family(prefix, name, codes)), ""):
        return CodesAlike(own, own, tuple(sorted(code for code in codes if codes[code] == own)))
    has_both = any(map(str.isalpha, key)) and any(map(str.isdecimal, key))
    matching = sorted(code for code in codes if lookup_key(code).startswith(key))
    if not matching or not (prefix != plain or has_both):
        return None
    groups = {codes[code] for code in matching}
    return CodesAlike(
        f"{prefix.upper()}\u2026", groups.pop() if len(groups) == 1 else "", tuple(matching)
    )


def _names_family(text: str, family: str, codes: Mapping[str, str]) -> bool:
    """Whether a text is a family's id, which may be a word, such as `EVENT`.

    In lower case it counts if the family's codes begin with it.
    """
    if text.upper() != family.upper():
        return False
    return text == family or any(c.startswith(family) for c in codes if codes[c] == family)
