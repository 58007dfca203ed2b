"""Reads a knowledge base: articles into memory, assets by name and size.

An article in the folder of a locale is of that locale, any other one of the default locale. Assets
are all other files that are not hidden: only what an article refers to is published.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from errno import EFBIG, EINVAL
from fnmatch import fnmatchcase
from operator import attrgetter
from os.path import relpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from errata.articles.front_matter.hidden import describe_hidden_character
from errata.articles.includes import is_beside, list_code_files
from errata.diagnostics import Span, closest_name
from errata.errors import ConfigError, KnowledgeBaseError
from errata.files.active_content import (
    describe_active_file,
    is_active_by_suffix,
    why_active,
    why_harmful,
)
from errata.files.contents import TableOfContents, complete_labels, read_contents, read_labels
from errata.files.locale_folders import (
    LocaleFolders,
    find_doubtful_folders,
    find_locale_folders,
    list_pages_beside_docs,
)
from errata.files.text import is_text, read_regular
from errata.files.variables import read_variables
from errata.files.walk import (
    FoundFile,
    Walk,
    drop_second_indexes,
    find_snippets,
    is_excluded,
    pass_over,
)
from errata.mapper import stage
from errata.model import Folder, FolderLabel, Source
from errata.model.observations import PassedKind, PassedOver, UnusableFile
from errata.text.characters import find_hidden
from errata.text.locales import COUNTRIES, LANGUAGES_OR_COUNTRIES, locale_tag
from errata.text.paths import (
    INDEX_NAMES,
    file_name,
    folder_of,
    folders_above,
    is_markdown,
    is_windows_name,
)

if TYPE_CHECKING:
    from errata.config import Config
    from errata.files.known_texts import TextReader

_FRAGMENT: Final[PassedKind] = "fragment"
# Families, synonyms and catalogues lie at the top, and are not downloads.
_DATA: Final = frozenset({".toml", ".csv"})


@stage("reading files")
def read_folder(
    kb: Path,
    config: Config,
    static: Path | None = None,
    *,
    root: Path | None = None,
    reader: TextReader | None = None,
) -> Folder:
    """Read every article and asset; an unusable file is noted for the checks.

    Of articles that the reader knows, only what it says is read. `static` may be
    inside the knowledge base: nothing in it is an article. Settings of other tools are searched for
    up to `root`, the folder of the configuration, in which `includes` lie, too.

    Raises:
        KnowledgeBaseError: if the folder is missing, empty, or holds no readable article.
        ConfigError: if a folder of `includes` is missing.
    """
    _refuse_no_folder(kb)
    walk, top = Walk(kb, skipped=static).run(), root or kb
    passed, folders, chosen, articles = _sort_files(kb, walk, config)
    sources, problems = _read_all(articles, folders, config, walk, reader)
    if not sources:
        raise _unreadable(kb, problems[0])
    contents = read_contents(kb, top, chosen, sources, folders)
    assets, refused, unmissed = _assets(chosen, articles, passed, config)
    problems += (*_odd_locales(articles, folders), *_unportable(chosen), *refused, *contents.faults)
    fragments = _fragments((*chosen, *_files_beside(kb, top, config)), passed, sources, config)
    return Folder(
        tuple(map(contents.add_title, sources)),
        assets=assets,
        unusable=tuple(sorted(problems, key=attrgetter("span", "message"))),
        markers=_markers(kb, top),
        passed_over=PassedOver(dict(sorted((passed | unmissed).items()))),
        fragments=fragments,
        name=kb.resolve().name,
        labels=_label_folders(chosen, folders, contents),
        places=contents.places,
        variables=read_variables(kb, top),
    )


def _sort_files(
    kb: Path, walk: Walk, config: Config
) -> tuple[dict[str, PassedKind], LocaleFolders, list[FoundFile], list[FoundFile]]:
    """Return what is passed over, the locales, their files, and the articles among these."""
    passed = _passed_over(walk, config)
    article_files = _articles(walk, passed)
    folders = find_locale_folders(article_files, config)
    chosen = [file for file in walk.files if _is_wanted(file.path, folders, config)]
    articles = [file for file in chosen if _is_article(file.path, passed)]
    if not articles:
        raise _nothing(kb, config, walk, {folders.locate(path).locale for path in article_files})
    return passed, folders, chosen, articles


def _read_all(
    articles: Sequence[FoundFile],
    folders: LocaleFolders,
    config: Config,
    walk: Walk,
    reader: TextReader | None,
) -> tuple[tuple[Source, ...], list[UnusableFile]]:
    """Return the articles, and the files that cannot be read or were refused."""
    read = [_read(file, folders, config, reader) for file in articles]
    if reader:
        reader.save({file.path for file in walk.files})
    unusable = [item for item in read if not isinstance(item, Source)]
    return tuple(item for item in read if isinstance(item, Source)), [*unusable, *walk.refused]


def _assets(
    chosen: Sequence[FoundFile],
    articles: Sequence[FoundFile],
    passed: Mapping[str, PassedKind],
    config: Config,
) -> tuple[dict[str, int], list[UnusableFile], dict[str, PassedKind]]:
    """Return sizes of files to publish, active files to report, and other active files."""
    placed = [file for file in chosen if _is_asset(file.path, passed)]
    homes = {folder_of(file.path) for file in articles}
    reasons = {file.path: _why_kept_back(file, config) for file in placed}
    active = {path: why for path, why in reasons.items() if why}
    found_sizes = {file.path: _size(file.place) for file in placed if file.path not in active}
    sizes = {path: size for path, size in found_sizes.items() if size is not None}
    most = config.limits.asset_bytes
    refused = [
        describe_active_file(path, why) for path, why in active.items() if _is_reported(path, homes)
    ]
    return (
        {path: size for path, size in sizes.items() if size <= most},
        refused + [_too_large(path, size, most) for path, size in sizes.items() if size > most],
        {path: "active" for path in active if not _is_reported(path, homes)},
    )


def _too_large(path: str, size: int, most: int) -> UnusableFile:
    message = f"this file has {size:,} bytes, more than the limit of {most:,}"
    remedy = "make it smaller, link to it elsewhere, or raise `limits.asset-bytes`"
    return UnusableFile(Span(path), message, remedy)


def _why_kept_back(file: FoundFile, config: Config) -> str:
    if why := why_active(file.path, file.full):
        return why
    why = why_harmful(file.path)
    is_wanted = why and any(fnmatchcase(file.path, pattern) for pattern in config.links.downloads)
    return "" if is_wanted else why


def _passed_over(walk: Walk, config: Config) -> dict[str, PassedKind]:
    kinds = {file.path: kind for file in walk.files if (kind := pass_over(file.path))}
    snippets = filter(is_markdown, find_snippets(file.path for file in walk.files))
    passed = {**walk.passed_over, **kinds, **dict.fromkeys(snippets, _FRAGMENT)}
    excluded = (path for path in _articles(walk, passed) if is_excluded(path, config.exclude))
    passed |= dict.fromkeys(excluded, "excluded")
    pages_beside = list_pages_beside_docs(_articles(walk, passed))
    # Articles import pieces from the folder of the site's program.
    passed |= {path: _FRAGMENT if "/src/" in f"/{path}" else "beside" for path in pages_beside}
    return passed | dict.fromkeys(drop_second_indexes(_articles(walk, passed)), "index")


def _articles(walk: Walk, passed: Mapping[str, PassedKind]) -> list[str]:
    return [file.path for file in walk.files if _is_article(file.path, passed)]


def _markers(kb: Path, root: Path) -> tuple[str, ...]:
    """Return the names of everything in the knowledge base and the folders up to the root."""
    start, top = kb.resolve(), root.resolve()
    above = [folder for folder in start.parents if folder.is_relative_to(top)]
    return tuple(sorted({name for folder in (start, *above) for name in _names(folder)}))


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:  # a folder above may be closed to this user
        return []


def _label_folders(
    files: Sequence[FoundFile], folders: LocaleFolders, contents: TableOfContents
) -> Mapping[tuple[str, str], FolderLabel]:
    labels = dict((*contents.label_folders(folders), *read_labels(files, folders)))
    return complete_labels(labels, folders, {file.path: file for file in files})


def _refuse_no_folder(kb: Path) -> None:
    if kb.is_dir():
        return
    if kb.exists():
        remedy = "give the folder that holds the articles"
        raise KnowledgeBaseError(f"`{kb}` is a file, not a folder of articles", help=remedy)
    remedy = "give the folder with `--kb`, or run `errata init` to start a knowledge base"
    siblings = kb.parent.iterdir() if kb.parent.is_dir() else ()
    if close := closest_name(kb.name, [path.name for path in siblings if path.is_dir()]):
        remedy = f"did you mean `{kb.with_name(close)}`?"
    raise KnowledgeBaseError(f"the folder `{kb}` does not exist", help=remedy)


def _nothing(kb: Path, config: Config, walk: Walk, locales: set[str]) -> KnowledgeBaseError:
    if locales:
        listed = ", ".join(f"`{locale}`" for locale in sorted(locales))
        names = ", ".join(f"`{locale}`" for locale in config.locales)
        remedy = f"the folder has {listed}: change `locales` in the configuration"
        return KnowledgeBaseError(f"`{kb}` has no article in {names}", help=remedy)
    if walk.refused:
        return _unreadable(kb, walk.refused[0])
    if not walk.files:
        remedy = "run `errata init` to start a knowledge base"
        return KnowledgeBaseError(f"the folder `{kb}` is empty", help=remedy)
    remedy = "put articles into it as `en/KA-00001.md`, or run `errata init`"
    message = f"the folder `{kb}` contains no articles: looked for `<locale>/**/*.md` and `**/*.md`"
    return KnowledgeBaseError(message, help=remedy)


def _unreadable(kb: Path, first: UnusableFile) -> KnowledgeBaseError:
    message = f"no article in `{kb}` can be read: {first.message}"
    return KnowledgeBaseError(message, span=first.span, help=first.help)


def _is_article(path: str, passed: Mapping[str, PassedKind]) -> bool:
    return is_markdown(path) and path not in passed


def _is_wanted(path: str, folders: LocaleFolders, config: Config) -> bool:
    """Whether a file is of a locale being built; pictures fall back to the default locale's."""
    if not config.locales:
        return True
    locales = (config.default_locale, *config.locales) if not is_markdown(path) else config.locales
    return folders.locate(path).locale in locales


