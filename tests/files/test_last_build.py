"""The record of the last build saves work, and is believed only as far as it holds."""

from __future__ import annotations

import dataclasses
import os
import tracemalloc
from time import time_ns
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.files.manifest import MANIFEST
from errata.files.record import RecordFile, SavedBuild, SiteLook, find_unchanged
from errata.files.site import write_site
from errata.model import Artifact, BuildRecord, MadeUnit
from errata.stamp import FileState, stamp_files

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from errata.files.record import WrittenFile

ROW = ("site", "related", ("en", "KA-1"))
RECORD = BuildRecord(
    "facts",
    "look",
    {"en/a.md": "content"},
    {
        "a/index.html": MadeUnit(
            ("en/a.md",), "view", ("a/index.html",), (("facts", "en/b.md"), ROW), "plan"
        )
    },
    "basis",
    "links",
    {("facts", "en/b.md"): "digest", ROW: "digest"},
    "needles",
    {"a/index.html": (3, 17)},
)
HOUR = 3_600_000_000_000
PAGES = [Artifact("a.html", b"1"), Artifact("b.html", b"2")]


@pytest.fixture
def place(tmp_path: Path) -> RecordFile:
    return RecordFile(tmp_path / "cache/sites", "program", "site")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "kb").mkdir()
    return tmp_path / "site"


def written(site: Path, **contents: bytes) -> dict[str, WrittenFile]:
    """The files of a site that was just written."""
    artifacts = [Artifact(f"{name}.html", data) for name, data in contents.items()]
    return dict(write_site(site, artifacts, site.with_name("kb")).files)


def test_a_record_is_read_as_it_was_written(place: RecordFile, site: Path) -> None:
    build = SavedBuild(RECORD, written(site, a=b"1"), 5, "stamp", 7.5, b"{}")
    place.save(build)
    assert place.load() == build


def test_a_large_record_is_written_part_by_part(place: RecordFile) -> None:
    units = {f"{number}/index.html": MadeUnit((), "view" * 16, ()) for number in range(20_000)}
    build = SavedBuild(dataclasses.replace(RECORD, units=units), {}, 5)
    tracemalloc.start()
    place.save(build)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < place.path.stat().st_size / 3
    assert place.load() == build


@pytest.mark.parametrize("turned", [False, True], ids=["names stay", "names have other places"])
def test_a_unit_that_stays_is_written_beside_new_ones(place: RecordFile, *, turned: bool) -> None:
    place.save(SavedBuild(RECORD, {}, 5))
    before = place.load()
    assert before
    new = MadeUnit(("en/b.md", "en/a.md"), "", ("b.json",), (ROW, ("facts", "en/c.md")), "plan")
    observed = {**RECORD.observed, ("facts", "en/c.md"): "digest"}
    record = dataclasses.replace(
        before.record,
        units={**before.record.units, "b.json": new},
        observed=dict(reversed(observed.items())) if turned else observed,
    )
    place.save(SavedBuild(record, {}, 6), before)
    assert place.load() == SavedBuild(record, {}, 6)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-9]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"facts", b"other")),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\n{}"),
        lambda path: path.unlink(),
        lambda path: path.chmod(0o666),
    ],
    ids=["cut off", "changed", "empty", "not a record", "gone", "open to others"],
)
def test_a_record_that_is_not_as_it_was_counts_as_nothing(
    place: RecordFile, spoil: Callable[[Path], object]
) -> None:
    place.save(SavedBuild(RECORD, {}, 5))
    spoil(place.path)
    assert place.load() is None
    place.save(SavedBuild(RECORD, {}, 6))
    assert place.load() == SavedBuild(RECORD, {}, 6), "and the next build has one again"


def test_another_version_and_another_site_have_no_record_here(place: RecordFile) -> None:
    place.save(SavedBuild(RECORD, {}, 5))
    assert replace(place, program="newer").load() is None
    assert replace(place, site="other").load() is None


