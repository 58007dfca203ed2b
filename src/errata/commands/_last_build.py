"""The last build of a site, for the next one: read, believed as far as it holds, written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from errata.commands._project import record_file
from errata.files import SavedBuild, find_unchanged
from errata.model import LastBuild

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from errata.commands._project import Project
    from errata.files import RecordFile, Written
    from errata.files.states import WrittenFile
    from errata.model import BuildRecord


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a site's last build."""

    file: RecordFile | None
    saved: SavedBuild | None
    last: LastBuild | None
    """What of it can be believed."""

    @classmethod
    def of(cls, project: Project, site: Path, *, read_all: bool) -> History:
        """Look at the record and at the files of the site; all are read if asked for."""
        file = record_file(project, site)
        saved = file.load() if file else None
        if saved is None:
            return cls(file, None, None)
        files = find_unchanged(site, saved.files, saved.moment, read_all=read_all)
        return cls(file, saved, LastBuild(saved.record, files))

    @property
    def unchanged(self) -> Mapping[str, WrittenFile]:
        """Files of the site that are as they were written."""
        if self.saved is None or self.last is None:
            return {}
        return {path: self.saved.files[path] for path in self.last.files}

    def save(self, record: BuildRecord | None, written: Written) -> None:
        """Record a build, unless all that it would say is there already."""
        if self.file is None or record is None:
            return
        build = SavedBuild(record, written.files, written.moment)
        if self.saved is None or build.is_news(self.saved):
            self.file.save(build)
