"""Which families are proposed for what looks like codes, and for what does not."""

from __future__ import annotations

import pytest

from errata.codes.families import choose_families, parse_families
from errata.codes.scanner import Scanner
from errata.codes.suggest import Suggestion, suggest_families
from errata.model import Source
from tests.support.linear import ends

DEFAULT = choose_families(["default"])


def suggest(text: str, numbers: str = "") -> tuple[Suggestion, ...]:
    source = Source("en/a.md", "en", text.encode())
    return suggest_families([source], DEFAULT, numbers)


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("The sign-in fails with error AADSTS50011.", "microsoft-365"),
        ("Program.cs(3,5): error CS0103: The name", "csharp"),
        ("warning SC2086: Double quote", "shellcheck"),
        ("error NU1605: Detected package downgrade", "nuget"),
        ("error[E0382]: borrow of moved value", "rust"),
        ("# Compiler error C2065", "msvc"),
        ("# NG0100: Expression changed", "angular"),
        ("Der Fehler RST-360011 tritt auf", "adobe-campaign"),
        ("エラー AADSTS50011が表示されます", "microsoft-365"),
    ],
)
def test_a_shipped_pack_is_proposed_where_one_fits(text: str, pack: str) -> None:
    assert [(proposal.pack, proposal.table) for proposal in suggest(text)] == [(pack, "")]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Error ERR-4711: full.\nError ERR-4712: gone.", ("ERR-4711", "ERR-4712")),
        ("fehler 0815 und Fehler 0816", ("Fehler 0815", "Fehler 0816")),
        ("# HCW8008 - no server\n# HCW8019 - no name", ("HCW8008", "HCW8019")),
        ("エラー 4711が表示されます", ("エラー4711",)),
        ("Störung 917 der Anlage", ("Störung 917",)),
        ("Alarm APP_1001, alarm APP_1002", ("APP_1001", "APP_1002")),
    ],
)
def test_a_family_of_its_own_finds_the_codes_that_it_is_proposed_for(
    text: str, codes: tuple[str, ...]
) -> None:
    (proposal,) = suggest(text)
    assert proposal.codes == codes
    scanner = Scanner(parse_families(proposal.table, "families.toml"))
    assert tuple(dict.fromkeys(span.code for span in scanner.scan(text))) == codes


@pytest.mark.parametrize(
    "text",
    [
        "An error in MP3, UTF-8, SHA256, SHA-512, H264 or ISO-8859-1.",
        "The error is described in RFC2616, RFC 7231, KB4014346 and CVE-2021-44228.",
        "It failed on Windows 2019, RHEL 8, PHP 7104, JDK1100 and ES2015.",
        "The part CN23453 and the barcode EAN-128 have an error.",
        "Error 404 and error 550 on 2024-11-05.",
        "The model TX4500 has 3 lamps; the model TX4600 has 4.",
        "See the error at [the list](codes/ABC-12345.md) or https://a.example/ABC-12346.",
        "---\nms.custom: BCS160 error, BCS161 error\n---\ntext",
        "The years 1999 and 2024, version V1234, page P1001.",
    ],
)
def test_names_of_standards_products_and_documents_are_not_proposed(text: str) -> None:
    assert suggest(text) == ()


def test_one_number_of_a_general_form_is_no_reason_for_a_pack() -> None:
    assert suggest("The error is rc=98.") == ()
    assert [each.pack for each in suggest("The error is C2065.")] == ["msvc"]


def test_what_a_chosen_family_finds_is_not_proposed() -> None:
    assert suggest("ORA-12154, 0x80070005 and Event ID 4999 are errors; errno=13") == ()


def test_numbers_of_articles_are_not_proposed() -> None:
    text = "The error is in SUP-1701 and SUP-1702."
    assert suggest(text)
    assert suggest(text, "SUP-[0-9]+") == ()


def test_numbers_of_articles_that_explain_the_codes_they_are_named_after_are_proposed() -> None:
    sources = [
        Source(f"en/{code}.md", "en", f"# {code}: {text}".encode())
        for code, text in (("SUP-1701", "Disk is full"), ("SUP-1702", "No network"))
    ]
    (proposal,) = suggest_families(sources, DEFAULT, "SUP-[0-9]+")
    assert proposal.codes == ("SUP-1701", "SUP-1702")
    elsewhere = [Source("en/a.md", "en", b"# SUP-1701\n\n# SUP-1702")]
    assert suggest_families(elsewhere, DEFAULT, "SUP-[0-9]+") == ()


def test_a_proposal_counts_places_and_names_the_first_of_each_code() -> None:
    (proposal,) = suggest("# ABC-1001 fails\n\nError ABC-1002.\nError ABC-1002 again.")
    assert (proposal.shape, proposal.codes, proposal.places) == (
        "ABC-####",
        ("ABC-1002", "ABC-1001"),
        3,
    )
    places = [(place.code, place.span.line, place.span.column) for place in proposal.examples]
    assert places == [("ABC-1002", 3, 7), ("ABC-1001", 1, 3)]


@ends
@pytest.mark.parametrize("piece", ["AB-1234 ", "](", "<a ", "error ", "- ", "エラー", "A"])
def test_hostile_lines_take_linear_time(piece: str) -> None:
    suggest(piece * 100_000)
