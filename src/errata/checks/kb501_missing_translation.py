"""An article that is not translated, or that exists only as a translation.

If a language has nine out of ten articles, each missing one is reported. If it has fewer, none is,
because nobody plans to translate them all. A translation that is there and not published, such as a
draft, is named. An article that exists only in a language other than the first one has no original.
Perhaps the original was deleted and its translations were forgotten.
"""

from errata.checks.kb110_not_published import DESCRIPTIONS
from errata.checks.places import title_place
from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Findings, Severity

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Translators who have done nine of ten articles mean to do them all.
_NEARLY_ALL = 0.9


def check(kb: KnowledgeBase) -> Findings:
    """Compare every language with the first."""
    library = kb.library
    first, *others = library.locales or ("",)
    if first != kb.config.default_locale:
        return
    visible = {(article.locale, article.number): article for article in library.visible}
    numbers = [number for locale, number in visible if locale == first]
    # That an original is not published is a matter for KB110.
    withheld = {(article.locale, article.number): article for article in library.withheld}
    withheld_originals = {number for locale, number in withheld if locale == first}
    for locale in others:
        missing = [number for number in numbers if (locale, number) not in library.by_key]
        translated = len(numbers) - len(missing)
        for (_, number), article in visible.items():
            has_original = (first, number) in library.by_key or number in withheld_originals
            if article.locale == locale and not has_original:
                message = f"there is no `{number}` in `{first}` that this translates"
                remedy = "remove it, or write the original"
                yield title_place(article).finding(message, remedy)
        for number in missing if translated >= _NEARLY_ALL * len(numbers) else ():
            message, remedy = f"not translated into `{locale}`", "translate it"
            if translation := withheld.get((locale, number)):
                message = f"the translation into `{locale}` is {DESCRIPTIONS[translation.reason]}"
                remedy = f"finish and publish `{translation.source}`"
            yield title_place(visible[first, number]).finding(message, remedy)
