"""A heading that skips a level, a second title, or an id that two headings share.

People who use a screen reader move from heading to heading by level, and a gap sounds like missing
content. The page is built as if the level were right: one below the heading that contains it, or
the second level, since the title of the article is the first. If several headings of an article
skip the same level, the first one is reported with their number.

A page has one title, so further first-level headings are shown as second-level headings. If two
headings have the same `{#id}`, links lead to the first one and the second one gets another id.
"""

import re
from collections.abc import Sequence
from typing import Final

from errata.checks.places import MarkedPlace, text_place
from errata.checks.written import find_written_text, read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Fix, Related, Severity, Span
from errata.model import ReadArticle
from errata.model.observations import FurtherTitle, LevelChange, RepeatedId, SkippedLevel

SEVERITY = Severity.WARNING


# "### Cause" and "> ## Cause", up to the signs; not "###Cause" and "Cause\n---".
_SIGNS: Final = compile_late(r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)?(#{1,6})(?=[ \t])")


def check(read: ReadArticle) -> Findings:
    """Report the right level or id."""
    for observation in read.observations:
        yield from _look(observation, read)


def _look(observation: object, read: ReadArticle) -> Findings:
    match observation:
        case SkippedLevel():
            times = f" ({observation.count} times)" if observation.count > 1 else ""
            level = observation.level
            message = f"a heading of level {observation.authored} where level {level} is expected"
            remedy = f"begin it with `{'#' * level}`: this is how it is shown"
            fix = _fix_levels(observation.changes, read)
            yield _place(observation.span, read).finding(message + times, remedy, fix=fix)
        case FurtherTitle():
            times = f" ({observation.count} of them)" if observation.count > 1 else ""
            message = f"another first-level heading after the title{times}"
            skipped = [each for each in read.observations if isinstance(each, SkippedLevel)]
            fix = _fix_levels(skipped[0].changes, read) if skipped else None
            remedy = "begin it with `##`: this is how it is shown"
            yield _place(observation.span, read).finding(message, remedy, fix=fix)
        case RepeatedId():
            message = f"another heading already has the id `{observation.id}`"
            other = Related(_place(observation.first, read).span, "the other heading")
            place, fix = _place(observation.span, read), _fix_id(observation, read)
            yield place.finding(message, "give it another id", related=(other,), fix=fix)


def _place(span: Span, read: ReadArticle) -> MarkedPlace:
    """Return the place of the heading, from its signs to the end of its line."""
    written = find_written_text(read, span)
    begin = written.offset(span.line)
    end = written.text.find("\n", begin)
    line = written.text[begin : end if end >= 0 else len(written.text)]
    match = _SIGNS.match(line)
    start = begin + (match.start(1) if match else len(line) - len(line.lstrip()))
    return text_place(written, start, begin + len(line.rstrip()))


def _fix_levels(changes: Sequence[LevelChange], read: ReadArticle) -> Fix | None:
    """Write every heading as it is shown: one fix alone would change the levels below."""
    edits, written = [], read_written(read)
    for change in changes:
        begin = written.offset(change.span.line)
        match = _SIGNS.match(written.text, begin)
        if change.span.path != read.article.source or not match:
            return None
        if len(match[1]) != change.authored or match.start(1) >= written.text.find("\n", begin):
            return None
        edits.append(written.edit(*match.span(1), "#" * change.shown))
    return Fix("Write headings at the level at which they are shown", tuple(edits))


def _fix_id(repeated: RepeatedId, read: ReadArticle) -> Fix | None:
    """Write the id that the page uses, if the heading's line names the other one once."""
    written = find_written_text(read, repeated.span)
    begin = written.offset(repeated.span.line)
    end = written.text.find("\n", begin)
    # "more" of "## Links {#more}" and "## Links {.wide #more}"; not of "{#more-links}".
    id_alone = re.compile(rf"\{{[^{{}}]*?#({re.escape(repeated.id)})(?=[\s}}])")
    line_end = end if end >= 0 else len(written.text)
    matches = [*id_alone.finditer(written.text, begin, line_end)]
    if not repeated.new_id or len(matches) != 1:
        return None
    edit = written.edit(*matches[0].span(1), repeated.new_id)
    return Fix(f"Write the id that it has on the page: `{repeated.new_id}`", (edit,))
