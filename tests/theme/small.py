"""The theme's scripts with short names, by Terser. Run as a script, it writes `small.json` anew."""

from __future__ import annotations

import json
import subprocess

from errata.files import read_theme
from errata.theme.scripts import SMALL, digest_of, plain
from tests.support.validator import NODE, ROOT

FILE = ROOT / "templates/assets" / SMALL
_TERSER = ROOT / "node_modules/terser/bin/terser"
_OPTIONS = ("--compress", "passes=3", "--mangle", "--ecma", "2022", "--format", "ascii_only=true")


def renewed() -> str:
    """The whole file for today's scripts: ASCII, so that no page's encoding matters to them."""
    small = {
        path: [digest_of(data), _shortened(data)]
        for path, data in sorted(plain(read_theme(None).assets).items())
        if path.endswith(".js")
    }
    return json.dumps(small, indent=0) + "\n"


def _shortened(script: bytes) -> str:
    command = [str(NODE), str(_TERSER), *_OPTIONS]
    return subprocess.run(command, input=script, check=True, capture_output=True).stdout.decode()


if __name__ == "__main__":
    FILE.write_text(renewed(), "utf-8")
