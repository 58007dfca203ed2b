"""`errata init` in a folder that holds somebody's articles."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

PLAIN = "# Disk almost full\n\nThe log says `HTTP/1.1 507 Insufficient Storage`. Free some space.\n"
JAPANESE = "# ディスクの空き容量不足\n\nログにエラーが記録されます。空き容量を増やしてください。\n"
GERMAN = "# Platte voll\n\nDer Dienst startet nicht, und die Anmeldung wird abgewiesen.\n"


def write(folder: Path, files: dict[str, str]) -> dict[str, bytes]:
    """Write the files; their content by path."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {name: (folder / name).read_bytes() for name in files}


def configured(folder: Path) -> dict[str, Any]:
    """What `errata.toml` sets."""
    return tomllib.loads((folder / "errata.toml").read_text(encoding="utf-8"))


def test_init_configures_a_folder_and_changes_no_article(empty: Command) -> None:
    files = {"disk-full.md": PLAIN, "mail/refused.md": "# Mail is refused\n\nWait.\n"}
    before = write(empty.folder, files)
    done = empty("init")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-2:] == ["wrote errata.toml", "next: errata build"]
    assert configured(empty.folder)["kb"] == "."
    assert {name: (empty.folder / name).read_bytes() for name in before} == before
    assert not (empty.folder / "kb").exists()
    built = empty("build")
    assert built.returncode == 0
    pages = {path.parent.name for path in empty.folder.glob("site/en/*/index.html")}
    assert pages >= {"disk-full", "refused"}


@pytest.mark.parametrize("link", ['<video src="/clips/a.mp4"></video>', "[A](/files/a.pdf)"])
def test_other_files_of_the_folder_public_are_published_if_articles_link_to_them(
    empty: Command, link: str
) -> None:
    write(empty.folder, {"content/a.md": f"# A\n\n{link}\n", "public/clips/a.mp4": "x"})
    write(empty.folder, {"public/files/a.pdf": "%PDF-1.4", "public/a.txt": "x"})
    empty("init")
    assert configured(empty.folder)["static"] == "public"
    assert empty("check").returncode == 0


