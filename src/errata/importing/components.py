"""Turns what editors and knowledge bases build of HTML into a few elements that the writer knows.

Callouts, tabs, folded parts, code with its language, tasks, footnotes, videos: each is recognised
by the classes that its tool documents, and by the names that many tools share (`directives.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Final

from bs4.element import NavigableString, Tag

from errata.data import read_table, read_texts
from errata.data.patterns import compile_late
from errata.importing.parsing import walk_tags
from errata.importing.records import REMOVED, SIMPLIFIED, Account

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


_BOXES: Final = frozenset(read_texts("imported_html", "boxes"))
_KINDS: Final[Mapping[str, str]] = read_table("imported_html", "box-kinds")
_PARTS: Final = frozenset({"title", "header", "heading", "content", "body"})
# "alert-warning", "callout--note", "panel-info" and "note" yes: the last word says the kind.
_LAST_WORD: Final = compile_late(r"[a-z]+$")
# "language-js", "lang-sh" and "brush: java;" yes; "slang" no.
_LANGUAGE: Final = compile_late(
    r"(?:^|[\s\"'])(?:language|lang|brush|highlight-source|syntax)[-:]\s*([A-Za-z0-9_+#.-]{1,30})"
)
# Names of "no language" in other tools.
_PLAIN: Final = frozenset({"none", "plain", "plaintext", "text", "nohighlight", "txt", "markup"})
# "_ftn1", "fn-2" and "footnote:a" yes; "fn" and "note 1" no.
_NOTE_ID: Final = compile_late(r"_?(?:ftn|edn|fn|footnote|note)[-:_]?\w{1,20}", re.IGNORECASE)
_TITLES: Final = frozenset(read_texts("imported_html", "box-titles"))
_CONTENTS: Final = frozenset(read_texts("imported_html", "box-contents"))
_BARS: Final = frozenset({"nav-tabs", "tabs", "tabs-menu", "ui-tabs-nav"})
# Elements that are beside the text.
_ASIDE: Final = ("toc-macro", "toc", "expand-control-icon", "aui-icon", "inline-comment-marker")
_PLAYERS: Final = frozenset({"iframe", "video", "audio", "embed", "frame"})


def find_components(soup: BeautifulSoup, place: str, account: Account) -> None:
    """Rename and rearrange elements, from the inside out."""
    _players(soup, place, account)
    _folds(soup)
    _tabs(soup)
    _code(soup)
    _boxes(soup)
    _tasks(soup)
    _labels(soup, place, account)
    _footnotes(soup)


def classes(tag: Tag) -> list[str]:
    """Return the classes of an element, in lower case."""
    value = tag.get("class") or ""
    return [str(name).lower() for name in (value.split() if isinstance(value, str) else value)]


def _find_classed(parent: Tag, *names: str) -> Iterator[Tag]:
    """Yield the elements below another that have any of these classes, written in lower case."""
    # A selector of Beautiful Soup's takes ten times as long, and a body is searched fifteen times.
    wanted_names = frozenset(names)
    return (tag for tag in walk_tags(parent) if not wanted_names.isdisjoint(classes(tag)))


def make(soup: BeautifulSoup, tag: str, children: Iterable[object] = (), **data: str) -> Tag:
    """Make an element for the writer with all of these in it."""
    fresh = soup.new_tag(tag)
    for key, value in data.items():
        fresh[f"data-{key}"] = value
    for child in list(children):
        if isinstance(child, Tag | NavigableString):
            fresh.append(child.extract())
    return fresh


def _players(soup: BeautifulSoup, place: str, account: Account) -> None:
    for tag in soup.find_all(list(_PLAYERS)):
        if tag.decomposed:
            continue
        inner = tag.find("source")
        source = tag.get("src") or tag.get("data-src") or (inner and inner.get("src"))
        if not source:
            account.note("markup", REMOVED, place, f"<{tag.name}>", "it has nothing to play")
            tag.decompose()
            continue
        address = str(source)
        if address.startswith("//"):
            address = f"https:{address}"
        link = soup.new_tag("a", href=address)
        link.string = str(tag.get("title") or "") or address
        account.note("markup", SIMPLIFIED, place, address, "a player is a link")
        paragraph = soup.new_tag("p")
        paragraph.append(link)
        tag.replace_with(paragraph)


def _folds(soup: BeautifulSoup) -> None:
    for tag in list(_find_classed(soup, "expand-container")):
        title = next(_find_classed(tag, "expand-control-text"), None)
        body = next(_find_classed(tag, "expand-content"), None)
        if body is None:
            continue
        fold = make(soup, "details")
        summary = soup.new_tag("summary")
        summary.string = title.get_text(" ", strip=True) if title else ""
        fold.append(summary)
        for child in list(body.children):
            fold.append(child.extract())
        tag.replace_with(fold)


def _tabs(soup: BeautifulSoup) -> None:
    """Convert lists of labels that lead to panels by their ids: Bootstrap, jQuery UI, ARIA."""
    bars = [tag for tag in walk_tags(soup) if _is_bar(tag)]
    ids = _index_ids(soup) if bars else {}
    for bar in bars:
        links = [tag for tag in walk_tags(bar) if tag.get("role") == "tab" or _leads_inside(tag)]
        pairs = [(link.get_text(" ", strip=True), _panel(ids, link)) for link in links]
        if len(pairs) < 2 or not all(panel and label for label, panel in pairs):  # noqa: PLR2004 - one tab is none
            continue
        tabs = make(soup, "errata-tabs")
        bar.insert_before(tabs)
        for label, panel in pairs:
            if panel is not None and panel.parent is not None:
                tabs.append(make(soup, "errata-tab", list(panel.children), label=label))
                panel.decompose()
        bar.decompose()


def _is_bar(tag: Tag) -> bool:
    is_list = tag.name == "ul" and not _BARS.isdisjoint(classes(tag))
    return is_list or tag.get("role") == "tablist"


def _leads_inside(tag: Tag) -> bool:
    """Return whether an element is a link to a place on its page."""
    return tag.name == "a" and str(tag.get("href") or "").startswith("#")


def _index_ids(soup: Tag) -> dict[str, Tag]:
    """Map each id, else name of an anchor, to the first element that has it."""
    by_id: dict[str, Tag] = {}
    for key in ("id", "name"):
        for tag in walk_tags(soup):
            if (name := tag.get(key)) and (key == "id" or tag.name == "a"):
                by_id.setdefault(str(name), tag)
    return by_id


def _panel(ids: Mapping[str, Tag], link: Tag) -> Tag | None:
    panel_id = str(link.get("aria-controls") or str(link.get("href") or "").partition("#")[2])
    panel = ids.get(panel_id)
    return None if panel is None or panel.decomposed else panel


def _code(soup: BeautifulSoup) -> None:
    for panel in list(_find_classed(soup, "code", "preformatted")):
        if "panel" not in classes(panel):
            continue
        title = next(_find_classed(panel, "codeheader", "preformattedheader"), None)
        body = panel.find("pre")
        if isinstance(body, Tag):
            if title and title.get_text(strip=True):
                strong = soup.new_tag("strong")
                strong.string = title.get_text(" ", strip=True)
                paragraph = soup.new_tag("p")
                paragraph.append(strong)
                panel.insert_before(paragraph)
            panel.replace_with(body.extract())
    for code in soup.find_all("pre"):
        code["data-language"] = language_of(code)
    # A block of code that is written as a line: "<code>a<br>b</code>".
    for code in soup.find_all("code"):
        parent = code.parent
        if code.find("br") and parent is not None and parent.name != "pre" and _is_alone(code):
            code.name = "pre"
            code["data-language"] = ""
            if parent.name == "p":
                parent.unwrap()


def _is_alone(tag: Tag) -> bool:
    siblings = chain(tag.next_siblings, tag.previous_siblings)
    return not any(isinstance(sibling, Tag) or str(sibling).strip() for sibling in siblings)


def language_of(code: Tag) -> str:
    """Return the language that a block of code states; empty if none."""
    tags = [code, *code.find_all("code", limit=1), *list(code.parents)[:2]]
    for tag in tags:
        words = " ".join(
            (
                *classes(tag),
                str(tag.get("data-syntaxhighlighter-params") or ""),
                *(f"lang-{tag[key]}" for key in ("data-lang", "data-language") if tag.get(key)),
            )
        )
        if match := _LANGUAGE.search(words):
            name = match[1].lower().rstrip(".")
            return "" if name in _PLAIN else name
    return ""


def _boxes(soup: BeautifulSoup) -> None:
    names = {
        name: kind
        for kind, listed in read_table("directives", "callouts").items()
        for name in listed
    }
    for tag in reversed(soup.find_all(["div", "aside", "section", "blockquote", "p"])):
        kind = _kind_of(classes(tag), names)
        if not kind:
            continue
        title, body = _parts_of_box(tag)
        box = make(soup, "errata-callout", list(body.children), kind=kind, title=title)
        tag.replace_with(box)


def _kind_of(own: list[str], names: dict[str, str]) -> str:
    for name in own:
        if name in _KINDS and name.startswith("confluence"):
            return _KINDS[name]
    if not any(name in _BOXES or name.partition("-")[0] in _BOXES for name in own):
        return ""
    if any(name.partition("-")[2] in _PARTS for name in own):
        return ""
    for name in reversed(own):
        last = _LAST_WORD.search(name)
        word = last[0] if last else ""
        if word in _BOXES and word not in names:
            continue
        if kind := _KINDS.get(word) or names.get(word):
            return kind
    # A panel of Confluence and a callout of Zendesk say no kind.
    return "" if {"panel", "callout"}.isdisjoint(own) else "NOTE"


def _parts_of_box(tag: Tag) -> tuple[str, Tag]:
    title = _child_of_class(tag, _TITLES)
    text = ""
    if title is not None:
        text = title.get_text(" ", strip=True)
        title.decompose()
    return text, _child_of_class(tag, _CONTENTS) or tag


def _child_of_class(tag: Tag, names: frozenset[str]) -> Tag | None:
    own = (child for child in tag.children if isinstance(child, Tag))
    return next((child for child in own if not names.isdisjoint(classes(child))), None)


def _tasks(soup: BeautifulSoup) -> None:
    for item in soup.find_all("li"):
        above = item.parent
        if "task-list-item" not in classes(item) and not (
            above is not None and above.name == "ul" and "inline-task-list" in classes(above)
        ):
            continue
        box = item.find("input")
        done = "checked" in classes(item) or (isinstance(box, Tag) and box.has_attr("checked"))
        item["data-errata-task"] = "done" if done else "open"
        if isinstance(box, Tag):
            box.decompose()


def _labels(soup: BeautifulSoup, place: str, account: Account) -> None:
    """Convert coloured words, and small pictures that stand for a sign or a file."""
    for link in list(_find_classed(soup, "confluence-embedded-file")):
        name = str(link.get("data-linked-resource-default-alias") or "")
        for preview in link.find_all("img") if name else ():
            preview.replace_with(name)
    for tag in list(_find_classed(soup, "status-macro", "aui-lozenge")):
        tag.name = "strong"
        tag.attrs = {}
    for picture in list(_find_classed(soup, "emoticon", "emoji")):
        if picture.name != "img":
            continue
        sign = str(
            picture.get("data-emoji-fallback") or picture.get("alt") or picture.get("title") or ""
        )
        picture.replace_with(NavigableString(sign))
    for tag in list(_find_classed(soup, *_ASIDE)):
        if tag.decomposed:
            continue
        if "inline-comment-marker" in classes(tag):
            tag.unwrap()
        else:
            if tag.get_text(strip=True) and "aui-icon" not in classes(tag):
                account.note(
                    "markup", SIMPLIFIED, place, "a table of contents", "each page has one"
                )
            tag.decompose()


def _footnotes(soup: BeautifulSoup) -> None:
    """Convert links to notes at the end that link back: Word, Google Docs, Pandoc."""
    notes: dict[str, tuple[str, Tag]] = {}
    ids = _index_ids(soup)
    for link in [tag for tag in walk_tags(soup) if _leads_inside(tag)]:
        name = str(link["href"])[1:]
        if not _NOTE_ID.fullmatch(name) or "ref" in name.lower() or name not in ids:
            continue
        target, ancestors = ids[name], list(map(id, link.parents))
        block = (
            target if target.name in {"li", "div", "p"} else target.find_parent(["li", "div", "p"])
        )
        if not isinstance(block, Tag) or id(target) in ancestors or id(block) in ancestors:
            continue
        number, _ = notes.setdefault(name, (str(len(notes) + 1), block))
        mark = make(soup, "errata-ref", name=number)
        outer = link.parent
        is_raised = outer is not None and outer.name == "sup" and _is_alone(link)
        (outer if is_raised and outer is not None else link).replace_with(mark)
    if not notes:
        return
    body = make(soup, "errata-notes")
    for name, (number, block) in notes.items():
        _drop_back_links(block, name)
        body.append(make(soup, "errata-note", list(block.children), name=number))
        parent = block.parent
        block.decompose()
        if parent is not None and parent.name in {"ol", "ul"} and not parent.find("li"):
            parent.decompose()
    soup.append(body)


def _drop_back_links(block: Tag, name: str) -> None:
    for link in [tag for tag in walk_tags(block) if _leads_inside(tag)]:
        text = link.get_text(strip=True)
        # "↩", "[1]" and "1" lead back; words are part of the note.
        if "ref" in str(link["href"]).lower() or not any(map(str.isalpha, text)):
            link.decompose()
    for anchor in block.find_all("a", attrs={"name": name}):
        anchor.unwrap()
