"""Takes `data:` pictures out of the article and into files, named by the digest of their bytes.

Such a URI may be hundreds of kilobytes long, so one inline rule reads it whole before markdown-it's
own rule would go through it by the character. PNG, JPEG, GIF and WebP are taken, and only where
the bytes begin as the type says; of anything else the alternative text is left.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec.structs import replace

from errata.articles.markdown.context import ParseContext, parse_context
from errata.articles.markdown.syntax.labels import bracket_pairs
from errata.articles.markdown.tokens import add_pattern_rule, make_text, push_picture
from errata.data.patterns import compile_late
from errata.diagnostics import find_line_starts, locate_character
from errata.model import Embedded, Position
from errata.model.observations import EmbeddedImage

# The prefix of a picture's source until the sanitiser's callback reads it; the file's name follows.
PREFIX: Final = "#embedded/"
# The folder of the picture's file, below the site's root.
FOLDER: Final = "assets/embedded/"

# '![A dialog](data:image/png;base64,iVBO "Title")' yes; "![a](b.png)" and "![[a](data:,b)" no.
_EMBEDDED: Final = compile_late(
    r'!\[([^\[\]\\`]{0,1000}+)\]\(\s?(data:[^\s()<>]*+)(?:\s++"([^"\\]{0,500}+)")?\s?\)'
)
# "data:image/png;base64," and "data:," yes; "data:image/png" and "http:" no.
_HEADER: Final = compile_late(r"data:([\w.+/-]{0,80}+)((?:;[\w.=-]{0,80}+){0,8}),", re.IGNORECASE)
# "data:image/png;base64,iVBO" in any place of a file; nothing of "data:text/plain,a".
_URI: Final = compile_late(r"data:image/[\w.+-]{1,40}+;base64,[A-Za-z0-9+/=%]*+", re.IGNORECASE)
# "https://www." and "http://" of a target that is shown; not "mailto:".
_SCHEME: Final = compile_late(r"^https?://(?:www\.)?")
# "(a.png =100x50)", '(a.png "b" =x50)' and "(a.png =100x)" yes; "(a.png)" and "(a.png =b)" no.
_SIZED: Final = compile_late(
    r'\( *([^\s()<>]{1,1000}+)(?: +"([^"\n]{0,200}+)")? +=(\d{0,4})x(\d{0,4}) *\)'
)


class _Format(NamedTuple):
    extension: str
    magic: tuple[bytes, ...]


_FORMATS: Final = {
    "image/png": _Format("png", (b"\x89PNG\r\n\x1a\n",)),
    "image/jpeg": _Format("jpg", (b"\xff\xd8\xff",)),
    "image/jpg": _Format("jpg", (b"\xff\xd8\xff",)),
    "image/gif": _Format("gif", (b"GIF87a", b"GIF89a")),
    "image/webp": _Format("webp", (b"RIFF",)),
}


def extend(md: MarkdownIt) -> None:
    """Add the inline rule before that of images, and the rules that work on the pictures."""
    add_pattern_rule(
        md,
        ("image", "embedded"),
        _EMBEDDED,
        lambda state, match: push_picture(state, match[2], match[1], title=match[3]),
    )
    md.inline.ruler.before("image", "sized_image", _read_sized)
    md.core.ruler.push("images", _extract_pictures)
    md.core.ruler.push("linked_images", _name_links)


def _read_sized(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a picture with a size, as in YFM, HackMD and wikis of Azure DevOps."""
    if not state.src.startswith("![", state.pos):
        return False
    end = bracket_pairs(state).get(state.pos + 1, state.posMax)
    match = _SIZED.match(state.src, end + 1, state.posMax) if end < state.posMax else None
    url = state.md.normalizeLink(match[1]) if match else ""
    if not match or not state.md.validateLink(url):
        return False
    if not silent:
        text = state.src[state.pos + 2 : end]
        push_picture(state, url, text, title=match[2], width=match[3], height=match[4])
    state.pos = match.end()
    return True


