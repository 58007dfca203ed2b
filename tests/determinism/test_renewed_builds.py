"""Whatever changes between two builds, the second is what it would be without the first."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from msgspec import structs

from errata.commands._last_build import History
from errata.commands._project import (
    compile_project,
    make_cached_mapper,
    make_image_probe,
    open_project,
)
from errata.files.site import write_site
from errata.mapper import map_serially
from errata.model import Copy
from tests.commands.test_recall import age

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.commands._project import CompiledProject, Project

NUMBERS: Final = tuple(f"KA-0000{n}" for n in range(1, 8))
LOCALES: Final = ("en", "pt-BR")
CODES: Final = ("RED-520025", "RED-520026", "SOP-330011", "HTTP 503", "XYZ-1")
START: Final = datetime(2024, 5, 1, 12, tzinfo=UTC)
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360f8cf50000003040102a0a1d3a50000000049454e44ae426082"
)
PIECES: Final = (
    "The log shows `RED-520025 Communication failed with the server`.\n",
    "The log shows `SOP-330011 Time-out of the session`.\n\nIt wraps RED-520026.\n",
    "Start the server, then send the delivery again.\n",
    "## Cause {#cause}\n\nThe port is closed.\n",
    "## Resolution {#resolution}\n\nOpen the port 8080 and restart.\n",
    "See [the other](KA-00002.md#resolution) and [nothing](KA-00099.md).\n",
    "![A picture](assets/a.png)\n",
    '--8<-- "_parts/hint.md"\n',
    "| Code | Meaning |\n|---|---|\n| RED-520026 | The queue is full |\n",
    "- one\n- two\n\n\n",
    "Mail bob.private@example.com about it.\n",
)
# Keys that decide what other pages say of an article, and lines that stand in its front matter.
KEYS: Final = (
    "hide: true",
    "state: draft",
    "solution: Journey Optimizer",
    "product: Campaign Standard",
    "keywords: tracking, RED-520025",
    "description: No clicks are counted.",
    "internal-notes: bob.private@example.com",
    "publish-from: 2024-05-02",
    "valid-until: 2024-05-03",
    "review-date: 2024-05-02",
    "updated: 2024-04-01",
    "redirect_from: /old/place/",
)
CONFIGS: Final = (
    "",
    '[site]\nname = "Help"\n',
    '[site]\nname = "Help"\nurl = "https://help.example.com/kb/"\n',
    '[site]\nhost = "netlify"\nurl = "https://help.example.com/"\n\n[redirects]\nKA-9 = "gone"\n',
    'default-locale = "pt-BR"\ntemplates = "look"\n',
    "fallback-pages = false\n[limits]\npage-bytes = 10\n",
)


class Renewal(RuleBasedStateMachine):
    """A knowledge base that somebody edits, building after each edit."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(mkdtemp(prefix="errata-renewed-"))
        self.kb, self.out = self.root / "kb", self.root / "site"
        self.now = START

    def teardown(self) -> None:
        """Leave nothing behind."""
        shutil.rmtree(self.root)

    @initialize()
    def begin(self) -> None:
        """A few articles in two languages, and a first build."""
        for number in NUMBERS[:4]:
            self.write("en", number, f"Title of {number}", PIECES[:3], ())
        self.write("pt-BR", NUMBERS[0], "O servidor para", PIECES[:1], ())
        (self.kb / "en/assets").mkdir()
        (self.kb / "en/assets/a.png").write_bytes(PIXEL)
        (self.kb / "en/_parts").mkdir()
        (self.kb / "en/_parts/hint.md").write_text("A hint.\n")
        (self.root / "look/partials").mkdir(parents=True)
        (self.root / "errata.toml").write_text(CONFIGS[2])
        self.build()

    @rule(
        locale=st.sampled_from(LOCALES),
        number=st.sampled_from(NUMBERS),
        title=st.sampled_from(("Tracking stops", "RED-520025 in the log", "Ação", "A & <b>")),
        pieces=st.lists(st.sampled_from(PIECES), max_size=5),
        keys=st.lists(st.sampled_from(KEYS), max_size=3, unique=True),
    )
    def rewrite(
        self, locale: str, number: str, title: str, pieces: list[str], keys: list[str]
    ) -> None:
        """Another text, or a new article."""
        self.write(locale, number, title, pieces, keys)
        self.build()

    @rule(number=st.sampled_from(NUMBERS[:4]), piece=st.sampled_from(PIECES))
    def add_text(self, number: str, piece: str) -> None:
        """More at the end of an article."""
        path = self.kb / f"en/{number}.md"
        if path.exists():
            path.write_text(f"{path.read_text('utf-8')}\n{piece}", "utf-8")
        self.build()

    @rule(number=st.sampled_from(NUMBERS), locale=st.sampled_from(LOCALES))
    def remove(self, number: str, locale: str) -> None:
        """An article goes, unless it is the last."""
        if len(list(self.kb.glob("en/*.md"))) > 1:
            (self.kb / f"{locale}/{number}.md").unlink(missing_ok=True)
        self.build()

    @rule(number=st.sampled_from(NUMBERS), name=st.sampled_from(("mail/first", "renamed")))
    def rename(self, number: str, name: str) -> None:
        """A file has another name or lies in another folder."""
        old, new = self.kb / f"en/{number}.md", self.kb / f"en/{name}.md"
        if old.exists():
            new.parent.mkdir(exist_ok=True)
            old.replace(new)
        self.build()

    @rule(text=st.sampled_from(CONFIGS))
    def configure(self, text: str) -> None:
        """Another configuration."""
        (self.root / "errata.toml").write_text(text)
        self.build()

    @rule(name=st.sampled_from(("card.html", "")))
    def change_template(self, name: str) -> None:
        """A template of the user's own comes or goes; pages change where the configuration says."""
        own = self.root / "look/partials/card.html"
        own.write_text("<p>own {{ card.title }}</p>\n") if name else own.unlink(missing_ok=True)
        self.build()

    @rule(data=st.sampled_from((PIXEL, PIXEL + b"more", b"")))
    def change_picture(self, data: bytes) -> None:
        """A picture changes or goes."""
        path = self.kb / "en/assets/a.png"
        path.write_bytes(data) if data else path.unlink(missing_ok=True)
        self.build()

    @rule(text=st.sampled_from(("A hint.\n", "Another hint.\n", "")))
    def change_include(self, text: str) -> None:
        """A file that articles include changes."""
        (self.kb / "en/_parts/hint.md").write_text(text)
        self.build()

    @rule(
        name=st.sampled_from(("robots.txt", "en/KA-00001/index.html", "a.txt")), there=st.booleans()
    )
    def change_static(self, name: str, *, there: bool) -> None:
        """A static file comes or goes; it may want the place of another one."""
        path = self.root / "static" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine\n") if there else path.unlink(missing_ok=True)
        self.build()

    @rule()
    def leave(self) -> None:
        """Nothing changes."""
        self.build()
        self.build()

    @rule(days=st.integers(1, 2))
    def wait(self, days: int) -> None:
        """Time goes by."""
        self.now += timedelta(days=days)
        self.build()

    @rule(index=st.integers(0, 500), text=st.sampled_from((b"edited by hand", b"")))
    def edit_site(self, index: int, text: bytes) -> None:
        """Somebody edits or removes a file of the site."""
        files = sorted(path for path in self.out.rglob("*") if path.is_file())
        files = [path for path in files if not path.name.startswith(".")]
        path = files[index % len(files)]
        path.write_bytes(text) if text else path.unlink()
        self.build()

    def write(self, locale: str, number: str, title: str, pieces: object, keys: object) -> None:
        """An article of these parts."""
        path = self.kb / f"{locale}/{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(pieces, list | tuple)
        assert isinstance(keys, list | tuple)
        head = "\n".join((f"title: '{title}'", f"article-number: {number}", *keys))
        path.write_text(f"---\n{head}\n---\n\n# {title}\n\n" + "\n".join(pieces), "utf-8")

    def build(self) -> None:
        """Build over the last build, and from nothing, and compare."""
        project = self.project()
        history = History.of(project, self.out, read_all=False)
        age(self.kb)  # what is younger is read in any case
        cold = self.compile(structs.replace(project, verify=True), None)
        if same := history.repeat(project, self.out):
            self.compare(same[0], cold, project)
        renewed = self.compile(project, history)
        written = write_site(
            self.out,
            renewed.build.artifacts,
            project.kb,
            project.static,
            history.unchanged,
        )
        history.save(renewed, written)
        self.compare(renewed, cold, project)

    def compare(self, renewed: CompiledProject, cold: CompiledProject, project: Project) -> None:
        """Findings and files are the same."""
        assert renewed.diagnostics == cold.diagnostics
        assert renewed.build.ids == cold.build.ids
        assert renewed.build.withheld == cold.build.withheld
        assert read_files(self.out) == made_files(cold, project)

    def project(self) -> Project:
        """As a command opens it, at the moment of the story."""
        cwd = Path.cwd()
        os.chdir(self.root)
        try:
            project = open_project(self.root / "errata.toml", self.kb)
        finally:
            os.chdir(cwd)
        return structs.replace(project, inputs=structs.replace(project.inputs, now=self.now))

    def compile(self, project: Project, history: History | None) -> CompiledProject:
        """All of it; articles that were parsed once are not parsed again."""
        mapper = make_cached_mapper(map_serially, project)
        last = history.last if history else None
        return compile_project(project, mapper, make_image_probe(project), last_build=last)


def read_files(out: Path) -> dict[str, str]:
    """Path -> digest, without the manifest."""
    files = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def made_files(compiled: CompiledProject, project: Project) -> Mapping[str, str]:
    """The same of what was made in memory."""
    digests = {}
    for artifact in compiled.build.artifacts:
        content = artifact.content
        if isinstance(content, Copy):
            folder = project.static if content.static else project.kb
            content = (folder / content.path).read_bytes()
        assert isinstance(content, bytes)
        digests[artifact.path] = hashlib.sha256(content).hexdigest()
    return digests


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Renewal,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))


def test_a_build_over_another_has_the_bytes_and_findings_of_one_from_nothing() -> None:
    run(examples=2, steps=5)


def test_so_it_has_where_articles_are_too_many_to_note_facts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("errata.model.reads._MANY_ARTICLES", 0)
    monkeypatch.setattr("errata.site.feeds.search_index._MOST_KEPT", 0)
    run(examples=1, steps=4)


@pytest.mark.soak
@pytest.mark.timeout(7200)
def test_it_has_after_a_thousand_random_changes() -> None:
    run(examples=40, steps=25)
