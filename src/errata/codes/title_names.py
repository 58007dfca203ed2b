"""Recognises an article's title that is the name of an error: `KubeNodeNotReady`, `disk_is_full`.

Monitoring names its alerts so, and programs their reasons. Such a name has no family and no word of
an error in it, so that a text shows it only where an article is named after it.

1. The title, the first heading or the file's name is one identifier, of three words or more, and
   the title has the same letters: "Kube Node Not Ready" of `KubeNodeNotReady.md`. The article has a
   section on a cause or on what to do, for many a class or a function has such a page, too.
2. One of two words, such as `TargetDown`, may be a product's name: it counts where the text calls
   it an error, or where the file, too, is named so.
3. Without such a section, the file is named so and the text speaks of an alert.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.data.literals import Literals
from errata.data.patterns import compile_late
from errata.messages.telling import names_message, words_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

# "KubeNodeNotReady", "etcdNoLeader", "KubeAPIDown" yes; "Kubernetes", "Kube Node" no
_CAMEL: Final = compile_late(r"[A-Za-z][a-z0-9]{0,40}(?:[A-Z][a-z0-9]{0,40}){1,30}")
# "disk_is_full", "node-not-ready" yes; "disk", "disk_", "Disk is full", "a-b_c" no
_JOINED: Final = compile_late(
    r"[A-Za-z][A-Za-z0-9]{1,40}(?:(?:_[A-Za-z0-9]{1,40}){1,12}|(?:-[A-Za-z0-9]{1,40}){1,12})"
)
_ALERT_WORDS: Final = Literals(words_of_kind("alert"))
# The words of a name: "Kube", "API", "Down" of "KubeAPIDown"; "etcd", "No"
_WORD: Final = compile_late(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
# Behind a name: " [Deprecated]", " (v2)" yes; "a[0]" no
_NOTE: Final = compile_late(r"\s[\[(][^\[\]()]{1,40}[\])]\s*$")
# Between the words of a title
_JOINT: Final = compile_late(r"[\s_-]+")
# Shorter names, such as "MySQL", are those of products.
_SHORTEST: Final = 7
_MANY_WORDS: Final = 3
# Characters of the text in which a name is called an error: an article says at its beginning what
# it is about.
_REACH: Final = 4000
# Characters before a name in which a word may call it an error: "the alert `TargetDown`" yes; "an
# error that PostgreSQL reports" no
_BEFORE: Final = 9


def names_of(
    title: str, heading: str, stem: str, texts: Iterable[str], *, helps: bool = True
) -> tuple[str, ...]:
    """The identifiers that an article is about; one that helps has a cause or a resolution."""
    headings = [_NOTE.sub("", text).strip() for text in (title, heading)]
    names = list(filter(_is_name, headings))
    if _CAMEL.fullmatch(stem) and (names or _letters(stem) in map(_letters, headings)):
        names.append(stem)
    if not names:
        return ()
    text = "\n".join(texts)[:_REACH]
    is_alert = _ALERT_WORDS.are_in(text.lower())
    return tuple(
        name
        for name in dict.fromkeys(names)
        if len(name) >= _SHORTEST
        and ((is_alert and name == stem) or (helps and _is_subject(name, stem, text)))
    )


def _is_subject(name: str, stem: str, text: str) -> bool:
    is_long = len(_WORD.findall(name)) >= _MANY_WORDS
    return is_long or (name == stem and "-" not in name) or _is_called_error(name, text)


def _is_name(text: str) -> bool:
    is_one = _CAMEL.fullmatch(text) or _JOINED.fullmatch(text)
    return is_one is not None and not text.isupper()


def _letters(text: str) -> str:
    return _JOINT.sub("", text).lower()


def _is_called_error(name: str, text: str) -> bool:
    at = text.find(name)
    while at >= 0:
        if names_message(text[max(0, at - _BEFORE) : at]):
            return True
        at = text.find(name, at + len(name))
    return False
