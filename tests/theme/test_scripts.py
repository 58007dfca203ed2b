"""Scripts are written without their comments, and do the same."""

from __future__ import annotations

import gzip
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.errors import ThemeError
from errata.theme.scripts import BUNDLE, ENGINE, SMALL, as_loaded, without_comments
from tests.site.factories import shipped_theme
from tests.support.linear import ends
from tests.support.validator import NODE
from tests.theme import small

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


@ends
def test_a_megabyte_of_unfinished_comments_takes_linear_time() -> None:
    without_comments("/** /* // " * 100_000)


@pytest.mark.parametrize("line", ["/** open\n", "/** open */ x\n", "/** a\n*/ b\n"])
def test_many_comments_that_stay_take_no_longer_than_any(line: str) -> None:
    assert without_comments(line * 50_000) == line * 50_000


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"js/main.js": 1}', b"\xff", b"[" * 100_000])
def test_small_forms_that_cannot_be_read_are_told(data: bytes) -> None:
    with pytest.raises(ThemeError, match="holds no small scripts"):
        as_loaded({**ASSETS, SMALL: data})


def test_the_small_forms_are_those_of_todays_scripts() -> None:
    assert small.FILE.read_text("utf-8") == small.renewed(), "run make scripts"


def test_a_script_of_the_users_is_written_as_it_is() -> None:
    own = b"const ownName = 1;\nglobalThis.own = ownName;\n"
    made = as_loaded({**ASSETS, "js/main.js": own})
    assert made["js/main.js"] == own
    assert made["js/search/box.js"] == as_loaded(ASSETS)["js/search/box.js"]
    assert SMALL not in made


def test_the_client_is_small() -> None:
    """The search page; an article's page whose box is used; what every page has."""
    made = as_loaded(ASSETS)
    weight = {path: len(gzip.compress(data, 9)) for path, data in made.items()}
    assert weight["js/main.js"] + weight[BUNDLE] + weight["js/search/view.js"] < 11_200
    boxed = ("js/main.js", "js/article.js", "js/search/box.js", BUNDLE)
    assert sum(weight[name] for name in boxed) < 12_000
    assert weight["js/main.js"] < 900
    assert weight["js/search/box.js"] < 2_100
