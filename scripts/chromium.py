"""The Chromium of tests, measurements and pictures: the one on the path, else Playwright's own."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""See `scripts/ensure-browser`."""
SHELL: Final = "chromium-headless-shell"
"""The same engine without windows: a page opens in a sixth of the time and loads in half of it."""
WINDOWS: Final = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess")
"""Chromium's own parts of a window: each starts a process with it, and nothing looks at them."""
QUIET: Final = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(WINDOWS)}",
]


def installed(*, windows: bool = True) -> str | None:
    """Return the path of the system's own Chromium, or of its shell if windows do not matter."""
    names = (*NAMES, SHELL) if windows else (SHELL, *NAMES)
    return next((path for name in names if (path := shutil.which(name))), None)


def arguments() -> list[str]:
    """Return its arguments: without prompts, and without the sandbox for root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, "--no-sandbox"] if root else [*QUIET]


def launch(playwright: Playwright, *, windows: bool = True) -> Browser:
    """Launch Chromium."""
    path = installed(windows=windows)
    return playwright.chromium.launch(executable_path=path, args=arguments())
