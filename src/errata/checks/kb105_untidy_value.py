"""A value that errata understands but that is written in an unusual way.

A boolean that is not `true` or `false`, a number in quotes, or a list with a repeated or empty item
or with an item that holds several, such as `mail; queue; smtp`. So is a list whose brackets, commas
or signs YAML takes for text, such as `(mail, queue)`.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.keys import BOOLEANS
from errata.articles.front_matter.normalise import (
    SEPARATORS,
    clean_text,
    drop_repeated_values,
    split_list,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity, Span
from errata.text.display import shorten_line

SEVERITY = Severity.INFO

_LISTS: Final = ("solution", "product", "applies-to", "keywords")
_BOOLEANS: Final = ("bug", "draft", "hide", "hidefromtoc", "published", "unlisted")
# Not `source-wordcount`: the exporter of translations writes `'149'`, in every file.
_NUMBERS: Final = ("version-number", "kt")
# "  - mail" and "-" of a list; not "  - mail: x # note".
_ITEM: Final = compile_late(r"[ ]*-(?:[ ]+([^#]*)|[ ]*())")
# "a; b" of a text, which commas separate; not "AT&T;" and "a;b".
_SEMICOLONS: Final = compile_late(r"; |；|;.*;")  # noqa: RUF001 - the full-width semicolon
# Brackets that YAML takes for text: full-width ones, "(a, b)" and "a, b]"; not "[a]", "a[1]" and
# "a (b), c (d)".
_OTHER_BRACKETS: Final = compile_late(
    r"[［【].*[］】]|[(（][^()（）]*[,、，][^()（）]*[)）]|[^\[\]]*[,、，][^\[\]]*\]"  # noqa: RUF001 - full-width brackets
)
# "• a • b", also with dashes for the signs, which YAML joins to one text; not "a • b".
_OTHER_ITEMS: Final = compile_late(r"([–—•*·・]) ?\S.* \1 ?\S.*")  # noqa: RUF001 - dashes of word processors
# "mail," as an item of a list; not "mail" and "a,b".
_ENDS_IN_COMMA: Final = compile_late(r".*\S[,;、，；]")  # noqa: RUF001 - full-width signs
# "a, b, c", "a、b" and "a; b; c" as one item of a list; not "Washington, D.C." and "a,b".
_SEPARATED: Final = compile_late(r", .*, |[、；，]|; .*; ")  # noqa: RUF001 - full-width signs


def check(front: FrontMatterContext) -> Findings:
    """Look at the values as they are written."""
    yield from _booleans(front)
    yield from _numbers(front)
    yield from _lists(front)


def _booleans(front: FrontMatterContext) -> Findings:
    for key in _BOOLEANS:
        entry = front.own_entry(key)
        if entry is None or not isinstance(entry.value, str):
            continue
        value = BOOLEANS.get(entry.value.strip().casefold())
        if value is not None and (entry.quoted or entry.value not in {"true", "false"}):
            quotes = " in quotes" if entry.quoted else ""
            message = f"`{key}` is written `{shorten_line(entry.value)}`{quotes}"
            text = "true" if value else "false"
            yield _report_form(front, key, message, text)


def _numbers(front: FrontMatterContext) -> Findings:
    for key in _NUMBERS:
        entry = front.own_entry(key)
        if entry is not None and entry.quoted and isinstance(entry.value, str):
            message = f"number of `{key}` is in quotes"
            yield _report_form(front, key, message, shorten_line(entry.value))


def _report_form(front: FrontMatterContext, key: str, message: str, text: str) -> Finding:
    """Make a finding whose fix writes the value in this form, without quotes."""
    span, end, fix = front.place(key), front.value_end(key), None
    if written := front.written_value(key):
        span, end = written.outer, written.outer_end
        fix = Fix(f"Write `{key}: {text}`", (Edit(span, end, text),))
    return Finding(message, span, f"write `{key}: {text}`", end=end, fix=fix)


def _lists(front: FrontMatterContext) -> Findings:
    for key in _LISTS:
        entry = front.own_entry(key)
        if entry is None or not isinstance(entry.value, str | tuple):
            continue
        items = split_list(entry.value)
        tidy = drop_repeated_values(items)
        if len(items) == len(tidy):
            yield from _report_joined(front, key, entry.value, items)
            continue
        full = [item for item in items if item]
        problem = "an empty item" if len(full) < len(items) else "a repeated item"
        if len(tidy) < len(full) < len(items):
            problem = "empty and repeated items"
        remedy = "remove the extra comma" if len(tidy) == len(full) else "name each item once"
        yield Finding(
            f"`{key}` has {problem}",
            front.place(key),
            remedy,
            end=front.value_end(key),
            fix=_make_fix(front, key, tidy),
        )


def _report_joined(
    front: FrontMatterContext, key: str, value: str | tuple[str, ...], items: Sequence[str]
) -> Findings:
    """Report the first item that separators show to be several."""
    text = value.strip() if isinstance(value, str) else ""
    if _OTHER_BRACKETS.fullmatch(text):
        message = f"the brackets of `{key}` are part of its text"
        remedy = "write `[` before the first item and `]` after the last"
        yield Finding(message, front.place(key), remedy, end=front.value_end(key))
        return
    if sign := _OTHER_ITEMS.fullmatch(text):
        message = f"`{sign[1]}` does not start a list item: `{key}` is one text"
        yield Finding(
            message, front.place(key), "start each item with `- `", end=front.value_end(key)
        )
        return
    separators = _SEMICOLONS if text else _SEPARATED
    if joined := next((item for item in items if separators.search(item.strip(",;、，；"))), None):  # noqa: RUF001 - full-width signs
        message = f"one item of `{key}` contains several: `{shorten_line(joined)}`"
        yield _item_finding(front, key, joined, message, "write each as an item of its own")
    elif not text and (last := next(filter(_ENDS_IN_COMMA.fullmatch, items), None)):
        message = f"an item of `{key}` ends with `{last[-1]}`, which is part of its text"
        yield _item_finding(front, key, last, message, "remove it")


def _item_finding(
    front: FrontMatterContext, key: str, item: str, message: str, remedy: str
) -> Finding:
    position = front.position(key, item)
    end = (position.line, position.column + position.length) if position.length else None
    span = replace(front.span(key), line=position.line, column=position.column)
    return Finding(message, span, remedy, end=end)


def _make_fix(front: FrontMatterContext, key: str, tidy: Sequence[str]) -> Fix | None:
    """Make a fix that drops empty and repeated items, if the form of the list is certain."""
    edits = _edit_line(front, key, tidy) or _edit_lines(front, key)
    return Fix(f"Name each item of `{key}` once", tuple(edits)) if edits else None


def _edit_line(front: FrontMatterContext, key: str, tidy: Sequence[str]) -> list[Edit]:
    """Tidy a text with commas, also between brackets: `[a, b, a]`."""
    written, entry = front.written_value(key), front.own_entry(key)
    if written:
        separator = next((char for char in written.text if char in SEPARATORS), ",")
        text = f"{separator} ".join(tidy) if separator == "," else separator.join(tidy)
        # A value that the file writes differently from how it is read, such as with an entity, is
        # left alone.
        is_same = all(item in written.text for item in tidy)
        if is_same and drop_repeated_values(split_list(text)) == tuple(tidy):
            return [Edit(written.span, written.end, text)]
    elif entry and entry.value_end and entry.value_end[0] == entry.value_line:
        line = front.text.split("\n")[entry.value_line - 1]
        items = line[entry.value_column : entry.value_end[1] - 2].split(",")
        if line[entry.value_column - 1] == "[" and _same_items(items, entry.value):
            raw = dict.fromkeys(item.strip() for item in items if item.strip())
            unique = {_strip_quotes(item).casefold(): item for item in reversed(raw)}
            items = [item for item in raw if unique[_strip_quotes(item).casefold()] == item]
            text = f"[{', '.join(items)}]"
            return [Edit(front.place(key), entry.value_end, text)]
    return []


def _edit_lines(front: FrontMatterContext, key: str) -> list[Edit]:
    """Tidy a list with an item on each line: whole lines go."""
    entry = front.own_entry(key)
    if entry is None or not isinstance(entry.value, tuple):
        return []
    lines = front.text.split("\n")
    first, size = entry.value_line, len(entry.value)
    items = [_ITEM.fullmatch(line) for line in lines[first - 1 : first - 1 + size]]
    if not all(items) or not _same_items([item[1] for item in items if item], entry.value):
        return []
    written: set[str] = {""}
    edits = []
    for number, text in enumerate(entry.value, first):
        folded = clean_text(text).casefold()
        if folded in written and number < len(lines):
            edits.append(Edit(Span(front.source.path, number), (number + 1, 1), ""))
        written.add(folded)
    return edits


def _same_items(written: Sequence[str], value: object) -> bool:
    """Whether these texts are all of the items, in their order."""
    items = [_strip_quotes(item) for item in written]
    if items and not items[-1]:
        items = items[: len(value)] if isinstance(value, tuple) else items
    return isinstance(value, tuple) and items == list(value)


def _strip_quotes(item: str) -> str:
    """Return the item without blanks and the quotes around it."""
    item = item.strip()
    quoted = len(item) > 1 and item[0] == item[-1] and item[0] in "\"'"
    return item[1:-1] if quoted else item
