"""Where a long name may end a line, so that a phone breaks it between its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from errata.data.patterns import compile_late

if TYPE_CHECKING:
    import re

# Before "Memory" in "OutOfMemoryError", "Metrics" in "ACMMetrics" and "FAILURE" in "ERR_FAILURE";
# nowhere in "RED-520025".
_WORDS: Final = compile_late(
    r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[_./\\])(?=[^_./\\])"
)
# A tag, a character reference, or a name that a heading on a phone has no room for, such as
# "KubePersistentVolumeErrors"; not "Troubleshooting", which no word ends in.
_LONG: Final = compile_late(r"<[^>]*>|&#?\w+;|[A-Za-z0-9_./\\-]{16,}")
_LONG_NAME: Final = compile_late(r"[A-Za-z0-9_./\\-]{16}")
_BREAK: Final = Markup("<wbr>")


def break_name(name: str) -> Markup:
    """A name that may break between all its words, however short it is."""
    return _BREAK.join(_WORDS.split(name))


def break_long_names(text: str) -> Markup:
    """A text, or HTML that is marked as such, whose long names may break between their words."""
    markup = escape(text)
    if not _LONG_NAME.search(markup):
        return markup
    return Markup(_LONG.sub(_break, markup))  # noqa: S704 - escaped above


def _break(found: re.Match[str]) -> str:
    text = found[0]
    return text if text[0] in "<&" else "<wbr>".join(_WORDS.split(text))
