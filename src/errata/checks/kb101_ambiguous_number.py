"""An article number that two files claim, or that differs from its file's name.

The number is the article's identity in all languages and its address. Numbers that differ only in
case are one number: to many systems their addresses are the same. Where two files of a locale claim
one, the file with that name is built, and the other is left out until it has its own.

Where `[articles] number` in `errata.toml` says how numbers are written, a file is named after its
number.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.articles.front_matter.schema import display_value
from errata.articles.numbers import fit_number
from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model.observations import DuplicateNumber

SEVERITY = Severity.ERROR


def check(seen: FrontMatterContext | DuplicateNumber) -> Findings:
    """Compare number and name of one file; which of two files gives way is known already."""
    if isinstance(seen, DuplicateNumber):
        message = f"article number `{seen.number}` is already taken by `{seen.first.path}`"
        remedy = "this article is left out: give it a number of its own, or remove one of the two"
        other = Related(seen.first, "the other article")
        yield Finding(message, seen.span, remedy, related=(other,))
        return
    number, stem = seen.written_number, seen.source.stem
    # Without a pattern a file may be called anything.
    if number and seen.number_pattern and number != fit_number(stem, seen.number_pattern):
        key = "article-number" if seen.schema.article_number else "kt"
        message = f"article number `{number}` differs from the file name `{display_value(stem)}`"
        remedy = f"rename the file to `{number}.md`, or correct `{key}`"
        yield Finding(message, seen.span(key), remedy)
