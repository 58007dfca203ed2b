"""The search index as files: for each locale a root, codes, articles, shards, fragments and cards.

Each is a classic script of one call, `errata.put(name, value)`, since a page opened from a disk may
load nothing else. `name` is the path below `search/` without `.js`: `en/root`, `en/codes`,
`en/uses`, `en/articles`, `en/sketch`, `en/<shard>`, `en/f/<number>`, `en/c/<code>`; a shard is
`[terms, postings]`. For `en/unknown` and `en/family/<id>` see `unknown_codes`.

The words of `<errata-search>`, the search box on pages of other sites, are a script too: it is all
that a strict policy of such a page has to allow.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from errata.model import Artifact
from errata.search.document import Document
from errata.search.fragments import CardVariant, CodeCard, Fragment, Line, fit_lines
from errata.search.index import (
    KINDS,
    KINDS_WITH_CARDS,
    CodeRow,
    Index,
    build_search_index,
    card_names,
)
from errata.search.stemmer import stemmer_for
from errata.search.synonyms import Synonyms
from errata.search.tokens import tokenize
from errata.site.answers import answer_code, resolve_article
from errata.site.excerpts import shorten_excerpt, split_code
from errata.site.feeds.json import script_call
from errata.site.feeds.unknown_codes import unknown_code_files
from errata.site.lists import last_changed
from errata.site.urls import article_path, code_path, search_path, status_path
from errata.text.locales import text_direction
from errata.text.paths import safe_segment
from errata.text.widths import display_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.model import Article
    from errata.site.code_answer import Explanation
    from errata.site.context import SiteContext
    from errata.site.passages import Excerpt
    from errata.text.strings import Strings

# Columns of the resolution's beginning, shown where no line has a word of the query: two lines of a
# result. Japanese text of 160 characters had four, and the largest card .6 kB more.
_MAX_SHORT: Final = 160
# Variants on a card: of the real codes with several, half have two or three. Each takes about 300
# bytes of a file that a lone code fetches.
_MOST_VARIANTS: Final = 3
# Terms of its source that a translation takes over. The real ones take over at most 225.
_MAX_SOURCE_TERMS: Final = 2_000
# Articles of a code whose results are in its card: a page of them.
_MAX_HITS: Final = 10
# What the search box calls a word -> the interface's string.
_BOX_WORDS: Final = {
    "label": "search_label",
    "button": "search",
    "all": "search_all",
    "nothing": "search_none",
    "near": "search_near",
    "failed": "search_failed",
}


def emit(site: SiteContext) -> Iterator[Artifact]:
    """By locale: root, codes, shards, fragments, cards."""
    for locale in site.locales:
        folder = safe_segment(locale)
        index = search_index(site, locale)
        for name, value in index.files():
            yield _file(f"{folder}/{name}", value)
        names = card_names(index.codes)
        for row, card in make_cards(site, index.codes, locale):
            hits = _hits(row, index.fragments)
            yield _file(f"{folder}/c/{names[row.code]}", {**card.to_json(), "hits": hits})
        # Nothing asks for it again, and it is large.
        del site.search_indexes[locale]


def make_cards(
    site: SiteContext, rows: Iterable[CodeRow], locale: str
) -> Iterator[tuple[CodeRow, CodeCard]]:
    """What search says of each code that has a card."""
    return ((row, _card(site, row, locale)) for row in rows if row.kind in KINDS_WITH_CARDS)


def _hits(row: CodeRow, fragments: Mapping[str, Fragment]) -> dict[str, object]:
    """What a page of results shows of a code's articles, so that none of their files is needed."""
    shown = row.articles[:_MAX_HITS]
    return {number: fragments[number].about(row.code).to_json() for number in shown}


def emit_box_words(site: SiteContext) -> Iterator[Artifact]:
    """By locale, next to its search page: a call of `errata.say`, which the search box defines."""
    for locale in site.locales:
        path = search_path(locale).removesuffix("index.html") + "words.js"
        yield Artifact(path, script_call("errata.say", _box_words(site.strings[locale])))


def _box_words(words: Strings) -> dict[str, object]:
    texts = {name: words(string) for name, string in _BOX_WORDS.items()}
    about = {
        "lang": words.language_tag,
        "dir": text_direction(words.language_tag),
        "intl": words.intl,
    }
    return {**about, **texts, "counts": dict(words.forms("search_count"))}


def _file(name: str, value: object) -> Artifact:
    return Artifact(f"search/{name}.js", script_call("errata.put", name, value))


def search_index(site: SiteContext, locale: str) -> Index:
    """The index of one locale, made once: its page and its files ask for it."""
    if locale not in site.search_indexes:
        site.search_indexes[locale] = index_of(site, locale)
    return site.search_indexes[locale]