def test_a_folder_that_cannot_be_written_is_nobodys_concern(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    RecordFile(tmp_path / "file/sites", "program", "site").save(SavedBuild(RECORD, {}, 5))


def test_records_of_sites_that_were_not_built_for_long_go(place: RecordFile) -> None:
    for number in range(40):
        replace(place, site=str(number)).save(SavedBuild(RECORD, {}, number))
    assert replace(place, site="39").load()
    assert len(list(place.folder.iterdir())) < 20


def test_a_file_is_known_by_size_time_and_inode_and_is_not_read(site: Path) -> None:
    files = written(site, a=b"1", b=b"2")
    later = time_ns() + HOUR
    assert find_unchanged(site, files, later).keys() == files.keys()
    (site / "a.html").write_bytes(b"other")
    (site / "b.html").unlink()
    assert find_unchanged(site, files, later) == {}


def test_a_file_that_was_replaced_by_one_of_the_same_size_and_time_is_another(site: Path) -> None:
    files = written(site, a=b"1")
    before = (site / "a.html").stat()
    (site / "new").write_bytes(b"2")
    os.utime(site / "new", ns=(before.st_atime_ns, before.st_mtime_ns))
    (site / "new").replace(site / "a.html")
    assert find_unchanged(site, files, time_ns() + HOUR) == {}


def test_a_file_as_young_as_the_record_is_read_again(site: Path) -> None:
    files = written(site, a=b"1")
    before = (site / "a.html").stat()
    (site / "a.html").write_bytes(b"2")
    os.utime(site / "a.html", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert find_unchanged(site, files, before.st_mtime_ns) == {}
    assert find_unchanged(site, files, time_ns() + HOUR), "older ones are believed"
    assert find_unchanged(site, files, time_ns() + HOUR, read_all=True) == {}, "unless all are read"


def written_long_ago(site: Path, **contents: bytes) -> dict[str, WrittenFile]:
    """The files of a site that was written an hour ago."""
    files = written(site, **contents)
    for path in files:
        os.utime(site / path, ns=(time_ns() - HOUR,) * 2)
    return {
        path: file._replace(state=FileState.of((site / path).stat()))
        for path, file in files.items()
    }


def test_files_that_were_looked_at_are_not_looked_at_again(site: Path) -> None:
    files = written_long_ago(site, a=b"1", b=b"2")
    looked = SiteLook.begin(site)
    (site / "a.html").write_bytes(b"other")
    again = write_site(site, PAGES, site.with_name("kb"), written=files, looked=looked)
    assert (again.changed, again.kept) == (0, 2)
    # Who changed one in this moment is found out by the next build.
    assert find_unchanged(site, again.files, time_ns() + HOUR).keys() == {"b.html"}


def test_a_site_that_another_build_wrote_meanwhile_is_looked_at(site: Path) -> None:
    files = written_long_ago(site, a=b"1", b=b"2")
    looked = SiteLook.begin(site)
    written(site, a=b"other", b=b"2")
    assert not looked.is_current(site)
    again = write_site(site, PAGES, site.with_name("kb"), written=files, looked=looked)
    assert (again.changed, again.kept) == (1, 1)
    assert (site / "a.html").read_bytes() == b"1"


def test_a_file_as_young_as_the_look_at_it_is_looked_at_again(site: Path) -> None:
    files = written(site, a=b"1", b=b"2")
    looked = SiteLook.begin(site)
    (site / "a.html").write_bytes(b"other")
    again = write_site(site, PAGES, site.with_name("kb"), written=files, looked=looked)
    assert (again.changed, again.kept) == (1, 1)


def test_a_link_in_the_place_of_a_file_is_not_the_file(site: Path) -> None:
    files = written(site, a=b"1")
    (site / "a.html").rename(site / "b.html")
    (site / "a.html").symlink_to("b.html")
    assert find_unchanged(site, files, time_ns() + HOUR) == {}


def test_a_stamp_changes_with_any_file_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "kb/en").mkdir(parents=True)
    (tmp_path / "kb/en/a.md").write_bytes(b"a")
    kb, later = tmp_path / "kb", time_ns() + HOUR
    stamps = [stamp_files([kb], [tmp_path], later)]
    for change in (
        lambda: (kb / "en/a.md").write_bytes(b"other"),
        lambda: (kb / "en/b.md").write_bytes(b""),
        (kb / "en/b.md").unlink,
        lambda: (kb / "en/a.md").rename(kb / "en/c.md"),
        lambda: (tmp_path / "mkdocs.yml").write_bytes(b""),
        (kb / ".hidden").mkdir,
        (kb / ".gitbook").mkdir,
        lambda: (kb / ".gitbook/a.png").write_bytes(b"a"),
    ):
        change()
        stamps.append(stamp_files([kb], [tmp_path], later))
    # Without `b.md` all is as it was before it.
    assert len(set(stamps)) == len(stamps) - 1
    assert stamps[1] == stamps[3]


def test_there_is_no_stamp_of_what_may_still_change_within_a_tick(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    assert stamp_files([tmp_path], [], time_ns()) == ""


def test_a_site_and_a_cache_beside_the_articles_do_not_change_the_stamp(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    before = stamp_files([tmp_path / "kb"], [tmp_path], time_ns() + HOUR)
    for folder, sign in (("site", MANIFEST), ("cache", "CACHEDIR.TAG")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / sign).write_bytes(b"")
    assert stamp_files([tmp_path / "kb"], [tmp_path], time_ns() + HOUR) == before
    (tmp_path / "docs").mkdir()
    assert stamp_files([tmp_path / "kb"], [tmp_path], time_ns() + HOUR) != before
