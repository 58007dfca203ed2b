"""`errata search`: the site's search on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.commands.running import Command
from tests.conftest import ROOT, front_matter

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = """\
[[family]]
id = "APP"
pattern = "APP-[0-9]{4}"
product = "Our application"
meaning = "Errors of our own application"
example = "APP-1001"
"""


@pytest.fixture(scope="module")
def shipped() -> Command:
    """In the checkout, whose articles are read and nothing is written."""
    return Command(ROOT)


def test_a_question_finds_its_article_with_the_line_that_answers(shipped: Command) -> None:
    done = shipped("search", "tracked", "links", "stop", "after", "analysis", "--limit", "1")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "KA-19371 Deliveries with tracked links stop after analysis"
    assert lines[-1] == "  kb/en/KA-19371.md"
    assert "more article" in done.stderr


def test_json_says_the_same_to_machines(shipped: Command) -> None:
    done = shipped("search", "red", "520025", "--format", "json", "--locale", "pt-BR")
    answer = json.loads(done.stdout)
    assert (answer["kind"], answer["codes"], answer["near"]) == ("code", ["RED-520025"], [])
    assert answer["total"] == len(answer["found"])
    assert answer["found"][0]["file"] == "kb/pt-BR/KA-19371.md"


def test_nothing_found_is_status_1_and_a_near_code_is_suggested(shipped: Command) -> None:
    done = shipped("search", "RED-999999")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing found for `RED-999999`\n"
    near = shipped("search", "RED-52025")
    assert near.returncode == 0
    assert "did you mean RED-520025?" in near.stderr


def test_articles_that_share_words_with_a_question_do_not_answer_it(shipped: Command) -> None:
    query = ("search", "tracking", "zebra", "xylophone", "giraffe")
    done = shipped(*query)
    assert done.returncode == 1
    assert "\nnot in any article: zebra, xylophone, giraffe\n" in f"\n{done.stderr}"
    assert "; articles with some of these words:\n" in done.stderr
    assert "more article" not in done.stderr
    answer = json.loads(shipped(*query, "--format", "json").stdout)
    assert (answer["answered"], answer["found"], answer["total"]) == (False, [], 0)
    assert answer["absent"] == ["zebra", "xylophone", "giraffe"]
    assert answer["nearest"][0]["title"] in done.stdout


def test_a_code_of_another_locale_is_reported_with_how_to_see_it(tmp_path: Path) -> None:
    for locale, code in (("en", "APP-1001"), ("pt-BR", "APP-1002")):
        article = tmp_path / "kb" / locale / f"KA-0000{code[-1]}.md"
        article.parent.mkdir(parents=True)
        text = front_matter(article.stem) + f"# Title\n\n## Issue\n\n`{code} stopped`\n"
        article.write_text(text, "utf-8")
    (tmp_path / "kb/families.toml").write_text(FAMILY, "utf-8")
    done = Command(tmp_path)("search", "app1001", "--locale", "pt-BR")
    assert done.returncode == 1
    assert done.stderr == (
        "no article in this locale is about APP-1001: `errata explain` shows the others\n"
    )


def test_an_article_is_found_by_its_number_with_and_without_what_stands_before_it(
    tmp_path: Path,
) -> None:
    for name in ("SUP-17", "KB4014346", "000012345", "HC-204"):
        article = tmp_path / "kb/en" / f"{name}.md"
        article.parent.mkdir(parents=True, exist_ok=True)
        article.write_text("# The printer is out of paper\n\nFill the tray.\n", "utf-8")
    expected = {
        **dict.fromkeys(("SUP-17", "sup 17"), "SUP-17"),
        **dict.fromkeys(("KB4014346", "4014346"), "KB4014346"),
        **dict.fromkeys(("000012345", "12345"), "000012345"),
        "HC-204": "HC-204",
    }
    for query, number in expected.items():
        results = json.loads(Command(tmp_path)("search", query, "--format", "json").stdout)["found"]
        assert [article["number"] for article in results] == [number], query


def test_an_unknown_locale_or_limit_is_status_2(shipped: Command) -> None:
    assert shipped("search", "x", "--locale", "xx").returncode == 2
    assert shipped("search", "x", "--limit", "0").returncode == 2


def test_no_other_command_loads_the_script_engine() -> None:
    commands = "build, check, codes, explain, new, scan"
    code = f"from errata.commands import {commands}; import sys; sys.exit('quickjs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_query_cannot_drive_the_terminal(shipped: Command) -> None:
    done = shipped("search", "\x1b[31mxylophone\u202e quasar")
    assert done.returncode == 1
    assert not set("\x1b\u202e") & set(done.stderr)


def test_an_article_called_as_its_title_is_named_once(tmp_path: Path) -> None:
    article = tmp_path / "kb/en/Printer-without-paper.md"
    article.parent.mkdir(parents=True)
    article.write_text("# Printer without paper\n\nFill the tray.\n", "utf-8")
    output = Command(tmp_path)("search", "printer").stdout
    assert output.split("\n")[0] == "Printer without paper"
