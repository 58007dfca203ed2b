"""Words that say nothing of what a question is about, such as "my" in "encrypt my PC".

Support articles hardly have them, so that by rarity they would be what a question is about. They
count as if every second article had them. One that no article has is known, too, and counts as
nothing: else it would be taken for a misspelt word, or for something that nobody writes about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from errata.data import read_data
from errata.search.postings import PostingList, Postings, sort_key
from errata.search.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.search.stemmer import Stemmer

# One in so many articles seems to have one. Of 11 questions in French, Spanish and Chinese that
# people wrote eight find their article first, without stop words six and with four seven. With one,
# a pasted message of such words is found less often: .947 of 150, with two .953, without .960.
_SHARE: Final = 2


@dataclass(frozen=True, slots=True)
class StopWords:
    """Those of a language, as its index has them."""

    words: frozenset[str]
    letters: frozenset[str]
    """A pair of letters is a stop word where one of these is in it."""

    def __contains__(self, term: str) -> bool:
        """Whether a term of the index is one."""
        return term in self.words or not self.letters.isdisjoint(term)

    def raise_in(
        self, lists: Mapping[str, PostingList], articles: int
    ) -> Mapping[str, PostingList]:
        """The lists of so many articles, in which all stop words seem to be in many of them."""
        least = articles // _SHARE
        if not least:
            return lists
        unused = dict.fromkeys(self.words.difference(lists), PostingList(articles, Postings()))
        raised = {
            term: PostingList(least, lists[term].postings)
            for term in self._find_in(lists)
            if lists[term].document_frequency < least
        }
        ordered = sorted((*lists, *unused), key=sort_key)
        return dict(
            zip(ordered, map({**lists, **unused, **raised}.__getitem__, ordered), strict=True)
        )

    def _find_in(self, lists: Mapping[str, PostingList]) -> Iterable[str]:
        """The terms that are stop words."""
        return filter(self.__contains__, lists) if self.letters else self.words & lists.keys()


def stop_words(locale: str, stemmer: Stemmer) -> StopWords:
    """Those of a locale's language."""
    data = cast("Mapping[str, Mapping[str, str]]", read_data("stop_words"))
    language = locale.partition("-")[0].lower()
    words = tokenize(data["words"].get(language, ""), stemmer)
    return StopWords(frozenset(words), frozenset(data["letters"].get(language, "")))
