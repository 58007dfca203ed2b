"""What time it is, to every command."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def current_moment() -> datetime:
    """Now; another moment for output that must be the same whenever it is made.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(named), UTC) if named.isdecimal() else datetime.now(UTC)
