"""An article without keywords, or with only the keyword `KCS`.

Without keywords, search can only use the text. Add the words that readers use and the article does
not. This is only reported if every article must have keywords: `required` in `[metadata]`, or
articles in the KCS format.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(front: FrontMatterContext) -> Findings:
    """Report a key that is missing, that is empty, or that says nothing."""
    if front.schema.keywords or not front.demands("keywords"):
        return
    entry = front.entries.get("keywords")
    state = "is missing" if entry is None else "is empty"
    if entry is not None and entry.texts:
        state = "says only `KCS`"
    remedy = "add the words that readers would search for"
    yield Finding(f"`keywords` {state}", front.span("keywords"), remedy)
