"""Whose conventions a knowledge base follows, and what that means for reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import (
    PRESET_NAMES,
    ParseOptions,
    detect_presets,
    read_first_heading,
    read_preset,
    resolve_conventions,
)
from errata.articles.parser import ArticleParser
from errata.commands._project import open_project
from errata.config import Config, parse_config
from errata.errors import ConfigError
from errata.files import read_folder
from errata.linked_folder import link_folder
from errata.model import Folder, Inputs, Source
from tests.files.test_read_folder import put

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model import Conventions

PLAIN = b"# Mail is not sent\n\nCheck the address.\n"


def folder(*texts: bytes, markers: tuple[str, ...] = (), name: str = "a.md") -> Folder:
    sources = tuple(
        Source(f"{index}/{name}", "en", text) for index, text in enumerate(texts or (PLAIN,))
    )
    return Folder(sources, {}, markers=markers)


def conventions(toml: str, folder_read: Folder | None = None) -> Conventions:
    return resolve_conventions(parse_config(toml, "errata.toml"), folder_read or folder())


@pytest.mark.parametrize(
    ("marker", "preset"),
    [
        ("docusaurus.config.js", "docusaurus"),
        ("docusaurus.config.ts", "docusaurus"),
        ("mkdocs.yml", "mkdocs"),
        ("hugo.toml", "hugo"),
        ("docfx.json", "microsoft"),
        (".openpublishing.publish.config.json", "microsoft"),
        ("_config.yml", "jekyll"),
        ("conf.py", "sphinx-myst"),
        (".vitepress", "vitepress"),
        (".vuepress", "vitepress"),
        ("docs.json", "mintlify"),
        ("nuxt.config.ts", "nuxt"),
        (".obsidian", "obsidian"),
        (".yfm", "yfm"),
    ],
)
def test_a_file_of_its_settings_shows_the_tool_that_articles_were_written_for(
    marker: str, preset: str
) -> None:
    assert list(detect_presets(folder(markers=("README.md", marker)))) == [preset]


@pytest.mark.parametrize(
    ("front_matter", "preset"),
    [
        (b"---\narticle-number: KA-10001\ndynamics-url: https://crm.example.com/1\n---\n", "kcs"),
        (b"---\r\ntitle: Mail\r\nms.date: 01/24/2024\r\n---\r\n", "microsoft"),
        (b"---\nsidebar_position: 3\n---\n", "docusaurus"),
        (b'+++\ntitle = "Mail"\nlinkTitle = "M"\n+++\n', "hugo"),
        (b'{\n  "title": "Mail",\n  "lastmod": "2024-01-24"\n}\n', "hugo"),
        (b"\xef\xbb\xbf---\nnav_order: 2\n---\n", "jekyll"),
        (b"---\norphan: true\n---\n", "sphinx-myst"),
        (b"---\ntableOfContents: false\n---\n", "starlight"),
        (b"---\ncssclasses:\n  - wide\n---\n", "obsidian"),
        (b"---\nlabels: mail, sending\nsection: Mail\n---\n", "zendesk"),
    ],
)
def test_keys_of_the_front_matter_show_the_tool(front_matter: bytes, preset: str) -> None:
    assert list(detect_presets(folder(front_matter + PLAIN))) == [preset]


def test_a_page_of_a_section_shows_that_articles_were_written_for_hugo() -> None:
    assert list(detect_presets(folder(name="_index.md"))) == ["hugo"]


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        b"---\ntitle: Mail\narticle-number: KA-10001\n---\n",
        b"---\ntitle: Mail\n---\nms.date: 01/24/2024\n",
        b"# Mail\n\nms.date: 01/24/2024\n",
        b"{{ mail }}\nlastmod: 2024-01-24\n",
    ],
)
def test_plain_articles_show_no_tool(text: bytes) -> None:
    assert list(detect_presets(folder(text))) == []


def test_one_article_pasted_from_elsewhere_does_not_speak_for_all() -> None:
    pasted = b"---\nms.date: 01/24/2024\n---\n"
    assert list(detect_presets(folder(pasted, *[PLAIN] * 10))) == []
    assert list(detect_presets(folder(pasted, *[PLAIN] * 9))) == ["microsoft"]


def test_settings_are_found_beside_and_above_the_articles_up_to_the_configuration(
    tmp_path: Path,
) -> None:
    kb = tmp_path / "repository" / "website" / "docs"
    kb.mkdir(parents=True)
    (kb / "mail.md").write_bytes(PLAIN)
    for place, name in ((kb, "beside.yml"), (kb.parent, "above.yml"), (tmp_path, "outside.yml")):
        (place / name).touch()
    folder = read_folder(kb, Config(), root=tmp_path / "repository")
    assert folder.markers == ("above.yml", "beside.yml", "docs", "mail.md", "website")


@pytest.mark.parametrize(
    "toml", ["", 'metadata.presets = ["jekyll"]', 'metadata.presets = ["hugo"]']
)
def test_keys_of_every_tool_are_understood(toml: str) -> None:
    assert conventions(toml).keys["ms.date"] == "updated"
    assert conventions(toml).keys["redirect_from"] == "redirect-from"


def test_no_other_tools_keys_are_understood_where_the_configuration_says_so() -> None:
    assert conventions("metadata.presets = []").keys == {}


def test_the_configuration_goes_before_the_tools_whatever_the_case_of_a_key() -> None:
    toml = '[metadata.keys]\n"MS.Date" = "ignored"\n"Params.Owner" = "public"\n'
    keys = conventions(toml).keys
    assert (keys["ms.date"], keys["params.owner"]) == ("ignored", "public")


def test_what_would_be_wrong_elsewhere_holds_only_where_the_tool_is_found() -> None:
    plain = conventions("")
    assert (plain.number, plain.dialects, plain.families, plain.article_bases) == ("", (), (), ())
    adobe = conventions("", folder(b"---\nexl-id: 1\n---\n"))
    assert adobe.number.startswith("KA-")
    assert adobe.families == ("adobe-campaign",)
    assert adobe.article_bases
    dialects = conventions("", folder(markers=("mkdocs.yml",))).dialects
    assert {"abbreviations", "definition-lists"} <= {*dialects}


def test_what_is_configured_stands_in_the_place_of_what_was_found() -> None:
    folder_read = folder(b"---\nexl-id: 1\n---\n", markers=("mkdocs.yml",))
    toml = """
        articles.number = "KB[0-9]{7}"
        markdown.dialects = []
        links.root = "/docs/"
        links.article-bases = []
        [metadata.values.status]
        "In Review" = "not-validated"
    """
    chosen = conventions(toml, folder_read)
    assert (chosen.number, chosen.dialects, chosen.article_bases) == ("KB[0-9]{7}", (), ())
    assert chosen.link_root == "/docs/"
    assert chosen.values["status"]["in review"] == "not-validated"


def test_a_pattern_of_numbers_that_is_no_regular_expression_is_an_error_at_its_place() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config('[articles]\nnumber = "KA-[0-9"\n', "errata.toml")
    assert str(caught.value.span) == "errata.toml:2:1"
    assert "is not a regular expression" in caught.value.message


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_a_preset_is_recognised_by_what_no_other_has(name: str) -> None:
    evidence = read_preset(name).detect
    assert evidence.markers or evidence.articles or evidence.keys
    for keys in evidence.keys:
        text = "\n".join(["---", *(f"{key}: 1" for key in keys), "---"])
        assert list(detect_presets(folder(text.encode()))) == [name]
    for marker in evidence.markers:
        assert list(detect_presets(folder(markers=(marker.replace("*", "x"),)))) == [name]


@pytest.mark.parametrize("name", PRESET_NAMES)
def test_keys_of_a_preset_are_written_as_they_are_compared(name: str) -> None:
    assert all(key == key.lower() for key in read_preset(name).metadata.keys)


@pytest.mark.parametrize(
    ("toml", "place", "remedy"),
    [
        ('[metadata.keys]\na = "internal"\nb = "keyword"\n', "3:1", "did you mean `keywords`?"),
        ('metadata.keys."ms.date" = "x"\n', "1:1", "`public`, `internal`, `ignored` or a key"),
        ('[metadata.values.statsu]\nwip = "draft"\n', "1:1", "did you mean `status`?"),
    ],
)
def test_a_key_that_errata_does_not_have_is_an_error_at_its_place(
    tmp_path: Path, toml: str, place: str, remedy: str
) -> None:
    config = tmp_path / "errata.toml"
    config.write_text(toml, "utf-8")
    with pytest.raises(ConfigError) as caught:
        open_project(config, tmp_path)
    assert str(caught.value.span).endswith(f"errata.toml:{place}")
    assert remedy in caught.value.help


def test_a_heading_that_most_articles_begin_with_is_not_their_title(tmp_path: Path) -> None:
    above = "# Acme Wiki\n[Contents](../README.md)\n\n"
    put(tmp_path, "a.md", text=f"{above}Set up a camera\n---\n\nText.\n\n### Step\n\nMore.\n")
    put(tmp_path, "b.md", text=f"---\ntitle: Named\n---\n{above}## Network\n\nText.\n")
    put(tmp_path, "c.md", text=f"Acme Wiki\n===\n\n{above[12:]}## Mail\n\nText.\n")
    put(tmp_path, "d.md", text=f"{above}Text.\n")
    put(tmp_path, "e.md", text=f"{above}# Logs\n\nText.\n")
    linked = link_folder(read_folder(tmp_path, Config()), {}, Config(), Inputs())
    titles = {article.source: article.metadata.title for article in linked.library.articles}
    assert titles == {
        "a.md": "Set up a camera",
        "b.md": "Named",
        "c.md": "Mail",
        "d.md": "Acme Wiki",
        "e.md": "Logs",
    }


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("# Acme *Wiki* ##\r\n\nText.", "Acme *Wiki*"),
        ("---\ntitle: A\n---\n\nAcme\n====\n", "Acme"),
        ("+++\ntitle = 'A'\n+++\n# B", "B"),
        ("## A\n", ""),
        ("A\n---\n", ""),
        ("Text.\n\n# A\n", ""),
        ("- a\n===\n", ""),
        ("#\n", ""),
        ("", ""),
    ],
)
def test_the_first_heading_is_the_one_that_a_text_begins_with(text: str, heading: str) -> None:
    assert read_first_heading(text.encode()) == heading


def test_it_takes_more_than_four_articles_to_share_a_heading(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b.md", "c.md", "d.md", text="# Overview\n\n## Mail\n\nText.\n")
    assert resolve_conventions(Config(), read_folder(tmp_path, Config())).shared_heading == ""


def titled(*titles: str) -> Folder:
    return folder(*(f"---\ntitle: {title}\n---\n\nText.\n".encode() for title in titles))


def test_the_name_of_the_site_is_no_part_of_titles_that_end_with_it() -> None:
    ended = [f'"Step {number} | Acme Docs"' for number in range(5)]
    known = titled(*ended, "Mail | Queue", "Plain")
    shared = conventions("", known)
    assert shared.title_ends == (" | Acme Docs",)
    parse = ArticleParser(ParseOptions(conventions=shared))
    articles = [parse(source).article for source in known.sources]
    assert [article.metadata.title for article in articles if article] == [
        *(f"Step {number}" for number in range(5)),
        "Mail | Queue",
        "Plain",
    ]


@pytest.mark.parametrize(
    "titles",
    [
        ["A | B"] * 4,
        ["A - Acme"] * 9,
        ["A | Acme"] * 5 + ["C"] * 5,
        [f"A | {number}" for number in range(9)],
    ],
    ids=["few", "another sign", "half of them", "all different"],
)
def test_the_end_of_a_few_titles_is_a_part_of_them(titles: list[str]) -> None:
    assert conventions("", titled(*titles)).title_ends == ()
