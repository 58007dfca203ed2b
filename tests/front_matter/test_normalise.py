"""Texts, lists and dates, cleaned."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errata.articles.front_matter import normalise


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("  two \u00a0 words\t", "two words"),
        ("e\u0301te\u0301", "été"),
        ("a &amp; b &quot;c&quot; &#39;d&#39;", "a & b \"c\" 'd'"),
        ("zero\u200bwidth", "zerowidth"),
        ("Activity in [!DNL Target]", "Activity in Target"),
        (r"Set up a \[!UICONTROL Rule Builder] rule", "Set up a Rule Builder rule"),
        ("**Import** your data, and **export it**", "Import your data, and export it"),
        ("`**kwargs` and 2**3**2, '***' and ** a **", "**kwargs and 2**3**2, '***' and ** a **"),
        ("Il &grave;magento-cloud&grave; CLI", "Il magento-cloud CLI"),
        ("`npm`の実行", "npmの実行"),
        ("`foo' and `bar' and ``a``", "`foo' and `bar' and ``a``"),
        ("An array[!important] stays", "An array[!important] stays"),
        ("「訪問者」", "訪問者"),
        ("„Technisches Konto“", "Technisches Konto"),
        ("“All of it”", "All of it"),
        ('"All of it"', "All of it"),
        ("« Tout cela »", "Tout cela"),
        ("「one」ステータス」", "「one」ステータス」"),
        ("“one” and “two”", "“one” and “two”"),
        ('"one" and "two"', '"one" and "two"'),
        ('ends on the page"', 'ends on the page"'),
        ('"', '"'),
        ('""', ""),
        ("a\x07b\x9f \ufffe c\x1cd", "ab c d"),
    ],
)
def test_prose_is_shown_without_the_exporters_traces(written: str, shown: str) -> None:
    assert normalise.clean_prose(written) == shown


@pytest.mark.parametrize(
    "placeholder",
    [
        "Description",
        "Descrição",
        "Beschreibung",
        "説明",
        "「説明」",
        "Descripción",
        "test_SD",
        "说明",
        "說明",
        "설명",
        "Beschrijving",
        "Beskrivning",
        "Teste",
    ],
)
def test_a_placeholder_is_no_description(placeholder: str) -> None:
    assert normalise.clean_description(placeholder) == ""
    assert normalise.clean_description(f"{placeholder} of a fault") == f"{placeholder} of a fault"


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("a,b , c", ["a", "b", "c"]),
        ("a，b、c", ["a", "b", "c"]),
        ("خادم، خطأ", ["خادم", "خطأ"]),
        ("「KCS，訪問者」", ["KCS", "訪問者"]),
        ("a (b, c), d", ["a (b, c)", "d"]),
        ("a (b, c, d", ["a (b", "c", "d"]),
        ("a), b", ["a)", "b"]),
        ("a,,b,", ["a", "", "b", ""]),
        ("", []),
        (("a, b", " c "), ["a, b", "c"]),
    ],
)
def test_a_list_is_split_at_commas_outside_brackets(
    written: str | tuple[str, ...], items: list[str]
) -> None:
    assert normalise.split_list(written) == items


@pytest.mark.parametrize(
    ("items", "kept"),
    [
        (["KCS", "kcs", "a"], ("a",)),
        (["KCS - tracking", "KCSX"], ("tracking", "KCSX")),
        (["KCS. 技術帳戶"], ("技術帳戶",)),
        (["a", "A", "", "b"], ("a", "b")),
        (['"a', "b”", "“c”", 'd "e"'], ("a", "b", "c", 'd "e"')),
        (["[!DNL Analytics]"], ("Analytics",)),
    ],
)
def test_keywords_lose_what_is_constant_stray_or_repeated(
    items: list[str], kept: tuple[str, ...]
) -> None:
    assert normalise.split_keywords(items) == kept


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("4/17/2024 12:30:27 PM", datetime(2024, 4, 17, 12, 30, 27, tzinfo=UTC)),
        ("4/17/2024 12:00:00 AM", datetime(2024, 4, 17, tzinfo=UTC)),
        ("12/1/2024 1:05:09 pm", datetime(2024, 12, 1, 13, 5, 9, tzinfo=UTC)),
        ("10/31/2022", datetime(2022, 10, 31, tzinfo=UTC)),
        ("2024-04-17", datetime(2024, 4, 17, tzinfo=UTC)),
        ("2024-04-17T12:30:27", datetime(2024, 4, 17, 12, 30, 27, tzinfo=UTC)),
        ("2024-04-17T12:30:27Z", datetime(2024, 4, 17, 12, 30, 27, tzinfo=UTC)),
        ("2024-04-17 12:30z", datetime(2024, 4, 17, 12, 30, tzinfo=UTC)),
        (
            "Wed Jan 8 2020 01:30:00 GMT+0200 (Eastern European Time)",
            datetime(2020, 1, 7, 23, 30, tzinfo=UTC),
        ),
        ("2024-04-17T00:30:00+02:00", datetime(2024, 4, 16, 22, 30, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_moment_in_utc(text: str, moment: datetime) -> None:
    read = normalise.parse_date(text)
    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2/30/2024 1:00:00 PM",
        "4/17/2024 13:00:00 PM",
        "4/17/2024 0:00:00 AM",
        "2024-02-30",
        "2024-W16",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
        "٤/17/2024",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert normalise.parse_date(text) is None


@given(st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.replace(microsecond=0)))
def test_the_iso_form_is_read_back_and_needs_no_warning(moment: datetime) -> None:
    text = normalise.format_date(moment)
    assert normalise.is_iso_date(text)
    assert normalise.parse_date(text) == moment
