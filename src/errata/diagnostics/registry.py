"""Every check by its code, which are run, and what they find: modules of `errata.checks`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final, NamedTuple, get_args, get_type_hints

from errata.diagnostics import Diagnostic, Fix, Related, Severity, closest_name
from errata.diagnostics.quotes import shorten_quotes
from errata.docstrings import read_docstring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from errata.diagnostics import Finding, Findings


CHECKS: Final = "errata.checks"
ALL: Final = "ALL"
# "**/" and "*" and "?" of a glob, each apart; other characters stand for themselves.
_GLOB: Final = re.compile(r"(\*\*/|\*\*|\*|\?)")


@dataclass(frozen=True, slots=True)
class Check:
    """One check as its module describes it."""

    code: str
    name: str
    severity: Severity
    documentation: str
    """Its first sentence says what the check finds."""
    scope: tuple[type, ...]
    """The classes that it looks at."""
    find: Callable[..., Findings]
    """What it finds in an object of one of those classes."""
    may_wait: bool = False
    """What it asks for may be missing while an article is written, or once it is out of use."""
    validated: Severity | None = None
    """Its severity in an article that somebody validated; None: as in others."""

    @property
    def title(self) -> str:
        """What it finds, without a full stop."""
        return " ".join(self.documentation.partition("\n\n")[0].split()).removesuffix(".")

    @property
    def explanation(self) -> str:
        """The documentation after its first sentence."""
        return self.documentation.partition("\n\n")[2].strip()


@cache
def all_checks() -> Mapping[str, Check]:
    """Every check by its code, in the order of codes."""
    names = sorted(module.name for module in iter_modules(import_module(CHECKS).__path__))
    checks = (_load_check(name) for name in names if name.startswith("kb"))
    return {check.code: check for check in checks}


def run_checks(*subjects: object) -> tuple[Diagnostic, ...]:
    """What the checks find in objects of their scopes, sorted."""
    found = [
        _diagnose(check, finding)
        for check, subject in _pair_checks(subjects)
        for finding in check.find(subject)
    ]
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key))


def run_checks_apart(
    *subjects: object,
) -> tuple[tuple[Diagnostic, ...], Mapping[str, Exception]]:
    """The same, where a fault in a check keeps nothing but the findings of that check.

    The second value has what such checks raised, by code.
    """
    found: list[Diagnostic] = []
    faults: dict[str, Exception] = {}
    for check, subject in _pair_checks(subjects):
        try:
            found += [_diagnose(check, finding) for finding in check.find(subject)]
        except Exception as error:  # noqa: BLE001 - the caller reports every fault as a finding
            faults[check.code] = error
    return tuple(sorted(found, key=lambda diagnostic: diagnostic.sort_key)), faults


def _pair_checks(subjects: Iterable[object]) -> Iterator[tuple[Check, object]]:
    # By type and not by `isinstance`: a dictionary serves any number of checks.
    by_scope = _checks_by_scope()
    return ((check, one) for one in subjects for check in by_scope.get(type(one), ()))


def _load_check(name: str) -> Check:
    module = import_module(f"{CHECKS}.{name}")
    code, _, rest = name.partition("_")
    scope, *_ = get_type_hints(module.check).values()
    return Check(
        code=code.upper(),
        name=rest.replace("_", "-"),
        severity=Severity(module.SEVERITY),
        documentation=read_docstring(module).strip(),
        scope=get_args(scope) or (scope,),
        find=module.check,
        may_wait=getattr(module, "MAY_WAIT", False),
        validated=getattr(module, "SEVERITY_IF_VALIDATED", None),
    )


@cache
def _checks_by_scope() -> Mapping[type, tuple[Check, ...]]:
    found: dict[type, list[Check]] = defaultdict(list)
    for check in all_checks().values():
        for scope in check.scope:
            found[scope].append(check)
    return {scope: tuple(checks) for scope, checks in found.items()}


def _diagnose(check: Check, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=check.code,
        severity=finding.severity or check.severity,
        message=shorten_quotes(finding.message),
        span=finding.span,
        help=shorten_quotes(finding.help),
        related=tuple([Related(one.span, shorten_quotes(one.message)) for one in finding.related]),
        end=finding.end,
        fix=finding.fix and _with_short_title(finding.fix),
        count=finding.count,
    )


def _with_short_title(fix: Fix) -> Fix:
    title = shorten_quotes(fix.title)
    return fix if title == fix.title else replace(fix, title=title)


@dataclass(frozen=True, slots=True)
class CheckCount:
    """The findings of one check, counted."""

    code: str
    name: str
    severity: Severity
    """That of the most severe one."""
    count: int
    fixable: int
    """How many of them have a fix."""


def count_findings_by_check(diagnostics: Iterable[Diagnostic]) -> tuple[CheckCount, ...]:
    """The checks that found something, most findings first."""
    found: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        found[diagnostic.code].append(diagnostic)
    counts = (_count(code, group) for code, group in found.items())
    return tuple(sorted(counts, key=lambda one: (-one.count, one.code)))


def _count(code: str, group: list[Diagnostic]) -> CheckCount:
    severity = min((one.severity for one in group), key=lambda severity: severity.rank)
    fixable = sum(one.fix is not None for one in group)
    return CheckCount(code, all_checks()[code].name, severity, len(group), fixable)


class Choice(NamedTuple):
    """What one place says of the checks to run, each in codes, prefixes and names."""

    select: tuple[str, ...] | None = None
    """None: what was chosen before."""
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def find_checks(selector: str) -> frozenset[str]:
    """The codes that a code, a prefix, a name or `ALL` means; none where it means nothing."""
    text = selector.strip()
    if text.upper() == ALL:
        return frozenset(all_checks())
    if text.upper().startswith("KB"):
        return frozenset(code for code in all_checks() if code.startswith(text.upper()))
    return frozenset(code for code, check in all_checks().items() if check.name == text.lower())


def describe_unknown(selector: str) -> tuple[str, str]:
    """What is wrong with a selector that means nothing, and what to do."""
    text = selector.strip()
    names = [check.name for check in all_checks().values()]
    if text.upper().startswith("KB"):
        near = _nearest_code(text.upper())
    else:
        near = closest_name(text.lower(), [*names, ALL.lower()]).replace(ALL.lower(), ALL)
    remedy = f"did you mean `{near}`?" if near else "`errata explain KB` lists all checks"
    return f"no check is called `{text}` or begins so", remedy


def _nearest_code(text: str) -> str:
    """Of the codes that begin most like it, the one that is most like it."""
    for length in range(len(text), 1, -1):
        if alike := [code for code in all_checks() if code.startswith(text[:length])]:
            return closest_name(text, alike) or alike[0]
    return ""


def choose_checks(choices: Iterable[Choice]) -> frozenset[str]:
    """The codes of the checks to run. Of two selectors the longer one counts, then `ignore`."""
    chosen = frozenset(all_checks())
    for choice in choices:
        chosen = frozenset() if choice.select is not None else chosen
        adding = ((one, True) for one in (*(choice.select or ()), *choice.extend))
        rules = sorted(
            (*adding, *((one, False) for one in choice.ignore)),
            key=lambda rule: (_specificity(rule[0]), not rule[1]),
        )
        for selector, adds in rules:
            codes = find_checks(selector)
            chosen = chosen | codes if adds else chosen - codes
    return chosen


def _specificity(selector: str) -> int:
    """How many characters of a code it says."""
    text = selector.strip().upper()
    if text == ALL:
        return 0
    # A name is as precise as a code.
    return len(text) if text.startswith("KB") else len(next(iter(all_checks())))


def matches_glob(path: str, glob: str) -> bool:
    """Whether a path fits: `*` is no slash, `**` any folders, a glob without slash any file."""
    return _compile(glob).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compile(glob: str) -> re.Pattern[str]:
    meanings = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    pattern = "".join(meanings.get(part) or re.escape(part) for part in _GLOB.split(glob))
    return re.compile(pattern if "/" in glob else f"(?:.*/)?{pattern}", re.DOTALL)
