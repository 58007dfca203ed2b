"""`errata explain`: a code in any spelling, a message, an article, a check."""

from __future__ import annotations

import json
import shlex

import pytest

from errata.commands.explain import command
from errata.diagnostics.registry import all_checks
from tests.commands.running import Command
from tests.conftest import ROOT

SPELLINGS = [
    ["RED-520025"],
    ["red-520025"],
    ["RED520025"],
    ["RED", "520025"],
    ["RED–520025"],
    ["520025"],
]


@pytest.fixture(scope="module")
def shipped() -> Command:
    """In the checkout, whose articles are read and nothing is written."""
    return Command(ROOT)


@pytest.mark.parametrize("words", SPELLINGS)
def test_a_code_is_explained_however_it_is_written(shipped: Command, words: list[str]) -> None:
    done = shipped("explain", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("RED-520025\n  messages    RED-520025 Communication failed")
    assert "\n  meaning     Adobe Campaign: " in done.stdout
    assert (
        "\n  articles    KA-19371 Deliveries with tracked links stop after analysis\n"
        in done.stdout
    )
    assert "; kb/en/KA-19371.md\n" in done.stdout
    assert "\n  resolution  1. Note which address" in done.stdout
    assert "RED-520005" in done.stdout


def test_a_message_that_an_article_quotes_comes_before_a_code_that_none_explains(
    shipped: Command,
) -> None:
    message = "RED-520999 Analysis completed in 0s with warnings (1 message(s) waiting)."
    done = shipped("explain", message)
    assert done.stdout.startswith("DLV-490119 Analysis completed in … with warnings")
    assert "\nRED-520999\n  state       a code of RED, " in done.stdout


def test_json_says_the_same_to_machines(shipped: Command) -> None:
    done = shipped("explain", "red", "520025", "--format", "json")
    answer = json.loads(done.stdout)
    (card,) = answer["found"]
    assert (answer["what"], answer["near"]) == ("red 520025", [])
    assert (card["kind"], card["name"], card["family"]) == ("code", "RED-520025", "RED")
    assert not card["severity"]
    article = card["articles"][0]
    assert (article["number"], article["salience"]) == ("KA-19371", "primary")
    assert article["file"] == "kb/en/KA-19371.md"


def test_a_code_that_tells_how_severe_it_is_is_explained_with_that(shipped: Command) -> None:
    done = shipped("explain", "SQLSTATE 42S02")
    assert "\n  severity    Permanent: the statement is wrong" in done.stdout


def test_an_unknown_code_is_status_1_with_what_may_be_meant(shipped: Command) -> None:
    done = shipped("explain", "RED-502025")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "nothing found for `RED-502025`\ndid you mean RED-520025?\n"
    document = json.loads(shipped("explain", "RED-52OO25", "--format", "json").stdout)
    assert (document["found"], document["near"]) == ([], ["RED-520025"])


@pytest.mark.parametrize("text", ["KA-19371", "ka-19371", "KA19371", "ka_19371.md"])
def test_an_article_is_explained_by_its_number(shipped: Command, text: str) -> None:
    done = shipped("explain", text)
    assert done.returncode == 0
    assert done.stdout.startswith("KA-19371\n  title       Deliveries with tracked links stop")
    assert "\n  file        kb/en/KA-19371.md\n" in done.stdout


def test_an_article_is_shown_in_the_locale_asked_for(shipped: Command) -> None:
    done = shipped("explain", "KA-19371", "--locale", "pt-BR")
    assert done.stdout.endswith("  file        kb/pt-BR/KA-19371.md\n")


@pytest.mark.parametrize("text", ["KB102", "kb102"])
def test_a_check_is_explained_without_a_knowledge_base(empty: Command, text: str) -> None:
    done = empty("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "KB102\n  finds       A date that is not in ISO 8601 format\n  severity    warning\n"
    )
    assert "ISO 8601" in done.stdout


def test_the_beginning_of_the_codes_of_checks_lists_them(empty: Command) -> None:
    done = empty("explain", "kb10")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("KB10\n  checks      KB101  ")
    assert "\n              KB102  A date that is not in ISO 8601 format\n" in done.stdout
    every = json.loads(empty("explain", "KB", "--format", "json").stdout)["found"][0]
    assert (every["kind"], every["checks"]) == ("checks", [*all_checks()])
    assert empty("explain", "KB999").returncode != 0


def test_a_pasted_line_finds_its_code_and_the_article_that_quotes_it(shipped: Command) -> None:
    line = "10:00 ERROR RED-520005 Wrong configuration of remote redirection server."
    done = shipped("explain", line, "--format", "json")
    results = json.loads(done.stdout)["found"]
    assert (results[0]["kind"], results[0]["name"]) == ("code", "RED-520005")
    assert results[0]["articles"][0]["number"] == "KA-19371"


def test_a_pasted_message_without_code_finds_its_article(shipped: Command) -> None:
    line = (
        "Communication failed with tracking server 'http://198.51.100.9'. Please check that the "
        "server is started and check if the connection parameters defined in the deployment wizard"
    )
    (card,) = json.loads(shipped("explain", line, "--format", "json").stdout)["found"]
    assert (card["kind"], card["articles"][0]["number"]) == ("message", "KA-19371")
    assert card["cause"]
    assert card["resolution"].startswith("1. Note which address")


@pytest.mark.parametrize(
    "text",
    ["__proto__", "constructor", "../x", "<script>", "x" * 10_000, "9" * 10_000, "\x1b[2J", " "],
)
def test_hostile_text_is_answered_with_nothing(shipped: Command, text: str) -> None:
    done = shipped("explain", "--", text)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("nothing found for `")
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("line", (command.epilog or "").splitlines())
def test_examples_in_help_work(errata: Command, line: str) -> None:
    words = shlex.split(line)
    assert words[0] == "errata"
    assert errata(*words[1:]).returncode == 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("SUP-17", "SUP-17"),
        ("sup17", "SUP-17"),
        ("KB4014346", "KB4014346"),
        ("kb 4014346", "KB4014346"),
        ("4014346", "KB4014346"),
        ("000012345", "000012345"),
        ("12345", "000012345"),
        ("mail-is-late", "mail-is-late"),
        ("mail-is-late.md", "mail-is-late"),
        ("en/mail/mail-is-late.md", "mail-is-late"),
        ("kb/en/mail/mail-is-late.md", "mail-is-late"),
        ("kb/en/x/numbered.md", "HC-204"),
        ("numbered", "HC-204"),
    ],
)
def test_an_article_is_found_by_number_name_and_file(
    empty: Command, text: str, number: str
) -> None:
    files = {
        "SUP-17": "# One\n",
        "SUP-170": "# Two\n",
        "KB4014346": "# Three\n",
        "000012345": "# Four\n",
        "mail/mail-is-late": "# Five\n",
        "x/numbered": "---\ntitle: Six\narticle-number: HC-204\n---\nText\n",
    }
    for name, article in files.items():
        path = empty.folder / f"kb/en/{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article, encoding="utf-8")
    done = empty("explain", text, "--format", "json")
    assert [card["name"] for card in json.loads(done.stdout)["found"]] == [number]
    assert empty("explain", "17").returncode == 1


