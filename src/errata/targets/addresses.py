"""Links from a knowledge base to the rest of the site that it is a part of.

Many repositories hold one folder of a larger site. `[links] root` says where its links from the
root lead, `[links] outside` where the knowledge base's own folder is published there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from errata.targets.files import strip_ending

if TYPE_CHECKING:
    from errata.model import FileRef


@dataclass(frozen=True, slots=True)
class SiteAround:
    """Where the other pages of the site are."""

    root: str = ""
    """A web address that links from the root continue; another value says nothing about them."""
    outside: str = ""
    """The web address of the knowledge base's folder; empty where nothing leads out of it."""

    def address(self, ref: FileRef, source: str) -> str:
        """The web address that a link means which is not a file here; empty where there is none.

        Pictures of other sites are not shown.
        """
        if ref.attribute == "src" or ref.by_name:
            return ""
        if ref.path.startswith("/"):
            return urljoin(self.root, ref.authored) if "://" in self.root else ""
        if not self.outside:
            return ""
        parts = urlsplit(ref.authored)
        # A repository's pages have the names of their files, those of a site have not.
        path = parts.path if "/blob/" in self.outside else strip_ending(parts.path)
        folder = f"{source.rpartition('/')[0]}/".lstrip("/")
        return urljoin(self.outside.rstrip("/") + "/" + folder, parts._replace(path=path).geturl())
