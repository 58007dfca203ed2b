"""`errata scan` in a folder: streams, statuses, formats, places that cannot be read."""

from __future__ import annotations

import gzip
import json
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from errata.commands.scan import command
from errata.logs.files import LogFileError, unpack_blocks
from tests.commands.running import Command, environment
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOG = (
    "ready\n"
    "10:00 RED-520025 Communication failed with tracking server 'http://198.51.100.9'\n"
    "10:01 red 520005\n"
    "10:02 RED-520025\n"
    "10:03 RED-529999\n"
)
TITLE = "KA-19371 Deliveries with tracked links stop after analysis"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped articles and a log."""
    folder = tmp_path_factory.mktemp("scan")
    shutil.copytree(ROOT / "kb/en", folder / "kb/en")
    shutil.copy(ROOT / "errata.toml", folder)
    (folder / "app.log").write_text(LOG, encoding="utf-8")
    (folder / "quiet.log").write_text("all is well\n" * 99, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def errata(folder: Path) -> Command:
    return Command(folder)


def piped(folder: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return Command(folder).pipe(data, "scan", *arguments, "-")


def test_hits_are_printed_like_grep_and_the_summary_goes_to_people(errata: Command) -> None:
    done = errata("scan", "app.log", "--no-messages")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"app.log:2: RED-520025  {TITLE}",
        f"app.log:3: RED-520005  {TITLE}",
        f"app.log:4: RED-520025  {TITLE}",
    ]
    assert done.stderr.splitlines() == [
        "2 faults found",
        f"  RED-520025  2 times, app.log:2 to app.log:4  {TITLE}",
        f"  RED-520005  once, app.log:3  {TITLE}",
        "1 code of known families that no article explains",
        (
            "  RED-529999  once, app.log:5  RED, Adobe Campaign; of the same family RED-520005, "
            "RED-520025"
        ),
    ]


def test_nothing_known_is_status_1(errata: Command) -> None:
    done = errata("scan", "quiet.log")
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "no known code or message found\n",
    )


@pytest.mark.parametrize("name", ["missing.log", "kb"])
def test_a_file_that_cannot_be_read_is_status_2_and_the_others_are_read(
    errata: Command, name: str
) -> None:
    done = errata("scan", name, "app.log")
    assert done.returncode == 2
    assert done.stdout.startswith("app.log:2: RED-520025  ")
    assert done.stderr.startswith(f"error: `{name}` cannot be read: ")


def test_the_standard_input_is_read_as_the_file_of_one_hyphen(folder: Path) -> None:
    done = piped(folder, LOG.encode())
    assert done.returncode == 0
    assert done.stdout.decode().startswith("-:2: RED-520025  ")


def test_a_message_is_found_without_its_code_and_with_another_host(folder: Path) -> None:
    line = (
        "Communication failed with tracking server 'http://198.51.100.9'. Please check that the "
        "server is started and check if the connection parameters defined in the deployment "
        "wizard (or directly in the options), are correct."
    )
    done = piped(folder, f"x\n{line}\n".encode(), "--format", "jsonl")
    hit = json.loads(done.stdout)
    assert (hit["line"], hit["kind"]) == (2, "message")
    assert hit["articles"][0]["number"] == "KA-19371"
    assert piped(folder, line.encode(), "--no-messages").returncode == 1


def test_json_is_one_object_with_hits_faults_and_unknown_codes(errata: Command) -> None:
    done = errata("scan", "--format", "json", "app.log", "quiet.log")
    document = json.loads(done.stdout)
    assert [hit["line"] for hit in document["hits"]] == [2, 3, 4]
    assert document["hits"][0]["articles"][0]["number"] == "KA-19371"
    assert [(fault["name"], fault["times"]) for fault in document["faults"]] == [
        ("RED-520025", 2),
        ("RED-520005", 1),
    ]
    assert [fault["name"] for fault in document["unknown"]] == ["RED-529999"]
    nothing = json.loads(errata("scan", "--format", "json", "quiet.log").stdout)
    assert nothing == {"hits": [], "faults": [], "unknown": []}


def test_max_count_stops_each_file_after_so_many_hits(errata: Command) -> None:
    done = errata("scan", "--max-count", "1", "--format", "jsonl", "app.log", "app.log")
    assert [json.loads(line)["line"] for line in done.stdout.splitlines()] == [2, 2]


def test_a_log_does_not_drive_the_terminal(folder: Path) -> None:
    (folder / "kb/en/KA-99999.md").write_text(
        (folder / "kb/en/KA-19371.md").read_text("utf-8").replace("KA-19371", "KA-99999"), "utf-8"
    )
    name = "a\x1b[2J.log"
    (folder / name).write_bytes(b"::error::RED-520025 \x1b]0;owned\x07\n")
    done = Command(folder)("scan", name)
    (folder / "kb/en/KA-99999.md").unlink()
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_hits_of_a_pipe_that_stays_open_are_printed_at_once(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "errata", "scan", "-"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(b"RED-520025\n")
    process.stdin.flush()
    assert process.stdout.readline().startswith(b"-:1: RED-520025")
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_locale_without_articles_is_status_2(errata: Command) -> None:
    done = errata("scan", "--locale", "fr", "app.log")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there are no articles in the locale `fr`\nhelp: ")


@pytest.mark.parametrize("line", (command.epilog or "").splitlines())
def test_examples_in_help_work(folder: Path, line: str) -> None:
    words = shlex.split(line.partition(" > ")[0].partition(" < ")[0])
    data = LOG.encode() if " < " in line else b""
    done = Command(folder).pipe(data, *words[1:])
    assert (words[0], done.returncode) == ("errata", 0)


def test_a_log_packed_by_gzip_is_read_whole_and_a_damaged_one_to_its_damage(folder: Path) -> None:
    packed = gzip.compress(LOG.encode() * 2_000)
    whole = piped(folder, gzip.compress(LOG.encode()) + packed, "--no-messages")
    assert whole.returncode == 0
    assert whole.stdout.count(b"\n") == 3 * 2_001
    cut = piped(folder, packed[:-20], "--no-messages")
    assert cut.returncode == 2
    assert cut.stdout.count(b"\n") > 5_000
    assert b"error: `-` ends too early: only the existing part was read" in cut.stderr
    broken = piped(folder, packed[:20] + b"\xff" * 99, "--no-messages")
    assert (broken.returncode, b"is damaged" in broken.stderr) == (2, True)


def test_a_file_that_is_not_text_is_named_by_its_format(folder: Path) -> None:
    done = piped(folder, b"PK\x03\x04 RED-520025")
    assert (done.returncode, done.stdout) == (2, b"")
    message = "error: `-` is not text but ZIP: unpack it, or save it as text, and scan that"
    assert message in done.stderr.decode()


def test_a_packed_log_that_unpacks_to_more_than_the_limit_is_read_to_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("errata.logs.files.MOST_UNPACKED", 3 << 20)
    read: list[bytes] = []
    with pytest.raises(LogFileError, match="the rest was not read"):
        read.extend(unpack_blocks(iter([gzip.compress(b"x" * (9 << 20))])))
    assert 3 << 20 < sum(map(len, read)) <= 4 << 20


def test_the_message_of_a_hit_shows_nobody_elses_values(folder: Path) -> None:
    done = piped(folder, b"Communication failed with tracking server 'http://203.0.113.7'\n")
    assert done.returncode == 0
    assert "Communication failed with tracking server …" in done.stdout.decode()
