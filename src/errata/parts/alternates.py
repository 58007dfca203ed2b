"""Where the forms of a page for machines lie: JSON below `api/v1/`, markdown beside the HTML."""

from __future__ import annotations

from typing import Final

from errata.urls import article_path, code_path, safe_segment

API: Final = "api/v1"
VERSION: Final = "1"
INDEX: Final = f"{API}/index.json"
SCHEMA: Final = f"{API}/schema.json"
CODES: Final = f"{API}/codes/index.json"
ARTICLES: Final = f"{API}/articles/index.json"

JSON: Final = "application/json"
MARKDOWN: Final = "text/markdown"


def code_json(code: str) -> str:
    """Site path of a code's JSON; a code named `index` does not take the list's place."""
    name = safe_segment(code)
    return (
        f"{API}/codes/{name}-code.json" if name.lower() == "index" else f"{API}/codes/{name}.json"
    )


def article_json(locale: str, number: str) -> str:
    """Site path of an article's JSON."""
    return f"{API}/articles/{safe_segment(number)}.{safe_segment(locale)}.json"


def article_markdown_path(locale: str, number: str) -> str:
    """Site path of an article's markdown."""
    return article_path(locale, number).removesuffix(".html") + ".md"


def code_markdown_path(locale: str, code: str) -> str:
    """Site path of a code's markdown."""
    return code_path(locale, code).removesuffix(".html") + ".md"


def llms_path(page: str) -> str:
    """Site path of what language models read, in a page's folder: `llms.txt`."""
    return page.removesuffix("index.html") + "llms.txt"


def list_alternates(page: str) -> tuple[tuple[str, str], ...]:
    """(media type, site path) of the other form of a page that leads to articles."""
    return ((MARKDOWN, llms_path(page)),)


def article_alternates(locale: str, number: str) -> tuple[tuple[str, str], ...]:
    """(media type, site path) of an article's other forms."""
    return ((MARKDOWN, article_markdown_path(locale, number)), (JSON, article_json(locale, number)))


def code_alternates(locale: str, code: str) -> tuple[tuple[str, str], ...]:
    """(media type, site path) of a code's other forms."""
    return ((MARKDOWN, code_markdown_path(locale, code)), (JSON, code_json(code)))
