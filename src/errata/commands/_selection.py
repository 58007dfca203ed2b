"""`--select`, `--extend-select` and `--ignore`; `--jobs`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from errata.commands._console import Settings
from errata.diagnostics.registry import describe_unknown, find_checks
from errata.model import AUDIENCES
from errata.workers import cpu_count

if TYPE_CHECKING:
    from collections.abc import Callable


class _Selectors(click.ParamType[tuple[str, ...]]):
    """Codes, prefixes and names of checks, with commas between them."""

    name = "checks"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        selectors = tuple(filter(None, (part.strip() for part in str(value).split(","))))
        for selector in selectors:
            if not find_checks(selector):
                message, remedy = describe_unknown(selector)
                self.fail(f"{message}: {remedy}", param, ctx)
        return selectors


def _store(context: click.Context, option: click.Parameter, given: object) -> None:
    settings = context.obj
    if isinstance(settings, Settings) and isinstance(given, tuple) and given:
        selectors = tuple(one for several in given for one in several)
        choice = settings.choice._replace(**{str(option.name): selectors})
        context.obj = replace(settings, choice=choice)


def selection_options(function: Callable[..., int]) -> Callable[..., int]:
    """The options that say which checks are run; the settings get them as `choice`."""
    for name, field, text in (
        ("--ignore", "ignore", "Checks not to run, in the same way."),
        ("--extend-select", "extend", "More checks to run, in the same way."),
        (
            "--select",
            "select",
            "Checks to run: codes, prefixes such as KB3, names, or ALL, with commas between.",
        ),
    ):
        option = click.option(
            name,
            field,
            type=_Selectors(),
            multiple=True,
            metavar="CHECKS",
            expose_value=False,
            callback=_store,
            help=text,
        )
        function = option(function)
    return function


class _Jobs(click.ParamType[int]):
    """A number of processes, or `auto` for one per processor this process may use."""

    name = "jobs"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        text = str(value)
        if text == "auto":
            return cpu_count()
        if not text.isdecimal() or int(text) < 1:
            self.fail(f"`{text}` is neither a positive number nor `auto`", param, ctx)
        return int(text)


jobs_option = click.option(
    "--jobs",
    type=_Jobs(),
    default="auto",
    show_default=True,
    metavar="N|auto",
    help="Processes to work with; auto is one for each processor. The result is always the same.",
)
audience_option = click.option(
    "--audience",
    type=click.Choice([audience.value for audience in AUDIENCES]),
    help="Who reads the site.  [default: public, or as configured]",
)
