"""`errata new`: start an article from a template with every key it needs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

import click

from errata.articles.markdown.section_names import heading_name
from errata.articles.numbers import is_number
from errata.commands import _console
from errata.errors import OutputError
from errata.files import read_config
from errata.model import SectionKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.commands._console import Settings


# "en", "pt-BR", "zh-Hant-TW" yes; "../..", "en_US", "e" no
_LOCALE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Characters that could be markup within a line: "*ERROR* <x>" gets four backslashes; "- 環境" none
_SPECIAL: Final = re.compile(r"[\\`*_<>\[\]&#{}!~|]")
_SECTIONS: Final = (
    *(SectionKind.DESCRIPTION, SectionKind.ENVIRONMENT),
    *(SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION),
)


@_console.command(
    'errata new KA-20002 --title "Upload fails with an SSL error"',
    "errata new KA-20002 --locale pt-BR",
    'errata new --title "The next free number is taken"',
)
@click.argument("number", required=False, metavar="[KA-12345]")
@click.option("--locale", metavar="TAG", help="Language.  [default: en, or as configured]")
@click.option("--title", metavar="TEXT", default="", help="What fails, in the reader's words.")
@click.option("--product", metavar="TEXT", default="", help="The product it is about.")
@_console.kb_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    number: str | None,
    locale: str | None,
    title: str,
    product: str,
    kb: Path | None,
) -> int:
    """Start an article; without a number it gets the next free one.

    Its path is printed on stdout. An existing file is never changed.
    """
    loaded = read_config(Path.cwd(), explicit=settings.config)
    folder = kb or loaded.root / loaded.config.kb
    chosen = locale or loaded.config.default_locale
    if not _LOCALE.fullmatch(chosen):
        raise click.UsageError(f"`{chosen}` is not a locale such as `en` or `pt-BR`")
    name = number or _next_free(folder)
    if not is_number(name):
        raise click.UsageError(f"`{name}` is not a number such as `KA-20001`")
    path = folder / chosen / f"{name}.md"
    write_article(path, title or name, product or "Product")
    click.echo(path)
    return 0


def write_article(path: Path, title: str, product: str) -> None:
    """Write an article with the headings of its locale.

    Raises:
        OutputError: if the file exists, or the system refuses.
    """
    locale = path.parent.name
    title, product = " ".join(title.split()), " ".join(product.split())
    text = fill_template(
        "article.md",
        number=path.stem,
        title=_quote(title),
        heading=_SPECIAL.sub(r"\\\g<0>", title),
        product=_quote(product),
        item=_SPECIAL.sub(r"\\\g<0>", product),
        **{kind.value: heading_name(kind, locale) for kind in _SECTIONS},
    )
    if not write_new(path, text):
        remedy = "choose another number, or leave it out to get the next free one"
        raise OutputError(f"`{path}` already exists", help=remedy)


def fill_template(name: str, **values: str) -> str:
    """A shipped template with its `$names` filled in; `$now` is the time, ISO 8601 in UTC."""
    text = files("errata").joinpath("scaffold", name).read_text(encoding="utf-8")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Template(text).substitute(values, now=now)


def write_new(path: Path, text: str) -> bool:
    """Write a file and its folders; False if it exists.

    Raises:
        OutputError: if the system refuses.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # "x" fails where the file exists, even if it was made in this moment.
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    except OSError as error:
        raise OutputError(f"cannot write `{path}`: {error.strerror}") from None
    return True


def _quote(text: str) -> str:
    # Each string of JSON is a double-quoted one of YAML.
    return json.dumps(text, ensure_ascii=False)


def _next_free(kb: Path) -> str:
    """One above the highest number of any locale."""
    return f"KA-{max(_taken(kb), default=0) + 1:05}"


def _taken(kb: Path) -> Iterator[int]:
    for path in kb.rglob("KA-*.md"):
        if path.stem.removeprefix("KA-").isdecimal():
            yield int(path.stem.removeprefix("KA-"))
