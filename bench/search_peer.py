"""SQLite's FTS5 over the same articles: a peer that needs a server, for `bench.search_engine`.

It ranks words with BM25, with title, description and keywords weighted as in the search, and uses
trigrams for languages without spaces. Any word of the query may match, because all of them rarely
do.
"""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from errata.model import Library

# a run of letters and digits: "RED" and "520025" of "RED-520025"; not "-"
_WORD: Final = re.compile(r"\w+")
_UNSPACED: Final = frozenset({"ja", "zh", "ko"})
_TRIGRAM: Final = 3
_MOST: Final = 20


class PeerEngine:
    """One locale's articles in an FTS5 table in memory."""

    def __init__(self, library: Library, locale: str) -> None:
        self._trigrams = locale.partition("-")[0] in _UNSPACED
        tokenizer = "trigram" if self._trigrams else "porter unicode61"
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE t USING"
            " fts5(number UNINDEXED, title, description, keywords, body,"
            f" tokenize='{tokenizer}')"
        )
        self._connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?)", _rows(library, locale))

    def ask(self, query: str) -> list[str]:
        """Return article numbers, the best first."""
        words = _WORD.findall(query)
        pieces = [piece for word in words for piece in self._pieces(word)]
        if not pieces:
            return []
        expression = " OR ".join(f'"{piece}"' for piece in dict.fromkeys(pieces))
        order = "bm25(t, 0, 4.0, 1.5, 1.5, 1.0)"
        statement = f"SELECT number FROM t WHERE t MATCH ? ORDER BY {order} LIMIT {_MOST}"  # noqa: S608 - constants only
        return [number for (number,) in self._connection.execute(statement, (expression,))]

    def _pieces(self, word: str) -> list[str]:
        if not self._trigrams:
            return [word]
        return [word[start : start + _TRIGRAM] for start in range(len(word) - _TRIGRAM + 1)]


def _rows(library: Library, locale: str) -> list[tuple[str, str, str, str, str]]:
    """Return the text of all sections, which readers of the article see."""
    articles = (a for a in library.articles if a.locale == locale and not a.metadata.hidden)
    return [
        (
            article.number,
            article.metadata.title,
            article.metadata.description,
            " ".join(article.metadata.keywords),
            "\n".join(text for s in article.sections for text in (s.title, s.text)),
        )
        for article in articles
    ]
