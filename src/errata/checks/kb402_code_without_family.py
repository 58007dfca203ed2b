"""Something that looks like an error code and belongs to no family.

Capitals, a hyphen and three digits or more, in a title or in the description of an issue. Readers
who search for it find the text, yet no page of its own. Describe its family in `families.toml`; a
name that is not an error goes to `not-error-codes:` in the article's front matter.

`errata codes --suggest` proposes families for all of them, and the packs that errata ships.

Tickets, CVE numbers, standards (`ISO-8859`), ciphers and hashes are not meant.
"""

from errata.checks.mentions import mention_place, original_articles, suspect_mentions
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.INFO


def check(kb: KnowledgeBase) -> Findings:
    """Look at the titles and issues of articles that are not translations."""
    for article in original_articles(kb):
        for mention in suspect_mentions(article, "unknown"):
            message = f"`{mention.surface}` looks like a code and belongs to no family"
            remedy = "describe its family, or list it in `not-error-codes`"
            yield Finding(message, mention_place(article, mention), remedy)
