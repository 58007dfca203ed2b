"""Tables of contents of other tools: the order of articles, their titles, names of folders."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from errata.config import Config
from errata.files import read_folder
from errata.files.contents import list_contents_beside
from errata.files.static import read_static
from errata.linked_folder import link_folder
from errata.model import FolderLabel, Inputs
from errata.site.categories import build_category_tree
from tests.files.test_read_folder import put

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model import Folder

ANY = Config()
_MKDOCS = """
markdown_extensions:
  - emoji: !!python/name:material.extensions.emoji.twemoji
nav:
  - Start: index.md
  - How to:
      - Send mail: guide/mail.md
      - https://example.com/
      - guide/logs.md
  - About us: about.md
  - Elsewhere: ../../secret.md
"""
_DOCFX = """
- name: Start
  href: index.md
- name: How to
  items:
    - {name: Send mail, href: guide/mail.md}
    - {name: Logs, href: guide/logs.md#top}
- {name: About us, href: about.md}
"""
_JUPYTER = """
root: index
parts:
  - caption: How to
    chapters: [{file: guide/mail, title: Send mail}, {file: guide/logs}]
  - chapters: [{file: about, title: About us}]
"""
_MINTLIFY = """
{"name": "Help", "colors": {"primary": "#000"}, "navigation": {"pages": ["index",
  {"group": "How to", "icon": "mail", "pages": ["/guide/mail", "guide/logs"]}, "about"]}}
"""
_SUMMARY = """
# Summary

[Start](index.md)

- How to
  - [Send mail](guide/mail.md)
  - [Logs](guide/logs.md?x)
- [About us](about.md)
"""
_SIDEBAR = """
* [Start](/)

## How to

* [Send mail](/guide/mail)
* [Logs](guide/logs.md)

## More

* [About us](about)
"""


def put_articles(kb: Path) -> None:
    put(kb, "index.md", "about.md", "guide/mail.md", "guide/logs.md", "guide/other.md", text="a\n")


def order_of(folder: Folder) -> list[str]:
    return sorted(folder.places, key=lambda page: folder.places[page])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mkdocs.yml", _MKDOCS),
        ("docs/toc.yml", _DOCFX),
        ("docs/toc.yml", f"metadata: {{a: b}}\nitems:\n{indent(_DOCFX, '  ')}"),
        ("docs/_toc.yml", _JUPYTER),
        ("docs/docs.json", _MINTLIFY),
        ("docs/SUMMARY.md", _SUMMARY),
        ("docs/_Sidebar.md", _SIDEBAR),
    ],
)
def test_a_table_of_contents_orders_pages_and_names_folders(
    tmp_path: Path, name: str, text: str
) -> None:
    put_articles(tmp_path / "docs")
    put(tmp_path, name, text=text)
    folder = read_folder(tmp_path / "docs", ANY, root=tmp_path)
    assert order_of(folder) == ["index", "guide/mail", "guide/logs", "about"]
    assert folder.labels == {("en", "guide"): FolderLabel("How to")}


@pytest.mark.parametrize(
    ("name", "top", "below"),
    [
        (".pages", "nav: [index.md, ... | z*.md, Mail: z, b]", "title: X\nnav: [two.md, '...']"),
        (".nav.yml", "nav: [index.md, Mail: z, b]", "nav: [two.md, '*']"),
        (
            "meta.json",
            '{"pages": ["index", "---A---", "z", "b"]}',
            '{"title": "X", "pages": ["two"]}',
        ),
        (
            "_meta.json",
            '{"index": "Start", "-": {"type": "separator"}, "z": {"title": "Mail"}, "b": "B"}',
            '{"two": "2"}',
        ),
        ("_order.yaml", "- index\n- z\n- b\n", "- two\n"),
    ],
)
def test_an_entry_for_a_folder_stands_for_its_own_table_and_then_for_the_others_in_it(
    tmp_path: Path, name: str, top: str, below: str
) -> None:
    put(
        tmp_path,
        "index.md",
        "a/x.md",
        "b/y.md",
        "z/one.md",
        "z/deep/three.md",
        "z/two.md",
        text="a\n",
    )
    put(tmp_path, name, text=top)
    put(tmp_path, f"z/{name}", text=below)
    folder = read_folder(tmp_path, ANY)
    assert order_of(folder) == ["index", "z/two", "z/deep/three", "z/one", "b/y"]
    has_title = "Mail" in top or "title" in below
    assert (("en", "z") in folder.labels) == has_title
    assert ".pages" not in folder.assets
    assert folder.unusable == ()


def test_folders_that_list_each_other_are_listed_once(tmp_path: Path) -> None:
    put(tmp_path, "a/x.md", "b/y.md", text="a\n")
    put(tmp_path, ".pages", text="nav: [b, a, .]")
    put(tmp_path, "a/.pages", text="nav: [../b, ../a, .., x.md]")
    put(tmp_path, "b/.pages", text="nav: [../a, ..]")
    assert order_of(read_folder(tmp_path, ANY)) == ["a/x", "b/y"]


def test_a_hidden_table_of_contents_is_no_file_of_the_site(tmp_path: Path) -> None:
    put(tmp_path, "kb/a.md", "static/.pages", "kb/.pages/b.md", text="a\n")
    folder = read_folder(tmp_path / "kb", ANY, root=tmp_path)
    assert [source.path for source in folder.sources] == ["a.md"]
    assert list(read_static(tmp_path / "static", tmp_path / "kb").files) == []


def titles_of(folder: Folder) -> dict[str, str]:
    return {source.path: source.listed_title for source in folder.sources if source.listed_title}


def test_titles_are_those_of_the_first_entry_and_each_locale_has_its_own(tmp_path: Path) -> None:
    put(tmp_path, "en/mail.md", "en/web.md", "de/mail.md", text="a\n")
    put(
        tmp_path,
        "en/SUMMARY.md",
        text="- [Send  `mail`](mail.md)\n- [Again](mail.md)\n- [](web.md)",
    )
    put(tmp_path, "de/SUMMARY.md", text="* [E-Mail](./mail.md#oben)")
    folder = read_folder(tmp_path, ANY)
    assert titles_of(folder) == {"de/mail.md": "E-Mail", "en/mail.md": "Send mail"}


def test_paths_of_mkdocs_count_from_docs_dir_and_may_leave_the_locale_out(tmp_path: Path) -> None:
    put(tmp_path, "content/en/mail.md", "content/fa/mail.md", text="a\n")
    put(tmp_path, "mkdocs.yml", text="docs_dir: content\nnav: [{Send mail: mail.md}]")
    folder = read_folder(tmp_path / "content", ANY, root=tmp_path)
    assert titles_of(folder) == {"en/mail.md": "Send mail"}
    assert folder.places == {"mail": 0}


def test_mkdocs_names_a_page_in_all_languages_by_the_name_without_one(tmp_path: Path) -> None:
    names = [f"{name}.{locale}.md" for name in ("web/tls", "mail") for locale in ("en", "de", "fr")]
    put(tmp_path, *(f"docs/{name}" for name in names), text="a\n")
    nav = "nav: [{The web: [{Encrypt: web/tls.md}]}, {Mail: mail.md}]\n"
    german = (
        "{locale: de, nav_translations: {The web: Das  Web, Encrypt: Verschlüsseln, Mail: [x]}}"
    )
    plugins = f"plugins: [search, i18n: {{languages: [{{locale: en}}, {german}]}}]\n"
    put(tmp_path, "mkdocs.yml", text=nav + plugins)
    folder = read_folder(tmp_path / "docs", ANY, root=tmp_path)
    assert titles_of(folder) == {
        "mail.de.md": "Mail",
        "mail.en.md": "Mail",
        "web/tls.de.md": "Verschlüsseln",
        "web/tls.en.md": "Encrypt",
    }
    assert folder.places == {"web/tls": 0, "mail": 1}
    assert folder.labels == {
        ("de", "web"): FolderLabel("Das Web"),
        ("en", "web"): FolderLabel("The web"),
    }


@pytest.mark.parametrize(
    "plugins", ["[i18n]", "[{i18n: [1]}]", "[{i18n: {languages: [de, {}]}}]", "a", "[&a {b: *a}]"]
)
def test_settings_of_plugins_without_translations_are_no_fault(
    tmp_path: Path, plugins: str
) -> None:
    put(tmp_path, "docs/a.md", text="a\n")
    put(tmp_path, "mkdocs.yml", text=f"nav: [{{A: a.md}}]\nplugins: {plugins} # nav_translations")
    folder = read_folder(tmp_path / "docs", ANY, root=tmp_path)
    assert (folder.unusable, titles_of(folder)) == ((), {"a.md": "A"})


@pytest.mark.parametrize(
    "text",
    [
        "nav: &a [*a]",
        "nav: " + "[" * 400_000,
        "nav: {1: 2, a: null, [b]: c}",
        "nav: !!python/object/apply:os.system ['true']",
        "\t",
        "[]",
        "nav: a.md",
        "nav: ['../a.md', '\\0', '//', 'https://example.com/a.md', '%2e%2e/a.md']",
    ],
)
def test_a_table_of_contents_with_a_fault_changes_nothing(tmp_path: Path, text: str) -> None:
    put(tmp_path, "docs/b.md", "a.md", text="a\n")
    put(tmp_path, "mkdocs.yml", text=text)
    folder = read_folder(tmp_path / "docs", ANY, root=tmp_path)
    assert (folder.places, folder.labels, titles_of(folder)) == ({}, {}, {})


@pytest.mark.parametrize(
    ("name", "text", "place", "problem"),
    [
        ("mkdocs.yml", "nav:\n  - A: [a.md\n", "../mkdocs.yml:3:1", "did not find expected"),
        ("mkdocs.yml", "nav:\n  - &a [a.md]\n  - *a\n", "../mkdocs.yml:2:5", "aliases are not"),
        ("docs/toc.yml", "- name: A\n\t- b\n", "toc.yml:2:1", "found a tab"),
        ("docs/docs.json", '{\n\t"navigation": [,]}', "docs.json:2:17", "Expecting value"),
    ],
)
def test_one_that_cannot_be_read_is_a_warning_with_its_place(
    tmp_path: Path, name: str, text: str, place: str, problem: str
) -> None:
    put(tmp_path, "docs/a.md", text="a\n")
    put(tmp_path, name, text=text)
    (fault,) = read_folder(tmp_path / "docs", ANY, root=tmp_path).unusable
    assert (str(fault.span), fault.is_left_out) == (place, False)
    assert fault.message.startswith(f"this table of contents cannot be read: {problem}")


def test_tabs_of_json_and_aliases_outside_the_entries_are_no_fault(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md", text="a\n")
    put(tmp_path, "mkdocs.yml", text="x: &x [1]\ny: *x\nnav:\n  - 2024: a.md\n")
    put(tmp_path, "docs/docs.json", text='{\n\t"navigation": ["a"]\n}')
    folder = read_folder(tmp_path / "docs", ANY, root=tmp_path)
    assert (folder.unusable, titles_of(folder)) == ((), {"a.md": "2024"})


def test_it_gives_titles_to_articles_without_one_and_its_order_to_lists(tmp_path: Path) -> None:
    put(tmp_path, "z/own.md", text="# Own\n\nText.\n")
    put(tmp_path, "z/named.md", text="---\ntitle: Named\norder: 1\n---\nText.\n")
    put(tmp_path, "a/bare.md", "a/first.md", text="## One\n\nText.\n\n## Two\n\nText.\n")
    put(tmp_path, "toc.yml", text="[{name: L1, href: z/own.md}, {name: L2, href: z/named.md}]")
    put(tmp_path, "a/TOC.md", text="- [L3](bare.md)\n- [[!DNL L4] {#l4}](first.md)\n")
    linked = link_folder(read_folder(tmp_path, ANY), {}, ANY, Inputs())
    library = linked.library
    (mail, guide) = build_category_tree(library.articles, library, "").root.children
    assert [mail.title, guide.title] == ["Z", "A"]
    assert [article.metadata.title for article in mail.articles] == ["Named", "Own"]
    assert [article.metadata.title for article in guide.articles] == ["L3", "L4"]
    assert "KB002" not in {each.code for item in linked.parsed for each in item.diagnostics}


def test_a_home_page_without_a_title_has_the_name_of_the_site(tmp_path: Path) -> None:
    put(tmp_path, "en/index.md", text="## One\n\n## Two\n")
    put(tmp_path, "de/README.md", "en/setup/index.md", text="Text.\n")
    put(tmp_path, "ja/index.md", text="# 私\n")
    named = Config.model_validate({"site": {"name": {"en": "Acme help", "de": "Acme-Hilfe"}}})
    folder = read_folder(tmp_path, named)
    library = link_folder(folder, {}, named, Inputs()).library
    titles = {article.source: article.metadata.title for article in library.articles}
    assert titles == {
        "en/index.md": "Acme help",
        "de/README.md": "Acme-Hilfe",
        "ja/index.md": "私",
        "en/setup/index.md": "Setup",
    }
    assert titles_of(read_folder(tmp_path, Config())) == {}


def test_settings_beside_the_articles_are_watched(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md", "mkdocs.yml", "sub/mkdocs.yml")
    settings = list_contents_beside(tmp_path / "docs", tmp_path)
    assert settings == [tmp_path / "mkdocs.yml"]
