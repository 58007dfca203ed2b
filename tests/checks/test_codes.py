"""KB401 to KB405: what is and what is not wrong with the codes and messages in articles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from errata.codes.catalogue import parse_catalogue
from tests.support.linear import ends

if TYPE_CHECKING:
    from tests.conftest import SiteTest

CATALOGUE = """code,message
RED-520025,Communication failed with the tracking server
RED-520005,Wrong configuration of the remote redirection server
RED-520001,The list of addresses is empty
"""
ISSUE = "\n## Description\n\n### Issue/Symptoms\n\n{}\n\n## Resolution\n\nStart it.\n"


def listed(site: SiteTest, text: str = CATALOGUE) -> SiteTest:
    """With this catalogue of the vendor."""
    entries = parse_catalogue(text, "catalogue.csv")
    return replace(site, inputs=structs.replace(site.inputs, catalogue=entries))


def found(site: SiteTest, code: str) -> list[tuple[str, str]]:
    """(message, help) of each finding of a check."""
    return [(d.message, d.help) for d in site.check() if d.code == code]


# KB401: the catalogue lists some codes of the family, and not this one.


def test_a_family_of_which_the_catalogue_lists_nothing_is_left_alone(site: SiteTest) -> None:
    site = listed(site).article("KA-00001", ISSUE.format("It says SOP-330011 and RED-520025."))
    assert found(site, "KB401") == []


def test_without_a_catalogue_no_code_is_looked_up(site: SiteTest) -> None:
    site = site.article("KA-00001", ISSUE.format("It says RED-520099."))
    assert {"KB401", "KB403", "KB404"}.isdisjoint(site.build().codes)


def test_a_finding_about_a_source_is_not_repeated_for_its_translation(site: SiteTest) -> None:
    site = listed(site).article("KA-00001", ISSUE.format("It says RED-520099."))
    site = site.article("KA-00001", ISSUE.format("Diz RED-520099."), locale="pt-BR")
    assert len(found(site, "KB401")) == 1


# KB402: the form of a code, no family.


def test_what_looks_like_a_code_and_has_no_family_is_reported_once(site: SiteTest) -> None:
    site = site.article("KA-00001", ISSUE.format("ZZQ-4711 comes up. ZZQ-4711 again."))
    assert [message for message, _ in found(site, "KB402")] == [
        "`ZZQ-4711` looks like a code but belongs to no family"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "RED-520025",
        "ISO-8859-1, ISO-27001, UTF-16, SHA-256, AES-256, RFC-2822",
        "CVE-2021-44228",
        "KA-19371",
        "JUNE-2023",
        "https://example.com/ZZQ-4711",
        "ZZQ-4711.5",
        "ZZQ-12",
        "zzq-4711",
    ],
)
def test_standards_dates_addresses_and_known_codes_are_not_unknown_codes(
    site: SiteTest, text: str
) -> None:
    assert found(site.article("KA-00001", ISSUE.format(f"See {text} here.")), "KB402") == []


def test_an_unknown_code_in_the_resolution_is_not_what_the_article_is_about(site: SiteTest) -> None:
    body = ISSUE.format("It fails.") + "\nReported as ZZQ-4711.\n"
    assert found(site.article("KA-00001", body), "KB402") == []


# KB403: what still has to be written.


def test_a_hidden_article_explains_nothing(site: SiteTest) -> None:
    text = "code,message\nRED-520025,\n"
    site = listed(site, text).article("KA-00001", ISSUE.format("RED-520025"), hide="true")
    assert len(found(site.article("KA-00002", ISSUE.format("No code.")), "KB403")) == 1


# KB404: the message beside a code.


def _quoted(site: SiteTest, message: str) -> list[tuple[str, str]]:
    site = listed(site).article("KA-00001", ISSUE.format(f"```\n{message}\n```"))
    return found(site, "KB404")


def test_a_message_may_have_values_in_it_and_more_text_after_it(site: SiteTest) -> None:
    expected = (
        "RED-520025 Communication failed with the tracking server 'http://192.0.2.7' after 3 s."
    )
    assert _quoted(site, expected) == []


# KB405: one typing mistake away.


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("RED-52OO25", "RED-520025"),
        ("RED-52002l", "RED-520021"),
        ("RED-52025", "RED-520025"),
        ("RED-502025", "RED-520025"),
        ("RED-530077", "RED-520077"),
    ],
)
def test_a_typing_mistake_is_reported_with_the_code_that_was_meant(
    site: SiteTest, written: str, meant: str
) -> None:
    site = site.article("KA-00001").article("KA-00002", ISSUE.format(f"It says {written}."))
    assert found(site, "KB405") == [(f"`{written}` is nearly a code", f"did you mean `{meant}`?")]


@pytest.mark.parametrize(
    "text", ["RED-520025", "RED-52xxxx", "RED-1234567", "NOPE-520025", "red-1"]
)
def test_a_code_a_masked_code_and_what_is_unlike_any_are_not_typing_mistakes(
    site: SiteTest, text: str
) -> None:
    site = site.article("KA-00001").article("KA-00002", ISSUE.format(f"It says {text}."))
    assert found(site, "KB405") == []


def test_a_typing_mistake_is_reported_at_its_place_and_listed_under_the_code_that_was_meant(
    site: SiteTest,
) -> None:
    built = site.article("KA-00001").article("KA-00002", ISSUE.format("One.\n\nIt says RED-52025."))
    built = built.build()
    (mistake,) = [d for d in built.built.diagnostics if d.code == "KB405"]
    assert str(mistake.span).endswith("en/KA-00002.md:21:9")
    assert "KA-00002" in built.page("en/codes/RED-520025/")


@ends
def test_a_text_of_300_000_characters_takes_linear_time(site: SiteTest) -> None:
    site = site.article(
        "KA-00001", ISSUE.format("RED-520O2 " * 5_000 + "A" * 150_000 + "-1" * 50_000)
    )
    assert len(found(site, "KB405")) == 1
