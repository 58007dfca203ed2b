"""`errata codes`: the list, its formats, and a catalogue beside it."""

from __future__ import annotations

import csv
import json
import shlex
from typing import TYPE_CHECKING

import pytest

from errata.commands.codes import command
from tests.commands.running import Command
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def shipped() -> Command:
    """In the checkout, whose articles are read and nothing is written."""
    return Command(ROOT)


def catalogue(folder: Path, *lines: str) -> str:
    path = folder / "catalogue.csv"
    path.write_text("\n".join(("code,message", *lines)) + "\n", encoding="utf-8")
    return str(path)


def test_every_code_is_listed_with_family_articles_and_salience(shipped: Command) -> None:
    done = shipped("codes")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line.split() for line in done.stdout.splitlines()]
    assert ["RED-520025", "RED", "1", "article", "primary"] in rows
    assert rows == sorted(rows)


def test_a_family_is_listed_alone_and_an_unknown_one_is_status_1(shipped: Command) -> None:
    done = shipped("codes", "--family", "red", "--format", "json")
    assert [row["code"] for row in json.loads(done.stdout)] == ["RED-520005", "RED-520025"]
    assert shipped("codes", "--family", "NONE").returncode == 1


def test_csv_is_read_back_as_it_was(shipped: Command) -> None:
    rows = list(csv.DictReader(shipped("codes", "--format", "csv").stdout.splitlines()))
    assert {"code": "RED-520025", "family": "RED", "articles": "1", "salience": "primary"} in rows


def test_a_catalogue_is_compared_with_what_is_explained_and_what_it_lacks(
    shipped: Command, tmp_path: Path
) -> None:
    path = catalogue(tmp_path, "red520025,x", 'RED-520099,"no, none"')
    done = shipped("codes", "--family", "RED", "--catalogue", path)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "1 of 2 codes of the catalogue are explained (50%)",
        "the catalogue lacks RED-520005",
    ]
    alone = shipped("codes", "--catalogue", path, "--unexplained")
    assert (alone.returncode, alone.stdout) == (1, "RED-520099  no, none\n")
    document = json.loads(
        shipped("codes", "--catalogue", path, "--unexplained", "--format", "json").stdout
    )
    assert document == [{"code": "RED-520099", "message": "no, none"}]


def test_a_catalogue_that_is_all_explained_is_status_0(shipped: Command, tmp_path: Path) -> None:
    path = catalogue(tmp_path, "RED-520025,x", "RED-520005,y")
    done = shipped("codes", "--catalogue", path, "--unexplained")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "2 of 2 codes of the catalogue are explained (100%)\n"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("＋1", "'＋1"),
        ("\x1b[2J", r"\x1b[2J"),
        ('"a\n::error::b"', f'"a\n{chr(92)}x3a:error::b"'),
        ("##vso[task.complete]", r"\x23#vso[task.complete]"),
        ('"Two\nlines"', '"Two\nlines"'),
        ("Café 環境", "Café 環境"),
    ],
)
def test_no_cell_of_an_export_is_a_formula_or_a_command(
    shipped: Command, tmp_path: Path, message: str, expected: str
) -> None:
    path = catalogue(tmp_path, f"RED-520099,{message}")
    done = shipped("codes", "--catalogue", path, "--unexplained", "--format", "csv")
    assert done.stdout == f"code,message\nRED-520099,{expected}\n"


@pytest.mark.parametrize("content", [b"name\nx\n", b"", b"\xff\xfe\n", b'code,message\n"x,y\n'])
def test_a_catalogue_that_cannot_be_used_is_status_2(
    shipped: Command, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "c.csv").write_bytes(content)
    done = shipped("codes", "--catalogue", str(tmp_path / "c.csv"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert "bug" not in done.stderr


def test_a_missing_catalogue_and_none_at_all_are_status_2(shipped: Command) -> None:
    assert shipped("codes", "--catalogue", "none.csv").returncode == 2
    done = shipped("codes", "--unexplained")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--catalogue" in done.stderr


@pytest.mark.parametrize("line", (command.epilog or "").splitlines())
def test_examples_in_help_work(errata: Command, line: str) -> None:
    catalogue(errata.folder, "APP-1001,The application cannot start")
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == "errata"
    assert errata(*words[1:]).returncode == 0
