"""TOML with positions: parses a text, and gives validation errors line numbers.

The standard library's parser forgets where a key was, so `locate_key` finds the key again in the
text. It reads only headers and keys, which is enough to point an editor at the line. A commented
file is filled in the same way: keys with a value are uncommented in their place.

For a text that is not TOML, the parser says where it stopped, which may be lines after the mistake:
for a list that is not closed, at the next key. `explain_toml_fault` finds where it begins.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from errata.data import read_data, read_table
from errata.data.patterns import compile_late
from errata.diagnostics import Span, suggest_name
from errata.errors import ConfigError
from errata.text.characters import find_hidden_within

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

# "[site]" yes, "[[family]]  # codes" yes; "a = [1]" no
_HEADER = compile_late(r"^\s*\[{1,2}\s*([^\[\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
# "url = 1" yes, "'a b' = 1" yes, "site.url=1" yes; "[site]" no
_KEY = compile_late(r"""^(\s*)(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*=""")

# "1000…" of more than 4,000 digits, with or without "_"; no number that anybody needs
_LONG_NUMBER = compile_late(r"\d[\d_]{4000,}+")


_FAULTS: Final = "toml_faults"
# "kb" and "not-error-codes", which need no quotes as keys; "/old" and "a.b" do.
_BARE: Final = compile_late(r"[A-Za-z0-9_-]+")

Key = str | int


class KeyFaultError(ValueError):
    """Why a model refuses one of its keys, where it is validated together with others."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_toml(text: str, path: str, table: Sequence[str] = ()) -> dict[str, object]:
    """Parse the document, or one table of it; empty if there is none.

    Raises:
        ConfigError: on a syntax error, with its line and column, and on a text that hides another,
            because what these files say is shown on pages.
    """
    document = _parse(text, path)
    for name in table:
        inner = document.get(name)
        document = inner if isinstance(inner, dict) else {}
    if hidden := find_hidden_within(document):
        message = f"the text contains U+{ord(hidden[1]):04X}, which is invisible: remove it"
        raise ConfigError(message, span=locate_key(text, path, (*table, *hidden[0])))
    return document


def _parse(text: str, path: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ConfigError(
            "not valid TOML: lists or tables are nested too deeply",
            span=Span(path),
            help="write them flat: no key needs more than three levels",
        ) from None
    except tomllib.TOMLDecodeError as error:
        fault = explain_toml_fault(error, text)
        span = Span(path, fault.line, fault.column)
        message = f"not valid TOML: {fault.message}"
        raise ConfigError(message, span=span, help=fault.help) from None
    except ValueError:
        # Python refuses to read whole numbers of more than 4,300 digits.
        before = text[: match.start()] if (match := _LONG_NUMBER.search(text)) else ""
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise ConfigError(
            "a number has too many digits",
            span=Span(path, line, column),
            help="write a text in quotes",
        ) from None


def locate_key(text: str, path: str, keys: Sequence[Key]) -> Span:
    """Return the place of the deepest known part of a key path.

    An integer after a name is the index in an array of tables, as in `("family", 3, "pattern")`.
    """
    best = Span(path)
    depth = 0
    for line, names, column in key_positions(text):
        matched = _common(names, keys)
        if matched > depth and matched == len(names):
            best, depth = Span(path, line, column), matched
    return best


def locate_keys(text: str, path: str, table: Sequence[Key]) -> dict[tuple[str, ...], Span]:
    """Map each key path below a table, without that table, to its place."""
    depth = len(table)
    return {
        tuple(map(str, names[depth:])): Span(path, line, column)
        for line, names, column in key_positions(text)
        if len(names) > depth and names[:depth] == [*table]
    }


def key_positions(text: str) -> Iterable[tuple[int, list[Key], int]]:
    """Yield line, key path and column of each header and key."""
    table: list[Key] = []
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            if line.lstrip().startswith("[["):
                counts[header[1]] = counts.get(header[1], -1) + 1
            table = list(_table(header[1], counts))
            yield number, table, line.index("[") + 1
        elif key := _KEY.match(line):
            quoted = key[2] if key[2] is not None else key[3]
            names = [quoted] if quoted is not None else _parts(key[4])
            yield number, [*table, *names], len(key[1]) + 1


def _table(name: str, counts: Mapping[str, int]) -> Iterator[Key]:
    """Yield the key path of a header; a part that names an array means the last table in it."""
    parts = _parts(name)
    for depth, part in enumerate(parts, 1):
        yield part
        if (array := ".".join(map(str, parts[:depth]))) in counts:
            yield counts[array]


def _parts(dotted: str) -> list[Key]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _common(names: Sequence[Key], keys: Sequence[Key]) -> int:
    """Return how many steps the two key paths share at their beginning."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(names, keys, strict=False))
    )


def explain_toml_error(
    error: ValidationError,
    text: str,
    path: str,
    choices: Iterable[str],
    *,
    prefix: Sequence[Key] = (),
) -> ConfigError:
    """Convert one of pydantic's errors, with its place and a suggestion for an unknown key.

    An unknown key goes first: it is often the misspelt form of one that another error misses.

    Args:
        error: what pydantic raised.
        text: the file's content.
        path: the file's name as shown to the user.
        choices: every key that could have been meant.
        prefix: the table the validated part was read from, such as `("tool", "errata")`.
    """
    faults = error.errors()
    first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    cause = first.get("ctx", {}).get("error")
    keys = [*first["loc"], *([cause.key] if isinstance(cause, KeyFaultError) else [])]
    span = locate_key(text, path, [*prefix, *keys])
    # The place says which of several tables it is: `family.pattern`, not `family.0.pattern`.
    name = ".".join(key for key in keys if isinstance(key, str) and key != "[key]")
    if first["type"] == "extra_forbidden":
        remedy = _suggest_key(str(first["loc"][-1]), tuple(choices))
        return ConfigError(f"unknown key `{name}`", span=span, help=remedy)
    if first["type"] == "missing":
        return ConfigError(f"key `{name}` is missing", span=span, help="add it to this table")
    fault = read_table(_FAULTS, "values").get(first["type"], {})
    message = fault.get("message", "").format_map(first.get("ctx", {})).replace("'", "`")
    message = message or first["msg"].removeprefix("Value error, ")
    remedy = _remedy(first) or getattr(cause, "help", "")
    return ConfigError(f"`{name}`: {message[:1].lower()}{message[1:]}", span=span, help=remedy)


def _suggest_key(name: str, choices: Sequence[str]) -> str:
    if name in choices:
        return "it belongs in another table: write it below that table's `[…]`"
    return suggest_name(name, choices, f"known keys: {_list_choices(choices)}")


def _remedy(fault: ErrorDetails) -> str:
    kind, loc, value = fault["type"], fault["loc"], fault["input"]
    key = next((part for part in reversed(loc) if isinstance(part, str)), "")
    if kind == "literal_error" and isinstance(value, str):
        return suggest_name(value, _CHOICE.findall(fault["ctx"]["expected"]), "")
    if kind == "model_type" and key != loc[-1]:
        return f"write each item as a table: `{key} = [{{ … }}]`"
    if kind == "tuple_type" and isinstance(value, dict):
        return f"write `[[{key}]]` above each of its tables"
    remedy = str(read_table(_FAULTS, "values").get(kind, {}).get("help", ""))
    return remedy.format(key=key if _BARE.fullmatch(key) else f'"{key}"')


def _list_choices(choices: Iterable[str]) -> str:
    return ", ".join(f"`{key}`" for key in sorted(choices))


# "hugo" and "jekyll" of "'hugo' or 'jekyll'".
_CHOICE: Final = compile_late("'([^']+)'")
# A table's header or a key, switched off or on: "# [links]", "[site]" and '# root = "/"   # why';
# "# Paths are relative" is neither.
_LINE: Final = compile_late(
    r"""^(?P<off># )?(?:\[(?P<table>[\w.-]+)\]|(?P<key>[\w-]+) = """
    r"""(?P<value>"[^"]*"|\[[^\]]*\]|true|false)?)(?P<rest>.*)$"""
)


def fill_toml_template(text: str, values: Mapping[tuple[str, str], str | list[str]]) -> str:
    """Fill the values into the text.

    Args:
        text: TOML, in which keys and tables may be switched off by `# ` in front.
        values: (table, key) -> value; the table of the first keys is the empty text.

    Raises:
        KeyError: if the text has no such key.
    """
    lines, table, missing = [], "", dict(values)
    for line in text.split("\n"):
        match = _LINE.match(line)
        filled = line
        if match and match["table"]:
            table = match["table"]
            if match["off"] and any(of == table for of, _ in values):
                filled = line.removeprefix("# ")
        elif match and (table, match["key"]) in missing:
            filled = _write(match, missing.pop((table, match["key"])))
        lines.append(filled)
    if missing:
        raise KeyError(*missing)
    return "\n".join(lines)


def _write(match: re.Match[str], value: str | list[str]) -> str:
    # Texts and lists of texts are written alike in JSON and TOML.
    written = f"{match['key']} = {json.dumps(value, ensure_ascii=False)}"
    comment = match["rest"].lstrip()
    # Comments stay in their column where the value leaves room.
    width = max(len(match[0]) - len(comment), len(written) + 2)
    return f"{written:<{width}}{comment}".rstrip()


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


def _to_line(text: str, offset: int) -> int:
    """Return where the text of the line begins."""
    start = text.rfind("\n", 0, offset) + 1
    return start + len(text[start:offset]) - len(text[start:offset].lstrip())


def _to_bracket(text: str, offset: int) -> int:
    """Return where the innermost bracket opens that is not closed before a place."""
    opened: list[int] = []
    masked = _HIDING.sub(lambda match: " " * len(match[0]), text[:offset])
    for match in re.finditer(r"[\[\]{}]", masked):  # each of "[{}]"
        if match[0] in "[{":
            opened.append(match.start())
        elif opened:
            opened.pop()
    return opened[-1] if opened else offset


def _to_quote(text: str, offset: int) -> int:
    """Return where the text opens that is not closed before a place."""
    quotes = [quote.start() for quote in _HIDING.finditer(text, 0, offset) if quote[0][0] != "#"]
    return quotes[-1] if quotes else offset


# Where a fault begins that the parser notices at a place, by its name in the data file.
_PLACES: Final[Mapping[str, Place]] = {
    "here": lambda _, offset: offset,
    "line": _to_line,
    "bracket": _to_bracket,
    "backslash": lambda text, offset: text.rfind("\\", 0, offset + 1),
    "quote": _to_quote,
}


def explain_toml_fault(error: tomllib.TOMLDecodeError, text: str) -> TomlFault:
    """Return what is wrong, in the author's words."""
    stopped = _AT.search(str(error))
    message = str(error).split(" (at ")[0]
    lines = text.split("\n")
    offset = len(text.rstrip())
    if stopped:
        offset = sum(len(line) + 1 for line in lines[: int(stopped[1]) - 1]) + int(stopped[2]) - 1
    for fault in cast("Sequence[Mapping[str, Any]]", read_data(_FAULTS)["syntax"]):
        if message.startswith(tuple(fault["begins"])):
            place = _PLACES[fault["at"]](text, offset)
            return _fault(fault["message"], text, place, fault["help"])
    if message == "Invalid value":
        return _explain_value(text, offset)
    return _fault(f"{message[:1].lower()}{message[1:]}", text, offset, "")


def _explain_value(text: str, offset: int) -> TomlFault:
    message, remedy = "invalid value", 'write a text in quotes: `key = "…"`'
    if not text[offset:].partition("\n")[0].partition("#")[0].strip():
        message = "there is no value after `=`"
    elif match := _BOOLEAN.match(text, offset):
        remedy = f"write `{match[0].lower()}`"
    elif _TYPOGRAPHIC.match(text, offset):
        message, remedy = "typographic quotes", 'write straight ones: `key = "…"`'
    return _fault(message, text, offset, remedy)


def _fault(message: str, text: str, offset: int, remedy: str) -> TomlFault:
    line = text.count("\n", 0, offset) + 1
    return TomlFault(message, line, offset - text.rfind("\n", 0, offset), remedy)
