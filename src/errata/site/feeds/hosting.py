"""Files for servers: headers and redirects for Netlify, Cloudflare Pages and nginx, and robots.txt.

A page's own policy is in its `<meta>` element; the header adds what only a header can say. A
`robots.txt` counts only at a host's root: on a site below a path it is a model to copy from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from posixpath import join, normpath
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from errata.data.patterns import compile_late
from errata.model import PlannedFile
from errata.site.context import SiteContext
from errata.site.layout import absolute_url, content_security_policy
from errata.site.old_addresses import OldAddresses
from errata.site.pages.redirects import list_redirects, not_found_paths
from errata.site.unlisted import find_unlisted_paths
from errata.site.urls import SITEMAP
from errata.values import Record

HEADERS: Final = "_headers"
REDIRECTS: Final = "_redirects"
NGINX: Final = "nginx.conf"
ROBOTS: Final = "robots.txt"
# A static file of the same name replaces one of these: its author knows how the site is hosted. No
# other file of the site can be replaced.
REPLACEABLE: Final = frozenset({HEADERS, REDIRECTS, NGINX, ROBOTS})
_INDEX: Final = "index.html"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    # Caches ask whether a file is still the same: the parts of the search index belong together.
    "Cache-Control": "no-cache",
}
# nginx does not know markdown, and names no character set for any text.
_TEXT_TYPES: Final = """    default_type text/markdown;
    charset utf-8;
    charset_types text/markdown text/plain;
"""
# A query that nginx can compare: "pageId=123" yes; "a=1&b=2", "a-b=1" and "q=a%20b" no. The page of
# missing addresses knows them all.
_PARAMETER: Final = compile_late(r"(\w+)=([\w.-]+)")
# What an address may contain unquoted: all reserved characters of RFC 3986, and the `%` of what is
# already quoted.
_IN_ADDRESS: Final = "%:/?#[]@!$&'()*+,;=~"
# What browsers leave unquoted in a path: Netlify and Cloudflare Pages compare rules with addresses
# as they were sent, so that "/Neu%2Bstarten" would not be "/Neu+starten". Their rules have a
# meaning for `*` and `:`.
_IN_PATH: Final = "/!$&'()+,;=@~"


class _Rules(Record, frozen=True):
    """The rules for each server in its own language; addresses begin at the host's root."""

    prefix: str
    """Path of the site below the host's root, without a slash at its end."""
    headers: Mapping[str, str]
    moved: Mapping[str, str]
    """Old address -> its target."""
    without_page: frozenset[str]
    """Old addresses that only rules lead on from."""
    with_query: Mapping[str, Mapping[tuple[str, str], str]]
    """Old address -> a parameter and its value -> its target."""
    gone: Sequence[str]
    not_found: Sequence[str]
    """404 pages: the site's, then each locale's."""


def emit(site: SiteContext) -> Iterator[PlannedFile]:
    """Yield the files by name."""
    redirects = _netlify if site.config.site.host == "netlify" else _redirects
    # Pages at old addresses come later: they do not replace a rule.
    pages = frozenset(page.path.lower() for page in site.pages)
    for path, write in {HEADERS: _headers, REDIRECTS: redirects, NGINX: _nginx}.items():
        yield PlannedFile(path, partial(_write, site, pages, write))
    yield PlannedFile(ROBOTS, lambda: _robots(site.config.site.url).encode())


def _write(site: SiteContext, pages: frozenset[str], write: Callable[[_Rules], str]) -> bytes:
    return write(site.remember("rules for servers", partial(_rules, site, pages))).encode()


def _rules(site: SiteContext, pages: frozenset[str]) -> _Rules:
    prefix = urlsplit(site.config.site.url).path.rstrip("/")
    # The page there leads on as well; a rule would list an article that no list may name.
    unlisted = find_unlisted_paths(site)
    redirects = [
        (item.page.path, item.target)
        for item in list_redirects(site)
        if item.page.path not in unlisted
    ]
    gone_addresses = [_address(path, prefix) for path, target in redirects if target is None]
    moved = {
        _address(path, prefix): _target(target.href, path, prefix)
        for path, target in redirects
        if target
    }
    pages_and_files = pages | {path.lower() for path in site.library.inputs.static.files}
    addresses = OldAddresses(site.library, site.config)
    old = {
        f"{prefix}/{quote(address.path, _IN_PATH)}": address
        for address in addresses
        if address.file.lower() not in pages_and_files and not address.article.metadata.hidden
    }
    targets = {rule: _address(address.target, prefix) for rule, address in old.items()}
    return _Rules(
        prefix=prefix,
        headers={"Content-Security-Policy": _policy(site), **_HEADERS},
        moved={**targets, **moved},
        without_page=frozenset(rule for rule, address in old.items() if not address.may_be_page),
        with_query=_rules_of_queries(addresses, pages_and_files, prefix),
        gone=gone_addresses,
        not_found=[f"{prefix}/{path}" for path in not_found_paths(site).values()],
    )


def _rules_of_queries(
    addresses: OldAddresses, pages_and_files: frozenset[str], prefix: str
) -> dict[str, dict[tuple[str, str], str]]:
    by_address: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for address in addresses.with_query():
        if address.path.lower() not in pages_and_files and (
            parameter := _PARAMETER.fullmatch(address.query)
        ):
            rules = by_address[f"{prefix}/{quote(address.path, _IN_PATH)}"]
            rules[parameter[1], parameter[2]] = _address(address.target, prefix)
    return by_address


