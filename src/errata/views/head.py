"""What the head of a page tells machines, beyond its title and description."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadView:
    """For shared links, feed readers and structured data; addresses are absolute."""

    title: str = ""
    """Whole and without the site's name; empty where the template makes it."""
    kind: str = ""
    """`article`, `home`, or empty for any other page."""
    created: str = ""
    """UTC, ISO 8601; empty where the page has no date."""
    updated: str = ""
    about: tuple[str, ...] = ()
    """Error codes that the page is about."""
    locale: str = ""
    """As Open Graph writes it: `pt_BR`."""
    other_locales: tuple[str, ...] = ()
    """Of the page's translations."""
    picture: str = ""
    """Shown where somebody shares the page; empty where the site has no address."""
    feed: str = ""
    """The locale's feed, relative to the page; empty where the site has no address."""
