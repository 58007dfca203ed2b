"""Numbers in several clothes are one code."""

from __future__ import annotations

import re

import pytest

from errata.codes.families import read_pack
from errata.codes.number_forms import number_forms, other_spellings, status_phrases
from errata.codes.scanner import Scanner
from errata.model import Family
from tests.support.linear import ends

WINDOWS = {family.id: family for family in read_pack("windows")}
SCANNER = Scanner(tuple(WINDOWS.values()))


@pytest.mark.parametrize(
    "text",
    [
        "0x80070005",
        "hr=80070005",
        "hr = 0x80070005",
        "error 80070005",
        "Error code: 80070005",
        "エラー 80070005が表示されます",
        "Fehler: 80070005",
        "Fehlercode 2147942405",
        "it returned -2147024891.",
        "HRESULT: E_ACCESSDENIED",
        "error 2147942405",
        "(E_ACCESSDENIED)",
    ],
)
def test_a_result_of_windows_is_one_code_in_all_its_clothes(text: str) -> None:
    assert [span.code for span in SCANNER.scan(text)] == ["0x80070005"]


def test_several_clothes_beside_each_other_are_one_code() -> None:
    spans = SCANNER.scan("HRESULT: 0x80070005 (E_ACCESSDENIED), 0X8007042B is 0x8007042b")
    assert {span.code for span in spans} == {"0x80070005", "0x8007042B"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("STOP 0x7B", "0x0000007B"),
        ("bugcheck 0x1e", "0x0000001E"),
        ("停止コード: 0x50", "0x00000050"),
    ],
)
def test_leading_zeros_of_a_stop_code_may_be_missing(text: str, code: str) -> None:
    assert [span.code for span in SCANNER.scan(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "room 80070005",
        "call 2147942405",
        "the commit 80070005",
        "-2147483648 is the smallest",
        "5-2147024891",
        "error 80070005.5",
        "value 0x7B",
    ],
)
def test_a_number_without_a_word_is_a_number(text: str) -> None:
    assert [span for span in SCANNER.scan(text) if span.family in WINDOWS] == []


def test_the_other_spellings_of_a_code_are_those_of_its_family() -> None:
    found = other_spellings("0x80070005", WINDOWS["HRESULT"])
    assert {"80070005", "2147942405", "-2147024891", "E_ACCESSDENIED"} <= set(found)
    assert other_spellings("0x8007042b", None) == ("8007042B", "8007042b", "0x8007042B")
    errno = next(family for family in read_pack("errno") if family.id == "ERRNO")
    assert other_spellings("errno=28", errno) == ("ENOSPC",)
    assert other_spellings("RED-520025", Family("RED", "", "", "")) == ()


def test_every_name_is_of_a_number_that_its_family_takes() -> None:
    for name, forms in number_forms().items():
        families = [f for f in WINDOWS.values() if f.forms == name]
        for family in families:
            for value in forms.names.values():
                assert re.fullmatch(family.pattern, f"0x{value:08X}")


@ends
@pytest.mark.parametrize("piece", ["error ", "hr=8007", "-2147", "E_", "stop: ", "0x", "8"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    SCANNER.scan(piece * 200_000)


def test_a_status_is_known_by_its_reason() -> None:
    assert status_phrases("HTTP 404") == ("404 Not Found", "Not Found")
    assert status_phrases("HTTP 409") == ("409 Conflict",)
    assert status_phrases("SMTP 550") == status_phrases("ORA-404") == ()
