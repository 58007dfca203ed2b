"""Code, a path or a command that is missing or changed in a translation.

Readers copy it and it does not work. Spaces are ignored, and so are names of buttons and whole
sentences, which can be translated. The first difference is reported, with the number of all.
"""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.checks.translations import Pair, code_place, count_code, translated_pairs
from errata.data.patterns import compile_late
from errata.diagnostics import Finding, Findings, Related, Severity, closest_name
from errata.model import Article
from errata.text.display import shorten_line

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Words such as `Save` and `Speichern` are texts of an interface; "a.b", "--x" and "C:\\x" are not.
_TECHNICAL: Final = compile_late(r"[\\/_=(){}<>\[\]$:;|.-]\w|\w[\\/_=(){}<>\[\]$;|]|^-|\d")
_LIKENESS: Final = 0.6


def check(kb: KnowledgeBase) -> Findings:
    """Compare the pieces of code in both articles, with their numbers."""
    for pair in translated_pairs(kb):
        first, second = (observe_code(article, kb) for article in pair)
        lost = Counter(first) - Counter(second) if first != second else ()
        technical = [code for code in lost if code.isascii() and _TECHNICAL.search(code)]
        if technical:
            new = Counter(second) - Counter(first)
            look = partial(_describe, pair, technical, new, kb)
            yield kb.observe_places("altered code", Finding, pair.translation, look, pair.original)


def _describe(
    pair: Pair, technical: Sequence[str], new: Counter[str], kb: KnowledgeBase
) -> Finding:
    first = technical[0]
    instead = closest_name(first, new, _LIKENESS)
    count = f" ({len(technical)} in this article)" if len(technical) > 1 else ""
    message = f"the original's code `{shorten_line(first)}` is not in this translation{count}"
    remedy = f"it has `{shorten_line(instead)}` instead" if instead else "copy it from the original"
    other = Related(code_place(pair.original, first, kb).span, "the original's code")
    translation = pair.translation
    place = code_place(translation, instead, kb) if instead else title_place(translation)
    return place.finding(message, remedy, related=(other,), count=len(technical))


def observe_code(article: Article, kb: KnowledgeBase) -> dict[str, int]:
    """Count the pieces of code in an article that is translated, or a translation."""
    if not kb.library.has_translations(article):
        return {}
    return kb.observe("code", dict[str, int], article, lambda: dict(count_code(article)))
