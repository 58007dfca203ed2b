"""The literal texts by which a code is found in a log without a pattern being tried anywhere.

What a log is read for: codes worth telling of, their articles, how codes of families begin.

`errata scan` and the page that reads a log in the browser both take it from here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.data import read_word_lists
from errata.text.literals import literal_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from errata.model import CodeEntry, Library


_SHORTEST = 4
"""Shorter ones would be found by chance."""
_PARTED = re.compile(r"(?P<prefix>[A-Z]{2,12})-(?P<digits>\d{5,10})")
_SEPARATORS = ("-", "", " ", "_", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")


def code_variants(codes: Iterable[str]) -> Mapping[bytes, str]:
    """UTF-8 literal -> the code it means; one of prefix and digits has many, any other itself."""
    ordered = sorted(code for code in codes if len(code) >= _SHORTEST and "\n" not in code)
    found = {_encoded(code): code for code in ordered}
    for code in ordered:
        if parts := _PARTED.fullmatch(code):
            for prefix in (parts["prefix"], parts["prefix"].lower()):
                for separator in _SEPARATORS:
                    found.setdefault(_encoded(prefix + separator + parts["digits"]), code)
    return found


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_NAMES = read_word_lists("code_names")
_STANDARD_EXCEPTIONS = frozenset(_NAMES["standard_exceptions"])
_STANDARD_PACKAGES = ("", *_NAMES["standard_packages"])
_MOST_SHARED = 5
"""A name of no vendor's that more articles share, such as `NullPointerException`, tells nothing."""


def reportable_codes(library: Library) -> Iterator[CodeEntry]:
    """Codes worth telling of: not names of no vendor's that are everywhere or nobody's subject."""
    for entry in library.index.values():
        family = library.families.get(entry.family)
        own = family is not None and bool(family.pattern)
        subject = any(use.salience == "primary" for use in entry.uses)
        shared = len({use.number for use in entry.uses}) > _MOST_SHARED
        usual = shared or _is_everywhere(entry.code)
        if entry.kind == "error" and (own or (subject and not usual)):
            yield entry


def _is_everywhere(code: str) -> bool:
    package, _, name = code.rpartition(".")
    return name in _STANDARD_EXCEPTIONS and package in _STANDARD_PACKAGES


def article_numbers(entry: CodeEntry, locale: str) -> tuple[str, ...]:
    """The articles about a code, the best first; where the locale has none, those of any."""
    here = [use.number for use in entry.uses if use.locale == locale]
    return tuple(dict.fromkeys(here or (use.number for use in entry.uses)))


def family_prefixes(library: Library) -> dict[str, tuple[str, ...]]:
    """How the codes of families begin -> the patterns of whole ones, in the order of families."""
    patterns: dict[str, tuple[str, ...]] = {}
    for family in library.families.values():
        prefix, *others = literal_prefixes(family.pattern)
        prefix = prefix.rstrip("=:#")
        if not others and len(prefix) >= _SHORTEST:
            patterns[prefix] = (*patterns.get(prefix, ()), family.pattern)
    return patterns
