"""The site as it is now, and the stream of events that open pages listen to."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, dataclass
from secrets import token_hex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

    from errata.files.walk import OriginalFolders
    from errata.model import Artifact, Copy


@dataclass(frozen=True, slots=True)
class BuildStatus:
    """What open pages show; they reload when `build` changes."""

    build: str
    errors: int = 0
    warnings: int = 0
    message: str = ""  # the first error


class LiveSite:
    """The site as it is now. Change it on the event loop's thread, or before the loop runs."""

    def __init__(self) -> None:
        self.originals: OriginalFolders | None = None
        self.artifacts: Mapping[str, bytes | Copy] = {}
        # Path below which the site will be published, `kb/`: it is served there, too.
        self.prefix = ""
        self.status = BuildStatus("")
        # Pages of an earlier run of the server must reload, too.
        self._run = token_hex(4)
        self._builds = 0
        self._open = True
        self._listeners: set[asyncio.Queue[str]] = set()

    def publish(
        self,
        artifacts: Iterable[Artifact],
        originals: OriginalFolders,
        *,
        errors: int = 0,
        warnings: int = 0,
        message: str = "",
    ) -> None:
        """Replace the site and have open pages reload."""
        self._builds += 1
        self.artifacts = {artifact.path: artifact.content for artifact in artifacts}
        self.originals = originals
        self._set_status(
            BuildStatus(f"{self._run}-{self._builds}", errors, warnings, message), "reload"
        )

    def fail(self, message: str) -> None:
        """Keep the last good site, and show the reason in open pages."""
        self._set_status(BuildStatus(self.status.build, 1, 0, message), "status")

    def close(self) -> None:
        """End the event streams, for which a server that stops would wait."""
        self._open = False
        self._send("")

    async def events(self) -> AsyncIterator[str]:
        """Server-sent events: the status as it is, then each change."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            event = _event("status", self.status)
            while event and self._open:
                yield event
                event = await queue.get()
        finally:
            self._listeners.discard(queue)

    def _set_status(self, status: BuildStatus, kind: str) -> None:
        self.status = status
        self._send(_event(kind, status))

    def _send(self, event: str) -> None:
        for queue in self._listeners:
            queue.put_nowait(event)


def _event(kind: str, status: BuildStatus) -> str:
    return f"event: {kind}\ndata: {json.dumps(asdict(status))}\n\n"
