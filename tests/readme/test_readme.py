"""The README keeps its word: its sessions print what it shows, its targets and files exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from tests.readme.sessions import run_sessions

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_tour_prints_what_the_readme_shows(tmp_path: Path) -> None:
    run_sessions(README, tmp_path)


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
