"""How the links of an article are read: which lead to articles, files, headings, or elsewhere."""

from __future__ import annotations

from collections import deque

import pytest
from linkify_it import LinkifyIt

from errata.articles.conventions import read_preset
from errata.articles.markdown import links
from errata.articles.markdown.link_places import LinkPlaces
from errata.articles.markdown.references import References
from errata.articles.markdown.sanitise import sanitise
from errata.model import (
    AnchorRef,
    ArticleRef,
    Body,
    BrokenRef,
    CodeRef,
    EmbeddedRef,
    FileRef,
    Position,
)

BASE = "https://experienceleague.adobe.com"


KCS = read_preset("kcs").articles.number


def _body(html: str, text: str = "", pattern: str = KCS) -> Body:
    references = References(
        article_bases=read_preset("kcs").links.article_bases,
        number_pattern=pattern,
        embedded=frozenset({"assets/embedded/abc.png"}),
        places=LinkPlaces(text, first_line=10),
    )
    return references.body(html, sanitise)


@pytest.mark.parametrize(
    ("url", "number", "fragment"),
    [
        (f"{BASE}/docs/experience-cloud-kcs/kbarticles/KA-17457.html", "KA-17457", ""),
        (f"{BASE}/docs/experience-cloud-kcs/kbarticles/KA-17457.html?lang=en", "KA-17457", ""),
        (f"{BASE}/en/docs/experience-cloud-kcs/kbarticles/ka-17457", "KA-17457", ""),
        (f"{BASE}/pt-br/docs/experience-cloud-kcs/kbarticles/ka-17457", "KA-17457", ""),
        (f"{BASE}/docs/experience-cloud-kcs/kbarticles/KA-17457.html#cause", "KA-17457", "cause"),
        (f"{BASE}/docs/experience-cloud-kcs/kbarticles/KA-17457.html?lang=en#a", "KA-17457", "a"),
    ],
)
def test_a_link_to_an_article_is_known_in_every_form(url: str, number: str, fragment: str) -> None:
    (ref,) = _body(f'<p><a href="{url}">x</a></p>').refs
    assert isinstance(ref, ArticleRef)
    assert (ref.number, ref.fragment) == (number, fragment)


def test_where_numbers_have_no_pattern_any_name_may_be_an_articles() -> None:
    url = f"{BASE}/docs/experience-cloud-kcs/kbarticles/mail-is-late.html"
    (ref,) = _body(f'<p><a href="{url}">x</a></p>', pattern="").refs
    assert isinstance(ref, ArticleRef)
    # Without such an article the address is left as it is.
    assert (ref.number, ref.authored) == ("mail-is-late", url)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/docs/experience-cloud-kcs/kbarticles/KA-17457.html",
        f"{BASE}/docs/experience-cloud-kcs/kbarticles/overview.html",
        f"{BASE}/docs/campaign-classic/using/home.html",
        "mailto:help@example.com",
    ],
)
def test_any_other_absolute_link_is_left_as_it_is(url: str) -> None:
    body = _body(f'<p><a href="{url}">x</a></p>')
    assert body.refs == ()
    assert f'href="{url}"' in body.parts[0]


@pytest.mark.parametrize(
    ("url", "path", "query", "fragment"),
    [
        ("assets/a%20b.png", "assets/a b.png", "", ""),
        ("../pt-BR/KA-17457.md#cause", "../pt-BR/KA-17457.md", "", "cause"),
        ("..\\setup\\first.md?tabs=web#%C3%A4", "../setup/first.md", "tabs=web", "ä"),
        ("/exchange/mail", "/exchange/mail", "", ""),
        ("%2e%2e/secret", "../secret", "", ""),
    ],
)
def test_a_link_by_file_is_kept_until_all_files_are_known(
    url: str, path: str, query: str, fragment: str
) -> None:
    (ref,) = _body(f'<p><a href="{url}">x</a></p>').refs
    assert ref == FileRef(path, query, fragment, "href", url, Position(10))


def test_an_empty_address_leads_nowhere() -> None:
    (ref,) = _body('<img src="" alt="">').refs
    assert isinstance(ref, BrokenRef)


def test_an_embedded_picture_must_really_have_been_embedded() -> None:
    body = _body('<img src="#embedded/abc.png" alt=""><img src="#embedded/forged.png" alt="">')
    assert body.refs[0] == EmbeddedRef("assets/embedded/abc.png")
    assert isinstance(body.refs[1], AnchorRef)


def test_the_body_is_cut_exactly_at_the_attribute() -> None:
    body = _body('<p>See <a href="#code/RED-520025">it</a>.</p>')
    assert body.parts == ("<p>See <a", ">it</a>.</p>")
    assert body.refs == (CodeRef("RED-520025"),)


def test_a_reference_says_where_it_stands_in_the_file() -> None:
    text = "First line\n\nSee [x](KA-1.md).\n"
    (ref,) = _body('<p>See <a href="KA-1.md">x</a></p>', text).refs
    assert isinstance(ref, FileRef)
    assert ref.position == Position(12, 9, len("KA-1.md"))


def test_no_author_can_write_a_placeholder() -> None:
    honest = _body('<p><a href="#x">x</a></p>')
    forged = _body('<p> href="ref-0-1" <a href="ref-0-1">x</a> <a href="#x">y</a></p>')
    assert len(honest.refs) + 1 == len(forged.refs)
    assert 'href="ref-0-1" ' in "".join(forged.parts)


@pytest.mark.parametrize("url", ["http://[", "https://[::1", "http://a]b/"])
def test_a_malformed_address_is_a_broken_link_and_no_traceback(url: str) -> None:
    body = _body(f'<p><a href="{url}">x</a></p>')
    assert "x</a>" in "".join(body.parts)


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ('<img src="http://a.example/x.png" alt="">', 'src="https://a.example/x.png"'),
        ('<img src=" //a.example/x.png" alt="">', 'src="https://a.example/x.png"'),
        ('<a href="//a.example/x">a</a>', 'href="https://a.example/x"'),
        ('<a href="http://a.example/x">a</a>', 'href="http://a.example/x"'),
    ],
)
def test_a_remote_picture_is_asked_for_as_the_page_s_policy_allows(written: str, made: str) -> None:
    assert made in "".join(_body(written).parts)


def test_a_link_of_an_included_file_may_be_on_a_line_that_the_article_does_not_have() -> None:
    places = LinkPlaces("one\ntwo", 10, {"a.md": deque([99])}, {"b.md": 99})
    assert places.find("a.md") == Position(11)
    assert places.find("b.md") == Position(11)


def test_a_written_address_is_found_behind_hundreds_that_are_in_no_text() -> None:
    places = LinkPlaces("x" * 5_000 + "[a](b.md)", 10)
    for number in range(200):
        assert places.find(f"#fnref-1-{number}") == Position(10)
    assert places.find("b.md") == Position(10, 5_005, 4)


def test_the_kept_pattern_of_addresses_is_the_one_of_linkify_it() -> None:
    linkify = LinkifyIt()
    linkify.test_schema_at("http://a.example", "http:", len("http:"))
    theirs, ours = linkify.re["http"], links._LINKIFY.re["http"]
    assert (ours.pattern, ours.flags) == (theirs.pattern, theirs.flags)
