"""What an output reads of other articles is noted, so that edits of the rest leave it as it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.config import Config
from errata.mapper import PageMappers, map_serially
from errata.model import Artifact, Folder, Inputs, Kept, LastBuild, Source, Theme, record_reads
from errata.model.observed import ObservedMapping, digest_value, list_facts
from errata.pipeline import build
from errata.site.plan import open_site
from tests.site.factories import article, library, mention, metadata, strings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from errata.mapper import In, Mapper, Out
    from errata.model import Build
    from errata.site.context import SiteContext

ONE, TWO, THREE = (article(f"KA-0000{number}") for number in (1, 2, 3))


@pytest.fixture
def context() -> SiteContext:
    return open_site(library(ONE, TWO, THREE), Config(), strings())


def test_the_title_of_an_article_is_a_fact_of_it(context: SiteContext) -> None:
    with record_reads() as reads:
        assert context.library.by_key["en", "KA-00002"].metadata.title
    assert reads == {("facts", "en/KA-00002.md"), ("library", "by_key", ("en", "KA-00002"))}


def test_its_place_and_number_are_not_for_they_say_which_article_it_is(
    context: SiteContext,
) -> None:
    articles = context.library.articles
    with record_reads() as reads:
        assert [each.number for each in articles] == ["KA-00001", "KA-00002", "KA-00003"]
        assert {each.locale for each in articles} == {"en"}
    assert not reads


def test_that_an_article_is_there_is_noted_by_who_looks_for_it_and_by_who_lists_all(
    context: SiteContext,
) -> None:
    with record_reads() as reads:
        assert ("en", "KA-00009") not in context.library.by_key
        assert context.library.translations.get("KA-00009") is None
    with record_reads() as of_list:
        assert len(context.library.articles) == 3
    missing = ("has", "library", "by_key", ("en", "KA-00009"))
    assert reads == {missing, ("library", "translations", "KA-00009")}
    assert of_list == {("library", "articles")}
    other = open_site(library(ONE, TWO, article("KA-00009")), Config(), strings())
    names = [*list_facts(reads | of_list), ("library", "by_key", ("en", "KA-00001"))]
    before, after = context.observe(names), other.observe(names)
    assert [name for name in names if before[name] == after[name]] == names[-1:]


def test_of_a_mapping_in_a_table_what_is_read_in_it_is_noted() -> None:
    codes = {"E-1": {"de": ("KA-1",), "en": ("KA-2",)}, "E-2": {}}
    table = ObservedMapping(("library", "codes"), codes)
    with record_reads() as reads:
        assert table["E-1"]["en"] == ("KA-2",)
        assert "E-2" in table
    is_there = {("has", "library", "codes", code) for code in codes}
    assert reads == {*is_there, ("library", "codes", "E-1", "en")}


def test_of_what_was_made_of_all_articles_the_row_is_noted(context: SiteContext) -> None:
    with record_reads() as reads:
        assert context.related.get(("en", "KA-00001")) is not None
    assert reads == {("site", "related", ("en", "KA-00001"))}


def test_all_rows_are_noted_as_one_and_names_of_rows_by_themselves(context: SiteContext) -> None:
    with record_reads() as reads:
        list(context.related.items())
    with record_reads() as names:
        list(context.related)
    assert (reads, names) == ({("site", "related")}, {("keys", "site", "related")})


def test_content_that_a_table_was_made_of_is_noted_by_who_reads_the_table() -> None:
    table: Mapping[str, object] = ObservedMapping(
        ("site", "words"), {"en": ObservedMapping(("x",), {})}
    )
    with record_reads() as around, record_reads(apart=True):
        table["en"]
        context_of_one = open_site(library(ONE), Config(), strings())
        assert context_of_one.library.articles[0].body.parts
    assert around == {"en/KA-00001.md"}


def test_what_is_behind_a_name_is_found_again_in_another_site(context: SiteContext) -> None:
    titled = replace(TWO, metadata=metadata("KA-00002", title="Other"), facts_key="other")
    other = open_site(library(ONE, titled, THREE), Config(), strings())
    same = [("facts", ONE.source), ("site", "states"), ("library", "codes", "RED-520025", "en")]
    assert context.observe(same) == other.observe(same)
    assert context.observe([("facts", TWO.source)]) != other.observe([("facts", TWO.source)])
    none = ("library", "codes", "NO-1")
    assert context.observe([none]) == {none: "not there"}


def test_a_function_counts_by_what_is_bound_in_it() -> None:
    def bound(value: object) -> str:
        return digest_value(lambda: value)

    assert bound(1) == bound(1) != bound(2)
    assert digest_value(partial(bound, ONE)) == digest_value(partial(bound, replace(ONE)))
    assert digest_value(partial(bound, ONE)) != digest_value(partial(bound, TWO))


def test_what_cannot_be_compared_has_no_digest() -> None:
    with pytest.raises(TypeError, match="has no digest"):
        digest_value(iter(()))


def test_the_order_of_a_mapping_counts() -> None:
    assert digest_value({"a": 1, "b": 2}) != digest_value({"b": 2, "a": 1})


def _source(number: str, title: str, text: str) -> Source:
    head = f"---\ntitle: {title}\narticle-number: {number}\n---\n\n"
    return Source(f"en/{number}.md", "en", f"{head}# {title}\n\n{text}\n".encode(), number)


def _make_of(sources: Sequence[Source], theme: Theme, last: Build | None) -> tuple[Build, set[str]]:
    """The build, and the paths of what was made for it."""
    paths_made: set[str] = set()

    def making(function, items):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - a mapper
        results = [function(item) for item in items]
        new = (output for result in results if result.unit for output in result.outputs)
        paths_made.update(
            out.path for out in new if not isinstance(getattr(out, "content", None), Kept)
        )
        return results

    before = None
    if last and last.record:
        files = {
            artifact.path: Kept("", 0, partial(bytes, artifact.content))
            for artifact in last.artifacts
            if isinstance(artifact.content, bytes)
        }
        before = LastBuild(last.record, files)
    folder = Folder(tuple(sources), {})
    built = build(
        folder, theme, Config(), Inputs(), page_mappers=PageMappers(making), last_build=before
    )
    return built, paths_made


@pytest.mark.parametrize(
    ("fewest", "most", "is_early"),
    [(2, 3, True), (4, 9, False), (2, 2, False)],
    ids=["as many as are worth a process", "fewer", "too many for the memory of two"],
)
def test_articles_are_checked_while_their_site_is_made(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, fewest: int, most: int, *, is_early: bool
) -> None:
    monkeypatch.setattr("errata.pipeline._WORTH_A_FORK", fewest)
    monkeypatch.setattr("errata.model.reads._MANY_ARTICLES", most)
    begun: list[object] = []

    def start(function, item):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202 - a starter
        begun.append(item)
        return partial(function, item)

    folder = Folder(tuple(_source(f"KA-{n}", f"Part {n}", "It stops.") for n in range(3)), {})
    mappers = PageMappers(starting=start)
    built = build(folder, theme, Config(), Inputs(), page_mappers=mappers)
    assert bool(begun) == is_early
    assert built == build(folder, theme, Config(), Inputs())


@pytest.mark.parametrize("most", [2, 3])
def test_pages_of_many_articles_are_made_where_no_second_process_has_their_facts(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("errata.model.reads._MANY_ARTICLES", most)
    users: list[str] = []

    def recorded(name: str) -> Mapper:
        def run(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
            users.append(name)
            return map_serially(function, items)

        return run

    folder = Folder(tuple(_source(f"KA-{n}", f"Part {n}", "It stops.") for n in range(3)), {})
    mappers = PageMappers(making=recorded("few"), making_many=recorded("many"))
    build(folder, theme, Config(), Inputs(), page_mappers=mappers)
    assert users == ["many" if most < 3 else "few"]


def test_another_title_makes_what_shows_it_and_nothing_else(theme: Theme) -> None:
    texts = [f"The log of part {n} shows RED-{n}." for n in range(6)]
    words = ("apple", "badger", "candle", "dragon", "engine", "forest")
    sources = [
        _source(f"KA-0000{n}", f"The {word} stops", text)
        for n, (word, text) in enumerate(zip(words, texts, strict=True))
    ]
    sources[1] = _source("KA-00001", "The badger stops", "See [the other](KA-00000.md).")
    first, all_of_it = _make_of(sources, theme, None)
    sources[0] = _source("KA-00000", "The anchor stops", texts[0])
    second, paths = _make_of(sources, theme, first)
    assert "en/KA-00000/index.html" in paths
    assert "en/articles/index.html" in paths
    assert not [path for path in paths if "KA-00004" in path or "KA-00005" in path]
    # The search index is one thing, and has a dozen files.
    assert len([path for path in paths if not path.startswith("search/")]) < len(all_of_it) / 3
    assert _is_as_made_anew(second, first, sources, theme)


def test_a_new_article_makes_what_lists_it_or_links_to_it_and_nothing_else(theme: Theme) -> None:
    words = ("apple", "badger", "candle", "dragon", "engine", "forest")
    sources = [
        _source(f"KA-0000{n}", f"The {word} stops", f"The {word} shows RED-{n}.")
        for n, word in enumerate(words)
    ]
    to_new = "See [the new one](KA-00009.md)."
    sources[1] = _source("KA-00001", "The badger stops", to_new)
    first, _ = _make_of(sources, theme, None)
    more = [*sources, _source("KA-00009", "A garden grows", "Water it.")]
    second, paths = _make_of(more, theme, first)
    assert {"en/KA-00001/index.html", "en/KA-00009/index.html", "en/index.html"} <= paths
    assert not [path for path in paths if "KA-00000" in path or "RED-" in path]
    assert _is_as_made_anew(second, first, more, theme)
    complete, _ = _make_of(more, theme, None)
    third, paths = _make_of(sources, theme, complete)
    assert {"en/KA-00001/index.html", "en/index.html"} <= paths
    assert not [path for path in paths if "KA-00000" in path or "RED-" in path]
    assert _is_as_made_anew(third, complete, sources, theme)


def _is_as_made_anew(after: Build, before: Build, sources: Sequence[Source], theme: Theme) -> bool:
    """Whether a build after another has the bytes of a first one."""
    fresh, _ = _make_of(sources, theme, None)
    old_contents = {artifact.path: artifact.content for artifact in before.artifacts}
    artifacts = (
        Artifact(a.path, old_contents[a.path]) if isinstance(a.content, Kept) else a
        for a in after.artifacts
    )
    return tuple(artifacts) == fresh.artifacts


def test_after_an_edit_of_codes_what_was_made_of_other_facts_stays(context: SiteContext) -> None:
    states, sections = context.states, context.category_steps
    assert sections.get("en") == {}
    assert "RED-520025" not in context.family_by_code
    with_code = replace(TWO, mentions=(mention("RED-520025"),), facts_key="other")
    context.follow(library(ONE, with_code, THREE), frozenset({TWO.source}))
    assert context.states is states
    assert context.category_steps is sections
    assert "RED-520025" in context.family_by_code


def test_after_an_edit_of_a_title_what_was_made_of_titles_is_made_again(
    context: SiteContext,
) -> None:
    before, by_article = context.categories["en"], context.codes_by_article
    titled = replace(TWO, metadata=metadata("KA-00002", title="Other"), facts_key="other")
    context.follow(library(ONE, titled, THREE), frozenset({TWO.source}))
    assert context.categories["en"] is not before
    assert context.codes_by_article is by_article
