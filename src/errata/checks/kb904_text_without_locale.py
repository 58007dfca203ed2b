"""A name or description of the site for a locale that the site does not have.

`[site.name]` and `[site.description]` in `errata.toml` can have a text for each locale. A text for
a locale that has no articles, and that no other locale uses, is never shown. Move it to a locale of
the site, or remove it.
"""

from errata.checks.subjects import KnowledgeBase
from errata.codes.published import SETTINGS
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.text.locales import find_serving_locales

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Check each table of texts, in the order in which it is written."""
    site, locales = kb.config.site, kb.library.locales
    tables = {"name": site.name, "description": site.description}
    for key, texts in tables.items():
        for tag in () if isinstance(texts, str) else texts:
            shown = any(find_serving_locales(locale, texts)[:1] == (tag,) for locale in locales)
            if not shown and tag != kb.config.default_locale:
                message = f"`[site.{key}]` has a text for `{tag}`, which no page of the site shows"
                there = ", ".join(f"`{locale}`" for locale in locales)
                yield Finding(message, Span(SETTINGS), f"the site has these locales: {there}")
