"""How the time to read one article grows with its size, for hostile and for large shapes.

Each shape is read at a size, and at four times that size, in a process of its own: the exponent is
the slope of the processor time over the size, both as logarithms. 1 is time in proportion. The
time at a size is the least of several runs, because whatever else runs only adds to it. All
dialects of markdown are on: a hostile folder can have the signs of each. Shapes of whole sites are
those of `python -m bench.site_shapes`.
Also printed: the most memory of the process, and for each character of the article the characters
of what is made of it (HTML, search text and facts) and of what is reported, at two sizes.
Usage: `python -m bench.shapes [NAME]`, with a part of a shape's name.
"""

from __future__ import annotations

import gc
import sys
from functools import cache, lru_cache, partial
from time import process_time
from typing import TYPE_CHECKING, Final, get_args

from bench.growth import print_growth
from bench.shape_texts import name_shapes
from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import DialectName
from errata.model import Conventions, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from functools import _lru_cache_wrapper

    from errata.model import Parsed

SIZES: Final = (4_000, 16_000, 64_000, 256_000)
# Seconds after which nothing larger is read, and processor seconds for the runs of one size.
LONGEST: Final = 0.25
PER_SIZE: Final = 1.0
MOST_RUNS: Final = 7


def main() -> int:
    """Measure each shape; return 1 if one is above the bar."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    conventions = Conventions(dialects=get_args(DialectName))
    families = choose_families(["default"])
    parse = ArticleParser(ParseOptions(families=families, conventions=conventions))
    _seconds(parse, "a")
    shapes = {
        name: partial(_measure, parse, make)
        for name, make in name_shapes().items()
        if wanted in name
    }
    return print_growth(shapes, SIZES, "made", "found", longest=LONGEST)


def _measure(parse: ArticleParser, make: Callable[[int], str], size: int) -> tuple[float, ...]:
    """Return the least seconds of several runs, and what is made and found for each character."""
    # Front matter stays below its own limit.
    text = make(size // 4 if make(SIZES[0]).startswith("---\n") else size)
    seconds, parsed = _seconds(parse, text)
    runs = min(MOST_RUNS, int(PER_SIZE / seconds))
    least = min(seconds, *(_seconds(parse, text)[0] for _ in range(runs)), seconds)
    made = len(repr(parsed.article)) if parsed.article else 0
    reported = sum(len(repr(diagnostic)) for diagnostic in parsed.diagnostics)
    return least, made / len(text), reported / len(text)


def _seconds(parse: ArticleParser, text: str) -> tuple[float, Parsed]:
    data = (text if text.startswith("---\n") else f"---\ntitle: A title\n---\n{text}\n").encode()
    source = Source("en/KA-00001.md", "en", data)
    start = process_time()
    parsed = parse(source)
    seconds = process_time() - start
    # Afterwards: the first text loads most modules that have such caches.
    for bounded in _find_bounded_caches():
        bounded.cache_clear()
    return seconds, parsed


@cache
def _find_bounded_caches() -> tuple[_lru_cache_wrapper[object], ...]:
    """Find what remembers some results: those of a small text would all be there the second time.

    Thus a text of 5,333 headings seemed to take 1.2 times as long for each as one of 1,333.
    """
    kind = type(lru_cache(len))
    caches = (candidate for candidate in gc.get_objects() if isinstance(candidate, kind))
    return tuple(
        candidate
        for candidate in caches
        if candidate.__module__.startswith("errata.") and candidate.cache_info().maxsize
    )


if __name__ == "__main__":
    sys.exit(main())
