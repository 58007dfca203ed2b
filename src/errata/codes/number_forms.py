"""Numbers that are one code in several spellings: `0x80070005`, `80070005`, `E_ACCESSDENIED`.

`data/number_forms.toml` has the spellings and the names. A family names its table with `forms`.
Every spelling is converted to one form, and checked with the family's own pattern.

A symbol has a number, and a number may have several symbols: `errno=28` is `ENOSPC`, and
`0x80070005` is `E_ACCESSDENIED` and `-2147024891`. A code of the library comes before a name that
no article has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, cast

from errata.codes.surroundings import END, ERROR, ERROR_CODE, START
from errata.data import read_data
from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.model import CodeEntry, CodeSpan, Family
from errata.text.patterns import as_ascii
from errata.values import Record

# The hexadecimal digits of a 32-bit number, and one more than the largest.
_DIGITS: Final = 8
_RANGE: Final = 1 << 32
# "0x80070005" yes; "80070005", "0x8007" no
_HEX: Final = compile_late(r"0[xX][0-9A-Fa-f]{8}")
# Between a word and a number: "=", ": ", " (", "='" yes; " in " no
_BETWEEN: Final = r"[\"'`*]{0,2}\s?[:=]?\s?[\"'`(\[*]{0,2}"
# "0x7B", "80070005", "2147942405" yes; "0x", "404,5", "80070005-1" no
_NUMBER: Final = rf"((?:0[xX])?[0-9A-Fa-f]{{1,8}}|\d{{10}}){END}(?![.,:-]\d)"
# "-2147024891" yes; "5-2147024891", "-214702489" no
_NEGATIVE: Final = rf"{START}(?<![-.,])-\d{{9,10}}{END}(?![.,:-]\d)"
# In every text with such a number: "0x7B", "80070005" yes; "404", "x7B" no
_HINT: Final = compile_late(r"0[xX]|[0-9A-Fa-f]{8}")
# In every name: "E_FAIL" yes; "EFAIL" no
_NAME_HINT: Final = "_"


class NumberForms(Record, frozen=True):
    """How a family's numbers are written; see the data file."""

    names: Mapping[str, int]
    words: str = ""
    bare: bool = False
    decimal: bool = False
    short: bool = False

    @property
    def is_hexadecimal(self) -> bool:
        """Whether codes are written with 0x and eight digits."""
        return self.bare or self.decimal or self.short

    @property
    def pattern(self) -> re.Pattern[str]:
        """A number next to one of the words, or a negative one anywhere."""
        errors = f"|{ERROR_CODE}|{ERROR}" if self.bare else ""
        before = rf"(?:{START}(?i-x:{self.words}){END}{errors}){_BETWEEN}"
        # "hr=80070005", "error 2147942405", "-2147024891" yes; "room 80070005", "error 404" no
        return compile_late(rf"{before}{_NUMBER}|{_NEGATIVE}")

    def read(self, digits: str) -> int:
        """Return the number that digits mean; -1 if it is none of these spellings."""
        if digits.startswith("-"):
            return int(digits) + _RANGE if self.decimal else -1
        marked = digits[:2] in {"0x", "0X"}
        unmarked = digits[2:] if marked else digits
        if len(unmarked) > _DIGITS:
            return int(unmarked) if self.decimal else -1
        is_whole = len(unmarked) == _DIGITS and (self.bare or marked)
        return int(unmarked, 16) if is_whole or (self.short and marked) else -1


@cache
def number_forms() -> Mapping[str, NumberForms]:
    """Map the values of `forms` to their number forms."""
    tables = cast("Mapping[str, Mapping[str, Any]]", read_data("number_forms"))
    return {name: NumberForms(**table) for name, table in tables.items()}


def is_hexadecimal(family: Family) -> bool:
    """Whether the codes of a family are numbers with 0x and eight digits."""
    return bool(family.forms) and number_forms()[family.forms].is_hexadecimal


