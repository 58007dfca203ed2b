"""The search index as files: for each locale a root, codes, articles, shards, fragments and cards.

Each is a classic script of one call, `errata.put(name, value)`, since a page opened from a disk may
load nothing else. `name` is the path below `search/` without `.js`: `en/root`, `en/codes`,
`en/uses`, `en/articles`, `en/sketch`, `en/<shard>`, `en/i/<number>`, `en/f/<number>`,
`en/c/<code>`; a shard is `[terms, postings]`. For `en/unknown`, `en/unknown/<letter>`,
`en/hidden/<hash>` and `en/family/<id>` see `unknown_codes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from operator import attrgetter
from typing import Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.model import Article, Bundle, PlannedFile, digest, heading_above, note_reads
from errata.model.reads import FACTS, Read
from errata.search.compounds import has_compounds, split_compounds
from errata.search.document import Document, KnownDocument
from errata.search.fragments import (
    CardVariant,
    CodeCard,
    Fragment,
    FragmentsByNumber,
    Line,
    fit_lines,
)
from errata.search.index import (
    KINDS,
    KINDS_WITH_PAGES,
    CodeRow,
    Index,
    IndexMemory,
    SavedIndex,
    build_search_index,
    card_names,
    open_index,
    save_index,
)
from errata.search.tokens import stemmer_for, tokenize
from errata.search.vocabulary import Synonyms
from errata.site.answers import answer_code, divide_issues, resolve_article
from errata.site.code_answer import Explanation
from errata.site.context import SiteContext
from errata.site.facts import table
from errata.site.feeds.unknown_codes import list_hints, list_starts, unknown_code_files
from errata.site.formatting import last_changed, shorten_excerpt, split_code
from errata.site.passages import Excerpt
from errata.site.urls import article_path, code_path, status_path
from errata.text.display import display_width, write_script_call
from errata.text.paths import safe_segment

# The most columns of the resolution's beginning, shown if no line has a word of the query.
_MAX_SHORT: Final = 160
# The most variants on a card, of 300 bytes each: half of the real codes with several have 2 or 3.
_MOST_VARIANTS: Final = 3
# Terms of its source that a translation takes over. The real ones take over at most 225.
_MAX_SOURCE_TERMS: Final = 2_000
# A locale with up to so many articles keeps its index in memory until the site is made: 8 MB.
_MOST_KEPT: Final = 2_000
# A locale with up to so many articles has the parts of its index saved: 1.5 kB each.
_MOST_SAVED: Final = 20_000
# The most articles of a code whose results are in its card: a page of them.
_MAX_HITS: Final = 10
# Headings of an article that results of their numbers lead to, of 20 bytes each.
_MOST_HEADINGS: Final = 400
# A number that may be searched for: "RED-52", "ORA-12154" yes; "Step 12", "v7.3" no.
_NUMBER: Final = compile_late(r"[0-9]{3}")


def emit(site: SiteContext) -> Iterator[PlannedFile | Bundle]:
    """Yield by locale what is made of all articles, then fragments, then cards."""
    for locale in site.locales:
        folder = safe_segment(locale)
        yield Bundle(_path(f"{folder}/root"), f"search/{folder}/", partial(_tables, site, locale))
        for article in site.visible_by_locale[locale]:
            name = f"{folder}/f/{safe_segment(article.number)}"
            yield PlannedFile(_path(name), _fragment_file, (site, article, name))
        rows = code_rows(site, locale)
        names = card_names(rows)
        for row in rows:
            name = f"{folder}/c/{names[row.code]}"
            yield PlannedFile(_path(name), _card_file, (site, row, locale, name))


def _tables(site: SiteContext, locale: str) -> Iterator[PlannedFile]:
    for name, make in _make_index(site, locale).tables():
        path = f"{safe_segment(locale)}/{name}"
        yield PlannedFile(_path(path), partial(_table_file, path, make))


def _table_file(path: str, make: Callable[[], object]) -> bytes:
    return write_script_call("errata.put", path, make())


def _fragment_file(site: SiteContext, article: Article, name: str) -> bytes:
    return write_script_call("errata.put", name, fragment_of(site, article).to_json())


def _card_file(site: SiteContext, row: CodeRow, locale: str, name: str) -> bytes:
    fragments = {
        number: fragment_of(site, site.library.by_key[locale, number])
        for number in row.articles[:_MAX_HITS]
    }
    # A ticket has no page: readers are led to its articles.
    has_page = row.kind in KINDS_WITH_PAGES
    card = make_card(site, row, locale).to_json() if has_page else {"articles": row.articles}
    parts = _parts_about(site, row, locale) if has_page else {}
    value = {
        **card,
        "hits": {
            number: fragment.about(row.code, parts.get(number)).to_json()
            for number, fragment in fragments.items()
        },
    }
    return write_script_call("errata.put", name, value)


def _parts_about(site: SiteContext, row: CodeRow, locale: str) -> dict[str, Line]:
    """Return the parts of articles that are about the code."""
    return {
        each.article.number: Line(heading.text, heading.id)
        for each in answer_code(site, row.code, locale).explanations
        for heading in each.article.headings
        if each.has_part and heading.id == each.anchor
    }


def _path(name: str) -> str:
    return f"search/{name}.js"


def search_root(site: SiteContext, locale: str) -> dict[str, object]:
    """Return the content of a locale's file `root`, for its page."""
    if len(site.visible_by_locale[locale]) <= _MOST_KEPT:
        return _kept_index(site, locale).root
    return site.remember(("search root", locale), lambda: index_of(site, locale).root)


