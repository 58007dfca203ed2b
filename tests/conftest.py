"""What the tests share: a small knowledge base to build and look at, and where the real one is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from msgspec import structs

from errata.codes.families import choose_families
from errata.config import Config, locate_settings, parse_config
from errata.files import read_theme
from errata.model import Folder, Inputs, Source
from errata.pipeline import build
from errata.review import prepare_review, review
from tests.commands.running import environment
from tests.support.compiled_templates import RENDERER, compile_once
from tests.support.fork_server import start_fork_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from errata.diagnostics import Diagnostic
    from errata.model import Artifact, Build, Picture, Theme
    from errata.review import ReviewContext

ROOT = Path(__file__).parent.parent
LONG = ("corpus", "determinism", "browser")
"""Folders of tests that build whole sites or drive a browser."""
# How long an example takes depends on the machine, and is promised nowhere.
for name, examples in {"suite": 60, "soak": 1_000}.items():
    settings.register_profile(
        name, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("suite")
NO_CORPUS = "the real articles are not here: set ERRATA_CORPUS or put them at ../shared/corpus"


def corpus_folder() -> Path | None:
    """The real articles, where they are."""
    folder = Path(os.environ.get("ERRATA_CORPUS", ROOT.parent / "shared" / "corpus"))
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def corpus() -> Path:
    folder = corpus_folder()
    if folder is None:
        pytest.skip(NO_CORPUS)
    return folder


def pytest_configure(config: pytest.Config) -> None:
    """Start the server of commands once, before the workers, which find its address."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        server = ExitStack()
        os.environ["ERRATA_FORK_SERVER"] = server.enter_context(start_fork_server(environment()))
        config.add_cleanup(server.close)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no worker is left with one at the end.

    Those of a folder come together, so that they can share a browser.
    """
    order = {name: index for index, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test, and no command that a test starts, reads or fills the cache of who runs it.

    Tests that run side by side share one, which is made to be shared.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cache"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ERRATA_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """A theme is compiled for the first site that a test builds of it, and not for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RENDERER, compile_once)
        yield


@pytest.fixture(scope="session")
def make_once(own_cache: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    """Gives a folder, which the first to ask for its name fills, of all tests side by side.

    None may change what is in it.
    """

    def fill_or_find(name: str, fill: Callable[[Path], None]) -> Path:
        folder = own_cache.with_name(name)
        filled = own_cache.with_name(f"{name}.filled")
        with FileLock(own_cache.with_name(f"{name}.lock")):
            if not filled.exists():
                folder.mkdir()
                fill(folder)
                filled.touch()
        return folder

    return fill_or_find


@dataclass(frozen=True)
class BuiltSite:
    """The site of a knowledge base, and what the command said."""

    kb: Path
    site: Path
    status: int
    messages: str


def build_into(folder: Path, kb: Path, *options: str) -> None:
    """Run the real command with our own configuration, for `read_built`."""
    command = [sys.executable, "-m", "errata", "build", "--kb", str(kb)]
    command += ["--out", str(folder / "site"), *options]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    output = json.dumps([str(kb), done.returncode, done.stdout + done.stderr])
    (folder / "said.json").write_text(output, "utf-8")


def read_built(folder: Path) -> BuiltSite:
    """What `build_into` left there."""
    kb, status, messages = json.loads((folder / "said.json").read_text("utf-8"))
    return BuiltSite(Path(kb), folder / "site", status, messages)


@pytest.fixture(scope="session")
def shipped_site(make_once: Callable[[str, Callable[[Path], None]], Path]) -> BuiltSite:
    """Of the knowledge base that ships; its status is 1 if anything is found."""

    def fill(folder: Path) -> None:
        build_into(folder, ROOT / "kb", "--fail-on", "info")

    return read_built(make_once("shipped", fill))


@pytest.fixture(scope="session")
def shipped(shipped_site: BuiltSite) -> Path:
    """The site of the knowledge base that ships."""
    return shipped_site.site


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(9, id="every ninth article"),
        pytest.param(1, id="every article", marks=pytest.mark.soak),
    ],
)
def corpus_site(
    corpus: Path,
    make_once: Callable[[str, Callable[[Path], None]], Path],
    request: pytest.FixtureRequest,
) -> BuiltSite:
    """Of the real articles."""
    step: int = request.param

    def fill(folder: Path) -> None:
        _copy_articles(corpus, folder / "kb", step)
        build_into(folder, folder / "kb")

    return read_built(make_once(f"corpus-{step}", fill))


