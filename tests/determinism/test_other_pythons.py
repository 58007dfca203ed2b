"""Every Python that errata supports and that is on this machine makes the same bytes: `make soak`.

Looked for are `python3.11` to `python3.14` on the path and below `~/.pyenv/versions`. Each gets the
pinned packages in an environment of its own. The test's name says which Python it was; one that is
not there is not in the list of tests.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import ROOT

_SUPPORTED: Final = ("3.11", "3.12", "3.13", "3.14")
# "3.12.1" of pyenv's folder yes; "3.12-dev" and "pypy3.10" no.
_VERSION: Final = re.compile(r"(3\.\d+)\.\d+")


def find_pythons() -> dict[str, str]:
    """Version -> interpreter, of those that are not this one."""
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    programs = {}
    for folder in sorted(Path.home().glob(".pyenv/versions/*")):
        if name := _VERSION.fullmatch(folder.name):
            programs[name[1]] = str(folder / "bin" / "python")
    for version in _SUPPORTED:
        # A shim of pyenv is there whether or not its Python may be used.
        path = shutil.which(f"python{version}")
        if path and "shims" not in path:
            programs.setdefault(version, path)
    return {
        version: programs[version] for version in _SUPPORTED if version in programs.keys() - {own}
    }


PYTHONS: Final = find_pythons()


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped articles but for errata's own documentation, with pictures, in two languages."""
    folder = tmp_path_factory.mktemp("few") / "kb"
    shutil.copytree(ROOT / "kb", folder)
    shutil.rmtree(folder / "en" / "errata")
    return folder


@pytest.fixture(scope="module")
def own(few: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest of what the Python of this test makes."""
    return build([sys.executable], few, tmp_path_factory.mktemp("own"))


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("version", PYTHONS)
def test_another_python_makes_the_same_bytes(
    version: str, few: Path, own: str, tmp_path: Path
) -> None:
    python = make_environment(PYTHONS[version], tmp_path / "python")
    cache = str(tmp_path / "cache")
    runs: dict[str, tuple[list[str], dict[str, str]]] = {
        "cold": ([], {}),
        "without docstrings": (["-OO"], {"PYTHONHASHSEED": "7", "LC_ALL": "C"}),
        "another zone": (
            [],
            {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "99", "ERRATA_CACHE": cache},
        ),
        "warm": ([], {"ERRATA_CACHE": cache}),
    }
    sites = {
        name: build([python, *options], few, tmp_path / name, **environment)
        for name, (options, environment) in runs.items()
    }
    assert sites == dict.fromkeys(runs, own)


def make_environment(python: str, folder: Path) -> str:
    """An interpreter with the packages that errata runs with."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = str(folder / "bin" / "python")
    lock = str(ROOT / "requirements" / "run.txt")
    install = [own, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
    subprocess.run(install, check=True)
    return own


def build(python: list[str], kb: Path, out: Path, **environment: str) -> str:
    """One digest of every path and byte of the site."""
    command = [*python, "-m", "errata", "--config", str(ROOT / "errata.toml"), "build"]
    command += [] if "ERRATA_CACHE" in environment else ["--no-cache"]
    done = subprocess.run(
        [*command, "--kb", str(kb), "--out", str(out)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    return digest_of(out)


def digest_of(out: Path) -> str:
    """Of every path and byte below a folder."""
    digest = hashlib.sha256()
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        digest.update(path.relative_to(out).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
