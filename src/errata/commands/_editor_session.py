"""The open files of one editor, checked when nobody has typed for a moment.

Reading and checking run in threads, one after the other. Findings are sent only if the text is
still the one that was checked.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote
from uuid import uuid4

from lsprotocol import types
from pygls.uris import to_fs_path

from errata.commands._protocol import FIX_ALL, Translator
from errata.commands._workspace import (
    CONFIG_FILES,
    EditorWorkspace,
    OpenKnowledgeBase,
    check_config,
)
from errata.editor.document import EditedText, Encoding, TextLines
from errata.errors import ErrataError
from errata.files.text import read_regular

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer
    from pygls.workspace import TextDocument

    from errata.diagnostics import Diagnostic
    from errata.editor.knowledge import Knowledge

# How many seconds pass without a key pressed before a text is checked: shorter than a pause for
# thought.
_PAUSE: Final = 0.15
# Within so many seconds a saved file is reported by the editor and by the system.
_SAME_SAVE: Final = 0.3
# Of a file in which a place is shown: a link may lead to a picture or an archive of any size.
_MOST_BYTES: Final = 8 * 1024 * 1024


class OpenArticle(NamedTuple):
    """An article as the editor has it, with its knowledge base."""

    kb: OpenKnowledgeBase
    text: EditedText

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge of all articles."""
        return self.kb.state.knowledge

    def place(self, position: types.Position, encoding: Encoding) -> tuple[int, int]:
        """Return line and column of an editor's position."""
        return self.text.lines.from_editor(position.line, position.character, encoding)


class Outcome(NamedTuple):
    """The result of checking one file."""

    kb: OpenKnowledgeBase | None
    diagnostics: tuple[Diagnostic, ...] = ()
    fault: ErrataError | None = None
    """The error that prevented the check."""


