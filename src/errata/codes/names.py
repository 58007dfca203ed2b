"""Finds the error that a text is named after: an article by title or file, a heading, a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from errata.data import read_patterns
from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.messages.telling import count_words, names_message, words_of_kind
from errata.model import Article, CodeSpan, Family
from errata.text.patterns import as_ascii, canonical_code, compile_cue, literal_prefixes

_FORMS: Final = read_patterns("names")
_ALERT_WORDS: Final = Literals(words_of_kind("alert"))
# Shorter names, such as "MySQL", are those of products.
_SHORTEST: Final = 7
_MANY_WORDS: Final = 3
# How many characters of the text may call a name an error: articles say at the beginning what they
# are about.
_REACH: Final = 4000
# How many characters before a name a word may call it an error: "the alert `TargetDown`" yes; "an
# error that PostgreSQL reports" no
_BEFORE: Final = 9
# The most words of one code: "ajojas-1601-500" has three, "exit-code-137" too.
_MOST_WORDS = 5
# A longer name is a title. Of 4,000 articles of Microsoft's, none has more than 122 characters.
_LONGEST = 200
# What joins the words of a code
_SEPARATORS = ("-", "", " ", "_", ".")
# The most words before the code that a text begins with: "Fix error code C2065" has three.
_MOST_WORDS_BEFORE = 3
# The most words after the code that a text ends with: "fails with a TypeError error" has one.
_MOST_WORDS_AFTER = 1
# How many characters before and after a code are examined.
_NEAR = 60


def names_of(
    title: str, heading: str, stem: str, texts: Iterable[str], *, helps: bool = True
) -> tuple[str, ...]:
    """Return the identifiers that an article is about; `helps` if it has a cause or resolution."""
    headings = [_FORMS["note"].sub("", text).strip() for text in (title, heading)]
    names = list(filter(_is_name, headings))
    if _FORMS["camel"].fullmatch(stem) and (names or _letters(stem) in map(_letters, headings)):
        names.append(stem)
    if not names:
        return ()
    text = "\n".join(texts)[:_REACH]
    is_alert = _ALERT_WORDS.are_in(text.lower())
    return tuple(
        name
        for name in dict.fromkeys(names)
        if len(name) >= _SHORTEST
        and ((is_alert and name == stem) or (helps and _is_subject(name, stem, text)))
    )


def _is_subject(name: str, stem: str, text: str) -> bool:
    is_long = len(_FORMS["title_word"].findall(name)) >= _MANY_WORDS
    return is_long or (name == stem and "-" not in name) or _is_called_error(name, text)


def _is_name(text: str) -> bool:
    is_one = _FORMS["camel"].fullmatch(text) or _FORMS["joined"].fullmatch(text)
    return is_one is not None and not text.isupper()


def _letters(text: str) -> str:
    return _FORMS["joint"].sub("", text).lower()


def _is_called_error(name: str, text: str) -> bool:
    start = text.find(name)
    while start >= 0:
        if names_message(text[max(0, start - _BEFORE) : start]):
            return True
        start = text.find(name, start + len(name))
    return False


class FileNames:
    """Reads names of files for the codes of all families."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = [
            (family, compile_late(as_ascii(family.pattern)), all(literal_prefixes(family.pattern)))
            for family in families
            if family.pattern and family.is_of_errors
        ]
        # One look says that no family has a word: it spares some 200 for each.
        lettered = [f.pattern for f, _, has_letters in self._families if has_letters]
        self._begins = tuple(sorted({text for p in lettered for text in literal_prefixes(p)}))
        others = [p.pattern for _, p, has_letters in self._families if not has_letters]
        self._other = compile_late("|".join(others) or r"(?!)")
        self._has_mail = any(family.id == "SMTP" for family in families)

    def read(self, name: str) -> CodeSpan | None:
        """Return the one code in a file's name without ending, or None."""
        if len(name) > _LONGEST or not any(map(str.isdigit, name)):
            return None
        codes = [*self._mail_statuses(name), *self._codes(name)]
        if len({span.code for span in codes}) != 1 or _FORMS["range"].match(name, codes[0].end):
            return None
        return codes[0]

    def _mail_statuses(self, name: str) -> Iterator[CodeSpan]:
        for match in _FORMS["mail_status"].finditer(name) if self._has_mail else ():
            number = _FORMS["separator"].sub(".", match["status"])
            yield CodeSpan(match.start("status"), match.end(), f"SMTP {number}", "SMTP")

    def _codes(self, name: str) -> Iterator[CodeSpan]:
        words = list(_FORMS["word"].finditer(name))
        index = 0
        while index < len(words):
            most = min(_MOST_WORDS, len(words) - index)
            runs = (words[index : index + count] for count in range(most, 0, -1))
            span = next(filter(None, (self._code_of(name, run) for run in runs)), None)
            if span is None:
                index += 1
                continue
            yield span
            while index < len(words) and words[index].start() < span.end:
                index += 1

    def _may_be_code(self, written: str, spellings: Iterable[str]) -> bool:
        # Families whose codes have no letters of their own take what is written as it is.
        if self._other.fullmatch(written):
            return True
        return any(text.startswith(self._begins) for text in spellings)

    def _code_of(self, name: str, run: Sequence[re.Match[str]]) -> CodeSpan | None:
        """Return the code that these words form together."""
        start, end = run[0].start(), run[-1].end()
        written = name[start:end]
        if not any(map(str.isdigit, written)):
            return None
        others = [sep.join(word[0] for word in run) for sep in _SEPARATORS]
        spellings = dict.fromkeys((written, written.upper(), *others, *(o.upper() for o in others)))
        if not self._may_be_code(written, spellings):
            return None
        for family, pattern, has_letters in self._families:
            if family.cue and not compile_cue(family.cue).search(
                _FORMS["separator"].sub(" ", name)
            ):
                continue
            # Bare digits are years and numbers of articles more often than codes.
            if not family.cue and written.isdigit():
                continue
            for text in spellings if has_letters else (written,):
                if pattern.fullmatch(text):
                    code = canonical_code(family.canonical, text)
                    return CodeSpan(start, end, code, family.id)
        return None


