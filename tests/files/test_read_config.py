"""Which configuration is found, which families, and how their faults are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from errata.codes.families import add_fitting_families
from errata.config import Config, parse_config
from errata.errors import ConfigError
from errata.files import read_config, read_families
from errata.files.config import LoadedConfig, families_locale, read_inputs

if TYPE_CHECKING:
    from pathlib import Path

FAMILY = """
[[family]]
id = "ABC"
pattern = 'ABC-\\d{4}'
product = "Example"
meaning = "an example"
example = "ABC-1234"
"""


def test_without_a_file_every_key_has_its_default(tmp_path: Path) -> None:
    loaded = read_config(tmp_path)
    assert (loaded.config, loaded.root, loaded.path) == (Config(), tmp_path, None)


def test_the_nearest_configuration_above_is_found(tmp_path: Path) -> None:
    inner = tmp_path / "a/b"
    inner.mkdir(parents=True)
    (tmp_path / "errata.toml").write_text('kb = "top"')
    assert read_config(inner).config.kb == "top"
    (tmp_path / "a/pyproject.toml").write_text('[tool.errata.site]\nname = "N"\n')
    loaded = read_config(inner)
    assert (loaded.config.site.name, loaded.root) == ("N", tmp_path / "a")
    (tmp_path / "a/errata.toml").write_text('kb = "near"')
    assert read_config(inner).config.kb == "near"


def test_a_pyproject_of_others_is_passed_by_even_if_it_is_broken(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other\n")
    assert read_config(tmp_path).path is None


def test_a_given_file_must_exist_and_is_the_only_one_read(tmp_path: Path) -> None:
    (tmp_path / "errata.toml").write_text("broken")
    (tmp_path / "mine.toml").write_text('out = "public"')
    assert read_config(tmp_path, explicit=tmp_path / "mine.toml").config.out == "public"
    with pytest.raises(ConfigError, match="does not exist"):
        read_config(tmp_path, explicit=tmp_path / "other.toml")
    with pytest.raises(ConfigError, match="is a folder"):
        read_config(tmp_path, explicit=tmp_path)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("folder", "is a folder"),
        ("link to nothing", "is a link to nothing"),
        ("link to a device", "is not a regular file"),
    ],
)
def test_a_configuration_that_is_there_and_no_file_is_never_passed_by(
    tmp_path: Path, name: str, problem: str
) -> None:
    """Without what it says, internal articles would be published."""
    (tmp_path / "errata.toml").write_text('kb = "top"')
    near = tmp_path / "a/errata.toml"
    near.parent.mkdir()
    if name == "folder":
        near.mkdir()
    else:
        near.symlink_to("/dev/null" if name == "link to a device" else "none")
    with pytest.raises(ConfigError, match=problem):
        read_config(near.parent)


@pytest.mark.parametrize("name", ["families.toml", "synonyms.toml", "ids.lock"])
def test_a_folder_or_a_link_to_nothing_is_not_taken_for_a_missing_file(
    tmp_path: Path, name: str
) -> None:
    loaded = LoadedConfig(Config(), tmp_path, None)
    assert read_inputs(loaded, tmp_path, tmp_path / "ids.lock").published_ids == ()
    (tmp_path / name).mkdir()
    with pytest.raises(ConfigError, match=f"{name}` (is a folder|cannot be read)"):
        read_inputs(loaded, tmp_path, tmp_path / "ids.lock")
    (tmp_path / name).rmdir()
    (tmp_path / name).symlink_to("none")
    with pytest.raises(ConfigError, match=f"{name}` (is a link to nothing|cannot be read)"):
        read_inputs(loaded, tmp_path, tmp_path / "ids.lock")


def test_a_fault_names_the_file_as_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "errata.toml").write_bytes(b'\xef\xbb\xbfkb = "a"\r\nouput = "b"\r\n')
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert str(caught.value.span) == "errata.toml:2:1"


def test_a_configuration_that_is_not_utf8_is_an_error_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "errata.toml").write_bytes(b'kb = "a"\nout = "\xff"\n')
    with pytest.raises(ConfigError, match="not UTF-8") as caught:
        read_config(tmp_path)
    assert caught.value.span is not None
    assert caught.value.span.line == 2


def test_families_come_from_the_configuration_then_the_knowledge_base_then_the_package(
    tmp_path: Path,
) -> None:
    shipped = read_families(Config(), tmp_path, tmp_path)
    assert {"HTTP", "ERRNO", "SQLSTATE"} <= {family.id for family in shipped}
    (tmp_path / "families.toml").write_text(FAMILY)
    assert [f.id for f in read_families(Config(), tmp_path, tmp_path)] == ["ABC"]
    (tmp_path / "own.toml").write_text(FAMILY.replace("ABC", "XYZ"))
    config = parse_config('families = "own.toml"', "errata.toml")
    assert [f.id for f in read_families(config, tmp_path, tmp_path)] == ["XYZ"]


@pytest.mark.parametrize(
    ("families", "ids"),
    [
        ('["cve", "apache"]', ["ABC", "APACHE", "CVE"]),
        ('["own.toml", "cve"]', ["XYZ", "CVE"]),
        ('["families.toml", "own.toml"]', ["ABC", "XYZ"]),
        ('"cve"', ["ABC", "CVE"]),
        ("[]", ["ABC"]),
        ('""', ["ABC"]),
    ],
)
def test_packs_and_own_files_are_mixed_and_own_families_are_tried_first(
    tmp_path: Path, families: str, ids: list[str]
) -> None:
    (tmp_path / "families.toml").write_text(FAMILY)
    (tmp_path / "own.toml").write_text(FAMILY.replace("ABC", "XYZ"))
    config = parse_config(f"families = {families}", "errata.toml")
    assert [f.id for f in read_families(config, tmp_path, tmp_path)] == ids


def test_an_own_family_replaces_the_shipped_one_with_its_id(tmp_path: Path) -> None:
    (tmp_path / "families.toml").write_text(FAMILY.replace("ABC", "CVE"))
    config = parse_config('families = ["cve"]', "errata.toml")
    (family,) = read_families(config, tmp_path, tmp_path)
    assert family.product == "Example"


def test_what_fits_the_articles_is_added_where_nobody_chose_families(tmp_path: Path) -> None:
    def ids(text: str) -> set[str]:
        loaded = LoadedConfig(parse_config(text, "errata.toml"), tmp_path, None)
        inputs = read_inputs(loaded, tmp_path, tmp_path / "ids.lock")
        return {f.id for f in add_fitting_families(inputs, ("adobe-campaign",)).families}

    assert {"RED", "HTTP"} <= ids("")
    assert ids('families = ["cve"]') == {"CVE"}
    (tmp_path / "families.toml").write_text(FAMILY)
    assert ids("") == {"ABC"}


def test_an_unknown_pack_is_an_error_with_the_nearest_and_all_of_them(tmp_path: Path) -> None:
    config = parse_config('families = ["postgres"]', "errata.toml")
    with pytest.raises(ConfigError, match="`postgres` is not a pack of families") as caught:
        read_families(config, tmp_path, tmp_path)
    assert "did you mean `postgresql`?" in caught.value.help
    assert "adobe-campaign, angular, apache" in caught.value.help


def test_an_id_that_two_own_files_have_is_refused_in_the_second(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(FAMILY)
    config = parse_config('families = ["one.toml", "two.toml"]', "errata.toml")
    with pytest.raises(ConfigError, match="`ABC` is defined twice") as caught:
        read_families(config, tmp_path, tmp_path)
    assert caught.value.span is not None
    assert caught.value.span.path.endswith("two.toml")


def test_own_families_speak_the_default_language_and_the_shipped_ones_english(
    tmp_path: Path,
) -> None:
    config = Config(default_locale="de")
    assert families_locale(config, tmp_path, tmp_path) == "en"
    (tmp_path / "families.toml").write_text(FAMILY)
    assert families_locale(config, tmp_path, tmp_path) == "de"


def test_a_configured_families_file_must_exist(tmp_path: Path) -> None:
    config = parse_config('families = "own.toml"', "errata.toml")
    with pytest.raises(ConfigError, match=r"own\.toml"):
        read_families(config, tmp_path, tmp_path)
