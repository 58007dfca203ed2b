"""A configuration may come from a stranger's pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.codes.catalogue import parse_catalogue
from errata.config import parse_config
from errata.errors import ConfigError
from errata.files import read_config

if TYPE_CHECKING:
    from pathlib import Path

KEYS = {
    "kb": 'kb = "{}"',
    "static": 'static = "{}"',
    "templates": 'templates = "{}"',
    "catalogue": 'catalogue = "{}"',
    "families": 'families = ["default", "{}"]',
    "logo": '[site]\nlogo = "{}"',
    "baseline": '[check]\nbaseline = "{}"',
}
# `families` names files by their ending.
OUTSIDE = ("/etc/passwd.toml", "../secrets.toml", "a/../../secrets.toml", "link.toml")


@pytest.mark.parametrize("key", KEYS)
def test_what_the_configuration_reads_is_in_the_project(key: str, tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project/link.toml").symlink_to(tmp_path / "secrets.toml")
    (tmp_path / "secrets.toml").write_text("very secret")
    file = tmp_path / "project/errata.toml"
    for name in OUTSIDE:
        file.write_text(KEYS[key].format(name))
        with pytest.raises(ConfigError, match="is outside") as caught:
            read_config(tmp_path, explicit=file)
        assert caught.value.span
        assert "very secret" not in f"{caught.value.message}{caught.value.help}"


def test_in_a_repository_its_files_may_be_anywhere(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "docs").mkdir()
    file = tmp_path / "docs/errata.toml"
    file.write_text('kb = "../articles"\ncatalogue = "../data/codes.csv"\n')
    assert read_config(tmp_path, explicit=file).config.kb == "../articles"


def test_what_is_written_may_be_anywhere(tmp_path: Path) -> None:
    file = tmp_path / "errata.toml"
    file.write_text('out = "/var/www/site"\ncache = "/var/cache/errata"\n')
    assert read_config(tmp_path, explicit=file).config.out == "/var/www/site"


@pytest.mark.parametrize(
    "text",
    [
        f'[site]\nurl = "{"x" * 5000}"\n',
        f'[check]\nfail-on = "{"x" * 5000}"\n',
        f"{'x' * 5000} = 1\n",
        f'default-locale = "{"x" * 5000}"\n',
        f'[articles]\nnumber = "{"(" * 150}"\n',
        f"x = 1{'0' * 5000}\n",
        f"x = 1{'0' * 5000} ]\n",
    ],
)
def test_an_error_quotes_the_beginning_of_a_long_value(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "errata.toml")
    assert len(caught.value.message) < 1_000
    assert "x" * 301 not in caught.value.message


def test_a_number_of_thousands_of_digits_is_an_error_at_its_place() -> None:
    with pytest.raises(ConfigError, match="too many digits") as caught:
        parse_config(f"a = 1\n\nb = 1{'0' * 5000}\n", "errata.toml")
    assert str(caught.value.span) == "errata.toml:3:5"


def test_a_file_that_is_no_catalogue_is_not_repeated_in_the_error() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_catalogue(f"root:x:0:0:{'root' * 500}:/root:/bin/bash\n", "codes.csv")
    assert len(caught.value.message) < 400
