"""Tables of faults in markdown: their characters, what is reported of each, and what fixes make."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from errata.diagnostics.fixing import apply_fixes
from errata.text.display import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from errata.diagnostics import Diagnostic, Span


def to_characters(text: str) -> str:
    """Put characters in place of their names, such as `{U+00A0}`."""
    return re.sub(r"\{U\+([0-9A-F]{4})\}", lambda code: chr(int(code[1], 16)), text)


def report(diagnostics: Sequence[Diagnostic], show_place: Callable[[Span], str] = str) -> str:
    """Write findings as the tables have them: place and end, help and fix."""
    lines = (line for diagnostic in diagnostics for line in _lines_of(diagnostic, show_place))
    return "".join(f"{line}\n" for line in lines)


def _lines_of(diagnostic: Diagnostic, show_place: Callable[[Span], str]) -> Iterator[str]:
    end = f"-{diagnostic.end[0]}:{diagnostic.end[1]}" if diagnostic.end else ""
    place = f"{show_place(diagnostic.span)}{end}"
    yield printable(f"{place} {diagnostic.code} {diagnostic.severity}: {diagnostic.message}")
    if diagnostic.help:
        yield printable(f"  help: {diagnostic.help}")
    if fix := diagnostic.fix:
        yield printable(f"  {'fix' if fix.safe else 'unsafe fix'}: {fix.title}")


def make_all_fixes(
    files: Mapping[str, bytes], find: Callable[[Mapping[str, bytes]], Sequence[Diagnostic]]
) -> dict[str, bytes]:
    """Return the files with every fix, made as often as there is one."""
    fixed = dict(files)
    for _ in range(5):
        changed = apply_fixes(fixed, find(fixed), unsafe=True).files
        if not changed:
            break
        fixed.update(changed)
    return fixed
