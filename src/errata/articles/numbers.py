"""What an article is called: its number, its name and the title that its file gives it.

A number is an article's identity in all languages and the last part of its address. It is written
in the front matter, or is the file's name. Numbers are compared without case.

An article that no number names is called by its file's name, else by its path. That name is made
from all files together, so that no two articles get one name and translations, which lie at the
same path in another locale's folder, get the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from errata.data.patterns import compile_late
from errata.model import Source
from errata.text.characters import BIDI, remove_hidden, search_hidden, to_visible_text
from errata.text.paths import LOCALE_PAGES, is_index

# The most characters of a number, as below: it bounds the work of a pattern.
_LONGEST: Final = 80
# "SUP-17", "000012345" and "a.b#c" yes; "a b", "a/b", "..", "" and 81 characters no. It is part
# of an address that people share and of a file's name, for which systems allow 255 bytes.
_SENSIBLE: Final = compile_late(r"(?=.{0,79}[^\W_])[^\s/\\]{1,80}")
# "[0-9]{5}", "\d+" and "\d" yes; "[A-Z]{2}" and "5" no.
_DIGITS: Final = compile_late(r"(?:\[0-9\]|\\d)(?:\{(\d{1,2})(?:,\d{0,2})?\}|[+*])?")
# How many digits an example has if the pattern leaves that open.
_FEW: Final = 3


def is_number(text: str) -> bool:
    """Whether an article can have the text as its number."""
    return bool(_SENSIBLE.fullmatch(text)) and not search_hidden(text) and not is_taken(text)


def is_taken(text: str) -> bool:
    """Whether each locale has a page of the site's own at the address."""
    return text.lower() in LOCALE_PAGES


def fit_number(text: str, pattern: str) -> str:
    """Return the number in the case that the pattern requires; empty if it does not fit."""
    if len(text) > _LONGEST:
        return ""
    forms = (text, text.upper(), text.lower())
    return next((form for form in forms if _compile(pattern).fullmatch(form)), "")


def example_number(pattern: str) -> str:
    """Return a number that fits a pattern, such as `KA-12345`; empty if that is too complex."""
    first = pattern.partition("|")[0]
    text = _DIGITS.sub(lambda match: _some_digits(int(match[1] or _FEW)), first).replace("\\-", "-")
    return text if _compile(pattern).fullmatch(text) else ""


