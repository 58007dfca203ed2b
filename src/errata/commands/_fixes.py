"""`--fix`, `--unsafe-fixes` and `--diff` of `errata check`: check, fix, and check again."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click
from msgspec.structs import replace

from errata.commands._checked import folder_reviewer
from errata.commands._console import join_options, print_status
from errata.commands._project import Project, read_articles
from errata.diagnostics import Diagnostic
from errata.diagnostics.fixing import FixedFiles, apply_fixes, is_applicable
from errata.files.articles import Change, write_articles
from errata.files.text import display_path
from errata.mapper import Mapper
from errata.model import Article, Folder
from errata.review import review
from errata.text.display import pluralise, printable
from errata.values import Record


class Looked(NamedTuple):
    """A folder as it was checked; paths are below the knowledge base."""

    diagnostics: Sequence[Diagnostic]
    articles: Mapping[str, Article]
    """Path -> article."""


Look = Callable[[Folder], Looked]
Only = Callable[["Diagnostic"], bool]
"""Whether to fix a finding, whose path is below the knowledge base."""

# A fix may make way for another at the same place; of the real articles none needs a fourth pass.
_MOST_PASSES: Final = 20


class FixedFolder(NamedTuple):
    """A folder after its fixes."""

    folder: Folder
    diagnostics: Sequence[Diagnostic]
    """Remaining findings."""
    changes: Mapping[str, Change]
    """Path below the knowledge base -> content."""
    counts: Mapping[str, int]
    """Code of a check -> how many of its findings were fixed."""
    created: Mapping[str, bytes]
    """Path below the knowledge base -> content of each new file."""


fix_options = join_options(
    click.option(
        "--fix", is_flag=True, help="Apply the fixes that do not change what a page says."
    ),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix or --diff, include fixes that may change what a page says.",
    ),
    click.option(
        "--diff",
        is_flag=True,
        help="Show what --fix would change, without writing; exit with 1 if there are changes.",
    ),
)


class ChosenFixes(Record, frozen=True):
    """The fixes to make, as the options choose them."""

    write: bool
    diff: bool
    unsafe: bool

    @property
    def are_chosen(self) -> bool:
        """Whether any are to be made."""
        return self.write or self.diff


def run_fixes(
    project: Project, mapper: Mapper, only: Only, chosen: ChosenFixes
) -> FixedFolder | None:
    """Fix the articles, on disk unless only a diff is requested; None if nothing is.

    Raises:
        KnowledgeBaseError: if a file cannot be written; then none is.
    """
    if not chosen.are_chosen:
        return None
    fixed = fix_project(project, mapper, only, unsafe=chosen.unsafe)
    if not chosen.diff:
        write_articles(project.kb, fixed.changes, fixed.created)
    return fixed


def show_diff(fixed: FixedFolder, project: Project) -> int:
    """Write what would change to stdout; return 1 if anything would."""
    print_diff(fixed.changes, project.kb)
    for path, data in sorted(fixed.created.items()):
        path_shown = printable(display_path(project.kb / path))
        print_status(f"would write {path_shown} ({len(data):,} bytes), which no diff shows")
    print_status(f"would fix {_count_fixed(fixed)}" if fixed.changes else "nothing to fix")
    return int(bool(fixed.changes))


def fix_project(project: Project, mapper: Mapper, only: Only, *, unsafe: bool) -> FixedFolder:
    """Fix the articles of a project in memory; `only` selects the findings."""
    prepare = folder_reviewer(project, mapper)

    def look(folder: Folder) -> Looked:
        context = prepare(folder)
        articles = {item.source: item.article for item in context.linked.parsed if item.article}
        return Looked(tuple(filter(only, review(context).diagnostics)), articles)

    return fix_folder(read_articles(project), look, unsafe=unsafe)


def fix_folder(folder: Folder, look: Look, *, unsafe: bool) -> FixedFolder:
    """Apply fixes to the articles in memory until none is left."""
    fixer = _Fixer(folder, look)
    fixer.run()
    if unsafe:
        # On their own, so that what the safe ones keep can be compared; they may make way for more.
        fixer.run(unsafe=True)
        fixer.run()
    old, new = _files_of(folder), _files_of(fixer.folder)
    changes = {path: Change(data, new[path]) for path, data in old.items() if new[path] != data}
    counts = {code: count for code, count in sorted(fixer.counts.items()) if count}
    return FixedFolder(fixer.folder, fixer.looked.diagnostics, changes, counts, fixer.created)


class _Fixer:
    """Fixes a folder pass by pass, and undoes fixes that would change a page.

    If the fixes of a file together change what it says, those of each check are tried alone, and
    those that still do are left out.
    """

    def __init__(self, folder: Folder, look: Look) -> None:
        self.folder = folder
        self.looked = look(folder)
        self.counts: Counter[str] = Counter()
        self.created: dict[str, bytes] = {}
        self._look = look
        self._waiting: dict[str, list[str]] = {}
        """Path -> codes of the checks whose fixes are tried alone, in turn."""
        self._refused: set[tuple[str, str]] = set()
        """Path and code of fixes that would change a page."""

    def run(self, *, unsafe: bool = False) -> None:
        """Apply fixes of one kind until none is left."""
        for _ in range(_MOST_PASSES):
            selected = [
                diagnostic
                for diagnostic in self.looked.diagnostics
                if self._is_wanted(diagnostic, unsafe)
            ]
            existing = self.folder.assets.keys() | _files_of(self.folder).keys()
            outcome = apply_fixes(
                _files_of(self.folder), selected, unsafe=unsafe, reserved=existing
            )
            if not outcome.files and not self._waiting:
                return
            self._try(outcome, unsafe)

    def _is_wanted(self, diagnostic: Diagnostic, unsafe: bool) -> bool:  # noqa: FBT001 - private
        if not diagnostic.fix or diagnostic.fix.safe is unsafe:
            return False
        for path in {edit.span.path for edit in diagnostic.fix.edits}:
            alone = self._waiting.get(path)
            if (path, diagnostic.code) in self._refused or (alone and alone[0] != diagnostic.code):
                return False
        return True

    def _try(self, outcome: FixedFiles, unsafe: bool) -> None:  # noqa: FBT001 - private
        folder = _with_files(self.folder, outcome.files, outcome.created)
        looked = self._look(folder) if outcome.files else self.looked
        proved = _with_new_files(outcome) if unsafe else outcome.files
        changed = set(_list_changed(self.looked, looked, proved, outcome.created))
        # No fix, safe or not, may make an article unreadable: it would be left out.
        was_read, is_read = self.looked.articles, looked.articles
        changed |= {path for path in outcome.files if path in was_read and path not in is_read}
        created = outcome.created
        if changed:
            files = {path: data for path, data in outcome.files.items() if path not in changed}
            fixed = [diagnostic for diagnostic in outcome.fixed if not changed & _paths(diagnostic)]
            paths = {
                new.path
                for diagnostic in fixed
                for new in (diagnostic.fix.creates if diagnostic.fix else ())
            }
            created = {path: data for path, data in created.items() if path in paths}
            folder = _with_files(self.folder, files, created)
            looked = self._look(folder)
        self.created |= created
        for diagnostic in outcome.fixed:
            self.counts[diagnostic.code] += diagnostic.fix is not None and not changed & _paths(
                diagnostic
            )
        self._note_next_fixes(outcome, changed)
        self.folder, self.looked = folder, looked

    def _note_next_fixes(self, outcome: FixedFiles, changed: set[str]) -> None:
        """Note which fixes come next in the files whose fixes were undone."""
        waited = set(self._waiting)
        for path in sorted(waited):
            code = self._waiting[path].pop(0)
            if path in changed:
                self._refused.add((path, code))
            if not self._waiting[path]:
                del self._waiting[path]
        for path in sorted(changed - waited):
            codes = {diagnostic.code for diagnostic in outcome.fixed if path in _paths(diagnostic)}
            if len(codes) == 1:
                self._refused.add((path, codes.pop()))
            else:
                self._waiting[path] = sorted(codes)


def _paths(diagnostic: Diagnostic) -> set[str]:
    return {edit.span.path for edit in diagnostic.fix.edits} if diagnostic.fix else set()


def _with_new_files(outcome: FixedFiles) -> Mapping[str, bytes]:
    """Return files that link new ones: they say the same, although their fixes are not safe."""
    paths = {
        path
        for diagnostic in outcome.fixed
        if diagnostic.fix and diagnostic.fix.creates
        for path in _paths(diagnostic)
    }
    return {path: data for path, data in outcome.files.items() if path in paths}


def _list_changed(
    before: Looked, after: Looked, files: Mapping[str, bytes], created: Mapping[str, bytes]
) -> Iterator[str]:
    """Yield the fixed files of articles whose meaning changed."""
    from errata.articles.meaning import extract_meaning  # noqa: PLC0415 - a check may parse nothing

    fragments = [path for path in files if path not in before.articles]
    for path, article in before.articles.items():
        # A fixed fragment is in articles that were not touched themselves.
        if path in files or fragments:
            other = after.articles.get(path)
            if other is None or extract_meaning(other, created) != extract_meaning(article):
                yield from [path] if path in files else fragments


def _files_of(folder: Folder) -> dict[str, bytes]:
    return {**folder.fragments, **{source.path: source.data for source in folder.sources}}


def _with_files(folder: Folder, files: Mapping[str, bytes], created: Mapping[str, bytes]) -> Folder:
    sources = tuple(
        replace(source, held=files.get(source.path, source.data)) for source in folder.sources
    )
    fragments = {path: files.get(path, data) for path, data in folder.fragments.items()}
    assets = {**folder.assets, **{path: len(data) for path, data in created.items()}}
    return replace(folder, sources=sources, fragments=fragments, assets=assets)


def print_diff(changes: Mapping[str, Change], kb: Path) -> None:
    """Write a patch to stdout; nothing in it controls a terminal or the log of a CI job."""
    lines = unified_diffs(changes, kb)
    sys.stdout.writelines(map(_show_line, lines) if _is_read_by_people() else lines)
    sys.stdout.flush()


def _is_read_by_people() -> bool:
    """Whether stdout is a terminal or, in a CI job, anything but a file: a log is a pipe."""
    if not os.environ.get("CI"):
        return sys.stdout.isatty()
    try:
        return not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except OSError:  # a stream of this process
        return True


def _show_line(line: str) -> str:
    text = line.rstrip("\r\n")
    return "\t".join(map(printable, text.split("\t"))) + line[len(text) :]


def unified_diffs(changes: Mapping[str, Change], kb: Path) -> Iterator[str]:
    """Yield the lines of a unified diff that `patch` and `git apply` accept here."""
    from difflib import unified_diff  # noqa: PLC0415 - a check without `--diff` saves 10 ms

    for path, change in sorted(changes.items()):
        name = display_path(kb / path)
        old, new = (_lines(data) for data in change)
        for line in unified_diff(old, new, name, name):
            yield from _patch_lines(line)


def _lines(data: bytes) -> list[str]:
    """Split into lines as `patch` does: they end with LF, and a CR before it is part of it."""
    *lines, last = data.decode("utf-8", "replace").split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _patch_lines(line: str) -> Iterator[str]:
    yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def count_fixes(diagnostics: Iterable[Diagnostic], chosen: ChosenFixes) -> str:
    """Write `12 fixable with --fix, 3 more with --unsafe-fixes`; empty if nothing is."""
    fixes = [diagnostic for diagnostic in diagnostics if diagnostic.fix]
    safe = 0 if chosen.write else sum(map(is_applicable, fixes))
    are_made = chosen.write and chosen.unsafe
    risky = 0 if are_made else sum(not each.fix.safe for each in fixes if each.fix)
    parts = [f"{safe:,} fixable with --fix"] if safe else []
    if risky:
        parts.append(f"{risky:,} {'more' if safe else 'fixable'} with --fix --unsafe-fixes")
    return ", ".join(parts)


def describe_fixes(fixed: FixedFolder) -> str:
    """Write `fixed 12 findings in 3 files`, with the number of each check."""
    return f"fixed {_count_fixed(fixed)}"


def _count_fixed(fixed: FixedFolder) -> str:
    each = ", ".join(f"{code} {count:,}" for code, count in fixed.counts.items())
    findings = pluralise(sum(fixed.counts.values()), "finding")
    return f"{findings} in {pluralise(len(fixed.changes), 'file')} ({each})"
