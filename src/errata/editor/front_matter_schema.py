"""The JSON Schema of a front matter, with the words of one knowledge base.

It accepts what the parser accepts and refuses what `errata check` reports as unknown or malformed,
except what needs more than one value: a day that a month does not have, a number that another
article has. Draft 7, because the YAML extension of VS Code reads it.

`properties` are the keys that an editor offers. `patternProperties` are other spellings of them and
the keys of other tools, which are accepted but not offered. Numbers are accepted in any case, and
JSON Schema has no flag for it: `KA-[0-9]{5}` becomes `[Kk][Aa]-[0-9]{5}`. JavaScript, with which
editors read patterns, supports a part of Python's syntax.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from errata.articles.front_matter.keys import KNOWN_KEYS, LIST_KEYS, PUBLIC, PUBLICATION
from errata.articles.front_matter.publication import (
    AUDIENCE_SLIPS,
    UNMISTAKABLE,
    fold_key,
    if_false,
    if_true,
    key_aliases,
    other_values,
    words_of,
)
from errata.articles.numbers import example_number
from errata.data.patterns import compile_late
from errata.editor import schema_values as values
from errata.editor.knowledge import Vocabulary
from errata.editor.schema_values import ANYTHING, SCALAR, escape, ignore_case
from errata.model import AUDIENCES, State
from errata.model.inputs import DECLARED_MEANINGS
from errata.text.paths import LOCALE_PAGES
from errata.text.pattern_tree import pattern_parts

JsonSchema = dict[str, Any]
DRAFT: Final = "http://json-schema.org/draft-07/schema#"
# Keys that say what another one says, or nothing: they are read and not offered -> the other one.
REPLACED: Final[Mapping[str, str]] = {
    "hidefromtoc": "hide",
    "status": "state",
    "confidence": "state",
    "visibility": "audience",
    "resolution": "",
}
INTERNAL_TEXT: Final = "internal: the value never reaches the site"
# How a key that is not ours is declared -> what it is for.
DECLARED_TEXTS: Final[Mapping[str, str]] = {
    "internal": INTERNAL_TEXT,
    "public": "shown among the article's facts",
    "ignored": "of another tool; not read",
}
_UUID: Final = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# "(?P<a>", "(?i)" and "(?>" are Python's alone, or mean something else; "(?:" and "(?=" no.
_FOREIGN_GROUP: Final = compile_late(r"\(\?(?![:=!])")
# "a++", "a?+" and "a{2}+" never give back what they took; "a+" and "\++" no.
_POSSESSIVE: Final = compile_late(r"(?<!\\)(?:[*+?]|\{\d*,?\d*\})\+")
# "\d", "\w" and "\-" are the same in both; "\A", "\Z" and "\N" are not.
_SHARED_ESCAPE: Final = compile_late(r"\\(?:[dwsDWSbB]|[^A-Za-z0-9])")
# "A-Z" and "a-z" of a class; "0-9" and "A-z" no.
_LETTERS: Final = compile_late(r"[A-Z]-[A-Z]|[a-z]-[a-z]")


def _states() -> JsonSchema:
    return values.words([state.value for state in State], words_of("states"), UNMISTAKABLE)


def _audiences() -> JsonSchema:
    offered = [audience.value for audience in AUDIENCES]
    return values.words(offered, words_of("audiences"), AUDIENCE_SLIPS)


# The possible values of our keys, by their type in `FrontMatterSchema`.
_BY_KEY: Final = {
    "bug": values.boolean_schema,
    "hide": values.hidden_parts_schema,
    "hidefromtoc": values.boolean_schema,
    "redirect-from": values.addresses,
    "order": values.decimal_schema,
    "version-number": lambda: values.whole_number_schema(1),
    "kt": lambda: values.whole_number_schema(1),
    "source-wordcount": values.whole_number_schema,
    "ht-degree": values.percentage_schema,
    "exl-id": lambda: values.pattern_schema(_UUID, "01234567-89ab-4cde-8f01-23456789abcd"),
    "source-git-commit": lambda: values.pattern_schema("[0-9a-fA-F]{40}", "0b…"),
    "valid-until": values.last_day_schema,
    "published": values.flag_or_day_schema,
    "publish-date": values.first_day_schema,
    **dict.fromkeys(
        (
            *("review-date", "article-created-date", "article-published-date"),
            *("last-substantial-update", "updated"),
        ),
        values.moment_schema,
    ),
    **dict.fromkeys(("state", "status", "confidence"), _states),
    **dict.fromkeys(("audience", "visibility"), _audiences),
}


ValueKind = Literal["boolean", "day", "state", "audience"]
_KINDS: Final[Mapping[Callable[[], JsonSchema], ValueKind]] = {
    values.boolean_schema: "boolean",
    values.hidden_parts_schema: "boolean",
    values.moment_schema: "day",
    values.first_day_schema: "day",
    values.last_day_schema: "day",
    values.flag_or_day_schema: "boolean",
    _states: "state",
    _audiences: "audience",
}


def find_value_kind(key: str) -> ValueKind | None:
    """Return the kind of values that an editor offers for our key; None if it has none."""
    make = _BY_KEY.get(key, values.boolean_schema if key in PUBLICATION else None)
    return _KINDS.get(make) if make else None


def front_matter_schema(vocabulary: Vocabulary) -> JsonSchema:
    """Make the schema of a knowledge base's articles."""
    keys = vocabulary.conventions.keys
    offered = {key: _property(key) for key in sorted(KNOWN_KEYS)}
    foreign = {key: keys[key] for key in sorted(keys) if key in vocabulary.offered_keys}
    offered |= {
        key: _foreign_property(key, foreign[key])
        for key in foreign
        if key not in offered and "." not in key
    }
    return {
        "$schema": DRAFT,
        "title": "Front matter of an article",
        "description": "Written by `errata schema`; write it again when the vocabulary changes.",
        "type": ["object", "null"],
        "properties": offered,
        "patternProperties": dict(_patterns(vocabulary)),
        "additionalProperties": False,
        "definitions": dict(_definitions(vocabulary)),
    }


