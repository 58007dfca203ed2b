"""Articles that nobody would write: parsed, linked and rendered until the number is reached.

Each batch is a knowledge base of random pieces of markdown, HTML, attacks and front matter. No
batch may raise, no article may be called a fault of errata, and no page may have anything live.

    python -m scripts.fuzz --articles 100000

`python -m scripts.fuzz_guided` looks for bytes that run what no other bytes have run.
"""

from __future__ import annotations

import argparse
import random
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Final

from errata.codes.families import choose_families
from errata.config import Config
from errata.files import read_theme
from errata.model import Folder, Inputs, Source
from errata.pipeline import build
from tests.invalid.hostile_articles import BODIES, VALUES
from tests.invalid.pieces import PIECES, VECTORS, find_live

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.theme.templates import TemplateCode

# Articles of one build: what a site has besides them takes a second.
_BATCH: Final = 200
_KEYS: Final = (
    *("title", "description", "keywords", "products", "error-codes", "article-number", "locale"),
    *("status", "audience", "aliases", "valid-until", "owner", "internal-notes", "hidden", "team"),
)
_ATTACKS: Final = (*VECTORS, *(vector for kind in BODIES.values() for vector in kind))
# An article with one of these is left out as a whole, so most have none.
_REFUSED: Final = ("\x00", "\u202e")
_ACCEPTED: Final = [piece for piece in PIECES if piece not in _REFUSED]
_FAULT: Final = "KB009"


@dataclass(frozen=True, slots=True)
class Batch:
    """The results for the articles of a seed."""

    seed: int
    articles: int
    pages: int
    faults: tuple[str, ...]


@dataclass(slots=True)
class _Compiled:
    """The theme's templates, compiled once in a process."""

    code: TemplateCode | None = None

    def read(self, _described: bytes) -> TemplateCode | None:
        return self.code

    def write(self, _described: bytes, code: TemplateCode) -> None:
        self.code = code


_TEMPLATES: Final = _Compiled()


def write_article(chance: random.Random) -> bytes:
    """Write one random article, or what is left of it."""
    lines = ["---", *_front_matter(chance), "---", ""] if chance.randrange(10) else []
    count = chance.randrange(60)
    known = _ACCEPTED if chance.randrange(10) else PIECES
    pieces = [chance.choice(known if chance.randrange(10) else _ATTACKS) for _ in range(count)]
    text = "\n".join(lines) + "".join(pieces)
    data = bytearray(text.encode("utf-8", "replace"))
    if data and not chance.randrange(10):
        for _ in range(chance.randrange(5)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data if chance.randrange(10) else data[: len(data) // 2])


def _front_matter(chance: random.Random) -> Iterator[str]:
    for key in chance.sample(_KEYS, chance.randrange(6)):
        value = chance.choice((*VALUES, *PIECES, "[a, b]", "{a: b}", "2026-01-01", "true", "- x"))
        quoted = "'" + value.replace("'", "''") + "'"
        yield f"{key}: {quoted if chance.randrange(2) else value}"


def run_batch(seed: int, count: int = _BATCH) -> Batch:
    """Build the articles of a seed in memory."""
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be kept secret
    # Each third is MDX.
    names = [f"article-{index}.{'md' if index % 3 else 'mdx'}" for index in range(count)]
    sources = tuple(Source(f"en/{name}", "en", write_article(chance)) for name in names)
    try:
        folder = Folder(sources, assets={})
        built = build(folder, read_theme(None), Config(), _inputs(), templates=_TEMPLATES)
    except Exception as error:  # noqa: BLE001 - what this looks for
        return Batch(seed, len(sources), 0, (f"{type(error).__name__}: {error}",))
    messages = [diagnostic.message for diagnostic in built.diagnostics if diagnostic.code == _FAULT]
    pages = [diagnostic for diagnostic in built.artifacts if diagnostic.path.endswith(".html")]
    for page in pages:
        if isinstance(page.content, bytes) and "article" in page.path:
            messages += [f"{page.path}: {live}" for live in find_live(page.content)]
    return Batch(seed, len(sources), len(pages), tuple(messages))


def _inputs() -> Inputs:
    return Inputs(families=choose_families(["default", "adobe-campaign"]))


def fuzz(articles: int, first: int, jobs: int) -> int:
    """Run batches until the number is reached; return the exit status."""
    done = pages = faults = 0
    started = monotonic()
    seeds = range(first, first + -(-articles // _BATCH))
    with ProcessPoolExecutor(jobs) as pool:
        for batch in pool.map(run_batch, seeds):
            done, pages = done + batch.articles, pages + batch.pages
            faults += len(batch.faults)
            for fault in batch.faults:
                print(f"seed {batch.seed}: {fault}", flush=True)
            if batch.seed % 10 == 0:
                print(
                    f"{done:,} articles, {monotonic() - started:.0f} s", file=sys.stderr, flush=True
                )
    print(f"{done:,} articles parsed and rendered into {pages:,} pages: {faults} failures")
    return int(bool(faults))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sys.exit(fuzz(options.articles, options.seed, options.jobs))


if __name__ == "__main__":
    main()
