"""Builds the index of codes: which articles are about each, with which messages and other codes.

1. Each article's mentions become one use per code, primary or secondary.
2. A translation inherits the codes of its source (the default locale's article of its number), so
   that a code which machine translation damaged still leads to it.
3. A damaged code counts as the one that was meant, where that is one of the library's.
4. Uses, messages and cooccurring codes are gathered per code, the uses by how well an article
   explains it. Hidden articles are in no index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import field
from msgspec.structs import replace

from errata.codes.family_codes import resolve_suspect
from errata.codes.lookup import lookup_key
from errata.codes.names import is_titled, subjects_of
from errata.codes.number_forms import CodeAliases, other_spellings, status_phrases
from errata.model import CodeEntry, CodeUse, digest
from errata.values import MutableRecord, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.model import Article, Family, Keeper, Mention, Message, Salience


# How much a page shows of a code that is everywhere: chosen, not measured. The frequent ones
# come first, so a list that is cut loses what few articles have.
MOST_COOCCURRING = 8
MOST_MESSAGES = 6
# Keys of one code besides its own; a family has two or three ways of writing it.
MOST_SPELLINGS = 4

# An article with more codes is a reference page, whose codes stand together by their numbers; every
# pair would be counted. Of 2,358 real articles about single faults, none has more than 8.
_MOST_TOGETHER = 30
# An article with so many codes of one family is a list of them: two are often compared. Exceptions
# are none, because one trace has several.
_LISTED = 3
_EXCEPTION = "EXCEPTION"

_METADATA = frozenset({"title", "description", "keywords", "name"})
_NAMED = frozenset({"title", "description"})
# Families of numbers that a function or a process returned with a message
_RETURNED = frozenset({"IRC", "ERRNO", "EXIT", "EXIT_VALUE", "EXIT_CODE"})


class CodeMemory(MutableRecord):
    """What each article adds to an index, kept while articles are the same objects.

    The next index is the same without it.
    """

    settings: object = None
    """Everything else that it depends on."""
    articles: Mapping[str, tuple[Article, Article | None, _Added]] = field(default_factory=dict)
    """By path: an article, its source, and what they add."""
    made_of: tuple[Sequence[_Added], Mapping[str, Family]] | None = None
    gathered: Mapping[str, _Gathered] = field(default_factory=dict)
    """What all articles say of each code."""
    index: dict[str, CodeEntry] = field(default_factory=dict)
    """The index made of that."""
    keeper: Keeper | None = None
    """Keeps the index for the next run."""


def build_index(
    articles: Sequence[Article],
    default_locale: str,
    families: Mapping[str, Family],
    memory: CodeMemory | None = None,
) -> dict[str, CodeEntry]:
    """Build the entry of every code of every kind, sorted by code."""
    visible = [article for article in articles if not article.metadata.hidden]
    if memory is None or memory.keeper is None:
        return _build(visible, default_locale, families, memory)
    facts = [
        (article.source, article.locale, article.number, article.facts_key) for article in visible
    ]
    make = partial(_build, visible, default_locale, families, memory)
    if not all(article.facts_key for article in visible):
        return make()
    folder = digest([article.source for article in visible])
    basis = digest((default_locale, families, facts))
    return memory.keeper.keep("index of codes", dict[str, CodeEntry], folder, make, basis)


def _build(
    visible: Sequence[Article],
    default_locale: str,
    families: Mapping[str, Family],
    memory: CodeMemory | None,
) -> dict[str, CodeEntry]:
    repairs = _repairs(visible, families)
    memory = memory or CodeMemory()
    added = _read_articles(visible, default_locale, repairs, families, memory)
    if memory.made_of != (added, families):
        is_same = memory.made_of[1] == families if memory.made_of else False
        gathered = _gather(added, families, memory.gathered if is_same else {})
        memory.index = _make_entries(gathered, families, memory.index if is_same else {})
        memory.made_of, memory.gathered = (added, families), gathered
    return memory.index


class _Added(Record, frozen=True):
    """What one article adds to the index, by code."""

    uses: Mapping[str, tuple[Mention, CodeUse]]
    evidence: _Evidence
    codes: Sequence[str]
    messages: Mapping[str, Sequence[tuple[str, Message]]]
    """Messages, each with its template: messages with the same one differ only in volatile parts.
    """
    spellings: Mapping[str, Sequence[str]]
    """Spellings that have another lookup key."""
    numbers: Mapping[str, CodeUse]
    """Numbers of codes that the article is named after, where it has them only in the codes."""


class _Gathered(Record, frozen=True):
    """What all articles say of one code."""

    additions: Sequence[_Added]
    """What each article adds that mentions the code."""
    entry: CodeEntry
    """The entry without what depends on other codes."""


def _gather(
    added: Sequence[_Added], families: Mapping[str, Family], earlier: Mapping[str, _Gathered]
) -> dict[str, _Gathered]:
    """Gather what articles say of each code; what is known is used if the same is said."""
    additions: dict[str, list[_Added]] = defaultdict(list)
    for addition in added:
        for code in {*addition.uses, *addition.messages, *addition.spellings, *addition.numbers}:
            additions[code].append(addition)
    codes = sorted({code for addition in added for code in addition.uses})
    entries = ((code, earlier.get(code)) for code in codes)
    return {
        code: old
        if old and old.additions == additions[code]
        else _Gathered(additions[code], _describe(code, additions[code], families))
        for code, old in entries
    }


def _describe(code: str, additions: Sequence[_Added], families: Mapping[str, Family]) -> CodeEntry:
    """Describe a code by what articles say of it."""
    uses = [addition.uses[code] for addition in additions if code in addition.uses]
    numbers = (addition.numbers[code] for addition in additions if code in addition.numbers)
    first, _ = uses[0]
    spelled = Counter(
        chain.from_iterable(addition.spellings.get(code, ()) for addition in additions)
    )
    return CodeEntry(
        code=code,
        family=first.family,
        kind=first.kind,
        uses=tuple(_rank_uses(code, chain((use for _, use in uses), numbers), additions)),
        messages=_most_frequent(_count_messages(code, additions), MOST_MESSAGES),
        cooccurring=_most_frequent(_count_cooccurring(code, additions), MOST_COOCCURRING),
        spellings=_most_frequent(spelled, MOST_SPELLINGS),
        numbers=other_spellings(code, families.get(first.family)),
    )


def _make_entries(
    gathered: Mapping[str, _Gathered],
    families: Mapping[str, Family],
    earlier: Mapping[str, CodeEntry],
) -> dict[str, CodeEntry]:
    """Complete the entries by what depends on other codes; an equal entry stays the same object."""
    keys = frozenset(map(lookup_key, gathered))
    aliases = CodeAliases(
        {code: gathered_code.entry for code, gathered_code in gathered.items()}, families
    )
    entries: dict[str, CodeEntry] = {}
    for code, gathered_code in gathered.items():
        numbers = _with_own_keys((*gathered_code.entry.numbers, *status_phrases(code)), keys)
        spellings = (*gathered_code.entry.spellings, *numbers)
        entry = replace(gathered_code.entry, spellings=spellings, aliases=aliases.find(code))
        entries[code] = earlier[code] if earlier.get(code) == entry else entry
    return entries


def _read_articles(
    visible: Sequence[Article],
    default_locale: str,
    repairs: Mapping[str, str],
    families: Mapping[str, Family],
    memory: CodeMemory,
) -> list[_Added]:
    """Return what each article adds, from memory if possible."""
    numbers = [article.number for article in visible]
    placed = zip(numbers, visible, strict=True)
    sources = {number: article for number, article in placed if article.locale == default_locale}
    canonical = frozenset(family.id for family in families.values() if family.canonical)
    settings = (repairs, canonical)
    earlier = memory.articles if memory.settings == settings else {}
    read: list[tuple[Article, Article | None, _Added]] = []
    for article, source in zip(visible, map(sources.get, numbers), strict=True):
        old = earlier.get(article.source)
        if old and old[0] is article and old[1] is source:
            read.append(old)
        else:
            added = _read_article(article, source, repairs, canonical)
            read.append((article, source, added))
    memory.settings = settings
    memory.articles = {row[0].source: row for row in read}
    return [added for _, _, added in read]


def _read_article(
    article: Article,
    source: Article | None,
    repairs: Mapping[str, str],
    canonical: frozenset[str],
) -> _Added:
    messages: dict[str, list[tuple[str, Message]]] = defaultdict(list)
    for each in (each for each in article.messages if each.codes):
        template = " ".join(each.template.split()).strip(" .*'\"")
        for code in each.codes:
            messages[code].append((template, each))
    spellings: dict[str, list[str]] = defaultdict(list)
    for code, text in _other_keys(article.mentions, canonical):
        spellings[code].append(text)
    uses = {code: (mention, use) for code, mention, use in _uses(article, source, repairs)}
    use = CodeUse(article.locale, article.number, "primary", named=True)
    numbers = {code: use for code in subjects_of(article) if code.isdecimal() and code not in uses}
    return _Added(uses, _Evidence.of(article), article.codes, messages, spellings, numbers)


def _repairs(articles: Iterable[Article], families: Mapping[str, Family]) -> dict[str, str]:
    """Map each damaged code to the one that was meant, if an article names that one."""
    mentions = [mention for article in articles for mention in article.mentions]
    codes = {mention.code for mention in mentions if mention.kind == "error"}
    damaged = {m.code: m.family for m in mentions if m.kind == "suspect"}
    ordered = sorted(codes)
    intended = {
        code: resolve_suspect(code, families.get(damaged[code]), ordered)
        for code in sorted(damaged)
    }
    return {code: right for code, right in intended.items() if right in codes}


def _uses(
    article: Article, source: Article | None, repairs: Mapping[str, str]
) -> Iterable[tuple[str, Mention, CodeUse]]:
    own = _by_code(article.mentions, repairs)
    inherited = _by_code(source.mentions, repairs) if source and source is not article else {}
    sizes = Counter(mentions[0].family for mentions in own.values())
    subjects = subjects_of(article)
    for code, mentions in {**inherited, **own}.items():
        use = CodeUse(article.locale, article.number, salience_of(mentions), code not in own)
        is_named = code in subjects and code in own
        family = mentions[0].family
        listed = not is_named and family != _EXCEPTION and sizes[family] >= _LISTED
        titled = is_named and is_titled(article, code)
        yield code, mentions[0], replace(use, named=is_named, titled=titled, listed=listed)


def _by_code(mentions: Iterable[Mention], repairs: Mapping[str, str]) -> dict[str, list[Mention]]:
    by_code: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if code := repairs.get(mention.code):
            by_code[code].append(replace(mention, code=code, kind="error"))
        elif mention.kind not in {"suspect", "unknown"}:
            by_code[mention.code].append(mention)
    return by_code


def salience_of(mentions: Sequence[Mention]) -> Salience:
    """Return `primary` if an author names the code as the subject, else `secondary`.

    Secondary are exceptions that only a trace has, and what a function or a process returned with a
    message, unless title, description or keywords name them.
    """
    if any(mention.where in _METADATA for mention in mentions):
        return "primary"
    family = mentions[0].family if mentions else ""
    in_trace = family == _EXCEPTION and all(mention.where == "fence" for mention in mentions)
    return "secondary" if in_trace or family in _RETURNED else "primary"


def _count_messages(code: str, additions: Iterable[_Added]) -> Mapping[str, int]:
    """Count a code's messages; messages in prose count only if none is quoted.

    Messages that differ only in their volatile parts are one, in the words of the first.
    """
    quoted, in_prose, first = Counter[str](), Counter[str](), dict[str, str]()
    for template, message in chain.from_iterable(
        addition.messages.get(code, ()) for addition in additions
    ):
        counts = quoted if message.where in {"span", "fence"} else in_prose
        counts[first.setdefault(template, message.text)] += 1
    return quoted or in_prose


def _count_cooccurring(code: str, additions: Iterable[_Added]) -> Mapping[str, int]:
    """Count for each other code how many articles have both."""
    together = (addition.codes for addition in additions if len(addition.codes) <= _MOST_TOGETHER)
    return Counter(other for codes in together if code in codes for other in codes if other != code)


def _other_keys(
    mentions: Iterable[Mention], canonical: frozenset[str]
) -> Iterable[tuple[str, str]]:
    for mention in mentions:
        key = lookup_key(mention.surface) if mention.family in canonical else ""
        if key and key != lookup_key(mention.code):
            yield mention.code, " ".join(mention.surface.split())


def _with_own_keys(numbers: Sequence[str], used: frozenset[str]) -> Iterable[str]:
    """Return one text for each lookup key that is not another code's."""
    texts = {lookup_key(text): text for text in reversed(numbers)}
    return (text for key, text in texts.items() if key not in used)


