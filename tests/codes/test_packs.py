"""The packs of families that errata ships: what each finds, and where they are silent."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from errata.codes.families import (
    DEFAULT_PACKS,
    PACKS,
    choose_families,
    documentation_of,
    parse_families,
    read_pack,
)
from errata.codes.scanner import Scanner
from errata.errors import ConfigError

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "packs.toml").read_text("utf-8"))
DEFAULT = Scanner(choose_families(["default"]))


@pytest.mark.parametrize(("pack", "text", "codes"), DATA["takes"])
def test_a_pack_finds_its_codes(pack: str, text: str, codes: list[str]) -> None:
    families = read_pack(pack)
    own = {family.id for family in families} | {"SMTP"}
    codes_found = [span.code for span in Scanner(families).scan(text) if span.family in own]
    assert codes_found == codes


@pytest.mark.parametrize("text", DATA["silent"])
def test_the_default_packs_find_nothing_in_ordinary_words_and_numbers(text: str) -> None:
    assert [span.code for span in DEFAULT.scan(text) if span.family != "API"] == []


def _text_of(pack: str) -> str:
    return files("errata.data").joinpath(f"families/{pack}.toml").read_text("utf-8")


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_says_what_it_is_for_and_where_its_codes_are_documented(pack: str) -> None:
    text = _text_of(pack)
    assert tomllib.loads(text)["about"]
    for family in read_pack(pack):
        assert family.meaning.endswith(".")
        assert (
            family.url
            or family.kind != "error"
            or pack in {"adobe-campaign", "errno", "exceptions"}
        )


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_stands_every_trial_of_patterns_and_examples(pack: str) -> None:
    """A run of errata does not repeat them: the packs are proven here."""
    families = parse_families(_text_of(pack), pack)
    assert families == tuple(
        replace(family, is_of_default_pack=False) for family in read_pack(pack)
    )


def test_every_file_of_a_pack_is_listed_and_no_two_packs_share_an_id() -> None:
    folder = Path(parse_families.__globals__["__file__"]).parents[1] / "data/families"
    assert sorted(PACKS) == sorted(path.stem for path in folder.glob("*.toml"))
    ids = [family.id for pack in PACKS for family in read_pack(pack)]
    assert len(ids) == len(set(ids))
    assert set(DEFAULT_PACKS) < set(PACKS)


def test_all_packs_together_find_the_example_of_each_family() -> None:
    scanner = Scanner(choose_families(PACKS))
    for family in (family for pack in PACKS for family in read_pack(pack)):
        words = "The DRM player of npm, an error of msiexec over SSL:"
        spans = scanner.scan(f"{words} {family.example} was seen, then it stopped.")
        assert family.id in {span.family for span in spans}, family.id


@pytest.mark.parametrize(
    ("pack", "code", "address"),
    [
        ("rust", "E0382", "https://doc.rust-lang.org/error_codes/E0382.html"),
        (
            "msbuild",
            "MSB3644",
            "https://learn.microsoft.com/en-us/visualstudio/msbuild/errors/msb3644",
        ),
        ("microsoft-365", "AADSTS50011", "https://login.microsoftonline.com/error?code=50011"),
        ("shellcheck", 'SC"/../x', "https://www.shellcheck.net/wiki/SC%22%2F..%2Fx"),
        ("mongodb", "E11000", "https://www.mongodb.com/docs/manual/reference/error-codes/"),
    ],
)
def test_a_code_has_its_own_page_at_the_vendor_where_there_is_one(
    pack: str, code: str, address: str
) -> None:
    assert documentation_of(code, read_pack(pack)[0]) == address


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('page = "https://a.example/codes"', "should match pattern"),
        ('page = "https://{code}.example/"', "should match pattern"),
        ('page = "javascript:{code}"', "should match pattern"),
        ('forms = "hex"', "`hex` is not one of"),
    ],
)
def test_a_fault_in_what_a_family_says_of_its_codes_is_refused(line: str, message: str) -> None:
    head = '[[family]]\nid = "A"\npattern = "A1"\nproduct = "P"\nmeaning = "M"\nexample = "A1"\n'
    with pytest.raises(ConfigError, match=message):
        parse_families(head + line, "families.toml")
