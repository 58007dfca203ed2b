"""The vendor's list of codes: read with places, every fault told with its line."""

from __future__ import annotations

import pytest

from errata.codes.catalogue import parse_catalogue
from errata.errors import ConfigError


def test_a_catalogue_has_codes_messages_and_addresses_in_any_order_of_columns() -> None:
    text = 'url,Code,message\nhttps://example.com/r,RED-520025,"Failed, again"\n\n,SOP-330011,\n'
    first, second = parse_catalogue(text, "c.csv")
    assert (first.code, first.message, first.url) == (
        "RED-520025",
        "Failed, again",
        "https://example.com/r",
    )
    assert (second.code, second.message, second.url, second.span.line) == ("SOP-330011", "", "", 4)


def test_a_value_over_several_lines_does_not_shift_the_lines_after_it() -> None:
    entries = parse_catalogue('code,message\nA-100,"one\ntwo"\nB-100,x\n', "c.csv")
    assert [entry.span.line for entry in entries] == [2, 4]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the column `code` is missing"),
        ("code\nA-1\n", 1, "the column `message` is missing"),
        ("code,message,texte\n", 1, "the column `texte` is unknown"),
        ("code,code,message\n", 1, "the column `code` appears twice"),
        ("code,message\nA-1,b,c\n", 2, "this line has 3 values, the header names 2 columns"),
        ("code,message\nA-1,x\n ,b\n", 3, "this line has no code"),
        ("code,message\nA-1,x\n\nA-1,y\n", 4, "`A-1` is listed twice, first in line 2"),
        ("code,message,url\nA-1,x,javascript:1\n", 2, "`javascript:1` is not a web address"),
        ('code,message\nA-1,"x\n', 2, "not valid CSV: unexpected end of data"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_catalogue(text, "c.csv")
    assert caught.value.message == message
    assert caught.value.span is not None
    assert (caught.value.span.path, caught.value.span.line) == ("c.csv", line)
