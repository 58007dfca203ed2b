"""Which language serves readers of a locale."""

from __future__ import annotations

from typing import Final

import pytest

from errata.text.locales import (
    choose_shown_tags,
    cldr_locale,
    find_serving_locales,
    has_locale_name,
    language_name,
    likely_subtags,
    locale_tag,
)

INTERFACE: Final = (
    *("de", "en", "es", "fr", "it", "ja", "ko", "nl", "pt-BR", "sv", "zh-Hans", "zh-Hant"),
)


@pytest.mark.parametrize(
    ("folder", "spoken", "promised"),
    [
        ("zh-CN", "zh-Hans", True),
        ("zh", "zh-Hans", True),
        ("zh-Hans-CN", "zh-Hans", True),
        ("zh_cn", "zh-Hans", True),
        ("zh-SG", "zh-Hans", True),
        ("zh-TW", "zh-Hant", True),
        ("zh-Hant", "zh-Hant", True),
        ("zh-HK", "zh-Hant", True),
        ("pt", "pt-BR", True),
        ("pt-PT", "pt-BR", False),
        ("pt-AO", "pt-BR", False),
        ("es-419", "es", True),
        ("es-MX", "es", True),
        ("de-AT", "de", True),
        ("de-CH", "de", True),
        ("en-GB", "en", True),
        ("fr-CA", "fr", True),
        ("sv-SE", "sv", True),
        ("ko-KR", "ko", True),
        ("ja-JP", "ja", True),
        ("nb", "", False),
        ("ar", "", False),
        ("he", "", False),
    ],
)
def test_a_folder_has_the_interface_that_its_readers_read(
    folder: str,
    spoken: str,
    promised: bool,  # noqa: FBT001 - a table
) -> None:
    tag = locale_tag(folder)
    assert tag
    serving = find_serving_locales(tag, INTERFACE)
    assert serving == ((spoken,) if spoken else ())
    assert has_locale_name(spoken or "en", tag) == promised


@pytest.mark.parametrize(
    ("tag", "available", "found"),
    [
        ("de-AT", ("de", "de-AT", "en"), ("de-AT", "de")),
        ("es-MX", ("es", "es-419", "es-AR"), ("es-419", "es", "es-AR")),
        ("pt-AO", ("pt-BR", "pt-PT"), ("pt-PT", "pt-BR")),
        ("pt-MZ", ("pt-TL", "pt-BR"), ("pt-BR", "pt-TL")),
        ("sr-Latn-RS", ("sr", "sr-Latn"), ("sr-Latn",)),
        ("nb", ("no",), ("no",)),
        ("no", ("nb",), ("nb",)),
        ("xx", ("xx", "en"), ("xx",)),
    ],
)
def test_the_nearest_language_comes_first(
    tag: str, available: tuple[str, ...], found: tuple[str, ...]
) -> None:
    assert find_serving_locales(tag, available) == found
    assert find_serving_locales(tag, reversed(available)) == found


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("zh", ("zh", "Hans", "CN")),
        ("zh-MO", ("zh", "Hant", "MO")),
        ("sr-ME", ("sr", "Latn", "ME")),
        ("iw", ("he", "Hebr", "IL")),
        ("xx", ("xx", "", "")),
    ],
)
def test_what_a_tag_does_not_say_is_what_is_likely(tag: str, parts: tuple[str, ...]) -> None:
    assert likely_subtags(tag) == parts


def test_a_tag_without_data_is_told() -> None:
    assert cldr_locale("x-klingon") is None
    assert cldr_locale("xx") is None


@pytest.mark.parametrize(
    ("locales", "names"),
    [
        (("en", "pt-BR", "ja-JP"), ("English", "Português", "日本語")),
        (("de-DE", "en-US"), ("Deutsch", "English")),
        (("de-DE", "de-AT"), ("Deutsch (Deutschland)", "Deutsch (Österreich)")),
        (("zh-CN", "zh-TW"), ("中文 (简体)", "中文 (繁體)")),
        (("sr-Latn", "sr-Cyrl"), ("Srpski (latinica)", "Српски (ћирилица)")),
    ],
)
def test_a_language_is_called_without_its_country_where_no_other_locale_shares_it(
    locales: tuple[str, ...], names: tuple[str, ...]
) -> None:
    tags = choose_shown_tags(locales)
    assert tuple(language_name(tags[locale]) for locale in locales) == names
