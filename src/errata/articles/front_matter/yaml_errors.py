"""Why a front matter cannot be read as YAML, in words for people who do not know YAML.

PyYAML's own messages (`did not find expected key`) say what the parser was doing. Nearly every
fault is one value that should have been quoted, so this module looks at the line in question and
writes it again, quoted. A value is repeated only under a public key on the same line: a line may be
the continuation of an internal value, and those are never shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import yaml

from errata.articles.front_matter.schema import KNOWN_KEYS, PUBLIC_KEYS, display_key

if TYPE_CHECKING:
    from collections.abc import Sequence


class YamlError(NamedTuple):
    """A fault in the front matter; line and column are 1-based in the file."""

    message: str
    line: int
    column: int
    help: str


class KeyValueLine(NamedTuple):
    """A line of the form `key: value`."""

    key: str
    value: str
    start: int
    """0-based column of the value."""


# "title: A" and " title:  A" yes; "title:A", "title:" and "# a: b" no. No key has eighty letters.
_PAIR: Final = re.compile(r"(\s*)([^\s:#'\"][^:]{0,80}):([ \t]+)(?=\S)")
# "title: A", "title:" and "title :" yes; " title: A" and "title:A" no.
_OWNER: Final = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:\s|$)")
# ": " and ":" at the end; not the colon of "a:b".
_COLON: Final = re.compile(r":(?:\s|$)")
# "title:A" yes; "title: A" no.
_NO_SPACE: Final = re.compile(r"([A-Za-z][\w-]*):\S")
# A quoted value as YAML sees it: '"a \\" b"' and "'it''s'" whole, of '"a" b' only '"a"'; of '"a'
# nothing.
_CLOSED: Final = re.compile(r""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'""", re.DOTALL)
# What YAML forbids: "\x00" and "\x1b" yes; a tab, letters and emoji no.
_CONTROL: Final = re.compile(
    "[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# What PyYAML quotes from the file: "'a' here" in "found 'a' here"; nothing of "found a tab".
_QUOTED: Final = re.compile(r"[\"'].*")
# Characters of a value that is repeated in a message: a long title, and no more.
_LONGEST_FIX: Final = 300
_STARTS: Final = {
    "[": "the start of a list",
    "{": "the start of a mapping",
    "]": "the end of a list",
    "}": "the end of a mapping",
    "|": "a block of lines",
    ">": "a folded block of lines",
    "*": "an alias",
    "&": "an anchor",
    "!": "a tag",
    "%": "a directive",
    "@": "a reserved character",
    "`": "a reserved character",
    ",": "a list separator",
}
_STARTS_BEFORE_SPACE: Final = {"- ": "a list item", "? ": "a key"}


def explain_yaml_error(error: yaml.YAMLError, text: str) -> YamlError:
    """The fault behind an error of PyYAML."""
    lines = text.split("\n")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _unmarked(text)
    mark = error.problem_mark
    at = min(mark.line, len(lines) - 1)
    problem = error.problem or "not valid YAML"
    found = _in_line(lines, at, mark.column, problem) or _unclosed_above(lines, at)
    return found or _general(lines, at, mark.column, problem)


def yaml_error_in_value(text: str, line: int, column: int) -> YamlError:
    """The fault of a value that starts with a sign of YAML, at its 1-based place."""
    lines = text.split("\n")
    pair = parse_key_value(lines[line - 1])
    if pair and (found := _bad_start(lines, line - 1, pair)):
        return found
    sign = lines[line - 1][column - 1 : column]
    message = f"text starts with {_sign(sign)}, which YAML reads as {_STARTS.get(sign, 'a sign')}"
    return YamlError(message, line, column, "quote it: anchors, aliases and tags are not read")


def duplicate_key(key: str, line: int, column: int, first: int) -> YamlError:
    """A key that was given before, on another line of the file."""
    message = f"key {display_key(key)} is given twice, first on line {first}"
    return YamlError(message, line, column, "remove one of the two lines")


# ── one line ────────────────────────────────────────────────────────────────────────────────


def _in_line(lines: Sequence[str], at: int, column: int, problem: str) -> YamlError | None:
    """What is wrong with the line that the parser stumbled over."""
    line = lines[at]
    if (tab := _tab(line)) is not None:
        return _tab_error(lines, at, tab)
    if "unknown escape" in problem:
        return _bad_escape(lines, at, column)
    pair = parse_key_value(line)
    if pair is None:
        return _no_pair(lines, at)
    if line[0].isspace():
        return _colon(lines, at, pair, column, problem)
    return (
        _bad_quotes(lines, at, pair)
        or _bad_start(lines, at, pair)
        or _colon(lines, at, pair, column, problem)
    )


def _tab(line: str) -> int | None:
    indent = line[: len(line) - len(line.lstrip())]
    found = indent.find("\t")
    return found if found >= 0 else None


def _tab_error(lines: Sequence[str], at: int, tab: int) -> YamlError:
    remedy = "indent with spaces"
    if not any(line.strip() and not line.startswith((" ", "\t")) for line in lines[:at]):
        remedy = "remove it: keys begin at the start of the line"
    return YamlError("a tab indents this line, which YAML forbids", at + 1, tab + 1, remedy)


def _bad_quotes(lines: Sequence[str], at: int, pair: KeyValueLine) -> YamlError | None:
    if pair.value[0] not in "'\"":
        return None
    closed = _CLOSED.match(pair.value)
    if closed is None:
        return _with_fix(lines, at, pair, pair.start, "the quotes that open this value never close")
    rest = pair.value[closed.end() :].lstrip()
    if rest and not rest.startswith("#"):
        message = "quotes inside the value end it early"
        return _with_fix(lines, at, pair, pair.start + closed.end() - 1, message)
    return None


def _bad_escape(lines: Sequence[str], at: int, column: int) -> YamlError:
    sign = lines[at][column : column + 2] if owning_key(lines, at) in PUBLIC_KEYS else "\\…"
    message = f"`{sign}` is not an escape that double quotes allow"
    return YamlError(
        message, at + 1, column + 1, quick_fix_for(lines, at, parse_key_value(lines[at]))
    )


def _bad_start(lines: Sequence[str], at: int, pair: KeyValueLine) -> YamlError | None:
    sign = pair.value[0]
    meaning = _STARTS.get(sign) or _STARTS_BEFORE_SPACE.get(pair.value[:2])
    if meaning is None:
        return None
    message = f"value starts with {_sign(sign)}, which YAML reads as {meaning}"
    return _with_fix(lines, at, pair, pair.start, message)


def _colon(
    lines: Sequence[str], at: int, pair: KeyValueLine, column: int, problem: str
) -> YamlError | None:
    continued = lines[at][0].isspace() and owning_key(lines, at)
    if "mapping values are not allowed" not in problem or (column < pair.start and not continued):
        return None
    return _with_fix(lines, at, pair, column, "value holds a colon followed by a space")


def _no_pair(lines: Sequence[str], at: int) -> YamlError | None:
    """A line that gives no key a value; None where the line above may be to blame."""
    line = lines[at].lstrip()
    column = len(lines[at]) - len(line) + 1
    if line.startswith("|"):
        message, remedy = "a table is not front matter", "write each fact as `key: value`"
        return YamlError(message, at + 1, column, remedy)
    if line[:1] in {"*", "&", "@", "`", "%", ">"}:
        message = f"text starts with {_sign(line[0])}, which YAML reads as {_STARTS[line[0]]}"
        remedy = "quote the value it belongs to and keep it on the line of its key"
        return YamlError(message, at + 1, column, remedy)
    return None


# ── other lines ─────────────────────────────────────────────────────────────────────────────


def _unclosed_above(lines: Sequence[str], at: int) -> YamlError | None:
    """The value whose opening quote reaches down to the line where the parser gave up."""
    for above in range(at - 1, -1, -1):
        pair = parse_key_value(lines[above])
        if pair and pair.value[0] in "\"'":
            whole = pair._replace(value="\n".join([pair.value, *lines[above + 1 : at]]))
            return _bad_quotes(lines, above, pair) if _bad_quotes(lines, above, whole) else None
    return None


def _general(lines: Sequence[str], at: int, column: int, problem: str) -> YamlError:
    """A line of text that belongs to no key, or a fault with no better name."""
    if found := _stray(lines, at, problem):
        return found
    remedy = "quote the value on this line"
    return YamlError(f"not valid YAML: {_safe(problem)}", at + 1, column + 1, remedy)


def _stray(lines: Sequence[str], at: int, problem: str) -> YamlError | None:
    """A line without a key, which the parser notices only at the next line that has one."""
    if _is_stray(lines[at]):
        return _stray_line(lines, at)
    if "mapping values are not allowed" not in problem and "expected ':'" not in problem:
        return None
    above = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), None)
    return _stray_line(lines, above) if above is not None and _is_stray(lines[above]) else None


