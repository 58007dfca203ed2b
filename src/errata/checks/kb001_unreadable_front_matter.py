"""Front matter that is missing or that YAML cannot read.

An article begins with a block of YAML between two lines of `---`. Common faults are a value with
an unquoted `: ` in it, quotes inside quotes, a value that begins with `[`, `*`, `&`, `|` or `>`,
a backslash in double quotes, a tab, a repeated key, an alias. Quoting the value fixes nearly all
of them: `title: 'Error: "no such host"'`. The article is left out until it can be read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.diagnostics import Finding, Severity
from errata.model.observations import UnreadableFrontMatter

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.ERROR
SCOPE = UnreadableFrontMatter


def check(seen: UnreadableFrontMatter) -> Iterator[Finding]:
    """Say why it cannot be read, as the reader did."""
    yield Finding(seen.message, seen.span, seen.help)
