"""A folder of a stranger: nothing that lies in it is run, and nothing without an end is read."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

from errata.__main__ import errata
from errata.errors import ErrataError
from errata.files.git import changed_files, read_changes
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


def git(folder: Path, *arguments: str, data: str = "") -> str:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgSign=false")
    command = ("git", "-C", str(folder), *own, *arguments)
    return subprocess.check_output(command, input=data, text=True).strip()


SIGNED: Final = """tree {tree}
parent {parent}
author a <a@example.com> 1 +0000
committer a <a@example.com> 1 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 YQ==
 -----END PGP SIGNATURE-----

signed
"""
SETTINGS: Final = """
[core]
    fsmonitor = {0}
    hooksPath = {1}
[filter "a=b"]
    clean = {0}
    required = true
[filter "c"]
    process = {0}
[diff "c"]
    textconv = {0}
    command = {0}
[diff]
    external = {0}
[log]
    showSignature = true
[gpg]
    program = {0}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Its settings name a program wherever git would run one; `was-run` shows that it did."""
    kb, hooks = tmp_path / "kb", tmp_path / "hooks"
    hooks.mkdir()
    for name in ("program", "hooks/post-index-change"):
        (tmp_path / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\ncat\n", "utf-8")
        (tmp_path / name).chmod(0o755)
    kb.mkdir()
    git(kb, "init", "--quiet")
    for text in ("one", "two"):
        (kb / "a.md").write_text(text, "utf-8")
        (kb / "b.md").write_text("one", "utf-8")
        git(kb, "add", ".")
        git(kb, "commit", "--quiet", "--message", text)
    tree, parent = git(kb, "rev-parse", "HEAD^{tree}", "HEAD~1").split()
    commit = SIGNED.format(tree=tree, parent=parent)
    git(
        kb,
        "update-ref",
        "HEAD",
        git(kb, "hash-object", "-t", "commit", "-w", "--stdin", data=commit),
    )
    (kb / ".git/info/attributes").write_text(
        "a.md filter=a=b diff=c\nb.md filter=c diff=c\n", "utf-8"
    )
    with (kb / ".git/config").open("a", encoding="utf-8") as config:
        config.write(SETTINGS.format(tmp_path / "program", hooks))
    (kb / "a.md").write_text("three", "utf-8")
    (kb / "b.md").write_text("three", "utf-8")
    return kb


def test_nothing_is_run_that_the_settings_of_a_repository_name(repository: Path) -> None:
    changed = changed_files(repository, "HEAD")
    read_changes(repository, [("a.md", "b.md")])
    assert not (repository.parent / "was-run").exists()
    assert [path.name for path in changed] == ["a.md", "b.md"]


ARTICLE: Final = "---\ntitle: The proxy refuses\n---\n# The proxy refuses\n\ntext\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a stranger, in which a command is run."""
    folder = tmp_path / "stranger"
    (folder / "kb/en").mkdir(parents=True)
    (folder / "kb/en/a.md").write_text(ARTICLE, "utf-8")
    (folder / "errata.toml").write_text('kb = "kb"\ntemplates = "templates"\n', "utf-8")
    (folder / "templates/strings").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> object:
    return CliRunner().invoke(errata, arguments, standalone_mode=False, catch_exceptions=False)


# What has no end -> the command that would read it.
ENDLESS: Final = (
    ("kb/.errata-import.json", ("import", "html", "errata.toml")),
    ("site/.errata-manifest.json", ("verify", "site")),
    ("site/.errata-manifest.json", ("build", "--jobs", "1")),
    ("templates/article.html", ("build", "--jobs", "1")),
    ("templates/strings/en.toml", ("check",)),
    (".vscode/settings.json", ("init", "--editor", "vscode")),
)


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize(("path", "command"), ENDLESS)
def test_what_has_no_end_is_refused(
    here: Path, path: str, command: tuple[str, ...], kind: str
) -> None:
    (here / path).parent.mkdir(parents=True, exist_ok=True)
    if kind == "pipe":
        os.mkfifo(here / path)
    else:
        (here / path).symlink_to("/dev/zero")
    with pytest.raises(ErrataError, match=r"not a regular file|outside|symbolic link"):
        run(*command)


def test_a_text_that_would_fill_the_memory_is_refused(here: Path) -> None:
    (here / "errata.toml").write_text('catalogue = "list.csv"\n', "utf-8")
    (here / "list.csv").touch()
    os.truncate(here / "list.csv", 3 << 30)
    with pytest.raises(ErrataError, match="more than 67,108,864 bytes"):
        run("check")


@pytest.mark.parametrize("link", [".vscode", ".vscode/settings.json"])
def test_no_link_leads_what_init_writes_out_of_the_folder(here: Path, link: str) -> None:
    outside = here.parent / "outside"
    (outside if link == ".vscode" else outside / "settings.json").mkdir(parents=True)
    (here / link).parent.mkdir(exist_ok=True)
    (here / link).symlink_to(outside / link.removeprefix(".vscode").removeprefix("/"))
    before = sorted(outside.rglob("*"))
    with pytest.raises(ErrataError, match="behind a symbolic link"):
        run("init", "--editor", "vscode")
    assert sorted(outside.rglob("*")) == before
