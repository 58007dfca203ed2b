"""Articles are known by the states of their files, and are believed only as far as these hold."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from functools import partial
from typing import TYPE_CHECKING

import pytest

from errata.config import Config, parse_config
from errata.errors import KnowledgeBaseError
from errata.files import read_folder
from errata.files.known_texts import TextReader
from errata.model import KnownText
from errata.stamp import FileState
from tests.commands.test_recall import age

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    MakeReader = Callable[..., TextReader]

ONE, TWO = "en/one.md", "pt-BR/two.md"


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Two articles that no recent change can hide in."""
    for path in (ONE, TWO):
        (tmp_path / "kb" / path).parent.mkdir(parents=True)
        (tmp_path / "kb" / path).write_bytes(b"# Title\n")
    age(tmp_path)
    return tmp_path / "kb"


@pytest.fixture
def reader(tmp_path: Path, kb: Path) -> MakeReader:
    return partial(TextReader.of, tmp_path / "cache", b"program", kb)


def list_known(kb: Path, reader: MakeReader, config: Config | None = None) -> list[str]:
    """Read the folder; return the articles that were not read, and compare with reading all."""
    sources = read_folder(kb, config or Config(), reader=reader()).sources
    known = [source.path for source in sources if isinstance(source.held, KnownText)]
    assert [source.data for source in sources] == [
        (kb / source.path).read_bytes() for source in sources
    ]
    return known


def test_what_has_not_changed_since_the_last_run_is_not_read(kb: Path, reader: MakeReader) -> None:
    assert list_known(kb, reader) == []
    assert list_known(kb, reader) == [ONE, TWO]


def write_same_size(path: Path) -> None:
    path.write_bytes(b"# Other\n")


def touch_back(path: Path) -> None:
    status = path.stat()
    write_same_size(path)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def copy_with_time(path: Path) -> None:
    other = path.with_name("other.txt")
    write_same_size(other)
    status = path.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    shutil.copy2(other, path)


def move_over(path: Path) -> None:
    status, other = path.stat(), path.with_name("other.txt")
    write_same_size(other)
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


def check_out(path: Path) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@b", "-C", str(path.parent))
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "a"]):
        subprocess.run([*git, *arguments], check=True)
    write_same_size(path)
    for arguments in (["commit", "-am", "b"], ["checkout", "HEAD~1"], ["checkout", "-"]):
        subprocess.run([*git, *arguments, "--quiet"], check=True)


def set_clock_back(path: Path) -> None:
    write_same_size(path)
    os.utime(path, (0, 0))


@pytest.mark.parametrize(
    "change",
    [write_same_size, touch_back, copy_with_time, move_over, check_out, set_clock_back],
    ids=lambda change: change.__name__.replace("_", " "),
)
def test_a_text_of_the_same_size_is_read_however_it_came_there(
    kb: Path, reader: MakeReader, change: Callable[[Path], None]
) -> None:
    list_known(kb, reader)
    change(kb / ONE)
    assert list_known(kb, reader) == [TWO]
    age(kb)
    list_known(kb, reader)
    assert list_known(kb, reader) == [ONE, TWO], "and is known from then on"


def test_a_file_that_may_change_within_the_same_tick_is_read_again(
    kb: Path, reader: MakeReader
) -> None:
    # The clock of a server, or this one before it was set back, may be ahead by any time.
    soon = time.time() + 600
    os.utime(kb / ONE, (soon, soon))
    list_known(kb, reader)
    assert list_known(kb, reader) == [TWO]


@pytest.mark.parametrize("moment", [0, 1_700_000_000_000_000_000])
def test_a_file_of_an_image_is_read_in_every_run(moment: int) -> None:
    """Images of two versions may give it the same size, times and inode."""
    assert not FileState(8, moment, 2, moment).is_older_than(time.time_ns())
    assert FileState(8, moment, 2, moment + 1).is_older_than(time.time_ns())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"one", b"two")),
        lambda path: path.write_bytes(b""),
        lambda path: path.chmod(0o666),
        lambda path: path.unlink(),
    ],
    ids=["cut off", "changed", "empty", "open to others", "gone"],
)
def test_a_record_that_is_not_as_it_was_counts_as_nothing(
    kb: Path, reader: MakeReader, spoil: Callable[[Path], object]
) -> None:
    list_known(kb, reader)
    for path in (reader().record.caches / "texts").iterdir():
        spoil(path)
    assert list_known(kb, reader) == []
    assert list_known(kb, reader) == [ONE, TWO], "and the next run has one again"


def test_another_program_and_another_folder_have_no_record_here(
    tmp_path: Path, kb: Path, reader: MakeReader
) -> None:
    list_known(kb, reader)
    assert list_known(kb, partial(TextReader.of, tmp_path / "cache", b"newer", kb)) == []
    assert list_known(kb, partial(TextReader.of, tmp_path / "cache", b"program", tmp_path)) == []
    assert list_known(kb, partial(reader, read_all=True)) == []


def test_reading_one_language_forgets_no_other(kb: Path, reader: MakeReader) -> None:
    list_known(kb, reader)
    english = parse_config('locales = ["en"]', "errata.toml")
    write_same_size(kb / ONE)
    age(kb)
    assert list_known(kb, reader, english) == []
    assert list_known(kb, reader) == [ONE, TWO]


def test_a_known_file_keeps_to_the_limits(kb: Path, reader: MakeReader) -> None:
    list_known(kb, reader)
    (kb / TWO).write_bytes(b"")
    (unusable_file,) = read_folder(
        kb, parse_config("limits.file-bytes = 3", ""), reader=reader()
    ).unusable
    assert unusable_file.span.path == ONE


def test_a_text_that_changes_after_it_was_looked_at_stops_the_run_and_is_read_in_the_next(
    kb: Path, reader: MakeReader
) -> None:
    list_known(kb, reader)
    source, _ = read_folder(kb, Config(), reader=reader()).sources
    write_same_size(kb / ONE)
    with pytest.raises(KnowledgeBaseError, match=r"one\.md` changed while errata was running"):
        _ = source.data
    assert list_known(kb, reader) == []
