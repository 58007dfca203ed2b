"""Patterns that users write: none may hang a build, and no honest one is refused."""

from __future__ import annotations

import re
import warnings

import pytest

from errata.codes.families import parse_families
from errata.errors import ConfigError
from errata.text.pattern_tree import to_byte_pattern
from errata.text.patterns import compile_fault
from errata.text.slow_patterns import slowness_fault
from tests.support.linear import ends
from tests.text.pattern_cases import HONEST, HOSTILE, worst_texts


@pytest.mark.parametrize("pattern", HONEST)
def test_an_honest_pattern_is_taken(pattern: str) -> None:
    assert slowness_fault(pattern, HONEST[pattern]) == ""


@ends
@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_pattern_that_fits_one_text_in_many_ways_is_refused_with_its_part(pattern: str) -> None:
    fault = slowness_fault(pattern)
    assert "in too many ways" in fault
    assert HOSTILE[pattern] in fault
    part = fault.split("`")[1]
    assert part in pattern


@ends
@pytest.mark.parametrize("pattern", HONEST)
def test_a_pattern_that_is_taken_is_done_with_its_worst_texts_at_once(pattern: str) -> None:
    compiled = re.compile(pattern)
    for text in worst_texts(pattern):
        sum(1 for _ in compiled.finditer(text))


def test_the_proposed_form_takes_the_example_of_the_family() -> None:
    text = (
        '[[family]]\nid = "APP"\nproduct = "P"\nmeaning = "M"\nexample = "APP-LOG_FULL_123"\n'
        "pattern = 'APP-(?:[A-Z]{1,20}_?){1,8}[0-9]{3}'\n"
    )
    with pytest.raises(ConfigError) as caught:
        parse_families(text, "families.toml")
    (form,) = re.findall(r"write it as `([^`]+)`", caught.value.message)
    better = text.replace("(?:[A-Z]{1,20}_?){1,8}", form)
    assert parse_families(better, "families.toml")


@pytest.mark.parametrize(
    "pattern",
    [
        *("(?i)app-1", "(?P<x>app)-1", "a{1,3}+pp-1", "app-1\\Z", "ap{,2}-1", "[]a]pp-1"),
        *("\\U00000061pp-1", "\\N{LATIN SMALL LETTER A}pp-1", "a[^]]p-1"),
    ],
)
def test_what_browsers_do_not_know_is_refused(pattern: str) -> None:
    keys = "id = 'A'\nproduct = 'P'\nmeaning = 'M'\nexample = 'app-1'"
    text = f"[[family]]\n{keys}\npattern = '{pattern}'\n"
    with pytest.raises(ConfigError, match="browsers do not know"):
        parse_families(text, "families.toml")


def test_a_set_that_python_will_read_in_another_way_is_refused_and_says_nothing_else() -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert compile_fault("[[a-z]-[0-9]").startswith(r"ambiguous: write `\[`")
        assert compile_fault(r"[\[a-z]-[0-9]") == ""
        re.compile(to_byte_pattern("[é[]1|[&é&]2"))
    assert not said
