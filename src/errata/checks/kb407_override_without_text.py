"""A code in `error-codes` or `not-error-codes` that the article no longer contains.

Both keys correct what errata finds in the text. When the text changes, an old entry either lists
the article on the page of a code that it does not mention, or hides a code that somebody adds
later.
"""

from errata.articles.markdown.context import ALL_REJECTED
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model import ReadArticle

SEVERITY = Severity.INFO


def check(read: ReadArticle) -> Findings:
    """Look for each code in the title, the keywords and the text, in any case."""
    metadata = read.article.metadata
    overrides = {
        "error-codes": metadata.error_codes,
        "not-error-codes": metadata.not_error_codes,
    }
    if not any(overrides.values()):
        return
    text = "\n".join(run.text for run in read.runs).casefold()
    for key, codes in overrides.items():
        span = Span(read.article.source, metadata.key_lines.get(key, 1))
        for code in codes:
            if code != ALL_REJECTED and code.casefold() not in text:
                message = f"`{key}` names `{code}`, which is not in the text"
                yield Finding(message, span, "remove it from the front matter")
