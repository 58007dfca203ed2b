"""HTML that articles cannot contain and that was removed: scripts, frames, forms, styles."""

import re
from typing import Final

from errata.checks.places import MarkedPlace, text_place
from errata.checks.written import WrittenText, find_written_text
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle
from errata.model.observations import RemovedHtml

SEVERITY = Severity.WARNING

# How many characters from the beginning of a block are searched for its tag: every tag of a long
# block is looked for anew, and the work must not grow with the square of its length.
_REACH: Final = 50_000


def check(read: ReadArticle) -> Findings:
    """Report HTML that is not on the page."""
    for seen in read.observations:
        if isinstance(seen, RemovedHtml):
            place = _place(seen, find_written_text(read, seen.span))
            yield place.finding(f"{seen.what} is not allowed in an article and is removed")


def _place(seen: RemovedHtml, written: WrittenText) -> MarkedPlace:
    """Return the place of the tag or attribute; of its block where the text was repaired."""
    begin = written.offset(seen.span.line)
    start = written.prose.find(seen.tag, begin, begin + _REACH) if seen.tag else -1
    if start < 0:
        return MarkedPlace(seen.span, None)
    end = start + len(seen.tag)
    if seen.attribute:
        # "onclick" of '<b title="onclick" onclick="a()">' with its value, the second one.
        written_as = re.compile(
            rf"""(?<=\s){re.escape(seen.attribute)}(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]++))?""",
            re.IGNORECASE,
        )
        if found := written_as.search(written.prose, start, end):
            start, end = found.span()
    return text_place(written, start, end)
