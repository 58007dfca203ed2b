"""Messages quoted in an article's text runs."""

from __future__ import annotations

import pytest

from errata.messages.extract import extract_messages
from errata.model import Mention, Message, SectionKind, TextRun

ISSUE = SectionKind.ISSUE


def _found(*runs: TextRun, mentions: tuple[Mention, ...] = ()) -> list[str]:
    return [message.text for message in extract_messages(runs, mentions)]


def test_each_line_of_a_code_block_is_a_message_without_prefix_and_frames() -> None:
    text = (
        "17.11.2024 10:00:00.123 *ERROR* [main] com.fabrikam.Cart The basket could not be saved\n"
        "\tat com.fabrikam.Cart.save(Cart.java:12)\n"
        "Caused by: java.io.IOException: Disk is gone\n"
    )
    assert _found(TextRun(text, "fence", 10, ISSUE)) == [
        "The basket could not be saved",
        "java.io.IOException: Disk is gone",
    ]


@pytest.mark.parametrize(
    ("title", "message"),
    [
        (
            "Fixing the message \u201cRelated ledgers are closed\u201d in the app",
            "Related ledgers are closed",
        ),
        ("アプリの「関連する元帳がありません」メッセージの修正", "関連する元帳がありません"),
        ('Die Meldung "Das Hauptbuch ist geschlossen" beheben', "Das Hauptbuch ist geschlossen"),
        ("Erro: é necessário um caixa aberto", "é necessário um caixa aberto"),
        ("TILL-28000: drawers are locked", "TILL-28000: drawers are locked"),
    ],
)
def test_what_a_title_quotes_or_announces_is_a_message(title: str, message: str) -> None:
    mentions = (Mention("TILL-28000", "till", "title", 1, surface="TILL-28000"),)
    assert message in _found(TextRun(title, "title", 1), mentions=mentions)


def test_a_line_of_a_commands_help_is_no_message() -> None:
    options = "  --seed int       Seed for the random prices\n  -f, --file name  Read the prices\n"
    refusal = "--file cannot be used with --seed"
    assert _found(TextRun(f"{options}{refusal}\n", "fence", 10, ISSUE)) == [refusal]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("<Error> Resolver: Cannot find the shop", "Resolver: Cannot find the shop"),
        ("<ERROR>: the till is closed for good", "the till is closed for good"),
        ('[2026/01/02 03:04:05] ["the till is closed for good"] [shop=7]', "till is closed"),
        ("[The till did not answer in time.] (Session: 17)", "The till did not answer in time."),
        ('{"level":"error","msg":"The till did not answer"}', "The till did not answer"),
    ],
)
def test_a_level_and_brackets_hide_no_message(line: str, message: str) -> None:
    messages = _found(TextRun(f"{line}\n", "fence", 10, ISSUE))
    assert len(messages) == 1
    assert message in messages[0]


@pytest.mark.parametrize(
    "code",
    [
        "text/plain; charset=utf-8",
        "arn:aws:iam::123456789012:role/shop till reader",
        "till.example/role: arn:aws:iam::123456789012:role/shop till",
        "#!/usr/bin/env till of the shop",
        "Traceback (most recent call last):",
        "for c in $(tills list all of the shop)",
        "tills -n shop list all drawers",
        "sudo apt-get install till drawer ledger",
        "[INFO] Total time of shop: 01:23 min",
        "echo the till of the shop | sudo tee till.list",
        "Till 64-Bit Server VM (build 17.0.1, mixed mode)",
        "Manager: tills-client-side-apply",
        'verbs: ["get", "watch-tills"] # the list is missing',
        "git push origin the-till-branch",
        "shop-till-front-end",
        "Error: 18456, Severity: 14, State: 8.",
    ],
)
def test_a_command_and_a_value_in_code_are_no_messages(code: str) -> None:
    assert _found(TextRun(code, "fence", 10, ISSUE)) == []


@pytest.mark.parametrize(
    ("line", "is_message"),
    [
        ("TILL0042.exclude_drawers = false", False),
        ("shop_diagnostic.TILL0042.severity = none", False),
        ("TILL0042: exclude_drawers = false is refused", True),
    ],
)
def test_a_setting_with_the_name_of_a_code_is_no_message(line: str, *, is_message: bool) -> None:
    mentions = (Mention("TILL0042", "till", "fence", 10, surface="TILL0042"),)
    expected = [line] if is_message else []
    assert _found(TextRun(line, "fence", 10, ISSUE), mentions=mentions) == expected


