"""The development server: shows a build from memory, and makes open pages reload after a new one.

1. A guard refuses requests for another host (DNS rebinding): `app`.
2. `pages` finds a path among the artifacts, never on the disk.
3. Pages get a script that listens to events and reloads, and shows what prevents a page from being
   built again; otherwise they are as published.
4. `watch` requests a new build when a file changes.
"""

from errata.server.app import Server as Server
from errata.server.app import listen as listen
from errata.server.app import make_app as make_app
from errata.server.app import serve as serve
from errata.server.pages import BuildStatus as BuildStatus
from errata.server.pages import LiveSite as LiveSite
from errata.server.pages import ShownFinding as ShownFinding
from errata.server.pages import SiteFiles as SiteFiles
