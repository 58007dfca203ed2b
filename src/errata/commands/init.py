"""`errata init`: configure a folder of articles, or start one with a sample article.

In a folder with articles, they are first read as a build reads them, the result is printed, and
`errata.toml` is written to fit. No article is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import click
from msgspec import structs

from errata.articles.conventions import detect_presets, read_preset
from errata.articles.includes import find_folders_beside
from errata.articles.survey import (
    choose_default_locale,
    count_front_matter,
    find_link_root,
    find_number_pattern,
    is_kept_from_search_engines,
    writes_mdx,
)
from errata.codes.families import parse_families
from errata.commands import _console
from errata.commands._console import Settings, print_status, show_progress
from errata.commands._editor_settings import EDITORS, write_settings
from errata.commands._findings import describe_withheld
from errata.commands._options import local_workers
from errata.commands._project import (
    Project,
    link_project,
    make_cached_mapper,
    open_loaded,
    read_articles,
    shorten_path,
)
from errata.commands.codes import find_suggestions, name_families
from errata.commands.new import fill_template, write_new
from errata.config import parse_config
from errata.data.patterns import compile_late
from errata.diagnostics import Severity
from errata.diagnostics.registry import all_checks
from errata.files import (
    LoadedConfig,
    list_markdown_pages,
    read_config,
)
from errata.files.other_tools import (
    find_articles_folder,
    list_excluded,
    list_theme_folders,
    read_site_name,
)
from errata.files.output_paths import refuse_outside
from errata.files.walk import Walk, pass_over
from errata.text.display import pluralise, printable
from errata.text.paths import is_markdown
from errata.text.toml import fill_toml_template

if TYPE_CHECKING:
    from errata.codes.suggest import Suggestion
    from errata.linked_folder import LinkedFolder
    from errata.mapper import Mapper
    from errata.model import Folder, Library, Parsed


CONFIG: Final = "errata.toml"
FAMILIES: Final = "families.toml"
# The files of a new knowledge base: file to write -> template.
_SAMPLE: Final = {
    CONFIG: CONFIG,
    f"kb/{FAMILIES}": FAMILIES,
    "kb/en/KA-00001.md": "KA-00001.md",
}
# Families and folders that are named, the largest first: a line that can be read.
_MOST_LISTED: Final = 8
# Checks that are named, those that find something in the most articles first.
_MOST_CHECKS: Final = 5
# The folder in which Nuxt, Next.js, Astro and Vite keep static files.
_PUBLIC: Final = "public"
# The one of VuePress, within the folder of articles.
_OF_VUEPRESS: Final = ".vuepress/public"
# "img/a.png" of "](/img/a.png)", 'src="/img/a.mp4"' and "(../../img/a.pdf)", which MkDocs counts
# from the address of a page; nothing of "(img/a.png)", "(./img/a.png)" and "(/img/a)".
_ROOTED_FILE: Final = compile_late(
    rb"""[("'](?:/|(?:\.\./)+)(\w[\w./-]{0,300}?\.[A-Za-z0-9]{2,5})(?=["')#?\s])"""
)


@_console.command("errata init", "errata init handbook", "errata init --editor vscode")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=".")
@click.option(
    "--editor",
    type=click.Choice(EDITORS),
    help="Also write the settings that an editor needs to check and complete articles.",
)
@_console.no_cache_option
def command(settings: Settings, folder: Path, editor: str | None) -> int:
    """Set up a knowledge base in a folder, or configure the articles that are already in it.

    If the folder contains articles, errata reads them and writes an errata.toml that fits them, and
    a families.toml if articles are named after codes of their own. No article is changed.

    Otherwise, errata writes errata.toml, kb/families.toml and one sample article. Existing files
    are kept.

    With --editor, a knowledge base that is already configured only gets the settings for the
    editor. Missing settings are added to an existing file; its comments and values are kept.
    """
    if not editor or not (folder / CONFIG).is_file():
        _start(folder, settings)
    if editor:
        write_settings(folder, editor)
    return 0


def _start(folder: Path, settings: Settings) -> None:
    articles = find_articles_folder(folder) if folder.is_dir() else None
    if articles is None:
        for target in _SAMPLE:
            refuse_outside(folder, folder / target)
        for target, template in _SAMPLE.items():
            _write(folder / target, fill_template(template))
    else:
        _configure(folder, articles, settings)
    change = "" if folder == Path() else f"cd {printable(str(folder))} && "
    print_status(f"next: {change}errata {'serve' if articles is None else 'build'}")


def _write(path: Path, text: str) -> None:
    written = write_new(path, text)
    print_status(f"{'wrote' if written else 'kept'} {printable(path.as_posix())}")


