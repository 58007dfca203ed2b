"""Finds bytes that make the parser of articles raise, with atheris: `make fuzz`.

    python -m scripts.fuzz_guided 600    # seconds

atheris is not among the requirements, as it is not there for every system and version of Python.
"""

from __future__ import annotations

import importlib.util
import sys
from typing import Any


def main() -> None:
    """Run for a number of seconds, if atheris is installed."""
    if not importlib.util.find_spec("atheris"):
        print("guided fuzzing: not run, since atheris is not installed (`pip install atheris`)")
        return
    atheris: Any = importlib.import_module("atheris")
    # What the parser is made of must be imported in here: it notes which branches were taken.
    with atheris.instrument_imports(include=["errata.articles", "errata.codes", "errata.messages"]):
        from errata.articles.conventions import ParseOptions  # noqa: PLC0415 - as said
        from errata.articles.parser import ArticleParser  # noqa: PLC0415 - as said
        from errata.codes.families import choose_families  # noqa: PLC0415 - as said
        from errata.model import Source  # noqa: PLC0415 - as said

    parse = ArticleParser(ParseOptions(families=choose_families(["default"])))

    def try_bytes(data: bytes) -> None:
        """Fail where the parser reports a fault of errata."""
        parsed = parse(Source("en/a.md", "en", data))
        faults = [
            diagnostic.message for diagnostic in parsed.diagnostics if diagnostic.code == "KB009"
        ]
        if faults:
            raise AssertionError(faults[0])

    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=4000"], try_bytes)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
