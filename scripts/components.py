"""The components of errata: the packages of `requirements/run.txt`, their licences and digests."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT: Final = Path(__file__).parent.parent
LOCK: Final = ROOT / "requirements/run.txt"
# "click==8.1.7 \" yes; "    --hash=sha256:…" and "# via" no.
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
# Names of licences in the older classifiers -> SPDX.
_SPDX: Final = {
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "BSD-3-Clause license": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "BSD": "BSD-3-Clause",
}
UNKNOWN: Final = "see the package"


@dataclass(frozen=True, slots=True)
class Component:
    """A package that is installed with errata."""

    name: str
    version: str
    digests: tuple[str, ...]
    """SHA-256 of the files that may be installed."""
    licence: str
    """An SPDX expression; `UNKNOWN` if the package does not state it."""
    summary: str


def read_components(lock: Path = LOCK) -> list[Component]:
    """Return the components of a lock file, by name."""
    return sorted(_read(lock.read_text("utf-8")), key=lambda one: one.name.lower())


def _read(text: str) -> Iterator[Component]:
    pins = list(_PIN.finditer(text))
    for pin, after in zip(pins, [*pins[1:], None], strict=True):
        block = text[pin.end() : after.start() if after else len(text)]
        name, version = pin[1], pin[2]
        licence, summary = _describe(name)
        yield Component(name, version, tuple(_HASH.findall(block)), licence, summary)


def _describe(name: str) -> tuple[str, str]:
    """Return licence and summary of an installed package."""
    try:
        fields = metadata.metadata(name).json
    except metadata.PackageNotFoundError:  # needed on another system alone
        return UNKNOWN, ""
    written = _text(fields, "license_expression") or _classified(fields) or _text(fields, "license")
    first = written.partition("\n")[0]
    return _SPDX.get(first, first) or UNKNOWN, _text(fields, "summary")


def _text(fields: Mapping[str, str | list[str]], key: str) -> str:
    return str(fields.get(key) or "").strip()


def _classified(fields: Mapping[str, str | list[str]]) -> str:
    classes = [text for text in fields.get("classifier", ()) if text.startswith("License ::")]
    names = [text.rpartition(" :: ")[2] for text in classes]
    return " OR ".join(sorted({_SPDX.get(name, name) for name in names} - {"OSI Approved"}))