def _is_stray(line: str) -> bool:
    return bool(line.strip()) and line[0] != "#" and not _COLON.search(line)


def _stray_line(lines: Sequence[str], at: int) -> YamlError:
    glued = _NO_SPACE.match(lines[at])
    if glued and glued[1] in KNOWN_KEYS:
        remedy = f"put a space after `{glued[1]}:`"
        return YamlError("no space after the colon", at + 1, glued.end(), remedy)
    message = "a line of the front matter is not `key: value`"
    remedy = "write it as `key: value`, or close the front matter with `---` before it"
    return YamlError(message, at + 1, len(lines[at]) - len(lines[at].lstrip()) + 1, remedy)


def _safe(problem: str) -> str:
    """PyYAML's sentence without what it quotes from the file."""
    return _QUOTED.sub("…", problem) if '"' in problem else problem


def _unmarked(text: str) -> YamlError:
    """A character that YAML forbids; the one error of PyYAML without a line."""
    found = _CONTROL.search(text)
    at = found.start() if found else 0
    name = f"character `U+{ord(found[0]):04X}`" if found else "a character"
    before = text[:at]
    line, column = before.count("\n") + 1, at - before.rfind("\n")
    return YamlError(f"{name} is not allowed in front matter", line, column, "remove it")


# ── the fix ───────────────────────────────────────────────────────────────────────────────────


