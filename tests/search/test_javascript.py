"""The scripts in Node.js: words and codes as in Python, and the answers that QuickJS gives."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.codes.lookup import CodeLookup, nearest_numbers
from errata.codes.recognise import (
    CodeRecogniser,
    covers_code,
    find_code_group,
    list_described_families,
)
from errata.model import Source
from errata.search.tokens import stemmer_for, tokenize
from errata.site.feeds.search_index import emit, index_of
from errata.site.feeds.unknown_codes import pattern_files
from errata.site.plan import list_files
from errata.text.addresses import name_in_address
from tests.codes.test_lookup import CODES, spellings
from tests.conftest import SiteTest
from tests.search.knowledge import HARD, LOGS, SPELLINGS, linked, queries, small
from tests.search.searching import searcher_of
from tests.search.test_tokens import CASES
from tests.search.test_unknown_codes import FAMILIES, RECOGNISED
from tests.site.factories import context_of
from tests.support.validator import NODE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from errata.config import Config
    from errata.model import Library, Theme

MASKS = ("RED-52xxxx", "RED-#ID#", "RED-****", "R.D-52xxxx", "RED-520025")
ADDRESSES = (
    "https://help.example/en/KA-19371.html?lang=en",
    "/en/codes/RED-520025/index.html#x",
    "/en/caf%C3%A9/",
    "KA-19371.md",
    "and/or",
    "see /en/KA-1",
    "a.b.c",
    "",
)


def test_a_text_has_the_same_words_and_codes_in_the_browser(tmp_path: Path) -> None:
    vectors = {
        "words": list(_words()),
        "codes": sorted(set(CODES)),
        "lookups": list(_lookups()),
        "patterns": dict(pattern_files(list_described_families(FAMILIES))),
        "masks": MASKS,
        "listed": sorted(_listed().items()),
        "recognised": list(_recognised()),
        "addresses": [{"text": text, "name": name_in_address(text)} for text in ADDRESSES],
    }
    _run_node(tmp_path, "ERRATA_WORDS", vectors)


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_the_browser_answers_as_the_command_does_over_eleven_languages(
    theme: Theme, tmp_path: Path, step: int
) -> None:
    """Each language is asked another third of the questions."""
    files = small(SiteTest(theme)).files
    sources = [Source(path, path.split("/")[0], data) for path, data in sorted(files.items())]
    library, config = linked(sources)
    for artifact in list_files(emit(context_of(library, config))):
        assert isinstance(artifact.content, bytes)
        path = tmp_path / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    answers = [
        case
        for index, locale in enumerate(library.locales)
        for case in _answers(library, locale, config, slice(index % step, None, step))
    ]
    _run_node(tmp_path, "ERRATA_ANSWERS", answers)


def _words() -> Iterator[dict[str, object]]:
    """The cases of `tokens.toml`, with the stemmer's table."""
    for case in CASES:
        text = case["text"] * case.get("repeat", 1)
        suffixes = stemmer_for(case.get("locale", "")).suffixes
        yield {"text": text, "suffixes": suffixes, "words": case["words"]}
    for text in (*HARD, *SPELLINGS, *LOGS):
        yield {"text": text, "suffixes": "", "words": list(tokenize(text, stemmer_for("")))}


def _lookups() -> Iterator[dict[str, object]]:
    """What is found for every code in every spelling, and with one character less or another."""
    lookup = CodeLookup(CODES)
    texts = [text for code in CODES for text in spellings(code)]
    slips = [text[:at] + other + text[at + 1 :] for text in texts for at in (1, 5) for other in "7"]
    names = [code for code in CODES if not any(map(str.isdecimal, code))]
    slips += [code[:index] + code[index + 1 :] for code in names for index in range(len(code))]
    slips += [slip[:at] + slip[at + 1 :] for slip in slips[-40:] for at in (2, 9)]
    for text in (*texts, *slips, *(text[:-1] for text in texts), *HARD, *SPELLINGS):
        hits = lookup.find(text)
        yield {"text": text, "matches": hits.matches, "near": hits.near}


def _listed() -> dict[str, str]:
    """The codes of the vectors, each with its family."""
    recogniser = CodeRecogniser(FAMILIES)
    return {match.code: match.family.id for text in CODES for match in recogniser.find(text)}


def _recognised() -> Iterator[dict[str, object]]:
    """What is recognised in each text, which codes begin so, which a masked one covers."""
    recogniser, listed = CodeRecogniser(FAMILIES), _listed()
    recognised = (text for text, _ in RECOGNISED)
    for text in (*recognised, *CODES, *SPELLINGS, *HARD, "RED", "red-5*", "Ev*"):
        group = find_code_group(text, listed)
        yield {
            "text": text,
            "found": [[f.code, f.family.id, f.start, f.end] for f in recogniser.find(text)],
            "alike": [group.name, group.family, group.codes] if group else [],
            "nearest": nearest_numbers(text, listed),
            "masks": [mask for mask in MASKS if covers_code(mask, text)],
        }


def _answers(
    library: Library, locale: str, config: Config, chosen: slice
) -> Iterator[dict[str, object]]:
    searcher = searcher_of(library, locale, config)
    fragments = index_of(context_of(library, config), locale).fragments.values()
    titles = [fragment.title for fragment in fragments]
    lines = [line.text for fragment in fragments for line in fragment.lines[::9]]
    complete = [(query, False) for query in dict.fromkeys((*queries(locale), *titles, *lines))]
    unfinished = [(title[:end], True) for title in titles for end in (3, len(title) // 2)]
    for query, typing in (*complete, *unfinished)[chosen]:
        answer = searcher.ask(query, typing=typing)
        result = {"kind": answer.kind, "near": answer.near, "numbers": answer.numbers}
        yield {"locale": locale, "query": query, "typing": typing, "answer": result}


def _run_node(folder: Path, variable: str, vectors: object) -> None:
    """Run the tests of the search scripts with vectors from Python."""
    file = folder / "vectors.json"
    file.write_text(json.dumps(vectors), "utf-8")
    done = subprocess.run(
        [str(NODE), "--test", str(ROOT / "tests/js/search.test.js")],
        env={**os.environ, variable: str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
