"""What a code's page shows, from articles to HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lxml import html

from errata.site.quotes import tidy_message

if TYPE_CHECKING:
    from tests.conftest import SiteTest


def _headings(page: str) -> list[str]:
    document = html.fromstring(page)
    return ["".join(map(str, heading.itertext())) for heading in document.iter("h3")]


def test_four_articles_are_listed_as_they_are(site: SiteTest) -> None:
    for number in range(1, 5):
        site = site.article(f"KA-0000{number}", product=f"Product {number}")
    assert _headings(site.build().page("en/codes/RED-520025/")) == [
        f"Title of KA-0000{number}" for number in range(1, 5)
    ]


def test_five_articles_are_grouped_by_product(site: SiteTest) -> None:
    for number in range(1, 6):
        site = site.article(f"KA-0000{number}", product="Odd" if number % 2 else "Even")
    assert _headings(site.build().page("en/codes/RED-520025/")) == ["Odd", "Even"]


def test_exceptions_stand_behind_the_described_families_under_a_readable_name(
    site: SiteTest,
) -> None:
    body = "\n`java.lang.NullPointerException: RED-520025`\n"
    document = html.fromstring(site.article("KA-00001", body).build().page("en/codes/"))
    headings = ["".join(map(str, heading.itertext())).split()[0] for heading in document.iter("h2")]
    assert headings == ["RED", "Exceptions"]


def test_a_quoted_message_stands_before_what_is_told_of_it(site: SiteTest) -> None:
    section_text = "The error RED-520025 appears when nothing answers."
    body = f"\n{section_text}\n\n`RED-520025 Communication failed`\n"
    page = site.article("KA-00001", body).build().page("en/codes/RED-520025/")
    message = page[page.index("<h2>Message") :].partition("</section>")[0]
    assert "Communication failed" in message
    assert "nothing answers" not in message


def test_an_article_titled_with_the_code_alone_answers_before_other_messages(
    site: SiteTest,
) -> None:
    own = "\n`The line is not ready`\n\n## Resolution\n\nCall the exchange.\n"
    built = (
        site.article("KA-00001", own, title="Redirection Error RED-520025")
        .article(
            "KA-00002", _answered("of the till", "Open the till."), title="RED-520025 in tills"
        )
        .build()
    )
    page = built.page("en/codes/RED-520025/")
    message, answer, others = (
        page.index("The line is not ready"),
        *map(page.index, ("Call the exchange.", "Which message do you have?")),
    )
    assert message < answer < others < page.index("Open the till.")
    assert "Call the exchange." in built.page("en/codes/RED-520025/index.md").partition("Which")[0]


@pytest.mark.parametrize(
    "sentence",
    [
        "After RED-520025 the till is not ready.",
        "RED-520025 is raised if a line fails.",
        "After repeated failures of lines tills are not ready (RED-520025, RED-520005).",
        "Wrong count of RED-520025 failures - #8187",
    ],
)
def test_what_an_author_says_of_a_code_is_no_message_and_no_answer(
    site: SiteTest, sentence: str
) -> None:
    for number in ("KA-00001", "KA-00002"):
        body = f"\n{sentence}\n\n## Resolution\n\nOpen the till.\n"
        site = site.article(number, body, title=f"Till {number}")
    page = site.build().page("en/codes/RED-520025/")
    assert "Which message" not in page
    assert "In short" not in page
    assert "Till KA-00002" in page


def test_the_labels_of_a_diagram_are_no_messages_and_have_no_codes(site: SiteTest) -> None:
    body = "\n```mermaid\nA[RED-520025 failed] --> B{the till is not ready}\n```\n"
    built = (
        site.article("KA-00001", body, title="Till").article("KA-00002", "\nRED-520025\n").build()
    )
    assert "KA-00001" not in built.page("en/codes/RED-520025/")


def _answered(message: str, resolution: str) -> str:
    return f"\n## Issue\n\n`RED-520025 {message}`\n\n## Resolution\n\n{resolution}\n"


def test_articles_that_say_the_same_are_one_row_with_each_of_their_messages_once(
    site: SiteTest,
) -> None:
    for number, body in {
        "KA-00001": _answered("Communication failed", "Restart the server."),
        "KA-00002": _answered("The port is closed", "Open the port."),
        "KA-00003": _answered("Communication failed.", "Restart the server."),
    }.items():
        site = site.article(number, body)
    rows = _rows(site.build().page("en/codes/RED-520025/"))
    assert len(rows) == 2
    assert rows[0].count("Communication failed") == 1
    assert "KA-00001" in rows[0]
    assert "KA-00003" in rows[0]


def test_of_two_messages_one_of_which_is_a_part_of_the_other_the_whole_is_shown(
    site: SiteTest,
) -> None:
    body = _answered("The port is closed`\n\n`RED-520025 The port is closed by 17.", "Open it.")
    page = site.article("KA-00001", body).build().page("en/codes/RED-520025/")
    main = html.fromstring(page[page.index("<main") : page.index("</main>")])
    text = "".join(map(str, main.itertext()))
    assert text.count("The port is closed") == 1
    assert "The port is closed by 17." in text


def test_the_first_six_messages_are_shown_in_their_order_in_the_article(site: SiteTest) -> None:
    messages = [f"RED-520025 The port {'of it ' * count}is closed" for count in range(8)]
    body = _answered(
        "` and `".join(messages[1:7]) + f"`\n\n`{messages[7]}` and `{messages[0]}", "Open it."
    )
    page = site.article("KA-00001", body).build().page("en/codes/RED-520025/")
    main = html.fromstring(page[page.index("<main") : page.index("</main>")])
    text = " ".join("".join(map(str, main.itertext())).split())
    places = [text.find(message) for message in messages]
    assert -1 not in places[1:7]
    assert places[1:7] == sorted(places[1:7])
    assert places[7] == places[0] == -1


def test_a_long_name_breaks_between_its_words(site: SiteTest) -> None:
    body = "\n`java.lang.NullPointerException: nothing there`\n"
    page = site.article("KA-00001", body).build().page("en/codes/NullPointerException/")
    assert "Null<wbr>Pointer<wbr>Exception</code></h1>" in page


def test_a_reference_on_one_code_answers_with_how_its_first_section_begins(site: SiteTest) -> None:
    body = "\n> the line has no number\n\n## Remarks\n\nGive it a number.\n\n## Example\n\nSee.\n"
    built = site.article("KA-00001", body, title="Error RED-520025").build()
    page = built.page("en/codes/RED-520025/")
    answer = page[page.index("<h2>In short") : page.index("<h2>Articles")]
    assert "<p>Give it a number.</p>" in answer
    assert 'href="../../KA-00001/index.html#remarks">Read the whole section' in answer


@pytest.mark.parametrize(
    ("quoted", "shown"),
    [
        ("a.WrapError: a.WrapError: disk is full", "a.WrapError: disk is full"),
        ("Index failed``a.WrapError: disk is full``at b.C(D:1)", "a.WrapError: disk is full"),
        ("Error: WrapError: disk is full", "Error: WrapError: disk is full"),
        ("PMWrapError disk is full", "WrapError disk is full"),
        ("GPMWrapError disk is full", "GPMWrapError disk is full"),
        ("*ERROR* [main] a.WrapError: full", "[main] a.WrapError: full"),
        ("Till Thread #1] a.B WrapError: full", "a.B WrapError: full"),
        ("[main] a[1] WrapError: full", "[main] a[1] WrapError: full"),
        ('full.","error":"WrapError"}', '"error":"WrapError"}'),
        ("a.WrapError: disk at a.B.c(D.java:1) at e.F.g(H.java:2)", "a.WrapError: disk"),
        ("a.WrapError: disk is full at", "a.WrapError: disk is full"),
        ("WrapError: error at or near (a)", "WrapError: error at or near (a)"),
        (r"WrapError: full\nDETAIL: in C:\new" + "\\", r"WrapError: full DETAIL: in C:\new"),
        ("WrapError: full..., seen in tills, read on.", "WrapError: full"),
        ("WrapError: disk is full\u300dを修正", "WrapError: disk is full"),
        ("WrapError: disk is full)", "WrapError: disk is full"),
        ("WrapError: disk (C) is full (a)", "WrapError: disk (C) is full (a)"),
        ("a.WrapError: full </reason></fault>", "a.WrapError: full"),
        ("<fault>WrapError: full</fault>", "<fault>WrapError: full</fault>"),
        ('"WrapError: disk is full" is shown', "WrapError: disk is full"),
    ],
)
def test_a_message_is_shown_from_where_it_begins_to_where_it_ends(quoted: str, shown: str) -> None:
    assert tidy_message(quoted, "WrapError") == shown


def _rows(page: str) -> list[str]:
    return [
        "".join(map(str, row.itertext()))
        for body in html.fromstring(page).iter("tbody")
        for row in body.iter("tr")
    ]


@pytest.mark.parametrize(
    "mention",
    [
        "Tills fail with RED-520025",
        "## Codes\n\n| Code | Page |\n|---|---|\n| RED-520025 | of tills |",
    ],
)
def test_an_article_that_only_mentions_a_code_is_listed_below_those_that_explain_it(
    site: SiteTest, mention: str
) -> None:
    built = (
        site.article("KA-00001", _answered("of the till", "Open the till."), title="One")
        .article("KA-00002", _answered("of the line", "Call the exchange."), title="Two")
        .article("KA-00003", f"\n## Issue\n\n{mention}\n", title="Third")
        .build()
    )
    page = built.page("en/codes/RED-520025/")
    assert len(_rows(page)) == 2
    assert "Third" in page.partition("</table>")[2]


def test_what_a_row_of_a_table_says_is_shown_once(site: SiteTest) -> None:
    table = "\n| Code | Cause |\n|---|---|\n| RED-520025 | The line failed badly |\n"
    built = (
        site.article("KA-00001", table, title="One", keywords="RED-520025")
        .article("KA-00002", _answered("of the till", "Open the till."), title="Two")
        .build()
    )
    row = next(row for row in _rows(built.page("en/codes/RED-520025/")) if "One" in row)
    assert row.count("The line failed badly") == 1


def test_a_long_message_is_shown_from_its_code_on(site: SiteTest) -> None:
    long = f"Failed to hand over {'till-by-till ' * 20} (a.RED-520025 is closed)"
    body = f"\n## Issue\n\n```\n{long}\n```\n\n## Resolution\n\nOpen the till.\n"
    built = site.article("KA-00001", body, title="One").article(
        "KA-00002", _answered("of the line", "Call the exchange."), title="Two"
    )
    row = next(row for row in _rows(built.build().page("en/codes/RED-520025/")) if "One" in row)
    assert "\u2026 (a.RED-520025 is closed)" in " ".join(row.split())


@pytest.mark.parametrize(
    ("quoted", "listed"),
    [
        ("Reading a failed (RED-520025: the line is closed)", "the line is closed"),
        ("RED-520025 Nobody answers at '/a/b/c'.", "Nobody answers at \u2026"),
    ],
)
def test_a_list_has_what_follows_the_code_in_its_message(
    site: SiteTest, quoted: str, listed: str
) -> None:
    body = f"\n## Issue\n\n`{quoted}`\n\n## Resolution\n\nOpen the till.\n"
    document = html.fromstring(site.article("KA-00001", body).build().page("en/codes/"))
    lists = (each for each in document.iter("ul") if each.get("class") == "code-index")
    (entry,) = (entry for each in lists for entry in each.iter("li"))
    assert " ".join("".join(map(str, entry.itertext())).split()) == f"RED-520025 {listed}"
