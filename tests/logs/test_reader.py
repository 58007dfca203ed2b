"""A log of any size and any content is read for known faults."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.codes.families import choose_families
from errata.logs.files import LogFileError, unpack_blocks
from errata.logs.reader import WINDOW, LogReader
from errata.messages.mask import mask_message
from errata.messages.match import MessageIndex
from errata.model import CodeEntry, CodeUse, Library, Message
from tests.support.linear import ends

if TYPE_CHECKING:
    from errata.logs.hits import LogHit

FAMILIES = choose_families(["default", "adobe-campaign"])
COMMUNICATION = (
    "RED-520025 Communication failed with tracking server 'http://192.0.2.7'. "
    "Please check that the server is started"
)
QUOTA = "The mailbox quota of tenant 4711 forbids another export until midnight"
HOSTILE = ["__proto__", "constructor", "../x", "<script>", "a\nb", ""]


def entry(code: str, *numbers: str, family: str = "RED", kind: str = "error") -> CodeEntry:
    uses = tuple(CodeUse("en", number, "primary") for number in numbers)
    return CodeEntry(code, family, kind, uses)


def library(*entries: CodeEntry) -> Library:
    return Library(
        articles=(),
        by_key={},
        locales=("en",),
        translations={},
        codes={},
        families={family.id: family for family in FAMILIES},
        assets={},
        index={entry.code: entry for entry in entries},
    )


def message(text: str) -> Message:
    return Message(text, mask_message(text), (), "fence", 1)


KNOWN = library(
    entry("RED-520025", "KA-1", "KA-2"),
    entry("RED-520005", "KA-1"),
    entry("AH01620", "KA-3", family="APACHE"),
    entry("javax.jcr.RepositoryException", "KA-4", family="exception"),
    *(entry(name, "KA-5", family="generic") for name in HOSTILE),
)
# Rarity is measured among many messages.
OTHERS = [f"Widget {name} refuses to align its sprockets" for name in ("blue", "green", "amber")]
MESSAGES = MessageIndex(
    [
        ("KA-2", message(COMMUNICATION)),
        ("KA-6", message(QUOTA)),
        *(("KA-9", message(text)) for text in OTHERS),
    ]
)


def hits(data: bytes, size: int = 0, *, messages: MessageIndex | None = None) -> list[LogHit]:
    visible = SimpleNamespace(hidden=False, title="The export stops")
    quoting = SimpleNamespace(
        locale="en", number="KA-6", messages=(message(QUOTA),), metadata=visible, mentions=()
    )
    changed = replace(KNOWN, articles=(quoting,))
    diagnoser = LogReader(changed, locale="en", messages=messages)
    step = size or len(data) or 1
    matches = [
        hit
        for index in range(0, len(data), step)
        for hit in diagnoser.feed(data[index : index + step])
    ]
    return [*matches, *diagnoser.end()]


def names(data: bytes, size: int = 0) -> list[tuple[int, str]]:
    return [(hit.line, hit.name) for hit in hits(data, size)]


LOG = (
    b"started\n12:00 RED-520025 down\r\n\r\nred 520005 and RED-520025, RED-520005\n"
    b"[core:error] AH01620: x\n\ncaused by javax.jcr.RepositoryException: y\nRED-529999"
)
FOUND = [
    (2, "RED-520025"),
    (4, "RED-520005"),
    (4, "RED-520025"),
    (5, "AH01620"),
    (7, "javax.jcr.RepositoryException"),
    (8, "RED-529999"),
]


@pytest.mark.parametrize("size", [0, 1, 2, 3, 7, 64])
def test_every_known_code_is_found_in_its_line_wherever_blocks_are_cut(size: int) -> None:
    assert names(LOG, size) == FOUND


def test_a_hit_tells_the_surface_and_the_articles() -> None:
    (hit,) = hits("a\n «red–520025».".encode())
    assert (hit.line, hit.surface, hit.articles) == (2, "red–520025", ("KA-1", "KA-2"))


@pytest.mark.parametrize(
    "text",
    ["RED-520025", "red-520025", "RED520025", "RED 520025", "RED–520025", "RED\u2011520025"],
)
def test_a_code_is_found_as_people_write_it(text: str) -> None:
    assert names(f"x: {text}, y\n".encode()) == [(1, "RED-520025")]


@pytest.mark.parametrize(
    "line",
    [
        "AMRED-520025",
        r"first\nRED-520025",
        "\x1b[31mRED-520025\x1b[0m",
        '{"code":"RED-520025"}',
        "エラーRED-520025",
    ],
)
def test_what_a_log_puts_against_a_code_does_not_hide_it(line: str) -> None:
    assert names(line.encode()) == [(1, "RED-520025")]


@pytest.mark.parametrize(
    "line", ["XRED-520025", "RED-5200251", "x-RED-520025", "RED-520025-7", "RED-520025_x", "520025"]
)
def test_a_part_of_a_longer_word_is_no_code(line: str) -> None:
    assert [hit for hit in hits(line.encode()) if hit.kind == "code"] == []


def test_an_unknown_code_of_a_known_family_is_told_apart_without_articles() -> None:
    (hit,) = hits(b"RED-529999 RED-529999\n")
    assert (hit.kind, hit.name, hit.articles) == ("unknown", "RED-529999", ())


def test_a_status_and_a_name_that_many_articles_share_tell_nothing() -> None:
    many = [f"KA-{number}" for number in range(9)]
    known = library(
        entry("HTTP 503", "KA-1", family="http", kind="status"),
        entry("java.io.IOException", *many, family="exception"),
        entry("WDB-200001", *many, family="WDB"),
    )
    diagnoser = LogReader(known)
    matches = list(diagnoser.feed(b"HTTP 503 java.io.IOException WDB-200001\n"))
    assert [hit.name for hit in matches] == ["WDB-200001"]


def test_exceptions_of_a_language_itself_tell_nothing_and_others_do() -> None:
    known = library(
        *(
            entry(name, "KA-1", family="EXCEPTION")
            for name in ("TypeError", "java.lang.NullPointerException", "a.b.TimeoutException")
        )
    )
    matches = LogReader(known).feed(
        b"TypeError java.lang.NullPointerException a.b.TimeoutException\n"
    )
    assert [hit.name for hit in matches] == ["a.b.TimeoutException"]


def test_a_message_is_found_although_its_numbers_differ_and_a_prefix_precedes_it() -> None:
    line = b"2026-01-02 03:04:05,678 ERROR [x] " + QUOTA.replace("4711", "99").encode() + b"\r\n"
    masked = QUOTA.replace("4711", "…")
    (hit,) = hits(b"ok\n" + line, messages=MESSAGES)
    assert (hit.line, hit.kind, hit.name, hit.articles) == (2, "message", masked, ("KA-6",))


@pytest.mark.parametrize("text", [QUOTA.upper(), QUOTA.lower(), QUOTA.title()])
def test_a_message_is_found_in_capitals_and_in_small_letters(text: str) -> None:
    matches = hits(f"2026-11-25 03:00:01 {text}\n".encode(), messages=MESSAGES)
    assert [hit.articles for hit in matches] == [("KA-6",)]


@pytest.mark.parametrize(
    ("article", "log"),
    [
        ("The Till-Server has gone", "The till server has gone"),
        ("The till server has gone", "The Till-Server has gone"),
    ],
)
def test_a_message_is_found_with_a_hyphen_or_a_blank_between_its_words(
    article: str, log: str
) -> None:
    index = MessageIndex([("KA-6", message(article))])
    found = hits(f"2026-11-25 03:00:01 ERROR {log}\n".encode(), messages=index)
    assert [hit.articles for hit in found] == [("KA-6",)]


def test_a_code_is_found_only_as_it_is_spelled() -> None:
    assert not hits(b"Red-520025 reD-520025 JAVAX.JCR.REPOSITORYEXCEPTION\n")


def test_the_article_that_quotes_the_message_comes_before_others_with_its_code() -> None:
    (hit,) = hits(COMMUNICATION.replace("192.0.2.7", "h.example").encode(), messages=MESSAGES)
    assert (hit.kind, hit.name, hit.articles) == ("code", "RED-520025", ("KA-2", "KA-1"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [0, 1, 3])
def test_a_byte_order_mark_says_the_encoding(encoding: str, size: int) -> None:
    text = LOG.decode() if encoding in {"utf-8-sig", "utf-16"} else "\ufeff" + LOG.decode()
    assert names(text.encode(encoding), size) == FOUND


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xff", b"\xff\xfe", b"\xfe\xff\xd8", b"\xef\xbb", b"\0" * 99, b"\r\r"]
)
def test_scraps_are_survived(data: bytes) -> None:
    assert hits(data, messages=MESSAGES) == []


def test_binary_junk_around_a_code_is_survived() -> None:
    assert names(b"\0\xff\xfe\x80\0RED-520025\0\xc3\n" * 2) == [
        (1, "RED-520025"),
        (2, "RED-520025"),
    ]


def test_a_log_begins_anew_after_its_end() -> None:
    diagnoser = LogReader(KNOWN)
    assert [hit.line for hit in (*diagnoser.feed(b"\nRED-520025"), *diagnoser.end())] == [2]
    assert [hit.line for hit in (*diagnoser.feed(b"RED-520025"), *diagnoser.end())] == [1]


@pytest.mark.parametrize("size", [0, 1 << 16, WINDOW])
def test_a_line_of_five_megabytes_is_one_line(size: int) -> None:
    long = b"x " * (1 << 20) + b"RED-520025 " + b"y " * (3 << 19) + b"RED-520005"
    assert names(b"\n" + long + b"\nAH01620\n", size) == [
        (2, "RED-520025"),
        (2, "RED-520005"),
        (3, "AH01620"),
    ]


def test_a_code_is_found_wherever_the_windows_of_a_long_line_meet() -> None:
    around = [WINDOW + shift for shift in range(-17_000, 17_000, 997)]
    for offset in around:
        data = b" " * offset + b"RED-520025" + b" " * (2 * WINDOW)
        assert names(data, 1 << 16) == [(1, "RED-520025")], offset


def test_hits_of_a_long_line_and_the_next_ones_are_kept_apart() -> None:
    data = b"RED-520025" + b" " * (WINDOW + 99_999) + b"\n\nRED-520005\n"
    assert names(data, 1 << 16) == [(1, "RED-520025"), (3, "RED-520005")]


@pytest.mark.parametrize(
    "piece",
    [
        b"RED-520025 ",
        b"RED-52",
        b"ERR_" + b"A" * 99,
        b"A" * 10_000,
        b"Please check that the server is started ",
        b"forbids another export until midnight",
        b"<script>",
        b"(((((((((",
        b"\\\"'`",
        b"1.",
        b"/a",
        b"\xe2\x80",
    ],
)
@ends
def test_hostile_repetition_takes_linear_time_and_raises_nothing(piece: bytes) -> None:
    line = piece * (1_000_000 // len(piece))
    assert len(hits(line, 1 << 16, messages=MESSAGES)) <= 105


def test_memory_stays_flat_however_long_the_log_and_its_lines_are() -> None:
    diagnoser = LogReader(KNOWN)
    block = b"nothing of interest here " * 4_000
    tracemalloc.start()
    for number in range(300):
        for _ in diagnoser.feed(block if number % 7 else block + b"\n"):
            pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * WINDOW


@pytest.mark.parametrize("name", ["__proto__", "constructor", "../x", "<script>"])
def test_a_code_named_like_an_attack_is_found_as_it_is(name: str) -> None:
    assert names(f"a {name} b\n".encode()) == [(1, name)]


def test_an_unrelated_log_has_no_hit() -> None:
    started = datetime(2026, 1, 1, tzinfo=UTC)
    lines = (
        f"{started} INFO worker-{number} request {number * 7919} took {number % 977} ms, started"
        for number in range(20_000)
    )
    assert hits("\n".join(lines).encode(), messages=MESSAGES) == []


def test_nothing_known_finds_nothing() -> None:
    empty = SimpleNamespace(index={}, families={}, articles=(), visible=())
    diagnoser = LogReader(empty)  # type: ignore[arg-type] # a library of nothing at all
    assert [*diagnoser.feed(LOG), *diagnoser.end()] == []


def test_a_part_of_a_message_is_found_as_well() -> None:
    (hit,) = hits(b"WARN mailbox quota of tenant 12 forbids another export\n", messages=MESSAGES)
    assert (hit.kind, hit.articles) == ("message", ("KA-6",))


def test_a_packed_file_in_a_packed_file_is_named_with_what_to_do() -> None:
    packed = gzip.compress(gzip.compress(LOG))
    with pytest.raises(LogFileError, match="has gzip in it, not text: unpack it twice"):
        list(unpack_blocks(iter([packed])))
