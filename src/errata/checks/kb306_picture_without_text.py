"""A picture without alternative text, or whose text is a file's name or only says "screenshot".

People who use a screen reader do not know what the picture shows, and search does not find it.
Describe what matters in it: `![The dialog with the error "Access denied"](dialog.png)`. If the
picture is only decoration, write `<img src="line.png" alt="">`.
"""

import re
from typing import Final

from errata.checks.places import text_place
from errata.checks.wording import fold_phrase, read_phrases
from errata.checks.written import read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity, join_repetitions
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
SEVERITY_IF_VALIDATED = Severity.ERROR
MAY_WAIT = True

# "dialog.png" and "Screen Shot 2020-08-17.png"; not "Open the file dialog.png." and "PNG".
_FILE_NAME: Final = compile_late(
    r"[^\n]{1,200}\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)", re.IGNORECASE
)
# Numbers and times behind a name: " 2", "1" of "image1", " 2024-05-01 um 10.11.12", " (3)".
_NUMBER: Final = compile_late(
    r"[\s(#_-]*\d[\d\s.:_()/-]*(?:[^\W\d_]{1,3}\s[\d.:_]+)?(?:\s?[ap]\.?m\.?)?$"
)


def check(read: ReadArticle) -> Findings:
    """Check every picture, written in markdown or in HTML."""
    yield from join_repetitions(_list_vague(read))


def _list_vague(read: ReadArticle) -> Findings:
    written = read_written(read)
    for link in written.links:
        if not link.is_picture or link.is_decorative:
            continue
        if not link.text.strip():
            message = "a picture without alternative text"
        elif _FILE_NAME.fullmatch(link.text):
            message = "the alternative text of a picture is only a file name"
        elif _is_vague(link.text, read.article.locale):
            message = f"the alternative text of a picture says only `{' '.join(link.text.split())}`"
        else:
            continue
        remedy = "describe the picture between the brackets"
        yield text_place(written, link.start, link.end).finding(message, remedy)


def _is_vague(text: str, locale: str) -> bool:
    """Whether a text says only that there is a picture, as programs that paste one write."""
    folded = fold_phrase(text)
    return fold_phrase(_NUMBER.sub("", folded)) in read_phrases("vague-pictures", locale)