def _read(
    file: FoundFile, folders: LocaleFolders, config: Config, reader: TextReader | None = None
) -> Source | UnusableFile:
    limit, span = config.limits.file_bytes, Span(file.path)
    try:
        data = (
            reader.read(file.path, file.place, limit) if reader else read_regular(file.place, limit)
        )
    except OSError as error:
        if error.errno == EINVAL:
            return UnusableFile(span, "this is not a regular file", "put a regular file here")
        if error.errno == EFBIG:
            remedy = "split the article, or raise `limits.file-bytes`"
            return UnusableFile(span, f"this file has more than {limit:,} bytes", remedy)
        reason = error.strerror or str(error)
        remedy = "check that it is a file and that you have permission to read it"
        return UnusableFile(span, f"this file cannot be read: {reason}", remedy)
    place = folders.locate(file.path)
    source = Source(file.path, place.locale, data, place.page)
    if "name" in config.site.model_fields_set and source.page_path.lower() in INDEX_NAMES:
        return replace(source, listed_title=config.site_name(place.locale))
    return source


def _odd_locales(articles: Sequence[FoundFile], folders: LocaleFolders) -> Iterator[UnusableFile]:
    for folder, tag in sorted(folders.tags.items()):
        name = file_name(folder)
        is_country = COUNTRIES.get(name, LANGUAGES_OR_COUNTRIES.get(name)) == tag
        if name != tag and (is_country or locale_tag(name.lower()) == tag):
            message = f"the folder `{folder}` is read as the locale `{tag}`"
            remedy = f"rename it to `{tag}`, so that links and pictures find it"
            yield UnusableFile(Span(folder), message, remedy, is_left_out=False)
    default, paths = folders.default, [file.path for file in articles]
    for top in sorted({path.partition("/")[0] for path in paths if "/" in path}):
        if top not in folders.tags and (country_locale := COUNTRIES.get(top.lower())):
            message = f"the folder `{top}` is not a locale: its articles are `{default}`"
            remedy = f"rename it to `{country_locale}` if they are in that language"
            yield UnusableFile(Span(top), message, remedy, is_left_out=False)
    for top, tag in find_doubtful_folders(paths, folders):
        message = f"the folder `{top}` is read as a section, not as a locale"
        remedy = f"write `locales` with `{tag}` and the others into `errata.toml` if it is a locale"
        yield UnusableFile(Span(top), message, remedy, is_left_out=False)


