"""Settings that an earlier run has validated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.config import Config, parse_config
from errata.errors import ConfigError
from errata.files import read_config, read_inputs
from errata.files.validated import ValidatedTexts

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = (
    'default-locale = "de"\nfamilies = "own.toml"\n[site]\nname = { de = "Hilfe", en = "Help" }\n'
)
FAMILIES = """\
[[family]]
id = "RED"
module = "52"
product = "Red"
meaning = "x"
example = "RED-520001"
"""


def test_a_text_that_was_validated_is_not_validated_again(tmp_path: Path) -> None:
    validated, text = ValidatedTexts(tmp_path / "cache"), '[site]\nname = "Help"\n'
    first = validated.parse(Config, parse_config, text, "errata.toml")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("errata.config.validate", lambda *_: pytest.fail("it was validated again"))
        again = validated.parse(Config, parse_config, text, "errata.toml")
    assert again == first == parse_config(text, "errata.toml")
    assert again.site.given == ("name",)


def test_another_text_or_another_file_is_validated(tmp_path: Path) -> None:
    validated = ValidatedTexts(tmp_path / "cache")
    text = '[tool.errata]\nkb = "a"\n'
    assert validated.parse(Config, parse_config, text, "pyproject.toml").kb == "a"
    with pytest.raises(ConfigError, match="unknown key `tool`"):
        validated.parse(Config, parse_config, text, "errata.toml")
    other = text.replace('"a"', '"b"')
    assert validated.parse(Config, parse_config, other, "pyproject.toml").kb == "b"


def test_a_fault_is_reported_each_time(tmp_path: Path) -> None:
    validated = ValidatedTexts(tmp_path / "cache")
    for _ in range(2):
        with pytest.raises(ConfigError, match="unknown key `kd`"):
            validated.parse(Config, parse_config, "kd = 1\n", "errata.toml")


def test_a_damaged_file_of_the_cache_counts_for_nothing(tmp_path: Path) -> None:
    validated = ValidatedTexts(tmp_path / "cache")
    for _ in range(2):
        assert validated.parse(Config, parse_config, 'kb = "a"\n', "errata.toml").kb == "a"
        for path in (tmp_path / "cache/settings").iterdir():
            path.write_bytes(path.read_bytes()[:-1] + b"x")


def test_everything_that_is_read_is_the_same_from_the_cache(tmp_path: Path) -> None:
    (tmp_path / "kb").mkdir()
    (tmp_path / "errata.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "own.toml").write_text(FAMILIES, "utf-8")
    (tmp_path / "kb/synonyms.toml").write_text('[de]\ngroups = [["Fehler", "Panne"]]\n', "utf-8")
    validated = [ValidatedTexts(), *[ValidatedTexts(tmp_path / "cache")] * 2]
    loaded = [read_config(tmp_path, validated=texts) for texts in validated]
    inputs = [
        read_inputs(config, tmp_path / "kb", tmp_path / "ids.lock", texts)
        for config, texts in zip(loaded, validated, strict=True)
    ]
    assert loaded[0] == loaded[1] == loaded[2]
    assert inputs[0] == inputs[1] == inputs[2]
    assert inputs[2].synonyms == {"de": (("Fehler", "Panne"),)}
