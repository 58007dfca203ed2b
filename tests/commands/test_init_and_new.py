"""`errata init` and `errata new`."""

from __future__ import annotations

import re
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from errata.articles.markdown.sections import heading_name, section_kind
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
    uncommented = re.sub(r'^# (?=\[|"?[\w-]+"? = )', "", text, flags=re.MULTILINE)
    assert "article-bases" in tomllib.loads(uncommented)["links"]
    assert parse_config(uncommented, "errata.toml").check.severity == {"KB102": "off"}


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
    # A control character cannot be shown.
    assert front_matter(path)["title"] == " ".join(title.replace("\x1b", "").split())
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


@pytest.mark.parametrize(
    "name", ["a b", "../x", "a//b", "mail/../x", "search", "a\\b", "...", "<b>", "CON", "mail./x"]
)
def test_what_no_file_or_address_can_be_called_is_refused(errata: Command, name: str) -> None:
    done = errata("new", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a name such as" in done.stderr


def test_where_numbers_have_a_pattern_a_slip_is_refused_and_a_name_is_taken(
    errata: Command,
) -> None:
    with (errata.folder / "errata.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[articles]\nnumber = "KA-[0-9]{5}"\n')
    for slip in ("KA-1", "ka-1234567", "KA-１２３４５"):
        done = errata("new", slip)
        assert done.returncode == 2
        assert f"`{slip}` is not a number such as `KA-12345`" in done.stderr
    assert errata("new", "ka-20001").stdout.endswith("KA-20001.md\n")
    assert errata("new", "about").stdout.endswith("about.md\n")
    assert "article-number" not in front_matter(errata.folder / "kb/en/about.md")
    assert errata("new").stdout.endswith("KA-20002.md\n")
    assert errata("check").returncode == 0


def knowledge_base(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "following"),
    [
        (["SUP-16", "SUP-17"], "SUP-18"),
        (["KB4014346"], "KB4014347"),
        (["000012345", "000012399"], "000012400"),
        (["SUP-17", "HC-204", "SUP-9", "about"], "SUP-18"),
    ],
)
def test_the_next_number_is_that_of_the_knowledge_bases_own_series(
    empty: Command, names: list[str], following: str
) -> None:
    knowledge_base(empty.folder, {f"kb/en/{name}.md": f"# {name} fails\n" for name in names})
    assert empty("new").stdout.strip().endswith(f"kb/en/{following}.md")
    assert empty("new", "--title", "Two").returncode == 0


def test_where_nothing_is_numbered_an_article_is_named_after_its_title(empty: Command) -> None:
    knowledge_base(empty.folder, {"kb/en/late.md": "# Late\n", "kb/en/error-404.md": "# 404\n"})
    done = empty("new", "--title", "Größe: ist *falsch*?")
    assert done.stdout.strip().endswith("kb/en/grösse-ist-falsch.md")
    assert empty("new").returncode == 2
    assert "give the article a name or a `--title`" in empty("new").stderr


def test_a_new_article_may_lie_in_a_folder_and_have_an_ending(empty: Command) -> None:
    knowledge_base(empty.folder, {"kb/en/late.md": "# Late\n"})
    assert (
        empty("new", "mail/upload-fails.md").stdout.strip().endswith("kb/en/mail/upload-fails.md")
    )


def test_where_articles_lie_in_no_locales_folder_a_new_one_joins_them(empty: Command) -> None:
    knowledge_base(empty.folder, {"kb/mail/late.md": "# Late\n", "kb/print/jam.md": "# Jam\n"})
    assert empty("new", "mail/lost").stdout.strip().endswith("kb/mail/lost.md")


@pytest.mark.parametrize(
    ("other", "begin"),
    [
        ("---\ntitle: Late\n---\nText\n", '---\ntitle: "Lost"\n---\n\n# Lost\n'),
        ('+++\ntitle = "Late"\n+++\nText\n', '+++\ntitle = "Lost"\n+++\n\n# Lost\n'),
        ('{\n"title": "Late"\n}\nText\n', '{\n  "title": "Lost"\n}\n\n# Lost\n'),
        ("# Late\n", "# Lost\n"),
    ],
)
def test_a_new_article_has_the_front_matter_that_the_others_have(
    empty: Command, other: str, begin: str
) -> None:
    knowledge_base(empty.folder, {"kb/en/late.md": other})
    assert empty("new", "lost", "--title", "Lost").returncode == 0
    assert (empty.folder / "kb/en/lost.md").read_text(encoding="utf-8").startswith(begin)
    assert empty("check").returncode == 0


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