def test_pictures_of_the_folder_public_are_published_if_articles_show_them(empty: Command) -> None:
    write(empty.folder, {"content/a.md": "# A\n\n![A](/shots/a.svg)\n", "public/shots/b.svg": "x"})
    empty("init")
    assert "static" not in configured(empty.folder)
    (empty.folder / "errata.toml").unlink()
    write(empty.folder, {"public/shots/a.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    empty("init")
    assert configured(empty.folder)["static"] == "public"
    assert empty("build").returncode == 0
    assert (empty.folder / "site/shots/a.svg").is_file()


def test_pictures_beside_the_templates_of_mkdocs_are_published_and_shown(empty: Command) -> None:
    """`theme.custom_dir`: MkDocs publishes what is in it at the root, but no template."""
    settings = "site_name: Help\ntheme:\n  name: material\n  custom_dir: 'overrides/'\n"
    text = "# A\n\n![A](../assets/a.svg) [B](../assets/b.zip)\n"
    write(empty.folder, {"mkdocs.yml": settings, "docs/mail/a.md": text, "docs/b.md": "# B\n"})
    write(empty.folder, {"overrides/main.html": '{% extends "base.html" %}\n'})
    empty("init")
    assert "static" not in configured(empty.folder)
    (empty.folder / "errata.toml").unlink()
    picture = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    write(empty.folder, {"overrides/assets/a.svg": picture, "overrides/assets/b.zip": "x"})
    empty("init")
    assert configured(empty.folder)["static"] == "overrides"
    assert empty("build", "--fail-on", "warning").returncode == 0
    assert (empty.folder / "site/assets/a.svg").is_file()
    assert not (empty.folder / "site/main.html").exists()


def test_static_files_of_vuepress_are_published_and_shown(empty: Command) -> None:
    picture = "<svg xmlns='http://www.w3.org/2000/svg'/>"
    text = "# A\n\n![A](./../.vuepress/public/a.svg) ![B](/b.svg)\n"
    write(empty.folder, {"docs/mail/a.md": text, "docs/mail/b.md": "# B\n"})
    write(empty.folder, {f"docs/.vuepress/public/{name}.svg": picture for name in "ab"})
    empty("init")
    assert configured(empty.folder)["static"] == "docs/.vuepress/public"
    assert empty("build", "--fail-on", "warning").returncode == 0
    assert (empty.folder / "site/a.svg").is_file()


def test_text_outside_the_folder_is_included_and_watched(empty: Command) -> None:
    include = '--8<-- "parts/note.md"\n\n{% include-markdown "../../more/b.md" %}\n'
    write(
        empty.folder, {"mkdocs.yml": "", "docs/a/a.md": f"# A\n\n{include}", "docs/c.md": "# C\n"}
    )
    write(
        empty.folder,
        {"parts/note.md": "[C](../c.md) *one*\n", "more/b.md": "b\n", "other/d.md": ""},
    )
    empty("init")
    assert configured(empty.folder)["includes"] == ["more", "parts"]
    for word in ("one", "two"):
        write(empty.folder, {"parts/note.md": f"[C](../c.md) *{word}*\n"})
        assert empty("build", "--fail-on", "warning").returncode == 0
        assert f"<em>{word}</em>" in (empty.folder / "site/en/a/index.html").read_text("utf-8")
    (empty.folder / "parts").rename(empty.folder / "gone")
    assert "the folder `parts` does not exist" in empty("build").stderr


def test_articles_with_programs_in_their_tags_are_mdx(empty: Command) -> None:
    tag = "<Picture\n  of={shots.first} />\n"
    write(empty.folder, {f"{name}.md": f"# {name}\n\n```jsx\n{tag}```\n" for name in "abcd"})
    empty("init")
    assert "markdown" not in configured(empty.folder)
    (empty.folder / "errata.toml").unlink()
    write(empty.folder, {f"{name}.md": f"# {name}\n\n{tag}" for name in "abc"})
    empty("init")
    assert configured(empty.folder)["markdown"] == {"dialects": ["mdx"]}


def test_the_address_of_the_folder_is_taken_from_links_that_would_else_lead_nowhere(
    empty: Command,
) -> None:
    names = ("a", "b", "c", "d", "e")
    links = " ".join(f"[{name}](/help/v2/mail/{name}.html)" for name in names)
    write(empty.folder, {f"mail/{name}.md": f"# {name}\n\n{links}\n" for name in names})
    write(empty.folder, {"other.md": "# Other\n\n[Other](/blog/other) [A](/mail/a)\n"})
    empty("init")
    assert configured(empty.folder)["links"]["root"] == "/help/v2/"
    assert "KB301" not in empty("check", "mail").stdout


@pytest.mark.parametrize(
    ("settings", "text", "name"),
    [
        ("mkdocs.yml", "# site_name: no\nsite_name: Help \u202e& more # here\n", "Help & more"),
        ("docs/.vuepress/config.ts", "export default {\n  title: 'Help',\n}\n", "Help"),
        ("book.toml", '[book]\ntitle = "Help"\n', "Help"),
        ("docs.json", '{\n  "name": "Help",\n  "logo": {}\n}\n', "Help"),
        ("docusaurus.config.js", "const c = {\n  title: t('help'),\n}\n", "Help Center"),
    ],
)
def test_the_sites_name_is_that_in_the_settings_of_its_tool(
    empty: Command, settings: str, text: str, name: str
) -> None:
    write(empty.folder, {"docs/a.md": PLAIN, "mint.json": '{"name": "Help Center"}'})
    write(empty.folder, {settings: text})
    empty("init")
    assert configured(empty.folder)["site"]["name"] == name


def test_init_says_what_it_found(empty: Command) -> None:
    hugo = "+++\ntitle = 'Old'\ndraft = true\n+++\n\nNot yet.\n"
    write(empty.folder, {"disk-full.md": PLAIN, "old.md": hugo, "page.rst": "x", "hugo.toml": ""})
    output = empty("init").stderr
    for line in (
        "found 2 articles in .: en 2",
        "front matter: TOML 1, none 1; written for Hugo",
        "numbers: each article is named after its file",
        "not read as articles: 1 other file",
        "not published: 1 draft",
    ):
        assert line in output.splitlines()


def test_init_says_which_markdown_is_not_in_the_folder_of_articles(empty: Command) -> None:
    pages = dict.fromkeys(("docs/a.md", "blog/b.md", "blog/c/d.md", "x/README.md"), PLAIN)
    write(empty.folder, {"mkdocs.yml": "", "README.md": "About.", "new.md": PLAIN, **pages})
    lines = empty("init").stderr.splitlines()
    assert lines[0] == "found 1 article in docs: en 1"
    assert "not in docs: 4 markdown files: blog 2, . 1, x 1" in lines


@pytest.mark.parametrize(
    ("files", "kb"),
    [
        (["mkdocs.yml", "README.md", "docs/a.md", "docs/b/c.md"], "docs"),
        (["docusaurus.config.ts", "docs/a.md", "blog/b.md"], "docs"),
        (["hugo.toml", "content/en/a.md", "themes/x/README.md"], "content"),
        (["_config.yml", "scaffolds/a.md", "source/a.md", "source/de/a.md"], "source"),
        (["index.php", "user/pages/01.a/a.md", "system/b/README.md"], "user/pages"),
        (["README.md", "handbook/guides/a.md", "handbook/guides/b/c.md"], "handbook/guides"),
        (["NOTES.md", "docs/.vuepress/config.js", "docs/a.md", "docs/b/c.md"], "docs"),
        (["NOTES.md", "site/hugo.toml", "site/content/a.md", "site/content/b.md"], "site/content"),
        (["web/docusaurus.config.js", "web/docs/a.md", "b.md", "c/d.md", "e/f.md"], "."),
        (["de/a.md"], "."),
        (["a.md", "b/c.md"], "."),
        (["kb/en/a.md", "kb/de/a.md"], "kb"),
    ],
)
def test_init_finds_the_folder_of_articles(empty: Command, files: list[str], kb: str) -> None:
    write(empty.folder, dict.fromkeys(files, ""))
    for path in empty.folder.rglob("*.md"):
        path.write_text(PLAIN, encoding="utf-8")
    assert empty("init").returncode == 0
    assert configured(empty.folder)["kb"] == kb


def test_nearly_all_articles_in_folders_of_languages_are_the_knowledge_base(empty: Command) -> None:
    pages = {f"docs/{tag}/page-{n}.md": PLAIN for tag in ("de", "en") for n in range(10)}
    write(empty.folder, {"GUIDELINES.md": PLAIN, **pages})
    empty("init")
    assert configured(empty.folder)["kb"] == "docs"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ("book.json", '{\n  "root": "./text/",\n  "plugins": []\n}\n'),
        (".gitbook.yaml", "root: ./text\n"),
        ("mkdocs.yml", "site_name: A\ndocs_dir: text\n"),
    ],
)
def test_settings_of_other_tools_name_the_folder_of_articles(
    empty: Command, settings: str, text: str
) -> None:
    write(empty.folder, {"text/a.md": PLAIN, "meetings/b.md": PLAIN, settings: text})
    empty("init")
    assert configured(empty.folder)["kb"] == "text"


