"""The output of `build` and `check`, and answers of `explain` and `scan`, said again if they hold.

A file in the cache folder holds what a command line wrote, and stamps of everything that it read
and of the site that it left. If any of these changed, the file counts as missing, and the command
is run. So does a file that is damaged, or that others could write.

Importing what builds a site takes longer than examining all of its files, so no heavy modules are
imported here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from time import perf_counter, sleep, time_ns
from typing import Any, Final, NamedTuple, TextIO, cast

from msgspec import field

from errata.commands._environment import choose_cache_folder, current_moment, list_variables
from errata.own_files import SealedFile
from errata.stamp import SITE_SIGN, FileState, list_site_states, stamp_files, stamp_program
from errata.values import MutableRecord, Record

# Another number is another form.
_FORMAT: Final = "errata-replays-4"
# Knowledge bases, folders to call from, and command lines.
_MOST_FILES: Final = 32
# Answers in one file: the codes of 10,000 articles, and what was asked.
_MOST_ANSWERS: Final = 5_000
_LONGEST_TEXT: Final = 500
# Bytes: a hundred thousand findings, each with its lines.
_LARGEST: Final = 64_000_000
# Stands for the seconds that it takes to say it again; no command writes it.
SECONDS: Final = "\0seconds\0"
# After so many seconds no file that was written before is too young to be trusted.
_SETTLED: Final = 0.11
# Up to so many young files are read when a command is repeated; for more, it waits once. An edit
# leaves 20, and to wait took a tenth of the time of its build.
_MOST_YOUNG: Final = 200
_COMMANDS: Final = frozenset({"build", "check"})
_NAMES_OF_CONFIG: Final = ("errata.toml", "pyproject.toml")
# The variables that decide how findings are written, besides whether the output is a terminal.
_DISPLAY: Final = ("NO_COLOR", "FORCE_COLOR", "TERM", "CI", "COLUMNS", "PYTHONIOENCODING")


COMMAND_LINE: Final[ContextVar[tuple[str, ...] | None]] = ContextVar("command_line", default=None)
"""The arguments, if the process ends with the command; else no output is cached."""


class ReadInputs(NamedTuple):
    """The present state of what a command is about to read."""

    watched: tuple[str, ...]
    """Files and folders."""
    enclosing: tuple[str, ...]
    """Folders whose names of files are read."""
    stamp: str
    """A stamp of all of them; empty if a change might not show."""

    @classmethod
    def of(cls, watched: Iterable[Path], enclosing: Iterable[Path]) -> ReadInputs:
        """Stamp files and folders, unless `replay` has just stamped the same."""
        paths = tuple(sorted({*map(str, watched), *_possible_configs()}))
        folders = tuple(map(str, enclosing))
        stamped = _STAMPED.get()
        _STAMPED.set(None)  # a later call needs the state of its own time
        if stamped and stamped.stamp and stamped[:2] == (paths, folders):
            return stamped
        return cls._stamp(paths, folders)

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> ReadInputs:
        """Stamp again what was read for a record."""
        return cls._stamp(tuple(record["watched"]), tuple(record["enclosing"]))

    @classmethod
    def _stamp(cls, watched: tuple[str, ...], enclosing: tuple[str, ...]) -> ReadInputs:
        stamp = stamp_files(map(Path, watched), map(Path, enclosing), time_ns())
        return cls(watched, enclosing, stamp)


def _possible_configs() -> Iterator[str]:
    """Yield the files that would be the configuration if they existed."""
    working_folder = Path.cwd()
    for folder in (working_folder, *working_folder.parents):
        yield from (f"{folder}/{name}" for name in _NAMES_OF_CONFIG)


# What was compared before the command began: that is before it reads, as it asks for.
_STAMPED: Final[ContextVar[ReadInputs | None]] = ContextVar("stamped", default=None)


class WrittenSite(Record, frozen=True):
    """The site that a build has left."""

    folder: Path
    states: Mapping[str, FileState]
    """States of its files by path; empty if no file was written."""
    moment: int
    """When the files had these states, in nanoseconds."""


class Recording(MutableRecord):
    """The output of a command, to be repeated."""

    stdout: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)

    @contextmanager
    def listen(self) -> Iterator[None]:
        """Record what is written in the block, and write it."""
        streams = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (
            cast("TextIO", _Copied(stream, noted))
            for stream, noted in zip(streams, (self.stdout, self.stderr), strict=True)
        )
        try:
            yield
        finally:
            sys.stdout, sys.stderr = streams

    def save(  # noqa: PLR0913 - what a replay depends on, and what it is
        self,
        inputs: ReadInputs,
        *,
        until: float,
        status: int,
        summary: tuple[str, str],
        cache: Path | None,
        site: WrittenSite | None = None,
    ) -> None:
        """Cache the output, if it can later be known that nothing changed.

        `summary` is a text that was written, and its replacement when it is written again.
        """
        arguments, folder = COMMAND_LINE.get(), choose_cache_folder()
        # A folder that the configuration names is not known before that is read.
        if arguments is None or not (inputs.stamp and folder and folder == cache):
            return
        stderr = "".join(self.stderr).replace(*summary)
        try:
            left = _describe_left(site) if site else None
        except OSError:  # somebody removes it
            return
        content = {
            **inputs._asdict(),
            "site": str(site.folder) if site else "",
            "left": left,
            "until": until,
            "stdout": "".join(self.stdout),
            "stderr": stderr,
            "status": status,
        }
        _save(content, _file_of_call(folder, arguments))


class _Copied:
    """A stream whose output is recorded."""

    def __init__(self, stream: TextIO, noted: list[str]) -> None:
        self._stream = stream
        self._noted = noted

    def write(self, text: str) -> int:
        """Write and record a text."""
        self._noted.append(text)
        return self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write and record lines."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)


def replay(arguments: Sequence[str]) -> int | None:
    """Repeat this command line's output if nothing has changed since; return its status."""
    start = perf_counter()
    if _COMMANDS.isdisjoint(arguments) or "--no-cache" in arguments:
        return None
    folder = choose_cache_folder()
    if folder is None:
        return None
    record = _load(_file_of_call(folder, arguments))
    if record is None or not _is_as_it_was(record):
        return None
    sys.stdout.write(record["stdout"])
    sys.stdout.flush()
    sys.stderr.write(record["stderr"].replace(SECONDS, f"{perf_counter() - start:.1f}"))
    status: int = record["status"]
    return status


