r"""Front matter that errata cannot read, or an empty file.

An article can start with front matter: YAML between two lines of `---`, TOML between two lines of
`+++`, or JSON. Front matter is optional. If errata cannot read it, this is an error and the article
is left out, because shown as text it could reveal internal values. If only one value is wrong, such
as the title, this is a warning: the article is built and the value is used as plain text.

Common mistakes in YAML are a value that contains an unquoted `: `, quotes inside quotes, a value
that starts with `[`, `*`, `&`, `|` or `>`, a backslash in double quotes, a tab, a repeated key, and
an alias. Single quotes fix almost all of them: `title: 'Error: "no such host"'`.
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