def test_settings_that_name_the_folder_of_one_language_mean_all_of_them(empty: Command) -> None:
    files = {f"docs/{locale}/{name}": PLAIN for locale in ("de", "en") for name in ("a.md", "b.md")}
    settings = {"mkdocs.yml": "docs_dir: docs/de\n", "mkdocs-en.yml": "docs_dir: docs/en\n"}
    write(empty.folder, files | settings | {"SUPPORT.md": PLAIN})
    assert "found 4 articles in docs: de 2, en 2" in empty("init").stderr
    assert configured(empty.folder)["kb"] == "docs"


def test_what_another_tool_excludes_is_excluded_as_far_as_it_is_there(empty: Command) -> None:
    settings = "exclude:\n  - plans/\n  - links-*.md\n  - node_modules\n  - 1\n"
    names = ("a.md", "plans/b/c.md", "links-old.md", "more/plans/d.md")
    write(empty.folder, {"_config.yml": settings} | dict.fromkeys(names, PLAIN))
    assert "found 2 articles" in empty("init").stderr
    assert configured(empty.folder)["exclude"] == ["plans/", "links-*.md"]
    assert "2 excluded pages (`links-old.md`, `plans/b/c.md`)" in empty("check").stdout


@pytest.mark.parametrize(
    ("files", "locale"),
    [
        ({"a.md": PLAIN}, "en"),
        ({"a.md": JAPANESE, "b.md": JAPANESE}, "ja"),
        ({"a.md": GERMAN, "b/c.md": GERMAN}, "de"),
        ({"de/a.md": GERMAN, "fr/a.md": PLAIN, "de/b.md": GERMAN}, "de"),
        ({"de/a.md": GERMAN, "en/a.md": PLAIN, "de/b.md": GERMAN}, "en"),
        ({"a.md": JAPANESE, "b.md": JAPANESE, "en/a.md": PLAIN, "en/b.md": PLAIN}, "ja"),
    ],
)
def test_init_finds_the_language(empty: Command, files: dict[str, str], locale: str) -> None:
    write(empty.folder, files)
    assert empty("init").returncode == 0
    assert configured(empty.folder)["default-locale"] == locale