def _some_digits(count: int) -> str:
    return ("1234567890" * (count // 10 + 1))[:count]


@lru_cache(maxsize=16)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


# "KA-00017", "SUP4014346", "SUP-7" and "000012345" yes; "broken-link", "error-c2001" and "v2" no.
_NUMBERED: Final = compile_late(r"([A-Za-z]{1,6}[-_](?=\d)|[A-Za-z]{0,6}(?=\d\d))(\d{1,9})")
# Digits at the end of an example: "12345" of "KA-12345".
_LAST_DIGITS: Final = compile_late(r"\d+$")
# Articles count as numbered if more than one in so many has a number: a few names of files that end
# in digits are releases and codes.
_HALF: Final = 2


def next_number(numbers: Iterable[str], pattern: str = "") -> str:
    """Return the number after the highest, with as many digits; empty if there are none."""
    return NumberSeries(numbers, pattern).following()


class NumberSeries:
    """Numbers of a knowledge base; adding one takes as long for the last as for the first."""

    def __init__(self, numbers: Iterable[str], pattern: str = "") -> None:
        self._pattern = pattern
        self._known: set[str] = set()
        self._numbered = 0
        # What stands before the digits -> how many such numbers, the highest, the most digits.
        self._series: dict[str, tuple[int, int, int]] = {}
        self._largest = (0, "")
        for number in numbers:
            self.add(number)

    def add(self, number: str) -> None:
        """Add a number that is in use."""
        if number in self._known:
            return
        self._known.add(number)
        fits = not self._pattern or fit_number(number, self._pattern)
        if not fits or not (parts := _NUMBERED.fullmatch(number)):
            return
        prefix, digits = parts.groups()
        count, highest, width = self._series.get(prefix, (0, 0, 0))
        self._series[prefix] = count + 1, max(highest, int(digits)), max(width, len(digits))
        self._largest = max(self._largest, (count + 1, prefix))
        self._numbered += 1

    def following(self) -> str:
        """Return the number after the highest of the largest series."""
        if not self._series:
            return _first(self._pattern)
        if not self._pattern and self._numbered * _HALF <= len(self._known):
            return ""
        prefix = self._largest[1]
        _, highest, width = self._series[prefix]
        number = f"{prefix}{highest + 1:0{width}}"
        return number if not self._pattern or fit_number(number, self._pattern) else ""


def _first(pattern: str) -> str:
    """Return `KA-00001` for `KA-[0-9]{5}`; empty without a pattern, or for a complex one."""
    example = example_number(pattern) if pattern else ""
    first = _LAST_DIGITS.sub(lambda match: "1".zfill(len(match[0])), example)
    return first if first and fit_number(first, pattern) else ""


# White space, and what no address or file's name should have: " " and "%20" yes; "." and "é" no.
_GAPS: Final = compile_late(r"(?:[\s\\/]|%20)+")
# The names of one file: its own and its path's.
_MOST_NAMES: Final = 2


def name_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Name each source by its shortest name that no other file has in any locale."""
    paths = {source.path: unicodedata.normalize("NFC", source.page_path) for source in sources}
    names = _choose_names(paths.values())
    return tuple(replace(source, name=names[paths[source.path].casefold()]) for source in sources)


def _choose_names(paths: Iterable[str]) -> dict[str, str]:
    """Choose a name for each path, folded; paths that differ only in case are translations."""
    spelled = {path.casefold(): path for path in sorted(set(paths), reverse=True)}
    names = {key: list(_candidates(path)) for key, path in spelled.items()}
    # Whoever shares its name tries the next one; after all have, what is shared is a finding.
    for _ in range(_MOST_NAMES):
        shared = Counter(own[0].casefold() for own in names.values())
        names = {
            key: own[1:] if own[1:] and shared[own[0].casefold()] > 1 else own
            for key, own in names.items()
        }
    return {key: own[0] for key, own in names.items()}


def _candidates(path: str) -> Iterator[str]:
    """Yield at least one name, the shortest first."""
    folder, _, stem = path.rpartition("/")
    candidates = (stem, path)
    if is_index(stem):
        candidates = (folder or stem, path)
    names = [name for text in candidates if (name := _clean(text)) and not is_taken(name)]
    yield from dict.fromkeys(names or [f"{_clean(stem)}-article".lstrip("-")])


def _clean(text: str) -> str:
    """Turn a text into a part of an address; empty if nothing readable is left."""
    joined = text.replace("/", "-")
    if "//" not in text and joined.isascii() and joined.replace("-", "").isalnum():
        return joined.strip("-")  # as the rest does, in a fifth of the time
    name = _GAPS.sub("-", BIDI.sub("", to_visible_text(text))).strip("-")
    return name if any(map(str.isalnum, name)) else ""


# What orders files and is not part of a name: "2024-01-31-" and "01-" in "01-setup"; nothing of
# "17-inch" (one hyphen, but a number of that kind is rare), nor of "404" and "1603-fails".
_ORDER: Final = compile_late(r"^(?:\d{4}-\d{2}-\d{2}|\d{1,3})[-_. ]+(?=[^\W\d_])")
# "01 - " and "1. " of "01 - Setup" and "1. Setup"; nothing of "2-step sign-in".
_ORDER_BEFORE_BLANK: Final = compile_late(r"\d{1,3}[-_.]*[ ]")
# Between "disk" and "Almost" in "diskAlmostFull", "HTTP" and "Server" in "HTTPServer"; not in "v2".
_HUMP: Final = compile_late(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])")
# "-", "_" and "%20" yes; "." no.
_WORD_GAPS: Final = compile_late(r"(?:[-_\s]|%20)+")


def make_title(path: str) -> str:
    """Make a title of a file's path, such as `Disk almost full` of `disk-almost-full.md`.

    A name in capitals, such as `SUP-17`, is a number or a code and stays as it is.
    """
    *folders, name = path.split("/")
    stem = name.rpartition(".")[0] or name
    if is_index(stem) and folders:
        stem = folders[-1]
    stem = remove_hidden(stem)
    # In a name with blanks, hyphens are letters: "2-step sign-in", but "01 - Setup".
    is_written = " " in stem.strip() and not _ORDER_BEFORE_BLANK.match(stem)
    plain = stem if is_written else _ORDER.sub("", stem, count=1)
    if plain == plain.upper() and any(map(str.isdigit, plain)):
        return plain
    # "RetroArch" of "RetroArch-Options" is one word.
    divided = plain if _WORD_GAPS.search(plain) else _HUMP.sub(" ", plain)
    words = " ".join((divided if is_written else _WORD_GAPS.sub(" ", divided)).split())
    return f"{words[:1].upper()}{words[1:]}" or stem
