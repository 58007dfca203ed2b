"""Hostile and broken articles: nothing of theirs runs, nothing raises, the others are built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.data import read_table
from errata.diagnostics import Severity, registry
from errata.model import ReadArticle, Source
from tests.conftest import front_matter
from tests.invalid.pieces import PIECES, VECTORS, find_live

if TYPE_CHECKING:
    from errata.diagnostics import Findings
    from tests.conftest import SiteTest

FAMILIES = choose_families(["default", "adobe-campaign"])
PARSE = ArticleParser(ParseOptions(families=FAMILIES))


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_no_markdown_makes_the_parser_raise(body: str) -> None:
    text = front_matter("KA-00001") + body
    parsed = PARSE(Source("en/KA-00001.md", "en", text.encode("utf-8", "replace")))
    assert [each.message for each in parsed.diagnostics if each.code == "KB009"] == []


# Alone on a line, within a line, in a table, and with attributes.
ELEMENT_FORMS = (
    "<{0}>\n\ntext\n",
    "Text <{0}>text</{0}> text\n",
    "| a |\n|---|\n| <{0}>b</{0}> |\n",
    '<{0} class="a" id="b" href="c" src="d">text</{0}>\n',
)


def test_every_element_of_html_can_be_written_in_every_place() -> None:
    names = sorted(
        name for kind in read_table("html", "elements").values() for name in kind.split()
    )
    assert {"hr", "h1", "svg", "wbr"} <= set(names)
    failed = []
    for name in names:
        for form in ELEMENT_FORMS:
            text = front_matter("KA-00001") + form.format(name)
            if PARSE(Source("en/KA-00001.md", "en", text.encode())).failed:
                failed.append((name, form))
    assert failed == []


def test_a_fault_in_one_check_takes_neither_the_article_nor_other_findings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_read: ReadArticle) -> Findings:
        raise ValueError("with a secret")

    checks = registry._checks_by_scope()
    faulty = replace(registry.all_checks()["KB801"], find=fail)
    now = tuple(faulty if check.code == "KB801" else check for check in checks[ReadArticle])
    monkeypatch.setattr(registry, "_checks_by_scope", lambda: {**checks, ReadArticle: now})
    text = front_matter("KA-00001") + "# Title\n\n[here](https://a.example)\n"
    parsed = PARSE(Source("en/KA-00001.md", "en", text.encode()))
    messages_by_code = {diagnostic.code: diagnostic.message for diagnostic in parsed.diagnostics}
    assert parsed.article
    assert "KB307" in messages_by_code
    assert messages_by_code["KB009"] == (
        "KB801 could not check this article because of a bug in errata (`ValueError`)"
    )
    assert not PARSE.is_cacheable(parsed)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_parser_raise(data: bytes) -> None:
    parsed = PARSE(Source("en/KA-00001.md", "en", data))
    assert "KB009" not in {diagnostic.code for diagnostic in parsed.diagnostics}


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_an_author_writes_can_run(site: SiteTest, vector: str) -> None:
    # As body, title, keyword and description: each has its own way into the page.
    quoted = "'" + vector.replace("'", "''") + "'"
    built = site.article("KA-00001", f"\n{vector}\n", keywords=quoted, description=quoted).build()
    for path in built.paths:
        if path.endswith(".html"):
            assert list(find_live(built.page(path).encode())) == []


@pytest.mark.parametrize(
    "number", ["../KA-00001", "KA-00001/../../x", "CON", "<b>", "KA-00001\x00", "", "KA 1", "-"]
)
def test_no_article_number_leads_out_of_the_site(site: SiteTest, number: str) -> None:
    text = front_matter("KA-00001").replace(
        "article-number: KA-00001", f"article-number: '{number}'"
    )
    built = site.article("KA-00002").file("en/odd.md", text.encode()).build()
    assert "en/KA-00002/index.html" in built.paths
    for path in built.paths:
        assert ".." not in path
        assert not path.startswith("/")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("binary", bytes(range(256)), "KB004"),
        ("never closed", b"---\ntitle: x\n", "KB001"),
        ("broken YAML", b"---\ntitle: 'a' b\n---\n", "KB001"),
        ("empty", b"", "KB001"),
        ("list", b"---\n- a\n---\n", "KB001"),
        ("bomb", b"---\nowner: &a [x]\nstatus: [*a,*a,*a,*a]\ntitle: x\n---\n", "KB001"),
        ("large", b"---\ntitle: x\n---\n" + b"x" * 9_000_000, "KB004"),
        ("deep", b"---\nowner: " + b"[" * 5000 + b"\n---\n", "KB001"),
    ],
)
def test_a_broken_article_is_named_and_harms_only_itself(
    site: SiteTest, name: str, data: bytes, code: str
) -> None:
    built = site.article("KA-00002").file("en/KA-00001.md", data).build()
    assert "en/KA-00002/index.html" in built.paths, name
    assert "en/KA-00001/index.html" not in built.paths
    diagnostics = [item for item in built.built.diagnostics if item.span.path == "en/KA-00001.md"]
    assert code in {item.code for item in diagnostics}
    assert all(item.help for item in diagnostics if item.code == code)


def test_braces_in_an_article_are_text_and_never_a_template(site: SiteTest) -> None:
    body = "\n{%%mcid%%} {{host}} {{{offer.text}}} {% include 'x' %} `{{ 7*7 }}`\n"
    page = site.article("KA-00001", body, title="'{{ 7*7 }} {% x %}'").build().page("en/KA-00001/")
    for text in (
        "{%%mcid%%}",
        "{{host}}",
        "{{{offer.text}}}",
        "<code>{{ 7*7 }}</code>",
        "<title>{{ 7*7 }}",
    ):
        assert text in page


@pytest.mark.parametrize(
    "data",
    [
        b"---\ntitle: a: b\n---\n",
        b"---\na: &a [x]\nb: [*a,*a,*a,*a]\ntitle: x\n---\n",
        b"---\ntitle: " + b"[" * 5000 + b"\n---\n",
    ],
    ids=["broken YAML", "bomb", "deep"],
)
def test_a_faulty_value_that_is_nobodys_secret_is_reported_and_the_article_is_built(
    site: SiteTest, data: bytes
) -> None:
    built = site.article("KA-00002").file("en/KA-00001.md", data + b"Check it.\n").build()
    assert "Check it." in built.page("en/KA-00001/")
    diagnostic, *_ = [item for item in built.built.diagnostics if item.code == "KB001"]
    assert (diagnostic.span.path, diagnostic.severity) == ("en/KA-00001.md", Severity.WARNING)
    assert diagnostic.help
