"""Characters in code that break it when it is copied: no-break spaces, smart quotes, dashes.

They are characters that nobody sees, quotes and dashes that a word processor made of `"` and `--`,
and full-width spaces between Latin letters. errata repairs the invisible characters on the page. It
keeps the others, because they can be intended. The first of each kind is reported, with the places
of the others.
"""

from typing import Final

from errata.checks.places import text_place
from errata.checks.written import WrittenText, list_written_texts
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity, join_repetitions
from errata.model import ReadArticle

SEVERITY = Severity.INFO

# What is not seen, and the quotation marks of word processors; not "'" nor '"'. The joiners of
# "a\u200db" too, but not those between two letters beyond Latin, such as Arabic ones. The dash in
# "mailq \u2013all", not in "a \u2013 b"; the wide space in "mailq\u3000-a", not in "\u958b\u3000a".
_SEEN: Final = compile_late(
    "[\u00a0\u200b\u2060\ufeff\u2018\u2019\u201a\u201c\u201d\u201e]"
    "|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])"
    "|(?<=[\\s`])[\u2013\u2014](?=[A-Za-z])"
    "|(?<=[!-_a-~])\u3000(?=[!-_a-~])"
)
_NAMES: Final = {
    "\u00a0": "no-break space",
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte order mark",
}
_BLANKS: Final = " \t>" + "".join(_NAMES)
_STRAIGHT: Final = dict(zip("\u2018\u2019\u201a\u201c\u201d\u201e", "'''\"\"\"", strict=True))
_WIDE: Final = {"\u3000": " "}
_DASHES: Final = "\u2013\u2014"


def check(read: ReadArticle) -> Findings:
    """Check every character of code, in included files too."""
    for written in list_written_texts(read):
        if not written.text.isascii():
            places = list(_places(written))
            for kind in (_NAMES, _STRAIGHT, _WIDE, _DASHES):
                yield from _report(
                    written, [offset for offset in places if written.text[offset] in kind]
                )


def _places(written: WrittenText) -> list[int]:
    return [
        match.start()
        for start, end in written.code
        for match in _SEEN.finditer(written.text, start, end)
    ]


def _report(written: WrittenText, places: list[int]) -> Findings:
    edits = tuple(
        written.edit(offset, offset + 1, _instead(written.text[offset]))
        for offset in places
        if written.text[offset] not in _DASHES and not _makes_code(offset, written)
    )
    yield from join_repetitions(_finding(written, offset, edits) for offset in places)


def _makes_code(offset: int, written: WrittenText) -> bool:
    """Whether text next to the character would become a mark of code, or lose a blank."""
    line = written.text[written.text.rfind("\n", 0, offset) + 1 : written.text.find("\n", offset)]
    if line.lstrip(_BLANKS).startswith(("```", "~~~")):
        return True
    return "`" in {written.text[offset - 1], written.text[offset + 1 : offset + 2]}


def _instead(char: str) -> str:
    return _STRAIGHT.get(char, " " if char in "\u00a0\u3000" else "")


def _finding(written: WrittenText, offset: int, edits: tuple[Edit, ...]) -> Finding:
    char = written.text[offset]
    code = f"U+{ord(char):04X}"
    if char in _STRAIGHT:
        message, remedy = f"smart quote `{char}` ({code}) inside code", "type straight quotes"
        title, safe = "Type straight quotes inside code", False
    elif char in _DASHES:
        message, remedy = f"dash `{char}` ({code}) inside code", "type `-` or `--`"
        title, safe = "", False
    elif char in _WIDE:
        message, remedy = f"full-width space ({code}) inside code", "type an ordinary space"
        title, safe = "Type ordinary spaces inside code", False
    else:
        remedy = "type an ordinary space" if char == "\u00a0" else "remove it"
        message = f"{_NAMES[char]} ({code}) inside code"
        title, safe = "Remove what is invisible inside code", True
    fix = Fix(title, edits, safe) if edits else None
    return text_place(written, offset, offset + 1).finding(message, remedy, fix=fix)