def embed_picture(uri: str, context: ParseContext, line: int) -> str | None:
    """Note the picture of a `data:` URI; return its source, or None if it has none."""
    decoded = decode_picture(uri)
    path = name_picture(*decoded) if decoded else ""
    context.observe(EmbeddedImage(context.place(line), path))
    if decoded is None:
        return None
    if path not in context.embedded:
        context.embedded[path] = Embedded(path, decoded[0], Position(context.own_line(line)))
    return PREFIX + path.removeprefix(FOLDER)


def locate_embedded(pictures: Collection[Embedded], text: str) -> Iterator[Embedded]:
    """Yield the pictures with the exact places of their addresses; `text` is the whole file."""
    places: dict[str, Position] = {}
    starts = find_line_starts(text) if pictures else []
    for uri in _URI.finditer(text) if pictures else ():
        if decoded := decode_picture(uri[0]):
            place = Position(*locate_character(starts, uri.start()), len(uri[0]))
            places.setdefault(name_picture(*decoded), place)
    for picture in pictures:
        position = places.get(picture.path)
        yield replace(picture, place=position) if position else picture


def name_picture(content: bytes, extension: str) -> str:
    """Return the path below the site's root for an embedded picture."""
    return f"{FOLDER}{hashlib.sha256(content).hexdigest()[:16]}.{extension.lstrip('.')}"


def decode_picture(uri: str) -> tuple[bytes, str] | None:
    """Decode a picture and its file extension; None for other types, encodings or damaged data."""
    header = _HEADER.match(uri)
    form = _FORMATS.get(header[1].lower()) if header else None
    if not header or not form or not header[2].lower().endswith(";base64"):
        return None
    encoded = uri[header.end() :]
    raw = unquote_to_bytes(encoded) if "%" in encoded else encoded.encode("ascii", "replace")
    raw += b"=" * (-len(raw) % 4)
    try:
        content = binascii.a2b_base64(raw, strict_mode=True)
    except binascii.Error:
        return None
    return (content, form.extension) if _is(content, form) else None


def _is(content: bytes, form: _Format) -> bool:
    return content.startswith(form.magic) and (form.extension != "webp" or content[8:12] == b"WEBP")


def _extract_pictures(state: StateCore) -> None:
    if "data:" not in state.src:
        return
    context = parse_context(state.env)
    line = context.first_line
    for token in state.tokens:
        line = context.line_of(token) if token.map else line
        if token.type == "inline" and token.children:
            token.children = list(_with_files(token.children, context, line))


def _with_files(children: list[Token], context: ParseContext, line: int) -> Iterator[Token]:
    for child in children:
        uri = str(child.attrs.get("src", "")) if child.type == "image" else ""
        if not uri.startswith("data:"):
            yield child
        elif source := embed_picture(uri, context, line):
            child.attrSet("src", source)
            yield child
        else:
            yield from child.children or ()


def _name_links(state: StateCore) -> None:
    """Name a link that is only a picture without alternative text by its target (WCAG H30).

    A link to the picture's own `data:` URI is removed, and its picture stays.
    """
    if "[![](" not in state.src:
        return
    for token in state.tokens:
        children = token.children or []
        dropped: set[int] = set()
        for opening, image, closing in zip(children, children[1:], children[2:], strict=False):
            types = (opening.type, image.type, closing.type)
            if types == ("link_open", "image", "link_close") and not image.children:
                if str(opening.attrs.get("href", "")).startswith("data:"):
                    dropped |= {id(opening), id(closing)}
                else:
                    image.children = [_name(opening)]
        if dropped:
            token.children = [child for child in children if id(child) not in dropped]


def _name(link: Token) -> Token:
    target = str(link.attrs.get("title") or link.attrs.get("href", ""))
    return make_text(_SCHEME.sub("", target))
