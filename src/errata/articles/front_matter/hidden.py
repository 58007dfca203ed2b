"""Control characters that an escape or a reference such as `&#x202e;` puts into a value.

As characters of the file they make it unusable. Nobody sees an escape on a page, so what it stands
for is removed and reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from errata.diagnostics import Span
from errata.model.observations import UnusableFile
from errata.text.characters import find_hidden, remove_hidden

if TYPE_CHECKING:
    from errata.articles.front_matter.entries import EntryValue, FrontMatterEntry


def take_hidden(
    entries: Iterable[FrontMatterEntry], path: str
) -> tuple[tuple[FrontMatterEntry, ...], list[UnusableFile]]:
    """Remove control characters from entries, and describe each value that had some."""
    visible, hidden_entries = [], []
    for entry in entries:
        character = next(filter(None, map(find_hidden, entry.texts)), "")
        if not character:
            visible.append(entry)
            continue
        visible.append(entry._replace(value=_clean_value(entry.value)))
        end = (
            entry.value_end if entry.value_end and entry.value_end[0] == entry.value_line else None
        )
        span = Span(path, entry.value_line, entry.value_column)
        hidden_entries.append(describe_hidden_character(character, span, end))
    return tuple(visible), hidden_entries


def describe_hidden_character(
    character: str, span: Span, end: tuple[int, int] | None, outcome: str = "is removed"
) -> UnusableFile:
    """Describe a control character, or a reference to one."""
    described = f"`{character}`" if character.startswith("&") else f"`U+{ord(character):04X}`"
    message = f"{described} stands for a control character and {outcome}"
    remedy = "remove it: nobody sees it, and it can make the text look different from what it is"
    return UnusableFile(span, message, remedy, is_left_out=False, end=end)


def _clean_value(value: EntryValue) -> EntryValue:
    # Who reads a folder needs only `describe_hidden_character`; the reader of YAML takes 20 ms.
    from errata.articles.front_matter.entries import NestedValue  # noqa: PLC0415 - as above

    match value:
        case str() as text:
            return remove_hidden(text)
        case NestedValue(texts=texts, values=values):
            return replace(
                value,
                texts=tuple(map(remove_hidden, texts)),
                values=tuple(map(remove_hidden, values)),
            )
        case tuple() as texts:
            return tuple(map(remove_hidden, texts))
    return None
