"""Reads one article: front matter, markdown, sections, codes, references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from markdown_it.token import Token
from msgspec import structs

from errata.articles.front_matter.read import read_front_matter
from errata.articles.front_matter.split import FrontMatter, with_lf
from errata.articles.includes import find_included, list_appended
from errata.articles.markdown.code_links import find_codes, make_title_tokens, tag_messages
from errata.articles.markdown.context import (
    ALL_REJECTED,
    LimitError,
    ParseContext,
    locate_headings,
    locate_mentions,
    with_context,
)
from errata.articles.markdown.headings import close_gaps, heading_text
from errata.articles.markdown.images import locate_embedded
from errata.articles.markdown.link_places import locate_links
from errata.articles.markdown.parser import make_parser
from errata.articles.markdown.references import References
from errata.articles.markdown.sanitise import sanitise
from errata.articles.markdown.sections import names_article
from errata.articles.markdown.tokens import make_inline
from errata.codes.names import FileNames, names_of
from errata.codes.scanner import Scanner
from errata.diagnostics import Diagnostic, Span
from errata.diagnostics.registry import run_checks
from errata.messages.extract import extract_messages
from errata.model import (
    Article,
    ArticleContent,
    FileRef,
    Includes,
    Mention,
    Message,
    Metadata,
    Parsed,
    ReadArticle,
    SectionKind,
    Source,
    TextRun,
    digest_content,
    digest_facts,
    restrict_publication,
)
from errata.model.observations import InternalFault, UntitledArticle, UnusableFile
from errata.search.document import extract_search_text
from errata.text.paths import is_markdown
from errata.text.strings import merge_strings

if TYPE_CHECKING:
    from errata.articles.conventions import ParseOptions

# The family of codes that only the author's words make one
AUTHORS: Final = "AUTHOR"
_ABOUT_FAILURE: Final = frozenset(
    {SectionKind.ISSUE, SectionKind.CAUSE, SectionKind.RESOLUTION, SectionKind.REPRODUCTION}
)


class ArticleReader:
    """Reads articles one by one, and keeps what is costly to make."""

    def __init__(self, options: ParseOptions) -> None:
        self.options = options
        self._markdown = make_parser(nesting=options.limits.nesting)
        self._scanner = Scanner(options.families)
        self._names = FileNames(options.families)
        self._words: dict[str, Mapping[str, str]] = {}

    def read(self, source: Source) -> Parsed:
        """Read an article with its findings, or the findings that prevent it."""
        front = read_front_matter(source, self.options)
        if front.metadata is None:
            return Parsed(source.path, None, front.diagnostics, front.secrets)
        try:
            return self._read(source, front)
        except LimitError as error:
            diagnostics = run_checks(UnusableFile(Span(source.path), str(error), error.remedy))
            return Parsed(source.path, None, front.diagnostics + diagnostics, front.secrets)

    def _read(self, source: Source, front: FrontMatter) -> Parsed:
        assert front.metadata is not None  # noqa: S101 - the caller has looked
        context = self._context(source, front)
        for run in _texts_of(front):
            find_codes(run, context)
        context.mentions.extend(_authors_codes(front.metadata, context))
        env = with_context(context)
        tokens = self._markdown.parse(_append_files(front, context), env)
        close_gaps(tokens, context)
        metadata = _shorten_title(front.metadata, self.options.conventions.title_ends)
        front = structs.replace(front, metadata=_add_title(metadata, front, context, source))
        if context.included:
            _count_in_article(context)
            front = structs.replace(front, metadata=self._restrict(front.metadata, context))
        quotes_none = ALL_REJECTED in context.rejected
        _note_names(source, front.metadata, context)
        messages = () if quotes_none else _messages(front.metadata, context)
        tag_messages(tokens, messages)
        context.headings[:] = locate_headings(context.headings, front.text)
        context.places = locate_links(tokens, env, front.body, front.body_line)
        html = self._markdown.renderer.render(tokens, self._markdown.options, env)
        article = self._article(source, front, context, messages, html)
        read = ReadArticle(
            article,
            front.text,
            tuple(context.runs),
            front.body_line,
            tuple(context.observations),
            {file.path: with_lf(context.includes[file.path]) for file in context.included},
        )
        diagnostics, failed = _check_article(read)
        return Parsed(
            source.path,
            article,
            front.diagnostics + diagnostics,
            front.secrets,
            front.unknown,
            failed=failed,
        )

    def _context(self, source: Source, front: FrontMatter) -> ParseContext:
        included = source.includes or Includes()
        return ParseContext(
            locale=source.locale,
            path=source.path,
            words=self._words_of(source.locale),
            first_line=front.body_line,
            scanner=self._scanner,
            includes={path: data.decode("utf-8", "replace") for path, data in included.files},
            nearest=dict(included.nearest),
            dialects=frozenset(self.options.conventions.dialects),
            variables=self.options.conventions.variables,
            shared_heading="" if front.is_titled else self.options.conventions.shared_heading,
            max_mentions=self.options.limits.mentions,
            max_elements=self.options.limits.elements,
            rejected=frozenset(front.metadata.not_error_codes if front.metadata else ()),
            untitled=not (front.is_titled or source.listed_title),
        )

    def _restrict(self, metadata: Metadata | None, context: ParseContext) -> Metadata | None:
        """Restrict an article's publication to that of the files it includes."""
        for included in context.included if metadata else ():
            if not is_markdown(included.path):
                continue
            data = context.includes[included.path].encode("utf-8", "replace")
            front = read_front_matter(Source(included.path, context.locale, data), self.options)
            if metadata and front.metadata:
                line = context.own_line(included.line)
                own, other = metadata.publication, front.metadata.publication
                publication = restrict_publication(own, other, line)
                metadata = structs.replace(metadata, publication=publication)
        return metadata

    def _words_of(self, locale: str) -> Mapping[str, str]:
        if locale not in self._words:
            self._words[locale] = merge_strings(locale, self.options.words)
        return self._words[locale]

    def _article(
        self,
        source: Source,
        front: FrontMatter,
        context: ParseContext,
        messages: tuple[Message, ...],
        html: str,
    ) -> Article:
        assert front.metadata is not None  # noqa: S101 - the caller has looked
        references = References(
            article_bases=self.options.conventions.article_bases,
            number_pattern=self.options.conventions.number,
            embedded=frozenset(context.embedded),
            places=context.places,
            most=self.options.limits.mentions,
        )
        content = self._content(source, front, context, references, messages, html)
        article = Article(
            source=source.path,
            locale=source.locale,
            metadata=front.metadata,
            mentions=self._mentions(source, front, context),
            messages=messages,
            headed=tuple(sorted({each.code for each in context.code_sections if each.title})),
            anchors=frozenset(context.anchors),
            aliases=context.aliases,
            title_id=context.title_id,
            external=tuple(sorted(references.hosts)),
            files=tuple(_files(content)),
            embeds=tuple(sorted(picture.path for picture in content.embedded)),
            held=content,
        )
        return structs.replace(
            article,
            facts_key=digest_facts(article),
            content_key=digest_content(content, article),
        )

    def _content(  # noqa: PLR0913, PLR0917 - all that reading has found
        self,
        source: Source,
        front: FrontMatter,
        context: ParseContext,
        references: References,
        messages: tuple[Message, ...],
        html: str,
    ) -> ArticleContent:
        assert front.metadata is not None  # noqa: S101 - the caller has looked
        return ArticleContent(
            title=references.body(self._title(context, front.metadata), sanitise),
            body=references.body(html, sanitise),
            headings=tuple(context.headings),
            sections=tuple(context.sections),
            code_sections=tuple(context.code_sections),
            search=extract_search_text(front.metadata, context.runs, messages, source.locale),
            embedded=tuple(locate_embedded(context.embedded.values(), front.text)),
        )

    def _mentions(
        self, source: Source, front: FrontMatter, context: ParseContext
    ) -> tuple[Mention, ...]:
        """Return all mentions of codes.

        Raises:
            LimitError: if they are of more error codes than the article may have.
        """
        mentions = (
            *locate_mentions(context.mentions, front.text),
            *self._find_code_of_file(source, context),
        )
        most = self.options.limits.codes
        if len({mention.code for mention in mentions if mention.kind == "error"}) > most:
            message = f"more than {most:,} different error codes in one article"
            raise LimitError(message, "codes")
        return mentions

    def _find_code_of_file(self, source: Source, context: ParseContext) -> Iterator[Mention]:
        """Yield the code that the article's file is named after."""
        span = self._names.read(source.stem)
        if span and span.code not in context.rejected:
            surface = source.stem[span.start : span.end]
            yield Mention(span.code, span.family, "name", 1, span.kind, surface)

    def _title(self, context: ParseContext, metadata: Metadata) -> str:
        md = self._markdown
        tokens = context.title or make_title_tokens(metadata.title, context)
        line = Token("inline", "", 0, children=tokens)
        return str(md.renderer.render([line], md.options, {}))


