"""From bytes to text, and where a file's front matter ends and its body begins.

The text is UTF-8 with or without byte order mark; line ends become LF. A file that is not is left
out of the site. It is still read as far as possible, with the broken bytes replaced, so that its
internal values are known to the search of the finished site.

Front matter is YAML between lines of `---`, TOML between lines of `+++`, JSON as an object or
between lines of `;;;`, or MultiMarkdown's lines of `Key: value`; a file needs none. What begins
like one and is plain markdown, such as a thematic break or a table, is the body. What was clearly
meant as front matter and is not closed is a fault: published as text, it could show internal
values. python-frontmatter splits the text at the markers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final, Literal, NamedTuple

from frontmatter.default_handlers import BaseHandler

from errata.articles.front_matter.misplaced import (
    CLOSING_LINE,
    KEY_LINE,
    explain_unclosed,
    find_displaced,
    find_mismarked,
    find_second,
    has_decisive_key,
)
from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic, Span
from errata.diagnostics.registry import run_checks
from errata.model import INTERNAL_KEYS, Metadata, Secret, Source, UnknownKey
from errata.model.observations import UnreadableFrontMatter, UnusableFile
from errata.text.characters import BIDI
from errata.values import Record

Form = Literal["none", "yaml", "toml", "json", "lines"]

# Lines of only white space at the beginning; not the indentation of the first line with text.
_BLANK: Final = compile_late(r"(?:[^\S\n]*\n)*")
# "title: x", "'a b': x", "タイトル:" and "ms.date: x" yes; "a b: x", "a:b" and "- a: x" no.
_YAML_KEY: Final = compile_late(
    r"""(?:"[^"\n]{1,80}"|'[^'\n]{1,80}'|[\w.$@-]{1,80})[ \t]*:(?:\s|$)"""
)
# "title = 'x'", "a.b=1" and "[params]" yes; "a b = 1" and "- [link](x)" no.
_TOML_KEY: Final = compile_late(r"[\w.'\"-]{1,80}[ \t]*=|\[{1,2}[\w.'\" -]{1,80}\]{1,2}[ \t]*$")
# '"title": "x"' and "{" yes; "title: x" no.
_JSON_KEY: Final = compile_late(r'[{}]|"[^"\n]{1,80}"[ \t]*:')
# "---toml" and "--- json" alone on a line, as gray-matter reads them; not "--- a" nor "---".
_LANGUAGE: Final = compile_late(r"---[ \t]*(yaml|toml|json)[ \t]*$", re.MULTILINE | re.IGNORECASE)
# The beginning of an object, also with other quotes or none: '{ "', "{\n}", "{ 'a'" and "{\n a: 1"
# yes; "{{< x >}}", "{% x %}", "{: .x}" and "{a}" no.
_JSON_OBJECT: Final = compile_late(r"\{\s*(?:[\"'\u201c}]|\w[\w-]{0,40}\s*:\s)")


class FrontMatter(Record, frozen=True):
    """The front matter of a file, and the parts of the file."""

    metadata: Metadata | None
    """The public metadata; None if the article is left out, for which a diagnostic says why."""
    secrets: tuple[Secret, ...]
    """Every internal value that can be read, even of an article that is left out."""
    diagnostics: tuple[Diagnostic, ...]
    """Findings, sorted."""
    body: str = ""
    """The text after the front matter, with LF line ends."""
    body_line: int = 1
    """1-based line of the file on which the body begins."""
    text: str = ""
    """The whole file, with LF line ends; empty if the article is left out."""
    is_titled: bool = True
    """False if the title is only the file's name: the first heading takes precedence."""
    unknown: tuple[UnknownKey, ...] = ()
    """Keys that errata does not know."""


class SourceParts(NamedTuple):
    """The parts of a file; lines are 1-based."""

    form: Form
    text: str
    """The front matter after one line end for each earlier line of the file, so that places in it
    are the file's.
    """
    body: str
    body_line: int


class Fence(BaseHandler):
    r"""Splits as python-frontmatter does, except that a marker ends with its line.

    The package's own patterns end in `\s*$`, which swallows the blank lines after a marker, and
    with them their line numbers.
    """

    def __init__(self, form: Form, marker: str, boundary: str, key: re.Pattern[str]) -> None:
        super().__init__(re.compile(rf"^{boundary}[ \t]*$", re.MULTILINE))
        self.form, self.marker, self.key = form, marker, key