def test_a_line_that_goes_on_with_a_code_is_two_messages() -> None:
    line = "The till is invalid, so it broke. It had this error: TILL-28000: The drawer is locked."
    mentions = (Mention("TILL-28000", "till", "fence", 10, surface="TILL-28000"),)
    assert _found(TextRun(line, "fence", 9, ISSUE), mentions=mentions) == [
        "The till is invalid, so it broke.",
        "TILL-28000: The drawer is locked.",
    ]


@pytest.mark.parametrize(
    "title",
    ['How to open "All my ledgers of today"', "Errors: how to read a till"],
)
def test_the_name_of_a_page_in_a_title_is_no_message(title: str) -> None:
    assert not {*_found(TextRun(title, "title", 1))} - {title}


@pytest.mark.parametrize(
    "text",
    [
        "tilld get events --field-selector reason=TillFailed -A",
        "TillFailed, TillLost, and TillGone",
        "front-till-server TillLost",
        "Last State.Reason: TillLost",
    ],
)
def test_a_command_and_a_list_of_codes_are_no_messages_of_the_codes_in_them(text: str) -> None:
    names = ("TillFailed", "TillLost", "TillGone")
    mentions = tuple(Mention(name, "till", "fence", 11, surface=name) for name in names)
    assert _found(TextRun(text, "fence", 10, ISSUE), mentions=mentions) == []


def test_a_check_that_passed_is_no_message() -> None:
    text = "√ the shop has required permissions\n× the till has required permissions\n"
    assert _found(TextRun(text, "fence", 10, ISSUE)) == ["× the till has required permissions"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Nombre de usuario no reconocido en la tienda",
        "検出方法が不足している種類があります",
        "商店余额不足，未能付款",
    ],
)
def test_what_lacks_or_is_not_known_is_a_failure(sentence: str) -> None:
    assert sentence in _found(TextRun(sentence, "prose", 3, ISSUE))


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("Message text", "The prefix '%.*ls' does not match a table."),
        ("Meldungstext", "Das Präfix '%.*ls' stimmt mit keiner Tabelle überein."),
        ("メッセージ テキスト", "プレフィックス '%.*ls' はどの表にも一致しません。"),
    ],
)
def test_the_cell_beside_message_text_is_a_message(label: str, message: str) -> None:
    cells = [
        TextRun(label, "prose", 9, None, 1, column=""),
        TextRun(message, "prose", 9, None, 2, column=""),
    ]
    assert message in _found(*cells)
    others = [
        TextRun("Component", "prose", 9, None, 1, column=""),
        TextRun("The part of the shop", "prose", 9, None, 2, column=""),
    ]
    assert _found(*others) == []


def test_a_message_knows_its_line_template_and_codes() -> None:
    run = TextRun("x = 1\nABC-120007 No basket 'b17' for 10.0.0.9\n", "fence", 20, ISSUE)
    mention = Mention("ABC-120007", "abc", "fence", 22, surface="ABC-120007")
    assert extract_messages([run], [mention]) == (
        Message(
            "ABC-120007 No basket 'b17' for 10.0.0.9",
            "ABC-120007 No basket {value} for {ip}",
            ("ABC-120007",),
            "fence",
            22,
            ISSUE,
        ),
    )


def test_a_ticket_is_no_code_of_a_message() -> None:
    run = TextRun("NEO-12345 The basket could not be saved", "span", 4, ISSUE)
    mention = Mention("NEO-12345", "ticket", "span", 4, "ticket", "NEO-12345")
    assert extract_messages([run], [mention])[0].codes == ()


def test_a_sentence_after_error_and_one_in_quotation_marks_are_messages() -> None:
    introduced = TextRun("The log has error: the ledger is closed for today", "prose", 3, None)
    quoted = TextRun("It then says “The ledger was not opened yet”.", "prose", 5, ISSUE)
    messages = _found(introduced, quoted)
    assert "the ledger is closed for today" in messages
    assert "The ledger was not opened yet" in messages


def test_runs_of_one_line_are_read_as_one_sentence() -> None:
    runs = (
        TextRun("Unable to open ledger", "prose", 3, ISSUE),
        TextRun("2024", "span", 3, ISSUE),
        TextRun(" of the tenant", "prose", 3, ISSUE),
    )
    assert "Unable to open ledger 2024 of the tenant" in _found(*runs)


