"""References of messages: each message heads its explanation, with or without a word of failure."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.model import Source
from errata.model.inputs import Conventions

CALLOUTS = """# Known warnings of the till

!!! warning "ignoring a transfer request from `ADDRESS`"

    Transfers are refused.

!!! warning "No drawer found for `TILL_NAME`"

    The till has none.

!!! warning "unknown interface `X` in the bridge"

    It does not exist.

!!! warning "drawer `X` is missing"

    Open it.
"""
QUOTES = """# Fehlermeldungen der Kasse

> [!WARNING] Die Schublade `NAME` ist gesperrt
> Sie wird gerade benutzt.

> [!WARNING] Beleg `NUMMER` wird von zwei Kassen gebucht
> Eine der Kassen ist langsam.

> [!WARNING] Der Drucker `NAME` antwortet nicht
> Er ist aus.
"""
HEADINGS = """# エラーメッセージ一覧

### レジ `NAME` が見つかりません

レジを確認してください。

### 引き出し `NAME` は別のレジで開いています

閉じてください。

### プリンター `NAME` は無効です

電源を入れてください。
"""
TERMS = """# Messages of the till service

The till could not open the drawer
: It is locked.

The ledger is open on another till
: Close it there.

The receipt was not printed
: The printer is off.
"""
POINTS = """# Erros do caixa

- `A gaveta não abre com este cartão`

  Use outro.

- `O recibo VALUE está com outro caixa agora`

  Espere.

- `O caixa não respondeu ao servidor`

  Ligue o caixa.
"""
STEPS = """# Fix the error of the till

## Check the drawer and the printer

They are on.

## The till does not start

Start it.

## Send the log to your support engineer

It tells more.
"""
OPTIONS = """# Options of error reports

Each may be set alone.

## Report the name of the till

Its name.

## Keep reports for some days

Some days.

## Send reports to the service

It sends them.
"""


def read_messages(text: str) -> set[str]:
    """The messages of an article."""
    source = Source("en/KA-1.md", "en", text.encode())
    article = ArticleParser(ParseOptions(conventions=Conventions(dialects=("definition-lists",))))(
        source
    ).article
    assert article
    return {message.text for message in article.messages}


@pytest.mark.parametrize(
    ("article", "message"),
    [
        (CALLOUTS, "ignoring a transfer request from <ADDRESS>"),
        (CALLOUTS, "No drawer found for <TILL_NAME>"),
        (QUOTES, "Beleg <NUMMER> wird von zwei Kassen gebucht"),
        (HEADINGS, "引き出し <NAME> は別のレジで開いています"),
        (TERMS, "The ledger is open on another till"),
        (POINTS, "O recibo VALUE está com outro caixa agora"),
    ],
)
def test_what_is_explained_among_failures_is_a_message_without_a_word_of_failure(
    article: str, message: str
) -> None:
    assert message in read_messages(article)


def test_a_name_in_capitals_and_in_code_is_the_place_of_a_value() -> None:
    messages = read_messages(CALLOUTS)
    assert "unknown interface <X> in the bridge" in messages
    assert "unknown interface X in the bridge" not in messages


@pytest.mark.parametrize("article", [STEPS, OPTIONS])
def test_headings_most_of_which_tell_of_no_failure_are_no_messages(article: str) -> None:
    title = article.partition("\n")[0].removeprefix("# ")
    assert read_messages(article) <= {title, "The till does not start"}


def test_two_messages_are_no_reference() -> None:
    text = CALLOUTS.partition('!!! warning "unknown')[0]
    assert "No drawer found for <TILL_NAME>" not in read_messages(text)


def test_without_a_title_that_names_messages_there_is_no_reference() -> None:
    text = CALLOUTS.replace("Known warnings of the till", "The till")
    assert "No drawer found for <TILL_NAME>" not in read_messages(text)


def test_a_heading_that_quotes_a_message_has_that_message() -> None:
    text = "# Errors\n\n" + "".join(
        f'## Error {number}: "no such ledger in {name}"\n\nMake it.\n\n'
        for number, name in enumerate(("town", "country", "county"))
    )
    assert "no such ledger in town" in read_messages(text)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("No room in *Drawer* for *Count* coins", "No room in <Drawer> for <Count> coins"),
        ("レジ *Till* を開けません。", "レジ <Till> を開けません。"),
        ("The ledger is *not* open for **Till**", "The ledger is not open for Till"),
    ],
)
def test_a_name_in_italics_in_the_row_of_a_code_stands_for_a_value(cell: str, message: str) -> None:
    assert f"10201 {message}" in read_messages(
        f"| Error code | Text |\n|---|---|\n| 10201 | {cell} |\n"
    )


def test_a_row_of_raw_html_may_have_a_line_for_each_cell() -> None:
    def row(code: str, *cells: str) -> str:
        return "\n".join(["<tr>", *(f"<td>{cell}</td>" for cell in (code, *cells)), "</tr>"])

    head = "<tr><th>Status code</th><th>Text</th><th>What to do</th></tr>"
    rows = [
        row("4137", "", "Open it."),
        row("none", "The till of this ledger is closed", "Wait."),
        row("4138", "The header of the ledger is missing", "Write it."),
    ]
    table = "\n".join(["<table>", head, *rows, "</table>"])
    messages = read_messages(f"{table}\n\nThe ledger of the till is closed.\n")
    assert [text for text in messages if text[:1].isdigit()] == [
        "4138 The header of the ledger is missing"
    ]


def test_a_reference_of_hundreds_of_codes_has_the_message_of_the_last() -> None:
    names = [
        f"ledger{first}{last}" for first in "abcdefghijklmnopqr" for last in "abcdefghijklmnopqr"
    ]
    rows = [f"| {number} | Unable to open {name} |" for number, name in enumerate(names, 10_001)]
    messages = read_messages("\n".join(["| Error code | Error message |", "|---|---|", *rows]))
    assert {f"10324 Unable to open {names[-1]}", f"Unable to open {names[-1]}"} <= messages
