"""`--timings` says what a command spends its time on, `--profile` keeps what Python measured."""

from __future__ import annotations

import pstats
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from errata.__main__ import errata
from errata.commands._timings import Timings
from errata.errors import OutputError
from errata.mapper import STAGE_WATCH, stage


@pytest.fixture(autouse=True)
def _knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))
    Path("errata.toml").write_text("", "utf-8")
    Path("kb/en").mkdir(parents=True)
    for name in ("late", "soon"):
        Path(f"kb/en/{name}.md").write_text(f"# {name.title()}\n\nText.\n", "utf-8")


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(errata, arguments, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def seconds(stderr: str, column: int) -> dict[str, float]:
    """Stage -> the seconds of a column of the table."""
    rows = [line.rsplit(maxsplit=2) for line in stderr.splitlines()]
    return {row[0]: float(row[column]) for row in rows if len(row) == 3 and row[2][:1].isdigit()}


def test_a_build_says_what_each_stage_took_and_the_slowest_articles_and_pages() -> None:
    done = run("build", "--timings", "--profile", "build.prof")
    wall, processor = seconds(done.stderr, 1), seconds(done.stderr, 2)
    assert {"starting errata", "parsing articles", "rendering pages", "checking articles"} <= {
        *wall
    }
    for times in (wall, processor):
        total = times.pop("total")
        assert total == pytest.approx(sum(times.values()), abs=0.1), "rows add up to the total"
    assert "slowest of 2, parsing articles:\n" in done.stderr
    assert "  en/late.md\n" in done.stderr
    assert re.search(r"making pages:\n(?: +[0-9.]+  .+\n)* +[0-9.]+  \S+\.\w+\n", done.stderr)
    assert "parsing" not in run("build", "--timings").stderr, "all articles are in the cache"
    profiled = pstats.Stats("build.prof").stats  # type: ignore[attr-defined]  # typeshed lacks it
    assert any(name == "read_folder" for _, _, name in profiled)


def test_a_check_can_be_measured_and_reports_what_it_does_without() -> None:
    plain, timed = run("check"), run("check", "--timings")
    assert (timed.return_value, timed.stdout) == (plain.return_value, plain.stdout)
    assert "linking" in seconds(timed.stderr, 1)
    assert "rendering pages" not in timed.stderr
    assert "processor" not in plain.stderr
    assert STAGE_WATCH.get() is None


def test_a_profile_that_cannot_be_written_is_reported_before_the_work() -> None:
    with pytest.raises(OutputError, match=r"cannot write the profile `no/such.prof`"):
        run("build", "--profile", "no/such.prof")
    assert not Path("site").exists()


def test_a_stage_within_another_counts_for_itself_alone() -> None:
    timings = Timings()
    token = STAGE_WATCH.set(timings)
    with stage("outer"):
        for _ in range(2):
            with stage("inner"):
                sum(range(200_000))
    STAGE_WATCH.reset(token)
    assert timings.stages["inner"].processor > timings.stages["outer"].processor


def test_what_a_fork_does_takes_nothing_from_other_stages() -> None:
    # In a process of its own: one with threads, as here, is not forked.
    script = """
from errata.commands._timings import Timings, time_start
from errata.mapper import STAGE_WATCH, stage
from errata.workers import Processes
timings = Timings()
STAGE_WATCH.set(timings)
class Doubling:
    doing = "outer"
    def __call__(self, number):
        with stage("inner"):
            return 2 * number
with stage("before"):
    sum(range(10_000_000))
with Processes(2, worthwhile=0) as processes:
    assert time_start(processes.start)(Doubling(), 4)() == 8
timings.to_lines()
assert timings.stages["outer"].processor < timings.stages["before"].processor, timings.stages
assert all(spent.processor >= 0 for spent in timings.stages.values()), timings.stages
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
