"""JSON Schemas of values in a front matter: the same values that the parser accepts.

An editor parses YAML before it consults the schema, so `true`, `7` and `null` come as such and not
as texts. JSON Schema has no flag for case: a pattern has both letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from errata.articles.front_matter.keys import BOOLEANS, PAGE_PARTS
from errata.articles.front_matter.normalise import ISO_FORM, month_names
from errata.articles.front_matter.publication import NEVER
from errata.data.patterns import compile_late

JsonSchema = dict[str, Any]

SCALAR: Final[JsonSchema] = {"type": ["string", "number", "boolean", "null"]}
ANYTHING: Final[JsonSchema] = {}
# "12", "-1" and "2.5" of YAML's core schema; "1_000", "0x1F" and "v2" no.
_YAML_NUMBER: Final = compile_late(r"[-+]?(?:[0-9]+|[0-9]*\.[0-9]+)")
# What separates items of a list on one line, as `split_list` has it.
_COMMA: Final = "[,\uff0c\u3001\u060c]"
# Signs that mean something in a regular expression, there and in JavaScript.
_SPECIAL: Final = compile_late(r"[\\^$.*+?()\[\]{}|/]")
# Numbers of days and months: "1", "09" and "31" yes; "0" and "32" no.
_DAY: Final = "(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = "(?:0?[1-9]|1[0-2])"
# "T12:30:27Z" and " 09:30 +0900"; of a day without an hour, nothing.
_TIME: Final = (
    r"(?:[Tt ] ?(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
    r"(?: ?(?:[Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_ORDINAL: Final = "(?:st|nd|rd|th)?"


def ignore_case(text: str, between: str = "") -> str:
    """Return the text as a pattern that matches upper and lower case."""
    return between.join(_either_case(char) for char in text)


def _either_case(char: str) -> str:
    lower, upper = char.lower(), char.upper()
    if lower == upper or len(lower) != 1 or len(upper) != 1:
        return escape(char)
    return f"[{upper}{lower}]"


def escape(text: str) -> str:
    """Return the text as a pattern of Python and of JavaScript."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def any_of_pattern(texts: Iterable[str]) -> str:
    """Return a pattern that matches any of the texts, in any case."""
    return "|".join(ignore_case(text) for text in sorted(texts))


def boolean_schema() -> JsonSchema:
    """Make a schema of true or false, in every spelling that is understood."""
    return {
        "anyOf": [
            {"type": ["boolean", "null"]},
            {"enum": [0, 1]},
            {
                "type": "string",
                "pattern": rf"^\s*(?:{any_of_pattern(BOOLEANS)})\s*$|^$",
                "patternErrorMessage": "write `true` or `false`",
            },
        ]
    }


def single_value_schema(*schemas: JsonSchema) -> JsonSchema:
    """Make a schema of one of these, also as the only item of a list, or blank."""
    choices = [choice for schema in schemas for choice in schema["anyOf"]]
    only = {"type": "array", "maxItems": 1, "items": {"anyOf": choices}}
    return {"anyOf": [*choices, only, {"type": "string", "pattern": r"^\s*$"}]}


def hidden_parts_schema() -> JsonSchema:
    """Make a schema of true or false, or the parts of a page that MkDocs leaves out."""
    parts = {"enum": sorted(PAGE_PARTS)}
    return {"anyOf": [*boolean_schema()["anyOf"], parts, {"type": "array", "items": parts}]}


def whole_number_schema(least: int = 0) -> JsonSchema:
    """Make a schema of digits alone."""
    return {
        "anyOf": [
            {"type": "integer", "minimum": least, "maximum": 999_999_999},
            {"type": "null"},
            {
                "type": "string",
                "pattern": rf"^\s*{'0*[1-9]' if least else '[0-9]'}[0-9]{{0,8}}\s*$",
                "patternErrorMessage": "write digits only",
            },
        ]
    }


def decimal_schema() -> JsonSchema:
    """Make a schema of a number, such as an order."""
    pattern = r"^\s*-?[0-9]{1,9}(?:\.[0-9]{1,9})?\s*$"
    most = 1_000_000_000
    number = {"type": "number", "exclusiveMinimum": -most, "exclusiveMaximum": most}
    return {"anyOf": [number, {"type": "null"}, {"type": "string", "pattern": pattern}]}


def percentage_schema() -> JsonSchema:
    """Make a schema of a share such as `7%`."""
    return {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 100},
            {"type": "null"},
            {
                "type": "string",
                "pattern": r"^\s*(?:0{0,2}[0-9]|0?[0-9]{2}|100) ?%?\s*$",
                "patternErrorMessage": "write a share such as `7%`",
            },
        ]
    }


def pattern_schema(pattern: str, example: str) -> JsonSchema:
    """Make a schema of a text with one form, or nothing."""
    message = f"write it as in `{example}`"
    text = {"type": "string", "pattern": rf"^\s*{pattern}\s*$", "patternErrorMessage": message}
    return {"anyOf": [text, {"type": "null"}]}


# Where `date_schema` is among the definitions: the pattern has six kilobytes, many keys are days.
DATE: Final = "date"


def moment_schema() -> JsonSchema:
    """Make a schema of a day, with or without a time."""
    return {"anyOf": [{"$ref": f"#/definitions/{DATE}"}]}


