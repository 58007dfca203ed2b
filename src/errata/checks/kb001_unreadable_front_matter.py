"""A front matter that cannot be read, or a file with nothing in it.

An article may begin with front matter: YAML between two lines of `---`, TOML between two lines of
`+++`, or JSON. It needs none. One that cannot be read is an error, and the article is left out
until it can be: as text, it might show what is internal. Where only a value such as the title is at
fault, that is a warning: the article is built, and the value is taken as the text that it is.

Common faults in YAML are a value with an unquoted `: ` in it, quotes inside quotes, a value that
begins with `[`, `*`, `&`, `|` or `>`, a backslash in double quotes, a tab, a repeated key, an
alias. Quoting the value fixes nearly all of them: `title: 'Error: "no such host"'`.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UnreadableFrontMatter

SEVERITY = Severity.ERROR


def check(seen: UnreadableFrontMatter) -> Findings:
    """Say why it cannot be read, as the reader did."""
    severity = Severity.ERROR if seen.is_fault else Severity.WARNING
    yield Finding(seen.message, seen.span, seen.help, severity)
