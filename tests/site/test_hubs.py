"""What the hub pages gather: salience, messages, permalinks, statuses, related articles."""

from __future__ import annotations

from msgspec.structs import replace

from errata.codes.index import build_index
from errata.config import Config
from errata.messages.mask import mask_message
from errata.model import Article, Mention, Message
from errata.site.pages import code, family, redirects
from errata.site.pages.code import CodeView, find_wrapped, mark_inserts
from errata.site.pages.family import StatusView
from errata.site.pages.redirects import PermalinkView
from errata.site.related import MOST_RELATED
from tests.site.factories import article, context_of, library, mention, shipped_theme
from tests.support.rendering import render_pages

WITH_URL = Config.model_validate({"site": {"url": "https://help.example.com/kb"}})
CODED = replace(article("KA-00001"), mentions=(mention("RED-520025"),))


def test_a_permalink_leads_to_every_language_and_names_the_default_as_canonical() -> None:
    linked_articles = library(CODED, replace(CODED, locale="pt-BR"))
    (page,) = redirects.emit(context_of(linked_articles, WITH_URL))
    assert page.path == "e/RED-520025/index.html"
    assert isinstance(page.view, PermalinkView)
    assert [entry.href for entry in page.view.entries] == [
        "../../en/codes/RED-520025/index.html",
        "../../pt-BR/codes/RED-520025/index.html",
    ]
    assert page.view.layout.canonical == "https://help.example.com/kb/en/codes/RED-520025/"
    assert not page.view.layout.noindex
    (page,) = redirects.emit(context_of(linked_articles))
    assert isinstance(page.view, PermalinkView)
    assert page.view.layout.noindex


def test_a_status_lists_its_visible_articles_and_tickets_have_no_page() -> None:
    mentions = (
        Mention("HTTP 503", "HTTP", "prose", 1, "status"),
        Mention("ABC-12", "TICKET", "prose", 1, "ticket"),
    )
    changed = replace(article("KA-00001"), mentions=mentions)
    hidden = replace(article("KA-00002", fields={"hidden": True}), mentions=mentions)
    linked_articles = library(changed, hidden)
    linked_articles = replace(
        linked_articles, index=build_index(linked_articles.articles, "en", {})
    )
    (page,) = family.emit_statuses(context_of(linked_articles))
    assert page.path == "en/http/503/index.html"
    assert isinstance(page.view, StatusView)
    assert page.view.reason == "Service Unavailable"
    assert _numbers(page.view) == ["KA-00001"]


def _numbers(view: StatusView) -> list[str]:
    return [card.number for group in view.articles for card in group.cards]


def test_a_status_divides_many_articles_by_product_and_names_the_codes_seen_with_it() -> None:
    unavailable = Mention("HTTP 503", "HTTP", "prose", 1, "status")
    found = [
        replace(
            article(f"KA-0000{index}", fields={"products": (f"Product {index % 2}",)}),
            mentions=(unavailable, mention("RED-520025", "prose")),
        )
        for index in range(1, 7)
    ]
    linked_articles = library(*found)
    linked_articles = replace(
        linked_articles, index=build_index(linked_articles.articles, "en", {})
    )
    (page,) = family.emit_statuses(context_of(linked_articles))
    assert isinstance(page.view, StatusView)
    assert len(page.view.articles) > 1
    assert sorted(_numbers(page.view)) == [f"KA-0000{index}" for index in range(1, 7)]
    assert [entry.code for entry in page.view.together] == ["RED-520025"]


def test_the_article_that_names_the_code_in_its_title_comes_first() -> None:
    named = replace(article("KA-00002"), mentions=(mention("RED-520025", "title"),))
    index = build_index([CODED, named], "en", {})
    assert [use.number for use in index["RED-520025"].uses] == ["KA-00002", "KA-00001"]


def test_a_message_shows_its_inserts_and_escapes_the_rest() -> None:
    html = mark_inserts("a & b cannot reach host 10.20.30.40 today")
    assert "<var>10.20.30.40</var>" in html
    assert html.startswith("a &amp; b cannot")


