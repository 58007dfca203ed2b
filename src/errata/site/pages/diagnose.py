"""The page that reads a log, and its data: `diagnose/<locale>/faults*.js`.

The browser gets every title at once, so that no requested address reveals what a log contains. Of
messages it only gets the texts and derives the rest, as `errata.messages.match` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.logs.cues import Cue, CueFinder
from errata.logs.signals import (
    article_numbers,
    lists_with,
    log_families,
    number_spellings,
    reportable_codes,
)
from errata.messages.words import COMMON, constant_words, is_common
from errata.model import Article, Artifact, Bundle, CodeEntry, Library, Page
from errata.site.context import PageContext, SiteContext
from errata.site.feeds.unknown_codes import family_card, family_row
from errata.site.layout import SCRIPT, PageMeta, build_layout
from errata.site.urls import article_path, code_path, diagnose_path
from errata.site.views import Layout
from errata.text.paths import safe_segment
from errata.text.pattern_tree import to_byte_pattern
from errata.values import Record

Row = list[str | list[str]]

# The most characters of one data file, about 130 kB once compressed (`bench/diagnose.py` prints the
# sizes).
_LARGEST: Final = 400_000
_CHARACTERS: Final = r"""A-Za-z0-9_ :;,@%&"'<>=!~/#\x80-\xff"""
# Patterns that JavaScript reads over characters below 256 as Python does over bytes: "RED-52\d{4}"
# and "(?:INT|EXT)-\d{6}"; not "\s", which takes other blanks there, nor "(?i)red" or "(?P<x>y)".
_ALIKE: Final = compile_late(
    rf"""(?:[{_CHARACTERS}).|?-]|\((?!\?)|\\[dDwWbtr.+*?()\[\]{{}}|^$\\/-]|\{{\d{{1,4}}(?:,\d{{1,4}})?\}}"""
    rf"""|\[\^?(?:[{_CHARACTERS}().|?^$+*{{}}-]|\\[dDwWtr.\[\]\\/^-]){{1,200}}\]|\(\?<?[:=!]){{1,400}}"""
)


class DiagnoseView(Record, frozen=True):
    """The page that reads a log; its answers are made in the browser."""

    layout: Layout
    data: tuple[str, ...]
    """Scripts with the data, relative to `main.js`, which loads them, without endings."""


def emit(site: SiteContext) -> Iterator[Page | Bundle]:
    """Yield for each locale its page, then its data."""
    for locale in site.locales:
        yield site.page(diagnose_path(locale), locale).plan("diagnose.html", _view, _meta)
        first = _path(0, locale)
        make = partial(_make_files, site, locale)
        yield Bundle(first, first.removesuffix(".js"), make)


def _meta(page: PageContext) -> PageMeta:
    return PageMeta(siblings=page.site.in_every_locale(diagnose_path), workers=True)


def _view(page: PageContext) -> DiagnoseView:
    main = page.site.page(SCRIPT, page.locale)
    files = _remember_files(page.site, page.locale, [])
    data = tuple(main.href(file.path).removesuffix(".js") for file in files)
    return DiagnoseView(build_layout(page, _meta(page)), data)


def _make_files(site: SiteContext, locale: str) -> tuple[Artifact, ...]:
    made: list[Artifact] = []
    kept = _remember_files(site, locale, made)
    return kept if site.notes_facts else tuple(made) or data_files(site, locale)


def _remember_files(site: SiteContext, locale: str, made: list[Artifact]) -> tuple[Artifact, ...]:
    """Return the files, made once; of many articles without contents: of 100,000 those have 150 MB.

    `made` gets the files if they are made now.
    """

    def make() -> tuple[Artifact, ...]:
        made.extend(data_files(site, locale))
        return tuple(made) if site.notes_facts else tuple(Artifact(f.path, b"") for f in made)

    return site.remember(("diagnose", locale), make)


def known_codes(library: Library, locale: str) -> Library:
    """Return a library for reading logs: messages in the locale's and the default language."""
    read = {locale, *library.locales[:1]}
    return replace(library, articles=tuple(a for a in library.visible if a.locale in read))


def data_files(site: SiteContext, locale: str) -> tuple[Artifact, ...]:
    """Return scripts that call `errata.faults` with a table each; long lists are divided."""
    library = site.library
    entries = list(reportable_codes(library))
    codes = {entry.code: article_numbers(entry, locale) for entry in entries}
    explained = known_codes(library, locale)
    # The cues of all languages, as in `errata scan`: the text beside a code is mostly English.
    cues = CueFinder(library)
    texts = _texts(explained.articles, codes)
    places = {number: index for index, number in enumerate(texts)}
    rows = [_row(site, locale, number, titles) for number, titles in texts.items()]
    table: dict[str, object] = {
        "locale": locale,
        "folder": safe_segment(locale),
        "codes": [
            _without_empty_end(
                [
                    *_code(site, locale, entry, codes[entry.code], places),
                    *_find_cue(site, cues, entry),
                ]
            )
            for entry in entries
        ],
        "spellings": number_spellings(library),
        "families": _families(site),
        "described": [
            [family_card(site, item.family.id, locale), *family_row(item.family)]
            for item in log_families(library)
        ],
        "common": " ".join(sorted(COMMON)),
        "subjects": _subjects(explained.articles, locale, rows),
    }
    files = [
        {**table, "articles": part} if index == 0 else {"articles": part}
        for index, part in enumerate(_parts(rows))
    ]
    return tuple(_script(index, content, locale) for index, content in enumerate(files))


