"""Products, families, A to Z and recently updated: every list of articles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.site.collation import collation_key, index_letter
from errata.site.pages import articles as articles_pages
from errata.site.pages import code, family, product
from errata.site.pages.articles import RecentView, TitlesView
from errata.site.pages.code import CodesView
from errata.site.pages.family import FamilyPageView
from errata.site.pages.product import ProductView
from tests.site.factories import (
    FAMILIES,
    article,
    context_of,
    library,
    mention,
    shipped_theme,
    small_library,
)
from tests.support.rendering import render_pages


def dates(number: str, year: int, month: int, day: int) -> dict[str, object]:
    return {"published": datetime(year, month, day, tzinfo=UTC), "title": f"About {number}"}


def test_a_product_has_what_is_about_it_before_what_applies_to_it() -> None:
    own = article("KA-00001", fields={"title": "Own", "products": ("Sign",), "solutions": ()})
    other = article(
        "KA-00002",
        fields={"title": "Other", "solutions": (), "products": ("Pay",), "applies_to": ("Sign",)},
    )
    pages = {page.path: page.view for page in product.emit(context_of(library(own, other)))}
    view = pages["en/products/Sign/index.html"]
    assert isinstance(view, ProductView)
    assert [link.text for group in view.groups for link in group.links] == ["Own"]
    assert [link.text for group in view.applying for link in group.links] == ["Other"]
    assert view.total == 2
    assert "en/products/Pay/index.html" in pages


def test_a_product_lists_the_codes_of_its_articles_by_number() -> None:
    changed = replace(
        article("KA-00001"), mentions=tuple(mention(c) for c in ("SOP-330011", "RED-520025"))
    )
    (view,) = (
        page.view
        for page in product.emit(context_of(library(changed)))
        if page.path == "en/products/Campaign/index.html"
    )
    assert isinstance(view, ProductView)
    assert [link.text for link in view.codes] == ["RED-520025", "SOP-330011"]
    assert view.codes[0].href == "../../codes/RED-520025/index.html"


def test_a_product_is_known_by_its_address_however_it_is_written() -> None:
    often = [article(f"KA-0000{n}", fields={"products": ("Pay Now",)}) for n in (1, 2)]
    once = article("KA-00003", fields={"products": ("pay-now",), "title": "Written otherwise"})
    pages = {page.path: page.view for page in product.emit(context_of(library(*often, once)))}
    view = pages["en/products/Pay-Now/index.html"]
    assert isinstance(view, ProductView)
    assert "Written otherwise" in [link.text for group in view.groups for link in group.links]
    assert view.applying == ()


def test_a_product_with_many_codes_begins_with_those_that_most_of_its_articles_have() -> None:
    codes = [f"RED-5200{n}" for n in range(10, 22)]
    articles = [
        replace(article(f"KA-0000{n}", fields=own), mentions=tuple(mention(c) for c in having))
        for n, (own, having) in enumerate(
            (
                ({}, codes),
                ({}, codes[5:7]),
                ({}, codes[6:7]),
                ({"products": ("Pay",), "solutions": ()}, codes[:1]),
            )
        )
    ]
    pages = {page.path: page.view for page in product.emit(context_of(library(*articles)))}
    many, few = pages["en/products/Campaign/index.html"], pages["en/products/Pay/index.html"]
    assert isinstance(many, ProductView)
    assert isinstance(few, ProductView)
    assert [(e.code, e.count) for e in many.most] == [(codes[6], 3), (codes[5], 2)]
    assert len(many.codes) == 12
    assert few.most == ()


def test_a_product_is_linked_to_the_same_one_in_other_languages() -> None:
    page = next(
        page
        for page in product.emit(context_of(small_library()))
        if page.path == "en/products/Campaign/index.html"
    )
    assert isinstance(page.view, ProductView)
    hrefs_by_language = {language.tag: language.href for language in page.view.layout.languages}
    assert hrefs_by_language["pt-BR"] == "../../../pt-BR/products/Campaign/index.html"


def test_a_family_has_a_page_with_every_code_of_it() -> None:
    changed = replace(
        article("KA-00001"),
        mentions=tuple(mention(c) for c in ("RED-520100", "SOP-330011", "RED-520025")),
    )
    pages = {page.path: page.view for page in family.emit(context_of(library(changed)))}
    view = pages["en/families/RED/index.html"]
    assert isinstance(view, FamilyPageView)
    assert [entry.code for entry in view.entries] == ["RED-520025", "RED-520100"]
    assert [crumb.string for crumb in view.layout.breadcrumbs] == ["home", "codes"]


def test_a_family_says_what_its_codes_tell_and_which_products_have_them() -> None:
    texts_by_name = {"RED-4*": "Wait.", "RED-5????5": "Call us."}
    red = replace(FAMILIES["RED"], severity=tuple(texts_by_name.items()))
    articles = [
        replace(article(f"KA-0000{n}", fields={"products": own}), mentions=(mention("RED-520025"),))
        for n, own in enumerate((("Campaign", "Sign"), ("Campaign",), ("Campaign",)))
    ]
    with_family = replace(library(*articles), families={"RED": red})
    view = next(iter(family.emit(context_of(with_family)))).view
    assert isinstance(view, FamilyPageView)
    assert view.severities == (("RED-4…", "Wait."), ("RED-5xxxx5", "Call us."))
    assert [(product.text, product.href, product.count) for product in view.products] == [
        ("Campaign", "../../products/Campaign/index.html", 3),
        ("Sign", "../../products/Sign/index.html", 1),
    ]


def test_titles_stand_under_their_letters_once_there_are_many() -> None:
    few = [article(f"KA-000{n:02}", fields={"title": f"Title {n}"}) for n in range(29)]
    one_more = article("KA-00099", fields={"title": "“Another”"})
    for articles, heads in ((few, [""]), ([*few, one_more], ["A", "T"])):
        page, _ = articles_pages.emit(context_of(library(*articles)))
        assert isinstance(page.view, TitlesView)
        assert [group.letter for group in page.view.groups] == heads
        assert page.view.total == len(articles)


@pytest.mark.parametrize(
    ("title", "language", "head"),
    [
        ("Élan", "fr", "E"),
        ("404 errors", "en", "0–9"),
        ("「エラー」が出る", "ja", "あ"),
        ("ログインできない", "ja", "ら"),
        ("がぞう", "ja", "か"),
        ("ｶﾞｿﾞｳ", "ja", "か"),
        ("ァイル", "ja", "あ"),
        ("環境", "ja", "漢字"),
        ("环境", "zh", ""),
        ("오류 코드", "ko", "아"),
        ("Ångström", "sv", "Å"),
        ("A\u030angström", "sv", "Å"),
        ("Ångström", "en", "A"),
        ("Œuvres", "fr", "O"),
        ("Łódź", "en", "L"),
        ("Øre", "nb", "Ø"),
        ("Øre", "en", "O"),
        ("שגיאה", "he", "ש"),
        ("Ñandú", "es", "Ñ"),
        ("ß", "de", "S"),
        ("Ж", "ru", "Ж"),
        ("(none)", "en", "N"),
        ("...", "en", ""),
        ("", "en", ""),
    ],
)
def test_a_title_stands_under_the_letter_its_readers_look_for(
    title: str, language: str, head: str
) -> None:
    assert index_letter(title, language) == head


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("en", ["2 ways", "10 ways", "åland", "Zebra", "環境"]),
        ("sv", ["Adam", "Zebra", "Åland", "Äpple", "Örebro"]),
        ("es", ["nube", "nylon", "ñandú", "oro"]),
        ("de", ["Apfel", "Ärger", "Azteke", "Zoo"]),
        ("fr", ["Œil", "Offre", "Où"]),
        ("ja", ["2 件", "API", "アイコン", "いろ", "サーバー", "さいと", "ザル", "ログ", "環境"]),
    ],
)
def test_titles_are_in_the_order_of_their_language(language: str, ordered: list[str]) -> None:
    assert sorted({*ordered}, key=lambda title: collation_key(title, language)) == ordered


def test_what_was_updated_last_is_by_month_and_the_newest_first() -> None:
    articles = [
        article("KA-00001", fields=dates("KA-00001", 2024, 4, 30)),
        article("KA-00002", fields=dates("KA-00002", 2024, 5, 2)),
        article("KA-00003", fields=dates("KA-00003", 2024, 5, 9)),
        article("KA-00004", fields={"published": None, "created": None}),
    ]
    _, page = articles_pages.emit(context_of(library(*articles)))
    assert isinstance(page.view, RecentView)
    assert [
        (month.name, [entry.link.text for entry in month.entries]) for month in page.view.months
    ] == [
        ("May 2024", ["About KA-00003", "About KA-00002"]),
        ("April 2024", ["About KA-00001"]),
    ]


def test_a_site_without_dates_has_no_page_of_what_was_updated() -> None:
    undated = {"published": None, "created": None}
    site = context_of(library(article("KA-00001", fields=undated)))
    pages = list(articles_pages.emit(site))
    assert [page.path for page in pages] == ["en/articles/index.html"]
    assert isinstance(pages[0].view, TitlesView)
    assert not pages[0].view.layout.recent


def test_titles_that_are_too_many_for_a_page_stand_on_several_in_the_same_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(articles_pages, "_MOST_TITLES", 4)
    monkeypatch.setattr(articles_pages, "_PART", 2)
    titles = ["Zoom", "エラー", "Ångström", "404", "About"]
    undated = [
        article(f"KA-0000{n}", fields={"title": title, "published": None, "created": None})
        for n, title in enumerate(titles)
    ]
    for articles in (undated, undated[:4]):
        site = context_of(library(*articles))
        views = {page.path: page.view for page in articles_pages.emit(site)}
        index = views.pop("en/articles/index.html")
        assert isinstance(index, TitlesView)
        assert index.total == len(articles)
        assert bool(index.groups) is (len(articles) == 4)
        if index.ranges:
            assert [f"en/articles/{range_.href}" for range_ in index.ranges] == list(views)
            assert [(range_.first, range_.last, range_.count) for range_ in index.ranges] == [
                ("404", "About", 2),
                ("Ångström", "Zoom", 2),
                ("エラー", "エラー", 1),
            ]
        else:
            assert not views
    rendered = render_pages(
        articles_pages.emit(context_of(library(*undated))), shipped_theme(), Config()
    )
    pages = {file.path: file.content for file in rendered}
    listed, part = (pages[f"en/articles/{name}index.html"] for name in ("", "1/"))
    assert isinstance(listed, bytes)
    assert isinstance(part, bytes)
    assert b'href="2/index.html"' in listed
    assert "404 – About" in part.decode()


def test_codes_that_are_too_many_for_a_page_are_listed_by_their_families(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = context_of(small_library())
    monkeypatch.setattr(code, "_MOST_CODES", 1)
    (page, *_) = code.emit(site)
    assert isinstance(page.view, CodesView)
    assert page.view.total > 1
    assert not any(group.entries for group in page.view.groups)
    (index, *_) = (
        f for f in render_pages([page], shipped_theme(), Config()) if f.path == page.path
    )
    assert isinstance(index.content, bytes)
    text = index.content.decode()
    for group in page.view.groups:
        assert f'<a href="{group.href}"' in text
    assert "<details" not in text.partition("<main")[2]
