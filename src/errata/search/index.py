"""The whole search index of one locale, in memory, and what each of its files holds.

`root`, which every query needs, is an object of
- `version`, `locale`,
- `firsts`: the first term of each shard, front coded as terms are in `shards`; `shards`: the last
  character of each one's name, see `shards`,
- `common`: the sketch of the common terms alone, see `sketch`,
- `articles`: how many there are, from which `src/web/search/decode.ts` has the classes of rarity,
- `endings`: the stemmer's suffixes,
- `joins`: 1 in a language that writes words together, see `compounds`.

`articles`, which the facets of an answer need, is an object of
- `numbers`, where they are too many for `codes`: the articles' numbers by place, see
  `encoding.encode_number_list`; the places are those of the sorted numbers,
- `files`: place -> the last part of its fragment's name, where it is not the number itself,
- `products`: names, sorted; `sets`: arrays of places in it; `of`: for each article the place of its
  set, see `encoding.encode_ints`,
- in a knowledge base that has some, `states`: names, and `stateOf`: for each article its place.

`sketch`, of every term that may be misspelled, is loaded for a word that is not in its shard.

`codes`, which is complete without the root, is an object of
- `version`,
- `codes`: every code, sorted, written as numbers of articles are,
- `kinds`: one letter a code: `e` error, `s` status, `t` ticket, `v` CVE, `m` masked; a capital
  where only articles of the site's first language have it,
- `families`: names; `of`: for each code the place of its family in it, as numbers,
- `articles`: the numbers of all articles by place, written as in `articles`, if they are few,
- `files`: place of a code -> the last part of its card's name, where a reader cannot make it,
- `spellings`: place of a code -> other ways of writing it, where its own key does not find them,
- `usual`: words that add nothing to a code in a query, separated by spaces,
- `hidden`: hints of the articles in no list, see `site.feeds.unknown_codes`, as the distances
  between them,
- `pieces`: how many files `i/<number in base 36>` there are, see `shards`.

`uses`, for codes whose cards are too many to be loaded, is an object of
- `codes` and `articles`: codes and article numbers, written as above,
- `uses`: for each code the places of its articles, best first, as numbers; separated by spaces.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import accumulate, islice, pairwise, starmap
from typing import TYPE_CHECKING, Final

from msgspec import field
from msgspec.structs import asdict

from errata.data import read_word_lists
from errata.search.compounds import has_compounds
from errata.search.document import Document, KnownDocument
from errata.search.encoding import encode_base_36, encode_ints, encode_number_list
from errata.search.postings import (
    PostingList,
    Postings,
    WeighedDocuments,
    insert_terms,
    list_best,
    weigh_documents,
)
from errata.search.shards import CodedTerms, Shard, build_pieces, build_shards, front_code
from errata.search.sketch import Sketch, hash_text, sketch_terms
from errata.search.tokens import Stemmer, stemmer_for
from errata.search.vocabulary import stop_words
from errata.text.paths import safe_segment
from errata.values import MutableRecord, Record, Value

if TYPE_CHECKING:
    from errata.model import Article
    from errata.search.fragments import Fragment

_VERSION: Final = 5
KINDS: Final = {"error": "e", "status": "s", "ticket": "t", "cve": "v", "masked": "m"}
# The most characters of the list of all articles that every query loads with the codes. The 1,138
# real ones have 1,240; without it a query for words waits for one file more.
_MOST_WITH_CODES: Final = 4_000
KINDS_WITH_PAGES: Final = frozenset({"error", "status"})


class CodeRow(Record, frozen=True):
    """One code that can be searched for in one locale."""

    code: str
    kind: str
    family: str
    articles: tuple[str, ...]
    """Numbers of articles, the best first."""
    spellings: tuple[str, ...] = ()
    """Other spellings."""


class Index(Record, frozen=True, dict=True):
    """Everything that is searched in one locale."""

    locale: str
    stemmer: Stemmer
    articles: Sequence[Article]
    """The articles by place, sorted by number."""
    shards: tuple[Shard, ...]
    common: Sketch
    sketch: Sketch
    codes: tuple[CodeRow, ...]
    fragments: Mapping[str, Fragment]
    """Fragments by article number; the tables need none of them."""
    states: Mapping[str, str] = field(default_factory=dict)
    """States by article number, of articles that have one."""
    unknown: Mapping[str, object] = field(default_factory=dict)
    """Name -> value of the files that are needed only for codes that no article explains."""
    hidden: Sequence[int] = ()
    """Hints of the articles in no list."""
    starts: str = ""
    """First characters of codes, for which there are files of patterns in `unknown`."""
    pieces: tuple[Mapping[str, str], ...] = ()

    def files(self) -> Iterator[tuple[str, object]]:
        """Yield name and value of every file that answers need, except the cards of codes."""
        yield from ((name, make()) for name, make in self.tables())
        for number, fragment in self.fragments.items():
            yield f"f/{safe_segment(number)}", fragment.to_json()

    def tables(self) -> Iterator[tuple[str, Callable[[], object]]]:
        """List the tables that all articles share, with what makes each; the root comes first."""
        yield "root", lambda: self.root
        yield "articles", self._articles
        yield "sketch", partial(asdict, self.sketch)
        yield "codes", self._codes
        yield "uses", partial(_use_table, self.codes)
        for index in range(len(self.pieces)):
            yield f"i/{encode_base_36(index)}", partial(self.pieces.__getitem__, index)
        for shard in self.shards:
            yield shard.name, partial(list, (shard.terms, shard.postings))
        for name in self.unknown:
            yield name, partial(self.unknown.__getitem__, name)

    @cached_property
    def root(self) -> dict[str, object]:
        """What every query for words needs."""
        return {
            "version": _VERSION,
            "locale": self.locale,
            "firsts": front_code(shard.first for shard in self.shards),
            "shards": "".join(shard.name[-1] for shard in self.shards),
            "common": asdict(self.common),
            "articles": len(self.numbers),
            "endings": self.stemmer.suffixes,
            **({"joins": 1} if has_compounds(self.locale) else {}),
        }

    def _codes(self) -> dict[str, object]:
        few = {"articles": encode_number_list(self.numbers)} if self._has_few_numbers else {}
        distances = (place - before for before, place in pairwise((0, *self.hidden)))
        table = {
            "hidden": encode_ints(distances),
            "pieces": len(self.pieces),
            "starts": self.starts,
        }
        return {**_code_table(self.codes), **few, **table}

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Numbers of the articles, by place."""
        return tuple(article.number for article in self.articles)

    def _articles(self) -> dict[str, object]:
        products_of = [tuple(sorted({*article.metadata.products})) for article in self.articles]
        names = sorted({name for products in products_of for name in products})
        sets = sorted(set(products_of))
        place_of = {name: place for place, name in enumerate(names)}
        place_of_set = {products: place for place, products in enumerate(sets)}
        numbers = {} if self._has_few_numbers else {"numbers": encode_number_list(self.numbers)}
        return {
            **numbers,
            "files": _file_names(enumerate(self.numbers)),
            "products": names,
            "sets": [[place_of[name] for name in products] for products in sets],
            "of": encode_ints(place_of_set[products] for products in products_of),
            **self._states(),
        }

    @cached_property
    def _has_few_numbers(self) -> bool:
        written = encode_number_list(self.numbers)
        return len(str(written)) <= _MOST_WITH_CODES

    def _states(self) -> dict[str, object]:
        """Return the state of each article, in a knowledge base that has some."""
        states = [self.states.get(number, "") for number in self.numbers]
        names = sorted({*states})
        if names in ([], [""]):
            return {}
        return {"states": names, "stateOf": encode_ints(map(names.index, states))}


