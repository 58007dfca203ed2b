"""Answers queries from an index: the reference for the browser's engine, same order, every id.

1. The query is read (`asked`). A code: its articles, nothing else. An article's number, however it
   is written: that article. Near codes: their articles.
2. Else its distinct words, the first 128; those that the sketch knows, the eight rarest (by level,
   then in the query's order), name the shards to open. Every word that an open shard has counts.
3. In a question, words that are not there are taken for misspelled: of all slips (`neighbours`)
   that the sketch knows, each weighing slip times level squared, the shard with most weight and
   those of the two weightiest others are opened; the two weightiest words found stand for it, each
   weighing 0.7. While a question is typed, or where it would find nothing, its last word may go on:
   if it is not there and has three letters, the eight commonest words that begin so, as far as the
   shards at both ends of their range have them, stand for it, too, all as rare as the first. If
   nothing does, the longest known word of at least five letters with which it begins does: words
   are kept without endings.
4. If of the question's words twice those that are there and below level six, plus those corrected,
   are fewer than those neither known nor corrected; or if none such is there and one is neither:
   nothing is found. Nor is anything if a lone piece that looks like a code is not known as a whole.
5. Articles are ranked (`rank`); those of codes in the query come first. The first twelve are
   reranked by their fragments (`rerank`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from errata.codes.lookup import CodeLookup, key_of
from errata.search.asked import Asked, known_parts, read_query
from errata.search.neighbours import slips
from errata.search.postings import order
from errata.search.rank import Slot, Term, comparable, in_order, rank
from errata.search.rerank import Close, Reranker
from errata.search.store import Store
from errata.search.tokens import spellings, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence, Sized

    from errata.search.index import Index

MOST_WORDS: Final = 128
SHARDS: Final = 8
RERANKED: Final = 12
_ALTERNATIVES: Final = 2
_OTHER_SHARDS: Final = 2
_CORRECTED: Final = 0.7
_COMMON: Final = 6
"""Level of words that most questions have."""
_LONGEST_NUMBER: Final = 40
_SHORTEST_BEGUN: Final = 3
_SHORTEST_STEM: Final = 5
_COMPLETIONS: Final = 8
_MOST_CORRECTED: Final = 4
"""Misspelled words that are looked for in one query."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is found."""

    kind: str
    """`empty`, `code`, `near`, `log`, `words` or `none`."""
    codes: tuple[str, ...] = ()
    """Codes meant, in order."""
    near: tuple[str, ...] = ()
    """Codes that may be meant."""
    numbers: tuple[str, ...] = ()
    """Articles, the best first."""
    excerpts: Mapping[str, str] = field(default_factory=dict)
    """Article number -> its best line, for the first ones."""


