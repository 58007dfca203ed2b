"""The cues that a log must have beside a code that any program may show.

`RED-520025` is one vendor's and needs no cue. `1011`, `exit status 1`, `NO_CONTENT` and
`AccessDeniedException` are everywhere: such a code counts if the log has beside it what the
articles have, too.

1. A code's family says whether other programs have it, too. Codes of a vendor's pack and of the
   knowledge base's own families are only theirs; those of the packs that every knowledge base gets
   are anybody's.
2. Some of anybody's codes are distinct by their form, and count if a title, a description or
   keywords name them. The others are short numbers, everyday words, and states behind which another
   message says more.
3. A cue is distinctive words of titles and messages, the word before a number, an exception's
   package.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final, cast

from errata.data import read_data, read_json, read_word_lists
from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.logs.signals import is_mail_status
from errata.messages.words import COMMON
from errata.model import Article, CodeEntry, Library
from errata.values import Record

_LIMITS: Final = read_json("log_limits")["cues"]
BESIDE: Final[int] = _LIMITS["BESIDE"]
_LEAST: Final[int] = _LIMITS["LEAST"]
_MOST_WORDS: Final[int] = _LIMITS["MOST_WORDS"]
_LONG_NUMBER: Final[int] = _LIMITS["LONG_NUMBER"]
_LONG_NAME: Final[int] = _LIMITS["LONG_NAME"]
# A word of a text or a part of a name: "Node" and "Type" of "NodeType", "PDF" of "PDFError",
# "設定", "エラー" yes; "of", "17" no
_WORD: Final = compile_late(
    "[A-Z]{3,60}(?![a-z])|[A-Za-z\u00c0-\u024f\u0370-\u052f][a-z\u00df-\u024f\u03ac-\u052f]{2,60}"
    "|[\u30a1-\u30ff]{3,60}|[\u4e00-\u9fff]{2,60}|[\uac00-\ud7af]{2,60}"
)
# A name with dots, of which the first three parts tell whose it is: "org.apache.sling" of
# "org.apache.sling.Main" yes; "example.com" no
_DOTTED: Final = compile_late(
    r"([A-Za-z_$][\w$]{0,60}\.[A-Za-z_$][\w$]{0,60}\.[A-Za-z_$][\w$]{0,60})(?:\.[\w$]{1,120}){0,12}",
    re.ASCII,
)
# The parts of a code's name, the short ones too: "No", "Content" of "NO_CONTENT" yes; "5" no
_PART: Final = compile_late(r"[A-Z]{2,60}(?![a-z])|[A-Z]?[a-z]{2,60}")
# The number at the end of a code: "1011", "exit status 1", "errno=13", "SMTP 501" yes; "TS1005",
# "ORA-00904", "SMTP 5.1.1" no
_NUMBER: Final = compile_late(r"(?:^|[ =:#(\[])-?(\d+)$")
# A word behind the status of a mail: "User", "unknown" of "<a@b.c>: User unknown" yes; "a" no
_BEHIND: Final = compile_late(r"(?<![\w.@=-])[^\W\d_]{2,40}(?![\w.@=-])")
_WORDS_BEHIND: Final[int] = _LIMITS["WORDS_BEHIND"]
# The word before a number: "error" of "Error: [", "エラー" of "エラー" yes; nothing of "at 5, "
_BEFORE: Final = compile_late(r"([^\W\d_]{2,40})[^\w\n]{0,4}\Z")
# The package of an exception: "javax.jcr." of "by javax.jcr." yes; "jcr" no
_PACKAGE: Final = compile_late(r"((?:[A-Za-z_$][\w$]{0,60}[.\\]){1,12})\Z", re.ASCII)
# Where an article names what it is about
_METADATA: Final = frozenset({"title", "description", "keywords", "name"})
_EXCEPTION: Final = "EXCEPTION"
# `forms` of the codes with which Windows ends, and what a log calls them in small letters
_STOP: Final = "stop"
_CRASH: Final[list[str]] = _LIMITS["CRASH"]
# "0x80004005", "TS1005" have one; "NO_CONTENT" none
_DIGIT: Final = compile_late(r"[0-9]")
# The roots of packages that belong to a language itself: any of its programs throws their
# exceptions.
LANGUAGES: Final = frozenset({"java", "javax", "System"})
_STANDARD: Final = ("java.", "System.")
_NAMES: Final = read_word_lists("code_names")


class Cue(Record, frozen=True):
    """What a code needs beside it: `src/web/diagnose/cues.ts` checks the same."""

    words: frozenset[str]
    """Words in lower case."""
    before: frozenset[str] | None = None
    """Words of which one must precede it; None if it is not a number."""
    packages: frozenset[str] = frozenset()
    """Packages that articles name an exception with; another one is another exception."""
    is_distinct: bool = False
    """Whether it counts without a package."""
    is_long: bool = False
    """Whether it is a long number, which counts in a line that says nothing else."""
    is_crash: bool = False
    """Whether it is a stop code, which counts beside the name of such codes."""
    is_behind: bool = False
    """Whether the words are those after a mail status, usual ones too: each server has its own
    text, and the articles are about some.
    """

    def holds(self, before: str, after: str) -> bool:
        """Whether a code between two stretches of one line is one that articles are about."""
        if not self.is_preceded(before):
            return False
        if self.is_behind:
            words = _words_behind(after)
            return len(words & self.words) * 2 >= len(words)
        package = _PACKAGE.search(before)
        if self.packages and package:
            return package[1][:-1] in self.packages
        # An exception of a language itself is thrown by any of its programs.
        is_standard = package is not None and package[1].startswith(_STANDARD)
        if (self.is_distinct and not is_standard) or self._is_in_crash(before, after):
            return True
        words = find_distinctive_words(f"{before}\n{after}")
        if words <= self.words:  # nothing in the line speaks of something else
            return bool(words) or self.is_long
        return len(words & self.words) >= min(_LEAST, max(1, len(self.words)))

    def _is_in_crash(self, before: str, after: str) -> bool:
        context = f"{before}0x{after}".lower()
        return self.is_crash and any(name in context for name in _CRASH)

    def is_preceded(self, before: str) -> bool:
        """Whether one of the words is before it, if it is a number."""
        if self.before is None:
            return True
        match = _BEFORE.search(before)
        return match is not None and match[1].lower() in self.before


def find_distinctive_words(text: str) -> set[str]:
    """Find the words of a text that few logs have, in lower case; dotted names by their owner."""
    dotted = {name.lower() for name in _DOTTED.findall(text) if name.split(".")[0] not in LANGUAGES}
    words = (match[0].lower() for match in _WORD.finditer(_DOTTED.sub(" ", text)))
    return dotted | {word for word in words if word not in COMMON}


class _Uses(Record, frozen=True):
    """Where an article has its codes, found in one pass however many they are."""

    title: str
    places: Mapping[str, set[str]]
    """Code -> `Mention.where` of its mentions."""
    surfaces: Mapping[str, set[str]]
    """Code -> how the article writes it."""
    around: Mapping[str, Sequence[str]]
    """Surface -> its surroundings, in each message and line that has it."""

    @classmethod
    def of(cls, article: Article) -> _Uses:
        """Look through the messages and lines of an article."""
        places: defaultdict[str, set[str]] = defaultdict(set)
        surfaces: defaultdict[str, set[str]] = defaultdict(set)
        for mention in article.mentions:
            places[mention.code].add(mention.where)
            surfaces[mention.code] |= {mention.code, mention.surface} - {""}
        searched = Literals(surface for own in surfaces.values() for surface in own)
        around: defaultdict[str, list[str]] = defaultdict(list)
        for text in (*(message.text for message in article.messages), *article.search.lines):
            for surface, start in searched.first_in(text).items():
                around[surface].append(text[max(0, start - BESIDE) : start + len(surface) + BESIDE])
        return cls(article.metadata.title, places, surfaces, around)

    def texts_around(self, code: str) -> Iterator[str]:
        """Yield the title, and the surroundings of a code."""
        yield self.title
        for surface in self.surfaces[code]:
            yield from self.around.get(surface, ())


class CueFinder:
    """Makes the cues of a library's codes."""

    def __init__(self, library: Library) -> None:
        self._families = library.families
        self._articles: defaultdict[str, list[Article]] = defaultdict(list)
        for article in library.visible:
            for code in {mention.code for mention in article.mentions}:
                self._articles[code].append(article)
        self._uses: dict[tuple[str, str], _Uses] = {}

    def _uses_in(self, code: str) -> list[_Uses]:
        """Return how the articles that have a code use it."""
        for article in self._articles[code]:
            if (key := (article.locale, article.number)) not in self._uses:
                self._uses[key] = _Uses.of(article)
        return [self._uses[article.locale, article.number] for article in self._articles[code]]

    def list_articles(self, code: str) -> Sequence[Article]:
        """List the visible articles that have a code: its cue is made of them."""
        return self._articles.get(code, ())

    def find(self, entry: CodeEntry) -> Cue | None:
        """Return the cue of a code; None if it needs none."""
        is_mail = is_mail_status(entry.code.removeprefix("SMTP ").encode())
        is_name = "." in entry.code.strip(".") and not is_mail
        if is_name or not self._is_of_default_pack(entry):
            return None
        if is_mail:
            articles = self._articles[entry.code]
            return Cue(frozenset(_words_behind_all(entry.code, articles)), is_behind=True)
        uses = self._uses_in(entry.code)
        texts = [text for used in uses for text in used.texts_around(entry.code)]
        words = frozenset(_telling_words(entry.code, texts))
        return self._find(entry, uses, words, texts)

    def _find(
        self,
        entry: CodeEntry,
        uses: Sequence[_Uses],
        words: frozenset[str],
        texts: Sequence[str],
    ) -> Cue | None:
        """Find the cue of a code that is not a mail status."""
        is_everyday = _is_everyday(entry)
        if entry.family == _EXCEPTION:
            return Cue(words, None, _packages(entry.code, uses), not is_everyday)
        if not _DIGIT.search(entry.code) and any(_is_subject(entry.code, use) for use in uses):
            return None
        # Without a telling word there is nothing to ask for.
        if not (words or entry.code.isdecimal()):
            return None
        family = self._families[entry.family]
        # A state such as `CrashLoopBackOff` says what happened to any of the pods, but not why.
        is_named = not family.wrapper and any(_is_named(entry.code, use) for use in uses)
        if not is_everyday and (is_named or not family.pattern):
            return None
        is_number = entry.code.isdecimal()
        before = _words_before(entry.code, texts) if is_number else None
        is_crash = family.forms == _STOP
        return Cue(words, before, is_long=_is_long_number(entry), is_crash=is_crash)

    def _is_of_default_pack(self, entry: CodeEntry) -> bool:
        """Whether programs of any maker show such codes; an own family replaces a shipped one."""
        family = self._families.get(entry.family)
        return family is not None and family.is_of_default_pack


