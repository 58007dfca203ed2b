"""Addresses that articles had on another site, and where each leads now.

An address is a path below this site, as in `aliases` and `redirect_from`. Of one with a host, the
path counts; one without a leading slash begins in the article's folder. One with a query, such as
`/kb_view.do?sysparm_article=KB1`, can have no page: the page of missing addresses leads on from
there, as do rules of servers that read queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from errata.diagnostics import Span
from errata.model.observations import UnusableOldAddress
from errata.site.urls import ASSETS, article_path, home_path
from errata.text.addresses import AddressError
from errata.text.paths import safe_segment
from errata.values import Record

if TYPE_CHECKING:
    from errata.config import Config
    from errata.model import Article, Library

_INDEX: Final = "index.html"
_PAGES: Final = (".html", ".htm")
# The most characters of an address: far beyond what people publish, and within what every server
# reads.
_LONGEST: Final = 1000
_EXAMPLE: Final = "write it as `/old/page/`, a path below this site"


class OldAddress(Record, frozen=True):
    """An address and the article that it leads to."""

    path: str
    """Path below the site; a folder's ends in a slash."""
    article: Article
    span: Span
    query: str = ""
    """Parameters that must be there, among any others; sorted."""

    @property
    def file(self) -> str:
        """The site path of a page there."""
        return f"{self.path}{_INDEX}" if self.path.endswith("/") else self.path

    @property
    def target(self) -> str:
        """The site path of the article's page."""
        return article_path(self.article.locale, self.article.number)

    @property
    def may_be_page(self) -> bool:
        """Whether every disk allows a page of that name; else only a server's rule helps."""
        steps = self.file.split("/")
        return all(safe_segment(step) == step for step in steps)


class OldAddresses:
    """All old addresses of a site by path, and those that cannot be used.

    If two articles claim an address, the first in the order of the library has it.
    """

    def __init__(self, library: Library, config: Config) -> None:
        self._config = config
        # Pages that lead to the articles already.
        self._homes = frozenset(home_path(locale) for locale in library.locales)
        self._pages = self._homes.union(
            article_path(article.locale, article.number) for article in library.articles
        )
        self._by_path: dict[str, OldAddress] = {}
        self.faults: list[UnusableOldAddress] = []
        for article in library.articles:
            line = article.metadata.key_lines.get("redirect-from", 1)
            for written in article.metadata.redirect_from:
                self._add(written, article, Span(article.source, line))

    def __iter__(self) -> Iterator[OldAddress]:
        """Iterate over the addresses without a query, by path."""
        yield from (address for _, address in sorted(self._by_path.items()) if not address.query)

    def with_query(self) -> Iterator[OldAddress]:
        """Yield addresses by path, those with more parameters first; hidden articles have none."""
        with_query = (address for address in self._by_path.values() if address.query)
        addresses = [address for address in with_query if not address.article.metadata.hidden]
        yield from sorted(
            addresses, key=lambda address: (address.path, -address.query.count("="), address.query)
        )

    def _add(self, written: str, article: Article, span: Span) -> None:
        try:
            path, query = read_old_address(written, article, self._config)
            if query:
                self._reject_page(written, path)
        except AddressError as error:
            self.faults.append(UnusableOldAddress(span, str(error), error.help))
            return
        first = self._by_path.get(_key(path, query))
        if first and first.article.number == article.number and first.article != article:
            # Translations have it below their language, as in tools with several languages.
            path = f"{article.locale}/{path}"
            first = self._by_path.get(_key(path, query))
        address = OldAddress(path, article, span, query)
        if not path or address.file == address.target or address.file in self._homes:
            return
        if first and first.article != article:
            message = f"`{written}` is already an old address of `{first.article.source}`"
            remedy = "this article has no redirect there: remove it from one of the two"
            self.faults.append(UnusableOldAddress(span, message, remedy))
            return
        self._by_path.setdefault(_key(path, query), address)

    def _reject_page(self, written: str, path: str) -> None:
        if not path or f"{path}/{_INDEX}" in self._pages:
            message = f"the old address `{written}` is a page of this site, whatever its query"
            raise AddressError(message, "remove it: hosts show that page and ignore the query")


def _key(path: str, query: str) -> str:
    return f"{path.lower()}?{query}" if query else path.lower()


def read_old_address(written: str, article: Article, config: Config) -> tuple[str, str]:
    """Return the path below the site, empty for its root, and the query.

    Raises:
        AddressError: if no page can be there.
    """
    path, query = _split(written, config)
    if not path.startswith("/"):
        path = f"/{_folder(article, config)}/{path}"
    steps = [step for step in path.split("/") if step]
    _reject(written, steps)
    if steps and steps[-1] == _INDEX:
        steps.pop()
    if query or not steps:
        return "/".join(steps), query
    is_file = path.endswith(_PAGES) and not path.endswith(f"/{_INDEX}")
    return "/".join(steps) + ("" if is_file else "/"), ""


def _split(written: str, config: Config) -> tuple[str, str]:
    """Return the path and the query with its parameters sorted."""
    try:
        parts = urlsplit(written)
        path = unquote(parts.path, errors="strict")
        query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True, errors="strict")))
    except ValueError:
        message = f"`{written}` is not an address"
        raise AddressError(message, _EXAMPLE) from None
    if parts.scheme not in {"", "http", "https"} or parts.fragment:
        part = "a fragment" if parts.fragment else "another scheme"
        message = f"the old address `{written}` has {part}, and no file can be there"
        raise AddressError(message, _EXAMPLE)
    prefix = urlsplit(config.site.url).path.rstrip("/")
    if prefix and path.startswith(f"{prefix}/"):
        path = path.removeprefix(prefix)
    return path, query


def _folder(article: Article, config: Config) -> str:
    """Return the article's folder on the other site: a single language has none of its own."""
    own, default = f"{article.locale}/", article.locale == config.default_locale
    folder = article.source.removeprefix(own).rpartition("/")[0]
    return folder if default else f"{article.locale}/{folder}".rstrip("/")


def _reject(written: str, steps: list[str]) -> None:
    """Refuse what a server would not serve, or could take for another file."""
    # The library splits an address without its line ends and tabs.
    if not written.isprintable():
        raise AddressError("an old address has characters that no address can have", _EXAMPLE)
    if len(written) > _LONGEST:
        raise AddressError(f"an old address has more than {_LONGEST} characters", _EXAMPLE)
    if any(step.startswith(".") or "\\" in step or not step.isprintable() for step in steps):
        message = f"the old address `{written}` has a part that is hidden or leads elsewhere"
        raise AddressError(message, _EXAMPLE)
    if steps and f"{steps[0].lower()}/" == ASSETS:
        message = f"the old address `{written}` is where this site has its own files"
        raise AddressError(message, "remove it: nothing else can be there")
