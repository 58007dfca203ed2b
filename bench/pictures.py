"""What the smaller forms of the articles' pictures save, what other settings would, and the time.

Every fifth picture is encoded in each way, one at a time, and seconds are the processor's; then all
are looked at as a build does. Usage: `python -m bench.pictures [KB]`.
"""

from __future__ import annotations

import io
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Final

from PIL import Image

from bench.labels import folders
from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.cache import CachedImageProbe, CacheStore
from errata.cache.probe import WIDEST, probe_image
from errata.config import Config
from errata.files import read_folder
from errata.link import link_articles
from errata.model import Inputs
from errata.site.images import images_in_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from errata.model import Library

WORTH: Final = 30_000
FORMS: Final[dict[str, tuple[str, dict[str, object]]]] = {
    "WebP, quality 82, effort 0": ("WEBP", {"quality": 82, "method": 0}),
    "WebP, quality 82, effort 2": ("WEBP", {"quality": 82, "method": 2}),
    "WebP, quality 82, effort 4": ("WEBP", {"quality": 82, "method": 4}),
    "WebP, quality 82, effort 6": ("WEBP", {"quality": 82, "method": 6}),
    "WebP, quality 90, effort 2": ("WEBP", {"quality": 90, "method": 2}),
    "WebP, lossless, effort 1": ("WEBP", {"lossless": True, "quality": 40, "method": 1}),
    "AVIF, quality 60, speed 8": ("AVIF", {"quality": 60, "speed": 8, "max_threads": 1}),
    "AVIF, quality 60, speed 10": ("AVIF", {"quality": 60, "speed": 10, "max_threads": 1}),
}


def main() -> None:
    """Print the table."""
    corpus = folders()
    kb = Path(sys.argv[1]) if len(sys.argv) > 1 else corpus[0] if corpus else Path("kb")
    pictures = {
        path: load() if load else (kb / path).read_bytes()
        for path, load in images_in_use(library(kb)).items()
    }
    total = sum(map(len, pictures.values()))
    print(f"{len(pictures)} pictures, {total / 1e6:.1f} MB")
    large = [data for path, data in pictures.items() if len(data) >= WORTH and "." in path]
    sample = [data for data in large if not is_moving(data)][::5]
    for name, (form, options) in FORMS.items():
        tell(name, sample, partial(encoded, form=form, options=options))
    tell("as errata makes them", sample, lambda data: probe_image("a.png", data).smaller)
    whole(kb, pictures)


def library(kb: Path) -> Library:
    """Link the articles."""
    config = Config()
    folder = read_folder(kb, config)
    parsed = [*map(ArticleParser(ParseOptions()), folder.sources)]
    return link_articles(parsed, config, Inputs(), folder.assets)[0]


def is_moving(data: bytes) -> bool:
    """Whether a picture is an animation."""
    with Image.open(io.BytesIO(data)) as image:
        return getattr(image, "n_frames", 1) > 1


def encoded(data: bytes, *, form: str, options: dict[str, object]) -> bytes:
    """Encode a picture in another form, no wider than screens show."""
    with Image.open(io.BytesIO(data)) as image:
        converted = image.convert("RGBA" if image.has_transparency_data else "RGB")
    if converted.width > WIDEST:
        converted = converted.resize((WIDEST, round(converted.height * WIDEST / converted.width)))
    stream = io.BytesIO()
    converted.save(stream, form, **options)
    return stream.getvalue()


def tell(name: str, sample: list[bytes], make: Callable[[bytes], bytes]) -> None:
    """Print readers' bytes as a share of the originals, and seconds for each MB of those."""
    before = sum(map(len, sample)) or 1
    started = process_time()
    after = sum(min(len(data), len(make(data)) or len(data)) for data in sample)
    seconds = (process_time() - started) * 1e6 / before
    print(f"{name:28} {after / before:6.1%} {seconds:6.3f} s/MB")


def whole(kb: Path, pictures: dict[str, bytes]) -> None:
    """Probe all pictures as a build does: the first time, then from the cache."""
    with TemporaryDirectory() as folder:
        for name in ("the first time", "remembered"):
            gallery = CachedImageProbe(kb, CacheStore(Path(folder) / "pictures.sqlite3"))
            started, clock = process_time(), perf_counter()
            pictures_probed = gallery(
                {path: partial(bytes, data) for path, data in pictures.items()}
            )
            spent = (
                f"{process_time() - started:.2f} s of processors, {perf_counter() - clock:.2f} s"
            )
            smaller = [path for path, picture in pictures_probed.items() if picture.smaller]
            saved = sum(
                len(pictures[path]) - len(pictures_probed[path].smaller) for path in smaller
            )
            print(f"{name}: {spent}; {len(smaller)} smaller forms save {saved / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
