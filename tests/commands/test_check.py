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
