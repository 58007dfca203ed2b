"""What else an error is called."""

from __future__ import annotations

import pytest

from errata.codes.families import choose_families
from errata.codes.number_forms import CodeAliases, other_spellings
from errata.model import CodeEntry

FAMILIES = {family.id: family for family in choose_families(("default", "windows"))}


def aliases_of(code: str, *codes: tuple[str, str]) -> tuple[str, ...]:
    index = {
        name: CodeEntry(
            name, family, "error", uses=(), numbers=other_spellings(name, FAMILIES[family])
        )
        for name, family in codes
    }
    return CodeAliases(index, FAMILIES).find(code)


def test_a_symbol_and_a_number_of_a_system_error_name_one_another() -> None:
    pair = (("errno=28", "ERRNO"), ("ENOSPC", "ERRNO_NAME"))
    assert aliases_of("errno=28", *pair) == ("ENOSPC",)
    assert aliases_of("ENOSPC", *pair) == ("errno=28",)


def test_a_name_that_no_article_has_is_said_too() -> None:
    assert aliases_of("ENOSPC", ("ENOSPC", "ERRNO_NAME")) == ("errno=28",)
    assert aliases_of("errno=28", ("errno=28", "ERRNO")) == ("ENOSPC",)


def test_a_windows_number_has_its_symbol_and_its_signed_form() -> None:
    aliases = aliases_of("0x80070005", ("0x80070005", "HRESULT"))
    assert {"E_ACCESSDENIED", "-2147024891"} <= set(aliases)
    assert not {"80070005", "0x80070005"} & set(aliases)


@pytest.mark.parametrize("code", ["ECONNRESET_X", "RED-520025"])
def test_another_code_has_no_other_name(code: str) -> None:
    assert aliases_of(code) == ()
