"""Lines of a front matter: what `key: value` needs to be read, and what other lines were to be.

Quotes make any value a text. A line of no such form is explained, with a fix if it is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from errata.articles.front_matter.keys import (
    KNOWN_KEYS,
    LIST_KEYS,
    PUBLIC_KEYS,
    PUBLICATION,
    display_key,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Fix, Span
from errata.text.display import pluralise


class YamlError(NamedTuple):
    """A fault in the front matter; lines and columns are 1-based in the file."""

    message: str
    line: int
    column: int
    help: str
    end: tuple[int, int] | None = None
    """Line and column after the fault."""
    fix: Fix | None = None
    """A fix whose edits have no path."""
    first: tuple[int, int] | None = None
    """Of a key that is given twice: its first place."""


# "title:A" and "bug:true" yes; "title: A" no.
_NO_SPACE: Final = compile_late(r"([A-Za-z][\w-]*):(?=\S)")
# "  - a" and "- a" yes; "-a" and "--- a" no.
_ITEM: Final = compile_late(r"([ ]*)-[ ]")
# "* a" and "• a", as markdown and word processors begin an item, and "-a"; not "*a*".
_BULLET: Final = compile_late(r"[ ]*(?:([*•+–])[ ]+|(-)(?=\w))")  # noqa: RUF001 - the dash of word processors
# "title = A" and "title => A"; not "title: a = b" and "== a".
_EQUALS: Final = compile_late(r"([A-Za-z][\w-]*)[ \t]*(=>?)[ \t]*(?=\S)")
# "title", a colon of Chinese and Japanese, "A".
_WIDE_COLON: Final = compile_late("([A-Za-z][\\w-]*)[ \\t]*(：)[ \\t\u3000]*")  # noqa: RUF001 - as above
# Blanks that YAML takes for letters: those that word processors and web pages have.
_FOREIGN_BLANK: Final = compile_late("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
# "title: >" and "description: |-", below which an indented block belongs.
_BLOCK: Final = compile_late(r"[A-Za-z][\w-]*[ \t]*:[ \t]+[|>][-+0-9]{0,2}[ \t]*$")


# '"title: A"' and '"title: A'; not '"title": "A"'.
_QUOTED_LINE: Final = compile_late(
    r"""(["'])([A-Za-z][\w-]*):[ \t]+([^"'\n]*[^"'\s])(\1?)[ \t]*$"""
)
# "Mail is not sent"; not "[Mail]", "Mail: sent" and "Mail # sent".
_PLAIN: Final = compile_late(r"[^\W_](?!.*(?:: |:$| #)).*")
# The second comma of "[a,, b]" and "[a, , b]"; nothing of "[a, b]".
_TWO_COMMAS: Final = compile_late(r"(?<=,)([ ]*(),)")
# The place behind '"a"' of '["a" "b"]'; nothing of '["a", "b"]'.
_NO_COMMA: Final = compile_late(r"""(?<=["'])(?=[ ]+["'])()(?=([ ]+))""")
# "<<<<<<< HEAD", "=======" and ">>>>>>> main" of git; not "<<<<" and "==========".
_CONFLICT: Final = compile_late(r"(?:<{7}|={7}|>{7}|\|{7})(?=[ ]|$)", re.MULTILINE)
CONFLICT_REMEDY: Final = "keep one of the two versions, and delete the lines that git added"


def explain_stray_line(lines: Sequence[str], index: int) -> YamlError:
    """Explain a line that is not `key: value`; `index` counts from 0."""
    for explain in _EXPLANATIONS:
        if explanation := explain(lines, index):
            return explanation
    message = "a line of the front matter is not `key: value`"
    remedy = "write it as `key: value`, or close the front matter with `---` before it"
    return YamlError(message, index + 1, _indent(lines[index]) + 1, remedy, _end(lines, index))


def explain_foreign_blank(lines: Sequence[str], index: int) -> YamlError | None:
    """Report a foreign blank, such as a no-break space, in the indentation or after a colon."""
    line = lines[index]
    match = _FOREIGN_BLANK.search(line)
    before = line[: match.start()].strip(" \t") if match else ""
    if match is None or (before and not re.fullmatch(r"-|[A-Za-z][\w-]*:?", before)):
        return None
    code = f"U+{ord(match[0][0]):04X}"
    message = f"a space that YAML reads as a letter ({code})"
    fix = Fix("Use ordinary spaces", tuple(_plain_blanks(lines, index, match)))
    place = (index + 1, match.start() + 1)
    return YamlError(message, *place, "use ordinary spaces", (index + 1, match.end() + 1), fix)


def _plain_blanks(lines: Sequence[str], index: int, match: re.Match[str]) -> Iterator[Edit]:
    """Yield edits of a line, and of the items around it that begin with the same blanks."""
    text = "" if match[0][0] == "\u200b" else " " * len(match[0])
    equal_lines = [index]
    for step in (-1, 1) if match.start() == 0 else ():
        neighbour = index + step
        while 0 <= neighbour < len(lines) and lines[neighbour].startswith(match[0]):
            equal_lines.append(neighbour)
            neighbour += step
    for line in sorted(equal_lines):
        yield Edit(Span("", line + 1, match.start() + 1), (line + 1, match.end() + 1), text)


def _conflict(lines: Sequence[str], index: int) -> YamlError | None:
    if not _CONFLICT.match(lines[index]):
        return None
    message = "a conflict that git could not merge is still in this file"
    return YamlError(message, index + 1, 1, CONFLICT_REMEDY, _end(lines, index))


def explain_quoted_line(lines: Sequence[str], index: int) -> YamlError | None:
    """Report quotes around a whole line; the parser stops at the line below, or at the end."""
    for number in range(min(index, len(lines) - 1), -1, -1):
        match = _QUOTED_LINE.match(lines[number])
        if match and match[2] in KNOWN_KEYS:
            value = match[3] if _PLAIN.fullmatch(match[3]) else quote_value(match[3])
            is_public = match[2] in PUBLIC_KEYS
            message = "a quote is before the key" if not match[4] else "quotes are around the line"
            remedy = f"write `{match[2]}: {value}`" if is_public else "quote only the value"
            span = 0, match.end()
            fix = edit_line(number, span, f"{match[2]}: {value}", "Quote only the value")
            end = number + 1, match.end() + 1
            return YamlError(message, number + 1, 1, remedy, end, fix if is_public else None)
    return None


def explain_commas(index: int, pair: KeyValueLine) -> YamlError | None:
    """Report where a list between brackets has no comma, or two."""
    if pair.key not in LIST_KEYS or pair.value[0] != "[":
        return None
    if match := _TWO_COMMAS.search(pair.value):
        message, remedy, text = "two commas follow each other", "remove one", ""
    elif match := _NO_COMMA.search(pair.value):
        message, remedy, text = "a comma is missing before this item", "write a comma", ","
    else:
        return None
    start, end = (pair.start + place for place in match.span(1))
    title = "Remove the comma" if not text else "Write a comma"
    fix = edit_line(index, (start, end), text, title, safe=False)
    place = start + (len(text) and len(match[2]))
    return YamlError(message, index + 1, place + 1, remedy, (index + 1, place + 2), fix)


def edit_line(
    index: int, span: tuple[int, int], text: str, title: str, *, safe: bool = True
) -> Fix:
    """Make a fix that replaces characters of a line; `index` and `span` count from 0."""
    start, end = span
    return Fix(title, (Edit(Span("", index + 1, start + 1), (index + 1, end + 1), text),), safe)


def _explain_glued(lines: Sequence[str], index: int) -> YamlError | None:
    match = _NO_SPACE.match(lines[index])
    if not match or match[1] not in KNOWN_KEYS:
        return None
    column = match.end()
    fix = edit_line(index, (column, column), " ", f"Add a space after `{match[1]}:`")
    remedy = f"add a space after `{match[1]}:`"
    place, end = (index + 1, column + 1), (index + 1, column + 2)
    return YamlError("no space after the colon", *place, remedy, end, fix)


def _wide_colon(lines: Sequence[str], index: int) -> YamlError | None:
    match = _WIDE_COLON.match(lines[index])
    if not match or match[1] not in KNOWN_KEYS:
        return None
    span = match.end(1), match.end()
    fix = edit_line(index, span, ": ", "Use an ordinary colon and a space")
    message = "a full-width colon, which YAML reads as a letter"
    place = (index + 1, match.start(2) + 1)
    return YamlError(message, *place, f"write `{match[1]}: …`", (index + 1, match.end(2) + 1), fix)


def _equals(lines: Sequence[str], index: int) -> YamlError | None:
    match = _EQUALS.match(lines[index])
    if not match:
        return None
    span = match.end(1), match.end()
    fix = edit_line(index, span, ": ", f"Replace `{match[2]}` with a colon", safe=False)
    message = f"YAML needs a colon after a key, not `{match[2]}`"
    remedy = "write `key: value`; front matter in TOML is enclosed by lines of `+++`"
    place = (index + 1, match.start(2) + 1)
    return YamlError(message, *place, remedy, (index + 1, match.end(2) + 1), fix)


def _item(lines: Sequence[str], index: int) -> YamlError | None:
    """Report an item with another indentation than the item above."""
    match, above = _ITEM.match(lines[index]), _find_line_above(lines, index)
    other = _ITEM.match(lines[above]) if above is not None else None
    if not match or not other or len(other[1]) == len(match[1]):
        return None
    width = len(other[1])
    message = (
        f"this item is indented by {pluralise(len(match[1]), 'space')}, the one above it by {width}"
    )
    fix = edit_line(index, match.span(1), " " * width, f"Indent the item by {width}")
    place = (index + 1, len(match[1]) + 1)
    return YamlError(message, *place, f"indent it by {width}, too", _end(lines, index), fix)


def _bullet(lines: Sequence[str], index: int) -> YamlError | None:
    match = _BULLET.match(lines[index])
    if not match:
        return None
    group = 1 if match[1] else 2
    sign = match[group]
    fix = edit_line(index, (match.start(group), match.end()), "- ", "Start the item with `- `")
    message = (
        "`-` without a space does not start a list item"
        if sign == "-"
        else f"`{sign}` does not start a list item"
    )
    place = (index + 1, match.start(group) + 1)
    remedy = "start each item with `- `"
    return YamlError(message, *place, remedy, (index + 1, match.end(group) + 1), fix)


def _block(lines: Sequence[str], index: int) -> YamlError | None:
    above = _find_line_above(lines, index)
    if above is None or not _BLOCK.match(lines[above]) or lines[index][:1].isspace():
        return None
    fix = edit_line(index, (0, 0), "  ", "Indent the text")
    message = "the text of a block must be indented"
    remedy = "indent each of its lines by two spaces"
    return YamlError(message, index + 1, 1, remedy, _end(lines, index), fix)


def _in_block(lines: Sequence[str], index: int) -> YamlError | None:
    """Report a line of a block that is indented by less than the first one."""
    above = index - 1
    while above >= 0 and (not lines[above].strip() or lines[above][0].isspace()):
        above -= 1
    width = _indent(lines[index])
    if above < 0 or not width or not _BLOCK.match(lines[above]):
        return None
    first = next(line for line in lines[above + 1 :] if line.strip())
    message = "this line is indented by less than the first line of its text"
    fix = edit_line(index, (0, width), first[: _indent(first)], "Indent it as the first line")
    return YamlError(message, index + 1, 1, "indent all lines alike", (index + 1, width + 1), fix)


_EXPLANATIONS: Final[tuple[Callable[[Sequence[str], int], YamlError | None], ...]] = (
    _conflict,
    explain_foreign_blank,
    _explain_glued,
    _wide_colon,
    _equals,
    _item,
    _bullet,
    _block,
    _in_block,
)


def _find_line_above(lines: Sequence[str], index: int) -> int | None:
    """Find the nearest line above that has text."""
    return next((number for number in range(index - 1, -1, -1) if lines[number].strip()), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(lines: Sequence[str], index: int) -> tuple[int, int]:
    return index + 1, len(lines[index].rstrip()) + 1


class KeyValueLine(NamedTuple):
    """A line of the form `key: value`."""

    key: str
    value: str
    start: int
    """0-based column of the value."""


# "title: A" and " title:  A" yes; "title:A", "title:" and "# a: b" no. No key has eighty letters.
_PAIR: Final = compile_late(r"(\s*)([^\s:#'\"][^:]{0,80}):([ \t]+)(?=\S)")
# "title: A", "title:" and "title :" yes; " title: A" and "title:A" no.
_OWNER: Final = compile_late(r"([A-Za-z][\w-]*)[ \t]*:(?:\s|$)")
# A quoted value as YAML sees it: '"a \\" b"' and "'it''s'" whole, of '"a" b' only '"a"'; of '"a'
# nothing.
CLOSED: Final = compile_late(r""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'""", re.DOTALL)
# The most characters of a value that is repeated in a message: a long title, and no more.
_LONGEST_FIX: Final = 300


def parse_key_value(line: str) -> KeyValueLine | None:
    """Return the key and value of a line, if it has them."""
    match = _PAIR.match(line)
    if match is None:
        return None
    return KeyValueLine(match[2], line[match.end() :].rstrip(), match.end())


def find_owning_key(lines: Sequence[str], index: int) -> str:
    """Find the key whose value a line is part of."""
    for above in range(index, -1, -1):
        if match := _OWNER.match(lines[above]):
            return match[1]
    return ""


def describe_quick_fix(lines: Sequence[str], index: int, pair: KeyValueLine | None) -> str:
    """Write the line as it should be; only its key if the value may be internal or is long."""
    owner = find_owning_key(lines, index)
    if owner not in PUBLIC_KEYS:
        if pair and pair.key != owner:  # a key within that key, whose name may be a value
            return "quote this value"
        return f'quote this value: {display_key(owner)[:-1]}: "…"`' if owner else "quote this value"
    if pair is None or owner != pair.key or len(pair.value) > _LONGEST_FIX:
        return f'quote this value: `{owner}: "…"`'
    return f"quote this value: `{owner}: {quote_value(unquote_value(pair.value))}`"


def quote_value(value: str) -> str:
    """Quote a value so that YAML reads it unchanged: in double quotes unless it holds any."""
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def unquote_value(value: str) -> str:
    """Return what the author meant: remove the outer quotes and unescape inner ones."""
    sign = value[0]
    closed = CLOSED.match(value)
    if sign in "'\"" and closed and not (value.endswith(sign) and len(value) > 1):
        # Only its beginning is quoted, as in '"Failed" appears': the quotes are a part of it.
        return value
    if sign in "'\"" and closed and _ends_a_word(value, closed.end()):
        # Its first and its last words are quoted, as in '"Mail" is not "sent"'.
        return value
    if value.startswith("'"):
        # YAML has no `\'` in single quotes; who writes it means an apostrophe.
        return value[1:].removesuffix("'").replace("\\'", "'").replace("''", "'")
    if not value.startswith('"'):
        return value
    return value[1:].removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")


def _ends_a_word(value: str, end: int) -> bool:
    """Whether a quote belongs to the word before it, not to the one behind it."""
    return not value[end - 2].isspace() and value[end : end + 1].isspace()


def make_quoting_fix(lines: Sequence[str], index: int, pair: KeyValueLine | None) -> Fix | None:
    """Put quotes around a value if it is certain which characters belong to it.

    The edits hold the value only if its key is public; else they only insert quotes.
    """
    follows = lines[index + 1][:1] if index + 1 < len(lines) else ""
    if pair is None or find_owning_key(lines, index) != pair.key or lines[index][:1].isspace():
        return None
    if follows in {" ", "\t"} or pair.key in PUBLICATION:
        return None
    start, end = pair.start, pair.start + len(pair.value)
    title = "Put the value in quotes"
    if pair.value[0] in "'\"":
        text = quote_value(unquote_value(pair.value))
        return edit_line(index, (start, end), text, title) if pair.key in PUBLIC_KEYS else None
    sign = quote_value(pair.value)[0]
    inner = (start + n for n, char in enumerate(pair.value) if char == sign)
    edits = (
        Edit(Span("", index + 1, n + 1), (index + 1, n + 1), sign) for n in (start, *inner, end)
    )
    return Fix(title, tuple(edits))
