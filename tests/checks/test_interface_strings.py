"""A user's own interface strings are checked, and faults are reported at their lines."""

from __future__ import annotations

import tomllib

import pytest
from msgspec.structs import replace

from errata.checks.kb903_faulty_strings import check
from errata.checks.subjects import Interface
from errata.config import Config
from errata.model import Folder, Inputs, TemplateFile, Theme
from errata.pipeline import build
from tests.site.factories import shipped_theme

SHIPPED = shipped_theme()


def theme(tag: str, text: str, **overrides: str) -> Theme:
    own = {**SHIPPED.strings.get(tag, {}), **tomllib.loads(text)}
    return replace(
        shipped_theme(**overrides),
        strings={**SHIPPED.strings, tag: own},
        string_files={tag: TemplateFile(text, f"mine/strings/{tag}.toml")},
    )


def findings(tag: str, text: str, **overrides: str) -> list[str]:
    return [
        f"{d.span.line}: {d.message}" + (f"; {d.help}" if d.help else "")
        for d in check(Interface(theme(tag, text, **overrides), ()))
    ]


def test_the_shipped_strings_have_no_findings() -> None:
    assert list(check(Interface(SHIPPED, ()))) == []


def test_a_misspelt_name_is_reported_at_its_line_with_the_name_that_was_meant() -> None:
    diagnostics = findings("de", 'home = "Start"\nprodukts = "Waren"\n')
    assert diagnostics == ["2: no template uses the string `produkts`; did you mean `products`?"]
    assert findings("en", '# mine\nhoem = "Start"\n') == [
        "2: no template uses the string `hoem`; did you mean `home`?"
    ]


def test_a_string_of_ones_own_template_is_known() -> None:
    assert findings("de", 'greeting = "Moin"\n', home__html="<p>{{ ui.greeting }}</p>") == []


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        (
            'search_near = "Meinten Sie {codes}?"',
            [
                "1: `{codes}` is not filled and would be shown as it is; this string has `{code}`",
                "1: `{code}` is missing from the text; English has it: Did you mean {code}?",
            ],
        ),
        (
            'home = "{n}"',
            ["1: `{n}` is not filled and would be shown as it is; this string has no placeholder"],
        ),
        ('home = " "', ["1: the text is empty; write one, or remove the line to show English"]),
        ('article_count_one = "Ein Artikel"\narticle_count_other = "{n} Artikel"', []),
        ('letters_other = "Rest"', []),
    ],
)
def test_placeholders_are_those_of_the_english_text(line: str, finding: list[str]) -> None:
    assert findings("de", line) == finding


def test_plural_forms_are_those_of_the_language() -> None:
    assert findings("ja", 'article_count_one = "{n} 件"\n') == [
        "1: `article_count_one`: `ja` has no plural form `one`; it has `other`"
    ]
    diagnostics = findings(
        "pl", 'article_count_one = "{n} artykuł"\narticle_count_other = "{n} artykułu"\n'
    )
    assert diagnostics[0].startswith("1: lacks `article_count_few`, `article_count_many`, `skip`, ")


def test_what_a_language_lacks_is_reported_once_for_its_file() -> None:
    (finding,) = findings("pl", 'home = "Strona główna"\n')
    total = len(SHIPPED.strings["ja"]) - 1
    assert finding.startswith(
        "1: lacks `skip`, `site_nav`, `languages`, `breadcrumb`, `codes` and "
    )
    assert f"and {total - 5} more" in finding


def test_a_region_takes_the_rest_from_its_language() -> None:
    assert findings("de-AT", 'home = "Beginn"\n') == []
    assert findings("pt-PT", 'home = "Página inicial"\n') == []


def test_a_complete_language_has_no_findings() -> None:
    lines = "\n".join(f'{name} = "{text}"' for name, text in SHIPPED.strings["ja"].items())
    assert findings("ko", lines.replace("\\", "")) == []
    assert findings("ko-KP", lines) == []


def test_a_file_named_after_no_locale_is_findings() -> None:
    assert findings("german", 'home = "Start"\n') == [
        (
            "1: `german` is not a locale: no page shows these strings; "
            "name it after the locale's folder of articles, such as `de.toml`"
        )
    ]


def test_a_build_reports_them() -> None:
    built_site = build(Folder((), {}, ()), theme("de", 'hom = "Start"\n'), Config(), Inputs())
    assert [d.span.path for d in built_site.diagnostics if d.code == "KB903"] == [
        "mine/strings/de.toml"
    ]
