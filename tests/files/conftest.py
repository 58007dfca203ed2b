"""Rights that really bind: root may do anything, so the tests of permissions step down."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOBODY = 65534


@pytest.fixture
def nobody(tmp_path: Path) -> Iterator[None]:
    """Run the test without root's rights, in a folder that it owns."""
    if os.geteuid() != 0:
        yield
        return
    closed = [(path, path.stat().st_mode) for path in tmp_path.parents if path.stat().st_uid == 0]
    for path, mode in closed:
        path.chmod(mode | 0o111)
    os.chown(tmp_path, _NOBODY, _NOBODY)
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        for path, mode in closed:
            path.chmod(mode)
