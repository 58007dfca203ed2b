"""JSON that can be in a page as it is: nothing in it is a tag, or ends a script or its line."""

from __future__ import annotations

from json import dumps
from typing import Final

from msgspec import json

# `<` could begin a tag or end a script, `&` a reference; JavaScript before 2019 ended a line at
# U+2028 and U+2029.
_ESCAPES: Final = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

_ENCODER: Final = json.Encoder(order="sorted")


def escape_json(text: str) -> str:
    """Escape the characters of JSON that HTML and scripts would read differently."""
    for character, escape in _ESCAPES.items():
        if character in text:
            text = text.replace(character, escape)
    return text


def to_json_bytes(document: object) -> bytes:
    """Write a file of JSON: sorted keys, no blanks, one line end."""
    try:
        text = _ENCODER.encode(document).decode()
    except UnicodeEncodeError:  # half of a surrogate pair, in the name of a file
        text = dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{escape_json(text)}\n".encode("utf-8", "replace")


def script_call(function: str, *values: object) -> bytes:
    """Write a classic script of one call: a page opened from a disk can load no other data."""
    arguments = b",".join(to_json_bytes(value).rstrip(b"\n") for value in values)
    return b"%b(%b)\n" % (function.encode(), arguments)
