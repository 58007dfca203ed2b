"""An article number that two files claim, or that differs from the file name.

The number identifies an article in all languages and is its address. Numbers that differ only in
case count as the same number, because many systems do not distinguish their addresses. If two files
of a locale claim a number, the file with that name is built and the other is left out until it has
its own number.

If `[articles] number` in `errata.toml` says how numbers are written, the file must be named after
its number.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.numbers import fit_number
from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model.observations import DuplicateNumber
from errata.text.display import shorten_line
from errata.text.paths import number_key

SEVERITY = Severity.ERROR


def check(subject: FrontMatterContext | DuplicateNumber) -> Findings:
    """Compare number and name of a file; reading has decided which of two files is left out."""
    if isinstance(subject, DuplicateNumber):
        message = f"article number `{subject.number}` is already taken by `{subject.first.path}`"
        remedy = "this article is left out: give it its own number, or remove one of the two"
        other = Related(subject.first, "the other article")
        yield Finding(message, subject.span, remedy, related=(other,))
        return
    number, stem = subject.written_number, subject.source.stem
    # Without a pattern a file may be called anything.
    keys_of_name = {number_key(stem), number_key(fit_number(stem, subject.number_pattern))}
    if number and subject.number_pattern and number_key(number) not in keys_of_name:
        key = "article-number" if subject.schema.article_number else "kt"
        message = f"article number `{number}` differs from the file name `{shorten_line(stem)}`"
        remedy = f"rename the file to `{number}.md`, or correct `{key}`"
        yield Finding(message, subject.span(key), remedy)
