"""The development server: shows a build from memory, and has open pages reload after a new one.

1. A guard refuses requests that name another host (DNS rebinding).
2. `pages` looks a path up among the artifacts, never on the disk.
3. Pages get a script that listens to events and reloads, and that shows what keeps a page from
   being built again; otherwise they are as published.
"""

from errata.server.app import Server as Server
from errata.server.app import listen as listen
from errata.server.app import make_app as make_app
from errata.server.app import serve as serve
from errata.server.pages import BuildStatus as BuildStatus
from errata.server.pages import LiveSite as LiveSite
from errata.server.pages import ShownFinding as ShownFinding
from errata.server.pages import SiteFiles as SiteFiles
