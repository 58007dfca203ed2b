"""Normalises values of the front matter and removes what exporters and machine translation left.

Dates are ISO 8601, or the exporter's `4/17/2024 12:30:27 PM`, in UTC. That the exporter means UTC
is measured: 812 of 826 articles have a commit within 60 seconds of their publishing date read so.

Other keys hold dates as people and tools write them. A day before a month is recognised by its
form: dots as in `24.01.2024`, a number above 12, or the month's name in a language of Latin script.
`01/02/2024` is the second of January, as in America: Microsoft and exporters of knowledge bases
write so.

Every pattern is linear: repeats are bounded, and classes exclude what may follow them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from html import unescape
from typing import Final

from babel import Locale

from errata.data import read_texts
from errata.data.patterns import compile_late
from errata.text.characters import to_visible_text

# Languages whose names of months are understood.
_LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl")
# "2024-1-24", "2024/01/24", "2024年1月24日" and "20240124" yes; "24-01-2024" and "2024-01" no.
_YEAR_FIRST: Final = compile_late(
    r"([0-9]{4})(?:[-/.年] ?([0-9]{1,2})[-/.月] ?([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?![0-9])"
)
# "24.01.2024", "24. 1. 2024", "01/24/2024" and "24-01-2024" yes; "1.2.3" and "1/2024" no.
_YEAR_LAST: Final = compile_late(r"([0-9]{1,2})([./-]) ?([0-9]{1,2})\2 ?([0-9]{4})(?![0-9])")
# "January 24, 2024", "Jan. 24th 2024" yes; "24 January 2024" and "January 2024" no.
_MONTH_FIRST: Final = compile_late(
    r"([^\W\d_]{3,12})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})\b"
)
# "24 January 2024", "24. Januar 2024", "24 de enero de 2024", "24-Jan-2024" yes; "24 2024" no.
_DAY_FIRST: Final = compile_late(
    r"([0-9]{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:de )?([^\W\d_]{3,12})\.?[ -](?:de )?([0-9]{4})\b"
)
# " 09:30", "T09:30:00.123Z", " 09:30:00 +0900", " 10:00 UTC" and JavaScript's
# " 09:00:00 GMT+0100 (CET)" yes; " at noon" and " 9" no.
_TIME: Final = compile_late(
    r"[Tt ] ?([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]|(?:UTC|GMT)?([+-])([0-9]{2}):?([0-9]{2})(?: \([^()]{1,60}\))?|UTC|GMT))?"
)
# "Jan 13 18:33:27 2019" and "Jan 13 18:33:27 UTC 2019" yes; "Jan 13 2019" no.
_CLOCK_FIRST: Final = compile_late(
    r"[A-Z][a-z]{2} {1,2}[0-9]{1,2} [0-9]{1,2}:[0-9]{2}:[0-9]{2} (?:(?:UTC|GMT|[+-][0-9]{4}) )?"
    r"[0-9]{4}(?: (?:UTC|GMT))?$"
)


def parse_written_date(text: str) -> datetime | None:
    """Parse a date as people write it, in UTC; None if the text is not a date."""
    text = _without_weekday(text)
    try:
        day = _find_day(text)
        return _with_time(day[0], text[day[1] :]) if day else _parse_clock_first(text)
    except (ValueError, OverflowError):  # the 30th of February; year 1 with an offset
        return None


def _without_weekday(text: str) -> str:
    """Remove a weekday at the beginning: `Sun, 13 Jan 2019` -> `13 Jan 2019`."""
    first, _, remaining = text.partition(" ")
    return remaining if first.rstrip(".,").lower() in weekday_names() else text


def _parse_clock_first(text: str) -> datetime | None:
    """Parse a date as programs write it: `Jan 13 18:33:27 2019`, `Jan 13 18:33:27 UTC 2019`."""
    if not _CLOCK_FIRST.match(text):
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - 10 ms that few dates need

    moment = parsedate_to_datetime(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


def _find_day(text: str) -> tuple[datetime, int] | None:
    """Find the day at the beginning of a text, and where the rest begins."""
    if match := _YEAR_FIRST.match(text):
        month, day = (match[2], match[3]) if match[2] else (match[4], match[5])
        return _day(int(match[1]), int(month), int(day)), match.end()
    if match := _YEAR_LAST.match(text):
        first, second = int(match[1]), int(match[3])
        day_first = match[2] == "." or first > 12  # noqa: PLR2004 - months
        return _day(
            int(match[4]), *((second, first) if day_first else (first, second))
        ), match.end()
    if (match := _MONTH_FIRST.match(text)) and (number := month_names().get(match[1].lower())):
        return _day(int(match[3]), number, int(match[2])), match.end()
    if (match := _DAY_FIRST.match(text)) and (number := month_names().get(match[2].lower())):
        return _day(int(match[3]), number, int(match[1])), match.end()
    return None


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


def _with_time(day: datetime, text: str) -> datetime | None:
    if text.strip() in {"", "UTC", "GMT"}:
        return day
    match = _TIME.fullmatch(text.rstrip())
    if match is None:
        return None
    hour, minute, second = (int(match[group] or 0) for group in (1, 2, 3))
    moment = day.replace(hour=hour, minute=minute, second=second)
    if not match[4]:
        return moment
    offset = timedelta(hours=int(match[5]), minutes=int(match[6]))
    zone = timezone(-offset if match[4] == "-" else offset)
    return moment.replace(tzinfo=zone).astimezone(UTC)


@cache
def month_names() -> Mapping[str, int]:
    """Map names and abbreviations of months, in lower case without a full stop, to numbers."""
    months: dict[str, int] = {"sept": 9}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in Locale(language).months["format"][width].items():
                months.setdefault(name.rstrip(".").lower(), number)
    return months


@cache
def weekday_names() -> frozenset[str]:
    """List names and abbreviations of weekdays, in lower case without a full stop."""
    days = (Locale(language).days["format"] for language in _LANGUAGES)
    names = (
        name
        for table in days
        for width in ("wide", "abbreviated")
        for name in table[width].values()
    )
    return frozenset(name.rstrip(".").lower() for name in names)


# An example for messages.
ISO_FORM: Final = "2024-04-17T12:30:27Z"

# "2024-04-17" and "2024-04-17T12:30:27.5+02:00" yes; "2024-4-17" and "2024-04-17 noon" no.
_ISO: Final = compile_late(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"
)
# "4/17/2024" and "4/17/2024 12:30:27 PM" yes; "4/17/24" and "4/17/2024 12:30" no.
_EXPORTER: Final = compile_late(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
    r"(?: ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))? ([AaPp])[Mm])?"
)


def is_iso_date(text: str) -> bool:
    """Whether a date is written in ISO 8601."""
    return _ISO.fullmatch(text) is not None


def parse_date(text: str) -> datetime | None:
    """Parse a date as an aware datetime in UTC; None if the text is not a date.

    A date without time is its first moment; without an offset it is UTC.
    """
    try:
        if exported := _EXPORTER.fullmatch(text):
            return _parse_exported(exported)
        if is_iso_date(text):
            return _utc(datetime.fromisoformat(text.upper()))
    except (ValueError, OverflowError):  # 24/1/2024; year 1 with an offset
        pass
    return parse_written_date(text)


def format_date(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC: `2024-04-17T12:30:27Z`, or the day alone at midnight."""
    text = moment.isoformat().removesuffix("+00:00")
    return text.removesuffix("T00:00:00") if text.endswith("T00:00:00") else f"{text}Z"


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _parse_exported(match: re.Match[str]) -> datetime:
    month, day, year = int(match[1]), int(match[2]), int(match[3])
    if match[4] is None:
        return datetime(year, month, day, tzinfo=UTC)
    hour = int(match[4])
    if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with AM and PM
        message = "the hour is not between 1 and 12"
        raise ValueError(message)
    hour = hour % 12 + (12 if match[7] in "Pp" else 0)
    return datetime(year, month, day, hour, int(match[5]), int(match[6] or 0), tzinfo=UTC)


