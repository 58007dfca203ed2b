"""A reader for the tests: front matter as lines, in a file with the right name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.front_matter.read import read_front_matter
from errata.model import Source

if TYPE_CHECKING:
    from errata.articles.front_matter.split import FrontMatter


class Read(Protocol):
    """Reads a file that holds the given front matter."""

    def __call__(
        self, *lines: str, stem: str = "KA-10001", options: ParseOptions | None = None
    ) -> FrontMatter: ...


class ReadRaw(Protocol):
    """Reads a file of the given bytes."""

    def __call__(self, data: bytes, options: ParseOptions | None = None) -> FrontMatter: ...


@pytest.fixture(scope="session")
def raw() -> ReadRaw:
    def read(data: bytes, options: ParseOptions | None = None) -> FrontMatter:
        return read_front_matter(Source("en/KA-10001.md", "en", data), options or ParseOptions())

    return read


@pytest.fixture(scope="session")
def read() -> Read:
    def read(
        *lines: str, stem: str = "KA-10001", options: ParseOptions | None = None
    ) -> FrontMatter:
        data = "\n".join(["---", *lines, "---", "The body.", ""]).encode()
        return read_front_matter(Source(f"en/{stem}.md", "en", data), options or ParseOptions())

    return read
