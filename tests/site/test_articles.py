"""What an article's page is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.model import (
    AnchorRef,
    Artifact,
    AssetRef,
    Body,
    BrokenRef,
    CodeRef,
    Copy,
    Heading,
    Message,
    Position,
    Section,
    SectionKind,
)
from errata.site.feeds import assets
from errata.site.lists import summarise_article
from errata.site.pages import article as article_page
from errata.site.pages.article import ArticleView, split_at_codes
from errata.site.pages.article_body import resolve_links, table_of_contents
from errata.site.views import Link
from tests.site.factories import (
    article,
    context_of,
    full_article,
    library,
    linked,
    mention,
    small_library,
    with_content,
)

if TYPE_CHECKING:
    from errata.model import Article, Library, Ref

PAGE = "en/KA-00001/index.html"
HERE = Position()
HIDDEN = {"hidden": True, "products": ("Campaign", "Gone"), "applies_to": ()}


def view(linked_articles: Library, path: str = PAGE, config: Config | None = None) -> ArticleView:
    found = {
        page.path: page.view
        for page in article_page.emit(context_of(linked_articles, config or Config()))
    }[path]
    assert isinstance(found, ArticleView)
    return found


def body(*parts: str | Ref, files: tuple[str, ...] = ()) -> str:
    subject = linked(article("KA-00001"), *parts)
    subject = replace(subject, mentions=(mention("RED-520025"),))
    return str(
        resolve_links(
            subject.body, subject, context_of(library(subject, assets=files)).page(PAGE, "en")
        )
    )


@pytest.mark.parametrize(
    ("ref", "attribute"),
    [
        (CodeRef("RED-520025"), ' href="../codes/RED-520025/index.html"'),
        (CodeRef("SOP-330011"), ""),
        (AnchorRef("resolution", HERE), ' href="#resolution"'),
        (AnchorRef("nowhere", HERE), ""),
        (AssetRef("en/assets/a&b.png", "src", HERE), ' src="../assets/a-b-'),
        (AssetRef("en/assets/a&b.png", "href", HERE), ' href="../assets/a-b-'),
        (AssetRef("en/assets/lost.png", "src", HERE), ' src="data:,"'),
        (AssetRef("en/assets/lost.zip", "href", HERE), ""),
        (BrokenRef("../lost.md", "href", HERE), ""),
        (BrokenRef("../../lost.png", "src", HERE), ' src="data:,"'),
    ],
)
def test_a_reference_becomes_an_attribute_or_nothing(ref: Ref, attribute: str) -> None:
    article_with_body = body("<x", ref, ">", files=("en/assets/a&b.png",))
    assert article_with_body.startswith(f"<x{attribute}")
    assert article_with_body.endswith(">")
    assert attribute or article_with_body == "<x>"


def test_a_title_has_its_codes_linked() -> None:
    subject = full_article()
    title = Body(("About <a", ' class="code">RED-520025</a>'), (CodeRef("RED-520025"),))
    shown_title = view(library(with_content(subject, title=title))).title
    assert (
        shown_title == 'About <a href="../codes/RED-520025/index.html" class="code">RED-520025</a>'
    )


def test_every_code_of_the_article_is_listed_with_the_keyword_pieces_linked() -> None:
    page_view = view(small_library())
    assert [code.text for code in page_view.codes] == ["RED-520025", "SOP-330011"]
    assert page_view.keywords[1] == (
        Link("RED-520025", "../codes/RED-520025/index.html"),
        Link(" in the log"),
    )


def test_a_long_list_of_codes_begins_at_the_top_and_goes_on_below_the_text() -> None:
    codes = tuple(mention(f"RED-5200{n:02}") for n in range(11))
    page_view = view(library(replace(article("KA-00001"), mentions=codes)))
    assert [code.text for code in page_view.codes] == [m.code for m in codes[:8]]
    assert [code.text for code in page_view.more_codes] == [m.code for m in codes[8:]]


def test_related_articles_with_the_same_message_come_first() -> None:
    words = [f"word{n:02}" for n in range(14)]
    quoted = (Message("The server is gone", "The server is gone", (), "prose", 1),)
    first_article, close, same = (
        article(number, fields={"keywords": tuple(own)})
        for number, own in (("KA-00001", words), ("KA-00002", words[:9]), ("KA-00003", words[9:]))
    )
    linked_articles = library(
        replace(first_article, messages=quoted), close, replace(same, messages=quoted)
    )
    assert context_of(linked_articles).related["en", "KA-00001"] == ("KA-00002", "KA-00003")
    assert [link.href for link in view(linked_articles).related] == [
        "../KA-00003/index.html",
        "../KA-00002/index.html",
    ]


def test_products_lead_to_their_pages_and_what_no_list_has_leads_nowhere() -> None:
    linked_articles = library(article("KA-00001"), article("KA-00002", fields=HIDDEN))
    page_view = view(linked_articles)
    assert [step.href for step in page_view.layout.breadcrumbs] == [
        "../index.html",
        "../products/Campaign/index.html",
    ]
    assert page_view.applies_to[0].href == "../products/Campaign-Classic-v7/index.html"
    hidden = view(linked_articles, "en/KA-00002/index.html")
    assert hidden.products == (
        Link("Campaign", "../products/Campaign/index.html"),
        Link("Gone"),
    )


def test_the_source_of_an_article_can_be_edited_where_the_site_says_so() -> None:
    config = Config.model_validate({"site": {"edit": "https://git.example.com/kb/{path}?edit"}})
    changed = replace(article("KA-00001"), source="en/more & less/KA-00001.md")
    assert view(library(changed), config=config).edit == (
        "https://git.example.com/kb/en/more%20%26%20less/KA-00001.md?edit"
    )
    assert not view(library(changed)).edit


def test_a_code_inside_a_longer_code_is_not_cut_out_of_it() -> None:
    codes = {"DRM-33": "short", "DRM-3324": "long"}
    cuts = split_at_codes("DRM-3324, DRM-33 and DRM-3324", codes)
    assert [cut.href for cut in cuts] == ["long", "", "short", "", "long"]
    assert "".join(cut.text for cut in cuts) == "DRM-3324, DRM-33 and DRM-3324"


def test_contents_come_from_three_headings_on_and_leave_out_minor_and_deep_ones() -> None:
    a, b, c = (Heading(2, name, name.upper(), 1) for name in "abc")
    assert table_of_contents((a, b)) == ()
    assert table_of_contents((a, replace(b, minor=True), c)) == ()
    assert table_of_contents((a, replace(b, level=4), c)) == ()
    nested = table_of_contents((replace(a, level=3), replace(b, id="é ö"), replace(c, level=3)))
    assert [(top.href, [sub.href for sub in top.children]) for top in nested] == [
        ("#a", []),
        ("#%C3%A9%20%C3%B6", ["#c"]),
    ]


def described(text: str, sections: tuple[Section, ...] = ()) -> Article:
    subject = article("KA-00001", fields={"description": ""})
    return with_content(subject, sections=sections, body=Body((text,)))


def test_the_description_falls_back_to_the_issue_then_to_the_text() -> None:
    issue = Section(SectionKind.ISSUE, "issue", "Issue", "No clicks are counted.")
    assert summarise_article(described("<p>Intro</p>", (issue,))) == "No clicks are counted."
    cause = Section(
        SectionKind.CAUSE, "cause", "Cause", "No room (disk)\nNo paper\nIt broke.\nSee."
    )
    summary = "No room (disk); No paper; It broke. See."
    assert summarise_article(described("<p>Intro</p>", (cause,))) == summary
    about = replace(issue, kind=SectionKind.DESCRIPTION)
    assert summarise_article(described("<p>Intro</p>", (cause, about))) == "No clicks are counted."
    assert (
        summarise_article(described("<p>Intro &amp; <b>more</b></p><p>Next</p>"))
        == "Intro & more Next"
    )
    assert summarise_article(described("<h2>Meaning</h2><p>It stops.</p>")) == "It stops."
    assert summarise_article(described("<h2>Meaning</h2>")) == "Meaning"
    assert summarise_article(described("<p>word </p>" * 999)) == " ".join(["word"] * 31) + "…"


def test_the_switcher_keeps_the_page_where_it_is_not_translated_too() -> None:
    languages = {item.tag: item for item in view(small_library()).layout.languages}
    assert languages["pt-BR"].href == "../../pt-BR/KA-00001/index.html"
    assert languages["ja"].href == "../../ja/KA-00001/index.html"
    assert [tag for tag, item in languages.items() if item.translated] == ["en", "pt-BR"]
    assert [item.tag for item in view(small_library()).translations] == ["pt-BR"]


def test_the_switcher_names_a_country_only_where_a_language_has_two() -> None:
    articles = [article("KA-00001", tag) for tag in ("en-US", "pt-BR", "pt-PT")]
    links = view(library(*articles), "en-US/KA-00001/index.html").layout.languages
    assert [link.short for link in links] == ["en", "pt-BR", "pt-PT"]


def test_a_visible_page_does_not_lead_to_a_hidden_translation() -> None:
    linked_articles = library(
        article("KA-00001"), article("KA-00001", "pt-BR", fields={"hidden": True})
    )
    assert view(linked_articles).translations == ()
    assert view(linked_articles, "pt-BR/KA-00001/index.html").translations[0].tag == "en"


def test_a_hidden_page_is_not_indexed_and_has_no_alternates() -> None:
    config = Config.model_validate({"site": {"url": "https://help.example.com"}})
    linked_articles = library(
        *(article("KA-00001", tag, fields={"hidden": True}) for tag in ("en", "de"))
    )
    layout = view(linked_articles, config=config).layout
    assert layout.noindex
    assert layout.alternates == ()


def test_only_a_site_with_an_address_has_canonical_and_alternate_links() -> None:
    assert view(small_library()).layout.canonical == ""
    assert view(small_library()).layout.alternates == ()
    config = Config.model_validate({"site": {"url": "https://help.example.com/kb/"}})
    layout = view(small_library(), config=config).layout
    assert layout.canonical == "https://help.example.com/kb/en/KA-00001/"
    assert [item.tag for item in layout.alternates] == ["en", "pt-BR", "x-default"]


def test_pictures_of_other_servers_are_allowed_on_pages_that_show_some_only() -> None:
    remote = view(small_library()).layout.csp
    local = view(small_library(), "en/KA-00002/index.html").layout.csp
    assert "img-src 'self' data: https:;" in remote
    assert "https:" not in local
    for policy in (remote, local):
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_an_asset_is_copied_only_if_an_article_refers_to_it() -> None:
    emitted = list(assets.emit(context_of(small_library())))
    assert emitted == [
        Artifact("en/assets/log.png", Copy("en/assets/log.png")),
        Artifact("en/embedded/0123.png", b"\x89PNG"),
    ]


def test_a_translation_shows_the_default_locale_s_picture_and_a_hidden_article_its_own() -> None:
    ref = AssetRef("pt-BR/assets/log.png", "src", HERE)
    subject = article("KA-00001", "pt-BR", fields={"hidden": True})
    subject = linked(subject, "<img", ref, ' alt="">')
    linked_articles = library(article("KA-00002"), subject, assets=["en/assets/log.png"])
    assert [item.path for item in assets.emit(context_of(linked_articles))] == ["en/assets/log.png"]
    assert (
        'src="../../en/assets/log.png"' in view(linked_articles, "pt-BR/KA-00001/index.html").body
    )
