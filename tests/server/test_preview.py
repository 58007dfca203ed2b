"""What `errata serve` shows is what `errata build` writes, before and after every kind of edit."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

import pytest

from errata.cache import Memo
from errata.commands._console import Settings
from errata.commands._edited_project import EditedProject, Extent, LastGood, prepare_preview
from errata.commands._project import compile_project, make_image_probe, open_project
from errata.mapper import map_serially
from errata.preview import Preview

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """---
title: {title}
article-number: {number}
internal-notes: ask carol.internal@example.com
---

# {title}

The log shows `{code} Communication failed`, see [another](KA-00002.md#resolution).

## Resolution {{#resolution}}

{text} and restart the server.
"""
CONFIG = '[site]\nname = "Help"\nurl = "https://help.example.com/"\n'


class Kb:
    """A knowledge base on the disk, previewed as `errata serve` does."""

    def __init__(self, root: Path) -> None:
        self.root, self.kb = root, root / "kb"
        (self.kb / "en").mkdir(parents=True)
        (self.kb / "pt-BR").mkdir()
        (root / "errata.toml").write_text(CONFIG)
        for number in range(1, 5):
            self.write(f"en/KA-0000{number}", code=f"RED-52002{number % 3}")
        self.write("pt-BR/KA-00001", title="O servidor para")
        self.articles = LastGood(Memo())
        self.preview = self.load()

    def write(
        self, name: str, title: str = "It stops", code: str = "RED-520025", text: str = "Wait"
    ) -> bytes:
        """An article."""
        number = name.rpartition("/")[2]
        data = ARTICLE.format(title=title, number=number, code=code, text=text).encode()
        (self.kb / f"{name}.md").write_bytes(data)
        return data

    def edit(self, name: str, data: bytes) -> bool:
        """Whether it is enough to forget what reads the article."""
        edited = self.preview.read(f"{name}.md", data)
        assert edited, "the article can be read, and includes nothing"
        return self.preview.edit(edited)

    def relink(self, name: str, data: bytes) -> None:
        """The preview after an edit that other pages say something of; the others stay linked."""
        edited = self.preview.read(f"{name}.md", data)
        assert edited
        project = open_project(self.root / "errata.toml", self.kb, cache=False, drafts=True)
        relinked = self.preview.relink(edited, make_image_probe(project), project.inputs.now)
        assert relinked, "the folder's conventions are what they were"
        self.preview = relinked

    def load(self) -> Preview:
        """Of what is on the disk."""
        project = open_project(self.root / "errata.toml", self.kb, cache=False, drafts=True)
        return Preview(
            prepare_preview(project, self.articles, make_image_probe(project)), self.articles.cells
        )

    def assert_shows_what_a_build_writes(self) -> None:
        """Every path, and nothing besides."""
        project = open_project(self.root / "errata.toml", self.kb, cache=False, drafts=True)
        built = compile_project(project, map_serially, make_image_probe(project)).build
        for artifact in built.artifacts:
            assert artifact.path in self.preview
            assert self.preview.get(artifact.path) == artifact.content, artifact.path
        finished = self.preview.finish(lambda: False)
        assert finished
        assert finished.artifacts == built.artifacts
        assert self.preview.get("en/KA-99999/index.html") is None


class Served:
    """The same as `errata serve` follows it: told which files change."""

    def __init__(self, kb: Kb) -> None:
        self.kb = kb
        self.edited = EditedProject(Settings(config=kb.root / "errata.toml", cache=False), kb.kb)
        self.edited.load()

    def follow(self, *names: str) -> Extent:
        """How much a change of these files is; afterwards every file is that of a build."""
        extent = self.edited.follow(frozenset(str(self.kb.kb / name) for name in names))
        if extent is not Extent.ALL:
            self.kb.preview = self.edited.preview
            self.kb.assert_shows_what_a_build_writes()
        return extent


@pytest.fixture
def served(kb: Kb) -> Served:
    return Served(kb)


@pytest.fixture
def kb(tmp_path: Path) -> Kb:
    return Kb(tmp_path)


def test_every_file_is_that_of_a_build_also_after_an_edit_of_a_text(kb: Kb) -> None:
    kb.assert_shows_what_a_build_writes()
    data = kb.write("en/KA-00002", code="RED-520022", text="Do nothing")
    assert kb.edit("en/KA-00002", data), "no other page says more of it"
    page = kb.preview.get("en/KA-00002/index.html")
    assert isinstance(page, bytes)
    assert b"Do nothing" in page
    kb.assert_shows_what_a_build_writes()


@pytest.mark.parametrize(
    "change",
    [{"title": "It goes"}, {"code": "RED-520029"}, {"text": "![A picture](a.png)"}],
    ids=["a title", "a code", "a picture"],
)
def test_an_edit_that_other_pages_say_something_of_needs_another_preview(
    kb: Kb, change: dict[str, str]
) -> None:
    (kb.kb / "en/a.png").write_bytes(b"no picture")
    kb.preview = kb.load()
    data = kb.write("en/KA-00002", **{"code": "RED-520022", **change})
    assert not kb.edit("en/KA-00002", data)
    kb.relink("en/KA-00002", data)
    kb.assert_shows_what_a_build_writes()


CHANGES: Final[tuple[dict[str, str], ...]] = (
    {"title": "It goes"},
    {"title": "Another"},
    {"code": "RED-520029"},
    {"code": "none"},
    {"text": "![A picture](a.png)"},
    {"text": "See [[Another]]"},
    {"text": "Do nothing"},
)


PAGES: Final = (
    "en/KA-00001/index.html",
    "en/codes/index.html",
    "pt-BR/codes/index.html",
    "en/search/index.html",
    *(f"en/codes/RED-52002{number}/index.html" for number in (0, 1, 2, 5, 9)),
    *(f"search/en/{name}.js" for name in ("root", "codes", "sketch", "f/KA-00001")),
    "search/pt-BR/root.js",
)


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in (1, 2))])
def test_after_edits_of_all_kinds_every_file_is_that_of_a_build(kb: Kb, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same edits each time, and no secret
    names = [*(f"en/KA-0000{number}" for number in range(1, 5)), "pt-BR/KA-00001"]
    (kb.kb / "en/a.png").write_bytes(b"no picture")
    kb.preview = kb.load()
    kb.preview.finish(lambda: False)
    files_shown: dict[str, object] = {}
    for _ in range(8):
        name = chance.choice(names)
        data = kb.write(name, **(chance.choice(CHANGES) | chance.choice(CHANGES)))
        if not kb.edit(name, data):
            kb.relink(name, data)
        files_shown = {path: kb.preview.get(path) for path in (f"{name}/index.html", *PAGES)}
    kb.assert_shows_what_a_build_writes()
    after = {path: kb.preview.get(path) for path in files_shown}
    assert files_shown == after, "pages that are asked for first need no other plan"


def test_an_article_that_cannot_be_read_or_includes_a_file_needs_all_to_be_read(kb: Kb) -> None:
    assert kb.preview.read("en/KA-00002.md", b"\xff\x00 no text") is None
    assert kb.preview.read("en/KA-00002.md", b'# A\n\n--8<-- "KA-00001.md"\n') is None
    assert kb.preview.read("en/KA-00009.md", b"# A new one\n") is None


def test_findings_after_an_edit_are_those_of_the_new_text(kb: Kb) -> None:
    text = "<script>alert(1)</script>\n\nWait"
    assert kb.edit("en/KA-00002", kb.write("en/KA-00002", code="RED-520022", text=text))
    project = open_project(kb.root / "errata.toml", kb.kb, cache=False, drafts=True)
    context = prepare_preview(project, LastGood(Memo()), make_image_probe(project))
    finished = kb.preview.finish(lambda: False)
    assert finished
    build = Preview(context, {}).finish(lambda: False)
    assert build
    assert any("script" in diagnostic.message for diagnostic in finished.diagnostics)
    assert finished.diagnostics == build.diagnostics


def test_an_old_address_may_have_the_place_of_a_file_of_the_index(kb: Kb) -> None:
    static = kb.root / "static/search/en"
    static.mkdir(parents=True)
    (static / "root.js").write_text("mine")
    kb.preview = kb.load()
    kb.assert_shows_what_a_build_writes()


def test_what_was_made_before_an_edit_is_made_again_only_where_it_read_the_article(kb: Kb) -> None:
    kb.preview.finish(lambda: False)
    other, own = "en/KA-00003/index.html", "en/KA-00002/index.html"
    before = {path: kb.preview.get(path) for path in (other, own)}
    kb.edit("en/KA-00002", kb.write("en/KA-00002", code="RED-520022", text="Go"))
    assert kb.preview.get(other) is before[other]
    assert kb.preview.get(own) != before[own]


def test_a_search_for_faults_ends_where_the_site_changes_meanwhile(kb: Kb) -> None:
    assert kb.preview.finish(lambda: True) is None


def test_articles_that_come_go_or_are_renamed_are_read_alone(kb: Kb, served: Served) -> None:
    kb.write("en/KA-00009", title="Something new", code="RED-520099")
    assert served.follow("en/KA-00009.md") is Extent.FACTS
    (kb.kb / "en/KA-00009.md").rename(kb.kb / "en/KA-00008.md")
    assert served.follow("en/KA-00008.md", "en/KA-00009.md") is Extent.FACTS
    (kb.kb / "en/KA-00002.md").unlink()
    assert served.follow("en/KA-00002.md") is Extent.FACTS, "another one has a link to it"
    kb.write("en/KA-00001", text="Do nothing", code="RED-520021")
    assert served.follow("en/KA-00001.md") is Extent.TEXT


def test_a_file_of_an_editor_that_is_gone_is_nothing(kb: Kb, served: Served) -> None:
    assert served.follow("en/4913") is Extent.NOTHING
    kb.write("en/KA-00001", text="Do nothing", code="RED-520021")
    assert served.follow("en/4913", "en/KA-00001.md") is Extent.TEXT


def test_where_a_file_is_new_that_is_no_article_all_is_read(kb: Kb, served: Served) -> None:
    (kb.kb / "en/a.png").write_bytes(b"\x89PNG")
    assert served.follow("en/a.png") is Extent.ALL
    (kb.kb / "en/KA-00007.md").write_bytes(b"---\ntitle: 'a\n---\n")
    assert served.follow("en/KA-00007.md") is Extent.ALL, "it cannot be read"
    (kb.kb / "en/KA-00007.md").unlink()
    (kb.kb / "pt-BR/KA-00001.md").unlink()
    (kb.kb / "pt-BR").rmdir()
    assert served.follow("pt-BR") is Extent.ALL


def test_an_edit_of_a_label_moves_the_links_to_it(kb: Kb) -> None:
    presets = CONFIG + '[metadata]\npresets = ["sphinx-myst"]\n'
    (kb.root / "errata.toml").write_text(presets)
    kb.write("en/KA-00003", code="RED-520020", text="See [how](old-label)")
    kb.write("en/KA-00004", text="Wait\n\n(old-label)=\n## How\n\nWait")
    served = Served(kb)
    kb.write("en/KA-00004", text="Wait\n\n(new-label)=\n## How\n\nWait")
    assert served.follow("en/KA-00004.md") is not Extent.NOTHING
    page = kb.preview.get("en/KA-00003/index.html")
    assert isinstance(page, bytes)
    assert b"<a>how</a>" in page, "nothing has the label any more"
