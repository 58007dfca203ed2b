"""The shipped look, what a user's folder replaces of it, and how its faults are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from errata.errors import ThemeError
from errata.files import read_theme, theme

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small look in the place of the one that ships."""
    folder = tmp_path / "shipped"
    put(folder, "base.html", "<p>base")
    put(folder, "partials/head.html", "<head>")
    put(folder, "strings/en.toml", 'home = "Home"\nback = "Back"\n')
    put(folder, "assets/css/a.css", "a{}")
    put(folder, "assets/b.js", "b")
    monkeypatch.setattr(theme, "shipped_file", lambda *_: folder)
    return folder


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, "utf-8")


@pytest.mark.usefixtures("shipped")
def test_templates_strings_and_assets_have_names_from_their_folders() -> None:
    look = read_theme(None)
    assert {name: file.text for name, file in look.defaults.items()} == {
        "base.html": "<p>base",
        "partials/head.html": "<head>",
    }
    assert look.strings == {"en": {"back": "Back", "home": "Home"}}
    assert look.assets == {"b.js": b"b", "css/a.css": b"a{}"}
    assert look.overrides == {}


@pytest.mark.usefixtures("shipped")
def test_a_users_files_win_one_by_one(tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "base.html", "<p>own")
    put(own, "strings/en.toml", 'home = "Start"')
    put(own, "strings/fr.toml", 'home = "Accueil"')
    put(own, "assets/b.js", "own")
    put(own, "assets/.DS_Store", "x")
    look = read_theme(own)
    assert look.defaults["base.html"].text == "<p>base"
    assert look.overrides["base.html"].text == "<p>own"
    assert look.overrides["base.html"].path.endswith("own/base.html")
    assert look.strings == {"en": {"back": "Back", "home": "Start"}, "fr": {"home": "Accueil"}}
    assert look.assets == {"b.js": b"own", "css/a.css": b"a{}"}


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "strings/fr.toml",
            b'home = "a"\nback = \n',
            "fr.toml:2:8: not valid TOML: there is no value after `=`",
        ),
        (
            "strings/fr.toml",
            b'home = "a"\n[b]\nc = 1\n',
            "fr.toml:2:1: the string `b` is not text",
        ),
        ("strings/fr.toml", b'home = "\xff"\n', "fr.toml:1:1: `"),
        ("base.html", b"<p>\n\xff", "base.html:2:1: `"),
    ],
)
def test_a_fault_in_a_users_file_is_told_with_file_and_line(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / "own/strings").mkdir(parents=True)
    (tmp_path / "own" / name).write_bytes(content)
    with pytest.raises(ThemeError) as caught:
        read_theme(tmp_path / "own")
    assert expected in f"{caught.value.span}: {caught.value.message}"


@pytest.mark.usefixtures("shipped")
def test_the_users_folder_must_exist_and_hold_its_own_files(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="does not exist"):
        read_theme(tmp_path / "own")
    put(tmp_path, "secret.txt", "x")
    put(tmp_path, "own/assets/a.css", "x")
    (tmp_path / "own/assets/b.css").symlink_to("../../secret.txt")
    with pytest.raises(ThemeError, match="points outside the folder"):
        read_theme(tmp_path / "own")


@pytest.mark.usefixtures("shipped")
def test_an_own_picture_for_shared_links_is_of_the_size_that_pages_tell(tmp_path: Path) -> None:
    picture = tmp_path / "assets/social/en.png"
    picture.parent.mkdir(parents=True)
    Image.new("1", (1200, 630)).save(picture)
    assert "social/en.png" in read_theme(tmp_path).assets
    Image.new("1", (1200, 600)).save(picture)
    with pytest.raises(ThemeError, match="not a PNG of 1200 by 630 pixels"):
        read_theme(tmp_path)
    picture.rename(picture.with_suffix(".jpg"))
    with pytest.raises(ThemeError, match=r"`assets/social/en\.jpg`"):
        read_theme(tmp_path)


@pytest.mark.usefixtures("shipped")
def test_a_file_of_strings_is_named_as_a_folder_of_articles_may_be(tmp_path: Path) -> None:
    own = tmp_path / "own"
    put(own, "strings/pt_br.toml", 'home = "Início"')
    look = read_theme(own)
    assert look.strings["pt-BR"] == {"home": "Início"}
    assert look.string_files["pt-BR"].path.endswith("own/strings/pt_br.toml")
