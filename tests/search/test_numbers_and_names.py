"""Words with numbers, results of Windows in every form and names with symbols are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.link import link_articles
from errata.model import Inputs, Source
from tests.search.searching import searcher_of

if TYPE_CHECKING:
    from errata.search.query import Searcher

# Number of an article -> its title and its text.
ARTICLES: Final = {
    "KA-00001": ("Setup stops at ninety per cent", "The setup ends with error 1722."),
    "KA-00002": ("PostgreSQL refuses the sign-in", "`FATAL 2204 (53300): too many clients`"),
    "KA-00003": ("Exchange 2016 is slow after a restart", "Wait for the index."),
    "KA-00004": ("Der Drucker meldet sich nicht", "Der Dienst Warteschlange meldet Fehler 3012."),
    "KA-00005": ("スプーラー停止", "印刷サービス 4711 が停止しました。"),
    "KA-00006": ("The update is refused", "The client reports 0x80072EFE and waits."),
    "KA-00007": ("The folder cannot be written", "Result -2147024891 in the log."),
    "KA-00008": ("The register reads as zero", "It lies at 0x21700000."),
    "KA-00009": ("Blue screen while starting", "Stop code 0x0000007B, then a restart."),
    "KA-00010": ("Valve V-7 leaks", "Tighten it."),
    "KA-00011": ("Valve V-70 leaks", "Replace it."),
    "KA-00012": ("C++ plug-ins do not load", "Build them anew."),
    "KA-00013": ("C# plug-ins do not load", "Install the runtime."),
    "KA-00014": ("Files are read as UTF-8", "Save them so."),
    "KA-00015": ("The setup of the server takes long", "Wait for the server."),
}


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    """Over articles without any family of codes, so that words alone have to find them."""
    parse = ArticleParser(ParseOptions())
    texts = {
        number: f"---\ntitle: '{title}'\narticle-number: {number}\n---\n# {title}\n\n{text}\n"
        for number, (title, text) in ARTICLES.items()
    }
    parsed = [parse(Source(f"en/{n}.md", "en", text.encode())) for n, text in texts.items()]
    library = link_articles(parsed, Config(), Inputs(), {})[0]
    return searcher_of(library, "en", Config())


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("setup 1722", "KA-00001"),
        ("1722 setup", "KA-00001"),
        ("postgresql 2204", "KA-00002"),
        ("exchange 2016", "KA-00003"),
        ("Exchange 2016", "KA-00003"),
        ("EXCHANGE 2016", "KA-00003"),
        ("why is exchange2016 slow", "KA-00003"),
        ("Warteschlange 3012", "KA-00004"),
        ("印刷サービス 4711", "KA-00005"),
    ],
)
def test_a_word_and_a_number_find_the_article_that_has_both(
    searcher: Searcher, query: str, number: str
) -> None:
    assert searcher.ask(query).numbers[:1] == (number,)


@pytest.mark.parametrize("query", ["setup 9999", "exchange 1722", "frobnicate 2016", "XYZ 2016"])
def test_a_word_and_a_number_that_no_article_has_together_find_nothing(
    searcher: Searcher, query: str
) -> None:
    assert not searcher.ask(query).numbers


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("0x80072EFE", "KA-00006"),
        ("80072efe", "KA-00006"),
        ("80072EFE", "KA-00006"),
        ("2147954430", "KA-00006"),
        ("-2147012866", "KA-00006"),
        ("hr=80072EFE", "KA-00006"),
        ("(0x80072efe)", "KA-00006"),
        ("0x80070005", "KA-00007"),
        ("-2147024891", "KA-00007"),
        ("Exit code: 2147942405", "KA-00007"),
        ("0x21700000", "KA-00008"),
        ("0x7B", "KA-00009"),
        ("0x0000007b", "KA-00009"),
    ],
)
def test_a_result_code_is_found_in_hexadecimal_and_in_decimal(
    searcher: Searcher, query: str, number: str
) -> None:
    assert searcher.ask(query).numbers[:1] == (number,)


@pytest.mark.parametrize("query", ["0x80072EFF", "80072eff", "hr=80072eff", "0x7C"])
def test_a_result_code_that_no_article_has_finds_nothing(searcher: Searcher, query: str) -> None:
    assert not searcher.ask(query).numbers


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("V-7", "KA-00010"),
        ("v7", "KA-00010"),
        ("valve v-7", "KA-00010"),
        ("V-70", "KA-00011"),
        ("C++", "KA-00012"),
        ("c++ plug-ins", "KA-00012"),
        ("cpp", "KA-00012"),
        ("C#", "KA-00013"),
        ("plug-ins C#", "KA-00013"),
        ("utf8", "KA-00014"),
        ("UTF-8", "KA-00014"),
    ],
)
def test_a_short_name_with_a_sign_or_digit_finds_its_article_first(
    searcher: Searcher, query: str, number: str
) -> None:
    assert searcher.ask(query).numbers[:1] == (number,)
