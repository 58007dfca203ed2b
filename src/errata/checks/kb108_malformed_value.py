"""A value of the wrong type for its key, such as text where a number is needed.

The article is built as if the key had no value. If the key belongs to another tool and only stands
for one of errata's keys, it can mean something else there, so this is only a warning.
"""

from errata.articles.front_matter.entries import FrontMatterContext, NestedValue
from errata.articles.numbers import example_number, fit_number
from errata.diagnostics import Finding, Findings, Severity
from errata.model import INTERNAL_KEYS
from errata.model.observations import MalformedValue
from errata.text.display import shorten_line

SEVERITY = Severity.ERROR


def check(subject: FrontMatterContext | MalformedValue) -> Findings:
    """Report malformed values; internal ones are judged by their shape and never repeated."""
    if isinstance(subject, MalformedValue):
        severity = Severity.WARNING if subject.is_foreign else SEVERITY
        yield Finding(subject.message, subject.span, subject.help, severity, end=subject.end)
        return
    yield from _number(subject)
    # The schema has no field for these keys, so that no fault of it can name them.
    for key in INTERNAL_KEYS:
        entry = subject.entries.get(key)
        if entry is not None and isinstance(entry.value, tuple | NestedValue):
            message = f"the value of `{key}` is not text"
            yield Finding(message, subject.span(key), "write it on one line")


def _number(subject: FrontMatterContext) -> Findings:
    """Report a number that does not fit the knowledge base's pattern."""
    written, pattern = subject.schema.article_number, subject.number_pattern
    if not written or not pattern or fit_number(written, pattern):
        return
    message = f"`article-number`: `{shorten_line(written)}` does not fit `{pattern}`"
    example = example_number(pattern)
    remedy = f"write it as in `{example}`" if example else "write it like the other numbers"
    remedy += ", or change `number` of `[articles]` in `errata.toml`"
    yield Finding(
        message,
        subject.place("article-number"),
        remedy,
        end=subject.value_end("article-number"),
    )
