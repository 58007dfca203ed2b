"""Which checks are run, which findings are reported, and how severe they are.

Settings, the command line and an article's state decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.diagnostics import Choice, Diagnostic, closest_name, propose_name
from errata.diagnostics.registry import all_checks
from errata.errors import ConfigError
from errata.model import Parsed, State

if TYPE_CHECKING:
    from errata.config import Config


ALL: Final = "ALL"
# "**/" and "*" and "?" of a glob, each apart; other characters stand for themselves.
_GLOB: Final = re.compile(r"(\*\*/|\*\*|\*|\?)")


@lru_cache(maxsize=1024)
def find_checks(selector: str) -> frozenset[str]:
    """Return the codes that a code, a prefix, a name or `ALL` selects; empty if unknown."""
    text = selector.strip()
    if text.upper() == ALL:
        return frozenset(all_checks())
    if text.upper().startswith("KB"):
        return frozenset(code for code in all_checks() if code.startswith(text.upper()))
    return frozenset(code for code, check in all_checks().items() if check.name == text.lower())


def describe_unknown(selector: str) -> tuple[str, str]:
    """Return what is wrong with an unknown selector, and what to do."""
    text = selector.strip()
    names = [check.name for check in all_checks().values()]
    if text.upper().startswith("KB"):
        suggestion = _nearest_code(text.upper())
    else:
        suggestion = closest_name(text.lower(), [*names, ALL.lower()]).replace(ALL.lower(), ALL)
    remedy = propose_name(suggestion, "`errata explain KB` lists all checks")
    return f"no check is called `{text}` or begins so", remedy


def _nearest_code(text: str) -> str:
    """Return the code most like the text, among those with the longest common beginning."""
    for length in range(len(text), 1, -1):
        if alike := [code for code in all_checks() if code.startswith(text[:length])]:
            return closest_name(text, alike) or alike[0]
    return ""


def choose_checks(choices: Iterable[Choice]) -> frozenset[str]:
    """Return the codes of the checks to run; the longer selector counts, then `ignore`."""
    chosen = frozenset(all_checks())
    for choice in choices:
        chosen = frozenset() if choice.select is not None else chosen
        adding = ((selector, True) for selector in (*(choice.select or ()), *choice.extend))
        rules = sorted(
            (*adding, *((selector, False) for selector in choice.ignore)),
            key=lambda rule: (_specificity(rule[0]), not rule[1]),
        )
        for selector, adds in rules:
            codes = find_checks(selector)
            chosen = chosen | codes if adds else chosen - codes
    return chosen


def _specificity(selector: str) -> int:
    """Return how many characters of a code the selector gives."""
    text = selector.strip().upper()
    if text == ALL:
        return 0
    # A name is as precise as a code.
    return len(text) if text.startswith("KB") else len(next(iter(all_checks())))


def matches_glob(path: str, glob: str) -> bool:
    """Whether a path fits: `*` has no slash, `**` is any folders, a glob without slash any file."""
    return _compile(glob).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compile(glob: str) -> re.Pattern[str]:
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = "".join(meanings.get(part) or re.escape(part) for part in _GLOB.split(glob))
    return re.compile(pattern if "/" in glob else f"(?:.*/)?{pattern}", re.DOTALL)


def validate_selection(config: Config) -> Iterator[tuple[tuple[str, ...], ConfigError]]:
    """Report unknown checks in `[check]`, each with its path in the file."""
    check = config.check
    lists: dict[tuple[str, ...], Iterable[str]] = {
        ("select",): check.select or (),
        ("extend-select",): check.extend_select,
        ("ignore",): check.ignore,
        **{("per-file-ignores", glob): codes for glob, codes in check.per_file_ignores.items()},
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
    """Return the configuration with the command line's choice of checks applied."""
    if choice == Choice():
        return config
    codes = tuple(sorted(choose_checks((_read_choice(config), choice))))
    update = {"select": codes, "extend_select": (), "ignore": ()}
    return config.model_copy(update={"check": config.check.model_copy(update=update)})


def chosen_checks(config: Config) -> frozenset[str]:
    """Return the codes of checks that are run."""
    codes = choose_checks((_read_choice(config),))
    return frozenset(code for code in codes if config.check.severity.get(code) != "off")


def _read_choice(config: Config) -> Choice:
    check = config.check
    return Choice(check.select, check.extend_select, check.ignore)


def select_findings(
    diagnostics: Iterable[Diagnostic], config: Config, chosen: frozenset[str]
) -> list[Diagnostic]:
    """Keep the findings of chosen checks, except on files that these checks pass over."""
    rules = tuple(config.check.per_file_ignores.items())
    return [
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.code in chosen
        and not (rules and diagnostic.code in _list_ignored(diagnostic.span.path, config.kb, rules))
    ]


@lru_cache(maxsize=4096)
def _list_ignored(
    path: str, kb: str, rules: tuple[tuple[str, tuple[str, ...]], ...]
) -> frozenset[str]:
    """Return the checks that are not run on a file; globs may begin at the articles' folder."""
    ignored: set[str] = set()
    for glob, selectors in rules:
        if matches_glob(path, glob) or matches_glob(f"{kb}/{path}", glob):
            ignored = ignored.union(*map(find_checks, selectors))
    return frozenset(ignored)


def weigh_by_state(
    diagnostics: Iterable[Diagnostic], parsed: Iterable[Parsed]
) -> Iterator[Diagnostic]:
    """Adjust findings to the state of each article.

    A draft may lack what it will have in the end, and nobody completes an obsolete article.
    Somebody has read a validated article and approved it, so there the same fault is worse.
    """
    articles = {item.source: item.article.metadata for item in parsed if item.article}
    checks = all_checks()
    for diagnostic in diagnostics:
        article = articles.get(diagnostic.span.path)
        check = checks[diagnostic.code]
        if article is None:
            yield diagnostic
        elif article.publication.is_draft or article.hidden:
            if not check.may_wait:
                yield diagnostic
        elif check.validated and article.publication.state is State.VALIDATED:
            yield replace(diagnostic, severity=check.validated)
        else:
            yield diagnostic


def name_articles(
    diagnostics: Iterable[Diagnostic], parsed: Iterable[Parsed]
) -> Iterator[Diagnostic]:
    """Add to each finding its article, whose number stays when the file is renamed."""
    names = {
        item.source: f"{item.article.locale}/{item.article.number}"
        for item in parsed
        if item.article
    }
    for diagnostic in diagnostics:
        name = names.get(diagnostic.span.path)
        yield diagnostic.with_article(name) if name else diagnostic


def apply_severities(diagnostics: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """Give findings their configured severity, sort them, and drop those that are off."""
    weighed = []
    for diagnostic in diagnostics:
        severity = config.severity_of(diagnostic.code, diagnostic.severity)
        if severity:
            changed = severity is not diagnostic.severity
            weighed.append(replace(diagnostic, severity=severity) if changed else diagnostic)
    return tuple(sorted(weighed, key=lambda diagnostic: diagnostic.sort_key))
