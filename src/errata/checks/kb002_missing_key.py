"""An article whose title nobody wrote.

An article without a `title` has its first heading as the title. One without a heading as well is
called by its file's name, which readers see in lists and search results.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UntitledArticle

SEVERITY = Severity.WARNING


def check(seen: FrontMatterContext | UntitledArticle) -> Findings:
    """A key without a value is a slip; whether there is a heading, reading says."""
    if isinstance(seen, UntitledArticle):
        remedy = "begin it with a heading, `# …`, that has the problem in the reader's words"
        yield Finding(f"the article has no title: it is called `{seen.shown}`", seen.span, remedy)
        return
    entry = seen.entries.get("title")
    if entry and not seen.schema.title and "title" not in seen.malformed:
        remedy = "write `title: …` with the problem in the reader's words"
        yield Finding("`title` has no value", seen.span("title"), remedy)