# "---", "----  " and, after the first, "..." alone on a line; not "--- a", " ---" nor "....".
_YAML: Final = Fence("yaml", "---", r"(?:-{3,}|\.\.\.)", _YAML_KEY)
_FENCES: Final = {
    "-": _YAML,
    # "+++" alone on a line; not "++" nor "+++ a".
    "+": Fence("toml", "+++", r"\+{3,}", _TOML_KEY),
    # ";;;" alone on a line; not ";;" nor ";;; a".
    ";": Fence("json", ";;;", ";{3,}", _JSON_KEY),
}


def split_source(text: str, path: str) -> SourceParts | UnreadableFrontMatter:
    """Split a text with LF line ends; blank lines may come before the front matter."""
    start = _BLANK.match(text)
    skipped = start.end() if start else 0
    block = text[skipped:]
    first = text.count("\n", 0, skipped) + 1
    if not block.strip():
        remedy = "write the article, or delete the file"
        return UnreadableFrontMatter(Span(path), "the file is empty", remedy, is_fault=False)
    parts = _split(block, Span(path, first))
    if parts is None:
        misplaced = find_displaced(text, path) or find_mismarked(block, Span(path, first))
        return misplaced or SourceParts("none", "", text, 1)
    if isinstance(parts, UnreadableFrontMatter):
        return parts
    form, front, body = parts
    front = "\n" * (first - 1) + front
    body_line = front.count("\n") + 2
    return find_second(body, path, body_line) or SourceParts(form, front, body, body_line)


Split = tuple[Form, str, str]
"""The form of the front matter, its text, and the body."""


def _split(text: str, place: Span) -> Split | UnreadableFrontMatter | None:
    fence = _FENCES.get(text[0])
    if fence and fence.detect(text):
        return _split_at_markers(text, fence, place)
    if match := _LANGUAGE.match(text):
        return _split_in_language(text, match, place)
    if _JSON_OBJECT.match(text):
        return _split_after_object(text, place)
    return _split_after_lines(text, place)


def _split_at_markers(text: str, fence: Fence, place: Span) -> Split | UnreadableFrontMatter | None:
    try:
        # Each part begins with the line end of its marker; the first one stands for that line.
        front, body = fence.split(text)
    except ValueError:
        return explain_unclosed(text, fence.marker, fence.key, place)
    return (fence.form, front, body[1:]) if _is_meant(front[1:], fence) else None


def _split_in_language(
    text: str, match: re.Match[str], place: Span
) -> Split | UnreadableFrontMatter:
    closing = CLOSING_LINE.search(text, match.end())
    if closing is None:
        message = "front matter is not closed by a line `---`"
        return UnreadableFrontMatter(place, message, "write `---` alone on a line after the keys")
    form: dict[str, Form] = {"yaml": "yaml", "toml": "toml", "json": "json"}
    front, body = text[match.end() : closing.start()], text[closing.end() :]
    return form[match[1].lower()], front.removesuffix("\n"), body[1:]


def _is_meant(front: str, fence: Fence) -> bool:
    """Whether a text between two markers is front matter, not markdown between two rules."""
    lines = front.split("\n")
    filled = [line for line in lines if line.strip() and not line.startswith("#")]
    if filled and fence.key.match(filled[0]):
        return True
    # The last line is the marker's own.
    if not any(not line.strip() for line in lines[:-1]):
        return True
    return not front.strip() or any(line.startswith(INTERNAL_KEYS) for line in filled)


def _split_after_object(text: str, place: Span) -> Split | UnreadableFrontMatter | None:
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text)
    except (ValueError, RecursionError):
        # The reader says what is wrong with it, and where.
        return "json", text, ""
    line, _, body = text[end:].partition("\n")
    if line.strip():
        column = end - text.rfind("\n", 0, end)
        span = Span(place.path, place.line + text.count("\n", 0, end), column)
        message = "text follows the front matter on the same line"
        return UnreadableFrontMatter(span, message, "start the article on a new line")
    return "json", text[:end], body


