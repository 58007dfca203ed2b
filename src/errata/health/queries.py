"""Reads what people asked: a CSV file of searches or tickets, as other tools export it.

Its first row names the columns. The query is in a column such as `query`, `search term`, `subject`
or `short_description`, its frequency in one such as `count` or `searches`; else each row counts
once. Commas, semicolons and tabs are detected.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from errata.data.patterns import compile_late

# Names of columns, folded, the best first; those of Google's and Matomo's site search, Zendesk's
# and ServiceNow's exports, and common words, in the languages of exports that were seen.
_QUERY_COLUMNS: Final = (
    "query", "queries", "searchquery", "searchterm", "searchstring", "searchtext", "search",
    "keyword", "keywords", "term", "terms", "phrase", "text", "question", "shortdescription",
    "subject", "summary", "title", "description",
    "suchbegriff", "suchanfrage", "suchwort", "frage", "betreff", "titel", "requête", "consulta",
    "検索キーワード", "検索クエリ", "検索語", "クエリ", "キーワード", "件名", "タイトル",
)  # fmt: skip
_COUNT_COLUMNS: Final = (
    "count", "counts", "searches", "totalsearches", "totaluniquesearches", "uniquesearches",
    "hits", "frequency", "volume", "times", "total", "occurrences", "clicks", "tickets",
    "nbvisits", "visits", "anzahl", "häufigkeit", "klicks", "nombre", "cantidad", "quantidade",
    "検索回数", "回数", "件数", "クリック数",
)  # fmt: skip
# Words that tell the column of counts in a longer name: "Number of searches", "Search count" and
# "Anzahl der Suchen"; not "Account", "Ticket number" and "Total time".
_COUNT_WORDS: Final = frozenset(
    ["count", "counts", "searches", "hits", "frequency", "volume", "visits", "anzahl"]
)
_WORDS: Final = compile_late(r"[^\W\d_]+")
_DELIMITERS: Final = ",;\t"
# What tells names of columns apart is their letters: "Search Term" is "search_term".
_NOT_LETTER: Final = compile_late(r"[\W\d_]+")
# "1,204", "1.204" and "1 204" are one number; "12.5" is none
_NUMBER: Final = compile_late(r"\d{1,3}(?:[,. \u00a0\u202f]\d{3}){1,4}|\d{1,15}")


class QueryFileError(ValueError):
    """A file of queries that cannot be used: its line and what to do."""

    def __init__(self, message: str, line: int, remedy: str) -> None:
        """Note the 1-based line and the remedy."""
        super().__init__(message)
        self.line = line
        self.remedy = remedy


def parse_queries(text: str) -> Mapping[str, int]:
    """Return query -> how often it was asked, the most frequent first.

    Raises:
        QueryFileError: if there is no column of queries, or a count is not a number.
    """
    rows = csv.reader(io.StringIO(text), delimiter=_find_delimiter(text))
    try:
        header = next(rows, [])
        query_at, count_at = _find_columns(header)
        counts = _count(rows, query_at, count_at)
    except csv.Error as error:
        message = f"the line cannot be read as CSV: {error}"
        raise QueryFileError(message, rows.line_num, "put texts with quotes in quotes") from None
    if not counts:
        remedy = "export it again with the queries"
        raise QueryFileError("there is no query below the names of the columns", 1, remedy)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _find_delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(_DELIMITERS, key=first.count)


def _find_columns(header: Sequence[str]) -> tuple[int, int | None]:
    if not header:
        raise QueryFileError("the file is empty", 1, "export it again with the queries")
    names = [_NOT_LETTER.sub("", name).casefold() for name in header]
    query_at = _find(names, _QUERY_COLUMNS)
    if query_at is None:
        message = f"no column has queries: there are {', '.join(f'`{name}`' for name in header)}"
        remedy = "name the column of queries `query`, and that of their numbers `count`"
        raise QueryFileError(message, 1, remedy)
    count_at = _find(names, _COUNT_COLUMNS)
    if count_at is None:
        words = [set(_WORDS.findall(name.casefold())) for name in header]
        others = (at for at, of_name in enumerate(words) if of_name & _COUNT_WORDS)
        count_at = next((at for at in others if at != query_at), None)
    return query_at, count_at


def _find(header: Sequence[str], accepted: Iterable[str]) -> int | None:
    return next((header.index(name) for name in accepted if name in header), None)


def _count(rows: Iterable[Sequence[str]], query_at: int, count_at: int | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for number, row in enumerate(rows, start=2):
        text = " ".join(row[query_at].split()) if query_at < len(row) else ""
        if text:
            counts[text] += _read_number(row, count_at, number)
    return counts


def _read_number(row: Sequence[str], column: int | None, number: int) -> int:
    if column is None or column >= len(row) or not row[column].strip():
        return 1
    if _NUMBER.fullmatch(row[column].strip()):
        return int("".join(filter(str.isdecimal, row[column])))
    message = f"`{row[column]}` is not a number of searches"
    raise QueryFileError(message, number, "write a whole number, or leave the column out")
