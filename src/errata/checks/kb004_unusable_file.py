"""A file that errata cannot use, or uses differently from how it looks.

The file is not UTF-8 text, contains NUL bytes or bidirectional control characters, exceeds one of
the `[limits]`, cannot be opened, is a link that leaves the knowledge base, or could run as a script
on the site. It is left out and the other files are built. A locale folder named `pt_BR` is read as
`pt-BR`, with a warning. Names that Windows cannot have, and files whose names differ only in case
or in how accents are composed, are warnings, too: a clone of the repository would lack them there.
So is a table of contents of another tool that is not valid YAML or JSON: its order is not used.

An escape in the front matter and a reference such as `&#x202e;` also stand for a control character.
They are warnings: the front matter is used without the character, and the text shows the reference
as it is written.
"""

from errata.articles.front_matter.hidden import describe_hidden_character
from errata.checks.written import list_written_texts
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle
from errata.model.observations import TooDeeplyNested, TooManyReferences, UnusableFile
from errata.text.characters import BIDI, HIDDEN_REFERENCE

SEVERITY = Severity.ERROR


def check(seen: UnusableFile | TooDeeplyNested | TooManyReferences | ReadArticle) -> Findings:
    """Report the reason that the reader noted; only a warning if nothing of the site is lost."""
    if isinstance(seen, ReadArticle):
        yield from _look_for_hidden(seen)
    elif isinstance(seen, TooDeeplyNested):
        message = f"lists and quotes are nested deeper than {seen.limit} levels, and shown as text"
        yield Finding(message, seen.span, "nest them less deeply, or raise `limits.nesting`")
    elif isinstance(seen, TooManyReferences):
        message = "references to long addresses would make the page longer than the article"
        remedy = "shorten the addresses, or use them less often; the last references are not links"
        yield Finding(message, seen.span, remedy)
    else:
        severity = SEVERITY if seen.is_left_out else Severity.WARNING
        yield Finding(seen.message, seen.span, seen.help, severity, end=seen.end)


def _look_for_hidden(read: ReadArticle) -> Findings:
    """Report references to control characters, and such characters in included files."""
    for written in list_written_texts(read):
        found = HIDDEN_REFERENCE.search(written.prose) if "&#" in written.prose else None
        outcome = "is shown as it is written"
        if (
            not found
            and written.path != read.article.source
            and (found := BIDI.search(written.text))
        ):
            outcome = "is removed"
        if found:
            span, end = written.span(found.start()), written.end(found.end())
            hidden = describe_hidden_character(found[0], span, end, outcome)
            yield Finding(
                hidden.message, hidden.span, hidden.help, Severity.WARNING, end=hidden.end
            )
