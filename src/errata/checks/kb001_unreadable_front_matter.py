r"""A front matter that cannot be read, or a file with nothing in it.

An article may begin with front matter: YAML between two lines of `---`, TOML between two lines of
`+++`, or JSON. It needs none. One that cannot be read is an error, and the article is left out
until it can be: as text, it might show what is internal. Where only a value such as the title is at
fault, that is a warning: the article is built, and the value is taken as the text that it is.

Common faults in YAML are a value with an unquoted `: ` in it, quotes inside quotes, a value that
begins with `[`, `*`, `&`, `|` or `>`, a backslash in double quotes, a tab, a repeated key, an
alias. Quoting the value fixes nearly all of them: `title: 'Error: "no such host"'`.

A warning, too, is what YAML reads otherwise than it looks: `title: C# error #3` ends before `#3`,
which begins a comment, and in `"C:\temp"` the `\t` is a tab.
"""

from errata.articles.front_matter.entries import FrontMatterContext
from errata.checks.yaml_surprises import find_surprises
from errata.diagnostics import Finding, Findings, Related, Severity
from errata.model.observations import UnreadableFrontMatter

SEVERITY = Severity.ERROR


def check(seen: UnreadableFrontMatter | FrontMatterContext) -> Findings:
    """Say why it cannot be read, as the reader did, or what YAML reads otherwise than it looks."""
    if isinstance(seen, FrontMatterContext):
        yield from find_surprises(seen)
        return
    severity = Severity.ERROR if seen.is_fault else Severity.WARNING
    related = (Related(seen.first, "the first one"),) if seen.first else ()
    yield Finding(
        *(seen.message, seen.span, seen.help, severity, related), end=seen.end, fix=seen.fix
    )
