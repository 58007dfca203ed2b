"""Text for readers: excerpts, cuts at words, breaks in long names, dates and language names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import groupby
from typing import Final

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape

from errata.data.patterns import compile_late
from errata.model import Article
from errata.site.blocks import Block, BlockKind
from errata.site.passages import Excerpt
from errata.site.views import Timestamp
from errata.text.locales import likely_subtags, locale_data
from errata.text.markdown import escape_markdown, write_code_span
from errata.text.sentences import CODE_END, CODE_START, take_sentences, without_code_marks

ELLIPSIS = "…"
# The numbers in a text: 10 in "SDK-10".
_DIGITS = compile_late(r"(\d+)")
# Share of the limit below which a cut at a word would lose too much: Japanese has no blanks.
_SHORTEST = 0.6
# "\x02" and "\x03", around code, yes; "`" no
_MARK: Final = compile_late(f"[{CODE_START}{CODE_END}]")
_LISTS: Final = {BlockKind.STEP: "ol", BlockKind.ITEM: "ul"}
# Before "Memory" in "OutOfMemoryError", "Metrics" in "ACMMetrics" and "FAILURE" in "ERR_FAILURE";
# nowhere in "RED-520025".
_WORDS: Final = compile_late(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[_./\\])(?=[^_./\\])"
)
# A tag, a character reference, or a name that a heading on a phone has no room for, such as
# "KubePersistentVolumeErrors"; not "Troubleshooting", which no word ends in.
_LONG: Final = compile_late(r"<[^>]*>|&#?\w+;|[A-Za-z0-9_./\\-]{16,}")
# A hint that there is such a name, which most headings lack.
_LONG_NAME: Final = compile_late(r"[A-Za-z0-9_./\\-]{16}")
_BREAK: Final = Markup("<wbr>")


def truncate_text(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, at a word and with an ellipsis if it is longer."""
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit - 1]
    words = head if flat[limit - 1] == " " else head.rpartition(" ")[0]
    shortened = words if len(words) >= limit * _SHORTEST else head
    return shortened.rstrip(" ,;:.-\u2013\u2014(") + ELLIPSIS


def language_with_territory(tag: str) -> str:
    """Return a locale in Open Graph's form: `pt_BR`, and CLDR's likeliest `ja_JP` for `ja`."""
    language, _, territory = likely_subtags(tag)
    return f"{language}_{territory}" if territory else tag.replace("-", "_")


def instant_of(when: datetime | None) -> str:
    """Return UTC as in ISO 8601 and RFC 3339; empty for none."""
    if when is None:
        return ""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def timestamp(when: datetime | None, tag: str) -> Timestamp | None:
    """Return the date in UTC, in the locale's long form."""
    if when is None:
        return None
    day = when.astimezone(UTC)
    return Timestamp(instant_of(when), _long_date(day.year, day.month, day.day, tag))


# Babel takes 23 µs for a date, and articles share days.
@lru_cache(maxsize=8192)
def _long_date(year: int, month: int, day: int, tag: str) -> str:
    return format_date(date(year, month, day), format="long", locale=locale_data(tag))


def month_name(year: int, month: int, tag: str) -> str:
    """Return the month with its year, as a heading."""
    day = date(year, month, 1)
    name: str = format_skeleton("yMMMM", day, locale=locale_data(tag))
    return f"{name[:1].upper()}{name[1:]}"


# The most digits of a number that are compared: Python reads no whole number of more than 4,300.
_MOST_DIGITS: Final = 100


def natural_key(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a sort key that orders numbers by value: `SDK-9` before `SDK-10`."""
    pieces = _DIGITS.split(text)
    return tuple(
        (1, int(p[:_MOST_DIGITS]), "") if p.isdecimal() else (0, 0, p.casefold()) for p in pieces
    )


def split_code(text: str) -> list[str]:
    """Split into text and code in turn, text first; odd places are code."""
    return _MARK.split(text)


def render_excerpt(excerpt: Excerpt) -> Markup:
    """Render the excerpt as HTML: paragraphs, lists and blocks of code."""
    runs = groupby(excerpt.blocks, key=lambda block: block.kind)
    return Markup("\n").join(_render_run(kind, list(blocks)) for kind, blocks in runs)


def _render_run(kind: BlockKind, blocks: Sequence[Block]) -> Markup:
    if kind is BlockKind.CODE:
        text = "\n".join(block.text for block in blocks)
        return Markup('<pre tabindex="0"><code>{}</code></pre>').format(text)
    tag = _LISTS.get(kind)
    inner = "li" if tag else "p"
    items = Markup("").join(
        Markup(f"<{inner}>{{}}</{inner}>").format(_render_text(block.text))  # noqa: S704 - a tag's name
        for block in blocks
    )
    return Markup(f"<{tag}>{{}}</{tag}>").format(items) if tag else items  # noqa: S704 - a tag's name


def _render_text(text: str) -> Markup:
    pieces = split_code(text)
    return Markup("").join(
        Markup("<code>{}</code>" if index % 2 else "{}").format(piece)  # noqa: S704 - one of two texts
        for index, piece in enumerate(pieces)
    )


def shorten_excerpt(excerpt: Excerpt, limit: int) -> str:
    """Join the first lines of an excerpt that fit; of a long line, its sentences."""
    text = ""
    for line in map(without_code_marks, excerpt.lines):
        longer = f"{text} {' '.join(line.split())}".strip()
        if len(longer) > limit:
            return text or take_sentences(longer, limit, limit * 3 // 2)
        text = longer
    return text


def write_excerpt(excerpt: Excerpt) -> str:
    """Write the excerpt as one line of markdown."""
    pieces = split_code(" ".join(excerpt.lines))
    return "".join(
        write_code_span(piece) if index % 2 else escape_markdown(piece)
        for index, piece in enumerate(pieces)
    )


def break_name(name: str) -> Markup:
    """Return a name that may break between all its words, however short it is."""
    return _BREAK.join(_WORDS.split(name))


def break_long_names(text: str) -> Markup:
    """Let long names in a text, or in marked HTML, break between their words."""
    markup = escape(text)
    if not _LONG_NAME.search(markup):
        return markup
    return Markup(_LONG.sub(_break, markup))  # noqa: S704 - escaped above


def _break(match: re.Match[str]) -> str:
    text = match[0]
    return text if text[0] in "<&" else "<wbr>".join(_WORDS.split(text))


def last_changed(article: Article) -> datetime | None:
    """Return when the article was last updated, if known."""
    return article.metadata.last_changed or article.metadata.created


def latest_change(articles: Iterable[Article]) -> datetime | None:
    """Return when the newest of them was updated."""
    return max((when for article in articles if (when := last_changed(article))), default=None)


def find_newest(articles: Iterable[Article], most: int) -> list[Article]:
    """Return the newest of the articles that have a date, newest first."""
    dated = [(when, article) for article in articles if (when := last_changed(article))]
    dated.sort(key=lambda pair: (-pair[0].timestamp(), pair[1].number))
    return [article for _, article in dated[:most]]
