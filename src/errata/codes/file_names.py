"""Finds the code that a file is named after: `NG0100.md`, `ora-12154.md`, `fix-550-5-7-57.md`.

1. The name is taken apart into words, and each run of words with a digit is tried as a code of a
   family: as it is written, then in capitals and with the separators that codes have. The latter
   only for families whose codes begin with letters of their own: `server-2019` is two words.
2. The number of a mail status is written with hyphens, since few people write dots in a name.
3. A name with two codes, or with a range of them, is that of a list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.data.patterns import compile_late
from errata.model import CodeSpan
from errata.text.patterns import canonical_code, literal_prefixes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from errata.model import Family

# Words of one code: "ajojas-1601-500" has three, "exit-code-137" too.
_MOST_WORDS = 5
# A longer name is a title. Of 4,000 articles of Microsoft's, none has more than 122 characters.
_LONGEST = 200
# "fix", "C2065", "12154" of "fix-C2065_12154" yes; nothing of "--"
_WORD = compile_late(r"[^\W_]+")
# "-", "_" yes; " ", "." no
_SEPARATOR = compile_late(r"[-_]")
# What joins the words of a code
_SEPARATORS = ("-", "", " ", "_", ".")
# "550-5-7-57", "code-5.7.57", "ndr_4_4_7" yes; "5-7-57", "1550-5-7-57", "550-5-7-501-502" no
_MAIL_STATUS = compile_late(
    r"(?i)(?<![a-z0-9])(?:[45]\d\d|code|dsn|error|ndr|smtp|status)[-_. ]"
    r"(?P<status>[45][-_.][0-7][-_.]\d{1,3})(?![a-z0-9]|[-_.]\d)"
)
# After a code: "-through-", "-to-", "-bis-", "..", "~" yes; "-in-", "-total" no
_RANGE = compile_late(
    r"(?i)[-_. ]{0,2}(?:(?:through|thru|to|until|bis|a|à|al)[-_. ]|\.\.|[\u2013~\uff5e])"
)
_NOT_ERRORS = frozenset({"ticket", "cve", "status"})


class FileNames:
    """The names of files, read for the codes of all families."""

    def __init__(self, families: Sequence[Family]) -> None:
        self._families = [
            (family, compile_late(family.pattern), all(literal_prefixes(family.pattern)))
            for family in families
            if family.pattern and family.kind not in _NOT_ERRORS
        ]
        # One look says that no family has a word: it spares some 200 for each.
        lettered = [p.pattern for _, p, has_letters in self._families if has_letters]
        self._begins = tuple(sorted({text for p in lettered for text in literal_prefixes(p)}))
        others = [p.pattern for _, p, has_letters in self._families if not has_letters]
        self._other = compile_late("|".join(f"(?:{p})" for p in others) or r"(?!)")
        self._has_mail = any(family.id == "SMTP" for family in families)

    def read(self, name: str) -> CodeSpan | None:
        """The one code that a file's name, without ending, has."""
        if len(name) > _LONGEST or not any(map(str.isdigit, name)):
            return None
        found = [*self._mail_statuses(name), *self._codes(name)]
        if len({span.code for span in found}) != 1 or _RANGE.match(name, found[0].end):
            return None
        return found[0]

    def _mail_statuses(self, name: str) -> Iterator[CodeSpan]:
        for match in _MAIL_STATUS.finditer(name) if self._has_mail else ():
            number = _SEPARATOR.sub(".", match["status"])
            yield CodeSpan(match.start("status"), match.end(), f"SMTP {number}", "SMTP")

    def _codes(self, name: str) -> Iterator[CodeSpan]:
        words = list(_WORD.finditer(name))
        at = 0
        while at < len(words):
            most = min(_MOST_WORDS, len(words) - at)
            runs = (words[at : at + count] for count in range(most, 0, -1))
            span = next(filter(None, (self._code_of(name, run) for run in runs)), None)
            if span is None:
                at += 1
                continue
            yield span
            while at < len(words) and words[at].start() < span.end:
                at += 1

    def _may_be_code(self, text: str) -> bool:
        return text.startswith(self._begins) or self._other.fullmatch(text) is not None

    def _code_of(self, name: str, run: Sequence[re.Match[str]]) -> CodeSpan | None:
        """The code that these words are together."""
        start, end = run[0].start(), run[-1].end()
        written = name[start:end]
        if not any(map(str.isdigit, written)):
            return None
        others = [sep.join(word[0] for word in run) for sep in _SEPARATORS]
        spellings = dict.fromkeys((written, written.upper(), *others, *(o.upper() for o in others)))
        if not any(map(self._may_be_code, spellings)):
            return None
        for family, pattern, has_letters in self._families:
            if family.cue and not re.search(family.cue, _SEPARATOR.sub(" ", name), re.IGNORECASE):
                continue
            # Bare digits are years and numbers of articles more often than codes.
            if not family.cue and written.isdigit():
                continue
            for text in spellings if has_letters else (written,):
                if pattern.fullmatch(text):
                    code = canonical_code(family.canonical, text)
                    return CodeSpan(start, end, code, family.id)
        return None
