"""The command `errata`.

Modules that read the command line are imported only if there is one to read: `errata --version`,
which scripts and bug reports use, takes 20 ms more than Python alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from errata import __version__


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and exit with its status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words == ["--version"]:
        sys.stdout.write(f"errata {__version__}\n")
        sys.exit(0)
    alone = arguments is None
    if alone:
        from errata.mapper import collect_rarely  # noqa: PLC0415 - as below

        collect_rarely()  # to look for garbage among new modules takes 5 of the next 80 ms
    from errata.commands._line import run  # noqa: PLC0415 - click alone takes 40 ms

    run(words, alone=alone)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """Let tools find the group of commands, `errata`, where they look for it."""
    if name.startswith("__"):
        raise AttributeError(name)
    from errata.commands import _line  # noqa: PLC0415 - as above

    return getattr(_line, name)


if __name__ == "__main__":
    main()
