"""A block that is opened and never closed, or closed and never opened: code, tabs, collapsibles.

A comment that begins with `<!--` and has no `-->` is reported too: readers see what was meant to be
hidden. So is a callout or tab without text (`!!! note`, `=== "Linux"`), whose text must be indented
by four spaces.
"""

from errata.checks.places import line_place, text_place
from errata.checks.written import find_written_text, list_written_texts
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle
from errata.model.observations import EmptyCallout, UnbalancedBlock

SEVERITY = Severity.WARNING


def check(read: ReadArticle) -> Findings:
    """Name the missing marker."""
    for observation in read.observations:
        if isinstance(observation, UnbalancedBlock):
            yield _finding(observation, read)
        elif isinstance(observation, EmptyCallout):
            place = line_place(find_written_text(read, observation.span), observation.span.line)
            message = f"`{observation.mark}` has no text: readers see an empty box"
            yield place.finding(message, "indent its text by four spaces")
    yield from _look_for_comments(read)


def _look_for_comments(read: ReadArticle) -> Findings:
    for written in list_written_texts(read):
        body = written.without_code if "<!--" in written.body else ""
        begin = body.find("<!--", body.rfind("-->") + 1)
        if begin >= 0:
            message = "the comment that begins here does not end, so readers see it"
            place = text_place(written, begin, begin + len("<!--"))
            yield place.finding(message, "write `-->` after it")


def _finding(block: UnbalancedBlock, read: ReadArticle) -> Finding:
    place = line_place(find_written_text(read, block.span), block.span.line)
    if block.missing[0] in "`~":
        message = "the code that begins here does not end and includes the text after it"
        remedy = f"write {block.missing} alone on the line after the code"
        return place.finding(message, remedy)
    location = " at the end of a collapsible section" if block.missing == "+++" else ""
    return place.finding(f"`{block.missing}` is missing{location}")
