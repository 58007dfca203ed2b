"""Front matter that is missing or that YAML cannot read.

An article begins with a block of YAML between two lines of `---`. Common faults are a value with
an unquoted `: ` in it, quotes inside quotes, a value that begins with `[`, `*`, `&`, `|` or `>`,
a backslash in double quotes, a tab, a repeated key, an alias. Quoting the value fixes nearly all
of them: `title: 'Error: "no such host"'`. The article is left out until it can be read.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import UnreadableFrontMatter

SEVERITY = Severity.ERROR


def check(seen: UnreadableFrontMatter) -> Findings:
    """Say why it cannot be read, as the reader did."""
    yield Finding(seen.message, seen.span, seen.help)
