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
from errata.site.layout import absolute_url, content_security_policy
from errata.site.pages.not_found import not_found_paths
from errata.site.pages.redirects import list_redirects
from errata.site.urls import SITEMAP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from errata.config import Config
    from errata.model import Library
    from errata.site.context import SiteContext
    from errata.site.pages.redirects import Redirect

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
NGINX: Final = "nginx.conf"
ROBOTS: Final = "robots.txt"
# An author's own file of the same name takes the place of one of these: how a site is hosted is
# for those to say who host it. No other file of the site can be replaced.
REPLACEABLE: Final = frozenset({HEADERS, REDIRECTS, NGINX, ROBOTS})
_SITEMAP: Final = "index.html"

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


def emit(site: SiteContext) -> Iterator[Artifact]:
    """By name."""
    config = site.config
    prefix = urlsplit(config.site.url).path.rstrip("/")
    redirects = tuple(list_redirects(site))
    moves = dict(_moves(redirects, prefix))
    gone = [_address(item.page.path, prefix) for item in redirects if item.target is None]
    missing = [f"{prefix}/{path}" for path in not_found_paths(site).values()]
    headers = {"Content-Security-Policy": _policy(site.library), **_SAFE}
    yield Artifact(HEADERS, _headers(headers, prefix).encode())
    rules = _netlify(moves, gone, missing) if config.site.host == "netlify" else _redirects(moves)
    yield Artifact(REDIRECTS, rules.encode())
    yield Artifact(NGINX, _nginx(headers, moves, gone, missing, prefix).encode())
    yield Artifact(ROBOTS, _robots(config).encode())


def _policy(library: Library) -> str:
    """What any page of the site needs; each page's own is stricter."""
    remote = any(article.external for article in library.articles)
    return f"{content_security_policy(remote_images=remote, workers=True)}; frame-ancestors 'none'"


def _moves(redirects: Iterable[Redirect], prefix: str) -> Iterator[tuple[str, str]]:
    """(old path, where it leads), both below the host's root, in the order given."""
    for redirect in redirects:
        if redirect.target:
            path = redirect.page.path
            folder = path.removesuffix(_SITEMAP)
            yield _address(path, prefix), _target(redirect.target.href, folder, prefix)


def _address(path: str, prefix: str) -> str:
    """Of a page's folder, below the host's root."""
    return f"{prefix}/{quote(path.removesuffix(_SITEMAP))}"


def _target(href: str, folder: str, prefix: str) -> str:
    if urlsplit(href).scheme:
        return quote(href, safe=_IN_ADDRESS)
    path = normpath(join("/", folder, unquote(urlsplit(href).path)))
    return f"{prefix}{quote(path.removesuffix(_SITEMAP))}"


def _headers(headers: dict[str, str], prefix: str) -> str:
    lines = [f"{prefix}/*", *(f"  {name}: {value}" for name, value in headers.items())]
    lines += [f"{prefix}/api/*", "  Access-Control-Allow-Origin: *"]
    return "\n".join(lines) + "\n"


def _redirects(moves: dict[str, str]) -> str:
    """As every host reads them. Cloudflare Pages can neither force a rule nor answer 410."""
    return "".join(f"{old} {target} 301\n" for old, target in moves.items())


def _netlify(moves: dict[str, str], gone: Sequence[str], missing: Sequence[str]) -> str:
    """Netlify keeps to a page that lies there, and to 200, unless a rule is forced with `!`."""
    lines = [
        *(f"{form} {target} 301!" for old, target in moves.items() for form in _forms(old)),
        *(f"{form} {old} 410!" for old in gone for form in _forms(old)),
        *(f"{_folder(page)}* {page} 404" for page in missing[1:]),
    ]
    return "".join(f"{line}\n" for line in lines)


def _forms(address: str) -> tuple[str, str]:
    """The addresses of a page: its folder, which machines know, and what a reader's bar shows."""
    return address, f"{address}{_SITEMAP}"


def _folder(path: str) -> str:
    return path[: path.rindex("/") + 1]


def _nginx(
    headers: dict[str, str],
    moves: dict[str, str],
    gone: Sequence[str],
    missing: Sequence[str],
    prefix: str,
) -> str:
    """To be included in a `server` block whose root has the site below the prefix."""
    said = [f'add_header {name} "{value}" always;' for name, value in headers.items()]
    own = "".join(f"    {line}\n" for line in said)
    lines = [
        f"# Include this file in the `server` block that serves the site at {prefix}/.",
        *said,
        *_exact({old: f"return 301 {_quoted(target)};" for old, target in moves.items()}),
        *_gone(gone, prefix),
        f'location {prefix}/api/ {{\n{own}    add_header Access-Control-Allow-Origin "*";\n}}',
        f"location ~ ^{re.escape(prefix)}/.*\\.(md|txt)$ {{\n{_TEXTS}}}",
        *(f"location {_folder(page)} {{ error_page 404 {page}; }}" for page in missing[1:]),
        *(f"error_page 404 {page};" for page in missing[:1]),
    ]
    return "\n".join(lines) + "\n"


def _exact(rules: dict[str, str]) -> list[str]:
    return [
        f"location = {_quoted(form)} {{ {rule} }}"
        for address, rule in rules.items()
        for form in _forms(address)
    ]


def _gone(addresses: Sequence[str], prefix: str) -> list[str]:
    """The page that says so, as the body of a 410; a named location alone keeps its address."""
    name = f"@gone{prefix}"
    rule = f"error_page 410 {name}; return 410;"
    body = [f"location {name} {{ try_files $uri ${{uri}}{_SITEMAP} =410; }}"] if addresses else []
    return [*_exact(dict.fromkeys(addresses, rule)), *body]


def _quoted(text: str) -> str:
    """As nginx reads a text; a `$` would begin a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", "%24")
    return f'"{escaped}"'


def _robots(config: Config) -> str:
    where = f"Sitemap: {absolute_url(config.site.url, SITEMAP)}\n" if config.site.url else ""
    return f"User-agent: *\nAllow: /\n{where}"
