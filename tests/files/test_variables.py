"""Values of other tools' settings, which articles show by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.config import Config
from errata.files import read_folder
from errata.files.variables import list_variable_files
from errata.linked_folder import link_folder
from errata.model import Inputs
from tests.files.test_read_folder import put

if TYPE_CHECKING:
    from pathlib import Path


def read(kb: Path, root: Path) -> dict[str, str]:
    return dict(read_folder(kb, Config(), root=root).variables)


def test_jekyll_has_its_settings_and_the_files_of_data(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md")
    put(tmp_path, "_config.yml", text="version: 8.0\nurls:\n  shop: https://a.example\nlist: [1]\n")
    put(tmp_path, "_data/limits.yml", text="upload: {size: 20 MB}\n")
    put(tmp_path, "_data/names.json", text='{"product": "Acme  Mail", "n": null}')
    assert read(tmp_path / "docs", tmp_path) == {
        "site.version": "8.0",
        "site.urls.shop": "https://a.example",
        "site.data.limits.upload.size": "20 MB",
        "site.data.names.product": "Acme Mail",
    }


def test_diplodoc_has_the_default_preset_and_mkdocs_what_its_macros_read(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "presets.yaml", text="default:\n  name: Acme\ninternal:\n  name: Secret\n")
    put(tmp_path, "mkdocs.yml", text="plugins: [macros]\nextra: {version: '2', name: Other}\n")
    assert read(tmp_path, tmp_path) == {"name": "Acme", "version": "2"}


def test_without_macros_and_outside_the_root_nothing_is_read(tmp_path: Path) -> None:
    put(tmp_path, "kb/docs/a.md")
    put(tmp_path, "_config.yml", text="version: 1\n")
    put(tmp_path, "kb/mkdocs.yml", text="plugins: [search]\nextra: {version: '2'}\n")
    assert read(tmp_path / "kb/docs", tmp_path / "kb") == {}


def test_what_cannot_be_read_has_no_values(tmp_path: Path) -> None:
    put(tmp_path, "a.md")
    put(tmp_path, "_config.yml", text="a: &x {b: *x}\n")
    put(tmp_path, "_data/wrong.json", text="{")
    put(tmp_path, "_data/templates.yml", text="a: '{{ b }}'\n")
    put(tmp_path, "_data/text.txt", text="a: b\n")
    assert read(tmp_path, tmp_path) == {}
    names = [file.name for file in list_variable_files(tmp_path, tmp_path)]
    assert names == ["_config.yml", "templates.yml", "wrong.json"]


def test_no_values_come_from_outside_the_project_through_a_link(tmp_path: Path) -> None:
    put(tmp_path, "other/keys.yml", text="token: abc\n")
    put(tmp_path, "kb/a.md")
    put(tmp_path, "kb/_config.yml", text="version: 8\n")
    (tmp_path / "kb/_data").symlink_to(tmp_path / "other")
    (tmp_path / "kb/presets.yaml").symlink_to(tmp_path / "other/keys.yml")
    assert read(tmp_path / "kb", tmp_path / "kb") == {"site.version": "8"}


def test_an_article_shows_the_values_and_not_in_code(tmp_path: Path) -> None:
    put(tmp_path, "_config.yml", text="version: 8\n")
    text = "Needs {{site.version}} or {{ site.other }}, `{{ site.version }}`."
    put(tmp_path, "a.md", text=f"# Start {{{{ site.version }}}}\n\n{text}\n")
    linked = link_folder(read_folder(tmp_path, Config()), {}, Config(), Inputs())
    (article,) = linked.library.articles
    assert article.metadata.title == "Start 8"
    assert "Needs 8 or , <code>{{ site.version }}</code>." in article.held.load().body.parts[0]
