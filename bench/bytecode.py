"""Python as it is where errata is installed: its modules are compiled once, and not at each start.

`pip` compiles what it installs. A checkout has no byte code where `PYTHONDONTWRITEBYTECODE` is set,
and then a command compiles 350 modules for 0.7 s before it begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_installed(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process that keeps byte code from its first run on."""
    return {k: v for k, v in environment.items() if k != "PYTHONDONTWRITEBYTECODE"}
