"""A folder of a stranger: nothing that lies in it is run, and nothing without an end is read."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.commands.running import environment
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# Modules that Python imports when it starts a process for `multiprocessing`.
MODULES: Final = (
    "pickle",
    "selectors",
    "signal",
    "socket",
    "struct",
    "tempfile",
    "multiprocessing",
)
# As a script of `pip` does it: Python looks in the folder of the script, and not in this one.
SHARE: Final = """
from errata.workers.processes import Processes
if __name__ == "__main__":
    with Processes(2, worthwhile=0, forking=False) as processes:
        print(list(processes(len, ["a", "bc"])))
"""


def test_a_module_of_the_folder_is_not_run_by_processes_that_are_started(tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    folder.mkdir()
    for name in MODULES:
        (folder / f"{name}.py").write_text("open('was-run', 'w').close()\n", "utf-8")
    script = tmp_path / "script.py"
    script.write_text(SHARE, "utf-8")
    done = subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env=environment(),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stdout == "[1, 2]\n", done.stderr
    assert not (folder / "was-run").exists()


def test_the_action_imports_nothing_from_the_folder_of_a_pull_request() -> None:
    action = (ROOT / "action.yml").read_text("utf-8")
    calls = [line for line in action.splitlines() if " -m " in line and "python" in line.lower()]
    assert calls
    assert [line for line in calls if " -I -m " not in line] == []
