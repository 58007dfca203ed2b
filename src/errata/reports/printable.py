"""Makes text of others safe to print: in a terminal and in a CI log, by itself and as JSON.

1. Control characters, bidirectional controls and invisible characters are shown as escapes, so
   that content neither drives a terminal nor reads otherwise than it is.
2. What a CI runner would take for a command is broken: `::error` at the start of a line (GitHub)
   and `##[error]`, `##vso[…]`, `##teamcity[…]` anywhere in it.
"""

from __future__ import annotations

import json
import re

_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1
    "\u00ad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b-\u200f\u2028-\u202e"  # zero width, marks, line ends, embeddings and overrides
    "\u2060-\u206f"  # word joiner, isolates
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotations
    "\ud800-\udfff"  # lone surrogates, which no stream can encode
    "\U000e0000-\U000e007f"  # tags
    "]"
)
_COMMAND = re.compile(r"##(?=\[|vso\[|teamcity\[)")
_LATIN_1 = 0xFF
_BMP = 0xFFFF


def printable(text: str) -> str:
    """One line in which every character is visible and no character is a command."""
    if not text.isprintable():
        text = _HIDDEN.sub(_escape, text)
    if "##" in text:
        text = _COMMAND.sub(r"\\x23#", text)
    if text.lstrip().startswith("::"):
        text = text.replace("::", r"\x3a:", 1)
    return text


def as_json(value: object) -> str:
    """The value as JSON, which is ASCII already, with nothing in it that is a command."""
    return json.dumps(value).replace("##", r"\u0023#").replace("\x7f", r"\u007f")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= _LATIN_1:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BMP else f"\\U{code:08x}"
