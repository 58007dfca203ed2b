"""Words that visitors use instead of the articles' own, and words that add nothing to a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Annotated, Final, cast

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError

from errata.data import read_data
from errata.model import SearchText
from errata.search.postings import PostingList, Postings
from errata.search.tokens import Stemmer, tokenize
from errata.text.toml import explain_toml_error, read_toml
from errata.values import Record

_Group = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(min_length=2)
]
Groups = tuple[tuple[str, ...], ...]
# One in so many articles seems to have one. Of 11 questions in French, Spanish and Chinese that
# people wrote eight find their article first, without stop words six and with four seven. With one,
# a pasted message of such words is found less often: .947 of 150, with two .953, without .960.
_SHARE: Final = 2


class _Language(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[_Group, ...] = ()


class _File(RootModel[dict[str, _Language]]):
    """Language -> its groups."""


def parse_synonyms(text: str, path: str) -> dict[str, Groups]:
    """Return groups by language, such as `pt`, or locale, such as `pt-BR`.

    Raises:
        ConfigError: on a syntax error, an unknown key or a group of one; with file and line.
    """
    try:
        parsed = _File.model_validate(read_toml(text, path))
    except ValidationError as error:
        raise explain_toml_error(error, text, path, ["groups"]) from None
    return {name: language.groups for name, language in parsed.root.items()}


class Synonyms:
    """The groups of one locale as terms: those of its language and its own."""

    def __init__(self, groups: Mapping[str, Groups], locale: str, stemmer: Stemmer) -> None:
        names = dict.fromkeys((locale.partition("-")[0], locale))
        chosen = [group for name in names for group in groups.get(name, ())]
        self._groups = [
            [" ".join(tokenize(member, stemmer)) for member in group] for group in chosen
        ]
        # First term of a member -> the members, each with the place of its group: of hundreds of
        # groups an article's own terms begin a few.
        self._members: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for index, group in enumerate(self._groups):
            for member in filter(None, group):
                self._members[member.partition(" ")[0]].append((f" {member} ", index))

    def expand(self, text: SearchText) -> list[str]:
        """Return synonyms of the article's terms, without those that it has."""
        own = f" {text.title} . {text.description} . {text.keywords} "
        terms = set(own.split(" "))
        candidates = (
            member for term in terms & self._members.keys() for member in self._members[term]
        )
        places = {index for member, index in candidates if member in own}
        synonyms = (member.split() for index in sorted(places) for member in self._groups[index])
        return [term for term in dict.fromkeys(chain.from_iterable(synonyms)) if term not in terms]


class StopWords(Record, frozen=True):
    """The stop words of a language, as terms of its index."""

    words: frozenset[str]
    letters: frozenset[str]
    """Letters that make a pair of letters a stop word."""

    def __contains__(self, term: str) -> bool:
        """Whether a term of the index is a stop word."""
        return term in self.words or not self.letters.isdisjoint(term)

    def raise_in(
        self, lists: Mapping[str, PostingList], articles: int
    ) -> Mapping[str, PostingList]:
        """Return the lists with all stop words marked, and their document frequency raised.

        Stop words that no article has come last.
        """
        least = articles // _SHARE
        if not least:
            return lists
        raised = {
            term: PostingList(
                max(least, lists[term].document_frequency), lists[term].postings, is_stop_word=True
            )
            for term in self._find_in(lists)
        }
        empty = PostingList(articles, Postings(), is_stop_word=True)
        unused = dict.fromkeys(self.words.difference(lists), empty)
        return {**lists, **raised, **unused}

    def _find_in(self, lists: Mapping[str, PostingList]) -> Iterable[str]:
        """Return the terms that are stop words."""
        return filter(self.__contains__, lists) if self.letters else self.words & lists.keys()


def stop_words(locale: str, stemmer: Stemmer) -> StopWords:
    """Return the stop words of a locale's language."""
    data = cast("Mapping[str, Mapping[str, str]]", read_data("stop_words"))
    language = locale.partition("-")[0].lower()
    words = tokenize(data["words"].get(language, ""), stemmer)
    return StopWords(frozenset(words), frozenset(data["letters"].get(language, "")))
