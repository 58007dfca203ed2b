"""Finds files that would run scripts on the site's own origin, whose policy trusts `self`.

Some do because of their ending, on a server or in a browser. XML, of which SVG is one form, does
because of its content: it is parsed as by a browser, which shows such a file to anyone who opens
its address. A browser may read a file differently if it cannot be parsed, so XML has to be well
formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.files.text import open_regular_file
from errata.model.observations import UnusableFile


def _endings(names: str) -> frozenset[str]:
    return frozenset(names.split())


# Run by browsers, or by servers that are set up for it.
_BY_ENDING: Final = _endings(
    "html htm xhtml xht shtml stm js mjs cjs svgz mht mhtml hta swf "
    "php php3 php4 php5 php7 phtml phar asp aspx ashx jsp jspx cgi cfm"
)
# Run by the system of a reader who opens them.
_RUN_BY_READERS: Final = _endings(
    "exe com scr pif cpl msi msp msix msu appx dll sys ocx bat cmd ps1 psm1 vb vbe vbs wsf wsh wsc "
    "lnk scf url jar jnlp reg inf msc chm gadget application appref-ms command desktop "
    "jse sct xll xbap iqy hlp website diagcab webpnp settingcontent-ms library-ms search-ms "
    "searchconnector-ms terminal scpt"
)
# Read by a web server as its configuration, in any folder.
_READ_BY_SERVERS: Final = frozenset({"web.config", ".htaccess", ".user.ini", "php.ini"})
# Read as XML by a browser, whatever they hold: so they have to be well formed.
_XML: Final = _endings("svg xml xsl xslt rdf rss atom mathml mml kml wsdl xsd")
# Files of these types cannot be taken for XML and need not be opened.
_PLAIN: Final = _endings(
    "png jpg jpeg gif webp avif bmp ico pdf zip gz 7z txt log csv json mp4 webm mp3 css docx xlsx "
    "pptx"
)
# Elements that run script or load a document that does; `handler` and `listener` are SVG Tiny's.
_ELEMENTS: Final = frozenset(["script", "iframe", "object", "embed", "base", "handler", "listener"])
# What browsers overlook in an address: "java\nscript:" is "javascript:".
_BLANK: Final = compile_late("[\\x00-\\x20\\x7f-\\xa0]+")
# How a file begins that a browser takes for HTML where a server gives no type (WHATWG MIME
# Sniffing, 7.1): "<!DOCTYPE html><p>" yes; "<Directory /var>" no.
_SNIFFED: Final = compile_late(
    rb"\s*<(?:!doctype html|!--|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br"
    rb"|p)[\s>]",
    re.IGNORECASE,
)
# How many bytes behind blanks are searched for a `<`: where none is this near the beginning, no XML
# begins. A byte order mark, of UTF-8 or UTF-16, is one of them.
_HEAD: Final = 64
# How many bytes are read at a time.
_CHUNK: Final = 65_536
_SCRIPT: Final = "could run script on the site"
_BROKEN: Final = "is not well-formed XML"


def is_active_by_suffix(path: str) -> bool:
    """Whether a file is active by its name alone."""
    return any(ending in _BY_ENDING for ending in _endings_of(path))


def why_harmful(path: str) -> str:
    """Return why a file that browsers do not run is not published, as the end of a sentence."""
    if PurePosixPath(path).name.lower() in _READ_BY_SERVERS:
        return "could change how a web server works"
    return "could run on a reader's computer" if _ending(path) in _RUN_BY_READERS else ""


def why_active(path: str, file: Path) -> str:
    """Return why a file is not published, as the end of a sentence; empty if it may be."""
    if is_active_by_suffix(path):
        return _SCRIPT
    ending = _ending(path)
    if ending in _PLAIN:
        return ""
    with suppress(OSError):  # who copies it says so
        return _in_content(_chunks(file), xml=ending in _XML)
    return ""


def why_active_data(path: str, data: bytes) -> str:
    """Return the same for a file that is not on the disk yet."""
    if is_active_by_suffix(path):
        return _SCRIPT
    ending = _ending(path)
    return "" if ending in _PLAIN else _in_content(iter((data,)), xml=ending in _XML)


def describe_active_file(path: str, why: str) -> UnusableFile:
    """Describe a file that is not published for the reason given."""
    remedy = "save it without scripts, or publish it as a `.zip`"
    if why_harmful(path) == why:
        remedy = "publish it as a `.zip`, or list it in `links.downloads`"
    message = f"this file {why} and is not published"
    return UnusableFile(Span(path), message, remedy, is_left_out=False)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower().removeprefix(".")


def _endings_of(path: str) -> Iterator[str]:
    """List the endings that a server may use: both of `a.html.en` if it has no type `en`."""
    for ending in reversed(PurePosixPath(path).suffixes):
        name = ending.lower().removeprefix(".")
        yield name
        if name in _PLAIN or name in _XML:
            return


def _chunks(file: Path) -> Iterator[bytes]:
    if opened := open_regular_file(file):
        with opened:
            while chunk := opened.read(_CHUNK):
                yield chunk


def _in_content(chunks: Iterator[bytes], *, xml: bool) -> str:
    head = next(chunks, b"")
    if not xml and b"<" not in head.lstrip()[:_HEAD]:
        return ""
    watch = _Watch()
    broken = ""
    try:
        watch.parser.Parse(head)
        for chunk in chunks:
            watch.parser.Parse(chunk)
        watch.parser.Parse(b"", True)  # noqa: FBT003 - expat's signature
    except (ExpatError, ValueError, LookupError):  # Python may not have the encoding
        broken = _BROKEN if xml else _SCRIPT if _SNIFFED.match(head) else ""
    return _SCRIPT if watch.found else broken


class _Watch:
    """Watches what an XML parser finds."""

    def __init__(self) -> None:
        self.found = False
        self.parser = ParserCreate()
        self.parser.StartElementHandler = self._element
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self.found |= _local(name) in _ELEMENTS or any(
            _local(key).startswith("on")
            # Of HTML's `<meta>`, which leads a reader who opens the file to another site.
            or _local(key) == "http-equiv"
            or "javascript:" in _BLANK.sub("", value.lower())
            for key, value in attributes.items()
        )

    def _instruction(self, target: str, data: str) -> None:
        """Note a style sheet in XSLT, which can make any document of this one; CSS cannot."""
        # `type="text/xsl"` and `href="x.xml"` yes; `href="a.css"` no.
        self.found |= target == "xml-stylesheet" and re.search("xsl|xml", data.lower()) is not None

    def _entity(self, _name: str, is_parameter: int, *_rest: object) -> None:
        """Note a parameter entity: expat skips what it declares, and browsers do not."""
        self.found |= bool(is_parameter)


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
