"""Reads a knowledge base: articles into memory, assets by name and size.

`<locale>/…/KA-1.md` belongs to the locale, an article in any other folder to the default one.
Assets are the other files in and below a folder that holds articles, or below one named `assets`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from errata.diagnostics import Span, closest_name
from errata.errors import KnowledgeBaseError
from errata.files.active_content import active_file, is_active_by_suffix, why_active
from errata.files.text import open_regular_file
from errata.files.walk import Walk
from errata.model import Folder, Source
from errata.model.observations import UnusableFile
from errata.text.locales import COUNTRIES, locale_tag

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.config import Config
    from errata.files.walk import FoundFile

# What a repository's own pages are called, in any case: "README.md" is not an article.
_NO_ARTICLE: Final = frozenset(
    f"{name}.md" for name in ("readme", "changelog", "contributing", "license", "code_of_conduct")
)
# Endings that other programs give to markdown: reported, since the author means an article.
_MISNAMED: Final = frozenset({".md", ".markdown", ".mdown", ".mkd"})
# Families, synonyms and catalogues lie among the articles, and are not downloads.
_NO_ASSET: Final = frozenset({".toml", ".csv", *_MISNAMED})


def read_folder(
    kb: Path, config: Config, static: Path | None = None, *, root: Path | None = None
) -> Folder:
    """Every article and asset; a file that cannot be used is noted for the checks.

    The folder of static files may lie in the knowledge base: nothing in it is an article. `root` is
    the folder of the configuration: up to there, settings of other tools are looked for.

    Raises:
        KnowledgeBaseError: if the folder is missing, empty, or holds no readable article.
    """
    _refuse_no_folder(kb)
    walk = Walk(kb, skipped=static).run()
    wanted = [found for found in walk.files if _is_wanted(found.path, config)]
    articles = [found for found in wanted if _is_article(found.path)]
    if not articles:
        raise _nothing(kb, config, walk)
    # One file that cannot be read never keeps the others from being built.
    read = [_read(found, config) for found in articles]
    sources = tuple(item for item in read if isinstance(item, Source))
    problems = [item for item in read if not isinstance(item, Source)]
    problems += [*walk.refused, *_misnamed(wanted), *_odd_locales(articles, config)]
    if not sources:
        raise _unreadable(kb, problems[0])
    homes = {found.path.rpartition("/")[0] for found in articles}
    placed = [found for found in wanted if _is_asset(found.path, homes)]
    reasons = {found.path: why_active(found.path, found.full) for found in placed}
    problems += [active_file(path, why) for path, why in reasons.items() if _is_reported(path, why)]
    problems.sort(key=lambda problem: (problem.span, problem.message))
    sizes = {found.path: _size(found.full) for found in placed if not reasons[found.path]}
    assets = {path: size for path, size in sizes.items() if size is not None}
    return Folder(sources, assets, tuple(problems), _markers(kb, root or kb))


def _markers(kb: Path, root: Path) -> tuple[str, ...]:
    """Names of all that lies in the knowledge base and in the folders above it, up to the root."""
    here, top = kb.resolve(), root.resolve()
    above = [folder for folder in here.parents if folder.is_relative_to(top)]
    return tuple(sorted({name for folder in (here, *above) for name in _names(folder)}))


def _names(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in folder.iterdir()]
    except OSError:  # a folder above may be closed to this user
        return []


def _refuse_no_folder(kb: Path) -> None:
    if kb.is_dir():
        return
    if kb.exists():
        remedy = "give the folder that holds the articles"
        raise KnowledgeBaseError(f"`{kb}` is a file, not a folder of articles", help=remedy)
    remedy = "give the folder with `--kb`, or begin a knowledge base with `errata init`"
    siblings = kb.parent.iterdir() if kb.parent.is_dir() else ()
    if close := closest_name(kb.name, [path.name for path in siblings if path.is_dir()]):
        remedy = f"did you mean `{kb.with_name(close)}`?"
    raise KnowledgeBaseError(f"the folder `{kb}` does not exist", help=remedy)


def _nothing(kb: Path, config: Config, walk: Walk) -> KnowledgeBaseError:
    locales = sorted({_locale(f.path, config) for f in walk.files if _is_article(f.path)})
    if locales:
        listed = ", ".join(f"`{locale}`" for locale in locales)
        asked = ", ".join(f"`{locale}`" for locale in config.locales)
        remedy = f"the folder has {listed}: change `locales` in the configuration"
        return KnowledgeBaseError(f"`{kb}` has no article in {asked}", help=remedy)
    if walk.refused:
        return _unreadable(kb, walk.refused[0])
    if not walk.files:
        remedy = "begin a knowledge base with `errata init`"
        return KnowledgeBaseError(f"the folder `{kb}` is empty", help=remedy)
    remedy = "put articles into it as `en/KA-00001.md`, or begin with `errata init`"
    message = f"the folder `{kb}` holds no article: looked for `<locale>/**/*.md` and `**/*.md`"
    return KnowledgeBaseError(message, help=remedy)


def _unreadable(kb: Path, first: UnusableFile) -> KnowledgeBaseError:
    message = f"no article in `{kb}` can be read: {first.message}"
    return KnowledgeBaseError(message, span=first.span, help=first.help)


def _is_article(path: str) -> bool:
    return path.endswith(".md") and path.rpartition("/")[2].lower() not in _NO_ARTICLE


def _locale(path: str, config: Config) -> str:
    # "en/KA-1.md" and "pt_BR/x/KA-1.md" are of a locale, "KA-1.md" and "drafts/KA-1.md" are not.
    top, slash, _ = path.partition("/")
    return (locale_tag(top) if slash else None) or config.default_locale


def _is_wanted(path: str, config: Config) -> bool:
    """Whether a file is of a locale that is built; pictures fall back to the default locale's."""
    if not config.locales:
        return True
    locale = _locale(path, config)
    return locale in config.locales or (locale == config.default_locale and not _is_article(path))