def _check_article(read: ReadArticle) -> tuple[tuple[Diagnostic, ...], bool]:
    """Return the findings about an article, and whether a check has failed on it."""
    faults: dict[str, Exception] = {}
    diagnostics = run_checks(*read.observations, read, faults=faults)
    place = Span(read.article.source)
    for code, error in faults.items():
        diagnostics += run_checks(InternalFault(place, type(error).__name__, code))
    return diagnostics, bool(faults)


def _append_files(front: FrontMatter, context: ParseContext) -> str:
    """Return the body, and below it the files that the front matter includes."""
    appended = (
        f"\n\n@include {name}\n"
        for name in list_appended(front.text)
        if find_included(name, context.path, context.includes)
    )
    return "".join((front.body, *appended))


def _note_names(source: Source, metadata: Metadata | None, context: ParseContext) -> None:
    """Note error names in the article's title."""
    assert metadata is not None  # noqa: S101 - the caller has looked
    if ALL_REJECTED in context.rejected:
        return
    helps = any(section.kind in _ABOUT_FAILURE for section in context.sections)
    heading = heading_text(make_inline(context.title)) if context.title else ""
    texts = (run.text for run in context.runs if run.where in {"prose", "span"})
    noted = names_of(metadata.title, heading, source.stem, texts, helps=helps)
    names = set(noted) - context.rejected
    if names:
        line = metadata.key_lines.get("title", context.first_line)
        # "KubeClientErrors" is a name of its own, and no plural.
        others = [mention for mention in context.mentions if mention.surface not in names]
        titles = (Mention(name, AUTHORS, "title", line, "error", name) for name in sorted(names))
        context.mentions[:] = [*titles, *others]