def test_an_article_named_after_a_code_comes_after_the_code(empty: Command) -> None:
    path = empty.folder / "kb/en/ORA-01017.md"
    path.parent.mkdir(parents=True)
    path.write_text("# Access is denied with ORA-01017\n\nText.\n", encoding="utf-8")
    cards = json.loads(empty("explain", "ORA-01017", "--format", "json").stdout)["found"]
    assert [card["kind"] for card in cards] == ["code", "article"]


def test_a_few_words_of_a_message_are_enough_for_a_person(shipped: Command) -> None:
    done = shipped("explain", "remote redirection server", "--format", "json")
    (card,) = json.loads(done.stdout)["found"]
    assert (card["kind"], card["articles"][0]["number"]) == ("message", "KA-19371")
    assert shipped("explain", "the weather in spring").returncode == 1


def test_the_time_of_a_pasted_line_is_not_taken_for_a_code(empty: Command) -> None:
    folder = empty.folder / "kb/en"
    folder.mkdir(parents=True)
    text = "# The printer\n\n## Issue\n\n```\nError code: 1011\n```\n\nThe error code 1011.\n"
    (folder / "KA-1.md").write_text(text, "utf-8")
    line = "2026-11-28 10:11:12,123 - shop.worker - ERROR - The other thing ended"
    assert json.loads(empty("explain", line, "--format", "json").stdout)["found"] == []
    assert json.loads(empty("explain", "1011", "--format", "json").stdout)["found"]


def test_the_article_that_quotes_the_pasted_message_comes_first_of_its_code(empty: Command) -> None:
    folder = empty.folder / "kb/en"
    folder.mkdir(parents=True)
    messages = ("ERROR: bigint out of range in ledger", "ERROR: deadlock detected while archiving")
    for index, message in enumerate(messages):
        text = f"# ORA-20001, case {index}\n\n## Symptoms\n\n```\nORA-20001: {message}\n```\n"
        (folder / f"KA-{index}.md").write_text(text, encoding="utf-8")
    for index, message in enumerate(messages):
        line = f"10:00 ORA-20001: {message} 4711"
        card = json.loads(empty("explain", line, "--format", "json").stdout)["found"][0]
        assert (card["kind"], card["articles"][0]["number"]) == ("code", f"KA-{index}")


