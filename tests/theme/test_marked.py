"""Words of the interface are marked where they are not in the page's language (WCAG 3.1.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from lxml import etree, html
from msgspec.structs import replace

from errata.config import parse_config
from errata.site.plan import finish_steps, make_bundle, open_site, plan_in_steps
from tests.site.factories import full_article, library, shipped_theme
from tests.support.rendering import render_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGN: Final = "§"
SPOKEN: Final = ("aria-label", "placeholder", "title", "alt")


def pages(tag: str, **fields: object) -> dict[str, str]:
    """The pages of a site in one locale, with a sign before every English word of the interface."""
    theme = shipped_theme()
    english = {name: f"{SIGN}{text}" for name, text in theme.strings["en"].items()}
    theme = replace(theme, strings={**theme.strings, "en": english})
    titles = ("Tracking stops", "Zeros in a log", "(none)")
    linked_articles = library(
        full_article("KA-00001", tag, **fields),
        *(full_article(f"KA-0000{n}", tag, title=title) for n, title in enumerate(titles, 2)),
        full_article("KA-00007"),
    )
    moved = '[redirects]\n"KA-00009" = "KA-00001"\n"KA-00008" = "gone"\n'
    config = parse_config(moved, "errata.toml")
    files = render_pages(
        finish_steps(
            plan_in_steps(open_site(linked_articles, config, theme.strings), make_bundle)
        ).pages,
        theme,
        config,
    )
    return {
        file.path: file.content.decode()
        for file in files
        if isinstance(file.content, bytes) and file.path.startswith(f"{tag}/")
    }


def loose(page: str) -> Iterator[str]:
    """Words of the interface whose element does not say that they are English, left to right."""
    for element in html.document_fromstring(page).iter(etree.Element):
        if any(parent.tag == "head" for parent in element.iterancestors()):
            continue
        nearest = next(e for e in (element, *element.iterancestors()) if e.get("lang"))
        text = "".join((element.text or "", *(child.tail or "" for child in element)))
        named = "".join(element.get(name, "") for name in SPOKEN)
        unspoken = SIGN in text + named and nearest.get("lang") != "en"
        if unspoken or (SIGN in text and nearest.get("dir") != "ltr"):
            yield html.tostring(element, encoding="unicode")[:200]


@pytest.mark.parametrize("tag", ["ar", "ru"])
def test_english_words_are_marked_on_every_page_of_another_language(tag: str) -> None:
    found = pages(tag, hidden=True)
    assert len(found) > 10
    assert {path: faults for path, page in found.items() if (faults := [*loose(page)])} == {}


def test_the_page_itself_keeps_the_language_and_direction_of_its_articles() -> None:
    for page in pages("ar").values():
        document = html.document_fromstring(page)
        assert (document.get("lang"), document.get("dir")) == ("ar", "rtl")


def test_no_word_is_marked_where_the_interface_speaks_the_language() -> None:
    for tag in ("de-AT", "zh-CN", "pt"):
        for path, page in pages(tag).items():
            assert SIGN not in page, path
            marked = {
                e.get("lang", tag) for e in html.document_fromstring(page).iter(etree.Element)
            }
            assert marked <= {"en", tag}, path


def test_what_is_in_a_language_of_its_own_runs_in_its_direction() -> None:
    for name, file in shipped_theme().defaults.items():
        marked = re.findall(r'<(?!html)[a-z0-9]+\b[^<>]*\blang="[^<>]*>', file.text)
        # Names of languages, which stand alone, need none.
        loose = [tag for tag in marked if "dir=" not in tag and "language.tag" not in tag]
        assert [tag for tag in loose if "other.tag" not in tag] == [], name
