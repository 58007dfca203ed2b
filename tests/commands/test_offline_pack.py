"""`errata build --offline-pack`: one file beside the site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command


def files(folder: Path) -> set[str]:
    """What a pack of the site in the folder must hold."""
    paths = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {f"{folder.name}/{path}" for path in paths if not path.startswith(".")}


def test_a_build_writes_no_pack_unless_asked(errata: Command) -> None:
    assert errata("build").returncode == 0
    assert not (errata.folder / "site.zip").exists()


def test_the_pack_lies_beside_the_site_and_holds_all_of_it(errata: Command) -> None:
    done = errata("build", "--offline-pack", "--out", "public")
    assert done.returncode == 0, done.stderr
    assert "into public.zip, " in done.stderr
    with ZipFile(errata.folder / "public.zip") as pack:
        assert set(pack.namelist()) == files(errata.folder / "public")


def test_a_name_may_be_given_and_is_looked_at_before_anything_is_built(errata: Command) -> None:
    assert errata("build", "--offline-pack", "packs/help.zip").returncode == 0
    assert (errata.folder / "packs/help.zip").is_file()
    refused = errata("build", "--offline-pack", "help.md", "--out", "other")
    assert refused.returncode == 2
    assert "must end in `.zip`" in refused.stderr
    assert not (errata.folder / "other").exists()


def test_a_build_with_findings_is_packed_as_it_is_written(errata: Command) -> None:
    (errata.folder / "kb/en/KA-00002.md").write_text("---\ntitle: no end\n", "utf-8")
    assert errata("build", "--offline-pack").returncode == 1
    with ZipFile(errata.folder / "site.zip") as pack:
        assert set(pack.namelist()) == files(errata.folder / "site")
