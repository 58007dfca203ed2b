"""HTML for something that markdown can express: bold and italic text, line breaks, rules, headings.

HTML makes the text hard to read and to translate, and end tags are easily forgotten. Line breaks in
table cells, tags with attributes, and tags inside larger HTML are ignored. The first one is
reported, with the number of all in the article.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache, partial
from operator import itemgetter
from typing import Final

from errata.checks.places import text_place, title_place
from errata.checks.written import WrittenText, read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Findings, Fix, Severity
from errata.model import ReadArticle

SEVERITY = Severity.INFO
MAY_WAIT = True

# "<b>", "<br/>" and "<h2>"; not "<b style=…>", "</b>" and "<body>".
_TAG: Final = compile_late(r"<(b|strong|i|em|br|hr|h[1-6]|s|del|u)\s{0,4}/?>", re.IGNORECASE)
# A block of HTML up to its end, in which markdown is not read.
_BLOCK: Final = compile_late(
    r"<(table|details|div|figure|ul|ol|dl|section|center|picture)\b.*?(?:</\1\s{0,4}>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_INSTEAD: Final = {
    "b": "write `**…**`",
    "strong": "write `**…**`",
    "i": "write `*…*`",
    "em": "write `*…*`",
    "s": "write `~~…~~`",
    "del": "write `~~…~~`",
    "br": "leave a blank line, or end the line with `\\`",
    "hr": "write `---`",
    # A reader takes underlined text for a link.
    "u": "write `**…**`: readers take underlined text for a link",
    **{f"h{level}": f"write `{'#' * level}`" for level in range(1, 7)},
}
# Element -> what markdown writes on both sides. Underlined text has no sign.
_SIGNS: Final = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em"), "*"),
    **dict.fromkeys(("s", "del"), "~~"),
}
# "Save</b>" on one line, without other signs of markdown: not "a *b*</b>" and "a <i>b</i></b>".
_INNER: Final = compile_late(
    r"([^\s<>*_~`\[\]\\|](?:[^\n<>*_~`\[\]\\|]{0,300}[^\s<>*_~`\[\]\\|])?)</(\w{1,6})>"
)
# The end of a line, and a further one that continues the paragraph.
_LINE: Final = compile_late(r"[ \t]*+(?=\n[ \t]*[^\s<>#|\d*+=`~:!-])")
# A row of a table, quoted or not: "| a" and "> | a"; not "a | b".
_CELL: Final = compile_late(r"[> ]*+\|")
# How many characters before a tag an address may begin.
_REACH: Final = 300
# How many characters on each side of a tag are searched for another sign that waits for its end.
_WIDE: Final = 3_000
_PUNCTUATION: Final = frozenset("()[]{}.,;:!?\"'/-")


def check(read: ReadArticle) -> Findings:
    """Check tags outside code and larger HTML."""
    if match := _TAG.search(read.article.metadata.title):
        message = f"readers see `{match[0]}`: a title is plain text"
        yield title_place(read.article).finding(message, "remove it", severity=Severity.WARNING)
    written = read_written(read)
    if "<" not in written.prose:
        return
    blocks = [match.span() for match in _BLOCK.finditer(written.prose)]
    matches = [match for match in _TAG.finditer(written.prose) if _counts(match, written, blocks)]
    if matches:
        name = matches[0][1].lower()
        count = f" ({len(matches)} such tags in this article)" if len(matches) > 1 else ""
        fix, place = _as_markdown(matches, written), text_place(written, *matches[0].span())
        message = f"`<{name}>` in HTML{count}"
        yield place.finding(message, _INSTEAD[name], fix=fix, count=len(matches))


def _as_markdown(matches: Iterable[re.Match[str]], written: WrittenText) -> Fix | None:
    """Write as markdown the tags that certainly read the same."""
    edits: list[Edit] = []
    odd = cache(partial(_is_odd, written.prose))
    for opening in matches:
        name = opening[1].lower()
        if name == "br":
            edits += _hard_break(opening, written)
        elif sign := _SIGNS.get(name):
            edits += _between_signs(opening, sign, written, odd)
    return Fix("Write HTML as markdown", tuple(edits)) if edits else None


def _hard_break(tag: re.Match[str], written: WrittenText) -> list[Edit]:
    """Replace a line break at the end of a line in a paragraph that continues below."""
    lines = _LINE.match(written.prose, tag.end())
    before = written.prose[written.prose.rfind("\n", 0, tag.start()) + 1 : tag.start()]
    if not lines or not before.strip("-*+> \t") or before.lstrip().startswith("#"):
        return []
    return [] if before.endswith(">") else [written.edit(tag.start(), lines.end(), "\\")]


def _between_signs(
    tag: re.Match[str], sign: str, written: WrittenText, is_odd: Callable[[int, int, str], bool]
) -> list[Edit]:
    """Replace a pair of tags on one line, if markdown reads the signs as opening and closing."""
    inner = _INNER.match(written.text, tag.end())
    if inner is None or inner[2].lower() != tag[1].lower() or "`" in written.prose[tag.end()]:
        return []
    prose, end = written.text, inner.end()
    # A line that begins with a comment is a block of HTML.
    if "<!--" in prose[prose.rfind("\n", 0, tag.start()) + 1 : tag.start()]:
        return []
    # An address that stands bare would take the sign in.
    if "://" in prose[max(tag.start() - _REACH, 0) : tag.start()].rpartition(" ")[2]:
        return []
    # Beside a sign that nothing closes, a further one would.
    if is_odd(*_paragraph(tag.start(), written.prose), sign[0]):
        return []
    before, after = prose[tag.start() - 1 : tag.start()], prose[end : end + 1]
    if not _flanks(before, inner[1][0], sign) or not _flanks(after, inner[1][-1], sign):
        return []
    return [
        written.edit(tag.start(), tag.end(), sign),
        written.edit(inner.end(1), end, sign),
    ]


def _paragraph(offset: int, prose: str) -> tuple[int, int]:
    """Return where the paragraph around a place begins and ends; of a long one, the part nearby."""
    first, last = max(offset - _WIDE, 0), offset + _WIDE
    begin, end = prose.rfind("\n\n", first, offset), prose.find("\n\n", offset, last)
    return begin if begin >= 0 else first, end if end >= 0 else last


def _is_odd(prose: str, begin: int, end: int, char: str) -> bool:
    """Whether a character has runs of odd length."""
    return len(re.findall(rf"\{char}+", prose[begin:end])) % 2 == 1


def _flanks(outside: str, inside: str, sign: str) -> bool:
    """Whether a sign between these two opens or closes emphasis, as CommonMark defines it."""
    # Between two tags the exporter lost a `>`, which is put back on the page.
    if outside in {sign[0], "\\", "<", ">"} or inside.isspace():
        return False
    return inside.isalnum() or not outside or outside.isspace() or outside in _PUNCTUATION


def _counts(match: re.Match[str], written: WrittenText, blocks: list[tuple[int, int]]) -> bool:
    offset = match.start()
    block = bisect_right(blocks, offset, key=itemgetter(0)) - 1
    if block >= 0 and offset < blocks[block][1]:
        return False
    line = offset - written.span(offset).column + 1
    return match[1].lower() != "br" or not _CELL.match(written.prose, line)
