"""What the results of a stage depend on besides its items: this program and what it is built on.

A worker on another machine has an installation of its own. Its results are the same bytes only if
errata, the libraries that it is built on and Python are.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

import errata
from errata.data.patterns import compile_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# "markdown-it-py>=3" and "pydantic" of "pydantic (>=2.9)": a name, then whatever it must be.
_NAME: Final = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# A requirement that only somebody who asks for an extra gets: 'pygls>=2; extra == "lsp"'.
_EXTRA: Final = compile_late(r";.*\bextra\b")
# Characters of a digest that a message shows.
_SHOWN: Final = 8


@cache
def program_parts() -> Mapping[str, str]:
    """Name -> version of all that results depend on; errata's has a digest of its code."""
    python = f"{sys.implementation.name} {sys.version_info.major}.{sys.version_info.minor}"
    found = {"Python": python, "errata": f"{errata.__version__} ({_code_digest()})"}
    return found | dict(sorted(_libraries("errata", {"errata"})))


def _libraries(name: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """What a package requires, directly or not, with versions."""
    for required in _required(name):
        if required not in seen:
            seen.add(required)
            try:
                yield required, distribution(required).version
            except PackageNotFoundError:  # for another platform
                continue
            yield from _libraries(required, seen)


def _required(name: str) -> list[str]:
    try:
        lines = distribution(name).requires or []
    except PackageNotFoundError:  # it runs from a folder of sources
        return []
    found = (_NAME.match(line) for line in lines if not _EXTRA.search(line))
    return sorted({match[0].lower() for match in found if match})


def _code_digest() -> str:
    """Of the package's modules and data, whatever folder they are in."""
    package = Path(errata.__file__).parent
    digest = hashlib.sha256()
    paths = (path for path in package.rglob("*") if "__pycache__" not in path.parts)
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(hashlib.sha256(path.relative_to(package).as_posix().encode()).digest())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:_SHOWN]


def describe_differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    """What is another version there, for a message; empty where all is the same."""
    differing = sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
    # Its own version says most; of libraries, the first few.
    first = sorted(differing, key=lambda name: name != "errata")[:3]
    return ", ".join(
        f"{name} {found.get(name, 'missing')} instead of {wanted.get(name, 'none')}"
        for name in first
    )