def other_spellings(code: str, family: Family | None) -> tuple[str, ...]:
    """Return other spellings of a code; many logs leave out a number's 0x."""
    forms = number_forms().get(family.forms) if family else None
    if forms and not forms.is_hexadecimal:
        number = re.sub(r"\D", "", code)  # "28" of "errno=28"
        return tuple(name for name, value in forms.names.items() if str(value) == number)
    if not _HEX.fullmatch(code):
        return ()
    value = int(code, 16)
    texts = [code[2:].upper(), code[2:].lower(), _written(value), _written(value).lower()]
    if forms and forms.decimal:
        texts += [str(value), str(value - _RANGE)]
    if forms and forms.short:
        texts += [f"0x{value:X}", f"0x{value:x}"]
    texts += [name for name, number in forms.names.items() if number == value] if forms else []
    return tuple(text for text in dict.fromkeys(texts) if text != code)


def status_phrases(status: str) -> tuple[str, ...]:
    """Return how questions name a status: with its reason, or by the reason alone.

    A reason of one word, such as "Conflict", may be in any text.
    """
    number = status.rpartition(" ")[2]
    reasons = cast("Mapping[str, str]", read_data("http_reasons"))
    reason = reasons.get(number, "") if status.startswith("HTTP ") else ""
    phrases = (f"{number} {reason}", reason if " " in reason else "")
    return tuple(filter(None, phrases)) if reason else ()


class NumberFinder:
    """Finds the numbers of families in spellings other than their pattern's."""

    def __init__(self, families: Iterable[Family]) -> None:
        numbered = [(f, number_forms()[f.forms]) for f in families if is_hexadecimal(f)]
        self._families = [
            (family.id, forms, forms.pattern, compile_late(as_ascii(family.pattern)))
            for family, forms in numbered
        ]
        self._names = {
            name: (family, value)
            for family, forms, _, _ in reversed(self._families)
            for name, value in forms.names.items()
        }
        # Half a thousand names: they are tried only where one begins.
        self._literals = Literals(self._names)
        names = "|".join(sorted(self._names, key=len, reverse=True))
        # "E_ACCESSDENIED", "(E_FAIL)" yes; "E_FAILED", "xE_FAIL" no
        self._name = compile_late(rf"{START}(?:{names}){END}")

    def find(self, text: str) -> Iterator[CodeSpan]:
        """Yield names, then numbers next to a word, and negative ones."""
        for start in self._literals.starts_in(text) if _NAME_HINT in text else ():
            if match := self._name.match(text, start):
                family, value = self._names[match[0]]
                yield CodeSpan(match.start(), match.end(), _written(value), family)
        if not _HINT.search(text):
            return
        for family, forms, pattern, own in self._families:
            for match in pattern.finditer(text):
                group = match.lastindex or 0
                code = _written(forms.read(match[group]))
                if own.fullmatch(code):
                    yield CodeSpan(match.start(group), match.end(group), code, family)


def _written(value: int) -> str:
    return f"0x{value:08X}"


# A name or a signed number: "ENOSPC", "E_FAIL", "-2147024891" yes; "80070005", "8007000e" no
_SYMBOL: Final = compile_late(r"[A-Z][A-Z0-9_]+|-\d+")


class CodeAliases:
    """The other names of the codes of a library."""

    def __init__(self, index: Mapping[str, CodeEntry], families: Mapping[str, Family]) -> None:
        self._index = index
        self._numbers: dict[str, list[str]] = {}
        for entry in index.values():
            for name in entry.numbers:
                self._numbers.setdefault(name, []).append(entry.code)
        # Forms of codes without articles, too: "errno=28" for "ENOSPC".
        for family in families.values():
            if family.forms and family.canonical and not is_hexadecimal(family):
                for name, value in number_forms()[family.forms].names.items():
                    code = family.canonical.replace("{value}", str(value))
                    self._numbers.setdefault(name, []).append(code)

    def find(self, code: str) -> tuple[str, ...]:
        """Return other names of a code, those that articles use first."""
        names = dict.fromkeys(self._other_names(code))
        names.pop(code, None)
        return tuple(sorted(names, key=lambda name: name not in self._index))

    def _other_names(self, code: str) -> Iterator[str]:
        yield from self._numbers.get(code, ())
        entry = self._index.get(code)
        names = entry.numbers if entry else ()
        yield from (name for name in names if name in self._index or _SYMBOL.fullmatch(name))
