"""The wheel holds all it needs: it begins and builds a site away from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has the wheel's content and nothing else of the project."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run(
        [*pip, "wheel", *options, "-w", str(folder), str(ROOT)], check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    target = folder / "installed"
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)],
        check=True,
        capture_output=True,
    )
    return target


def test_an_installed_wheel_begins_builds_and_searches_a_site(
    installed: Path, tmp_path: Path
) -> None:
    for arguments in (["init"], ["build"], ["search", "KA-00001"]):
        done = subprocess.run(
            [sys.executable, "-m", "errata", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "site/en/KA-00001/index.html").is_file()
    assert (tmp_path / "site/assets/css/errata.css").is_file()


def test_the_wheel_holds_templates_families_and_what_the_commands_write(installed: Path) -> None:
    package = installed / "errata"
    for name in (
        "templates/base.html",
        "templates/strings/en.toml",
        "data/families/http.toml",
        "synonyms.toml",
        "data/context_words.toml",
        "data/log_patterns.json",
        "templates/assets/js/main.js",
        "py.typed",
    ):
        assert (package / name).is_file()
    assert (package / "scaffold/reload.js").is_file()
    assert list(installed.rglob("*.ts")) == []
