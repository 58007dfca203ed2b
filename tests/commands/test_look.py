"""The name, logo, colours and footer that `errata.toml` sets are on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.commands.running import Command

SETTINGS = """
[site]
name = "Acme help"
logo = "brand/Acme.SVG"
footer = [{ text = "© Acme" }, { text = "Privacy & terms", url = "https://acme.example/terms" }]

[site.colours]
accent = "#8a0f3c"
"""


def test_the_site_wears_the_brand_of_its_configuration(errata: Command) -> None:
    (errata.folder / "errata.toml").write_text(SETTINGS, "utf-8")
    (errata.folder / "brand").mkdir()
    (errata.folder / "brand/Acme.SVG").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    done = errata("build")
    assert done.returncode == 0, done.stderr
    page = (errata.folder / "site/en/KA-00001/index.html").read_text("utf-8")
    assert '<img src="../../assets/logo.svg" alt="" height="28">Acme help</a>' in page
    assert "<li>© Acme</li>" in page
    assert '<a href="https://acme.example/terms" rel="noopener">Privacy &amp; terms</a>' in page
    assert (errata.folder / "site/assets/logo.svg").is_file()
    assert "#8a0f3c" in (errata.folder / "site/assets/css/errata.css").read_text("utf-8")


def test_a_logo_that_is_not_there_is_named(errata: Command) -> None:
    (errata.folder / "errata.toml").write_text('[site]\nlogo = "logo.png"\n', "utf-8")
    done = errata("build")
    assert done.returncode == 2
    assert "the logo `logo.png` does not exist\n --> errata.toml:2:1" in done.stderr
    assert "correct `logo` in the configuration" in done.stderr


def test_a_logo_that_no_browser_shows_is_refused(errata: Command) -> None:
    (errata.folder / "errata.toml").write_text('[site]\nlogo = "logo.psd"\n', "utf-8")
    (errata.folder / "logo.psd").write_bytes(b"8BPS")
    done = errata("build")
    assert done.returncode == 2
    assert "`logo.psd` is not a picture that browsers can show" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_key_names_and_is_not_there_is_told_at_the_key(errata: Command) -> None:
    for key, what in (
        ("templates", "does not exist"),
        ("families", "is not a pack of families"),
        ("catalogue", "does not exist"),
    ):
        text = f'[tool.errata]\nout = "site"\n{key} = "nowhere"\n'
        (errata.folder / "pyproject.toml").write_text(text, "utf-8")
        (errata.folder / "errata.toml").unlink(missing_ok=True)
        done = errata("build")
        assert done.returncode == 2
        assert f"`nowhere` {what}\n --> pyproject.toml:3:1" in done.stderr


def test_a_logo_that_could_run_script_is_refused(errata: Command) -> None:
    (errata.folder / "errata.toml").write_text('[site]\nlogo = "logo.svg"\n', "utf-8")
    (errata.folder / "logo.svg").write_text("<svg><script/></svg>", "utf-8")
    done = errata("build")
    assert done.returncode == 2
    assert "the logo `logo.svg` could run script on the site" in done.stderr


def test_a_logo_is_a_picture_that_readers_can_fetch_with_every_page(errata: Command) -> None:
    (errata.folder / "errata.toml").write_text('[site]\nlogo = "logo.png"\n', "utf-8")
    (errata.folder / "logo.png").symlink_to("/etc/passwd")
    done = errata("build")
    assert done.returncode == 2
    assert "names `logo.png`, which is outside" in done.stderr
    (errata.folder / "logo.png").unlink()
    (errata.folder / "logo.png").write_bytes(b"root:x:0:0\n")
    done = errata("build")
    assert done.returncode == 2
    assert "the content of the logo `logo.png` is not PNG\n --> errata.toml:2:1" in done.stderr
    (errata.folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(1_000_000))
    assert "the logo `logo.png` has more than 1,000,000 bytes" in errata("build").stderr
