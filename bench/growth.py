"""How growth is measured: in a process of its own, as the slope of the time over the size."""

from __future__ import annotations

import gc
import json
import math
import os
from typing import TYPE_CHECKING, Final

from errata.mapper import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Callable

# The exponent that issue and documentation promise.
BAR: Final = 1.15


def measure_apart(measure: Callable[[], tuple[float, ...]]) -> tuple[float, ...]:
    """What is measured in a fork, so that what one shape leaves in memory slows no other one."""
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
    """The exponent with which time grows between two sizes."""
    return math.log(more / less) / math.log(larger / smaller)
