"""`errata check`: what is looked at, and what is not made."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.running import Command

# What makes pages or pictures.
MAKERS = ("jinja2", "PIL", "errata.theme.render", "errata.site.plan", "errata.pipeline")


def test_a_check_makes_no_page_and_loads_nothing_that_could(errata: Command) -> None:
    done = errata.python(
        "import sys\n"
        "from errata.__main__ import errata\n"
        "status = errata.main(['check'], standalone_mode=False)\n"
        f"made = sorted(set({MAKERS!r}) & sys.modules.keys())\n"
        "sys.exit(str(made) if made or status else 0)"
    )
    assert done.returncode == 0, done.stderr


def codes(errata: Command, *options: str) -> set[str]:
    lines = errata("check", "--output-format", "jsonl", *options).stdout.splitlines()
    return {json.loads(line)["code"] for line in lines}


def test_what_only_the_finished_site_shows_is_found_when_it_is_asked_for(errata: Command) -> None:
    page = errata.folder / "static/en/KA-00001/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("mine", "utf-8")
    assert codes(errata, "--site") - codes(errata) == {"KB901"}


def test_a_fault_of_a_template_is_found_when_the_site_is_asked_for(errata: Command) -> None:
    (errata.folder / "templates").mkdir()
    (errata.folder / "templates/home.html").write_text("{% if %}", "utf-8")
    settings = errata.folder / "errata.toml"
    settings.write_text(f'templates = "templates"\n{settings.read_text("utf-8")}', "utf-8")
    assert errata("check").returncode == 0
    done = errata("check", "--site")
    assert (done.returncode, "templates/home.html:1" in done.stderr) == (2, True)


def spoil(errata: Command, name: str, line: str) -> None:
    """An article of that name, with a line that is wrong."""
    text = f"---\ntitle: Upload of {name} fails\n---\n\n{line}\n"
    (errata.folder / f"kb/en/{name}.md").write_text(text, "utf-8")


def places(errata: Command, *arguments: str) -> list[str]:
    """File and code of each finding."""
    lines = errata("check", "--format", "jsonl", *arguments).stdout.splitlines()
    return [f"{found['path']} {found['code']}" for found in map(json.loads, lines)]


def test_only_what_is_asked_for_is_judged_and_against_all_the_others(errata: Command) -> None:
    spoil(errata, "one", "See [the other](two.md#nothing) and [the setup](gone.md).")
    spoil(errata, "two", "See [the setup](gone.md).")
    assert places(errata, "kb/en/one.md") == ["kb/en/one.md KB301"] * 2
    assert set(places(errata, "kb/en")) == {"kb/en/one.md KB301", "kb/en/two.md KB301"}
    assert places(errata, "kb") == places(errata) == places(errata, ".")
    done = errata("check", "kb/en/two.md")
    assert done.stderr.startswith("checked 1 article in")


def test_a_path_that_is_not_there_or_elsewhere_is_said(errata: Command) -> None:
    spoil(errata, "one", "Fine.")
    done = errata("check", "kb/en/onee.md")
    assert (done.returncode, done.stdout) == (2, "")
    assert "`kb/en/onee.md` does not exist\nhelp: did you mean `kb/en/one.md`?" in done.stderr
    (errata.folder / "README.md").write_text("# Other", "utf-8")
    done = errata("check", "README.md", "kb/en/one.md")
    assert "not checked: README.md is not in the knowledge base `kb`\n" in done.stderr
    assert (done.returncode, "checked 1 article" in done.stderr) == (0, True)


def test_standard_input_is_checked_as_the_article_of_a_path(errata: Command) -> None:
    spoil(errata, "one", "Fine.")
    text = b"---\ntitle: Upload of one fails\n---\n\nSee [the setup](gone.md).\n"
    command = ("check", "--format", "concise", "--stdin-filename")
    for path in ("kb/en/one.md", "kb/en/not-yet.md"):
        done = errata.pipe(text, *command, path)
        assert done.returncode == 1, done.stderr
        assert done.stdout.startswith(f"{path}:5:".encode())
        assert done.stdout.endswith(b": KB301 error: no file `en/gone.md`\n")
    assert "gone" not in (errata.folder / "kb/en/one.md").read_text("utf-8")
    refused = errata("check", "--stdin-filename", "elsewhere/one.md")
    assert (refused.returncode, "is not in the knowledge base `kb`" in refused.stderr) == (2, True)
