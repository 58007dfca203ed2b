"""The language server: answers an editor with the functions of `errata.editor`.

Answers use what was last read. Slow work runs in threads, so that the editor's messages are read
meanwhile.
"""

from __future__ import annotations

import logging
from asyncio import to_thread
from collections.abc import Callable, Sequence
from datetime import date
from io import BufferedReader
from typing import Any, Final

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from errata import __version__
from errata.commands._editor_session import EditorSession, OpenArticle
from errata.commands._protocol import FIX_ALL
from errata.commands._workspace import EditorWorkspace
from errata.editor.completion import complete
from errata.editor.document import EditedText
from errata.editor.knowledge import Knowledge, Mentioning
from errata.editor.lookups import find_definition, find_references, find_symbols, hover, outline
from errata.text.display import printable

_TRIGGERS: Final = ("(", "/", "#", "[", ":", ",", "-", '"', " ")


class HeaderReader(BufferedReader):
    """Input in which names of headers are in any case, as the protocol has them from HTTP."""

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a header; the package knows `Content-Length` in one spelling."""
        line = super().readline(size)
        name, _, value = line.partition(b":")
        is_length = name.strip().lower() == b"content-length"
        return b"Content-Length: %b\r\n" % value.strip() if is_length else line


class _Protocol(LanguageServerProtocol):
    """Answers a request that cannot be read with an error of its id."""

    def structure_message(self, data: dict[str, Any]) -> object:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), int | str):
                self._send_response(data["id"], error=error.to_response_error())
            raise


def log_briefly() -> None:
    """Log a message that cannot be read as a line: the package logs a page of tracebacks."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Brief())
    logging.basicConfig(handlers=[handler])


class _Brief(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage().partition("\n")[0]
        error = record.exc_info[1] if record.exc_info else None
        return printable(f"errata lsp: {message}: {error}" if error else f"errata lsp: {message}")


def make_server(workspace: EditorWorkspace, today: Callable[[], date]) -> LanguageServer:
    """Make a server for one editor."""
    # The whole text with every change: an article is small, and where a line ends is not left to
    # the package, which also counts U+2028.
    full_sync = types.TextDocumentSyncKind.Full
    server = LanguageServer(
        "errata", __version__, text_document_sync_kind=full_sync, protocol_cls=_Protocol
    )
    session = EditorSession(server, workspace)
    _follow_texts(server, session)
    _complete(server, session, today)
    _describe(server, session)
    _navigate(server, session)
    _fix(server, session)
    return server


def _follow_texts(server: LanguageServer, session: EditorSession) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        session.check_later(params.text_document.uri, pause=0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        session.check_later(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        session.reload_later(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        session.close(params.text_document.uri)

    @server.feature(types.SHUTDOWN)
    def stopped(_params: None) -> None:
        session.stop()


def _complete(server: LanguageServer, session: EditorSession, today: Callable[[], date]) -> None:
    options = types.CompletionOptions(trigger_characters=list(_TRIGGERS))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, options)
    async def completed(params: types.CompletionParams) -> types.CompletionList | None:
        article = await session.open(params.text_document.uri)
        if article is None:
            return None
        place = article.place(params.position, session.translator.encoding)
        completions = await to_thread(complete, article.knowledge, article.text, *place, today())
        return session.translator.completions(completions, article.text.lines, *place)


def _describe(server: LanguageServer, session: EditorSession) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hovered(params: types.HoverParams) -> types.Hover | None:
        article = await session.open(params.text_document.uri)
        if article is None:
            return None
        place = article.place(params.position, session.translator.encoding)
        hover_text = await to_thread(hover, article.knowledge, article.text, *place)
        if hover_text is None:
            return None
        text = types.MarkupContent(types.MarkupKind.Markdown, hover_text.markdown)
        start, end = (hover_text.line, hover_text.start), (hover_text.line, hover_text.end)
        return types.Hover(text, session.translator.range(article.text.lines, start, end))

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        article = await session.open(params.text_document.uri)
        if article is None:
            return []
        return session.translator.outline(outline(article.text), article.text.lines)

    @server.feature(types.WORKSPACE_SYMBOL)
    async def searched(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        symbols: list[types.WorkspaceSymbol] = []
        for kb in session.workspace.opened:
            matching = await to_thread(find_symbols, kb.state.knowledge, params.query)
            symbols += session.translator.symbols(matching, kb.file_of)
        return symbols


def _navigate(server: LanguageServer, session: EditorSession) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def defined(params: types.DefinitionParams) -> list[types.Location]:
        article = await session.open(params.text_document.uri)
        return await _locate(session, article, params.position, find_definition) if article else []

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def referred(params: types.ReferenceParams) -> list[types.Location]:
        article = await session.open(params.text_document.uri)
        return await _locate(session, article, params.position, find_references) if article else []


async def _locate(
    session: EditorSession,
    article: OpenArticle,
    position: types.Position,
    find: Callable[[Knowledge, EditedText, int, int], Sequence[Mentioning]],
) -> list[types.Location]:
    place = article.place(position, session.translator.encoding)
    translator = session.translator
    places = await to_thread(find, article.knowledge, article.text, *place)
    return [translator.location(article.kb.file_of(place.path), place) for place in places]


def _fix(server: LanguageServer, session: EditorSession) -> None:
    kinds = [types.CodeActionKind.QuickFix, FIX_ALL]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(kinds))
    def offered(params: types.CodeActionParams) -> list[types.CodeAction]:
        kinds = params.context.only
        actions = session.actions(params.text_document.uri, params.range)
        return [action for action in actions if kinds is None or _is_of_kind(action, kinds)]


def _is_of_kind(action: types.CodeAction, kinds: Sequence[str | types.CodeActionKind]) -> bool:
    """Whether an action is of one of the kinds, or of a kind below one."""
    wanted_kind = str(getattr(action.kind, "value", action.kind))
    names = (str(getattr(wanted_kind, "value", wanted_kind)) for wanted_kind in kinds)
    return any(wanted_kind == name or wanted_kind.startswith(f"{name}.") for name in names)
