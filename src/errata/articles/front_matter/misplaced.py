"""Front matter that is not where, or not between the lines that, it should be.

It is refused. Published as text, it could show internal values, and a draft would be published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Fix, Span
from errata.model import INTERNAL_KEYS
from errata.model.observations import UnreadableFrontMatter

# "---" alone on a line; not "----" nor "--- a".
CLOSING_LINE: Final = compile_late(r"^---[ \t]*$", re.MULTILINE)
# "Title: A" and "    more" of MultiMarkdown yes; "A b: c" and "a:b" no.
KEY_LINE: Final = compile_late(r"[A-Za-z][\w-]{0,40}[ \t]*:(?:[ \t]|$)|[ \t]{4}")
# "<!-- a -->\n---\n", "# Mail\n\n---\n", " ---\n" and "\u200b---\n" at the beginning yes; "---\n"
# and "text\n---\n" no.
_DISPLACED: Final = compile_late(
    r"(?:[\s\u200b\u2060\ufeff]++|<!--(?:[^-]|-(?!->))*+-->|#{1,6} [^\n]*+\n)*+---[ \t]*+\n"
    r"(?=[ \t]*+\S)"
)
# "--", "----", "- - -" (as translators' tools write "---"), "—", "***", "===" and "<!--" alone on
# the first line; not "---", "-- a" and "- a".
_OTHER_MARKER: Final = compile_late(
    r"(-{1,2}|-{4,}|-(?: -){2,}|[\u2013\u2014]{1,3}|[*_=~]{3,}|<!--)[ \t]*\n"
)
# "```yaml" and "```markdown" above "---" on the first lines; not "```" above anything else.
_IN_CODE: Final = compile_late(r"(?:`{3,}|~{3,})[ \t]*\w*[ \t]*\n---[ \t]*\n")
# "--- title: A ---" on the first line; not "--- A ---".
_ONE_LINE: Final = compile_late(r"---[ \t]+([^\n]*:[^\n]*)")
# "title" of "--- title: A"; nothing of "a:b".
_KEY: Final = compile_late(r"(?<!\S)([A-Za-z][\w-]{0,40})[ \t]*:(?!\S)")
# " ---", "--", "—", "- - -", "+++" and "---Wait" for a line that should be "---"; not "- a".
_NEARLY_END: Final = compile_late(
    r"[ \t]+-{2,}[ \t]*$|-{1,2}[ \t]*$|-(?: -){2,}[ \t]*$|[\u2013\u2014]{1,3}-?[ \t]*$"
    r"|[+*_=~]{3,}[ \t]*$|---(?=[^\s-])"
)
# Keys that may keep an article back, and that begin no paragraph.
_DECISIVE: Final = frozenset({"draft", "published", "unlisted", "audience", "visibility"})
# Keys that no heading between two rules has, right below a front matter.
_USUAL: Final = frozenset({"title", "description", "keywords", "tags", "date", "product"})


def has_decisive_key(keys: Iterable[str]) -> bool:
    """Whether the keys have a title or one that must not be shown: others may be a paragraph's."""
    return any(key == "title" or key in INTERNAL_KEYS or key in _DECISIVE for key in keys)


def find_second(body: str, path: str, line: int) -> UnreadableFrontMatter | None:
    """Refuse a second front matter right below the first."""
    text = body.lstrip("\n")
    if not text.startswith("---\n") or not CLOSING_LINE.search(text, 4):
        return None
    keys = set(_key_names(takewhile(KEY_LINE.match, text.split("\n")[1:])))
    if keys.isdisjoint(_USUAL | _DECISIVE | frozenset(INTERNAL_KEYS)):
        return None
    span = Span(path, line + len(body) - len(text))
    message = "a second front matter follows the first"
    remedy = "join them: write all keys between two lines of `---`"
    return UnreadableFrontMatter(span, message, remedy, end=(span.line, 4))


