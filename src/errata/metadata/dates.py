"""Dates as the articles write them: ISO 8601, or the exporter's `4/17/2024 12:30:27 PM`, in UTC.

That the exporter means UTC is measured: 812 of 826 articles have a commit within 60 seconds of
their publishing date read so.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

ISO_FORM: Final = "2024-04-17T12:30:27Z"
"""An example for messages."""

_ISO = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_EXPORTER = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
    r"(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))? ([AaPp])[Mm])?"
)


def is_iso_date(text: str) -> bool:
    """Whether a date is written as it should be."""
    return _ISO.fullmatch(text) is not None


def parse_date(text: str) -> datetime | None:
    """The moment as an aware datetime in UTC; None where the text is no date.

    A date without time is its first moment; without an offset it is UTC.
    """
    try:
        if exported := _EXPORTER.fullmatch(text):
            return _exported(exported)
        if is_iso_date(text):
            return _utc(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError):  # 2/30/2024; year 1 with an offset
        return None
    return None


def format_date(moment: datetime) -> str:
    """ISO 8601 in UTC, such as `2024-04-17T12:30:27Z`; the day alone for its first moment."""
    text = moment.isoformat().removesuffix("+00:00")
    return text.removesuffix("T00:00:00") if text.endswith("T00:00:00") else f"{text}Z"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _exported(found: re.Match[str]) -> datetime:
    month, day, year = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None:
        return datetime(year, month, day, tzinfo=UTC)
    hour = int(found[4])
    if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with AM and PM
        message = "hour outside 1 to 12"
        raise ValueError(message)
    hour = hour % 12 + (12 if found[7] in "Pp" else 0)
    return datetime(year, month, day, hour, int(found[5]), int(found[6] or 0), tzinfo=UTC)
