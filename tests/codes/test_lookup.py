"""A person finds a code however they write it."""

from __future__ import annotations

import pytest

from errata.codes.families import choose_families
from errata.codes.lookup import CodeLookup
from tests.support.linear import ends

FAMILIES = choose_families(["default", "adobe-campaign"])
CODES = [
    *(family.example for family in FAMILIES),
    "RED-520005",
    "HTTP 503",
    "java.lang.NullPointerException",
    "ERR_FAILUREMCPNSAPI",
]
LOOKUP = CodeLookup(CODES)
SIMPLE = [code for code in CODES if code[3:4] == "-" and code[4:].isdigit()]


def spellings(code: str) -> list[str]:
    prefix, _, digits = code.partition("-")
    return [
        code,
        code.lower(),
        prefix + digits,
        f"{prefix} {digits}",
        f"{prefix}–{digits}",
        digits,
    ]


@pytest.mark.parametrize("code", SIMPLE)
def test_a_code_is_found_in_each_of_six_spellings(code: str) -> None:
    assert [LOOKUP.find(text).code for text in spellings(code)] == [code] * 6


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_any_shape_is_found_whatever_its_case(code: str) -> None:
    assert LOOKUP.find(code).code == code
    assert code in LOOKUP.find(code.lower()).matches
    assert code in LOOKUP.find(code.upper()).matches


@pytest.mark.parametrize(
    "text",
    [
        "`RED-520025`",
        "«RED-520025».",
        "(RED-520025)",
        '"red 520025",',
        "[RED-520025]:",
        "RED\u2011520025",
        "RED\u2212520025",
        "RED\u2014520025",
        "RED_520025",
        "RED\u00a0520025",
        "RED-\u200b520025",
        "PMRED-520025",
        "AMRED520025",
        "ＲＥＤ－５２００２５",
        "  RED-520025\r\n",
    ],
)
def test_what_pasting_adds_to_a_code_does_not_matter(text: str) -> None:
    assert LOOKUP.find(text).code == "RED-520025"


def test_digits_of_several_codes_give_all_of_them() -> None:
    hits = CodeLookup(["ABC-1234", "XYZ-1234", "XYZ-9999"]).find("1234")
    assert (hits.code, hits.matches, hits.near) == (None, ("ABC-1234", "XYZ-1234"), ())


@pytest.mark.parametrize(
    "text",
    [
        "RED-502025",  # two digits changed over
        "RED-52OO25",  # O for 0
        "RED-5200255",  # one too many
        "RED-52025",  # one too few
        "RED-520026",  # another one
    ],
)
def test_a_slip_of_the_hand_leads_to_the_code_near_it(text: str) -> None:
    hits = CodeLookup(["RED-520025", "SOP-330011"]).find(text)
    assert (hits.code, hits.near) == (None, ("RED-520025",))


@pytest.mark.parametrize("letter", ["l", "I"])
def test_a_letter_taken_for_a_one_leads_to_the_code(letter: str) -> None:
    assert LOOKUP.find(f"SOP-3300{letter}1").near == ("SOP-330011",)


def test_a_wrong_prefix_before_telling_digits_leads_to_the_code() -> None:
    assert LOOKUP.find("RDE-520025").near == ("RED-520025",)


@pytest.mark.parametrize(
    "text",
    [
        "DebugerException",  # a letter too few
        "ebuggerException",  # the first one missing
        "DebuggerExcepton",  # in the ending
        "debuggrexception",
    ],
)
def test_a_misspelt_exception_leads_to_its_name(text: str) -> None:
    lookup = CodeLookup(["DebuggerException", "IOException", "LoggerException"])
    assert lookup.find(text).near == ("DebuggerException",)


def test_a_long_name_may_have_two_slips_and_a_short_one_none() -> None:
    lookup = CodeLookup(["IllegalArgumentException", "IOException", "TypeError"])
    assert lookup.find("IlegalArgumntException").near == ("IllegalArgumentException",)
    assert lookup.find("EOException").near == ()
    assert lookup.find("TiypError").near == ()


def test_near_codes_are_of_the_same_family_and_never_the_code_itself() -> None:
    lookup = CodeLookup(["RED-520025", "RED-520005", "REX-520025", "RED-529999"])
    assert lookup.find_near("RED-520025") == ("RED-520005", "REX-520025")
    assert CodeLookup(["AB-1234", "AC-1234"]).find_near("AB-1234") == ()


def test_near_codes_are_few_however_many_there_are() -> None:
    lookup = CodeLookup(f"RED-52{number:04}" for number in range(3000))
    assert len(lookup.find("RED-52002").near) == 8
    assert len(lookup.find_near("RED-520025")) == 8


@pytest.mark.parametrize("name", ["__proto__", "constructor", "../x", "<script>", "***", "=1+1"])
def test_a_code_named_like_an_attack_is_a_code_like_any_other(name: str) -> None:
    lookup = CodeLookup([name, "RED-520025"])
    assert lookup.find(name).code == name
    assert lookup.find("RED-520025").code == "RED-520025"


@pytest.mark.parametrize(
    "text", ["", " ", "---", "toString", "__class__", "\ud800", "\0", "ﷺ" * 99]
)
def test_a_text_that_is_no_code_finds_nothing_and_raises_nothing(text: str) -> None:
    hits = LOOKUP.find(text)
    assert (hits.code, hits.matches) == (None, ())


@ends
@pytest.mark.parametrize("text", ["A" * 10_000, "9" * 10_000, "RED-" * 2_500, "\u0301" * 10_000])
def test_ten_thousand_characters_find_what_nothing_finds(text: str) -> None:
    assert LOOKUP.find(text) == LOOKUP.find("")


@ends
def test_the_near_codes_of_thirty_thousand_are_found() -> None:
    codes = [
        f"{a}{b}{c}-{number}"
        for a in "ABCDEFGHIJ"
        for b in "KL"
        for c in "MN"
        for number in range(100_000, 107_500, 10)
    ]
    lookup = CodeLookup(codes)
    assert len(codes) == 30_000
    assert all(lookup.find_near(code) for code in codes)
