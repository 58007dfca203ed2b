"""What servers read: headers and redirects for Netlify, Cloudflare Pages and nginx, and robots.txt.

A page's own policy stands in its `<meta>` element; the header adds what only a header can say. A
`robots.txt` counts at a host's root alone: on a site below a path it is a model to copy from.
"""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from errata.model import Artifact
from errata.outputs.sitemap import INDEX
from errata.parts.frame import absolute, policy
from errata.views.article import MovedView
from errata.views.shared import NotFoundView

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
_TEXTS: Final = """    default_type text/markdown;
    charset utf-8;
    charset_types text/markdown text/plain;
"""
"""For nginx, which knows no markdown and says of no text how its letters are written."""
_IN_ADDRESS: Final = "%:/?#[]@!$&'()*+,;=~"


def emit(pages: Iterable[Page], library: Library, config: Config) -> Iterator[Artifact]:
    """By name."""
    prefix = urlsplit(config.site.url).path.rstrip("/")
    listed = tuple(pages)
    moves = dict(_moves(listed, prefix))
    missing = [f"{prefix}/{page.path}" for page in listed if isinstance(page.view, NotFoundView)]
    headers = {"Content-Security-Policy": _policy(library), **_SAFE}
    yield Artifact(HEADERS, _headers(headers, prefix).encode())
    netlify = config.site.host == "netlify"
    yield Artifact(REDIRECTS, _redirects(moves, missing, netlify=netlify).encode())
    yield Artifact(NGINX, _nginx(headers, moves, missing, prefix).encode())
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


def _redirects(moves: dict[str, str], missing: Sequence[str], *, netlify: bool) -> str:
    """Netlify keeps to a page that lies there unless a rule is forced with `!`.

    Cloudflare Pages refuses that, and rules for what is missing, which it finds by itself.
    """
    status = "301!" if netlify else "301"
    lines = [f"{old} {target} {status}" for old, target in moves.items()]
    rules = [f"{_folder(page)}* {page} 404" for page in missing[1:]] if netlify else []
    return "".join(f"{line}\n" for line in (*lines, *rules))


def _folder(path: str) -> str:
    return path[: path.rindex("/") + 1]


def _nginx(
    headers: dict[str, str], moves: dict[str, str], missing: Sequence[str], prefix: str
) -> str:
    """To be included in a `server` block whose root has the site below the prefix."""
    said = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    own = "".join(f"    {line}\n" for line in said)
    lines = [f"# Include this file in the `server` block that serves the site at {prefix}/.", *said]
    lines += [
        f"location = {_quoted(old)} {{ return 301 {_quoted(target)}; }}"
        for old, target in moves.items()
    ]
    lines += [
        f'location {prefix}/api/ {{\n{own}    add_header Access-Control-Allow-Origin "*";\n}}',
        f"location ~ ^{re.escape(prefix)}/.*\\.(md|txt)$ {{\n{_TEXTS}}}",
        *(f"location {_folder(page)} {{ error_page 404 {page}; }}" for page in missing[1:]),
        *(f"error_page 404 {page};" for page in missing[:1]),
    ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """As nginx reads a text; a `$` would begin a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{escaped}"'


def _robots(config: Config) -> str:
    where = f"Sitemap: {absolute(config.site.url, INDEX)}\n" if config.site.url else ""
    return f"User-agent: *\nAllow: /\n{where}"
