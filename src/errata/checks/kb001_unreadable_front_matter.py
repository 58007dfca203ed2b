r"""Front matter that errata cannot read, or an empty file.

An article can start with front matter: YAML between two lines of `---`, TOML between two lines of
`+++`, or JSON. Front matter is optional. If errata cannot read it, this is an error and the article
is left out, because shown as text it could reveal internal values. If only one value is wrong, such
as the title, this is a warning: the article is built and the value is used as plain text. If a
key has different values in two spellings, such as `title` and `Title`, this is a warning too.

Common mistakes in YAML are a value that contains an unquoted `: `, quotes inside quotes, a value
that starts with `[`, `*`, `&`, `|` or `>`, a backslash in double quotes, a tab, a repeated key, and
an alias. Single quotes fix almost all of them: `title: 'Error: "no such host"'`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from errata.articles.front_matter.entries import FrontMatterContext, FrontMatterEntry
from errata.articles.front_matter.keys import LIST_KEYS
from errata.articles.front_matter.lines import parse_key_value, quote_value
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Related, Severity, Span
from errata.model.observations import UnreadableFrontMatter

SEVERITY = Severity.ERROR
# Keys whose value is a sentence: behind a blank, "#3" is a part of it, and "# by hand" is not.
_SENTENCES: Final = ("title", "description", "navigation-title")
_COMMENT: Final = compile_late(r"(?:^|(?<=[ \t]))(#)(?=[^\s#])")
# "keywords: #mail #queue" and "tags: mail, #queue"; not "tags: mail # by hand" and "tags: C#".
_TAGS: Final = compile_late(
    r"[^\s:#]{1,60}:[ \t]+(?P<value>(?:[^\s#\"'\[{|>&*!][^#\"']{0,200}[ \t])?"
    r"(?P<tags>#[^\W\d][\w/-]{0,60}(?:[ ,]{1,3}#[^\W\d][\w/-]{0,60}){0,30}))[ \t]*"
)
# "C:\temp" and "\\server\news"; not "a\tb", which somebody may mean.
_WINDOWS_PATH: Final = compile_late(r"(?:\b[A-Za-z]:|\\\\[\w.-]+)(\\)[abefnrtv0]")
# "-a" as an item of a list; not "- a", "--a" and "-5".
_GLUED_ITEM: Final = compile_late(r"[ \t]*(-)(?=[^\W\d])")
# "  - a" and "-a"; not "--- a" and "-5".
_BELOW: Final = compile_late(r"[ \t]*(-)(?=[ \t]|[^\W\d])")


def check(subject: UnreadableFrontMatter | FrontMatterContext) -> Findings:
    """Report why it cannot be read, or what YAML reads differently from how it looks."""
    if isinstance(subject, FrontMatterContext):
        yield from _find_surprises(subject)
        return
    severity = Severity.ERROR if subject.is_fault else Severity.WARNING
    related = (Related(subject.first, "the first one"),) if subject.first else ()
    yield Finding(
        *(subject.message, subject.span, subject.help, severity, related),
        end=subject.end,
        fix=subject.fix,
    )


def _find_surprises(front: FrontMatterContext) -> Iterator[Finding]:
    """Look at each value as it is written; only in YAML."""
    if front.form != "yaml":
        return
    lines = front.text.split("\n")
    for key, entry in front.entries.items():
        if key in _SENTENCES and not entry.written:
            yield from _eaten_comment(front, entry, lines)
        if key in LIST_KEYS:
            yield from _eaten_tags(front, entry, lines)
        yield from _swallowed_backslash(front, entry, lines)
        yield from _items_in_text(front, entry, lines)
        yield from _item_below_value(front, entry, lines)


def _eaten_comment(
    front: FrontMatterContext, entry: FrontMatterEntry, lines: Sequence[str]
) -> Iterator[Finding]:
    line = lines[entry.line - 1]
    pair = parse_key_value(line) if "#" in line else None
    if pair is None or pair.value[0] in "\"'|>":
        return
    match = _COMMENT.search(line, pair.start if pair.value[0] != "#" else pair.start - 1)
    # A value that continues below ends there.
    if match is None or (entry.value_end and entry.value_end[0] != entry.line):
        return
    start, end = match.start(1), pair.start + len(pair.value)
    sign = quote_value(pair.value)[0]
    inner = (pair.start + n for n, char in enumerate(pair.value) if char == sign)
    edits = tuple(_insert(front, entry.line, n, sign) for n in (pair.start, *inner, end))
    remedy = "put the whole value in quotes, or write a space after `#` if it is a comment"
    fix = Fix("Put the value in quotes", edits, safe=False)
    yield _report_comment(front, entry, (start, end), remedy, fix)


def _eaten_tags(
    front: FrontMatterContext, entry: FrontMatterEntry, lines: Sequence[str]
) -> Iterator[Finding]:
    """Report `#mail #queue`, of which YAML reads at most what is before it."""
    match = _TAGS.fullmatch(lines[entry.line - 1])
    if match is None or (entry.value and entry.value_end and entry.value_end[0] != entry.line):
        return
    words = (word.strip() for word in match["value"].replace("#", ",").split(","))
    edit = _replace(front, entry.line, match.span("value"), ", ".join(filter(None, words)))
    remedy = "write the values without `#`, with commas between them"
    fix = Fix("Remove the `#`", (edit,), safe=False)
    yield _report_comment(front, entry, (match.start("tags"), match.end("value")), remedy, fix)


def _report_comment(
    front: FrontMatterContext,
    entry: FrontMatterEntry,
    columns: tuple[int, int],
    remedy: str,
    fix: Fix,
) -> Finding:
    start, end = columns
    return Finding(
        "`#` begins a comment: the rest of the line is not read",
        Span(front.source.path, entry.line, start + 1),
        remedy,
        Severity.WARNING,
        end=(entry.line, end + 1),
        fix=fix,
    )


def _swallowed_backslash(
    front: FrontMatterContext, entry: FrontMatterEntry, lines: Sequence[str]
) -> Iterator[Finding]:
    pair = parse_key_value(lines[entry.line - 1]) if entry.quoted else None
    if pair is None or pair.value[0] != '"':
        return
    match = _WINDOWS_PATH.search(pair.value)
    if match is None or not pair.value.endswith('"') or "'" in pair.value:
        return
    start, end = pair.start, pair.start + len(pair.value)
    offset = start + match.start(1)
    edits = [_replace(front, entry.line, (n, n + 1), "'") for n in (start, end - 1)]
    # A doubled backslash was meant as one.
    edits += [
        _replace(front, entry.line, (start + doubled.start(), start + doubled.end()), "\\")
        for doubled in re.finditer(r"(?<=[^\"\\])\\\\", pair.value)
    ]
    yield Finding(
        "a backslash in double quotes begins an escape, and is not part of the path",
        Span(front.source.path, entry.line, offset + 1),
        "use single quotes",
        Severity.WARNING,
        end=(entry.line, offset + 3),
        fix=Fix("Use single quotes", tuple(edits), safe=False),
    )


def _items_in_text(
    front: FrontMatterContext, entry: FrontMatterEntry, lines: Sequence[str]
) -> Iterator[Finding]:
    """Report `-a` and `-b` below a key, which YAML reads as one text."""
    if entry.quoted or not isinstance(entry.value, str) or not entry.value_end:
        return
    if entry.value_line == entry.line or not entry.value.startswith("-"):
        return
    last = min(entry.value_end[0], len(lines))
    items = [(n, _GLUED_ITEM.match(lines[n - 1])) for n in range(entry.value_line, last + 1)]
    signs = [(number, item.end(1)) for number, item in items if item]
    if len(signs) != len(items):
        return
    edits = tuple(_insert(front, number, column, " ") for number, column in signs)
    number, column = signs[0]
    yield Finding(
        "`-` without a space does not start a list item",
        Span(front.source.path, number, column),
        "put a space after each `-`",
        Severity.WARNING,
        end=(number, column + 1),
        fix=Fix("Add a space after each `-`", edits, safe=False),
    )


def _item_below_value(
    front: FrontMatterContext, entry: FrontMatterEntry, lines: Sequence[str]
) -> Iterator[Finding]:
    """Report `- b` below `key: a`, which YAML reads as the text `a - b`."""
    if entry.quoted or not isinstance(entry.value, str) or not entry.value_end:
        return
    for number in range(entry.value_line + 1, min(entry.value_end[0], len(lines)) + 1):
        match = _BELOW.match(lines[number - 1])
        if entry.value_line == entry.line and match:
            yield Finding(
                "a list item below a value: YAML reads both as one text",
                Span(front.source.path, number, match.start(1) + 1),
                "write the value above as a list item, too, or remove it",
                Severity.WARNING,
                end=(number, len(lines[number - 1].rstrip()) + 1),
            )
            return


def _insert(front: FrontMatterContext, line: int, offset: int, text: str) -> Edit:
    return _replace(front, line, (offset, offset), text)


def _replace(front: FrontMatterContext, line: int, span: tuple[int, int], text: str) -> Edit:
    start, end = span
    return Edit(Span(front.source.path, line, start + 1), (line, end + 1), text)
