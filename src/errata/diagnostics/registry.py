"""Every check by its code, and their findings; checks are modules of `errata.checks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final, get_args, get_type_hints

from msgspec.structs import replace

from errata.diagnostics import Diagnostic, Finding, Findings, Fix, Related, Severity, shorten_quotes
from errata.docstrings import read_docstring
from errata.values import Record

CHECKS: Final = "errata.checks"


class Check(Record, frozen=True):
    """One check, as described by its module."""

    code: str
    name: str
    severity: Severity
    documentation: str
    """Markdown; the first sentence says what the check finds."""
    scope: tuple[type, ...]
    """The classes of its subjects."""
    find: Callable[..., Findings]
    """Finds faults in an object of one of those classes."""
    may_wait: bool = False
    """Whether a draft or an obsolete article may lack what it asks for."""
    validated: Severity | None = None
    """Its severity in a validated article; None if it is the same as in others."""
    observe: Callable[..., object] | None = None
    """Looks at the content of one article, and keeps what it sees; None if the check does not."""

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
    """Map every check by its code, in the order of codes."""
    names = sorted(module.name for module in iter_modules(import_module(CHECKS).__path__))
    checks = (_load_check(name) for name in names if name.startswith("kb"))
    return {check.code: check for check in checks}


def list_observers() -> tuple[Callable[..., object], ...]:
    """List the functions with which checks look at the content of one article."""
    return tuple(check.observe for check in all_checks().values() if check.observe)


def run_checks(
    *subjects: object, faults: dict[str, Exception] | None = None
) -> tuple[Diagnostic, ...]:
    """Run the checks on objects of their scopes, and sort the findings.

    With `faults`, a fault in a check only loses its findings, and is added there by its code.
    """
    diagnostics: list[Diagnostic] = []
    for check, subject in _pair_checks(subjects):
        try:
            diagnostics += [_diagnose(check, finding) for finding in check.find(subject)]
        except Exception as error:
            if faults is None:
                raise
            faults[check.code] = error
    return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))


def _pair_checks(subjects: Iterable[object]) -> Iterator[tuple[Check, object]]:
    # By type and not by `isinstance`: a dictionary serves any number of checks.
    by_scope = _checks_by_scope()
    return ((check, subject) for subject in subjects for check in by_scope.get(type(subject), ()))


def _find_observer(module: ModuleType) -> Callable[..., object] | None:
    """Return the function of a check that looks at one article: `observe_resolution`."""
    names = sorted(name for name in vars(module) if name.startswith("observe_"))
    return getattr(module, names[0]) if names else None


def _load_check(name: str) -> Check:
    module = import_module(f"{CHECKS}.{name}")
    code, _, words = name.partition("_")
    scope, *_ = get_type_hints(module.check).values()
    return Check(
        code=code.upper(),
        name=words.replace("_", "-"),
        severity=Severity(module.SEVERITY),
        documentation=read_docstring(module).strip(),
        scope=get_args(scope) or (scope,),
        find=module.check,
        may_wait=getattr(module, "MAY_WAIT", False),
        validated=getattr(module, "SEVERITY_IF_VALIDATED", None),
        observe=_find_observer(module),
    )


@cache
def _checks_by_scope() -> Mapping[type, tuple[Check, ...]]:
    by_scope: dict[type, list[Check]] = defaultdict(list)
    for check in all_checks().values():
        for scope in check.scope:
            by_scope[scope].append(check)
    return {scope: tuple(checks) for scope, checks in by_scope.items()}


def _diagnose(check: Check, finding: Finding) -> Diagnostic:
    return Diagnostic(
        code=check.code,
        severity=finding.severity or check.severity,
        message=shorten_quotes(finding.message),
        span=finding.span,
        help=shorten_quotes(finding.help),
        related=tuple(
            [Related(related.span, shorten_quotes(related.message)) for related in finding.related]
        ),
        end=finding.end,
        fix=finding.fix and _with_short_title(finding.fix),
        count=finding.count,
    )


def _with_short_title(fix: Fix) -> Fix:
    title = shorten_quotes(fix.title)
    return fix if title == fix.title else replace(fix, title=title)


class CheckCount(Record, frozen=True):
    """The findings of one check, counted."""

    code: str
    name: str
    severity: Severity
    """Severity of the most severe one."""
    count: int
    fixable: int
    """How many of them have a fix."""


def count_findings_by_check(diagnostics: Iterable[Diagnostic]) -> tuple[CheckCount, ...]:
    """Count the findings of each check, most findings first."""
    by_check: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        by_check[diagnostic.code].append(diagnostic)
    counts = (_count(code, group) for code, group in by_check.items())
    return tuple(sorted(counts, key=lambda count: (-count.count, count.code)))


def _count(code: str, group: list[Diagnostic]) -> CheckCount:
    severity = min(
        (diagnostic.severity for diagnostic in group), key=lambda severity: severity.rank
    )
    fixable = sum(diagnostic.fix is not None for diagnostic in group)
    return CheckCount(code, all_checks()[code].name, severity, len(group), fixable)
