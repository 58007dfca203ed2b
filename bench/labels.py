"""Where the real articles and the labels are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_SHARED = Path(__file__).parents[2] / "shared"


def folders() -> tuple[Path, Path] | None:
    """Corpus and labels; None, after a word to stderr, where either is not there."""
    corpus = Path(os.environ.get("ERRATA_CORPUS", _SHARED / "corpus"))
    gold = Path(os.environ.get("ERRATA_GOLD", _SHARED / "gold"))
    if corpus.is_dir() and gold.is_dir():
        return corpus, gold
    print("no corpus or labels: set ERRATA_CORPUS and ERRATA_GOLD", file=sys.stderr)
    return None


def corpus_and_locale(arguments: list[str]) -> tuple[Path, str] | None:
    """Corpus and locale as `[CORPUS] [LOCALE]`; None, after a word to stderr, for no articles."""
    default = os.environ.get("ERRATA_CORPUS", _SHARED / "corpus")
    corpus = Path(arguments[0] if arguments else default).resolve()
    locale = arguments[1] if len(arguments) > 1 else "en"
    if (corpus / locale).is_dir():
        return corpus, locale
    print(f"no articles at {corpus / locale}: set ERRATA_CORPUS", file=sys.stderr)
    return None
