"""Every check by its code, for every floor: the modules of `errata.checks` declare themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from errata.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from errata.diagnostics import Span


CHECKS = "errata.checks"


@dataclass(frozen=True, slots=True)
class CheckRule:
    """One check as its module describes it."""

    code: str
    name: str
    severity: Severity
    documentation: str
    check: Callable[..., Iterator[Diagnostic]] | None


@cache
def all_checks() -> Mapping[str, CheckRule]:
    """Every rule by its code, in the order of codes."""
    names = sorted(module.name for module in iter_modules(import_module(CHECKS).__path__))
    rules = (_rule(name) for name in names if name.startswith("kb"))
    return {rule.code: rule for rule in rules}


def make_finding(code: str, message: str, span: Span, remedy: str = "") -> Diagnostic:
    """What a stage found of a rule's, with the rule's own severity."""
    return Diagnostic(code, all_checks()[code].severity, message, span, remedy)


def _rule(name: str) -> CheckRule:
    module = import_module(f"{CHECKS}.{name}")
    code, _, rest = name.partition("_")
    return CheckRule(
        code=code.upper(),
        name=rest.replace("_", "-"),
        severity=Severity(module.SEVERITY),
        documentation=module.__doc__ or "",
        check=getattr(module, "check", None),
    )