def _definitions(vocabulary: Vocabulary) -> Iterable[tuple[str, JsonSchema]]:
    yield values.DATE, values.date_schema()
    for key in sorted(KNOWN_KEYS):
        yield key, _with_own_words(_value(key, vocabulary), key, vocabulary)


def _property(key: str) -> JsonSchema:
    """Describe a key for completion and hover."""
    text = (PUBLIC | PUBLICATION).get(key, INTERNAL_TEXT)
    schema = {"title": key.replace("-", " ").capitalize(), "description": text, **_reference(key)}
    other = REPLACED.get(key)
    if other is not None:
        schema |= {"deprecated": True, "doNotSuggest": True}
    return schema


def _foreign_property(key: str, meaning: str) -> JsonSchema:
    if meaning in DECLARED_MEANINGS:
        return {"title": key, "description": DECLARED_TEXTS[meaning]}
    text = (PUBLIC | PUBLICATION).get(meaning, INTERNAL_TEXT)
    return {"title": key, "description": f"read as `{meaning}`: {text}", **_reference(meaning)}


def _reference(key: str) -> JsonSchema:
    # Beside `$ref` draft 7 reads nothing.
    return {"allOf": [{"$ref": f"#/definitions/{key}"}]}


# ── values ──────────────────────────────────────────────────────────────────────────────────


def _value(key: str, vocabulary: Vocabulary) -> JsonSchema:
    if make := _BY_KEY.get(key):
        return make()
    if key == "article-number":
        return _number(vocabulary.conventions.number)
    if key in PUBLICATION:
        return values.single_value_schema(values.boolean_schema())
    if key in LIST_KEYS:
        return values.list_schema(vocabulary.used.get(key, ()), vocabulary.closed.get(key, ()))
    return SCALAR


def _number(pattern: str) -> JsonSchema:
    """Make the schema of numbers, with the knowledge base's pattern if JavaScript can read it."""
    form = portable_pattern(pattern) if pattern else None
    if form is None:
        # No blank, no slash, and a letter or digit in it.
        form = r"(?=[^A-Za-z0-9\u0080-\uffff]{0,79}[A-Za-z0-9\u0080-\uffff])[^\s/\\]{1,80}"
    example = (pattern and example_number(pattern)) or "SUP-17"
    text = {
        "type": "string",
        "pattern": rf"^\s*(?:{form})?\s*$",
        "patternErrorMessage": f"write it as in `{example}`",
    }
    pages = {"type": "string", "pattern": rf"^\s*(?:{values.any_of_pattern(LOCALE_PAGES)})\s*$"}
    # `17` is a number to YAML. It is compared as a text, which a schema cannot do.
    return {"anyOf": [text, {"type": ["null", "number", "boolean"]}], "not": pages}


def _with_own_words(schema: JsonSchema, key: str, vocabulary: Vocabulary) -> JsonSchema:
    """Add the words that authors write instead of our values."""
    own = vocabulary.conventions.values.get(key, {})
    if not own:
        return schema
    text = {"type": "string", "pattern": rf"^\s*(?:{values.any_of_pattern(own)})\s*$"}
    return {"anyOf": [schema, {"enum": sorted(own)}, text]}


# ── other spellings and other tools ─────────────────────────────────────────────────────────


def _patterns(vocabulary: Vocabulary) -> Iterable[tuple[str, JsonSchema]]:
    keys = vocabulary.conventions.keys
    for key in sorted(KNOWN_KEYS):
        yield _other_spellings(key, keys), _reference(key)
    yield from _declared(keys, vocabulary.offered_keys)
    yield from _publication(keys)


