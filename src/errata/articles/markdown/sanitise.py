"""The last word on an article's HTML: an allow list of elements, attributes and link schemes.

It runs once, on the finished body, whatever markdown and the extensions made of it; nh3 parses the
text as a browser does and writes it anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextvars import ContextVar
from html import escape
from typing import Final

import nh3

from errata.articles.markdown.repair.raw_tags import read_html_words
from errata.data.patterns import compile_late
from errata.text.characters import replace_unshown

_KEPT: Final = read_html_words("kept")
TAGS: Final = _KEPT["elements"]
CLASSES: Final = _KEPT["classes"]
ATTRIBUTES: Final = read_html_words("kept-attributes")
_TAGS, _SCHEMES = set(TAGS), set(_KEPT["schemes"])
_ATTRIBUTES = {tag: set(names) for tag, names in ATTRIBUTES.items()}
_GONE_WITH_CONTENT = {"script", "style"}
# '<details class="a" open=""' yes; '<details open="yes"' no.
_OPEN: Final = compile_late(r'(<details(?: [a-z]+="[^"<>]*")*) open=""')
# '<img src="a.png">' yes; '<img src="a.png" alt="">' no. A picture that its author left without a
# text is decorative: screen readers skip it.
_NO_ALT: Final = compile_late(r'<img((?: (?!alt=)[a-z]+="[^"<>]*")*+)>')
# '<img alt="a">' yes; '<img src="a.png">' no.
_NO_PICTURE: Final = compile_late(r'<img((?: (?!src=)[a-z]+="[^"<>]*")*+)>')
# ' alt="a"' yes; ' alt=a' no.
_ALT: Final = compile_late(r' alt="([^"]*)"')
# What html5ever looks at when it writes a text: "&", and characters whose first byte is that of a
# no-break space, such as "°" and "«"; not "é".
_SIGN: Final = compile_late(r"[&\x80-\xbf]")
# A text with fewer of these takes less than a second in a text of 8 MB.
_FEW_SIGNS: Final = 2_000
# The text behind ">" in "<p>a…", if it has 8,000 characters; nothing of "<a title='…'>".
_LONG_TEXT: Final = compile_late(r"(?:\A|>)[^<>]{8000,}+")
# 4,000 characters up to the next sign, so that "&amp;" stays whole.
_STRETCH: Final = compile_late(r".{4000}[^&\x80-\xbf]*+", re.DOTALL)
# Most addresses need no parser, which takes 30 µs: "https://example.com/a", "http://host:8080" and
# "mailto:a@b.c" yes; "https://%3Chost%3E/", "http://host:port/", "http://192.0.2.400/" are for the
# parser to decide.
_PLAIN_ADDRESS: Final = compile_late(
    r"https?://(?:[a-z0-9-]++\.)*+[a-z][a-z0-9-]*+(?::[0-9]{1,4})?(?:[/?#]|$)|mailto:[\w.+-]+@[\w.-]+$",
    re.IGNORECASE,
)
_LINKS = frozenset({"href", "src"})
# What may be in an attribute that is not free text; another value goes with its attribute. Of the
# numbers "-3" is a start, "2" a span, "300px" and "50%" are sizes; "3em", "1e9" and "+1" are none.
_VALUES: Final = {
    "target": compile_late("_blank|_self"),
    "ol type": compile_late("[1aAiI]"),
    "start": (_WHOLE := compile_late("-?[0-9]{1,9}")),
    "value": _WHOLE,
    "span": (_COUNT := compile_late("[0-9]{1,4}")),
    "colspan": _COUNT,
    "rowspan": _COUNT,
    "width": (_SIZE := compile_late("[0-9]{1,5}(?:px|%)?")),
    "height": _SIZE,
}


# The function that sees the links of the text that is being cleaned, in whatever thread.
_attribute: Final[ContextVar[Callable[[str, str, str], str | None]]] = ContextVar("attribute")


def _allow(tag: str, name: str, value: str) -> str | None:
    if name in _LINKS:
        return _attribute.get()(tag, name, value)
    if name == "class":
        return " ".join(name for name in value.split() if name in CLASSES) or None
    spelt = _VALUES.get(name) or _VALUES.get(f"{tag} {name}")
    return value if spelt is None or spelt.fullmatch(value) else None


# To make one takes as long as to clean half an article.
_CLEANER: Final = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_GONE_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    attribute_filter=_allow,
    link_rel=None,
    url_schemes=_SCHEMES,
)


def sanitise(html: str, attribute: Callable[[str, str, str], str | None]) -> str:
    """Remove everything from the HTML that the lists do not allow.

    Args:
        html: an article's body, whole.
        attribute: sees every link that is kept, after the check of schemes; what it returns is
            escaped and written without another check, so that it may hold placeholders.
    """
    token = _attribute.set(attribute)
    try:
        clean = _CLEANER.clean(_break_texts(html))
    finally:
        _attribute.reset(token)
    if "&#" in html:
        clean = replace_unshown(clean, "")  # written as a reference in raw HTML
    if "\u200b#" in clean:
        clean = clean.replace("&amp;\u200b#", "&amp;#")  # see `neutralise_hidden`
    # nh3 gives every attribute a value; in its output a raw `<` only ever begins a tag.
    if ' open=""' in clean:
        clean = _OPEN.sub(r"\1 open", clean)
    if "<img" not in clean:
        return clean
    return _NO_ALT.sub(r'<img\1 alt="">', _NO_PICTURE.sub(_alt_text, clean))


def _break_texts(html: str) -> str:
    """Divide long texts by an element that nh3 removes.

    In a text without `<` and `>`, html5ever scans all the rest for each sign that it escapes: 8 MB
    of `&` would take an hour (0.19 s for 100,000, 2.3 s for 400,000).
    """
    if html.count("&") < _FEW_SIGNS and (html.isascii() or len(_SIGN.findall(html)) < _FEW_SIGNS):
        return html
    return _LONG_TEXT.sub(lambda text: _STRETCH.sub(r"\g<0><wbr>", text[0]), html)


def _alt_text(picture: re.Match[str]) -> str:
    """Return the alternative text of a picture without an address."""
    alt = _ALT.search(picture[0])
    return alt[1] if alt else ""


def is_kept_address(url: str) -> bool:
    """Whether an address is valid for a link: no browser accepts `https://<host>:<port>/`."""
    if _PLAIN_ADDRESS.match(url):
        return True
    link = f'<a href="{escape(url)}"></a>'
    return "href" in nh3.clean(link, link_rel=None, url_schemes=_SCHEMES)
