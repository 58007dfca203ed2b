"""What is written is read back, and changes only where something changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from errata.model import SearchText
from errata.search import numbers, sketch
from errata.search.names import write_names
from errata.search.postings import MOST, Indexed, Posting, order, postings
from errata.search.shards import front_coded, read_shard, read_words, shards

VOCABULARY = [
    f"{head}{tail}{n}" for head in "abcde" for tail in ("x", "yy", "zzz") for n in range(90)
]


def articles(count: int, **changed: str) -> list[Indexed]:
    """Articles of some words each; `changed` is the body of the first."""
    made = []
    for at in range(count):
        body = " ".join(VOCABULARY[(at * 7 + step * step) % len(VOCABULARY)] for step in range(30))
        made.append(Indexed(SearchText(title=f"{VOCABULARY[at]} common", body=body)))
    if changed:
        made[0] = Indexed(SearchText(title=made[0].text.title, body=changed["body"]))
    return made


@given(st.lists(st.integers(0, 10**9)))
def test_numbers_are_read_as_they_were_written(some: list[int]) -> None:
    assert list(numbers.read(numbers.write_all(some))) == some


@given(st.sets(st.text(st.characters(exclude_categories=["Cs", "Lu"]), min_size=1, max_size=40)))
def test_sorted_words_are_read_as_they_were_written(some: set[str]) -> None:
    ordered = sorted((word for word in some if not any("A" <= c <= "Z" for c in word)), key=order)
    assert list(read_words(front_coded(ordered))) == ordered


def test_every_shard_holds_its_words_and_their_articles() -> None:
    found = postings(articles(300))
    made = list(shards(found))
    assert len(made) > 5
    back: dict[str, Posting] = {}
    for shard in made:
        back.update(read_shard(shard))
    assert back == dict(found)
    firsts = [order(shard.first) for shard in made]
    assert firsts == sorted(firsts)
    for shard, above in zip(made, [*firsts[1:], b"\xff" * 8], strict=True):
        assert all(order(shard.first) <= order(word) < above for word in read_shard(shard))


def test_a_shard_is_named_by_its_content_so_that_only_changed_ones_get_another_name() -> None:
    before = {shard.name for shard in shards(postings(articles(300)))}
    body = articles(1)[0].text.body.rpartition(" ")[0] + " brandnew"
    after = {shard.name for shard in shards(postings(articles(300, body=body)))}
    assert before - after
    assert len(before & after) >= len(before) - 3
    assert before == {shard.name for shard in shards(postings(articles(300)))}


def test_a_very_common_word_keeps_its_best_articles_and_their_number() -> None:
    found = postings(articles(MOST + 50))["common"]
    assert (found.total, len(found.kept)) == (MOST + 50, MOST)
    assert list(found.kept) == sorted(found.kept)


def test_the_sketch_never_denies_a_word_and_seldom_invents_one() -> None:
    totals = {word: 1 + at % 200 for at, word in enumerate(VOCABULARY)}
    bits, levels = sketch.bits_for(len(totals)), sketch.levels_for(200)
    slots = sketch.read(sketch.write(totals, bits, levels), bits)
    assert all(
        slots[sketch.slot(word, bits)] >= sketch.level_of(total, levels)
        for word, total in totals.items()
    )
    invented = sum(slots[sketch.slot(f"no{at}", bits)] > 0 for at in range(2_000))
    assert invented < 500
    assert sketch.slot("__proto__", 17) != sketch.slot("constructor", 17)


def test_an_empty_index_is_written_too() -> None:
    assert list(shards(postings([]))) == []
    assert sketch.write({}, 8, sketch.levels_for(0)) == ""


def test_article_numbers_are_gaps_where_they_follow_and_themselves_elsewhere() -> None:
    written = write_names(["KA-00001", "KA-00002", "KA-00010", "KT-7", "KT-10", "a!b"])
    assert written == [
        "!" + numbers.write(0) + numbers.write(7) + "!!!",
        ["KA-00001", "KT-7", "KT-10", "a!b"],
    ]
