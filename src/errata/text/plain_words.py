r"""Reduces a text to its words, so that it is equal in every form that a file can give it.

    plain_words('See <b>Müller</b> &amp; Co.\n')  ->  b"see müller co"
    plain_words("See%20M%C3%BCller+%26+Co")       ->  b"see müller co"
    plain_words(r'"See \u003cb\u003eM\u00fcller"') ->  b"see müller"

HTML entities, percent-encoding and escapes of JSON and JavaScript are decoded, also where one is
inside the other. Markup, punctuation, white space, invisible characters and case are not part of
words. Tags with attributes come last, so that a mark in a sentence does not divide it. Between
paragraphs, items of lists and values of JSON stands `BOUNDARY`, so that the end of one text and the
beginning of the next are not taken for a phrase.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html import unescape
from typing import Final
from unicodedata import is_normalized, normalize
from urllib.parse import unquote

from errata.data.patterns import compile_late

# "&amp;", "&#39;", "&#x27;", "&amp;quot;", and "&lt" as minifiers leave it; not "&copy=1" in the
# query of an address, nor "& a".
_ENTITY: Final = compile_late(
    r"&(?:amp;)*(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};"
    r"|(?:amp|lt|gt|quot)(?![a-zA-Z0-9=]))"
)
# "%20", "%C3%A7", "%2520"; not "5 %", "%s".
_PERCENT: Final = compile_late(r"%(?:25)*[0-9a-fA-F]{2}(?:%(?:25)*[0-9a-fA-F]{2})*")
# "\u003c", "\ud83d\ude00", "\x3c", "\n", and with more backslashes; not "\d".
_BACKSLASH: Final = compile_late(
    r"\\\\*(?:u[0-9a-fA-F]{4}(?:\\+u[0-9a-fA-F]{4})*|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|[nrtbfv])"
)
_HEXADECIMAL: Final = compile_late(r"[0-9a-fA-F]{2,6}")
# Each kind of escape, by the sign that it begins with.
_ESCAPES: Final = (("%", _PERCENT), ("\\", _BACKSLASH), ("&", _ENTITY))
# Signs that were escaped more than once: "&amp;amp;" and "%2525".
_AMPERSANDS: Final = compile_late(r"&(?:amp;)+(?=.)")
_PERCENTS: Final = compile_late(r"%(?:25)+(?=[0-9a-fA-F]{2})")
# An escape that was inside of another: "&amp;#39;" is "&#39;" after one turn. More than three are
# of nobody's making.
_TURNS: Final = 3
# A tag with attributes: '<a href="x">'; not "<b>", "a < b".
_LONG_TAG: Final = compile_late(r"(<([a-z][a-z0-9]*)[\s/][^<>]*>)")
# Tags inside a word or sentence: "<b>", "</code>", "<wbr/>"; not "<br>", "<p>".
_INLINE_TAG: Final = compile_late(
    r"</?(?:abbr|b|bdi|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong"
    r"|strike|sub|sup|tt|u|var|wbr)\s*/?>"
)
# Tags between texts that have nothing to do with each other, as that of a link in a list: "</p>",
# "<a>"; not "<br>", "<b>".
_BLOCK_NAMES: Final = (
    "a|address|article|aside|blockquote|caption|dd|details|div|dl|dt|figcaption|figure|footer"
    "|form|h[1-6]|head|header|hr|li|main|nav|ol|option|p|pre|section|summary|table|tbody|td|tfoot"
    "|th|thead|title|tr|ul"
)
_BLOCK_TAG: Final = compile_late(rf"</?(?:{_BLOCK_NAMES})\s*/?>")
# The line ends before the same as files have them, with attributes: "\n" before '<li class="x">',
# "</P>"; not before "<b>", "</p x>".
_BLOCKS: Final = compile_late(
    rb"\n(?=<(?:%(names)b)(?:[\s/][^<>]*)?>|</(?:%(names)b)\s*/?>)"
    % {b"names": _BLOCK_NAMES.encode()},
    re.IGNORECASE,
)
# Tags that end a word: "<br>", "<br />"; not "<a href=x>", "a < b".
_SHORT_TAG: Final = compile_late(r"</?[a-z][a-z0-9]*\s*/?>")
# What `_without_tags` first removes from a text: "</b>", '<a href="x">', "<br />"; not "a < b".
_ANY_TAG: Final = compile_late(r"<(?:[a-z][a-z0-9]*[\s/][^<>]*|/?[a-z][a-z0-9]*\s*/?)>")
# What is neither letter nor digit beyond ASCII: "…", a no-break space, "。"; not "é", "語".
_SIGNS: Final = compile_late(r"[^\x00-\x7f\w]+")
# Invisible characters inside words: soft hyphen, blanks of no width.
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
# A word of its own, which no text has.
BOUNDARY: Final = b"\x01"
_BOUNDARY: Final = f" {BOUNDARY.decode()} "
# Where one text ends in JSON, in markdown and in plain text.
_BETWEEN_TEXTS: Final = ('",', '":', '"}', '"]', "](", "\n\n", "\n- ")
# ASCII: small letters and digits stay, and so does every byte of other characters.
_WORD_BYTES: Final = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() or byte == BOUNDARY[0] else 0x20  # noqa: PLR2004 - the end of ASCII
    for byte in range(256)
)
# ASCII: what is neither letter nor digit.
_NO_LETTERS: Final = bytes(byte for byte in range(128) if not chr(byte).isalnum())
# How a file of UTF-16 begins.
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def plain_words(text: str | bytes) -> bytes:
    """Return the words with one blank between them, as UTF-8; any bytes are accepted."""
    text = _without_tags(_decoded(_read_text(text)).casefold())
    for sign in _BETWEEN_TEXTS:
        if sign in text:
            text = text.replace(sign, _BOUNDARY)
    if not text.isascii():
        text = _SIGNS.sub(" ", _composed(text))
    return b" ".join(text.encode("utf-8", "replace").translate(_WORD_BYTES).split())


def letters_of(text: str | bytes, *, beyond_ascii: bool = False) -> tuple[bytes, ...] | None:
    """Return all letters and digits in a row: a third of the time of `plain_words`.

    What it finds in a row is in a row in one of these as well: in the text without its tags, or in
    the text with them. Letters beyond ASCII are left out if they are not asked for. None where tags
    are made of tags, such as "<<b>i>": that is for `plain_words` to read.
    """
    whole = _decoded(_read_text(text)).casefold()
    shown = _ANY_TAG.sub("", whole)
    if "<" in shown and _SHORT_TAG.search(shown):
        return None
    texts = (shown, whole) if len(shown) < len(whole) else (whole,)
    return tuple(_letters_alone(text, beyond_ascii=beyond_ascii) for text in texts)


def _letters_alone(text: str, *, beyond_ascii: bool) -> bytes:
    if text.isascii():
        return text.encode().translate(None, _NO_LETTERS)
    text = _composed(text)
    if beyond_ascii:
        return _SIGNS.sub("", text).encode("utf-8", "replace").translate(None, _NO_LETTERS)
    return text.encode("ascii", "ignore").translate(None, _NO_LETTERS)


def _read_text(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    return text.decode("utf-16" if text.startswith(_UTF16) else "utf-8", "replace")


def _composed(text: str) -> str:
    """Normalise a text: without invisible characters, and with "é" as one character."""
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def words_in_binary(content: bytes) -> bytes:
    """Return the words in a picture, such as its author's name; nothing is escaped there.

    Pixels have a thousand signs that `plain_words` examines: 20 pictures took a fifth of its time.
    """
    text = content.decode("utf-8", "ignore").casefold()
    return b" ".join(text.encode("utf-8", "replace").translate(_WORD_BYTES).split())


# Between blocks that are put together.
BLOCK: Final = b"<p>"


def split_blocks(content: bytes) -> list[bytes]:
    """Split a file at tags of blocks on lines of their own; no phrase crosses them.

    No phrase has words of two of them.
    """
    return _BLOCKS.split(content)


def _decoded(text: str) -> str:
    for _ in range(_TURNS):
        decode = _Decoder()
        # In this order "%26%23x20;" takes one turn.
        for sign, escape in _ESCAPES:
            if sign in text:
                text = escape.sub(decode, text)
        if not decode.has_more:
            break
    return text


class _Decoder:
    """Replaces escapes, and notes whether their meaning may begin another escape."""

    def __init__(self) -> None:
        self.has_more = False

    def __call__(self, match: re.Match[str]) -> str:
        """Return the meaning of one escape."""
        decoded, may_begin = _decode_escape(match[0])
        self.has_more |= may_begin
        return decoded


@lru_cache(maxsize=4096)
def _decode_escape(escape: str) -> tuple[str, bool]:
    decoded = _read_escape(escape)
    return decoded, any(sign in decoded for sign, _ in _ESCAPES)


def _read_escape(escape: str) -> str:
    match escape[0]:
        case "&":
            return unescape(_AMPERSANDS.sub("&", escape)) or " "
        case "%":
            return unquote(_PERCENTS.sub("%", escape), errors="replace")
    letter = escape.lstrip("\\")[0]
    if letter not in "ux":
        return "\n" if letter == "n" else " "
    units = (min(int(number, 16), sys.maxunicode) for number in _HEXADECIMAL.findall(escape))
    return "".join(map(chr, units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    tags = [tag[0] for tag in _LONG_TAG.findall(text)]
    text = _LONG_TAG.sub(r"<\2>", text)
    text = _SHORT_TAG.sub(" ", _BLOCK_TAG.sub(_BOUNDARY, _INLINE_TAG.sub("", text)))
    return _BOUNDARY.join((text, *tags))
