"""`errata serve`: show the site from memory and build it again whenever a file changes."""

from __future__ import annotations

import asyncio
import gc
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from errata.cache import Memo
from errata.commands import _console
from errata.commands._console import print_error, print_status
from errata.commands._last_good import LastGood
from errata.commands._moment import current_moment
from errata.commands._overlay import VSCODE, describe_fault, describe_finding, validate_address
from errata.commands._project import (
    CompiledProject,
    cached_mapper,
    image_probe,
    open_project,
    read_articles,
    seen_from_here,
    sources_from_here,
    with_static,
)
from errata.commands._reports import count_findings, print_errors, print_withheld
from errata.commands._selection import audience_option
from errata.commands._theme import read_whole_theme
from errata.diagnostics import Severity
from errata.errors import ErrataError
from errata.files.walk import OriginalFolders
from errata.mapper import map_serially
from errata.preview import Preview
from errata.review import prepare_review, weigh_findings
from errata.server import BuildStatus, LiveSite, listen, make_app, serve
from errata.server.watch import follow, wait_for_writer
from errata.text.display import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.commands._console import Settings
    from errata.commands._project import Project
    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper
    from errata.model import Build, ImageProbe, Picture
    from errata.preview import Edited
    from errata.review import ReviewContext
    from errata.server import ShownFinding

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
# After the last change, before the whole site is checked: who types goes on within it.
_SETTLE_SECONDS: Final = 0.5
_EXPOSED: Final = "; anyone who can reach this machine can see unpublished articles"


def _check_address(_context: click.Context, _option: click.Parameter, given: str) -> str:
    if fault := validate_address(given):
        raise click.BadParameter(fault)
    return given


@_console.command("errata serve", "errata serve --port 0 --open")
@_console.kb_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 picks any free port.",
)
@click.option("--open/--no-open", "browse", help="Open the site in a browser.")
@click.option(
    "--editor-url",
    metavar="URL",
    default=VSCODE,
    envvar="ERRATA_EDITOR_URL",
    show_default=True,
    callback=_check_address,
    help="Address that opens a file in your editor (or set ERRATA_EDITOR_URL).",
)
@audience_option
@_console.no_cache_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    kb: Path | None,
    host: str,
    port: int,
    editor_url: str,
    audience: str | None,
    *,
    browse: bool,
) -> int:
    """Preview the site while you write; pages reload automatically.

    The site is built in memory, as by `errata build --drafts`. If a build fails, the last good site
    is still shown. If an article cannot be read, its last good page is still shown. The problem is
    shown above the page, with the line, and a link that opens it in your editor.
    """
    with listen(host, port) as listener:
        session = Session(settings, kb, audience, editor_url)
        session.show(session.load())
        # What there is now mostly stays: no collection of garbage need look at it again.
        gc.collect()
        gc.freeze()
        app = make_app(session.live, host, session.follow, session.fail)
        name = f"[{host}]" if ":" in host else host
        url = f"http://{name}:{listener.getsockname()[1]}/"
        print_status(f"serving {url} (Ctrl-C stops){'' if host in _LOOPBACK else _EXPOSED}")
        if browse:
            click.launch(url)
        serve(app, session.live, listener)
    print_status("stopped")
    return 0


def prepare_preview(project: Project, over: Mapper, probe: ImageProbe) -> ReviewContext:
    """Read the articles and the theme; nothing is made of them."""
    folder = read_articles(project)
    logo = project.path_of(project.config.site.logo)
    theme = read_whole_theme(project.config_file, project.templates, logo)
    return prepare_review(
        folder, theme, project.config, with_static(project), over=over, album=probe
    )