class IndexMemory(MutableRecord):
    """Intermediate results of an index, with which the next one is made faster and equal.

    It takes as much memory as the postings. A server of a site that is being edited keeps one, and
    a build reads that of the previous one, see `SavedIndex`.
    """

    documents: Mapping[str, tuple[str, Document | KnownDocument]] = field(default_factory=dict)
    """Documents by the article's source, with a digest of what they were made of."""
    weighed: WeighedDocuments | None = None
    coded: CodedTerms = field(default_factory=dict)


def build_search_index(  # noqa: PLR0913, PLR0917 - what an index is a function of
    locale: str,
    articles: Sequence[tuple[Article, Document | KnownDocument]],
    codes: Sequence[CodeRow],
    fragments: Mapping[str, Fragment],
    states: Mapping[str, str] | None = None,
    memory: IndexMemory | None = None,
) -> Index:
    """Index visible articles of one locale, sorted by number.

    Results in `memory`, from the previous index, are used again.
    """
    stemmer, memory = stemmer_for(locale), memory or IndexMemory()
    weighed = weigh_documents([document for _, document in articles], memory.weighed)
    memory.weighed, unraised = weighed, weighed.lists
    lists = stop_words(locale, stemmer).raise_in(unraised, len(articles))
    common, sketch = sketch_terms(unraised, lists, len(articles))
    unused = islice(lists, len(unraised), None)
    shards = tuple(build_shards(lists, insert_terms(weighed.terms, unused), memory.coded))
    return Index(
        locale=locale,
        stemmer=stemmer,
        articles=[article for article, _ in articles],
        shards=shards,
        common=common,
        sketch=sketch,
        codes=tuple(codes),
        fragments=fragments,
        states=states or {},
        pieces=build_pieces(lists, stemmer),
    )


def _code_table(rows: Sequence[CodeRow]) -> dict[str, object]:
    """Return what the file of codes says of each, for rows sorted by code."""
    families = sorted({row.family for row in rows})
    names = card_names(rows)
    others = {
        str(index): names[row.code]
        for index, row in enumerate(rows)
        if names[row.code] != _card_name(row.code)
    }
    words = {word for words in read_word_lists("code_query_words").values() for word in words}
    return {
        "version": _VERSION,
        "codes": encode_number_list(row.code for row in rows),
        "kinds": "".join(
            KINDS[row.kind] if row.articles else KINDS[row.kind].upper() for row in rows
        ),
        "families": families,
        "of": encode_ints(families.index(row.family) for row in rows),
        "files": others,
        "spellings": {
            str(index): list(row.spellings) for index, row in enumerate(rows) if row.spellings
        },
        "usual": " ".join(sorted(words)),
    }


