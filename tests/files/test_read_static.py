"""Which files of the folder `static/` are published, and what is said of the others."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from errata.config import Config
from errata.errors import ConfigError
from errata.files import read_folder, read_static
from errata.files.site import write_site
from errata.model import Artifact, StaticFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    (tmp_path / "kb").mkdir()
    return tmp_path / "kb"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "static").mkdir()
    return tmp_path / "static"


def put(folder: Path, *names: str, text: str = "x") -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def problems(folder: StaticFolder) -> dict[str, str]:
    return {file.span.path: file.message for file in folder.unusable}


def test_every_file_is_published_whatever_its_ending(kb: Path, static: Path) -> None:
    put(static, "CNAME", "downloads/Handbuch für alle.pdf", "notes.md", "data/a.csv", "x.md/y")
    folder = read_static(static, kb)
    assert folder.files == (
        *("CNAME", "data/a.csv", "downloads/Handbuch für alle.pdf", "notes.md", "x.md/y"),
    )
    assert (folder.path, folder.unusable) == ("../static", ())


def test_without_the_folder_nothing_is_published_unless_it_was_asked_for(
    kb: Path, tmp_path: Path
) -> None:
    assert read_static(tmp_path / "static", kb) == StaticFolder()
    with pytest.raises(ConfigError, match=r"static` does not exist"):
        read_static(tmp_path / "static", kb, required=True)
    put(tmp_path, "static")
    with pytest.raises(ConfigError, match=r"static` is a file"):
        read_static(tmp_path / "static", kb)


def test_hidden_files_and_what_tools_leave_are_no_part_of_it(kb: Path, static: Path) -> None:
    put(static, ".env", ".git/config", "sub/.hidden", "Thumbs.db", "node_modules/a.txt", "a.txt")
    folder = read_static(static, kb)
    assert (folder.files, folder.unusable) == (("a.txt",), ())


def test_pages_and_scripts_of_the_owner_are_published_as_they_are(kb: Path, static: Path) -> None:
    """Whoever may write next to the configuration may write templates: this is no article's."""
    put(static, "google1234.html", "run.js", "a.txt")
    put(static, "a.svg", text='<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')
    folder = read_static(static, kb)
    assert folder.files == ("a.svg", "a.txt", "google1234.html", "run.js")
    assert folder.unusable == ()


def test_templates_of_mkdocs_beside_pictures_are_not_published(kb: Path, static: Path) -> None:
    put(static, "main.html", text='{% extends "base.html" %}')
    put(static, "partials/copyright.html", text="<!-- Us -->\n<div>{{ config.copyright }}</div>")
    put(static, "about-jinja.html", text="<!DOCTYPE html><HTML><code>{% block %}</code>")
    put(static, "google1234.html", "assets/a.png", "braces.txt", text="{{ a }}")
    put(static, "google1234.html", text="google-site-verification: google1234.html")
    files = read_static(static, kb).files
    assert files == ("about-jinja.html", "assets/a.png", "braces.txt", "google1234.html")


def test_no_link_leads_out_of_the_folder(kb: Path, static: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret.txt")
    put(static, "real/a.txt", ".hidden")
    (static / "out.txt").symlink_to(tmp_path / "secret.txt")
    (static / "kb").symlink_to(kb)
    (static / "hidden.txt").symlink_to(".hidden")
    (static / "gone.txt").symlink_to("nowhere")
    (static / "loop").symlink_to(".")
    (static / "same.txt").symlink_to("real/a.txt")
    folder = read_static(static, kb)
    assert folder.files == ("real/a.txt", "same.txt")
    leaves = "this symbolic link points outside the folder of static files"
    assert problems(folder) == {
        "../static/gone.txt": "this symbolic link is broken",
        "../static/hidden.txt": leaves,
        "../static/kb": leaves,
        "../static/loop": "this symbolic link is part of a loop, or points to another link",
        "../static/out.txt": leaves,
    }


def test_a_pipe_and_a_name_that_no_windows_can_have_are_reported(kb: Path, static: Path) -> None:
    put(static, "a:b.txt", "c\\d.txt", "ok.txt")
    os.mkfifo(static / "pipe")
    folder = read_static(static, kb)
    assert folder.files == ("ok.txt",)
    assert problems(folder) == {
        "../static/a:b.txt": "this file name is not valid on every system",
        "../static/c\\d.txt": "this file name is not valid on every system",
        "../static/pipe": "this file cannot be read",
    }


@pytest.mark.usefixtures("nobody")
def test_a_file_that_nobody_may_read_is_reported(kb: Path, static: Path) -> None:
    put(static, "a.txt")
    (static / "a.txt").chmod(0)
    folder = read_static(static, kb)
    assert (folder.files, problems(folder)) == (
        (),
        {"../static/a.txt": "this file cannot be read"},
    )


def test_a_folder_that_holds_the_articles_or_a_site_is_refused(tmp_path: Path, kb: Path) -> None:
    put(kb, "en/KA-00001.md")
    with pytest.raises(ConfigError, match="contains the articles"):
        read_static(tmp_path, kb)
    with pytest.raises(ConfigError, match="contains the articles"):
        read_static(kb, kb)
    write_site(tmp_path / "site", [Artifact("index.html", b"")], kb)
    with pytest.raises(ConfigError, match="is a site that errata wrote"):
        read_static(tmp_path / "site", kb)


def test_a_site_in_the_folder_is_no_part_of_it(kb: Path, static: Path) -> None:
    put(static, "a.txt")
    write_site(static / "site", [Artifact("index.txt", b"")], kb)
    assert read_static(static, kb).files == ("a.txt",)


def test_what_lies_in_the_folder_is_no_article_where_it_lies_in_the_knowledge_base(
    tmp_path: Path,
) -> None:
    put(tmp_path, "KA-00001.md", "static/KA-00002.md", "static/a.png", "other/KA-00003.md")
    folder = read_folder(tmp_path, Config(), tmp_path / "static")
    assert [source.path for source in folder.sources] == ["KA-00001.md", "other/KA-00003.md"]
    assert folder.assets == {}
    assert read_static(tmp_path / "static", tmp_path) == StaticFolder(
        "static", ("KA-00002.md", "a.png")
    )
