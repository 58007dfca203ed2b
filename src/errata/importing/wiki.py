"""Wiki text of old ServiceNow articles -> HTML: the part of MediaWiki's syntax that they use."""

from __future__ import annotations

import re
from html import escape
from typing import Final

# "== A ==" yes; "= a" no.
_HEADING: Final = re.compile(r"(={1,6})\s*(.+?)\s*\1\s*")
# "[http://a.b text]" and "[http://a.b]" yes; "[1]" no.
_LINK: Final = re.compile(r"\[(https?://[^\s\]]{1,500})(?:\s+([^\]]{1,300}))?\]")
_ITEM: Final = re.compile(r"([*#]+)\s*(.*)")
_RUNS: Final = ((re.compile(r"'''(.+?)'''"), "b"), (re.compile(r"''(.+?)''"), "i"))


def wiki_to_html(text: str) -> str:
    """Paragraphs, headings, lists, emphasis and links; what else there is stays as text."""
    parts: list[str] = []
    marks = ""
    for line in text.split("\n"):
        item = _ITEM.fullmatch(line.strip())
        wanted = item[1] if item else ""
        parts.append(_change_lists(marks, wanted))
        marks = wanted
        if item:
            parts.append(f"<li>{_inline(item[2])}</li>")
        elif heading := _HEADING.fullmatch(line.strip()):
            level = len(heading[1])
            parts.append(f"<h{level}>{_inline(heading[2])}</h{level}>")
        elif line.strip():
            parts.append(f"<p>{_inline(line.strip())}</p>")
    return "".join((*parts, _change_lists(marks, "")))


def _change_lists(old: str, new: str) -> str:
    common = 0
    while common < min(len(old), len(new)) and old[common] == new[common]:
        common += 1
    names = {"*": "ul", "#": "ol"}
    closed = "".join(f"</{names[mark]}>" for mark in reversed(old[common:]))
    return closed + "".join(f"<{names[mark]}>" for mark in new[common:])


def _inline(text: str) -> str:
    text = escape(text, quote=False)
    for pattern, name in _RUNS:
        text = pattern.sub(rf"<{name}>\1</{name}>", text)
    return _LINK.sub(lambda found: f'<a href="{found[1]}">{found[2] or found[1]}</a>', text)
