"""Files and folders that look like articles but are not read as articles.

errata reads markdown. Other markup languages (`.rst`, `.adoc`) need the program that they were
written for: save the files as `.md`. Tables of contents, files that articles include (`includes/`,
`_note.md`), the repository's `README.md` and hidden folders are not articles either, nor are
Docusaurus' blog and old versions where translations are read, nor what `exclude` names in the
configuration. One finding counts all of them and
names three of each kind.
"""

from collections.abc import Mapping
from typing import Final

from errata.diagnostics import Finding, Findings, Severity, Span
from errata.model.observations import PassedKind, PassedOver

SEVERITY = Severity.INFO
# Enough to see what is meant.
_EXAMPLES: Final = 3
# In the order of how much a reader may miss; what one is called, and what several are.
_KINDS: Final[Mapping[PassedKind, tuple[str, str]]] = {
    "markup": ("page that is not markdown", "pages that are not markdown"),
    "hidden": ("hidden file or folder", "hidden files and folders"),
    "active": ("file with scripts", "files with scripts"),
    "excluded": ("excluded page", "excluded pages"),
    "index": ("second page of a folder", "second pages of folders"),
    "beside": ("page beside the documentation", "pages beside the documentation"),
    "about": ("page about the repository", "pages about the repository"),
    "fragment": ("file for articles to include", "files for articles to include"),
    "contents": ("table of contents", "tables of contents"),
    "tool": ("folder of a tool", "folders of tools"),
}
_REMEDY: Final = "to publish one, save it as `.md` with a name that does not start with `_` or `.`"


def check(passed_over: PassedOver) -> Findings:
    """Report all such files in one finding, at the first."""
    by_kind = {
        kind: [path for path, own in passed_over.kinds.items() if own == kind] for kind in _KINDS
    }
    listed = [_list_kind(paths, kind) for kind, paths in by_kind.items() if paths]
    if listed:
        first = next(paths[0] for paths in by_kind.values() if paths)
        message = f"not read as articles: {'; '.join(listed)}"
        yield Finding(message, Span(first), _REMEDY)


def _list_kind(paths: list[str], kind: PassedKind) -> str:
    examples = [f"`{path}`" for path in paths[:_EXAMPLES]]
    remainder = [f"{len(paths) - _EXAMPLES:,} more"] if len(paths) > _EXAMPLES else []
    singular, plural = _KINDS[kind]
    noun = singular if len(paths) == 1 else plural
    return f"{len(paths):,} {noun} ({', '.join(examples + remainder)})"
