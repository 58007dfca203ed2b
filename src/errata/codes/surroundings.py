"""What stands around codes: words that make a number one, and what only looks like text.

Next to the words of `data/context_words.toml`, a number is a status or an error. Every text is
searched for the words of all languages: a translation quotes the product's own English messages,
and an English article those of a localised product.

Addresses, paths, GUIDs and data are blanked out before codes are looked for. The length never
changes, so that places found in the blanked text hold in the original.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, cast

from errata.data import read_data
from errata.data.patterns import compile_late

Languages = Mapping[str, Mapping[str, Sequence[str]]]


# "a", "é", "5", "_" yes; "エ", "-" no
_LETTER: Final = r"[A-Za-z0-9_\u00c0-\u024f]"
# Where a word or code may begin and end: next to no Latin letter or digit. Other scripts have no
# spaces. "エラー404が" has a number by itself, "v404" and "404é" have none.
START: Final = f"(?<!{_LETTER})"
END: Final = f"(?!{_LETTER})"


def context_words(field: str) -> str:
    """Return a regular expression for the words of one field in all languages."""
    scripts = cast("Mapping[str, Languages]", read_data("context_words"))
    spaced, unspaced = (
        "|".join(word for language in scripts[script].values() for word in language[field])
        for script in ("spaced", "unspaced")
    )
    return f"{START}(?:{spaced}){END}|{unspaced}"


# "error", "エラー" yes; "terror" no
ERROR: Final = rf"(?i-x:{context_words('error')})"
# "error code", "código de erro" yes; "error" no
ERROR_CODE: Final = rf"(?i-x:{context_words('error_code')})"


# Full-width letters, digits and marks, as Japanese keyboards write them
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# The full-width comma separates a list, as the enumeration comma does; one within numbers is ASCII.
_COMMA = {0xFF0C: "\u3001"}
# The hyphen of typographers, and the one at which no line is broken, as Word writes it. A dash may
# stand between two codes.
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_SPACES = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_QUOTES = {
    **dict.fromkeys(map(ord, "\u00ab\u00bb\u201c\u201d\u201e\u201f\u300c\u300d\u300e\u300f"), '"'),
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2039\u203a"), "'"),
    **dict(zip(map(ord, "\u3010\u3011\u3014\u3015"), "[][]", strict=True)),
}
_PLAIN: dict[int, int | str] = {**_WIDE, **_COMMA, **_HYPHENS, **_SPACES, **_QUOTES}

# (a hint without which the pattern is not tried, the pattern)
_BLANKED = (
    # "https://a.example/x?y=RED-520025" yes; "//a.example", "error://" yes, "a://b" no
    (
        "://",
        compile_late(r"(?<![a-z])[a-z][a-z0-9+.]{1,11}://[^\s<>\"'`\\]{1,4000}", re.IGNORECASE),
    ),
    # "data:image/png;base64,iVBORw0KGgo" yes; "data: image/png;" no
    ("data:", compile_late(r"data:[\w.+-]{1,40}/[\w.+-]{1,60}[;,][^\s<>\"'`)]{0,100000}")),
    # "/var/log/KA-404.txt", "/a/" yes; "/404", "and/or/both", "</b/" no
    ("/", compile_late(r"(?<![\w/.<:*])/(?:[\w.~%@+-]{1,200}/){1,40}[\w.~%@+-]{0,200}")),
    # "C:\logs\404.txt" yes; "a: \n404" no
    (":\\", compile_late(r"(?<!\w)[A-Za-z]:\\[^\s<>\"'`|?*,:;()]{1,400}")),
    # "404e4567-e89b-12d3-a456-426614174000" yes; "404e4567-e89b" no
    (
        "-",
        compile_late(
            r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])"
        ),
    ),
)
# APIs name an error by an address whose last segment is its code; that one stays:
# "/errors/AJO-1001" at the end yes; "/errors/AJO-1001/help" no
_ERROR_ADDRESS = compile_late(r"/errors?/(?=[\w.-]{4,60}$)")


def to_ascii_forms(text: str) -> str:
    """Replace marks, spaces and full-width forms by ASCII ones; the length stays."""
    return text if text.isascii() else text.translate(_PLAIN)


def blank_out_addresses(text: str) -> str:
    """Replace text where nothing may be found by spaces; the length stays."""
    for hint, pattern in _BLANKED:
        if hint in text:
            text = pattern.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    address = match[0]
    error = _ERROR_ADDRESS.search(address) if "/error" in address else None
    return " " * error.end() + address[error.end() :] if error else " " * len(address)
