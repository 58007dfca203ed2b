"""What stands over a page that is older than its article, and the address of an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.commands._edited_project import LastGood
from errata.commands.serve import (
    VSCODE,
    describe_fault,
    describe_finding,
    validate_address,
)
from errata.diagnostics import Diagnostic, Severity, Span
from errata.errors import ConfigError
from errata.model import Source

if TYPE_CHECKING:
    from pathlib import Path


def test_a_finding_has_its_line_a_caret_and_the_place_in_an_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    diagnostic = Diagnostic(
        "KB001", Severity.ERROR, "a quote is open", Span("kb/a b.md", 2, 8), "close it", end=(2, 10)
    )
    description = describe_finding(diagnostic, {"kb/a b.md": b"---\ntitle: 'a\n---\n"}, VSCODE)
    assert (description.source, description.caret) == ("title: 'a", "       ^^")
    assert (description.place, description.help) == ("kb/a b.md:2:8", "close it")
    path = (tmp_path / "kb/a b.md").resolve().as_posix().replace(" ", "%20")
    assert description.edit == f"vscode://file{path}:2:8"


def test_the_value_of_an_internal_key_is_not_quoted() -> None:
    diagnostic = Diagnostic("KB001", Severity.ERROR, "a fault", Span("a.md", 2, 18))
    description = describe_finding(diagnostic, {"a.md": b"---\ninternal-notes: 'secret\n"}, VSCODE)
    assert "secret" not in description.source


def test_a_fault_of_the_configuration_stands_over_every_page(tmp_path: Path) -> None:
    file = tmp_path / "errata.toml"
    file.write_text("kb = 1\n", "utf-8")
    description = describe_fault(ConfigError("a fault", span=Span(file.as_posix(), 1, 1)), VSCODE)
    assert description.everywhere
    assert description.source == "kb = 1"
    assert describe_fault(ConfigError("no place"), VSCODE).edit == ""
    file.unlink()
    assert describe_fault(ConfigError("gone", span=Span(file.as_posix())), VSCODE).source == ""


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        (VSCODE, ""),
        ("idea://open?file={path}&line={line}", ""),
        ("javascript:alert('{path}')", "is not an address of an editor"),
        ("DATA:text/html,{path}", "is not an address of an editor"),
        ("{path}:{line}", "is not an address of an editor"),
        ("zed://file", "`{path}` is missing"),
        ("zed://file{path}:{row}", "`{row}` is not a placeholder"),
    ],
)
def test_an_address_of_an_editor_is_looked_at(address: str, fault: str) -> None:
    assert fault in validate_address(address)
    assert bool(fault) is bool(validate_address(address))


def test_an_article_that_cannot_be_read_is_shown_as_it_was() -> None:
    articles = LastGood()
    parser = ArticleParser(ParseOptions())
    good, broken = (Source("en/a.md", "en", text) for text in (b"# A\n", b"---\ntitle: 'a\n---\n"))
    (first,) = articles(parser, [good])
    (shown_article,) = articles(parser, [broken])
    assert shown_article.article
    assert first.article
    assert shown_article.article.facts_key == first.article.facts_key
    assert shown_article.article.content == first.article.content
    assert [diagnostic.code for diagnostic in shown_article.diagnostics] == ["KB001"]
    assert articles.pages_of("en/a.md") == ("en/a/",)
    (second_reading,) = articles(parser, [good])
    assert second_reading.article
    assert second_reading.article.content == first.article.content
    assert articles.faults == {}
    articles(parser, [])
    assert articles(parser, [broken])[0].article is None, "it was deleted in between"
    assert articles.pages_of("en/a.md") == ()
