"""Explains lines of a front matter that are not `key: value`, and what was probably meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.articles.front_matter.schema import KNOWN_KEYS
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Fix, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


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
# "title = A"; not "title: a = b" and "== a".
_EQUALS: Final = compile_late(r"([A-Za-z][\w-]*)[ \t]*(=)[ \t]*(?=\S)")
# "title", a colon of Chinese and Japanese, "A".
_WIDE_COLON: Final = compile_late("([A-Za-z][\\w-]*)[ \\t]*(：)[ \\t\u3000]*")  # noqa: RUF001 - as above
# Blanks that YAML takes for letters: those that word processors and web pages have.
_FOREIGN_BLANK: Final = compile_late("[\u00a0\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]+")
# "title: >" and "description: |-", below which an indented block belongs.
_BLOCK: Final = compile_late(r"[A-Za-z][\w-]*[ \t]*:[ \t]+[|>][-+0-9]{0,2}[ \t]*$")


# "<<<<<<< HEAD", "=======" and ">>>>>>> main" of git; not "<<<<" and "==========".
_CONFLICT: Final = compile_late(r"(?:<{7}|={7}|>{7}|\|{7})(?=[ ]|$)", re.MULTILINE)
CONFLICT_REMEDY: Final = "keep one of the two versions, and delete the lines that git added"


def explain_stray_line(lines: Sequence[str], at: int) -> YamlError:
    """Explain a line that is not `key: value`; `at` counts from 0."""
    for explain in _EXPLANATIONS:
        if found := explain(lines, at):
            return found
    message = "a line of the front matter is not `key: value`"
    remedy = "write it as `key: value`, or close the front matter with `---` before it"
    return YamlError(message, at + 1, _indent(lines[at]) + 1, remedy, _end(lines, at))


def foreign_blank(lines: Sequence[str], at: int) -> YamlError | None:
    """Report a foreign blank, such as a no-break space, in the indentation or after a colon."""
    line = lines[at]
    found = _FOREIGN_BLANK.search(line)
    before = line[: found.start()].strip(" \t") if found else ""
    if found is None or (before and not re.fullmatch(r"-|[A-Za-z][\w-]*:?", before)):
        return None
    code = f"U+{ord(found[0][0]):04X}"
    message = f"a space that YAML reads as a letter ({code})"
    text = " " * len(found[0]) if found[0][0] != "\u200b" else ""
    fix = edit_line(at, found.span(), text, "Use ordinary spaces")
    place = (at + 1, found.start() + 1)
    return YamlError(message, *place, "use ordinary spaces", (at + 1, found.end() + 1), fix)


def _conflict(lines: Sequence[str], at: int) -> YamlError | None:
    if not _CONFLICT.match(lines[at]):
        return None
    message = "a conflict that git could not merge is still in this file"
    return YamlError(message, at + 1, 1, CONFLICT_REMEDY, _end(lines, at))


def edit_line(at: int, span: tuple[int, int], text: str, title: str, *, safe: bool = True) -> Fix:
    """Make a fix that replaces characters of a line; `at` and `span` count from 0."""
    start, end = span
    return Fix(title, (Edit(Span("", at + 1, start + 1), (at + 1, end + 1), text),), safe)


def _glued(lines: Sequence[str], at: int) -> YamlError | None:
    found = _NO_SPACE.match(lines[at])
    if not found or found[1] not in KNOWN_KEYS:
        return None
    column = found.end()
    fix = edit_line(at, (column, column), " ", f"Add a space after `{found[1]}:`")
    remedy = f"add a space after `{found[1]}:`"
    place, end = (at + 1, column + 1), (at + 1, column + 2)
    return YamlError("no space after the colon", *place, remedy, end, fix)


def _wide_colon(lines: Sequence[str], at: int) -> YamlError | None:
    found = _WIDE_COLON.match(lines[at])
    if not found or found[1] not in KNOWN_KEYS:
        return None
    span = found.end(1), found.end()
    fix = edit_line(at, span, ": ", "Use an ordinary colon and a space")
    message = "a full-width colon, which YAML reads as a letter"
    place = (at + 1, found.start(2) + 1)
    return YamlError(message, *place, f"write `{found[1]}: …`", (at + 1, found.end(2) + 1), fix)


def _equals(lines: Sequence[str], at: int) -> YamlError | None:
    found = _EQUALS.match(lines[at])
    if not found:
        return None
    span = found.end(1), found.end()
    fix = edit_line(at, span, ": ", "Replace `=` with a colon", safe=False)
    message = "YAML needs a colon after a key, not `=`"
    remedy = "write `key: value`; front matter in TOML is enclosed by lines of `+++`"
    place = (at + 1, found.start(2) + 1)
    return YamlError(message, *place, remedy, (at + 1, found.end(2) + 1), fix)


def _item(lines: Sequence[str], at: int) -> YamlError | None:
    """Report an item with another indentation than the item above."""
    found, above = _ITEM.match(lines[at]), _above(lines, at)
    other = _ITEM.match(lines[above]) if above is not None else None
    if not found or not other or len(other[1]) == len(found[1]):
        return None
    width = len(other[1])
    message = f"this item is indented by {len(found[1])} , the one above it by {width}"
    fix = edit_line(at, found.span(1), " " * width, f"Indent the item by {width}")
    place = (at + 1, len(found[1]) + 1)
    return YamlError(message, *place, f"indent it by {width}, too", _end(lines, at), fix)


def _bullet(lines: Sequence[str], at: int) -> YamlError | None:
    found = _BULLET.match(lines[at])
    if not found:
        return None
    group = 1 if found[1] else 2
    sign = found[group]
    fix = edit_line(at, (found.start(group), found.end()), "- ", "Start the item with `- `")
    message = (
        "`-` without a space does not start a list item"
        if sign == "-"
        else f"`{sign}` does not start a list item"
    )
    place = (at + 1, found.start(group) + 1)
    remedy = "start each item with `- `"
    return YamlError(message, *place, remedy, (at + 1, found.end(group) + 1), fix)


def _block(lines: Sequence[str], at: int) -> YamlError | None:
    above = _above(lines, at)
    if above is None or not _BLOCK.match(lines[above]) or lines[at][:1].isspace():
        return None
    fix = edit_line(at, (0, 0), "  ", "Indent the text")
    message = "the text of a block must be indented"
    remedy = "indent each of its lines by two spaces"
    return YamlError(message, at + 1, 1, remedy, _end(lines, at), fix)


_EXPLANATIONS: Final[tuple[Callable[[Sequence[str], int], YamlError | None], ...]] = (
    _conflict,
    foreign_blank,
    _glued,
    _wide_colon,
    _equals,
    _item,
    _bullet,
    _block,
)


def _above(lines: Sequence[str], at: int) -> int | None:
    """Find the nearest line above that has text."""
    return next((number for number in range(at - 1, -1, -1) if lines[number].strip()), None)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(lines: Sequence[str], at: int) -> tuple[int, int]:
    return at + 1, len(lines[at].rstrip()) + 1
