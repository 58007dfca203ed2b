"""Compiled templates are kept between builds, and run only where nobody else could write them."""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING

import pytest

from errata.cache import BytecodeCache
from errata.errors import ThemeError
from errata.theme.templates import compile_all, describe_templates
from tests.site.factories import shipped_theme

if TYPE_CHECKING:
    from pathlib import Path

THEME = shipped_theme()
DESCRIBED = describe_templates(THEME)
ONLY_POSIX = pytest.mark.skipif(os.name != "posix", reason="elsewhere nothing is kept")


@pytest.fixture
def kept(tmp_path: Path) -> BytecodeCache:
    cache = BytecodeCache(tmp_path / "cache", b"program")
    cache.write(DESCRIBED, {"a.html": compile("print('a')", "a.html", "exec")})
    return cache


def file_of(cache: BytecodeCache) -> Path:
    (path,) = cache.folder.glob("templates/*")
    return path


@ONLY_POSIX
def test_templates_are_compiled_once_for_all_builds(tmp_path: Path) -> None:
    cache = BytecodeCache(tmp_path / "cache", b"program")
    first = compile_all(THEME, cache)
    second = compile_all(THEME, cache)
    assert cache.read(DESCRIBED) == second.code == first.code
    assert file_of(cache).stat().st_mode & 0o077 == 0, "for its owner alone"
    compile_all(shipped_theme(**{"home.html": "mine"}), cache)
    assert len([*cache.folder.glob("templates/*")]) == 2


@ONLY_POSIX
def test_a_fault_of_a_template_is_reported_on_every_build(tmp_path: Path) -> None:
    cache = BytecodeCache(tmp_path / "cache", b"program")
    faulty = shipped_theme(
        **{"base.html": '{% extends "default/base.html" %}{% block foter %}{% endblock %}'}
    )
    for _ in range(2):
        with pytest.raises(ThemeError, match="has no block `foter`"):
            compile_all(faulty, cache)


@ONLY_POSIX
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o644])
def test_code_that_others_can_write_is_not_run(kept: BytecodeCache, mode: int) -> None:
    assert kept.read(DESCRIBED)
    file_of(kept).chmod(mode)
    assert kept.read(DESCRIBED) is None


@ONLY_POSIX
def test_code_in_a_folder_that_others_can_write_is_neither_kept_nor_run(
    kept: BytecodeCache, tmp_path: Path
) -> None:
    kept.folder.chmod(0o777)
    assert kept.read(DESCRIBED) is None
    shared = BytecodeCache(tmp_path / "shared", b"program")
    shared.folder.mkdir(mode=0o700)
    shared.folder.chmod(0o770)
    shared.write(DESCRIBED, {})
    assert not [*shared.folder.iterdir()]


@ONLY_POSIX
def test_code_behind_a_link_is_not_run(kept: BytecodeCache, tmp_path: Path) -> None:
    path = file_of(kept)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert kept.read(DESCRIBED) is None


@ONLY_POSIX
def test_damaged_code_and_that_of_other_versions_count_as_nothing(kept: BytecodeCache) -> None:
    other = BytecodeCache(kept.folder, b"another program")
    path = file_of(kept)
    data = path.read_bytes()
    # A file of another version under the name that this one looks for.
    other._file(DESCRIBED).path.write_bytes(data)
    assert other.read(DESCRIBED) is None
    for damaged in (b"", data[:10], data[:-1], data[:-1] + b"\0", marshal.dumps({})):
        path.write_bytes(damaged)
        assert kept.read(DESCRIBED) is None
