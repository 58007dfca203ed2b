"""A locale in the configuration that has no articles.

A locale of `locales` without articles is not built, and articles cannot be taken from such a
`default-locale`. A text of `[site.name]` or `[site.description]` for a locale that the site does
not have, and that no other locale uses, is never shown. Write articles in the locale, correct its
name, or remove it.
"""

from collections.abc import Iterator

from errata.checks.subjects import KnowledgeBase
from errata.codes.published import SETTINGS
from errata.config import Config
from errata.diagnostics import Finding, Findings, Severity, Span
from errata.text.locales import find_serving_locales

SEVERITY = Severity.WARNING


def check(kb: KnowledgeBase) -> Findings:
    """Check each key that names locales, in the order of the documentation."""
    locales = kb.library.locales
    remedy = f"the site has these locales: {', '.join(f'`{locale}`' for locale in locales)}"
    messages = (*_name_unbuilt(kb.config, locales), *_name_unshown(kb.config, locales))
    for message in messages:
        yield Finding(message, Span(SETTINGS), remedy)


def _name_unbuilt(config: Config, locales: tuple[str, ...]) -> Iterator[str]:
    for locale in config.locales:
        if locale not in locales:
            yield f"`locales` names `{locale}`, which has no published articles and is not built"
    if "default_locale" in config.model_fields_set and config.default_locale not in locales:
        yield f"`default-locale` is `{config.default_locale}`, which has no published articles"


def _name_unshown(config: Config, locales: tuple[str, ...]) -> Iterator[str]:
    for key, texts in {"name": config.site.name, "description": config.site.description}.items():
        for tag in () if isinstance(texts, str) else texts:
            shown = any(find_serving_locales(locale, texts)[:1] == (tag,) for locale in locales)
            if not shown and tag != config.default_locale:
                yield f"`[site.{key}]` has a text for `{tag}`, which no page of the site shows"
