"""The tables of `patterns.py` inside `mask.js`. Run as a script, it writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

from errata.messages import patterns

SCRIPT = Path(__file__).parents[2] / "templates/assets/js/mask.js"
_BEGIN, _END = "  /* tables: begin */\n", "  /* tables: end */\n"
_TYPE = (
    "/** @type {{ guard: string, volatile: [string, string][], prefixes: string[], "
    "frame: string, tail: string }} */"
)


def tables() -> str:
    """The JavaScript between the marks."""
    content = {
        "guard": patterns.GUARD,
        "volatile": [[part, placeholder] for _, part, placeholder in patterns.VOLATILE],
        "prefixes": [part for _, part in patterns.PREFIXES],
        "frame": patterns.FRAME,
        "tail": patterns.TAIL,
    }
    text = json.dumps(content, ensure_ascii=True, indent=2).replace("\n", "\n  ")
    return f"  {_TYPE}\n  const tables = {text};\n"


def renewed() -> str:
    """The whole script with today's tables."""
    head, _, rest = SCRIPT.read_text("utf-8").partition(_BEGIN)
    _, _, foot = rest.partition(_END)
    return head + _BEGIN + tables() + _END + foot


if __name__ == "__main__":
    SCRIPT.write_text(renewed(), "utf-8")
