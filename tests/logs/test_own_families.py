"""What `explain` knows of a family, a log is read for, however its codes begin and are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.codes.lookup import CodeLookup
from errata.commands._lookup import index_messages
from errata.commands._project import link_library, open_project
from errata.logs.reader import LogReader
from tests.logs.own_families import FOUND, NOT_FOUND, UNEXPLAINED, own_families

if TYPE_CHECKING:
    from pathlib import Path

    from errata.logs.hits import LogHit
    from errata.model import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return own_families(tmp_path_factory.mktemp("own"))


def hits(library: Library, line: str) -> list[LogHit]:
    reader = LogReader(library, locale="en")
    return [*reader.feed(line.encode()), *reader.end()]


@pytest.mark.parametrize(("line", "code"), FOUND.items())
def test_a_code_is_found_as_products_write_it(library: Library, line: str, code: str) -> None:
    matches = hits(library, f"2026-11-28 INFO {line}")
    assert [(hit.kind, hit.name) for hit in matches] == [("code", code)]
    assert matches[0].surface in line
    assert matches[0].articles


def test_a_code_in_a_title_comes_before_the_message_of_another_article(library: Library) -> None:
    reader = LogReader(library, locale="en", messages=index_messages(library))
    message = "no external symbol in the module of the pump station"
    for code, kinds in {"LNK2001": ["code", "message"], "LNK2019": ["message", "code"]}.items():
        matches = [*reader.feed(f"{code}: {message}\n".encode())]
        assert [hit.kind for hit in matches] == kinds


def test_a_state_that_any_pod_has_counts_beside_words_of_the_article(tmp_path: Path) -> None:
    title = "Shop agent stuck in CrashLoopBackOff because of its webhook"
    (tmp_path / "kb/en").mkdir(parents=True)
    (tmp_path / "kb/en/agent.md").write_text(f"---\ntitle: {title}\n---\nText.\n", "utf-8")
    of_pods = link_library(open_project(None, tmp_path / "kb"))
    own, others = "shop-agent-0 webhook CrashLoopBackOff 7", "cache-0 0/1 CrashLoopBackOff 7 3m"
    assert [hit.name for hit in hits(of_pods, own)] == ["CrashLoopBackOff"]
    assert hits(of_pods, others) == []


def test_a_message_of_the_front_matter_is_found_in_a_log(tmp_path: Path) -> None:
    (tmp_path / "kb/en").mkdir(parents=True)
    text = "---\ntitle: Drawers\nerror_message: Cannot open drawer 4 of the till\n---\nText.\n"
    (tmp_path / "kb/en/drawers.md").write_text(text, "utf-8")
    library = link_library(open_project(None, tmp_path / "kb"))
    reader = LogReader(library, locale="en", messages=index_messages(library))
    line = b"2026-11-28 ERROR Cannot open drawer 17 of the till\n"
    assert [hit.articles for hit in reader.feed(line)] == [("drawers",)]


@pytest.mark.parametrize("line", NOT_FOUND)
def test_a_part_of_something_else_is_not_a_code(library: Library, line: str) -> None:
    assert [hit for hit in hits(library, line) if hit.kind == "code"] == []


@pytest.mark.parametrize(("line", "found"), UNEXPLAINED.items())
def test_a_code_that_no_article_explains_is_reported_as_such(
    library: Library, line: str, found: tuple[str, str]
) -> None:
    assert [(hit.kind, hit.name, hit.surface) for hit in hits(library, line)] == [
        ("unknown", *found)
    ]


def test_a_short_code_that_no_article_explains_is_not_reported(library: Library) -> None:
    assert hits(library, "E12 E999 PU-1") == []


def test_a_family_of_short_codes_costs_nothing_where_no_article_has_one(library: Library) -> None:
    used = {code: e for code, e in library.index.items() if e.family not in {"CLOUD", "SHORT"}}
    unused = LogReader(replace(library, index=used))
    assert not [*unused.feed(b"CS0103 FS2001 E7\n"), *unused.end()]


def test_a_code_is_looked_up_as_articles_write_it(library: Library) -> None:
    spellings = {code: entry.spellings for code, entry in library.index.items()}
    lookup = CodeLookup(library.index, spellings)
    assert lookup.find("event id 4999").code == "Event 4999"
    assert lookup.find("Event 4999").code == "Event 4999"
