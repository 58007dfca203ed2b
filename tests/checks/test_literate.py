"""Each check against its page in this folder: what it finds, and how to fix it.

A page holds one case, or one below each heading of the second level. A block of code whose info
string names a path is a file, such as `toml errata.toml`; the block `findings` is what `errata
check` reports of this check. Blocks after it replace files of the same path, an empty one removes
its file, and then nothing is found. A block of `python` is an expression whose value is the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from errata.articles.read import ArticleReader
from errata.checks.subjects import FinishedSite
from errata.commands._checked import CheckScope, check_project
from errata.commands._project import open_project
from errata.diagnostics.fixing import apply_fixes
from errata.diagnostics.registry import all_checks
from errata.mapper import map_serially
from errata.model.observations import PathConflict
from errata.reports import Report, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.diagnostics import Diagnostic
    from errata.model import Parsed, Source

FOLDER = Path(__file__).parent
PAGES = sorted(FOLDER.glob("KB*.md"))
FINDINGS = "findings"
OF_SITES = {FinishedSite, PathConflict}
"""What only a finished site shows."""


@dataclass
class Case:
    """A knowledge base with faults, and what becomes of it."""

    page: str
    title: str
    before: dict[str, bytes] = field(default_factory=dict)
    findings: str | None = None
    after: dict[str, bytes] = field(default_factory=dict)


def cases() -> Iterator[Case]:
    for page in PAGES:
        case = Case(page.name, "")
        for token in MarkdownIt().parse(page.read_text("utf-8")):
            if token.type == "heading_open" and token.tag == "h2":
                if case.before:
                    yield case
                case = Case(page.name, f"line {(token.map or [0])[0] + 1}")
            elif token.type == "fence" and " " in token.info:
                language, _, path = token.info.partition(" ")
                add(case, language, path, token.content)
        yield case


def add(case: Case, language: str, path: str, content: str) -> None:
    if path == FINDINGS:
        case.findings = content
        return
    value = eval(content) if language == "python" else content  # noqa: S307 - our own pages
    data = value if isinstance(value, bytes) else value.encode()
    (case.before if case.findings is None else case.after)[path] = data


def found(files: dict[str, bytes], code: str, folder: Path) -> list[Diagnostic]:
    """What `errata check` finds by a check, run in a folder of these files."""
    for path, data in {"errata.toml": b"", **files}.items():
        if data:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    (folder / "errata.toml").touch()
    project = open_project(None, None, cache=False)
    # What a check of articles finds needs no pages, which take four fifths of the time.
    site = not OF_SITES.isdisjoint(all_checks()[code].scope)
    diagnostics = check_project(project, map_serially, CheckScope(site=site)).diagnostics
    return [diagnostic for diagnostic in diagnostics if diagnostic.code == code]


def report(diagnostics: Iterable[Diagnostic]) -> str:
    return "".join(map(report_one, diagnostics))


def report_one(diagnostic: Diagnostic) -> str:
    stream = StringIO()
    text.write_concise(Report([diagnostic]), stream)
    return stream.getvalue() + (f"  help: {diagnostic.help}\n" if diagnostic.help else "")


def fixed(files: dict[str, bytes], diagnostics: list[Diagnostic]) -> dict[str, bytes]:
    """The files with as many fixes as can be made, the unsafe ones too."""
    outcome = apply_fixes(files, diagnostics, unsafe=True, reserved=files)
    return files | dict(outcome.files) | dict(outcome.created)


@pytest.fixture(autouse=True)
def _bug(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bug of KB009: errata cannot read an article with the word `xyzzy`."""
    read = ArticleReader.read

    def fail(reader: ArticleReader, source: Source) -> Parsed:
        if b"xyzzy" in source.data:
            raise RecursionError
        return read(reader, source)

    monkeypatch.setattr(ArticleReader, "read", fail)


@pytest.mark.parametrize("case", [*cases()], ids=lambda case: f"{case.page} {case.title}".strip())
def test_a_check_finds_what_its_page_shows_and_nothing_once_it_is_fixed(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = case.page.partition("-")[0]
    for state in ("before", "after"):
        folder = tmp_path / state
        folder.mkdir()
        monkeypatch.chdir(folder)
        files = case.before if state == "before" else case.before | case.after
        diagnostics = found(files, code, folder)
        assert report(diagnostics) == (case.findings if state == "before" else "")
        # A finding with a fix is gone once the fix is made; what touches another comes after it.
        while number := sum(diagnostic.fix is not None for diagnostic in diagnostics):
            files = fixed(files, diagnostics)
            diagnostics = found(files, code, folder)
            assert sum(diagnostic.fix is not None for diagnostic in diagnostics) < number


def test_every_check_has_a_page_and_every_page_a_check() -> None:
    wanted = [f"{check.code}-{check.name}.md" for check in all_checks().values()]
    assert [page.name for page in PAGES] == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_begins_with_what_the_check_finds_and_shows_it(page: Path) -> None:
    text = page.read_text("utf-8")
    check = all_checks()[page.name.partition("-")[0]]
    assert text.startswith(f"# {check.code}: {check.name.replace('-', ' ')}\n\n")
    assert re.search(rf"^\S+: {check.code} ", text, re.MULTILINE)
