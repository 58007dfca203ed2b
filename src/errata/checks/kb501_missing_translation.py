"""An article that a language lacks, or that only a translation has.

Where a language has nearly all articles, each that it lacks is reported; where it has fewer, how
many there are. An article that is there only in another language than the site's first one has
nothing that it translates: perhaps the original was deleted and the translations forgotten.
"""

from errata.checks.subjects import KnowledgeBase
from errata.diagnostics import Finding, Findings, Severity, Span

SEVERITY = Severity.WARNING
MAY_WAIT = True

# Translators who have done nine of ten articles mean to do them all.
_NEARLY_ALL = 0.9
_EXAMPLES = 3


def check(kb: KnowledgeBase) -> Findings:
    """Compare every language with the first."""
    library = kb.library
    first, *others = library.locales or ("",)
    if first != kb.config.default_locale:
        return
    visible = {(one.locale, one.number): one for one in library.visible}
    numbers = [number for locale, number in visible if locale == first]
    for locale in others:
        lacking = [number for number in numbers if (locale, number) not in library.by_key]
        having = len(numbers) - len(lacking)
        for (_, number), article in visible.items():
            if article.locale == locale and (first, number) not in library.by_key:
                message = f"there is no `{number}` in `{first}` that this translates"
                remedy = "remove it, or write the original"
                yield Finding(message, Span(article.source), remedy)
        if not lacking or not having:
            continue
        place = Span(visible[first, lacking[0]].source)
        if having >= _NEARLY_ALL * len(numbers):
            for number in lacking:
                place = Span(visible[first, number].source)
                yield Finding(f"not translated to `{locale}`", place, "translate it")
        else:
            names = ", ".join(f"`{number}`" for number in lacking[:_EXAMPLES])
            message = (
                f"{len(lacking):,} of {len(numbers):,} articles are not translated to `{locale}`"
            )
            yield Finding(message, place, f"the first are {names}", Severity.INFO)