def _make_index(site: SiteContext, locale: str) -> Index:
    """Make the index of one locale; of a large one, only the root is kept."""
    if len(site.visible_by_locale[locale]) <= _MOST_KEPT:
        return _kept_index(site, locale)
    indexes: list[Index] = []

    def make_root() -> dict[str, object]:
        indexes.append(index_of(site, locale))
        return indexes[0].root

    site.remember(("search root", locale), make_root)
    return indexes[0] if indexes else index_of(site, locale)


def _kept_index(site: SiteContext, locale: str) -> Index:
    """Return the index, made once: its page and its files ask for it."""
    return site.remember(("search index", locale), partial(index_of, site, locale))


@table
def _sources(site: SiteContext) -> Mapping[str, Article]:
    """Map numbers to the articles in the default language."""
    return {a.number: a for a in site.visible_by_locale.get(site.config.default_locale, ())}


def index_of(site: SiteContext, locale: str) -> Index:
    """Return the index of one locale, with its files' content, for an engine in this process."""
    visible, by_number = site.visible_by_locale[locale], attrgetter("number")
    articles = site.remember(("by number", locale), lambda: sorted(visible, key=by_number))
    # What a compound is made of depends on the words of all articles.
    if has_compounds(locale):
        return _index_by(site, locale, articles, None)
    if locale in site.memories or site.keeper is None or len(articles) > _MOST_SAVED:
        return _index_by(site, locale, articles, site.memories.get(locale))
    indexes: list[Index] = []

    def renew(before: SavedIndex | None) -> SavedIndex:
        memory = open_index(before) if before else IndexMemory()
        indexes.append(_index_by(site, locale, articles, memory))
        return save_index(memory)

    # Only for the same articles: another one moves the places of all.
    key = digest([article.source for article in articles])
    site.keeper.renew(f"search index {locale}", SavedIndex, key, renew)
    return indexes[0]


def _index_by(
    site: SiteContext, locale: str, articles: Sequence[Article], memory: IndexMemory | None
) -> Index:
    """Make the index; results in the memory of an earlier one are used again."""
    own = _documents(site, locale, _pair_with_sources(site, locale, articles), memory)
    documents = split_compounds(own, locale, stemmer_for(locale))
    fragments = FragmentsByNumber(
        {article.number: partial(fragment_of, site, article) for article in articles}
    )
    indexed, rows = list(zip(articles, documents, strict=True)), code_rows(site, locale)
    states = site.states.get(locale, {})
    index = build_search_index(locale, indexed, rows, fragments, states, memory)
    unknown = site.remember(("unknown", locale), lambda: dict(unknown_code_files(site, locale)))
    return replace(index, unknown=unknown, hidden=list_hints(unknown), starts=list_starts(unknown))


