"""The places of the real articles and of the labels."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SHARED = Path(__file__).parents[2] / "shared"


def folders() -> tuple[Path, Path] | None:
    """Return corpus and labels; None, with a message on stderr, if either is missing."""
    corpus = Path(os.environ.get("ERRATA_CORPUS", _SHARED / "corpus"))
    gold = Path(os.environ.get("ERRATA_GOLD", _SHARED / "gold"))
    if corpus.is_dir() and gold.is_dir():
        return corpus, gold
    print("no corpus or labels: set ERRATA_CORPUS and ERRATA_GOLD", file=sys.stderr)
    return None


def corpus_and_locale(arguments: list[str]) -> tuple[Path, str] | None:
    """Read `[CORPUS] [LOCALE]`; return None, with a message on stderr, without articles."""
    default = os.environ.get("ERRATA_CORPUS", _SHARED / "corpus")
    corpus = Path(arguments[0] if arguments else default).resolve()
    locale = arguments[1] if len(arguments) > 1 else "en"
    if (corpus / locale).is_dir():
        return corpus, locale
    print(f"no articles at {corpus / locale}: set ERRATA_CORPUS", file=sys.stderr)
    return None


def read_queries(gold: Path) -> list[dict[str, Any]]:
    """Read the judged queries of every locale."""
    paths = sorted(gold.glob("queries_dev*.jsonl"))
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    return [json.loads(line) for line in lines if line]


def score_run(gold: Path, run: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Print the labels' tables of a run: of the queries, then of the Japanese ones.

    `folder` is where the scorer's input is written.
    """
    path = folder / "run.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in run), "utf-8")
    for name in ("queries_dev.jsonl", "queries_dev_ja.jsonl"):
        script, queries = str(gold / "score.py"), str(gold / name)
        words = [sys.executable, script, str(path), "--sub", "--queries", queries]
        subprocess.run(words, check=False)