class Searcher:
    """Answers the queries of one locale."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._rows = {row.code: row for row in index.codes}
        self._lookup = CodeLookup(self._rows)
        self._by_key = {key_of(number): number for number in reversed(index.numbers)}
        self.store = Store(index)

    def ask(self, query: str, *, typing: bool = False) -> Answer:
        """The answer to a query of any length; only its first 16,384 characters are read.

        With `typing`, its last word may be one that goes on.
        """
        self.store.begin()
        asked = read_query(query, self._lookup)
        self.store.note("codes")
        if number := self._number(asked):
            return Answer("words", numbers=(number,))
        if asked.kind in {"code", "near"}:
            numbers = self._articles(asked.codes or asked.near)
            self.store.fragments(map(self._index.numbers.index, numbers[:10]))
            return Answer(asked.kind, asked.codes, asked.near, numbers)
        return self._ask_words(asked, typing=typing) if asked.kind != "empty" else Answer("empty")

    def _number(self, asked: Asked) -> str:
        """The article whose number a query is, where it is no code; empty for none."""
        may_be = asked.kind in {"near", "words"} and not asked.codes
        if not may_be or len(asked.text) > _LONGEST_NUMBER or not _has_digit(asked.text):
            return ""
        return self._by_key.get(key_of(asked.text), "")

    def _articles(self, codes: Iterable[str]) -> tuple[str, ...]:
        numbers = (number for code in codes for number in self._rows[code].articles)
        return tuple(dict.fromkeys(numbers))

    def _ask_words(self, asked: Asked, *, typing: bool) -> Answer:
        told = list(words(asked.text, self._index.stemmer))
        distinct = list(dict.fromkeys(told))[:MOST_WORDS]
        last = told[-1] if told else ""
        slots = (not typing and self._slots(asked, distinct, "")) or self._slots(
            asked, distinct, last
        )
        # A code with a number has articles of its own; a name such as `TypeError` has many.
        boosted = self._articles(filter(_has_digit, asked.codes))
        if not slots or not self._is_known(asked):
            kind = "words" if boosted else "none"
            return Answer(kind, asked.codes, asked.near, boosted)
        log = asked.kind == "log"
        scores = rank(slots, log=log)
        top = in_order(scores)
        numbers, excerpts = self._reranked(top, scores, told, slots, log=log)
        first = [number for number in numbers if number in boosted]
        first += [number for number in boosted if number not in first]
        ordered = dict.fromkeys((*first, *numbers))
        return Answer(asked.kind, asked.codes, asked.near, tuple(ordered), excerpts)

    def _is_known(self, asked: Asked) -> bool:
        if not asked.whole:
            return True
        parts = known_parts(list(words(asked.whole.rpartition(".")[2], self._index.stemmer)))
        return all(self._found(part) for part in parts)

    def _found(self, word: str) -> bool:
        if not self.store.level(word):
            return False
        self.store.open(self.store.shard_of(word))
        return self.store.posting(word) is not None

    def _slots(self, asked: Asked, distinct: Sequence[str], begun: str) -> list[Slot]:
        known = [word for word in distinct if self.store.level(word)]
        rarest = sorted(known, key=self.store.level)[:SHARDS]
        for word in rarest:
            self.store.open(self.store.shard_of(word))
        exact = {word: slot for word in known if (slot := self._exact(word))}
        unknown = [word for word in distinct if word not in exact and self._is_missing(word)]
        if asked.kind == "log":
            return list(exact.values())
        spelled = spellings(asked.text, self._index.stemmer)
        asked_for = [word for word in unknown if word in spelled]
        corrected = {
            word: slot
            for word in asked_for[:_MOST_CORRECTED]
            if (slot := self._meant(word, spelled[word], goes_on=word == begun))
        }
        if self._is_beside(exact, corrected, asked_for):
            return []
        both = {**exact, **corrected}
        return [both[word] for word in distinct if word in both]

    def _is_beside(self, exact: Iterable[str], corrected: Sized, missing: Sequence[str]) -> bool:
        """Whether too little of a question is known: its rarer words, corrected ones by half."""
        rare = sum(self.store.level(word) < _COMMON for word in exact)
        lost = len(missing) - len(corrected)
        return 2 * rare + len(corrected) < lost or (not rare and lost > 0)

    def _is_missing(self, word: str) -> bool:
        return not self.store.level(word) or self.store.is_open(word)

    def _exact(self, word: str) -> Slot | None:
        term = self._term(word, 1.0)
        return Slot(word, (term,)) if term else None

    def _term(self, word: str, weight: float) -> Term | None:
        posting = self.store.posting(word)
        if posting is None:
            return None
        return Term(word, posting, self.store.rarity(posting.total), weight)

    def _meant(self, word: str, spelled: str, *, goes_on: bool) -> Slot | None:
        terms = self._corrected(word, spelled)
        if goes_on and len(word) >= _SHORTEST_BEGUN:
            known = {term.word for term in terms}
            terms += [term for term in self._completed(word) if term.word not in known]
            terms = terms or self._shortened(word)
        return Slot(word, tuple(terms)) if terms else None

    def _completed(self, word: str) -> list[Term]:
        terms = filter(None, (self._term(one, _CORRECTED) for one in self.store.beginning(word)))
        ranked = sorted(terms, key=lambda term: (-term.posting.total, order(term.word)))
        return [replace(term, rarity=ranked[0].rarity) for term in ranked[:_COMPLETIONS]]

    def _shortened(self, word: str) -> list[Term]:
        for end in range(len(word) - 1, _SHORTEST_STEM - 1, -1):
            if self._found(word[:end]) and (term := self._term(word[:end], _CORRECTED)):
                return [term]
        return []

    def _corrected(self, word: str, spelled: str) -> list[Term]:
        weights: dict[str, int] = {}
        for other, weight in slips(spelled).items():
            stem = self._index.stemmer.stem(other)
            level = self.store.level(stem)
            if level and stem != word:
                weights[stem] = max(weights.get(stem, 0), weight * level * level)
        for shard in self._likely(weights):
            self.store.open(shard)
        ranked = sorted(weights, key=lambda other: (-weights[other], other))
        terms = (self._term(other, _CORRECTED) for other in ranked)
        return [term for term in terms if term][:_ALTERNATIVES]

    def _likely(self, weights: Mapping[str, int]) -> list[int]:
        """Shards to open for the words that a misspelled one may be."""
        sums: dict[int, int] = {}
        tops: dict[int, int] = {}
        for word, weight in weights.items():
            shard = self.store.shard_of(word)
            sums[shard] = sums.get(shard, 0) + weight
            tops[shard] = max(tops.get(shard, 0), weight)
        if not sums:
            return []
        main = min(sums, key=lambda shard: (-sums[shard], shard))
        others = sorted(tops.keys() - {main}, key=lambda shard: (-tops[shard], shard))
        return [main, *others[:_OTHER_SHARDS]]

    def _reranked(
        self,
        top: Sequence[int],
        scores: Mapping[int, float],
        told: Sequence[str],
        slots: Sequence[Slot],
        *,
        log: bool,
    ) -> tuple[list[str], dict[str, str]]:
        instead = {slot.asked: slot.terms[0] for slot in slots}
        asked = [instead[word].word if word in instead else word for word in told]
        rarities = {term.word: term.rarity * term.weight for term in instead.values()}
        reranker = Reranker(asked, rarities, self._index.stemmer, log=log)
        fragments = self.store.fragments(top[:RERANKED])
        close: dict[int, Close] = {p: reranker.close(f) for p, f in fragments.items()}
        final = {place: scores[place] * close[place].factor for place in close}
        first = sorted(final, key=lambda place: (-comparable(final[place]), place))
        numbers = self._index.numbers
        excerpts = {numbers[place]: found.line for place, found in close.items()}
        return [numbers[place] for place in (*first, *top[RERANKED:])], excerpts


def _has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))
