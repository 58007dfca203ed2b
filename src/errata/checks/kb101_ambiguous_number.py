"""An article number that differs from its file's name, or that two files claim.

The number is the article's identity across locales and its address, so `KA-19371` belongs in
`KA-19371.md`. Where two files claim one number in a locale, the one with that name is built.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.schema import display_value
from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import DuplicateNumber

SEVERITY = Severity.ERROR


def check(seen: FrontMatterContext | DuplicateNumber) -> Findings:
    """Compare number and name of one file; which of two files gives way is known already."""
    if isinstance(seen, DuplicateNumber):
        message = f"article number `{seen.number}` is already taken by `{seen.first}`"
        remedy = "this article is left out: give it a number of its own, or remove one of the two"
        yield Finding(message, seen.span, remedy)
        return
    number, stem = seen.written_number, seen.source.stem
    if number and number != stem:
        key = "article-number" if seen.schema.article_number else "kt"
        message = f"article number `{number}` differs from the file name `{display_value(stem)}`"
        remedy = f"rename the file to `{number}.md`, or correct `{key}`"
        yield Finding(message, seen.span(key), remedy)