def _copy_articles(corpus: Path, kb: Path, step: int) -> None:
    """The same articles in each language, and all pictures, shown or not."""
    numbers = sorted({path.name for path in corpus.glob("*/*.md")})
    left_out = frozenset(numbers) - frozenset(numbers[step // 2 :: step])
    shutil.copytree(corpus, kb, ignore=lambda _, names: left_out & set(names))


@pytest.fixture(scope="session")
def theme() -> Theme:
    return read_theme(None)


def front_matter(number: str, **keys: str) -> str:
    """A valid front matter; keys are written with `_` for `-` and override the defaults."""
    values = {
        "title": f"Title of {number}",
        "description": "What goes wrong, told in a sentence that is long enough to be of use.",
        "solution": "Campaign",
        "product": "Campaign",
        "applies-to": "Campaign Classic",
        "keywords": "tracking, delivery",
        "article-created-date": "2024-04-17T12:30:27Z",
        "article-published-date": "2024-04-17T12:38:19Z",
        "version-number": "3",
        "article-number": number,
    }
    values |= {name.replace("_", "-"): value for name, value in keys.items()}
    lines = [f"{name}: {value}" for name, value in values.items() if value]
    return "\n".join(["---", *lines, "---", ""])


BODY = """
## Description {#description}

### Environment

Campaign Classic

### Issue/Symptoms

The log shows `RED-520025 Communication failed`.

## Resolution {#resolution}

Start the server.
"""


@dataclass(frozen=True)
class SiteTest:
    """A knowledge base in memory: `SiteTest().article("KA-1").build().page("en/KA-1/")`."""

    theme: Theme
    files: dict[str, bytes] = field(default_factory=dict)
    config: Config = field(default_factory=Config)
    inputs: Inputs = field(default_factory=Inputs)
    pictures: dict[str, Picture] = field(default_factory=dict)
    """What is known of the files that are pictures, by path."""
    result: Build | None = None

    def article(self, number: str, body: str = BODY, locale: str = "en", **keys: str) -> SiteTest:
        """Add an article; `keys` go to its front matter."""
        text = (
            front_matter(number, **keys) + f"# {keys.get('title', f'Title of {number}')}\n" + body
        )
        return self.file(f"{locale}/{number}.md", text.encode())

    def file(self, path: str, data: bytes) -> SiteTest:
        """Add any file below the knowledge base."""
        return replace(self, files={**self.files, path: data})

    def configured(self, toml: str) -> SiteTest:
        """Use this `errata.toml`."""
        places = locate_settings(toml, "errata.toml")
        inputs = structs.replace(self.inputs, setting_places=places)
        return replace(self, config=parse_config(toml, "errata.toml"), inputs=inputs)

    def build(self) -> SiteTest:
        """Compile in memory with the families that ship."""
        folder, inputs = self._read()
        built_site = build(folder, self.theme, self.config, inputs, probe=lambda _: self.pictures)
        return replace(self, result=built_site)

    def check(self) -> tuple[Diagnostic, ...]:
        """What is found without making a page, which takes a fifth of the time."""
        return review(self.prepare()).diagnostics

    def prepare(self) -> ReviewContext:
        """Read and link it."""
        folder, inputs = self._read()
        return prepare_review(
            folder, self.theme, self.config, inputs, probe=lambda _: self.pictures
        )

    def _read(self) -> tuple[Folder, Inputs]:
        articles = [path for path in sorted(self.files) if path.endswith(".md")]
        sources = tuple(Source(path, path.split("/")[0], self.files[path]) for path in articles)
        assets = {
            path: len(self.files[path]) for path in sorted(self.files) if path not in articles
        }
        families = choose_families(["default", "adobe-campaign"])
        return Folder(sources, assets), structs.replace(self.inputs, families=families)

    @property
    def built(self) -> Build:
        assert self.result is not None, "call build() first"
        return self.result

    @property
    def paths(self) -> list[str]:
        return [artifact.path for artifact in self.built.artifacts]

    def artifact(self, path: str) -> Artifact:
        """The file at a site path; a folder means its `index.html`."""
        path = f"{path}index.html" if path.endswith("/") else path
        return next(artifact for artifact in self.built.artifacts if artifact.path == path)

    def page(self, path: str) -> str:
        """The text of a page."""
        content = self.artifact(path).content
        assert isinstance(content, bytes)
        return content.decode()

    @property
    def codes(self) -> list[str]:
        """Codes of the findings, in order."""
        return [diagnostic.code for diagnostic in self.built.diagnostics]


@pytest.fixture
def site(theme: Theme) -> SiteTest:
    return SiteTest(theme)
