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


def check(
    observation: UnusableFile | TooDeeplyNested | TooManyReferences | ReadArticle,
) -> Findings:
    """Report the reason that the reader noted; only a warning if nothing of the site is lost."""
    if isinstance(observation, ReadArticle):
        yield from _look_for_hidden(observation)
    elif isinstance(observation, TooDeeplyNested):
        message = (
            f"lists and quotes are nested deeper than {observation.limit} levels, and shown as text"
        )
        yield Finding(message, observation.span, "nest them less deeply, or raise `limits.nesting`")
    elif isinstance(observation, TooManyReferences):
        message = "references to long addresses would make the page longer than the article"
        remedy = "shorten the addresses, or use them less often; the last references are not links"
        yield Finding(message, observation.span, remedy)
    else:
        severity = SEVERITY if observation.is_left_out else Severity.WARNING
        yield Finding(
            observation.message, observation.span, observation.help, severity, end=observation.end
        )


def _look_for_hidden(read: ReadArticle) -> Findings:
    """Report references to control characters, and such characters in included files."""
    for written in list_written_texts(read):
        match = HIDDEN_REFERENCE.search(written.prose) if "&#" in written.prose else None
        outcome = "is shown as it is written"
        if (
            not match
            and written.path != read.article.source
            and (match := BIDI.search(written.text))
        ):
            outcome = "is removed"
        if match:
            span, end = written.span(match.start()), written.end(match.end())
            hidden = describe_hidden_character(match[0], span, end, outcome)
            yield Finding(
                hidden.message, hidden.span, hidden.help, Severity.WARNING, end=hidden.end
            )
