"""A block that is opened and never closed, or closed and never opened: code, tabs, collapsibles.

A comment that begins with `<!--` and has no `-->` is reported too: readers see what was meant to be
hidden. They also see a comment within a sentence that has an empty line, because the sentence ends
there. A callout or tab without text (`!!! note`, `=== "Linux"`) is an empty box: its text must be
indented by four spaces.
"""

from errata.checks.places import line_place, text_place
from errata.checks.written import find_written_text, list_written_texts
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle
from errata.model.observations import EmptyCallout, UnbalancedBlock

SEVERITY = Severity.WARNING
# "\n\n" and "\n> \n" yes; "\n> a\n" no.
_EMPTY_LINE = compile_late(r"\n[ \t>]*+\n")
# What is before a comment that begins a block: "  ", "- " and "> <div>" yes; "- Stop it" no.
_BEGINS_BLOCK = compile_late(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+(?:$|<)")


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
        begin = body.find("<!--")
        while begin >= 0:
            place = text_place(written, begin, begin + len("<!--"))
            close = body.find("-->", begin)
            if close < 0:
                message = "the comment that begins here does not end, so readers see it"
                yield place.finding(message, "write `-->` after it")
                break
            if _EMPTY_LINE.search(body, begin, close) and _is_in_sentence(body, begin):
                message = "the comment that begins here has an empty line, so readers see it"
                yield place.finding(message, "remove the empty line, or begin a new line before it")
            begin = body.find("<!--", close)


def _is_in_sentence(body: str, begin: int) -> bool:
    """Whether text stands before a comment on its line, and no HTML."""
    line = body[body.rfind("\n", 0, begin) + 1 : begin]
    return not _BEGINS_BLOCK.match(line)


def _finding(block: UnbalancedBlock, read: ReadArticle) -> Finding:
    place = line_place(find_written_text(read, block.span), block.span.line)
    if block.missing[0] in "`~":
        message = "the code that begins here does not end and includes the text after it"
        remedy = f"write {block.missing} alone on the line after the code"
        return place.finding(message, remedy)
    location = " at the end of a collapsible section" if block.missing == "+++" else ""
    return place.finding(f"`{block.missing}` is missing{location}")
