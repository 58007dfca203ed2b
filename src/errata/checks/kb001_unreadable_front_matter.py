"""Front matter that is missing or that YAML cannot read.

An article begins with a block of YAML between two lines of `---`. Common faults are a value with
an unquoted `: ` in it, quotes inside quotes, a value that begins with `[`, `*`, `&`, `|` or `>`,
a backslash in double quotes, a tab, a repeated key, an alias. Quoting the value mends nearly all
of them: `title: 'Error: "no such host"'`. The article is left out until it can be read.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.ERROR
