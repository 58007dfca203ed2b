"""Findings shown over a page of `errata serve`: with their line and a link to an editor."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from errata.data.patterns import compile_late
from errata.reports.printable import printable
from errata.reports.text import quote_line
from errata.server import ShownFinding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.diagnostics import Diagnostic, Span
    from errata.errors import ErrataError

# https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
VSCODE: Final = "vscode://file{path}:{line}:{column}"
# "vscode://" and "idea:" yes; "javascript:" and "data:" would run in the page.
_SCHEME: Final = compile_late(
    r"(?!(?:javascript|data|vbscript|blob):)[a-z][a-z0-9+.-]*:", re.IGNORECASE
)
# "{path}" and "{line}"; not "{}".
_NAME: Final = compile_late(r"\{(\w+)\}")
_NAMES: Final = frozenset({"path", "line", "column"})


def validate_address(address: str) -> str:
    """Return why an address cannot open a file in an editor; empty if it can."""
    unknown = [name for name in _NAME.findall(address) if name not in _NAMES]
    if unknown:
        return (
            f"`{{{unknown[0]}}}` is not a placeholder: use `{{path}}`, `{{line}}` and `{{column}}`"
        )
    if "{path}" not in address:
        return f"`{{path}}` is missing: write it as in `{VSCODE}`"
    if not _SCHEME.match(address):
        return f"`{address}` is not an address of an editor: write it as in `{VSCODE}`"
    return ""


def describe_finding(
    found: Diagnostic, sources: Mapping[str, bytes], editor_url: str
) -> ShownFinding:
    """Describe a finding of an article."""
    source, caret = _excerpt(found.span, found.end, sources)
    place, edit = printable(str(found.span)), _address(found.span, editor_url)
    help_ = printable(found.help)
    return ShownFinding(place, found.code, printable(found.message), help_, source, caret, edit)


def describe_fault(error: ErrataError, editor_url: str) -> ShownFinding:
    """Describe an error that prevents the whole site from being built."""
    source = caret = edit = place = ""
    if error.span:
        place, edit = printable(str(error.span)), _address(error.span, editor_url)
        source, caret = _excerpt(error.span, None, _read(error.span.path))
    message, help_ = printable(error.message), printable(error.help)
    return ShownFinding(place, "", message, help_, source, caret, edit, everywhere=True)


def _read(path: str) -> dict[str, bytes]:
    try:
        return {path: Path(path).read_bytes()}
    except OSError:  # it is gone, or a folder
        return {}


def _excerpt(
    span: Span, end: tuple[int, int] | None, sources: Mapping[str, bytes]
) -> tuple[str, str]:
    quoted = quote_line(span, end, sources)
    if quoted is None:
        return "", ""
    text, indent, width = quoted
    return text, f"{' ' * indent}{'^' * width}"


def _address(span: Span, editor_url: str) -> str:
    # "C:/x" of Windows is "/C:/x" in an address, as every path begins with a slash there.
    path = "/" + Path(span.path).resolve().as_posix().lstrip("/")
    values = {"path": quote(path, safe="/:"), "line": str(span.line), "column": str(span.column)}
    return _NAME.sub(lambda found: values[found[1]], editor_url)
