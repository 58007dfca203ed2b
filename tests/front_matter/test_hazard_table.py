"""`hazards.md`: what is easily written wrong in a front matter, and what the fix makes of it.

Each heading is one case with up to three blocks: the front matter, what is reported, and the front
matter after the fix. Lines count from the `---` above it. `{U+00A0}` stands for that character.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.read import read_front_matter
from errata.model import Source
from tests.support.fault_tables import make_all_fixes, report, to_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.diagnostics import Diagnostic, Span

TABLE = Path(__file__).parent / "hazards.md"
PATH = "en/a.md"


@dataclass
class Hazard:
    """One heading of the table, with its blocks."""

    name: str
    blocks: list[str] = field(default_factory=list)


def hazards(table: Path = TABLE) -> Iterator[Hazard]:
    read: list[Hazard] = []
    tokens = MarkdownIt().parse(table.read_text("utf-8"))
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            read.append(Hazard(tokens[index + 1].content))
        elif token.type == "fence" and read:
            read[-1].blocks.append(token.content)
    yield from read


def file_of(front: str) -> bytes:
    return f"---\n{to_characters(front)}---\nBody.\n".encode()


def findings_in(data: bytes) -> Sequence[Diagnostic]:
    return read_front_matter(Source(PATH, "en", data), ParseOptions()).diagnostics


def show_place(span: Span) -> str:
    return f"{span.line}:{span.column}"


def fixed(data: bytes) -> bytes:
    return make_all_fixes({PATH: data}, lambda files: findings_in(files[PATH]))[PATH]


@pytest.mark.parametrize("hazard", [*hazards()], ids=lambda hazard: hazard.name)
def test_a_hazard_is_reported_at_its_character_and_its_fix_corrects_it(hazard: Hazard) -> None:
    before, reported, *after = hazard.blocks
    data = file_of(before)
    diagnostics = findings_in(data)
    assert report(diagnostics, show_place) == reported
    if not after:
        assert fixed(data) == data
        return
    assert fixed(data) == file_of(after[0])
    left = {finding.message for finding in findings_in(fixed(data))}
    assert not left & {diagnostic.message for diagnostic in diagnostics if diagnostic.fix}


def test_the_table_has_the_71_kinds_that_broke_real_articles() -> None:
    names = [hazard.name for hazard in hazards()]
    assert len(names) == len(set(names)) >= 71


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_places_and_fixes_are_the_same_whatever_the_line_ends(end: str) -> None:
    for hazard in hazards():
        data = file_of(hazard.blocks[0]).replace(b"\n", end.encode())
        assert report(findings_in(data), show_place) == hazard.blocks[1], hazard.name
        if hazard.blocks[2:]:
            wanted = file_of(hazard.blocks[2]).replace(b"\n", end.encode())
            assert fixed(data) == wanted, hazard.name
