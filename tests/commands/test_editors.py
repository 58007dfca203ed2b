"""`errata init --editor` writes what an editor needs, and keeps what a person wrote."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from errata.__main__ import errata

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge base that is configured already."""
    (tmp_path / "errata.toml").write_text('kb = "kb"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _init(editor: str) -> str:
    done = CliRunner().invoke(errata, ["init", "--editor", editor], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stderr


def test_vscode_gets_a_client_for_the_server_snippets_and_a_schema(folder: Path) -> None:
    output = _init("vscode")
    settings = json.loads((folder / ".vscode/settings.json").read_text("utf-8"))
    assert settings["glspc.server.command"] == "errata"
    assert settings["glspc.server.commandArguments"] == ["lsp"]
    recommended = json.loads((folder / ".vscode/extensions.json").read_text("utf-8"))
    assert "zsol.vscode-glspc" in recommended["recommendations"]
    assert json.loads((folder / ".vscode/errata.code-snippets").read_text("utf-8"))
    assert "title" in (folder / ".vscode/errata.schema.json").read_text("utf-8")
    assert "#:schema ./.vscode/errata.schema.json" in output
    assert (folder / "errata.toml").read_text("utf-8") == 'kb = "kb"\n', "only looked at"


def test_zed_starts_it_in_the_place_of_a_server_that_it_knows(folder: Path) -> None:
    assert "Marksman" in _init("zed")
    settings = json.loads((folder / ".zed/settings.json").read_text("utf-8"))
    server, *_ = settings["languages"]["Markdown"]["language_servers"]
    assert settings["lsp"][server]["binary"] == {"path": "errata", "arguments": ["lsp"]}


def test_existing_settings_keep_their_comments_and_values(folder: Path) -> None:
    own = '{\r\n  // mine\r\n  "glspc.server.command": "other",\r\n}\r\n'
    path = folder / ".vscode/settings.json"
    path.parent.mkdir()
    path.write_bytes(own.encode())
    output = _init("vscode")
    text = path.read_bytes().decode()
    assert text.endswith(own.removeprefix("{"))
    assert '"glspc.server.languageId"' in text
    assert text.count("\n") == text.count("\r\n")
    assert '  glspc.server.command: "errata"' in output
    assert "kept .vscode/settings.json" in _init("vscode")
    assert path.read_bytes().decode() == text, "a second time nothing is added"


def test_settings_that_are_no_json_are_left_and_what_to_add_is_printed(folder: Path) -> None:
    path = folder / ".zed/settings.json"
    path.parent.mkdir()
    path.write_text("{ broken", "utf-8")
    output = _init("zed")
    assert path.read_text("utf-8") == "{ broken"
    assert "is not valid JSON" in output
    assert '"marksman"' in output
