"""The Chromium of tests, measurements and pictures: the one on the path, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""See `scripts/ensure-browser`."""
QUIET: Final = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed() -> str | None:
    """Return the path of the system's own Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """Return its arguments: without prompts, and without the sandbox for root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--no-sandbox"] if root else [*QUIET]


def launch(playwright: Playwright) -> Browser:
    """Launch Chromium."""
    return playwright.chromium.launch(executable_path=installed(), args=arguments())
