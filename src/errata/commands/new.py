"""`errata new`: start an article the way the others of the knowledge base are written."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

import click

from errata.articles.markdown.sections import heading_name
from errata.articles.numbers import example_number, fit_number, is_number, next_number
from errata.articles.untranslated import copy_untranslated
from errata.commands import _console
from errata.commands._console import Settings, print_status
from errata.commands._environment import current_moment
from errata.commands._habits import Habits, read_habits
from errata.data.patterns import compile_late
from errata.diagnostics import closest_name
from errata.errors import OutputError
from errata.files import LoadedConfig, read_config
from errata.model import Metadata, SectionKind, Source
from errata.text.characters import remove_hidden
from errata.text.paths import is_portable_name, readable_name

if TYPE_CHECKING:
    from errata.articles.front_matter.split import Form
    from errata.commands._read_log import LogExcerpt
    from errata.config import Config


# "en", "pt-BR", "zh-Hant-TW" yes; "../..", "en_US", "e" no
_LOCALE: Final = compile_late(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# Characters that could be markup within a line: "*ERROR* <x>" gets four backslashes; "- 環境" none
_SPECIAL: Final = compile_late(r"[\\`*_<>\[\]&#{}!~|]")
# " {#cause}" in "## Cause {#cause}"; not "# A".
_AUTHORED_ID: Final = compile_late(r" \{#[a-z]+\}")
# The line of a number, which a page has not whose name is none; not "number: 1".
_NUMBER_LINE: Final = compile_late(r"^article-number: .*\n", re.MULTILINE)
_DIGITS: Final = "0123456789"
_SECTIONS: Final = (
    *(SectionKind.DESCRIPTION, SectionKind.ENVIRONMENT),
    *(SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION),
)


@_console.command(
    'errata new SUP-18 --title "Upload fails with an SSL error"',
    "errata new mail/upload-fails --locale pt-BR",
    'errata new --title "The next free number is taken"',
    "errata new --from-log app.log",
)
@click.argument("name", required=False, metavar="[NAME]")
@click.option(
    "--locale", metavar="TAG", help="Language of the article.  [default: en, or as configured]"
)
@click.option("--title", metavar="TEXT", default="", help="What fails, in the reader's words.")
@click.option("--product", metavar="TEXT", default="", help="Product that the article is about.")
@click.option(
    "--from-log",
    metavar="FILE",
    help="Fill in the codes and messages of a log, without private values; - reads stdin.",
)
@_console.kb_option
def command(  # noqa: PLR0913, PLR0917 - one for each option
    settings: Settings,
    name: str | None,
    locale: str | None,
    title: str,
    product: str,
    from_log: str | None,
    kb: Path | None,
) -> int:
    """Create an article with a number or a name, optionally in a folder.

    Without a name, the article gets the next free number if the knowledge base numbers its
    articles. Otherwise, it is named after its title. Its path is printed to stdout. Existing files
    are never changed.

    With the name of an existing article and another --locale, a draft of a translation is created:
    a copy of the article with the headings of that language, and its text marked as untranslated.
    """
    loaded = read_config(Path.cwd(), explicit=settings.config)
    folder = kb or loaded.root / loaded.config.kb
    chosen = locale or loaded.config.default_locale
    if not _LOCALE.fullmatch(chosen):
        raise click.UsageError(f"`{chosen}` is not a locale such as `en` or `pt-BR`")
    habits = read_habits(folder, loaded)
    if name and not from_log and (original := find_original(name, chosen, loaded, habits)):
        path = folder / _path_of_translation(original, chosen)
        text = original.data.decode("utf-8", "replace").removeprefix("\ufeff")
        text = text.replace("\r\n", "\n")
        _write(path, copy_untranslated(text, original.path, original.locale, chosen))
        click.echo(path)
        return 0
    product = _checked_product(product, loaded.config, habits)
    excerpt = _excerpt(from_log, settings, kb, locale)
    title = title or (excerpt.title if excerpt else "")
    number = name or next_number(habits.numbers, habits.pattern) or _slug(title)
    path = folder / habits.folder_of(chosen) / f"{_check_number(number, habits)}.md"
    write_article(path, NewArticle(title or path.stem, product, chosen, excerpt), habits)
    click.echo(path)
    return 0


@dataclass(frozen=True, slots=True)
class NewArticle:
    """The content of a new article."""

    title: str
    product: str
    locale: str
    excerpt: LogExcerpt | None


def _excerpt(
    log: str | None, settings: Settings, kb: Path | None, locale: str | None
) -> LogExcerpt | None:
    if log is None:
        return None
    from errata.commands._read_log import note_articles, read_log  # noqa: PLC0415 - 0.3 s, and only a log needs it

    excerpt = read_log(log, settings, kb, locale)
    note_articles(excerpt)
    return excerpt


def find_original(name: str, locale: str, loaded: LoadedConfig, habits: Habits) -> Source | None:
    """Return the article that a name or number means, in the original's language."""
    stem = name.removesuffix(".md").lower()
    sources = [
        source
        for source, data in habits.articles
        if source.locale != locale and stem in _names_of(source, data)
    ]
    default = loaded.config.default_locale
    return min(sources, key=lambda source: (source.locale != default, source.path), default=None)


