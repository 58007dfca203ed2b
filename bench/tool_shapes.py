"""How the time of the commands grows with the size of one text, for hostile and for large shapes.

The text is the only article of a knowledge base. It is built into a site, checked and fixed,
formatted, looked at by an editor, and scanned as a log that may hold what the article says. Each is
measured at growing sizes in a process of its own, without what a knowledge base of one line takes.
Usage: `python -m bench.tool_shapes [TOOL[: NAME]]`, with a part of a tool's and a shape's name.
"""

from __future__ import annotations

import sys
from datetime import date
from functools import cache, partial
from time import process_time
from typing import TYPE_CHECKING, Final

from bench.growth import print_growth
from bench.shape_texts import name_large_shapes
from errata.articles.conventions import ParseOptions
from errata.articles.formatting import ArticleFormatter
from errata.codes.families import choose_families
from errata.commands._fixes import Looked, fix_folder
from errata.commands._lookup import index_messages
from errata.config import Config
from errata.editor.completion import complete
from errata.editor.document import EditedText
from errata.editor.knowledge import Knowledge
from errata.editor.lookups import find_references, find_symbols, hover, outline
from errata.files import read_theme
from errata.linked_folder import link_folder
from errata.logs.reader import LogReader
from errata.model import Folder, Inputs, Source
from errata.pipeline import build
from errata.review import prepare_review, review

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.model import Theme

SIZES: Final = (8_000, 32_000, 128_000)
PATH: Final = "en/KA-00001.md"
# Two builds of one line differ by up to so many seconds, so less time tells nothing. Square work of
# so many seconds for 32,000 characters takes .8 for 128,000.
_NOISE: Final = 0.05
# A block of a log, as it is read from a file.
_BLOCK: Final = 1 << 20


def main() -> int:
    """Measure each shape with each tool; 1 where one is above the bar."""
    tool, _, wanted = (sys.argv[1] if len(sys.argv) > 1 else "").partition(": ")
    shapes = {
        f"{name}: {shape}": partial(_measure, run, make)
        for name, run in _TOOLS.items()
        for shape, make in name_large_shapes().items()
        if tool in name and wanted in shape
    }
    return print_growth(shapes, SIZES, longest=0.7, turns=2)


def _measure(run: Callable[[str], float], make: Callable[[int], str], size: int) -> tuple[float]:
    return (max(run(make(size)) - _least(run), _NOISE),)


@cache
def _least(run: Callable[[str], float]) -> float:
    return min(run("a") for _ in range(3))


def _folder(text: str) -> Folder:
    data = f"---\ntitle: A title\n---\n# A title\n\n{text}\n".encode()
    return Folder((Source(PATH, "en", data),), assets={}, name="kb")


@cache
def _inputs() -> Inputs:
    return Inputs(families=choose_families(["default", "adobe-campaign"]))


@cache
def _theme() -> Theme:
    return read_theme(None)


def _build(text: str) -> float:
    folder, theme, inputs = _folder(text), _theme(), _inputs()
    start = process_time()
    build(folder, theme, Config(), inputs)
    return process_time() - start


def _fix(text: str) -> float:
    def look(folder: Folder) -> Looked:
        context = prepare_review(folder, _theme(), Config(), _inputs())
        articles = {item.source: item.article for item in context.linked.parsed if item.article}
        return Looked(tuple(review(context).diagnostics), articles)

    start = process_time()
    fix_folder(_folder(text), look, unsafe=True)
    return process_time() - start


def _format(text: str) -> float:
    write = ArticleFormatter(ParseOptions(families=_inputs().families))
    start = process_time()
    write(_folder(text).sources[0])
    return process_time() - start


def _edit(text: str) -> float:
    folder = _folder(text)
    linked = link_folder(folder, {}, Config(), _inputs())
    start = process_time()
    knowledge = Knowledge(folder, linked.library, linked.parsed, Config())
    article = linked.parsed[0].article
    document = EditedText(PATH, folder.sources[0].data.decode(), "en", article)
    last = document.lines.line(6)
    for column in (1, len(last) + 1):
        hover(knowledge, document, 6, column)
        complete(knowledge, document, 6, column, date(2026, 11, 29))
        find_references(knowledge, document, 6, column)
    outline(document)
    find_symbols(knowledge, "a")
    return process_time() - start


def _scan(text: str) -> float:
    library = link_folder(_folder(text), {}, Config(), _inputs()).library
    data = text.encode() * 4
    start = process_time()
    reader = LogReader(library, locale="en", messages=index_messages(library))
    for offset in range(0, len(data), _BLOCK):
        list(reader.feed(data[offset : offset + _BLOCK]))
    list(reader.end())
    return process_time() - start


_TOOLS: Final = {"build": _build, "fix": _fix, "fmt": _format, "edit": _edit, "scan": _scan}


if __name__ == "__main__":
    sys.exit(main())
