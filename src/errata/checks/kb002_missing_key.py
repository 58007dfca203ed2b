"""An article without a title.

If an article has no `title`, its first heading is used, unless that is one of several sections. If
it has no heading either, the name of the file is used, and readers see that name in lists and
search results.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UntitledArticle

SEVERITY = Severity.WARNING


def check(subject: FrontMatterContext | UntitledArticle) -> Findings:
    """Report a key without a value here; reading notes whether there is a heading."""
    if isinstance(subject, UntitledArticle):
        remedy = "start it with a heading, `# …`, that names the problem in the reader's words"
        yield Finding(
            f"the article has no title: it is called `{subject.shown}`", subject.span, remedy
        )
        return
    entry = subject.entries.get("title")
    if entry and not subject.schema.title and "title" not in subject.malformed:
        remedy = "write `title: …` that names the problem in the reader's words"
        yield Finding("`title` has no value", subject.span("title"), remedy)
