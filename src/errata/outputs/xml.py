"""What the XML files of a site share: how they are written, and what XML has no way to write."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def document(root: Element) -> bytes:
    """The file of an element, UTF-8 with its declaration."""
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def plain(text: str) -> str:
    """Without the control characters that XML 1.0 has no way to write."""
    return "".join(character for character in text if character.isprintable())
