"""Writes plain text so that markdown shows it as it is, and keeps it readable if possible.

A code such as `ERR_FOO_BAR` stays whole: an underscore between letters means nothing. Text that
could be markup in other tools, which errata reads as well, is also escaped.
"""

from __future__ import annotations

import re
from typing import Final

from errata.data.patterns import compile_late

# One alternative for each thing that could be markup within a line:
_INLINE: Final = compile_late(
    r"""
    (?P<backslash> \\ (?= [!-/:-@\[-`{-~] | \s*$ ) )  # "\*" yes; "C:\Users" no
    | (?P<star> \* )
    | (?P<under> _+ )
    | (?P<tick> ` )
    | (?P<angle> < (?= [A-Za-z/!?{%<] | $ ) )      # "<host>" yes; "a < b" no
    | (?P<amp> & (?= \#?[A-Za-z0-9]{1,32}; ) )     # "&amp;" yes; "R&D" no
    | (?P<open> \[ )
    | (?P<bang> ! (?= \[ | $ ) )
    | (?P<close> \] )
    | (?P<brace> \{ )                              # "{{ x }}", "{% if %}" and "{#id}"
    | (?P<tilde> ~ (?= ~ ) | (?<= ~ ) ~ )
    | (?P<equal> = (?= = ) | (?<= = ) = )          # "==mark==" of some tools
    | (?P<colon> : (?= [A-Za-z0-9_+-]{1,40}: ) | : (?= :: ) )  # ":icon:"
    | (?P<plus> \+ (?= \+ ) )
    """,
    re.VERBOSE,
)
# "[main]" yes; "[x]", "[^1]", "[!NOTE]", "[[a]]" and "[a](b)" no.
_HARMLESS: Final = compile_late(r"\[(?![xX ]\]|[!^\[])([^\[\]\n\\`*_<&!]{1,80})\](?![(\[:{])")
# At the beginning of a line: "# a", "- a", "+ a", "* a", "_ _ _", "-- -", "> a", "1. a", "~~~",
# "===", ":::", "!!! a", "///".
_LINE_START: Final = compile_late(
    r"(?P<mark>\#{1,6}(?=[ \t]|$)|[-+](?=[ \t]|$)|[*_]+(?=[ \t]|$)|>|~{3}|:{3}|={1,}[ \t]*$"
    r"|-(?=[- \t]*$)|\||!{3}|\?{3}|/{3}|\+{3}|={3}|;{3}|-{3}|:[ \t])"
    r"|(?P<number>\d{1,9})(?P<dot>[.)])(?=[ \t]|$)"
    r"|(?P<word>import|export)(?=[ \t])"
)
# Beside the text of an element stands markup: neither a letter nor a blank.
_EDGE: Final = "\0"


def escape_text(text: str, after: str = "") -> str:
    """Escape text within a line; `after` is the character after its element."""
    harmless = {found.start() for found in _HARMLESS.finditer(text) if found[1] != "TOC"}
    harmless |= {found.end() - 1 for found in _HARMLESS.finditer(text) if found.start() in harmless}
    if text.endswith("]") and after in {"(", "["}:
        harmless = set()
    padded = f"{_EDGE}{text}{_EDGE}"
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())

    def escape(found: re.Match[str]) -> str:
        at = found.start()
        # The two characters around the match, in `padded`, which is one longer in front.
        left, right = padded[at], padded[found.end() + 1]
        match found.lastgroup:
            case "under" if left.isalnum() and right.isalnum():
                return found[0]
            # Blanks at the ends of the text may be lost with their element's.
            case "star" | "under" if (
                left.isspace() and right.isspace() and first < at and found.end() < last
            ):
                return found[0]
            case "angle":
                return "&lt;"
            case "amp":
                return "&amp;"
            case "open" | "close" if at in harmless:
                return found[0]
        return "".join(f"\\{character}" for character in found[0])

    return _INLINE.sub(escape, text)


def escape_block_start(line: str) -> str:
    """Escape the beginning of a line of finished markdown if it would open a block."""
    if not (found := _LINE_START.match(line)):
        return line
    if found["number"]:
        return f"{found['number']}\\{line[found.end('number') :]}"
    if found["word"]:
        return f"&#{ord(line[0])};{line[1:]}"
    return f"\\{line}"


def escape_cell(text: str) -> str:
    """Escape finished markdown within a cell of a table."""
    return text.replace("|", "\\|")
