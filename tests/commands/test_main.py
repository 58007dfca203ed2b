"""What holds for every command: help, exit statuses, streams, colours."""

from __future__ import annotations

import errno
import json
import re
import shlex
import subprocess
import sys
from importlib import import_module
from subprocess import PIPE
from typing import TYPE_CHECKING

import click
import pytest

from errata import __main__ as main
from errata import __version__
from errata.diagnostics import Span
from errata.errors import ConfigError
from tests.commands.running import environment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

COMMANDS = [
    "init",
    "new",
    "lsp",
    "schema",
    "explain",
    "search",
    "scan",
    "codes",
    "check",
    "build",
    "serve",
]
BROKEN = "---\ntitle: 'Upload' fails\narticle-number: KA-00002\n---\n# Upload\n"


def examples(name: str) -> list[str]:
    command = import_module(f"errata.commands.{name}").command if name else main.errata
    return (command.epilog or "").splitlines()


def spoil(folder: Path) -> None:
    (folder / "kb/en/KA-00002.md").write_text(BROKEN, encoding="utf-8")


def test_version_is_the_packages(empty: Command) -> None:
    assert empty("--version").stdout == f"errata {__version__}\n"


def test_help_lists_every_command_with_what_it_does(empty: Command) -> None:
    done = empty("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for name in COMMANDS:
        assert re.search(rf"^  {name} +[A-Z].+\.$", done.stdout, re.MULTILINE)


def test_without_a_command_the_help_is_shown_as_wrong_usage(empty: Command) -> None:
    done = empty()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == empty("--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_shows_its_examples_unwrapped(empty: Command, name: str) -> None:
    done = empty(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert examples(name)
    for line in examples(name):
        assert f"\n  {line}\n" in done.stdout


def test_a_build_says_where_to_see_what_it_does_not_show(errata: Command) -> None:
    path = errata.folder / "kb/en/KA-00002.md"
    path.write_text("# Upload fails\n\nSee [the way](#out).\n", encoding="utf-8")
    assert "warning, see `errata check`\n" in errata("build").stderr
    assert "see `errata check`" not in errata("build", "--output-format", "concise").stderr
    spoil(errata.folder)
    output = errata("build", "--keep-going").stderr
    assert output.endswith(": 1 error\n")


def commit_all(folder: Path) -> None:
    """A repository with a branch `main` that has everything."""
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "all")):
        subprocess.run(["git", *author, *words], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize("name", ["", "new", "check", "build"])
def test_examples_in_help_work(errata: Command, name: str) -> None:
    (errata.folder / "app.log").write_text("ORA-12154: could not resolve the name\n", "utf-8")
    commit_all(errata.folder)
    for line in examples(name):
        words = shlex.split(re.split(r" [<>] ", line)[0])
        assert words[0] == "errata"
        done = errata(*words[1:])
        assert done.returncode == 0, (line, done.stderr)


def test_examples_of_init_work(empty: Command) -> None:
    for line in examples("init"):
        assert empty(*shlex.split(line)[1:]).returncode == 0


@pytest.mark.parametrize("line", examples("serve"))
def test_examples_of_serve_are_understood(line: str) -> None:
    command = import_module("errata.commands.serve").command
    assert isinstance(command, click.Command)
    context = command.make_context("serve", shlex.split(line)[2:])
    assert context.params["host"] == "127.0.0.1"


@pytest.mark.parametrize(
    "arguments",
    [
        ["bogus"],
        ["build", "--bogus"],
        ["build", "--jobs", "0"],
        ["build", "--jobs", "many"],
        ["check", "--fail-on", "everything"],
        ["check", "--output-format", "yaml"],
        ["serve", "--port", "99999"],
        ["new", "KA 1"],
        ["new", "../KA-00009"],
        ["new", "KA-00009", "--locale", "../.."],
        ["--config"],
    ],
)
def test_wrong_usage_is_status_2_with_the_way_to_the_help(
    errata: Command, arguments: list[str]
) -> None:
    done = errata(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"error: [^A-Z].*\nhelp: see `errata.* --help`\n", done.stderr, re.DOTALL)


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_folder_that_is_not_there_is_status_2(empty: Command, command: str) -> None:
    done = empty(command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: the folder `")
    assert "\nhelp: " in done.stderr


@pytest.mark.parametrize("command", ["build", "check", "serve", "new"])
def test_a_bad_key_in_the_configuration_is_shown_with_its_place(
    errata: Command, command: str
) -> None:
    (errata.folder / "errata.toml").write_text('kb = "kb"\noutt = "site"\n', encoding="utf-8")
    done = errata(command)
    assert done.returncode == 2
    assert done.stderr.startswith("error: unknown key `outt`\n --> ")
    assert "errata.toml:2:1\n" in done.stderr
    assert done.stderr.endswith("help: did you mean `out`?\n")


def test_another_configuration_can_be_named(errata: Command) -> None:
    (errata.folder / "other.toml").write_text('out = "elsewhere"\n', encoding="utf-8")
    assert errata("--config", "other.toml", "build").returncode == 0
    assert (errata.folder / "elsewhere/index.html").is_file()


def test_a_configuration_that_is_not_there_is_status_2(errata: Command) -> None:
    done = errata("--config", "none.toml", "check")
    assert done.returncode == 2
    assert "none.toml" in done.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_findings_are_status_1_and_never_a_traceback(errata: Command, command: str) -> None:
    spoil(errata.folder)
    done = errata(command)
    assert done.returncode == 1
    output = done.stdout if command == "check" else done.stderr
    assert "--> kb/en/KA-00002.md:2:" in output
    assert "2 | title: 'Upload' fails" in output
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["build", "check"])
def test_fail_on_never_is_status_0_whatever_is_found(errata: Command, command: str) -> None:
    spoil(errata.folder)
    assert errata(command, "--fail-on", "never").returncode == 0


def test_the_configuration_says_what_fails_unless_the_command_line_does(errata: Command) -> None:
    spoil(errata.folder)
    (errata.folder / "errata.toml").write_text('[check]\nfail-on = "never"\n', encoding="utf-8")
    assert errata("check").returncode == 0
    assert errata("check", "--fail-on", "error").returncode == 1


@pytest.mark.parametrize("command", ["build", "check"])
def test_json_goes_to_stdout_and_the_summary_to_stderr(errata: Command, command: str) -> None:
    spoil(errata.folder)
    done = errata(command, "--output-format", "json")
    findings = json.loads(done.stdout)
    assert {finding["path"] for finding in findings} == {"kb/en/KA-00002.md"}
    assert "1 error" in done.stderr.splitlines()[0]
    assert "KB001" not in done.stderr


def test_paths_are_as_seen_from_where_one_stands(errata: Command) -> None:
    spoil(errata.folder)
    inside = type(errata)(errata.folder / "kb/en")
    done = inside("check", "--kb", "..", "--output-format", "concise")
    assert done.stdout.startswith("../en/KA-00002.md:2:")


@pytest.mark.parametrize("command", ["check", "build"])
def test_colours_follow_no_color_and_force_color(errata: Command, command: str) -> None:
    spoil(errata.folder)

    def colored(**env: str) -> bool:
        done = errata(command, env=env)
        return "\x1b[" in done.stdout + done.stderr

    assert not colored()
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="0")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")


def test_content_does_not_drive_the_terminal(errata: Command) -> None:
    path = errata.folder / "kb/en/KA-00002.md"
    path.write_bytes(BROKEN.replace("fails", "\x1b]0;owned\x07\x1b[2J").encode())
    done = errata("check")
    assert done.returncode == 1
    assert "\x1b" not in done.stdout + done.stderr


def test_a_reader_that_goes_away_is_no_fault(errata: Command) -> None:
    spoil(errata.folder)
    process = errata.start_python("check", stdout=PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(30) == 141
    process.stderr.close()


def test_an_interrupt_is_status_130(capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    assert main._run(interrupted) == 130
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_the_environment_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def refused() -> int:
        raise PermissionError(13, "Permission denied", "kb")

    assert main._run(refused) == 2
    assert capsys.readouterr().err == "error: cannot access `kb`: Permission denied\n"


def test_a_fault_is_shown_with_nothing_in_it_that_drives_a_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken() -> int:
        raise ConfigError("a\x1b[2J", span=Span("::b\x07", 3, 4), help="c\n::error::d")

    assert main._run(broken) == 2
    assert capsys.readouterr().err == (
        "error: a\\x1b[2J\n --> \\x3a:b\\x07:3:4\nhelp: c\\x0a::error::d\n"
    )


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        ImportError("libzstd.so.1: failed to map segment from shared object"),
    ],
)
def test_too_little_memory_is_no_bug(error: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    def fill() -> int:
        raise error

    assert main._run(fill) == 2
    assert capsys.readouterr().err.startswith("error: there is not enough memory\nhelp: raise")


@pytest.mark.parametrize("debug", [False, True])
def test_a_bug_says_so_and_shows_its_traceback_only_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *, debug: bool
) -> None:
    monkeypatch.delenv("ERRATA_DEBUG", raising=False)
    monkeypatch.setattr(sys, "argv", ["errata", *(["--debug"] if debug else []), "build"])

    def wrong() -> int:
        raise IndexError("tuple\x1b index")

    assert main._run(wrong) == 2
    output = capsys.readouterr().err
    assert "error: this is a bug in errata: IndexError: tuple\\x1b index\n" in output
    assert ("Traceback" in output) is debug
    assert "\x1b" not in output


def test_version_and_help_import_neither_the_compiler_nor_the_server(empty: Command) -> None:
    code = (
        "import sys; from errata.__main__ import errata\n"
        "errata.main(['--help'], standalone_mode=False)\n"
        "heavy = {'pydantic', 'markdown_it', 'jinja2', 'uvicorn', 'starlette',"
        " 'watchfiles'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = empty.python(code)
    assert (done.returncode, done.stderr) == (0, "")


def test_build_imports_nothing_of_the_server(errata: Command) -> None:
    code = (
        "import sys; from errata.__main__ import errata\n"
        "errata.main(['build'], standalone_mode=False)\n"
        "heavy = {'uvicorn', 'starlette', 'watchfiles', 'anyio'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = errata.python(code)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_command_runs_without_streams(closed: str) -> None:
    command = ["sh", "-c", f'exec "$0" -m errata schema {closed}', sys.executable]
    done = subprocess.run(command, env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
