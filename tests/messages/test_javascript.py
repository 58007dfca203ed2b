"""The browser's code in Node.js: the same vectors, and Python's own answers to what is too long."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

from errata.messages.mask import hide_inserts, mask_message, strip_prefix
from tests.messages.test_mask import HOSTILE, VECTORS
from tests.support.validator import NODE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

LONG = 100_000


def test_javascript_gives_the_answers_of_python(tmp_path: Path) -> None:
    done = _node_tests(tmp_path / "vectors.json")
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def _texts() -> list[str]:
    return [row["text"] for kind in ("mask", "strip") for row in VECTORS[kind]]


def _node_tests(file: Path) -> subprocess.CompletedProcess[str]:
    lines = [piece * (LONG // len(piece)) for piece in HOSTILE]
    vectors = {
        "mask": [
            *VECTORS["mask"],
            *({"text": line, "masked": mask_message(line)} for line in lines),
        ],
        "hide": [
            *VECTORS["hide"],
            *({"text": text, "shown": hide_inserts(text)} for text in (*lines, *_texts())),
        ],
        "strip": [
            *VECTORS["strip"],
            *({"text": line, "stripped": strip_prefix(line)} for line in lines),
            *(
                {"text": row["text"], "stripped": strip_prefix(row["text"])}
                for row in VECTORS["mask"]
            ),
        ],
    }
    file.write_text(json.dumps(vectors), "utf-8")
    return subprocess.run(
        [str(NODE), "--test", str(ROOT / "tests/js/mask.test.js")],
        env={**os.environ, "ERRATA_VECTORS": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
