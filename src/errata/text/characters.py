"""Characters that no page, feed or data file can show or hold: they are removed when read.

HTML calls them errors, XML 1.0 cannot write most of them, terminals obey some.
"""

from __future__ import annotations

import re
from typing import Final

# Controls, halves of surrogate pairs, and code points that are not characters: "\x00" yes,
# "\x85" yes, "\ufffe" yes; "\n" no, "\u200b" no
UNSHOWN: Final = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)

# Embeddings, overrides and isolates (CVE-2021-42574), which show another text than there is:
# "\u202e" yes; "\u200f" no, a mark that Arabic and Hebrew need
BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def to_visible_text(text: str) -> str:
    """The text without characters that nothing can show."""
    return text if text.isprintable() else UNSHOWN.sub("", text)
