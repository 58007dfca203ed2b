"""Builds the index of codes: which articles are about each, with which messages and other codes.

1. Each article's mentions become one use per code, primary or secondary.
2. A translation inherits the codes of its source (the default locale's article of its number), so
   that a code which machine translation damaged still leads to it.
3. A damaged code counts as the one that was meant, if that is one of the library's.
4. Uses, messages and cooccurring codes are gathered per code, and uses are ranked by how well an
   article explains it.

Hidden articles are in no index. Before that, codes that differ only in case become one, in the
spelling that most articles have: their pages would share an address on half of all disks, and
readers who look for one mean the other too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from errata.codes.lookup import lookup_key
from errata.codes.names import subjects_of
from errata.codes.number_forms import CodeAliases, other_spellings, status_phrases
from errata.codes.suspects import resolve_suspect
from errata.data.patterns import compile_late
from errata.model import CodeEntry, CodeRef, CodeUse, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from errata.model import (
        Article,
        ArticleContent,
        Body,
        ContentSource,
        Family,
        Mention,
        Message,
        Salience,
    )


# How much a page shows of a code that is everywhere; nothing is measured on them. The frequent ones
# come first, so a list that is cut loses what few articles have.
MOST_COOCCURRING = 8
MOST_MESSAGES = 6
# Keys of one code besides its own; a family has two or three ways of writing it.
MOST_SPELLINGS = 4

# An article with more codes is a reference page, whose codes stand together by their numbers; every
# pair would be counted. Of 2,358 real articles about single faults, none has more than 8.
_MOST_TOGETHER = 30
# An article with so many codes of one family is a list of them: two are often compared.
_LISTED = 3

# "a  b" has one; "ab" none
_SPACE = compile_late(r"\s+")
_METADATA = frozenset({"title", "description", "keywords", "name"})
_NAMED = frozenset({"title", "description"})
# Families of numbers that a function or a process returned with a message
_RETURNED = frozenset({"IRC", "ERRNO", "EXIT", "EXIT_VALUE", "EXIT_CODE"})


@dataclass(slots=True)
class CodeMemory:
    """What each article adds to an index, kept while articles are the same objects.

    The next index is the same without it.
    """

    settings: object = None
    """Everything else that it depends on."""
    articles: Mapping[str, tuple[Article, Article | None, _Added]] = field(default_factory=dict)
    """By path: an article, its source, and what they add."""
    made_of: tuple[Sequence[_Added], Mapping[str, Family]] | None = None
    index: dict[str, CodeEntry] = field(default_factory=dict)
    """The index made of that."""


def build_index(
    articles: Sequence[Article],
    default_locale: str,
    families: Mapping[str, Family],
    memory: CodeMemory | None = None,
) -> dict[str, CodeEntry]:
    """Build the entry of every code of every kind, sorted by code."""
    visible = [article for article in articles if not article.metadata.hidden]
    repairs = _repairs(visible, families)
    memory = memory or CodeMemory()
    made_of = _read_articles(visible, default_locale, repairs, families, memory), families
    if memory.made_of != made_of:
        memory.made_of, memory.index = made_of, _join(*made_of)
    return memory.index


def _join(added: Sequence[_Added], families: Mapping[str, Family]) -> dict[str, CodeEntry]:
    """Join what each article adds to the entries of all codes."""
    uses: dict[str, list[CodeUse]] = defaultdict(list)
    first: dict[str, Mention] = {}
    for code, mention, use in chain.from_iterable(one.uses for one in added):
        uses[code].append(use)
        first.setdefault(code, mention)
    evidence = {one.evidence.key: one.evidence for one in added}
    messages = _messages(added)
    cooccurring = _cooccurring(added)
    spellings = _spellings(added)
    keys = frozenset(map(lookup_key, uses))
    numbers = {code: other_spellings(code, families.get(first[code].family)) for code in uses}
    entries = {
        code: CodeEntry(
            code=code,
            family=first[code].family,
            kind=first[code].kind,
            uses=tuple(_ranked(code, uses[code], evidence)),
            messages=_most_frequent(messages[code], MOST_MESSAGES),
            cooccurring=_most_frequent(cooccurring[code], MOST_COOCCURRING),
            spellings=(
                *_most_frequent(spellings.get(code, {}), MOST_SPELLINGS),
                *_with_own_keys((*numbers[code], *status_phrases(code)), keys),
            ),
            numbers=numbers[code],
        )
        for code in sorted(uses)
    }
    aliases = CodeAliases(entries, families)
    return {code: replace(e, aliases=aliases.find(code)) for code, e in entries.items()}


@dataclass(frozen=True, slots=True)
class _Added:
    """What one article adds to the index."""

    uses: Sequence[tuple[str, Mention, CodeUse]]
    evidence: _Evidence
    codes: Sequence[str]
    messages: Sequence[tuple[str, Message]]
    """Messages, each with its template: messages with the same one differ only in volatile parts.
    """
    spellings: Sequence[tuple[str, str]]
    """Codes with a spelling that has another lookup key."""


def _read_articles(
    visible: Sequence[Article],
    default_locale: str,
    repairs: Mapping[str, str],
    families: Mapping[str, Family],
    memory: CodeMemory,
) -> list[_Added]:
    """Return what each article adds, from memory if possible."""
    sources = {a.number: a for a in visible if a.locale == default_locale}
    canonical = frozenset(family.id for family in families.values() if family.canonical)
    settings = (repairs, canonical)
    known = memory.articles if memory.settings == settings else {}
    made: list[tuple[Article, Article | None, _Added]] = []
    for article in visible:
        source = sources.get(article.number)
        old = known.get(article.source)
        if old and old[0] is article and old[1] is source:
            made.append(old)
        else:
            added = _read_article(article, source, repairs, canonical)
            made.append((article, source, added))
    memory.settings = settings
    memory.articles = {one[0].source: one for one in made}
    return [added for _, _, added in made]


def _read_article(
    article: Article,
    source: Article | None,
    repairs: Mapping[str, str],
    canonical: frozenset[str],
) -> _Added:
    templates = (_SPACE.sub(" ", m.template).strip(" .*'\"") for m in article.messages)
    return _Added(
        uses=tuple(_uses(article, source, repairs)),
        evidence=_Evidence.of(article),
        codes=article.codes,
        messages=tuple(zip(templates, article.messages, strict=True)),
        spellings=tuple(_other_keys(article.mentions, canonical)),
    )


def _repairs(articles: Iterable[Article], families: Mapping[str, Family]) -> dict[str, str]:
    """Map each damaged code to the one that was meant, if an article names that one."""
    mentions = [mention for article in articles for mention in article.mentions]
    known = {mention.code for mention in mentions if mention.kind == "error"}
    damaged = {m.code: m.family for m in mentions if m.kind == "suspect"}
    ordered = sorted(known)
    meant = {
        code: resolve_suspect(code, families.get(damaged[code]), ordered)
        for code in sorted(damaged)
    }
    return {code: right for code, right in meant.items() if right in known}


def _uses(
    article: Article, source: Article | None, repairs: Mapping[str, str]
) -> Iterable[tuple[str, Mention, CodeUse]]:
    own = _by_code(article.mentions, repairs)
    inherited = _by_code(source.mentions, repairs) if source and source is not article else {}
    sizes = Counter(mentions[0].family for mentions in own.values())
    subjects = subjects_of(article)
    for code, mentions in {**inherited, **own}.items():
        use = CodeUse(article.locale, article.number, salience_of(mentions), code not in own)
        named = code in subjects and code in own
        listed = not named and sizes[mentions[0].family] >= _LISTED
        yield code, mentions[0], replace(use, named=named, listed=listed)


def _by_code(mentions: Iterable[Mention], repairs: Mapping[str, str]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if code := repairs.get(mention.code):
            found[code].append(replace(mention, code=code, kind="error"))
        elif mention.kind not in {"suspect", "unknown"}:
            found[mention.code].append(mention)
    return found


def salience_of(mentions: Sequence[Mention]) -> Salience:
    """Return `primary` if an author names the code as the subject, else `secondary`.

    Secondary are exceptions that only a trace has, and what a function or a process returned with a
    message, unless title, description or keywords name them.
    """
    if any(mention.where in _METADATA for mention in mentions):
        return "primary"
    family = mentions[0].family if mentions else ""
    in_trace = family == "EXCEPTION" and all(mention.where == "fence" for mention in mentions)
    return "secondary" if in_trace or family in _RETURNED else "primary"


def _messages(articles: Iterable[_Added]) -> dict[str, Counter[str]]:
    """Count each code's messages; messages in prose count only if none is quoted.

    Messages that differ only in their volatile parts are one, in the words of the first.
    """
    quoted: dict[str, Counter[str]] = defaultdict(Counter)
    in_prose: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, str] = {}
    for template, message in chain.from_iterable(one.messages for one in articles):
        counts = quoted if message.where in {"span", "fence"} else in_prose
        text = first.setdefault(template, message.text)
        for code in message.codes:
            counts[code][text] += 1
    return defaultdict(Counter, {**in_prose, **quoted})


def _cooccurring(articles: Iterable[_Added]) -> dict[str, Counter[str]]:
    """Count for each pair of codes how many articles have both."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for codes in (one.codes for one in articles):
        for code in codes if 1 < len(codes) <= _MOST_TOGETHER else ():
            found[code].update(other for other in codes if other != code)
    return found


