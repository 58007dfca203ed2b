"""Where few files of a site change, those move in; a build that dies meanwhile is completed."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from errata.files.in_place import Swap, swap_files
from errata.files.manifest import MANIFEST, Manifest, ManifestEntry, encode_manifest
from errata.files.output_paths import OutputPaths
from errata.files.publish import recover
from errata.files.site import write_site
from errata.model import Artifact
from errata.stamp import FileState

if TYPE_CHECKING:
    from collections.abc import Mapping

OLD = {f"{n % 5}/{n}.html": f"page {n}".encode() for n in range(100)} | {"a/old.js": b"old"}


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "site"
    write(out, OLD)
    return out


def write(out: Path, files: Mapping[str, bytes]) -> None:
    write_site(out, [Artifact(*item) for item in files.items()], out.parent / "kb")


def tree(out: Path) -> dict[str, bytes]:
    files = (path for path in out.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def without(*paths: str) -> dict[str, bytes]:
    return {path: data for path, data in OLD.items() if path not in paths}


@pytest.mark.parametrize(
    "new",
    [
        OLD | {"0/0.html": b"another text"},
        OLD | {"b/c/new.html": b"new"},
        without("a/old.js"),
        without("a/old.js") | {"a/new.js": b"new", "0/0.html": b"names new.js"},
        without("a/old.js") | {"a": b"a file where a folder was"},
        without("0/0.html") | {"0/0.html/index.html": b"a folder where a file was"},
        without("0/0.html") | {"0/0.HTML": b"another spelling"},
    ],
    ids=["text", "new page", "removal", "shard", "folder becomes file", "file folder", "case"],
)
def test_the_site_is_what_it_would_be_if_it_were_written_anew(
    out: Path, tmp_path: Path, new: dict[str, bytes]
) -> None:
    folder, state = out.stat().st_ino, FileState.of((out / "1/1.html").stat())
    write(out, new)
    assert tree(out) == new
    assert out.stat().st_ino == folder
    assert FileState.of((out / "1/1.html").stat()) == state
    write(tmp_path / "fresh", new)
    assert (out / MANIFEST).read_bytes() == (tmp_path / "fresh" / MANIFEST).read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"site", "fresh"}
    folders = {path for path in out.rglob("*") if path.is_dir()}
    assert all(any(folder.iterdir()) for folder in folders)


def test_where_much_changes_the_folders_are_exchanged(out: Path) -> None:
    folder = out.stat().st_ino
    write(out, dict.fromkeys(OLD, b"all new"))
    assert out.stat().st_ino != folder


def test_what_pages_load_moves_before_pages_and_the_manifest_is_last() -> None:
    swap = Swap.of(["en/index.html", "search/en/root.js", "a.html", "assets/x.css"], ["z", "b"])
    assert swap.moved == ("assets/x.css", "search/en/root.js", "a.html", "en/index.html")
    assert swap.removed == ("b", "z")


NEW = without("a/old.js", "3/3.html") | {"a/new.js": b"new", "0/0.html": b"new", "n/n.html": b"n"}


def stage(out: Path) -> tuple[OutputPaths, Swap]:
    """The new files beside a site, as a build writes them."""
    place, fresh = OutputPaths.of(out), {p: d for p, d in NEW.items() if OLD.get(p) != d}
    entries = {p: ManifestEntry(sha256(data).hexdigest(), len(data)) for p, data in NEW.items()}
    manifest = encode_manifest(Manifest(entries))
    for path, data in {**fresh, MANIFEST: manifest}.items():
        (place.new / path).parent.mkdir(parents=True, exist_ok=True)
        (place.new / path).write_bytes(data)
    return place, Swap.of((*fresh, MANIFEST), OLD.keys() - NEW.keys())


def test_a_swap_that_is_killed_at_any_step_is_completed_by_the_next_build(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for last in range(40):
        step = 0

        def dying(method: Any, last: int = last) -> Any:  # noqa: ANN401 - of `Path`
            def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - as above
                nonlocal step
                step += 1
                if step > last:
                    raise Killed
                return method(*arguments, **options)

            return counted

        place, swap = stage(out)
        with monkeypatch.context() as patched:
            for name in ("replace", "unlink", "rmdir", "mkdir", "write_text"):
                patched.setattr(Path, name, dying(getattr(Path, name)))
            try:
                swap_files(place, swap)
            except Killed:
                pass
            else:
                break
        is_started = place.journal.exists()
        pages = [data for data in tree(out).values() if data == b"new"]
        assert is_started or not pages
        recover(place)
        assert tree(out) == (NEW if is_started else OLD)
        assert [path.name for path in out.parent.iterdir()] == ["site"]
        write(out, OLD)
    assert last > 8, "it was never killed in the middle"
    assert tree(out) == NEW


@pytest.mark.parametrize(
    "journal",
    [
        '{"staged": ".site.errata-new-1", "mov',
        "[" * 100_000,
        json.dumps({"staged": ".site.errata-new-1", "moved": ["../kb/a.md"], "removed": []}),
        json.dumps({"staged": "../kb", "moved": ["a.md"], "removed": []}),
        json.dumps({"staged": ".site.errata-new-1", "moved": [], "removed": ["../kb/a.md"]}),
    ],
)
def test_a_journal_that_is_damaged_or_leads_out_of_the_site_is_not_followed(
    out: Path, journal: str
) -> None:
    place = OutputPaths.of(out)
    (out.parent / "kb").mkdir()
    (out.parent / "kb/a.md").write_text("mine")
    place.sibling("new-1").mkdir()
    place.journal.write_text(journal)
    recover(place)
    assert tree(out) == OLD
    assert (out.parent / "kb/a.md").read_text() == "mine"
    assert not place.journal.exists()
