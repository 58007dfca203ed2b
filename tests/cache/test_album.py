"""Pictures are measured, made smaller and stilled, and no content of theirs stops a build."""

from __future__ import annotations

import io
import pickle
import struct
import zlib
from time import time_ns
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from PIL import Image, ImageCms

from errata.cache import CachedImageProbe, CacheStore, FileDigests, images
from errata.cache.probe import WIDEST, probe_image
from errata.mapper import map_serially
from errata.model import Picture, WantedPictures
from errata.workers import Processes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from errata.mapper import Mapper


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def noisy(width: int, height: int) -> Image.Image:
    """Costly as PNG, cheap as WebP, and the same in every run."""
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    pixels = image.load()
    assert pixels
    for x in range(0, width, 3):
        for y in range(0, height, 3):
            pixels[x, y] = ((x * 7 + y * 13) % 256, (x * y) % 256, (x + y) % 256)
    return image


def bomb(side: int = 60_000) -> bytes:
    """A PNG that says it has so many pixels each way."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = {b"IHDR": head, b"IDAT": zlib.compress(b"\0" * 100), b"IEND": b""}
    written = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


LARGE = encoded(noisy(1600, 800), "PNG")
SMALL = encoded(noisy(20, 10), "PNG")
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 20 10\n%%EndComments\n(x) run\n%%EOF\n"
MOVING = encoded(
    Image.new("RGB", (40, 30), "red"),
    "GIF",
    save_all=True,
    append_images=[Image.new("RGB", (40, 30), "blue")],
)


def test_a_picture_is_measured() -> None:
    picture = probe_image("a.png", SMALL)
    assert (picture.width, picture.height, picture.smaller, picture.fault) == (20, 10, b"", "")


def test_a_large_picture_has_a_smaller_form_no_wider_than_screens_show() -> None:
    picture = probe_image("a.png", LARGE)
    assert (picture.width, picture.height) == (1600, 800)
    assert len(picture.smaller) < len(LARGE) * 0.8
    smaller = Image.open(io.BytesIO(picture.smaller))
    assert smaller.format == "WEBP"
    assert smaller.size == (WIDEST, 736)


def test_a_picture_that_is_taller_than_webp_can_hold_has_no_smaller_form() -> None:
    picture = probe_image("a.png", encoded(noisy(30, 17_000), "PNG"))
    assert (picture.width, picture.height, picture.smaller, picture.fault) == (30, 17_000, b"", "")


@pytest.mark.parametrize("mode", ["I;16", "CMYK"])
def test_colours_that_webp_would_change_have_no_smaller_form(mode: str) -> None:
    image = noisy(900, 900).convert("L" if mode == "I;16" else mode)
    deep = Image.frombytes("I;16", (900, 900), image.tobytes() * 2)
    data = encoded(deep, "PNG") if mode == "I;16" else encoded(image, "JPEG", quality=100)
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.mode == mode
    assert len(data) > 30_000
    picture = probe_image("a", data)
    assert (picture.width, picture.smaller, picture.fault) == (900, b"", "")


@pytest.mark.parametrize(("alpha", "mode"), [(255, "RGB"), (90, "RGBA")])
def test_transparency_stays_where_there_is_any(alpha: int, mode: str) -> None:
    image = noisy(800, 800)
    image.putalpha(Image.new("L", image.size, alpha))
    picture = probe_image("a.png", encoded(image, "PNG"))
    assert Image.open(io.BytesIO(picture.smaller)).mode == mode


def test_the_colour_profile_of_a_screen_stays() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = probe_image("a.png", encoded(noisy(800, 800), "PNG", icc_profile=profile))
    assert Image.open(io.BytesIO(picture.smaller)).info["icc_profile"] == profile


def test_a_photograph_with_a_preview_beside_it_is_no_animation() -> None:
    preview = [noisy(20, 10)]
    data = encoded(noisy(60, 30), "MPO", save_all=True, append_images=preview)
    picture = probe_image("a.jpg", data)
    assert (picture.width, picture.still, picture.fault) == (60, b"", "")


def test_a_form_that_saves_little_is_not_kept() -> None:
    webp = encoded(noisy(1400, 700), "WEBP", quality=60)
    assert len(webp) > 30_000
    assert probe_image("a.webp", webp).smaller == b""


def test_an_animation_has_its_first_frame_as_a_still() -> None:
    picture = probe_image("a.gif", MOVING)
    assert (picture.width, picture.height) == (40, 30)
    assert Image.open(io.BytesIO(picture.still)).size == (40, 30)
    assert picture.smaller == b""


def test_a_photograph_on_its_side_is_measured_as_it_is_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = probe_image("a.jpg", encoded(noisy(60, 20), "JPEG", exif=exif))
    assert (picture.width, picture.height) == (20, 60)


def test_the_smaller_form_of_a_photograph_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = probe_image("a.jpg", encoded(noisy(900, 600), "JPEG", exif=exif, quality=100))
    assert Image.open(io.BytesIO(picture.smaller)).size == (600, 900)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.png", b"not a picture", "its content is not a picture that browsers can show"),
        ("a.png", b"", "its content is not a picture that browsers can show"),
        ("a.png", LARGE[: len(LARGE) // 2], "its content is damaged"),
        ("a.png", SMALL[:60], "its content is damaged"),
        ("a.gif", MOVING[:20], "its content is"),
        ("a.png", bomb(), "it has more than 64,000,000 pixels"),
        ("a.svg", b"<html>", "its content is not SVG"),
        ("a.png", EPS, "its content is not a picture that browsers can show"),
        (
            "a.png",
            encoded(noisy(20, 10), "TIFF"),
            "its content is not a picture that browsers can show",
        ),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, fault: str) -> None:
    picture = probe_image(name, data)
    assert picture.fault.startswith(fault)
    assert (picture.width, picture.smaller, picture.still) == (0, b"", b"")


@pytest.mark.parametrize(
    ("root", "size"),
    [
        (b'<svg width="40" height="30">', (40, 30)),
        (b"<svg height='30px' width='40px'>", (40, 30)),
        (b'<?xml version="1.0"?>\n<svg viewBox="0 0 40.5 30">', (40, 30)),
        (b'<svg width="100%" viewBox="0,0,40,30">', (40, 30)),
        (b"<svg>", (0, 0)),
    ],
)
def test_an_svg_is_measured_where_its_root_says_so(root: bytes, size: tuple[int, int]) -> None:
    picture = probe_image("a.svg", root)
    assert (picture.width, picture.height) == size


def test_one_megabyte_of_an_unfinished_svg_takes_no_longer_than_any() -> None:
    assert probe_image("a.svg", b"<svg " * 200_000).width == 0


@pytest.fixture
def gallery(tmp_path: Path) -> Callable[..., CachedImageProbe]:
    for name, data in {"a.png": LARGE, "b.gif": MOVING, "c.png": b"x"}.items():
        (tmp_path / name).write_bytes(data)

    def make(*, store: bool = False, mapper: Mapper = map_serially) -> CachedImageProbe:
        return CachedImageProbe(
            tmp_path, CacheStore(tmp_path / "cache/p.sqlite3") if store else None, mapper
        )

    return make


FILES: WantedPictures = {"a.png": None, "b.gif": None, "c.png": None, "gone.png": None}
WANTED: WantedPictures = {**FILES, "embedded.png": lambda: SMALL}


def test_what_is_known_is_the_same_whoever_looks_and_remembered_or_not(
    gallery: Callable[..., CachedImageProbe],
) -> None:
    reference = gallery()(WANTED)
    assert reference["gone.png"].fault == "it cannot be read (No such file or directory)"
    assert reference["embedded.png"].width == 20
    for forking in (True, False):
        with Processes(2, worthwhile=0, forking=forking) as processes:
            assert gallery(mapper=processes)(WANTED) == reference
    assert gallery(store=True)(WANTED) == reference
    assert gallery(store=True)(WANTED) == reference


def test_what_is_remembered_is_not_looked_at_again(
    gallery: Callable[..., CachedImageProbe], monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = gallery(store=True)(WANTED)

    def refuse(*_: object) -> bytes:
        pytest.fail("a remembered picture was looked at")

    monkeypatch.setattr("errata.cache.probe.probe_image", refuse)
    assert gallery(store=True)({**FILES, "embedded.png": refuse}) == reference


def test_a_picture_that_changes_is_looked_at_again(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path
) -> None:
    gallery(store=True)(WANTED)
    (tmp_path / "a.png").write_bytes(SMALL)
    assert gallery(store=True)(WANTED)["a.png"].width == 20


def test_a_picture_that_has_not_changed_is_not_read_again(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def probe() -> CachedImageProbe:
        digests = FileDigests.of(tmp_path / "caches", tmp_path, read_all=False)
        # As if every file had been written long ago.
        return replace(gallery(store=True), digests=replace(digests, start=time_ns() + 10**10))

    reference = probe()(WANTED)
    read: list[str] = []
    content = images._read

    def reading(root: Path, path: str, load: Callable[[], bytes] | None) -> bytes | Picture:
        read.append(path)
        return content(root, path, load)

    monkeypatch.setattr(images, "_read", reading)
    assert probe()(WANTED) == reference
    assert read == ["gone.png"]
    (tmp_path / "a.png").write_bytes(SMALL)
    assert probe()(WANTED)["a.png"].width == 20


def test_a_picture_that_may_change_unseen_is_read_again(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path
) -> None:
    digests = FileDigests.of(tmp_path / "caches", tmp_path, read_all=False)
    replace(gallery(), digests=replace(digests, start=0))(WANTED)
    assert not (tmp_path / "caches").exists()


def test_all_pictures_are_read_if_that_is_asked(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path
) -> None:
    caches = tmp_path / "caches"
    digests = FileDigests.of(caches, tmp_path, read_all=False)
    replace(gallery(), digests=replace(digests, start=time_ns() + 10**10))(WANTED)
    assert len(FileDigests.of(caches, tmp_path, read_all=False).known) == 3
    assert FileDigests.of(caches, tmp_path, read_all=True).known == {}


def test_a_picture_beyond_the_limit_is_not_looked_at(
    gallery: Callable[..., CachedImageProbe],
) -> None:
    allowed = replace(gallery(store=True), pixels=1600 * 800)
    assert allowed(WANTED)["a.png"].smaller
    refused = replace(gallery(store=True), pixels=1600 * 800 - 1)
    assert refused(WANTED)["a.png"].fault == "it has more than 1,279,999 pixels"


def test_a_file_too_large_to_hold_is_not_read(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path
) -> None:
    with (tmp_path / "c.png").open("wb") as file:
        file.truncate(200_000_001)
    assert gallery()(WANTED)["c.png"].fault == "it has more than 200,000,000 bytes"


def test_a_picture_of_ninety_million_pixels_is_refused_without_a_word_of_pillows(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    (tmp_path / "a.png").write_bytes(bomb(9_500))
    assert gallery()(WANTED)["a.png"].fault == "it has more than 64,000,000 pixels"
    assert [str(warning.message) for warning in recwarn] == []


def test_what_is_looked_at_is_kept_for_the_next_call_alone(
    gallery: Callable[..., CachedImageProbe],
) -> None:
    album = gallery()
    album(WANTED)
    assert len(album.probed) == 4
    album({"embedded.png": lambda: SMALL})
    assert [picture.width for picture in album.probed.values()] == [20]


def test_a_picture_that_is_being_written_is_not_remembered(
    gallery: Callable[..., CachedImageProbe], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    album = gallery(store=True)
    content = images._read
    calls: list[str] = []

    def changing(root: Path, path: str, load: Callable[[], bytes] | None) -> bytes | Picture:
        calls.append(path)
        if calls.count("a.png") == 2:
            (tmp_path / "a.png").write_bytes(SMALL)
        return content(root, path, load)

    monkeypatch.setattr(images, "_read", changing)
    assert album({"a.png": None})["a.png"] == Picture()
    monkeypatch.undo()
    (tmp_path / "a.png").write_bytes(LARGE)
    assert gallery(store=True)({"a.png": None})["a.png"].width == 1600


def test_a_check_measures_every_picture_and_encodes_none(
    gallery: Callable[..., CachedImageProbe], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[object] = []
    monkeypatch.setattr(Image.Image, "save", lambda *given, **_: saved.append(given))
    measured = replace(gallery(), only_faults=True)(WANTED)
    assert measured["a.png"] == Picture(1600, 800)
    assert measured["b.gif"] == Picture(40, 30)
    assert measured["c.png"].fault == "its content is not a picture that browsers can show"
    assert saved == []
    gallery()({"a.png": None})
    assert len(saved) == 1, "a build encodes it"


def test_a_picture_travels_as_bytes_to_where_its_file_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(SMALL)
    file = images._File(tmp_path, "a.png", None, b"key")
    travelling = pickle.dumps(file)
    (tmp_path / "a.png").unlink()
    assert pickle.loads(travelling).read() == SMALL  # noqa: S301 - made right here
