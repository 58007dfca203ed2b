"""A locale whose language the interface does not speak: its pages show English around the text.

Add `strings/<locale>.toml` to your templates, with the strings of `strings/en.toml` translated.
"""

from errata.diagnostics import Severity

SEVERITY = Severity.INFO
