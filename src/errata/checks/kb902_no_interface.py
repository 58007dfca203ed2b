"""A locale whose language the interface does not have, so that its pages show English labels.

Add `strings/<locale>.toml` to your templates, with the strings of `strings/en.toml` translated.
"""

from errata.checks.subjects import Interface
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.text.locales import find_serving_locales

SEVERITY = Severity.INFO


def check(interface: Interface) -> Findings:
    """Look for a language that serves each locale's readers."""
    for tag in interface.locales:
        if not find_serving_locales(tag, interface.theme.strings):
            message = f"no interface in `{tag}`: English is shown around the articles"
            remedy = f"add `strings/{tag}.toml` to your templates"
            # The locale's folder: there is no file to blame.
            yield Finding(message, Span(tag), remedy)
