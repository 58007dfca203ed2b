"""Gives findings their severities: by the article's state, then as the configuration asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from errata.diagnostics.registry import all_checks
from errata.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model import Parsed


def weigh_by_state(
    diagnostics: Iterable[Diagnostic], parsed: Iterable[Parsed]
) -> Iterator[Diagnostic]:
    """What matters in the state that each article is in.

    A draft may lack what it will have in the end, and nobody completes what is out of use. Somebody
    has read a validated article and said that it is right, so there the same fault is worse.
    """
    articles = {item.source: item.article.metadata for item in parsed if item.article}
    checks = all_checks()
    for diagnostic in diagnostics:
        found = articles.get(diagnostic.span.path)
        check = checks[diagnostic.code]
        if found is None:
            yield diagnostic
        elif found.publication.is_draft or found.hidden:
            if not check.may_wait:
                yield diagnostic
        elif check.validated and found.publication.state is State.VALIDATED:
            yield replace(diagnostic, severity=check.validated)
        else:
            yield diagnostic


def name_articles(
    diagnostics: Iterable[Diagnostic], parsed: Iterable[Parsed]
) -> Iterator[Diagnostic]:
    """Each finding with its article, whose number stays when the file is renamed."""
    names = {
        item.source: f"{item.article.locale}/{item.article.number}"
        for item in parsed
        if item.article
    }
    for diagnostic in diagnostics:
        name = names.get(diagnostic.span.path)
        yield replace(diagnostic, article=name) if name else diagnostic


def apply_severities(diagnostics: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """All findings with their configured severity, sorted, those that are off left out."""
    weighed = []
    for diagnostic in diagnostics:
        severity = config.severity_of(diagnostic.code, diagnostic.severity)
        if severity:
            changed = severity is not diagnostic.severity
            weighed.append(replace(diagnostic, severity=severity) if changed else diagnostic)
    return tuple(sorted(weighed, key=lambda diagnostic: diagnostic.sort_key))
