"""Links web addresses that are bare in the text, and corrects the links that authors made.

A full stop that was caught in a link's address goes, and so does a link whose address no browser
takes, such as `https://<host>:<port>/`: its text stays. A link without a text, for which MyST and
YFM show the title of its target, is named after the file or heading that it leads to.

Only complete `http` and `https` addresses on hosts that can exist for the reader are linked: not
`localhost`, a host without a dot, an example host, a private address or a placeholder. Not every
language puts a space after an address; so the address is cut out of the text first, and linkify-it
finds its end, without sentence punctuation and brackets around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final
from urllib.parse import unquote

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from errata.articles.markdown import tokens
from errata.articles.markdown.context import parse_context
from errata.articles.markdown.link_places import WIKI_PREFIX
from errata.articles.markdown.sanitise import is_kept_address
from errata.articles.markdown.syntax.foreign import note_mark
from errata.articles.numbers import make_title
from errata.data.patterns import compile_late
from errata.diagnostics import find_line_starts, locate_character
from errata.model.observations import UnusableAddress
from errata.text.characters import remove_hidden

# Characters; what servers and browsers take. It bounds the work for each address.
_LONGEST: Final = 2000
# "https://a.b/c" in "see https://a.b/c。" and "https://a.b" in "“https://a.b”"; not "xhttp://a.b".
_ADDRESS: Final = compile_late(
    rf"(?<![A-Za-z0-9])(https?:)(//[^\s<>\"`\u00a0-\u00bf\u2000-\u206f\u2e80-\uffff]{{1,{_LONGEST}}}+)",
    re.IGNORECASE,
)
# "a.b" in "//me@a.b:80/c"; nothing else of it.
_HOST: Final = compile_late(r"//(?:[^/?#@]*+@)?([^/?#:@]*+)")
# "10.", "192.168." and "172.16." (RFC 1918), also "127." and "169.254."; not "11." nor "172.32.".
_PRIVATE: Final = compile_late(r"(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.")
# One of these characters in an address or right after it marks something that the reader must fill
# in.
_PLACEHOLDER: Final = frozenset("<{[*\u2026")
_CAUGHT: Final = (".", ",", ";")
# The beginning of an address with a scheme or drive: "https:", "ftp:" and "C:"; not "a/b:c".
_SCHEME: Final = compile_late(r"[A-Za-z][A-Za-z0-9+.-]{0,40}:")
# What a text with an address has: "http", ":/", "](tel:", "<ftp:" and "]: tel:"; not "a: b".
_ADDRESSES: Final = compile_late(r"http|:[/\\]|(?:[(<]|\]: )[A-Za-z][\w+.-]{0,40}:")
# How many characters of a block are searched for an address.
_REACH: Final = 20_000
# Tokens of a link: opening, text, closing.
_LINK: Final = 3
_LINKIFY: Final = LinkifyIt()
# What linkify-it compiles itself when it meets the first address, for 9 ms.
_LINKIFY.re["http"] = compile_late(
    r"\/\/" + "".join(_LINKIFY.re[f"src_{part}"] for part in ("auth", "host_port_strict", "path")),
    re.IGNORECASE,
)
# The text of a link for which YFM shows the title of the page.
_TITLE_OF_TARGET: Final = "{#T}"
# What only tells a generator how to read the path behind it: Docusaurus not to check it, Telerik's
# and ReadMe's that it is the `slug` of a page.
_PATHNAME: Final = "pathname://"
# How docfx links an API, whose pages it makes from programs.
_API: Final = "xref:"
_MARKS: Final = (_PATHNAME, "slug://", "](doc:", "](ref:")
# "slug://a", "doc:a" and "ref:a" yes; "doc://a" and "docs:a" no.
_SLUG: Final = compile_late(r"^(?:slug://|(?:doc|ref):(?=\w))")


def extend(md: MarkdownIt) -> None:
    """Add the rule."""
    md.core.ruler.push("links", _link_addresses)


def _link_addresses(state: StateCore) -> None:
    if "[](" in state.src or _TITLE_OF_TARGET in state.src:
        for token in state.tokens:
            token.children = token.children and list(_with_names(token.children))
    if any(mark in state.src for mark in _MARKS):
        _drop_pathname(state.tokens)
    if not _ADDRESSES.search(state.src):
        return
    block: Token | None = None
    for token in state.tokens:
        block = token if token.map else block
        if token.type == "inline" and token.children:
            children = list(_without_unusable(token.children, state, block))
            token.children = _link_bare(children, state.md)


def _with_names(children: list[Token]) -> Iterator[Token]:
    """Yield the tokens, with a text in each link that has none."""
    address = ""
    for child, after in zip_longest(children, children[1:]):
        if address and child.content == _TITLE_OF_TARGET and after.type == "link_close":
            child.content = _name_target(address)
        address = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
        yield child
        if address and after.type == "link_close":
            yield tokens.make_text(_name_target(address))


def _name_target(address: str) -> str:
    name = remove_hidden(unquote(address.removeprefix(WIKI_PREFIX)))
    path, _, fragment = name.partition("#")
    if ":" in path:
        return path.partition(":")[2].strip("/")
    if fragment:
        return fragment if "." in fragment else make_title(f"{fragment}.md")
    return make_title(path.rstrip("/"))


def _drop_pathname(blocks: list[Token]) -> None:
    """Drop marks that tell a generator how to read a path; a slug is a page's name."""
    for token in (child for block in blocks for child in block.children or ()):
        for name in sorted({"href", "src"} & token.attrs.keys()):
            address = str(token.attrs[name]).removeprefix(_PATHNAME)
            token.attrSet(name, _SLUG.sub(WIKI_PREFIX, address))


