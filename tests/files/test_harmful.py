"""Files that a reader's computer or a web server could run or obey, among the downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.config import parse_config
from errata.files import read_folder
from errata.files.active_content import why_active, why_harmful

if TYPE_CHECKING:
    from pathlib import Path

HARMFUL = (
    "setup.exe",
    "a/Fix.PS1",
    "tool.jar",
    "start.lnk",
    "fix.reg",
    "folder.Library-ms",
    "sheet.iqy",
    "web.config",
    "en/Web.Config",
)


@pytest.mark.parametrize("name", HARMFUL)
def test_what_could_run_elsewhere_is_told_by_its_name(name: str) -> None:
    assert why_harmful(name)


@pytest.mark.parametrize("name", ["a.zip", "a.exe.zip", "exe", "app.config", "a.log", "config"])
def test_other_downloads_are_published(name: str) -> None:
    assert why_harmful(name) == ""


@pytest.mark.parametrize("name", ["x.html.en", "x.HTML.bak", "x.php.en.utf8", "app.js.map"])
def test_a_server_may_go_by_an_ending_before_one_that_it_does_not_know(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"text")
    assert why_active(name, tmp_path / "file") == "could run script on the site"


@pytest.mark.parametrize("name", ["x.html.zip", "x.js.txt", "report.aspx.png", "v1.2.txt"])
def test_an_ending_that_every_server_knows_decides(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"text")
    assert why_active(name, tmp_path / "file") == ""


@pytest.mark.parametrize("blanks", [0, 70, 5000])
def test_blanks_before_a_tag_hide_nothing(blanks: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b" \n" * blanks + b"<script>alert(1)</script>")
    assert why_active("notes", tmp_path / "file") == "could run script on the site"


def test_a_file_is_left_out_and_reported_until_the_configuration_lists_it(tmp_path: Path) -> None:
    (tmp_path / "en/assets").mkdir(parents=True)
    (tmp_path / "en/a.md").write_text("---\ntitle: A\n---\n\n[tool](assets/tool.exe)\n")
    for name in ("tool.exe", "other.exe", "web.config"):
        (tmp_path / "en/assets" / name).write_bytes(b"MZ")
    text = '[links]\ndownloads = ["en/assets/tool.*", "en/*/web.config"]\n'
    folder = read_folder(tmp_path, parse_config("", "errata.toml"))
    assert not folder.assets
    assert len(folder.unusable) == 3
    allowed = read_folder(tmp_path, parse_config(text, "errata.toml"))
    assert sorted(allowed.assets) == ["en/assets/tool.exe", "en/assets/web.config"]
    assert [str(file.span.path) for file in allowed.unusable] == ["en/assets/other.exe"]
    assert "`links.downloads`" in allowed.unusable[0].help


def test_no_pattern_publishes_what_could_run_script_on_the_site(tmp_path: Path) -> None:
    (tmp_path / "en/assets").mkdir(parents=True)
    (tmp_path / "en/a.md").write_text("---\ntitle: A\n---\n\nText.\n")
    (tmp_path / "en/assets/a.html").write_bytes(b"<script>alert(1)</script>")
    config = parse_config('[links]\ndownloads = ["**"]\n', "errata.toml")
    assert not read_folder(tmp_path, config).assets
