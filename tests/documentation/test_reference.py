"""Every key, option, command, check and pack is on a page of the documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from errata.__main__ import errata
from errata.articles.conventions import PRESET_NAMES
from errata.articles.front_matter.keys import KNOWN_KEYS
from errata.codes.families import PACKS
from errata.config import known_keys
from errata.diagnostics.registry import all_checks
from errata.reports import Report
from scripts.write_reference import FOLDER, reference_pages

if TYPE_CHECKING:
    from collections.abc import Collection

PAGES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}


def test_a_reference_page_is_what_the_code_says_today() -> None:
    others = [name for name, text in reference_pages().items() if PAGES[name] != text]
    assert others == [], "run `make reference`"


def test_every_key_option_and_pack_has_a_text() -> None:
    # "| `key` |  |" yes: a row that ends in an empty cell; "| `key` | Text. |" no.
    silent = re.compile(r"\|\s*\|$", re.MULTILINE)
    missing = {name: silent.findall(text) for name, text in reference_pages().items()}
    assert not any(missing.values())


def test_every_key_of_the_configuration_is_documented() -> None:
    text = PAGES["configuration.md"]
    heads = set(re.findall(r"^## \[(?:\w+\.)?(.+)\]$", text, re.MULTILINE))
    assert [key for key in known_keys() if f"| `{key}` |" not in text and key not in heads] == []


@pytest.mark.parametrize(
    ("page", "form", "names"),
    [
        ("front-matter-keys.md", "| `{}` |", KNOWN_KEYS),
        ("checks.md", "## {}: ", all_checks()),
        ("commands.md", "## errata {}\n", errata.list_commands(click.Context(errata))),
        ("packs.md", "\n### {}\n", PACKS),
        ("packs.md", "| `{}` |", PRESET_NAMES),
    ],
    ids=["keys of the front matter", "checks", "commands", "packs", "presets"],
)
def test_everything_there_is_is_documented(page: str, form: str, names: Collection[str]) -> None:
    assert names
    assert [name for name in names if form.format(name) not in PAGES[page]] == []


def test_the_address_of_a_check_leads_to_its_section() -> None:
    report = Report((), documentation="https://docs.example.com/checks/")
    for code, check in all_checks().items():
        anchor = report.url_of(code).removeprefix("https://docs.example.com/checks/")
        assert f"## {code}: {check.title} {{{anchor}}}\n" in PAGES["checks.md"]
