"""What is wrong with a text that is not TOML: where it begins, and how to fix it.

The standard library's parser says where it stopped, which may be lines after the mistake: for a
list that is not closed, at the next key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    import tomllib


class TomlFault(NamedTuple):
    """A mistake in a text of TOML."""

    message: str
    line: int
    column: int
    help: str = ""


# How the parser ends a message: "(at line 3, column 7)" yes; "(at end of document)" no
_AT: Final = compile_late(r"\(at line (\d+), column (\d+)\)$")
# What may hide a bracket: '"a[b"', "'a'", "# why [so]", and a text of several lines.
_HIDING: Final = compile_late(
    r'"""[\s\S]*?(?:"""|\Z)|'
    r"'''[\s\S]*?(?:'''|\Z)|"
    r""""(?:\\.|[^"\\\n])*"?|'[^'\n]*'?|#[^\n]*"""
)
# "True" and "FALSE" of other languages; not "true"
_BOOLEAN: Final = compile_late(r"(?i:true|false)\b")

# The first character of "“Help”" and "«Aide»"; not of "'Help'"
_TYPOGRAPHIC: Final = compile_late(r"[\u00ab\u00bb\u2018-\u201f]")

Place = Callable[[str, int], int]


def _stay(_: str, at: int) -> int:
    return at


def _to_line(text: str, at: int) -> int:
    """Return where the text of the line begins."""
    start = text.rfind("\n", 0, at) + 1
    return start + len(text[start:at]) - len(text[start:at].lstrip())


def _to_bracket(text: str, at: int) -> int:
    """Return where the innermost bracket opens that is not closed before a place."""
    opened: list[int] = []
    shown = _HIDING.sub(lambda found: " " * len(found[0]), text[:at])
    for found in re.finditer(r"[\[\]{}]", shown):  # each of "[{}]"
        if found[0] in "[{":
            opened.append(found.start())
        elif opened:
            opened.pop()
    return opened[-1] if opened else at


def _to_backslash(text: str, at: int) -> int:
    return text.rfind("\\", 0, at + 1)


def _to_quote(text: str, at: int) -> int:
    """Return where the text opens that is not closed before a place."""
    found = [quote.start() for quote in _HIDING.finditer(text, 0, at) if quote[0][0] != "#"]
    return found[-1] if found else at


_QUOTES: Final = ("the quotes that open this text are not closed", "close them", _to_quote)
_TABLE: Final = ("this table is given twice", "write all of its keys below one `[…]`", _to_line)
_BACKSLASH: Final = (
    "a backslash in double quotes",
    "use single quotes: `'C:\\Users'`",
    _to_backslash,
)
# How the parser begins a message -> what is wrong, how to fix it, and where it begins.
_FAULTS: Final[dict[str, tuple[str, str, Place]]] = {
    "Illegal character '\\n'": _QUOTES,
    "Expected \"'": _QUOTES,
    "Unterminated string": _QUOTES,
    "Cannot overwrite": ("this key is given twice", "remove one of the two lines", _to_line),
    "Cannot declare": _TABLE,
    "Cannot mutate": _TABLE,
    "Cannot redefine": _TABLE,
    "Duplicate inline": ("a key is given twice in this table", "remove one of them", _to_bracket),
    "Unclosed array": (
        "the list that opens here is not closed",
        "close it with `]`, and separate its items with commas",
        _to_bracket,
    ),
    "Unclosed inline": (
        "the table that opens here is not closed",
        "close it with `}` on the same line, and separate its keys with commas",
        _to_bracket,
    ),
    "Invalid hex value": _BACKSLASH,
    "Unescaped '\\'": _BACKSLASH,
    "Expected newline": (
        "the line continues after its value",
        "put a text in quotes, and write each key on a line of its own",
        _stay,
    ),
    "Expected '='": ("there is no `=` after the key", "write `key = value`", _stay),
    "Expected ']'": ("the name of this table is not closed", "close it with `]`", _to_line),
    "Invalid statement": (
        "this is not a key or a table",
        "write `key = value` or `[table]`",
        _stay,
    ),
    "Invalid initial": ("a name is missing", "write `key = value` or `[table]`", _stay),
}


def explain_toml_fault(error: tomllib.TOMLDecodeError, text: str) -> TomlFault:
    """Return what is wrong, in the words of whoever wrote the text."""
    stopped = _AT.search(str(error))
    message = str(error).split(" (at ")[0]
    lines = text.split("\n")
    at = len(text.rstrip())
    if stopped:
        at = sum(len(line) + 1 for line in lines[: int(stopped[1]) - 1]) + int(stopped[2]) - 1
    for beginning, (meaning, remedy, place) in _FAULTS.items():
        if message.startswith(beginning):
            return _fault(meaning, text, place(text, at), remedy)
    if message == "Invalid value":
        return _explain_value(text, at)
    return _fault(f"{message[:1].lower()}{message[1:]}", text, at, "")


def _explain_value(text: str, at: int) -> TomlFault:
    message, remedy = "invalid value", 'write a text in quotes: `key = "…"`'
    if not text[at:].partition("\n")[0].partition("#")[0].strip():
        message = "there is no value after `=`"
    elif found := _BOOLEAN.match(text, at):
        remedy = f"write `{found[0].lower()}`"
    elif _TYPOGRAPHIC.match(text, at):
        message, remedy = "typographic quotes", 'write straight ones: `key = "…"`'
    return _fault(message, text, at, remedy)


def _fault(message: str, text: str, at: int, remedy: str) -> TomlFault:
    line = text.count("\n", 0, at) + 1
    return TomlFault(message, line, at - text.rfind("\n", 0, at), remedy)
