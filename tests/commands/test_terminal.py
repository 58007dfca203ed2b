"""What a person at a terminal sees, and a CI log does not."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from errata.commands import _console

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.commands.running import Command

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")


def seen(errata: Command, env: Mapping[str, str], *arguments: str) -> str:
    """What arrives at a terminal that stderr is connected to."""
    process = errata.start(*arguments, env=env, ends=pty.openpty())
    chunks = []
    while chunk := _read(process.stderr.fileno()):
        chunks.append(chunk)
    assert process.wait(60) == 0
    process.end()
    return b"".join(chunks).decode()


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # how Linux says that the other end is closed
        return b""


def test_progress_is_shown_on_a_terminal_and_gone_at_the_end(errata: Command) -> None:
    output = seen(errata, {"TERM": "xterm"}, "build")
    assert "\x1b[?25l" in output, "the cursor is hidden while it runs"
    assert "\x1b[?25h" in output, "and is back"
    assert re.search(r"(reading|parsing|linking|writing) .*…", output)
    assert re.search(r"\x1b\[2Kbuilt .*\n$", output), "the line was erased first"


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, {"TERM": "xterm", "CI": "true"}])
def test_a_dumb_terminal_and_a_ci_log_get_lines_only(errata: Command, env: dict[str, str]) -> None:
    output = seen(errata, env, "build")
    assert "\x1b" not in output
    assert len(output.splitlines()) == 1
    assert output.startswith("built ")


def test_no_color_keeps_progress_without_colours(errata: Command) -> None:
    output = seen(errata, {"TERM": "xterm", "NO_COLOR": "1"}, "build")
    assert re.search(r"(reading|parsing|linking|writing) .*…", output)
    assert "\x1b[3" not in output


def test_a_stage_says_how_much_is_done_and_how_long_the_rest_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, lines = [0.0], list[str]()
    monkeypatch.setattr(_console, "monotonic", lambda: clock[0])
    count = _console.StageCounter(lines.append)
    for done in range(1, 1001):
        clock[0] = 100 + done * 0.1
        count("parsing articles", done, 1000)
    assert lines[0] == "parsing articles: 1 of 1,000 …"
    assert "parsing articles: 100 of 1,000, 1 min 29 s left …" in lines
    assert "parsing articles: 990 of 1,000, 1 s left …" in lines
    assert not lines[-1].startswith("parsing"), "then something else is done"
