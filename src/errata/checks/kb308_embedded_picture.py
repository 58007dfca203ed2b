"""A picture that is embedded in the article as a `data:` URI.

errata publishes it as a file. Save it below `assets/` and link to it, so that the article stays
readable and the picture can be replaced.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import EmbeddedImage

SEVERITY = Severity.WARNING


def check(seen: EmbeddedImage) -> Findings:
    """Say whether it can be shown at all."""
    message = "embedded image cannot be read"
    if seen.is_readable:
        message = "image embedded as a `data:` URI"
    yield Finding(message, seen.span, "save it in `assets/` and link to the file")