def _pair_with_sources(
    site: SiteContext, locale: str, articles: Sequence[Article]
) -> list[tuple[Article, Article | None]]:
    if locale == site.config.default_locale:
        return list(zip(articles, articles, strict=True))
    sources = _sources(site)
    return [(article, sources.get(article.number)) for article in articles]


def _documents(
    site: SiteContext,
    locale: str,
    articles: Sequence[tuple[Article, Article | None]],
    memory: IndexMemory | None,
) -> list[Document | KnownDocument]:
    """Return the documents of each article and its source; known ones are the same objects."""
    groups = site.library.inputs.synonyms
    synonyms, words = site.remember(
        ("synonyms", locale),
        lambda: (Synonyms(groups, locale, stemmer_for(locale)), digest(groups)),
    )
    remembered = memory.documents if memory else {}
    documents: dict[str, tuple[str, Document | KnownDocument]] = {}
    reads = list[Read]()
    for article, source in articles:
        key = _document_key(article, source, words)
        before, document = remembered.get(article.source, ("", None))
        if document is None or not key or key != before:
            document = _document(article, source, synonyms)
        else:
            reads += _list_reads(article, source)
            if isinstance(document, KnownDocument):
                document.load = partial(_document, article, source, synonyms)
        documents[article.source] = (key, document)
    note_reads(reads)
    if memory:
        memory.documents = documents
    return [document for _, document in documents.values()]


def _document_key(article: Article, source: Article | None, words: str) -> str:
    """Return a key that is equal if the same is indexed of an article; empty if unknown."""
    keys = (article.facts_key, article.content_key, source.facts_key if source else "-", words)
    return digest(keys) if all(keys) else ""


def _list_reads(article: Article, source: Article | None) -> tuple[Read, ...]:
    """List what the article's document depends on, though it is not made again."""
    if source and source is not article:
        return article.source, (FACTS, article.source), (FACTS, source.source)
    return (article.source,)


def _document(article: Article, source: Article | None, synonyms: Synonyms) -> Document:
    expanded = " ".join(synonyms.expand(article.search))
    return Document(article.search.without_lines(), _source_terms(article, source), expanded)


def _source_terms(article: Article, source: Article | None) -> str:
    """Return the terms of its source's messages and codes that a translation lacks."""
    if source is None or source is article:
        return ""
    stemmer = stemmer_for(article.locale)
    texts = [*_messages(article, source), *source.codes]
    terms = [term for text in texts for term in tokenize(text, stemmer)]
    # Readers paste a message as their program wrote it, which a translation may not quote.
    own = set(article.search.body.split())
    return " ".join([term for term in terms if term not in own][:_MAX_SOURCE_TERMS])


def _messages(article: Article, source: Article) -> list[str]:
    own = {message.text for message in article.messages}
    return [m.text for m in source.messages if m.text not in own and m.where != "title"]


def fragment_of(site: SiteContext, article: Article) -> Fragment:
    """Return what a result shows of an article, made once: its codes' cards have it, too."""
    key = ("fragment", article.locale, article.number)
    return site.remember_unless_many(key, partial(_fragment, site, article))


def _fragment(site: SiteContext, article: Article) -> Fragment:
    data = article.metadata
    source = _sources(site).get(article.number)
    when = last_changed(article)
    short, lines = _shorten(resolve_article(site, article)), _snippets(article, source)
    anchors = (heading.id for heading in article.headings if _NUMBER.search(heading.text))
    return Fragment(
        title=data.title,
        products=data.products,
        updated=when.date().isoformat() if when else "",
        short=short,
        lines=lines,
        unnumbered=not article.metadata.is_numbered,
        state=site.states.get(article.locale, {}).get(article.number, ""),
        headings=tuple(islice(anchors, _MOST_HEADINGS)),
        resolutions=_resolve_issues(site, article, lines, short),
    )


