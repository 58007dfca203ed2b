"""`errata init` and `errata new`."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from errata.articles.markdown.section_names import heading_name, section_kind
from errata.config import parse_config
from errata.model import SectionKind
from tests.commands.running import SOURCE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

FILES = ["errata.toml", "kb/en/KA-00001.md", "kb/families.toml"]


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def front_matter(path: Path) -> dict[str, object]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(loaded, dict)
    return loaded


def test_init_writes_a_configuration_families_and_an_article(empty: Command) -> None:
    done = empty("init", "handbook")
    assert (done.returncode, done.stdout) == (0, "")
    assert below(empty.folder / "handbook") == FILES
    assert done.stderr.splitlines()[-1] == "next: cd handbook && errata serve"


def test_what_init_writes_has_no_finding(errata: Command) -> None:
    done = errata("check", "--fail-on", "info")
    assert (done.returncode, done.stdout) == (0, "")
    assert "no findings" in done.stderr


def test_what_init_writes_becomes_a_site_with_a_page_for_each_code(errata: Command) -> None:
    assert errata("build").returncode == 0
    for page in ("KA-00001", "codes/APP-1001", "codes/ORA-01017"):
        assert (errata.folder / "site/en" / page / "index.html").is_file()


def test_init_keeps_what_is_there(errata: Command) -> None:
    article = errata.folder / "kb/en/KA-00001.md"
    article.write_text("mine", encoding="utf-8")
    (errata.folder / "errata.toml").unlink()
    done = errata("init")
    assert done.returncode == 0
    assert article.read_text(encoding="utf-8") == "mine"
    assert done.stderr.splitlines()[-2:] == ["wrote errata.toml", "next: errata build"]


def test_every_commented_key_of_the_configuration_is_valid() -> None:
    text = (SOURCE / "errata/scaffold/errata.toml").read_text(encoding="utf-8")
    whole = re.sub(r'^# (?=\[|"?[\w-]+"? = )', "", text, flags=re.MULTILINE)
    assert "article-bases" in tomllib.loads(whole)["links"]
    assert parse_config(whole, "errata.toml").check.severity == {"KB102": "off"}


def test_new_writes_an_article_and_prints_its_path(errata: Command) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    done = errata("new", "KA-20001", "--title", "Upload fails", "--product", "Campaign")
    assert (done.returncode, done.stderr) == (0, "")
    path = errata.folder / done.stdout.strip()
    assert path == errata.folder / "kb/en/KA-20001.md"
    keys = front_matter(path)
    assert (keys["title"], keys["article-number"]) == ("Upload fails", "KA-20001")
    assert (keys["solution"], keys["version-number"]) == ("Campaign", 1)
    created = keys["article-created-date"]
    assert isinstance(created, datetime)
    assert before <= created <= datetime.now(UTC)


def test_a_new_article_has_no_error(errata: Command) -> None:
    assert errata("new", "--title", "Upload fails").returncode == 0
    done = errata("check", "--format", "concise")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "title",
    [
        'Says: "no" # or \\S, {{x}} $now',
        "*ERROR* <host> [x](y) _z_ | {#id}",
        "- 環境 ação",
        "two\nlines --- \x1b",
    ],
)
def test_any_title_arrives_as_it_was_given(errata: Command, title: str) -> None:
    done = errata("new", "KA-20001", "--title", title)
    assert done.returncode == 0
    path = errata.folder / "kb/en/KA-20001.md"
    assert front_matter(path)["title"] == " ".join(title.split())
    assert errata("check", "--format", "concise").returncode == 0


def test_new_writes_the_headings_of_the_locale(errata: Command) -> None:
    assert errata("new", "KA-00001", "--locale", "pt-BR").returncode == 0
    text = (errata.folder / "kb/pt-BR/KA-00001.md").read_text(encoding="utf-8")
    for heading in ("Ambiente", "Problema", "Causa", "Resolução"):
        assert f"# {heading}" in text


@pytest.mark.parametrize(
    ("locale", "heading"), [("it", "Risoluzione"), ("de-AT", "Lösung"), ("zh-TW", "Resolution")]
)
def test_a_section_is_called_what_the_parser_knows_it_by(locale: str, heading: str) -> None:
    assert heading_name(SectionKind.RESOLUTION, locale) == heading
    assert section_kind(heading, locale) is SectionKind.RESOLUTION


def test_a_number_has_digits_of_ascii(errata: Command) -> None:
    assert errata("new", "KA-１２３４５").returncode == 2


def test_new_never_overwrites(errata: Command) -> None:
    before = (errata.folder / "kb/en/KA-00001.md").read_bytes()
    done = errata("new", "KA-00001")
    assert (done.returncode, done.stdout) == (2, "")
    assert "KA-00001.md` already exists\nhelp: " in done.stderr
    assert (errata.folder / "kb/en/KA-00001.md").read_bytes() == before


def test_new_without_a_number_takes_the_next_free_one_of_any_locale(errata: Command) -> None:
    assert errata("new", "KA-00041", "--locale", "pt-BR").returncode == 0
    assert errata("new").stdout.strip().endswith("KA-00042.md")


def test_new_follows_the_folder_it_is_given(errata: Command) -> None:
    assert errata("new", "KA-00007", "--kb", "other").returncode == 0
    assert (errata.folder / "other/en/KA-00007.md").is_file()


def test_a_folder_that_cannot_be_written_is_a_clear_fault(errata: Command) -> None:
    (errata.folder / "file").write_text("", encoding="utf-8")
    done = errata("new", "KA-00007", "--kb", "file")
    assert done.returncode == 2
    assert done.stderr.startswith("error: cannot write `file/en/KA-00007.md`: ")
