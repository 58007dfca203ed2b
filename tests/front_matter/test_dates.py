"""Dates as people and tools write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from errata.articles.front_matter.normalise import parse_date


@pytest.mark.parametrize(
    "text",
    [
        "01/24/2024",
        "1/24/2024",
        "24/01/2024",
        "24-01-2024",
        "24.01.2024",
        "24. 1. 2024",
        "2024-1-24",
        "2024/01/24",
        "2024年1月24日",
        "20240124",
        "January 24, 2024",
        "Jan. 24th 2024",
        "24 January 2024",
        "24. Januar 2024",
        "24 de enero de 2024",
        "24-Jan-2024",
        "2024-01-24 09:30:00 +0930",
        "2024-01-24 00:00 UTC",
        "2024-01-24T00:00:00.0000000Z",
        "Wednesday, January 24, 2024",
        "Mi., 24. Januar 2024",
        "Wed Jan 24 2024 UTC",
        "Wed, 24 Jan 2024 02:00:00 +0200",
        "Wed Jan 24 00:00:00 2024",
        "Wed Jan 24 00:00:00 2024 UTC",
        "Wed Jan 24 00:00:00 UTC 2024",
    ],
)
def test_a_day_is_understood_in_the_forms_that_tools_and_people_write(text: str) -> None:
    assert parse_date(text) == datetime(2024, 1, 24, tzinfo=UTC)


def test_a_day_that_could_be_either_is_the_american_one_unless_dots_are_in_it() -> None:
    assert parse_date("01/02/2024") == datetime(2024, 1, 2, tzinfo=UTC)
    assert parse_date("01.02.2024") == datetime(2024, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2024",
        "2024-01",
        "1.2.3",
        "13/13/2024",
        "30.02.2024",
        "24 Foo 2024",
        "20241324",
        "v20240124",
        "Wed",
        "Wed Foo 24 00:00:00 2024",
        "Wed Jan 44 00:00:00 2024",
    ],
)
def test_what_is_no_whole_day_is_no_date(text: str) -> None:
    assert parse_date(text) is None
