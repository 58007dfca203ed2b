"""A fault in an article never takes a page away that readers have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

FINE = "---\ntitle: Mail {0} is not sent\narticle-number: KA-0000{0}\n---\n\nCheck the address.\n"
FILES = {1: "KA-00001.md", 2: "relay.md", 3: "KA-00003.md", 4: "KA-00004.md"}
LOST = ("kb/en/KA-00003.md:2:1", "kb/en/KA-00004.md:1:1", "kb/en/relay.md:2:8")


@pytest.fixture
def errata(empty: Command) -> Command:
    """In a folder with a site, of whose articles three cannot be read any more."""
    folder = empty.folder
    articles = folder / "kb/en"
    articles.mkdir(parents=True)
    for number, name in FILES.items():
        (articles / name).write_text(FINE.format(number), "utf-8")
    assert empty("build").returncode == 0
    change(articles / "relay.md", "title: ", 'title: "')
    change(articles / "KA-00003.md", "title:", "draft: flase\ntitle:")
    (articles / "KA-00004.md").unlink()
    (articles / "KA-00004.md").symlink_to("gone.md")
    change(articles / "KA-00001.md", "Check", "Now check")
    return empty


def change(article: Path, old: str, new: str) -> None:
    article.write_text(article.read_text("utf-8").replace(old, new), "utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_old_site_stays_whole_until_somebody_wants_it_without_the_article(
    errata: Command,
) -> None:
    before = tree(errata.folder / "site")
    # By the record of the last build, and without it by what is in the site.
    for options in (("--fail-on", "never", "--lock-ids"), ("--no-cache",)):
        done = errata("build", *options)
        assert done.returncode == 1
        last = done.stderr.partition("nothing was written: ")[2]
        assert last.startswith(f"3 articles in `site` cannot be read now: {', '.join(LOST)}\n")
        assert "`errata build --keep-going` to publish the site without it\n" in last
        assert tree(errata.folder / "site") == before
        assert not (errata.folder / "ids.lock").exists()

    done = errata("build", "--keep-going")
    assert done.returncode == 1
    assert all(place in done.stderr for place in LOST[1:])
    pages = errata.folder / "site/en"
    assert "Now check" in (pages / "KA-00001/index.html").read_text("utf-8")
    assert not any((pages / f"KA-0000{number}").exists() for number in (2, 3, 4))

    # From now on the site has no page of them that could be lost: they are left out as new ones.
    # One that is removed on purpose is removed.
    (errata.folder / "kb/en/KA-00005.md").write_text(FINE.format(5), "utf-8")
    (errata.folder / "kb/en/KA-00001.md").unlink()
    done = errata("build")
    assert done.returncode == 1
    assert "nothing was written" not in done.stderr
    assert (pages / "KA-00005").exists()
    assert not (pages / "KA-00001").exists()


def test_a_new_translation_that_cannot_be_read_takes_no_page_of_its_original(
    errata: Command,
) -> None:
    assert errata("build", "--keep-going").returncode == 1
    translation = errata.folder / "kb/pt-BR/KA-00001.md"
    translation.parent.mkdir()
    translation.write_text('---\ntitle: "Falha\n---\n', "utf-8")
    (errata.folder / "kb/pt-BR/KA-00005.md").write_text(FINE.format(5), "utf-8")
    done = errata("build", "--no-cache")
    assert "kb/pt-BR/KA-00001.md:2" in done.stderr
    assert "KA-00001" not in done.stderr.partition("nothing was written: ")[2]
