"""A locale in the configuration that has no articles.

A locale of `locales` without articles is not built, and articles cannot be taken from such a
`default-locale`. A text of `[site.name]` or `[site.description]` for a locale that the site does
not have, and that no other locale uses, is never shown. Write articles in the locale, correct its
name, or remove it.
"""

from collections.abc import Iterator
from itertools import chain

from errata.checks.subjects import KnowledgeBase
from errata.config import Config
from errata.diagnostics import Finding, Findings, Severity
from errata.text.locales import find_serving_locales

SEVERITY = Severity.WARNING

Keys = tuple[str, ...]


def check(kb: KnowledgeBase) -> Findings:
    """Check each key that names locales, in the order of the documentation."""
    locales = kb.library.locales
    remedy = f"the site has these locales: {', '.join(f'`{locale}`' for locale in locales)}"
    for keys, message in chain(
        _find_unbuilt(kb.config, locales), _find_unshown(kb.config, locales)
    ):
        yield Finding(message, kb.library.inputs.place_setting(*keys), remedy)


def _find_unbuilt(config: Config, locales: tuple[str, ...]) -> Iterator[tuple[Keys, str]]:
    for locale in config.locales:
        if locale not in locales:
            message = (
                f"`locales` names `{locale}`, which has no published articles and is not built"
            )
            yield ("locales",), message
    if "default_locale" in config.model_fields_set and config.default_locale not in locales:
        message = f"`default-locale` is `{config.default_locale}`, which has no published articles"
        yield ("default-locale",), message


def _find_unshown(config: Config, locales: tuple[str, ...]) -> Iterator[tuple[Keys, str]]:
    for key, texts in {"name": config.site.name, "description": config.site.description}.items():
        for tag in () if isinstance(texts, str) else texts:
            is_shown = any(find_serving_locales(locale, texts)[:1] == (tag,) for locale in locales)
            if not is_shown and tag != config.default_locale:
                message = f"`[site.{key}]` has a text for `{tag}`, which no page of the site shows"
                yield ("site", key, tag), message
