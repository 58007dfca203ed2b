"""How many processors this process may use."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

# The quota of a container: "200000 100000" are two processors, "max 100000" all of them.
_QUOTA: Final = Path("/sys/fs/cgroup/cpu.max")


def cpu_count(quota: Path = _QUOTA) -> int:
    """The processors that the system lets this process use; a part of one counts as one."""
    counted = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else ()
    processors = len(counted) or os.cpu_count() or 1
    try:
        share, period = map(int, quota.read_text("ascii").split())
    except (OSError, ValueError):  # no container, or one without a quota
        return processors
    return max(1, min(processors, -(-share // period)))
