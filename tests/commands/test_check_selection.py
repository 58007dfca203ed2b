"""Which checks `errata check` runs, and on which files."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.running import Command


@pytest.fixture
def faulty(errata: Command) -> Command:
    """With an article that has a vague link (KB307) to nothing (KB301)."""
    write(errata, "faulty", "See [here](gone.md).")
    return errata


def write(errata: Command, name: str, text: str) -> None:
    article = f"---\ntitle: Upload of {name} fails\n---\n\n{text}\n"
    path = errata.folder / f"kb/en/{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(article, "utf-8")


def configure(errata: Command, text: str) -> None:
    settings = errata.folder / "errata.toml"
    # `errata init` writes the table already.
    before = settings.read_text("utf-8").replace("\n[check]\n", f"\n[check]\n{text}\n")
    assert text in before
    settings.write_text(before, "utf-8")


def found(errata: Command, *options: str) -> list[str]:
    """Name of the file and code of each finding."""
    lines = errata("check", "--output-format", "jsonl", *options).stdout.splitlines()
    parsed = map(json.loads, lines)
    return [
        f"{finding['path'].rpartition('/')[2]} {finding['code']}"
        for finding in parsed
        if "code" in finding
    ]


BOTH = ["faulty.md KB307", "faulty.md KB301"]


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ("--select ALL", "KB307 KB301"),
        ("--select KB3", "KB307 KB301"),
        ("--select kb30", "KB307 KB301"),
        ("--select vague-link", "KB307"),
        ("--select KB1,KB301", "KB301"),
        ("--select KB3 --ignore KB307", "KB301"),
        ("--ignore KB3", ""),
        ("--ignore KB3 --extend-select KB301", "KB301"),
    ],
)
def test_checks_are_chosen_by_code_prefix_and_name(
    faulty: Command, options: str, codes: str
) -> None:
    wanted = [f"faulty.md {code}" for code in codes.split()]
    assert found(faulty, *options.split()) == wanted


def test_the_configuration_chooses_and_the_command_line_has_the_last_word(faulty: Command) -> None:
    configure(faulty, 'select = ["KB3"]\nignore = ["KB301"]')
    assert found(faulty) == ["faulty.md KB307"]
    assert found(faulty, "--extend-select", "KB301") == BOTH
    assert found(faulty, "--select", "KB301") == ["faulty.md KB301"]


def test_checks_are_not_run_on_files_that_the_configuration_names(faulty: Command) -> None:
    write(faulty, "old/archived", "See [here](gone.md).")
    configure(faulty, 'per-file-ignores = { "en/old/**" = ["KB307"], "faulty.md" = ["KB3"] }')
    assert found(faulty) == ["archived.md KB301"]
    assert found(faulty, "kb/en/old") == ["archived.md KB301"]


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [("KB99", "KB901"), ("KB3001", "KB301"), ("vague-links", "vague-link"), ("AL", "ALL")],
)
def test_a_check_that_there_is_not_is_an_error_with_a_suggestion(
    errata: Command, wrong: str, remedy: str
) -> None:
    done = errata("check", "--select", wrong)
    message = f"no check is called `{wrong}` or begins so: did you mean `{remedy}`?"
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    configure(errata, f'ignore = ["{wrong}"]')
    done = errata("check")
    assert (done.returncode, f"did you mean `{remedy}`?" in done.stderr) == (2, True), done.stderr
    assert "errata.toml:" in done.stderr


def git(errata: Command, *arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=errata.folder, check=True)


def test_only_what_git_says_was_changed_is_judged(faulty: Command) -> None:
    write(faulty, "other", "See [here](gone.md).")
    write(faulty, "moved", "See [here](gone.md).")
    git(faulty, "init", "-q", "-b", "main")
    git(faulty, "add", "-A")
    git(faulty, "commit", "-q", "-m", "first")
    assert found(faulty, "--changed-since", "main") == []
    git(faulty, "mv", "kb/en/moved.md", "kb/en/mövéd.md")
    write(faulty, "new", "See [here](gone.md).")
    write(faulty, "other", "See [here](gone.md) again.")
    assert sorted({line.split()[0] for line in found(faulty, "--changed-since", "main")}) == [
        "mövéd.md",
        "new.md",
        "other.md",
    ]
    done = faulty("check", "--changed-since", "v1.0")
    assert (done.returncode, "git does not know `v1.0`" in done.stderr) == (2, True)


def test_outside_a_repository_nothing_was_changed_since_anything(errata: Command) -> None:
    ceiling = {"GIT_CEILING_DIRECTORIES": str(errata.folder.parent)}
    done = errata("check", "--changed-since", "main", env=ceiling)
    assert (done.returncode, "is not in a git repository" in done.stderr) == (2, True)


def test_several_processes_find_the_same(faulty: Command) -> None:
    assert found(faulty, "--jobs", "2", "--no-cache") == BOTH
    assert faulty("check", "--jobs", "0").returncode == 2
