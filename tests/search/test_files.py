"""What is written is read back by the engine, and changes only where something changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from errata.cache.store import decode_result, encode_result
from errata.model import SearchText
from errata.search import sketch
from errata.search.document import Document, KnownDocument
from errata.search.encoding import DIGITS, encode_int, encode_number_list
from errata.search.fragments import Fragment, Line
from errata.search.index import (
    IndexMemory,
    SavedIndex,
    build_search_index,
    open_index,
    save_index,
)
from errata.search.postings import MAX_POSTINGS, sort_key, weigh_documents
from errata.search.shards import build_shards, front_code
from errata.search.tokens import Stemmer, tokenize
from tests.search.searching import searcher_over
from tests.site.factories import article

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.search.query import Searcher

VOCABULARY = [
    f"{head}{tail}{n}" for head in "abcde" for tail in ("x", "yy", "zzz") for n in range(90)
]


def articles(count: int, **changed: str) -> list[Document]:
    """Articles of some words each; `changed` is the body of the first."""
    collected = []
    for index in range(count):
        body = " ".join(
            VOCABULARY[(index * 7 + step * step) % len(VOCABULARY)] for step in range(30)
        )
        collected.append(Document(SearchText(title=f"{VOCABULARY[index]} common", body=body)))
    if changed:
        collected[0] = Document(SearchText(title=collected[0].text.title, body=changed["body"]))
    return collected


def searcher(bodies: Mapping[str, str]) -> Searcher:
    """The engine over articles, by number, that have nothing but the words of their bodies."""
    ordered = sorted(bodies)
    indexed = [(article(n), Document(SearchText(body=bodies[n]))) for n in ordered]
    fragments = {number: Fragment(number, (), "", "", ()) for number in ordered}
    return searcher_over(build_search_index("ja", indexed, [], fragments))


@pytest.mark.parametrize(
    ("number", "written"), [(0, "#"), (43, "Q"), (44, "R#"), (87, "~#"), (88, "R$"), (1980, "RR#")]
)
def test_a_number_is_written_in_few_characters(number: int, written: str) -> None:
    assert encode_int(number) == written


@given(st.lists(st.text(max_size=60), max_size=6))
def test_every_word_is_found_in_the_articles_that_have_it(texts: list[str]) -> None:
    terms = [list(tokenize(text, Stemmer())) for text in texts]
    engine = searcher({f"KA-{index:05}": " ".join(own) for index, own in enumerate(terms)})
    for word in {word for own in terms for word in own}:
        if list(tokenize(word, Stemmer())) == [word]:
            expected = {f"KA-{index:05}" for index, own in enumerate(terms) if word in own}
            assert set(engine.ask(word).numbers) == expected, word


@given(st.sets(st.from_regex(r"(?:[A-Z]{1,3}-)?[0-9]{1,7}[a-z]?|con\.1|é7", fullmatch=True)))
def test_article_numbers_of_any_shape_are_read_as_they_were_written(some: set[str]) -> None:
    assume(len(some) <= MAX_POSTINGS)
    answer = searcher(dict.fromkeys(some, "common")).ask("common")
    assert list(answer.numbers) == sorted(some)


def test_articles_far_apart_are_found_by_the_word_that_they_share() -> None:
    places = (0, 1, 44, 90, 136, 2_206, 2_207, 4_600)
    bodies = {f"KA-{index:05}": "shared" if index in places else "other" for index in range(4_601)}
    assert searcher(bodies).ask("shared").numbers == tuple(f"KA-{place:05}" for place in places)


def test_every_word_is_in_the_shard_of_its_range() -> None:
    weighed = weigh_documents(articles(300))
    terms, shards = weighed.terms, list(build_shards(weighed.lists, weighed.terms))
    assert len(shards) > 5
    firsts = [sort_key(shard.first) for shard in shards]
    assert firsts == sorted(firsts)
    ends = [*firsts[1:], b"\xff" * 8]
    groups = [
        [word for word in terms if first <= sort_key(word) < end]
        for first, end in zip(firsts, ends, strict=True)
    ]
    assert [front_code(group) for group in groups] == [shard.terms for shard in shards]


def test_a_shard_is_named_by_its_content_so_that_only_changed_ones_get_another_name() -> None:
    before = names_of_shards(articles(300))
    body = articles(1)[0].text.body.rpartition(" ")[0] + " brandnew"
    after = names_of_shards(articles(300, body=body))
    assert before - after
    assert len(before & after) >= len(before) - 3
    assert before == names_of_shards(articles(300))


def names_of_shards(documents: list[Document]) -> set[str]:
    weighed = weigh_documents(documents)
    return {shard.name for shard in build_shards(weighed.lists, weighed.terms)}


WORDS = ("alpha", "e1234", "common", "日本", "gamma", "the")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 5), st.lists(st.sampled_from(WORDS), max_size=9), st.integers(1, 9)
        ),
        max_size=8,
    )
)
def test_an_index_made_by_the_memory_of_earlier_ones_is_the_same(
    edits: list[tuple[int, list[str], int]],
) -> None:
    bodies = {
        f"KA-{index}": Document(SearchText(body=f"{WORDS[index]} common")) for index in range(6)
    }
    memory, saved = IndexMemory(), SavedIndex()
    for place, words, times in edits:
        bodies[f"KA-{place}"] = Document(SearchText(body=" ".join(words * times)))
        indexed = [(article(number), bodies[number]) for number in sorted(bodies)]
        fresh, files_again = (
            list(build_search_index("en", indexed, [], {}, memory=choice).files())
            for choice in (None, memory)
        )
        assert files_again == fresh
        assert str(files_again) == str(fresh), "and in the same order"
        stored = open_index(saved)
        known = {source: document for source, (key, document) in stored.documents.items() if key}
        changed = f"KA-{place}"
        renewed = [
            (
                choice,
                bodies[choice.number]
                if choice.number == changed
                else known.get(choice.number, document),
            )
            for choice, document in indexed
        ]
        for choice, document in renewed:
            if isinstance(document, KnownDocument):
                document.load = partial(bodies.__getitem__, choice.number)
        assert str(list(build_search_index("en", renewed, [], {}, memory=stored).files())) == str(
            fresh
        ), "and in another process"
        stored.documents = {choice.number: ("key", document) for choice, document in renewed}
        saved = save_index(stored)
        data = encode_result(saved)
        assert data
        assert decode_result(SavedIndex, data) == saved


def test_a_very_common_word_keeps_its_best_articles_and_their_number() -> None:
    postings = weigh_documents(articles(MAX_POSTINGS + 50)).lists["common"]
    assert (postings.document_frequency, len(postings.postings)) == (
        MAX_POSTINGS + 50,
        MAX_POSTINGS,
    )
    assert list(postings.postings) == sorted(postings.postings)


def test_the_sketch_never_denies_a_word_and_seldom_invents_one() -> None:
    totals = {word: 1 + index % 200 for index, word in enumerate(VOCABULARY)}
    bounds = sketch.level_bounds(200)
    levels = {word: sketch.level_of(total, bounds) for word, total in totals.items()}
    written = sketch.build_sketch(levels)
    bits, slots = written.bits, _levels(written.slots)
    assert all(slots[sketch.hash_slot(word, bits)] >= level for word, level in levels.items())
    invented = sum(sketch.hash_slot(f"no{index}", bits) in slots for index in range(2_000))
    assert invented < 500
    assert sketch.hash_slot("__proto__", 17) != sketch.hash_slot("constructor", 17)


def _levels(written: str) -> dict[int, int]:
    """Slot -> level, read as the module's docstring says."""
    slots: dict[int, int] = {}
    slot = -1
    for digit in map(DIGITS.index, written):
        empty, level = divmod(digit, 7)
        slot += empty if digit == 84 else empty + 1
        if digit != 84:
            slots[slot] = level + 1
    return slots


def test_a_fragment_says_below_which_heading_each_of_its_lines_stands() -> None:
    lines = [Line("one", "cause"), Line("two", "cause"), Line("three"), Line("four", "cause")]
    written = Fragment("Title", (), "", "", tuple(lines)).to_json()
    assert written["lines"] == ["one", "two", "three", "four"]
    assert written["sections"] == ["cause", 2, "", 1, "cause", 1]


def test_an_empty_index_is_written_too() -> None:
    assert names_of_shards([]) == set()
    assert not sketch.build_sketch({}).slots


def test_article_numbers_are_distances_where_they_follow_and_themselves_elsewhere() -> None:
    written = encode_number_list(["KA-00001", "KA-00002", "KA-00010", "KT-7", "KT-10", "a!b"])
    assert written == [
        "!" + encode_int(0) + encode_int(7) + "!!!",
        ["KA-00001", "KT-7", "KT-10", "a!b"],
    ]
