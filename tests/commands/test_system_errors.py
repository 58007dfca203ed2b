"""Errors of operating systems are found in whatever clothes people and logs write them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.commands.running import Command

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {
    "update": ("Update cannot be searched", "The client stops with 0x80244008."),
    "denied": ("Copy is refused", "`HRESULT: 0x80070005 (E_ACCESSDENIED)` is shown."),
    "decimal": ("Task ends early", "The task returned -2147024894."),
    "replace": ("Sync cannot replace a file", "`PermissionError: [WinError 5] Access is denied`"),
    "hub": ("Agent cannot reach the hub", "`OSError: [WinError 10061] No connection`"),
    "disk": ("Backup cannot write", "`OSError: [Errno 28] No space left on device`"),
    "boot": ("Der Rechner startet nicht", "Bluescreen mit STOP 0x7b."),
}
OWN = """
[[family]]
id = "RESULT"
pattern = "0x[0-9A-Fa-f]{8}"
product = "Windows"
meaning = "Result codes"
example = "0x80070005"
"""


@pytest.fixture(scope="module")
def errata(tmp_path_factory: pytest.TempPathFactory) -> Command:
    folder = tmp_path_factory.mktemp("system")
    _write(folder, ARTICLES)
    return Command(folder)


def _write(folder: Path, articles: dict[str, tuple[str, str]]) -> None:
    (folder / "kb/en").mkdir(parents=True)
    for number, (name, (title, body)) in enumerate(articles.items(), 1):
        front = f"---\ntitle: {title}\narticle-number: KA-{number:05}\nkeywords: {name}\n---\n"
        (folder / f"kb/en/KA-{number:05}.md").write_text(f"{front}# {title}\n\n{body}\n", "utf-8")


def first(errata: Command, query: str) -> str:
    done = errata("search", "--format", "json", "--", query)
    results = json.loads(done.stdout)["found"]
    return str(results[0]["title"]) if results else ""


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("update", ["0x80244008", "80244008", "error 80244008", "hr=80244008", "-2145107960"]),
        ("denied", ["0x80070005", "80070005", "E_ACCESSDENIED", "-2147024891", "2147942405"]),
        ("decimal", ["0x80070002", "80070002", "error -2147024894"]),
        ("replace", ["[WinError 5]", "WinError 5", "[WinError 5] Access is denied"]),
        ("hub", ["[WinError 10061]", "winerror 10061"]),
        ("disk", ["[Errno 28]", "errno=28", "Errno 28", "ENOSPC"]),
        ("boot", ["0x7B", "0x0000007B", "INACCESSIBLE_BOOT_DEVICE"]),
    ],
)
def test_a_query_in_other_clothes_finds_its_article_first(
    errata: Command, name: str, queries: list[str]
) -> None:
    by_name = {query: first(errata, query) for query in queries}
    assert by_name == dict.fromkeys(queries, ARTICLES[name][0])


def test_each_number_is_a_code_of_its_own(errata: Command) -> None:
    listed = {row["code"] for row in json.loads(errata("codes", "--format", "json").stdout)}
    numbers = {"0x80244008", "0x80070005", "0x80070002", "0x0000007B"}
    assert {*numbers, "WinError 5", "WinError 10061", "errno=28"} <= listed
    assert "WinError" not in listed


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("hr=80244008", "0x80244008"),
        ("returned 2147942405", "0x80070005"),
        ("failed: E_ACCESSDENIED", "0x80070005"),
        ("exit code -2147024894", "0x80070002"),
        ("WARNING: 0x80070002", "0x80070002"),
        ("PermissionError: [WinError 5] Access is denied", "WinError 5"),
        ("backup: OSError: [Errno 28] No space", "errno=28"),
        ("backup failed: ENOSPC", "errno=28"),
    ],
)
def test_a_log_in_other_clothes_leads_to_the_article(errata: Command, line: str, code: str) -> None:
    (errata.folder / "app.log").write_text(f"10:00 {line}\n", "utf-8")
    done = errata("scan", "--format", "json", "--no-messages", "app.log")
    assert [hit["name"] for hit in json.loads(done.stdout)["hits"] if hit["kind"] == "code"] == [
        code
    ]
    assert errata("explain", line).returncode == 0


@pytest.mark.parametrize("line", ["nginx: write() failed: ENOSPC", "sshd: [Errno 28] No space"])
def test_a_failure_that_any_program_has_is_not_found_in_another_ones_log(
    errata: Command, line: str
) -> None:
    (errata.folder / "app.log").write_text(f"10:00 {line}\n", "utf-8")
    done = errata("scan", "--format", "json", "--no-messages", "app.log")
    assert json.loads(done.stdout)["hits"] == []


def test_an_own_family_without_forms_finds_numbers_that_lost_their_0x(tmp_path: Path) -> None:
    _write(tmp_path, {"update": ARTICLES["update"]})
    (tmp_path / "kb/families.toml").write_text(OWN, "utf-8")
    errata = Command(tmp_path)
    queries = ["80244008", "error 80244008", "hr=80244008", "0X80244008"]
    assert {first(errata, query) for query in queries} == {ARTICLES["update"][0]}
