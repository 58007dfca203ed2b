"""Each generator with its defaults: its input, its commands, its output."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import yaml
from frontmatter.default_handlers import YAMLHandler

from bench.build_peers.measure import run_all
from bench.startup import as_installed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.build_peers.install import Tools

ROOT: Final = Path(__file__).parents[2]
TITLE: Final = "Help"
# "![a dialog](assets/a.png)" yes; "![logo](https://…)" no
_OWN_PICTURE: Final = re.compile(r"!\[([^\]]*)\]\((?!\w+:)[^)]*\)")


@dataclass(frozen=True, slots=True)
class Text:
    """An article without a generator's front matter."""

    name: str
    title: str
    description: str
    body: str
    whole: str
    """The file as it is."""


def read_texts(folder: Path, most: int | None = None) -> list[Text]:
    """Return the articles of a folder by name, or the first of them."""
    return [_read_text(path) for path in sorted(folder.glob("*.md"))[:most]]


def _read_text(path: Path) -> Text:
    text = path.read_text("utf-8").replace("\r\n", "\n")
    matter, body = YAMLHandler().split(text)
    data = yaml.load(matter, yaml.CSafeLoader)
    return Text(path.name, str(data["title"]), str(data.get("description") or ""), body, text)


def write_texts(
    texts: Iterable[Text], folder: Path, change: Callable[[str], str] = str, **extra: str
) -> None:
    """Write every article with title and description; `change` escapes what would be run."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in texts:
        data = {"title": text.title, "description": text.description, **extra}
        matter = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        path = folder / text.name
        path.write_text(f"---\n{matter}---\n\n{change(text.body)}", "utf-8")


def without_shortcodes(body: str) -> str:
    """Escape shortcodes for Hugo, which refuses an article with an unknown one."""
    return body.replace("{{<", "{ {<").replace("{{%", "{ {%")


def without_pictures(body: str) -> str:
    """Remove pictures for Astro, which refuses an article whose picture is missing."""
    return _OWN_PICTURE.sub(r"\1", body)


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator that makes a site of a folder of articles."""

    name: str
    prepare: Callable[[Tools, Path, Sequence[Text]], None]
    commands: Callable[[Tools, Path], list[list[str]]]
    articles: str
    """Folder of the articles, of the site, and of anything else that is empty at a first build."""
    site: str
    caches: tuple[str, ...] = ()
    needs: str = "python"


