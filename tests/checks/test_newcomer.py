"""`newcomer*.md`: faults that somebody makes in a first article, and what is said of each.

Each heading is a knowledge base of one or two files: the files, the findings with their places, and
the files after all fixes. `{U+00A0}` stands for that character. Pictures that are named are there,
except `dialog.png` where its absence is the fault; a file with `Café` is in Latin-1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from errata.commands._checked import CheckScope, check_project
from errata.commands._project import open_project
from errata.mapper import map_serially
from tests.support.fault_tables import make_all_fixes, report, to_characters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from errata.diagnostics import Diagnostic

TABLES = sorted(Path(__file__).parent.glob("newcomer*.md"))
# What every short article of a table lacks, and what only the whole site shows.
LEFT_OUT = frozenset({"KB107", "KB203", "KB209", "KB302"})


@dataclass
class Mistake:
    """One heading of the table."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    reported: str = ""
    fixed: dict[str, bytes] = field(default_factory=dict)


def mistakes() -> Iterator[Mistake]:
    read: list[Mistake] = []
    tokens = MarkdownIt().parse("\n".join(table.read_text("utf-8") for table in TABLES))
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h2":
            read.append(Mistake(tokens[index + 1].content))
        elif token.type == "fence" and token.info == "text":
            read[-1].reported = token.content
        elif token.type == "fence":
            kind, *_, path = token.info.split()
            chosen = read[-1].fixed if "fixed" in token.info else read[-1].files
            chosen[path] = unescape(token.content)
            assert kind == "markdown"
    yield from read


def escape(text: str) -> str:
    return re.sub("[\u00a0\u200b]", lambda char: f"{{U+{ord(char[0]):04X}}}", text)


def unescape(text: str) -> bytes:
    plain = to_characters(text)
    return plain.encode("latin-1" if "Café" in plain else "utf-8")


def findings_in(files: Mapping[str, bytes], folder: Path) -> Sequence[Diagnostic]:
    """What `errata check` finds; the folder is the current one."""
    for path, data in {"errata.toml": b"", **files}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    if any(b"![](dialog.png)" in data for data in files.values()):
        (folder / "kb/en/dialog.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    project = open_project(None, None, cache=False)
    diagnostics = check_project(project, map_serially, CheckScope()).diagnostics
    return [diagnostic for diagnostic in diagnostics if diagnostic.code not in LEFT_OUT]


def fixed(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    return make_all_fixes(files, partial(findings_in, folder=folder))


@pytest.mark.parametrize("mistake", [*mistakes()], ids=lambda mistake: mistake.name)
def test_a_newcomers_fault_is_reported_at_its_character_and_its_fix_corrects_it(
    mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    diagnostics = findings_in(mistake.files, tmp_path)
    assert report(diagnostics) == mistake.reported
    if any(diagnostic.fix for diagnostic in diagnostics):
        assert fixed(mistake.files, tmp_path) == mistake.files | mistake.fixed


def test_the_tables_have_180_faults() -> None:
    names = [mistake.name for mistake in mistakes()]
    assert len(names) == len(set(names)) >= 180
