"""`errata serve`: show the site from memory and build it again whenever a file changes."""

from __future__ import annotations

import asyncio
import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

import click
from msgspec import structs

from errata.commands import _console
from errata.commands._console import Settings, print_error, print_status
from errata.commands._edited_project import EditedProject, Extent
from errata.commands._findings import print_errors, print_withheld
from errata.commands._options import audience_option
from errata.commands._project import CompiledProject, seen_from_here, sources_from_here
from errata.commands._site_checks import ANY_CHANGE, Checked, SiteChecks
from errata.data.patterns import compile_late
from errata.diagnostics import Diagnostic, Severity, Span
from errata.errors import ErrataError
from errata.files.walk import OriginalFolders
from errata.reports import count_findings
from errata.reports.text import quote_line
from errata.review import ReviewContext, weigh_findings
from errata.server import BuildStatus, LiveSite, ShownFinding, listen, make_app, serve
from errata.server.watch import follow, wait_for_writer
from errata.text.display import pluralise, printable

if TYPE_CHECKING:
    from errata.preview import Preview

_LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
# https://code.visualstudio.com/docs/configure/command-line#_opening-vs-code-with-urls
VSCODE: Final = "vscode://file{path}:{line}:{column}"
# "vscode://" and "idea:" yes; "javascript:" and "data:" would run in the page.
_SCHEME: Final = compile_late(
    r"(?!(?:javascript|data|vbscript|blob):)[a-z][a-z0-9+.-]*:", re.IGNORECASE
)
# "{path}" and "{line}"; not "{}".
_NAME: Final = compile_late(r"\{(\w+)\}")
_NAMES: Final = frozenset({"path", "line", "column"})
# After a page and its files were asked for: a browser asks for the next file within it.
_QUIET_SECONDS: Final = 0.15
_EXPOSED: Final = "; anyone who can reach this machine can see unpublished articles"


def _check_address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if fault := validate_address(value):
        raise click.BadParameter(fault)
    return value


@_console.command("errata serve", "errata serve --port 0 --open")
@_console.kb_option
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="PORT",
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
    with listen(host, port) as listener, _opened(settings, kb, audience, editor_url) as session:
        session.show(session.edited.load())
        # Most objects that exist now will stay: garbage collections need not look at them again.
        gc.collect()
        gc.freeze()
        session.checks.start(listener)
        app = make_app(session.live, host, session.follow, session.fail)
        name = f"[{host}]" if ":" in host else host
        url = f"http://{name}:{listener.getsockname()[1]}/"
        print_status(f"serving {url} (Ctrl-C stops){'' if host in _LOOPBACK else _EXPOSED}")
        if browse:
            click.launch(url)
        serve(app, session.live, listener)
    print_status("stopped")
    return 0


@contextmanager
def _opened(
    settings: Settings, kb: Path | None, audience: str | None, editor_url: str
) -> Iterator[Session]:
    session = Session(EditedProject(settings, kb, audience), editor_url)
    try:
        yield session
    finally:
        session.checks.close()


