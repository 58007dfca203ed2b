"""Settings of editors get what they lack and lose nothing that a person wrote."""

from __future__ import annotations

import pytest

from errata.editor.jsonc import JsonError, Merged, merge_json

OWN = """\
// My settings
{
    "a": 1, // why
    /* "b": 2, */
    "list": ["x"],
    "inner": {
        "c": "http://example.com", // no comment in this text
    },
}
"""


def test_a_key_that_is_missing_is_added_and_every_comment_stays() -> None:
    merged = merge_json(OWN, {"a": 1, "new.key": ["y"]})
    assert merged.conflicts == ()
    assert merged.text == OWN.replace(
        '{\n    "a"', '{\n    "new.key": [\n      "y"\n    ],\n    "a"', 1
    )


def test_objects_are_merged_and_lists_get_the_items_that_they_lack() -> None:
    merged = merge_json(OWN, {"list": ["x", "y"], "inner": {"d": True}})
    assert '"list": ["y", "x"]' in merged.text
    assert '"inner": {\n        "d": true,\n        "c"' in merged.text
    inner = {"c": "http://example.com", "d": True}
    assert merge_json(merged.text, {"inner": inner}) == merged, "a second time nothing is added"


def test_another_value_is_kept_and_named() -> None:
    merged = merge_json(OWN, {"a": 2, "inner": {"c": "x"}, "list": "y"})
    assert (merged.text, merged.conflicts) == (OWN, ("a", "inner.c", "list"))


@pytest.mark.parametrize("text", ["{}", "{ }", "{\n}", "\ufeff{}", "{ // empty\n}", "{}\r\n"])
def test_an_empty_object_is_filled(text: str) -> None:
    merged = merge_json(text, {"a": {"b": []}}).text
    assert '"a": {' in merged
    assert merge_json(merged, {"a": {"b": []}}) == Merged(merged), "a second time nothing is added"


def test_line_ends_are_those_of_the_file() -> None:
    merged = merge_json('{\r\n  "a": 1\r\n}\r\n', {"b": 2}).text
    assert merged == '{\r\n  "b": 2,\r\n  "a": 1\r\n}\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        '{"\\q": 1}',
        '{"a": 1',
        '{"a" 1}',
        "{a: 1}",
        '{"a": 1} x',
        '{"a": "x}',
        "{'a': 1}",
        "[" * 999,
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(JsonError):
        merge_json(text, {"a": 1})