def _other_spellings(key: str, foreign: Mapping[str, str]) -> str:
    """Match every spelling of our key except the one offered and those declared otherwise."""
    spelled = "".join("[-_ ]" if char == "-" else ignore_case(char) for char in key)
    spellings = (
        other
        for other in foreign
        if other.replace("_", "-").replace(" ", "-") == key and foreign[other] != key
    )
    return f"^(?!(?:{'|'.join(map(escape, [key, *sorted(spellings)]))})$){spelled}$"


def _declared(keys: Mapping[str, str], offered: frozenset[str]) -> Iterable[tuple[str, JsonSchema]]:
    """Yield keys of the conventions by meaning; one pattern for all with the same meaning."""
    by_meaning: dict[str, list[str]] = defaultdict(list)
    nested: dict[str, list[str]] = defaultdict(list)
    for key in sorted(keys):
        by_meaning[keys[key]].append(key)
        for depth in range(1, key.count(".") + 1):
            head = ".".join(key.split(".")[:depth])
            nested[head].append(key)
    for meaning, names in by_meaning.items():
        schema = ANYTHING if meaning in DECLARED_MEANINGS else _reference(meaning)
        listed = "|".join(ignore_case(name) for name in names)
        offered_names = [name for name in names if name in offered and "." not in name]
        other = f"(?!(?:{'|'.join(map(escape, offered_names))})$)" if offered_names else ""
        yield f"^{other}(?:{listed})$", schema
        if meaning in DECLARED_MEANINGS:
            yield f"^(?:{listed})\\.", ANYTHING
    for head, below in nested.items():
        if "." not in head and head not in keys and head not in KNOWN_KEYS:
            yield f"^{ignore_case(head)}$", _nested(head, below, keys)


def _nested(head: str, below: Iterable[str], keys: Mapping[str, str]) -> JsonSchema:
    """Make the schema of a table whose keys are declared with the table's name and a dot."""
    patterns: dict[str, JsonSchema] = {}
    deeper: dict[str, list[str]] = defaultdict(list)
    for key in below:
        own, dot, _ = key.removeprefix(f"{head}.").partition(".")
        if dot:
            deeper[own].append(key)
        else:
            meaning = keys[key]
            patterns[f"^{ignore_case(own)}$"] = (
                ANYTHING if meaning in DECLARED_MEANINGS else _reference(meaning)
            )
    for own, names in deeper.items():
        if (pattern := f"^{ignore_case(own)}$") not in patterns:
            patterns[pattern] = _nested(f"{head}.{own}", names, keys)
    return {"type": "object", "patternProperties": patterns, "additionalProperties": False}


def _publication(keys: Mapping[str, str]) -> Iterable[tuple[str, JsonSchema]]:
    """Yield keys that decide whether an article is published, in any spelling."""
    meanings = {key.replace("-", ""): key for key in PUBLICATION}
    aliases = {alias: meanings.get(meaning, "draft") for alias, meaning in key_aliases().items()}
    flags = {name: "draft" for name in (*if_true(), *if_false()) if name not in meanings}
    for folded, key in sorted({**meanings, **aliases, **flags}.items()):
        spellings = [other for other in sorted(keys) if fold_key(other) == fold_key(folded)]
        own = [key, *spellings] if folded in meanings else spellings
        other = f"(?!(?:{'|'.join(ignore_case(name) for name in own)})$)" if own else ""
        spelled = ignore_case(folded, r"[\s_-]*")
        yield rf"^{other}[\s_-]*{spelled}[\s_-]*$", _reference(key)
    for name in sorted(other_values()):
        yield f"^{ignore_case(name)}$", {"not": {"type": "object", "minProperties": 1}}
        if (head := name.partition(".")[0]) != name and head not in keys:
            yield f"^{ignore_case(head)}$", {"type": "object"}


def portable_pattern(pattern: str) -> str | None:
    """Return the pattern for JavaScript; None if it has what JavaScript lacks."""
    if _FOREIGN_GROUP.search(pattern) or _POSSESSIVE.search(pattern):
        return None
    written = []
    for piece in pattern_parts(pattern):
        if piece[0] == "\\":
            if not _SHARED_ESCAPE.fullmatch(piece):
                return None
            written.append(_escape(piece))
        elif piece[0] == "[" and len(piece) > 1:
            written.append(_class(piece))
        else:
            written.append(ignore_case(piece) if piece.isalpha() else piece)
    return "".join(written)


def _escape(piece: str) -> str:
    """Escape for JavaScript, which refuses needless escapes, such as of a hyphen."""
    if piece == "\\d":
        return "[0-9]"
    return piece if piece[1].isalpha() else escape(piece[1])


def _class(piece: str) -> str:
    """Return a character class with the letters of both cases."""
    ranges = _LETTERS.findall(piece)
    letters = [char for char in _LETTERS.sub("", piece) if char.isalpha() and char.isascii()]
    if "\\" in piece:
        return piece  # what is a letter there, and what an escape, is not looked at
    folded = {text.swapcase() for text in (*ranges, *letters)} - {*ranges, *letters}
    return f"{piece[:-1]}{''.join(sorted(folded))}]"
