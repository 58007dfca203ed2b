"""What servers read: headers and redirects for Netlify, Cloudflare Pages and nginx, and robots.txt.

A page's own policy stands in its `<meta>` element; the header adds what only a header can say. A
`robots.txt` counts at a host's root alone: on a site below a path it is a model to copy from.
"""

from __future__ import annotations

from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from errata.model import Artifact
from errata.outputs.article_views import MovedView
from errata.outputs.frame import absolute, policy
from errata.outputs.sitemap import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from errata.config import Config
    from errata.model import Library, Page

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
NGINX: Final = "nginx.conf"
ROBOTS: Final = "robots.txt"

_SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Caches ask whether a file is still the same: the parts of the search index belong together."""
_IN_ADDRESS: Final = "%:/?#[]@!$&'()*+,;=~"


def emit(pages: Iterable[Page], library: Library, config: Config) -> Iterator[Artifact]:
    """By name."""
    prefix = urlsplit(config.site.url).path.rstrip("/")
    moves = dict(_moves(pages, prefix))
    headers = {"Content-Security-Policy": _policy(library), **_SAFE}
    yield Artifact(HEADERS, _headers(headers, prefix).encode())
    yield Artifact(REDIRECTS, _redirects(moves).encode())
    yield Artifact(NGINX, _nginx(headers, moves, prefix).encode())
    yield Artifact(ROBOTS, _robots(config).encode())


def _policy(library: Library) -> str:
    """What any page of the site needs; each page's own is stricter."""
    remote = any(article.external for article in library.articles)
    return f"{policy(remote_images=remote, workers=True)}; frame-ancestors 'none'"


def _moves(pages: Iterable[Page], prefix: str) -> Iterator[tuple[str, str]]:
    """(old path, where it leads), both below the host's root, the pages' own order."""
    for page in pages:
        if isinstance(page.view, MovedView) and page.view.target.href:
            folder = page.path.removesuffix("index.html")
            yield f"{prefix}/{quote(folder)}", _target(page.view.target.href, folder, prefix)


def _target(href: str, folder: str, prefix: str) -> str:
    if urlsplit(href).scheme:
        return quote(href, safe=_IN_ADDRESS)
    path = normpath(join("/", folder, unquote(urlsplit(href).path)))
    return f"{prefix}{quote(path.removesuffix('index.html'))}"


def _headers(headers: dict[str, str], prefix: str) -> str:
    lines = [f"{prefix}/*", *(f"  {name}: {value}" for name, value in headers.items())]
    lines += [f"{prefix}/api/*", "  Access-Control-Allow-Origin: *"]
    return "\n".join(lines) + "\n"


def _redirects(moves: dict[str, str]) -> str:
    return "".join(f"{old} {target} 301\n" for old, target in moves.items())


def _nginx(headers: dict[str, str], moves: dict[str, str], prefix: str) -> str:
    """To be included in a `server` block, with the site's folder as its root."""
    said = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    own = "".join(f"    {line}\n" for line in said)
    lines = ["# Include this file in the `server` block that serves the site.", *said]
    lines += [
        f"location = {_quoted(old)} {{ return 301 {_quoted(target)}; }}"
        for old, target in moves.items()
    ]
    lines += [
        f'location {prefix}/api/ {{\n{own}    add_header Access-Control-Allow-Origin "*";\n}}',
        f"error_page 404 {prefix}/404.html;",
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """As nginx reads a text; a `$` would begin a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{escaped}"'


def _robots(config: Config) -> str:
    where = f"Sitemap: {absolute(config.site.url, INDEX)}\n" if config.site.url else ""
    return f"User-agent: *\nAllow: /\n{where}"
