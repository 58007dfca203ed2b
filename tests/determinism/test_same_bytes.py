"""The same articles make the same bytes, however and wherever they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "kb"


def _build(kb: Path, out: Path, *options: str, **environment: str) -> str:
    """One digest of every path and byte of the site."""
    command = [sys.executable, "-m", "errata", "--config", str(ROOT / "errata.toml"), "build"]
    done = subprocess.run(
        [*command, "--kb", str(kb), "--out", str(out), *options],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    digest = hashlib.sha256()
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        digest.update(path.relative_to(out).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(3, id="every third article"),
        pytest.param(1, id="every article", marks=pytest.mark.soak),
    ],
)
def shared(
    make_once: Callable[[str, Callable[[Path], None]], Path], request: pytest.FixtureRequest
) -> Path:
    """Articles in `kb`, their digest in `plain`, a full `cache`: for all tests, which change none.

    The articles are shipped ones, the same of each language, with their pictures.
    """

    def fill(folder: Path) -> None:
        numbers = sorted({path.name for path in SHIPPED.rglob("*.md")})
        _copy(SHIPPED, folder / "kb", {*numbers} - {*numbers[:: request.param]})
        plain = _build(folder / "kb", folder / "a", "--no-cache")
        (folder / "plain").write_text(plain, "utf-8")
        cache = str(folder / "cache")
        assert _build(folder / "kb", folder / "b", ERRATA_CACHE=cache) == plain

    return make_once(f"same-bytes-{request.param}", fill)


@pytest.fixture
def kb(shared: Path) -> Path:
    return shared / "kb"


@pytest.fixture
def plain(shared: Path) -> str:
    """The digest of their site, built without a cache."""
    return (shared / "plain").read_text("utf-8")


@pytest.fixture
def cache(shared: Path, tmp_path: Path) -> Path:
    """A cache that a build has filled, to be changed."""
    return shutil.copytree(shared / "cache", tmp_path / "cache")


def _copy(kb: Path, to: Path, left_out: Collection[str] = ()) -> None:
    """With other times of files."""
    shutil.copytree(
        kb, to, copy_function=shutil.copyfile, ignore=lambda _, names: {*names} & {*left_out}
    )


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "2", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Tokyo"},
        pytest.param({"PYTHONHASHSEED": "1"}, marks=pytest.mark.soak),
        pytest.param({"TZ": "America/St_Johns"}, marks=pytest.mark.soak),
        pytest.param({"PYTHONUTF8": "0", "LC_ALL": "C"}, marks=pytest.mark.soak),
    ],
    ids=" ".join,
)
def test_hash_seed_time_zone_and_system_locale_change_nothing(
    tmp_path: Path, kb: Path, plain: str, environment: dict[str, str]
) -> None:
    assert _build(kb, tmp_path / "b", "--no-cache", **environment) == plain


def test_another_folder_and_other_file_times_change_nothing(
    tmp_path: Path, kb: Path, plain: str, cache: Path
) -> None:
    """Not with what the cache has of the first folder either."""
    moved = tmp_path / "elsewhere" / "articles"
    _copy(kb, moved)
    assert _build(moved, tmp_path / "b", ERRATA_CACHE=str(cache)) == plain


def _damaged(cache: Path) -> None:
    for file in cache.glob("*.sqlite3"):
        data = bytearray(file.read_bytes())
        for index in range(len(data) // 3, len(data), 1_000):
            data[index] ^= 255
        file.write_bytes(data)


def _stale(cache: Path) -> None:
    """Whole entries, each where another one belongs."""
    for file in cache.glob("*.sqlite3"):
        with sqlite3.connect(file) as database:
            database.execute("CREATE TABLE moved AS SELECT * FROM entries")
            following = "SELECT value FROM moved WHERE moved.rowid = 1 + entries.rowid % ("
            count = "SELECT COUNT(*) FROM moved)"
            database.execute(f"UPDATE entries SET value = ({following}{count})")  # noqa: S608 - constants
        database.close()


def _read_only(cache: Path) -> None:
    for path in (*cache.iterdir(), cache):
        path.chmod(path.stat().st_mode & ~0o222)


@pytest.mark.parametrize("become", [_damaged, _stale, _read_only])
def test_whatever_became_of_the_cache_changes_nothing(
    tmp_path: Path, kb: Path, plain: str, cache: Path, become: Callable[[Path], None]
) -> None:
    become(cache)
    assert _build(kb, tmp_path / "c", ERRATA_CACHE=str(cache)) == plain


def test_without_a_cache_none_is_made(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    one = tmp_path / "kb"
    one.mkdir()
    (one / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    _build(one, tmp_path / "a", "--no-cache", ERRATA_CACHE=str(cache))
    assert not cache.exists()


def test_a_build_over_an_older_site_equals_a_clean_one(
    tmp_path: Path, kb: Path, plain: str
) -> None:
    older = tmp_path / "older"
    _copy(kb, older, [path.name for path in kb.rglob("KA-1*.md")])
    out = tmp_path / "site"
    assert _build(older, out) != plain
    assert _build(kb, out) == plain


def test_two_processes_make_what_one_makes(corpus: Path, tmp_path: Path) -> None:
    articles = tmp_path / "kb" / "en"
    articles.mkdir(parents=True)
    for path in sorted((corpus / "en").glob("*.md"))[:50]:
        shutil.copyfile(path, articles / path.name)
    alone = _build(tmp_path / "kb", tmp_path / "a", "--jobs", "1", "--no-cache")
    assert _build(tmp_path / "kb", tmp_path / "b", "--jobs", "2", "--no-cache") == alone