def _unportable(files: Sequence[FoundFile]) -> Iterator[UnusableFile]:
    """Yield warnings: git cannot write such files on other systems, or writes one of two."""
    paths = sorted(file.path for file in files)
    names = {name for path in paths for name in path.split("/")}
    faulty = {name for name in names if not is_windows_name(name)}
    firsts: dict[str, str] = {}
    for path in paths:
        if character := find_hidden(path):
            outcome = "is in the name of this file, or of a folder around it"
            yield describe_hidden_character(character, Span(path), None, outcome)
        for name in faulty.intersection(path.split("/")):
            faulty.remove(name)
            message = f"`{name}` is not a possible name on Windows"
            remedy = "rename it, so that the repository can be cloned there"
            yield UnusableFile(Span(path), message, remedy, is_left_out=False)
        # Windows ignores case; macOS ignores how accents are composed as well.
        first = firsts.setdefault(unicodedata.normalize("NFC", path).lower(), path)
        if first != path:
            message = f"this file and `{first}` are the same file on Windows or macOS"
            remedy = "rename one of them, so that a clone has both"
            yield UnusableFile(Span(path), message, remedy, is_left_out=False)


def _fragments(
    files: Sequence[FoundFile],
    passed: Mapping[str, PassedKind],
    sources: Sequence[Source],
    config: Config,
) -> dict[str, bytes]:
    """Return what articles include: pieces of markdown, and files of code that they ask for."""
    pieces = [
        file
        for file in files
        if is_markdown(file.path) and (is_beside(file.path) or passed.get(file.path) == _FRAGMENT)
    ]
    read = dict(_read_pieces(pieces, config))
    may_ask = (source for source in sources if source.traits is None or source.traits.may_include)
    texts = (*((source.path, source.data) for source in may_ask), *read.items())
    requested = list_code_files(texts, (file.path for file in files))
    code = [file for file in files if file.path in requested]
    return read | {path: data for path, data in _read_pieces(code, config) if is_text(data)}


