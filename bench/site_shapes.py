"""How a whole build grows with the number of articles, if all of them have something in common.

Each shape is a folder of articles, built in memory at a number of articles and at twice and four
times that number, in a process of its own. The exponent is the slope of the processor time over the
number, both as logarithms: 1 is time in proportion. Beside the articles are as many pictures. Also
printed: bytes of the site for each byte of articles at two sizes, which must not grow.

Usage: `python -m bench.site_shapes [NAME]`, with a part of a shape's name.
"""

from __future__ import annotations

import sys
from functools import cache, partial
from time import process_time
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from bench.growth import print_growth
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
        "link targets that miss": lambda n, _: (
            f"# {say(n, 5)}\n\n"
            + "".join(f"[a](../guide/about-the-step-{n:04}{k:02}.md)\n" for k in range(20))
        ),
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
    shapes = _name_shapes()
    plain = shapes["nothing in common"]
    settings: dict[str, Settings] = {"families": _with_families, "redirects": _with_redirects}
    measures = {name: partial(_measure, make, _plain) for name, make in shapes.items()}
    measures |= {name: partial(_measure, plain, own) for name, own in settings.items()}
    chosen = {name: measure for name, measure in measures.items() if wanted in name}
    return print_growth(chosen, COUNTS, "site bytes/byte", longest=LONGEST, turns=MOST_TURNS)


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


def _measure(
    make: Callable[[int, int], str], settings: Settings, count: int
) -> tuple[float, float]:
    # What every site has, however many articles, is not part of the growth.
    seconds, spread = _seconds(make, count, settings)
    return seconds - _least(make, settings), spread


@cache
def _least(make: Callable[[int, int], str], settings: Settings) -> float:
    return min(_seconds(make, 1, settings)[0] for _ in range(2))


def _seconds(
    make: Callable[[int, int], str], count: int, settings: Settings
) -> tuple[float, float]:
    sources = tuple(Source(f"en/a{n}.md", "en", make(n, count).encode()) for n in range(count))
    config, inputs = settings(count)
    theme = read_theme(None)
    pictures = {f"en/assets/screen-of-the-step-{n:04}.png": 8 for n in range(count)}
    start = process_time()
    built = build(Folder(sources, pictures), theme, config, inputs)
    taken = process_time() - start
    size = sum(
        len(artifact.content) for artifact in built.artifacts if isinstance(artifact.content, bytes)
    )
    return taken, size / sum(len(artifact.data) for artifact in sources)


if __name__ == "__main__":
    sys.exit(main())
