"""What is looked at in the text of every article in every run, and so is kept for the next one."""

from __future__ import annotations

from typing import Final

from errata.articles.conventions import join_written_keys
from errata.articles.includes import may_include
from errata.model import TextTraits

SUPPRESSION: Final = b"errata:"
"""What is in each comment that suppresses a finding, see `errata.checks.suppressions`."""


def find_traits(text: bytes) -> TextTraits:
    """Look at a text."""
    return TextTraits(may_include(text), join_written_keys(text), SUPPRESSION in text)
