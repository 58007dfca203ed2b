"""Characters in code that break it when it is copied: no-break spaces, smart quotes, dashes.

They are characters that nobody sees, quotes and dashes that a word processor made of `"` and `--`,
full-width spaces and letters of a Japanese keyboard, `¥` and `₩` for a backslash, and Cyrillic and
Greek letters in a Latin word or in an error code: nobody who searches for the code finds it.

errata repairs the invisible characters on the page. It keeps the others, because they can be
intended. The first of each kind is reported, with the places of the others.
"""

from collections.abc import Iterator
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
    # None is ASCII. With this look ahead, code of ASCII takes a third of the time.
    "(?=[^\0-\u007f])"
    "(?:[\u00a0\u200b\u2060\ufeff\u2018\u2019\u201a\u201c\u201d\u201e]"
    "|(?<![^\0-\u024f])[\u200c\u200d](?![^\0-\u024f])"
    "|(?<=[\\s`])[\u2013\u2014](?=[A-Za-z])"
    "|(?<=[!-_a-~])\u3000(?=[!-_a-~])"
    # "\u30fc\u30fcnow" and "\uff0dl" behind a blank; not "\u30c7\u30fc\u30bf".
    "|(?<=[\\s`\uff0d\u30fc])[\uff0d\u30fc\uff70](?=[A-Za-z\uff0d\u30fc])"
    # "\uff5e/.mailrc"; not "1\uff5e2".
    "|(?<![^\\s`])\uff5e(?=/)"
    # "\uff53\uff55\uff44\uff4f" as a word; not "\uff24\uff22" of a message.
    "|(?<=[\\s`\uff41-\uff5a])[\uff41-\uff5a](?=[\\s`\uff41-\uff5a])"
    # "C:\u20a9Users\u20a9mail"; not "100\u00a5".
    "|(?<=[A-Za-z]:)[\u00a5\u20a9\uffe5]|(?<=[A-Za-z])[\u00a5\u20a9\uffe5](?=[A-Za-z_]))"
)
# Cyrillic and Greek letters that look like a Latin one -> that one.
_LOOKS: Final = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "aeopcyxiABEKMHOPCTYXABEZHIKMNOPTYXo",
        strict=True,
    )
)
_LOOK: Final = f"[{''.join(_LOOKS)}]"
# "\u0421" yes; "C" no
_LOOK_ALIKE: Final = compile_late(_LOOK)
# The first letter of "\u0441at", the last of "catalo\u0440"; not "\u0441\u0430t" and "PDF\u044b".
_DISGUISED: Final = compile_late(
    f"{_LOOK}(?<![\u0370-\u04ff].)(?=[A-Za-z])|(?<=[A-Za-z]){_LOOK}(?![\u0370-\u04ff])"
)
# "\u041eRA-01555" in prose; not "ORA-01555" and "\u041e\u0420\u0410-01555".
_CODE: Final = compile_late(rf"(?<!\w)(?:[A-Z]|{_LOOK}){{2,12}}[-_ ]?\d{{2,8}}(?!\w)")
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
_WIDE: Final = {
    "\u3000": " ",
    "\uff5e": "~",
    **{chr(0xFF41 + number): chr(ord("a") + number) for number in range(26)},
}
_YEN: Final = dict.fromkeys("\u00a5\u20a9\uffe5", "\\")
_DASHES: Final = "\u2013\u2014\uff0d\u30fc\uff70"


def check(read: ReadArticle) -> Findings:
    """Check every character of code, in included files too."""
    for written in list_written_texts(read):
        if not written.text.isascii():
            places = sorted({*_places(written), *_find_disguised(written)})
            for kind in (_NAMES, _STRAIGHT, _WIDE, _DASHES, _YEN, _LOOKS):
                yield from _report(
                    written, [offset for offset in places if written.text[offset] in kind]
                )


def _places(written: WrittenText) -> list[int]:
    return [
        match.start()
        for start, end in written.code
        for match in _SEEN.finditer(written.text, start, end)
    ]


def _find_disguised(written: WrittenText) -> Iterator[int]:
    """Yield letters of other alphabets in Latin words of code, and in error codes of prose."""
    if not _LOOK_ALIKE.search(written.text):
        return
    for start, end in written.code:
        yield from (match.start() for match in _DISGUISED.finditer(written.text, start, end))
    for match in _CODE.finditer(written.prose):
        letters = match[0].rstrip("0123456789-_ ")
        if not letters.isascii() and any(letter.isascii() for letter in letters):
            yield from (match.start() + n for n, letter in enumerate(letters) if letter in _LOOKS)


def _report(written: WrittenText, places: list[int]) -> Findings:
    edits = tuple(
        written.edit(offset, offset + 1, _instead(written.text[offset]))
        for offset in places
        if written.text[offset] not in _DASHES
        and (_instead(written.text[offset]).strip("'\" ") or not _makes_code(offset, written))
    )
    yield from join_repetitions(_finding(written, offset, edits) for offset in places)


def _makes_code(offset: int, written: WrittenText) -> bool:
    """Whether text next to the character would become a mark of code, or lose a blank."""
    line = written.text[written.text.rfind("\n", 0, offset) + 1 : written.text.find("\n", offset)]
    if line.lstrip(_BLANKS).startswith(("```", "~~~")):
        return True
    return "`" in {written.text[offset - 1], written.text[offset + 1 : offset + 2]}


def _instead(char: str) -> str:
    return {**_STRAIGHT, **_WIDE, **_YEN, **_LOOKS, "\u00a0": " "}.get(char, "")


def _finding(written: WrittenText, offset: int, edits: tuple[Edit, ...]) -> Finding:
    char = written.text[offset]
    code = f"U+{ord(char):04X}"
    if char in _STRAIGHT:
        message, remedy = f"smart quote `{char}` ({code}) inside code", "type straight quotes"
        title, safe = "Type straight quotes inside code", False
    elif char in _DASHES:
        message, remedy = f"dash `{char}` ({code}) inside code", "type `-` or `--`"
        title, safe = "", False
    elif char == "\u3000":
        message, remedy = f"full-width space ({code}) inside code", "type an ordinary space"
        title, safe = "Type ordinary spaces inside code", False
    elif char in _WIDE or char in _YEN:
        message = f"`{char}` ({code}) inside code, where `{_instead(char)}` is meant"
        remedy, title, safe = f"type `{_instead(char)}`", "Type the plain characters", False
    elif char in _LOOKS:
        message = f"`{char}` ({code}) only looks like the Latin letter `{_instead(char)}`"
        remedy, title, safe = f"type `{_instead(char)}`", "Type Latin letters", False
    else:
        remedy = "type an ordinary space" if char == "\u00a0" else "remove it"
        message = f"{_NAMES[char]} ({code}) inside code"
        title, safe = "Remove what is invisible inside code", True
    fix = Fix(title, edits, safe) if edits else None
    return text_place(written, offset, offset + 1).finding(message, remedy, fix=fix)
