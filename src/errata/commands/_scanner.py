"""Finds known error codes and messages in logs, and writes them as they are found."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from errata.commands._console import Settings, print_error, print_status
from errata.commands._lookup import Lookup, index_messages, open_lookup
from errata.commands._unknown import CodeDescriber
from errata.commands._writer import Writer
from errata.logs.files import LogFileError, unpack_blocks
from errata.logs.reader import LogReader
from errata.text.display import pluralise, printable

if TYPE_CHECKING:
    from errata.commands._replay import Recall
    from errata.logs.hits import LineHits, LogHit

# How many bytes are read at once. Hits of a block are written before the next one is read.
_BLOCK_SIZE: Final = 1 << 18
# Distinct unknown codes that are counted: a hostile log must not fill the memory.
_MAX_UNKNOWN: Final = 1_000
# Unknown codes that the summary lists: a screen of them is enough to see what is missing.
_MAX_UNKNOWN_LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class ScanOptions:
    """The options of a scan."""

    form: str
    locale: str | None
    max_count: int | None
    no_messages: bool
    kb: Path | None


def scan_logs(settings: Settings, files: Sequence[str], options: ScanOptions) -> int:
    """Write hits and a summary; return the exit status."""
    return _scan(open_lookup(settings, options.kb, options.locale), files, options)


def scan_and_keep(
    settings: Settings, files: Sequence[str], options: ScanOptions, recall: Recall, request: str
) -> int:
    """Scan logs that are short enough to write the output at once, and cache it."""
    lookup = open_lookup(settings, options.kb, options.locale)
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        status = _scan(lookup, files, options)
    sys.stdout.write(out.getvalue())
    sys.stdout.flush()
    sys.stderr.write(err.getvalue())
    if lookup.inputs and status != 2:  # noqa: PLR2004 - a log that cannot be read
        notice = f"{lookup.notice}\n" if lookup.notice else ""
        result = [out.getvalue(), notice + err.getvalue(), status]
        cache = lookup.project.cache_folder
        recall.keep({request: result}, lookup.inputs, lookup.until, cache)
    return status


def _scan(lookup: Lookup, files: Sequence[str], options: ScanOptions) -> int:
    messages = None if options.no_messages else index_messages(lookup.library)
    reader = LogReader(lookup.library, locale=lookup.locale, messages=messages)
    writer, describer = Writer(options.form), CodeDescriber(lookup)
    scan = LogScan(reader, writer, lookup, describer, options.max_count)
    readable = scan.read_all(files)
    scan.print_summary()
    if not readable:
        return 2
    return 0 if scan.faults else 1


@dataclass(slots=True)
class LogFault:
    """All hits of one code or message."""

    hit: LogHit  # the first
    first: tuple[str, int]  # the log and its line
    last: tuple[str, int]
    times: int = 0

    @property
    def summary(self) -> str:
        """Name, number of hits and places."""
        if self.times == 1:
            return f"  {self.hit.name}  once, {format_place(self.first)}"
        places = f"{format_place(self.first)} to {format_place(self.last)}"
        return f"  {self.hit.name}  {self.times:,} times, {places}"


@dataclass(slots=True)
class LogScan:
    """Reads logs, writes hits and counts them by fault."""

    reader: LogReader
    writer: Writer
    lookup: Lookup
    describer: CodeDescriber
    max_count: int | None = None
    # By kind and name, in the order in which they were first seen.
    faults: dict[tuple[str, str], LogFault] = field(default_factory=dict)
    # A log repeats its faults: by name and articles, printable.
    texts: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    unknown: dict[tuple[str, str], LogFault] = field(default_factory=dict)

    def read_all(self, files: Sequence[str]) -> bool:
        """Read the logs in turn; return False if one could not be read."""
        self.writer.begin_list("hits")
        readable = [self._read(name) for name in files]
        self.writer.end_list(
            faults=map(self._fault_object, self.faults.values()),
            unknown=map(self._unknown_object, self.unknown.values()),
        )
        return all(readable)

    def _read(self, name: str) -> bool:
        self.reader.restart()  # lines are counted from 1 in each log
        try:
            with os.fdopen(_open(name), "rb", buffering=0, closefd=name != "-") as file:
                self._write_hits(name, read_blocks(file.fileno()))
        except BrokenPipeError:  # the reader of stdout went away: not a fault of the log
            raise
        except LogFileError as error:
            print_error(f"`{name}` {error}")
            return False
        except OSError as error:
            print_error(f"`{name}` cannot be read: {error.strerror or error}")
            return False
        return True

    def _write_hits(self, name: str, blocks: Iterator[bytes]) -> None:
        remaining = self.max_count or sys.maxsize
        for lines in self._read_hits(blocks):
            remaining -= self._write_block(name, lines, remaining)
            sys.stdout.flush()  # `tail -f app.log | errata scan -` shows a hit at once
            if not remaining:
                return

    def _write_block(self, name: str, lines: Iterator[LineHits], most: int) -> int:
        """Write at most so many hits of a block; return how many there were."""
        count = 0
        texts: list[str] = []
        log = printable(f"{name}:")
        for number, hits in lines:
            for hit in hits:
                self._count(name, number, hit)
                if hit.kind == "unknown":
                    continue
                if self.writer.for_people:
                    texts.append(f"{log}{number}: {self._text_of(hit)}\n")
                else:
                    self.writer.add(self._hit_object(name, number, hit))
                count += 1
                if count == most:
                    break
            if count == most:
                break
        sys.stdout.write("".join(texts))
        return count

    def _read_hits(self, blocks: Iterator[bytes]) -> Iterator[Iterator[LineHits]]:
        fault = None
        try:
            for block in blocks:
                yield self.reader.feed_lines(block)
        except LogFileError as error:  # what comes before the damage is still read
            fault = error
        yield self.reader.end_lines()
        if fault:
            raise fault

    def _count(self, name: str, line: int, hit: LogHit) -> None:
        faults = self.unknown if hit.kind == "unknown" else self.faults
        key = (hit.kind, hit.name)
        fault = faults.get(key)
        if fault is None:
            if faults is self.unknown and len(faults) >= _MAX_UNKNOWN:
                return
            fault = faults[key] = LogFault(hit, (name, line), (name, line))
        fault.times += 1
        fault.last = (name, line)

    def _hit_object(self, name: str, line: int, hit: LogHit) -> Mapping[str, object]:
        return {
            "file": name,
            "line": line,
            "kind": hit.kind,
            "name": hit.name,
            "surface": hit.surface,
            "articles": self._article_objects(hit),
        }

    def _text_of(self, hit: LogHit) -> str:
        key = (hit.name, hit.articles)
        text = self.texts.get(key)
        if text is None:
            name = hit.name if hit.kind == "code" else f"`{hit.name}`"
            text = printable(f"{name}  {self._best_article(hit)}").rstrip()
            self.texts[key] = text
        return text

    def _best_article(self, hit: LogHit) -> str:
        """Return the best article's number and title, and how many more there are."""
        articles = self.lookup.find_articles(hit.articles)
        if not articles:
            return ""
        others = f" (+{len(articles) - 1} more)" if len(articles) > 1 else ""
        return f"{articles[0].number} {articles[0].metadata.title}{others}"

    def _fault_object(self, fault: LogFault) -> Mapping[str, object]:
        return {
            "kind": fault.hit.kind,
            "name": fault.hit.name,
            "times": fault.times,
            "first": format_place(fault.first),
            "last": format_place(fault.last),
            "articles": self._article_objects(fault.hit),
        }

    def _unknown_object(self, fault: LogFault) -> Mapping[str, object]:
        card = self.describer.describe(fault.hit.surface)
        return {
            **self._fault_object(fault),
            **(card.to_object() if card else {}),
            "kind": "unknown",
        }

    def _article_objects(self, hit: LogHit) -> list[Mapping[str, str]]:
        return [
            {"number": a.number, "locale": a.locale, "title": a.metadata.title, "source": a.source}
            for a in self.lookup.find_articles(hit.articles)
        ]

    def print_summary(self) -> None:
        """Print the findings by fault, for people."""
        faults = sorted(self.faults.values(), key=lambda fault: -fault.times)
        print_status(
            f"{pluralise(len(faults), 'fault')} found"
            if faults
            else "no known code or message found"
        )
        for fault in faults:
            print_status(printable(f"{fault.summary}  {self._best_article(fault.hit)}"))
        unknown = sorted(self.unknown.values(), key=lambda fault: (-fault.times, fault.hit.name))
        if unknown:
            codes = pluralise(len(unknown), "code")
            print_status(f"{codes} of known families that no article explains")
        for fault in unknown[:_MAX_UNKNOWN_LISTED]:
            about = self.describer.summarise(fault.hit.surface)
            print_status(printable(f"{fault.summary}  {about}".rstrip()))
        if len(unknown) > _MAX_UNKNOWN_LISTED:
            print_status(f"  … and {len(unknown) - _MAX_UNKNOWN_LISTED:,} more")


def format_place(place: tuple[str, int]) -> str:
    """Write a place such as `app.log:12`."""
    return f"{place[0]}:{place[1]}"


def read_blocks(descriptor: int) -> Iterator[bytes]:
    """Yield the text of a log, unpacked if it is packed."""
    return unpack_blocks(iter(lambda: os.read(descriptor, _BLOCK_SIZE), b""))


def _open(name: str) -> int:
    if name == "-":
        return 0
    # O_BINARY is there on Windows only, where a text file would end at Ctrl-Z.
    descriptor = os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    # `/dev/zero` never ends; `/dev/null` does, and `/dev/stdin` is a terminal or what it leads to.
    if stat.S_ISCHR(os.fstat(descriptor).st_mode) and not _ends(descriptor):
        os.close(descriptor)
        raise LogFileError("is a device without an end, not a log: scan a file, or `-` for stdin")
    return descriptor


def _ends(device: int) -> bool:
    return os.isatty(device) or os.path.samestat(os.fstat(device), Path(os.devnull).stat())
