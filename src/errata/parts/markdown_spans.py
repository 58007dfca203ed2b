"""Pieces of markdown: escaped text, spans, links, pictures, fenced code."""

from __future__ import annotations

import re
from typing import Final

_SPECIAL = re.compile(r"[\\`*\[\]<|]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,31};)|~(?=~)")
_QUICK = re.compile(r"[\\`*\[\]<_&~|]")
_OPENING = re.compile(r"(?m)^(?=[#>+=-]|~~~)|^(\d{1,9})(?=[.)](?:\s|$))")
_TICKS = re.compile(r"`+")
_ODD_URL = re.compile(r"[\s()<>\\]")

_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
_KEPT: Final = frozenset({"kbd", "sub", "sup"})
"""Elements that markdown has no word for and that carry meaning."""


def escape_markdown(text: str) -> str:
    """Text that markdown shows as it is, wherever it stands in a line."""
    return _SPECIAL.sub(r"\\\g<0>", text) if _QUICK.search(text) else text


def escape_line_start(paragraph: str) -> str:
    """A paragraph whose lines do not begin like a heading, a list or a quote."""
    return _OPENING.sub(_guard, paragraph)


def _guard(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1] else "\\"


def emphasise(tag: str, inner: str) -> str:
    """The text of an inline element in its marks; spaces stay outside them."""
    if tag == "code":
        return code_span(inner)
    core = inner.strip()
    if not core or tag not in _MARKS.keys() | _KEPT | {"q"}:
        return inner
    lead = inner[: len(inner) - len(inner.lstrip())]
    trail = inner[len(inner.rstrip()) :]
    if core.endswith("\\") and trail.startswith("\n"):  # a line break goes outside as a whole
        core, trail = core[:-1].rstrip(), f"\\{trail}"
        if not core:
            return inner
    return f"{lead}{_marked(tag, core)}{trail}"


def _marked(tag: str, core: str) -> str:
    if tag in _KEPT:
        return f"<{tag}>{core}</{tag}>"
    if tag == "q":
        return f"\u201c{core}\u201d"
    mark = _MARKS[tag]
    return f"{mark}{core}{mark}"


def code_span(text: str) -> str:
    """Code in as many backticks as its own require."""
    core = text.replace("\n", " ")
    if not core.strip():
        return core
    runs = {len(run) for run in _TICKS.findall(core)}
    ticks = "`" * next(n for n in range(1, len(runs) + 2) if n not in runs)
    padded = core[0] in "` " and core[-1] in "` "
    pad = " " if padded or core[0] == "`" or core[-1] == "`" else ""
    return f"{ticks}{pad}{core}{pad}{ticks}"


def code_fence(code: str, language: str) -> str:
    """A block of code as it is."""
    longest = max((len(run) for run in _TICKS.findall(code)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if code.endswith("\n") or not code else "\n"
    return f"{fence}{language}\n{code}{end}{fence}"


def markdown_link(inner: str, href: str) -> str:
    """A link; the text alone where it leads nowhere."""
    text = inner.strip()
    return f"[{text}]({_target(href)})" if href and text else inner


def markdown_image(alt: str, source: str) -> str:
    """A picture with its alternative text."""
    return f"![{escape_markdown(' '.join(alt.split()))}]({_target(source)})"


def _target(url: str) -> str:
    if not _ODD_URL.search(url):
        return url
    safe = url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"<{' '.join(safe.split())}>"