@pytest.mark.parametrize("text", ["RED-520999", "red 520999", "what is RED520999?"])
def test_a_code_that_no_article_explains_is_described_by_its_family(
    shipped: Command, text: str
) -> None:
    done = shipped("explain", text)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("RED-520999\n  state       a code of RED, Adobe Campaign: ")
    assert "; no article explains it\n" in done.stdout
    assert "\n  same family RED-520005, RED-520025\n" in done.stdout
    answer = json.loads(shipped("explain", text, "--format", "json").stdout)
    assert (answer["found"], answer["unknown"][0]["name"]) == ([], "RED-520999")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("what does red 520025 mean?", "RED-520025"),
        ("Fehler (RED-520025)", "RED-520025"),
        ("https://help.example/en/codes/RED-520025/index.html", "RED-520025"),
    ],
)
def test_a_known_code_inside_a_question_or_an_address_is_explained(
    shipped: Command, text: str, code: str
) -> None:
    card = json.loads(shipped("explain", text, "--format", "json").stdout)["found"][0]
    assert (card["kind"], card["name"]) == ("code", code)


@pytest.mark.parametrize("text", ["RED", "red", "RED-52", "red*", "RED-*"])
def test_the_beginning_of_codes_lists_them(shipped: Command, text: str) -> None:
    (card,) = json.loads(shipped("explain", text, "--format", "json").stdout)["found"]
    assert (card["kind"], card["family"]) == ("family", "RED")
    assert card["codes"] == ["RED-520005", "RED-520025"]


@pytest.mark.parametrize(
    "text",
    [
        "/en/KA-19371/index.html",
        "https://help.example/docs/KA-19371.html?lang=en#cause",
        "KA-19371.html",
        "19371",
    ],
)
def test_the_address_of_an_article_finds_it(shipped: Command, text: str) -> None:
    (card,) = json.loads(shipped("explain", text, "--format", "json").stdout)["found"]
    assert (card["kind"], card["name"]) == ("article", "KA-19371")


def test_articles_in_no_list_are_named_with_their_state(empty: Command) -> None:
    for number, (key, text) in {
        "HC-1": ("hide: true", "The error ORA-01017 is old."),
        "HC-2": ("draft: true", "The error ORA-12899 is new."),
        "HC-3": ("title: Masked", "It fails with NMS-47xxxx."),
    }.items():
        path = empty.folder / f"kb/en/{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{key}\n---\n# About it\n\n{text}\n", encoding="utf-8")
    (empty.folder / "errata.toml").write_text('families = ["default", "adobe-campaign"]', "utf-8")
    hidden = empty("explain", "ora 01017").stdout
    assert hidden.startswith("HC-1\n  state       hidden: it has a page, but is not listed\n")
    withheld = empty("explain", "ORA-12899").stdout
    assert withheld.startswith("HC-2\n  state       a draft, so it is not published\n")
    assert "  file        kb/en/HC-2.md\n" in withheld
    masked = empty("explain", "NMS-470001")
    assert (masked.returncode, masked.stdout.partition("\n")[0]) == (0, "NMS-47xxxx")
    assert "\n  articles    HC-3 " in masked.stdout


ISSUES = {
    "en": """---
title: Known issues of the till
---

## Known issues

### Printing

#### Issue

The error `The printer of the till is missing` is shown.

#### Workaround

Connect the printer again.

### Closing

#### Issue

The error `The ledger refused the closing of the till` is shown.

#### Cause

The closing fails because another till has the ledger open.

#### Workaround

Close the other till first.
""",
    "de": """---
title: Bekannte Probleme der Kasse
---

## Drucken

### Problem

Der Fehler `The printer of the till is missing` erscheint.

### Lösung

Verbinden Sie den Drucker neu.

## Abschließen

### Problem

Der Fehler `The ledger refused the closing of the till` erscheint.

### Ursache

Der Abschluss scheitert, weil eine andere Kasse das Buch benutzt.

### Lösung

Schließen Sie zuerst die andere Kasse.
""",
    "en-flat": """---
title: Known issues of the till
---

These issues are known.

## Issue 1: Printing

The error `The printer of the till is missing` is shown.

## Workaround

Connect the printer again.

## Issue 2: Closing

The error `The ledger refused the closing of the till` is shown.

## Cause

The closing fails because another till has the ledger open.

## Workaround

Close the other till first.
""",
}


@pytest.mark.parametrize(
    ("issues", "printing", "closing"),
    [
        ("en", "Connect the printer again.", "Close the other till first."),
        ("de", "Verbinden Sie den Drucker neu.", "Schließen Sie zuerst die andere Kasse."),
        ("en-flat", "Connect the printer again.", "Close the other till first."),
    ],
)
def test_a_message_of_one_of_several_issues_has_its_cause_and_its_resolution(
    empty: Command, issues: str, printing: str, closing: str
) -> None:
    locale = issues.partition("-")[0]
    article = empty.folder / "kb" / locale / "KA-00001.md"
    article.parent.mkdir(parents=True, exist_ok=True)
    article.write_text(ISSUES[issues], "utf-8")
    (empty.folder / "errata.toml").write_text(f'default-locale = "{locale}"\n', "utf-8")

    def explain(message: str) -> tuple[str, str]:
        done = empty("explain", message, "--format", "json")
        card = json.loads(done.stdout)["found"][0]
        return card["cause"], card["resolution"]

    assert explain("The printer of the till is missing") == ("", printing)
    cause, resolution = explain("The ledger refused the closing of the till")
    assert resolution == closing
    assert cause
