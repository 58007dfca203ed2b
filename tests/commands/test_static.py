"""The folder `static/` and the folder of the site, as the commands treat them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, "utf-8")


def test_a_build_publishes_static_files_and_removes_them_when_they_are_gone(
    errata: Command,
) -> None:
    put(errata.folder, "static/CNAME", "static/robots.txt", "static/.env", "static/a/b c.txt")
    done = errata("build")
    assert done.returncode == 0, done.stderr
    site = errata.folder / "site"
    for name in ("CNAME", "robots.txt", "a/b c.txt"):
        assert (site / name).read_text("utf-8") == f"static/{name}"
    assert not (site / ".env").exists()
    (errata.folder / "static/CNAME").unlink()
    assert "0 added, 0 changed, 1 removed" in errata("build").stderr
    assert not (site / "CNAME").exists()


def test_a_file_put_into_the_site_stops_the_next_build_until_it_is_moved(errata: Command) -> None:
    assert errata("build").returncode == 0
    put(errata.folder, "site/CNAME", "site/.nojekyll")
    done = errata("build")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: `CNAME` in `site`: errata did not write this file and would remove it",
        "help: move it to `static/`, where it is published as it is, or give another folder",
    ]
    put(errata.folder, "static/x")
    (errata.folder / "site/CNAME").rename(errata.folder / "static/CNAME")
    assert errata("build").returncode == 0
    assert (errata.folder / "site/CNAME").read_text("utf-8") == "site/CNAME"
    assert (errata.folder / "site/.nojekyll").read_text("utf-8") == "site/.nojekyll"


def test_findings_about_static_files_are_where_people_find_the_files(errata: Command) -> None:
    put(errata.folder, "static/llms.txt")
    (errata.folder / "static/gone.txt").symlink_to("nowhere")
    done = errata("check", "--site", "--output-format", "concise")
    taken = "KB901 error: `llms.txt` is already taken by another file of the site"
    assert done.stdout.splitlines() == [
        "static/gone.txt:1:1: KB004 error: this symbolic link is broken",
        f"static/llms.txt:1:1: {taken}",
    ]


def test_the_folder_is_found_where_the_configuration_names_it(errata: Command) -> None:
    settings = errata.folder / "errata.toml"
    settings.write_text('static = "public"\n' + settings.read_text("utf-8"), "utf-8")
    done = errata("build")
    assert done.returncode == 2
    message = "error: the folder of static files `public` does not exist\n --> errata.toml:1:1\n"
    assert message in done.stderr
    put(errata.folder, "public/CNAME")
    assert errata("build").returncode == 0
    assert (errata.folder / "site/CNAME").is_file()


def test_a_project_of_dotted_names_alone_may_become_a_site_and_any_other_not(
    errata: Command,
) -> None:
    put(errata.folder, "pages/.git/HEAD", "docs/README.txt")
    assert errata("build", "--out", "pages").returncode == 0
    assert (errata.folder / "pages/.git/HEAD").is_file()
    done = errata("build", "--out", "docs")
    assert done.returncode == 2
    assert "`README.txt` in `docs`" in done.stderr
    assert [path.name for path in (errata.folder / "docs").iterdir()] == ["README.txt"]


def test_a_picture_of_the_static_folder_is_shown_from_where_the_site_has_it(
    errata: Command,
) -> None:
    put(errata.folder, "static/img/dialog.png")
    (errata.folder / "kb/en/first.md").write_text("# First\n\n![A dialog](/img/dialog.png)\n")
    done = errata("build")
    assert "no file" not in done.stderr
    page = (errata.folder / "site/en/first/index.html").read_text("utf-8")
    assert '<img src="../../img/dialog.png" alt="A dialog"' in page
