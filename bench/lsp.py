"""How long an editor waits for `errata lsp`: from start to the first findings, and for each answer.

A real client over stdio, on a copy of a folder of articles: python -m bench.lsp ../shared/corpus
The articles are read twice, so that the second start has them in the cache.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from lsprotocol import types
from pygls.lsp.client import LanguageClient

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

# Articles that are opened and changed.
_OPENED: Final = 12
_LOCALES: Final = ("en", "pt-BR")


class _Editor(LanguageClient):
    """Counts the seconds until findings of a file arrive."""

    def __init__(self) -> None:
        super().__init__("bench", "1")
        self._sent: dict[str, asyncio.Queue[types.PublishDiagnosticsParams]] = defaultdict(
            asyncio.Queue
        )

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)  # type: ignore[untyped-decorator]  # the package's client has no types
        def published(params: types.PublishDiagnosticsParams) -> None:
            self._sent[params.uri].put_nowait(params)

    async def open(self, file: Path, text: str) -> float:
        """Return the seconds until the findings of a file that is opened."""
        item = types.TextDocumentItem(file.as_uri(), "markdown", 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self._findings(file, 1)

    async def change(self, file: Path, text: str, version: int) -> float:
        """Return the seconds from the last key press to the findings."""
        full_text = types.TextDocumentContentChangeWholeDocument(f"{text}\nSentence {version}.\n")
        identifier = types.VersionedTextDocumentIdentifier(version, file.as_uri())
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [full_text]))
        return await self._findings(file, version)

    async def _findings(self, file: Path, version: int) -> float:
        start = perf_counter()
        while (await self._sent[file.as_uri()].get()).version != version:
            pass
        return perf_counter() - start


async def _measure(folder: Path, texts: Mapping[Path, str]) -> dict[str, list[float]]:
    seconds: dict[str, list[float]] = defaultdict(list)
    start = perf_counter()
    editor = _Editor()
    await editor.start_io(sys.executable, "-m", "errata", "lsp", cwd=folder)
    capabilities = types.ClientCapabilities()
    await editor.initialize_async(types.InitializeParams(capabilities, root_uri=folder.as_uri()))
    editor.initialized(types.InitializedParams())
    seconds["start, until it answers"].append(perf_counter() - start)
    first, *others = texts
    seconds["first file, all articles read"].append(await editor.open(first, texts[first]))
    for file in others:
        seconds["another file, until its findings"].append(await editor.open(file, texts[file]))
    for version in range(2, 8):
        seconds["a change, until its findings"].append(
            await editor.change(first, texts[first], version)
        )
    document = types.TextDocumentIdentifier(first.as_uri())
    for line in (2, 20, 30):
        place = types.Position(line, 10)
        for name, ask in (
            ("hover", editor.text_document_hover_async),
            ("definition", editor.text_document_definition_async),
            ("completion", editor.text_document_completion_async),
        ):
            seconds[name].append(await _time(ask, _PARAMS[name](document, place)))
    context = types.ReferenceContext(include_declaration=False)
    params = types.ReferenceParams(context, document, types.Position(0, 0))
    seconds["references"].append(await _time(editor.text_document_references_async, params))
    symbols = types.WorkspaceSymbolParams("campaign")
    seconds["symbols"].append(await _time(editor.workspace_symbol_async, symbols))
    await editor.shutdown_async(None)
    editor.exit(None)
    await editor.stop()  # type: ignore[no-untyped-call]  # the package's client has no types
    return seconds


_PARAMS: Final[dict[str, Callable[..., object]]] = {
    "hover": types.HoverParams,
    "definition": types.DefinitionParams,
    "completion": types.CompletionParams,
}


async def _time(ask: Callable[..., Awaitable[object]], params: object) -> float:
    start = perf_counter()
    await ask(params)
    return perf_counter() - start


def main() -> None:
    """Print a table of seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    corpus = parser.parse_args().corpus
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        os.environ["ERRATA_CACHE"] = str(folder / "cache")
        for locale in _LOCALES:
            shutil.copytree(corpus / locale, folder / "kb" / locale)
        (folder / "errata.toml").write_text('kb = "kb"\n', "utf-8")
        articles = sorted((folder / "kb" / _LOCALES[0]).rglob("*.md"))
        count = sum(len(list((folder / "kb" / language).rglob("*.md"))) for language in _LOCALES)
        chosen = articles[:: len(articles) // _OPENED][:_OPENED]
        texts = {file: file.read_text("utf-8") for file in chosen}
        for name in ("nothing in the cache", "all in the cache"):
            print(f"{count:,} articles, {name}")
            for request, seconds in asyncio.run(_measure(folder, texts)).items():
                middle, most = statistics.median(seconds), max(seconds)
                print(f"  {request:<34} {middle * 1000:8,.0f} ms  (at most {most * 1000:,.0f})")


if __name__ == "__main__":
    main()
