"""Sections: which folders become one, in which order, how pages name and link them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.model import Article, FolderLabel, Library
from errata.site.categories import MAX_DEPTH, Category, write_readable_name
from errata.site.feeds import llms
from errata.site.pages import article as article_page
from errata.site.pages import home, sections
from errata.site.pages.article import ArticleView
from errata.site.pages.home import HomeView
from errata.site.pages.sections import SectionsView, SectionView
from errata.site.plan import list_files
from errata.text.paths import folders_above
from tests.site.factories import article, context_of, library, plan_of, shipped_theme
from tests.support.rendering import render_pages
from tests.support.validator import faults

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import SiteTest


def placed(*pages: str, locale: str = "en", **fields: Mapping[str, object]) -> list[Article]:
    """Articles at paths below the locale, titled like the path; `fields` by the last name."""
    collected = []
    for page in pages:
        number = page.replace("/", "-")
        name = page.rpartition("/")[2]
        given: dict[str, object] = {"title": page, **fields.get(name, {})}
        base = article(number, locale, fields=given)
        collected.append(replace(base, source=f"{locale}/{page}.md"))
    return collected


def shelved(*articles: Article, labels: Mapping[str, FolderLabel] | None = None) -> Library:
    pages = {a.source: a.source.partition("/")[2].removesuffix(".md") for a in articles}
    named = {("en", folder): label for folder, label in (labels or {}).items()}
    return replace(library(*articles), pages=pages, labels=named)


def root(*articles: Article, labels: Mapping[str, FolderLabel] | None = None) -> Category:
    return context_of(shelved(*articles, labels=labels)).categories["en"].root


def outline(category: Category) -> dict[str, object]:
    """Titles of sections -> what is in them; titles of articles -> None."""
    below: dict[str, object] = {child.title: outline(child) for child in category.children}
    return below | {own.metadata.title: None for own in category.articles}


def test_folders_are_sections_and_an_index_is_the_page_of_its_own() -> None:
    tree = root(*placed("mail/index", "mail/a", "mail/out/b", "print-jobs/c", "top"))
    assert outline(tree) == {
        "mail/index": {"Out": {"mail/out/b": None}, "mail/a": None},
        "Print jobs": {"print-jobs/c": None},
        "top": None,
    }
    assert [child.total for child in tree.children] == [3, 1]
    assert tree.total == 5


@pytest.mark.parametrize("name", ["index", "_index", "README", "mail"])
def test_the_page_of_a_folder_has_one_of_four_names(name: str) -> None:
    (section,) = root(*placed(f"mail/{name}", "mail/a", "b")).children
    assert section.index is not None
    assert section.index.metadata.title == f"mail/{name}"


def test_what_wraps_everything_and_a_folder_of_an_index_alone_are_no_sections() -> None:
    assert not root(*placed("docs/a", "docs/b")).children
    assert not root(*placed("a/index", "b/index", "c")).children
    assert outline(root(*placed("docs/mail/a", "docs/b"))) == {
        "Mail": {"docs/mail/a": None},
        "docs/b": None,
    }


def test_a_folder_that_only_wraps_another_is_one_section_with_it() -> None:
    tree = root(
        *placed("delivery/using/a", "delivery/using/sub/b", "c", "mail/using/index", "mail/using/d")
    )
    assert outline(tree) == {
        "Delivery": {"Sub": {"delivery/using/sub/b": None}, "delivery/using/a": None},
        "mail/using/index": {"mail/using/d": None},
        "c": None,
    }


def test_an_archived_article_makes_no_section() -> None:
    assert not root(*placed("mail/a", "b", a={"hidden": True})).children


def test_sections_and_articles_stand_in_the_order_of_their_authors() -> None:
    tree = root(
        *placed("b/index", "b/y", "b/x", "a/z", "c/w", index={"order": 1.0}, x={"order": 2.0}),
        labels={"c": FolderLabel("Copying", 0.0)},
    )
    assert [child.title for child in tree.children] == ["Copying", "b/index", "A"]
    assert [own.metadata.title for own in tree.children[1].articles] == ["b/x", "b/y"]


def test_numbers_in_front_of_several_names_order_them_and_are_not_shown() -> None:
    tree = root(*placed("10-mail/a", "2-setup/b", "archive/c"))
    assert [child.title for child in tree.children] == ["Setup", "Mail", "Archive"]
    tree = root(*placed("7-zip/a", "winrar/b"))
    assert [child.title for child in tree.children] == ["7 zip", "Winrar"]


@pytest.mark.parametrize(
    ("name", "numbered", "shown"),
    [
        ("compiler-errors_1", False, "Compiler errors 1"),
        ("01-Ünïcode", True, "Ünïcode"),
        ("02-$state", True, "$state"),
        ("1.2-beta", True, "1.2 beta"),
        ("2019-server", True, "2019 server"),
        ("ExchangeOnline", False, "ExchangeOnline"),
        ("メール設定", True, "メール設定"),
        ("---", False, "---"),
    ],
)
def test_the_name_of_a_folder_is_written_for_readers(
    name: str,
    numbered: bool,  # noqa: FBT001 - a column of the table
    shown: str,
) -> None:
    assert write_readable_name(name, numbered=numbered) == shown


def test_folders_that_differ_in_case_only_are_one_section() -> None:
    (section,) = root(*placed("Mail/a", "mail/b", "c")).children
    assert (section.title, section.total) == ("Mail", 2)


def test_folders_below_the_deepest_level_count_as_part_of_it() -> None:
    deep = "/".join(f"f{n}" for n in range(1000))
    tree = root(*placed(f"{deep}/a", "b"))
    (only,) = tree.children
    assert [own.number for own in only.articles] == [f"{deep}/a".replace("/", "-")]
    wide = root(*placed(f"{deep}/a", *(f"{up}/b" for up in folders_above(deep)), "b"))
    assert max(each.path.count("/") + 1 for each in wide.walk()) == MAX_DEPTH
    assert wide.total == 1001


def test_the_tree_lists_every_article_once() -> None:
    site = context_of(shelved(*placed("mail/index", "mail/a", "mail/out/b", "top")))
    tree, out = sections.emit(site)
    assert isinstance(tree.view, SectionsView)
    assert [(e.link.text, e.count, e.closes) for e in tree.view.entries] == [
        ("mail/index", 3, 0),
        ("Out", 1, 0),
        ("mail/out/b", 0, 1),
        ("mail/a", 0, 1),
        ("top", 0, 0),
    ]
    assert (tree.path, out.path) == ("en/sections/index.html", "en/sections/mail/out/index.html")
    assert tree.view.entries[0].link.href == "../mail-index/index.html"
    assert isinstance(out.view, SectionView)
    crumbs = [(crumb.text, crumb.href) for crumb in out.view.layout.breadcrumbs]
    assert crumbs == [("", "../../../index.html"), ("mail/index", "../../../mail-index/index.html")]


def test_a_large_tree_shows_its_sections_and_a_small_one_its_articles_too() -> None:
    many = [f"mail/{folder}/{n}" for folder in ("in", "out") for n in range(30)]
    few = [*many[:9], *many[30:39]]
    for pages, opened in ((many, ["Mail"]), (few, ["Mail", "In", "Out"])):
        tree, *_ = sections.emit(context_of(shelved(*placed(*pages, "top"))))
        assert isinstance(tree.view, SectionsView)
        assert [e.link.text for e in tree.view.entries if e.is_open] == opened


def test_a_long_list_in_an_authors_order_is_divided() -> None:
    ordered: dict[str, dict[str, object]] = {str(n): {"order": n} for n in range(90)}
    top = root(*placed(*(f"mail/{n}" for n in range(90)), "top", locale="en", **ordered))
    (mail,) = top.children
    assert mail.is_ordered
    page = context_of(shelved(*mail.articles)).page("en/sections/mail/index.html", "en")
    (group,) = sections.list_articles(page, mail)
    assert [len(part) for part in group.parts] == [30, 30, 30]
    assert group.parts[0][0].text == "mail/0"
    tree, *_ = sections.emit(context_of(shelved(*placed(*(f"mail/{n}" for n in range(90)), "top"))))
    assert isinstance(tree.view, SectionsView)
    parts = [(e.link.text, e.count) for e in tree.view.entries if e.count and not e.link.href]
    assert parts == [("mail/0 – mail/29", 30), ("mail/30 – mail/59", 30), ("mail/60 – mail/89", 30)]
    assert sum(entry.closes for entry in tree.view.entries) == 4


def test_an_article_names_its_sections_and_an_index_lists_its_own() -> None:
    site = context_of(shelved(*placed("mail/index", "mail/a", "mail/out/b", "top")))
    views = {page.path: page.view for page in article_page.emit(site)}
    own, below = views["en/mail-index/index.html"], views["en/mail-out-b/index.html"]
    assert isinstance(own, ArticleView)
    assert isinstance(below, ArticleView)
    assert [crumb.text for crumb in below.layout.breadcrumbs[1:]] == ["mail/index", "Out"]
    assert [crumb.text for crumb in own.layout.breadcrumbs[1:]] == []
    assert [(link.text, link.count) for link in own.sections] == [("Out", 1)]
    assert [link.text for group in own.members for link in group.links] == ["mail/a"]
    (home_view,) = (p.view for p in home.emit(site) if isinstance(p.view, HomeView))
    assert [(link.text, link.count) for link in home_view.sections] == [("mail/index", 3)]


def test_a_section_leads_to_the_same_folder_in_other_languages() -> None:
    articles = [
        *placed("mail/a", "b"),
        *placed("mail/a", "b", locale="de"),
        *placed("b", locale="fr"),
    ]
    pages = {page.path: page.view for page in sections.emit(context_of(shelved(*articles)))}
    assert set(pages) == {
        "de/sections/index.html",
        "de/sections/mail/index.html",
        "en/sections/index.html",
        "en/sections/mail/index.html",
    }
    view = pages["en/sections/mail/index.html"]
    assert isinstance(view, SectionView)
    links = [(link.tag, link.href, link.translated) for link in view.layout.languages]
    assert ("de", "../../../de/sections/mail/index.html", True) in links
    assert ("fr", "../../../fr/index.html", False) in links


def test_pages_of_sections_are_valid_html(tmp_path: Path) -> None:
    linked_articles = shelved(*placed("m & l/index", "m & l/a", "m & l/out/b", "p/x", "top"))
    made_pages = plan_of(linked_articles, Config()).pages
    for file in render_pages(made_pages, shipped_theme(), Config()):
        if "sections" in file.path or file.path.startswith(("en/m", "en/index")):
            assert isinstance(file.content, bytes)
            (tmp_path / file.path.replace("/", "-")).write_bytes(file.content)
    assert faults(tmp_path) == []


def test_a_flat_knowledge_base_has_no_trace_of_sections(site: SiteTest) -> None:
    built = site.article("KA-00001").article("KA-00002").build()
    assert not [path for path in built.paths if "sections" in path]
    assert "sections" not in built.page("en/")


def test_models_read_what_is_about_no_product_by_section() -> None:
    bare = {"products": (), "solutions": ()}
    linked_articles = shelved(*placed("mail/a", "mail/out/b", "top", a=bare, b=bare, top=bare))
    files = {file.path: file.content for file in list_files(llms.emit(context_of(linked_articles)))}
    text = {path: data.decode() for path, data in files.items() if isinstance(data, bytes)}
    assert "## Sections\n\n- [Mail](sections/mail/llms.txt): 2 articles\n" in text["en/llms.txt"]
    assert "](../../mail-out-b/index.md)" in text["en/sections/mail/llms.txt"]
    assert "(../top/index.md)" in text["en/articles/llms.txt"]


def test_strange_names_of_folders_become_safe_addresses_and_escaped_texts(site: SiteTest) -> None:
    names = ("mail room", "Büro", "設定", "<b>&x", "codes", "search", "index.html", "x" * 200)
    text = b"---\ntitle: One\narticle-number: KA-0000%d\n---\n\nText.\n"
    for number, name in enumerate(names):
        site = site.file(f"en/{name}/KA-0000{number}.md", text % number)
    built = site.article("KA-00009").build()
    pages = [p for p in built.paths if p.startswith("en/sections/") and p.endswith("index.html")]
    assert len(pages) == len(names) + 1
    assert "KB901" not in built.codes
    assert "&lt;b&gt;&amp;x" in built.page("en/sections/")
    assert "<b>&x" not in built.page("en/sections/")
