"""What commands do with the pictures of articles, good and bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from tests.commands.running import Command


def show(errata: Command, *names: str) -> None:
    """Pictures at the end of the article that is there."""
    (errata.folder / "kb/en/assets").mkdir(exist_ok=True)
    article = errata.folder / "kb/en/KA-00001.md"
    lines = "".join(f"\n![{name}](assets/{name})\n" for name in names)
    article.write_text(article.read_text("utf-8") + lines, "utf-8")


def test_a_large_picture_is_published_in_two_forms_and_remembered(errata: Command) -> None:
    show(errata, "large.png")
    Image.effect_noise((1600, 900), 60).save(errata.folder / "kb/en/assets/large.png")
    cache = {"ERRATA_CACHE": str(errata.folder / "cache")}
    assert errata("build", env=cache).returncode == 0
    assets = errata.folder / "site/en/assets"
    original, smaller = assets / "large.png", assets / "large.png.webp"
    assert original.read_bytes() == (errata.folder / "kb/en/assets/large.png").read_bytes()
    assert smaller.stat().st_size < original.stat().st_size * 0.8
    assert (errata.folder / "cache/pictures-1.sqlite3").is_file()
    assert "0 added, 0 changed" in errata("build", env=cache).stderr
    assert "0 added, 0 changed" in errata("build", "--no-cache").stderr


def test_a_damaged_picture_is_told_at_its_line_and_published_as_it_is(errata: Command) -> None:
    show(errata, "bad.png")
    (errata.folder / "kb/en/assets/bad.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    lines = (errata.folder / "kb/en/KA-00001.md").read_text("utf-8").splitlines()
    for command in ("check", "build"):
        output = errata(command, "--format", "concise", "--no-cache").stdout
        place = f"kb/en/KA-00001.md:{lines.index('![bad.png](assets/bad.png)') + 1}:"
        assert any(line.startswith(place) and "KB310" in line for line in output.splitlines()), (
            output
        )
    assert (errata.folder / "site/en/assets/bad.png").read_bytes().endswith(b" and no more")
    page = (errata.folder / "site/en/KA-00001/index.html").read_text("utf-8")
    assert '<img src="../assets/bad.png" decoding="async" alt="bad.png">' in page


def test_the_limit_of_pixels_is_the_configurations(errata: Command) -> None:
    show(errata, "wide.png")
    Image.new("1", (300, 200)).save(errata.folder / "kb/en/assets/wide.png")
    assert "KB310" not in errata("check").stdout
    settings = errata.folder / "errata.toml"
    settings.write_text(settings.read_text("utf-8") + "\n[limits]\npicture-pixels = 59999\n")
    assert "it has more than 59,999 pixels" in errata("check").stdout