def _with_fix(
    lines: Sequence[str], at: int, pair: KeyValueLine, column: int, message: str
) -> YamlError:
    return YamlError(message, at + 1, column + 1, quick_fix_for(lines, at, pair))


def _sign(sign: str) -> str:
    return "a backtick" if sign == "`" else f"`{sign}`"


def parse_key_value(line: str) -> KeyValueLine | None:
    """The key and value of a line, if it gives one."""
    found = _PAIR.match(line)
    if found is None:
        return None
    return KeyValueLine(found[2], line[found.end() :].rstrip(), found.end())


def owning_key(lines: Sequence[str], at: int) -> str:
    """The key whose value a line is part of."""
    for above in range(at, -1, -1):
        if found := _OWNER.match(lines[above]):
            return found[1]
    return ""


def quick_fix_for(lines: Sequence[str], at: int, pair: KeyValueLine | None) -> str:
    """The line as it should be, or only its key where the value may be internal or is long."""
    owner = owning_key(lines, at)
    if owner not in PUBLIC_KEYS:
        return f'quote this value: {display_key(owner)[:-1]}: "…"`' if owner else "quote this value"
    if pair is None or owner != pair.key or len(pair.value) > _LONGEST_FIX:
        return f'quote this value: `{owner}: "…"`'
    return f"quote this value: `{owner}: {quote_value(_unquote(pair.value))}`"


def quote_value(value: str) -> str:
    """A value as YAML reads it back unchanged: double quotes, or single ones where it holds any."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _unquote(value: str) -> str:
    """What the author meant: without the quotes around it, and with quotes inside unescaped."""
    if value.startswith("'"):
        return value[1:].removesuffix("'").replace("''", "'")
    if not value.startswith('"'):
        return value
    return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
