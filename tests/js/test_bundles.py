"""The theme's scripts are bundles of `src/web`, and small."""

from __future__ import annotations

import gzip
import re
import subprocess

from tests.site.factories import shipped_theme
from tests.support.validator import NODE, ROOT

SCRIPTS = {path: data for path, data in shipped_theme().assets.items() if path.endswith(".js")}


def test_the_scripts_are_bundles_of_todays_sources() -> None:
    command = [str(NODE), "scripts/bundle.mjs", "--check"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_no_type_is_any_and_no_fault_of_types_is_silenced() -> None:
    # "value: any", "any[]" and "// @ts-ignore" yes; "{any}" and "of any size" no.
    loose = re.compile(r": any\b|\bas any\b|<any\b|\bany\[\]|@ts-")
    files = sorted((ROOT / "src/web").rglob("*.ts"))
    assert len(files) > 30
    assert [file.name for file in files if loose.search(file.read_text("utf-8"))] == []


def test_the_parts_of_the_pages_pass_their_tests() -> None:
    tests = ("tests/js/pages.test.js", "tests/js/search.test.js")
    done = subprocess.run(
        [str(NODE), "--test", *tests], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-4000:]


def test_the_scripts_are_ascii_so_that_no_encoding_of_a_page_matters() -> None:
    assert [path for path, data in SCRIPTS.items() if not data.isascii()] == []


def test_no_script_sets_markup_from_a_text() -> None:
    sinks = (b"innerHTML", b"outerHTML", b"insertAdjacentHTML", b"document.write", b"eval(")
    assert [path for path, data in SCRIPTS.items() if any(sink in data for sink in sinks)] == []


def test_the_client_is_small() -> None:
    """The search page; an article's page whose box is asked for a code; what every page has."""
    weight = {path: len(gzip.compress(data, 9)) for path, data in SCRIPTS.items()}
    assert weight["js/main.js"] + weight["js/search/view.js"] < 13_640
    # A code is answered without what reads questions: its own script is 3.4 kB less of the engine.
    scripts = ("main", "article", "search/box", "search/engine")
    assert sum(weight[f"js/{name}.js"] for name in scripts) < 10_190
    # What a box loads beside the data: for questions and words, for slips and words that are being
    # typed. Lone names with a number are .4 kB of questions, for which they load 8 kB less of words
    # and unknown codes; patterns by the first letter are .15 kB, for which they load 3 kB less. For
    # .2 kB a log asks for its shards before the masker is there, for .1 kB the articles of an
    # unclear question load beside its further shards. For .05 kB of words a title that has two
    # words of a question answers it; for .15 kB a question without an answer has the nearest
    # articles, and the words that no article has are named. For .1 kB words that were corrected and
    # stop words are no evidence; for .15 kB a rare word that is typed may become another.
    assert weight["js/search/questions.js"] < 4_600
    assert weight["js/search/words.js"] < 5_420
    assert weight["js/search/guess.js"] < 920
    # The policy for scripts is an eighth of it.
    assert weight["js/main.js"] < 1_600
    assert weight["js/search/box.js"] < 2_580
