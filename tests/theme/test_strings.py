"""The interface's words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest
from babel import Locale

from errata.errors import ThemeError
from errata.text.strings import PLURALS, strings_for
from tests.site.factories import shipped_theme

if TYPE_CHECKING:
    from collections.abc import Mapping

STRINGS = shipped_theme().strings
TRANSLATED = sorted(set(STRINGS) - {"en"})

NOT_TRANSLATED: Final = {
    "article_count_one": "fr",
    "article_count_other": "fr",
    "articles": "fr",
    "callout_administration": "fr sv",
    "callout_danger": "fr",
    "callout_error": "es",
    "callout_important": "fr",
    "callout_info": "de fr sv",
    "callout_question": "fr",
    "callout_tip": "nl",
    "details_title": "de nl",
    "diagnose": "de nl",
    "diagnose_label": "de it pt-BR",
    "diagnose_files_one": "it",
    "diagnose_taken": "de es fr it ko nl pt-BR sv",
    "family_exception": "fr",
    "lead_cause": "fr",
    "letters": "nl",
    "message": "fr",
    "number": "fr",
    "original": "de es pt-BR sv",
    "product": "nl",
    "search_articles": "fr",
    "search_filters": "nl",
    "site_nav": "fr nl pt-BR",
    "task_open": "nl",
    "team": "de it nl sv",
    "version": "de fr sv",
}
"""String -> languages that use the very word that English does."""

QUOTES: Final = {
    "de": "„“‚‘",
    "en": "“”‘’",
    "es": "«»“”",
    "fr": "«»",
    "it": "«»“”",
    "ja": "「」『』",
    "ko": "‘’“”",
    "nl": "“”‘’",
    "pt-BR": "“”‘’",
    "sv": "””’’",
    "zh-Hans": "“”‘’",
    "zh-Hant": "「」『』",
}


def _base(name: str) -> tuple[str, str]:
    """The message's name and its plural form, which is empty where there is one form for all."""
    stem, _, form = name.rpartition("_")
    counted = form in PLURALS and "{n}" in STRINGS["en"].get(f"{stem}_other", "")
    return (stem, form) if counted else (name, "")


def _bases(strings: Mapping[str, str]) -> set[str]:
    return {_base(name)[0] for name in strings}


def _placeholders(text: str) -> Counter[str]:
    return Counter(re.findall(r"\{(.*?)\}", text))


def test_the_languages_of_the_first_release_are_there() -> None:
    release = {"en", "pt-BR", "es", "fr", "de", "ja", "zh-Hans", "ko", "it", "nl", "sv"}
    assert set(STRINGS) >= release


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_language_has_the_same_messages(tag: str) -> None:
    assert _bases(STRINGS[tag]) == _bases(STRINGS["en"])


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_a_counted_message_has_the_plural_forms_of_its_language(tag: str) -> None:
    plural = Locale.parse(tag, sep="-").plural_form
    needed = {plural(n) for n in range(1000)} | {"other"}
    for base in {_base(name)[0] for name in STRINGS["en"] if _base(name)[1]}:
        found = {_base(name)[1] for name in STRINGS[tag] if _base(name)[0] == base}
        assert needed <= found <= {*plural.tags, "other"}, base


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_no_text_is_empty_or_has_blanks_around_it(tag: str) -> None:
    assert [name for name, text in STRINGS[tag].items() if not text or text != text.strip()] == []


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_has_the_placeholders_of_the_original(tag: str) -> None:
    for name, text in STRINGS[tag].items():
        stem, form = _base(name)
        original = STRINGS["en"].get(name, STRINGS["en"].get(f"{stem}_other", ""))
        if form != "one":
            assert _placeholders(text) == _placeholders(original), name
        assert _placeholders(text) <= _placeholders(original), name


@pytest.mark.parametrize("tag", TRANSLATED)
def test_only_words_that_are_the_same_in_a_language_are_left_in_english(tag: str) -> None:
    same = {name for name, text in STRINGS[tag].items() if text == STRINGS["en"].get(name)}
    assert same <= {name for name, tags in NOT_TRANSLATED.items() if tag in tags.split()}


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_quotation_marks_are_those_of_the_language(tag: str) -> None:
    for name, text in STRINGS[tag].items():
        marks = set(re.findall('["“”„‟«»‹›「」『』‘‚]', text))
        assert marks <= set(QUOTES[tag]), name


