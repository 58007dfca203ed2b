"""Runs the sessions that a page shows: what follows a prompt must print what stands below it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.commands.running import Command

SECONDS = re.compile(r"in \d+\.\d s")
# What a shell does more than split words: "echo x > file", "cat log | errata scan -", "$HOME", "*".
FOR_A_SHELL = re.compile(r"[<>|&;$`*?~]")


def run_sessions(text: str, folder: Path) -> None:
    """Run every line with a prompt, in order; `cd` changes the folder of those after it."""
    for command, shown in read_sessions(text):
        if command.startswith("cd "):
            folder = (folder / command.removeprefix("cd ")).resolve()
            continue
        printed = SECONDS.sub("in 0.1 s", _run(command, folder))
        assert printed == SECONDS.sub("in 0.1 s", shown), command


def read_sessions(text: str) -> list[tuple[str, str]]:
    """(command, output shown) of every line with a prompt, in order."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", text, re.DOTALL))
    steps = re.split(r"^\$ ", blocks, flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2]) for step in steps]


def _run(command: str, folder: Path) -> str:
    if command.startswith("errata ") and not FOR_A_SHELL.search(command):
        words = shlex.split(command)[1:]
        printed = Command(folder)(*words, env={"NO_COLOR": "1"}, as_one=True).stdout
    else:
        printed = _run_in_shell(command, folder)
    return printed.replace(f"{folder}/", "")


def _run_in_shell(command: str, folder: Path) -> str:
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
    return done.stdout
