"""Finds the file of every link and picture, once all articles have been parsed.

A `FileRef` becomes an `ArticleRef` if the file is an article, an `AssetRef` if it is another file,
and a `BrokenRef` with its reason otherwise. Each costs a few look-ups, however many files and links
there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from posixpath import basename, normpath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from msgspec import structs

from errata.data.patterns import compile_late
from errata.model import (
    AddressRef,
    Article,
    ArticleContent,
    ArticleRef,
    AssetRef,
    Body,
    BrokenRef,
    ContentSource,
    FileRef,
    Folder,
    FolderRef,
    Library,
    Parsed,
    RecentlyUsed,
    Ref,
    StaticRef,
    has_many_articles,
)
from errata.model.observed import LIBRARY
from errata.model.reads import Read, note_reads
from errata.targets.files import (
    FileIndex,
    FileMatch,
    PathReader,
    SiteAround,
    StaticFiles,
    find_static_folders,
    is_route,
    leads_out,
    locale_folder,
    path_from,
    root_path,
    strip_ending,
)
from errata.targets.names import ArticleNames, MissingFiles, list_article_names
from errata.text.paths import fold_path
from errata.values import Record

if TYPE_CHECKING:
    from errata.config import Config


def resolve_references(
    library: Library, folder: Folder, parsed: Sequence[Parsed], config: Config
) -> Library:
    """Return the library with every link by file resolved."""
    resolver = make_resolver(library, folder, parsed, config)
    articles = tuple(map(resolver.link_article, library.articles))
    return with_articles(library, articles, resolver)


def with_articles(
    library: Library, articles: tuple[Article, ...], resolver: LinkResolver
) -> Library:
    """Return the library with articles that this resolver has linked."""
    by_key = {(article.locale, article.number): article for article in articles}
    numbers = resolver.files.names.by_number
    return structs.replace(library, articles=articles, by_key=by_key, numbers=numbers)


def make_resolver(
    library: Library, folder: Folder, parsed: Sequence[Parsed], config: Config
) -> LinkResolver:
    """Make a resolver for the references of any article of a folder."""
    conventions = library.conventions
    files = _list_files(library, folder, parsed, config)
    return LinkResolver(
        files=files,
        paths=PathReader(conventions, folder.name, find_static_folders(folder.assets)),
        around=SiteAround(conventions.link_root, config.links.outside),
        missing=MissingFiles((*files.homes, *folder.assets)),
        static=StaticFiles.of(library.inputs.static),
        linked=RecentlyUsed(_LINKED_OF_MANY if has_many_articles(parsed) else _LINKED),
    )


# "KA-19371" and "SUP-17" yes; "step-1" and "README" no.
_NUMBER: Final = compile_late(r"[A-Z]{2,8}-?[0-9]{1,9}")


# How many characters of contents stay in memory, so that a caller that reads several parts of an
# article links it once. The 1,179 real articles have 9 million; of 100,000 articles not all may
# stay, and fewer where memory is wanted for facts: 24 million take 150 MB.
_LINKED: Final = 24_000_000
_LINKED_OF_MANY: Final = 6_000_000


class _Files(Record, frozen=True):
    """The files of a knowledge base, by every name that links use."""

    index: FileIndex
    assets: Mapping[str, int]
    homes: Mapping[str, str]
    """Path of each article file -> the folder of its locale, with a slash; empty for the top."""
    default_homes: tuple[str, ...]
    """Folders of the default locale."""
    names: ArticleNames


def _list_files(
    library: Library, folder: Folder, parsed: Sequence[Parsed], config: Config
) -> _Files:
    homes = {source.path: locale_folder(source) for source in folder.sources}
    default = {homes[s.path] for s in folder.sources if s.locale == config.default_locale}
    passed_over = folder.passed_over.kinds if folder.passed_over else {}
    left_out = [*passed_over, *(unusable.span.path for unusable in folder.unusable)]
    pages = tuple(homes)
    return _Files(
        index=FileIndex(dict.fromkeys((*pages, *folder.assets, *left_out)), pages),
        assets=folder.assets,
        homes=homes,
        default_homes=tuple(sorted(default)),
        names=list_article_names(library, folder, parsed),
    )


def _in_brackets(name: str, before: str, after: str) -> tuple[str, str]:
    """Restore text that was read as a wiki link but is not one: `[[nodiscard]]`."""
    element = f">{escape(name)}</a>"
    if not before.endswith("<a") or not after.startswith(element):
        return before, after
    return f"{before.removesuffix('<a')}[[<a", f"{element}]]{after.removeprefix(element)}"


class LinkResolver(Record, frozen=True):
    """Finds the targets of references."""

    files: _Files
    paths: PathReader
    around: SiteAround
    missing: MissingFiles
    static: StaticFiles
    linked: RecentlyUsed[str, tuple[ContentSource, ArticleContent, tuple[Read, ...]]]
    """Recently used contents by source, with what each was made of and what linking looked up."""

    def with_names(self, names: ArticleNames) -> LinkResolver:
        """Return the resolver with other names of articles, without what it linked by old ones."""
        files = structs.replace(self.files, names=names)
        return structs.replace(self, files=files, linked=RecentlyUsed[str, Any](self.linked.most))

    def link_again(self, article: Article, linked: Article | None) -> Article:
        """Link an article, or return its earlier result if given and still valid."""
        content = linked.held if linked else None
        if linked and isinstance(content, LinkedContent):
            is_same = content.article is article and content.resolver is self
            return linked if is_same else self.link_article(article)
        return self.link_article(article)

    def link_article(self, article: Article) -> Article:
        """Return the article with its links resolved."""
        content = LinkedContent(article.held, article, self)
        return structs.replace(article, held=content, files=tuple(self._find_assets(article)))

    def _find_assets(self, article: Article) -> Iterator[AssetRef]:
        """Yield the pictures and downloads that it refers to."""
        for ref in article.files:
            if isinstance(ref, FileRef) and (target := self._find(ref, article)):
                linked = self._link_file(ref, target)
                if isinstance(linked, AssetRef):
                    yield linked

    def link_content(self, content: ArticleContent, article: Article) -> ArticleContent:
        """Return the content of an article with its links resolved."""
        title, body = (self._link_body(body, article) for body in (content.title, content.body))
        if title is content.title and body is content.body:
            return content
        return structs.replace(content, title=title, body=body)

    def _link_body(self, body: Body, article: Article) -> Body:
        if not any(isinstance(ref, FileRef | ArticleRef) for ref in body.refs):
            return body
        parts, refs = list(body.parts), list(body.refs)
        for index, ref in enumerate(body.refs):
            refs[index] = linked = self.resolve(ref, article)
            if isinstance(ref, FileRef) and ref.by_name and isinstance(linked, BrokenRef):
                parts[index : index + 2] = _in_brackets(ref.authored, *parts[index : index + 2])
        return Body(tuple(parts), tuple(refs))

    def resolve(self, ref: Ref, article: Article) -> Ref:
        """Return the target of a parsed reference of an article."""
        match ref:
            case ArticleRef(number=number):
                number = self.files.names.by_number.get(number.casefold(), number)
                return structs.replace(ref, number=number)
            case FileRef():
                return self._link(ref, article)
        return ref

    def _link(self, ref: FileRef, article: Article) -> Ref:
        target = self._find(ref, article)
        linked = self._link_file(ref, target) if target else self._link_static(ref, article)
        if linked:
            return linked
        if ref.attribute == "href" and (article_of_ref := self._article_named(ref, article)):
            return article_of_ref
        if (folder := self._find_folder(ref, article, target)) is not None:
            return FolderRef(folder)
        if not target and (address := self.around.address(ref, article.source)):
            return AddressRef(address)
        if target:
            return BrokenRef(ref.authored, ref.attribute, ref.position, "left out", target.path)
        return self._explain(ref, article)

    def _link_file(self, ref: FileRef, match: FileMatch) -> Ref | None:
        """Return a reference to a file that is part of the site, or None."""
        # Hugo and others write addresses of pages in small letters, whatever the file is called.
        is_address = ref.by_name or (is_route(ref.path) and ref.path.islower())
        spelling = match.path if match.differs and not is_address else ""
        if match.path in self.files.assets:
            return AssetRef(match.path, ref.attribute, ref.position, spelling)
        number = self.files.names.numbers.get(match.path)
        if number is None or ref.attribute == "src":
            return None
        return ArticleRef(number, ref.fragment, "", ref.position, spelling)

    def _find(self, ref: FileRef, article: Article) -> FileMatch | None:
        is_folder = ref.path.endswith("/") or basename(ref.path) in {".", ".."}
        home = self.files.homes.get(article.source, "")
        for path in self._candidates(ref, article.source, home):
            for candidate in (path, *self._in_default_locale(path, home)):
                if match := self.files.index.find(candidate, is_folder=is_folder):
                    return match
        return self._find_name(ref, home)

    def _candidates(self, ref: FileRef, source: str, home: str) -> Iterator[str]:
        yield from self.paths.candidates(ref.path, source, home)
        if ref.by_name:
            yield from self.paths.candidates(f"/{ref.path}", source, home)
        elif (start := ref.path.find(".gitbook/")) > 0:
            # GitBook moves articles without their paths to its folder, which is at the top.
            yield from self.paths.candidates(f"/{ref.path[start:]}", source, home)
        if "%2F" in ref.authored:
            # A slash in the name of a file: GitBook's "assets%2F-LLg%2Fa.png" is called so.
            path = unquote(urlsplit(ref.authored).path.replace("%2F", "%252F"))
            yield from self.paths.candidates(path, source, home)

    def _in_default_locale(self, path: str, home: str) -> Iterator[str]:
        """Yield paths in the default locale for what a locale's own folder, or none, lacks.

        Nuxt leads `/docs/donate/` of `content/blog/a.md` to `content/ja/docs/donate.md`.
        """
        if path.startswith(home):
            others = (other for other in self.files.default_homes if other != home)
            yield from (other + path.removeprefix(home) for other in others)

    def _find_folder(self, ref: FileRef, article: Article, match: FileMatch | None) -> str | None:
        """Return a folder with articles; of the repository's page about itself the top."""
        home = self.files.homes.get(article.source, "")
        if ref.attribute == "src" or ref.by_name or match or leads_out(ref.path, article.source):
            return "" if match and match.is_top_page and ref.attribute == "href" else None
        for path in self.paths.candidates(ref.path, article.source, home):
            folder = fold_path(f"{path}/").removeprefix(fold_path(home)).rstrip("/")
            if (article.locale, folder) in self.files.names.folders:
                return folder
        return None

    def _link_static(self, ref: FileRef, article: Article) -> StaticRef | None:
        home = self.files.homes.get(article.source, "")
        path = None if ref.by_name else self.static.find(ref.path, article.source, home)
        return StaticRef(path, ref.attribute) if path else None

    def _find_name(self, ref: FileRef, home: str) -> FileMatch | None:
        """Return the only page or file of a name without a folder, in one locale if need be."""
        homes, index = (home, *self.files.default_homes), self.files.index
        name = self.paths.below_root(ref.path).removeprefix("./")
        is_bare = "/" not in name
        by_name = ref.by_name or (is_bare and self.paths.conventions.links_by_name)
        may_be_page = ref.attribute != "src" and is_bare and (by_name or name == strip_ending(name))
        page = index.find_page_name(name, homes) if may_be_page else None
        return page or (index.find_file_name(name, homes) if by_name else None)

    def _article_named(self, ref: FileRef, article: Article) -> ArticleRef | None:
        """Return the article of an address, a number, a title in a wiki, or a label in Sphinx."""
        name = strip_ending(basename(ref.path.rstrip("/"))).casefold()
        names = self.files.names
        by_title = names.by_title.get(ref.path.casefold()) if ref.by_name else None
        home = self.files.homes.get(article.source, "")
        addressed = names.find_address(self.paths.candidates(ref.path, article.source, home), home)
        if number := addressed or names.by_number.get(name) or by_title:
            return ArticleRef(number, ref.fragment, "", ref.position)
        labelled = names.by_label.get(ref.path.casefold()) if names.by_label else None
        return ArticleRef(labelled, ref.path, "", ref.position) if labelled else None

    def _explain(self, ref: FileRef, article: Article) -> ArticleRef | BrokenRef:
        """Return a link to nothing: to an unknown article number, or to a missing file."""
        rooted = root_path(ref.path).lstrip("/")
        path = normpath(rooted) if rooted else path_from(article.source, ref.path)
        if leads_out(ref.path, article.source):
            return BrokenRef(ref.authored, ref.attribute, ref.position, "outside", ref.path)
        number = strip_ending(basename(path))
        if ref.attribute == "href" and _NUMBER.fullmatch(number):
            return ArticleRef(number, ref.fragment, "", ref.position)
        nearest = self.missing.nearest(path, article.source)
        if rooted and not nearest and is_route(path):
            # A page of the site around the knowledge base, as far as anybody can tell.
            return BrokenRef(ref.authored, ref.attribute, ref.position, "outside", ref.path)
        return BrokenRef(ref.authored, ref.attribute, ref.position, "missing", path, nearest)


class LinkedContent(Record, frozen=True, eq=False):
    """The content of an article whose links are resolved on demand."""

    origin: ContentSource
    article: Article
    resolver: LinkResolver

    def load(self) -> ArticleContent:
        """See `ContentSource.load`."""
        memory, source = self.resolver.linked, self.article.source
        # An editor's text of an article has the same source as its file.
        origin, content, reads = memory.get(source) or (None, None, ())
        if content is None or origin is not self.origin:
            parsed = self.origin.load()
            content = self.resolver.link_content(parsed, self.article)
            reads = tuple(_list_reads(parsed))
            memory.put(source, (self.origin, content, reads), content.weight)
        note_reads(reads)
        return content


def _list_reads(content: ArticleContent) -> set[Read]:
    """List what linking looks up; what files lead to is compared instead, see `digest_targets`."""
    refs = (*content.title.refs, *content.body.refs)
    return {
        (LIBRARY, "numbers", ref.number.casefold()) for ref in refs if isinstance(ref, ArticleRef)
    }