def _read_pieces(files: Iterable[FoundFile], config: Config) -> Iterator[tuple[str, bytes]]:
    """Yield pieces; including one that cannot be read is reported where it is included."""
    for file in files:
        read = _read(file, LocaleFolders(config.default_locale), config)
        if isinstance(read, Source):
            yield file.path, read.data


def _files_beside(kb: Path, root: Path, config: Config) -> Iterator[FoundFile]:
    """Yield files outside the knowledge base, by their path from it: `../includes/note.md`."""
    for name in config.includes:
        folder = root / name
        if not folder.is_dir():
            remedy = "correct `includes` in the configuration"
            raise ConfigError(f"the folder `{name}` does not exist", help=remedy)
        inside = relpath(folder.resolve(), kb.resolve())
        if inside.startswith(".."):
            for file in Walk(folder, f"`{name}`").run().files:
                yield FoundFile(f"{inside}/{file.path}", file.place)


def _is_asset(path: str, passed: Mapping[str, PassedKind]) -> bool:
    """Whether a file can be a picture or a download."""
    data = "/" not in path and PurePosixPath(path).suffix.lower() in _DATA
    return not data and not is_markdown(path) and path not in passed


def _size(file: str) -> int | None:
    """Return a file's size; None if it is gone or not regular: references to it are reported."""
    try:
        status = os.stat(file)  # noqa: PTH116 - a path is as long in the making
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _is_reported(path: str, homes: set[str]) -> bool:
    """Whether to report an active file; not one among articles, as in a wiki's export."""
    if "assets" in path.split("/")[:-1]:
        return True
    is_beside_articles = "" in homes or any(folder in homes for folder in folders_above(path))
    return is_beside_articles and not is_active_by_suffix(path)
