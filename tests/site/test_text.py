"""Cuts, dates and names of languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.site.formatting import (
    language_with_territory,
    timestamp,
    truncate_text,
)
from errata.site.layout import page_title
from errata.text.locales import language_name, text_direction


@given(st.text(max_size=200), st.integers(min_value=10, max_value=80))
def test_a_cut_text_never_exceeds_its_limit(text: str, limit: int) -> None:
    assert len(truncate_text(text, limit)) <= limit


def test_a_short_text_is_left_as_it_is_but_for_runs_of_space() -> None:
    assert truncate_text("  one\n two ", 10) == "one two"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert truncate_text("the redirection server does not answer", 24) == "the redirection server…"


def test_a_text_without_spaces_is_cut_anywhere() -> None:
    assert truncate_text("トラッキング" * 10, 12) == "トラッキングトラッキン…"


def test_the_site_is_named_in_a_title_where_it_fits() -> None:
    assert page_title("Tracking stops", "Help") == "Tracking stops · Help"
    assert page_title("x" * 66, "Help") == "x" * 66
    assert page_title("", "Help") == ""
    assert page_title("Help", "Help") == "Help"


@given(st.text(alphabet="ab <>&\"'", max_size=120))
def test_a_page_title_has_at_most_70_characters_as_written_in_html(title: str) -> None:
    written = page_title(title, "Q&A").replace("&", "&amp;").replace("<", "&lt;")
    assert len(written.replace(">", "&gt;")) <= 70


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "January 1, 2024"),
        ("pt-BR", "1 de janeiro de 2024"),
        ("de", "1. Januar 2024"),
        ("ja", "2024年1月1日"),
        ("fr-FR", "1 janvier 2024"),
        ("es", "1 de enero de 2024"),
        ("it", "1 gennaio 2024"),
        ("nl", "1 januari 2024"),
        ("sv", "1 januari 2024"),
        ("ko", "2024년 1월 1일"),
        ("zh-Hans", "2024年1月1日"),
        ("zh-CN", "2024年1月1日"),
        ("zh-TW", "2024年1月1日"),
        ("pt-PT", "1 de janeiro de 2024"),
        ("de-AT", "1. Jänner 2024"),
        ("en-GB", "1 January 2024"),
        ("xx-YY", "January 1, 2024"),
    ],
)
def test_a_date_is_written_in_utc_as_the_locale_writes_it(tag: str, text: str) -> None:
    west = timezone(timedelta(hours=-3))
    written = timestamp(datetime(2023, 12, 31, 22, 30, tzinfo=west), tag)
    assert written is not None
    assert (written.iso, written.text) == ("2024-01-01T01:30:00Z", text)


def test_no_date_is_no_stamp() -> None:
    assert timestamp(None, "en") is None
    assert timestamp(datetime(2024, 1, 1, tzinfo=UTC), "en") is not None


def test_languages_name_themselves_and_know_their_direction() -> None:
    assert language_name("pt-BR") == "Português (Brasil)"
    assert language_name("not a tag") == "not a tag"
    assert (text_direction("ar"), text_direction("en")) == ("rtl", "ltr")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en_US"),
        ("pt-BR", "pt_BR"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("es-419", "es_419"),
        ("tlh", "tlh"),
        ("x-own", "x_own"),
    ],
)
def test_a_locale_has_its_likeliest_territory(tag: str, expected: str) -> None:
    assert language_with_territory(tag) == expected
