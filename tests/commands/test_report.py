"""`errata report`: the health of the articles on the terminal, as JSON, and as a folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command


def test_a_line_for_each_subject_and_a_page_with_its_tables(
    errata: Command, tmp_path: Path
) -> None:
    done = errata("report", "--out", "health")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("What to do first")
    assert done.stdout.splitlines()[-1].startswith("Score")
    assert done.stderr == "wrote health/index.html, health.json and the tables as CSV\n"
    names = {path.name for path in (tmp_path / "health").iterdir()}
    assert {"index.html", "health.json", "first-steps.csv", "score.csv"} <= names


def test_queries_and_an_earlier_report_add_their_panels(errata: Command, tmp_path: Path) -> None:
    (tmp_path / "asked.csv").write_text("query,count\nzzyzx,3\n", "utf-8")
    (tmp_path / "old.json").write_text(errata("report", "--format", "json").stdout, "utf-8")
    done = errata("report", "--format", "json", "--queries", "asked.csv", "--since", "old.json")
    panels = {panel["id"]: panel for panel in json.loads(done.stdout)["panels"]}
    assert panels["gaps"]["rows"] == [
        {"query": "zzyzx", "searches": 3, "spellings": 1, "examples": [], "nearest": ""}
    ]
    assert panels["trend"]["rows"] == []


def test_a_file_that_cannot_be_used_is_an_error_with_its_place(
    errata: Command, tmp_path: Path
) -> None:
    (tmp_path / "asked.csv").write_text("query,count\nspam,many\n", "utf-8")
    done = errata("report", "--queries", "asked.csv")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "error: `many` is not a number of searches\n --> asked.csv:2:1\nhelp: write a whole number"
    )
    for text in ("{}", "[" * 100_000):
        (tmp_path / "old.json").write_text(text, "utf-8")
        done = errata("report", "--since", "old.json")
        assert done.returncode == 2
        assert "`old.json` is not a report of `errata report --format json`" in done.stderr


def test_the_report_does_not_replace_a_folder_of_other_files(
    errata: Command, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    done = errata("report", "--out", "mine")
    assert done.returncode == 2
    assert (tmp_path / "mine" / "notes.txt").read_text("utf-8") == "mine"
