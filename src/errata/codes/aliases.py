"""Says what else an error is called: a symbol has a number, and a number may have several symbols.

`errno=28` is `ENOSPC`, `0x80070005` is `E_ACCESSDENIED` and `-2147024891`. The tables of
`data/number_forms.toml` say so; a code of the library comes before a name that no article has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.codes.number_forms import is_hexadecimal, number_forms
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.model import CodeEntry, Family

# A name or a signed number: "ENOSPC", "E_FAIL", "-2147024891" yes; "80070005", "8007000e" no
_NAME: Final = compile_late(r"[A-Z][A-Z0-9_]+|-\d+")


class CodeAliases:
    """The other names of the codes of a library."""

    def __init__(self, index: Mapping[str, CodeEntry], families: Mapping[str, Family]) -> None:
        self._index = index
        self._numbers: dict[str, list[str]] = {}
        for entry in index.values():
            for name in entry.numbers:
                self._numbers.setdefault(name, []).append(entry.code)
        # Of those without articles: "errno=28" for "ENOSPC".
        for family in families.values():
            if family.forms and family.canonical and not is_hexadecimal(family):
                for name, value in number_forms()[family.forms].names.items():
                    code = family.canonical.replace("{value}", str(value))
                    self._numbers.setdefault(name, []).append(code)

    def find(self, code: str) -> tuple[str, ...]:
        """What else a code is called, those that articles have first."""
        found = dict.fromkeys(self._other_names(code))
        found.pop(code, None)
        return tuple(sorted(found, key=lambda name: name not in self._index))

    def _other_names(self, code: str) -> Iterator[str]:
        yield from self._numbers.get(code, ())
        entry = self._index.get(code)
        names = entry.numbers if entry else ()
        yield from (name for name in names if name in self._index or _NAME.fullmatch(name))
