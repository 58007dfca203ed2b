"""The same articles for every generator: texts as they are, front matter as each can read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import yaml
from frontmatter.default_handlers import YAMLHandler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

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