def date_schema() -> JsonSchema:
    """Make the definition of a day, with or without a time, in every accepted form."""
    message = f"write it in ISO 8601, as in `{ISO_FORM}`"
    return {
        "anyOf": [
            {"type": "string", "pattern": _date_pattern(), "patternErrorMessage": message},
            # `20240124` is a number to YAML.
            {"type": "integer", "minimum": 1_01_01, "maximum": 9999_12_31},
            {"type": "null"},
        ],
    }


def _date_pattern() -> str:
    months = f"(?:{any_of_pattern(month_names())})"
    impossible = r"(?![0-9]{4}-(?:02-3|0[469]-31|11-31))"
    forms = (
        rf"{impossible}[0-9]{{4}}[-/.\u5e74] ?{_MONTH}[-/.\u6708] ?{_DAY}\u65e5?{_TIME}",
        rf"[0-9]{{4}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_TIME}",
        rf"{_DAY}([./-]) ?{_MONTH}\1 ?[0-9]{{4}}{_TIME}",
        rf"{_MONTH}([/-]) ?{_DAY}\2 ?[0-9]{{4}}{_TIME}",
        rf"{_MONTH}/{_DAY}/[0-9]{{4}} (?:0?[1-9]|1[0-2]):[0-5][0-9](?::[0-5][0-9])? [AaPp][Mm]",
        rf"{months}\.? {_DAY}{_ORDINAL},? [0-9]{{4}}{_TIME}",
        rf"{_DAY}(?:st|nd|rd|th|er|\.|\u00ba)?[ -](?:de )?{months}\.?[ -](?:de )?[0-9]{{4}}{_TIME}",
    )
    return rf"^\s*(?:{'|'.join(forms)})\s*$"


def last_day_schema() -> JsonSchema:
    """Make a schema of a day, or a word for an article that never expires."""
    never = {"type": "string", "pattern": rf"^\s*(?:{any_of_pattern(NEVER)})\s*$"}
    return single_value_schema(moment_schema(), {"anyOf": [never, {"const": False}]})


def first_day_schema() -> JsonSchema:
    """Make a schema of a day, also as the only item of a list."""
    return single_value_schema(moment_schema())


def flag_or_day_schema() -> JsonSchema:
    """Make a schema of true, false or a day: `published` says whether or when."""
    return single_value_schema(boolean_schema(), moment_schema())


def words(offered: Sequence[str], choices: Iterable[str], meant: Sequence[str]) -> JsonSchema:
    """Make a schema of any words, offered ones first, except near misses of `meant`.

    Such a word is read as the one that it resembles, and reported.
    """
    slips = "|".join(slip for word in meant for slip in _slips(word))
    pattern = re.compile(f"(?:{slips})")
    spared = sorted(word for word in {*choices, *meant} if pattern.fullmatch(word) or word in meant)
    other = f"(?!\\s*(?:{'|'.join(map(ignore_case, spared))})\\s*$)"
    return {
        "anyOf": [{"enum": list(offered)}, ANYTHING],
        "not": {"type": "string", "pattern": rf"^{other}\s*(?:{slips})\s*$"},
        "errorMessage": "this word is misspelt",
    }


def _slips(word: str) -> Iterable[str]:
    """Yield patterns of a word with one letter missing, added or replaced, or two exchanged."""
    letter = r"[^\W\d_]"
    for index in range(len(word)):
        before, after = ignore_case(word[:index]), ignore_case(word[index + 1 :])
        yield f"{before}{letter}?{after}"
        yield f"{before}{letter}{ignore_case(word[index:])}"
        if index + 1 < len(word):
            exchanged = word[index + 1] + word[index] + word[index + 2 :]
            yield f"{before}{ignore_case(exchanged)}"
    yield f"{ignore_case(word)}{letter}"


def list_schema(offered: Sequence[str] = (), closed: Sequence[str] = ()) -> JsonSchema:
    """Make a schema of a text with commas or a list; only names of a closed vocabulary."""
    if not closed:
        examples = {"examples": list(offered)} if offered else {}
        return {
            "anyOf": [SCALAR | examples, {"type": "array", "items": SCALAR | examples}],
        }
    names = _as_yaml(closed)
    any_name = "|".join(r"\s+".join(map(escape, name.split(" "))) for name in sorted(closed))
    gap = rf"(?:\s|{_COMMA})*"
    line = rf"^{gap}(?:(?:{any_name})(?:\s*{_COMMA}{gap}(?:{any_name}))*)?{gap}$"
    message = f"write one of: {', '.join(closed)}"
    return {
        "anyOf": [
            {"enum": [*names, None]},
            {"type": "string", "pattern": line, "patternErrorMessage": message},
            {"type": "array", "items": {"enum": [*names, "", None]}},
        ]
    }


def _as_yaml(names: Iterable[str]) -> list[str | int | float]:
    """Return the names, and as numbers those that YAML reads as numbers."""
    numbers = [float(name) for name in names if _YAML_NUMBER.fullmatch(name)]
    return [*names, *(int(number) if number.is_integer() else number for number in numbers)]


def addresses() -> JsonSchema:
    """Make a schema of one address or a list of them."""
    return {"anyOf": [SCALAR, {"type": "array", "items": SCALAR}]}
