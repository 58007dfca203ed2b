"""Every key, option, command, check and pack is on a page of the documentation."""

from __future__ import annotations

import re

import click
import pytest

from errata.__main__ import errata
from errata.articles.conventions import PRESET_NAMES
from errata.articles.front_matter.schema import KNOWN_KEYS
from errata.codes.families import PACKS
from errata.config import known_keys
from errata.diagnostics.registry import all_checks
from errata.reports import Report
from scripts.write_reference import FOLDER, reference_pages

PAGES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}


@pytest.mark.parametrize("name", sorted(reference_pages()))
def test_a_reference_page_is_what_the_code_says_today(name: str) -> None:
    assert PAGES[name] == reference_pages()[name], "run `make reference`"


def test_every_key_option_and_pack_has_a_text() -> None:
    # "| `key` |  |" yes: a row that ends in an empty cell; "| `key` | Text. |" no.
    silent = re.compile(r"\|\s*\|$", re.MULTILINE)
    missing = {name: silent.findall(text) for name, text in reference_pages().items()}
    assert not any(missing.values())


@pytest.mark.parametrize("key", sorted(known_keys()))
def test_a_key_of_the_configuration_is_documented(key: str) -> None:
    text = PAGES["configuration.md"]
    assert f"| `{key}` |" in text or re.search(rf"^## \[(?:\w+\.)?{key}\]$", text, re.MULTILINE)


@pytest.mark.parametrize("key", sorted(KNOWN_KEYS))
def test_a_key_of_the_front_matter_is_documented(key: str) -> None:
    assert f"| `{key}` |" in PAGES["front-matter-keys.md"]


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_a_check_is_documented(code: str) -> None:
    assert f"## {code}: " in PAGES["checks.md"]


def test_the_address_of_a_check_leads_to_its_section() -> None:
    report = Report((), documentation="https://docs.example.com/checks/")
    for code, check in all_checks().items():
        anchor = report.url_of(code).removeprefix("https://docs.example.com/checks/")
        assert f"## {code}: {check.title} {{{anchor}}}\n" in PAGES["checks.md"]


@pytest.mark.parametrize("name", errata.list_commands(click.Context(errata)))
def test_a_command_is_documented(name: str) -> None:
    assert f"## errata {name}\n" in PAGES["commands.md"]


@pytest.mark.parametrize("name", sorted(PACKS))
def test_a_pack_is_documented(name: str) -> None:
    assert f"\n### {name}\n" in PAGES["packs.md"]


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_preset_is_documented(name: str) -> None:
    assert f"| `{name}` |" in PAGES["packs.md"]
