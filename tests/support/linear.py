"""The mark of a test whose input would keep it busy for hours if work grew with its square.

Nothing is timed: the input is so long that only linear work ends before the guard, which is tens of
times what a busy machine needs.
"""

from __future__ import annotations

import pytest

ends = pytest.mark.timeout(90)
