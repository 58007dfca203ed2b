"""Reads a log for an article about it: codes and messages without private values."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from errata.commands._console import Settings
from errata.commands._lookup import index_messages, open_lookup
from errata.errors import ConfigError, KnowledgeBaseError
from errata.logs.files import LogFileError, find_encoding, unpack_blocks
from errata.logs.reader import LogReader
from errata.messages.mask import hide_inserts, strip_prefix
from errata.messages.telling import tells_of_failure
from errata.text.display import shorten_line

# The most bytes of a log that are read: an excerpt that somebody pastes has a few thousand.
_MOST_BYTES: Final = 4 * 1024 * 1024
# Messages and codes that an article begins with; the author deletes what is beside the point.
_MOST_MESSAGES: Final = 8
_MOST_CODES: Final = 12
# The most characters of a message that are shown.
_LONGEST: Final = 300
# The most characters of a title that is made from a message: what search engines show of one.
_LONGEST_TITLE: Final = 70
# How many characters a clause has: "ORA-12154: cannot" has 17.
_CLAUSE: Final = 17


@dataclass(frozen=True, slots=True)
class LogExcerpt:
    """The beginning of an article about a log."""

    codes: tuple[str, ...] = ()
    """Codes; those that no article explains come first."""
    messages: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Numbers of articles that already explain a part of it."""

    @property
    def title(self) -> str:
        """The first message, else the first code."""
        text = (self.messages or self.codes or ("",))[0]
        # The text before the first value that changes, if that is a clause.
        clause = text.partition("…")[0]
        words = " ".join((clause if len(clause) >= _CLAUSE else text.replace("…", " ")).split())
        words = words.strip(" .:;,=-")
        return words if len(words) <= _LONGEST_TITLE else words[:_LONGEST_TITLE].rpartition(" ")[0]

    def fill(self, issue: str) -> str:
        """Return the text below the heading of the issue."""
        listed = "".join(f"- `{code}`\n" for code in self.codes)
        quoted = "\n".join(self.messages).replace("```", "'''")
        block = f"```\n{quoted}\n```\n" if quoted else ""
        return "\n\n".join(filter(None, (issue, listed.rstrip(), block.rstrip())))


def read_log(name: str, settings: Settings, kb: Path | None, locale: str | None) -> LogExcerpt:
    """Read a log, `-` for stdin, with the families and articles of the knowledge base.

    Raises:
        ConfigError: if it cannot be read, or says nothing of an error.
    """
    data = _read(name)
    codes, articles = _find_known(data, settings, kb, locale)
    messages = tuple(dict.fromkeys(_messages(data, codes)))[:_MOST_MESSAGES]
    if not messages and not codes:
        remedy = "paste the lines around the error, or leave `--from-log` out"
        raise ConfigError(f"`{name}` contains no error code or error message", help=remedy)
    return LogExcerpt(tuple(codes)[:_MOST_CODES], messages, articles)


def _read(name: str) -> bytes:
    data = bytearray()
    try:
        with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
            for block in unpack_blocks(iter(lambda: file.read(_MOST_BYTES), b"")):
                data += block
                if len(data) > _MOST_BYTES:
                    break
    except LogFileError as error:
        raise ConfigError(f"`{name}` {error}") from None
    except OSError as error:
        raise ConfigError(f"`{name}` cannot be read: {error.strerror or error}") from None
    return bytes(data[:_MOST_BYTES])


def _find_known(
    data: bytes, settings: Settings, kb: Path | None, locale: str | None
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Map codes to how the log has them, and return articles that explain a part of it."""
    try:
        lookup = open_lookup(settings, kb, None)
    except KnowledgeBaseError:  # nothing is written yet: the lines alone are taken
        return {}, ()
    messages = index_messages(lookup.library)
    reader = LogReader(lookup.library, locale=locale or lookup.locale, messages=messages)
    hits = [*reader.feed(data), *reader.end()]
    codes = [hit for hit in hits if hit.kind != "message"]
    codes.sort(key=lambda hit: hit.kind != "unknown")
    articles = [number for hit in hits for number in hit.articles[:1]]
    return {hit.name: hit.surface for hit in codes}, tuple(dict.fromkeys(articles))


def _messages(data: bytes, codes: dict[str, str]) -> Iterator[str]:
    """Yield lines with one of the codes first, then lines that tell of a failure."""
    text = data.decode(find_encoding(data) or "utf-8", "replace")
    lines = [message for line in text.splitlines() if (message := strip_prefix(line).strip())]
    with_code = [each for each in lines if _has_code(each, codes.values())]
    for line in (*with_code, *(line for line in lines if tells_of_failure(line))):
        yield shorten_line(hide_inserts(line), _LONGEST)


def _has_code(line: str, surfaces: Iterable[str]) -> bool:
    return any(surface and surface in line for surface in surfaces)


def note_articles(excerpt: LogExcerpt) -> None:
    """Print which articles explain a part of the log, before somebody writes another."""
    if excerpt.articles:
        listed = ", ".join(excerpt.articles[:5])
        click.echo(f"already explained in part by {listed}", err=True)
