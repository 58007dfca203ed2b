"""CLDR's data about locales, and which other language serves readers of one.

A language serves readers of the same language in the same script. `zh-Hans` serves `zh-CN` but not
`zh-TW`, which is in the traditional script, as `zh-Hant` is; `pt-BR` serves `pt-PT`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from errata.data.patterns import compile_late

# The name of a folder or file that may be a locale: "pt-br" yes, "zh_Hans_CN" yes, "FR-ca" yes;
# "FR" no, which may be a department, "assets" no
_SHAPE: Final = compile_late(r"(?:[a-z]{2,3}|[A-Za-z]{2,3}(?=[-_]))(?:[-_][A-Za-z0-9]{2,8}){0,3}")
# What separates a language from its country: " - " and "(" yes; the hyphen of "Guinea-Bissau" no.
_NAME_PARTS: Final = compile_late(r"\s+[-\u2013]\s+|\s*[(),/]\s*")
# How many letters a script such as `Hans` has, and a region such as `BR` (BCP 47).
_SCRIPT, _REGION = 4, 2
# Countries that folders are named after -> the locale that is meant; none is a language as well.
COUNTRIES: Final = {
    "cn": "zh-CN",
    "cz": "cs",
    "dk": "da",
    "gr": "el",
    "jp": "ja",
    "kr": "ko",
    "ua": "uk",
    "vn": "vi",
}
# Countries whose codes are those of small languages, too (Twi, Breton, Northern Sami). They are the
# countries only where another folder is named after one of the above.
LANGUAGES_OR_COUNTRIES: Final = {"br": "pt-BR", "se": "sv", "tw": "zh-TW"}
# Old three-letter names of languages that have a shorter one. In folders and files they are words:
# `src/`, `setup.mac.md`, `2024/mar/`.
_WORDS: Final = frozenset(
    ["cat", "fin", "mac", "mar", "may", "per", "run", "san", "sid", "src", "sun", "tel"]
)
# Norwegian folders and files have either name.
_MACRO: Final = {"no": "nb"}


@lru_cache(maxsize=256)
def language_name(tag: str) -> str:
    """Return a language's own name, such as `Português (Brasil)`; the tag if CLDR has none."""
    name = language_in(tag, tag)
    return name if name == tag else f"{name[:1].upper()}{name[1:]}"


def choose_shown_tags(tags: Iterable[str]) -> dict[str, str]:
    """Map locales to tags shown to readers: `de` for `de-DE` if no other locale is German.

    If the script distinguishes two, it is named: `zh-Hans` and `zh-Hant` for `zh-CN` and `zh-TW`.
    """
    names = {tag: [_subtag(_parts(tag)), _subtag(likely_subtags(tag))] for tag in tags}
    counts = Counter(name for candidates in names.values() for name in set(candidates))
    return {
        tag: next((name for name in candidates if counts[name] == 1), tag)
        for tag, candidates in names.items()
    }


def _subtag(parts: tuple[str, str, str]) -> str:
    """Return language and script, without the region."""
    return "-".join(filter(None, parts[:2]))


def text_direction(tag: str) -> str:
    """Return `ltr` or `rtl`."""
    return locale_data(tag).text_direction


@lru_cache(maxsize=1024)
def language_in(tag: str, locale: str) -> str:
    """Return a language's name in another locale, as written in a sentence."""
    language = cldr_locale(tag)
    return (language and language.get_display_name(locale_data(locale))) or tag


def locale_data(tag: str) -> Locale:
    """Return CLDR's data for a BCP 47 tag, else for its language, else for English."""
    return cldr_locale(tag) or cldr_locale(tag.partition("-")[0]) or Locale("en")


@lru_cache(maxsize=1024)
def cldr_locale(tag: str) -> Locale | None:
    """Return CLDR's data for a BCP 47 tag, or None."""
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=1024)
def locale_tag(name: str) -> str | None:
    """Return the BCP 47 tag for a folder's or file's name: `pt-BR` for `pt-br` and `pt_BR`.

    None if CLDR does not know it as a locale, such as `faq` and `it-help`, and for `IT`, which may
    be a department; `PT-br` can be nothing else. Words such as `src` are not locales either.
    """
    if not _SHAPE.fullmatch(name) or name in _WORDS:
        return None
    language, *subtags = re.split("[-_]", name)
    tag = "-".join([language.lower(), *map(_cased, subtags)])
    data, named = cldr_locale(tag), {*tag.split("-")[1:]}
    # What CLDR has data for is known. To look at the names of all takes 13 ms.
    is_known = data and (named <= {data.script, data.territory} or named <= _subtags())
    return tag if is_known else None


