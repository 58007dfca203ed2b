"""What the hub pages gather: salience, messages, permalinks, statuses, related articles."""

from __future__ import annotations

from dataclasses import replace

from errata.codes.index import build_index
from errata.codes.related import MOST_RELATED, related
from errata.config import Config
from errata.model import Article, Mention
from errata.outputs import permalinks, statuses
from errata.outputs.code_parts import best_first, message, solution
from errata.outputs.views import PermalinkView, StatusView
from tests.outputs.factories import article, library, mention

WITH_URL = Config.model_validate({"site": {"url": "https://help.example.com/kb"}})
CODED = replace(article("KA-00001"), mentions=(mention("RED-520025"),))


def test_a_permalink_leads_to_every_language_and_names_the_default_as_canonical() -> None:
    made = library(CODED, replace(CODED, locale="pt-BR"))
    (page,) = permalinks.emit(made, WITH_URL)
    assert page.path == "e/RED-520025/index.html"
    assert isinstance(page.view, PermalinkView)
    assert [entry.href for entry in page.view.entries] == [
        "../../en/codes/RED-520025/index.html",
        "../../pt-BR/codes/RED-520025/index.html",
    ]
    assert page.view.frame.canonical == "https://help.example.com/kb/en/codes/RED-520025/"
    assert page.view.frame.noindex


def test_a_status_lists_its_visible_articles_and_tickets_have_no_page() -> None:
    found = (
        Mention("HTTP 503", "HTTP", "prose", 1, "status"),
        Mention("ABC-12", "TICKET", "prose", 1, "ticket"),
    )
    shown = replace(article("KA-00001"), mentions=found)
    hidden = replace(article("KA-00002", fields={"hidden": True}), mentions=found)
    made = library(shown, hidden)
    made = replace(made, index=build_index(made.articles, "en", {}))
    (page,) = statuses.emit(made, Config())
    assert page.path == "en/http/503/index.html"
    assert isinstance(page.view, StatusView)
    assert page.view.reason == "Service Unavailable"
    assert [card.number for card in page.view.articles] == ["KA-00001"]


def test_the_article_that_names_the_code_in_its_title_comes_first() -> None:
    named = replace(article("KA-00002"), mentions=(mention("RED-520025", "title"),))
    assert best_first("RED-520025", [CODED, named], {}) == [named, CODED]


def test_a_message_shows_its_inserts_and_escapes_the_rest() -> None:
    shown = message("a & b cannot reach host 10.20.30.40 today")
    assert "<var>10.20.30.40</var>" in shown
    assert shown.startswith("a &amp; b cannot")


def test_the_solution_is_the_resolution_with_a_link_to_it() -> None:
    text, href = solution(CODED, "en/codes/RED-520025/index.html")
    assert (text, href) == ("Start the server.", "../../KA-00001/index.html#resolution")


def test_articles_with_a_rare_code_are_related_and_hidden_ones_never() -> None:
    def coded(number: str, title: str, *, hidden: bool = False) -> Article:
        made = article(number, fields={"title": title, "keywords": (), "hidden": hidden})
        return replace(made, mentions=(mention("RED-520025"),))

    plain = [
        article(f"KA-1{n:04}", fields={"title": f"subject{n}", "keywords": ()}) for n in range(40)
    ]
    pair = (coded("KA-00001", "alpha"), coded("KA-00002", "bravo"))
    found = related(library(*pair, coded("KA-00003", "gone", hidden=True), *plain))
    assert found["en", "KA-00001"] == ("KA-00002",)
    assert ("en", "KA-00003") not in found
    assert all(len(numbers) <= MOST_RELATED for numbers in found.values())
