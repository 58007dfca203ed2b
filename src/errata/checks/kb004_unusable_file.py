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

A program that saved the file in the wrong encoding turned `ö` into `Ã¶`, or lost characters: `�`
stands for them. That is a warning, too. An article that also has letters such as `ö` as they should
be, and one that shows such characters as code, is about them.
"""

from errata.articles.front_matter.hidden import describe_hidden_character
from errata.checks.blanks import blank_places
from errata.checks.places import text_place
from errata.checks.written import WrittenText, list_written_texts, read_written
from errata.diagnostics import Finding, Findings, Fix, Severity
from errata.model import ReadArticle
from errata.model.observations import TooDeeplyNested, TooManyReferences, UnusableFile
from errata.text.characters import BIDI, HIDDEN_REFERENCE, find_twice_encoded

SEVERITY = Severity.ERROR


def check(
    observation: UnusableFile | TooDeeplyNested | TooManyReferences | ReadArticle,
) -> Findings:
    """Report the reason that the reader noted; only a warning if nothing of the site is lost."""
    if isinstance(observation, ReadArticle):
        yield from _look_for_hidden(observation)
        yield from _look_for_damage(read_written(observation))
    elif isinstance(observation, TooDeeplyNested):
        message = (
            f"lists and quotes are nested deeper than {observation.limit} levels, and shown as text"
        )
        yield Finding(message, observation.span, "nest them less deeply, or raise `limits.nesting`")
    elif isinstance(observation, TooManyReferences):
        message = "long addresses or abbreviations would make the page longer than the article"
        remedy = "shorten them, or use them less often; the last ones are not shown as such"
        yield Finding(message, observation.span, remedy)
    else:
        severity = SEVERITY if observation.is_left_out else Severity.WARNING
        yield Finding(
            observation.message, observation.span, observation.help, severity, end=observation.end
        )


def _look_for_damage(written: WrittenText) -> Findings:
    """Report characters that were converted wrongly; code may show them on purpose."""
    if written.text.isascii():
        return
    text = blank_places(written.text, written.code)
    if (offset := text.find("\ufffd")) >= 0:
        remedy = "type the character that was there, and save the file as UTF-8"
        yield text_place(written, offset, offset + 1).finding(
            "a character was lost when this file was converted", remedy, Severity.WARNING
        )
    places = find_twice_encoded(text)
    if not places or any(map(_is_letter, blank_places(text, [place[:2] for place in places]))):
        return
    start, end, original = places[0]
    message = (
        f"`{text[start:end]}` stands for `{original}`: this file was saved in a wrong encoding"
    )
    edits = tuple(written.edit(*place) for place in places)
    fix = Fix("Restore the original characters", edits, safe=False)
    yield text_place(written, start, end).finding(
        message, "restore the characters, and save the file as UTF-8", Severity.WARNING, fix=fix
    )


def _is_letter(char: str) -> bool:
    return not char.isascii() and char.isalpha()


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
