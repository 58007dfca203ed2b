"""Explains why a front matter is not valid YAML, for people who do not know YAML.

PyYAML's own messages (`did not find expected key`) say what the parser was doing. Nearly every
fault is one value that should have been quoted, so this module examines the line in question and
rewrites it, quoted.

A value is repeated only under a public key on the same line: a line may be the continuation of an
internal value, and those are never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import yaml

from errata.articles.front_matter.keys import KNOWN_KEYS, LIST_KEYS, PUBLIC_KEYS
from errata.articles.front_matter.lines import (
    CLOSED,
    KeyValueLine,
    YamlError,
    describe_quick_fix,
    edit_line,
    explain_commas,
    explain_foreign_blank,
    explain_quoted_line,
    explain_stray_line,
    find_owning_key,
    make_quoting_fix,
    parse_key_value,
    quote_value,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Fix

# ": " and ":" at the end; not the colon of "a:b", nor one before a no-break space.
_COLON: Final = compile_late(r":(?:[ \t]|$)")
# "error: 5" of "[error: 5, mail]"; nothing of "[a:b]" and "[{a: b}]".
_ITEM_WITH_COLON: Final = compile_late(
    r"[\[,][ ]*([^\[\]{},\"'\s][^\[\]{},\"']*?: [^\[\]{},\"']*?)[ ]*(?=[,\]])"
)
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
        return _report_character(text)
    mark = error.problem_mark
    index = min(mark.line, len(lines) - 1)
    problem = error.problem or "not valid YAML"
    explanation = (
        explain_quoted_line(lines, index)
        or _unclosed_bracket(error, lines)
        or _unclosed_above(lines, index)
        or _in_line(lines, index, mark.column, problem)
    )
    return explanation or _general(lines, index, mark.column, problem)


def explain_faulty_value(lines: Sequence[str], line: int, column: int) -> YamlError:
    """Explain a value that starts with a sign of YAML, at its 1-based place."""
    pair = parse_key_value(lines[line - 1])
    if pair and (explanation := _colon_in_item(pair, line) or _bad_start(lines, line - 1, pair)):
        return explanation
    sign = lines[line - 1][column - 1 : column]
    message = f"text starts with {_sign(sign)}, which YAML reads as {_STARTS.get(sign, 'a sign')}"
    remedy = "quote it: anchors, aliases and tags are not read"
    return YamlError(message, line, column, remedy, (line, column + 1))


def _colon_in_item(pair: KeyValueLine, line: int) -> YamlError | None:
    """Explain `[error: 5, mail]`, whose first item is a mapping to YAML."""
    match = _ITEM_WITH_COLON.search(pair.value) if pair.key in LIST_KEYS else None
    if match is None or pair.value[0] != "[" or pair.key not in PUBLIC_KEYS:
        return None
    start, end = pair.start + match.start(1), pair.start + match.end(1)
    quoted = quote_value(match[1])
    fix = edit_line(line - 1, (start, end), quoted, "Put the item in quotes")
    message = "an item of this list contains a colon followed by a space"
    return YamlError(message, line, start + 1, f"quote it: `{quoted}`", (line, end + 1), fix)


# ── one line ────────────────────────────────────────────────────────────────────────────────


def _in_line(lines: Sequence[str], index: int, column: int, problem: str) -> YamlError | None:
    """Explain what is wrong with the line that the parser stopped at."""
    line = lines[index]
    if (tab := _tab(line)) is not None:
        return _tab_error(lines, index, tab)
    if "unknown escape" in problem or "hexdecimal" in problem:
        return _bad_escape(lines, index, column)
    if explanation := explain_foreign_blank(lines, index) or _json_line(line, index):
        return explanation
    pair = parse_key_value(line)
    if pair is None:
        return _no_pair(lines, index)
    if line[0].isspace():
        return _indented_key(lines, index, pair) or _colon(lines, index, pair, column, problem)
    return (
        _bad_quotes(lines, index, pair)
        or _bad_start(lines, index, pair)
        or _colon(lines, index, pair, column, problem)
    )


def _json_line(line: str, index: int) -> YamlError | None:
    if not _JSON_LINE.fullmatch(line):
        return None
    column = line.rindex(",")
    fix = edit_line(index, (column, column + 1), "", "Remove the `,`")
    remedy = "remove it; front matter in JSON begins with `{` instead of `---`"
    place, end = (index + 1, column + 1), (index + 1, column + 2)
    return YamlError("`,` follows the value", *place, remedy, end, fix)


def _tab(line: str) -> int | None:
    indent = line[: len(line) - len(line.lstrip())]
    column = indent.find("\t")
    return column if column >= 0 else None


def _tab_error(lines: Sequence[str], index: int, tab: int) -> YamlError:
    remedy = "indent with spaces"
    if not any(line.strip() and not line.startswith((" ", "\t")) for line in lines[:index]):
        remedy = "remove it: keys begin at the start of the line"
    line = lines[index]
    indent = line[: len(line) - len(line.lstrip())]
    is_key = bool(parse_key_value(line.lstrip())) or not remedy.startswith("indent")
    text = "" if is_key else indent.replace("\t", "  ")
    fix = edit_line(index, (0, len(indent)), text, "Indent with spaces", safe=not is_key)
    message = "this line is indented with a tab, which YAML does not allow"
    return YamlError(message, index + 1, tab + 1, remedy, (index + 1, len(indent) + 1), fix)


def _indented_key(lines: Sequence[str], index: int, pair: KeyValueLine) -> YamlError | None:
    """Report a known key that is indented below one with a value, or as the first key."""
    above = next((n for n in range(index - 1, -1, -1) if lines[n].strip()), None)
    indent = len(lines[index]) - len(lines[index].lstrip())
    other = parse_key_value(lines[above]) if above is not None else None
    is_child = above is not None and (other is None or lines[above][0].isspace())
    if pair.key not in KNOWN_KEYS or is_child:
        return None
    message, remedy = "this key is indented", "write it at the start of the line"
    fix = edit_line(index, (0, indent), "", f"Write `{pair.key}` at the start of the line")
    end = (index + 1, indent + len(pair.key) + 1)
    return YamlError(message, index + 1, indent + 1, remedy, end, fix)


# Openings of collections, and what closes them.
_CLOSING: Final = {"[": "]", "{": "}"}


def _unclosed_bracket(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> YamlError | None:
    """Report the opening bracket of a list or mapping that the parser was still reading."""
    mark, context = error.context_mark, error.context or ""
    if mark is None or "flow" not in context or not 0 <= mark.line < len(lines):
        return None
    pair = parse_key_value(lines[mark.line])
    is_here = pair and pair.start == mark.column
    return explain_unclosed_value(lines, mark.line, pair) if pair and is_here else None


def explain_unclosed_value(
    lines: Sequence[str], index: int, pair: KeyValueLine
) -> YamlError | None:
    """Explain a list or mapping without an end; a text such as "[Beta] Mail" is quoted."""
    sign = pair.value[0]
    close = _CLOSING.get(sign, sign)
    if close in pair.value or (pair.key not in LIST_KEYS and pair.key in PUBLIC_KEYS):
        return None
    kind = "list" if sign == "[" else "mapping"
    last = _last_line_of_value(lines, index)
    column = len(lines[last].rstrip())
    fix = edit_line(last, (column, column), close, f"Close the {kind} with `{close}`", safe=False)
    written = f"`{close}`"
    if last > index:
        written += f" at the end of line {last + 1}"
    elif pair.key in PUBLIC_KEYS:
        written = f"`{pair.key}: {pair.value}{close}`"
    message = f"the `{sign}` that opens this {kind} is not closed"
    place, after = (index + 1, pair.start + 1), (index + 1, pair.start + 2)
    return YamlError(message, *place, f"close it: {written}", after, fix)


def _last_line_of_value(lines: Sequence[str], index: int) -> int:
    """Return the last line of a value: each after its first is indented, and no key."""
    for number in range(index + 1, len(lines)):
        if not lines[number][:1].isspace() or parse_key_value(lines[number]):
            return number - 1
    return len(lines) - 1


def _bad_quotes(lines: Sequence[str], index: int, pair: KeyValueLine) -> YamlError | None:
    if pair.value[0] not in "'\"":
        return None
    closed = CLOSED.match(pair.value)
    if closed is None:
        return _with_fix(
            lines, index, pair, pair.start, "the quotes that open this value are not closed"
        )
    remaining = pair.value[closed.end() :].lstrip()
    if remaining in {",", ";"}:
        end = pair.start + closed.end()
        message = f"`{remaining}` follows the value"
        fix = edit_line(index, (end, pair.start + len(pair.value)), "", f"Remove the `{remaining}`")
        place = pair.start + pair.value.rindex(remaining) + 1
        return YamlError(message, index + 1, place, "remove it", (index + 1, place + 1), fix)
    if remaining and not remaining.startswith("#"):
        message = "quotes inside the value end it early"
        return _with_fix(lines, index, pair, pair.start + closed.end() - 1, message)
    return None


def _bad_escape(lines: Sequence[str], index: int, column: int) -> YamlError:
    column = max(lines[index].rfind("\\", 0, column + 1), 0)
    is_public = find_owning_key(lines, index) in PUBLIC_KEYS
    sign = lines[index][column : column + 2] if is_public else "\\…"
    message = f"a backslash in double quotes: `{sign}` is not an escape"
    pair = parse_key_value(lines[index])
    remedy = describe_quick_fix(lines, index, pair).replace(
        "quote this value", "use single quotes", 1
    )
    remedy = remedy.replace(': "…"', ": '…'")
    fix = make_quoting_fix(lines, index, pair)
    fix = fix and Fix("Use single quotes", fix.edits)
    return YamlError(message, index + 1, column + 1, remedy, (index + 1, column + 3), fix)


def _bad_start(lines: Sequence[str], index: int, pair: KeyValueLine) -> YamlError | None:
    if explanation := explain_commas(index, pair):
        return explanation
    sign = pair.value[0]
    meaning = _STARTS.get(sign) or _STARTS_BEFORE_SPACE.get(pair.value[:2])
    if meaning is None:
        return None
    message = f"value starts with {_sign(sign)}, which YAML reads as {meaning}"
    return _with_fix(lines, index, pair, pair.start, message)


def _colon(
    lines: Sequence[str], index: int, pair: KeyValueLine, column: int, problem: str
) -> YamlError | None:
    continued = lines[index][0].isspace() and find_owning_key(lines, index)
    if "mapping values are not allowed" not in problem or (column < pair.start and not continued):
        return None
    return _with_fix(lines, index, pair, column, "value contains a colon followed by a space")


def _no_pair(lines: Sequence[str], index: int) -> YamlError | None:
    """Explain a line that is not `key: value`; return None if the line above may be to blame."""
    line = lines[index].lstrip()
    column = len(lines[index]) - len(line) + 1
    if line.startswith("* ") and _is_below_key(lines, index):
        return explain_stray_line(lines, index)
    if line.startswith("|"):
        message, remedy = "a table is not front matter", "write each value as `key: value`"
        return YamlError(message, index + 1, column, remedy)
    if line[:1] in {"*", "&", "@", "`", "%", ">"}:
        message = f"text starts with {_sign(line[0])}, which YAML reads as {_STARTS[line[0]]}"
        remedy = "quote the value it belongs to and keep it on the line of its key"
        return YamlError(message, index + 1, column, remedy)
    return None


def _is_below_key(lines: Sequence[str], index: int) -> bool:
    """Whether an item may be here: below a key without a value, or below another item."""
    above = lines[index - 1].strip() if index else ""
    return above.endswith(":") or above.startswith(("* ", "- "))


# ── other lines ─────────────────────────────────────────────────────────────────────────────


# The most lines of a text in quotes: more than anybody writes, and few enough to look at for each
# of many.
_LONGEST_VALUE: Final = 100


def _unclosed_above(lines: Sequence[str], index: int) -> YamlError | None:
    """Find the open quote whose value extends over other keys to where the parser gave up.

    The quote that ends it may be the first of another value: `title: "A`, then `note: "B"`.
    """
    for above in range(index - 1, -1, -1):
        pair = parse_key_value(lines[above])
        if pair is None or pair.value[0] not in "\"'" or CLOSED.match(pair.value):
            continue
        last = min(index, above + _LONGEST_VALUE)
        closed_value = CLOSED.match("\n".join([pair.value, *lines[above + 1 : last + 1]]))
        reach = closed_value[0].count("\n") if closed_value else last - above
        below = lines[above + 1 : above + 1 + reach]
        if closed_value is None or any(parse_key_value(line) and line[0] != " " for line in below):
            return _bad_quotes(lines, above, pair)
    return None


def _general(lines: Sequence[str], index: int, column: int, problem: str) -> YamlError:
    """Report a line of text that belongs to no key, or a fault without a more specific message."""
    if explanation := _stray(lines, index, problem):
        return explanation
    remedy = "quote the value on this line"
    return YamlError(f"not valid YAML: {_safe(problem)}", index + 1, column + 1, remedy)


def _stray(lines: Sequence[str], index: int, problem: str) -> YamlError | None:
    """Report a line without a key, which the parser notices only at the next key."""
    first = next((n for n in range(len(lines)) if lines[n].strip()), index)
    if "document start" in problem and (pair := parse_key_value(lines[first])):
        return _indented_key(lines, first, pair)
    if _is_stray(lines[index]):
        return explain_stray_line(lines, index)
    if "mapping values are not allowed" not in problem and "expected ':'" not in problem:
        return None
    above = next((n for n in range(index - 1, -1, -1) if lines[n].strip()), None)
    if above is None:
        return None
    return explain_stray_line(lines, above) if _is_stray(lines[above]) else None


def _is_stray(line: str) -> bool:
    return bool(line.strip()) and line[0] != "#" and not _COLON.search(line)


def _safe(problem: str) -> str:
    """Remove from PyYAML's sentence what it quotes from the file."""
    return _QUOTED.sub("…", problem) if '"' in problem else problem


def _report_character(text: str) -> YamlError:
    """Report a character that YAML forbids; PyYAML's only error without a line."""
    match = _CONTROL.search(text)
    offset = match.start() if match else 0
    name = f"character `U+{ord(match[0]):04X}`" if match else "a character"
    before = text[:offset]
    line, column = before.count("\n") + 1, offset - before.rfind("\n")
    fix = edit_line(line - 1, (column - 1, column), "", "Remove the character") if match else None
    message = f"{name} is not allowed in front matter"
    return YamlError(message, line, column, "remove it", (line, column + 1), fix)


# ── the fix ───────────────────────────────────────────────────────────────────────────────────


def _with_fix(
    lines: Sequence[str], index: int, pair: KeyValueLine, column: int, message: str
) -> YamlError:
    first, last = column + 1, pair.start + len(pair.value) + 1
    end = (index + 1, last if column == pair.start else first + 1)
    remedy = describe_quick_fix(lines, index, pair)
    return YamlError(message, index + 1, first, remedy, end, make_quoting_fix(lines, index, pair))


def _sign(sign: str) -> str:
    return "a backtick" if sign == "`" else f"`{sign}`"