def _files(content: ArticleContent) -> Iterator[FileRef]:
    """Yield each file that the article refers to, once."""
    refs = (*content.title.refs, *content.body.refs)
    by_name = {
        # With the path as written: "assets%2Fa.png" may be another file than "assets/a.png".
        (r.path, r.attribute, r.by_name, "%2F" in r.authored): r
        for r in reversed(refs)
        if isinstance(r, FileRef)
    }
    yield from (by_name[name] for name in sorted(by_name))


def _count_in_article(context: ParseContext) -> None:
    """Replace lines of included files by the lines of the article that include them."""
    context.headings[:] = [
        structs.replace(h, line=context.own_line(h.line)) for h in context.headings
    ]
    context.mentions[:] = [
        structs.replace(m, line=context.own_line(m.line)) for m in context.mentions
    ]
    context.runs[:] = [
        structs.replace(run, line=context.own_line(run.line)) for run in context.runs
    ]


def _messages(metadata: Metadata | None, context: ParseContext) -> tuple[Message, ...]:
    """List the messages of the text, then of the front matter: readers look there first."""
    assert metadata is not None  # noqa: S101 - the caller has looked
    lines = metadata.key_lines
    description = TextRun(metadata.description, "description", lines.get("description", 1))
    own = [TextRun(text, "messages", lines.get("messages", 1)) for text in metadata.messages]
    return extract_messages((*context.runs, description, *own), context.mentions)


def _texts_of(front: FrontMatter) -> Iterator[TextRun]:
    metadata = front.metadata
    assert metadata is not None  # noqa: S101 - the caller has looked
    texts = {
        "title": metadata.title if front.is_titled else "",
        "description": metadata.description,
        "keywords": "\n".join(metadata.keywords),
    }
    for place, text in texts.items():
        yield TextRun(text, place, metadata.key_lines.get(place, 1))
    line = metadata.key_lines.get("messages", 1)
    yield TextRun("\n".join(metadata.messages), "keywords", line)


def _shorten_title(metadata: Metadata, ends: Iterable[str]) -> Metadata:
    """Take the name of the site from the end of the title, unless nothing else is in it."""
    title = metadata.title
    shorter = next((title.removesuffix(end) for end in ends if title.endswith(end)), "")
    return structs.replace(metadata, title=shorter) if shorter else metadata


def _add_title(
    metadata: Metadata, front: FrontMatter, context: ParseContext, source: Source
) -> Metadata:
    """Use what MDX exports, or the first heading, if the front matter has no title."""
    if described := context.exported.get("description"):
        description = metadata.description or described
        metadata = structs.replace(metadata, description=description)
    if front.is_titled:
        return metadata
    if title := context.exported.get("title"):
        return structs.replace(metadata, title=title)
    if context.title:
        return structs.replace(
            metadata, title=heading_text(make_inline(context.title)) or metadata.title
        )
    if source.listed_title:
        return structs.replace(metadata, title=source.listed_title)
    first = next(iter(context.headings), None)
    others = (other.level for other in context.headings[1:])
    if (
        first is None
        or first.minor
        or first.kind
        or not names_article(first.text, first.level, others, context.path)
    ):
        span = Span(context.path, metadata.key_lines.get("title", 1))
        context.observe(UntitledArticle(span, metadata.title))
        return metadata
    # The heading stays where it is, and its codes are those of the title as well.
    noted = len(context.mentions)
    find_codes(TextRun(first.text, "title", first.line), context)
    context.mentions[:] = context.mentions[noted:] + context.mentions[:noted]
    return structs.replace(metadata, title=first.text)


def _authors_codes(metadata: Metadata, context: ParseContext) -> Iterator[Mention]:
    """Yield the codes that the author lists; those of a known family in its own spelling."""
    line = metadata.key_lines.get("error-codes", 1)
    for text in metadata.error_codes:
        spans = tuple(context.scanner.read(text)) if context.scanner else ()
        doubtful = any(span.kind in {"suspect", "unknown"} for span in spans)
        if len(spans) == 1 and not doubtful and spans[0].end - spans[0].start == len(text):
            code, family, kind = spans[0].code, spans[0].family, spans[0].kind
        else:
            code, family, kind = text, AUTHORS, "error"
        yield Mention(code, family, "keywords", line, kind, text)