def _is_as_it_was(record: dict[str, Any]) -> bool:
    if current_moment().timestamp() >= record["until"]:
        return False
    inputs = ReadInputs.of_record(record)
    _STAMPED.set(inputs)
    if inputs.stamp != record["stamp"]:
        return False
    return not record["site"] or _is_left(Path(record["site"]), **record["left"])


def _file_of_call(folder: Path, arguments: Sequence[str]) -> SealedFile:
    return SealedFile(folder, "replays", _describe_call(arguments), _MOST_FILES, _LARGEST)


def _load(file: SealedFile) -> dict[str, Any] | None:
    """Load a record; it is sealed, so its form is known."""
    try:
        record: dict[str, Any] = json.loads(file.read())
    except (ValueError, RecursionError):
        return None
    return record


def _save(record: dict[str, Any], file: SealedFile) -> None:
    file.replace(json.dumps(record, separators=(",", ":")).encode())


def _describe_call(arguments: Sequence[str]) -> str:
    """Describe everything that affects a command's output, except what it reads."""
    display = [(name, os.environ.get(name, "")) for name in _DISPLAY]
    streams = [(stream.isatty(), stream.encoding) for stream in (sys.stdout, sys.stderr)]
    width = shutil.get_terminal_size() if any(is_shown for is_shown, _ in streams) else 0
    place = os.getcwd()  # noqa: PTH109 - as it is
    described = (list_variables(), display, streams, width)
    return repr((_FORMAT, stamp_program(), place, list(arguments), *described))


def _describe_left(site: WrittenSite) -> dict[str, Any]:
    """Describe the site that was just written: a stamp, and digests of its youngest files."""
    states: dict[str, FileState | None] = dict(site.states)
    moment = site.moment
    if states:
        states[SITE_SIGN] = FileState.of(os.lstat(site.folder / SITE_SIGN))
    young = _list_young(states, moment)
    if not states or len(young) > _MOST_YOUNG:
        sleep(_SETTLED if states else 0)
        states, moment = dict(list_site_states(str(site.folder))), time_ns()
        young = _list_young(states, moment)
    digests = {path: _digest_file(site.folder / path) for path in young}
    return {"stamp": _stamp_states(states), "digests": digests}


def _list_young(states: Mapping[str, FileState | None], moment: int) -> list[str]:
    """List the files in which a change after a moment might not show."""
    return [path for path, state in states.items() if state and not state.is_older_than(moment)]


def _is_left(site: Path, stamp: str, digests: Mapping[str, str]) -> bool:
    """Whether a site is as it was left, and is not being written."""
    if site.with_name(f".{site.name}.errata-journal").exists():
        return False
    is_same = _stamp_states(dict(list_site_states(str(site)))) == stamp
    return is_same and all(_digest_file(site / path) == digests[path] for path in digests)


def _stamp_states(states: Mapping[str, FileState | None]) -> str:
    digest = hashlib.sha256()
    for path in sorted(states):  # one by one: a million of them are half a gigabyte as one text
        written = repr((path, *(states[path] or ())))
        digest.update(written.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _digest_file(path: Path) -> str:
    with path.open("rb") as file:  # a static file may be larger than memory
        return hashlib.file_digest(file, "sha256").hexdigest()


# ── answers ─────────────────────────────────────────────────────────────────────────────────


class Recall(Record, frozen=True):
    """Cached answers to questions from one folder with the same options."""

    file: SealedFile | None
    """None without a folder of caches."""
    answers: dict[str, Sequence[object]] = field(default_factory=dict)

    @classmethod
    def of(cls, *options: object, cache: bool) -> Recall:
        """Load the cached answers of the knowledge base that the options choose."""
        folder = choose_cache_folder() if cache else None
        if folder is None:
            return cls(None)
        key = repr((_FORMAT, stamp_program(), os.getcwd(), options, list_variables()))  # noqa: PTH109 - as it is
        file = SealedFile(folder, "lookups", key)
        record = _load(file)
        if record is None or current_moment().timestamp() >= record["until"]:
            return cls(file)
        is_current = ReadInputs.of_record(record).stamp == record["stamp"]
        return cls(file, record["answers"] if is_current else {})

    def find(self, text: str) -> Sequence[object] | None:
        """Return the cached answer for a text."""
        return self.answers.get(text)

    def keep(
        self,
        answers: Mapping[str, Sequence[object]],
        inputs: ReadInputs,
        until: float,
        cache: Path | None,
    ) -> None:
        """Cache answers, which are JSON; do nothing if that fails."""
        # A folder that the configuration names is not known before that is read.
        if not (self.file and inputs.stamp and cache == self.file.caches):
            return
        short = {text: answer for text, answer in answers.items() if len(text) <= _LONGEST_TEXT}
        newest = dict(list({**short, **self.answers}.items())[:_MOST_ANSWERS])
        _save({**inputs._asdict(), "until": until, "answers": newest}, self.file)
