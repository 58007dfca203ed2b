"""Writes a code in the one form that its family gives: `SQLSTATE[42S02]` as `SQLSTATE 42S02`."""

from __future__ import annotations

import re

# The last word or number: "-57" of "iRc=-57", "42S02" of "SQLSTATE[42S02]" yes; nothing of "=["
_VALUE = re.compile(r"(-?[\w.]+)\W*$")
# "8007042b" of "0x8007042b", "7B" of "STOP 0x7B" yes; nothing of "8007042b", "0x123456789"
_HEXADECIMAL = re.compile(r"0[xX]([0-9A-Fa-f]{1,8})$")
# Between "SOAP" and "330011" of "SOAP330011" yes; "SOAP-330011" no
_BEFORE_NUMBER = re.compile(r"(?<=[A-Za-z])(?=\d)")


def canonical_code(form: str, surface: str) -> str:
    """A code in the `canonical` form of its family, from the text that the family's pattern found.

    An empty form leaves it as found.
    """
    if not form:
        return surface
    value = _VALUE.search(surface)
    number = _HEXADECIMAL.search(surface)
    return (
        form.replace("{value}", value[1] if value else surface)
        .replace("{hyphens}", surface.replace("_", "-"))
        .replace("{numbered}", _BEFORE_NUMBER.sub("-", surface, count=1))
        .replace("{hex}", f"0x{number[1].upper():>08}" if number else surface)
        .replace("{code}", surface)
    )