def _spellings(articles: Iterable[_Added]) -> Mapping[str, Counter[str]]:
    """Count other spellings of codes of families that have a canonical form."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for code, text in chain.from_iterable(one.spellings for one in articles):
        found[code][text] += 1
    return found


def _other_keys(
    mentions: Iterable[Mention], canonical: frozenset[str]
) -> Iterable[tuple[str, str]]:
    for mention in mentions:
        key = lookup_key(mention.surface) if mention.family in canonical else ""
        if key and key != lookup_key(mention.code):
            yield mention.code, " ".join(mention.surface.split())


def _with_own_keys(numbers: Sequence[str], taken: frozenset[str]) -> Iterable[str]:
    """Return one text for each lookup key that is not another code's."""
    texts = {lookup_key(text): text for text in reversed(numbers)}
    return (text for key, text in texts.items() if key not in taken)


def _most_frequent(counts: Mapping[str, int], limit: int) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:limit])


@dataclass(frozen=True, slots=True)
class _Evidence:
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


def _ranked(
    code: str, uses: Iterable[CodeUse], evidence: Mapping[tuple[str, str], _Evidence]
) -> list[CodeUse]:
    """Rank a code's articles, for every list.

    Primary, own before inherited, named after it, with a heading for it, most often in title and
    description, few codes, new.
    """

    def rank(use: CodeUse) -> tuple[bool, bool, bool, bool, int, int, float, tuple[str, str]]:
        known = evidence[use.locale, use.number]
        about = (use.salience != "primary", use.inherited, not use.named, code not in known.headed)
        return *about, -known.named.get(code, 0), known.size, known.age, known.key

    return sorted(uses, key=rank)