def _without_unusable(
    children: list[Token], state: StateCore, block: Token | None
) -> Iterator[Token]:
    """Yield the tokens without links whose address no browser accepts; their texts stay."""
    unlinked = False
    for child in children:
        href = str(child.attrs.get("href", "")) if child.type == "link_open" else ""
        # `<host:port>` is a placeholder, and embedded pictures have their own finding.
        is_meant = child.markup != "autolink" or "://" in href
        is_link = is_meant and _SCHEME.match(href) and not href.startswith("data:")
        if is_link and not is_kept_address(href):
            unlinked = True
            fault = _unusable(href, state, block)
            if href.startswith(_API):
                note_mark(state.env, f"{_API}…", fault.span, is_replaced=True)
            else:
                parse_context(state.env).observe(fault)
        elif unlinked and child.type == "link_close":
            unlinked = False
        else:
            yield child


def _unusable(href: str, state: StateCore, block: Token | None) -> UnusableAddress:
    """Return the address with its place in the block, or with the block's line."""
    context, address = parse_context(state.env), unquote(href)
    first = block.map[0] if block and block.map else 0
    line = context.first_line + first
    starts = find_line_starts(state.src)
    # Lines of an included file are not in the source.
    if first < len(starts):
        for written in dict.fromkeys((href, address)):
            offset = state.src.find(written, starts[first], starts[first] + _REACH)
            if offset >= 0:
                row, column = locate_character(starts, offset)
                span = context.place(context.first_line + row - 1, column)
                return UnusableAddress(span, address, (span.line, column + len(written)))
    return UnusableAddress(context.place(line), address)


def _link_bare(children: list[Token], md: MarkdownIt) -> list[Token]:
    result: list[Token] = []
    depth = 0
    for index, child in enumerate(children):
        depth += _link_nesting(child)
        if child.type == "text" and not depth and "://" in child.content:
            result.extend(_split(child, md, cut_short=_begins_placeholder(children, index + 1)))
        else:
            result.append(child)
        if child.type == "link_close":
            _free_full_stop(result)
    return result


def _link_nesting(token: Token) -> int:
    if token.type in {"link_open", "link_close", "badge_open", "badge_close"}:
        return token.nesting
    if token.type == "html_inline":
        tag = token.content[:3].lower()
        return 1 if tag in {"<a ", "<a>"} else -1 if tag == "</a" else 0
    return 0


def _begins_placeholder(children: list[Token], index: int) -> bool:
    """Whether what follows continues an address, as `<host>` or `{id}` would."""
    return index < len(children) and children[index].content[:1] in _PLACEHOLDER


def _split(token: Token, md: MarkdownIt, *, cut_short: bool) -> Iterator[Token]:
    text = token.content
    offset = 0
    for match in _ADDRESS.finditer(text):
        length = _LINKIFY.test_schema_at(match[0], match[1].lower(), len(match[1]))
        end = match.start() + len(match[1]) + length
        address = text[match.start() : end]
        if not length or not _is_public(address):
            continue
        if text[end : end + 1] in _PLACEHOLDER or (end == len(text) and cut_short):
            continue
        yield tokens.make_text(text[offset : match.start()])
        href = md.normalizeLink(address)
        yield Token("link_open", "a", 1, attrs={"href": href}, info="auto")
        yield tokens.make_text(address)
        yield Token("link_close", "a", -1, info="auto")
        offset = end
    if offset < len(text):
        yield tokens.make_text(text[offset:])


def _is_public(address: str) -> bool:
    """Whether the address can lead a reader somewhere."""
    match = _HOST.search(address)
    host = match[1].lower() if match else ""
    labels = host.split(".")
    return (
        len(labels) > 1
        and "example" not in labels
        and "localhost" not in labels
        and "xxx" not in host
        and not _PLACEHOLDER.intersection(address)
        and not _PRIVATE.match(host)
    )


def _free_full_stop(children: list[Token]) -> None:
    """Drop from a link's target the full stop that its text shows it caught."""
    if len(children) < _LINK or children[-_LINK].type != "link_open":
        return
    opening, text = children[-_LINK], children[-_LINK + 1].content
    href = str(opening.attrs.get("href", ""))
    if href.endswith(_CAUGHT) and text.endswith(href[-1]):
        opening.attrSet("href", href.rstrip("".join(_CAUGHT)))
