"""Divides messages and lines of a log into words; `src/web/diagnose/words.ts` does the same."""

from __future__ import annotations

import re
from typing import Final

from errata.data import read_json, read_word_lists
from errata.messages.mask import PLACEHOLDER, mask_message

# A code before a message, which a log may not have: "RED-520025 ", "SOAP-ENV: " yes; "RED 5 ",
# "A-1 " no
CODE: Final = re.compile(r"^[A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}:?(?= )")
# A word: "Main", the last part of "com.example.Main"; "エ", a letter of a script without spaces;
# "ab_1" yes; "_", "-" no
TOKEN: Final = re.compile(
    r"(?:[A-Za-z_]\w{0,60}[.$]){2,16}([A-Za-z_]\w{0,120})"
    "|([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])"
    r"|([^\W_]\w*)"
)
# Quotation marks of all languages yes; "(" no
_QUOTES: Final = re.compile("[\"'`«»“”‘’「」『』]")  # noqa: RUF001 - marks that authors type
MOST_WORDS: Final[int] = read_json("log_limits")["words"]["MOST_WORDS"]
# Words that any log has: alone they tell nothing.
COMMON: Final = frozenset(read_word_lists("common_words")["en"])


def all_words(text: str) -> tuple[str, ...]:
    """Lower-case words; those in quotation marks too, other volatile parts left out."""
    return constant_words(mask_message(_QUOTES.sub(" ", text)))


def constant_words(masked: str) -> tuple[str, ...]:
    """Lower-case words of a masked text, without its volatile parts."""
    plain = PLACEHOLDER.sub(" ", masked).lower()
    return tuple(last or letter or word for last, letter, word in TOKEN.findall(plain))
