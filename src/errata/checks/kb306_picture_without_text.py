"""A picture without alternative text.

People who use a screen reader do not know what the picture shows, and search does not find it.
Describe what matters in it: `![The dialog with the error "Access denied"](dialog.png)`. If the
picture is only decoration, write `<img src="line.png" alt="">`.
"""

from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.diagnostics import Findings, Severity, join_repetitions
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True


def check(read: ReadArticle) -> Findings:
    """Check every picture, written in markdown or in HTML."""
    yield from join_repetitions(_every(read))


def _every(read: ReadArticle) -> Findings:
    written = read_written(read)
    for link in written.links:
        if link.is_picture and not link.text.strip() and not link.is_decorative:
            remedy = "describe the picture between the brackets"
            message = "a picture without alternative text"
            yield text_place(written, link.start, link.end).finding(message, remedy)
