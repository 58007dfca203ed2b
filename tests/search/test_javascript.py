"""The browser's engine in Node.js: words and answers as in Python, every article in its place."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from errata.config import Config
from errata.files import read_folder
from errata.model import Source
from errata.outputs.search import emit, index_of
from errata.search.engine import Searcher
from errata.search.stems import stemmer_for
from errata.search.tokens import words
from tests.conftest import SiteTest
from tests.search.knowledge import linked, queries, small
from tests.search.test_tokens import CASES
from tests.site.validator import NODE, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from errata.model import Library, Theme

SHIPPED = ROOT / "kb"


def test_the_browser_answers_as_python_does_over_eleven_languages(
    theme: Theme, tmp_path: Path
) -> None:
    files = small(SiteTest(theme)).files
    sources = [Source(path, path.split("/")[0], data) for path, data in sorted(files.items())]
    _compare(sources, tmp_path)


def test_the_browser_answers_as_python_does_over_the_shipped_articles(tmp_path: Path) -> None:
    _compare(read_folder(SHIPPED, Config()).sources, tmp_path)


def _compare(sources: Iterable[Source], folder: Path) -> None:
    library, config = linked(sources)
    for artifact in emit(library, config):
        assert isinstance(artifact.content, bytes)
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    cases = [case for locale in library.locales for case in _cases(library, locale, config)]
    (folder / "cases.json").write_text(json.dumps(cases), "utf-8")
    (folder / "words.json").write_text(json.dumps(list(_told())), "utf-8")
    test = ROOT / "tests/js/search.test.js"
    done = subprocess.run(
        [str(NODE), "--test", str(test)],
        env={**os.environ, "ERRATA_SEARCH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "skipped 0" in done.stdout


def _told() -> Iterator[dict[str, object]]:
    """The cases of `tokens.toml`, with the stemmer's table."""
    for case in CASES:
        stemmer = stemmer_for(case.get("locale", ""))
        text = case["text"] * case.get("repeat", 1)
        yield {"text": text, "endings": stemmer.table, "words": list(words(text, stemmer))}


def _cases(library: Library, locale: str, config: Config) -> Iterator[dict[str, object]]:
    index = index_of(library, locale, config)
    searcher = Searcher(index)
    own = [line for fragment in index.fragments.values() for line in fragment.lines[::3]]
    titles = [fragment.title for fragment in index.fragments.values()]
    for query in dict.fromkeys((*queries(locale), *titles, *own)):
        yield _case(searcher, locale, query)
    for title in titles:
        for cut in (3, len(title) // 2, len(title) - 2):
            yield _case(searcher, locale, title[:cut], typing=True)


def _case(
    searcher: Searcher, locale: str, query: str, *, typing: bool = False
) -> dict[str, object]:
    answer, index = searcher.ask(query, typing=typing), searcher.store.index
    return {
        "locale": locale,
        "query": query,
        "typing": typing,
        "words": list(words(query, index.stemmer)),
        "kind": answer.kind,
        "codes": [row.code for row in index.codes if row.code in answer.codes],
        "near": answer.near,
        "numbers": answer.numbers,
        "lines": answer.excerpts,
    }
