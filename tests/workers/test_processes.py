"""Whoever runs a stage, its results are those of the serial mapper, in the same order."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Lock
from time import sleep
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.errors import ErrataError
from errata.mapper import map_serially
from errata.workers import Processes, cpu_count
from errata.workers.executors import ExecutorChoice, open_executor
from errata.workers.stage import Crew, StageRun
from tests.cache.test_mappers import FAMILY, article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OPTIONS = ParseOptions(families=(FAMILY,))


def negative(number: int) -> int:
    return -number


def fail_at_seven_and_nine(number: int) -> int:
    if number in {7, 9}:
        message = f"number {number}"
        raise ValueError(message)
    return number


def own_process(_number: int) -> int:
    return os.getpid()


class Received:
    """A stage whose results say which process has received them."""

    def __call__(self, number: int) -> tuple[int, int]:
        return number, 0

    def receive(self, result: tuple[int, int]) -> tuple[int, int]:
        return result[0], os.getpid()


@pytest.fixture(scope="module", params=[True, False], ids=["forked", "started"])
def processes(request: pytest.FixtureRequest) -> Iterator[Processes]:
    """Forked where this process has one thread, else started like the others."""
    with Processes(2, worthwhile=0, forking=request.param) as workers:
        yield workers


def test_processes_give_the_serial_results_in_order(processes: Processes) -> None:
    numbers = list(range(1000))
    assert list(processes(negative, numbers)) == list(map_serially(negative, numbers))


def test_parsing_in_processes_equals_parsing_serially(processes: Processes) -> None:
    sources = [article(number) for number in range(1, 41)]
    parsed = map_serially(ArticleParser(OPTIONS), sources)
    assert all(item.article and item.article.codes == ("RED-520025",) for item in parsed)
    assert list(processes(ArticleParser(OPTIONS), sources)) == list(parsed)


def test_results_are_received_where_they_were_asked_for(processes: Processes) -> None:
    expected = [(number, os.getpid()) for number in range(100)]
    for mapper in (processes, map_serially):
        assert mapper(Received(), range(100)) == expected


def test_one_pool_serves_every_stage() -> None:
    with Processes(2, worthwhile=0, forking=False) as processes:
        first = {*processes(own_process, range(200))}
        assert {*processes(own_process, range(200))} <= first | {os.getpid()}
    assert len(first) <= 2


def test_a_stage_that_cannot_travel_is_run_elsewhere_only_by_forks() -> None:
    script = """
from errata.workers import Processes
seen = list(range(1000))
assert Processes(2, worthwhile=0)(lambda at: -seen[at], seen) == [-at for at in seen]
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_what_is_shared_is_done_from_both_ends() -> None:
    # The parent waits in its second item until the other is at work, however late that starts.
    script = """
import os
from errata.workers import Processes
begun, begin = os.pipe()
here, items = os.getpid(), list(range(200))
def is_here(at):
    if os.getpid() != here:
        os.write(begin, b"x")
    elif at == items[1]:
        os.read(begun, 1)
    return os.getpid() == here
places = Processes(2, worthwhile=0).map_sharing(is_here, items)
assert places[0] and not places[-1]
assert sorted(places, reverse=True) == places, "neighbours are done by one process"
assert Processes(2, worthwhile=0).map_sharing(str, items) == [*map(str, items)], "in order"
quick = lambda at: os.getpid() == here
alone = Processes(2, worthwhile=60).map_sharing(quick, [1, 0, 1])
assert all(alone), "quick work starts no process"
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_work_that_is_started_is_done_by_a_fork_and_here_if_that_dies() -> None:
    # In a process of its own: one with threads, as here, is not forked.
    script = """
import os, signal
from errata.workers import Processes
here, unpicklable = os.getpid(), lambda: 1
def die_elsewhere(item):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return item
def fail(item):
    raise ValueError(f"{item} in {os.getpid()}")
with Processes(2, worthwhile=0) as processes:
    item, process = processes.start(lambda item: (item, os.getpid(), unpicklable)[:2], 3)()
    assert item == 3 and process != here
    assert processes.start(die_elsewhere, 5)() == 5
    try:
        processes.start(fail, 7)()
    except ValueError as error:
        assert str(error).startswith("7 in ") and str(here) not in str(error)
    else:
        raise AssertionError
    begun, begin = os.pipe()
    wait = processes.start(lambda _: os.read(begun, 1), 0)
    alone = lambda item: os.getpid() == here
    assert all(processes.map_sharing(alone, [0, 1])), "two processes are at work"
    os.write(begin, b"x")
    assert wait() == b"x"
    os.fork = lambda: os.open("/no/such/file", 0)
    assert processes.start(lambda _: os.getpid(), 0)() == here, "no process can be started"
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_work_that_is_started_is_done_late_where_one_process_is_wanted() -> None:
    with Processes(1) as processes:
        done: list[int] = []
        wait = processes.start(done.append, 1)
        assert not done
        wait()
        assert done == [1]


