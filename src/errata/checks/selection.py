"""Which findings are reported, and how severe they are: as the article's state and settings ask."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from errata.diagnostics.registry import (
    Choice,
    all_checks,
    choose_checks,
    describe_unknown,
    find_checks,
    matches_glob,
)
from errata.errors import ConfigError
from errata.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.diagnostics import Diagnostic
    from errata.model import Parsed


def validate_selection(config: Config) -> Iterator[tuple[tuple[str, ...], ConfigError]]:
    """What `[check]` says of checks that there are not: where, and what is wrong."""
    check = config.check
    lists: dict[tuple[str, ...], Iterable[str]] = {
        ("select",): check.select or (),
        ("extend-select",): check.extend_select,
        ("ignore",): check.ignore,
        **{("per-file-ignores", glob): found for glob, found in check.per_file_ignores.items()},
    }
    for keys, selectors in lists.items():
        for selector in selectors:
            if not find_checks(selector):
                message, remedy = describe_unknown(selector)
                yield ("check", *keys), ConfigError(message, help=remedy)
    for code in check.severity:
        if code not in all_checks():
            message, remedy = describe_unknown(code)
            yield ("check", "severity", code), ConfigError(message, help=remedy)


def with_selection(config: Config, choice: Choice) -> Config:
    """The configuration with what the command line says of the checks to run on top of it."""
    if choice == Choice():
        return config
    codes = tuple(sorted(choose_checks((_configured(config), choice))))
    update = {"select": codes, "extend_select": (), "ignore": ()}
    return config.model_copy(update={"check": config.check.model_copy(update=update)})


def chosen_checks(config: Config) -> frozenset[str]:
    """Codes of the checks that are run."""
    codes = choose_checks((_configured(config),))
    return frozenset(code for code in codes if config.check.severity.get(code) != "off")


def _configured(config: Config) -> Choice:
    check = config.check
    return Choice(check.select, check.extend_select, check.ignore)


def select_findings(
    diagnostics: Iterable[Diagnostic], config: Config, chosen: frozenset[str]
) -> list[Diagnostic]:
    """Those of chosen checks, but for the files on which they are not run."""
    rules = tuple(config.check.per_file_ignores.items())
    return [
        found
        for found in diagnostics
        if found.code in chosen
        and not (rules and found.code in _ignored(found.span.path, config.kb, rules))
    ]


@lru_cache(maxsize=4096)
def _ignored(path: str, kb: str, rules: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    """Codes of checks that are not run on a file; it counts from the articles' folder, too."""
    found: set[str] = set()
    for glob, selectors in rules:
        if matches_glob(path, glob) or matches_glob(f"{kb}/{path}", glob):
            found = found.union(*map(find_checks, selectors))
    return frozenset(found)


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
