"""A key of the front matter that nothing reads.

Most are misspelt; the finding names the key that was probably meant. Remove those that are not.
"""

from errata.articles.front_matter.context import FrontMatterContext
from errata.articles.front_matter.publication import is_publication_key
from errata.articles.front_matter.schema import KNOWN_KEYS, closest_key, display_key
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING


def check(front: FrontMatterContext) -> Findings:
    """Compare every key with those that are known."""
    for key in front.entries:
        if key not in KNOWN_KEYS and not is_publication_key(key):
            close = closest_key(key)
            remedy = f"did you mean `{close}`?" if close else "remove it: nothing reads it"
            yield Finding(f"unknown key {display_key(key)}", front.span(key), remedy)
