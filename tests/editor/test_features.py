"""The cases of `features.md`, and places in texts of other scripts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.editor.completion import complete
from errata.editor.document import EditedText, Encoding, TextLines
from errata.editor.knowledge import Knowledge, Mentioning
from errata.editor.lookups import (
    Outline,
    find_definition,
    find_references,
    find_symbols,
    hover,
    outline,
)
from errata.linked_folder import link_folder
from errata.model import Family, Folder, Inputs, Source

# "```markdown en/a.md" to "```" is a file, "```hover" to "```" is what is shown.
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"^## (.+)$", re.MULTILINE)
TODAY = date(2026, 11, 28)


def _cases() -> tuple[dict[str, str], list[tuple[str, str, str, str, str]]]:
    text = Path(__file__).with_name("features.md").read_text("utf-8")
    shared, *parts = re.split(
        r"^(?=## (?!Issue|Cause|Resolution|Was tun))", text, flags=re.MULTILINE
    )
    files = {match[2]: match[3] for match in _BLOCK.finditer(shared)}
    cases = []
    for part in parts:
        title, (given, expected) = _TITLE.search(part), _BLOCK.finditer(part)
        assert title
        cases.append((title[1], given[2], given[3], expected[1], expected[3]))
    return files, cases


FILES, CASES = _cases()


@cache
def knowledge() -> Knowledge:
    family = Family("APP", r"APP-\d{4}", "App", "errors of the app")
    sources = tuple(
        Source(path, path.split("/")[0], FILES[path].encode()) for path in sorted(FILES)
    )
    folder = Folder(sources, {"en/img/dialog.png": 1, "en/guide.pdf": 1}, name="kb")
    linked = link_folder(folder, {}, Config(), Inputs(families=(family,), drafts=True))
    return Knowledge(folder, linked.library, linked.parsed, Config())


def _open(path: str, text: str) -> tuple[EditedText, int, int]:
    """The document without the mark of the cursor, and where that was."""
    before = text.partition("‸")[0]
    plain = text.replace("‸", "")
    kb = knowledge()
    families = tuple(kb.library.families.values())
    parser = ArticleParser(ParseOptions(conventions=kb.library.conventions, families=families))
    locale = path.split("/", maxsplit=1)[0]
    article = parser(Source(path, locale, plain.encode(), name=Path(path).stem)).article
    line = before.count("\n") + 1
    return EditedText(path, plain, locale, article), line, len(before.rpartition("\n")[2]) + 1


def _places(places_found: tuple[Mentioning, ...]) -> str:
    return "".join(f"{place.path}:{place.line}:{place.column}\n" for place in places_found)


def _outline(items: tuple[Outline, ...], depth: int = 0) -> str:
    lines = []
    for item in items:
        last = "" if item.kind == "code" else f"-{item.last_line}"
        lines.append(f"{'  ' * depth}{item.name} {item.line}{last}\n")
        lines.append(_outline(item.children, depth + 1))
    return "".join(lines)


@pytest.mark.parametrize(
    ("path", "text", "kind", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_an_editor_shows(path: str, text: str, kind: str, expected: str) -> None:
    document, line, column = _open(path, text)
    match kind:
        case "complete":
            items = complete(knowledge(), document, line, column, TODAY).items
            typed = [
                item for item in items if _is_offered(item.words or item.label, document, line)
            ]
            listing = "".join(
                f"{completion.text}\n"
                for completion in sorted(typed, key=lambda completion: completion.sort)
            )
        case "hover":
            hovered = hover(knowledge(), document, line, column)
            listing = f"{hovered.markdown}\n" if hovered else ""
        case "definition":
            listing = _places(find_definition(knowledge(), document, line, column))
        case "references":
            listing = _places(find_references(knowledge(), document, line, column))
        case _:
            listing = _outline(outline(document))
    assert listing == expected


def _is_offered(words: str, document: EditedText, line: int) -> bool:
    """An editor leaves out keys that do not begin as the line does."""
    typed = document.lines.line(line)
    return words.startswith(typed) if typed == "arti" else True


def test_a_symbol_is_found_by_a_part_of_its_name_codes_that_begin_so_first() -> None:
    paths = [
        (symbol.name, symbol.place.path, symbol.place.line)
        for symbol in find_symbols(knowledge(), "APP-1001")
    ]
    assert paths == [("APP-1001", "en/KA-10001.md", 13)]
    assert [symbol.name for symbol in find_symbols(knowledge(), "proxy refuses")] == [
        "KA-10002 The proxy refuses the connection"
    ]


@pytest.mark.parametrize(
    ("encoding", "unit"), [(Encoding.UTF8, 8), (Encoding.UTF16, 4), (Encoding.UTF32, 3)]
)
def test_a_place_behind_a_smiley_is_counted_as_the_editor_counts(
    encoding: Encoding, unit: int
) -> None:
    lines = TextLines.of("a\r\n日😀é x\rb")
    assert lines.to_editor(2, 3, encoding) == (1, len("日😀".encode()) if unit == 8 else unit - 1)
    text = "日😀é x"
    for column in range(1, len(text) + 2):
        position_in_editor = lines.to_editor(2, column, encoding)
        assert lines.from_editor(*position_in_editor, encoding) == (2, column)


def test_a_unit_within_a_character_means_its_beginning() -> None:
    assert TextLines.of("a😀b").from_editor(0, 2, Encoding.UTF16) == (1, 2)
    assert TextLines.of("a😀b").from_editor(0, 99, Encoding.UTF16) == (1, 4)


def test_only_line_ends_of_the_protocol_end_lines() -> None:
    assert TextLines.of("a\u2028b\x0cc\nd").lines == ("a\u2028b\x0cc", "d")


def test_a_code_that_begins_in_another_line_is_not_under_the_cursor() -> None:
    document, *_ = _open("en/KA-10003.md", "# A\n\nAPP-1001\n\nx\n")
    assert hover(knowledge(), document, 5, 2) is None
    assert hover(knowledge(), replace(document, text="", article=None), 9, 9) is None
