"""A picture that is written into the article as a `data:` URI.

It is published as a file of its own. Save it below `assets/` and link it instead, so that the
article stays readable and the picture can be replaced.
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