@cache
def _everyday_words() -> frozenset[str]:
    """Return words that occur in codes everywhere."""
    standard = (*_NAMES["standard_exceptions"], *map(str, read_data("http_reasons").values()))
    parts = {part.lower() for name in standard for part in _PART.findall(name)}
    return COMMON | parts


def _is_everyday(entry: CodeEntry) -> bool:
    """Whether a code's form says little: a short number, a name of one or usual words."""
    if number := _NUMBER.search(entry.code):
        return len(number[1]) < _LONG_NUMBER or entry.code.isdecimal()
    if _DIGIT.search(entry.code):
        # A number that has a name in a table of the vendor's is what any function may return.
        return any("_" in text for text in entry.numbers)
    parts = _PART.findall(entry.code.removesuffix("Exception").removesuffix("Error"))
    # "OutOfMemoryError" is as usual as "not_ready"; "report_not_ready" is of one program.
    most = _LONG_NAME if entry.family == _EXCEPTION else _LONG_NAME - 1
    is_long = len(parts) > most
    return len(parts) == 1 or (
        not is_long and _everyday_words().issuperset(part.lower() for part in parts)
    )


def _is_long_number(entry: CodeEntry) -> bool:
    """Whether a number has too many digits to be there by chance: `0x80070005`."""
    return any(sum(map(str.isdecimal, text)) >= _LONG_NUMBER for text in entry.numbers)