def _split_after_lines(text: str, place: Span) -> Split | UnreadableFrontMatter | None:
    """Split MultiMarkdown: `Key: value` lines from the first one to a blank line or a marker."""
    lines = list(takewhile(KEY_LINE.match, text.split("\n")))
    keys = [line.partition(":")[0].strip().lower() for line in lines if not line[0].isspace()]
    if not keys or lines[0][0].isspace() or not has_decisive_key(keys):
        return None
    front, after = "\n".join(lines), text.split("\n")[len(lines) :]
    if not after or not after[0].strip():
        return "lines", front, "\n".join(after)
    if _YAML.detect(after[0]):
        return "lines", f"{front}\n", "\n".join(after[1:])
    message = "keys at the start of the file are not enclosed by `---`"
    remedy = "add a line `---` before the first key and another after the last"
    return UnreadableFrontMatter(Span(place.path, place.line + len(lines)), message, remedy)


# Bidirectional controls as UTF-8: "\u202e" yes; "\u2028" no. They all begin with the same byte, and
# searching bytes is ten times as fast as searching the text.
_BIDI_BYTES: Final = compile_late(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")


def decode_source(source: Source, limit: int) -> tuple[str, UnusableFile | None]:
    """Return the text with LF line ends, and the first thing that makes the file unusable.

    There is no text where the file is too large.

    Args:
        source: the file.
        limit: the most bytes it may have.
    """
    data = source.data
    if len(data) > limit:
        message = f"file of {len(data)} bytes is larger than the limit of {limit}"
        remedy = "move embedded pictures to files, or raise `limits.file-bytes`"
        return "", UnusableFile(Span(source.path), message, remedy)
    try:
        text = with_lf(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _undecodable(source, error)
    return text, _find_forbidden_character(source, text)


def with_lf(text: str) -> str:
    """Convert line ends to LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _undecodable(source: Source, error: UnicodeDecodeError) -> tuple[str, UnusableFile]:
    data = source.data
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "file is UTF-16, not UTF-8"
        remedy = "save the file as UTF-8, or convert it: `iconv -f UTF-16 -t UTF-8`"
    else:
        # `error.start` counts from the byte after the byte order mark that `utf-8-sig` skipped.
        message = f"byte `0x{error.object[error.start]:02x}` is not UTF-8"
        remedy = "save the file as UTF-8"
        if intended := _meant_on_windows(error.object, error.start):
            message += f"; in Windows-1252 it is `{intended}`"
            remedy += ", or convert it: `iconv -f WINDOWS-1252 -t UTF-8`"
    before = with_lf(error.object[: error.start].decode("utf-8", "replace"))
    text = with_lf(data.decode("utf-8-sig", "replace"))
    return text, UnusableFile(_span(source.path, before), message, remedy)


def _meant_on_windows(data: bytes, offset: int) -> str:
    """Return what a byte between plain ones is in Western Windows; other encodings have pairs."""
    neighbours = data[offset - 1 : offset] + data[offset + 1 : offset + 2]
    return data[offset : offset + 1].decode("cp1252", "ignore") if neighbours.isascii() else ""


def _find_forbidden_character(source: Source, text: str) -> UnusableFile | None:
    if b"\0" in source.data:
        span = _span(source.path, text[: text.index("\0")])
        return UnusableFile(span, "file contains a NUL byte", "remove it; is this a text file?")
    if not _BIDI_BYTES.search(source.data):
        return None
    match = BIDI.search(text)
    if match is None:  # pragma: no cover - the bytes are found only where the character is
        return None
    message = f"bidirectional control character `U+{ord(match[0]):04X}`"
    remedy = "remove it: it makes the text look different from what it is"
    return UnusableFile(_span(source.path, text[: match.start()]), message, remedy)


def _span(path: str, before: str) -> Span:
    """Return the place right after a text that begins the file."""
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def leave_out(
    faults: Sequence[object],
    body: str = "",
    body_line: int = 1,
    secrets: tuple[Secret, ...] = (),
) -> FrontMatter:
    """Return what is read of an article that faults leave out."""
    return FrontMatter(None, secrets, run_checks(*faults), body, body_line)