def unify_case(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles in their order, with each code in one spelling."""
    listed = tuple(articles)
    best = _best_spellings(listed)
    return tuple(
        article if best.keys().isdisjoint(article.codes) else respell_codes(article, best)
        for article in listed
    )


def _best_spellings(articles: Iterable[Article]) -> dict[str, str]:
    """Map each spelling to the most frequent one of the same code, if it has several."""
    counts = Counter(code for article in articles for code in article.codes)
    spellings: dict[str, list[str]] = defaultdict(list)
    for code in sorted(counts, key=lambda code: (-counts[code], code)):
        spellings[code.casefold()].append(code)
    return {code: best for best, *rest in spellings.values() for code in rest}


def respell_codes(article: Article, best: Mapping[str, str]) -> Article:
    """Return the article with some codes in another spelling."""

    def spell(code: str) -> str:
        return best.get(code, code)

    spellings = tuple(sorted(best.items()))
    return replace(
        article,
        facts_key=digest((article.facts_key, spellings)),
        content_key=digest((article.content_key, spellings)),
        held=RespelledContent(article.held, best),
        headed=tuple(map(spell, article.headed)),
        mentions=tuple(
            replace(mention, code=spell(mention.code)) if mention.kind == "error" else mention
            for mention in article.mentions
        ),
        messages=tuple(
            replace(message, codes=tuple(dict.fromkeys(map(spell, message.codes))))
            for message in article.messages
        ),
    )


@dataclass(frozen=True, slots=True)
class RespelledContent:
    """A content with some codes in another spelling."""

    origin: ContentSource
    best: Mapping[str, str]
    """Spelling -> the one to use."""

    def load(self) -> ArticleContent:
        """See `ContentSource.load`."""
        content = self.origin.load()
        return replace(
            content,
            title=self._respell(content.title),
            body=self._respell(content.body),
            code_sections=tuple(
                replace(section, code=self.best.get(section.code, section.code))
                for section in content.code_sections
            ),
        )

    def _respell(self, body: Body) -> Body:
        refs = (
            CodeRef(self.best.get(ref.code, ref.code)) if isinstance(ref, CodeRef) else ref
            for ref in body.refs
        )
        return replace(body, refs=tuple(refs))
