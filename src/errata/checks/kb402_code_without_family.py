"""Text that looks like an error code but belongs to no family.

Capital letters, a hyphen and at least three digits, in a title or in the description of an issue.
Readers who search for it find the text, but it has no page. Describe its family in `families.toml`.
If it is not an error, list it under `not-error-codes:` in the front matter of the article.

`errata codes --suggest` proposes families for all of them, and the packs that errata ships.

Tickets, CVE numbers, standards (`ISO-8859`), ciphers and hashes are ignored. If many articles have
codes with the same letters, only the first is reported, with the number of the others.
"""

from collections import defaultdict
from typing import Final

from errata.checks.places import mention_place, suspect_mentions
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity
from errata.model import Article, Mention

SEVERITY = Severity.INFO


# From so many articles on, codes with the same letters are one question, not one for each article.
_MANY: Final = 5


def check(kb: KnowledgeBase) -> Findings:
    """Check the titles and issues of articles that are not translations."""
    places: dict[str, list[tuple[Article, Mention]]] = defaultdict(list)
    for article in filter(kb.library.is_original, kb.visible):
        for mention in suspect_mentions(article, "unknown"):
            places[mention.surface.partition("-")[0]].append((article, mention))
    remedy = "describe its family, or list it in `not-error-codes`"
    for letters, mentions in places.items():
        count = len({article.source for article, _ in mentions})
        is_many = count >= _MANY
        others = f" ({count:,} articles have codes with `{letters}-`)" if is_many else ""
        for article, mention in mentions[:1] if is_many else mentions:
            message = f"`{mention.surface}` looks like a code but belongs to no family{others}"
            yield mention_place(article, mention).finding(message, remedy)
