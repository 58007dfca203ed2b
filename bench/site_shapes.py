"""How a whole build grows with the number of articles, if all of them have something in common.

Each shape is a folder of articles, built in memory at a number of articles and at twice and four
times that number, in a process of its own. The exponent is the slope of the processor time over the
number, both as logarithms: 1 is time in proportion. Also printed: bytes of the site for each byte
of articles at both sizes, which must not grow.

Usage: `python -m bench.site_shapes [NAME]`, with a part of a shape's name.
"""

from __future__ import annotations

import sys
from functools import partial
from time import process_time
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.growth import BAR, measure_apart, slope
from errata.codes.families import choose_families
from errata.config import Config
from errata.files import read_theme
from errata.model import Family, Folder, Inputs, Source
from errata.pipeline import build

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Settings = Callable[[int], tuple[Config, Inputs]]

COUNTS: Final = (100, 200, 400, 800)
# Seconds after which no larger one is built, and how often two are built again that are above it.
LONGEST: Final = 12.0
MOST_TURNS: Final = 2


def _name_shapes() -> Mapping[str, Callable[[int, int], str]]:
    """Map names to functions that make the article of a number among so many."""
    words = [f"word{n}" for n in range(400)]

    def say(n: int, count: int = 40) -> str:
        return " ".join(words[(n * 7 + index * (1 + n % 13)) % 400] for index in range(count))

    return {
        "nothing in common": lambda n, _: f"# {say(n, 5)}\n\n`ABC-{n:05}` {say(n)}\n",
        "one code": lambda n, _: f"# {say(n, 5)}\n\n`ABC-00001` {say(n)}\n",
        "one title": lambda n, _: f"# The server is down\n\n`ABC-{n:05}` {say(n)}\n",
        "one link target": lambda n, _: f"# {say(n, 5)}\n\n[a](a0.md) {say(n)}\n",
        "links in a row": lambda n, most: f"# {say(n, 5)}\n\n[a](a{(n + 1) % most}.md) {say(n)}\n",
        "one missing link target": lambda n, _: f"# {say(n, 5)}\n\n[a](none.md) {say(n)}\n",
        "one message": lambda n, _: (
            f"# {say(n, 5)}\n\n```\nERROR: Cannot open the file x{n}\n```\n"
        ),
        "one text": lambda _, __: f"# The server is down\n\n{say(1)}\n",
        "one product": lambda n, _: f"---\nproducts: [Mail]\n---\n# {say(n, 5)}\n\n{say(n)}\n",
        "products that differ": lambda n, _: (
            f"---\nproducts: [Mail {n}]\n---\n# {say(n, 5)}\n\n{say(n)}\n"
        ),
        "one alias": lambda n, _: f"---\naliases: [/old/a]\n---\n# {say(n, 5)}\n\n{say(n)}\n",
        "one internal note": lambda n, _: (
            f"---\ninternal-notes: ask the {say(3, 9)} team\n---\n# {say(n, 5)}\n\n{say(n)}\n"
        ),
        "hidden articles": lambda n, _: (
            f"---\nstatus: {'draft' if n % 2 else 'published'}\n---\n# {say(n, 5)}\n\n{say(n)}\n"
        ),
        "faults": lambda n, _: (
            f"---\ncreated: {n}\nkey{n}: a\n---\n# {say(n, 5)}\n\n[a](#b) {say(n)}\n"
        ),
    }


def main() -> int:
    """Measure each shape; return 1 if one is above the bar."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    shapes = {name: make for name, make in _name_shapes().items() if wanted in name}
    configs: dict[str, Settings] = dict.fromkeys(shapes, _plain)
    more: dict[str, Settings] = {"families": _with_families, "redirects": _with_redirects}
    for name in (name for name in more if wanted in name):
        shapes[name], configs[name] = _name_shapes()["nothing in common"], more[name]
    above = 0
    print("exponent  s/article  count   site bytes per byte")
    for name, make in shapes.items():
        exponent, count, seconds, less, bytes_ = measure_apart(
            partial(_measure, make, configs[name])
        )
        above += exponent > BAR
        mark = " <" if exponent > BAR else ""
        spread = f"{less:6.1f} -> {bytes_:6.1f}"
        print(
            f"{exponent:8.2f} {seconds / count:10.4f} {count:6.0f} {spread}  {name}{mark}",
            flush=True,
        )
    print(f"{len(shapes)} shapes, {above} above {BAR}")
    return int(above > 0)


def _plain(_: int) -> tuple[Config, Inputs]:
    return Config(), Inputs(families=choose_families(["default"]))


def _with_families(count: int) -> tuple[Config, Inputs]:
    """Make as many families as articles: the code of each has its own."""
    config, inputs = _plain(count)
    own = tuple(
        Family(id=f"F{n}", pattern=f"F{n}-[0-9]{{5}}", product="Mail", meaning="A code")
        for n in range(count)
    )
    return config, replace(inputs, families=(*inputs.families, *own))


def _with_redirects(count: int) -> tuple[Config, Inputs]:
    config, inputs = _plain(count)
    return config.model_copy(
        update={"redirects": {f"OLD-{n:05}": "a0" for n in range(count * 10)}}
    ), inputs


def _measure(make: Callable[[int, int], str], settings: Settings) -> tuple[float, ...]:
    # What every site has, however many articles, is not part of the growth.
    base = min(_seconds(make, 1, settings)[0] for _ in range(2))
    points: list[tuple[int, float, float]] = []
    for count in COUNTS:
        seconds, spread = _seconds(make, count, settings)
        points.append((count, seconds - base, spread))
        if seconds > LONGEST:
            break
    (fewer, less, before), (most, more, after) = points[-2:]
    for _ in range(MOST_TURNS):
        if slope(fewer, less, most, more) <= BAR:
            break
        less = min(less, _seconds(make, fewer, settings)[0] - base)
        more = min(more, _seconds(make, most, settings)[0] - base)
    return slope(fewer, less, most, more), most, more, before, after


def _seconds(
    make: Callable[[int, int], str], count: int, settings: Settings
) -> tuple[float, float]:
    sources = tuple(Source(f"en/a{n}.md", "en", make(n, count).encode()) for n in range(count))
    config, inputs = settings(count)
    theme = read_theme(None)
    start = process_time()
    built = build(Folder(sources, assets={}), theme, config, inputs)
    taken = process_time() - start
    size = sum(
        len(artifact.content) for artifact in built.artifacts if isinstance(artifact.content, bytes)
    )
    return taken, size / sum(len(artifact.data) for artifact in sources)


if __name__ == "__main__":
    sys.exit(main())
