"""What is remembered of lines changes no hit."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from errata.commands._lookup import index_messages
from errata.logs.hits import LineMemory, LogHit
from errata.logs.reader import LogReader
from tests.logs.own_families import FOUND, NOT_FOUND, UNEXPLAINED, own_families

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from errata.messages.match import MessageIndex
    from errata.model import Library


def read(library: Library, text: str, messages: MessageIndex | None = None) -> list[LogHit]:
    """What a reader finds that has read nothing before."""
    messages = messages or index_messages(library)
    return read_blocks(LogReader(library, locale="en", messages=messages), [text.encode()])


def read_blocks(reader: LogReader, blocks: Iterable[bytes]) -> list[LogHit]:
    return [*(hit for block in blocks for hit in reader.feed(block)), *reader.end()]


def test_lines_that_differ_in_their_digits_have_the_hits_of_each_alone(tmp_path: Path) -> None:
    library = own_families(tmp_path)
    random = Random(1011)  # noqa: S311 - the same lines every time
    lines = [*FOUND, *NOT_FOUND, *UNEXPLAINED]
    changed = [
        f"{n % 60:02}:00 [{n}] "
        + "".join(random.choice("0123456789") if c.isdigit() and n % 3 else c for c in line)
        for line in lines
        for n in range(4)
    ]
    messages = index_messages(library)
    together = read(library, "\n".join([*changed, *changed]), messages)
    alone = [(hit.kind, hit.name) for line in changed for hit in read(library, line, messages)]
    assert [(hit.kind, hit.name) for hit in together] == [*alone, *alone]
    assert len(alone) > len(lines)


def test_the_number_in_a_message_is_not_forgotten(tmp_path: Path) -> None:
    library = own_families(tmp_path)
    lines = ["said: 550-5.7.57 no", "said: 550-5.7.58 no"] * 4
    assert [hit.line for hit in read(library, "\n".join(lines))] == [1, 3, 5, 7]


def test_known_and_new_lines_of_a_block_keep_their_numbers_and_order(tmp_path: Path) -> None:
    library = own_families(tmp_path)
    random = Random(520025)  # noqa: S311 - the same lines every time
    lines = [*FOUND, *NOT_FOUND, *UNEXPLAINED, "", "usual"]
    log = "\n".join(f"{n % 60:02}:00 {random.choice(lines)}" for n in range(600)).encode()
    reader = LogReader(library, locale="en", messages=index_messages(library))
    at_once = read_blocks(reader, [log])
    assert at_once
    for size in (97, 1_000, 9_000):
        blocks = [log[index : index + size] for index in range(0, len(log), size)]
        assert read_blocks(reader, blocks) == at_once


def test_a_large_log_has_the_same_hits_where_they_are_rare_and_where_they_are_many(
    tmp_path: Path,
) -> None:
    dense = "\n".join([*FOUND, *NOT_FOUND, *UNEXPLAINED, ""] * 9)
    quiet = "nothing is the matter here\n" * 100_000
    reader = LogReader(own_families(tmp_path), locale="en")
    alone = [hit.name for hit in read_blocks(reader, [dense.encode()])]
    blocks = [dense.encode(), *[quiet.encode()] * 3, dense.encode(), quiet.encode(), dense.encode()]
    found = read_blocks(reader, blocks)
    assert [hit.name for hit in found] == alone * 3
    count = dense.count("\n")
    assert found[-1].line - found[len(alone) - 1].line == 2 * count + 4 * 100_000


def test_lines_that_differ_in_their_ids_have_the_hits_of_each_alone(tmp_path: Path) -> None:
    library = own_families(tmp_path)
    random = Random(4711)  # noqa: S311 - the same lines every time
    forms = ("{:08x}", "{:012x}", "cafe{:04}", "id={:010x}", "a-{:08x}", "{:06}")
    lines = [
        f"10:00 {form.format(random.randrange(10**4, 16**6))} {line}"
        for line in [*FOUND, *NOT_FOUND, *UNEXPLAINED]
        for form in forms
    ]
    messages = index_messages(library)
    together = read(library, "\n".join(lines), messages)
    alone = [(hit.kind, hit.name) for line in lines for hit in read(library, line, messages)]
    assert [(hit.kind, hit.name) for hit in together] == alone


def test_a_line_that_comes_again_without_an_id_is_found_as_a_whole() -> None:
    memory = LineMemory(codes=(), anchors=(), beginnings=(), words=(), matters=lambda *_: True)
    hits = (LogHit(0, "message", "It broke", "", ("KB1",)),)

    def read_again(line: bytes) -> tuple[LogHit, ...] | None:
        key, known = memory.get_without_ids(line, [b"broke"])
        if known is None:
            memory.add_without_ids(key, line, hits, frozenset())
            memory.add(line, hits, frozenset())
        return memory.get(line)

    plain = [read_again(b"10:0%d It broke" % minute) for minute in range(3)]
    assert plain == [None, hits, hits]
    # Lines with ids hardly come again, and would take the place of those that do.
    with_ids = [read_again(b"10:0%d 0a0b0c0%c It broke" % (n, 97 + n)) for n in range(3)]
    assert with_ids == [None, None, None]