def _names_of(source: Source, data: Metadata) -> set[str]:
    """Return an article's names: its number, its file's name, its path below its language."""
    return {data.number.lower(), source.stem.lower(), source.page_path.lower()}


def _path_of_translation(original: Source, locale: str) -> str:
    own = f"{original.locale}/"
    return f"{locale}/{original.path.removeprefix(own)}"


def _checked_product(product: str, config: Config, habits: Habits) -> str:
    """Return the product as the knowledge base spells it, or its usual one if none is given."""
    listed = config.metadata.vocabulary.get("product", ())
    counts = Counter(name for _, data in habits.articles for name in data.products)
    choices = listed or tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    written = " ".join(product.split())
    if not written:
        return choices[0] if len(choices) == 1 else "Product"
    if same := next((name for name in choices if name.casefold() == written.casefold()), ""):
        return same
    close = closest_name(written, choices)
    if listed:
        remedy = f"did you mean `{close}`?" if close else f"the products are {', '.join(listed)}"
        raise click.UsageError(f"`{written}` is not a product of this knowledge base: {remedy}")
    if close:
        print_status(f"no other article is about `{written}`: did you mean `{close}`?")
    return written


def _slug(title: str) -> str:
    if slug := readable_name(title):
        return slug
    raise click.UsageError("give the article a name or a `--title`")


def _check_number(number: str, habits: Habits) -> str:
    """Return a path below the locale's folder without ending, with the number's case corrected."""
    folder, slash, name = number.removesuffix(".md").rpartition("/")
    if not all(map(is_portable_name, f"{number}.md".split("/"))) or not is_number(name):
        raise click.UsageError(f"`{number}` is not a name such as `SUP-18` or `mail/upload-fails`")
    fitting = fit_number(name, habits.pattern) if habits.pattern else ""
    example = example_number(habits.pattern) if habits.pattern else ""
    # "KA-1" is meant as a number where they are like "KA-12345"; "about" is a name.
    if not fitting and example and name.lower().startswith(example.rstrip(_DIGITS).lower() or "\0"):
        raise click.UsageError(f"`{name}` is not a number such as `{example}`")
    return f"{folder}{slash}{fitting or name}"


def write_article(path: Path, article: NewArticle, habits: Habits) -> None:
    """Write an article with the headings of its locale.

    Raises:
        OutputError: if the file exists, or the system refuses.
    """
    title, product = remove_hidden(" ".join(article.title.split())).strip(), article.product
    names = {kind.value: heading_name(kind, article.locale) for kind in _SECTIONS}
    excerpt, issue = article.excerpt, SectionKind.ISSUE.value
    if excerpt:
        names[issue] = excerpt.fill(names[issue])
    text = fill_template(
        "article.md",
        number=path.stem if path.stem.replace("-", "").isalnum() else _quote(path.stem),
        title=_quote(title),
        heading=_SPECIAL.sub(r"\\\g<0>", title),
        product=_quote(product),
        item=_SPECIAL.sub(r"\\\g<0>", product),
        keywords=_quote(", ".join(excerpt.codes)) if excerpt and excerpt.codes else "KCS",
        **names,
    )
    if habits.pattern and not fit_number(path.stem, habits.pattern):
        text = _NUMBER_LINE.sub("", text, count=1)
    if not habits.own_keys:
        text = _with_their_front_matter(text, _quote(title), habits.form)
    _write(path, text)


def _write(path: Path, text: str) -> None:
    if not write_new(path, text):
        remedy = "choose another name, or leave it out to get the next free number"
        raise OutputError(f"`{path}` already exists", help=remedy)


def _with_their_front_matter(text: str, title: str, form: Form) -> str:
    """Return the article with only a title, in the form of the other articles."""
    body = _AUTHORED_ID.sub("", text.split("---\n", 2)[2])
    fronts = {
        "yaml": f"---\ntitle: {title}\n---\n\n",
        "toml": f"+++\ntitle = {title}\n+++\n\n",
        "json": f'{{\n  "title": {title}\n}}\n\n',
    }
    return fronts.get(form, "") + body


def fill_template(name: str, **values: str) -> str:
    """Fill the `$names` of a shipped template; `$now` is the time, ISO 8601 in UTC."""
    text = files("errata").joinpath("scaffold", name).read_text(encoding="utf-8")
    now = current_moment().strftime("%Y-%m-%dT%H:%M:%SZ")
    return Template(text).substitute(values, now=now)


def write_new(path: Path, text: str) -> bool:
    """Write a file and its folders; return False if it exists.

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
