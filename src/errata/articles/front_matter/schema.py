"""What the value of each key of a front matter means: a field for each public key.

Values come in as texts (see `entries.py`) and every field reads its own, so nothing is left to
YAML's or pydantic's guesses. A fault is a `PydanticCustomError` of one of the two types below.
Internal keys have no field here, so that their values cannot get into a validated model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Final, LiteralString

from pydantic import BaseModel, ConfigDict, PlainValidator
from pydantic_core import PydanticCustomError

from errata.articles.front_matter import normalise
from errata.articles.front_matter.keys import BOOLEANS, PAGE_PARTS
from errata.articles.numbers import is_number, is_taken
from errata.data.patterns import compile_late
from errata.text.display import shorten_line

# "12" yes; "-1", "1.0" and a number of ten digits no.
_DIGITS: Final = compile_late(r"[0-9]{1,9}")
# "3", "-1" and "2.5" yes; "1e9", "." and "third" no.
_NUMBER: Final = compile_late(r"-?[0-9]{1,9}(?:\.[0-9]{1,9})?")
# "7%", "7 %" and "100" yes; "7.5%" no.
_PERCENT: Final = compile_late(r"([0-9]{1,3}) ?%?")
# "01234567-89ab-4cde-8f01-23456789abcd" yes; without hyphens or with "g" no.
_UUID: Final = compile_late(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Forty digits such as "0b9f…" yes; a short commit of seven no.
_COMMIT: Final = compile_late(r"[0-9a-f]{40}")

UNREADABLE_DATE: Final = "unreadable_date"
MALFORMED_VALUE: Final = "malformed_value"


def _fault(
    value: str, expected: str, remedy: str, kind: LiteralString = MALFORMED_VALUE
) -> PydanticCustomError:
    context = {"value": shorten_line(value), "expected": expected, "help": remedy}
    return PydanticCustomError(kind, "`{value}` is not {expected}", context)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise PydanticCustomError(
        MALFORMED_VALUE, "value is not text", {"help": "write it on one line"}
    )


def _scalar(value: object) -> str:
    return _text(value).strip()


def _cleaned_by(clean: Callable[[str], str]) -> PlainValidator:
    return PlainValidator(lambda value: clean(_text(value)))


def _items(value: object) -> list[str]:
    if isinstance(value, str | tuple):
        return normalise.split_list(value)
    remedy = "write the items on one line, separated by commas"
    raise PydanticCustomError(MALFORMED_VALUE, "value is not a list", {"help": remedy})


def _boolean(value: object) -> bool:
    text = _scalar(value)
    truth = BOOLEANS.get(text.casefold())
    if truth is None:
        raise _fault(text, "`true` or `false`", "write `true` or `false`, without quotes")
    return truth


def _hide(value: object) -> bool:
    """Read `hide`; MkDocs lists the hidden parts of a page there, and shows the page itself."""
    names = [value.strip()] if isinstance(value, str) else value
    if isinstance(names, list | tuple) and PAGE_PARTS.issuperset(names):
        return False
    return _boolean(value)


def _integer(value: object) -> int:
    text = _scalar(value)
    if not _DIGITS.fullmatch(text):
        raise _fault(text, "a whole number", "write digits only")
    return int(text)


def _order(value: object) -> float:
    text = _scalar(value)
    if not _NUMBER.fullmatch(text):
        raise _fault(text, "a number", "write digits only")
    return float(text)


def _texts(value: object, noun: str) -> tuple[str, ...]:
    """Read one text or a list of them; a text may hold commas."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, tuple):
        return value
    remedy = f"write the {noun} as a list"
    raise PydanticCustomError(MALFORMED_VALUE, "value is not a list", {"help": remedy})


def _addresses(value: object) -> tuple[str, ...]:
    texts = _texts(value, "addresses")
    # `permalink: false` of Eleventy is not an address: the page has none.
    stripped = (text.strip() for text in texts if text.strip().casefold() not in BOOLEANS)
    return tuple(dict.fromkeys(filter(None, stripped)))


def _messages(value: object) -> tuple[str, ...]:
    return normalise.drop_repeated_values(map(normalise.clean_text, _texts(value, "messages")))


