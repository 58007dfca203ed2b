"""Characters that no page, feed or data file can show or hold: they are taken out at the way in.

HTML calls them faults, XML 1.0 has no way to write most of them, terminals obey some.
"""

from __future__ import annotations

import re
from typing import Final

UNSHOWN: Final = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef\\ufffe\\uffff"
    + "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
"""Controls, halves of surrogate pairs, and code points that are no characters."""

BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (CVE-2021-42574): they show another text than there is."""


def to_visible_text(text: str) -> str:
    """The text without characters that nothing can show."""
    return text if text.isprintable() else UNSHOWN.sub("", text)
