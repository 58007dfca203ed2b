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

from typing import Final

from markdown_it import MarkdownIt

from errata.articles.markdown import (
    code_links,
    code_sections,
    headings,
    images,
    links,
    reference_limit,
    sections,
    tables,
)
from errata.articles.markdown.block_parser import BlockParser
from errata.articles.markdown.inline_parser import InlineParser
from errata.articles.markdown.repair import (
    block_html,
    bold_headings,
    code,
    inline,
    source,
)
from errata.articles.markdown.syntax import (
    callouts,
    collapsibles,
    containers,
    dialects,
    fences,
    foreign,
    github,
    includes,
    indented,
    labels,
    mdx,
    regions,
    templates,
    video,
    wiki_links,
)

# In the order in which their rules run.
EXTENSIONS: Final = (
    *(source, labels, github, wiki_links, templates, mdx, dialects),
    *(inline, code, block_html, bold_headings),
    *(callouts, containers, includes, indented, regions, video, collapsibles, fences, tables),
    *(reference_limit, links, images, headings, foreign, sections, code_links, code_sections),
)


def make_parser(*, nesting: int = 100) -> MarkdownIt:
    """A parser with every extension on; one serves any number of texts."""
    md = MarkdownIt()
    md.block, md.inline = BlockParser(), InlineParser()
    md.configure("commonmark", {"maxNesting": nesting}).enable(["table", "strikethrough"])
    for extension in EXTENSIONS:
        extension.extend(md)
    return md