# ── a folder of articles ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Survey:
    """What was found, and the configuration that fits it."""

    project: Project
    folder: Folder
    linked: LinkedFolder
    values: Mapping[tuple[str, str], str | list[str]]
    """Values for `fill_toml_template`."""
    suggested: tuple[Suggestion, ...]
    """Families that the articles lack; the packs among them are in the values."""
    families: str
    """Families that articles are named after, for `families.toml`; empty if there are none."""

    @property
    def library(self) -> Library:
        return self.linked.library

    @property
    def parsed(self) -> Iterable[Parsed]:
        return self.linked.parsed


def _configure(folder: Path, articles: str, settings: Settings) -> None:
    own = folder / CONFIG
    with show_progress() as stage:
        mapper = local_workers(stage)
        survey = _survey(folder, articles, mapper, own if own.is_file() else None, settings)
    for line in _describe(survey):
        print_status(printable(line))
    if survey.families:
        _write(folder / FAMILIES, survey.families)
    _write(own, fill_toml_template(fill_template(CONFIG), survey.values))


def _survey(
    folder: Path, articles: str, mapper: Mapper, own: Path | None, settings: Settings
) -> _Survey:
    values: dict[tuple[str, str], str | list[str]] = {("", "kb"): articles}
    root = folder.resolve()
    if own:
        loaded = read_config(folder, explicit=own)
    else:
        look = read_articles(open_loaded(_load(root, values), root / articles))
        values |= _choose_values(root, articles, look)
        loaded = _load(root, values)
    project = open_loaded(loaded, root / loaded.config.kb, cache=settings.cache)
    content = read_articles(project)
    suggested = find_suggestions(project, content)
    own_families = "" if own else _join_tables(suggested)
    if not own and (own_families or any(suggestion.pack for suggestion in suggested)):
        packs = name_families(project, content, suggested)
        values["", "families"] = packs
        project = open_loaded(_load(root, values), project.kb, cache=settings.cache)
        if own_families:
            values["", "families"] = [*packs, FAMILIES]
            project = _add_families(project, own_families)
    linked = link_project(content, project, make_cached_mapper(mapper, project))
    pattern = find_number_pattern([article.number for article in linked.library.articles])
    if pattern and not (own_families or linked.library.conventions.number):
        values["articles", "number"] = pattern
    return _Survey(project, content, linked, values, suggested, own_families)


def _join_tables(suggested: Iterable[Suggestion]) -> str:
    """Write `families.toml` with the families that articles are named after."""
    tables = [suggestion.table for suggestion in suggested if suggestion.names_articles]
    return "\n\n".join(tables) + "\n" if any(tables) else ""


def _add_families(project: Project, text: str) -> Project:
    """Add families to those of a project, as if their file were already written."""
    inputs = project.inputs
    families = (*parse_families(text, FAMILIES), *inputs.families)
    locale = project.config.default_locale
    inputs = structs.replace(inputs, families=families, families_locale=locale)
    return structs.replace(project, inputs=inputs)


def _choose_values(
    root: Path, articles: str, look: Folder
) -> dict[tuple[str, str], str | list[str]]:
    """Choose the settings that fit the articles, for `fill_toml_template`."""
    values: dict[tuple[str, str], str | list[str]] = {}
    values["", "default-locale"] = choose_default_locale(look.sources, "en")
    presets = list(detect_presets(look))
    if presets:
        values["metadata", "presets"] = presets
    if is_kept_from_search_engines(look.sources):
        values["metadata.keys", "robots"] = "ignored"
    if root_address := find_link_root(look.sources, look.assets):
        values["links", "root"] = root_address
    if writes_mdx(look.sources) and "docusaurus" not in presets:
        values["markdown", "dialects"] = ["mdx"]
    if name := read_site_name(root / articles, root):
        values["site", "name"] = name
    if static := _find_static(root, articles, look):
        values["", "static"] = static
    if includes := _find_includes(root, articles, look):
        values["", "includes"] = includes
    if excluded := list_excluded(root / articles, (source.path for source in look.sources)):
        values["", "exclude"] = excluded
    return values


def _load(root: Path, values: Mapping[tuple[str, str], str | list[str]]) -> LoadedConfig:
    text = fill_toml_template(fill_template(CONFIG), values)
    return LoadedConfig(parse_config(text, CONFIG), root, None)


def _find_static(root: Path, articles: str, look: Folder) -> str:
    """Return the folder of static files of the articles' tool; empty if there is none."""
    of_vuepress = PurePosixPath(articles, _OF_VUEPRESS)
    if (root / of_vuepress).is_dir():
        return str(of_vuepress)
    folders = [_PUBLIC, *list_theme_folders(root / articles, root)] if articles != "." else []
    return next((folder for folder in folders if _shows_files_of(root / folder, look)), "")


def _find_includes(root: Path, articles: str, look: Folder) -> list[str]:
    """Return the folders outside the articles' own with text and code that articles include."""
    kb = root / articles
    files = (file.full for file in Walk(root, skipped=kb).run().files)
    nearby = (relpath(file, kb) for file in files)
    folders = find_folders_beside(look, nearby) if articles != "." else []
    return [relpath(kb / folder, root) for folder in folders if kb / folder != root]


