"""The server over stdio, with a real client: one process answers all that is asked here."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.workspace import Workspace

from errata.commands._editor_session import EditorSession, file_of
from errata.commands._language_server import make_server
from errata.commands._workspace import EditorWorkspace
from tests.commands.running import environment

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """\
---
title: "Sign-in fails"
description: Users cannot sign in, although the new password is right and was set today.
product: Campaign
article-created-date: 4/17/2024
---
# Sign-in fails

## Issue

😀 [the proxy](proxy.md) says `APP-1001`, [lost](nowhere.md)

## Resolution

Sign in again, with the new password, after the cache was cleared by an administrator.
"""
PROXY = """\
---
title: The proxy refuses
product: Campaign
---
# The proxy refuses

## Issue

The log shows `APP-1001 proxy refused`.

## Cause

The certificate is old.

## Resolution

Renew it.
"""
FAMILIES = """\
[[family]]
id = "APP"
pattern = 'APP-\\d{4}'
product = "App"
meaning = "errors of the app"
example = "APP-1001"
"""


START = types.Position(0, 0)


class Editor(LanguageClient):
    """What an editor does."""

    def __init__(self) -> None:
        super().__init__("test", "1")
        self.sent: dict[str, list[types.PublishDiagnosticsParams]] = defaultdict(list)
        self.shown: list[str] = []
        self.steps: list[str] = []
        self._news = asyncio.Event()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # pygls's client
        def published(params: types.PublishDiagnosticsParams) -> None:
            self.sent[params.uri].append(params)
            self._news.set()

        @self.feature(types.WINDOW_WORK_DONE_PROGRESS_CREATE)  # type: ignore[untyped-decorator]  # as above
        def began(_params: types.WorkDoneProgressCreateParams) -> None:
            self.steps.append("create")

        @self.feature(types.PROGRESS)  # type: ignore[untyped-decorator]  # as above
        def went_on(params: types.ProgressParams) -> None:
            self.steps.append(dict(params.value or {})["kind"])

        @self.feature(types.WINDOW_SHOW_MESSAGE)  # type: ignore[untyped-decorator]  # as above
        def shown(params: types.ShowMessageParams) -> None:
            self.shown.append(params.message)

    async def findings(self, uri: str) -> list[types.Diagnostic]:
        """The next that are sent for a file."""
        while not self.sent[uri]:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 60)
        return list(self.sent[uri].pop(0).diagnostics)

    def open(self, file: Path, text: str) -> str:
        item = types.TextDocumentItem(file.as_uri(), "markdown", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return file.as_uri()

    def change(self, uri: str, version: int, text: str) -> None:
        full_text = types.TextDocumentContentChangeWholeDocument(text)
        identifier = types.VersionedTextDocumentIdentifier(version, uri)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [full_text]))


def _write(folder: Path) -> None:
    (folder / "kb/en").mkdir(parents=True)
    (folder / "errata.toml").write_text('kb = "kb"\n[check]\nseverity.KB309 = "off"\n', "utf-8")
    (folder / "kb/families.toml").write_text(FAMILIES, "utf-8")
    (folder / "kb/en/sign-in.md").write_text(ARTICLE, "utf-8")
    (folder / "kb/en/proxy.md").write_text(PROXY, "utf-8")


async def _start(folder: Path, *encodings: str) -> tuple[Editor, types.InitializeResult]:
    editor = Editor()
    command = [sys.executable, "-m", "errata", "lsp"]
    await editor.start_io(*command, cwd=folder, env=environment())
    general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind(encoding) for encoding in encodings]
    )
    window = types.WindowClientCapabilities(work_done_progress=True)
    capabilities = types.ClientCapabilities(window=window, general=general if encodings else None)
    params = types.InitializeParams(capabilities, root_uri=folder.as_uri())
    started = await editor.initialize_async(params)
    editor.initialized(types.InitializedParams())
    return editor, started


def _start_of(diagnostics: list[types.Diagnostic], code: str) -> tuple[int, int]:
    start = next(diagnostic.range.start for diagnostic in diagnostics if diagnostic.code == code)
    return start.line, start.character


async def _edit_an_article(folder: Path) -> None:
    editor, started = await _start(folder)
    assert started.capabilities.position_encoding == "utf-16"
    file = folder / "kb/en/sign-in.md"
    uri = editor.open(file, ARTICLE)
    document = types.TextDocumentIdentifier(uri)

    diagnostics = await editor.findings(uri)
    line = ARTICLE.split("\n")[10]
    assert _start_of(diagnostics, "KB301") == (10, line.index("nowhere") + 1), (
        "a smiley is two units"
    )

    await _fix_a_date(editor, document, diagnostics)
    await _ask_about_it(editor, document)
    await _complete_and_check_unsaved(editor, uri, document)
    await _change_another_file(editor, uri, folder)
    await _break_the_configuration(editor, uri, folder)
    assert not editor.shown
    assert editor.steps == ["create", "begin", "end"], "all articles are read once"
    await editor.shutdown_async(None)
    editor.exit(None)
    await editor.stop()  # type: ignore[no-untyped-call]  # the package's client has no types


async def _fix_a_date(
    editor: Editor, document: types.TextDocumentIdentifier, diagnostics: list[types.Diagnostic]
) -> None:
    dated = next(diagnostic for diagnostic in diagnostics if diagnostic.code == "KB102")
    context = types.CodeActionContext(diagnostics=[dated])
    params = types.CodeActionParams(document, dated.range, context)
    offered = await editor.text_document_code_action_async(params)
    actions = [one for one in offered or () if isinstance(one, types.CodeAction)]
    assert [action.kind for action in actions] == ["quickfix", "source.fixAll.errata"]
    for action in actions:
        assert action.edit
        assert action.edit.changes
        edits = action.edit.changes[document.uri]
        assert "2024-04-17" in [edit.new_text for edit in edits]
    context = types.CodeActionContext(diagnostics=[], only=[types.CodeActionKind.Source])
    params = types.CodeActionParams(document, types.Range(START, START), context)
    assert len(await editor.text_document_code_action_async(params) or ()) == 1


async def _ask_about_it(editor: Editor, document: types.TextDocumentIdentifier) -> None:
    line = ARTICLE.split("\n")[10]
    on_code = types.Position(10, line.index("APP") + 2)
    on_link = types.Position(10, line.index("proxy.md") + 2)
    hover = await editor.text_document_hover_async(types.HoverParams(document, on_code))
    assert isinstance(hover, types.Hover)
    assert "The certificate is old." in str(hover.contents)
    assert hover.range
    assert hover.range.start.character == line.index("APP") + 1

    went = await editor.text_document_definition_async(types.DefinitionParams(document, on_link))
    assert isinstance(went, list)
    assert [
        location.uri.rpartition("/")[2] for location in went if isinstance(location, types.Location)
    ] == ["proxy.md"]
    context = types.ReferenceContext(include_declaration=False)
    params = types.ReferenceParams(context, document, on_link)
    linking = await editor.text_document_references_async(params)
    assert linking
    assert [place.range.start.character for place in linking] == [line.index("proxy.md") + 1]

    outline = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    assert outline
    assert [item.name for item in outline] == ["Issue", "Resolution"]
    symbols = await editor.workspace_symbol_async(types.WorkspaceSymbolParams("APP-1001"))
    assert symbols
    assert symbols[0].name == "APP-1001"


async def _complete_and_check_unsaved(
    editor: Editor, uri: str, document: types.TextDocumentIdentifier
) -> None:
    text = ARTICLE.replace("nowhere.md", "ref")
    editor.change(uri, 2, text)
    position = types.Position(10, text.split("\n")[10].index("(ref") + 5)
    offered = await editor.text_document_completion_async(
        types.CompletionParams(document, position)
    )
    assert isinstance(offered, types.CompletionList)
    edits = [item.text_edit for item in offered.items]
    assert [edit.new_text for edit in edits if isinstance(edit, types.TextEdit)] == ["proxy.md"]

    diagnostics = await editor.findings(uri)
    assert "KB301" in {diagnostic.code for diagnostic in diagnostics}, "`ref` is no file either"
    editor.change(uri, 3, ARTICLE.replace("nowhere.md", "proxy.md"))
    assert "KB301" not in {each.code for each in await editor.findings(uri)}, "before it is saved"


async def _change_another_file(editor: Editor, uri: str, folder: Path) -> None:
    """What is on disk counts as it is now."""
    (folder / "kb/en/proxy.md").rename(folder / "kb/en/gone.md")
    assert "KB301" in {diagnostic.code for diagnostic in await editor.findings(uri)}
    (folder / "kb/en/gone.md").rename(folder / "kb/en/proxy.md")
    while "KB301" in {diagnostic.code for diagnostic in await editor.findings(uri)}:
        pass


async def _break_the_configuration(editor: Editor, uri: str, folder: Path) -> None:
    config = folder / "errata.toml"
    text = config.read_text("utf-8")
    config.write_text(text + '[site]\nnmae = "A"\n', "utf-8")
    (fault,) = await editor.findings(config.as_uri())
    assert "nmae" in fault.message
    assert (fault.range.start.line, fault.severity) == (4, types.DiagnosticSeverity.Error)
    config.write_text(text, "utf-8")
    assert await editor.findings(config.as_uri()) == []
    await editor.findings(uri)


def test_an_editor_checks_completes_and_follows_what_is_typed_and_saved(tmp_path: Path) -> None:
    _write(tmp_path)
    asyncio.run(_edit_an_article(tmp_path))


@pytest.mark.parametrize("name", ["zero", "pipe", "large.bin", "gone"])
def test_of_a_file_that_is_not_open_no_more_is_read_than_an_article_may_have(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(1 << 30)
    server = make_server(EditorWorkspace(), date.today)
    server.protocol._workspace = Workspace(None, types.TextDocumentSyncKind.Full)
    session = EditorSession(server, EditorWorkspace())
    assert session.read_lines(tmp_path / name).lines == ("",)


@pytest.mark.parametrize("uri", ["file:///%00", "file://[x/a", ""])
def test_an_address_that_names_no_file_is_no_fault(uri: str) -> None:
    assert file_of(uri) is None


# Messages that no editor sends: not JSON, nested without end, of other forms, and misplaced.
MALFORMED: Final = (
    b"{",
    b"[]",
    b"[" * 100_000,
    b'{"jsonrpc":"2.0","id":1,"method":%b}' % (b"9" * 5_000),
    b'{"jsonrpc":"2.0","id":[],"method":5}',
    b'{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"position":{"line":-1}}}',
    b'{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"contentChanges":7}}',
    b'{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file://["}}}',
)
START_UP: Final = b'{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}'
LAST: Final = b'{"jsonrpc":"2.0","id":9,"method":"shutdown"}'


def test_a_message_that_cannot_be_read_is_a_line_of_the_log_and_the_next_is_answered(
    tmp_path: Path,
) -> None:
    sent = (START_UP, *MALFORMED, LAST, b'{"jsonrpc":"2.0","method":"exit"}')
    done = subprocess.run(
        [sys.executable, "-m", "errata", "lsp"],
        input=b"".join(
            b"content-length:%d\r\n\r\n%b" % (len(message), message) for message in sent
        ),
        cwd=tmp_path,
        env=environment(),
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert re.search(rb'"id": 9, .*"result": null', done.stdout)
    # The one of them that is a request by its form
    assert re.search(rb'"id": 2, .*"error": |"error": .*"id": 2\b', done.stdout)
    assert all(line.startswith(b"errata lsp: ") for line in done.stderr.splitlines()), done.stderr
