"""The dev server: shows a build from memory and tells open pages when there is a newer one.

1. `guard` refuses requests that name another host (DNS rebinding); Starlette refuses methods.
2. `pages` looks a path up among the artifacts, never on the disk.
3. Pages get a script that listens to the events of `live` and reloads; nothing else differs from
   the site as it is published.
"""

from errata.server.app import make_app
from errata.server.live import BuildStatus, LiveSite
from errata.server.run import Server, listen, serve

__all__ = ["BuildStatus", "LiveSite", "Server", "listen", "make_app", "serve"]
