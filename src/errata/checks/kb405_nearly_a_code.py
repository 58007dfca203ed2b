"""Text that is one typing mistake away from a code of a known family.

`O` instead of `0`, `l` or `I` instead of `1`, a dash instead of the hyphen, two digits swapped, one
digit too few or too many, or check digits that do not belong to the family: in `PGS-220000`, `22`
belongs to the prefix. A code like this has no link to its page, and readers who search for the
right code do not find the article.
"""

from errata.checks.places import mention_place, suspect_mentions
from errata.checks.subjects import KnowledgeBase
from errata.codes.family_codes import resolve_suspect
from errata.diagnostics import Edit, Findings, Fix, Severity, propose_name

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Check titles, keywords, issues and causes, in translations too, where codes get damaged."""
    families = kb.library.families
    codes = sorted({*kb.library.codes, *(entry.code for entry in kb.library.inputs.catalogue)})
    # Unlike in KB402, a translation is looked at on its own: machines translate codes, too.
    for article in kb.visible:
        for mention in suspect_mentions(article, "suspect"):
            family = families.get(mention.family)
            right = resolve_suspect(mention.surface, family, codes)
            form = f"its family's codes look like `{family.example}`" if family else ""
            message = f"`{mention.surface}` is nearly a code"
            remedy = propose_name(right or "", form)
            place = mention_place(article, mention)
            fix = None
            if right and place.end:
                fix = Fix(f"Write `{right}`", (Edit(place.span, place.end, right),), safe=False)
            yield place.finding(message, remedy, fix=fix)
