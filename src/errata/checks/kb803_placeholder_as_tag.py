"""An unknown tag such as `<host>`, which a browser would not show.

errata shows it as text. Write `&lt;host&gt;`, or use a code span.
"""

import re
from collections.abc import Iterator

from errata.checks.places import MarkedPlace, text_place
from errata.checks.written import WrittenText, find_written_text
from errata.diagnostics import Finding, Findings, Fix, Severity
from errata.model import ReadArticle
from errata.model.observations import UnknownTag

SEVERITY = Severity.ERROR


def check(read: ReadArticle) -> Findings:
    """Show how to write it."""
    for observation in read.observations:
        if isinstance(observation, UnknownTag):
            yield _finding(observation, find_written_text(read, observation.span))


def _finding(tag: UnknownTag, written: WrittenText) -> Finding:
    # `>` need not be escaped: without its `<` no browser takes it for the end of a tag.
    message = f"`<{tag.name}>` is not an HTML element, so a browser would not show it"
    remedy = f"escape it: `&lt;{tag.name}>`"
    places = [*_places(tag, written)]
    if not places:
        # In the code of raw HTML: `<pre>GET http://<host>/</pre>`.
        match = _pattern(tag).search(written.body, written.offset(tag.span.line))
        place = text_place(written, *match.span()) if match else MarkedPlace(tag.span, None)
        return place.finding(message, remedy)
    first = places[0]
    # A name that HTML has, too, is a placeholder only where nothing closes it.
    edits = tuple(written.edit(offset, offset + 1, "&lt;") for offset in places if tag.is_unknown)
    fix = Fix(f"Escape `<{tag.name}>`", edits or (written.edit(first, first + 1, "&lt;"),))
    end = written.text.find(">", first) + 1
    return text_place(written, first, end).finding(message, remedy, fix=fix)


def _pattern(tag: UnknownTag) -> re.Pattern[str]:
    # "<host>", "</host>" and "<host name>"; not "<hostname>".
    return re.compile(rf"(?<!\\)</?{re.escape(tag.name)}(?![\w:.-])[^<>]*+>")


def _places(unknown: UnknownTag, written: WrittenText) -> Iterator[int]:
    """Find each such tag in the text, but not in an address or after a backslash."""
    addresses = [(link.address_start - 1, link.address_end) for link in written.links]
    for match in _pattern(unknown).finditer(written.prose, written.offset(unknown.span.line)):
        if not any(start <= match.start() < end for start, end in addresses):
            yield match.start()
