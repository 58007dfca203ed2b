"""What a word of a message is, and which words any log has: alone these tell nothing."""

from __future__ import annotations

import re
from typing import Final

from errata.data import read_json, read_word_lists

CODE: Final = re.compile(r"^[A-Z]{2,9}(?:-[A-Z0-9]{2,9}){1,4}:?(?= )")
"""A code in front of a message, which a log may not have."""
TOKEN: Final = re.compile(
    r"(?:[A-Za-z_]\w{0,60}[.$]){2,16}([A-Za-z_]\w{0,120})"
    "|([\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])"
    r"|([^\W_]\w*)"
)
"""A word: the last part of a dotted name, a Chinese, Japanese or Korean letter, or letters."""
MOST_WORDS: Final[int] = read_json("log_limits")["words"]["MOST_WORDS"]
# Words that any log has
COMMON: Final = frozenset(read_word_lists("common_words")["en"])
