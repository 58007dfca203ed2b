"""Finds the article that a person means by its number, its name, or its file."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from errata.data.patterns import compile_late
from errata.text.paths import number_key

if TYPE_CHECKING:
    from errata.commands._lookup import Lookup
    from errata.model import Article, WithheldArticle

# All but letters and digits: "-", "_" and " " yes; "a", "é" and "0" no.
_SIGNS: Final = compile_late(r"[\W_]+")
# Zeros before a number's digits: "000" of "00017"; not the "0" of "10".
_ZEROS: Final = compile_late(r"(?<!\d)0+(?=\d)")
# "4014346" and "000012345" yes; "17" and "SUP4014346" no. Two digits end many numbers.
_DIGITS: Final = compile_late(r"\d{3,}")
# The most characters of a path that people type or paste; what is longer is a log.
_LONGEST: Final = 300


def find_number(text: str, lookup: Lookup) -> str:
    """Return the number of the article that a text names; empty for none or several.

    `KA-19371`, `ka19371`, `KA-19371.md`, `en/KA-19371.md` and `broken-link` are recognised.
    """
    name = text.strip().removeprefix("./").replace("\\", "/")
    if len(name) > _LONGEST:
        return ""
    for matches in (_is_number, _is_file, _is_alike):
        numbers = {a.number for a in _all_articles(lookup) if matches(name, a, lookup)}
        if numbers:
            return numbers.pop() if len(numbers) == 1 else ""
    return ""


def find_number_by_digits(text: str, lookup: Lookup) -> str:
    """Return the number with the digits of a text, such as `4014346`; empty for none or several."""
    digits = text.strip()
    if not _DIGITS.fullmatch(digits):
        return ""
    numbers = {a.number for a in _all_articles(lookup) if _has_digits(digits, a.number)}
    return numbers.pop() if len(numbers) == 1 else ""


def _all_articles(lookup: Lookup) -> tuple[Article | WithheldArticle, ...]:
    """Return all articles, drafts too: who asks for one learns that it is not published."""
    return (*lookup.library.articles, *lookup.library.withheld)


def _is_number(text: str, article: Article | WithheldArticle, _: Lookup) -> bool:
    return number_key(text) == number_key(article.number)


def _is_file(text: str, article: Article | WithheldArticle, lookup: Lookup) -> bool:
    """Whether it is the article's path from here or below any folder, with or without ending."""
    # A path from here ends in the same name, and takes longer to make.
    name = article.source.rpartition("/")[2].rpartition(".")[0].casefold()
    if name not in text.casefold():
        return False
    for path in (article.source, lookup.file_of(article)):
        forms = (path, path.rpartition(".")[0])
        if text and any(f"/{form}".casefold().endswith(f"/{text}".casefold()) for form in forms):
            return True
    return False


def _is_alike(text: str, article: Article | WithheldArticle, _: Lookup) -> bool:
    """Whether numbers are equal without signs and zeros; names without digits do not count."""
    key = _fold(text.removesuffix(".md"))
    return any(map(str.isdigit, key)) and key == _fold(article.number)


# The numbers of all articles are folded for each text that is looked up.
@lru_cache(maxsize=1 << 15)
def _fold(text: str) -> str:
    return _SIGNS.sub("", _ZEROS.sub("", text)).casefold()


def _has_digits(digits: str, number: str) -> bool:
    prefix = number.rstrip("0123456789")
    return number.removeprefix(prefix).lstrip("0") == digits.lstrip("0")