class Session:
    """One project, shown while somebody edits it.

    After a change the pages are shown at once, each made when a browser requests it. Findings of
    the checks follow a moment later, unless another change comes first.
    """

    def __init__(self, edited: EditedProject, editor_url: str = VSCODE) -> None:
        self.edited = edited
        self.live = LiveSite()
        self.checks = SiteChecks(edited)
        self._editor_url = editor_url
        self._changes = 0
        self._unchecked: frozenset[str] = frozenset()
        self._preparing: asyncio.Task[None] | None = None

    def show(self, preview: Preview, event: str = "reload") -> None:
        """Have open pages reload; report at once which articles cannot be read."""
        context, project = preview.context, self.edited.project
        errors = self._errors_of(self._weigh_faults(context))
        self.live.prefix = urlsplit(context.config.site.url).path.strip("/") + "/"
        originals = OriginalFolders(project.kb, project.static)
        self.live.show(preview, originals, self._describe(errors, 0), event)

    def _weigh_faults(self, context: ReviewContext) -> Sequence[Diagnostic]:
        """Return why articles cannot be read."""
        faults = [fault for faults in self.edited.articles.faults.values() for fault in faults]
        if not faults:
            return ()
        return weigh_findings(faults, context.linked.parsed, context.config, ()).diagnostics

    async def follow(self, watching: asyncio.Event) -> None:
        """Show what changes, until cancelled; the event is set as soon as no change is missed."""
        self._check_soon()
        self._prepare_soon(self.edited.rehearse())
        try:
            await follow(
                lambda: self.edited.project.watched(),  # noqa: PLW0108 - it will be another project
                self._change,
                watching,
            )
        except OSError as error:
            remedy = "set WATCHFILES_FORCE_POLLING=1, or raise the system's limit on file watches"
            print_error(f"cannot watch for changes: {error}", help=remedy)

    def fail(self, error: ErrataError) -> None:
        """Report why the site, or a page of it, cannot be made; the last good one is shown."""
        print_error(error.message, error.span, help=error.help)
        reason = f"{error.span}: {error.message}" if error.span else error.message
        self.live.fail(reason, [describe_fault(error, self._editor_url)])

    async def _change(self, paths: frozenset[str]) -> None:
        self._changes += 1
        self._unchecked |= paths
        if self._preparing:
            self._preparing.cancel()
        with self._reporting():
            await wait_for_writer(paths)
            await self.live.announce(self.edited.list_pages(paths))
            # Not in a thread: the preview may be asked for nothing while it changes.
            extent = self.edited.follow(paths)
            if extent is Extent.TEXT:
                self.live.show_again()
            elif extent is not Extent.NOTHING:
                if extent is Extent.ALL:
                    await asyncio.to_thread(self.edited.load)
                self.show(self.edited.preview, "reload" if extent is Extent.ALL else "renew")
            self._prepare_soon()
            self._check_soon()

    def _prepare_soon(self, steps: Iterable[None] = ()) -> None:
        """Take these steps, and prepare what many pages need, while nobody requests a file."""
        self.live.note_request()  # pages that are open, or are opened now, come first
        self._preparing = asyncio.create_task(self._prepare(chain(steps, self.edited.prepare())))

    async def _prepare(self, steps: Iterable[None]) -> None:
        await self.live.wait_until_quiet(_QUIET_SECONDS)
        with suppress(Exception):  # a request for a page gets the reason
            for _ in steps:
                await self.live.wait_until_quiet(_QUIET_SECONDS)

    def _check_soon(self) -> None:
        """Have the whole site checked, unless it changes again before."""
        loop = asyncio.get_running_loop()

        def receive(checked: Checked) -> None:
            loop.call_soon_threadsafe(self._receive, checked)

        self.checks.ask(self._changes, self._unchecked, receive)
        self._unchecked = frozenset()

    def _receive(self, checked: Checked) -> None:
        with self._reporting():
            if checked.number in {self._changes, ANY_CHANGE}:
                self._report(checked)

    def _report(self, checked: Checked) -> None:
        """Print the findings, and show them over the pages."""
        if checked.fault:
            raise checked.fault
        if checked.bug:
            self._report_bug(checked.bug)
        if not checked.build:
            return
        context, project = self.edited.preview.context, self.edited.project
        diagnostics = seen_from_here(checked.build.diagnostics, project, context.theme)
        new_diagnostics = self.edited.articles.without_old_findings(diagnostics, project.kb)
        sources = sources_from_here(context.folder, project)
        compiled = CompiledProject(
            structs.replace(checked.build, diagnostics=new_diagnostics), sources
        )
        errors = [
            diagnostic for diagnostic in new_diagnostics if diagnostic.severity is Severity.ERROR
        ]
        warnings = sum(diagnostic.severity is Severity.WARNING for diagnostic in new_diagnostics)
        self.live.inform(self._describe(errors, warnings))
        print_errors(compiled)
        print_status(f"built {pluralise(checked.pages, 'page')}: {count_findings(new_diagnostics)}")
        print_withheld(compiled)

    def _errors_of(self, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
        errors = (diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.ERROR)
        theme = self.edited.preview.context.theme
        return list(seen_from_here(errors, self.edited.project, theme))

    def _describe(self, errors: Sequence[Diagnostic], warnings: int) -> BuildStatus:
        message = f"{errors[0].span}: {errors[0].message}" if errors else ""
        findings = tuple(self._over_pages(errors))
        return BuildStatus("", len(errors), warnings, message, findings)

    def _over_pages(self, errors: Iterable[Diagnostic]) -> Iterator[ShownFinding]:
        """Yield why articles cannot be read."""
        project, articles = self.edited.project, self.edited.articles
        faulty = {(project.kb / path).resolve(): path for path in articles.faults}
        sources = sources_from_here(self.edited.preview.context.folder, project)
        for diagnostic in errors:
            path = faulty.get(Path(diagnostic.span.path).resolve())
            if path is not None:
                described = describe_finding(diagnostic, sources, self._editor_url)
                yield replace(described, pages=articles.pages_of(path))

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        """Report errors, and keep the server running."""
        try:
            yield
        except ErrataError as error:
            self.fail(error)
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of the compiler
            self._report_bug(f"{type(error).__name__}: {error}")

    def _report_bug(self, name: str) -> None:
        reason = f"this is a bug in errata: {name}"
        print_error(reason)
        self.live.fail(reason)


def validate_address(address: str) -> str:
    """Return why an address cannot open a file in an editor; empty if it can."""
    unknown = [name for name in _NAME.findall(address) if name not in _NAMES]
    if unknown:
        return (
            f"`{{{unknown[0]}}}` is not a placeholder: use `{{path}}`, `{{line}}` and `{{column}}`"
        )
    if "{path}" not in address:
        return f"`{{path}}` is missing: write it as in `{VSCODE}`"
    if not _SCHEME.match(address):
        return f"`{address}` is not an address of an editor: write it as in `{VSCODE}`"
    return ""


def describe_finding(
    diagnostic: Diagnostic, sources: Mapping[str, bytes], editor_url: str
) -> ShownFinding:
    """Describe a finding of an article."""
    source, caret = _excerpt(diagnostic.span, diagnostic.end, sources)
    place, edit = printable(str(diagnostic.span)), _address(diagnostic.span, editor_url)
    help_ = printable(diagnostic.help)
    return ShownFinding(
        place, diagnostic.code, printable(diagnostic.message), help_, source, caret, edit
    )


def describe_fault(error: ErrataError, editor_url: str) -> ShownFinding:
    """Describe an error that prevents the whole site from being built."""
    source = caret = edit = place = ""
    if error.span:
        place, edit = printable(str(error.span)), _address(error.span, editor_url)
        source, caret = _excerpt(error.span, None, _read(error.span.path))
    message, help_ = printable(error.message), printable(error.help)
    return ShownFinding(place, "", message, help_, source, caret, edit, everywhere=True)


def _read(path: str) -> dict[str, bytes]:
    try:
        return {path: Path(path).read_bytes()}
    except OSError:  # it is gone, or a folder
        return {}


def _excerpt(
    span: Span, end: tuple[int, int] | None, sources: Mapping[str, bytes]
) -> tuple[str, str]:
    quoted = quote_line(span, end, sources)
    if quoted is None:
        return "", ""
    text, indent, width = quoted
    return text, f"{' ' * indent}{'^' * width}"


def _address(span: Span, editor_url: str) -> str:
    # "C:/x" of Windows is "/C:/x" in an address, as every path begins with a slash there.
    path = "/" + Path(span.path).resolve().as_posix().lstrip("/")
    values = {"path": quote(path, safe="/:"), "line": str(span.line), "column": str(span.column)}
    return _NAME.sub(lambda match: values[match[1]], editor_url)
