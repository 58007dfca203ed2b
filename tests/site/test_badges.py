"""The state of an article, wherever it is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from errata.model import Inputs
from tests.conftest import SiteTest

if TYPE_CHECKING:
    from errata.model import Theme

NOW = datetime(2026, 5, 10, tzinfo=UTC)


def site(theme: Theme, *, drafts: bool = False, toml: str = "") -> SiteTest:
    inputs = Inputs(now=NOW, drafts=drafts)
    return replace(SiteTest(theme).configured(toml), inputs=inputs)


def badge(text: str, tone: str = "") -> str:
    return f'class="badge{tone and f" badge-{tone}"}">{text}</'


def test_a_state_is_on_the_page_in_lists_and_in_the_search_index(theme: Theme) -> None:
    built_site = (
        site(theme)
        .article("KA-00001", status="validated")
        .article("KA-00002", confidence="Not-Validated")
        .article("KA-00003")
        .build()
    )
    validated = badge("Validated", "positive")
    assert f"<dd {validated}dd>" in built_site.page("en/KA-00001/")
    for path in ("en/articles/", "en/recent/", "en/codes/RED-520025/", "en/KA-00002/"):
        assert f"<span {validated}span>" in built_site.page(path)
    assert badge("Not validated", "caution") in built_site.page("en/articles/")
    assert '"states":["","not-validated","validated"]' in built_site.page("search/en/articles.js")
    assert '"state":"validated"' in built_site.page("search/en/f/KA-00001.js")
    assert 'data-facet="state"' in built_site.page("en/search/")


def test_a_knowledge_base_without_states_shows_none(theme: Theme) -> None:
    built_site = site(theme).article("KA-00001", status="published").article("KA-00002").build()
    pages = [built_site.page(path) for path in built_site.paths if path.endswith(".html")]
    assert not [page for page in pages if 'class="badge' in page or "data-states" in page]
    assert '"states"' not in built_site.page("search/en/articles.js")
    assert '"state"' not in built_site.page("search/en/f/KA-00001.js")


def test_one_state_for_all_is_a_badge_and_no_choice(theme: Theme) -> None:
    built_site = site(theme).article("KA-00001", status="validated").build()
    assert badge("Validated", "positive") in built_site.page("en/KA-00001/")
    assert "data-states" not in built_site.page("en/search/")


def test_an_archived_article_can_be_reached_and_is_in_no_list(theme: Theme) -> None:
    built_site = site(theme).article("KA-00001", state="archived").article("KA-00002").build()
    page = built_site.page("en/KA-00001/")
    assert badge("Archived") in page
    assert "notice-archived" in page
    assert 'content="noindex' in page
    for path in ("en/articles/", "en/recent/", "search/en/articles.js", "en/codes/RED-520025/"):
        assert "KA-00001" not in built_site.page(path)


@pytest.mark.parametrize(
    ("key", "value", "text", "tone"),
    [
        ("draft", "true", "Draft", "caution"),
        ("status", "wip", "Work in progress", "caution"),
        ("published", "perhaps", "Draft", "caution"),
        ("unlisted", "true", "Unlisted", "caution"),
        ("publish_date", "2026-05-11", "Not published yet", "caution"),
        ("valid_until", "2026-05-09", "Expired", "negative"),
    ],
)
def test_a_draft_in_a_site_with_drafts_is_marked_and_not_for_search_engines(
    theme: Theme, key: str, value: str, text: str, tone: str
) -> None:
    built_site = site(theme, drafts=True).article("KA-00001", **{key: value}).build()
    assert badge(text, tone) in built_site.page("en/KA-00001/")
    assert badge(text, tone) in built_site.page("en/articles/")
    assert 'content="noindex' in built_site.page("en/KA-00001/")
    assert built_site.built.unfinished == 1


def test_a_site_for_partners_says_which_articles_are_for_them(theme: Theme) -> None:
    built_site = (
        site(theme, toml='[site]\naudience = "partner"\n')
        .article("KA-00001", audience="partner")
        .article("KA-00002", audience="customer")
        .build()
    )
    assert badge("For partners", "informative") in built_site.page("en/KA-00001/")
    assert badge("For customers", "informative") in built_site.page("en/articles/")


def test_a_translation_that_is_a_draft_is_shown_in_the_first_language(theme: Theme) -> None:
    built_site = (
        site(theme)
        .article("KA-00001", title="Zqx the original")
        .article("KA-00001", locale="de", title="Zqx die Übersetzung", draft="true")
        .article("KA-00002", locale="de")
        .article("KA-00003", title="Zqx the internal one", audience="internal")
        .build()
    )
    assert "Zqx the original" in built_site.page("de/KA-00001/")
    assert "KA-00003" not in "".join(built_site.paths)
    assert "Übersetzung" not in "".join(
        built_site.page(path)
        for path in built_site.paths
        if path.endswith((".html", ".js", ".json", ".md"))
    )