def card_names(rows: Iterable[CodeRow]) -> dict[str, str]:
    """Map codes to the last part of the name of their cards."""
    codes = [row.code for row in rows]
    counts = Counter(map(_card_name, codes))
    return {
        code: name if counts[name := _card_name(code)] == 1 else safe_segment(code)
        for code in codes
    }


def _card_name(code: str) -> str:
    """Return the code itself, or else its hash with a hyphen, which ends no `safe_segment`."""
    return code if safe_segment(code) == code else f"{encode_base_36(hash_text(code))}-"


def _use_table(rows: Sequence[CodeRow]) -> dict[str, object]:
    """Return the file of the codes' articles, for rows sorted by code."""
    articles = sorted({number for row in rows for number in row.articles})
    places = {number: place for place, number in enumerate(articles)}
    return {
        "codes": encode_number_list(row.code for row in rows),
        "articles": encode_number_list(articles),
        "uses": " ".join(encode_ints(map(places.__getitem__, row.articles)) for row in rows),
    }


def _file_names(names: Iterable[tuple[int, str]]) -> dict[str, str]:
    """Map places to the last part of a file's name, if it differs from the name."""
    segments = ((place, name, safe_segment(name)) for place, name in names)
    return {str(place): segment for place, name, segment in segments if segment != name}


# The type code of packed postings and of their numbers.
_TYPE: Final = "I"
# No term has a blank, and neither has what is written of its articles.
_BETWEEN: Final = " "


class SavedIndex(Value, frozen=True):
    """An `IndexMemory` for the next process, without the texts of articles.

    Reading the contents of all articles, weighing their terms and writing them took a fifth of a
    build after one edit.
    """

    documents: tuple[tuple[str, str], ...] = ()
    """Source of each document, by place, and a digest of what it was made of."""
    lengths: tuple[tuple[int, ...], ...] = ()
    """See `WeighedDocuments.lengths`."""
    averages: tuple[float, ...] = ()
    """See `WeighedDocuments.averages`."""
    terms: str = ""
    """All terms, in their order."""
    sizes: bytes = b""
    """Number of articles of each term."""
    postings: bytes = b""
    """Postings of all terms, in order."""
    coded: str = ""
    """Text of each term as shards have it; `-` if it was not made of these postings alone."""


def save_index(memory: IndexMemory) -> SavedIndex:
    """Return what the next build needs of an index that was just made."""
    weighed = memory.weighed
    if weighed is None:
        return SavedIndex()
    packed_lists = [weighed.postings[term].packed for term in weighed.terms]
    postings = array(_TYPE)
    for packed in packed_lists:
        postings.extend(packed)
    texts = (_coded_text(weighed.lists[term], memory.coded.get(term)) for term in weighed.terms)
    return SavedIndex(
        documents=tuple((source, key) for source, (key, _) in memory.documents.items()),
        lengths=tuple(map(tuple, weighed.lengths)),
        averages=tuple(weighed.averages),
        terms=_BETWEEN.join(weighed.terms),
        sizes=array(_TYPE, map(len, packed_lists)).tobytes(),
        postings=postings.tobytes(),
        coded=_BETWEEN.join(texts),
    )


def _coded_text(listed: PostingList, coded: tuple[PostingList, str] | None) -> str:
    """Return a term's text; a stop word's is written again, since its frequency is raised."""
    return coded[1] if coded and coded[0] is listed else "-"


def open_index(saved: SavedIndex) -> IndexMemory:
    """Return the memory from which the index is made again."""
    documents = {source: (key, KnownDocument()) for source, key in saved.documents}
    by_term = dict(_read_postings(saved))
    lists = {term: list_best(postings) for term, postings in by_term.items()}
    texts = dict(zip(lists, saved.coded.split(_BETWEEN), strict=True)) if lists else {}
    coded = {term: (lists[term], text) for term, text in texts.items() if text != "-"}
    in_order = [document for _, document in documents.values()]
    weighed = WeighedDocuments(
        in_order, saved.lengths, list(saved.averages), by_term, lists, list(lists)
    )
    return IndexMemory(documents, weighed, coded)


def _read_postings(saved: SavedIndex) -> Iterable[tuple[str, Postings]]:
    sizes, postings = array(_TYPE, saved.sizes), array(_TYPE, saved.postings)
    pieces = starmap(slice, pairwise(accumulate(sizes, initial=0)))
    terms = saved.terms.split(_BETWEEN) if sizes else ()
    return ((term, Postings.of(postings[piece])) for term, piece in zip(terms, pieces, strict=True))
