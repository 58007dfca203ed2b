"""Explains why a front matter is not valid YAML, for people who do not know YAML.

PyYAML's own messages (`did not find expected key`) say what the parser was doing. Nearly every
fault is one value that should have been quoted, so this module examines the line in question and
rewrites it, quoted.

A value is repeated only under a public key on the same line: a line may be the continuation of an
internal value, and those are never shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import yaml

from errata.articles.front_matter.quoting import (
    CLOSED,
    KeyValueLine,
    find_owning_key,
    parse_key_value,
    quick_fix_for,
    quoting_fix,
)
from errata.articles.front_matter.schema import (
    KNOWN_KEYS,
    LIST_KEYS,
    PUBLIC_KEYS,
    display_key,
)
from errata.articles.front_matter.stray_lines import (
    YamlError,
    edit_line,
    explain_stray_line,
    foreign_blank,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Fix, Span

if TYPE_CHECKING:
    from collections.abc import Sequence


# ": " and ":" at the end; not the colon of "a:b", nor one before a no-break space.
_COLON: Final = compile_late(r":(?:[ \t]|$)")
# '"title": "A",' of JSON; not 'title: "A",'.
_JSON_LINE: Final = compile_late(r'[ \t]*"[^"]{1,80}":[^,]*,[ \t]*')
# What YAML forbids: "\x00" and "\x1b" yes; a tab, letters and emoji no.
_CONTROL: Final = compile_late(
    "[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
# What PyYAML quotes from the file: "'a' here" in "found 'a' here"; nothing of "found a tab".
_QUOTED: Final = compile_late(r"[\"'].*")
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
    """Explain an error of PyYAML."""
    lines = text.split("\n")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return _unmarked(text)
    mark = error.problem_mark
    at = min(mark.line, len(lines) - 1)
    problem = error.problem or "not valid YAML"
    found = (
        _unclosed_bracket(error, lines)
        or _unclosed_above(lines, at)
        or _in_line(lines, at, mark.column, problem)
    )
    return found or _general(lines, at, mark.column, problem)


def yaml_error_in_value(lines: Sequence[str], line: int, column: int) -> YamlError:
    """Explain a value that starts with a sign of YAML, at its 1-based place."""
    pair = parse_key_value(lines[line - 1])
    if pair and (found := _bad_start(lines, line - 1, pair)):
        return found
    sign = lines[line - 1][column - 1 : column]
    message = f"text starts with {_sign(sign)}, which YAML reads as {_STARTS.get(sign, 'a sign')}"
    remedy = "quote it: anchors, aliases and tags are not read"
    return YamlError(message, line, column, remedy, (line, column + 1))


def duplicate_key(
    key: str, line: int, column: int, first: tuple[int, int], *, removable: bool
) -> YamlError:
    """Report a key that was given before; the fix removes it if both lines say the same."""
    message = f"key {display_key(key)} is given twice, first on line {first[0]}"
    edit = Edit(Span("", line), (line + 1, 1), "")
    fix = Fix(f"Remove the second {display_key(key)}", (edit,)) if removable else None
    end = (line, column + len(key))
    return YamlError(message, line, column, "remove one of the two lines", end, fix, first)


# ── one line ────────────────────────────────────────────────────────────────────────────────


def _in_line(lines: Sequence[str], at: int, column: int, problem: str) -> YamlError | None:
    """Explain what is wrong with the line that the parser stopped at."""
    line = lines[at]
    if (tab := _tab(line)) is not None:
        return _tab_error(lines, at, tab)
    if "unknown escape" in problem or "hexdecimal" in problem:
        return _bad_escape(lines, at, column)
    if found := foreign_blank(lines, at) or _json_line(line, at):
        return found
    pair = parse_key_value(line)
    if pair is None:
        return _no_pair(lines, at)
    if line[0].isspace():
        return _indented_key(lines, at, pair) or _colon(lines, at, pair, column, problem)
    return (
        _bad_quotes(lines, at, pair)
        or _bad_start(lines, at, pair)
        or _colon(lines, at, pair, column, problem)
    )


def _json_line(line: str, at: int) -> YamlError | None:
    if not _JSON_LINE.fullmatch(line):
        return None
    column = line.rindex(",")
    fix = edit_line(at, (column, column + 1), "", "Remove the `,`")
    remedy = "remove it; front matter in JSON begins with `{` instead of `---`"
    place, end = (at + 1, column + 1), (at + 1, column + 2)
    return YamlError("`,` follows the value", *place, remedy, end, fix)


def _tab(line: str) -> int | None:
    indent = line[: len(line) - len(line.lstrip())]
    found = indent.find("\t")
    return found if found >= 0 else None


def _tab_error(lines: Sequence[str], at: int, tab: int) -> YamlError:
    remedy = "indent with spaces"
    if not any(line.strip() and not line.startswith((" ", "\t")) for line in lines[:at]):
        remedy = "remove it: keys begin at the start of the line"
    line = lines[at]
    indent = line[: len(line) - len(line.lstrip())]
    is_key = bool(parse_key_value(line.lstrip())) or not remedy.startswith("indent")
    text = "" if is_key else indent.replace("\t", "  ")
    fix = edit_line(at, (0, len(indent)), text, "Indent with spaces", safe=not is_key)
    message = "this line is indented with a tab, which YAML does not allow"
    return YamlError(message, at + 1, tab + 1, remedy, (at + 1, len(indent) + 1), fix)


def _indented_key(lines: Sequence[str], at: int, pair: KeyValueLine) -> YamlError | None:
    """Report a known key that is indented below one with a value, or as the first key."""
    above = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), None)
    indent = len(lines[at]) - len(lines[at].lstrip())
    other = parse_key_value(lines[above]) if above is not None else None
    is_child = above is not None and (other is None or lines[above][0].isspace())
    if pair.key not in KNOWN_KEYS or is_child:
        return None
    message, remedy = "this key is indented", "write it at the start of the line"
    fix = edit_line(at, (0, indent), "", f"Write `{pair.key}` at the start of the line")
    end = (at + 1, indent + len(pair.key) + 1)
    return YamlError(message, at + 1, indent + 1, remedy, end, fix)


# Openings of collections, and what closes them.
_CLOSING: Final = {"[": "]", "{": "}"}


def _unclosed_bracket(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> YamlError | None:
    """Report the opening bracket of a list or mapping that the parser was still reading."""
    mark, context = error.context_mark, error.context or ""
    if mark is None or "flow" not in context or not 0 <= mark.line < len(lines):
        return None
    pair = parse_key_value(lines[mark.line])
    return explain_unclosed_value(mark.line, pair) if pair and pair.start == mark.column else None


def explain_unclosed_value(at: int, pair: KeyValueLine) -> YamlError | None:
    """Explain a list or mapping without an end; a text such as "[Beta] Mail" is quoted."""
    sign = pair.value[0]
    close = _CLOSING.get(sign, sign)
    if close in pair.value or (pair.key not in LIST_KEYS and pair.key in PUBLIC_KEYS):
        return None
    kind = "list" if sign == "[" else "mapping"
    end = pair.start + len(pair.value)
    fix = edit_line(at, (end, end), close, f"Close the {kind} with `{close}`", safe=False)
    written = f"`{pair.key}: {pair.value}{close}`" if pair.key in PUBLIC_KEYS else f"`{close}`"
    message = f"the `{sign}` that opens this {kind} is not closed"
    place, after = (at + 1, pair.start + 1), (at + 1, pair.start + 2)
    return YamlError(message, *place, f"close it: {written}", after, fix)


def _bad_quotes(lines: Sequence[str], at: int, pair: KeyValueLine) -> YamlError | None:
    if pair.value[0] not in "'\"":
        return None
    closed = CLOSED.match(pair.value)
    if closed is None:
        return _with_fix(
            lines, at, pair, pair.start, "the quotes that open this value are not closed"
        )
    rest = pair.value[closed.end() :].lstrip()
    if rest in {",", ";"}:
        end = pair.start + closed.end()
        message = f"`{rest}` follows the value"
        fix = edit_line(at, (end, pair.start + len(pair.value)), "", f"Remove the `{rest}`")
        place = pair.start + pair.value.rindex(rest) + 1
        return YamlError(message, at + 1, place, "remove it", (at + 1, place + 1), fix)
    if rest and not rest.startswith("#"):
        message = "quotes inside the value end it early"
        return _with_fix(lines, at, pair, pair.start + closed.end() - 1, message)
    return None


def _bad_escape(lines: Sequence[str], at: int, column: int) -> YamlError:
    column = max(lines[at].rfind("\\", 0, column + 1), 0)
    is_public = find_owning_key(lines, at) in PUBLIC_KEYS
    sign = lines[at][column : column + 2] if is_public else "\\…"
    message = f"a backslash in double quotes: `{sign}` is not an escape"
    pair = parse_key_value(lines[at])
    remedy = quick_fix_for(lines, at, pair).replace("quote this value", "use single quotes", 1)
    remedy = remedy.replace(': "…"', ": '…'")
    fix = quoting_fix(lines, at, pair)
    fix = fix and Fix("Use single quotes", fix.edits)
    return YamlError(message, at + 1, column + 1, remedy, (at + 1, column + 3), fix)


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
    continued = lines[at][0].isspace() and find_owning_key(lines, at)
    if "mapping values are not allowed" not in problem or (column < pair.start and not continued):
        return None
    return _with_fix(lines, at, pair, column, "value holds a colon followed by a space")


def _no_pair(lines: Sequence[str], at: int) -> YamlError | None:
    """Explain a line that is not `key: value`; return None if the line above may be to blame."""
    line = lines[at].lstrip()
    column = len(lines[at]) - len(line) + 1
    if line.startswith("* ") and _is_below_key(lines, at):
        return explain_stray_line(lines, at)
    if line.startswith("|"):
        message, remedy = "a table is not front matter", "write each value as `key: value`"
        return YamlError(message, at + 1, column, remedy)
    if line[:1] in {"*", "&", "@", "`", "%", ">"}:
        message = f"text starts with {_sign(line[0])}, which YAML reads as {_STARTS[line[0]]}"
        remedy = "quote the value it belongs to and keep it on the line of its key"
        return YamlError(message, at + 1, column, remedy)
    return None


def _is_below_key(lines: Sequence[str], at: int) -> bool:
    """Whether an item may be here: below a key without a value, or below another item."""
    above = lines[at - 1].strip() if at else ""
    return above.endswith(":") or above.startswith(("* ", "- "))


# ── other lines ─────────────────────────────────────────────────────────────────────────────


# The most lines of a text in quotes: more than anybody writes, and few enough to look at for each
# of many.
_LONGEST_VALUE: Final = 100


def _unclosed_above(lines: Sequence[str], at: int) -> YamlError | None:
    """Find the open quote whose value extends over other keys to where the parser gave up.

    The quote that ends it may be the first of another value: `title: "A`, then `note: "B"`.
    """
    for above in range(at - 1, -1, -1):
        pair = parse_key_value(lines[above])
        if pair is None or pair.value[0] not in "\"'" or CLOSED.match(pair.value):
            continue
        last = min(at, above + _LONGEST_VALUE)
        whole = CLOSED.match("\n".join([pair.value, *lines[above + 1 : last + 1]]))
        reach = whole[0].count("\n") if whole else last - above
        below = lines[above + 1 : above + 1 + reach]
        if whole is None or any(parse_key_value(line) and line[0] != " " for line in below):
            return _bad_quotes(lines, above, pair)
    return None


def _general(lines: Sequence[str], at: int, column: int, problem: str) -> YamlError:
    """Report a line of text that belongs to no key, or a fault without a more specific message."""
    if found := _stray(lines, at, problem):
        return found
    remedy = "quote the value on this line"
    return YamlError(f"not valid YAML: {_safe(problem)}", at + 1, column + 1, remedy)


def _stray(lines: Sequence[str], at: int, problem: str) -> YamlError | None:
    """Report a line without a key, which the parser notices only at the next key."""
    first = next((n for n in range(len(lines)) if lines[n].strip()), at)
    if "document start" in problem and (pair := parse_key_value(lines[first])):
        return _indented_key(lines, first, pair)
    if _is_stray(lines[at]):
        return explain_stray_line(lines, at)
    if "mapping values are not allowed" not in problem and "expected ':'" not in problem:
        return None
    above = next((n for n in range(at - 1, -1, -1) if lines[n].strip()), None)
    if above is None:
        return None
    return explain_stray_line(lines, above) if _is_stray(lines[above]) else None


def _is_stray(line: str) -> bool:
    return bool(line.strip()) and line[0] != "#" and not _COLON.search(line)


def _safe(problem: str) -> str:
    """Remove from PyYAML's sentence what it quotes from the file."""
    return _QUOTED.sub("…", problem) if '"' in problem else problem


def _unmarked(text: str) -> YamlError:
    """Report a character that YAML forbids; PyYAML's only error without a line."""
    found = _CONTROL.search(text)
    at = found.start() if found else 0
    name = f"character `U+{ord(found[0]):04X}`" if found else "a character"
    before = text[:at]
    line, column = before.count("\n") + 1, at - before.rfind("\n")
    fix = edit_line(line - 1, (column - 1, column), "", "Remove the character") if found else None
    message = f"{name} is not allowed in front matter"
    return YamlError(message, line, column, "remove it", (line, column + 1), fix)


# ── the fix ───────────────────────────────────────────────────────────────────────────────────


def _with_fix(
    lines: Sequence[str], at: int, pair: KeyValueLine, column: int, message: str
) -> YamlError:
    first, last = column + 1, pair.start + len(pair.value) + 1
    end = (at + 1, last if column == pair.start else first + 1)
    remedy = quick_fix_for(lines, at, pair)
    return YamlError(message, at + 1, first, remedy, end, quoting_fix(lines, at, pair))


def _sign(sign: str) -> str:
    return "a backtick" if sign == "`" else f"`{sign}`"
