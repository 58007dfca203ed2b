"""A picture that is embedded in the article as a `data:` URI.

errata publishes it as a file. Save it below `assets/` and link to it, so that the article stays
readable and the picture can be replaced. `errata check --fix --unsafe-fixes` does both: it writes
the picture to a new file and links it. Commit the new files with the article.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from hashlib import sha256
from posixpath import basename, dirname, join, splitext
from typing import Final

from errata.articles.markdown.images import decode_picture, name_picture
from errata.checks.places import text_place
from errata.checks.written import WrittenText, find_written_text
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Fix, NewFile, Severity
from errata.model import ReadArticle
from errata.model.observations import EmbeddedImage

SEVERITY = Severity.WARNING

# "data:image/png;base64,iVBO…" up to the bracket or quote behind it.
_URI: Final = compile_late(r"data:[^\s()<>\"']++")
# The characters of a name that a link would have to escape: " " and "é" yes; "KA-1_a.b" no.
_UNSAFE: Final = compile_late(r"[^A-Za-z0-9._-]+")
# Hexadecimal digits of the picture's digest: enough for those of one article.
_DIGITS: Final = 8


def check(read: ReadArticle) -> Findings:
    """Report each embedded picture, and whether it can be shown at all."""
    places: dict[str, _Places] = {}
    for image in read.observations:
        if not isinstance(image, EmbeddedImage):
            continue
        written = find_written_text(read, image.span)
        if written.path not in places:
            places[written.path] = _Places(written)
        uri = places[written.path].find(image)
        message = (
            "image embedded as a `data:` URI" if image.path else "embedded image cannot be read"
        )
        remedy = "save it in `assets/` and link to the file"
        if uri is None:
            yield Finding(message, image.span, remedy)
            continue
        fix = _make_fix(uri, written) if image.path else None
        yield text_place(written, *uri.span()).finding(message, remedy, fix=fix)


class _Places:
    """The `data:` URIs of a file; each is found once."""

    def __init__(self, written: WrittenText) -> None:
        self._written = written
        self._by_picture: dict[str, list[re.Match[str]]] = defaultdict(list)
        for uri in _URI.finditer(written.text):
            decoded = decode_picture(uri[0])
            self._by_picture[name_picture(*decoded) if decoded else ""].append(uri)

    def find(self, image: EmbeddedImage) -> re.Match[str] | None:
        """Return the first URI after its block's beginning, else its definition, `[a]: data:…`."""
        waiting = self._by_picture.get(image.path, [])
        begin = self._written.offset(image.span.line)
        index = bisect_left(waiting, begin, key=re.Match.start)
        return waiting.pop(index if index < len(waiting) else 0) if waiting else None


def _make_fix(uri: re.Match[str], written: WrittenText) -> Fix | None:
    """Save the picture as a file beside the article, named after both."""
    decoded = decode_picture(uri[0])
    header, _, encoded = uri[0].partition(",")
    if not decoded or "%" in encoded:
        return None
    data, extension = decoded
    stem = _UNSAFE.sub("-", splitext(basename(written.path))[0]).strip(".-")
    digest = sha256(data).hexdigest()[:_DIGITS]
    name = f"assets/{stem}-{digest}.{extension}" if stem else f"assets/{digest}.{extension}"
    begin = uri.start() + len(header) + 1
    new = NewFile(join(dirname(written.path), name), written.span(begin), written.end(uri.end()))
    edit = written.edit(*uri.span(), name)
    # The page stays the same. But who commits the article alone publishes it without the picture.
    return Fix(f"Save the picture as `{name}`", (edit,), safe=False, creates=(new,))
