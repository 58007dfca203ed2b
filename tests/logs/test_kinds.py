"""A file that is not text is reported as such, by the command and in the browser alike."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.logs.files import LogFileError, find_format, looks_binary, unpack_blocks
from tests.conftest import ROOT
from tests.logs.kinds import BINARY, NAMED, TEXTS, WIDE
from tests.support.validator import NODE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read_without_a_word(name: str) -> None:
    text = TEXTS[name]
    assert b"".join(unpack_blocks(blocks_of(text, 100))) == text
    assert not looks_binary(text[:64])


@pytest.mark.parametrize("name", BINARY)
def test_binary_data_are_read_to_their_end_and_reported(name: str) -> None:
    read = bytearray()
    with pytest.raises(LogFileError, match="looks like binary data, not text"):
        read_into(read, BINARY[name])
    assert len(read) == len(BINARY[name])


@pytest.mark.parametrize("name", NAMED)
def test_a_known_format_is_named_and_not_read(name: str) -> None:
    with pytest.raises(LogFileError, match=f"is not text but {name}"):
        list(unpack_blocks(blocks_of(NAMED[name], 1 << 18)))


def test_utf_32_without_a_mark_is_named() -> None:
    assert {find_format(data) for data in WIDE} == {"UTF-32"}


def test_the_browser_says_the_same(tmp_path: Path) -> None:
    named = {**NAMED, **{f"UTF-32 {index}": data for index, data in enumerate(WIDE)}}
    cases = [
        [name, data[:200_000].hex(), find_format(data), looks_binary(data)]
        for name, data in (TEXTS | BINARY | named).items()
    ]
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(cases), "utf-8")
    done = subprocess.run(
        [str(NODE), "--test", str(ROOT / "tests/logs/kinds.test.js")],
        env={**os.environ, "ERRATA_KINDS": str(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def blocks_of(data: bytes, size: int) -> Iterator[bytes]:
    return (data[index : index + size] for index in range(0, len(data), size))


def read_into(read: bytearray, data: bytes) -> None:
    for block in unpack_blocks(blocks_of(data, 1 << 18)):
        read += block