def find_displaced(text: str, path: str) -> UnreadableFrontMatter | None:
    """Refuse front matter that is indented, or below a comment or heading."""
    match = _DISPLACED.match(text)
    if match is None or match[0].lstrip("\n").startswith("-"):
        return None
    lines = takewhile(lambda line: line.strip() != "---", text[match.end() :].split("\n"))
    names = _key_names(line.strip() for line in lines)
    if not names or not has_decisive_key(names):
        return None
    line = text.count("\n", 0, match.end())
    column = match.end() - 1 - text.rfind("\n", 0, match.end() - 1)
    before = text[match.end() - column : match.end()].partition("-")[0]
    if invisible := before.strip():
        message = f"an invisible character (U+{ord(invisible[0]):04X}) is before the front matter"
        fix = Fix("Remove it", (Edit(Span(path, line), (line, len(before) + 1), ""),))
        end = (line, len(before) + 1)
        return UnreadableFrontMatter(Span(path, line), message, "remove it", end=end, fix=fix)
    message = "front matter is not at the start of the file"
    remedy = "move it to the first line, without spaces before `---`"
    return UnreadableFrontMatter(Span(path, line), message, remedy)


def find_mismarked(text: str, place: Span) -> UnreadableFrontMatter | None:
    """Refuse front matter below a marker other than `---`, in code, or on one line."""
    in_code = _IN_CODE.match(text)
    match = in_code or _OTHER_MARKER.match(text)
    one_line = _ONE_LINE.match(text)
    if one_line and has_decisive_key(key.lower() for key in _KEY.findall(one_line[1])):
        message = "front matter is on one line"
        remedy = "write each key, and each `---`, on a line of its own"
        return UnreadableFrontMatter(place, message, remedy, end=(place.line, one_line.end() + 1))
    lines = takewhile(KEY_LINE.match, text[match.end() :].split("\n")) if match else []
    if not match or not has_decisive_key(_key_names(lines)):
        return None
    if in_code:
        message = "front matter is inside a block of code"
        remedy = "remove the line above it, and the line that ends the block"
        return UnreadableFrontMatter(place, message, remedy, end=(place.line, text.index("\n") + 1))
    message = f"front matter begins with `---`, not with `{match[1]}`"
    remedy = "write `---` alone on the line before the keys and on the line after them"
    end = (place.line, len(match[1]) + 1)
    return UnreadableFrontMatter(place, message, remedy, end=end)


def explain_unclosed(
    text: str, marker: str, key: re.Pattern[str], place: Span
) -> UnreadableFrontMatter | None:
    """Report a marker that is not closed if keys follow it; else it is a thematic break."""
    lines = text.split("\n")
    block = list(takewhile(lambda line: line.strip() and line[0] != "#", lines[1:]))
    if not any(key.match(line) for line in block):
        return None
    message = f"front matter is not closed by a line `{marker}`"
    if marker == "---" and (near_end := _find_near_end(block)):
        return _correct_end(place, message, place.line + 1 + near_end[0], near_end[1])
    # A guess at where the closing line belongs: before the first blank line or heading.
    line = place.line + 1 + len(block)
    remedy = f"write `{marker}` alone on a line, probably before line {line}"
    return UnreadableFrontMatter(place, message, remedy)


def _find_near_end(block: Sequence[str]) -> tuple[int, re.Match[str]] | None:
    matches = ((number, _NEARLY_END.match(line)) for number, line in enumerate(block))
    return next(((number, match) for number, match in matches if match), None)


def _correct_end(
    place: Span, message: str, line: int, match: re.Match[str]
) -> UnreadableFrontMatter:
    """Report the line that nearly closes a front matter; the fix makes it `---`."""
    end = (line, match.end() + 1)
    span = Span(place.path, line)
    text = "---\n" if match.end() < len(match.string) else "---"
    fix = Fix("Write `---` alone on the line", (Edit(span, end, text),), safe=False)
    remedy = "write `---` alone on this line, without spaces before it"
    return UnreadableFrontMatter(span, message, remedy, end=end, fix=fix)


def _key_names(lines: Iterable[str]) -> list[str]:
    return [line.partition(":")[0].strip().lower() for line in lines if KEY_LINE.match(line)]
