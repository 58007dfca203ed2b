"""Facts as data: every file can be read and says what it is for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from errata import data
from tests.support.validator import NODE, ROOT

FOLDER = Path(data.__file__).parent
FILES = sorted(
    [*FOLDER.glob("*.toml"), *FOLDER.glob("presets/*.toml"), *FOLDER.glob("forms/*.toml")]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_facts_can_be_read_and_begins_with_its_purpose(file: Path) -> None:
    assert file.read_text("utf-8").startswith("# ")
    assert data.read_data(file.relative_to(FOLDER).with_suffix("").as_posix())


def test_a_file_for_python_and_the_scripts_can_be_read_and_begins_with_its_purpose() -> None:
    files = sorted(FOLDER.glob("*.json"))
    assert files
    for file in files:
        assert next(iter(data.read_json(file.stem))) == "about"


def test_every_limit_has_its_reason_before_it() -> None:
    sections = {k: v for k, v in data.read_json("log_limits").items() if k != "about"}
    for section in sections.values():
        keys = list(section)
        assert keys[::2] == [f"// {key}" for key in keys[1::2]]
        assert all(section[reason].endswith(".") for reason in keys[::2])


def test_the_codes_of_emoji_are_those_of_their_package() -> None:
    command = [str(NODE), "scripts/write_emoji.mjs", "--check"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
