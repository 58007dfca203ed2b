"""The list of what was published: its text, and where a lost id leads."""

from __future__ import annotations

import pytest

from errata.codes.published import format_ids, parse_ids, present_ids, resolve_redirects
from errata.errors import ConfigError
from tests.site.factories import small_library


def test_the_list_is_sorted_has_each_id_once_and_reads_back_as_it_was_written() -> None:
    ids = [("code", "SQLSTATE 42S02"), ("article", "KA-2"), ("article", "KA-1"), ("code", "A-1")]
    text = format_ids([*ids, *ids])
    assert text.splitlines()[-4:] == [
        "article KA-1",
        "article KA-2",
        "code A-1",
        "code SQLSTATE 42S02",
    ]
    assert {(item.kind, item.id) for item in parse_ids(text, "ids.lock")} == set(ids)
    assert format_ids(reversed(ids)) == format_ids(ids)


def test_an_id_that_would_break_its_line_is_left_out() -> None:
    assert format_ids([("code", "A\ncode B"), ("code", " "), ("code", "A\u202eB")]) == format_ids(
        []
    )


def test_an_id_knows_its_line_and_comments_are_none() -> None:
    (published_id,) = parse_ids("# made by errata\n\narticle KA-1\n", "x/ids.lock")
    assert str(published_id.span) == "x/ids.lock:3:1"


@pytest.mark.parametrize("line", ["KA-00001", "codes RED-520025", "<<<<<<< HEAD", "article"])
def test_a_line_that_is_no_id_is_told_with_its_place(line: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_ids(f"article KA-1\n{line}\n", "ids.lock")
    assert caught.value.message == f"`{line}` is not a published id"
    assert str(caught.value.span) == "ids.lock:2:1"


def test_hidden_articles_count_since_they_can_be_reached() -> None:
    ids = present_ids(small_library())
    assert ("article", "KA-00003") in ids
    assert ("code", "RED-520025") in ids


@pytest.mark.parametrize(
    ("redirects", "leads_to"),
    [
        ({"old": "new"}, "new"),
        ({"old": "https://example.com/a"}, "https://example.com/a"),
        ({"old": "older", "older": "new"}, "new"),
        ({"old": "older", "older": "gone"}, "gone"),
        ({"old": "lost"}, None),
        ({"old": "older", "older": "old"}, None),
        ({"old": "old"}, None),
        ({"old": "javascript:alert(1)"}, None),
        ({}, None),
    ],
)
def test_a_lost_id_leads_on_until_something_is_there(
    redirects: dict[str, str], leads_to: str | None
) -> None:
    assert resolve_redirects(redirects, {"new"}).get("old") == leads_to


def test_each_redirect_of_a_long_chain_is_followed_once() -> None:
    class Counted(dict[str, str]):
        asked = 0

        def __getitem__(self, name: str) -> str:
            self.asked += 1
            return super().__getitem__(name)

    chain = Counted({f"id-{n}": f"id-{n + 1}" for n in range(3_000)})
    assert resolve_redirects(chain, {"id-3000"}) == dict.fromkeys(chain, "id-3000")
    assert resolve_redirects(chain, set()) == {}
    assert chain.asked == 2 * len(chain)
