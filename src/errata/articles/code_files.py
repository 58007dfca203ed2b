"""Which files of code articles insert, and which lines of them.

How each tool writes it is in `code_files.toml`: `<<< @/a.js#part`, `[!code-csharp[a](b.cs#L1-L5)]`,
`{{#include a.rs:2:5}}` in a block of code, `file=a.js` behind the marks of one. A file must be
text, and in the knowledge base or a folder of `includes`; `CodePaths` says which one a name means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import dedent
from typing import Final

from msgspec import field

from errata.data import read_data
from errata.data.patterns import compile_late
from errata.text.paths import file_name, is_markdown
from errata.values import Record

# What a line has before it that is not its own: "  ", "> " and "1. ".
_PREFIX: Final = compile_late(r"(?:[ \t]|[>*+-][ \t]|\d{1,9}[.)][ \t])*+")
# "a: b", 'a="b c"' and "a=b" in arguments; nothing in "a".
_GIVEN: Final = compile_late(
    r"""(\w++)[ \t]*+[:=][ \t]*+(?:"([^"\n]*+)"|'([^'\n]*+)'|([^\s"'&]++))"""
)
# "L1-L5", "2:5", "7-", ":3" and "4"; not "part".
_LINES: Final = compile_late(r"L?(\d{0,9}+)(?:([:-])L?(\d{0,9}+))?$")
# "Note" and "./_note.mdx" of "import Note from './_note.mdx';"; nothing of "import { a } from 'b'".
_IMPORT: Final = compile_late(
    r"""^import[ \t]++(\w{1,100}+)[ \t]++from[ \t]++["']([^"'\n]{1,320}+)["']""", re.MULTILINE
)
# What shows that code is imported to be shown: "!!raw-loader!./a.js" and "./a.js?raw".
_LOADER, _RAW = "raw-loader!", "?raw"
# Lines that begin and end a region; the name stands for "NAME". mdBook, Visual Studio, docfx,
# MkDocs; HonKit and docsify write the same mark twice.
_REGIONS: Final = (
    (r"\bANCHOR:\s*NAME\s*$", r"\bANCHOR_END:\s*NAME\s*$"),
    (r"#\s?(?:pragma )?region\s+NAME\b", r"#\s?(?:pragma )?endregion\b"),
    (r"<NAME>", r"</NAME>"),
    (r"\[start:\s*NAME\]", r"\[end:\s*NAME\]"),
    (r"(?://|#|--|<!-).*\[NAME\]", r"(?://|#|--|<!-).*\[NAME\]"),
)
# "// ANCHOR: a" and "# --8<-- [end:a]": marks of regions, which nobody is to see.
_MARK: Final = compile_late(
    r"^.*(?:\bANCHOR(?:_END)?:\s|-8<-+\s*\[(?:start|end):).*\n?", re.MULTILINE
)
# ":start-after: # Begin" and "lines: 2-" in the options of MyST; nothing of "a: b" behind a text.
_OPTION: Final = re.compile(r"^[ \t]*:?([a-z-]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
# Options of MyST that name a text: whether the part begins or ends there, and how many lines later.
_BEGINS: Final = {"start-after": 1, "start-at": 0}
_ENDS: Final = {"end-before": 0, "end-at": 1}
# Other ways of MyST to change what is shown, which would need the other file.
_UNREAD: Final = frozenset({"diff"})
# "def send" and "class Mail" of Python, whose name follows.
_DEFINES: Final = r"(?:async[ \t]+)?(?:def|class)[ \t]+{}\b"
FIRST: Final = frozenset("<@[:{-`~")
"""What every form begins with."""
FENCES: Final = "`~"
"""The marks of blocks of code."""
# The last line of a range without one, such as `5-`: no file has so many.
_WITHOUT_END: Final = 1_000_000_000
# How often a part may show a whole file. Nobody shows lines twice, and "1-9999,1-9999,…" in one
# short line would be larger than memory.
_MOST_REPEATED: Final = 2


class CodeRequest(Record, frozen=True):
    """What a line asks for."""

    name: str
    """The file as written."""
    part: str = ""
    """Lines or the name of a region; empty for the whole file."""
    language: str = ""
    is_certain: bool = False
    """Whether nothing else is written so."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Options of MyST: `start-after`, `pyobject` and others."""

    def select(self, text: str) -> tuple[str, int] | None:
        """Return the part of a file, and its first line from 1; None if there is no such part."""
        lines = text.splitlines(keepends=True)
        before, behind = _find_bounds(self.options, lines)
        lines = lines[:behind]
        runs = [
            (first + before, last + before)
            for first, last in _find_lines(self.part, lines[before:])
        ]
        if not runs or not (
            chosen := [lines[index] for first, last in runs for index in range(first, last)]
        ):
            return None
        code = _MARK.sub("", "".join(chosen))
        is_part = self.part or (before, behind) != (0, len(text.splitlines()))
        return (dedent(code) if is_part or "dedent" in self.options else code).rstrip(
            "\n"
        ) + "\n", runs[0][0] + 1


def read_request(line: str, place: str) -> CodeRequest | None:
    """Read a line, or a whole block; `place` is a table of `code_files.toml`, such as `inside`."""
    for pattern, is_certain in _forms(place):
        if match := pattern.match(line):
            return _request(match.groupdict(), is_certain=is_certain)
    return None


def list_requests(text: str) -> Iterator[CodeRequest]:
    """Yield what the lines of a text ask for."""
    yield from (CodeRequest(name) for name in imported_code(text).values())
    for line in text.split("\n"):
        own = _PREFIX.sub("", line, count=1)
        if own[:1] not in FIRST:
            continue
        for place in ("block", "inside", "info"):
            text = own.lstrip(f"{FENCES} ") if place == "info" else own
            if request := read_request(text, place):
                yield request


def list_imports(text: str) -> Iterator[tuple[str, str]]:
    """Yield the names that a text of MDX imports, each with the address that it stands for."""
    return ((match[1], match[2]) for match in _IMPORT.finditer(text))


def imported_code(text: str) -> dict[str, str]:
    """Map the names under which a text imports code to be shown to their files."""
    return {
        name: path.rpartition(_LOADER)[2].removesuffix(_RAW)
        for name, path in list_imports(text)
        if _LOADER in path or path.endswith(_RAW)
    }


@cache
def _forms(place: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    forms = read_data("code_files")[place]
    assert isinstance(forms, list)  # noqa: S101 - a fact of the file
    return tuple((compile_late(form["pattern"]), form.get("is_certain", False)) for form in forms)


def _request(groups: Mapping[str, str | None], *, is_certain: bool) -> CodeRequest | None:
    values = {
        match[1].lower(): match[2] or match[3] or match[4] or ""
        for match in _GIVEN.finditer(groups.get("given") or "")
    }
    name = groups.get("name") or values.get("source") or values.get("file", "")
    first = values.get("start") or values.get("from", "")
    last = values.get("end") or values.get("to", "")
    lines = f"{first}-{last}" if first or last else values.get("range", "")
    region = next((values[key] for key in ("id", "name", "fragment") if values.get(key)), "")
    language = groups.get("language") or values.get("language") or values.get("lang", "")
    part = (groups.get("part") or lines or region).strip('"')
    stem, _, ending = file_name(name).rpartition(".")
    language = language or (ending if stem else "")
    options: dict[str, str] = dict(_OPTION.findall(groups.get("options") or ""))
    part, language = options.get("lines", part), options.get("language", language)
    # Markdown is included, or an example of how to write that.
    if not name or is_markdown(name) or not _UNREAD.isdisjoint(options):
        return None
    return CodeRequest(name, part, language or "", is_certain, options)


def _find_bounds(options: Mapping[str, str], lines: list[str]) -> tuple[int, int]:
    """Return the beginning and end of what options of MyST leave, from 0; equal if it is not there.

    As Sphinx does: an object of Python first, then the texts, each the first one below the last.
    """
    before, behind = 0, len(lines)
    if name := options.get("pyobject", ""):
        before, behind = _find_object(name.split("."), lines)
    for key, further in _BEGINS.items():
        if text := options.get(key, ""):
            before = _find_text(text, lines, before, behind) + further
    for key, further in _ENDS.items():
        if text := options.get(key, ""):
            behind = min(_find_text(text, lines, before, behind) + further, behind)
    return min(before, behind), behind


def _find_text(text: str, lines: list[str], first: int, last: int) -> int:
    return next((index for index in range(first, last) if text in lines[index]), last)


def _find_object(names: list[str], lines: list[str]) -> tuple[int, int]:
    """Return the lines of a class or function of Python, named with those around it."""
    first, last = 0, len(lines)
    for depth, name in enumerate(names):
        pattern = re.compile("[ \t]+" * bool(depth) + _DEFINES.format(re.escape(name)))
        definitions = [index for index in range(first, last) if pattern.match(lines[index])]
        if not definitions:
            return last, last
        first = definitions[0]
        indent = len(lines[first]) - len(lines[first].lstrip())
        last = next(
            (
                index
                for index in range(first + 1, last)
                if lines[index].strip() and _is_outside(lines[index], indent)
            ),
            last,
        )
    while first and lines[first - 1].lstrip().startswith("@"):
        first -= 1
    return first, last


def _is_outside(line: str, indent: int) -> bool:
    """Whether a line ends a block; a bracket that closes its head does not."""
    return len(line) - len(line.lstrip()) <= indent and not line.lstrip().startswith((")", "#"))


def _find_lines(part: str, lines: list[str]) -> list[tuple[int, int]]:
    """Return the beginning and end of each run of lines that a part means, from 0."""
    if not part:
        return [(0, len(lines))]
    ranges = [_LINES.match(item.strip()) for item in part.split(",")]
    if not all(ranges):
        return _find_region(part, lines)
    runs: list[tuple[int, int]] = []
    for match in filter(None, ranges):
        first = int(match[1] or 1)
        last = int(match[3] or _WITHOUT_END) if match[2] else first
        runs.append((max(first - 1, 0), min(last, len(lines))))
    size = sum(last - first for first, last in runs)
    return runs if size <= _MOST_REPEATED * len(lines) else []


def _find_region(name: str, lines: list[str]) -> list[tuple[int, int]]:
    for begin, end in _REGIONS:
        opens, closes = (
            re.compile(pattern.replace("NAME", re.escape(name)), re.IGNORECASE)
            for pattern in (begin, end)
        )
        first = next((index for index, line in enumerate(lines) if opens.search(line)), -1) + 1
        if first:
            following = range(first, len(lines))
            return [
                (
                    first,
                    next((index for index in following if closes.search(lines[index])), len(lines)),
                )
            ]
    return []