def subjects_of(article: Article) -> frozenset[str]:
    """Return the codes that an article's title and file are named after, at most one of each.

    With each its number, which other articles and logs write alone: "error 18456".
    """
    codes_in_name = {m.code for m in article.mentions if m.where == "name"}
    in_title = [m for m in article.mentions if m.where == "title" and m.kind == "error"]
    if len({mention.code for mention in in_title}) == 1:
        code, title, surface = in_title[0].code, article.metadata.title, in_title[0].surface
        start = title.find(surface)
        if article.codes == (code,) or is_at_an_end(title, start, len(surface)):
            codes_in_name.add(code)
    return frozenset(codes_in_name).union(
        *(_FORMS["number_behind"].findall(code) for code in codes_in_name)
    )


def is_titled(article: Article, code: str) -> bool:
    """Whether the title is the code alone, or with what it is: "Compiler Error C2065"."""
    title = article.metadata.title
    for mention in article.mentions:
        if mention.where != "title" or mention.code != code:
            continue
        before, _, after = title.partition(mention.surface)
        begins = count_words(before) <= _MOST_WORDS_BEFORE
        ends = count_words(after) <= _MOST_WORDS_AFTER
        sides = (text for text in (before, after) if _FORMS["word_beside"].search(text))
        return begins and ends and all(map(names_message, sides))
    return False


def is_at_an_end(text: str, start: int, length: int) -> bool:
    """Whether a code at a place begins the text, after a few words at most, or ends it."""
    if start < 0:
        return False
    before, after = text[:start], text[start + length :]
    if _FORMS["in_range"].match(after):
        return False
    words = len(_FORMS["word_beside"].findall(before[-_NEAR:]))
    begins = len(before) < _NEAR and words <= _MOST_WORDS_BEFORE
    return begins or len(_FORMS["word_beside"].findall(after[:_NEAR])) <= _MOST_WORDS_AFTER


def codes_named_by(text: str, spans: Sequence[CodeSpan]) -> tuple[str, ...]:
    """Return the codes that a heading, a cell or a term is named after, from its `spans`.

    Several count if only "and" or a comma is between them.
    """
    for span, following in pairwise(spans):
        if not _FORMS["join"].fullmatch(text, span.end, following.start):
            return ()
    if not spans or not is_at_an_end(text, spans[0].start, spans[-1].end - spans[0].start):
        return ()
    return tuple(dict.fromkeys(span.code for span in spans))
