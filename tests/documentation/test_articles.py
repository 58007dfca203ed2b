"""The articles about errata itself: their sessions print what they show, and readers find them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import PRESET_NAMES, read_preset
from scripts.write_reference import FOLDER
from tests.readme.sessions import run_sessions

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md"))}
# "[Begin](start.md)" and "[KB312](checks.md#kb312)" yes; "[the site](https://example.com)" no.
LINK = re.compile(r"\]\(([\w-]+\.md)(?:#[\w-]+)?\)")
# What stands in code is an example: "```…```" on lines of their own, and "`a.md`".
EXAMPLE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
# "`mail/late.md`:" before a block of markdown is a file that the sessions of a page work on.
FILE = re.compile(r"^`([\w/.-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _keys_read(preset: str) -> set[str]:
    keys = read_preset(preset).metadata.keys
    return {key for key, meaning in keys.items() if meaning not in {"ignored", "internal"}}


def _links(name: str) -> set[str]:
    return set(LINK.findall(EXAMPLE.sub("", ARTICLES[name])))


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_every_link_of_an_article_leads_to_an_article(name: str) -> None:
    assert _links(name) <= ARTICLES.keys()


def test_every_article_is_reached_from_the_index() -> None:
    reached, waiting = {"index.md"}, ["index.md"]
    while waiting:
        found = _links(waiting.pop()) - reached
        reached |= found
        waiting += found
    assert reached == ARTICLES.keys()
    assert _links("index.md") == ARTICLES.keys() - {"index.md"}, "the index names each article"


@pytest.mark.parametrize("name", sorted(name for name in ARTICLES if FILE.search(ARTICLES[name])))
def test_the_sessions_of_an_article_print_what_it_shows(name: str, tmp_path: Path) -> None:
    for path, text in FILE.findall(ARTICLES[name]):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    run_sessions(ARTICLES[name], tmp_path)


@pytest.mark.parametrize("name", [name for name in PRESET_NAMES if name != "kcs"])
def test_the_tables_of_tools_say_what_is_read_of_each_and_what_is_not(name: str) -> None:
    text = ARTICLES["coming-from.md"]
    for heading in ("What is read", "What is not read"):
        part = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
        assert f"| {read_preset(name).name} |" in part


@pytest.mark.parametrize("key", sorted({key for name in PRESET_NAMES for key in _keys_read(name)}))
def test_a_key_of_another_tool_that_is_read_is_in_the_table_of_keys(key: str) -> None:
    assert f"`{key}`" in ARTICLES["your-own-metadata.md"].lower()
