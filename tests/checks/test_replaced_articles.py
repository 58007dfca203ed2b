"""KB303 and KB304: links to hidden articles, and what is said to replace them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import SiteTest


def found(site: SiteTest, code: str) -> list[tuple[str, str]]:
    """(message, help) of each finding of a check."""
    return [(d.message, d.help) for d in site.check() if d.code == code]


@pytest.mark.parametrize("name", ["KA-00002", "RED-520025", "https://example.com/new"])
def test_an_article_a_code_or_an_address_can_replace_an_article(site: SiteTest, name: str) -> None:
    site = site.article("KA-00001", hide="true", replaced_by=name).article("KA-00002")
    assert found(site, "KB304") == []


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        ("KA-00003", "`replaced-by` names `KA-00003`, which is not on this site", "KA-00002"),
        ("KA-00001", "`replaced-by` names the article itself", "KA-00002"),
        ("this one", "`replaced-by` names `this one`, which is not on this site", "address"),
    ],
)
def test_a_successor_that_is_not_on_the_site_is_reported(
    site: SiteTest, name: str, message: str, remedy: str
) -> None:
    site = site.article("KA-00001", replaced_by=name).article("KA-00002")
    [(reported, help_)] = found(site, "KB304")
    assert reported == message
    assert remedy in help_


def test_a_link_to_a_hidden_article_is_reported_with_its_successor(site: SiteTest) -> None:
    site = site.article("KA-00001", "\n[x](KA-00002.md)\n").article("KA-00003")
    plain = site.article("KA-00002", hide="true")
    assert found(plain, "KB303") == [
        ("`KA-00002` is hidden", "link to the article that replaces it")
    ]
    named = site.article("KA-00002", hide="true", replaced_by="KA-00003")
    assert found(named, "KB303") == [("`KA-00002` is hidden", "link `KA-00003`, which replaces it")]
