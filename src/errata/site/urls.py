"""Where everything is published: site paths, and relative links between them.

Links are relative and name `index.html`, so that a site works below any path and from `file://`,
where a browser does not open a folder's page. A page's forms for machines are JSON below `api/v1/`
and markdown in the page's folder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from errata.data.patterns import compile_late
from errata.text.paths import safe_segment

# Names whose blanks may become hyphens: "Campaign Classic v7"; not "C++/CLI", nor two blanks in a
# row, which get a digest instead.
_WORDS = compile_late(r"[A-Za-z0-9][A-Za-z0-9._-]*(?: [A-Za-z0-9._-]+)*")
# The sitemap of the whole site; each locale has its own.
SITEMAP: Final = "sitemap.xml"
# Folder of what the theme brings.
ASSETS: Final = "assets/"
# Folder of the pictures that stand for the site where links are shared.
SOCIAL: Final = f"{ASSETS}social/"
# The endings that the paths of a picture's smaller form, and of an animation's first frame, add to
# its own.
SMALLER, STILL = ".webp", ".still.webp"
# The longest ending of a file that is kept as it is, with room to spare for "webp" and "json".
_LONGEST_ENDING = 8


def _in_locale(path: str) -> Callable[[str], str]:
    """Return a function from a locale to the site path of a page that every locale has."""
    return lambda locale: f"{safe_segment(locale)}/{path}"


home_path: Final = _in_locale("index.html")
codes_path: Final = _in_locale("codes/index.html")
products_path: Final = _in_locale("products/index.html")
titles_path: Final = _in_locale("articles/index.html")
recent_path: Final = _in_locale("recent/index.html")
search_path: Final = _in_locale("search/index.html")
sections_path: Final = _in_locale("sections/index.html")
diagnose_path: Final = _in_locale("diagnose/index.html")
# The page that servers show below the locale for an address that does not exist.
notfound_path: Final = _in_locale("404.html")
feed_path: Final = _in_locale("feed.xml")
opensearch_path: Final = _in_locale("opensearch.xml")


def titles_part_path(locale: str, number: int) -> str:
    """Return the site path of a part of a locale's titles, if they are many."""
    return f"{safe_segment(locale)}/articles/{number}/index.html"


def article_path(locale: str, number: str) -> str:
    """Return the site path of an article's page."""
    return f"{safe_segment(locale)}/{safe_segment(number)}/index.html"


def code_path(locale: str, code: str) -> str:
    """Return the site path of a code's page."""
    return f"{safe_segment(locale)}/codes/{safe_segment(code)}/index.html"


def permalink_path(code: str) -> str:
    """Return the site path of a code's page in no locale."""
    return f"e/{safe_segment(code)}/index.html"


def status_path(locale: str, status: str) -> str:
    """Return the site path of an HTTP status's page."""
    return f"{safe_segment(locale)}/http/{safe_segment(status)}/index.html"


def social_path(locale: str) -> str:
    """Return the site path of a locale's preview picture for shared links."""
    return f"{SOCIAL}{safe_segment(locale)}.png"


def product_path(locale: str, name: str) -> str:
    """Return the site path of the page of a product, or of a system or version.

    Blanks become hyphens, so that two names which differ only in that share a page.
    """
    plain = name.replace(" ", "-") if _WORDS.fullmatch(name) else name
    return f"{safe_segment(locale)}/products/{safe_segment(plain)}/index.html"


def family_path(locale: str, family: str) -> str:
    """Return the site path of the page of a family of codes."""
    return f"{safe_segment(locale)}/families/{safe_segment(family)}/index.html"


def section_path(locale: str, folder: str) -> str:
    """Return the site path of the page of a folder below the locale's."""
    # A folder called like a file that lies in every section is changed, as is what is not safe.
    names = (f"{name}/" if name.endswith((".html", ".txt")) else name for name in folder.split("/"))
    below = "/".join(map(safe_segment, names))
    return f"{safe_segment(locale)}/sections/{below}/index.html"


def logo_path(file: str) -> str:
    """Return the site path of the picture next to the site's name, from its file."""
    return f"{ASSETS}logo.{file.rpartition('.')[2].lower()}"


def asset_path(path: str) -> str:
    """Return the site path of a file of the knowledge base, each segment made safe.

    The ending stays, because servers determine a file's type by it.
    """
    *folders, name = path.split("/")
    stem, _, ending = name.rpartition(".")
    plain = stem and ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    last = f"{safe_segment(stem)}.{ending}" if plain else safe_segment(name)
    return "/".join((*map(safe_segment, folders), last))


def smaller_path(path: str) -> str:
    """Return the site path of a picture's smaller form, from the picture's path."""
    return f"{asset_path(path)}{SMALLER}"


def still_path(path: str) -> str:
    """Return the site path of an animation's first frame."""
    return f"{asset_path(path)}{STILL}"


def anchor_id(kind: str, name: str) -> str:
    """Return an id for a place in a list, the same in every build."""
    return f"{kind}-{safe_segment(name).lower()}"


def relative(page: str, target: str) -> str:
    """Return the link from one site path to another, percent-encoded by segment."""
    start, end = quote_path(page).split("/")[:-1], quote_path(target).split("/")
    shared = 0
    for above, below in zip(start, end[:-1], strict=False):
        if above != below:
            break
        shared += 1
    return "../" * (len(start) - shared) + "/".join(end[shared:])


# Pages link the same lists and articles over and over.
@lru_cache(maxsize=16_384)
def quote_path(path: str) -> str:
    """Return the path percent-encoded by segment."""
    return quote(path)


API: Final = "api/v1"
# The number that every document of the JSON API states; another shape of them needs another.
VERSION: Final = "1"
INDEX: Final = f"{API}/index.json"
SCHEMA: Final = f"{API}/schema.json"
CODES: Final = f"{API}/codes/index.json"
ARTICLES: Final = f"{API}/articles/index.json"

JSON: Final = "application/json"
MARKDOWN: Final = "text/markdown"


def code_json(code: str) -> str:
    """Return the site path of a code's JSON; a code named `index` does not replace the list."""
    name = safe_segment(code)
    return (
        f"{API}/codes/{name}-code.json" if name.lower() == "index" else f"{API}/codes/{name}.json"
    )


def article_json(locale: str, number: str) -> str:
    """Return the site path of an article's JSON."""
    return f"{API}/articles/{safe_segment(number)}.{safe_segment(locale)}.json"


def article_markdown_path(locale: str, number: str) -> str:
    """Return the site path of an article's markdown."""
    return article_path(locale, number).removesuffix(".html") + ".md"


def code_markdown_path(locale: str, code: str) -> str:
    """Return the site path of a code's markdown."""
    return code_path(locale, code).removesuffix(".html") + ".md"


def llms_path(page: str) -> str:
    """Return the site path of `llms.txt`, for language models, in a page's folder."""
    return page.removesuffix("index.html") + "llms.txt"


def list_formats(page: str) -> tuple[tuple[str, str], ...]:
    """Return media type and site path of the other form of a page that leads to articles."""
    return ((MARKDOWN, llms_path(page)),)


def article_formats(locale: str, number: str) -> tuple[tuple[str, str], ...]:
    """Return media type and site path of an article's other forms."""
    return ((MARKDOWN, article_markdown_path(locale, number)), (JSON, article_json(locale, number)))


def code_formats(locale: str, code: str) -> tuple[tuple[str, str], ...]:
    """Return media type and site path of a code's other forms."""
    return ((MARKDOWN, code_markdown_path(locale, code)), (JSON, code_json(code)))