@pytest.mark.parametrize(
    ("names", "pattern"),
    [
        (["SUP-17", "SUP-18", "SUP-204", "SUP-205", "about"], "SUP\\-[0-9]{2,3}"),
        (["KB4014346", "KB4014347", "KB4014348"], "KB[0-9]{7}"),
        (["000012345", "000012346", "000012347"], "[0-9]{9}"),
        (["setup-1", "mail", "disk", "v2023"], None),
    ],
)
def test_init_finds_the_numbering(empty: Command, names: list[str], pattern: str | None) -> None:
    write(empty.folder, {f"{name}.md": PLAIN for name in names})
    assert empty("init").returncode == 0
    assert configured(empty.folder).get("articles", {}).get("number") == pattern
    assert empty("check").returncode == 0


def test_init_switches_on_the_families_that_the_articles_need(empty: Command) -> None:
    names = ("E0382", "E0499", "E0502", "E0505")
    files = {f"{name}.md": f"# error[{name}]: borrow\n\nThe compiler stops.\n" for name in names}
    write(empty.folder, files)
    output = empty("init").stderr
    assert "4 codes such as E0382: covered by the pack `rust`" in output.splitlines()
    assert configured(empty.folder)["families"] == ["default", "rust"]
    assert empty("build").returncode == 0
    assert (empty.folder / "site/en/codes/E0499/index.html").is_file()


def test_init_says_if_most_files_are_named_as_parts_of_pages(empty: Command) -> None:
    parts = {f"md/_part-{number}.md": PLAIN for number in range(3)}
    write(empty.folder, {**parts, "md/news/a.md": PLAIN, "md/news/b.md": PLAIN})
    output = empty("init").stderr
    assert "not read as articles: 3 markdown files such as md/_part-0.md; rename them" in output


@pytest.mark.parametrize(
    ("codes", "pattern"),
    [
        (["SA1001", "SA1002", "SA1100"], r"SA\d{4}"),
        (["W0611", "W0612", "W0613", "W0614"], r"W\d{4}"),
        (["PUMP-101", "PUMP-102", "PUMP-1030"], r"PUMP-\d{3,4}"),
    ],
)
def test_init_writes_the_family_that_articles_are_named_after(
    empty: Command, codes: list[str], pattern: str
) -> None:
    files = {f"docs/{code.lower()}.md": f"# {code}: 注意\n\nChange the line.\n" for code in codes}
    write(empty.folder, {**files, "docs/start.md": f"# Start\n\nAs {codes[0]} says.\n"})
    output = empty("init").stderr.splitlines()
    named = f"{len(codes)} codes such as {codes[0]}: articles are named after them"
    assert f"{named}, see families.toml" in output
    assert output.index("wrote families.toml") < output.index("wrote errata.toml")
    assert configured(empty.folder)["families"] == ["default", "families.toml"]
    assert "number" not in configured(empty.folder).get("articles", {})
    (family,) = tomllib.loads((empty.folder / "families.toml").read_text("utf-8"))["family"]
    assert family["pattern"] == pattern
    assert empty("build").returncode == 0
    listed = {path.name for path in empty.folder.glob("site/*/codes/*")}
    assert listed >= set(codes)


def test_articles_with_a_number_in_their_title_are_no_family(empty: Command) -> None:
    names = ("KB0011", "KB0012", "KB0013", "KB0014")
    write(empty.folder, {f"{name}.md": f"# {name}: {PLAIN[2:]}" for name in names})
    assert empty("init").returncode == 0
    assert configured(empty.folder)["articles"]["number"] == "KB[0-9]{4}"
    assert not (empty.folder / "families.toml").exists()


def test_init_keeps_a_configuration_that_is_there(empty: Command) -> None:
    own = '[site]\nname = "Mine"\n'
    write(empty.folder, {"kb/en/a.md": PLAIN, "errata.toml": own})
    done = empty("init")
    assert done.returncode == 0
    assert "kept errata.toml" in done.stderr
    assert (empty.folder / "errata.toml").read_text(encoding="utf-8") == own


def test_init_ignores_noindex_if_nearly_every_article_has_it(empty: Command) -> None:
    marked = {f"{name}.md": f"---\nROBOTS: NOINDEX, NOFOLLOW\n---\n{PLAIN}" for name in "abcd"}
    write(empty.folder, {**marked, "e.md": PLAIN})
    assert empty("init").returncode == 0
    assert configured(empty.folder)["metadata"]["keys"] == {"robots": "ignored"}
    completed = empty("search", "disk")
    assert "a.md" in completed.stdout


def test_init_keeps_noindex_of_a_few_articles(empty: Command) -> None:
    write(empty.folder, {"a.md": f"---\nrobots: noindex\n---\n{PLAIN}", "b.md": PLAIN})
    assert empty("init").returncode == 0
    assert "keys" not in configured(empty.folder).get("metadata", {})
