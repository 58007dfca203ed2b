"""Commands remember parsed articles where they are told to, and nowhere else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from platformdirs import user_cache_path

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

FILE = "articles-1.sqlite3"
COMMANDS = {
    "build": ("build",),
    "check": ("check",),
    "explain": ("explain", "APP-1001"),
    "scan": ("scan", os.devnull),
    "codes": ("codes",),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_remembers_what_it_parsed_unless_it_is_told_not_to(
    errata: Command, tmp_path: Path, name: str
) -> None:
    cache = {"ERRATA_CACHE": str(tmp_path / "named")}
    plain = errata(*COMMANDS[name], "--no-cache", env=cache)
    assert not (tmp_path / "named").exists()
    cold = errata(*COMMANDS[name], env=cache)
    assert (tmp_path / "named" / FILE).is_file()
    warm = errata(*COMMANDS[name], env=cache)
    assert plain.stdout == cold.stdout == warm.stdout
    assert plain.returncode == cold.returncode == warm.returncode


def test_the_configuration_names_a_folder_and_the_environment_another(
    errata: Command, tmp_path: Path
) -> None:
    (tmp_path / "errata.toml").write_text('cache = "here"\n', "utf-8")
    errata("codes", env={"ERRATA_CACHE": str(tmp_path / "there")})
    assert (tmp_path / "there" / FILE).is_file()
    assert not (tmp_path / "here").exists()
    errata("codes", env={"ERRATA_CACHE": ""})
    assert (tmp_path / "here" / FILE).is_file()


def test_else_it_is_the_users_own_folder(errata: Command, tmp_path: Path) -> None:
    home = {"ERRATA_CACHE": "", "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "xdg")}
    home |= {"LOCALAPPDATA": str(tmp_path)}
    assert errata("codes", env=home).returncode == 0
    assert [path.name for path in tmp_path.rglob("*.sqlite3")] == [FILE]


def test_a_user_without_a_home_is_served_as_well(errata: Command, tmp_path: Path) -> None:
    nowhere = {"ERRATA_CACHE": "", "HOME": "relative", "XDG_CACHE_HOME": ""}
    assert errata("codes", env=nowhere).returncode == 0
    assert list(tmp_path.rglob("*.sqlite3")) == []


def test_the_tests_use_no_cache_of_the_user(own_cache: Path) -> None:
    assert os.environ["ERRATA_CACHE"] == str(own_cache)
    assert user_cache_path("errata", appauthor=False) not in own_cache.parents
