"""Links of wikis name a page by its file, title or path; what is none stays text."""

from __future__ import annotations

import pytest

from errata.config import Config
from tests.targets.small_folder import linked, targets

SOURCE = "en/mail/first.md"
FILES = ("en/setup/First steps.md", "en/setup/mail-flow.md", "en/pics/a b.png", "en/größe.md")
TITLES = {"en/setup/mail-flow.md": "How mail flows"}


@pytest.mark.parametrize(
    ("text", "found", "shown"),
    [
        ("[[First steps]]", "article setup/First steps", "First steps"),
        ("[[first-steps|the steps]]", "article setup/First steps", "the steps"),
        ("[[How mail flows]]", "article setup/mail-flow", "How mail flows"),
        ("[[mail-flow#two]]", "article setup/mail-flow#two", "mail-flow#two"),
        ("[[setup/mail-flow]]", "article setup/mail-flow", "setup/mail-flow"),
        ("[[mail_flow.md]]", "article setup/mail-flow", "mail_flow.md"),
        ("[[Größe]]", "article größe", "Größe"),
        ("[[#Here]]", "#here", "Here"),
    ],
)
def test_a_wiki_link_leads_to_the_page_that_it_names(text: str, found: str, shown: str) -> None:
    texts = {SOURCE: f"## Here\n\n{text}\n", "en/setup/mail-flow.md": "## Two\n"}
    library = linked(FILES, texts, titles=TITLES)
    assert targets(library, SOURCE) == [found]
    (article,) = [article for article in library.articles if article.source == SOURCE]
    assert f">{shown}</a>" in article.body.parts[-1]


def test_a_wiki_link_with_a_definition_below_leads_there_without_brackets() -> None:
    file = "<../setup/First steps.md>"
    text = f"Read [[steps]] and [[steps|how]].\n\n[steps]: {file}\n[steps|how]: {file}\n"
    library = linked(FILES, {SOURCE: text})
    assert targets(library, SOURCE) == ["article setup/First steps"] * 2
    (article,) = [article for article in library.articles if article.source == SOURCE]
    assert "".join(article.body.parts) == "<p>Read <a>steps</a> and <a>how</a>.</p>\n"


def test_an_embedded_picture_is_found_by_its_name() -> None:
    assert targets(linked(FILES, {SOURCE: "![[A b.png|300]]"}), SOURCE) == ["file en/pics/a b.png"]


def test_a_wiki_link_leads_to_a_download_of_its_name() -> None:
    library = linked(("en/pics/Datenblatt 2.pdf",), {SOURCE: "[[datenblatt 2.pdf|Daten]]"})
    assert targets(library, SOURCE) == ["file en/pics/Datenblatt 2.pdf"]


def test_in_a_vault_a_name_without_a_folder_is_that_of_a_file_in_any_folder() -> None:
    files = (*FILES, "en/pics/図.png", "en/pics/log.zip", "en/x/c.png", "en/y/c.png")
    text = "![](図.png) ![](a%20b.png) [z](log.zip) [p](mail-flow.md) ![](setup/図.png) ![](c.png)"
    vault = Config.model_validate({"metadata": {"presets": ["obsidian"]}})
    assert targets(linked(files, {SOURCE: text}, vault), SOURCE) == [
        "file en/pics/図.png",
        "file en/pics/a b.png",
        "file en/pics/log.zip",
        "article setup/mail-flow",
        "missing en/mail/setup/図.png",
        "missing en/mail/c.png",
    ]
    plain = targets(linked(files, {SOURCE: text}), SOURCE)
    assert [target for target in plain if not target.startswith("missing")] == []


def test_of_several_files_of_a_name_that_of_the_locale_is_meant_else_that_of_the_default() -> None:
    files = ("en/pics/a.png", "de/pics/a.png", "en/pics/b.png", "fr/pics/b.png", "en/x/Web.md")
    text = "![[a.png]] ![[b.png]] [[Web]]"
    sources = {"de/start/first.md": text, "en/start/first.md": text, "de/y/Web.md": "x"}
    library = linked(files, sources)
    assert targets(library, "de/start/first.md") == [
        "file de/pics/a.png",
        "file en/pics/b.png",
        "article y/Web",
    ]
    assert targets(library, "en/start/first.md") == [
        "file en/pics/a.png",
        "file en/pics/b.png",
        "article x/Web",
    ]


@pytest.mark.parametrize("text", ["[[nodiscard]]", "[[no such page#x]]"])
def test_a_page_that_is_not_there_stays_as_it_was_written_and_is_reported(text: str) -> None:
    library = linked(FILES, {SOURCE: f"The {text} here."})
    (article,) = [article for article in library.articles if article.source == SOURCE]
    shown_text = "".join(article.body.parts).replace("<a>", "").replace("</a>", "")
    assert shown_text == f"<p>The {text} here.</p>\n"
    assert targets(library, SOURCE)[0].startswith("missing ")


@pytest.mark.parametrize(
    "text",
    [
        "`[[First steps]]`",
        "    [[First steps]]",
        "if [[ -f x ]]; then",
        "[[:alpha:]]",
        "see [[1]]",
        "[[a](https://example.com)]",
        "[[a]](https://example.com)",
        "argv[[x]]",
        r"\[[First steps]]",
        "[[]]",
    ],
)
def test_other_brackets_and_code_are_no_wiki_links(text: str) -> None:
    assert targets(linked(FILES, {SOURCE: text}), SOURCE) == []
