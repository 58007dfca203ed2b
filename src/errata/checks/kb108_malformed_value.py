"""A value that is not of the type its key needs, such as a boolean, a number or a UUID.

The article is built as if the key had no value; without a title it is left out.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.entries import NestedValue
from errata.diagnostics import Finding, Findings, Severity
from errata.model import INTERNAL_KEYS
from errata.model.observations import MalformedValue

SEVERITY = Severity.ERROR


def check(seen: FrontMatterContext | MalformedValue) -> Findings:
    """Internal values are looked at for their shape only, and never repeated."""
    if isinstance(seen, MalformedValue):
        yield Finding(seen.message, seen.span, seen.help)
        return
    # The schema has no field for these keys, so that no fault of it can name them.
    for key in INTERNAL_KEYS:
        entry = seen.entries.get(key)
        if entry is not None and isinstance(entry.value, tuple | NestedValue):
            message = f"`{key}`: value is not a text"
            yield Finding(message, seen.span(key), "write it on one line")