@pytest.mark.parametrize("tag", sorted(STRINGS))
def test_apostrophes_are_typographic(tag: str) -> None:
    assert [name for name, text in STRINGS[tag].items() if "'" in text] == []


def test_french_marks_have_a_space_before_them_that_does_not_break() -> None:
    loose = re.compile("[^\u00a0\u202f][:;?!»]|«[^\u00a0\u202f]")
    assert [name for name, text in STRINGS["fr"].items() if loose.search(text)] == []


@pytest.mark.parametrize(
    ("tag", "home"),
    [
        ("pt-BR", "Início"),
        ("pt-PT", "Início"),
        ("fr-CA", "Accueil"),
        ("zh-CN", "首页"),
        ("zh-TW", "首頁"),
        ("zh-HK", "首頁"),
        ("xx", "Home"),
    ],
)
def test_a_locale_has_the_words_of_the_nearest_language_else_english(tag: str, home: str) -> None:
    assert strings_for(tag, STRINGS).home == home


def test_a_string_that_a_language_lacks_is_english_and_plural_forms_are_never_mixed() -> None:
    own = {
        "home": "Strona główna",
        "article_count_few": "{n} artykuły",
        "article_count_other": "{n} a.",
    }
    ui = strings_for("pl-PL", {**STRINGS, "pl": own})
    assert (ui.home, ui.codes) == ("Strona główna", "Error codes")
    assert [ui("article_count", n=n) for n in (1, 3, 5)] == ["1 a.", "3 artykuły", "5 a."]
    assert ui.forms("article_count") == (("few", "{n} artykuły"), ("other", "{n} a."))
    assert ui("code_count", n=3) == "3 error codes"


def test_a_message_hides_nothing_that_the_interface_is_or_does() -> None:
    own = {"lang": "hidden", "forms": "hidden", "__class__": "hidden", "_page": "hidden", "x": "y"}
    ui = strings_for("en", {"en": {**STRINGS["en"], **own}})
    assert ui.shown["lang"] == "" == ui.lang
    assert ui.shown["x"] == "y"
    assert not ui.shown.keys() & {"forms", "__class__", "_page"}


def test_a_region_of_its_own_says_only_what_differs() -> None:
    ui = strings_for("de-CH", {**STRINGS, "de-CH": {"home": "Beginn"}})
    assert (ui.home, ui.codes) == ("Beginn", "Fehlercodes")
    assert ui("article_count", n=1138) == "1’138 Artikel"


@pytest.mark.parametrize(
    ("tag", "n", "text"),
    [
        ("en", 1, "1 article"),
        ("en", 0, "0 articles"),
        ("en", 1138, "1,138 articles"),
        ("pt-BR", 0, "0 artigo"),
        ("fr", 0, "0 article"),
        ("fr", 1_000_000, "1\u202f000\u202f000 articles"),
        ("de", 1138, "1.138 Artikel"),
        ("ja", 1, "1 件の記事"),
        ("ko", 1138, "문서 1,138개"),
        ("zh-Hans", 1, "1 篇文章"),
        ("it", 0, "0 articoli"),
        ("nl", 1138, "1.138 artikelen"),
        ("sv", 1138, "1\u00a0138 artiklar"),
    ],
)
def test_a_count_has_the_plural_and_the_digits_of_its_language(tag: str, n: int, text: str) -> None:
    assert strings_for(tag, STRINGS)("article_count", n=n) == text


def test_a_missing_string_is_a_fault_of_the_theme() -> None:
    with pytest.raises(ThemeError, match="there is no interface string `nothing`"):
        strings_for("en", STRINGS)("nothing")


@pytest.mark.parametrize(
    ("tag", "intl"),
    [("de-AT", ""), ("pt-PT", "pt-BR"), ("ar", "en"), ("fa", "fa-u-nu-latn"), ("zh-CN", "")],
)
def test_scripts_are_told_how_the_pages_write_numbers(tag: str, intl: str) -> None:
    persian = {"fa": {"home": "خانه"}}
    assert strings_for(tag, {**STRINGS, **persian}).intl == intl


def test_a_language_is_called_as_the_interface_calls_it() -> None:
    assert strings_for("de-AT", STRINGS).language("pt-BR") == "Portugiesisch (Brasilien)"
    assert strings_for("ar", STRINGS).language("de") == "German"
    assert strings_for("ko", STRINGS)("fallback", language="영어").endswith("영어로 표시됩니다.")
