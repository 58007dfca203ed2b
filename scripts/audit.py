"""Finds known vulnerabilities of the packages that errata needs: `make audit`.

pip-audit and npm query services on the internet. If a service cannot be reached, that is printed,
with the number of packages that were not audited. The exit status is 1 if something was found; with
`--complete`, it is 2 if something was not audited.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scripts.components import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

# In an environment of its own: it would add thirty packages to those that are audited.
_AUDITOR: Final = "pip-audit==2.9.0"
# How many seconds each step may take: with a network, the longest takes 40.
_LONGEST: Final = 120
_LOCKS: Final = ("requirements/run.txt", "requirements/dev.txt")
CLEAN, FOUND, UNREACHED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Audited:
    """The result of one audit."""

    name: str
    status: int
    output: str

    def describe(self) -> str:
        """Describe the result in one line, with the tool's output if there is more to say."""
        messages = {
            CLEAN: "no known faults",
            FOUND: f"known faults\n{self.output.strip()}",
            UNREACHED: f"not audited, since the service could not be reached: {_last(self.output)}",
        }
        return f"{self.name}: {messages[self.status]}"


def _last(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    # Npm warns of settings that it does not know before it says what is wrong.
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["no answer"])[0][:200]


def judge_pip(status: int, output: str) -> int:
    """Judge pip-audit, which ends with 1 for faults and for errors; it lists faults in a table."""
    if status == 0:
        return CLEAN
    return FOUND if "Fix Versions" in output else UNREACHED


def judge_npm(status: int, output: str) -> int:
    """Judge npm, which ends with 1 for faults and for errors, which it names."""
    if status == 0:
        return CLEAN
    return UNREACHED if "audit endpoint returned an error" in output else FOUND


def _run(*command: str) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_LONGEST
        )
    except subprocess.TimeoutExpired:
        return UNREACHED, f"no answer in {_LONGEST} seconds"
    except OSError as error:
        return UNREACHED, str(error)
    return done.returncode, done.stdout + done.stderr


def audit_python() -> Iterator[Audited]:
    """Audit each lock file, and yield its result as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / ("Scripts" if sys.platform == "win32" else "bin") / "python")
        status, output = _run(python, "-m", "pip", "install", "--quiet", _AUDITOR)
        if status:
            yield from (Audited(lock, UNREACHED, output) for lock in _LOCKS)
            return
        for lock in _LOCKS:
            status, output = _run(
                python, "-m", "pip_audit", "-r", lock, "--require-hashes", "--disable-pip"
            )
            yield Audited(lock, judge_pip(status, output), output)


def audit_javascript() -> Audited:
    """Audit what bundles the scripts; none of it is on a site."""
    status, output = _run("scripts/npm", "audit")
    return Audited("package-lock.json", judge_npm(status, output), output)


def main() -> None:
    """Print what was found; return the status of the worst."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--complete", action="store_true", help="fail if something is not audited")
    complete = parser.parse_args().complete
    statuses: list[int] = []
    for audit in (audit_python, lambda: [audit_javascript()]):
        for result in audit():
            print(result.describe(), flush=True)
            statuses.append(result.status)
    if unreached := statuses.count(UNREACHED):
        print(f"{unreached} of {len(statuses)} not audited")
    sys.exit(FOUND if FOUND in statuses else UNREACHED if complete and unreached else CLEAN)


if __name__ == "__main__":
    main()