def _resolve_issues(
    site: SiteContext, article: Article, lines: Sequence[Line], short: str
) -> Mapping[str, str]:
    """Return what to do about lines below a heading, where another issue than the first has it."""
    _, *others = divide_issues(article) or [frozenset()]
    places = sorted({line.anchor for line in lines}.intersection(chain(*others)))
    texts = {place: _shorten(resolve_article(site, article, place)) for place in places}
    return {place: text for place, text in texts.items() if text != short}


def _shorten(excerpt: Excerpt) -> str:
    text = shorten_excerpt(excerpt, _MAX_SHORT)
    # A sentence is not cut: what is one and a half as wide is mostly of wide letters.
    if 2 * display_width(text) <= 3 * len(text):
        return text
    return shorten_excerpt(excerpt, _MAX_SHORT // 2)


def _snippets(article: Article, source: Article | None) -> tuple[Line, ...]:
    """Return the article's messages, those that only its source has, its other lines."""
    content = article.content

    def line(text: str, number: int) -> Line:
        above = heading_above(content.headings, number)
        return Line(text, above.id if above else "")

    own = [line(m.text, m.line) for m in article.messages if m.where != "title"]
    added = _messages(article, source) if source and source is not article else []
    others = map(line, content.search.lines, content.search.line_numbers)
    return fit_lines((*own, *map(Line, added)), others)


def code_rows(site: SiteContext, locale: str) -> Sequence[CodeRow]:
    """Return the codes of the locale's articles, and those explained only in the first language."""
    return site.remember(("code rows", locale), partial(_code_rows, site, locale))


def _code_rows(site: SiteContext, locale: str) -> Sequence[CodeRow]:
    library, rows = site.library, []
    for code, entry in library.index.items():
        numbers = tuple(site.uses_of_code(code, locale))
        elsewhere = entry.kind in KINDS_WITH_PAGES and any(
            site.uses_of_code(code, library.locales[0])
        )
        if entry.kind in KINDS and (numbers or elsewhere):
            rows.append(CodeRow(code, entry.kind, entry.family, numbers, entry.spellings))
    return rows


def make_card(site: SiteContext, row: CodeRow, locale: str) -> CodeCard:
    """Return what search shows of a code that has a page."""
    library = site.library
    family = library.families.get(row.family)
    entry = library.index[row.code]
    locale_of_card = locale if row.articles else library.locales[0]
    is_status = row.kind == "status"
    path = status_path(locale_of_card, row.code.removeprefix("HTTP ")) if is_status else ""
    answer = answer_code(site, row.code, locale)
    lead = next(iter(answer.leading), None)
    several = [] if lead else [first for first, *_ in answer.groups[:_MOST_VARIANTS]]
    messages = entry.messages if lead is None or answer.single else [m.text for m in lead.messages]
    return CodeCard(
        code=row.code,
        href=path or code_path(locale_of_card, row.code),
        message=messages[0] if messages and not several else "",
        family=site.family(row.family).name,
        meaning=family.meaning if family else "",
        cause=split_code(lead.cause.text) if lead and lead.cause.blocks else [],
        solution=split_code(lead.resolution.text) if lead else [],
        variants=tuple(map(_variant, several)),
        articles=row.articles,
        near=answer.near,
        aliases=tuple(
            (name, code_path(locale, name) if library.codes.get(name, {}).get(locale) else "")
            for name in answer.aliases
        ),
    )


def _variant(explanation: Explanation) -> CardVariant:
    article = explanation.article
    return CardVariant(
        message=explanation.messages[0].text if explanation.messages else article.metadata.title,
        solution=split_code(explanation.resolution.text),
        href=article_path(article.locale, article.number),
        anchor=explanation.resolution.anchor
        if explanation.resolution.blocks
        else explanation.anchor,
    )
