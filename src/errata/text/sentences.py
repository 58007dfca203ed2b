"""Finds the ends of sentences, in any language, so that an excerpt never stops inside one.

A doubtful full stop does not end a sentence: an excerpt that is a sentence longer costs a reader
less than one that stops inside a name. Code inside a text is between two marks, and no sentence
ends in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from errata.data import read_word_lists
from errata.data.patterns import compile_late

# Around code within a text. HTML forbids both characters, so no article has them.
CODE_START: Final = "\x02"
CODE_END: Final = "\x03"

# "\x02a.b\x03" yes; "a.b" no
_CODE: Final = compile_late(f"{CODE_START}[^{CODE_END}]*{CODE_END}?")
# "." before a blank, "!”" at the end, "。" anywhere yes; "." in "7.1" no
_END: Final = compile_late(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』）”]*")  # noqa: RUF001 - Japanese marks
# "z.B", "e.g" yes; "server.exe", "7.1" no
_INITIALS: Final = compile_late(r"(?:[^\W\d_]\.)+[^\W\d_]")
# "3" in "3. März", "12" in a list yes; "443" no
_ORDINAL: Final = compile_late(r"\d{1,2}")
_ABBREVIATIONS: Final = frozenset(
    word for words in read_word_lists("abbreviations").values() for word in words
)
# A first sentence with fewer letters says little alone.
_FEW: Final = 60
# The most characters of a word before a full stop that are looked at: no abbreviation is longer.
_LONGEST: Final = 16


def sentence_ends(text: str) -> Iterator[int]:
    """Yield the end of each sentence, the last one at the text's end; line ends count too."""
    masked = _CODE.sub(lambda code: "x" * len(code[0]), text)
    start = 0
    for line in masked.split("\n"):
        for match in _END.finditer(line):
            if match.end() < len(line) and _ends_sentence(line, match):
                yield start + match.end()
        start += len(line)
        if line:
            yield start
        start += 1


def split_sentences(text: str) -> Iterator[str]:
    """Yield each sentence, with the white space before it."""
    start = 0
    for end in sentence_ends(text):
        yield text[start:end]
        start = end


def _ends_sentence(line: str, match: re.Match[str]) -> bool:
    following = line[match.end() : match.end() + 3].lstrip()[:1]
    if following.islower():
        return False
    if not match[0].startswith("."):
        return True
    before = line[max(0, match.start() - _LONGEST) : match.start()]
    word = re.split(r"[\s(\[\"'„“«]", before)[-1]  # "(z" yes, "z.B" no
    return not (
        len(word) == 1
        or _ORDINAL.fullmatch(word)
        or _INITIALS.fullmatch(word)
        or word.lower() in _ABBREVIATIONS
    )


def take_sentences(text: str, limit: int, most: int) -> str:
    """Return the first whole sentences within a limit; at least one of at most `most` letters.

    A few words, such as "Verify that you have this error.", come with the sentence that follows.
    """
    end = 0
    for sentence_end in sentence_ends(text):
        if sentence_end > (limit if end > min(_FEW, limit // 3) else most):
            break
        end = sentence_end
    return text[:end].rstrip() if end else _cut_words(text, limit)


def _cut_words(text: str, limit: int) -> str:
    """Return the first words of a sentence without end, and a sign that there are more."""
    head = text[:limit].rpartition(" ")[0] or text[:limit]
    opened = head.rfind(CODE_START)
    if opened > head.rfind(CODE_END):
        head = head[:opened] if opened else head + CODE_END
    return f"{head.rstrip()} …"


def without_code_marks(text: str) -> str:
    """Remove the marks around code from a text."""
    return text.replace(CODE_START, "").replace(CODE_END, "")
