"""`errata serve`: show the site from memory and build it again whenever a file changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from errata.cache import Memo
from errata.commands import _console
from errata.commands._console import print_error, print_status
from errata.commands._last_good import LastGood
from errata.commands._overlay import VSCODE, describe_fault, describe_finding, validate_address
from errata.commands._project import cached_mapper, compile_project, image_probe, open_project
from errata.commands._reports import count_findings, print_errors, print_withheld
from errata.commands._selection import audience_option
from errata.diagnostics import Severity
from errata.errors import ErrataError
from errata.files.walk import OriginalFolders
from errata.mapper import map_serially
from errata.server import LiveSite, listen, make_app, serve
from errata.server.watch import follow
from errata.text.counts import pluralise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.commands._console import Settings
    from errata.commands._project import CompiledProject, Project
    from errata.diagnostics import Diagnostic
    from errata.model import Picture
    from errata.server import ShownFinding

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
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
        session.publish(session.compile())
        app = make_app(session.live, host, session.follow)
        name = f"[{host}]" if ":" in host else host
        url = f"http://{name}:{listener.getsockname()[1]}/"
        print_status(f"serving {url} (Ctrl-C stops){'' if host in _LOOPBACK else _EXPOSED}")
        if browse:
            click.launch(url)
        serve(app, session.live, listener)
    print_status("stopped")
    return 0


class Session:
    """One project, built again and again."""

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
        self._seen: dict[bytes, Picture] = {}

    def compile(self) -> CompiledProject:
        """Build the site in memory; the configuration is read again as well."""
        cache, audience = self._settings.cache, self._audience
        project = open_project(
            self._settings.config, self._kb, cache=cache, audience=audience, drafts=True
        )
        self._project = project
        self._memo.inner = cached_mapper(map_serially, project)
        probe = replace(image_probe(project), seen=self._seen)
        compiled = compile_project(project, self._articles, probe)
        return self._articles.without_old_findings(compiled, project.kb)

    def publish(self, compiled: CompiledProject) -> None:
        """Show the site, and print what was found."""
        assert self._project  # noqa: S101 - compiled from it
        errors = [found for found in compiled.diagnostics if found.severity is Severity.ERROR]
        warnings = sum(found.severity is Severity.WARNING for found in compiled.diagnostics)
        self.live.prefix = urlsplit(self._project.config.site.url).path.strip("/") + "/"
        self.live.publish(
            compiled.build.artifacts,
            OriginalFolders(self._project.kb, self._project.static),
            errors=len(errors),
            warnings=warnings,
            message=f"{errors[0].span}: {errors[0].message}" if errors else "",
            findings=self._over_pages(errors, compiled),
        )
        print_errors(compiled)
        pages = pluralise(compiled.page_count, "page")
        print_status(f"built {pages}: {count_findings(compiled.diagnostics)}")
        print_withheld(compiled)

    def _over_pages(
        self, errors: Iterable[Diagnostic], compiled: CompiledProject
    ) -> Iterator[ShownFinding]:
        """Why articles cannot be read."""
        assert self._project  # noqa: S101 - compiled from it
        faulty = {(self._project.kb / path).resolve(): path for path in self._articles.faults}
        for found in errors:
            path = faulty.get(Path(found.span.path).resolve())
            if path is not None:
                shown = describe_finding(found, compiled.sources, self._editor_url)
                yield replace(shown, pages=self._articles.pages_of(path))

    async def follow(self) -> None:
        """Build again after each change, until cancelled."""
        try:
            await follow(lambda: self._project.watched() if self._project else (), self._rebuild)
        except OSError as error:
            remedy = "set WATCHFILES_FORCE_POLLING=1, or raise the system's limit on file watches"
            print_error(f"cannot watch for changes: {error}", help=remedy)

    async def _rebuild(self) -> None:
        try:
            self.publish(await asyncio.to_thread(self.compile))
        except ErrataError as error:
            print_error(error.message, error.span, help=error.help)
            reason = f"{error.span}: {error.message}" if error.span else error.message
            self.live.fail(reason, [describe_fault(error, self._editor_url)])
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of the compiler
            reason = f"this is a bug in errata: {type(error).__name__}: {error}"
            print_error(reason)
            self.live.fail(reason)
