"""The README keeps its word: its sessions print what it shows, its targets and files exist."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SECONDS = re.compile(r"in \d+\.\d s")


def _sessions() -> list[tuple[str, str]]:
    """(command, output shown) of every line with a prompt, in order."""
    text = "".join(re.findall(r"```console\n(.*?)```", README, re.DOTALL))
    steps = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2]) for step in steps]


def _run(command: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout.replace(f"{folder}/", "")


def test_the_tour_prints_what_the_readme_shows(tmp_path: Path) -> None:
    folder = tmp_path
    for command, shown in _sessions():
        if command.startswith("cd "):
            folder /= command.removeprefix("cd ")
            continue
        printed = SECONDS.sub("in 0.1 s", _run(command, folder))
        assert printed == SECONDS.sub("in 0.1 s", shown), command


def test_the_two_commands_are_targets_and_ci_runs_the_second() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = re.findall(r"^make (\w+)", README, re.MULTILINE)
    assert commands == ["site", "test"]
    for target in commands:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")


def test_every_file_that_the_readme_names_is_there() -> None:
    names = [*re.findall(r"\]\(([^):]+)\)", README), *re.findall(r'src="([^":]+)"', README)]
    assert len(names) >= 4
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_no_file_names_an_address_of_a_package_index() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    hosts = re.compile(r"(?:py" r"pi|python" r"hosted|npm" r"js)\.(?:org|com)")
    named = [
        name
        for name in listed.stdout.splitlines()
        if (ROOT / name).is_file() and hosts.search((ROOT / name).read_text("utf-8", "replace"))
    ]
    assert named == []
