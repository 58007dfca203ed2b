"""How texts and numbers are shown: lengths, widths, and what is safe where they are.

That is a terminal, a CI log, a spreadsheet, or JSON within a page or a script.
"""

from __future__ import annotations

import json
import re
from typing import Final
from unicodedata import east_asian_width

from msgspec.json import Encoder

from errata.data.patterns import compile_late

# Characters that may be wide: "環", "ｱ" and "…" yes; "é" and "a" no.
_MAYBE_WIDE: Final = compile_late("[^\x00-\u02ff]")


def pluralise(number: int, noun: str) -> str:
    """Write `1 error`, `2,412 errors`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


# The most characters of a value in a message, which stays on one line of a terminal or two.
_LONGEST: Final = 60


def shorten_line(text: str, limit: int = _LONGEST) -> str:
    """Return the text on one line, cut after `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit]}…"


def display_width(text: str) -> int:
    """Return the width of a line in a terminal or list, with wide characters counted twice."""
    if text.isascii():
        return len(text)
    return len(text) + sum(east_asian_width(char) in "WF" for char in _MAYBE_WIDE.findall(text))


# "\x1b", U+202E (right-to-left override) and U+200B (zero width space) yes; "é", "環", "👩" no.
# They drive a terminal, or make a text read differently from what it is ("Trojan Source",
# CVE-2021-42574), so they are shown as escapes.
_HIDDEN: Final = compile_late(
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
# Azure DevOps and TeamCity take these for commands anywhere in a line: "##[error]",
# "##vso[task.setvariable]", "##teamcity[buildStop]" yes; "## Heading", "#[x]" no.
_COMMAND: Final = compile_late(r"##(?=\[|vso\[|teamcity\[)")
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
# Excel in Japanese takes the wide forms, too.
_FORMULA_STARTS: Final = tuple("=+-@＝＋－＠")  # noqa: RUF001 - the wide forms are meant
# The last characters that two and four hexadecimal digits can write.
_LATIN_1, _BMP = 0xFF, 0xFFFF


def printable(text: str) -> str:
    """Return one line in which every character is visible and none is a command."""
    if not text.isprintable():
        text = _HIDDEN.sub(_escape, text)
    if "##" in text:
        text = _COMMAND.sub(r"\\x23#", text)
    if text.lstrip().startswith("::"):  # GitHub: `::error` at the start of a line
        text = text.replace("::", r"\x3a:", 1)
    return text


def as_json(value: object, indent: int | None = None) -> str:
    """Return the value as JSON in ASCII, without anything that is a command."""
    return json.dumps(value, indent=indent).replace("##", r"\u0023#").replace("\x7f", r"\u007f")


def write_cell(value: object) -> str:
    """Write a cell of CSV: every spreadsheet reads it as text, and no line of it is a command."""
    cell = "\n".join(map(printable, str(value).splitlines()))
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA_STARTS) else cell


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= _LATIN_1:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BMP else f"\\U{code:08x}"


# `<` could begin a tag or end a script, `&` a reference; JavaScript before 2019 ended a line at
# U+2028 and U+2029.
_ESCAPES: Final = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}

_ENCODER: Final = Encoder(order="sorted")


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
        text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{escape_json(text)}\n".encode("utf-8", "replace")


def write_script_call(function: str, *values: object) -> bytes:
    """Write a classic script of one call: a page opened from a disk can load no other data."""
    arguments = b",".join(to_json_bytes(value).rstrip(b"\n") for value in values)
    return b"%b(%b)\n" % (function.encode(), arguments)