class Session:
    """One project, shown while somebody edits it.

    After a change the pages are shown at once, each made when a browser asks. What the checks find
    comes a moment later, and is given up where another change comes first.
    """

    def __init__(
        self,
        settings: Settings,
        kb: Path | None,
        audience: str | None = None,
        editor_url: str = VSCODE,
    ) -> None:
        self.live = LiveSite()
        self._settings = settings
        self._kb = kb
        self._audience = audience
        self._editor_url = editor_url
        self._memo = Memo()
        self._articles = LastGood(self._memo)
        self._project: Project | None = None
        self._preview: Preview | None = None
        self._seen: dict[bytes, Picture] = {}
        self._probe: ImageProbe | None = None
        self._changes = 0
        self._judging: asyncio.Task[None] | None = None

    def load(self) -> Preview:
        """Read everything, the configuration as well, and plan the site."""
        cache, audience = self._settings.cache, self._audience
        project = open_project(
            self._settings.config, self._kb, cache=cache, audience=audience, drafts=True
        )
        self._project = project
        self._memo.inner = cached_mapper(map_serially, project)
        self._probe = replace(image_probe(project), seen=self._seen)
        context = prepare_preview(project, self._articles, self._probe)
        return Preview(context, self._articles.cells, self._preview)

    def show(self, preview: Preview) -> None:
        """Have open pages reload; say at once which articles cannot be read."""
        assert self._project  # noqa: S101 - it was loaded
        context = preview.context
        self._preview = preview
        errors = self._errors_of(self._weigh_faults(context))
        self.live.prefix = urlsplit(context.config.site.url).path.strip("/") + "/"
        originals = OriginalFolders(self._project.kb, self._project.static)
        self.live.show(preview, originals, self._describe(errors, 0))

    def _weigh_faults(self, context: ReviewContext) -> Sequence[Diagnostic]:
        """Why articles cannot be read."""
        found = [one for faults in self._articles.faults.values() for one in faults]
        if not found:
            return ()
        return weigh_findings(found, context.linked.parsed, context.config, ()).diagnostics

    async def follow(self) -> None:
        """Show what changes, until cancelled."""
        self._judge_soon()
        try:
            await follow(lambda: self._project.watched() if self._project else (), self._change)
        except OSError as error:
            remedy = "set WATCHFILES_FORCE_POLLING=1, or raise the system's limit on file watches"
            print_error(f"cannot watch for changes: {error}", help=remedy)

    def fail(self, error: ErrataError) -> None:
        """Say why the site, or a page of it, cannot be made; what was made last is shown."""
        print_error(error.message, error.span, help=error.help)
        reason = f"{error.span}: {error.message}" if error.span else error.message
        self.live.fail(reason, [describe_fault(error, self._editor_url)])

    async def _change(self, paths: frozenset[str]) -> None:
        self._changes += 1
        with self._reporting():
            await wait_for_writer(paths)
            edits = self._read_edits(paths)
            if edits and all(map(self._edit, edits)):
                self.live.show(*self._shown_again())
            else:
                # Not in a thread: the preview may be asked for nothing while it changes.
                again = self._relink(edits)
                if again is None:
                    again = await asyncio.to_thread(self.load)
                self.show(again)
            self._judge_soon()

    def _read_edits(self, paths: frozenset[str]) -> list[Edited] | None:
        """The articles in these files; None where everything has to be read again."""
        if not (self._preview and self._project):
            return None
        kb, edits = self._project.kb.resolve(), []
        for full in (Path(path).resolve() for path in paths):
            if not full.is_relative_to(kb):
                return None
            name = full.relative_to(kb).as_posix()
            if not (edit := self._read_edit(name, full)):
                return None
            edits.append(edit)
        return edits

    def _read_edit(self, name: str, full: Path) -> Edited | None:
        if name in self._articles.faults or not full.is_file():
            return None
        is_large = full.stat().st_size > self._file_limit
        assert self._preview  # noqa: S101 - whoever asks has seen it
        return None if is_large else self._preview.read(name, full.read_bytes())

    @property
    def _file_limit(self) -> int:
        assert self._project  # noqa: S101 - it was loaded
        return self._project.config.limits.file_bytes

    def _edit(self, edit: Edited) -> bool:
        """Whether it is enough to forget what reads the article."""
        assert self._preview  # noqa: S101 - it is shown
        self._articles.remember(edit.item)
        return self._preview.edit(edit)

    def _relink(self, edits: Sequence[Edited] | None) -> Preview | None:
        """The site after an edit: one article is linked alone where that is enough."""
        if not edits or len(edits) != 1 or not (self._preview and self._probe):
            return None
        [edit] = edits
        return self._preview.relink(edit, self._probe, current_moment())

    def _shown_again(self) -> tuple[Preview, OriginalFolders, BuildStatus]:
        assert self._preview  # noqa: S101 - it is shown
        assert self.live.originals  # noqa: S101 - as above
        return self._preview, self.live.originals, self.live.status

    def _judge_soon(self) -> None:
        if self._judging:
            self._judging.cancel()
        self._judging = asyncio.ensure_future(self._judge(self._changes))

    async def _judge(self, change: int) -> None:
        """Say what is found in the whole site, unless it changes again before."""
        await asyncio.sleep(_SETTLE_SECONDS)
        preview = self._preview
        if preview is None:
            return
        with self._reporting():
            preview.complete_plan()
            stopped = partial(self._is_over, change)
            build = await asyncio.to_thread(preview.finish, stopped)
            if build and not stopped():
                self._report(preview, build)

    def _is_over(self, change: int) -> bool:
        return self._changes != change

    def _report(self, preview: Preview, build: Build) -> None:
        """Print what was found, and show it over the pages."""
        assert self._project  # noqa: S101 - it was built
        context = preview.context
        seen = seen_from_here(build.diagnostics, self._project, context.theme)
        found = self._articles.without_old_findings(seen, self._project.kb)
        sources = sources_from_here(context.folder, self._project)
        compiled = CompiledProject(replace(build, diagnostics=found), sources)
        errors = [one for one in found if one.severity is Severity.ERROR]
        warnings = sum(one.severity is Severity.WARNING for one in found)
        self.live.inform(self._describe(errors, warnings))
        print_errors(compiled)
        pages = pluralise(compiled.page_count, "page")
        print_status(f"built {pages}: {count_findings(found)}")
        print_withheld(compiled)

    def _errors_of(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        assert self._project  # noqa: S101 - it was loaded
        assert self._preview  # noqa: S101 - as above
        errors = (one for one in found if one.severity is Severity.ERROR)
        return list(seen_from_here(errors, self._project, self._preview.context.theme))

    def _describe(self, errors: Sequence[Diagnostic], warnings: int) -> BuildStatus:
        message = f"{errors[0].span}: {errors[0].message}" if errors else ""
        findings = tuple(self._over_pages(errors))
        return BuildStatus("", len(errors), warnings, message, findings)

    def _over_pages(self, errors: Iterable[Diagnostic]) -> Iterator[ShownFinding]:
        """Why articles cannot be read."""
        assert self._project  # noqa: S101 - it was loaded
        assert self._preview  # noqa: S101 - as above
        faulty = {(self._project.kb / path).resolve(): path for path in self._articles.faults}
        sources = sources_from_here(self._preview.context.folder, self._project)
        for found in errors:
            path = faulty.get(Path(found.span.path).resolve())
            if path is not None:
                shown = describe_finding(found, sources, self._editor_url)
                yield replace(shown, pages=self._articles.pages_of(path))

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """What goes wrong is shown; the server goes on."""
        try:
            yield
        except ErrataError as error:
            self.fail(error)
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of the compiler
            reason = f"this is a bug in errata: {type(error).__name__}: {error}"
            print_error(reason)
            self.live.fail(reason)
