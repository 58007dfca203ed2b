"""On a page with a place for each code, the page of a code shows that place and links to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import parse_families
from errata.codes.index import MOST_COOCCURRING, build_index
from errata.commands._project import link_library, open_project
from errata.model import Source
from errata.site.code_answer import choose_code_sections
from errata.site.feeds import markdown_pages
from errata.site.feeds.search_index import code_rows, make_card
from errata.site.lists import split_long_list
from errata.site.pages import code as code_pages
from errata.site.views import ListedCode
from tests.site.factories import context_of

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model import Article
    from errata.site.context import SiteContext
    from errata.site.pages.code import CodeView

FAMILY = r"""
[[family]]
id = "UP"
pattern = "UP-[0-9]{3}"
product = "Uploader"
meaning = "Errors of uploads."
example = "UP-101"
"""
REFERENCE = """# Error codes of the uploader

What each code means.

## UP-101 QuotaExceeded

The quota is used up. Delete old files.

## UP-102, UP-103: bad checksum

The file arrived damaged.

### Cause

A proxy changes it.

### Resolution

Upload it again without the proxy.

## Error UP-104

```
the file has more than 2 GB
```

Split it.

## Rest

| Code | Name | Meaning |
|---|---|---|
| `UP-201` | NoRoute | There is no way to the server. |
| [UP-202](https://a.example) | | The server is busy. |
| What UP-203 is about in the old version | | Nothing. |
"""
OTHER = """# Uploads stop with UP-101

## Resolution

Ask for more room.
"""
MENTION = """# Uploads are slow

Sometimes UP-104 is in the log.

## Resolution

Use a faster line.
"""


def write(folder: Path, articles: dict[str, str]) -> SiteContext:
    (folder / "kb/en").mkdir(parents=True)
    (folder / "kb/families.toml").write_text(FAMILY, "utf-8")
    for number, text in articles.items():
        title = text.partition("\n")[0].removeprefix("# ")
        head = f"---\ntitle: {title}\narticle-number: {number}\n---\n"
        (folder / f"kb/en/{number}.md").write_text(head + text, "utf-8")
    return context_of(link_library(open_project(None, folder / "kb")))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteContext:
    articles = {"KA-00001": REFERENCE, "KA-00002": OTHER, "KA-00003": MENTION}
    return write(tmp_path_factory.mktemp("codes"), articles)


def view_of(site: SiteContext, code: str) -> CodeView:
    pages = {page.path: page.view for page in code_pages.emit(site)}
    view = pages[f"en/codes/{code}/index.html"]
    assert isinstance(view, code_pages.CodeView)
    return view


@pytest.mark.parametrize(
    ("code", "text", "anchor"),
    [
        ("UP-102", "Upload it again without the proxy.", "resolution"),
        ("UP-103", "Upload it again without the proxy.", "resolution"),
        ("UP-104", "Split it.", "error-up-104"),
        ("UP-201", "NoRoute There is no way to the server.", "rest"),
        ("UP-202", "The server is busy.", "rest"),
    ],
)
def test_the_short_answer_is_what_stands_below_its_heading_or_in_its_row(
    site: SiteContext, code: str, text: str, anchor: str
) -> None:
    answer = view_of(site, code).answer
    assert answer is not None
    assert answer.resolution.striptags() == text
    assert answer.href == f"../../KA-00001/index.html#{anchor}"
    assert answer.is_resolution is (anchor == "resolution")


def test_the_card_links_to_the_heading_and_shows_its_text(site: SiteContext) -> None:
    card = view_of(site, "UP-104").articles[0].cards[0]
    assert card.href == "../../KA-00001/index.html#error-up-104"
    assert card.description == "the file has more than 2 GB Split it."


def test_an_article_with_a_heading_for_a_code_comes_before_one_that_mentions_it(
    site: SiteContext,
) -> None:
    assert list(site.uses_of_code("UP-104", "en")) == ["KA-00001", "KA-00003"]


def test_an_article_named_after_the_code_answers_as_a_whole(site: SiteContext) -> None:
    view = view_of(site, "UP-101")
    assert view.answer is None
    first, second = view.explanations
    assert first.resolution == "<p>Ask for more room.</p>"
    assert first.cards[0].href == "../../KA-00002/index.html"
    assert second.resolution == "<p>The quota is used up. Delete old files.</p>"
    assert second.cards[0].href.endswith("KA-00001/index.html#up-101-quotaexceeded")


def test_the_index_of_codes_names_headings_and_rows(site: SiteContext) -> None:
    (index,) = (p.view for p in code_pages.emit(site) if p.path == "en/codes/index.html")
    assert isinstance(index, code_pages.CodesView)
    titles = {entry.code: entry.title for group in index.groups for entry in group.entries}
    assert titles["UP-104"] == "Error UP-104"
    assert titles["UP-201"] == "NoRoute There is no way to the server."


def test_search_cards_and_markdown_give_the_same_answer(site: SiteContext) -> None:
    row = next(row for row in code_rows(site, "en") if row.code == "UP-201")
    assert make_card(site, row, "en").solution == ["NoRoute There is no way to the server."]
    (twin,) = (a for a in markdown_pages.emit(site) if a.path == "en/codes/UP-201/index.md")
    assert isinstance(twin.content, bytes)
    assert "NoRoute There is no way to the server." in twin.content.decode()
    assert "(../../KA-00001/index.html#rest)" in twin.content.decode()


PARSE = ArticleParser(ParseOptions(families=parse_families(FAMILY, "families.toml")))


def article(body: str, locale: str = "en") -> Article:
    text = f"---\ntitle: A title\narticle-number: KA-00001\n---\n{body}\n"
    article_read = PARSE(Source(f"{locale}/KA-00001.md", locale, text.encode())).article
    assert article_read is not None
    return article_read


@pytest.mark.parametrize(
    "body",
    [
        "## UP-101 through UP-104\n\nText.",
        "## What we know of UP-101 in the old version\n\nText.",
        "## UP-101\n\n## Other\n\nText.",
        "| a | b |\n|---|---|\n| x | UP-101 |\n",
        "| a | b |\n|---|---|\n| UP-101 | |\n",
    ],
)
def test_what_is_not_named_after_a_code_or_says_nothing_is_no_part(body: str) -> None:
    assert article(body).code_sections == ()


def test_one_heading_with_a_code_does_not_hide_the_resolution() -> None:
    story = article("## Error UP-101\n\nA log.\n\n## Resolution\n\nDo this.\n")
    assert choose_code_sections(story) == {}


def test_a_table_that_compares_codes_does_not_hide_the_resolution() -> None:
    rows = "".join(f"| UP-10{number} | says {number} |\n" for number in range(5))
    story = article(
        f"## Issue\n\n| Code | It says |\n|---|---|\n{rows}\n## Resolution\n\nDo this.\n"
    )
    assert len(story.code_sections) == 5
    assert choose_code_sections(story) == {}


def test_neighbours_on_a_page_of_very_many_codes_are_not_seen_together() -> None:
    def together(count: int) -> tuple[str, ...]:
        page = article(" ".join(f"UP-{number:03}" for number in range(count)))
        return build_index([page], "en", {})["UP-001"].cooccurring

    assert len(together(30)) == MOST_COOCCURRING
    assert together(31) == ()


def test_long_pages_take_linear_time() -> None:
    parts = (
        f"## UP-{n % 1000:03}\n\n| a | b |\n|---|---|\n| UP-{n % 1000:03} | x |"
        for n in range(2_000)
    )
    assert len(article("\n\n".join(parts)).code_sections) == 4_000


def test_a_long_list_of_codes_is_divided_at_hundreds() -> None:
    codes = [f"C{number}" for number in (*range(2001, 2100), *range(2100, 2200), 2300, 2401)]
    parts = split_long_list([ListedCode(code, "", 1, "") for code in codes])
    assert [(part.first, part.last) for part in parts] == [
        ("C2001", "C2099"),
        ("C2100", "C2199"),
        ("C2300", "C2401"),
    ]
    assert split_long_list([ListedCode("C2001", "", 1, "")] * 100) == ()


@pytest.mark.parametrize(
    ("locale", "names", "cause", "resolution"),
    [
        ("en", "Code | Cause | Solution", "It is loose.", "Plug it in."),
        ("de", "Code | Ursache | Lösung", "It is loose.", "Plug it in."),
        ("ja", "コード | 原因 | 解決策", "It is loose.", "Plug it in."),
        ("ja", "Code | Cause | Solution", "It is loose.", "Plug it in."),
        ("en", "Code | Message | Module", "", ""),
    ],
)
def test_columns_of_causes_and_solutions_are_told_apart(
    locale: str, names: str, cause: str, resolution: str
) -> None:
    table = f"| {names} |\n|---|---|---|\n| UP-301 | It is loose. | Plug it in. |\n"
    (section,) = article(f"## Codes\n\n{table}", locale).code_sections
    assert section.text == "It is loose.\nPlug it in."
    assert (section.cause, section.resolution) == (cause, resolution)


def test_a_second_table_has_columns_of_its_own() -> None:
    first = "| Code | Cause |\n|---|---|\n| UP-301 | It is loose. |\n"
    second = "| Code | Text |\n|---|---|\n| UP-302 | It is gone. |\n"
    sections = article(f"{first}\n{second}").code_sections
    assert [section.cause for section in sections] == ["It is loose.", ""]
