"""How the time of broken links grows: `python -m bench.links` prints it for each link.

Folders of 50 articles with ever more links to files that do not exist, beside as many pictures. The
time for one link must not grow with the number of files.
"""

from __future__ import annotations

import time
from itertools import pairwise

from errata.checks.kb301_broken_link import check
from errata.checks.subjects import KnowledgeBase
from errata.config import Config
from errata.linked_folder import link_folder
from errata.model import Folder, Inputs, Source

ARTICLES = 50
SIZES = (100, 400, 1600, 6400)


def make_folder(links: int, pictures: int) -> Folder:
    """Make articles with that many broken links among them, and pictures."""
    sources = []
    for number in range(ARTICLES):
        lines = [
            f"- [Step {at}](../platform/about-the-wizard-step-{number:02}{at:03}.md)"
            for at in range(links // ARTICLES)
        ]
        head = f"---\ntitle: Topic {number}\narticle-number: KA-{34000 + number}\n---\n\n"
        path = f"en/delivery/topic-{number:02}.md"
        sources.append(Source(path, "en", (head + "\n".join(lines)).encode()))
    folder = "en/delivery/assets/screen-of-the-delivery-wizard-step"
    return Folder(tuple(sources), {f"{folder}-{at:04}.png": 8 for at in range(pictures)})


def measure(size: int) -> float:
    """Return seconds from the folder to the findings, without starting the program."""
    folder, config = make_folder(size, size), Config()
    start = time.process_time()
    library = link_folder(folder, {}, config, Inputs()).library
    findings = list(check(KnowledgeBase(library, config)))
    if len(findings) != size:
        message = f"{len(findings)} findings of {size}"
        raise SystemExit(message)
    return time.process_time() - start


def main() -> None:
    """Print one line for each size, and how much more a link costs in the largest."""
    measure(SIZES[0])  # imports, patterns
    each = [measure(size) / size for size in SIZES]
    for size, seconds in zip(SIZES, each, strict=True):
        print(f"{size:5} links, {size:5} pictures: {seconds * 1e6:6.0f} µs a link")
    worst = max(after / before for before, after in pairwise(each))
    print(f"the most that one link grows where links and files are four times as many: {worst:.2f}")


if __name__ == "__main__":
    main()
