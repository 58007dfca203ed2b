"""Places of findings: a whole article, a heading, or a mention of a code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from errata.diagnostics import Finding, Fix, Related, Severity, Span
from errata.model import Article, Heading, Mention, Position, SectionKind

if TYPE_CHECKING:
    from errata.checks.written import WrittenText


# Where an author names what went wrong. What looks like a code in a resolution may be a setting, a
# version or a ticket just as well.
_PROBLEM_SECTIONS: Final = frozenset(
    {SectionKind.ISSUE, SectionKind.DESCRIPTION, SectionKind.CAUSE}
)
_PROBLEM_KEYS: Final = frozenset({"title", "description", "keywords"})


class MarkedPlace(NamedTuple):
    """A place and its end, if that is known."""

    span: Span
    end: tuple[int, int] | None

    def finding(  # noqa: PLR0913 - as a `Finding` has them
        self,
        message: str,
        help: str = "",  # noqa: A002 - the word a `Finding` uses
        severity: Severity | None = None,
        *,
        related: tuple[Related, ...] = (),
        fix: Fix | None = None,
        count: int = 0,
    ) -> Finding:
        """Make a finding at this place."""
        return Finding(message, self.span, help, severity, related, self.end, fix, count)


def title_place(article: Article) -> MarkedPlace:
    """Return the place of the title in the front matter; without one, of the file's start."""
    return value_place(article, "title")


def value_place(article: Article, key: str) -> MarkedPlace:
    """Return the place of a key's value that is noted in `Metadata.value_places`."""
    place = article.metadata.value_places.get(key, Position())
    return MarkedPlace(Span(article.source, place.line, place.column), place.end)


def heading_place(article: Article, heading: Heading) -> MarkedPlace:
    """Return the place of the heading's text."""
    end = (heading.line, heading.column + heading.length) if heading.length else None
    return MarkedPlace(Span(article.source, heading.line, heading.column), end)


def line_place(written: WrittenText, line: int) -> MarkedPlace:
    """Return the place of a whole line, without the white space around it."""
    begin = written.offset(line)
    end = written.text.find("\n", begin)
    text = written.text[begin : end if end >= 0 else len(written.text)]
    return text_place(written, begin + len(text) - len(text.lstrip()), begin + len(text.rstrip()))


def text_place(written: WrittenText, start: int, end: int) -> MarkedPlace:
    """Return the place of a range of characters; empty text has no end."""
    return MarkedPlace(written.span(start), written.end(end) if end > start else None)


def suspect_mentions(article: Article, kind: str) -> Iterator[Mention]:
    """Yield the first mention of each text of that kind in the parts that name the problem."""
    codes: set[str] = set()
    for mention in article.mentions:
        names_problem = mention.where in _PROBLEM_KEYS or mention.section in _PROBLEM_SECTIONS
        if mention.kind == kind and names_problem and mention.surface not in codes:
            codes.add(mention.surface)
            yield mention


def error_mentions(article: Article) -> Iterator[Mention]:
    """Yield the first mention of each error code."""
    codes: set[str] = set()
    for mention in article.mentions:
        if mention.kind == "error" and mention.code not in codes:
            codes.add(mention.code)
            yield mention


def mention_place(article: Article, mention: Mention) -> MarkedPlace:
    """Return the place of a mention, without its end if the file has it in another form."""
    end = (mention.line, mention.column + len(mention.surface)) if mention.is_exact else None
    return MarkedPlace(Span(article.source, mention.line, mention.column), end)
