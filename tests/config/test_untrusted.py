"""A configuration may come from a stranger's pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.codes.catalogue import parse_catalogue
from errata.config import parse_config
from errata.errors import ConfigError
from errata.files import read_config, read_inputs

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


FAMILY = """\
[[family]]
id = "APP"
pattern = 'APP-[0-9]{4}'
product = "App"
meaning = "errors of the app"
example = "APP-1001"
"""


@pytest.mark.parametrize(
    ("name", "text"), [("ids.lock", ""), ("kb/families.toml", FAMILY), ("kb/synonyms.toml", "")]
)
def test_a_file_that_is_a_link_out_of_the_project_is_not_quoted(
    name: str, text: str, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    (root / "kb").mkdir(parents=True)
    (root / "errata.toml").write_text('kb = "kb"\n', "utf-8")
    (tmp_path / "secret").write_text("token: canary\n", "utf-8")
    (root / name).symlink_to(tmp_path / "secret")
    loaded = read_config(root)
    with pytest.raises(ConfigError, match="leads outside the project") as caught:
        read_inputs(loaded, root / "kb", root / "ids.lock")
    assert "canary" not in f"{caught.value.message} {caught.value.help}"
    (root / "shared").write_text(text, "utf-8")
    (root / name).unlink()
    (root / name).symlink_to(root / "shared")
    assert read_inputs(loaded, root / "kb", root / "ids.lock").published_ids == ()
