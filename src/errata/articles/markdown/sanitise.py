"""The last word on an article's HTML: an allow list of elements, attributes and link schemes.

It runs once, on the finished body, whatever markdown and the extensions made of it; nh3 parses the
text as a browser does and writes it anew.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

import nh3

from errata.articles.markdown.repair.raw_tags import split_words
from errata.text.characters import UNSHOWN

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = split_words(
    "a abbr b blockquote br caption cite code col colgroup dd del details div dl dt em figcaption "
    "figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q s samp small source span "
    "strong sub summary sup table tbody td tfoot th thead time tr u ul var video"
)

# Never `style`, `name`, `srcset`, `srcdoc`, `on…`, nor `cite`, whose scheme nh3 does not check.
ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "*": frozenset({"id", "class", "lang", "dir"}),
    "a": frozenset({"href", "title", "rel", "target", "hreflang", "aria-label"}),
    "abbr": frozenset({"title"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "del": frozenset({"datetime"}),
    "details": frozenset({"open"}),
    "div": frozenset({"role", "aria-labelledby", "aria-label", "tabindex"}),
    "img": frozenset({"src", "alt", "title", "width", "height", "loading", "decoding"}),
    "ins": frozenset({"datetime"}),
    "li": frozenset({"value"}),
    "ol": frozenset({"start", "reversed", "type"}),
    "pre": frozenset({"tabindex"}),
    "source": frozenset({"media", "type", "width", "height", "src"}),
    "span": frozenset({"title", "translate"}),
    "table": frozenset({"tabindex"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope"}),
    "time": frozenset({"datetime"}),
    "video": frozenset({"src", "controls", "width", "height", "preload", "title"}),
}

# What `class` may hold: all that the extensions write, and nothing of an author's own.
CLASSES: Final = split_words(
    "align-center align-left align-right badge badge-caution badge-informative badge-negative "
    "badge-neutral badge-positive callout callout-administration callout-availability "
    "callout-caution callout-danger callout-error callout-example callout-important callout-info "
    "callout-note callout-prerequisites callout-question callout-success callout-tip callout-title "
    "callout-warning code collapsible dnl footnote-back footnote-ref footnotes message "
    "morelikethis morelikethis-title shadebox shadebox-title ta-center ta-left ta-right tab table "
    "tabs task task-done task-open uicontrol video video-link visually-hidden w-100 w-25 w-50 w-75"
)

SCHEMES = frozenset({"http", "https", "mailto"})

_TAGS, _SCHEMES = set(TAGS), set(SCHEMES)
_ATTRIBUTES = {tag: set(names) for tag, names in ATTRIBUTES.items()}
_GONE_WITH_CONTENT = {"script", "style"}
# '<details class="a" open=""' yes; '<details open="yes"' no.
_OPEN: Final = re.compile(r'(<details(?: [a-z]+="[^"<>]*")*) open=""')
# '<img src="a.png">' yes; '<img src="a.png" alt="">' no. A picture that its author left without a
# text is decorative: screen readers skip it.
_NO_ALT: Final = re.compile(r'<img((?: (?!alt=)[a-z]+="[^"<>]*")*+)>')
# '<img alt="a">' yes; '<img src="a.png">' no.
_NO_PICTURE: Final = re.compile(r'<img((?: (?!src=)[a-z]+="[^"<>]*")*+)>')
# ' alt="a"' yes; ' alt=a' no.
_ALT: Final = re.compile(r' alt="([^"]*)"')
# Most addresses need no parser, which takes 30 µs: "https://example.com/a", "http://host:8080" yes;
# "https://%3Chost%3E/", "http://host:port/", "http://192.0.2.400/" are for the parser to decide.
_PLAIN_ADDRESS: Final = re.compile(
    r"https?://(?:[a-z0-9-]++\.)*+[a-z][a-z0-9-]*+(?::[0-9]{1,4})?(?:[/?#]|$)", re.IGNORECASE
)
_LINKS = frozenset({"href", "src"})
# What may be in an attribute that is not free text; another value goes with its attribute. Of the
# numbers "-3" is a start, "2" a span, "300px" and "50%" are sizes; "3em", "1e9" and "+1" are none.
_VALUES: Final = {
    "target": re.compile("_blank|_self"),
    "ol type": re.compile("[1aAiI]"),
    "start": (_WHOLE := re.compile("-?[0-9]{1,9}")),
    "value": _WHOLE,
    "span": (_COUNT := re.compile("[0-9]{1,4}")),
    "colspan": _COUNT,
    "rowspan": _COUNT,
    "width": (_SIZE := re.compile("[0-9]{1,5}(?:px|%)?")),
    "height": _SIZE,
}


def sanitise(html: str, attribute: Callable[[str, str, str], str | None]) -> str:
    """The HTML with nothing in it but what the lists allow.

    Args:
        html: an article's body, whole.
        attribute: sees every link that is kept, after the check of schemes; what it returns is
            escaped and written without another check, so that it may hold placeholders.
    """

    def allow(tag: str, name: str, value: str) -> str | None:
        if name in _LINKS:
            return attribute(tag, name, value)
        if name == "class":
            return " ".join(one for one in value.split() if one in CLASSES) or None
        spelt = _VALUES.get(name) or _VALUES.get(f"{tag} {name}")
        return value if spelt is None or spelt.fullmatch(value) else None

    clean = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=allow,
        link_rel=None,
        url_schemes=_SCHEMES,
    )
    if "&#" in html:
        clean = UNSHOWN.sub("", clean)  # written as a reference in raw HTML
    # nh3 gives every attribute a value; in its output a raw `<` only ever begins a tag.
    if ' open=""' in clean:
        clean = _OPEN.sub(r"\1 open", clean)
    if "<img" not in clean:
        return clean
    return _NO_ALT.sub(r'<img\1 alt="">', _NO_PICTURE.sub(_alt_text, clean))


def _alt_text(picture: re.Match[str]) -> str:
    """The text of a picture that has no address."""
    alt = _ALT.search(picture[0])
    return alt[1] if alt else ""


def is_kept_address(url: str) -> bool:
    """Whether a link to a web address keeps it: no browser takes `https://<host>:<port>/`."""
    if _PLAIN_ADDRESS.match(url):
        return True
    link = f'<a href="{escape(url)}"></a>'
    return "href" in nh3.clean(link, link_rel=None, url_schemes=_SCHEMES)