def test_what_is_no_message_is_left_out() -> None:
    runs = (
        TextRun("Campaign Classic", "prose", 3, SectionKind.ENVIRONMENT),
        TextRun("When you open the page, the error is shown to all", "prose", 4, ISSUE),
        TextRun("/etc/app/config.xml", "span", 5, ISSUE),
        TextRun("<node name='a'>\n</node>\n", "fence", 6, ISSUE),
        TextRun("error", "keywords", 7, None),
    )
    assert _found(*runs) == []


def test_one_of_each_template_is_kept_and_its_length_is_bounded() -> None:
    text = "Basket 17 could not be saved\nBasket 18 could not be saved\n" + "word " * 5000
    messages = _found(TextRun(text, "fence", 1, ISSUE))
    assert messages[0] == "Basket 17 could not be saved"
    assert [len(text) <= 500 for text in messages] == [True, True]


def _paragraph(*pieces: str, section: SectionKind | None = ISSUE, line: int = 3) -> list[TextRun]:
    """Runs of one block; every second piece is emphasised."""
    return [
        TextRun(text, "prose", line, section, block=line, emphasis=index % 2 * (index + 1))
        for index, text in enumerate(pieces)
    ]


@pytest.mark.parametrize(
    ("before", "message", "after"),
    [
        ("You may see the message ", "Whoops. Something is odd here", " on the page"),
        ("The task stops with the error ", "has a maximum of ledger entries", "."),
        ("Es erscheint die Meldung ", "Die Sitzung ist beendet", "."),
        ("次の", "元帳を開く権限が足りません", "というエラーが表示されます。"),
        ("Error in log file: ", "Invalid ledger", ""),
        ("The page then shows ", "No ledger could not be opened", ""),
        ("If the check fails with ", "LedgerChecker - No good entries found", ", close it."),
        ("Der Abgleich schlägt mit ", "Kein passendes Hauptbuch da", " fehl."),
    ],
)
def test_what_is_emphasised_and_named_a_message_is_one(
    before: str, message: str, after: str
) -> None:
    assert message in _found(*_paragraph(before, message, after))


@pytest.mark.parametrize(
    ("before", "label", "after"),
    [
        ("To see errors, open ", "Admin Console", " first"),
        ("Errors are under ", "Reports > ledger > all entries", ""),
        ("The error is in ", "var/log/error.log", ""),
        ("Choose ", "show all the ledger entries", " in the menu"),
        ("Choose ", "Maximum number of retries", " in the menu"),
        ("Now compare it with ", "the entries of another ledger", " in the list"),
    ],
)
def test_the_label_of_a_control_is_no_message(before: str, label: str, after: str) -> None:
    assert label not in _found(*_paragraph(before, label, after))


