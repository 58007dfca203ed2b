"""Reads the last build of a site, uses what is still valid, and records the next one."""

from __future__ import annotations

from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from errata.cache.store import decode_result, encode_result
from errata.commands._caches import list_enclosing_folders, record_file
from errata.commands._project import CompiledProject
from errata.files.record import SavedBuild, find_unchanged
from errata.files.site import Written, holds_exactly
from errata.model import Artifact, Build, BuildOutcome, LastBuild, digest
from errata.stamp import stamp_files
from errata.values import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.commands._project import Project
    from errata.files.record import RecordFile, WrittenFile


class History(Record, frozen=True):
    """What is known of a site's last build."""

    file: RecordFile | None = None
    saved: SavedBuild | None = None
    last: LastBuild | None = None
    """The part of it that is valid."""
    stamp: str = ""
    """Stamp of everything that is read now."""

    @classmethod
    def of(cls, project: Project, site: Path, *, read_all: bool) -> History:
        """Read the record and check the files of the site; all are read if requested."""
        places = (site, project.kb, project.config_file or project.root)
        file = record_file(project.cache_folder, *places)
        if file is None:
            return cls()
        stamp, saved = _stamp(project), file.load()
        if saved is None:
            return cls(file, stamp=stamp)
        files = find_unchanged(site, saved.files, saved.moment, read_all=read_all)
        return cls(file, saved, LastBuild(saved.record, files), stamp)

    @property
    def unchanged(self) -> Mapping[str, WrittenFile]:
        """Files of the site that have not changed since they were written."""
        if self.saved is None or self.last is None:
            return {}
        return {path: self.saved.files[path] for path in self.last.files}

    def repeat(self, project: Project, site: Path) -> tuple[CompiledProject, Written] | None:
        """Return the last build and its messages if nothing has changed since; else None."""
        saved, last, now = self.saved, self.last, project.inputs.now
        if not (saved and last and now and self.stamp and saved.stamp == self.stamp):
            return None
        is_whole = last.files.keys() == saved.files.keys() and now.timestamp() < saved.until
        if not (is_whole and holds_exactly(site, saved.files, project.static)):
            return None
        outcome = decode_result(BuildOutcome, saved.outcome)
        if not isinstance(outcome, BuildOutcome):
            return None
        artifacts = tuple(Artifact(path, kept) for path, kept in sorted(last.files.items()))
        build = Build(**asdict(outcome), artifacts=artifacts)
        written = Written(0, 0, 0, len(artifacts))
        return CompiledProject(build, _read_sources(build)), written

    def until(self, compiled: CompiledProject) -> float:
        """Return when time alone may change the build's messages, in seconds; 0 if unknown."""
        record = compiled.build.record
        if record is None:
            return self.saved.until if self.saved else 0.0
        return record.until.timestamp() if record.until else 0.0

    def save(self, compiled: CompiledProject, written: Written) -> None:
        """Record a build, unless the record already says the same."""
        build = compiled.build
        if self.file is None or build.record is None:
            return
        outcome = encode_result(build.outcome) or b""
        read = (self.stamp, self.until(compiled), outcome)
        made = SavedBuild(build.record, written.files, written.moment, *read)
        if self.saved is None or made.is_news(self.saved):
            self.file.save(made)


def _stamp(project: Project) -> str:
    """Stamp everything that a build reads, and the folder that paths are shown from."""
    found = stamp_files(
        project.watched(), list_enclosing_folders(project.kb, project.root), time_ns()
    )
    settings = (project.config.model_dump_json(), replace(project.inputs, now=None))
    return found and digest((found, settings, str(Path.cwd())))


def _read_sources(build: Build) -> dict[str, bytes]:
    """Read the files that have errors, which are shown with their line."""
    found = {}
    for path in {one.span.path for one in build.diagnostics if one.severity == "error"}:
        try:
            found[path] = Path(path).read_bytes()
        except OSError:  # a finding about a folder, or a file that is not there
            continue
    return found
