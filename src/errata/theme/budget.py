"""Bounds the steps that templates take for one page.

The sandbox bounds `range`, but not loops within loops: one slip of an author would keep a build
busy for days. Pages are made in threads and processes, where no clock can stop one, so steps are
counted: the items of each loop when it begins, and each call.
"""

from __future__ import annotations

from collections.abc import Sized
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final

from jinja2 import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Steps for one page: some seconds of an empty loop. The list of all titles of 100,000 articles
# takes a twentieth of it.
MOST_STEPS: Final = 10_000_000
# A call takes as long as so many items of a loop.
STEPS_OF_CALL: Final = 10
# Characters or items of what `*` may make, and digits of what `**` may: far more than a page has.
MOST_MADE: Final = 1_000_000
COUNTED: Final = "errata_counted"
"""Name of the filter that each loop's items go through."""

_steps: ContextVar[int] = ContextVar("steps", default=0)


class TooManyStepsError(Exception):
    """A template does more for a page than can be meant."""


def begin_page() -> None:
    """Count from zero."""
    _steps.set(0)


def count_steps(count: int) -> None:
    """Add steps.

    Raises:
        TooManyStepsError: if the page takes more than it may.
    """
    steps = _steps.get() + count
    _steps.set(steps)
    if steps > MOST_STEPS:
        message = f"it takes more than {MOST_STEPS:,} steps for one page"
        raise TooManyStepsError(message)


def count_items(items: Iterable[object]) -> Iterable[object]:
    """The items of a loop, counted when it begins, or one by one if their number is not known."""
    if isinstance(items, Sized):
        count_steps(len(items))
        return items
    return _count_each(items)


def _count_each(items: Iterable[object]) -> Iterator[object]:
    for item in items:
        count_steps(1)
        yield item


def count_loops(template: nodes.Template) -> None:
    """Have the items of every loop counted."""
    for loop in template.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, COUNTED, [], [], None, None, lineno=loop.iter.lineno)


def check_product(operator: str, left: object, right: object) -> None:
    """Look at what `*` or `**` is about to make.

    Raises:
        TooManyStepsError: if it is larger than anything on a page.
    """
    size = 0
    if operator == "**" and isinstance(left, int) and isinstance(right, int):
        size = left.bit_length() * max(right, 0)
    for text, times in ((left, right), (right, left)) if operator == "*" else ():
        if isinstance(times, int) and isinstance(text, str | list | tuple):
            size = len(text) * times
    if size > MOST_MADE:
        message = f"`{operator}` would make more than {MOST_MADE:,} characters"
        raise TooManyStepsError(message)
