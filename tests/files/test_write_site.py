"""What is in a site's folder after a build: all of the new, nothing of the old, no more."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from errata.errors import OutputError
from errata.files.manifest import MANIFEST
from errata.files.output_paths import flush_file_system
from errata.files.site import Written, write_site
from errata.model import Artifact, Copy


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    folder = tmp_path / "kb"
    (folder / "assets").mkdir(parents=True)
    (folder / "assets/a.png").write_bytes(b"picture")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "build" / "site"


def pages(**texts: str) -> list[Artifact]:
    return [
        Artifact(f"en/{name}/index.html", text.encode()) for name, text in sorted(texts.items())
    ]


PICTURE = Artifact("en/assets/a.png", Copy("assets/a.png"))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def inodes(folder: Path) -> dict[str, tuple[int, int]]:
    stats = {path: path.stat() for path in folder.rglob("*") if path.is_file()}
    return {
        path.relative_to(folder).as_posix(): (s.st_ino, s.st_mtime_ns) for path, s in stats.items()
    }


def alone(out: Path) -> bool:
    """Nothing of ours is left beside the site."""
    return [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_first_build_writes_everything_and_makes_the_folders_above(out: Path, kb: Path) -> None:
    written = write_site(out, [*pages(a="A", b="B"), PICTURE], kb)
    assert written == Written(added=3, changed=0, removed=0, kept=0)
    assert tree(out) == {
        "en/a/index.html": b"A",
        "en/assets/a.png": b"picture",
        "en/b/index.html": b"B",
    }
    assert alone(out)


def test_modes_follow_the_umask(out: Path, kb: Path) -> None:
    before = os.umask(0o027)
    try:
        write_site(out, [*pages(a="A"), PICTURE], kb)
    finally:
        os.umask(before)
    modes = [out, out / "en", out / "en/a/index.html", out / "en/assets/a.png", out / MANIFEST]
    assert [path.stat().st_mode & 0o777 for path in modes] == [0o750, 0o750, 0o640, 0o640, 0o640]


def test_the_folder_keeps_the_mode_that_somebody_gave_it(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A"), kb)
    out.chmod(0o2771)
    write_site(out, pages(a="B"), kb)
    assert out.stat().st_mode & 0o7777 == 0o2771


def test_a_second_equal_build_touches_nothing(out: Path, kb: Path) -> None:
    content = [*pages(a="A", b="B"), PICTURE]
    write_site(out, content, kb)
    folder, before = out.stat(), inodes(out)
    assert write_site(out, content, kb) == Written(added=0, changed=0, removed=0, kept=3)
    assert inodes(out) == before
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == (folder.st_ino, folder.st_mtime_ns)


def test_only_what_changed_is_written_and_what_is_gone_is_removed(out: Path, kb: Path) -> None:
    write_site(out, [*pages(a="A", b="B", c="C"), PICTURE], kb)
    before = inodes(out)
    written = write_site(out, [*pages(a="A", b="other", d="D"), PICTURE], kb)
    assert written == Written(added=1, changed=1, removed=1, kept=2)
    after = inodes(out)
    assert not (out / "en/c").exists()
    assert after["en/a/index.html"] == before["en/a/index.html"]
    assert after["en/assets/a.png"] == before["en/assets/a.png"]
    assert after["en/b/index.html"] != before["en/b/index.html"]
    assert (out / "en/b/index.html").read_bytes() == b"other"
    assert alone(out)


def test_a_page_edited_or_deleted_by_hand_is_put_right(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", b="B"), kb)
    status = (out / "en/a/index.html").stat()
    (out / "en/a/index.html").write_bytes(b"X")  # of the same size and, below, of the same time
    os.utime(out / "en/a/index.html", ns=(status.st_atime_ns, status.st_mtime_ns))
    (out / "en/b/index.html").unlink()
    assert write_site(out, pages(a="A", b="B"), kb) == Written(1, 1, 0, 0)
    assert tree(out) == {"en/a/index.html": b"A", "en/b/index.html": b"B"}


def test_a_link_in_the_place_of_a_page_is_replaced_by_the_page(
    tmp_path: Path, out: Path, kb: Path
) -> None:
    (tmp_path / "elsewhere").write_bytes(b"A")
    write_site(out, pages(a="A", b="B"), kb)
    for name in "ab":
        (out / f"en/{name}/index.html").unlink()
        (out / f"en/{name}/index.html").symlink_to(tmp_path / "elsewhere")
    write_site(out, pages(a="A"), kb)
    assert not (out / "en/a/index.html").is_symlink()
    assert tree(out) == {"en/a/index.html": b"A"}
    assert alone(out)


def test_a_changed_picture_is_copied_again(out: Path, kb: Path) -> None:
    write_site(out, [PICTURE], kb)
    (kb / "assets/a.png").write_bytes(b"PICTURE")
    assert write_site(out, [PICTURE], kb).changed == 1
    assert (out / "en/assets/a.png").read_bytes() == b"PICTURE"


def test_the_same_input_gives_the_same_bytes_in_any_folder_and_order(
    tmp_path: Path, kb: Path
) -> None:
    content = [*pages(a="A", b="B"), PICTURE]
    write_site(tmp_path / "one", pages(a="old", z="Z"), kb)
    write_site(tmp_path / "one", content, kb)
    write_site(tmp_path / "far/two", content[::-1], kb)
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (
        tmp_path / "far/two" / MANIFEST
    ).read_bytes()
    assert tree(tmp_path / "one") == tree(tmp_path / "far/two")


def test_the_manifest_lists_every_file_with_digest_and_size(out: Path, kb: Path) -> None:
    write_site(out, [*pages(a="A"), PICTURE], kb)
    listed = json.loads((out / MANIFEST).read_bytes())
    digest = "559aead08264d5795d3909718cdd05abd49572e84fe55590eef31a88a08fdffd"
    assert listed["version"] == 2
    assert listed["files"]["en/a/index.html"] == [digest, 1]
    assert list(listed["files"]) == ["en/a/index.html", "en/assets/a.png"]


HIDDEN = frozenset({"en/hidden/index.html"})


def test_the_manifest_does_not_name_a_page_that_nobody_is_led_to(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", hidden="H"), kb, unlisted=HIDDEN)
    data = (out / MANIFEST).read_bytes()
    assert b"hidden" not in data
    assert hashlib.sha256(b"H").hexdigest().encode() not in data, "its content is not told either"
    assert write_site(out, pages(a="A", hidden="H"), kb, unlisted=HIDDEN) == Written(0, 0, 0, 2)


def test_a_page_in_no_list_is_replaced_and_removed_as_any(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", hidden="H"), kb, unlisted=HIDDEN)
    assert write_site(out, pages(a="A", hidden="I"), kb, unlisted=HIDDEN) == Written(0, 1, 0, 1)
    (out / "en/hidden/index.html").write_text("edited")
    assert write_site(out, pages(a="A", hidden="I"), kb, unlisted=HIDDEN) == Written(0, 1, 0, 1)
    assert write_site(out, pages(a="A"), kb) == Written(0, 0, 1, 1)
    assert sorted(tree(out)) == ["en/a/index.html"]


def test_a_file_beside_pages_in_no_list_is_somebody_elses(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", hidden="H"), kb, unlisted=HIDDEN)
    (out / "en/hidden/notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        write_site(out, pages(a="A"), kb)
    assert (out / "en/hidden/index.html").read_text() == "H"


def test_a_site_of_the_version_that_named_all_files_is_built_upon(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", b="B"), kb)
    old = (out / MANIFEST).read_bytes().replace(b'"version": 2', b'"version": 1')
    (out / MANIFEST).write_bytes(old)
    assert write_site(out, pages(a="A"), kb) == Written(0, 0, 1, 1)


def test_names_at_the_top_that_begin_with_a_dot_are_kept_as_they_are(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A", b="B"), kb)
    (out / ".nojekyll").write_text("")
    (out / ".git/objects").mkdir(parents=True)
    (out / ".git/HEAD").write_text("ref: refs/heads/main")
    (out / ".git/empty").mkdir()
    (out / ".git/empty").chmod(0o711)
    (out / ".link").symlink_to("../nowhere/./x")
    os.mkfifo(out / ".git/pipe")
    before = inodes(out)
    assert write_site(out, pages(a="changed"), kb) == Written(0, 1, 1, 0)
    after = inodes(out)
    assert {name: after[name] for name in after if name.startswith(".git/")} == {
        ".git/HEAD": before[".git/HEAD"]
    }
    assert after[".nojekyll"] == before[".nojekyll"]
    assert (out / ".git/objects").is_dir()
    assert (out / ".git/empty").stat().st_mode & 0o777 == 0o711
    assert (out / ".git/pipe").is_fifo()
    assert os.readlink(out / ".link") == "../nowhere/./x"  # noqa: PTH115 - Path would tidy it
    assert not (out / "en/b").exists()
    assert alone(out)


def test_a_folder_that_is_empty_but_for_a_repository_becomes_the_site(out: Path, kb: Path) -> None:
    (out / ".git").mkdir(parents=True)
    (out / ".gitignore").write_text("*\n")
    write_site(out, pages(a="A"), kb)
    write_site(out, pages(a="A2"), kb)
    assert tree(out) == {".gitignore": b"*\n", "en/a/index.html": b"A2"}
    assert (out / ".git").is_dir()


def test_what_a_file_manager_leaves_behind_stops_no_build(out: Path, kb: Path) -> None:
    write_site(out, pages(a="A"), kb)
    for name in ("en/.DS_Store", "Thumbs.db", "en/a/desktop.ini"):
        (out / name).write_bytes(b"x")
    write_site(out, pages(a="B"), kb)
    assert tree(out) == {"en/a/index.html": b"B"}


@pytest.mark.usefixtures("nobody")
def test_a_read_only_folder_that_is_kept_does_not_stand_in_the_way(tmp_path: Path) -> None:
    kb, out = tmp_path, tmp_path / "b/site"
    write_site(out, pages(a="A"), kb / "b/kb")
    (out / ".own").mkdir()
    (out / ".own/x").write_text("x")
    (out / ".own").chmod(0o555)
    write_site(out, pages(a="A2"), kb / "b/kb")
    write_site(out, pages(a="A3"), kb / "b/kb")
    assert (out / ".own").stat().st_mode & 0o777 == 0o555
    assert alone(out)
    (out / ".own").chmod(0o755)


def test_static_files_are_copied_from_their_own_folder(out: Path, kb: Path) -> None:
    (kb / "CNAME").write_text("of the articles")
    static = kb.with_name("static")
    static.mkdir()
    (static / "CNAME").write_text("example.com")
    write_site(out, [Artifact("CNAME", Copy("CNAME", static=True)), PICTURE], kb, static)
    assert tree(out) == {"CNAME": b"example.com", "en/assets/a.png": b"picture"}


def test_a_link_to_a_folder_stays_and_its_target_is_written(tmp_path: Path, kb: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")
    write_site(tmp_path / "site", pages(a="A"), kb)
    assert (tmp_path / "site").is_symlink()
    assert tree(tmp_path / "real") == {"en/a/index.html": b"A"}


def test_a_site_is_written_where_hard_links_are_not_to_be_had(
    out: Path, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    write_site(out, pages(a="A", b="B"), kb)
    (out / ".git").mkdir()
    (out / ".git/HEAD").write_text("main")
    before = (out / "en/a/index.html").stat().st_mtime_ns
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_site(out, pages(a="A"), kb)
    assert tree(out) == {".git/HEAD": b"main", "en/a/index.html": b"A"}
    assert (out / "en/a/index.html").stat().st_mtime_ns == before


def test_two_artifacts_with_one_path_and_content_are_one_file(out: Path, kb: Path) -> None:
    assert write_site(out, [PICTURE, PICTURE], kb).added == 1


def test_a_file_that_appears_during_a_build_is_not_lost(
    out: Path, kb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(out, pages(a="A"), kb)

    def meanwhile(folder: Path) -> None:
        (out / "late.txt").write_text("late")
        flush_file_system(folder)

    monkeypatch.setattr("errata.files.publish.flush_file_system", meanwhile)
    write_site(out, pages(a="B"), kb)
    assert tree(out) == {"en/a/index.html": b"B", "late.txt": b"late"}


@pytest.mark.parametrize(
    "name",
    [
        "/etc/x",
        "../x",
        "a/../x",
        "a//x",
        "",
        "a/",
        "./a",
        ".git/x",
        "a\\b",
        "c:x",
        "a\nb",
        MANIFEST,
    ],
)
def test_a_path_that_is_not_safe_is_refused(out: Path, kb: Path, name: str) -> None:
    with pytest.raises(OutputError, match="cannot be the path"):
        write_site(out, [Artifact(name, b"")], kb)
    assert not out.parent.exists()


@pytest.mark.parametrize(
    "names", [("a", "a"), ("a/B.html", "a/b.html"), ("a", "a/b"), ("A/b", "a")]
)
def test_two_files_that_would_be_one_on_some_disk_are_refused(
    out: Path, kb: Path, names: tuple[str, str]
) -> None:
    with pytest.raises(OutputError, match="claim"):
        write_site(out, [Artifact(name, str(n).encode()) for n, name in enumerate(names)], kb)
