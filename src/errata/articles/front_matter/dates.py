"""Dates as people and tools write them, for keys that are not in ISO 8601.

A day before a month is told by its form: dots as in `24.01.2024`, a number above 12, or the month's
name in a language of Latin script. `01/02/2024` is the second of January, as in America: Microsoft
and exporters of knowledge bases write so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

# Languages whose names of months are understood.
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl")
# "2024-1-24", "2024/01/24", "2024年1月24日" and "20240124" yes; "24-01-2024" and "2024-01" no.
_YEAR_FIRST: Final = re.compile(
    r"([0-9]{4})(?:[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?![0-9])"
)
# "24.01.2024", "24. 1. 2024", "01/24/2024" and "24-01-2024" yes; "1.2.3" and "1/2024" no.
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})\2 ?([0-9]{4})(?![0-9])")
# "January 24, 2024", "Jan. 24th 2024" yes; "24 January 2024" and "January 2024" no.
_MONTH_FIRST: Final = re.compile(r"([^\W\d_]{3,12})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})\b")
# "24 January 2024", "24. Januar 2024", "24 de enero de 2024", "24-Jan-2024" yes; "24 2024" no.
_DAY_FIRST: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:de )?([^\W\d_]{3,12})\.?[ -](?:de )?([0-9]{4})\b"
)
# " 09:30", "T09:30:00.123Z", " 09:30:00 +0900" and " 10:00 UTC" yes; " at noon" and " 9" no.
_TIME: Final = re.compile(
    r"[Tt ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]|UTC|GMT|([+-])([0-9]{2}):?([0-9]{2})))?"
)


def parse_written_date(text: str) -> datetime | None:
    """The moment as an aware datetime in UTC; None where the text is not a date."""
    try:
        found = _find_day(text)
        return _with_time(found[0], text[found[1] :]) if found else None
    except (ValueError, OverflowError):  # the 30th of February; year 1 with an offset
        return None


def _find_day(text: str) -> tuple[datetime, int] | None:
    """The day that a text begins with, and where the rest of the text begins."""
    if found := _YEAR_FIRST.match(text):
        month, day = (found[2], found[3]) if found[2] else (found[4], found[5])
        return _day(int(found[1]), int(month), int(day)), found.end()
    if found := _YEAR_LAST.match(text):
        one, two = int(found[1]), int(found[3])
        day_first = found[2] == "." or one > 12  # noqa: PLR2004 - months
        return _day(int(found[4]), *((two, one) if day_first else (one, two))), found.end()
    if (found := _MONTH_FIRST.match(text)) and (number := _months().get(found[1].lower())):
        return _day(int(found[3]), number, int(found[2])), found.end()
    if (found := _DAY_FIRST.match(text)) and (number := _months().get(found[2].lower())):
        return _day(int(found[3]), number, int(found[1])), found.end()
    return None


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _with_time(day: datetime, rest: str) -> datetime | None:
    if not rest.strip():
        return day
    found = _TIME.fullmatch(rest.rstrip())
    if found is None:
        return None
    hour, minute, second = (int(found[at] or 0) for at in (1, 2, 3))
    moment = day.replace(hour=hour, minute=minute, second=second)
    if not found[4]:
        return moment
    offset = timedelta(hours=int(found[5]), minutes=int(found[6]))
    zone = timezone(-offset if found[4] == "-" else offset)
    return moment.replace(tzinfo=zone).astimezone(UTC)


@cache
def _months() -> Mapping[str, int]:
    """Name or abbreviation of a month in small letters, without a full stop -> its number."""
    found: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale(language).months["format"][width].items():
                found.setdefault(name.rstrip(".").lower(), number)
    return found
