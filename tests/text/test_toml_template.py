"""A commented TOML file is filled in where its keys stand."""

from __future__ import annotations

import tomllib

import pytest

from errata.text.toml import fill_toml_template

TEMPLATE = """\
# Every key may be left out.
kb = "kb"                      # the folder
# families = ["default"]       # packs

[site]
name = "Help"
# root = "/site/"

# [links]
# root = "/docs/"              # where links begin
# bases = ["a"]
"""


def test_a_key_is_switched_on_in_its_own_table_and_keeps_its_comment() -> None:
    filled = fill_toml_template(TEMPLATE, {("", "kb"): "docs", ("links", "root"): "/"})
    assert filled.splitlines() == [
        "# Every key may be left out.",
        'kb = "docs"                    # the folder',
        '# families = ["default"]       # packs',
        "",
        "[site]",
        'name = "Help"',
        '# root = "/site/"',
        "",
        "[links]",
        'root = "/"                     # where links begin',
        '# bases = ["a"]',
    ]


@pytest.mark.parametrize("value", ['a "quoted" \\ text', "日本", ["one", 'two "2"'], "x" * 60, []])
def test_any_value_reads_back_as_it_was(value: str | list[str]) -> None:
    filled = fill_toml_template(TEMPLATE, {("", "families"): value})
    assert tomllib.loads(filled) == {"kb": "kb", "families": value, "site": {"name": "Help"}}


def test_a_key_that_the_template_lacks_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        fill_toml_template(TEMPLATE, {("site", "nothing"): "x"})
