"""How a process returns memory that it no longer needs."""

from __future__ import annotations

from time import monotonic
from typing import Final

# Seconds between two returns of a worker's memory: each takes some 10 ms, and a build of the 1,179
# real articles takes 295 MB at most, not 302.
_PAUSE: Final = 1.5
_last_return = monotonic()


def return_memory() -> None:
    """Return freed memory to the system. Only GNU's C library has the function.

    Before a fork, which shares it, and both fill it again: after 393 articles were parsed here, it
    is 14 of 113 MB.
    """
    import ctypes  # noqa: PLC0415 - 7 ms, for builds alone

    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def return_memory_rarely() -> None:
    """Return freed memory, unless this process has just done so."""
    global _last_return  # noqa: PLW0603 - a process has one heap
    if monotonic() - _last_return >= _PAUSE:
        return_memory()
        _last_return = monotonic()