def index_of(site: SiteContext, locale: str) -> Index:
    """The index of one locale: what the files hold, for an engine in the same process."""
    articles = sorted(site.visible_by_locale[locale], key=lambda article: article.number)
    sources = {a.number: a for a in site.visible_by_locale.get(site.config.default_locale, ())}
    synonyms = Synonyms(site.library.inputs.synonyms, locale, stemmer_for(locale))
    indexed = [(a, _document(a, sources.get(a.number), synonyms)) for a in articles]
    states = site.states.get(locale, {})
    fragments = {
        a.number: replace(_fragment(site, a, sources.get(a.number)), state=states.get(a.number, ""))
        for a in articles
    }
    index = build_search_index(locale, indexed, code_rows(site, locale), fragments)
    return replace(index, unknown=dict(unknown_code_files(site, locale)))


def _document(article: Article, source: Article | None, synonyms: Synonyms) -> Document:
    expanded = " ".join(synonyms.expand(article.search))
    return Document(article.search, _source_terms(article, source), expanded)


def _source_terms(article: Article, source: Article | None) -> str:
    """The terms of its source's messages and codes that a translation does not have."""
    if source is None or source is article:
        return ""
    stemmer = stemmer_for(article.locale)
    texts = [*_messages(article, source), *source.codes]
    found = [term for text in texts for term in tokenize(text, stemmer)]
    # Readers paste a message as their program wrote it, which a translation may not quote.
    own = set(article.search.body.split())
    return " ".join([term for term in found if term not in own][:_MAX_SOURCE_TERMS])


def _messages(article: Article, source: Article) -> list[str]:
    own = {message.text for message in article.messages}
    return [m.text for m in source.messages if m.text not in own and m.where != "title"]


def _fragment(site: SiteContext, article: Article, source: Article | None) -> Fragment:
    data = article.metadata
    when = last_changed(article)
    return Fragment(
        title=data.title,
        products=data.products,
        updated=when.date().isoformat() if when else "",
        short=_shorten(resolve_article(site, article)),
        lines=_snippets(article, source),
        unnumbered=not article.metadata.is_numbered,
    )


def _shorten(excerpt: Excerpt) -> str:
    text = shorten_excerpt(excerpt, _MAX_SHORT)
    # A sentence is not cut: what is one and a half as wide is mostly of wide letters.
    if 2 * display_width(text) <= 3 * len(text):
        return text
    return shorten_excerpt(excerpt, _MAX_SHORT // 2)


def _snippets(article: Article, source: Article | None) -> tuple[Line, ...]:
    """The article's messages, those that only its source has, its other lines."""
    starts = [heading.line for heading in article.headings]

    def line(text: str, number: int) -> Line:
        above = bisect_right(starts, number)
        return Line(text, article.headings[above - 1].id if above else "")

    own = [line(m.text, m.line) for m in article.messages if m.where != "title"]
    added = _messages(article, source) if source and source is not article else []
    others = map(line, article.search.lines, article.search.line_numbers)
    return fit_lines((*own, *map(Line, added)), others)


def code_rows(site: SiteContext, locale: str) -> list[CodeRow]:
    """The codes of the locale's articles, and those that only the site's first language has.

    The latter have no articles here, and a card that leads to their page there.
    """
    library, rows = site.library, []
    for code, entry in library.index.items():
        numbers = tuple(site.uses_of_code(code, locale))
        elsewhere = entry.kind in KINDS_WITH_CARDS and any(
            site.uses_of_code(code, library.locales[0])
        )
        if entry.kind in KINDS and (numbers or elsewhere):
            rows.append(CodeRow(code, entry.kind, entry.family, numbers, entry.spellings))
    return rows


def _card(site: SiteContext, row: CodeRow, locale: str) -> CodeCard:
    library = site.library
    family = library.families.get(row.family)
    entry = library.index[row.code]
    there = locale if row.articles else library.locales[0]
    is_status = row.kind == "status"
    path = status_path(there, row.code.removeprefix("HTTP ")) if is_status else ""
    answer = answer_code(site, row.code, locale)
    single = answer.single
    several = [] if single else [first for first, *_ in answer.groups[:_MOST_VARIANTS]]
    return CodeCard(
        code=row.code,
        href=path or code_path(there, row.code),
        message=entry.messages[0] if entry.messages and not several else "",
        family=site.family(row.family).name,
        meaning=family.meaning if family else "",
        cause=split_code(single.cause.text) if single and single.cause.blocks else [],
        solution=split_code(single.resolution.text) if single else [],
        variants=tuple(map(_variant, several)),
        articles=row.articles,
        near=answer.near,
        aliases=tuple(
            (name, code_path(locale, name) if library.codes.get(name, {}).get(locale) else "")
            for name in answer.aliases
        ),
    )


def _variant(found: Explanation) -> CardVariant:
    article = found.article
    return CardVariant(
        message=found.messages[0].text if found.messages else article.metadata.title,
        solution=split_code(found.resolution.text),
        href=article_path(article.locale, article.number),
        anchor=found.resolution.anchor if found.resolution.blocks else found.anchor,
    )