def test_a_thread_that_has_just_ended_keeps_no_stage_from_being_forked() -> None:
    script = """
from errata.workers import Processes
from errata.workers.processes import has_one_thread
for _ in range(60):
    Processes(2, worthwhile=0).map_sharing(str, [1, 2, 3])
    assert has_one_thread()
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_quick_work_and_one_job_start_no_process() -> None:
    def local(number: int) -> int:  # cannot be pickled
        return -number

    assert list(Processes(2)(local, [1, 2])) == [-1, -2]
    assert list(Processes(1, worthwhile=0)(local, [1, 2])) == [-1, -2]
    assert list(Processes(2, worthwhile=0)(local, [])) == []


def test_a_pause_of_the_system_before_anything_is_done_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Ten seconds pass between any two looks at the clock.
    monkeypatch.setattr("errata.workers.processes.perf_counter", count(step=10).__next__)
    assert list(Processes(2)(negative, [1, 2, 3])) == [-1, -2, -3]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_where_no_thread_can_be_started_nobody_waits_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_queue: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("multiprocessing.queues.Queue._start_thread", refuse)
    children = set(multiprocessing.active_children())  # of tests before this one
    with pytest.raises(ErrataError, match="ended unexpectedly") as caught:
        Processes(2, worthwhile=0)(negative, list(range(1_000)))
    assert "`--jobs 1`" in (caught.value.help or "")
    assert set(multiprocessing.active_children()) <= children


def test_a_process_that_dies_is_an_error_with_a_way_out() -> None:
    with pytest.raises(ErrataError, match="ended unexpectedly") as caught:
        Processes(2, worthwhile=0)(DieElsewhere(os.getpid()), list(range(20)))
    assert "--jobs 1" in caught.value.help


class DieElsewhere:
    """Ends every process but one."""

    def __init__(self, here: int) -> None:
        self.here = here

    def __call__(self, number: int) -> int:
        if os.getpid() != self.here:
            os._exit(1)
        return number


PARENT = """
import os, sys, time
from errata.workers import Processes

def wait(number):
    with open(sys.argv[1], "a") as file:
        file.write(f"{os.getpid()}\\n")
    time.sleep(number)

if __name__ == "__main__":
    Processes(2, worthwhile=0).map_sharing(wait, [0, 600, 600])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
@pytest.mark.timeout(120)
def test_a_process_ends_when_its_parent_was_killed(tmp_path: Path) -> None:
    noted = tmp_path / "numbers"
    with subprocess.Popen([sys.executable, "-c", PARENT, str(noted)]) as parent:
        while len(numbers := {*noted.read_text().split()} if noted.exists() else set()) < 2:
            sleep(0.01)
        parent.kill()
    (worker,) = numbers - {str(parent.pid)}
    while is_running(worker):
        sleep(0.01)


def is_running(number: str) -> bool:
    """Whether there is a process of this number; one that is only not collected yet has ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_first_exception_is_raised_whoever_met_it(processes: Processes) -> None:
    for _ in range(3):
        with pytest.raises(ValueError, match="number 7"):
            processes(fail_at_seven_and_nine, list(range(20)))
    assert list(processes(negative, [1, 2])) == [-1, -2], "the processes live on"


def test_an_exception_that_cannot_travel_arrives_in_words() -> None:
    with ThreadPoolExecutor(1) as executor:
        run = StageRun(crew(executor), raise_at_once, [1])
        with pytest.raises(RuntimeError, match="Untravelled: lost luggage"):
            list(run.results())


class Untravelled(Exception):  # noqa: N818 - a test's
    """Has a lock, so it cannot be pickled, not even as Dask pickles exceptions."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.lock = Lock()


def raise_at_once(_number: int) -> int:
    text = "lost luggage"
    raise Untravelled(text)


def crew(executor: ThreadPoolExecutor) -> Crew:
    return Crew(executor, lambda: 1, helping=False)


class Large:
    """A function that is not sent with every task."""

    def __init__(self) -> None:
        self.ballast = b"x" * 200_000

    def __call__(self, number: int) -> int:
        return -number


class Counting(ThreadPoolExecutor):
    """An executor that remembers how large its tasks were."""

    def __init__(self) -> None:
        super().__init__(2)
        self.sizes: list[int] = []

    def submit(self, function: Callable[..., bytes], /, *args: bytes) -> object:  # type: ignore[override] # one task
        self.sizes.append(len(args[0]))
        return super().submit(function, *args)


def test_a_large_function_travels_to_each_worker_and_not_with_each_task() -> None:
    executor = Counting()
    numbers = list(range(500))
    with executor:
        results = dict(
            StageRun(Crew(executor, lambda: 2, helping=False), Large(), numbers).results()
        )
    assert [results[index] for index in numbers] == [-number for number in numbers]
    large = sum(size > 200_000 for size in executor.sizes)
    assert 2 <= large < len(executor.sizes) / 3


@pytest.mark.parametrize(
    ("quota", "most"),
    [("50000 100000", 1), ("150000 100000", 2), ("max 100000", None), ("nonsense", None)],
)
def test_a_container_s_quota_bounds_the_processors(
    quota: str, most: int | None, tmp_path: Path
) -> None:
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    everything = cpu_count(tmp_path / "missing")
    assert cpu_count(file) == min(everything, most or everything)


def test_dask_that_is_not_installed_is_an_error_that_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    chosen = ExecutorChoice("dask", "tcp://127.0.0.1:9", 2)
    with pytest.raises(ErrataError, match="not installed") as caught:
        open_executor(chosen, map_serially, list[str]().append)
    assert "pip install 'errata[dask]'" in caught.value.help
