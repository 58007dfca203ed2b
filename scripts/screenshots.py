"""Takes the README's pictures of the shipped site: `make screenshots`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.chromium import launch

ROOT = Path(__file__).parent.parent
SHOTS = {
    "article.png": ("en/KA-19371/index.html", {"width": 1200, "height": 880}, "light"),
    "code.png": ("en/codes/RED-520025/index.html", {"width": 400, "height": 820}, "dark"),
}


def main() -> None:
    """Build the site in a temporary folder and write `docs/*.png`."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        command = [sys.executable, "-m", "errata", "build", "--out", str(site)]
        subprocess.run(command, check=True, cwd=ROOT)
        browser = launch(playwright)
        for name, (page_path, size, scheme) in SHOTS.items():
            page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type] # literals
            page.goto((site / page_path).as_uri())
            page.screenshot(path=ROOT / "docs" / name)
        browser.close()


if __name__ == "__main__":
    main()