# Quotation marks that machine translation puts around a whole title.
WRAPPERS: Final = {"「": "」", "『": "』", "“": "”", "„": "“", '"': '"', "«": "»"}

# What the exporter writes in place of a description that nobody wrote, folded.
PLACEHOLDERS: Final = frozenset(read_texts("adobe", "description-placeholders"))

# "[!DNL Campaign]" and "\\[!UICONTROL Save]" yes; "[!NOTE]" and "[!DNL a [b]]" no.
_LABEL: Final = compile_late(r"\\?\[!(?:DNL|UICONTROL) ([^\[\]]*)\]")
# "**Import** your data" yes; "2**3**4", "'***' in a column" and "** a **" no.
_BOLD: Final = compile_late(r"(?<![\w*/])\*\*(?=[^\s*])([^*]+)(?<=\S)\*\*(?![\w*/])")
# "`npm` fails" yes; "a ` b", "``a``" and "`foo' and `bar'" no.
_CODE: Final = compile_late(r"(?<!`)`(?=[^\s`])([^`]+)(?<=\S)`(?!`)")
_ZERO_WIDTH: Final = {0x200B: None, 0x2060: None, 0xFEFF: None}
SEPARATORS: Final = ",，、،"  # noqa: RUF001 - Chinese, Japanese and Arabic lists
# "," and "、" yes; ";" no.
_SEPARATOR: Final = compile_late(f"[{SEPARATORS}]")
_OPENING: Final = "([{（「"  # noqa: RUF001 - full-width brackets of Japanese
_CLOSING: Final = ")]}）」"  # noqa: RUF001 - their partners
# "(" and "「" yes; ")" no.
_BRACKET: Final = compile_late(r"[(\[{（「]")  # noqa: RUF001 - as above
# "KCS" alone, and "kcs - " in "kcs - login"; not "KCSS" nor "about KCS".
_GLUED_KCS: Final = compile_late(r"(?i)\Akcs(?:\s*[-–—:.]\s*|$)")  # noqa: RUF001 - dashes as found in keywords


