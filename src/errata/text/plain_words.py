r"""Reduces a text to its words, so that it is equal in every form that a file can give it.

    plain_words('See <b>Müller</b> &amp; Co.\n')  ->  b"see müller co"
    plain_words("See%20M%C3%BCller+%26+Co")       ->  b"see müller co"
    plain_words(r'"See \u003cb\u003eM\u00fcller"') ->  b"see müller"

HTML entities, percent-encoding, escapes of JSON and JavaScript, and texts in `data:` addresses are
decoded, also where one is inside the other. Markup, punctuation, white space, invisible characters,
case and the width of letters are not part of words. Comments and tags with attributes come last, so
that a mark in a sentence does not divide it. Between paragraphs, items of lists and values of JSON
stands `BOUNDARY`, so that the end of one text and the beginning of the next are not taken for a
phrase.
"""

from __future__ import annotations

import re
import sys
from binascii import a2b_base64
from functools import lru_cache
from html import unescape
from typing import Final
from unicodedata import is_normalized, normalize
from urllib.parse import unquote_to_bytes

from errata.data.patterns import compile_late

# "&amp;", "&#39;", "&#0000039;", "&#x27;", "&amp;quot;", and "&lt" as minifiers leave it; not
# "&copy=1" in the query of an address, nor "& a".
_ENTITY: Final = compile_late(
    r"&(?:amp;)*(?:#0*[0-9]{1,7};?|#[xX]0*[0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};"
    r"|(?:amp|lt|gt|quot)(?![a-zA-Z0-9=]))"
)
# "%20", "%C3%A7", "%2520"; not "5 %", "%s".
_PERCENT: Final = compile_late(r"%(?:25)*[0-9a-fA-F]{2}(?:%(?:25)*[0-9a-fA-F]{2})*")
# "\u003c", "\ud83d\ude00", "\x3c", "\n", and with more backslashes; not "\d".
_BACKSLASH: Final = compile_late(
    r"\\\\*(?:u[0-9a-fA-F]{4}(?:\\+u[0-9a-fA-F]{4})*|u\{[0-9a-fA-F]{1,6}\}|x[0-9a-fA-F]{2}|[nrtbfv])"
)
# "00e4" of "\\u00e4" and "e4" of "\\xe4"; not "n" of "\\n".
_HEXADECIMAL: Final = compile_late(r"[0-9a-fA-F]{2,6}")
# Each kind of escape, by the sign that it begins with.
_ESCAPES: Final = (("%", _PERCENT), ("\\", _BACKSLASH), ("&", _ENTITY))
# Signs that were escaped more than once: "&amp;amp;" and "%2525".
_AMPERSANDS: Final = compile_late(r"&(?:amp;)+(?=.)")
_PERCENTS: Final = compile_late(r"%(?:25)+(?=[0-9a-fA-F]{2})")
# An escape that was inside of another: "&amp;#39;" is "&#39;" after one turn. More than three are
# of nobody's making.
_TURNS: Final = 3
# "b", "h2", "x-tabs", "dc:creator"; not "https:", as in "<https://example.com>".
_NAME: Final = "[a-z][a-z0-9]*(?:[:-][a-z0-9]+)*"
# A tag with attributes: '<a href="x">'; not "<b>", "a < b".
_LONG_TAG: Final = compile_late(rf"(<({_NAME})[\s/][^<>]*>)")
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
_SHORT_TAG: Final = compile_late(rf"</?{_NAME}\s*/?>")
# What `_without_tags` first removes from a text: "</b>", '<a href="x">', "<br />"; not "a < b".
_ANY_TAG: Final = compile_late(rf"(<(?:{_NAME}[\s/][^<>]*|/?{_NAME}\s*/?)>)")
# The text in 'data:image/svg+xml;base64,PHN2Zz4='; not in "data:image/png;base64,iVBORw0K".
_DATA: Final = compile_late(
    r"data:(?:image/svg\+xml|text/[a-z]{1,20}|application/[a-z+]{0,20}json)[a-z0-9;=-]{0,40}"
    r";base64,([A-Za-z0-9+/=]+)"
)
# Letters and digits of another width, as UTF-8: "\uff21" (a wide A), "\uff76" (a narrow kana).
# The pattern begins with a byte, which is found at once: a hundredth of the time.
_WIDE: Final = rb"\xef(?:\xbc[\x90-\x99\xa1-\xba]|\xbd[\x81-\x9a\xa6-\xbf]|\xbe[\x80-\x9f])"
_OTHER_WIDTH: Final = compile_late(rb"%b(?:%b)*" % (_WIDE, _WIDE))
# What is neither letter nor digit beyond ASCII: "…", a no-break space, "。"; not "é", "語".
_SIGNS: Final = compile_late(r"[^\x00-\x7f\w]+")
# Invisible characters inside words: soft hyphen, blanks of no width, marks of direction, isolates
# that Fluent puts around values.
_INVISIBLE: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufe0f\ufeff"
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
# ASCII: what is neither letter nor digit; and every byte of other characters.
_NO_LETTERS: Final = bytes(byte for byte in range(128) if not chr(byte).isalnum())
_BEYOND_ASCII: Final = bytes(range(128, 256))
# Bytes at the beginning and the end of a picture that its metadata are in: a segment of JPEG has at
# most 64 KiB, and there are two of them, Exif and XMP.
_METADATA: Final = 128 << 10
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
    return b" ".join(_to_bytes(text).translate(_WORD_BYTES).split())


