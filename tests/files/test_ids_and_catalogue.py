"""`ids.lock` and the catalogue at the edge: missing, faulty, written whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.codes.published import format_ids
from errata.config import Config, parse_config
from errata.errors import ConfigError, OutputError
from errata.files import read_catalogue, write_ids
from errata.files.config import read_ids

if TYPE_CHECKING:
    from pathlib import Path

IDS = [("article", "KA-1"), ("code", "RED-520025")]


def test_the_list_is_written_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "ids.lock"
    assert read_ids(path) == ()
    assert write_ids(path, IDS)
    assert not write_ids(path, IDS)
    assert [(item.kind, item.id) for item in read_ids(path)] == IDS
    assert [entry.name for entry in tmp_path.iterdir()] == ["ids.lock"]


def test_a_list_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ids.lock"
    write_ids(path, IDS[:1])

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "replace", refused)
    with pytest.raises(OutputError, match="Permission denied"):
        write_ids(path, IDS)
    assert path.read_text("utf-8") == format_ids(IDS[:1])
    assert [entry.name for entry in tmp_path.iterdir()] == ["ids.lock"]


def test_a_catalogue_is_read_where_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_bytes(b"\xef\xbb\xbfcode,message\r\nRED-520025,Failed\r\n")
    (entry,) = read_catalogue(parse_config('catalogue = "codes.csv"', "errata.toml"), tmp_path)
    assert (entry.code, entry.message, entry.span.line) == ("RED-520025", "Failed", 2)
    assert read_catalogue(Config(), tmp_path) == ()


def test_a_catalogue_that_is_not_there_is_a_fault_of_the_configuration(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"the catalogue `.*no\.csv` does not exist"):
        read_catalogue(parse_config('catalogue = "no.csv"', "errata.toml"), tmp_path)


@pytest.mark.parametrize("key", ["published-ids", "code-catalogue", "code-families"])
def test_what_is_read_from_files_of_their_own_is_no_key(key: str) -> None:
    with pytest.raises(ConfigError, match=f"unknown key `{key}`"):
        parse_config(f"{key} = []", "errata.toml")