def clean_text(text: str) -> str:
    """Normalise to NFC, decode entities, collapse white space, drop zero-width characters."""
    if "&" in text:
        text = unescape(text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_ZERO_WIDTH))
    line = " ".join(text.split())
    return (
        line
        if line.isprintable()
        else " ".join(filter(None, map(to_visible_text, line.split(" "))))
    )


def clean_labels(text: str) -> str:
    """Replace `[!DNL x]` and `[!UICONTROL x]` by x."""
    return _LABEL.sub(r"\1", text) if "[!" in text else text


def unwrap_value(text: str) -> str:
    """Remove quotes around a whole text; other quotes stay."""
    closing = WRAPPERS.get(text[:1])
    if closing is None or len(text) < 2 or text[-1] != closing:  # noqa: PLR2004 - a pair
        return text
    inner = text[1:-1]
    return text if closing in inner or text[0] in inner else inner.strip()


def clean_prose(text: str) -> str:
    """Clean a title or a description; it is plain text, so marks of bold text and code go."""
    cleaned = unwrap_value(clean_labels(clean_text(text)))
    cleaned = _BOLD.sub(r"\1", cleaned) if "**" in cleaned else cleaned
    return _CODE.sub(r"\1", cleaned) if "`" in cleaned else cleaned


def clean_description(text: str) -> str:
    """Clean a description; return an empty text for the exporter's placeholder."""
    cleaned = clean_prose(text)
    return "" if cleaned.rstrip(".:").casefold() in PLACEHOLDERS else cleaned


def split_list(value: str | tuple[str, ...]) -> list[str]:
    """Split a value into cleaned items, repeated ones too; commas in brackets do not split."""
    if not isinstance(value, str):
        return [clean_text(item) for item in value]
    text = unwrap_value(clean_text(value))
    if not text:
        return []
    return [item.strip() for item in _split(text)]


def _split(text: str) -> Iterable[str]:
    if not _BRACKET.search(text):
        return _SEPARATOR.split(text)
    return _split_outside_brackets(text) or _SEPARATOR.split(text)


def _split_outside_brackets(text: str) -> list[str]:
    """Split a text at its commas; return nothing if a bracket is not closed."""
    items, start, depth = [], 0, 0
    for index, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and char in SEPARATORS:
            items.append(text[start:index])
            start = index + 1
    return [] if depth else [*items, text[start:]]


def drop_repeated_values(items: Iterable[str]) -> tuple[str, ...]:
    """Drop empty items and those that differ from an earlier one only in case."""
    distinct: dict[str, str] = {}
    for item in items:
        if item:
            distinct.setdefault(item.casefold(), item)
    return tuple(distinct.values())


def split_keywords(items: Iterable[str]) -> tuple[str, ...]:
    """Split search words; drop the constant `KCS`, stray quotes, labels and repetitions."""
    return drop_repeated_values(
        _GLUED_KCS.sub("", _unquote(clean_labels(item)), count=1) for item in items
    )


def _unquote(item: str) -> str:
    """Remove quotes around an item, and a quote that has lost its partner."""
    item = unwrap_value(item)
    for opening, closing in WRAPPERS.items():
        if opening == closing:
            odd = item.count(opening) % 2
            item = item.strip(opening) if odd else item
        else:
            item = item.lstrip(opening) if closing not in item else item
            item = item.rstrip(closing) if opening not in item else item
    return item.strip()


def clean_name(text: str) -> str:
    """Clean a person's name; drop the full stop that the exporter leaves for an empty field."""
    return clean_text(text).removesuffix(" .")
