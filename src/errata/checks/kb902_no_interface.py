"""A locale whose language the interface does not have: its pages show English around the text.

Add `strings/<locale>.toml` to your templates, with the strings of `strings/en.toml` translated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from errata.checks.subjects import Interface
from errata.diagnostics import Finding, Severity, Span
from errata.text.locales import serving_locale

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERITY = Severity.INFO
SCOPE = Interface


def check(interface: Interface) -> Iterator[Finding]:
    """Look for a language that serves each locale's readers."""
    for tag in interface.locales:
        if not serving_locale(tag, interface.theme.strings):
            message = f"no interface in `{tag}`: English is shown around the articles"
            remedy = f"add `strings/{tag}.toml` to your templates"
            yield Finding(message, Span(tag), remedy)
