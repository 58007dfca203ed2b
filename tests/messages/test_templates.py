"""Messages quoted in an article's text runs."""

from __future__ import annotations

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
    found = _found(introduced, quoted)
    assert "the ledger is closed for today" in found
    assert "The ledger was not opened yet" in found


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
    found = _found(TextRun(text, "fence", 1, ISSUE))
    assert found[0] == "Basket 17 could not be saved"
    assert [len(text) <= 500 for text in found] == [True, True]
