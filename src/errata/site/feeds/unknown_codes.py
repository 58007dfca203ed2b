"""Files for queries that look like an unknown code: patterns of codes, and cards.

`<locale>/unknown` has for each family whose codes are errors an array of its id, pattern, canonical
form and cue, without empty ones at its end. `<locale>/unknown/<letter>` has those whose codes may
begin with a letter or digit of ASCII, `_` with another character, and `-` those that may begin with
any: of the real families a lone code needs 0.4 kB instead of 3.4. The file `codes` says which files
there are.

`<locale>/hidden/<hash>`, with the whole hash in base 36, is an array of the articles of a name that
are in no list, each an object of `number`, `title`, `href` and `state`. The file `codes` has hints
of them: the last twelve bits of the hash of each name. A hint says which queries are worth a
request, and not which articles there are: one in 4,096 names has it, and 20 of 32 bits are missing.

`<locale>/family/<id>` is an object of `family` (its id), `name`, `product`, `meaning`, `href` (of
its page; empty for none), `url` (the vendor's documentation) and `page` (the same of one code).

A withheld article is in none of them: nothing of it is on the site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from unicodedata import normalize

from errata.codes.recognise import list_described_families
from errata.data.patterns import compile_late
from errata.model import Article, Family
from errata.search.encoding import encode_base_36
from errata.search.sketch import hash_text
from errata.site.context import SiteContext
from errata.site.urls import article_path, family_path
from errata.site.views import state_of
from errata.text.patterns import literal_prefixes

# As in `src/web/search/hidden.ts`.
_HIDDEN: Final = "hidden/"
# As in `src/web/search/pieces.ts`.
_PATTERNS, _ANY = "unknown/", "-"
_HINT: Final = 0xFFF
_FEW_DIGITS: Final = 3
# "00123" of "KA-00123"; nothing of "KA".
_DIGITS: Final = compile_late(r"\d+")
# The zeros of "KA-00123" and of "007" yes; that of "10" no.
_ZEROS: Final = compile_late(r"(?<!\d)0+(?=\d)")
# "-" and " / " yes; "a1" no.
_BETWEEN: Final = compile_late(r"[\W_]+")


def unknown_code_files(site: SiteContext, locale: str) -> Iterator[tuple[str, object]]:
    """Yield name and value of each file, below the locale's folder of the index."""
    families = list(list_described_families(site.library.families.values()))
    yield from pattern_files(families)
    yield from hidden_files(site, locale).items()
    ids = dict.fromkeys((*(f.id for f in families), *site.codes_by_family.get(locale, ())))
    for family_id in ids:
        yield f"family/{family_id}", family_card(site, family_id, locale)


def pattern_files(families: Iterable[Family]) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield name and value of the files of patterns: of all, then by first characters."""
    rows = [(family_row(family), _list_starts(family)) for family in families]
    yield "unknown", [row for row, _ in rows]
    for start in sorted({start for _, own in rows for start in own}):
        yield f"{_PATTERNS}{start}", [row for row, own in rows if {start, _ANY} & own]


def _list_starts(family: Family) -> set[str]:
    """Return how the files of the family's pattern are named."""
    first = {prefix[:1].lower() for prefix in literal_prefixes(family.pattern)}
    files = {letter if letter.isascii() and letter.isalnum() else "_" for letter in first if letter}
    return {_ANY} if "" in first else files


def list_starts(files: Iterable[str]) -> str:
    """Return the first characters that have files of patterns, by the names of all files."""
    return "".join(sorted(name[-1] for name in files if name.startswith(_PATTERNS)))


def list_hints(files: Iterable[str]) -> list[int]:
    """Return what the index says of the articles in no list, by the names of their files."""
    names = (name for name in files if name.startswith(_HIDDEN))
    return sorted({int(name.removeprefix(_HIDDEN), 36) & _HINT for name in names})


def family_row(family: Family) -> list[str]:
    """Return a family's row in the file."""
    row = [family.id, family.pattern, family.canonical, family.cue]
    while not row[-1]:
        row.pop()
    return row


def hidden_files(site: SiteContext, locale: str) -> Mapping[str, list[dict[str, object]]]:
    """Map names of files to what they say of the unlisted articles that a name leads to."""
    by_file: dict[str, list[dict[str, object]]] = defaultdict(list)
    for article in site.library.articles:
        if article.metadata.hidden and article.locale == locale:
            for name in sorted(_names(site, article)):
                by_file[f"{_HIDDEN}{encode_base_36(hash_text(name))}"].append(
                    _hidden(site, article)
                )
    return dict(sorted(by_file.items()))


def _names(site: SiteContext, article: Article) -> set[str]:
    """Return what people may search for: the article's number, unlisted codes, their digits."""
    codes = [code for code in article.codes if code not in site.library.index]
    digits = ("".join(_DIGITS.findall(code)) for code in codes)
    names = (article.number, *codes, *(run for run in digits if len(run) >= _FEW_DIGITS))
    return {_fold(name) for name in names} - {""}


def _fold(text: str) -> str:
    """Fold a text to letters and digits, without leading zeros."""
    return _BETWEEN.sub("", _ZEROS.sub("", normalize("NFKC", text))).upper()


def _hidden(site: SiteContext, article: Article) -> dict[str, object]:
    return {
        "number": article.number,
        "title": article.metadata.title,
        "href": article_path(article.locale, article.number),
        "state": state_of(article, site.library.inputs.now),
    }


def family_card(site: SiteContext, family_id: str, locale: str) -> dict[str, str]:
    """Return what readers see of a family."""
    view = site.family(family_id)
    family = site.library.families.get(family_id)
    # The command line searches without the interface's words.
    has_words = bool(view.string and site.languages)
    has_page = family_id in site.codes_by_family.get(locale, {})
    return {
        "family": family_id,
        "name": site.strings[locale](view.string) if has_words else view.name,
        "product": view.product,
        "meaning": view.meaning,
        "href": family_path(locale, family_id) if has_page else "",
        "url": view.url,
        "page": family.page if family else "",
    }
