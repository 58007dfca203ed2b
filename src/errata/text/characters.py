"""Characters that no page, feed or data file can show or hold: they are removed when read.

HTML calls them errors, XML 1.0 cannot write most of them, terminals obey some.
"""

from __future__ import annotations

import re
from typing import Final

from errata.data.patterns import compile_late

# Controls, halves of surrogate pairs, and code points that are not characters: "\x00" yes,
# "\x85" yes, "\ufffe" yes; "\n" no, "\u200b" no
_CONTROLS: Final = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f"
_BASIC: Final = _CONTROLS + "\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
_OTHERS: Final = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
# A class of the basic plane is one look at a table. With the others in it, it is ten times as slow.
_UNSHOWN_BASIC: Final = compile_late(f"[{_BASIC}]")
_UNSHOWN: Final = compile_late(f"[{_BASIC}{_OTHERS}]")
# "\U0001f600" yes; "\uffff" no
_BEYOND_BASIC: Final = compile_late("[\\U00010000-\\U0010ffff]")

# Embeddings, overrides and isolates (CVE-2021-42574), which show another text than there is:
# "\u202e" yes; "\u200f" no, a mark that Arabic and Hebrew need
BIDI: Final = compile_late("[\u202a-\u202e\u2066-\u2069]")

# The same characters and NUL as HTML references, which a browser reads as the character:
# "&#x202E;", "&#8238;" and "&#0" yes; "&#x200f;", "&#10;" and "&#x202ef;" no
HIDDEN_REFERENCE: Final = compile_late(
    r"&#(?:0*+(?:823[4-8]|829[4-7])(?!\d)|0++(?!\d)"
    r"|x0*+(?:202[a-e]|206[6-9])(?![\da-f])|x0++(?![\da-f]));?",
    re.IGNORECASE,
)
# Shows nothing and is removed from texts and code when they are repaired.
_NOTHING: Final = "\u200b"


def neutralise_hidden(text: str) -> str:
    """Return markdown without characters that hide text; references to them become text.

    `&#x202e;` is shown as it is written, in code as elsewhere.
    """
    if "&#" in text:
        text = HIDDEN_REFERENCE.sub(_neutralise_reference, text)
    return text if text.isascii() and text.isprintable() else _replace_hidden(text)


def _neutralise_reference(match: re.Match[str]) -> str:
    """Turn a reference into text; one to NUL stays, since browsers show U+FFFD for it."""
    reference = match[0]
    is_nul = not reference.strip("&#xX0;")
    return reference if is_nul else f"&{_NOTHING}{reference[1:]}"


def _replace_hidden(text: str) -> str:
    text = replace_unshown(text, _NOTHING)
    return text if text.isascii() else BIDI.sub(_NOTHING, text)


def find_hidden(text: str) -> str:
    """Return the first control character in a value, itself or as a reference; or empty."""
    if "&#" in text and (match := HIDDEN_REFERENCE.search(text)):
        return match[0]
    match = search_hidden(text)
    return match[0] if match else ""


def search_hidden(text: str) -> re.Match[str] | None:
    """Find the first control character itself: one that hides text, or that cannot be shown."""
    return None if text.isprintable() else (BIDI.search(text) or search_unshown(text))


def find_hidden_within(document: object) -> tuple[tuple[str | int, ...], str] | None:
    """Find the first control character in the names and texts of tables and lists, with its keys.

    It does not call itself: a key such as `a.a.a` with a thousand parts is as many tables deep.
    """
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), document)]
    while waiting:
        keys, value = waiting.pop()
        if isinstance(value, str) and (match := search_hidden(value)):
            return keys, match[0]
        if isinstance(value, dict):
            waiting += (((*keys, name), name) for name in value)
        if isinstance(value, dict | list):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            waiting += (((*keys, key), inner) for key, inner in items)
    return None


def remove_hidden(text: str) -> str:
    """Remove control characters and references to them from a value."""
    if text.isprintable() and "&#" not in text:
        return text
    return BIDI.sub("", replace_unshown(HIDDEN_REFERENCE.sub("", text), ""))


def to_visible_text(text: str) -> str:
    """Remove characters that cannot be shown."""
    return text if text.isprintable() else replace_unshown(text, "")


def replace_unshown(text: str, by: str) -> str:
    """Replace each character that cannot be shown."""
    return _unshown_for(text).sub(by, text)


def search_unshown(text: str) -> re.Match[str] | None:
    """Find the first character that cannot be shown."""
    return _unshown_for(text).search(text)


def _unshown_for(text: str) -> re.Pattern[str]:
    is_basic = text.isascii() or not _BEYOND_BASIC.search(text)
    return _UNSHOWN_BASIC if is_basic else _UNSHOWN


# The characters of Windows-1252 for the bytes that continue one in UTF-8.
_CONTINUATIONS: Final = "\u0080-\u00bf" + bytes(range(0x80, 0xC0)).decode("cp1252", "ignore")
# What UTF-8 looks like if it is read as Windows-1252: "\u00c3\u00b6" and "\u00e2\u20ac\u2122"; not
# "\u00f6" and "\u00c3".
_TWICE_ENCODED: Final = compile_late(f"[\u00c2-\u00f4][{_CONTINUATIONS}]{{1,3}}")


def find_twice_encoded(text: str) -> list[tuple[int, int, str]]:
    """Return beginning, end and original of each character that was encoded as UTF-8 twice."""
    places: list[tuple[int, int, str]] = []
    for match in _TWICE_ENCODED.finditer(text):
        lead = ord(match[0][0])
        written = match[0][: 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4]  # noqa: PLR2004 - UTF-8
        try:
            original = b"".join(map(_encode_windows, written)).decode("utf-8")
        except UnicodeError:
            continue
        places.append((match.start(), match.start() + len(written), original))
    return places


def _encode_windows(char: str) -> bytes:
    """Encode a character in Windows-1252; five of its bytes stand for no character."""
    return bytes([ord(char)]) if ord(char) < 256 else char.encode("cp1252")  # noqa: PLR2004 - a byte