def _told(text: str, codes: tuple[str, ...], line: int) -> Message:
    return Message(text, mask_message(text), codes, "fence", line)


def test_a_wrapper_names_the_codes_and_the_messages_that_stand_in_and_below_its_own() -> None:
    messages = (
        _told("WDB-200001 failed: PGS-220000 no table", ("WDB-200001", "PGS-220000"), 10),
        _told("XTK-170036 cannot read the field", ("XTK-170036",), 11),
        _told("Something far below", (), 40),
        _told("WDB-200001 failed", ("WDB-200001",), 50),
        _told("DETAIL: Key (a) failed", (), 51),
        _told("WDB-200001 failed", ("WDB-200001",), 60),
        _told("Saved as a", (), 61),
    )
    changed = replace(article("KA-00001"), messages=messages)
    assert list(find_wrapped("WDB-200001", [changed])) == [
        ("PGS-220000", ""),
        ("XTK-170036", "XTK-170036 cannot read the field"),
    ]


def test_messages_that_differ_in_their_inserts_alone_are_shown_once() -> None:
    messages = [
        _told(f"RED-520025 cannot reach host 10.0.0.{n} today", ("RED-520025",), n) for n in (1, 2)
    ]
    index = build_index([replace(CODED, messages=tuple(messages))], "en", {})
    assert index["RED-520025"].messages == ("RED-520025 cannot reach host 10.0.0.1 today",)


def _code_page(*articles: Article) -> str:
    linked_articles = library(*articles)
    linked_articles = replace(
        linked_articles, index=build_index(linked_articles.articles, "en", {})
    )
    pages = [
        page for page in code.emit(context_of(linked_articles)) if isinstance(page.view, CodeView)
    ]
    rendered = {item.path: item.content for item in render_pages(pages, shipped_theme(), Config())}
    content = rendered["en/codes/RED-520025/index.html"]
    assert isinstance(content, bytes)
    return content.decode()


def test_the_short_answer_names_its_article_where_another_may_explain_the_code() -> None:
    source = f'index.html">{CODED.metadata.title}</a></p>'
    quoted = _told("RED-520025 the server failed", ("RED-520025",), 1)
    explained = replace(CODED, messages=(quoted,))
    other = replace(article("KA-00002"), mentions=CODED.mentions)
    assert source not in _code_page(explained)
    assert source in _code_page(explained, other)


def test_many_messages_of_a_code_are_folded_after_the_third() -> None:
    def said(count: int) -> list[int]:
        texts = [f"RED-520025 the {word} server failed" for word in "abcdefg"[:count]]
        quoted = tuple(_told(text, ("RED-520025",), 1) for text in texts)
        page = _code_page(replace(CODED, messages=quoted))
        return [part.count("<code>RED-520025 the") for part in page.split("<details>")]

    assert said(4) == [4]
    assert said(6) == [3, 3]


def test_the_solution_is_the_resolution_with_a_link_to_it() -> None:
    assert 'href="../../KA-00001/index.html#resolution"' in _code_page(CODED)


def test_articles_with_a_rare_code_are_related_and_hidden_ones_never() -> None:
    def coded(number: str, title: str, *, hidden: bool = False) -> Article:
        subject = article(number, fields={"title": title, "keywords": (), "hidden": hidden})
        return replace(subject, mentions=(mention("RED-520025"),))

    plain = [
        article(f"KA-1{n:04}", fields={"title": f"subject{n}", "keywords": ()}) for n in range(40)
    ]
    pair = (coded("KA-00001", "alpha"), coded("KA-00002", "bravo"))
    hidden = coded("KA-00003", "gone", hidden=True)
    related = context_of(library(*pair, hidden, *plain)).related
    assert related["en", "KA-00001"] == ("KA-00002",)
    assert ("en", "KA-00003") not in related
    assert all(len(numbers) <= MOST_RELATED for numbers in related.values())
