"""Measures growth: in a separate process, as the slope of the time over the size."""

from __future__ import annotations

import gc
import json
import math
import os
import resource
from functools import partial
from typing import TYPE_CHECKING, Final

from errata.mapper import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

# The exponent that issue and documentation promise.
BAR: Final = 1.15


def measure_apart(measure: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """Measure in a fork, so that what one shape leaves in memory does not slow others."""
    reading, writing = os.pipe()
    if not (child := os.fork()):
        gc.collect()
        gc.freeze()
        collect_rarely()  # as builds do
        os.write(writing, json.dumps(measure()).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    return tuple(json.loads(data))


def slope(smaller: int, less: float, larger: int, more: float) -> float:
    """Return the exponent with which time grows between two sizes."""
    return math.log(more / less) / math.log(larger / smaller)


def measure_growth(
    measure: Callable[[int], tuple[float, ...]],
    sizes: Iterable[int],
    *,
    longest: float,
    turns: int,
) -> tuple[float, ...]:
    """Return the exponent, seconds, the largest size, the most megabytes, and other figures.

    `measure` returns the seconds of a size, and other figures of it; they are returned for the last
    two sizes. Nothing larger is made than what takes `longest` seconds. What else runs on the
    machine slows one size and not the other, so two whose slope is above the bar are measured again
    in turn.
    """
    points: list[tuple[int, float, list[float]]] = []
    for size in sizes:
        seconds, *others = measure(size)
        points.append((size, seconds, others))
        if seconds > longest and len(points) > 1:
            break
    (smaller, less, before), (larger, more, after) = points[-2:]
    for _ in range(turns):
        if slope(smaller, less, larger, more) <= BAR:
            break
        less, more = min(less, measure(smaller)[0]), min(more, measure(larger)[0])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = (figure for pair in zip(before, after, strict=True) for figure in pair)
    return slope(smaller, less, larger, more), more, larger, memory, *figures


def print_growth(
    shapes: Mapping[str, Callable[[int], tuple[float, ...]]],
    sizes: Sequence[int],
    *columns: str,
    longest: float = 1.0,
    turns: int = 4,
) -> int:
    """Measure each shape in a process of its own; 1 where one is above the bar.

    The columns name the other figures, which are printed for the last two sizes.
    """
    above = 0
    print("exponent      seconds     size  most MB", *(f"{name:>16}" for name in columns))
    for name, measure in shapes.items():
        exponent, seconds, size, memory, *figures = measure_apart(
            partial(measure_growth, measure, sizes, longest=longest, turns=turns)
        )
        above += exponent > BAR
        mark = " <" if exponent > BAR else ""
        pairs = zip(figures[::2], figures[1::2], strict=True)
        others = "".join(f" {before:6.1f} -> {after:6.1f}" for before, after in pairs)
        row = f"{exponent:8.2f} {seconds:12.3f} {size:8,.0f} {memory:8.0f}{others}"
        print(f"{row}  {name}{mark}", flush=True)
    print(f"{len(shapes)} shapes, {above} above {BAR}")
    return int(above > 0)