def _texts(articles: Iterable[Article], codes: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Map numbers to sorted messages of each article that a log can lead to."""
    texts: dict[str, set[str]] = {number: set() for listed in codes.values() for number in listed}
    for article in articles:
        for message in article.messages:
            texts.setdefault(article.number, set()).add(message.text)
    return {number: sorted(texts[number]) for number in sorted(texts)}


def _subjects(articles: Iterable[Article], locale: str, rows: Iterable[Row]) -> list[str]:
    """List the telling words of titles in the default language, which its messages may have."""
    titles = {each.number: each.metadata.title for each in articles if each.locale != locale}
    words = (constant_words(titles.get(str(number), "")) for number, *_ in rows)
    telling = [" ".join(word for word in own if not is_common(word)) for own in words]
    return telling if any(telling) else []


def _row(site: SiteContext, locale: str, number: str, texts: list[str]) -> Row:
    """Return number, title, messages; and path and language of an article in another language."""
    article = site.library.find_article(locale, number)
    assert article  # noqa: S101 - the number is one of the library's
    row: Row = [number, article.metadata.title, texts]
    path = article_path(article.locale, number)
    # The browser makes the usual path by itself, so that only others take room.
    if path != f"{safe_segment(locale)}/{number}/index.html":
        row += [path, article.locale]
    return row


def _code(
    site: SiteContext,
    locale: str,
    entry: CodeEntry,
    numbers: Iterable[str],
    places: Mapping[str, int],
) -> list[object]:
    """Return code and places of its articles; path, unless the usual one; places of lists."""
    code = entry.code
    pages = site.library.codes.get(code, {})
    tag = locale if locale in pages else next(iter(pages), None)
    path = code_path(tag, code) if tag else ""
    usual = path == f"{safe_segment(locale)}/codes/{code}/index.html"
    own = [places[number] for number in numbers]
    lists = [places[number] for number in numbers if number in lists_with(entry)]
    return [code, own, None if usual else path, lists]


def _without_empty_end(row: list[object]) -> list[object]:
    while not row[-1]:
        row.pop()
    return row


def _find_cue(site: SiteContext, cues: CueFinder, entry: CodeEntry) -> list[object]:
    """Return the row of a code's cue; articles of which nothing has changed are not read again."""
    settings = (entry.family, entry.numbers, site.library.families.get(entry.family))
    articles = cues.list_articles(entry.code)

    def find() -> list[object]:
        return _cue(cues.find(entry))

    return site.keep_for_code(("cue", entry.code), list[Any], articles, settings, find)


def _cue(cue: Cue | None) -> list[object]:
    """Return words, words before, packages, 1 if it counts by name alone, and the kind.

    The kind is 1 for a long number, 2 if the words come after it, 3 for a stop code. Empty without
    a cue.
    """
    if cue is None:
        return []
    before = None if cue.before is None else " ".join(sorted(cue.before))
    words, packages = " ".join(sorted(cue.words)), " ".join(sorted(cue.packages))
    kind = 2 if cue.is_behind else 3 if cue.is_crash else int(cue.is_long)
    return [[words, before, packages, int(cue.is_distinct), kind]]


def _families(site: SiteContext) -> list[list[object]]:
    """Return beginnings, pattern, canonical form and cue of each family."""
    rows: list[list[object]] = []
    for item in log_families(site.library):
        pattern, cue = to_byte_pattern(item.family.pattern), to_byte_pattern(item.family.cue)
        if _ALIKE.fullmatch(pattern) and (not cue or _ALIKE.fullmatch(cue)):
            row: list[object] = [item.prefixes, pattern, item.family.canonical, cue]
            rows.append(_without_empty_end(row))
    return rows


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield as many rows as one file has room for; the first part even if empty."""
    part: list[Row] = []
    size = 0
    for row in rows:
        length = len(json.dumps(row, ensure_ascii=False))
        if part and size + length > _LARGEST:
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    # Also where there are no articles at all, since the first file holds the tables.
    yield part


def _script(index: int, table: object, locale: str) -> Artifact:
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    content = f"errata.faults({text});\n".encode("utf-8", "replace")
    return Artifact(_path(index, locale), content)


def _path(index: int, locale: str) -> str:
    name = f"faults-{index}" if index else "faults"
    return f"diagnose/{safe_segment(locale)}/{name}.js"
