"""What a reader is told before the text: archived, replaced, how and when it was translated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from errata.site.pages.article import Notices, build_notices, is_older
from errata.site.urls import article_path
from errata.site.views import Link
from tests.site.factories import article, context_of, full_article, library

if TYPE_CHECKING:
    from tests.conftest import SiteTest

PAGE = article_path("de", "KA-00001")
ORIGINAL = Link("Tracking stops for KA-00001", "../../en/KA-00001/index.html", "en")


def told(translation: dict[str, object], original: dict[str, object] | None = None) -> Notices:
    """On the page of a German translation."""
    subject = article("KA-00001", "de", fields=translation)
    linked_articles = library(subject, article("KA-00001", fields=original or {}))
    return build_notices(context_of(linked_articles).page(PAGE, "de"), subject)


@pytest.mark.parametrize(
    ("share", "machine"), [(None, "whole"), (0, "whole"), (49, "whole"), (50, "part"), (99, "part")]
)
def test_a_machine_s_translation_is_told_with_its_original(share: int | None, machine: str) -> None:
    notices = told({"machine_translated": True, "human_share": share})
    assert (notices.machine, notices.original) == (machine, ORIGINAL)


def test_a_translation_as_new_as_its_original_has_no_notice() -> None:
    assert told({}) == Notices()


@pytest.mark.parametrize(
    ("translation", "original", "older"),
    [
        ({"version": 2}, {"version": 3}, True),
        ({"version": 3}, {"version": 3}, False),
        ({"version": 3, "published": datetime(2020, 1, 1, tzinfo=UTC)}, {}, False),
        ({"version": None, "published": datetime(2020, 1, 1, tzinfo=UTC)}, {}, True),
        ({"version": None}, {"version": None}, False),
        ({"version": None, "published": None}, {}, False),
    ],
)
def test_a_translation_is_older_by_version_else_by_date(
    translation: dict[str, object], original: dict[str, object], *, older: bool
) -> None:
    first_article, two = (
        article("KA-00001", "de", fields=translation),
        article("KA-00001", fields=original),
    )
    assert is_older(first_article, two) is older
    notices = told(translation, original)
    assert (notices.outdated, notices.original) == (older, ORIGINAL if older else None)


def test_a_hidden_original_is_not_linked() -> None:
    notices = told({"machine_translated": True, "version": 1}, {"hidden": True})
    assert (notices.machine, notices.outdated, notices.original) == ("whole", False, None)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("KA-00002", Link("Neu", "../KA-00002/index.html")),
        ("KA-00003", Link("Tracking stops for KA-00003", "../KA-00003/index.html", "en")),
        ("RED-520025", Link("RED-520025", "../../en/codes/RED-520025/index.html")),
        ("https://example.com/x", Link("https://example.com/x", "https://example.com/x")),
        ("javascript:alert(1)", Link("javascript:alert(1)")),
        ("KA-00009", Link("KA-00009")),
        ("KA-00001", None),
        ("", None),
    ],
)
def test_what_replaces_an_article_is_linked_where_it_is(name: str, link: Link | None) -> None:
    subject = article("KA-00001", "de", fields={"hidden": True, "replaced_by": name})
    others = (article("KA-00002", "de", fields={"title": "Neu"}), full_article("KA-00003"))
    found = build_notices(context_of(library(subject, *others)).page(PAGE, "de"), subject)
    assert (found.hidden, found.replaced) == (True, link)


@pytest.mark.parametrize(
    ("share", "notice"),
    [
        ("7%", "Dieser Artikel wurde maschinell übersetzt."),
        ("52%", "Teile dieses Artikels wurden maschinell übersetzt."),
        ("100%", ""),
    ],
)
def test_the_front_matter_says_how_much_a_person_wrote(
    site: SiteTest, share: str, notice: str
) -> None:
    keys = {"workflow_type": "tm+mt", "ht_degree": share}
    built = site.article("KA-00001").article("KA-00001", locale="de", **keys).build()
    page = built.page("de/KA-00001/")
    told = page.partition('<p class="notice notice-translation">')[2].partition("</p>")[0]
    assert told.partition(" Original:")[0].strip() == notice
