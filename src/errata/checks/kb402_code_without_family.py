"""Text that looks like an error code but belongs to no family.

Capital letters, a hyphen and at least three digits, in a title or in the description of an issue.
Readers who search for it find the text, but it has no page. Describe its family in `families.toml`.
If it is not an error, list it under `not-error-codes:` in the front matter of the article.

`errata codes --suggest` proposes families for all of them, and the packs that errata ships.

Tickets, CVE numbers, standards (`ISO-8859`), ciphers and hashes are ignored.
"""

from errata.checks.places import mention_place, suspect_mentions
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity

SEVERITY = Severity.INFO


def check(kb: KnowledgeBase) -> Findings:
    """Check the titles and issues of articles that are not translations."""
    for article in filter(kb.library.is_original, kb.visible):
        for mention in suspect_mentions(article, "unknown"):
            message = f"`{mention.surface}` looks like a code but belongs to no family"
            remedy = "describe its family, or list it in `not-error-codes`"
            yield mention_place(article, mention).finding(message, remedy)
