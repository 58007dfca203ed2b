"""The command `errata`: imports a command's module, runs it, and turns errors into exit statuses.

0    clean
1    findings at or above `--fail-on`
2    wrong usage or an error of the environment (`ErrataError`, the operating system, a bug)
130  interrupted
141  the program that read the output has ended
"""

from __future__ import annotations

import atexit
import errno
import os
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import Final, NoReturn

import click

from errata import __version__
from errata.commands._console import Settings, debugging, print_error, print_status, write_examples
from errata.commands._replay import COMMAND_LINE, replay
from errata.docstrings import keep_docstring
from errata.errors import ErrataError
from errata.text.display import printable

# What the loaders of glibc and musl say if a library does not fit into memory: "a.so: failed to map
# segment from shared object", "cannot create shared object descriptor: Cannot allocate memory".
_NOT_MAPPED: Final = ("failed to map segment", "annot allocate memory", "ut of memory")
# Not read from the commands: importing them all would load the compiler and the server.
_GROUPS = {
    "Write": {
        "init": "Set up a knowledge base in a folder.",
        "new": "Create an article.",
        "fmt": "Format the markdown of articles.",
        "import": "Import the articles of another knowledge base.",
        "lsp": "Check and complete articles as you type in an editor.",
        "schema": "Print a JSON Schema for editors.",
    },
    "Look up": {
        "explain": "Explain a code, a message, an article or a check.",
        "search": "Search the articles as the site does.",
        "scan": "Find known error codes and messages in logs.",
        "codes": "List the error codes, or compare them with a catalogue.",
        "report": "Report the health of the articles: what to do first, and why.",
    },
    "Publish": {
        "check": "Check the articles and report problems.",
        "build": "Compile the articles into a help site.",
        "serve": "Preview the site while you write; pages reload automatically.",
        "verify": "Compare a site, in a folder or on a server, with what errata wrote.",
    },
}
_SUMMARIES = {name: text for group in _GROUPS.values() for name, text in group.items()}
_EXAMPLES = (
    "errata init",
    'errata new KA-20001 --title "Upload fails with an SSL error"',
    "errata check",
    "errata build",
    "errata codes",
)


class _Commands(click.Group):
    """Imports a command's module and its dependencies only when the command is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        if cmd_name not in _SUMMARIES:
            return None
        # A module cannot be named after a word of the language, such as `import`.
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"errata.commands.{module}").command
        assert isinstance(command, click.Command)  # noqa: S101 - our own modules
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        for title, commands in _GROUPS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        write_examples(self.epilog or "", formatter)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # else click makes it status 1, which means findings
            return _close_pipe()


@click.group(
    cls=_Commands,
    epilog="\n".join(_EXAMPLES),
    invoke_without_command=True,  # else click raises the help as an error's message
    subcommand_metavar="COMMAND …",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Configuration to use instead of the nearest errata.toml or pyproject.toml.",
)
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,  # see `debugging`
    help="Show the traceback if errata has a bug (or set ERRATA_DEBUG).",
)
@click.pass_context
@keep_docstring
def errata(context: click.Context, config: Path | None) -> None:
    """Compile a folder of support articles into a help site in which every error code is a page.

    The exit status is 0 if all is well, 1 if there are findings at or above --fail-on, and 2 for
    wrong usage or an error in the configuration, the templates or the system.
    """
    context.obj = Settings(config=config)
    if context.invoked_subcommand is None:
        print_status(context.get_help())
        context.exit(2)


def run(arguments: Sequence[str], *, alone: bool = False) -> NoReturn:
    """Run a command line and exit with its status; `alone` if the process ends with it."""
    # A process may start without streams, as `>&-` asks. The next file would take their numbers.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - kept
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - kept
    # A character that the stream cannot encode becomes an escape, not an exception.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # both are text
    if alone:
        COMMAND_LINE.set(tuple(arguments))
        # Else pydantic searches all installed packages for plugins, and runs what it finds.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        if not debugging(arguments):
            threading.excepthook = _report_thread
    replayed = _run_again(arguments) if alone else None
    status = (
        _run(lambda: errata.main(arguments, prog_name="errata", standalone_mode=False))
        if replayed is None
        else replayed
    )
    if alone:
        _leave(status)
    sys.exit(status)


def _run_again(arguments: Sequence[str]) -> int | None:
    """Return the exit status of the same earlier command, and write its output again."""
    try:
        return replay(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _close_pipe()
    except Exception:  # noqa: BLE001 - the command itself meets it, too, and says what is wrong
        return None


def _leave(status: int) -> NoReturn:
    """Exit without a full clean-up, which takes 0.2 s after a build of 1,179 articles."""
    if threading.active_count() > 1:  # a normal exit waits for other threads
        sys.exit(status)
    atexit._run_exitfuncs()  # noqa: SLF001 - as an exit does first: pools, logs, measuring
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it
            stream.flush()
    os._exit(status)


def _run(command: Callable[[], int | None]) -> int:
    """Return the exit status of a command, whatever it raises."""
    try:
        status = command() or 0
        sys.stdout.flush()
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a bare traceback
        return _report(error)
    return status


def _report_thread(ended: threading.ExceptHookArgs) -> None:
    """Report why a thread ended in a line: Python would print a traceback."""
    print_error(f"a thread ended unexpectedly: {ended.exc_type.__name__}: {ended.exc_value}")


def _report(error: Exception) -> int:
    match error:
        case ErrataError():
            return print_error(error.message, error.span, help=error.help)
        case click.ClickException():
            context = error.ctx if isinstance(error, click.UsageError) else None
            path = context.command_path if context else "errata"
            return print_error(_restyle(error.format_message()), help=f"see `{path} --help`")
        case BrokenPipeError():
            return _close_pipe()
        case MemoryError() | OSError() | ImportError() if _is_of_memory(error):
            remedy = "raise the limit on memory; of a build, `--jobs 1` needs the least"
            return print_error("there is not enough memory", help=remedy)
        case OSError():
            place = f" `{error.filename}`" if error.filename else ""
            return print_error(f"cannot access{place}: {error.strerror or error}")
        case _:
            return _report_bug(error)


def _is_of_memory(error: Exception) -> bool:
    """Whether too little memory is the reason of an error."""
    match error:
        case ImportError():
            return any(sign in error.msg for sign in _NOT_MAPPED)
        case OSError():
            return error.errno == errno.ENOMEM
    return isinstance(error, MemoryError)


def _restyle(message: str) -> str:
    # "No such command 'x'." becomes "no such command 'x'", as our own messages are written.
    return (message[:1].lower() + message[1:]).rstrip(".")


def _close_pipe() -> int:
    # Buffered output is discarded; otherwise the interpreter would report an error as it exits.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def _report_bug(error: Exception) -> int:
    if debugging(sys.argv):
        import traceback  # noqa: PLC0415 - takes 10 ms, for a bug alone

        lines = "".join(traceback.format_exception(error)).splitlines()
        sys.stderr.writelines(f"{printable(line)}\n" for line in lines)
    reason = f"{type(error).__name__}: {error}"
    remedy = "run it again with `errata --debug …` and report the traceback"
    return print_error(f"this is a bug in errata: {reason}", help=remedy)
