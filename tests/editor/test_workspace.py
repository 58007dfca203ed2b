"""Which file belongs to which knowledge base, and what counts as it is in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.commands._workspace import EditorWorkspace
from errata.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = "---\ntitle: A\n---\n# A\n\n[b](b.md)\n"


@pytest.fixture
def workspace() -> EditorWorkspace:
    return EditorWorkspace(cache=False)


def _write(folder: Path, name: str, toml: str = "") -> Path:
    file = folder / name / "kb/en/a.md"
    file.parent.mkdir(parents=True)
    file.write_text(ARTICLE, "utf-8")
    (folder / name / "errata.toml").write_text(toml, "utf-8")
    return file


def _codes(workspace: EditorWorkspace, file: Path, text: str) -> set[str]:
    kb = workspace.find(file)
    assert kb
    return {finding.code for finding in kb.check(kb.path_of(file), text).get(file, ())}


def test_each_file_belongs_to_the_nearest_configuration(
    tmp_path: Path, workspace: EditorWorkspace
) -> None:
    first, two = (
        _write(tmp_path, "one"),
        _write(tmp_path, "two", '[check]\nseverity.KB301 = "off"\n'),
    )
    assert "KB301" in _codes(workspace, first, ARTICLE)
    assert "KB301" not in _codes(workspace, two, ARTICLE)
    assert [kb.root.name for kb in workspace.opened] == ["one", "two"]
    inner = _write(tmp_path / "one/kb", "inner")
    hits = workspace.find(inner)
    assert hits
    assert hits.root.name == "inner"
    assert workspace.find(tmp_path / "elsewhere.md") is None


def test_the_text_of_the_editor_counts_and_a_file_need_not_exist(
    tmp_path: Path, workspace: EditorWorkspace
) -> None:
    file = _write(tmp_path, "one")
    assert "KB301" not in _codes(workspace, file, ARTICLE.replace("b.md", "a.md"))
    assert "KB301" in _codes(workspace, file.with_name("new.md"), ARTICLE)
    assert "KB301" not in _codes(workspace, file.with_name("new.md"), "# A\n\n[a](a.md)\n")


def test_what_is_not_read_as_an_article_has_no_findings(
    tmp_path: Path, workspace: EditorWorkspace
) -> None:
    file = _write(tmp_path, "one")
    readme = file.parents[1] / "README.md"
    readme.write_text(ARTICLE, "utf-8")
    assert _codes(workspace, readme, ARTICLE) == set()


def test_a_broken_configuration_is_named_and_what_was_read_stays(
    tmp_path: Path, workspace: EditorWorkspace
) -> None:
    file = _write(tmp_path, "one")
    kb = workspace.find(file)
    assert kb
    before = kb.state
    (tmp_path / "one/errata.toml").write_text("kbs = 1\n", "utf-8")
    with pytest.raises(ConfigError, match="unknown key `kbs`"):
        kb.load()
    assert kb.state is before
    other = _write(tmp_path, "two", "kb = 1\n")
    with pytest.raises(ConfigError):
        workspace.find(other)