@pytest.mark.parametrize(
    "text",
    [
        "Die Meldung lautet „Die Buchung wurde schon früher beendet“.",
        "Le message est « Le grand livre est déjà clos » depuis.",
        "エラー「元帳を開く権限が足りません」が表示されます。",
        "Resolve the error Empty return for ledger method.",
        "The check fails with “Ledger is locked by till 4”.",
        'Die Meldung lautet „Die Kasse ist seit gestern zu".',
        'Il messaggio di errore è "La cassa è chiusa da ieri”. Riaprire "Cassa".',
    ],
)
def test_a_message_is_found_in_the_quotation_marks_of_any_language(text: str) -> None:
    (wanted,) = (
        part
        for part in (
            "Die Buchung wurde schon früher beendet",
            "Le grand livre est déjà clos",
            "元帳を開く権限が足りません",
            "Empty return for ledger method.",
            "Ledger is locked by till 4",
            "Die Kasse ist seit gestern zu",
            "La cassa è chiusa da ieri",
        )
        if part in text
    )
    assert wanted in [found.strip() for found in _found(*_paragraph(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kapalı defter görüntülenemiyor",
        "Bu defter açılamaz",
        "Не удается открыть кассу",
        "Нельзя открыть кассу дважды",
        "Kasa nie może zostać otwarta",
        "서랍을 열지 않았습니다",
    ],
)
def test_a_sentence_tells_of_a_failure_in_languages_that_write_it_in_a_verb(sentence: str) -> None:
    assert sentence in _found(*_paragraph(sentence))


def test_words_that_have_such_a_verb_inside_tell_of_no_failure() -> None:
    for sentence in ("The remedies are below", "Amazon stores the ledger", "The yoke holds it"):
        assert _found(*_paragraph(sentence)) == []


def test_a_column_is_named_in_capitals_of_turkish_too() -> None:
    cell = TextRun("Defter iki kez sayıldı", "prose", 4, ISSUE, column="İleti")
    assert _found(cell) == [cell.text]


def test_the_file_that_ends_a_message_is_a_value_if_the_other_words_tell_enough() -> None:
    texts = {
        "Error: Unable to open tillfile till.jar": "Error: Unable to open tillfile {path}",
        "Unable to open tillfile lib/x86/till.dll.": "Unable to open tillfile {path}.",
        "Error: cannot open the file till.xml": "Error: cannot open the file till.xml",
        "Error: cannot read the property till.name": "Error: cannot read the property till.name",
    }
    messages = extract_messages([TextRun("\n".join(texts), "fence", 1, ISSUE)], ())
    assert [message.template for message in messages] == list(texts.values())


def test_a_message_in_quotation_marks_may_begin_as_a_sentence_of_the_author_does() -> None:
    quoted = "This ledger is already in use by <name>."
    sentence = f'Did you get this error for a new entry? "{quoted}" This article says why.'
    assert quoted in _found(*_paragraph(sentence))
    assert _found(*_paragraph(f'Read on in "{quoted}" to learn more.')) == []
    assert quoted not in _found(*_paragraph("You may get this error. ", quoted, " Close it."))


def test_a_heading_that_states_a_failure_is_a_message_unless_it_is_about_the_error() -> None:
    for text in ("This till cannot be opened", "Este caixa não foi encontrado"):
        assert text in _found(*_paragraph(text))
        assert text not in _found(*_paragraph(f"{text}."))
    for text in ("This error is unknown to the till", "When the till cannot be opened"):
        assert _found(*_paragraph(text)) == []


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ("关账失败：", "fail to allocate the drawer"),
        ("查询报错 ", "teller use long time 3000 remaining"),
        ("引き出しのエラー：", "cannot open the drawer of the till"),
        ("서랍 오류: ", "cannot open the drawer of the till"),
        ("Ошибка кассы: ", "cannot open the drawer of the till"),
    ],
)
def test_english_at_the_end_of_a_text_in_another_script_is_a_message(
    before: str, message: str
) -> None:
    assert message in _found(*_paragraph(f"{before}{message}", section=None))
    assert message not in _found(*_paragraph(f"{message}{before}", section=None))
    assert message not in _found(*_paragraph(f"Der Fehler heißt: fÃ¼{message}", section=None))


def test_an_article_on_an_error_may_begin_with_its_message_alone() -> None:
    title = TextRun("Ledger Error L3103", "title", 1)
    message = _paragraph("'argument': repeated named ledger", section=None)
    assert _found(title, *message) == [title.text, "'argument': repeated named ledger"]
    for other in ("How to close a ledger", "Options of error reports", "Working with alerts"):
        assert message[0].text not in _found(TextRun(other, "title", 1), *message)
    for text in ("Original KB number: 3087170", "A new ledger has been opened.", "Ledger Office"):
        assert _found(title, *_paragraph(text, section=None)) == [title.text]


def test_a_paragraph_that_an_error_announces_is_its_message() -> None:
    announced = _paragraph("The following error is shown:", line=3)
    assert _found(*announced, *_paragraph("Mapping of segment 17 stopped", line=5)) == [
        "Mapping of segment 17 stopped"
    ]
    paragraph = _paragraph("There are some ways to do it:", line=3)
    assert _found(*paragraph, *_paragraph("Mapping of segment 17 stopped", line=5)) == []


def test_a_row_of_a_table_begins_with_the_code_of_its_message() -> None:
    cells = ("LED-120007", "The ledger is closed for today", "Open it again tomorrow")
    headings = ("Code", "Text", "What to do")
    runs = [
        TextRun(cell, "prose", 9, ISSUE, block=index, column=heading)
        for index, (cell, heading) in enumerate(zip(cells, headings, strict=True))
    ]
    mention = Mention("LED-120007", "led", "prose", 9, surface="LED-120007")
    (message,) = extract_messages(runs, [mention])
    assert message.text == "LED-120007 The ledger is closed for today"
    assert message.codes == ("LED-120007",)


