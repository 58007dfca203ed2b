"""The markdown of the articles: CommonMark, tables, strikethrough and one module per extension.

Order is the design. First goes what no page can show. Between markdown-it's block and inline
rules, raw HTML blocks that are really prose become prose. After its inline rules, in this order
on the tokens:

    repair      undo what the exporter did: one-character code spans, unbalanced and unknown tags
    headings    bold lines become headings, headings get ids, the first one becomes the title
    blocks      callouts, tabs, videos, collapsibles
    inlines     restricted autolinks, embedded pictures
    sections    the KCS sections are recognised and their text collected
    codes       error codes become links; each stretch of text is noted with its place and section;
                what stands below a heading or in a row that is named after a code is collected

Nothing works on the source text by pattern: what is code stays code.
"""

from __future__ import annotations

from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline, RuleFuncInlineType
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from errata.articles.markdown import (
    code_links,
    code_sections,
    headings,
    images,
    links,
    references,
    sections,
    tables,
)
from errata.articles.markdown.context import parse_context
from errata.articles.markdown.repair import block_html, bold_headings, code, inline, source
from errata.articles.markdown.syntax import (
    block_attributes,
    callouts,
    cell_tables,
    comments,
    containers,
    dialects,
    emphasis,
    fences,
    foreign,
    github,
    includes,
    labels,
    magic_blocks,
    mdx,
    regions,
    signed_blocks,
    template_html,
    templates,
    videos,
    wiki_links,
)
from errata.model.observations import TooDeeplyNested
from errata.text.characters import find_hidden

# In the order in which their rules run.
EXTENSIONS: Final = (
    *(
        source,
        labels,
        block_attributes,
        github,
        wiki_links,
        templates,
        template_html,
        comments,
        mdx,
        dialects,
    ),
    *(emphasis, inline, code, block_html, bold_headings),
    *(callouts, containers, includes, signed_blocks, regions, videos, fences),
    *(magic_blocks, cell_tables, tables, references, links, images, headings, foreign),
    *(sections, code_links, code_sections),
)
# Characters that each rule begins with; one that is not listed is called at every mark.
_FIRST: Final = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "inline_include": "[{",
    "docfx_mark": ":",
    "docfx_video": "[",
    "docfx_code": "[",
    "template": "{",
    "template_tag": "<",
    "glossary_term": "%",
    "comment": "{<%",
    "api_name": "<",
    "person": "@",
    "span_mark": "=^",
    "keys_mark": "+",
    "icon": ":",
    "mono_mark": "#",
    "term": "[",
    "coloured": "{",
    "text_component": ":",
    "span_of_class": "[",
    "emoji": ":",
    "open_brackets": "[!",
    "labels": "[",
    "footnote_ref": "[",
    "wiki_links": "[!",
    "template_target": "[!",
    "embedded": "!",
    "sized_image": "!",
    "attributes": "{",
    "component": "<",
}


def make_parser(*, nesting: int = 100) -> MarkdownIt:
    """Make a parser with every extension on; it can be used for any number of texts."""
    md = _Markdown()
    md.block, md.inline = BlockParser(), InlineParser()
    md.configure("commonmark", {"maxNesting": nesting}).enable(["table", "strikethrough"])
    for extension in EXTENSIONS:
        extension.extend(md)
    return md


class _Markdown(MarkdownIt):
    """markdown-it, which decodes the address that is a link's own text."""

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Return the text of `<https://…>`; as it is written if decoding would hide a part."""
        text = super().normalizeLinkText(link)
        return link if find_hidden(text) else text


class BlockParser(ParserBlock):
    """markdown-it's block parser, with the same tokens; the deepest blocks become paragraphs."""

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803 - markdown-it's name
    ) -> list[Token] | None:
        """Read a text and count its lines: each has its place in markdown-it's tables."""
        if not src:
            return None
        context = parse_context(env)
        room = context.room_for_elements(src.count("\n"))
        state = _BoundedState(src, md, env, outTokens)
        state.most = len(outTokens) + room
        self.tokenize(state, state.line, state.lineMax)
        context.count_elements(len(outTokens))
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it's names
        """Read the lines of a block, or of the whole text."""
        if state.level < state.md.options["maxNesting"]:
            if state.parentType == "blockquote":
                # Each quote around a line asks all rules about it: 32,000 in 90 took 37 s.
                parse_context(state.env).count_elements(endLine - startLine)
            super().tokenize(state, startLine, endLine)
            return
        self._report(state, startLine)
        line = startLine
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                return
            paragraph(state, line, endLine, silent=False)
            line = state.line

    @staticmethod
    def _report(state: StateBlock, line: int) -> None:
        context = parse_context(state.env)
        if context.is_too_deep:
            return
        context.is_too_deep = True
        span = context.place(context.first_line + line)
        context.observe(TooDeeplyNested(span, state.md.options["maxNesting"]))


class _BoundedState(StateBlock):
    most = 0
    """Maximum number of tokens."""

    def is_code_block(self, line: int) -> bool:
        """Whether a line is indented as code is; MDX has none such."""
        return super().is_code_block(line) and not parse_context(self.env).is_mdx

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        if len(self.tokens) >= self.most:
            parse_context(self.env).count_elements(self.most + 1)
        return super().push(ttype, tag, nesting)


class InlineParser(ParserInline):
    """markdown-it's inline parser, with the same tokens, which count as elements of the article."""

    def __init__(self) -> None:
        super().__init__()
        self._known: list[RuleFuncInlineType] = []
        self._by_first: dict[str, tuple[RuleFuncInlineType, ...]] = {}

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Read a text whole."""
        result = super().parse(src, md, env, tokens)
        parse_context(env).count_elements(len(result))
        return result

    def tokenize(self, state: StateInline) -> None:
        """Read a text to its end."""
        end, most = state.posMax, state.md.options["maxNesting"]
        context, tokens = parse_context(state.env), state.tokens
        room = context.room_for_elements(len(tokens))
        while state.pos < end:
            if len(tokens) > room:
                context.count_elements(len(tokens))
            first = state.src[state.pos]
            for rule in self._rules_for(first) if state.level < most else ():
                if rule(state, False):  # noqa: FBT003 - markdown-it's signature
                    break
            else:
                state.append_pending(first)
                state.pos += 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Skip the token at a place, and remember where it ends."""
        begin = state.pos
        if begin in state.cache:
            state.pos = state.cache[begin]
            return
        is_read = False
        if state.level < state.md.options["maxNesting"]:
            state.level += 1
            for rule in self._rules_for(state.src[begin]):
                if rule(state, True):  # noqa: FBT003 - as above
                    is_read = True
                    break
            state.level -= 1
        else:
            state.pos = state.posMax
        state.pos += not is_read
        state.cache[begin] = state.pos

    def _rules_for(self, first: str) -> tuple[RuleFuncInlineType, ...]:
        """Return the rules for texts that begin with a character, in their order."""
        rules = self.ruler.getRules("")
        if rules is not self._known:  # a rule was added
            self._known, self._by_first = rules, {}
        if first not in self._by_first:
            names = self.ruler.get_active_rules()
            self._by_first[first] = tuple(
                rule
                for name, rule in zip(names, rules, strict=True)
                if self._may_begin(name, first)
            )
        return self._by_first[first]

    def _may_begin(self, name: str, first: str) -> bool:
        if name == "text":
            return not self.terminator_re.match(first)
        return first in _FIRST.get(name, first)
