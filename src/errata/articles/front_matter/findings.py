"""What can be read but should be written better: KB003, KB101 to KB103, KB105 to KB107.

Each function looks at one matter; they see texts as written and values as validated.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from errata.articles.front_matter import normalise
from errata.articles.front_matter.schema import (
    BOOLEANS,
    KNOWN_KEYS,
    NUMBER,
    closest_key,
    display_key,
    display_value,
)
from errata.diagnostics import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from errata.articles.front_matter.entries import FrontMatterEntry
    from errata.articles.front_matter.schema import FrontMatterSchema
    from errata.model import Source

_KT = re.compile(r"KT-[0-9]+")
_LISTS = ("solution", "product", "applies-to", "keywords")
_BOOLEANS = ("bug", "hide", "hidefromtoc")
# `source-wordcount: '149'` is how the exporter of translations writes it, in every file.
_NUMBERS = ("version-number", "kt")


class FrontMatterContext(NamedTuple):
    """What the checks of one file look at."""

    source: Source
    text: str
    """The front matter as `Parts.yaml` has it."""
    entries: Mapping[str, FrontMatterEntry]
    schema: FrontMatterSchema

    def span(self, key: str) -> Span:
        """Place of a key; the file's beginning where it is absent."""
        entry = self.entries.get(key)
        return Span(self.source.path, entry.line, entry.column) if entry else Span(self.source.path)

    def note(
        self, code: str, severity: Severity, message: str, key: str, remedy: str
    ) -> Diagnostic:
        """A finding at a key."""
        return Diagnostic(code, severity, message, self.span(key), remedy)


def read_number(facts: FrontMatterContext) -> tuple[str, list[Diagnostic]]:
    """The article's number, empty where nothing gives one, with KB002 and KB101."""
    stem, schema = facts.source.stem, facts.schema
    if schema.article_number:
        return _named(facts, schema.article_number, "article-number")
    if schema.kt is not None:
        return _named(facts, f"KT-{schema.kt}", "kt")
    if _KT.fullmatch(stem):
        return stem, []
    number = stem if NUMBER.fullmatch(stem) else ""
    if "article-number" in facts.entries and facts.entries["article-number"].value is not None:
        return number, []  # malformed: KB108 says so
    remedy = f"write `article-number: {number or 'KA-19371'}`"
    message = "required key `article-number` is missing"
    return number, [facts.note("KB002", Severity.ERROR, message, "article-number", remedy)]


def _named(facts: FrontMatterContext, number: str, key: str) -> tuple[str, list[Diagnostic]]:
    stem = facts.source.stem
    if number == stem:
        return number, []
    message = f"article number `{number}` differs from the file name `{display_value(stem)}`"
    remedy = f"rename the file to `{number}.md`, or correct `{key}`"
    return number, [facts.note("KB101", Severity.ERROR, message, key, remedy)]


def front_matter_findings(facts: FrontMatterContext, number: str) -> Iterator[Diagnostic]:
    """Every finding about a front matter that could be read, in no order."""
    yield from _unknown(facts)
    yield from _dates(facts)
    yield from _order(facts)
    yield from _booleans(facts)
    yield from _numbers(facts)
    yield from _lists(facts)
    yield from _keywords(facts)
    if number.startswith("KA-"):
        yield from _applies_to(facts)


def _unknown(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    for key in facts.entries:
        if key not in KNOWN_KEYS:
            meant = closest_key(key)
            remedy = f"did you mean `{meant}`?" if meant else "remove it: nothing reads it"
            message = f"unknown key {display_key(key)}"
            yield facts.note("KB003", Severity.WARNING, message, key, remedy)


def _dates(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    schema = facts.schema
    for key, value in (
        ("article-created-date", schema.article_created_date),
        ("article-published-date", schema.article_published_date),
        ("last-substantial-update", schema.last_substantial_update),
        ("review-date", schema.review_date),
    ):
        if value is None:
            continue
        written = facts.entries[key].value
        if isinstance(written, str) and not normalise.is_iso_date(written.strip()):
            form = (
                normalise.format_date(value) if isinstance(value, datetime) else value.isoformat()
            )
            message = f"date `{display_value(written)}` is not ISO 8601"
            yield facts.note("KB102", Severity.WARNING, message, key, f"write `{form}`")


def _order(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    created, published = facts.schema.article_created_date, facts.schema.article_published_date
    if created and published and published < created:
        first, second = normalise.format_date(published), normalise.format_date(created)
        message = f"published {first}, before it was created {second}"
        remedy = "correct one of the two dates"
        yield facts.note("KB103", Severity.ERROR, message, "article-published-date", remedy)


def _booleans(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    for key in _BOOLEANS:
        entry = facts.entries.get(key)
        if entry is None or not isinstance(entry.value, str):
            continue
        value = BOOLEANS.get(entry.value.strip().casefold())
        if value is not None and (entry.quoted or entry.value not in {"true", "false"}):
            message = f"`{key}` is written `{display_value(entry.value)}`"
            if entry.quoted:
                message += " in quotes"
            remedy = f"write `{key}: {'true' if value else 'false'}`"
            yield facts.note("KB105", Severity.INFO, message, key, remedy)


def _numbers(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    for key in _NUMBERS:
        entry = facts.entries.get(key)
        if entry is not None and entry.quoted and isinstance(entry.value, str):
            message = f"number of `{key}` is in quotes"
            remedy = f"write `{key}: {display_value(entry.value)}`"
            yield facts.note("KB105", Severity.INFO, message, key, remedy)


def _lists(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    for key in _LISTS:
        entry = facts.entries.get(key)
        if entry is None or not isinstance(entry.value, str | tuple):
            continue
        items = normalise.split_list(entry.value)
        kept = normalise.distinct_values(items)
        if len(items) == len(kept):
            continue
        full = [item for item in items if item]
        what = "an empty item" if len(full) < len(items) else "a repeated item"
        if len(kept) < len(full) < len(items):
            what = "empty and repeated items"
        message = f"`{key}` has {what}"
        remedy = "remove the comma too many" if len(kept) == len(full) else "name each item once"
        yield facts.note("KB105", Severity.INFO, message, key, remedy)


def _keywords(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    if facts.schema.keywords:
        return
    written = facts.entries.get("keywords")
    message = "`keywords` is missing"
    if written is not None:
        message = "`keywords` says only `KCS`" if written.texts else "`keywords` is empty"
    remedy = "add the words that readers would search for"
    yield facts.note("KB106", Severity.WARNING, message, "keywords", remedy)


def _applies_to(facts: FrontMatterContext) -> Iterator[Diagnostic]:
    if not facts.schema.applies_to and "applies-to" not in facts.entries:
        remedy = "name the products and versions the article holds for"
        message = "`applies-to` is missing"
        yield facts.note("KB107", Severity.WARNING, message, "applies-to", remedy)
