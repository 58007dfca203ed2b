"""What is in an offline pack: the whole site below one folder, the same bytes every time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from errata.errors import OutputError
from errata.files.output_paths import OutputPaths
from errata.files.pack import default_pack_path, write_pack
from errata.files.site import write_site
from errata.model import Artifact, Copy

if TYPE_CHECKING:
    from pathlib import Path

SITE = (
    Artifact("index.html", b"<p>home</p>" * 50),
    Artifact("en/assets/a.png", Copy("a.png")),
    Artifact("en/KA-1/index.html", "Störung".encode()),
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A written site."""
    kb = tmp_path / "kb"
    kb.mkdir()
    (kb / "a.png").write_bytes(b"picture" * 100)
    write_site(tmp_path / "site", SITE, kb)
    return tmp_path / "site"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_pack_holds_every_file_below_a_folder_of_its_name(out: Path) -> None:
    size = write_pack(default_pack_path(out), out, SITE)
    assert default_pack_path(out) == out.parent / "site.zip"
    assert size == default_pack_path(out).stat().st_size
    with ZipFile(default_pack_path(out)) as pack:
        assert pack.testzip() is None
        assert {name: pack.read(name) for name in pack.namelist()} == {
            f"site/{artifact.path}": (out / artifact.path).read_bytes() for artifact in SITE
        }


def test_the_same_site_gives_the_same_pack_in_any_order_and_at_any_time(
    out: Path, tmp_path: Path
) -> None:
    write_pack(tmp_path / "one/help.zip", out, SITE)
    os.utime(out / "en/assets/a.png", (0, 0))
    write_pack(tmp_path / "other/help.zip", out, SITE[::-1])
    one, other = ((tmp_path / name / "help.zip").read_bytes() for name in ("one", "other"))
    assert one == other


def test_entries_are_sorted_and_tell_no_time_and_no_owner(out: Path, tmp_path: Path) -> None:
    write_pack(tmp_path / "help.zip", out, SITE)
    with ZipFile(tmp_path / "help.zip") as pack:
        entries = pack.infolist()
    assert [entry.filename for entry in entries] == sorted(f"help/{item.path}" for item in SITE)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.extra for entry in entries} == {b""}


def test_text_is_made_smaller_and_what_is_small_already_is_stored(
    out: Path, tmp_path: Path
) -> None:
    write_pack(tmp_path / "help.zip", out, SITE)
    with ZipFile(tmp_path / "help.zip") as pack:
        kinds = {entry.filename: entry.compress_type for entry in pack.infolist()}
    assert kinds["help/index.html"] == ZIP_DEFLATED
    assert kinds["help/en/assets/a.png"] == ZIP_STORED


def test_a_new_pack_replaces_the_old_one_and_leaves_nothing_beside_it(out: Path) -> None:
    before = names(out.parent)
    write_pack(default_pack_path(out), out, SITE[:1])
    write_pack(default_pack_path(out), out, SITE)
    assert names(out.parent) == sorted([*before, "site.zip"])
    with ZipFile(default_pack_path(out)) as pack:
        assert len(pack.namelist()) == len(SITE)


def test_a_pack_that_fails_leaves_the_old_one(out: Path) -> None:
    write_pack(default_pack_path(out), out, SITE)
    old = default_pack_path(out).read_bytes()
    (out / "en/assets/a.png").unlink()
    with pytest.raises(OutputError, match=r"cannot write .*site\.zip"):
        write_pack(default_pack_path(out), out, SITE)
    assert default_pack_path(out).read_bytes() == old
    assert names(out.parent) == ["kb", "site", "site.zip"]


def test_what_a_killed_build_has_left_goes_with_the_next(out: Path) -> None:
    leftover = OutputPaths.of(default_pack_path(out)).sibling("new-1")
    leftover.write_bytes(b"half a pack")
    write_pack(default_pack_path(out), out, SITE)
    assert names(out.parent) == ["kb", "site", "site.zip"]


def test_a_name_that_makes_no_folder_is_made_safe(out: Path, tmp_path: Path) -> None:
    write_pack(tmp_path / "our help.zip", out, SITE[:1])
    with ZipFile(tmp_path / "our help.zip") as pack:
        (name,) = pack.namelist()
    assert name.startswith("our-help-")
    assert name.endswith("/index.html")


@pytest.mark.parametrize("name", ["help", "help.tar", ".zip", "kb"])
def test_a_name_that_is_no_zips_is_refused(out: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"must end in `\.zip`"):
        write_pack(tmp_path / name, out, SITE)


def test_a_folder_in_the_way_is_refused(out: Path) -> None:
    default_pack_path(out).mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_pack(default_pack_path(out), out, SITE)