def _hugo(tools: Tools, folder: Path, texts: Iterable[Text]) -> None:
    """Set up Hugo with its own new theme, without its example pages."""
    new = [tools.hugo(), "new"]
    commands = [[*new, "project", "."], [*new, "theme", "own"]]
    run_all(commands, folder, tools.environment, watch=False)
    for path in sorted((folder / "themes/own/content").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    # Without `unsafe` Hugo drops the HTML of articles.
    settings = f"\ntheme = 'own'\n[markup.goldmark.renderer]\nunsafe = true\n# {TITLE}\n"
    with (folder / "hugo.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    write_texts(texts, folder / "content", without_shortcodes)


def _mkdocs(_: Tools, folder: Path, texts: Sequence[Text]) -> None:
    settings = f"site_name: {TITLE}\nsite_url: https://example.org/\ntheme:\n  name: material\n"
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    write_texts(texts, folder / "docs")
    (folder / "docs/index.md").write_text(f"# {TITLE}\n", "utf-8")


def _sphinx(_: Tools, folder: Path, texts: Sequence[Text]) -> None:
    # Half of the articles begin below the first level of headings, which it only warns of.
    settings = f"project = '{TITLE}'\nextensions = ['myst_parser']\nhtml_theme = 'furo'\n"
    write_texts(texts, folder / "docs")
    (folder / "docs/conf.py").write_text(settings, "utf-8")
    contents = "```{toctree}\n:glob:\n\n*\n```\n"
    (folder / "docs/index.md").write_text(f"# {TITLE}\n\n{contents}", "utf-8")


def _eleventy(tools: Tools, folder: Path, texts: Sequence[Text]) -> None:
    (folder / "node_modules").symlink_to(tools.modules())
    (folder / "package.json").write_text('{"type": "module"}', "utf-8")
    # Articles are no templates: "{{" stands in what they quote.
    (folder / "eleventy.config.js").write_text(_ELEVENTY, "utf-8")
    content = folder / "content"
    write_texts(texts, content, layout="page.njk", tags="articles")
    (content / "_includes").mkdir()
    (content / "_includes/page.njk").write_text(_ELEVENTY_PAGE, "utf-8")
    (content / "index.njk").write_text(_ELEVENTY_INDEX, "utf-8")


def _starlight(tools: Tools, folder: Path, texts: Sequence[Text]) -> None:
    # Astro does not find its own modules through a link.
    shutil.copytree(tools.modules(), folder / "node_modules", symlinks=True, copy_function=_link)
    # It bundles the packages that this file names.
    shutil.copy(Path(__file__).with_name("package.json"), folder)
    (folder / "astro.config.mjs").write_text(_ASTRO, "utf-8")
    (folder / "src").mkdir()
    (folder / "src/content.config.ts").write_text(_ASTRO_CONTENT, "utf-8")
    docs = folder / "src/content/docs"
    write_texts(texts, docs, without_pictures)
    (docs / "index.md").write_text(f"---\ntitle: {TITLE}\n---\n\n{TITLE}\n", "utf-8")


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # on another disk
        shutil.copy2(source, target)


def _errata(_: Tools, folder: Path, texts: Sequence[Text]) -> None:
    (folder / "errata.toml").write_text(f'kb = "kb"\n[site]\nname = "{TITLE}"\n', "utf-8")
    # With the front matter that they have: products, dates and keywords make pages and words.
    (folder / "kb/en").mkdir(parents=True)
    for text in texts:
        (folder / "kb/en" / text.name).write_text(text.whole, "utf-8")


def errata_command(*words: str) -> list[list[str]]:
    """Return the command of this tree's errata, with its cache beside the articles."""
    return [[sys.executable, "-m", "errata", *words, "--fail-on", "never"]]


def environment_of(tools: Tools, folder: Path) -> dict[str, str]:
    """Return the same environment for all, with errata's cache in the folder."""
    path = os.pathsep.join([str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = as_installed(tools.environment)
    return {**environment, "PYTHONPATH": path, "ERRATA_CACHE": str(folder / "cache")}


def _pagefind(tools: Tools, site: str) -> list[str]:
    return [tools.pagefind(), "--site", site]


def _node(tools: Tools, script: str, *words: str) -> list[list[str]]:
    return [["node", str(tools.modules() / script), *words]]


GENERATORS: Final = (
    Generator(
        "Hugo + Pagefind",
        _hugo,
        lambda tools, _: [[tools.hugo(), "--quiet"], _pagefind(tools, "public")],
        "content",
        "public",
        ("resources", "hugo_cache"),
    ),
    Generator(
        "Hugo",
        _hugo,
        lambda tools, _: [[tools.hugo(), "--quiet"]],
        "content",
        "public",
        ("resources", "hugo_cache"),
    ),
    Generator(
        "errata", _errata, lambda _, __: errata_command("build"), "kb/en", "site", ("cache",)
    ),
    Generator(
        "Zensical",
        _mkdocs,
        lambda tools, _: [[tools.script("zensical"), "build"]],
        "docs",
        "site",
        (".cache",),
    ),
    Generator(
        "Material for MkDocs",
        _mkdocs,
        lambda tools, _: [[tools.script("mkdocs"), "build", "--quiet"]],
        "docs",
        "site",
        (".cache",),
    ),
    Generator(
        "Sphinx + MyST, Furo",
        _sphinx,
        lambda tools, _: [[tools.script("sphinx-build"), "-Q", "-j", "auto", "docs", "site"]],
        "docs",
        "site",
    ),
    Generator(
        "Eleventy + Pagefind",
        _eleventy,
        lambda tools, _: [
            *_node(tools, "@11ty/eleventy/cmd.cjs", "--quiet"),
            _pagefind(tools, "_site"),
        ],
        "content",
        "_site",
        needs="node",
    ),
    Generator(
        "Starlight",
        _starlight,
        lambda tools, _: _node(tools, "astro/bin/astro.mjs", "build"),
        "src/content/docs",
        "dist",
        (".astro", "node_modules/.astro"),
        needs="node",
    ),
)
_ELEVENTY: Final = """export default () => ({
  dir: { input: "content", output: "_site" },
  markdownTemplateEngine: false,
});
"""
_ELEVENTY_PAGE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="description" content="{{ description }}"></head>
<body><header><a href="/">Help</a></header>
<main><h1>{{ title }}</h1>{{ content | safe }}</main></body>
</html>
"""
_ELEVENTY_INDEX: Final = """---
title: Help
---
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Help</title></head>
<body><main><ul>{% for one in collections.articles %}
<li><a href="{{ one.url }}">{{ one.data.title }}</a></li>{% endfor %}
</ul></main></body></html>
"""
_ASTRO: Final = """import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";

export default defineConfig({
  site: "https://example.org",
  integrations: [starlight({ title: "Help" })],
});
"""
_ASTRO_CONTENT: Final = """import { docsLoader } from "@astrojs/starlight/loaders";
import { docsSchema } from "@astrojs/starlight/schema";
import { defineCollection } from "astro:content";

const docs = defineCollection({ loader: docsLoader(), schema: docsSchema() });
export const collections = { docs };
"""
