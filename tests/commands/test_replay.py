"""`errata build` and `check` say again what they said, if nothing of what they read has changed."""

from __future__ import annotations

import gc
import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from errata.commands import _replay
from errata.commands._line import _run, errata
from errata.commands._replay import COMMAND_LINE, replay
from errata.stamp import stamp_files
from tests.commands.test_recall import age

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ARTICLE = "# ORA-0{n} is shown\n\nError ORA-0{n}: no room {n}\n\n[gone](nothing.md)\n"
EARLIER = 30_000_000


@pytest.fixture(autouse=True)
def _knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))
    Path("errata.toml").write_text('[check]\nignore = ["KB201"]\n', "utf-8")
    Path("kb/en").mkdir(parents=True)
    for n in (1001, 1002):
        Path(f"kb/en/a{n}.md").write_text(ARTICLE.format(n=n), "utf-8")
    Path("static").mkdir()
    Path("static/a.txt").write_text("mine")
    age(tmp_path)
    yield
    COMMAND_LINE.set(None)
    # A command that is its process's last switches it off for good; this process runs other tests.
    gc.unfreeze()
    gc.enable()


class Said(NamedTuple):
    """What a command said."""

    status: int
    stdout: str
    stderr: str
    is_replayed: bool

    @property
    def text(self) -> tuple[int, str, str]:
        """Without seconds, and without how many files were new."""
        return self.status, self.stdout, re.sub(r"in [\d.]+ s( \(.*?\))?", "", self.stderr)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def run(*arguments: str) -> Said:
        COMMAND_LINE.set(arguments)
        status = replay(arguments)
        is_replayed = status is not None
        if status is None:
            status = _run(lambda: errata.main([*arguments], "errata", standalone_mode=False))
        return Said(status, *capsys.readouterr(), is_replayed)

    return run


def test_a_build_after_which_nothing_changed_is_said_again(say: Callable[..., Said]) -> None:
    first, second = say("build"), say("build")
    assert (first.is_replayed, second.is_replayed) == (False, True)
    assert second.text == first.text
    assert "(0 added, 0 changed, 0 removed)" in second.stderr
    assert "KB301" in second.stderr


def test_a_check_is_said_again_with_its_findings(say: Callable[..., Said]) -> None:
    first, second = say("check"), say("check")
    assert (first.is_replayed, second.is_replayed) == (False, True)
    assert second.text == first.text
    assert "KB301" in second.stdout


def _append(path: str) -> None:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("\nmore\n")
    then = time.time() - 30
    os.utime(path, (then, then))


@pytest.mark.parametrize(
    "change",
    [
        lambda: _append("kb/en/a1001.md"),
        lambda: Path("kb/en/a1002.md").unlink(),
        lambda: _append("kb/en/new.md"),
        lambda: _append("errata.toml"),
        lambda: _append("static/a.txt"),
        lambda: _append("kb/families.toml"),
        lambda: _append("ids.lock"),
        lambda: Path("mkdocs.yml").write_text("site_name: x\n"),
        lambda: Path("kb/en/a1001.md").rename("kb/en/renamed.md"),
    ],
    ids=[
        *("text", "removal", "new article", "configuration", "static file", "families"),
        *("ids", "another tool's settings", "rename"),
    ],
)
def test_nothing_is_said_again_after_a_change_of_what_is_read(
    say: Callable[..., Said], change: Callable[[], None]
) -> None:
    say("check")
    change()
    assert not say("check").is_replayed


def test_a_build_is_not_said_again_after_an_edit_of_an_article(say: Callable[..., Said]) -> None:
    say("build")
    _append("kb/en/a1001.md")
    assert not say("build").is_replayed


def test_what_a_build_reads_is_listed_once(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[object] = []

    def stamp(paths: Iterable[Path], folders: Iterable[Path], moment: int) -> str:
        listed.append(paths)
        return stamp_files(paths, folders, moment)

    say("build")
    _append("kb/en/a1001.md")
    age(Path.cwd())
    monkeypatch.setattr(_replay, "stamp_files", stamp)
    assert not say("build").is_replayed
    assert len(listed) == 1


def test_an_edit_after_the_files_were_compared_is_no_part_of_what_is_said_again(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    say("build")
    _append("kb/en/a1001.md")
    age(Path.cwd())
    compare = _replay._is_as_it_was

    def edit_afterwards(record: dict[str, Any]) -> bool:
        is_same = compare(record)
        _append("kb/en/a1002.md")
        return is_same

    with monkeypatch.context() as patched:
        patched.setattr(_replay, "_is_as_it_was", edit_afterwards)
        say("build")
    assert not say("build").is_replayed


@pytest.mark.parametrize(
    "change",
    [
        lambda: _append("site/en/a1001/index.html"),
        lambda: Path("site/en/a1001/index.html").unlink(),
        lambda: _append("site/.errata-manifest.json"),
        lambda: _append("site/foreign.txt"),
        lambda: Path(".site.errata-journal").write_text("{}"),
        lambda: Path("site/.errata-journal").write_text("{}"),
    ],
    ids=["edited page", "removed page", "manifest", "foreign file", "cut short", "within"],
)
def test_a_build_is_not_said_again_after_a_change_of_the_site(
    say: Callable[..., Said], change: Callable[[], None]
) -> None:
    say("build")
    change()
    assert not say("build").is_replayed


def test_a_young_file_of_the_site_is_read_before_a_build_is_said_again(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_replay, "_list_young", lambda states, _: [*states])
    say("build")
    page = Path("site/en/a1001/index.html")
    state, data = page.stat(), page.read_bytes()
    page.write_bytes(data.replace(b"no room", b"a  room"))
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert not say("build").is_replayed


def test_a_build_of_many_new_files_is_said_again(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_replay, "_MOST_YOUNG", 0)
    say("build")
    assert say("build").is_replayed


def test_nothing_is_said_again_once_time_may_have_changed_it(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    say("check")
    later = datetime.now(UTC) + timedelta(days=2)
    monkeypatch.setattr(_replay, "current_moment", lambda: later)
    assert not say("check").is_replayed


@pytest.mark.parametrize(
    "more", [["--no-cache"], ["--fail-on", "never"], ["--select", "KB3"]], ids=" ".join
)
def test_other_options_are_another_command(say: Callable[..., Said], more: list[str]) -> None:
    say("check")
    assert not say("check", *more).is_replayed


@pytest.mark.parametrize(
    "line",
    [
        "check --output-format sarif",
        "check -o findings.txt",
        "check --write-baseline",
        "check --fix",
        "check --site",
        "check --timings",
        "check --no-cache",
        "build --verify",
        "build --offline-pack",
        "build --lock-ids",
    ],
)
def test_what_reads_or_writes_more_is_done_each_time(say: Callable[..., Said], line: str) -> None:
    assert not say(*line.split()).is_replayed
    age(Path.cwd())
    assert not say(*line.split()).is_replayed


def test_an_article_as_young_as_the_command_is_read_again(say: Callable[..., Said]) -> None:
    # However long the command takes.
    soon = time.time() + 60
    os.utime("kb/en/a1001.md", (soon, soon))
    say("check")
    assert not say("check").is_replayed


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"KB301", b"KB999")),
        lambda path: path.chmod(0o666),
    ],
    ids=["cut", "edited", "others can write it"],
)
def test_a_file_that_is_damaged_or_not_ones_own_counts_as_nothing(
    say: Callable[..., Said], spoil: Callable[[Path], None]
) -> None:
    first = say("check")
    for path in Path("cache/replays").iterdir():
        spoil(path)
    second = say("check")
    assert not second.is_replayed
    assert second.text == first.text
