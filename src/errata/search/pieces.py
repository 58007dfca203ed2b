"""Files that say which articles have a word with a number, such as "cq4259662" or "1603".

Or a word that ends as names of failures do: "fooexcept", of "FooException" without its ending.

A query that is such a word alone is answered by one small file: the root, the shards and the script
for words are not needed. A word's file is the remainder of its hash (see `sketch`) by the number of
files. Each is an object of word -> the places of its articles, the best first, as numbers; an empty
text where they are more than a page of results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.search.encoding import encode_ints
from errata.search.sketch import hash_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.search.postings import PostingList
    from errata.search.tokens import Stemmer

# As in `src/web/search/holders.ts`: "cq4259662", "1603" and "a1b23" yes; "v7" and "520025a" no.
_NUMBERED: Final = compile_late(r"(?=(?:[^0-9]*[0-9]){3}).*[0-9]")
# As `FAILURE` in `src/web/search/pieces.ts`.
_FAILURES: Final = ("exception", "error", "fault", "failure")
# What stands before them: "or" is taken off "fooerror" in Spanish, and not off "error".
_NAME: Final = "foo"
# Words of a file, on average. It has 0.5 kB, and a shard with the root and the script 8 kB.
_WORDS: Final = 50
_MOST_ARTICLES: Final = 10


def build_pieces(
    lists: Mapping[str, PostingList],
    places: dict[str, str],
    stemmer: Stemmer,
    changed: Iterable[str] | None = None,
) -> tuple[dict[str, str], ...]:
    """Return the values of the files, in order; none where there are no such words.

    `places` are those of each word as written before; they are brought up to date. Only words that
    have `changed` since are written, by default all.
    """
    if changed is None:
        places.clear()
    failures = tuple(stemmer.stem(f"{_NAME}{word}").removeprefix(_NAME) for word in _FAILURES)
    for word in lists if changed is None else changed:
        if word not in lists:
            places.pop(word, None)
        elif word.endswith(failures) or _NUMBERED.fullmatch(word):
            places[word] = _encode_places(lists[word])
    # A power of two: most edits leave each word in its file.
    count = 1 << (len(places) // _WORDS).bit_length() if places else 0
    files: tuple[dict[str, str], ...] = tuple({} for _ in range(count))
    for word, text in places.items():
        files[hash_text(word) % count][word] = text
    return files


def _encode_places(postings: PostingList) -> str:
    if postings.document_frequency > _MOST_ARTICLES:
        return ""
    ranked = sorted(postings.postings, key=lambda posting: (-posting[1], posting[0]))
    return encode_ints(place for place, _ in ranked)