@pytest.mark.parametrize("heading", ["HTTP status", "Fehlercode", "コード"])
def test_a_status_in_a_row_is_its_code_below_a_heading_that_says_so(heading: str) -> None:
    def row(heading: str) -> list[str]:
        cells = ((heading, "413"), ("Text", "Ledger page is rather long"))
        runs = [
            TextRun(cell, "prose", 9, ISSUE, block=index, column=column)
            for index, (column, cell) in enumerate(cells)
        ]
        return _found(*runs)

    assert row(heading) == ["413 Ledger page is rather long"]
    assert row("Pages") == []


def test_a_cell_below_the_heading_of_messages_is_one() -> None:
    cells = [("Error message", "Ledger closed for today"), ("Remark", "Rather rare these days")]
    runs = [
        TextRun(cell, "prose", 9, ISSUE, block=index, column=heading)
        for index, (heading, cell) in enumerate(cells)
    ]
    assert _found(*runs) == ["Ledger closed for today"]


def test_the_values_of_json_are_messages_alone() -> None:
    pair = '  "message": "Oops. Check the ledger and try again.",\n'
    escaped = r"{\"code\":\"LEDGER\",\"error\":\"Cannot publish this ledger twice\"}"
    messages = _found(TextRun(pair + escaped, "fence", 4, ISSUE))
    assert messages[:2] == [
        "Oops. Check the ledger and try again.",
        "Cannot publish this ledger twice",
    ]


def test_a_message_with_a_masked_code_is_found_without_being_that_codes() -> None:
    mention = Mention("LED-47xxxx", "led", "prose", 3, "masked", "LED-47xxxx")
    runs = _paragraph("It says ", "LED-47xxxx No link defined", "", section=SectionKind.RESOLUTION)
    message = extract_messages(runs, [mention])[0]
    assert (message.text, message.codes) == ("LED-47xxxx No link defined", ())


@pytest.mark.parametrize(
    "line",
    [
        "Engine/537.36 (like other engines do)",
        "X-Frame-Options: allow the same origin",
        "SELECT * FROM requests WHERE status IS NOT NULL",
        "order by the total time of a query limit 5;",
        "lastParent: OU=Ledger,DC=domain,DC=example",
        "level=error ... msg=... attempt=...",
        "Severity: warning",
        "Annotations: ledger.example.org/last-failed-page:",
        "Ledger.spec.pageKind: Wide",
        "&& grep the failed pages of a ledger",
        "list pages -A --field-selector status.phase=Failed",
        "while reading pages of the ledger, clerk: anna,",
        "char ledger = 'error of page' ; // LDG2015",
    ],
)
def test_a_line_of_code_or_a_header_is_no_message(line: str) -> None:
    mention = Mention("LDG2015", "ldg", "fence", 5, surface="LDG2015")
    assert _found(TextRun(line, "fence", 4, ISSUE), mentions=(mention,)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Stellen Sie sicher, dass die Seite nicht leer ist.",
        "Lorsque la page est introuvable, ouvrez le registre.",
        "Compruebe que la página no está vacía.",
    ],
)
def test_advice_in_another_language_is_no_message(sentence: str) -> None:
    assert _found(TextRun(sentence, "prose", 3, ISSUE)) == []


def test_the_text_of_a_line_of_logfmt_is_a_message() -> None:
    line = 'level=error component=shop msg="The ledger could not be opened" attempt=3'
    assert _found(TextRun(line, "fence", 4, ISSUE)) == ["The ledger could not be opened"]


def _coded(code: str, line: int = 3) -> tuple[Mention, ...]:
    return (Mention(code, "abc", "prose", line, surface=code),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "In this text you learn to resolve the error Acme error ABC-120007 No basket is left.",
            ["ABC-120007 No basket is left."],
        ),
        ("O erro Erro Acme ABC-120007 Não há cestas", ["ABC-120007 Não há cestas"]),
        ("writer7 ABC-120007 No basket is left", ["ABC-120007 No basket is left"]),
        (
            "The courier could not be reached. ABC-120007 No basket is left",
            ["The courier could not be reached.", "ABC-120007 No basket is left"],
        ),
        (
            "The workflow fails with ABC-120007 when it starts",
            ["The workflow fails with ABC-120007 when it starts"],
        ),
    ],
)
def test_a_message_begins_with_its_code(text: str, found: list[str]) -> None:
    run = TextRun(text, "prose", 3, ISSUE)
    assert _found(run, mentions=_coded("ABC-120007")) == found


