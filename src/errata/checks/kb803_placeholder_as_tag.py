"""An unknown tag such as `<host>`, which a browser would not show.

errata shows it as text. Write `&lt;host&gt;`, or use a code span.
"""

import re
from collections.abc import Iterator

from errata.checks.places import text_place
from errata.checks.written import WrittenText, find_written_text
from errata.diagnostics import Finding, Findings, Fix, Severity
from errata.model import ReadArticle
from errata.model.observations import UnknownTag

SEVERITY = Severity.ERROR


def check(read: ReadArticle) -> Findings:
    """Show how to write it."""
    for seen in read.observations:
        if isinstance(seen, UnknownTag):
            yield _finding(seen, find_written_text(read, seen.span))


def _finding(seen: UnknownTag, written: WrittenText) -> Finding:
    # `>` need not be escaped: without its `<` no browser takes it for the end of a tag.
    message = f"`<{seen.name}>` is not an HTML element, so a browser would not show it"
    remedy = f"escape it: `&lt;{seen.name}>`"
    places = [*_places(seen, written)]
    if not places:
        return Finding(message, seen.span, remedy)
    first = places[0]
    # A name that HTML has, too, is a placeholder only where nothing closes it.
    edits = tuple(written.edit(at, at + 1, "&lt;") for at in places if seen.is_unknown)
    fix = Fix(f"Escape `<{seen.name}>`", edits or (written.edit(first, first + 1, "&lt;"),))
    end = written.text.find(">", first) + 1
    return text_place(written, first, end).finding(message, remedy, fix=fix)


def _places(seen: UnknownTag, written: WrittenText) -> Iterator[int]:
    """Find each such tag in the text, but not in an address or after a backslash."""
    # "<host>", "</host>" and "<host name>"; not "<hostname>".
    tag = re.compile(rf"(?<!\\)</?{re.escape(seen.name)}(?![\w:.-])[^<>]*+>")
    addresses = [(one.address_start - 1, one.address_end) for one in written.links]
    for found in tag.finditer(written.prose, written.offset(seen.span.line)):
        if not any(start <= found.start() < end for start, end in addresses):
            yield found.start()