def _positive(value: object) -> int:
    number = _integer(value)
    if number < 1:
        raise _fault(str(number), "a whole number of at least 1", "write 1 or more")
    return number


def _percent(value: object) -> int:
    text = _scalar(value)
    match = _PERCENT.fullmatch(text)
    if match is None or int(match[1]) > 100:  # noqa: PLR2004 - per cent
        raise _fault(text, "a share from 0% to 100%", "write a share such as `7%`")
    return int(match[1])


def _matching(
    pattern: re.Pattern[str], fold: Callable[[str], str], expected: str, example: str
) -> Callable[[object], str]:
    """Make a reader of texts that have one form."""

    def read(value: object) -> str:
        text = _scalar(value)
        folded = fold(text)
        if not pattern.fullmatch(folded):
            raise _fault(text, expected, f"write it as in `{example}`")
        return folded

    return read


def _number(value: object) -> str:
    text = unicodedata.normalize("NFC", _scalar(value))
    if not text or is_number(text):
        return text
    if is_taken(text):
        raise _fault(text, "free: the site has its own page there", "choose another number")
    raise _fault(text, "an article number", "write at most 80 characters, without spaces or `/`")


def _moment(value: object) -> datetime:
    text = _scalar(value)
    moment = normalise.parse_date(text)
    if moment is None:
        remedy = f"write it in ISO 8601, as in `{normalise.ISO_FORM}`"
        raise _fault(text, "a date", remedy, UNREADABLE_DATE)
    return moment


Prose = Annotated[str, _cleaned_by(normalise.clean_prose)]
Described = Annotated[str, _cleaned_by(normalise.clean_description)]
Cleaned = Annotated[str, _cleaned_by(normalise.clean_text)]
Items = Annotated[
    tuple[str, ...], PlainValidator(lambda v: normalise.drop_repeated_values(_items(v)))
]
Keywords = Annotated[tuple[str, ...], PlainValidator(lambda v: normalise.split_keywords(_items(v)))]
Boolean = Annotated[bool, PlainValidator(_boolean)]
Hide = Annotated[bool, PlainValidator(_hide)]
Order = Annotated[float, PlainValidator(_order)]
Addresses = Annotated[tuple[str, ...], PlainValidator(_addresses)]
Messages = Annotated[tuple[str, ...], PlainValidator(_messages)]
Positive = Annotated[int, PlainValidator(_positive)]
Count = Annotated[int, PlainValidator(_integer)]
Percent = Annotated[int, PlainValidator(_percent)]
Moment = Annotated[datetime, PlainValidator(_moment)]
Day = Annotated[date, PlainValidator(lambda value: _moment(value).date())]
Number = Annotated[str, PlainValidator(_number)]
Uuid = Annotated[
    str,
    PlainValidator(_matching(_UUID, str.lower, "a UUID", "01234567-89ab-4cde-8f01-23456789abcd")),
]
Commit = Annotated[
    str, PlainValidator(_matching(_COMMIT, str.lower, "a commit of 40 hexadecimal digits", "0b…"))
]


class FrontMatterSchema(BaseModel):
    """The public front matter, typed; a key that is absent or null has its default."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=lambda field: field.replace("_", "-"),
    )

    title: Prose = ""
    description: Described = ""
    solution: Items = ()
    product: Items = ()
    applies_to: Items = ()
    keywords: Keywords = ()
    error_codes: Items = ()
    not_error_codes: Items = ()
    messages: Messages = ()
    resolution: Cleaned = ""
    bug: Boolean = False
    hide: Hide = False
    hidefromtoc: Boolean = False
    redirect_from: Addresses = ()
    replaced_by: Cleaned = ""
    review_date: Day | None = None
    article_created_date: Moment | None = None
    article_published_date: Moment | None = None
    last_substantial_update: Day | None = None
    updated: Moment | None = None
    order: Order | None = None
    navigation_title: Prose = ""
    version_number: Positive | None = None
    article_number: Number = ""
    kt: Positive | None = None
    role: Items = ()
    level: Items = ()
    thumbnail: Cleaned = ""
    doc_type: Cleaned = ""
    exl_id: Uuid = ""
    source_git_commit: Commit = ""
    workflow_type: Cleaned = ""
    source_wordcount: Count | None = None
    ht_degree: Percent | None = None
