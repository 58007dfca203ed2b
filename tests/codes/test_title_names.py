"""A title that is the name of an error, such as that of an alert, is a code of the article."""

from __future__ import annotations

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.names import names_of
from errata.model import Source


def codes_of(title: str, stem: str = "guide", text: str = "## Mitigation\n\nWait.\n") -> set[str]:
    """The codes of an article, by its title, its file's name and its text."""
    data = f"# {title}\n\n{text}".encode()
    article = ArticleParser(ParseOptions())(Source(f"en/{stem}.md", "en", data)).article
    assert article
    return {mention.code for mention in article.mentions if mention.kind == "error"}


@pytest.mark.parametrize(
    "title", ["LedgerNodeNotReady", "etcdLedgerMissing", "ledger_is_full", "ledger-not-ready"]
)
def test_one_identifier_of_several_words_is_a_code_where_the_article_helps(title: str) -> None:
    assert codes_of(title) == {title}
    assert codes_of(title, text="## Remarks\n\nReturns a ledger.\n") == set()


def test_the_name_may_be_the_files_where_the_title_has_its_words_apart() -> None:
    assert codes_of("Ledger Node Not Ready", "LedgerNodeNotReady") == {"LedgerNodeNotReady"}
    assert codes_of("Ledger Node Not Ready", "ledger-node-not-ready") == set()
    assert codes_of("Another title", "LedgerNodeNotReady") == set()
    # Both may be names: one of them is an older one.
    assert codes_of("LedgerNotReady", "LedgerNodeNotReady") == {
        "LedgerNotReady",
        "LedgerNodeNotReady",
    }
    assert codes_of("LedgerNodeNotReady [Deprecated]") == {"LedgerNodeNotReady"}


@pytest.mark.parametrize("title", ["PowerShell", "Ledger", "LEDGER", "iOS-17", "Ledger is full"])
def test_names_of_products_and_sentences_are_none(title: str) -> None:
    assert codes_of(title) == set()


def test_two_words_are_a_code_where_text_or_file_says_so() -> None:
    alert = "## Mitigation\n\nThe alert `TargetDown` is triggered when a target is down.\n"
    assert codes_of("TargetDown", text=alert) == {"TargetDown"}
    assert codes_of("TargetDown", "TargetDown") == {"TargetDown"}
    report = "## Mitigation\n\nSee the error that TargetDown has in its log.\n"
    assert codes_of("TargetDown", text=report) == set()


def test_an_alert_is_a_code_without_such_sections() -> None:
    text = "## Impact\n\nThe alert means that nobody scrapes the ledger.\n"
    assert codes_of("LedgerDown", "LedgerDown", text) == {"LedgerDown"}
    assert codes_of("LedgerDown", "ledger", text) == set()
    assert codes_of("LedgerFactory", "LedgerFactory", "Makes ledgers.\n") == set()


def test_a_name_that_ends_as_a_plural_of_errors_is_itself() -> None:
    text = "## Mitigation\n\n`LedgerClientErrors` is triggered.\n"
    assert codes_of("LedgerClientErrors", text=text) == {"LedgerClientErrors"}


def test_a_title_of_any_length_is_read_in_linear_time() -> None:
    assert names_of("aA" * 50_000, "a-" * 50_000, "A" * 50_000, ["x"]) == ()
