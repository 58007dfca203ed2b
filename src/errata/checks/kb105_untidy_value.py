"""A value that is understood but written in an unusual way.

A boolean that is not `true` or `false`, a number in quotes, a list with a repeated or empty item.
"""

from typing import Final

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.normalise import distinct_values, split_list
from errata.articles.front_matter.schema import BOOLEANS, display_value
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.INFO

_LISTS: Final = ("solution", "product", "applies-to", "keywords")
_BOOLEANS: Final = ("bug", "draft", "hide", "hidefromtoc", "published", "unlisted")
# Not `source-wordcount`: the exporter of translations writes `'149'`, in every file.
_NUMBERS: Final = ("version-number", "kt")


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
            message = f"`{key}` is written `{display_value(entry.value)}`{quotes}"
            remedy = f"write `{key}: {'true' if value else 'false'}`"
            yield Finding(message, front.span(key), remedy)


def _numbers(front: FrontMatterContext) -> Findings:
    for key in _NUMBERS:
        entry = front.own_entry(key)
        if entry is not None and entry.quoted and isinstance(entry.value, str):
            remedy = f"write `{key}: {display_value(entry.value)}`"
            yield Finding(f"number of `{key}` is in quotes", front.span(key), remedy)


def _lists(front: FrontMatterContext) -> Findings:
    for key in _LISTS:
        entry = front.own_entry(key)
        if entry is None or not isinstance(entry.value, str | tuple):
            continue
        items = split_list(entry.value)
        kept = distinct_values(items)
        if len(items) == len(kept):
            continue
        full = [item for item in items if item]
        what = "an empty item" if len(full) < len(items) else "a repeated item"
        if len(kept) < len(full) < len(items):
            what = "empty and repeated items"
        remedy = "remove the comma too many" if len(kept) == len(full) else "name each item once"
        yield Finding(f"`{key}` has {what}", front.span(key), remedy)
