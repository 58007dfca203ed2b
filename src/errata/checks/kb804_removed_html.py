"""HTML that articles cannot contain and that was removed: scripts, frames, forms, styles.

Readers see text that was hidden with `hidden` or `display: none`. Write it as a comment.
"""

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
    for observation in read.observations:
        if isinstance(observation, RemovedHtml):
            place = _place(observation, find_written_text(read, observation.span))
            yield place.finding(f"{observation.what} is not allowed in an article and is removed")


def _place(removed: RemovedHtml, written: WrittenText) -> MarkedPlace:
    """Return the place of the tag or attribute; of its block where the text was repaired."""
    begin = written.offset(removed.span.line)
    start = written.prose.find(removed.tag, begin, begin + _REACH) if removed.tag else -1
    if start < 0:
        return MarkedPlace(removed.span, None)
    end = start + len(removed.tag)
    if removed.attribute:
        # "onclick" of '<b title="onclick" onclick="a()">' with its value, the second one.
        written_as = re.compile(
            rf"""(?<=\s){re.escape(removed.attribute)}(?:\s*+=\s*+(?:"[^"]*"|'[^']*'|[^\s"'>]++))?""",
            re.IGNORECASE,
        )
        if match := written_as.search(written.prose, start, end):
            start, end = match.span()
    return text_place(written, start, end)
