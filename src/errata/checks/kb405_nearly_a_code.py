"""Something that is one typing mistake away from a code of a known family.

`O` for `0`, `l` or `I` for `1`, two digits changed over, one fewer or more than the family's codes
have, or check digits that are not the family's: in `PGS-220000` the `22` belongs to the prefix.
Nothing links such a code to its page, and a reader who searches for the right one does not find the
article.
"""

from errata.checks.mentions import mention_place, suspect_mentions
from errata.checks.subjects import KnowledgeBase
from errata.codes.suspects import resolve_suspect
from errata.diagnostics import Finding, Findings, Severity

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Look at titles, keywords, issues and causes, in translations too, where codes get damaged."""
    families = kb.library.families
    codes = sorted({*kb.library.codes, *(entry.code for entry in kb.library.inputs.catalogue)})
    # Unlike in KB402, a translation is looked at on its own: machines translate codes, too.
    for article in kb.visible:
        for mention in suspect_mentions(article, "suspect"):
            family = families.get(mention.family)
            right = resolve_suspect(mention.surface, family, codes)
            form = f"its family's codes look like `{family.example}`" if family else ""
            message = f"`{mention.surface}` is nearly a code"
            remedy = f"did you mean `{right}`?" if right else form
            yield Finding(message, mention_place(article, mention), remedy)
