"""One path, one page."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, cast

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.model import Artifact, Bundle
from errata.site.formatting import instant_of
from errata.site.layout import absolute_url, layout_of
from errata.site.plan import claim_paths, order_by_subject
from tests.site.factories import article, library, mention, plan_of, small_library

if TYPE_CHECKING:
    from errata.site.layout import PageMeta


def test_what_is_planned_is_sorted_by_path_and_has_no_findings() -> None:
    planned = plan_of(small_library(), Config())
    paths = [page.path for page in planned.pages]
    assert paths == sorted(paths)
    assert "en/KA-00003/index.html" in paths
    assert planned.conflicts == ()


def test_an_empty_library_still_has_a_root_and_a_404_page() -> None:
    assert [page.path for page in plan_of(library(), Config()).pages] == ["404.html", "index.html"]


def test_two_articles_that_want_one_page_are_reported_at_the_second() -> None:
    second = replace(article("KA-00001"), source="en/again.md")
    planned = plan_of(library(article("KA-00001"), second), Config())
    assert [page.path for page in planned.pages].count("en/KA-00001/index.html") == 1
    assert planned.conflicts == ()

    second = article("ka-00001", fields={"title": "Other"})
    (conflict,) = plan_of(library(article("KA-00001"), second), Config()).conflicts
    assert conflict.span.path == "en/ka-00001.md"
    assert (conflict.path, conflict.winner) == ("en/ka-00001/index.html", "en/KA-00001/index.html")


def test_an_article_cannot_take_the_place_of_the_index_of_codes() -> None:
    planned = plan_of(library(article("codes")), Config())
    assert [conflict.winner for conflict in planned.conflicts] == ["en/codes/index.html"]
    assert [p.template for p in planned.pages if p.path == "en/codes/index.html"] == ["codes.html"]


def test_a_file_and_a_folder_of_one_name_cannot_both_be() -> None:
    file, below = Artifact("a/B", b""), Artifact("a/b/c", b"")
    assert claim_paths([file, below]) == ([file], [(below, "a/B")])
    assert claim_paths([below, file]) == ([below], [(file, "a/b/c")])


@pytest.mark.parametrize("seed", range(20))
def test_the_first_to_claim_a_path_a_folder_of_it_or_what_is_below_keeps_it(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same files each time, and no secret
    paths = ["/".join(chance.choices("abB", k=chance.randint(1, 4))) for _ in range(30)]
    paths_kept: list[str] = []
    for path in paths:
        new, old = f"{path}/".casefold(), [f"{one}/".casefold() for one in paths_kept]
        if not any(new.startswith(finding) or finding.startswith(new) for finding in old):
            paths_kept.append(path)
    claimed, lost = claim_paths(
        [Artifact(path, str(index).encode()) for index, path in enumerate(paths)]
    )
    assert [item.path for item in claimed] == sorted(paths_kept)
    assert len(lost) == len(paths) - len(paths_kept)


def test_the_same_file_twice_is_no_conflict_and_another_content_is() -> None:
    first_file, same, other = Artifact("a", b"1"), Artifact("a", b"1"), Artifact("a", b"2")
    assert claim_paths([first_file, same]) == ([first_file], [])
    assert claim_paths([first_file, other]) == ([first_file], [(other, "a")])


def test_what_a_page_says_to_sitemaps_is_what_stands_around_it() -> None:
    chosen = Config.model_validate({"site": {"name": "Help", "url": "https://help.example.com/"}})
    for page in plan_of(small_library(), chosen).pages:
        layout = layout_of(page.view)
        is_own = layout.canonical == absolute_url(chosen.site.url, page.path)
        if is_own and not layout.noindex:
            meta = cast("PageMeta | None", page.meta)
            assert meta, page.path
            assert not meta.noindex
            assert instant_of(meta.updated) == layout.head.updated


def test_outputs_of_a_code_are_made_with_those_of_the_article_that_explains_it() -> None:
    first = replace(article("KA-00001"), mentions=(mention("ZZZ-1"),))
    second = replace(article("KA-00002"), mentions=(mention("AAA-1"),))
    linked_articles = library(first, second)
    names = ("en/codes/AAA-1/index.html", "en/codes/ZZZ-1/index.html", "search/en/c/ZZZ-1.js")
    own = ("api/v1/articles/en/KA-00002.json", "en/KA-00001/index.html", "en/KA-00001/index.md")
    lists = ("en/codes/index.html", "robots.txt")
    items = [Artifact(path, b"") for path in (*lists, *names, *own)]
    assert [item.path for item in order_by_subject(items, linked_articles)] == [
        "en/KA-00001/index.html",
        "en/KA-00001/index.md",
        "en/codes/ZZZ-1/index.html",
        "search/en/c/ZZZ-1.js",
        "en/codes/AAA-1/index.html",
        "api/v1/articles/en/KA-00002.json",
        "en/codes/index.html",
        "robots.txt",
    ]


def test_a_planned_site_holds_no_page_that_was_made() -> None:
    plan = plan_of(small_library(), Config())
    assert plan.pages
    assert not plan.site.pages


def test_lists_of_many_codes_are_made_one_after_the_other_behind_all_articles() -> None:
    linked_articles = library(article("KA-00002"))
    names = ("en/KA-00002/index.html", "en/families/AAA/index.html", "en/codes/index.html")
    items = [Artifact(path, b"") for path in (*names, "en/index.html")]
    ordered = [item.path for item in order_by_subject(items, linked_articles)]
    assert ordered[0] == "en/KA-00002/index.html"


def test_the_search_page_is_made_beside_the_index_that_it_looks_at() -> None:
    paths = ("en/search/index.html", "en/families/AAA/index.html", "robots.txt", "sitemap.xml")
    index = Bundle("search/en/root.js", "search/en/", tuple)
    items: list[Artifact | Bundle] = [*(Artifact(path, b"") for path in paths), index]
    ordered = [item.path for item in order_by_subject(items, library(article("KA-00002")))]
    assert ordered.index("en/search/index.html") + 1 == ordered.index("search/en/root.js")


def test_outputs_are_the_same_however_little_is_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def make_all() -> list[tuple[str, object]]:
        plan = plan_of(small_library(), Config())
        pages = [(page.path, page.view) for page in plan.pages]
        return [*pages, *((file.path, file.content) for file in plan.files)]

    usual = make_all()
    monkeypatch.setattr("errata.model.reads._MANY_ARTICLES", 0)
    monkeypatch.setattr("errata.site.context.MOST_LAST", 1)
    assert make_all() == usual
