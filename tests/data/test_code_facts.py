"""Facts by which codes are told from what looks like them: each entry is well formed and works."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from errata.codes.scanner import NamedCodeRule, find_named_codes, named_code_rules
from errata.codes.surroundings import context_words
from errata.data import read_data, read_word_lists

RULES = cast("list[dict[str, Any]]", read_data("named_codes")["rules"])
CONTEXT = [
    (f"{script}.{language}", fields)
    for script, languages in read_data("context_words").items()
    for language, fields in cast("dict[str, dict[str, list[str]]]", languages).items()
]
FIELDS = [
    "nouns",
    "verbs",
    "after",
    "links",
    "joins",
    "phrases",
    "units",
    "error",
    "error_code",
    "mail",
]


@pytest.mark.parametrize(
    ("rule", "facts"),
    [*zip(named_code_rules(), RULES, strict=True)],
    ids=[r["name"] for r in RULES],
)
def test_a_rule_of_named_codes_takes_and_leaves_what_its_examples_say(
    rule: NamedCodeRule, facts: dict[str, Any]
) -> None:
    for text, code in facts["takes"]:
        assert [span.code for span in rule.find(text)] == [code]
        assert code in {span.code for span in find_named_codes(text)}
    for text in facts["leaves"]:
        assert not (rule.may_find(text) and list(rule.find(text))), text
    assert facts["takes"]
    assert facts["leaves"]


@pytest.mark.parametrize(("language", "fields"), CONTEXT, ids=[name for name, _ in CONTEXT])
def test_each_language_has_every_kind_of_context_word_once(
    language: str, fields: dict[str, list[str]]
) -> None:
    assert list(fields) == FIELDS, language
    for words in fields.values():
        assert words
        assert len(words) == len(set(words))
        assert all(not re.compile(word).groups and not re.search(word, "") for word in words)


@pytest.mark.parametrize("field", FIELDS)
def test_context_words_of_all_languages_are_one_pattern(field: str) -> None:
    assert re.compile(context_words(field)).groups == 0


@pytest.mark.parametrize(("name", "names"), [*read_word_lists("code_names").items()])
def test_names_of_codes_are_sorted_and_listed_once(name: str, names: tuple[str, ...]) -> None:
    assert list(names) == sorted({*names}, key=lambda text: (text.casefold(), text)), name


def test_a_misspelt_exception_is_corrected_to_another_name() -> None:
    for pair in read_word_lists("code_names")["misspelt_exceptions"]:
        assert re.fullmatch(r"(\w+Exe?c?e?ption)>((?!\1$)\w+Exception)", pair)
