"""What the XML files of a site share: how they are written, and what XML has no way to write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import tostring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_UNWRITABLE: Final = re.compile(r"[^\t\n\r -\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write, or advises against."""


def xml_document(root: Element) -> bytes:
    """The file of an element, UTF-8 with its declaration."""
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def xml_text(text: str) -> str:
    """On one line, without the characters that XML 1.0 has no way to write."""
    return " ".join(_UNWRITABLE.sub("", text).split())
