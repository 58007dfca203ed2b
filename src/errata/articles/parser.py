"""Source -> Parsed: front matter, markdown, sections, codes, references. Never raises."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from markdown_it.token import Token

from errata.articles.front_matter.read import read_front_matter
from errata.articles.markdown.code_links import find_codes, title_tokens
from errata.articles.markdown.context import ParseContext, locate_mentions, with_context
from errata.articles.markdown.headings import close_gaps
from errata.articles.markdown.parser import classes, make_parser
from errata.articles.markdown.references import References
from errata.articles.markdown.sanitise import sanitise
from errata.codes.scanner import Scanner
from errata.diagnostics import Span
from errata.diagnostics.registry import run_checks
from errata.messages.extract import extract_messages, tag_messages
from errata.model import Article, Mention, Parsed, ReadArticle, TextRun
from errata.model.observations import InternalFault, TooManyMentions
from errata.search.document import extract_search_text
from errata.text.strings import merge_strings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from markdown_it import MarkdownIt

    from errata.articles.front_matter.read import FrontMatter
    from errata.articles.parsing import ParseOptions
    from errata.model import Message, Metadata, Source


class ArticleParser:
    """The parse stage as a function of one source; picklable, so that a pool can run it."""

    def __init__(self, options: ParseOptions) -> None:
        self.options = options
        self._words: dict[str, Mapping[str, str]] = {}

    def __reduce__(self) -> tuple[type[ArticleParser], tuple[ParseOptions]]:
        return ArticleParser, (self.options,)

    @cached_property
    def _markdown(self) -> MarkdownIt:
        return make_parser(nesting=self.options.limits.nesting)

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self.options.families)

    def __call__(self, source: Source) -> Parsed:
        """Read one article; whatever is wrong with it becomes a diagnostic."""
        try:
            return self._parse(source)
        except Exception as error:  # noqa: BLE001 - one article's fault must not stop the others
            fault = InternalFault(Span(source.path), type(error).__name__)
            return Parsed(source.path, None, run_checks(fault), failed=True)

    def _parse(self, source: Source) -> Parsed:
        front = read_front_matter(source, self.options)
        if front.metadata is None:
            return Parsed(source.path, None, front.diagnostics, front.secrets)
        facts = self._facts(source, front)
        for run in self._in_metadata(front.metadata):
            find_codes(run, facts)
        facts.mentions.extend(_added(front.metadata, facts))
        env = with_context(facts)
        tokens = self._markdown.parse(front.body, env)
        close_gaps(tokens, facts)
        messages = extract_messages(facts.runs, facts.mentions)
        tag_messages(tokens, messages)
        html = self._markdown.renderer.render(tokens, self._markdown.options, env)
        article = self._article(source, front, facts, messages, html)
        if facts.overflow:
            facts.observe(TooManyMentions(Span(source.path), facts.max_mentions))
        read = ReadArticle(article, front.text, tuple(facts.runs))
        found = run_checks(*facts.observations, read)
        return Parsed(source.path, article, front.diagnostics + found, front.secrets)

    def _facts(self, source: Source, front: FrontMatter) -> ParseContext:
        return ParseContext(
            locale=source.locale,
            path=source.path,
            words=self._words_of(source.locale),
            first_line=front.body_line,
            scanner=self._scanner,
            max_mentions=self.options.limits.mentions,
            rejected=frozenset(front.metadata.not_error_codes if front.metadata else ()),
        )

    def _words_of(self, locale: str) -> Mapping[str, str]:
        if locale not in self._words:
            self._words[locale] = merge_strings(locale, self.options.words)
        return self._words[locale]

    def _in_metadata(self, metadata: Metadata) -> Iterator[TextRun]:
        texts = {
            "title": metadata.title,
            "description": metadata.description,
            "keywords": "\n".join(metadata.keywords),
        }
        for where, text in texts.items():
            yield TextRun(text, where, metadata.key_lines.get(where, 1))

    def _article(
        self,
        source: Source,
        front: FrontMatter,
        facts: ParseContext,
        messages: tuple[Message, ...],
        html: str,
    ) -> Article:
        assert front.metadata is not None  # noqa: S101 - the caller has looked
        references = References(
            folder=source.folder,
            article_bases=self.options.links.article_bases,
            embedded=frozenset(picture.path for picture in facts.embedded),
            text=front.body,
            first_line=front.body_line,
        )
        title = references.body(self._title(facts, front.metadata), _clean)
        body = references.body(html, _clean)
        return Article(
            source=source.path,
            locale=source.locale,
            metadata=front.metadata,
            title=title,
            body=body,
            headings=tuple(facts.headings),
            sections=tuple(facts.sections),
            mentions=tuple(locate_mentions(facts.mentions, front.text)),
            messages=messages,
            search=extract_search_text(front.metadata, facts.runs, messages, source.locale),
            embedded=tuple(facts.embedded),
            anchors=frozenset(facts.anchors),
            external=tuple(sorted(references.hosts)),
        )

    def _title(self, facts: ParseContext, metadata: Metadata) -> str:
        md = self._markdown
        tokens = facts.title or title_tokens(metadata.title, facts)
        line = Token("inline", "", 0, children=tokens)
        return str(md.renderer.render([line], md.options, {}))


def _added(metadata: Metadata, facts: ParseContext) -> Iterator[Mention]:
    """The author's own list; a code of a known family is written as that family writes it."""
    line = metadata.key_lines.get("error-codes", 1)
    for text in metadata.error_codes:
        spans = tuple(facts.scanner.read(text)) if facts.scanner else ()
        doubtful = any(span.kind in {"suspect", "unknown"} for span in spans)
        if len(spans) == 1 and not doubtful and spans[0].end - spans[0].start == len(text):
            code, family, kind = spans[0].code, spans[0].family, spans[0].kind
        else:
            code, family, kind = text, "AUTHOR", "error"
        yield Mention(code, family, "keywords", line, kind, text)


def _clean(html: str, attribute: Callable[[str, str, str], str | None]) -> str:
    return sanitise(html, attribute, classes())
