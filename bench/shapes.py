"""How the time to read one article grows with its size, for hostile and for large shapes.

Each shape is read at a size, and at four times that size, in a process of its own: the exponent is
the slope of the processor time over the size, both as logarithms. 1 is time in proportion. The
time at a size is the least of several runs, because whatever else runs only adds to it. All
dialects of markdown are on: a hostile folder can have the signs of each. Shapes of whole sites are
those of `python -m bench.site_shapes`.
Also printed: the most memory of the process, and for each character of the article the characters
of what is made of it and of what is reported.
Usage: `python -m bench.shapes [NAME]`, with a part of a shape's name.
"""

from __future__ import annotations

import gc
import resource
import sys
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from time import process_time
from typing import TYPE_CHECKING, Final, get_args

from bench.growth import BAR, measure_apart, slope
from bench.shape_texts import name_shapes
from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import DialectName
from errata.model import Conventions, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from functools import _lru_cache_wrapper

    from errata.model import Parsed

SIZES: Final = (4_000, 16_000, 64_000, 256_000)
# Seconds after which nothing larger is read, and processor seconds for the runs of one size.
LONGEST: Final = 0.25
PER_SIZE: Final = 1.0
MOST_RUNS: Final = 7
# How often two sizes are read again whose slope is above the bar.
MOST_TURNS: Final = 12


@dataclass(frozen=True, slots=True)
class Measured:
    """One shape at its largest size."""

    exponent: float
    size: int
    seconds: float
    megabytes: float
    made: float
    """Characters of HTML, search text and facts for each of the article."""
    found: float
    """The same for findings."""


def main() -> int:
    """Measure each shape; return 1 if one is above the bar."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    conventions = Conventions(dialects=get_args(DialectName))
    families = choose_families(["default"])
    parse = ArticleParser(ParseOptions(families=families, conventions=conventions))
    _seconds(parse, "a")
    shapes = {name: make for name, make in name_shapes().items() if wanted in name}
    above = 0
    print("exponent     µs/character  most MB  made  found")
    for name, make in shapes.items():
        exponent, size, *others = measure_apart(partial(_measure, parse, make))
        measured = Measured(exponent, int(size), *others)
        above += measured.exponent > BAR
        mark = " <" if measured.exponent > BAR else ""
        print(
            f"{measured.exponent:5.2f} {measured.seconds / measured.size * 1e6:8.2f}"
            f" {measured.size:>8,}"
            f" {measured.megabytes:6.0f} {measured.made:7.1f} {measured.found:6.1f}  {name}{mark}",
            flush=True,
        )
    print(f"{len(shapes)} shapes, {above} above {BAR}")
    return int(above > 0)


def _measure(parse: ArticleParser, make: Callable[[int], str]) -> tuple[float, ...]:
    points: list[tuple[int, float]] = []
    texts: list[str] = []
    parsed = None
    for text in _texts(make):
        seconds, parsed = _seconds(parse, text)
        runs = min(MOST_RUNS, int(PER_SIZE / seconds))
        seconds = min(seconds, *(_seconds(parse, text)[0] for _ in range(runs)), seconds)
        points.append((len(text), seconds))
        texts.append(text)
        if seconds > LONGEST:
            break
    (smaller, less), (larger, more) = points[-2:]
    # What else runs on the machine slows one size and not the other: both are read again in turn.
    for _ in range(MOST_TURNS):
        if slope(smaller, less, larger, more) <= BAR:
            break
        less = min(less, _seconds(parse, texts[-2])[0])
        more = min(more, _seconds(parse, texts[-1])[0])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    exponent = slope(smaller, less, larger, more)
    assert parsed  # noqa: S101 - there are sizes
    return exponent, larger, more, memory, _made(parsed) / larger, _found(parsed) / larger


def _texts(make: Callable[[int], str]) -> Iterator[str]:
    """Make a text for each size; front matter stays below its own limit."""
    is_front_matter = make(SIZES[0]).startswith("---\n")
    return (make(size // 4 if is_front_matter else size) for size in SIZES)


def _seconds(parse: ArticleParser, text: str) -> tuple[float, Parsed]:
    data = (text if text.startswith("---\n") else f"---\ntitle: A title\n---\n{text}\n").encode()
    source = Source("en/KA-00001.md", "en", data)
    for bounded in _find_bounded_caches():
        bounded.cache_clear()
    start = process_time()
    parsed = parse(source)
    return process_time() - start, parsed


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


def _made(parsed: Parsed) -> int:
    return len(repr(parsed.article)) if parsed.article else 0


def _found(parsed: Parsed) -> int:
    return sum(len(repr(diagnostic)) for diagnostic in parsed.diagnostics)


if __name__ == "__main__":
    sys.exit(main())
