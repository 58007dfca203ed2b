"""Text for readers: cuts at words, dates and language names as each locale writes them."""

from __future__ import annotations

from datetime import UTC, date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.dates import format_date, format_skeleton

from errata.data.patterns import compile_late
from errata.site.views import Timestamp
from errata.text.locales import likely_subtags, locale_data

if TYPE_CHECKING:
    from datetime import datetime

ELLIPSIS = "…"
# The numbers in a text: 10 in "SDK-10".
_DIGITS = compile_late(r"(\d+)")
# Share of the limit below which a cut at a word would lose too much: Japanese has no blanks.
_SHORTEST = 0.6


def truncate_text(text: str, limit: int) -> str:
    """The text in at most `limit` characters, cut at a word with an ellipsis if it is longer."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit - 1]
    words = head if flat[limit - 1] == " " else head.rpartition(" ")[0]
    kept = words if len(words) >= limit * _SHORTEST else head
    return kept.rstrip(" ,;:.-\u2013\u2014(") + ELLIPSIS


def language_with_territory(tag: str) -> str:
    """As Open Graph writes a locale: `pt_BR`, and `ja_JP` for `ja`, with CLDR's likeliest."""
    language, _, territory = likely_subtags(tag)
    return f"{language}_{territory}" if territory else tag.replace("-", "_")


def instant_of(when: datetime | None) -> str:
    """UTC as ISO 8601 and RFC 3339 write it; empty for none."""
    if when is None:
        return ""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def timestamp(when: datetime | None, tag: str) -> Timestamp | None:
    """The date in UTC, in the locale's long form."""
    if when is None:
        return None
    day = when.astimezone(UTC)
    return Timestamp(instant_of(when), _long_date(day.year, day.month, day.day, tag))


# Babel takes 23 µs for a date, and articles share days.
@lru_cache(maxsize=8192)
def _long_date(year: int, month: int, day: int, tag: str) -> str:
    return format_date(date(year, month, day), format="long", locale=locale_data(tag))


@lru_cache(maxsize=1024)
def month_name(year: int, month: int, tag: str) -> str:
    """The month with its year, as a heading."""
    day = date(year, month, 1)
    name: str = format_skeleton("yMMMM", day, locale=locale_data(tag))
    return f"{name[:1].upper()}{name[1:]}"


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that orders numbers by value: `SDK-9` before `SDK-10`."""
    pieces = _DIGITS.split(text)
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p.casefold()) for p in pieces)
