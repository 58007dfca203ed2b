"""A `replaced-by` value that is not an article of the site, a code or a web address.

Write the number of the article that replaces this one, an error code that has a page, or the
address of a page on another site. If the value is another spelling of a number or a code, or the
file of an article, the fix writes the number or the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.places import value_place
from errata.checks.subjects import KnowledgeBase
from errata.codes.lookup import CodeLookup, lookup_key
from errata.codes.published import known_names
from errata.diagnostics import Edit, Findings, Fix, Severity, propose_name
from errata.model import Article, Library
from errata.targets.names import NearestNames
from errata.text.addresses import is_address, name_in_address
from errata.text.paths import number_key

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Check all articles, hidden ones too: those are replaced most often."""
    names = _Names(kb.library)
    for article in kb.articles:
        name = article.metadata.replaced_by
        if not name or is_address(name) or (name in names.known and name != article.number):
            continue
        place = value_place(article, "replaced-by")
        message = f"`replaced-by` names `{name}`, which is not on this site"
        if withheld := kb.library.find_withheld(article.locale, name):
            message = f"`replaced-by` names `{name}`, which is {DESCRIPTIONS[withheld.reason]}"
        if name == article.number:
            message = "`replaced-by` names the article itself"
        elif (number := names.find(name, article)) and not withheld:
            # The page then links to it, which it did not before.
            edits = (Edit(place.span, place.end, number),) if place.end else ()
            fix = Fix(f"Write `{number}`", edits, safe=False) if edits else None
            yield place.finding(message, f"write it as `{number}`", fix=fix)
            continue
        suggestion = names.nearest.find(name, other_than=article.number)
        remedy = propose_name(suggestion, "name an article, a code or an address")
        yield place.finding(message, remedy)


@dataclass(frozen=True)
class _Names:
    """The names of the site's pages, and their other spellings."""

    library: Library

    @cached_property
    def known(self) -> frozenset[str]:
        return known_names(self.library)

    @cached_property
    def nearest(self) -> NearestNames:
        """The nearest known names."""
        return NearestNames(self.known)

    @cached_property
    def _files(self) -> dict[str, str]:
        """Path of each article without its ending -> its number."""
        return {
            article.source.rpartition(".")[0]: article.number for article in self.library.articles
        }

    @cached_property
    def _keys(self) -> dict[str, set[str]]:
        """Folded spelling of a number -> the numbers."""
        keys: dict[str, set[str]] = {}
        for number in self.library.translations:
            for key in {number_key(number), _fold(number)}:
                keys.setdefault(key, set()).add(number)
        return keys

    @cached_property
    def _codes(self) -> CodeLookup:
        index = self.library.index
        codes = [code for code in index if code in self.known]
        return CodeLookup(codes, {code: index[code].spellings for code in codes})

    def find(self, name: str, article: Article) -> str:
        """Return the name that is certainly meant; empty for none, several, or its own."""
        numbers = set(self._find(name, article)) - {article.number}
        return numbers.pop() if len(numbers) == 1 else ""

    def _find(self, name: str, article: Article) -> Iterator[str]:
        path = name.removesuffix(".md").lstrip("/")
        for folder in (dirname(article.source), article.locale, ""):
            if number := self._files.get(normpath(join(folder, path))):
                yield number
                return
        for text in filter(None, (name, name_in_address(name))):
            yield from self._keys.get(number_key(text), self._keys.get(_fold(text), ()))
            if (code := self._codes.find(text).code) and code in self.known:
                yield code


def _fold(number: str) -> str:
    """Drop signs: `ka 2` is `KA-2`. A name without digits is not guessed at."""
    key = lookup_key(number)
    return key if any(map(str.isdigit, key)) else number_key(number)
