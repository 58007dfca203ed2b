"""`errata codes --suggest` proposes packs and families."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from errata.codes.families import parse_families
from tests.commands.running import Command

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "# Sign-in fails with AADSTS50011\n\nError ERR-4711, then error ERR-4712.\n"


def _errata(folder: Path, text: str) -> Command:
    (folder / "kb").mkdir()
    (folder / "kb/sign-in.md").write_text(text, "utf-8")
    return Command(folder)


def test_a_proposal_is_ready_to_paste_and_pasting_it_leaves_nothing_to_propose(
    tmp_path: Path,
) -> None:
    errata = _errata(tmp_path, TEXT)
    done = errata("codes", "--suggest", "--format", "json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    pack, own = answer["suggestions"]
    assert (pack["pack"], pack["places"]) == ("microsoft-365", 1)
    assert pack["examples"] == [{"code": "AADSTS50011", "file": "kb/sign-in.md", "line": 1}]
    assert parse_families(own["table"], "families.toml")[0].id.startswith("ERR")
    (tmp_path / "errata.toml").write_text(f"families = {json.dumps(answer['families'])}\n", "utf-8")
    (tmp_path / "kb/families.toml").write_text(own["table"], "utf-8")
    done_again = errata("codes", "--suggest")
    assert (done_again.stdout, done_again.stderr) == (
        "",
        "no text looks like a code without a family\n",
    )
    listed = {row["code"] for row in json.loads(errata("codes", "--format", "json").stdout)}
    assert listed == {"AADSTS50011", "ERR-4711", "ERR-4712"}


def test_people_read_what_to_add_and_where(tmp_path: Path) -> None:
    done = _errata(tmp_path, TEXT)("codes", "--suggest")
    assert "add the pack `microsoft-365` to `families` in errata.toml" in done.stdout
    assert "  ERR-4711  kb/sign-in.md:3\n" in done.stdout
    line = done.stdout.splitlines()[-1]
    assert tomllib.loads(line) == {"families": ["default", "microsoft-365"]}
