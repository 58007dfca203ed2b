"""`python -OO`, which drops docstrings and assertions, says and makes the same as Python."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from tests.commands.running import Command, environment

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS: Final = (
    ("explain", "KB207"),
    ("--help",),
    ("build", "--help"),
    ("schema",),
    ("schema", "--help"),
    ("build", "--no-cache"),
)
# One process for all: to start it takes longer than to answer.
SCRIPT: Final = """
import contextlib, io, json, sys
from errata.__main__ import main
said = []
for arguments in json.loads(sys.argv[1]):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    err = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            status = end.code
    for stream in (out, err):
        stream.flush()
    said.append([status, out.buffer.getvalue().decode() + err.buffer.getvalue().decode()])
json.dump(said, sys.stdout)
"""


def _run(folder: Path, *options: str) -> tuple[list[object], dict[str, str]]:
    """What the commands said, but for how long they took, and the digests of the site."""
    command = [sys.executable, *options, "-c", SCRIPT, json.dumps(COMMANDS)]
    done = subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=True
    )
    files = sorted(path for path in (folder / "site").rglob("*") if path.is_file())
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }
    return json.loads(done.stdout)[:-1], digests


def test_optimised_python_says_and_makes_the_same(tmp_path: Path) -> None:
    article = (
        "---\ndescription: short\n---\n# Upload fails with APP-1001\n\nSign in again. ü 日本\n"
    )
    for name in ("plain", "optimised"):
        (tmp_path / name / "kb").mkdir(parents=True)
        (tmp_path / name / "kb/upload.md").write_text(article, "utf-8")
    said, files = _run(tmp_path / "plain")
    assert len(files) > 50
    assert _run(tmp_path / "optimised", "-OO") == (said, files)
    help_text = Command(tmp_path)("explain", "KB207").stdout
    assert "A description that is a placeholder" in help_text
    assert said[0] == [0, help_text]
