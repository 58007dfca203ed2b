"""HTML that markdown can say: bold and italic text, line breaks, rules, headings.

It makes the text hard to read and to translate, and an end tag is soon forgotten. Line breaks in
the cells of a table, tags with attributes, and what stands within larger HTML are left alone. The
first is reported, with the number of all in the article.
"""

import re
from typing import Final

from errata.checks.written import read_written
from errata.diagnostics import Finding, Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.INFO
MAY_WAIT = True

# "<b>", "<br/>" and "<h2>"; not "<b style=…>", "</b>" and "<body>".
_TAG: Final = re.compile(r"<(b|strong|i|em|br|hr|h[1-6]|s|del|u)\s{0,4}/?>", re.IGNORECASE)
# A block of HTML up to its end, in which markdown is not read.
_BLOCK: Final = re.compile(
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
}


def check(read: ReadArticle) -> Findings:
    """Look outside code and larger HTML."""
    written = read_written(read)
    if "<" not in written.prose:
        return
    blocks = [found.span() for found in _BLOCK.finditer(written.prose)]
    found = [one for one in _TAG.finditer(written.prose) if _counts(one, written.prose, blocks)]
    if found:
        name = found[0][1].lower()
        count = f" ({len(found)} such tags in this article)" if len(found) > 1 else ""
        remedy = _INSTEAD.get(name, f"write `{'#' * int(name[1])}`" if name[0] == "h" else "")
        span = written.span(found[0].start())
        yield Finding(f"`<{name}>` in HTML{count}", span, remedy, count=len(found))


def _counts(found: re.Match[str], prose: str, blocks: list[tuple[int, int]]) -> bool:
    at = found.start()
    if any(start <= at < end for start, end in blocks):
        return False
    line = prose[prose.rfind("\n", 0, at) + 1 : prose.find("\n", at) % (len(prose) + 1)]
    return found[1].lower() != "br" or not line.lstrip("> ").startswith("|")
