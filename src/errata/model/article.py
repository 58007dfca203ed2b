"""A parsed article: facts, which others may read, and its content.

`Article` holds the facts: what other pages, lists, links and the index of codes read of it. They
are small, and all of them are in memory. The content is loaded on demand, and the read is noted
(see `errata.model.reads`): so it is known which outputs a changed text can change.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from errata.diagnostics import Diagnostic
from errata.model.codes import Mention, Message, TextRun
from errata.model.content import (
    NOWHERE,
    ArticleContent,
    AssetRef,
    Body,
    CodeSection,
    ContentSource,
    Embedded,
    FileRef,
    Heading,
    SearchText,
    Section,
)
from errata.model.metadata import Metadata, Secret, UnknownKey
from errata.model.reads import note_reads
from errata.values import Value


# By name, so that content which is kept elsewhere is left out: it is the default.
class Article(Value, frozen=True, array_like=False, omit_defaults=True):
    """One article in one locale."""

    source: str
    """Path of its file below the knowledge base."""
    locale: str
    metadata: Metadata
    mentions: tuple[Mention, ...] = ()
    """Mentions in reading order: title, description, keywords, body; last, that of the file's name.
    """
    messages: tuple[Message, ...] = ()
    """Messages in reading order."""
    headed: tuple[str, ...] = ()
    """Codes that a heading is named after."""
    # A link to a heading of the article leads to one of these, or is a finding.
    anchors: frozenset[str] = frozenset()
    """Every id in the body, and the title's."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Other names of an id in links; the id is empty for the beginning of the page."""
    title_id: str = ""
    """The title's authored id."""
    # The page's content security policy allows pictures from elsewhere only where there are any.
    external: tuple[str, ...] = ()
    """Hosts of pictures and embeds on other servers, sorted."""
    files: tuple[FileRef | AssetRef, ...] = ()
    """Files that it shows or links, each once; after linking, only pictures and downloads of the
    knowledge base.
    """
    embeds: tuple[str, ...] = ()
    """Paths of the pictures embedded in it, sorted."""
    facts_key: str = ""
    """A digest of the facts as parsed, without positions."""
    content_key: str = ""
    """A digest of the content as parsed, without positions. The linked content also depends on the
    facts of all articles.
    """
    held: ContentSource = NOWHERE
    """The place of the content; readers use `content`, which is noted."""

    @property
    def content(self) -> ArticleContent:
        """The content, loaded if necessary; the read is noted."""
        note_reads((self.source,))
        return self.held.load()

    @property
    def title(self) -> Body:
        """See `ArticleContent`, as for all properties below."""
        return self.content.title

    @property
    def body(self) -> Body:
        """The text as HTML."""
        return self.content.body

    @property
    def headings(self) -> tuple[Heading, ...]:
        """In reading order, without the title."""
        return self.content.headings

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections below headings that were recognised."""
        return self.content.sections

    @property
    def code_sections(self) -> tuple[CodeSection, ...]:
        """The sections about single codes."""
        return self.content.code_sections

    @property
    def embedded(self) -> tuple[Embedded, ...]:
        """Pictures that are embedded in it."""
        return self.content.embedded

    @property
    def search(self) -> SearchText:
        """Terms by which search finds it."""
        return self.content.search

    @property
    def number(self) -> str:
        """The article's number, its identity across locales."""
        return self.metadata.number

    @property
    def shown_number(self) -> str:
        """The number as readers see it; empty if it is only the name of the file."""
        return self.number if self.metadata.is_numbered else ""

    @property
    def is_hidden(self) -> bool:
        """Whether no list names the article, although it can be reached."""
        return self.metadata.hidden

    @property
    def codes(self) -> tuple[str, ...]:
        """Distinct error codes in reading order."""
        return tuple(
            dict.fromkeys([mention.code for mention in self.mentions if mention.kind == "error"])
        )


class ReadArticle(Struct, frozen=True):
    """Everything known of one article right after parsing, for the checks of articles."""

    article: Article
    text: str
    """Its file, with LF line ends."""
    runs: tuple[TextRun, ...]
    """Its repaired text, in reading order."""
    body_line: int = 1
    """1-based line of the file on which the body begins."""
    observations: tuple[object, ...] = ()
    """What reading noted, see `errata.model.observations`."""
    included: Mapping[str, str] = field(default_factory=dict)
    """Path -> text of the files that it includes, with LF line ends."""


class Parsed(Value, frozen=True):
    """The result of parsing one source; never an exception."""

    source: str
    article: Article | None
    diagnostics: tuple[Diagnostic, ...] = ()
    # Kept apart from the article so that nothing downstream can show them.
    secrets: tuple[Secret, ...] = ()
    unknown_keys: tuple[UnknownKey, ...] = ()
    failed: bool = False
    """Whether a fault in errata, or too little memory, left the article or a check out; it may work
    next time.
    """

    def holding(self, content: ContentSource) -> Parsed:
        """Return the same result with the content of its article elsewhere."""
        article = self.article
        return replace(self, article=replace(article, held=content)) if article else self