def tag_of_name(name: str) -> str:
    """Return the tag for a language's English name: `pt-BR` for `Portuguese - Brazil`.

    Empty if there is none. Dynamics 365 names languages so.
    """
    english = Locale("en")
    first, *others = [word for word in _NAME_PARTS.split(name.strip().casefold()) if word] or [""]
    languages = {text.casefold(): tag for tag, text in english.languages.items() if "_" not in tag}
    regions = {text.casefold(): tag for tag, text in english.territories.items()}
    language = languages.get(first, "")
    regional = (f"{language}-{regions[word]}" for word in others if word in regions)
    return next(filter(None, map(locale_tag, regional)), None) or locale_tag(language) or ""


@lru_cache(maxsize=1)
def _subtags() -> frozenset[str]:
    """Return scripts, regions and variants; CLDR's parser ignores unknown ones."""
    english = Locale("en")
    variants = (str(name).lower() for name in english.variants)
    return frozenset((*english.scripts, *english.territories, *variants))


def _cased(part: str) -> str:
    if len(part) == _SCRIPT:
        return part.title()
    return part.upper() if len(part) == _REGION else part.lower()


@lru_cache(maxsize=1024)
def likely_subtags(tag: str) -> tuple[str, str, str]:
    """Return language, script and region, with the likeliest for missing ones: `zh` is Hans, CN."""
    aliases = get_global("language_aliases")
    language, script, region = _parts(tag)
    language = aliases.get(language, language)
    subtags = get_global("likely_subtags")
    for parts in ((language, script, region), (language, region), (language, script), (language,)):
        likely = subtags.get("_".join(part for part in parts if part)) if all(parts[1:]) else None
        if likely:
            guessed = [*likely.split("_"), "", ""]
            script, region = script or guessed[1], region or guessed[2]
            break
    return _MACRO.get(language, language), script, region


def find_serving_locales(tag: str, available: Iterable[str]) -> tuple[str, ...]:
    """List the available languages that serve readers of a locale, the nearest first."""
    likely = likely_subtags(tag)
    parents = list(_parents(tag))

    def distance(other: str) -> tuple[int, bool, str]:
        place = parents.index(other) if other in parents else len(parents)
        return place, likely_subtags(other)[2] != likely_subtags(likely[0])[2], other

    serving = (name for name in available if _same(likely, likely_subtags(name), name in parents))
    return tuple(sorted(serving, key=distance))


def has_locale_name(spoken: str, tag: str) -> bool:
    """Whether words in `spoken` need no `lang` on a page in `tag`.

    Words in `de` need none on a page in `de-AT`; Brazilian words on a page in `pt-PT` need one.
    """
    (language, script, region), page = likely_subtags(spoken), likely_subtags(tag)
    silent = region == page[2] or not _parts(spoken)[2]
    return spoken in _parents(tag) or ((language, script) == page[:2] and silent)


def _same(requested: tuple[str, str, str], offered: tuple[str, str, str], parent: bool) -> bool:  # noqa: FBT001 - private
    return offered[1] == requested[1] and (parent or offered[0] == requested[0])


def _parents(tag: str) -> Iterator[str]:
    """Yield the tag and its parents in CLDR: `es-MX`, `es-419`, `es`."""
    exceptions = get_global("parent_exceptions")
    name = tag.replace("-", "_")
    while name and name != "root":
        yield name.replace("_", "-")
        name = exceptions.get(name) or name.rpartition("_")[0]


def _parts(tag: str) -> tuple[str, str, str]:
    language, *subtags = tag.split("-")
    script = next((part for part in subtags if len(part) == _SCRIPT and part.isalpha()), "")
    region = next((part for part in subtags if len(part) == _REGION or part.isdigit()), "")
    return language, script, region
