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
    seconds: Callable[[int], float], sizes: Iterable[int], *, longest: float, turns: int
) -> tuple[float, ...]:
    """Return the exponent, the largest size, its seconds and the most megabytes.

    Nothing larger is made than what takes `longest` seconds. What else runs on the machine slows
    one size and not the other, so two whose slope is above the bar are measured again in turn.
    """
    points: list[tuple[int, float]] = []
    for size in sizes:
        points.append((size, seconds(size)))
        if points[-1][1] > longest and len(points) > 1:
            break
    (smaller, less), (larger, more) = points[-2:]
    for _ in range(turns):
        if slope(smaller, less, larger, more) <= BAR:
            break
        less, more = min(less, seconds(smaller)), min(more, seconds(larger))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return slope(smaller, less, larger, more), larger, more, memory


def print_growth(
    shapes: Mapping[str, Callable[[int], float]],
    sizes: Sequence[int],
    *,
    longest: float = 1.0,
    turns: int = 4,
) -> int:
    """Measure each shape in a process of its own; 1 where one is above the bar."""
    above = 0
    print("exponent      seconds     size  most MB")
    for name, seconds in shapes.items():
        exponent, size, most, memory = measure_apart(
            partial(measure_growth, seconds, sizes, longest=longest, turns=turns)
        )
        above += exponent > BAR
        mark = " <" if exponent > BAR else ""
        print(f"{exponent:8.2f} {most:12.2f} {size:8,.0f} {memory:8.0f}  {name}{mark}", flush=True)
    print(f"{len(shapes)} shapes, {above} above {BAR}")
    return int(above > 0)