def _read(found: FoundFile, config: Config) -> Source | UnusableFile:
    limit, span = config.limits.file_bytes, Span(found.path)
    try:
        file = open_regular_file(found.full)
        if file is None:
            return UnusableFile(span, "this is not a regular file", "put the article itself here")
        with file:
            if os.fstat(file.fileno()).st_size > limit:
                remedy = "split the article, or raise `limits.file-bytes`"
                return UnusableFile(span, f"this file has more than {limit:,} bytes", remedy)
            return Source(found.path, _locale(found.path, config), file.readall())
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "check that it is a file and that you may read it"
        return UnusableFile(span, f"this file cannot be read: {reason}", remedy)


def _misnamed(files: list[FoundFile]) -> Iterator[UnusableFile]:
    for found in files:
        suffix = PurePosixPath(found.path).suffix
        if suffix.lower() in _MISNAMED and suffix != ".md":
            message = f"an article must end in `.md`, not in `{suffix}`"
            yield UnusableFile(Span(found.path), message, "rename the file")


def _odd_locales(articles: list[FoundFile], config: Config) -> Iterator[UnusableFile]:
    tops = {found.path.partition("/")[0] for found in articles if "/" in found.path}
    for top in sorted(tops):
        tag = locale_tag(top)
        if tag and tag != top:
            message = f"the folder `{top}` is read as the locale `{tag}`"
            remedy = f"rename it to `{tag}`, so that links and pictures find it"
            yield UnusableFile(Span(top), message, remedy, is_left_out=False)
        elif meant := COUNTRIES.get(top.lower()):
            message = (
                f"the folder `{top}` is not a locale: its articles are `{config.default_locale}`"
            )
            remedy = f"rename it to `{meant}` if they are in that language"
            yield UnusableFile(Span(top), message, remedy, is_left_out=False)


def _is_asset(path: str, homes: set[str]) -> bool:
    """Whether a file can be a picture or a download; `homes` are the folders of articles."""
    if PurePosixPath(path).suffix.lower() in _NO_ASSET:
        return False
    folders = path.split("/")[:-1]
    above = ("/".join(folders[:depth]) for depth in range(len(folders) + 1))
    return "assets" in folders or any(folder in homes for folder in above)


def _size(file: Path) -> int | None:
    """None for what is not a regular file or has vanished: what refers to it is reported."""
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _is_reported(path: str, why: str) -> bool:
    """Where pages lie among the articles, as in a wiki's export, nobody meant to publish them."""
    return bool(why) and ("assets" in path.split("/")[:-1] or not is_active_by_suffix(path))
