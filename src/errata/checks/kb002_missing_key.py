"""An article without a title.

If an article has no `title`, its first heading is used, unless that is one of several sections. If
it has no heading either, the name of the file is used, and readers see that name in lists and
search results. A name that is written as a title, such as `Help and support.md`, is one and is not
reported: Obsidian and GitHub's wikis have no other titles.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UntitledArticle
from errata.text.paths import file_name, strip_markdown_ending

SEVERITY = Severity.WARNING


def check(subject: FrontMatterContext | UntitledArticle) -> Findings:
    """Report a key without a value here; reading notes whether there is a heading."""
    if isinstance(subject, UntitledArticle):
        if _is_written_as_title(file_name(strip_markdown_ending(subject.span.path)), subject.shown):
            return
        remedy = "start it with a heading, `# …`, that names the problem in the reader's words"
        yield Finding(
            f"the article has no title: it is called `{subject.shown}`", subject.span, remedy
        )
        return
    entry = subject.entries.get("title")
    if entry and not subject.schema.title and "title" not in subject.malformed:
        remedy = "write `title: …` that names the problem in the reader's words"
        yield Finding("`title` has no value", subject.span("title"), remedy)


def _is_written_as_title(name: str, title: str) -> bool:
    """Whether a file's name is the title that is shown, as its author wrote it.

    `Help and support`, `First-Steps` and `設定` are; `first-steps`, `README` and `404` are not.
    """
    has_letters = any(map(str.isalpha, name))
    is_capitals = name.isupper() and name.isascii()
    words = " ".join(name.split())
    return has_letters and not is_capitals and title in {words, words.replace("-", " ")}
