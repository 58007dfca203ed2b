"""The files of the search index."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from errata.search.index import CodeRow, card_names
from errata.site.pages import search
from errata.text.display import write_script_call

if TYPE_CHECKING:
    import pytest

    from tests.conftest import SiteTest

HOSTILE = "</script><img onerror=alert(1)> & \u2028 `"


def files(site: SiteTest) -> dict[str, bytes]:
    """Path below `search/` -> content."""
    return {
        artifact.path.removeprefix("search/"): artifact.content
        for artifact in site.built.artifacts
        if artifact.path.startswith("search/") and isinstance(artifact.content, bytes)
    }


def test_each_file_puts_one_value_under_its_own_name(site: SiteTest) -> None:
    built_site = files(site.article("KA-00001").article("KA-00001", locale="pt-BR").build())
    assert {"en/root.js", "en/codes.js", "en/f/KA-00001.js", "pt-BR/root.js"} <= built_site.keys()
    for path, content in built_site.items():
        text = content.decode()
        assert text.startswith(f'errata.put("{path.removesuffix(".js")}",')
        json.loads(text[text.index(",") + 1 : text.rindex(")")])


def test_an_error_has_a_card_with_its_message_and_the_way_out(site: SiteTest) -> None:
    section_text = "## Description\n\n`RED-520025 Communication failed with the server`\n\n"
    body = section_text + "## Resolution\n\nRestart it.\n"
    built_site = files(site.article("KA-00001", body).build())
    text = built_site["en/c/RED-520025.js"].decode()
    card = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    assert card["message"] == "RED-520025 Communication failed with the server"
    assert card["solution"] == ["Restart it."]
    assert card["href"] == "en/codes/RED-520025/index.html"
    assert card["articles"] == ["KA-00001"]


def test_a_result_of_a_code_leads_to_the_part_of_the_article_about_it(site: SiteTest) -> None:
    codes = [f"RED-5200{index}" for index in range(25, 28)]
    intro = f"Three errors, among them {codes[2]}.\n\n"
    parts = "\n\n".join(f"## {code}: It stops\n\nStart number {code[-1]}." for code in codes)
    built_site = files(site.article("KA-00001", intro + parts).build())
    for code in codes:
        text = built_site[f"en/c/{code}.js"].decode()
        card = json.loads(text[text.index(",") + 1 : text.rindex(")")])
        assert card["hits"]["KA-00001"]["sections"] == [f"{code.lower()}-it-stops", 1]


def test_a_code_that_only_the_first_language_explains_leads_there_from_every_other(
    site: SiteTest,
) -> None:
    section_text = "## Issue\n\n`{} Something failed`, with error 503 or ticket NEO-12345\n"
    built = (
        site.article("KA-00001", section_text.format("RED-520099"))
        .article(
            "KA-00002", section_text.format("RED-520025").replace("503", "504"), locale="pt-BR"
        )
        .build()
    )
    contents = files(built)
    for name, href in {
        "RED-520099": "en/codes/RED-520099/index.html",
        "HTTP 503": "en/http/503/index.html",
        "RED-520025": "pt-BR/codes/RED-520025/index.html",
    }.items():
        text = contents[f"pt-BR/c/{card_names([CodeRow(name, 'error', '', ())])[name]}.js"].decode()
        card = json.loads(text[text.index(",") + 1 : text.rindex(")")])
        assert card["href"] == href
        assert href in built.paths
        assert card["articles"] == (["KA-00002"] if href.startswith("pt") else [])
    assert "en/c/RED-520025.js" not in contents, "the first language leads to no other"
    text = contents["en/c/NEO-12345.js"].decode()
    ticket = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    assert ticket["articles"] == ["KA-00001"]
    assert list(ticket) == ["articles", "hits"], "it has no page"


def test_internal_fields_are_in_no_file_and_hidden_articles_only_where_their_numbers_are_looked_up(
    site: SiteTest,
) -> None:
    built_site = files(
        site.article(
            "KA-00001", **{"internal-notes": "canaryone", "article-created-by": "Ann Canarytwo"}
        )
        .article("KA-00002", "canarythree WKF-560099\n", hide="true")
        .build()
    )
    everything = b"".join(built_site.values()).lower()
    for canary in (b"canaryone", b"canarytwo", b"canarythree"):
        assert canary not in everything
    # Whoever has the number or the code is led to the page, which no list and no word leads to.
    naming = [path for path, content in built_site.items() if b"KA-00002" in content]
    assert len(naming) == 3
    assert all(path.startswith("en/hidden/") for path in naming)
    assert not any("KA-00002" in path for path in built_site)


def test_a_small_root_is_preloaded_with_the_search_page_and_a_large_one_is_not(
    site: SiteTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    preloaded = [
        'href="../../assets/js/search/view.js"',
        'href="../../search/en/codes.js"',
        'href="../../search/en/root.js"',
    ]
    page = site.article("KA-00001").build().page("en/search/index.html")
    assert [name in page for name in preloaded] == [True, True, True]
    monkeypatch.setattr(search, "_LARGEST_ROOT", 10)
    page = site.article("KA-00002").build().page("en/search/index.html")
    assert [name in page for name in preloaded] == [True, True, False]


def test_a_card_is_named_by_its_code_or_else_by_what_no_code_is() -> None:
    rows = [CodeRow(code, "error", "", ()) for code in ("RED-520025", "HTTP 503", "con", "エラー")]
    names = card_names(rows)
    assert names["RED-520025"] == "RED-520025"
    others = [name for code, name in names.items() if code != "RED-520025"]
    assert len({*others}) == 3
    assert all(name.endswith("-") and name.isascii() for name in others)
    # Two codes of one hash: both have the name that is made of a longer one.
    alike = card_names([CodeRow(code, "error", "", ()) for code in ("E 272911526", "E 789922761")])
    assert len({*alike.values()}) == 2


def test_an_edit_renames_few_files_of_words(site: SiteTest) -> None:
    words = [f"word{index}" for index in range(9_000)]
    before = site
    for index in range(60):
        before = before.article(
            f"KA-{index:05}", " ".join(words[index * 150 : index * 150 + 150]) + ".\n"
        )
    after = before.article("KA-00059", " ".join([*words[-149:], "zebra"]) + ".\n")
    first_names, two = set(files(before.build())), set(files(after.build()))
    assert len(first_names - two) <= 2
    assert len(first_names) > 60


def test_a_value_cannot_end_a_script_or_a_line(site: SiteTest) -> None:
    del site
    text = write_script_call("errata.put", "en/f/x", {"title": HOSTILE}).decode()
    assert not any(character in text for character in "<>&\u2028")
    assert json.loads(text[text.index(",") + 1 : text.rindex(")")]) == {"title": HOSTILE}


def test_a_result_has_what_to_do_about_each_of_several_issues(site: SiteTest) -> None:
    issues = [("Printing", "Connect the printer."), ("Closing", "Close the till."), ("Both", "")]
    parts = [
        f"## Issue {number}: {name}\n\nThe error `{name} has failed` is shown.\n\n"
        + (f"## Workaround\n\n{way_out}\n\n" if way_out else "")
        for number, (name, way_out) in enumerate(issues, 1)
    ]
    built_site = files(site.article("KA-00001", "".join(parts)).article("KA-00002").build())

    def fragment(number: str) -> dict[str, object]:
        text = built_site[f"en/f/{number}.js"].decode()
        value: dict[str, object] = json.loads(text[text.index(",") + 1 : text.rindex(")")])
        return value

    assert fragment("KA-00001")["short"] == "Connect the printer."
    assert fragment("KA-00001")["resolutions"] == {
        "issue-2-closing": "Close the till.",
        "workaround-2": "Close the till.",
        "issue-3-both": "",
    }
    assert "resolutions" not in fragment("KA-00002")
