"""Reads the last build of a site, uses what is still valid, and records the next one.

A page whose article can no longer be read is lost, unless the old site stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from msgspec.structs import asdict, replace

from errata.cache.store import decode_result, encode_result
from errata.commands._caches import record_file
from errata.commands._project import CompiledProject, Project, shorten_path, span_from_here
from errata.commands._replay import ReadInputs
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.files.manifest import MANIFEST
from errata.files.record import RecordFile, SavedBuild, SiteLook, WrittenFile, find_unchanged
from errata.files.site import Written, holds_exactly
from errata.model import Artifact, Build, BuildOutcome, LastBuild, digest
from errata.text.display import pluralise, printable
from errata.text.locales import locale_tag
from errata.values import Record


class History(Record, frozen=True):
    """What is known of a site's last build."""

    file: RecordFile | None = None
    saved: SavedBuild | None = None
    last: LastBuild | None = None
    """The part of it that is valid."""
    stamp: str = ""
    """Stamp of everything that is read now."""
    looked: SiteLook | None = None
    """When the files of the site were looked at; None if all were read."""

    @classmethod
    def of(
        cls, project: Project, site: Path, inputs: ReadInputs | None = None, *, read_all: bool
    ) -> History:
        """Read the record and check the files of the site; all are read if requested.

        `inputs` are everything that is read now, if they were stamped before.
        """
        places = (site, project.kb, project.config_file or project.root)
        file = record_file(project.cache_folder, *places)
        if file is None:
            return cls()
        stamp, saved = _stamp(project, inputs or project.stamp_inputs()), file.load()
        if saved is None:
            return cls(file, stamp=stamp)
        looked = SiteLook.begin(site)
        files = find_unchanged(site, saved.files, saved.moment, read_all=read_all)
        last = LastBuild(saved.record, files)
        return cls(file, saved, last, stamp, None if read_all else looked)

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
        artifacts = tuple(Artifact(path, content) for path, content in sorted(last.files.items()))
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
        saved = SavedBuild(build.record, written.files, written.moment, *read)
        if self.saved is None or saved.is_news(self.saved):
            self.file.save(saved, self.saved)


def _stamp(project: Project, inputs: ReadInputs) -> str:
    """Stamp everything that a build reads, and the folder that paths are shown from."""
    settings = (project.config.model_dump_json(), replace(project.inputs, now=None))
    return inputs.stamp and digest((inputs.stamp, settings, str(Path.cwd())))


def _read_sources(build: Build) -> dict[str, bytes]:
    """Read the files that have errors, which are shown with their line."""
    sources = {}
    for path in {
        diagnostic.span.path for diagnostic in build.diagnostics if diagnostic.severity == "error"
    }:
        try:
            sources[path] = Path(path).read_bytes()
        except OSError:  # a finding about a folder, or a file that is not there
            continue
    return sources


# The line of a front matter with an article's number, as in "article-number: KA-1" and `id: "A"`;
# not "identity: A". The front matter cannot be read, so its lines are looked at one by one.
_NUMBER: Final = compile_late(rb"^[\w-]*(?:number|id)[ \t]*:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)
# How many bytes are searched for it: no front matter may be larger.
_FRONT_MATTER: Final = 65_536
# The most articles that are named; `errata check` lists all.
_MOST_NAMED: Final = 5


def find_lost_pages(
    compiled: CompiledProject, project: Project, site: Path, history: History
) -> tuple[str, ...]:
    """Return the place of each fault that would remove a page of the old site."""
    if not (site / MANIFEST).is_file():
        return ()
    unread = compiled.build.unread
    if history.saved is None:
        new_paths = {artifact.path for artifact in compiled.build.artifacts}
        lost = {source for source in unread if _had_page(source, project, site, new_paths)}
    else:
        contents = history.saved.record.contents
        lost = {source for source in unread if _is_known(source, contents)}
    return tuple(_place(source, compiled, project) for source in sorted(lost))


def describe_lost_pages(lost: Sequence[str], site: Path) -> str:
    """Describe why a build has written nothing."""
    articles = pluralise(len(lost), "article")
    names = ", ".join(lost[:_MOST_NAMED]) + (" …" if len(lost) > _MOST_NAMED else "")
    return (
        f"nothing was written: {articles} in `{shorten_path(site)}` cannot be read now: {names}\n"
        "fix what is wrong there, delete the file to remove its page, or run"
        " `errata build --keep-going` to publish the site without it"
    )


def _is_known(source: str, contents: Mapping[str, str]) -> bool:
    """Whether the last build published an article in this file or folder."""
    return source in contents or any(path.startswith(f"{source}/") for path in contents)


def _had_page(source: str, project: Project, site: Path, new_paths: AbstractSet[str]) -> bool:
    """Whether a site without a record seems to have the article's page.

    A page that is made again is that of another article, unless it has the file's own locale.
    """
    locales = {locale_tag(folder) for folder in source.split("/")[:-1]}
    pages = (
        page.relative_to(site)
        for name in _names(source, project)
        for page in site.glob(f"*/{name}/index.html")
    )
    return any(page.parts[0] in locales or page.as_posix() not in new_paths for page in pages)


def _names(source: str, project: Project) -> Iterator[str]:
    yield source.rpartition("/")[2].rpartition(".")[0]
    try:
        with (project.kb / source).open("rb") as file:
            head = file.read(_FRONT_MATTER)
    except OSError:
        return
    yield from (number.decode("utf-8", "replace") for number in _NUMBER.findall(head))


def _place(source: str, compiled: CompiledProject, project: Project) -> str:
    """Return the place of the fault, as far as a finding gives it."""
    path = span_from_here(Span(source), project).path
    spans = (diagnostic.span for diagnostic in compiled.diagnostics if diagnostic.span.path == path)
    span = min(spans, default=Span(path))
    return printable(f"{span.path}:{span.line}:{span.column}")
