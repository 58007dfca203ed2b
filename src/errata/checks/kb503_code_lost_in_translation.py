"""An error code that is missing or changed in a translation.

Readers search for codes in every language. Machine translation drops hyphens and digits. If the
translation contains a code that the original does not, the finding names it.
"""

from errata.checks.places import mention_place, title_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.translations import translated_pairs
from errata.diagnostics import Findings, Related, Severity, closest_name
from errata.model import Article, Mention

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True

# Nearly the same: "SCM-120008" and "SCM-12008" are by 95 in 100 alike, "RED-520025" and
# "RED-510001" by 70.
_LIKENESS = 0.8


def check(kb: KnowledgeBase) -> Findings:
    """Compare the codes in texts; those of the file's name are the same."""
    for original, translation in translated_pairs(kb):
        translated_codes = _codes(translation)
        original_codes = _codes(original)
        for code, mention in original_codes.items():
            if code in translated_codes:
                continue
            mentions = _list_other_codes(translation, original_codes)
            name = closest_name(mention.surface or code, mentions, _LIKENESS)
            message = f"the error code `{code}` is missing from this translation"
            remedy = f"it has `{name}` instead" if name else "write it as the original does"
            other = Related(mention_place(original, mention).span, "the original")
            place = mention_place(translation, mentions[name]) if name else title_place(translation)
            yield place.finding(message, remedy, related=(other,))


def _codes(article: Article) -> dict[str, Mention]:
    by_code: dict[str, Mention] = {}
    for mention in article.mentions:
        if mention.kind == "error" and mention.where != "name":
            by_code.setdefault(mention.code, mention)
    return by_code


def _list_other_codes(article: Article, original_codes: dict[str, Mention]) -> dict[str, Mention]:
    """Return what looks like a code in the translation and is not one of the original's."""
    return {
        mention.surface or mention.code: mention
        for mention in article.mentions
        if mention.code not in original_codes
    }
