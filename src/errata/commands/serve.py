"""`errata serve`: show the site from memory and build it again whenever a file changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from errata.cache import Memo
from errata.commands import _console
from errata.commands._console import pluralise, print_error, print_status
from errata.commands._project import cached_mapper, compile_project, image_probe, open_project
from errata.commands._reports import count_findings, print_errors, print_withheld
from errata.diagnostics import Severity
from errata.errors import ErrataError
from errata.files.walk import OriginalFolders
from errata.mapper import map_serially
from errata.server import LiveSite, listen, make_app, serve
from errata.server.watch import follow

if TYPE_CHECKING:
    from pathlib import Path

    from errata.commands._console import Settings
    from errata.commands._project import CompiledProject, Project
    from errata.model import Picture

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
_EXPOSED: Final = "; anyone who can reach this machine sees unpublished articles"


@_console.command("errata serve", "errata serve --port 0 --open")
@_console.kb_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes any free one.",
)
@click.option("--open/--no-open", "browse", help="Open the site in a browser.")
@_console.audience_option
@_console.no_cache_option
def command(  # noqa: PLR0913 - one for each option
    settings: Settings,
    kb: Path | None,
    host: str,
    port: int,
    audience: str | None,
    *,
    browse: bool,
) -> int:
    """Show the site while you write; pages reload by themselves.

    The site is built in memory, as `errata build --drafts` does. If a build fails, the last good
    site stays.
    """
    with listen(host, port) as listener:
        session = Session(settings, kb, audience)
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

    def __init__(self, settings: Settings, kb: Path | None, audience: str | None = None) -> None:
        self.live = LiveSite()
        self._settings = settings
        self._kb = kb
        self._audience = audience
        self._memo = Memo()
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
        return compile_project(project, self._memo, replace(image_probe(project), seen=self._seen))

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
        )
        print_errors(compiled)
        pages = pluralise(compiled.page_count, "page")
        print_status(f"built {pages}: {count_findings(compiled.diagnostics)}")
        print_withheld(compiled)

    async def follow(self) -> None:
        """Build again after each change, until cancelled."""
        try:
            await follow(lambda: self._project.watched() if self._project else (), self._rebuild)
        except OSError as error:
            remedy = "set WATCHFILES_FORCE_POLLING=1, or raise the system's limit of watches"
            print_error(f"cannot watch for changes: {error}", help=remedy)

    async def _rebuild(self) -> None:
        try:
            self.publish(await asyncio.to_thread(self.compile))
        except ErrataError as error:
            print_error(error.message, error.span, help=error.help)
            self.live.fail(f"{error.span}: {error.message}" if error.span else error.message)
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of the compiler
            reason = f"this is a bug in errata: {type(error).__name__}: {error}"
            print_error(reason)
            self.live.fail(reason)
