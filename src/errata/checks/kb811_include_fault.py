"""A file that an article includes and that cannot be inserted, so that readers miss its text.

The file must be in the knowledge base or in a folder that `includes` names in the configuration,
because nothing else is published. A file that includes itself, directly or through other files, is
left out the second time. Code that is inserted from a file must be text, and may be some of its
lines or a region with a name.
"""

from typing import Final

from errata.articles.includes import SNIPPETS
from errata.checks.places import MarkedPlace, line_place, text_place
from errata.checks.written import find_written_text
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle
from errata.model.observations import IncludeFault

SEVERITY = Severity.WARNING

# How many characters of a sentence are searched for the name of a file.
_REACH: Final = 5_000


def check(read: ReadArticle) -> Findings:
    """Report why the file is not inserted, and what to do."""
    for observation in read.observations:
        if isinstance(observation, IncludeFault):
            message, remedy = _describe(observation)
            yield _place(observation, read).finding(message, remedy)


def _place(fault: IncludeFault, read: ReadArticle) -> MarkedPlace:
    """Return the place of the file's name; of its line if the name is written otherwise."""
    written = find_written_text(read, fault.span)
    begin = written.offset(fault.span.line)
    # A sentence that includes a file may go over several lines.
    blank = written.text.find("\n\n", begin, begin + _REACH)
    start = written.text.find(fault.name, begin, blank if blank >= 0 else begin + _REACH)
    if start < 0:
        return line_place(written, fault.span.line)
    return text_place(written, start, start + len(fault.name))


def _describe(fault: IncludeFault) -> tuple[str, str]:
    """Return the message and the remedy."""
    message, remedy = _FAULTS[fault.why]
    if fault.nearest and fault.why != "outside":
        remedy = f"did you mean `{fault.nearest}`?"
    return message.format(f"`{fault.name}`"), remedy


# Why a file is not inserted -> message, with the name, and remedy if nothing has a similar name.
_FAULTS: Final = {
    "missing": ("there is no file {} to include", "correct its path"),
    "outside": (
        "{} is outside the knowledge base",
        "copy it into the knowledge base, or name its folder in `includes`",
    ),
    "loop": ("{} is included within itself", "remove one of the includes"),
    "code": (
        "there is no file of code {} to insert",
        "correct its path, name its folder in `includes`, or paste the code here",
    ),
    "part": (
        "{} has no such part to insert",
        "correct the lines or the name of the region",
    ),
    "snippet": (
        "there is no snippet {} to include",
        f"add it to `{SNIPPETS}`, or write the braces as code",
    ),
    "many": ("{} is one include too many", "write the text here, or include fewer files"),
}
