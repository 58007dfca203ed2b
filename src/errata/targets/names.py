"""The names of articles and headings that links may use, and the nearest to one that is none."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from posixpath import basename, dirname, relpath, splitext
from typing import Final
from urllib.parse import unquote

from errata.data.patterns import compile_late
from errata.diagnostics import LIKENESS, closest_name
from errata.model import Article, Folder, Library, Parsed, Source
from errata.targets.files import path_from, strip_ending
from errata.text.anchors import fold_fragment, valid_id
from errata.text.paths import fold_path, folders_above
from errata.values import Record

# "blog/", "2017-07-26" and "errors" of "blog/_posts/2017-07-26-errors.md"; nothing of "2017-07.md".
_POST: Final = compile_late(r"((?:[^/]+/)*?)(?:_posts/)?(\d{4}-\d{2}-\d{2})-([^/]+)$")


class ArticleNames(Record, frozen=True):
    """Names of articles that links may use, from the articles themselves."""

    numbers: Mapping[str, str]
    """Path of an article -> its number."""
    folders: frozenset[tuple[str, str]]
    """Locale and path of a folder with articles, in lower case."""
    by_number: Mapping[str, str]
    """Number in lower case -> number."""
    by_title: Mapping[str, str]
    """Title, or slug without a path, in lower case -> number of the first article that has it."""
    by_address: Mapping[str, str]
    """Address on another site, as `_address_key` writes it -> number of the first article there."""
    by_label: Mapping[str, str] | None
    """Label in lower case -> number of the only article that has it; None where tools have none."""

    def find_address(self, paths: Iterable[str], home: str) -> str | None:
        """Return the number of the article whose address a path is; some omit the locale's folder.

        `home` is that folder, with a slash; empty for the top.
        """
        if not self.by_address:
            return None
        tried = (either for path in paths for either in (path, path.removeprefix(home)))
        articles = (self.by_address.get(_address_key(path)) for path in tried)
        return next(filter(None, articles), None)


def list_article_names(library: Library, folder: Folder, parsed: Sequence[Parsed]) -> ArticleNames:
    """List every name of the articles, and the folders of those that readers are led to."""
    articles = [item.article for item in parsed if item.article]
    return ArticleNames(
        numbers={article.source: article.number for article in articles},
        folders=frozenset(
            _folders(folder.sources, {article.source for article in library.visible})
        ),
        by_number={article.number.casefold(): article.number for article in articles},
        by_title=dict(_titles(articles)),
        by_address=dict(reversed([*_addresses(articles)])),
        by_label=_labels(articles) if "sphinx-myst" in library.conventions.presets else None,
    )


def _titles(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    """Yield slugs and then titles, which come before them, with the numbers of their articles."""
    for article in reversed(articles):
        for slug in article.metadata.redirect_from:
            if "/" not in slug:
                yield slug.casefold(), article.number
    for article in reversed(articles):
        yield article.metadata.title.casefold(), article.number


def _addresses(articles: Iterable[Article]) -> Iterator[tuple[str, str]]:
    """Yield each address of a `permalink`, `slug` or `aliases`, and the number of its article.

    Links have no query, and without it many articles have one address: `/kb_view.do?article=1`.
    """
    for article in articles:
        for written in article.metadata.redirect_from:
            path, query, _ = written.partition("?")
            if query:
                continue
            if "://" in path:
                path = f"/{path.partition('://')[2].partition('/')[2]}"
            below = path if path.startswith("/") else path_from(article.source, path)
            if key := _address_key(below):
                yield key, article.number
        # Jekyll, Gatsby and Docusaurus publish posts below their days: `/blog/2017/07/26/errors`.
        if post := _POST.match(article.source):
            yield _address_key(f"{post[1]}{post[2].replace('-', '/')}/{post[3]}"), article.number


def _address_key(path: str) -> str:
    """Fold a path or an address to what links to one page have in common: no ending, no slash."""
    return fold_path(strip_ending(unquote(path)).strip("/").removesuffix("/index"))


def _labels(articles: Sequence[Article]) -> dict[str, str]:
    labels: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for name in {name.casefold() for name in (*article.anchors, *article.aliases)}:
            labels[name].append(article.number)
    return {name: numbers[0] for name, numbers in sorted(labels.items()) if len(numbers) == 1}


def _folders(sources: Iterable[Source], published: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    for source in sources:
        if source.path in published:
            for folder in folders_above(source.page_path):
                yield source.locale, fold_path(folder)
            yield source.locale, ""


# How many names are compared on each side of the place where the wanted one would stand. Of 2,000
# links with one wrong character into 2,540 real files, 8 found as many as a comparison with all of
# them.
_NEIGHBOURS: Final = 8
# So many names are all compared: nine in ten articles have fewer headings.
_FEW: Final = 32


class NearestNames:
    """Names among which to find the nearest; each search needs only a few comparisons."""

    def __init__(self, names: Iterable[str], likeness: float = LIKENESS) -> None:
        self._likeness = likeness
        self._forward = sorted(set(names))
        self._backward = sorted(name[::-1] for name in self._forward)
        self._nearest: dict[tuple[str, str], str] = {}

    def find(self, name: str, other_than: str = "") -> str:
        """Return the nearest name; empty if none is similar."""
        key = (name, other_than)
        if key not in self._nearest:
            similar = {*_around(self._forward, name)}
            similar |= {other[::-1] for other in _around(self._backward, name[::-1])}
            self._nearest[key] = closest_name(name, similar - {other_than}, self._likeness)
        return self._nearest[key]


def _around(names: list[str], name: str) -> list[str]:
    if len(names) <= _FEW:
        return names
    index = bisect_left(names, name)
    return names[max(index - _NEIGHBOURS, 0) : index + _NEIGHBOURS]


# Names of files are longer than keys and have words in common: "custom-bounce-domain" is not meant
# by "can-i-send-from-any-domain.md" (0.64), "suppression-list" is by "suppression-lists.md" (0.89).
_LIKENESS_OF_FILES: Final = 0.75
# How many files with the same name are compared by their folders: if there are more, as of
# `index.md`, the name says nothing.
_NAMESAKES: Final = 16
# Names of files that every folder may have: the name of the folder says which one is meant.
# "/src/mail/README.md" means "docs/mail/README.md", not "README.md".
_UNTELLING: Final = frozenset({"readme", "index", "_index"})


class MissingFiles:
    """The existing files, to find the nearest to a missing one."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._all = tuple(paths)

    # Made for the first file that is missing.
    @cached_property
    def _paths(self) -> Mapping[str, Sequence[str]]:
        by_name: dict[str, list[str]] = defaultdict(list)
        for path in self._all:
            by_name[basename(path)].append(path)
        return by_name

    @cached_property
    def _in_folders(self) -> Mapping[tuple[str, str], str]:
        return {(basename(dirname(path)), basename(path)): path for path in reversed(self._all)}

    @cached_property
    def _names(self) -> NearestNames:
        return NearestNames(self._paths, _LIKENESS_OF_FILES)

    def nearest(self, missing: str, source: str) -> str:
        """Return the file that was probably meant, as a link; empty if none is similar.

        Args:
            missing: path below the knowledge base.
            source: of the article with the link.
        """
        name = basename(missing)
        close = self._names.find(name if splitext(name)[1] else f"{name}.md")
        if not close:
            return ""
        if splitext(close)[0].lower() in _UNTELLING:
            path = self._in_folders.get((basename(dirname(missing)), close), "")
            return relpath(path, dirname(source) or ".") if path else ""
        # A folder of a language has the names of all the others.
        own = [path for path in self._paths[close] if _top(path) == _top(source)]
        paths = (own or self._paths[close])[:_NAMESAKES]
        path = closest_name(missing, paths, likeness=0) if len(paths) > 1 else paths[0]
        return relpath(path, dirname(source) or ".")


def _top(path: str) -> str:
    """Return the first folder of a path."""
    return path.partition("/")[0]


def find_anchor(article: Article, fragment: str) -> str | None:
    """Return the id in the article; empty for the page's top, None if there is none.

    A fragment is an id of the page, or another tool's name for it; finally, case is ignored.
    Browsers take `#` and `#top` for the beginning of the page, unless an id has that name.
    """
    if fragment in article.aliases:
        return article.aliases[fragment]
    if fragment in article.anchors:
        return fragment
    folded = fold_fragment(fragment)
    for name in (folded, valid_id(fragment), valid_id(folded)):
        if name in article.anchors:
            return name
        if name in article.aliases:
            return article.aliases[name]
    return "" if folded in {"", "top"} else None
