"""The parse stage costs nothing where no article has to be parsed."""

from __future__ import annotations

import subprocess
import sys


def test_the_stage_is_imported_without_what_reads_articles() -> None:
    code = (
        "import sys, errata.pipeline, errata.articles.parser\n"
        "heavy = {'markdown_it', 'nh3', 'yaml', 'linkify_it'} & set(sys.modules)\n"
        "sys.exit(str(sorted(heavy)) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
