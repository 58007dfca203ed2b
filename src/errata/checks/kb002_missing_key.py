"""A required key of the front matter that is missing.

Every article needs a `title`; a `KA-` article needs its `article-number`, a `KT-` page its `kt`.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.ERROR


def check(front: FrontMatterContext) -> Findings:
    """Look for the title and the number; a value that is malformed is not missing."""
    if not front.schema.title and "title" not in front.malformed:
        state = "has no value" if "title" in front.entries else "is missing"
        remedy = "write `title: …` with the problem in the reader's words"
        yield Finding(f"required key `title` {state}", front.span("title"), remedy)
    # For a video page the file's name is enough.
    if front.written_number or front.number.startswith("KT-"):
        return
    entry = front.entries.get("article-number")
    if entry is None or entry.value is None:
        message = "required key `article-number` is missing"
        remedy = f"write `article-number: {front.number or 'KA-19371'}`"
        yield Finding(message, front.span("article-number"), remedy)