def _shows_files_of(folder: Path, articles: Folder) -> bool:
    """Whether the folder has files that articles show or link to by their place in it.

    A finished site has them, too, and a first page.
    """
    if (folder.parent / "static").is_dir() or (folder / "index.html").exists():
        return False
    return any(
        (folder / match[1].decode()).is_file()
        for source in articles.sources
        for match in _ROOTED_FILE.finditer(source.data)
    )


# ── what is printed ─────────────────────────────────────────────────────────────────────────


def _describe(survey: _Survey) -> Iterator[str]:
    yield from _describe_articles(survey)
    yield from _describe_codes(survey.library)
    yield from _describe_suggestions(survey)
    yield from _describe_left_out(survey)


def _describe_articles(survey: _Survey) -> Iterator[str]:
    sources = survey.folder.sources
    locales = Counter(source.locale for source in sources)
    listed = ", ".join(f"{tag} {count:,}" for tag, count in locales.most_common())
    location = shorten_path(survey.project.kb)
    yield f"found {pluralise(len(sources), 'article')} in {location}: {listed}"
    formats = count_front_matter(sources)
    names = [
        f"{name} {formats[name]:,}" for name in ("YAML", "TOML", "JSON", "none") if formats[name]
    ]
    presets = [read_preset(name).name for name in survey.library.conventions.presets]
    tools = f"; written for {', '.join(presets)}" if presets else ""
    yield f"front matter: {', '.join(names)}{tools}"
    number = str(survey.values.get(("articles", "number")) or survey.library.conventions.number)
    fitting = [
        article
        for article in survey.library.articles
        if number and re.fullmatch(number, article.number)
    ]
    numbers = f"`{number}` in {pluralise(len(fitting), 'article')}" if fitting else ""
    yield f"numbers: {numbers or 'each article is named after its file'}"


def _describe_codes(library: Library) -> Iterator[str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for article in library.articles:
        for mention in article.mentions:
            if mention.code in library.codes:
                codes[mention.family].add(mention.code)
    families = _list_counts({name: len(own) for name, own in codes.items()})
    yield f"error codes: {len(library.codes):,}{families and f': {families}'}"


def _list_counts(counts: Mapping[str, int]) -> str:
    """List names with their counts, the largest first."""
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    largest = [f"{name} {counts[name]:,}" for name in ranked[:_MOST_LISTED]]
    remainder = [f"{len(ranked) - len(largest)} more"] if len(ranked) > len(largest) else []
    return ", ".join(largest + remainder)


def _describe_suggestions(survey: _Survey) -> Iterator[str]:
    for suggestion in survey.suggested[:_MOST_LISTED]:
        codes = f"{pluralise(len(suggestion.codes), 'code')} such as {suggestion.codes[0]}"
        if suggestion.pack:
            yield f"{codes}: covered by the pack `{suggestion.pack}`"
        elif survey.families and suggestion.names_articles:
            yield f"{codes}: articles are named after them, see {FAMILIES}"
        else:
            yield f"{codes}: not covered by a family, see `errata codes --suggest`"


def _is_piece(path: str) -> bool:
    """Whether a file is named as what other pages include."""
    return is_markdown(path) and pass_over(path) == "fragment"


def _describe_left_out(survey: _Survey) -> Iterator[str]:
    root, kb = survey.project.root, survey.project.kb
    if elsewhere := list_markdown_pages(root, skipped=kb) if kb.resolve() != root else []:
        folders = Counter(path.rpartition("/")[0].partition("/")[0] or "." for path in elsewhere)
        files = pluralise(len(elsewhere), "markdown file")
        yield f"not in {shorten_path(kb)}: {files}: {_list_counts(folders)}"
    pieces = [file.path for file in Walk(root).run().files if _is_piece(file.path)]
    if len(pieces) > len(survey.folder.sources):
        files = f"{pluralise(len(pieces), 'markdown file')} such as {pieces[0]}"
        yield f"not read as articles: {files}; rename them if `_` does not mean a part of a page"
    if (passed := survey.folder.passed_over) and passed.kinds:
        yield f"not read as articles: {pluralise(len(passed.kinds), 'other file')}"
    if withheld := survey.library.withheld:
        yield f"not published: {describe_withheld(withheld)}"
    if broken := [item for item in survey.parsed if item.article is None]:
        yield f"cannot be read: {pluralise(len(broken), 'article')}"
    # What is only worth knowing, such as markup that errata replaces, is nothing to do.
    codes = Counter(
        code
        for item in survey.parsed
        for code in {d.code for d in item.diagnostics if d.severity is not Severity.INFO}
    )
    for code, count in codes.most_common(_MOST_CHECKS):
        yield f"{code} in {pluralise(count, 'article')}: {all_checks()[code].title}"