def test_lines_of_a_log_that_are_glued_together_are_apart() -> None:
    text = "The basket is missing. 17/06/2020 04:02:09 writer7 The courier could not be reached"
    assert _found(TextRun(text, "prose", 3, ISSUE)) == [
        "The basket is missing.",
        "The courier could not be reached",
    ]


def test_a_time_in_a_message_does_not_divide_it() -> None:
    text = "The basket has expired since 17/06/2020 04:02:09 UTC and is gone"
    assert _found(TextRun(text, "span", 3, ISSUE)) == [text]


def test_what_is_left_of_emphasis_is_no_part_of_a_message() -> None:
    assert _found(TextRun("*ACME_BASKET failed to open", "span", 3, ISSUE)) == [
        "ACME_BASKET failed to open"
    ]
    glob = "*.acme.com could not be resolved"
    assert _found(TextRun(glob, "span", 3, ISSUE)) == [glob]


def test_the_description_quotes_messages_that_the_text_may_not_have() -> None:
    text = 'Learn how to fix *The basket could not be opened* and "The courier was not found"'
    messages = extract_messages([TextRun(text, "description", 3)], ())
    assert [(message.text, message.where) for message in messages] == [
        ("The basket could not be opened", "title"),
        ("The courier was not found", "title"),
    ]


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("次のエラーが表示されます。", "かごには商品が含まれています。"),
        ("You see the following error.", "The basket holds too few robots now"),
    ],
)
def test_a_paragraph_that_is_set_off_is_announced_by_the_one_before(before: str, text: str) -> None:
    runs = (
        TextRun(before, "prose", 3, ISSUE, block=1),
        TextRun(text, "prose", 5, ISSUE, emphasis=1, block=2),
    )
    assert text in _found(*runs)


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("Error: Too many open baskets | Shop", "Too many open baskets"),
        ('Shop error: "The basket cannot be opened" while paying', "The basket cannot be opened"),
        ("error:14090086:basket routines failed here", ""),
        ("Error: Shop is closed", ""),
    ],
)
def test_a_title_announces_a_message(title: str, message: str) -> None:
    announced = [message] if message else []
    assert _found(TextRun(title, "title", 1)) == [title, *announced]


def test_a_message_that_a_block_wraps_and_code_behind_emphasis_are_one() -> None:
    text = "Access to font at 'https://a.example'\n  from 'https://b.example' is blocked"
    assert "Access to font at 'https://a.example' from 'https://b.example' is blocked" in _found(
        TextRun(text, "fence", 10, ISSUE)
    )
    runs = (
        TextRun("For example: ", "prose", 3, ISSUE, block=1),
        TextRun("duplicate key violates the rule", "prose", 3, ISSUE, block=1, emphasis=1),
        TextRun(" ", "prose", 3, ISSUE, block=1),
        TextRun("baskets_id", "span", 3, ISSUE, block=1),
    )
    assert "duplicate key violates the rule baskets_id" in _found(*runs)


def test_what_a_program_says_before_it_fails_is_no_message() -> None:
    text = "Till program 7.1 for counters\nThe parameter file is /etc/till.ora\n"
    failed = "The drawer could not be opened\nAsk the owner of the shop for it\n"
    assert _found(TextRun(text + failed, "fence", 10, ISSUE)) == [
        "The drawer could not be opened",
        "Ask the owner of the shop for it",
    ]
    assert len(_found(TextRun(text, "fence", 10, ISSUE))) == 2
    mentions = (Mention("TILL-28000", "till", "fence", 12, surface="TILL-28000"),)
    coded = "Till program 7.1 for counters\nTILL-28000 Drawer stays where it is\n"
    found = _found(TextRun(coded, "fence", 10, ISSUE), mentions=mentions)
    assert found == ["TILL-28000 Drawer stays where it is"]


def test_a_value_of_json_before_the_failure_is_a_message() -> None:
    text = '{"description": "The drawer has no owner in this shop",\n"error": "invalid_owner"}\n'
    assert "The drawer has no owner in this shop" in _found(TextRun(text, "fence", 10, ISSUE))
