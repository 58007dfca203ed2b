"""Gives ids to the places of an article, and notes what else links may call them.

All ids are letters, digits, `-` and `_`, begin with a letter and are unique, also among the ids of
the page's frame.
"""

from __future__ import annotations

from html import unescape
from itertools import count
from typing import TYPE_CHECKING, Final

from errata.text.anchors import fold_fragment, heading_slugs, make_svelte_slug, valid_id

if TYPE_CHECKING:
    from markdown_it.token import Token

    from errata.articles.markdown.context import ParseContext
    from errata.articles.markdown.repair.raw_tags import RawTag


# Ids of the page's own frame; it may use any that begins with `errata-`, too. An element with the
# name of a global is that global to scripts, and `errata` is what ours share.
RESERVED: Final = frozenset({"main", "contents", "search", "top", "errata"})


def claim_id(authored: str, context: ParseContext) -> str:
    """Claim a valid id: the wanted one, or the first free of `wanted-2`, `wanted-3` and so on."""
    name = valid = valid_id(authored)
    while name in context.anchors or name in RESERVED:
        name = f"{valid}-{next(context.repetitions.setdefault(valid, count(2)))}"
    context.anchors.add(name)
    if name != valid:
        context.numbered.add(name)
    return name


def claim_raw_id(tag: RawTag, context: ParseContext) -> str:
    """Claim the id of a raw tag, or the name of a raw `<a>`; empty if it has neither."""
    name = tag.attributes.get("name", "") if tag.name == "a" else ""
    authored = unescape(tag.attributes.get("id") or name).strip()
    if tag.closing or not authored:
        return ""
    claimed = claim_id(authored, context)
    if authored not in context.anchors:
        context.aliases.setdefault(authored, claimed)
    return claimed


class OtherNames:
    """Collects what a link may call the headings in addition to their ids.

    Own ids take precedence, but numbers of repeated headings count as in all other tools, where the
    two differ: of three headings "Overview", `overview-2` is the third.
    """

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._times: dict[tuple[int, int, str], int] = {}
        self._names: list[tuple[str, str]] = []
        self._path: list[tuple[int, str]] = []

    def add(self, opening: Token, text: str, heading_id: str) -> None:
        """Note what other tools call the next heading; the title may be without an id."""
        self._names.extend((label, heading_id) for label in opening.meta.get("labels", ()))
        if "id" in opening.meta:
            self._names.append((opening.meta["id"], heading_id))
        for form, spelled in enumerate(dict.fromkeys((text, self._spell_out(text)))):
            for rule, slug in enumerate(heading_slugs(spelled)):
                times = self._times.get((form, rule, slug.text), 0)
                self._times[form, rule, slug.text] = times + 1
                name = f"{slug.text}{slug.separator}{times}" if times else slug.text
                self._names.append((name, heading_id))

    def _spell_out(self, text: str) -> str:
        """Return a text with the codes of emoji, of which GitHub makes ids."""
        for emoji, code in self._context.emoji.items():
            text = text.replace(emoji, code)
        return text

    def add_path(self, level: int, text: str, heading_id: str) -> None:
        """Note the name that svelte.dev makes of a heading and those above it: `Props-defaults`."""
        self._path = [above for above in self._path if above[0] < level]
        self._path.append((level, make_svelte_slug(text)))
        if len(self._path) > 1:
            self._names.append(("-".join(slug for _, slug in self._path), heading_id))

    def note_all(self) -> None:
        """Note the names when all ids are known; a name is that of its first heading."""
        for name, heading_id in dict.fromkeys(self._names):
            for key in dict.fromkeys((name, fold_fragment(name))):
                self._note(key, heading_id)
        for anchor in sorted(self._context.anchors):
            self._note(fold_fragment(anchor), anchor)

    def _note(self, name: str, heading_id: str) -> None:
        context = self._context
        if name in context.anchors and name not in context.numbered:
            return
        # A heading that is found without an alias, as most are, needs none.
        if name != heading_id and (not heading_id or valid_id(name) != heading_id):
            context.aliases.setdefault(name, heading_id)
