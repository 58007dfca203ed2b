"""What the templates of articles, and of those that are gone, may see."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup  # noqa: TC002 - the test of these modules resolves the annotations

from errata.views.shared import LanguageLink, Layout, Link, Timestamp  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True)
class Contents:
    """One line of an article's table of contents."""

    text: str
    href: str
    children: tuple[Link, ...] = ()
    """The headings one level below."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A section that readers look for first."""

    kind: str
    """`issue`, `cause` or `resolution`: the string `lead_<kind>` names it."""
    href: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What a reader should know before the text."""

    hidden: bool = False
    replaced: Link | None = None
    """What stands in the article's place; without an address where there is nothing to link."""
    machine: str = ""
    """`whole` or `part`: how much of it a machine translated."""
    outdated: bool = False
    """The original has changed since this translation was made."""
    fallback: str = ""
    """Not translated: the tag of the language that the article is in."""
    original: Link | None = None
    """The article in the language it was written in."""


@dataclass(frozen=True, slots=True)
class ArticleView:
    """One article's page."""

    frame: Layout
    title: Markup
    body: Markup
    """With the comment `errata-message` where a quoted error message is to be named as such."""
    number: str
    notices: Notices
    lang: str = ""
    """Of the article's texts, where it is not the page's."""
    dir: str = ""
    """Of the same, `ltr` or `rtl`."""
    products: tuple[Link, ...] = ()
    applies_to: tuple[Link, ...] = ()
    audience: tuple[str, ...] = ()
    updated: Timestamp | None = None
    version: str = ""
    team: str = ""
    edit: str = ""
    """Where the article is edited; empty where the site does not say."""
    leads: tuple[Lead, ...] = ()
    """In the order of a reader's questions; empty where there is one at most."""
    contents: tuple[Contents, ...] = ()
    animations: bool = False
    """Whether a picture waits to be played."""
    boxes: bool = False
    """There is code or a table, which may be copied or scrolled."""
    codes: tuple[Link, ...] = ()
    """The error codes the article is about, in title, description and keywords too; statuses."""
    more_codes: tuple[Link, ...] = ()
    """Those for which there is no room at the top."""
    secondary: tuple[Link, ...] = ()
    """Those that it only mentions, in a trace or beside another."""
    keywords: tuple[tuple[Link, ...], ...] = ()
    """Each keyword in pieces; a piece that is an error code leads to its page."""
    same_code: tuple[Link, ...] = ()
    """Other articles with a code of this one."""
    related: tuple[Link, ...] = ()
    """Close ones by other signs."""
    translations: tuple[LanguageLink, ...] = ()
    """The article in other locales."""


@dataclass(frozen=True, slots=True)
class MovedView:
    """The page at the address of what is gone and has a successor."""

    frame: Layout
    old: str
    """The id that was published here."""
    target: Link


@dataclass(frozen=True, slots=True)
class GoneView:
    """The page at the address of what is gone for good."""

    frame: Layout
    old: str
    """The id that was published here."""
