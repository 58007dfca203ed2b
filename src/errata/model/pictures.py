"""What is known of a picture that an article shows: its size, and smaller forms of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it was measured; without a size where nothing could be told."""

    width: int = 0
    """In pixels, as it is shown; 0: unknown."""
    height: int = 0
    smaller: bytes = field(default=b"", repr=False)
    """The same as WebP, where that takes much fewer bytes; else empty."""
    still: bytes = field(default=b"", repr=False)
    """Of an animation, its first frame as WebP."""
    fault: str = ""
    """Why it could not be read; then nothing else is known."""


ImageProbe = Callable[[Mapping[str, bytes | None]], Mapping[str, Picture]]
"""Path -> content of each picture (None: the file of that path below the knowledge base), to what
is known of those that are pictures. It holds all reading of files, so that the core has none."""


def no_image_sizes(wanted: Mapping[str, bytes | None]) -> dict[str, Picture]:  # noqa: ARG001 - an `ImageProbe`
    """Know nothing of any picture: pages then show them as they are."""
    return {}