def _is_named(code: str, uses: _Uses) -> bool:
    return not _METADATA.isdisjoint(uses.places[code])


def _is_subject(code: str, uses: _Uses) -> bool:
    """Whether a title has the code and no other distinctive word: it is about any such failure."""
    return "title" in uses.places[code] and not _telling_words(code, [uses.title])


def _telling_words(code: str, texts: Iterable[str]) -> list[str]:
    """List the words that most of the texts have, without those of the code itself."""
    own = (
        {part.lower() for part in _PART.findall(code)}
        | find_distinctive_words(code)
        | _error_words()
    )
    counts = Counter(word for text in texts for word in find_distinctive_words(text))
    words = (word for word in counts if word not in own)
    return sorted(words, key=lambda word: (-counts[word], word))[:_MOST_WORDS]


def _words_behind(text: str) -> set[str]:
    """Return the first words after the status of a mail."""
    return {word.lower() for word in islice(_BEHIND.findall(text), _WORDS_BEHIND)}


def _words_behind_all(code: str, articles: Iterable[Article]) -> Iterator[str]:
    """List the words behind the status in all texts that have it, with or without SMTP."""
    number = code.removeprefix("SMTP ")
    for article in articles:
        for text in (*(message.text for message in article.messages), *article.search.lines):
            for start in _places(number, text):
                yield from _words_behind(text[start + len(number) : start + len(number) + BESIDE])


def _words_before(code: str, texts: Iterable[str]) -> frozenset[str]:
    """Return words before a number in articles, and words for an error in every language."""
    words = {
        before[1].lower()
        for text in texts
        for start in _places(code, text)
        if (before := _BEFORE.search(text[:start]))
    }
    return frozenset((*words, *_error_words()))


def _places(code: str, text: str) -> Iterator[int]:
    start = text.find(code)
    while start >= 0:
        yield start
        start = text.find(code, start + 1)


@cache
def _error_words() -> frozenset[str]:
    scripts = cast(
        "Mapping[str, Mapping[str, Mapping[str, list[str]]]]", read_data("context_words")
    )
    languages = (language for script in scripts.values() for language in script.values())
    return frozenset(word for by in languages for word in by["error"] if word.isalpha())


def _packages(code: str, uses: Iterable[_Uses]) -> frozenset[str]:
    """Find the packages that articles write before the exception, except a language's own."""
    packages = {surface.rpartition(".")[0] for use in uses for surface in use.surfaces[code]}
    return frozenset(name for name in packages if name and not name.startswith(_STANDARD))
