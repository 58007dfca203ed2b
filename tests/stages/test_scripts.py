"""Scripts are written without their comments, and do the same."""

from __future__ import annotations

import gzip
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.stages.scripts import BUNDLE, ENGINE, as_loaded, without_comments
from tests.outputs.factories import shipped_theme
from tests.site.validator import NODE

if TYPE_CHECKING:
    from pathlib import Path

ASSETS = shipped_theme().assets
SCRIPTS = {name: data.decode() for name, data in ASSETS.items() if name.endswith(".js")}


def test_whole_lines_of_comment_and_casts_go() -> None:
    script = (
        '/**\n * What it is.\n */\n\n"use strict";\n\n  // Why.\n  /** @param {X} x */\n'
        "const a = /** @type {X} */ (b); // beside code\n/*! Licence */\n"
    )
    assert without_comments(script) == (
        '"use strict";\nconst a = (b); // beside code\n/*! Licence */\n'
    )


@pytest.mark.parametrize(
    "script",
    [
        'const a = "http://x"; const b = "/** no comment */";\n',
        "const a = `\n// text\n`;\n",
        "const a = '\"' + `it's\n// text\n` + '\"';\n",
        "const a = 'one \\\n// text';\n",
        "const a = b /* @type */ + c;\n",
    ],
)
def test_what_may_be_text_stays(script: str) -> None:
    assert without_comments(script) == script


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_a_shipped_script_is_still_a_program_and_says_no_more_than_it_does(
    name: str, tmp_path: Path
) -> None:
    kept = without_comments(SCRIPTS[name])
    assert not any(line.lstrip().startswith(("/**", "//", "* ")) for line in kept.split("\n"))
    file = tmp_path / "script.js"
    file.write_text(kept, "utf-8")
    done = subprocess.run([str(NODE), "--check", str(file)], check=False, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_the_engine_is_one_file_in_the_order_of_its_parts() -> None:
    made = as_loaded({"css/a.css": b"/** a */", **{path: path.encode() for path in ENGINE}})
    assert made == {"css/a.css": b"/** a */", BUNDLE: "".join(ENGINE).encode()}


def test_one_megabyte_of_unfinished_comments_takes_no_longer_than_any() -> None:
    without_comments("/** /* // " * 100_000)


def test_the_scripts_of_every_page_and_of_the_box_are_small() -> None:
    def weight(*names: str) -> int:
        return sum(len(gzip.compress(without_comments(SCRIPTS[name]).encode())) for name in names)

    assert weight("js/main.js") < 1_100
    assert weight("js/search/box.js") < 2_600
    assert weight("js/search/view.js") < 3_200
    assert len(gzip.compress(as_loaded(ASSETS)[BUNDLE])) < 10_700
