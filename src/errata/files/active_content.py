"""Tells which files would run script on the site's own origin, whose policy trusts `self`.

Some do by their ending, on a server or in a browser. XML, of which SVG is one form, does by what it
holds: it is parsed as a browser would, which shows such a file to whoever opens its address. What
cannot be parsed may be read otherwise by a browser, so XML has to be well formed.
"""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError, ParserCreate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _endings(names: str) -> frozenset[str]:
    return frozenset(f".{name}" for name in names.split())


_BY_ENDING: Final = _endings(
    "html htm xhtml xht shtml stm js mjs cjs svgz mht mhtml hta swf "
    "php php3 php4 php5 php7 phtml phar asp aspx ashx jsp jspx cgi cfm"
)
_XML: Final = _endings("svg xml xsl xslt rdf rss atom mathml mml kml wsdl xsd")
_PLAIN: Final = _endings(
    "png jpg jpeg gif webp avif bmp ico pdf zip gz 7z txt log csv json mp4 webm mp3 css docx xlsx "
    "pptx"
)
"""Nobody takes these for XML: they need not be opened."""
_ELEMENTS: Final = frozenset(["script", "iframe", "object", "embed", "base", "handler", "listener"])
_BLANK: Final = re.compile("[\\x00-\\x20\\x7f-\\xa0]+")
_SNIFFED: Final = re.compile(
    rb"\s*<(?:!doctype html|!--|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br"
    rb"|p)[\s>]",
    re.IGNORECASE,
)
"""How a file begins that a browser takes for HTML where a server gives no type."""
_SCRIPT: Final = "could run script on the site"
_BROKEN: Final = "is no well-formed XML"
_CHUNK: Final = 65_536
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def is_active_by_suffix(path: str) -> bool:
    """Whether the name alone says so."""
    return _ending(path) in _BY_ENDING


def why_active(path: str, file: Path) -> str:
    """Why a file is not published, as the end of a sentence; empty where nothing is in the way."""
    ending = _ending(path)
    if ending in _BY_ENDING:
        return _SCRIPT
    if ending in _PLAIN:
        return ""
    with suppress(OSError):  # who copies it says so
        return _in_content(_chunks(file), xml=ending in _XML)
    return ""


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _chunks(file: Path) -> Iterator[bytes]:
    descriptor = os.open(file, _FLAGS)
    with os.fdopen(descriptor, "rb", buffering=0) as opened:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            while chunk := opened.read(_CHUNK):
                yield chunk


def _in_content(chunks: Iterator[bytes], *, xml: bool) -> str:
    head = next(chunks, b"")
    if not xml and b"<" not in head[:64]:
        return ""
    watch = _Watch()
    try:
        watch.parser.Parse(head)
        for chunk in chunks:
            watch.parser.Parse(chunk)
        watch.parser.Parse(b"", True)  # noqa: FBT003 - expat's signature
    except (ExpatError, ValueError, LookupError):  # an encoding may be one that Python has not
        sniffed = _SNIFFED.match(head) is not None
        broken = _BROKEN if xml else _SCRIPT if sniffed else ""
        return _SCRIPT if watch.found else broken
    return _SCRIPT if watch.found else ""


class _Watch:
    """Looks at what an XML parser meets."""

    def __init__(self) -> None:
        self.found = False
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._element
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self.found |= _local(name) in _ELEMENTS or any(
            _local(key).startswith("on") or "javascript:" in _BLANK.sub("", value.lower())
            for key, value in attributes.items()
        )

    def _instruction(self, target: str, data: str) -> None:
        """A style sheet in XSLT makes any document of this one; one in CSS does not."""
        self.found |= target == "xml-stylesheet" and re.search("xsl|xml", data.lower()) is not None

    def _entity(self, _name: str, is_parameter: int, *_rest: object) -> None:
        """What a parameter entity declares, expat passes over and browsers do not."""
        self.found |= bool(is_parameter)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
