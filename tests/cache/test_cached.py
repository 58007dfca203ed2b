"""Remembered articles are those that parsing gives, whatever became of the memory."""

from __future__ import annotations

import os
import pickle
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.cache import CachedMapper, CacheStore, SpillingMapper
from errata.cache.store import close_readers, decode_result, encode_result
from errata.config import AuthorsConfig, Config, LimitsConfig
from errata.diagnostics import Diagnostic, Severity, Span
from errata.mapper import map_serially
from errata.model import (
    ArticleContent,
    Conventions,
    LastMade,
    Parsed,
    RecentlyUsed,
    Source,
)
from errata.stamp import digest_program
from errata.values import share_texts
from tests.cache.test_mappers import OPTIONS, Recorder, article
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.cache.test_mappers import In, Out

SALT = b"this program"
RICH = """![dot](data:image/gif;base64,R0lGODlhAQABAAAAACw=)

> [!NOTE]
>
> See [another](/docs/experience-cloud-kcs/kbarticles/KA-00002.md#x), [here](#title), [gone](x.pdf).

![picture](assets/a.png) and ü, 日本語, `AH01620: failed`
"""
SOURCES = [article(1), article(2, RICH), article(3, "no code"), Source("en/x.md", "en", b"\xff")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "articles.sqlite3"


def ran(path: Path, options: ParseOptions = OPTIONS, salt: bytes = SALT) -> list[object]:
    """What had to be parsed; the results are always those of parsing."""
    inner = Recorder()
    results = CachedMapper(path, salt, inner)(ArticleParser(options), SOURCES)
    assert list(results) == list(map_serially(ArticleParser(options), SOURCES))
    return inner.asked


def test_an_article_is_parsed_once_however_often_it_is_asked_for(path: Path) -> None:
    assert ran(path) == SOURCES
    assert ran(path) == []


def test_everything_about_an_article_survives_bytes_and_secrets_too() -> None:
    parsed = [ArticleParser(OPTIONS)(source) for source in SOURCES]
    assert any(item.article and item.article.embedded[0].data for item in parsed[1:2])
    assert any(item.article and item.article.body.refs for item in parsed)
    for item in parsed:
        data = encode_result(item)
        assert data is not None
        assert decode_result(Parsed, data) == item
    decoded = decode_result(Parsed, encode_result(parsed[0]) or b"")
    assert isinstance(decoded, Parsed)
    assert [secret.reveal_to_leak_check() for secret in decoded.secrets] == ["for us alone"]


def test_the_shipped_articles_survive_it() -> None:
    parse = ArticleParser(ParseOptions())
    for file in sorted((ROOT / "kb").rglob("*.md")):
        parsed = parse(Source(file.name, "en", file.read_bytes()))
        assert decode_result(Parsed, encode_result(parsed) or b"") == parsed


def test_only_what_changed_is_parsed(path: Path) -> None:
    ran(path)
    inner = Recorder()
    edited = [
        SOURCES[0],
        article(2, "Another text."),
        structs.replace(SOURCES[2], locale="fr"),
        SOURCES[3],
    ]
    assert list(CachedMapper(path, SALT, inner)(ArticleParser(OPTIONS), edited)) == list(
        map_serially(ArticleParser(OPTIONS), edited)
    )
    assert inner.asked == edited[1:3]


def test_another_program_or_configuration_parses_everything(path: Path) -> None:
    ran(path)
    assert ran(path, salt=b"another program") == SOURCES
    assert ran(path, structs.replace(OPTIONS, limits=LimitsConfig(nesting=5))) == SOURCES
    assert ran(path, structs.replace(OPTIONS, families=())) == SOURCES


def test_what_no_article_is_read_with_parses_nothing(path: Path) -> None:
    ran(path)
    config = Config(out="elsewhere", redirects={"KA-1": "KA-2"}, cache="here")
    strings = {"de": {"home": "Anfang"}}
    assert ran(path, ParseOptions.of(Config(), OPTIONS.families, strings)) == SOURCES
    assert ran(path, ParseOptions.of(config, OPTIONS.families, {"de": {"home": "Start"}})) == []


def test_every_option_of_parsing_is_part_of_its_key() -> None:
    keys = {
        ArticleParser(options).key
        for options in (
            OPTIONS,
            structs.replace(OPTIONS, limits=LimitsConfig(mentions=1)),
            structs.replace(OPTIONS, conventions=Conventions(article_bases=("kb.example.com/",))),
            structs.replace(OPTIONS, authors=AuthorsConfig(teams={"Delivery": ("Ben Example",)})),
            structs.replace(OPTIONS, families=()),
            structs.replace(OPTIONS, words={"de": {"callout_note": "Merke"}}),
        )
    }
    assert len(keys) == 1 + len(ParseOptions.__struct_fields__)


def break_entry(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = substr(value, 1, length(value) - 1)")
    database.close()


def swap_entries(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = (SELECT max(value) FROM entries)")
    database.close()


def other_type(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = 'text'")
    database.close()


def other_table(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE entries RENAME TO others")
    database.close()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scribble(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100:] = os.urandom(len(data) - 100)
    path.write_bytes(data)


def no_database(path: Path) -> None:
    path.write_bytes(b"nothing of the kind\n" * 999)


@pytest.mark.parametrize(
    "damage",
    [break_entry, swap_entries, other_type, other_table, truncate, scribble, no_database],
)
def test_a_damaged_memory_is_a_miss_and_is_mended(
    path: Path, damage: Callable[[Path], None]
) -> None:
    ran(path)
    damage(path)
    assert ran(path) != []
    ran(path)
    assert ran(path) == []


def test_an_entry_of_another_shape_is_a_miss(path: Path) -> None:
    ran(path)
    with sqlite3.connect(path) as database:
        keys = [key for (key,) in database.execute("SELECT key FROM entries")]
    database.close()
    CacheStore(path).write(dict.fromkeys(keys, b'[{"source": "x", "article": 1}]'))
    assert ran(path) == SOURCES


def test_a_place_that_cannot_be_written_means_no_memory_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert ran(tmp_path / "file" / "articles.sqlite3") == SOURCES
    (tmp_path / "articles.sqlite3").mkdir()
    assert ran(tmp_path / "articles.sqlite3") == SOURCES
    assert ran(tmp_path / ("long" * 99) / "articles.sqlite3") == SOURCES


def test_a_memory_that_another_process_locks_is_done_without(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.cache.store._WAIT", 0.01)
    ran(path)
    locking = sqlite3.connect(path, isolation_level=None)
    locking.execute("BEGIN EXCLUSIVE")
    assert ran(path) in ([], SOURCES)
    assert ran(path, salt=b"another program") == SOURCES
    locking.close()
    assert ran(path) == []


def test_a_file_that_another_process_holds_is_waited_for_once_and_left_alone_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.cache.store._WAIT", 0.01)
    seconds = 0.0
    monkeypatch.setattr("errata.cache.store.monotonic", lambda: seconds)
    store = CacheStore(path)
    store.write({b"key": b"before"})
    holding = sqlite3.connect(path, isolation_level=None)
    holding.execute("BEGIN EXCLUSIVE")
    store.write({b"key": b"meanwhile"})
    holding.close()
    store.write({b"key": b"soon after"})
    assert store.read([b"key"]) == {b"key": b"before"}
    seconds = 60.0
    store.write({b"key": b"later"})
    assert store.read([b"key"]) == {b"key": b"later"}


def test_many_at_once_get_what_one_gets(path: Path) -> None:
    requests: list[list[object]] = []
    threads = [threading.Thread(target=lambda: requests.append(ran(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(requests) == 8
    assert ran(path) == []


def test_a_fault_of_the_program_is_not_remembered(path: Path) -> None:
    fault = Diagnostic("KB009", Severity.ERROR, "out of memory", Span("en/x.md"))

    class Failing(ArticleParser):
        def __call__(self, source: Source) -> Parsed:
            return Parsed(source.path, None, (fault,), failed=True)

    CachedMapper(path, SALT)(Failing(OPTIONS), SOURCES)
    assert ran(path) == SOURCES


def test_more_articles_than_are_parsed_at_once_are_divided_evenly(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.cache.mappers._BATCH", 3)
    sizes: list[int] = []

    def parse(function: Callable[[In], Out], items: Sequence[In]) -> Sequence[Out]:
        sizes.append(len(items))
        return map_serially(function, items)

    plain = list(map_serially(ArticleParser(OPTIONS), SOURCES))
    assert list(CachedMapper(path, SALT, parse)(ArticleParser(OPTIONS), SOURCES)) == plain
    assert sizes == [2, 2]


def test_equal_texts_of_many_articles_are_in_memory_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_locales() -> set[int]:
        parsed = CachedMapper(path, SALT)(ArticleParser(OPTIONS), SOURCES)
        return {id(item.article.locale) for item in parsed if item.article}

    assert ran(path) == SOURCES
    assert len(read_locales()) > 1
    monkeypatch.setattr("errata.model.reads._MANY_ARTICLES", 1)
    assert len(read_locales()) == 1
    assert ran(path) == [], "what is read equals what was parsed"
    assert ran(path, salt=b"another") == SOURCES, "so does what is parsed now"


def test_equal_mappings_are_one_object_where_texts_are() -> None:
    first, second, other = share_texts(({"Fix": "fix"}, {"Fix": "fix"}, {"Fix": "how"}), {})
    assert first is second
    assert other == {"Fix": "how"}
    assert share_texts(({"Fix": ["fix"]},), {}) == ({"Fix": ["fix"]},), "which has no hash"


def test_a_function_that_is_no_stage_is_run_as_it_is(path: Path) -> None:
    assert list(CachedMapper(path, SALT)(abs, [-1, 2])) == [1, 2]
    assert not path.exists()


def test_what_was_unused_longest_goes_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = CacheStore(path, most=250)
    old, used, new = b"o" * 32, b"u" * 32, b"n" * 32
    monkeypatch.setattr("errata.cache.store.time", lambda: 86_400 * 100.0)
    store.write({old: b"1" * 50, used: b"2" * 50})
    monkeypatch.setattr("errata.cache.store.time", lambda: 86_400 * 101.0)
    store.read([used])
    store.write({new: b"3" * 50})
    assert store.read([old, used, new]) == {used: b"2" * 50, new: b"3" * 50}
    monkeypatch.setattr("errata.cache.store.time", lambda: 86_400 * 120.0)
    store.write({old: b"4"})
    assert store.read([old, used, new]) == {old: b"4"}


def test_a_full_cache_is_thinned_to_three_quarters_not_at_each_of_the_next_writes(
    path: Path,
) -> None:
    keys = [bytes([number]) * 32 for number in range(10)]
    store = CacheStore(path, most=1000)
    store.write(dict.fromkeys(keys, b"1" * (100 - 32)))
    assert len(store.read(keys)) == 7


def test_who_writes_next_drops_nothing_of_a_large_folder_of_articles(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("errata.cache.store._MOST", 1 << 20)
    keys = [bytes([number]) * 32 for number in range(6)]
    store = CacheStore(path, most=1 << 20)
    store.with_room(articles=100).write(dict.fromkeys(keys[1:], b"1" * 300_000))
    store.write({keys[0]: b"what was made of an article"})
    assert len(store.read(keys)) == 6


def test_a_file_that_another_replaces_between_two_reads_is_read_anew(path: Path) -> None:
    key, other = b"key", CacheStore(path.with_name("other.sqlite3"))
    CacheStore(path).write({key: b"before"})
    assert CacheStore(path).read([key]) == {key: b"before"}
    other.write({key: b"after"})
    other.path.replace(path)
    assert CacheStore(path).read([key]) == {key: b"after"}


def test_what_this_process_writes_it_reads_although_its_file_stays_open(path: Path) -> None:
    store = CacheStore(path)
    for number in range(3):
        store.write({b"%d" % number: b"value"})
        assert len(store.read([b"0", b"1", b"2"])) == number + 1


def test_the_memory_is_for_its_owner_alone_and_for_no_repository(path: Path) -> None:
    ran(path)
    close_readers()  # as when a command ends
    names = {file.name for file in path.parent.iterdir()}
    assert names == {"articles.sqlite3", "CACHEDIR.TAG", ".gitignore"}
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
        assert path.parent.stat().st_mode & 0o077 == 0


def test_another_file_of_the_package_or_another_version_is_another_program(tmp_path: Path) -> None:
    package, place = tmp_path / "errata", tmp_path / "lib"
    for folder in (package, place):
        folder.mkdir()
    (package / "a.py").write_text("one = 1\n", "utf-8")
    (place / "pydantic-2.9.0.dist-info").mkdir()
    before = digest_program(package, [str(place), "", "/not/there"])
    assert digest_program(package, [str(place)]) == before
    (place / "pydantic-2.9.0.dist-info").rename(place / "pydantic-2.9.1.dist-info")
    updated = digest_program(package, [str(place)])
    (package / "a.py").write_text("one = 2\n", "utf-8")
    changed = digest_program(package, [str(place)])
    (package / "a.py").rename(package / "b.py")
    assert len({before, updated, changed, digest_program(package, [str(place)])}) == 4


def test_half_a_character_is_not_remembered_and_harms_nothing() -> None:
    assert encode_result(Parsed("en/\ud800.md", None)) is None


def contents(path: Path) -> int:
    """Entries of the store besides those of facts, of which each source has one."""
    with sqlite3.connect(path) as database:
        (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
    database.close()
    return int(count) - len(SOURCES)


def test_a_content_is_read_when_somebody_asks_for_it(path: Path) -> None:
    ran(path)
    assert contents(path) == 3  # the fourth source is not an article
    results = CachedMapper(path, SALT, Recorder())(ArticleParser(OPTIONS), SOURCES)
    path.unlink()
    first, second = (item.article for item in results[:2])
    assert first
    assert second
    assert first.metadata.title
    # The file is gone, so each is parsed again.
    assert first.body.parts == map_serially(ArticleParser(OPTIONS), SOURCES)[0].article.body.parts  # type: ignore[union-attr] # it is an article
    assert second.embedded


@pytest.mark.parametrize("damage", [break_entry, swap_entries, other_type, other_table, scribble])
def test_a_damaged_content_is_made_again(path: Path, damage: Callable[[Path], None]) -> None:
    ran(path)
    results = CachedMapper(path, SALT, Recorder())(ArticleParser(OPTIONS), SOURCES)
    damage(path)
    assert list(results) == list(map_serially(ArticleParser(OPTIONS), SOURCES))


def test_articles_whose_contents_are_stored_travel_to_other_processes(path: Path) -> None:
    ran(path)
    results = CachedMapper(path, SALT, Recorder())(ArticleParser(OPTIONS), SOURCES)
    assert pickle.loads(pickle.dumps(results)) == results  # noqa: S301 - made in this line


def test_what_was_used_longest_ago_leaves_memory_first() -> None:
    recent_values: RecentlyUsed[str, int] = RecentlyUsed(10)
    for name in "abc":
        recent_values.put(name, 1, 4)
    assert [recent_values.get(name) for name in "abc"] == [None, 1, 1]
    recent_values.get("b")
    recent_values.put("d", 1, 4)
    assert [recent_values.get(name) for name in "bcd"] == [1, None, 1]
    recent_values.put("e", 1, 11)
    assert recent_values.get("e") is None


def test_what_was_made_last_of_one_kind_does_not_displace_another() -> None:
    last_made: LastMade[str] = LastMade(2, {("answer", "A-1"): "x"})
    for number in range(3):
        last_made["blocks", number] = "y"
    assert list(last_made) == [("answer", "A-1"), ("blocks", 1), ("blocks", 2)]
    last_made["answer", "A-2"] = last_made["answer", "A-3"] = "x"
    assert [key for key in last_made if key[0] == "answer"] == [
        ("answer", "A-2"),
        ("answer", "A-3"),
    ]


def test_contents_of_many_articles_are_in_no_memory_and_in_no_cache_and_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    plain = list(map_serially(ArticleParser(OPTIONS), SOURCES))
    few = SpillingMapper(most=len(SOURCES))
    assert list(few(ArticleParser(OPTIONS), SOURCES)) == plain
    assert [*tmp_path.iterdir()] == []
    many = SpillingMapper(most=1)
    spilled = list(many(ArticleParser(OPTIONS), SOURCES))
    assert spilled == plain
    assert not any(
        isinstance(result.article.held, ArticleContent) for result in spilled if result.article
    )
    assert len([*tmp_path.iterdir()]) == 1
    del many
    assert [*tmp_path.iterdir()] == []