def letters_of(text: str | bytes, *, beyond_ascii: bool = False) -> tuple[bytes, ...] | None:
    """Return all letters and digits in a row: a third of the time of `plain_words`.

    What it finds in a row is in a row in one of these as well: in the text without its tags, or in
    its tags. Letters beyond ASCII are left out if they are not asked for. None where tags are made
    of tags, such as "<<b>i>": that is for `plain_words` to read.
    """
    pieces = _ANY_TAG.split(_comments_last(_decoded(_read_text(text)).casefold()))
    visible = "".join(pieces[::2])
    if "<" in visible and _SHORT_TAG.search(visible):
        return None
    texts = (visible, "".join(pieces[1::2])) if len(pieces) > 1 else (visible,)
    return tuple(_letters_alone(text, beyond_ascii=beyond_ascii) for text in texts)


def _letters_alone(text: str, *, beyond_ascii: bool) -> bytes:
    if text.isascii():
        return text.encode().translate(None, _NO_LETTERS)
    text = _composed(text)
    if beyond_ascii:
        return _to_bytes(_SIGNS.sub("", text)).translate(None, _NO_LETTERS)
    return _to_bytes(text).translate(None, _NO_LETTERS + _BEYOND_ASCII)


def _read_text(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    if text.startswith(_UTF16):
        return text.decode("utf-16", "replace")
    try:
        return text.decode()
    except UnicodeDecodeError:
        # Of another encoding, or cut inside a character.
        return "\n\n".join((text.decode("utf-8", "replace"), text.decode("cp1252", "replace")))


def _to_bytes(text: str) -> bytes:
    """Encode a text, its letters and digits in their usual width."""
    data = text.encode("utf-8", "replace")
    return _OTHER_WIDTH.sub(_usual_width, data) if b"\xef" in data else data


def _usual_width(match: re.Match[bytes]) -> bytes:
    return normalize("NFKC", match[0].decode()).encode()


def _composed(text: str) -> str:
    """Normalise a text: without invisible characters, and with "é" as one character."""
    for sign in _INVISIBLE:
        if sign in text:
            text = text.replace(sign, "")
    return text if is_normalized("NFC", text) else normalize("NFC", text)


def words_in_picture(content: bytes) -> bytes:
    """Return the words in a picture's metadata, such as its author; nothing is escaped there.

    Pixels have a thousand signs that `plain_words` examines: 20 pictures took a fifth of its time.
    """
    ends = content[:_METADATA] + content[_METADATA:][-_METADATA:]
    # PNG has Latin-1, XMP has UTF-8.
    text = "\n".join((ends.decode("utf-8", "ignore"), ends.decode("latin-1"))).casefold()
    return b" ".join(text.encode("utf-8", "replace").translate(_WORD_BYTES).split())


# Between blocks that are put together.
BLOCK: Final = b"<p>"


def split_blocks(content: bytes) -> list[bytes]:
    """Split a file at tags of blocks on lines of their own; no phrase crosses them.

    No phrase has words of two of them.
    """
    return _BLOCKS.split(content)


def _decoded(text: str) -> str:
    if ";base64," in text:
        texts = (a2b_base64(data[: len(data) & ~3]) for data in _DATA.findall(text))
        text = "\n\n".join((text, *map(_read_text, texts)))
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
            return _read_percent(unquote_to_bytes(_PERCENTS.sub("%", escape)))
    letter = escape.lstrip("\\")[0]
    if letter not in "ux":
        return "\n" if letter == "n" else " "
    units = (min(int(number, 16), sys.maxunicode) for number in _HEXADECIMAL.findall(escape))
    return "".join(map(chr, units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_percent(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _comments_last(text: str) -> str:
    if "<!--" not in text:
        return text
    first, *others = text.split("<!--")
    lines, comments = [first], []
    for other in others:
        comment, end, after = other.partition("-->")
        lines.append(after if end else comment)
        comments.append(comment if end else "")
    return _BOUNDARY.join(("".join(lines), *comments))


def _without_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _comments_last(text)
    tags = [tag[0] for tag in _LONG_TAG.findall(text)]
    text = _LONG_TAG.sub(r"<\2>", text)
    text = _SHORT_TAG.sub(" ", _BLOCK_TAG.sub(_BOUNDARY, _INLINE_TAG.sub("", text)))
    return _BOUNDARY.join((text, *tags))
