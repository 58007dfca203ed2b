"""What articles are called that have no number."""

from __future__ import annotations

import pytest

from errata.articles.numbers import (
    example_number,
    fit_number,
    is_number,
    make_title,
    name_sources,
)
from errata.model import Source


def names(*paths: str) -> dict[str, str]:
    sources = tuple(Source(path, path.partition("/")[0], b"") for path in sorted(paths))
    return {source.path: source.name for source in name_sources(sources)}


def test_an_article_is_called_by_its_files_name() -> None:
    assert names("en/broken-link.md", "en/mail/DiskFull.md") == {
        "en/broken-link.md": "broken-link",
        "en/mail/DiskFull.md": "DiskFull",
    }


def test_translations_are_called_alike_whatever_their_case() -> None:
    assert set(names("en/mail/Late.md", "ja/mail/late.md", "ja/Mail/LATE.md").values()) == {"LATE"}


def test_a_name_that_two_files_have_is_the_path_of_each() -> None:
    assert names("en/mail/setup.md", "en/print/setup.md", "ja/print/setup.md") == {
        "en/mail/setup.md": "mail-setup",
        "en/print/setup.md": "print-setup",
        "ja/print/setup.md": "print-setup",
    }


def test_a_folders_page_is_called_by_the_folders_path() -> None:
    assert names("en/index.md", "en/mail/index.md", "en/mail/late/README.md", "en/_index.md") == {
        "en/_index.md": "_index",
        "en/index.md": "index",
        "en/mail/index.md": "mail",
        "en/mail/late/README.md": "mail-late",
    }


def test_a_folders_page_and_a_file_of_one_name_are_told_apart() -> None:
    assert names("en/mail.md", "en/mail/index.md") == {
        "en/mail.md": "mail",
        "en/mail/index.md": "mail-index",
    }


def test_blanks_are_hyphens() -> None:
    assert names("en/My  printer.md", "en/a%20b.md", "en/mail box/setup x.md") == {
        "en/My  printer.md": "My-printer",
        "en/a%20b.md": "a-b",
        "en/mail box/setup x.md": "setup-x",
    }


def test_no_article_takes_the_address_of_a_page_of_the_site() -> None:
    found = names("en/search.md", "en/mail/Codes.md", "en/products/index.md", "en/___.md")
    assert found == {
        "en/search.md": "search-article",
        "en/mail/Codes.md": "mail-Codes",
        "en/products/index.md": "products-index",
        "en/___.md": "article",
    }


def test_a_file_outside_any_locale_has_its_whole_path() -> None:
    sources = (Source("mail/setup.md", "en", b""), Source("print/setup.md", "en", b""))
    assert [source.name for source in name_sources(sources)] == ["mail-setup", "print-setup"]


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("en/disk-almost-full.md", "Disk almost full"),
        ("en/disk_almost_full.md", "Disk almost full"),
        ("en/DiskAlmostFull.md", "Disk Almost Full"),
        ("en/HTTPServerDown.md", "HTTP Server Down"),
        ("en/RetroArch-Options.md", "RetroArch Options"),
        ("en/SUP-17.md", "SUP-17"),
        ("en/E0004.md", "E0004"),
        ("en/000012345.md", "000012345"),
        ("en/2024-01-31-mail-is-late.md", "Mail is late"),
        ("en/01-setup.md", "Setup"),
        ("en/1603-fails.md", "1603 fails"),
        ("en/mail box.md", "Mail box"),
        ("en/2-step sign-in fails.md", "2-step sign-in fails"),
        ("en/01 - Set up.md", "Set up"),
        ("en/mail/index.md", "Mail"),
        ("en/mail/README.md", "Mail"),
        ("ja/ディスク_満杯.md", "ディスク 満杯"),
        ("de/grüße.md", "Grüße"),
        ("en/-.md", "-"),
    ],
)
def test_a_title_made_of_a_files_name_reads_like_one(path: str, title: str) -> None:
    assert make_title(path) == title


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        ("KA-[0-9]{5}", "KA-12345"),
        (r"KB\d{6,7}", "KB123456"),
        ("SUP-[0-9]+|HC-[0-9]+", "SUP-123"),
        ("[0-9]{9}", "123456789"),
        ("(KA|KT)-[0-9]", ""),
        ("[A-Z]+", ""),
    ],
)
def test_an_example_fits_its_pattern_or_there_is_none(pattern: str, example: str) -> None:
    assert example_number(pattern) == example


def test_a_number_fits_a_pattern_in_any_case() -> None:
    assert fit_number("ka-12345", "KA-[0-9]{5}") == "KA-12345"
    assert fit_number("SUP-1", "sup-[0-9]") == "sup-1"
    assert fit_number("KA-1", "KA-[0-9]{5}") == ""


@pytest.mark.parametrize("text", ["a\u202eb", "a\x1bb", "a\u0085b", "-", "", "a\u00a0b"])
def test_no_number_holds_what_cannot_be_seen(text: str) -> None:
    assert not is_number(text)
