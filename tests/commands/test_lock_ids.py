"""`errata build --lock-ids`: what was published once is kept in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.running import Command


def ids(errata: Command) -> list[str]:
    """The lines of `ids.lock` that are no comments."""
    lines = (errata.folder / "ids.lock").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def add(errata: Command, number: str) -> None:
    text = (errata.folder / "kb/en/KA-00001.md").read_text("utf-8")
    path = errata.folder / f"kb/en/{number}.md"
    path.write_text(text.replace("KA-00001", number), "utf-8")


def test_a_build_writes_no_list_unless_asked(errata: Command) -> None:
    assert errata("build").returncode == 0
    assert not (errata.folder / "ids.lock").exists()


def test_new_ids_are_added_and_the_second_time_there_are_none(errata: Command) -> None:
    first = errata("build", "--lock-ids")
    assert first.returncode == 0, first.stderr
    assert "article KA-00001" in ids(errata)
    assert "ids.lock: " in first.stderr
    before = ids(errata)
    assert "ids.lock: 0 new ids" in errata("build", "--lock-ids").stderr
    assert ids(errata) == before


def test_an_article_that_is_gone_fails_the_build_until_it_is_redirected(errata: Command) -> None:
    add(errata, "KA-00002")
    errata("build", "--lock-ids")
    (errata.folder / "kb/en/KA-00002.md").unlink()
    lines = (errata.folder / "ids.lock").read_text("utf-8").splitlines()
    line = lines.index("article KA-00002") + 1
    failed = errata("check", "--output-format", "concise")
    assert failed.returncode == 1
    assert f"ids.lock:{line}:1" in failed.stdout
    assert "KB406" in failed.stdout

    settings = errata.folder / "errata.toml"
    redirect = '\n[redirects]\n"KA-00002" = "KA-00001"\n'
    settings.write_text(settings.read_text("utf-8") + redirect, "utf-8")
    assert errata("build", "--lock-ids").returncode == 0
    assert "article KA-00002" in ids(errata)
    page = (errata.folder / "site/en/KA-00002/index.html").read_text("utf-8")
    assert 'href="../KA-00001/index.html"' in page


def test_articles_given_on_the_command_line_do_not_mix_with_the_list_of_others(
    errata: Command,
) -> None:
    errata("build", "--lock-ids")
    (errata.folder / "kb").rename(errata.folder / "other")
    add_from = errata.folder / "other/en/KA-00001.md"
    add_from.rename(add_from.with_name("KA-00005.md"))
    text = add_from.with_name("KA-00005.md").read_text("utf-8").replace("KA-00001", "KA-00005")
    add_from.with_name("KA-00005.md").write_text(text, "utf-8")
    assert errata("check", "--kb", "other").returncode == 0


def test_a_damaged_list_is_told_with_its_line(errata: Command) -> None:
    (errata.folder / "ids.lock").write_text("article KA-00001\n<<<<<<< HEAD\n", "utf-8")
    done = errata("build")
    assert done.returncode == 2
    assert "ids.lock:2:1" in done.stderr
    assert "is not a published id" in done.stderr