def _policy(site: SiteContext) -> str:
    """Return the policy that any page of the site needs; each page's own is stricter."""
    remote = any(article.external for article in site.library.articles)
    return f"{content_security_policy(remote_images=remote, workers=True)}; frame-ancestors 'none'"


def _address(path: str, prefix: str) -> str:
    """Return the address of a page's folder."""
    return f"{prefix}/{quote(path.removesuffix(_INDEX))}"


def _target(href: str, page: str, prefix: str) -> str:
    """Return where a link on a page leads."""
    if urlsplit(href).scheme:
        return quote(href, safe=_IN_ADDRESS)
    path = normpath(join("/", page.removesuffix(_INDEX), unquote(urlsplit(href).path)))
    return f"{prefix}{quote(path.removesuffix(_INDEX))}"


def _headers(rules: _Rules) -> str:
    lines = [f"{rules.prefix}/*", *(f"  {name}: {text}" for name, text in rules.headers.items())]
    lines += [f"{rules.prefix}/api/*", "  Access-Control-Allow-Origin: *"]
    return "\n".join(lines) + "\n"


def _redirects(rules: _Rules) -> str:
    """Write redirects for every host. Cloudflare Pages can neither force a rule nor answer 410.

    It adds a slash to an address only where there is a page.
    """
    return "".join(
        f"{form} {target} 301\n"
        for old, target in rules.moved.items()
        for form in dict.fromkeys((old, old.rstrip("/") if old in rules.without_page else old))
    )


def _netlify(rules: _Rules) -> str:
    """Write redirects for Netlify, which prefers an existing page unless `!` forces a rule."""
    lines = [
        *(f"{form} {target} 301!" for old, target in rules.moved.items() for form in _forms(old)),
        *(f"{form} {old} 410!" for old in rules.gone for form in _forms(old)),
        *(f"{_folder(page)}* {page} 404" for page in rules.not_found[1:]),
    ]
    return "".join(f"{line}\n" for line in lines)


def _forms(address: str) -> tuple[str, ...]:
    """Return the addresses of a page: its folder, for machines, and the one that readers see."""
    return (address, f"{address}{_INDEX}") if address.endswith("/") else (address,)


def _folder(path: str) -> str:
    return path[: path.rindex("/") + 1]


def _nginx(rules: _Rules) -> str:
    """Write rules to include in a `server` block whose root has the site below the prefix."""
    prefix = rules.prefix
    headers = [f'add_header {name} "{value}" always;' for name, value in rules.headers.items()]
    # A location with a header of its own inherits none.
    repeated = "".join(f"    {line}\n" for line in headers)
    lines = [
        f"# Include this file in the `server` block that serves the site at {prefix}/.",
        *headers,
        *_exact(_moved(rules)),
        *_gone(rules),
        f'location {prefix}/api/ {{\n{repeated}    add_header Access-Control-Allow-Origin "*";\n}}',
        f"location ~ ^{re.escape(prefix)}/.*\\.(md|txt)$ {{\n{_TEXT_TYPES}}}",
        *(f"location {_folder(page)} {{ error_page 404 {page}; }}" for page in rules.not_found[1:]),
        *(f"error_page 404 {page};" for page in rules.not_found[:1]),
    ]
    return "\n".join(lines) + "\n"


def _moved(rules: _Rules) -> dict[str, str]:
    """Map old addresses to their rules; rules with a query come before the general one."""
    statements = {
        old: "".join(
            f"if ($arg_{name} = {_quote(value)}) {{ return 301 {_quote(target)}; }} "
            for (name, value), target in queries.items()
        )
        for old, queries in rules.with_query.items()
    }
    for old, target in rules.moved.items():
        statements[old] = f"{statements.get(old, '')}return 301 {_quote(target)};"
    return {old: rule.rstrip() for old, rule in statements.items()}


def _exact(rules: Mapping[str, str]) -> list[str]:
    """Write an address's rule for each form of the address."""
    return [
        # nginx compares the address without its escapes, and knows no variables there. It adds a
        # slash only where there is a folder: not for "/display/KEY/A+title", which names no file.
        f"location = {_quote(unquote(form), variable='$')} {{ {rule} }}"
        for address, rule in rules.items()
        for form in dict.fromkeys((*_forms(address), address.rstrip("/") or address))
    ]


def _gone(rules: _Rules) -> list[str]:
    """Write the rules for 410, with the page as body; only a named location keeps its address."""
    if not rules.gone:
        return []
    name = f"@gone{rules.prefix}"
    rule = f"error_page 410 {name}; return 410;"
    body = f"location {name} {{ try_files $uri ${{uri}}{_INDEX} =410; }}"
    return [*_exact(dict.fromkeys(rules.gone, rule)), body]


def _quote(text: str, *, variable: str = "%24") -> str:
    """Quote a text for nginx, in which `$` would begin a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("$", variable)
    return f'"{escaped}"'


def _robots(url: str) -> str:
    sitemap = f"Sitemap: {absolute_url(url, SITEMAP)}\n" if url else ""
    return f"User-agent: *\nAllow: /\n{sitemap}"