def _most_frequent(counts: Mapping[str, int], limit: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:limit])


class _Evidence(Record, frozen=True):
    """How much an article is about each of its codes."""

    key: tuple[str, str]
    named: Mapping[str, int]
    """Code -> how often title and description have it."""
    headed: frozenset[str]
    """Codes with a heading of their own."""
    size: int
    """Number of its codes."""
    age: float

    @classmethod
    def of(cls, article: Article) -> _Evidence:
        published = article.metadata.last_changed
        return cls(
            key=(article.locale, article.number),
            named=Counter(m.code for m in article.mentions if m.where in _NAMED),
            headed=frozenset(article.headed),
            size=len(article.codes),
            age=-published.timestamp() if published else 0.0,
        )


def _rank_uses(code: str, uses: Iterable[CodeUse], additions: Iterable[_Added]) -> list[CodeUse]:
    """Rank a code's articles, for every list.

    First is an article that is about it (primary) and says so itself (not inherited). Then come, in
    this order: named after it, named after it alone, a heading for it, how often title and
    description have it, few other codes, the newest.
    """
    evidence = {addition.evidence.key: addition.evidence for addition in additions}

    def rank(use: CodeUse) -> tuple[bool, bool, bool, bool, bool, int, int, float, tuple[str, str]]:
        own = evidence[use.locale, use.number]
        whose = (use.salience != "primary", use.inherited)
        about = (not use.named, not use.titled, code not in own.headed)
        return *whose, *about, -own.named.get(code, 0), own.size, own.age, own.key

    return sorted(uses, key=rank)