@dataclass(slots=True)
class EditorSession:
    """The open files of one editor, and their findings."""

    server: LanguageServer
    workspace: EditorWorkspace
    _findings: dict[Path, tuple[Diagnostic, ...]] = field(default_factory=dict)
    """Findings as last sent."""
    _uris: dict[Path, str] = field(default_factory=dict)
    """Addresses of open files, as the editor writes them."""
    _waiting: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _watches: dict[Path, asyncio.Task[None]] = field(default_factory=dict)
    _reloads: dict[Path, asyncio.Task[None]] = field(default_factory=dict)
    _loading: set[Path] = field(default_factory=set)
    """Roots that are about to be read again."""
    _broken: set[Path] = field(default_factory=set)
    """Configuration files in which a fault was reported."""
    _shown_messages: set[str] = field(default_factory=set)

    @property
    def translator(self) -> Translator:
        """Translates to this editor's positions."""
        encoding = self.server.workspace.position_encoding
        name = str(getattr(encoding, "value", encoding))
        return Translator(Encoding(name), self.read_lines, self.uri_of)

    def uri_of(self, file: Path) -> str:
        """Return the address of a file, as the editor writes it if it is open there."""
        return self._uris.get(file) or file.as_uri()

    def read_lines(self, file: Path) -> TextLines:
        """Return the lines of a file: those of the editor, if it is open there."""
        if document := self._opened(self.uri_of(file)):
            return TextLines.of(document.source)
        try:
            return TextLines.of(read_regular(file, _MOST_BYTES).decode())
        except (OSError, UnicodeDecodeError):
            return TextLines(("",))

    def _opened(self, uri: str) -> TextDocument | None:
        """Return the document of an address; None if it is not open, or no longer."""
        # The package's keys are decoded.
        document: TextDocument | None = self.server.workspace.text_documents.get(unquote(uri))
        return document

    async def open(self, uri: str) -> OpenArticle | None:
        """Return the article at an address; None for other files, or if nothing can be read."""
        file, document = file_of(uri), self._opened(uri)
        if file is None or document is None:
            return None
        return await asyncio.to_thread(self._open, file, document.source)

    def _open(self, file: Path, text: str) -> OpenArticle | None:
        try:
            kb = self.workspace.find(file)
            path = kb.path_of(file) if kb else ""
        except ErrataError:
            return None  # the check of the file reports it
        return OpenArticle(kb, kb.open_text(path, text)) if kb and path else None

    # ── checking ────────────────────────────────────────────────────────────────────────────

    def check_later(self, uri: str, pause: float = _PAUSE) -> None:
        """Check a file after so many seconds without another request for it."""
        if earlier := self._waiting.pop(uri, None):
            earlier.cancel()
        self._waiting[uri] = asyncio.create_task(self._check(uri, pause))

    def reload_later(self, uri: str) -> None:
        """Read the knowledge base of a file again, and check what is open."""
        if (file := file_of(uri)) and (kb := self._find_knowledge_base(file)) and kb.is_loaded:
            # Kept, or it would be collected.
            self._reloads[kb.root] = asyncio.create_task(self._reload(kb))

    def close(self, uri: str) -> None:
        """Forget a file."""
        if earlier := self._waiting.pop(uri, None):
            earlier.cancel()
        file = file_of(uri)
        if file:
            self._findings.pop(file, None)
            self._publish(file, [], None)
            self._uris.pop(file, None)

    def stop(self) -> None:
        """Stop waiting and watching."""
        for task in (*self._waiting.values(), *self._watches.values(), *self._reloads.values()):
            task.cancel()

    async def _check(self, uri: str, pause: float) -> None:
        await asyncio.sleep(pause)
        file, document = file_of(uri), self._opened(uri)
        if file is None or document is None:
            return
        self._uris[file] = uri
        version, text = document.version, document.source
        async with self._progress(file):
            outcome = await asyncio.to_thread(self._find, file, text)
        self._report(outcome, file)
        current = self._opened(uri)
        if outcome.fault is None and current and current.version == version:
            self._findings[file] = outcome.diagnostics
            lines = TextLines.of(text)
            sent = [
                self.translator.diagnostic(diagnostic, lines) for diagnostic in outcome.diagnostics
            ]
            self._publish(file, sent, version)

    @asynccontextmanager
    async def _progress(self, file: Path) -> AsyncIterator[None]:
        """Show an editor that can display it that articles are being read, which takes a while."""
        window = self.server.client_capabilities.window
        is_read = any(kb.is_loaded and file.is_relative_to(kb.root) for kb in self.workspace.opened)
        if is_read or not (window and window.work_done_progress):
            yield
            return
        progress, token = self.server.work_done_progress, str(uuid4())
        await progress.create_async(token)
        progress.begin(token, types.WorkDoneProgressBegin("errata", message="reading the articles"))
        try:
            yield
        finally:
            progress.end(token, types.WorkDoneProgressEnd())

    def _find(self, file: Path, text: str) -> Outcome:
        """Return the findings of one file; runs in a thread."""
        kb = None
        try:
            if file.name in CONFIG_FILES:
                check_config(text, file)
                return Outcome(None)
            kb = self.workspace.find(file)
            path = kb.path_of(file) if kb else ""
            return Outcome(kb, kb.check(path, text).get(file, ()) if kb and path else ())
        except ErrataError as error:
            return Outcome(kb, fault=error)
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of a check
            reason = f"this is a bug in errata: {type(error).__name__}: {error}"
            return Outcome(kb, fault=ErrataError(reason))

    def _report(self, outcome: Outcome, file: Path) -> None:
        """Show a fault at its place, or clear the last one if nothing is wrong."""
        if outcome.fault is None:
            for broken in sorted(self._broken):
                if file == broken or file.is_relative_to(broken.parent):
                    self._broken.discard(broken)
                    self._publish(broken, [], None)
        else:
            self._show_fault(outcome.fault)
        if outcome.kb:
            self._watch(outcome.kb)

    def _show_fault(self, fault: ErrataError) -> None:
        if fault.span is None:
            self._show_once(f"{fault.message}: {fault.help}" if fault.help else fault.message)
            return
        place = Path(fault.span.path).resolve()
        self._broken.add(place)
        sent = self.translator.fault(fault, self.read_lines(place))
        self._publish(place, [sent], None)
        self._watch_file(place)

    def _show_once(self, message: str) -> None:
        """Show a message, once."""
        if message not in self._shown_messages:
            self._shown_messages.add(message)
            kind = types.MessageType.Warning
            self.server.window_show_message(types.ShowMessageParams(kind, message))

    def _publish(
        self, file: Path, diagnostics: Iterable[types.Diagnostic], version: int | None
    ) -> None:
        params = types.PublishDiagnosticsParams(self.uri_of(file), list(diagnostics), version)
        self.server.text_document_publish_diagnostics(params)

    # ── changes on disk ─────────────────────────────────────────────────────────────────────

    def _find_knowledge_base(self, file: Path) -> OpenKnowledgeBase | None:
        try:
            return self.workspace.find(file)
        except ErrataError:
            return None

    def _watch(self, kb: OpenKnowledgeBase) -> None:
        """Read the knowledge base again whenever one of its files changes."""
        self._start_watch(kb.root, lambda: kb.watched, lambda: self._reload(kb))

    def _watch_file(self, file: Path) -> None:
        """Check open files again when a broken configuration changes."""
        self._start_watch(file, lambda: (file,), self._check_open)

    def _start_watch(
        self,
        key: Path,
        paths: Callable[[], Iterable[Path]],
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        if key not in self._watches:
            self._watches[key] = asyncio.create_task(self._follow(paths, changed))

    async def _follow(
        self, paths: Callable[[], Iterable[Path]], changed: Callable[[], Awaitable[None]]
    ) -> None:
        # The package imports a web server, which nothing here waits for.
        from errata.server.watch import follow  # noqa: PLC0415 - as above

        try:
            await follow(paths, lambda _: changed())
        except OSError as error:
            remedy = (
                "raise the system's limit on file watches, or save a file to read the others again"
            )
            self._show_once(f"changes to other files are not noticed: {error}: {remedy}")

    async def _reload(self, kb: OpenKnowledgeBase) -> None:
        """Reload once, however many files are saved together."""
        if kb.root in self._loading:
            return
        self._loading.add(kb.root)
        await asyncio.sleep(_SAME_SAVE)
        self._loading.discard(kb.root)
        try:
            await asyncio.to_thread(kb.load)
        except ErrataError as error:
            self._show_fault(error)
        except Exception as error:  # noqa: BLE001 - the server outlives a bug of the reader
            self._show_once(f"this is a bug in errata: {type(error).__name__}: {error}")
        await self._check_open()

    async def _check_open(self) -> None:
        for document in list(self.server.workspace.text_documents.values()):
            self.check_later(document.uri, pause=0)

    # ── fixes ───────────────────────────────────────────────────────────────────────────────

    def actions(self, uri: str, selection: types.Range) -> list[types.CodeAction]:
        """Return fixes of findings that touch a range, and one for all safe fixes."""
        file = file_of(uri)
        diagnostics = self._findings.get(file, ()) if file else ()
        lines = self.read_lines(file) if file else TextLines(("",))
        actions = [*self._quick_fixes(diagnostics, lines, selection)]
        if edit := self.translator.fix_all(diagnostics):
            title = "Apply all safe fixes of errata in this file"
            actions.append(types.CodeAction(title, FIX_ALL, edit=edit))
        return actions

    def _quick_fixes(
        self, diagnostics: Iterable[Diagnostic], lines: TextLines, selection: types.Range
    ) -> Iterator[types.CodeAction]:
        for diagnostic in diagnostics:
            sent = self.translator.diagnostic(diagnostic, lines)
            if diagnostic.fix and not diagnostic.fix.creates and _touch(sent.range, selection):
                yield types.CodeAction(
                    title=diagnostic.fix.title
                    if diagnostic.fix.safe
                    else f"{diagnostic.fix.title} (check the result)",
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=[sent],
                    is_preferred=diagnostic.fix.safe,
                    edit=self.translator.fix(diagnostic.fix),
                )


def file_of(uri: str) -> Path | None:
    """Return the file of an address; None for a text that is not in a file."""
    try:
        path = to_fs_path(uri)
        return Path(path).resolve() if path else None
    except ValueError:  # a bracket in the host, or a zero in the name
        return None


def _touch(first: types.Range, other: types.Range) -> bool:
    return not (_before(first.end, other.start) or _before(other.end, first.start))


def _before(first: types.Position, other: types.Position) -> bool:
    return (first.line, first.character) < (other.line, other.character)
