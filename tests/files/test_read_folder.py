"""Which files are articles and assets, of which locale, and what happens to the unusable ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from errata.config import Config, parse_config
from errata.errors import KnowledgeBaseError
from errata.files import read_folder
from errata.files.other_tools import find_articles_folder
from errata.model import FolderLabel
from errata.text.locales import COUNTRIES, LANGUAGES_OR_COUNTRIES, locale_tag

if TYPE_CHECKING:
    from errata.model import Folder

ANY = Config()
LOCALES = parse_config('locales = ["en", "de"]', "errata.toml")


def put(root: Path, *paths: str, text: str = "---\n---\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")


def articles(folder: Folder) -> dict[str, str]:
    return {source.path: source.locale for source in folder.sources}


def refused(folder: Folder) -> dict[str, str]:
    return {file.span.path: file.message for file in folder.unusable}


def passed_over(folder: Folder) -> dict[str, str]:
    return dict(folder.passed_over.kinds) if folder.passed_over else {}


def pages(folder: Folder) -> dict[str, tuple[str, str]]:
    return {source.path: (source.locale, source.page_path) for source in folder.sources}


def test_the_top_folder_of_an_article_is_its_locale(tmp_path: Path) -> None:
    put(tmp_path, "pt-BR/KA-1.md", "en/KA-1.md", "en/deep/er/KA-2.md", "zh-Hans/KA-1.md")
    assert articles(read_folder(tmp_path, ANY)) == {
        "en/KA-1.md": "en",
        "en/deep/er/KA-2.md": "en",
        "pt-BR/KA-1.md": "pt-BR",
        "zh-Hans/KA-1.md": "zh-Hans",
    }


def test_articles_outside_a_locale_folder_are_of_the_default_locale(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md", "articles/KA-2.md", "faq/KA-3.md")
    config = parse_config('default-locale = "de"', "errata.toml")
    assert set(articles(read_folder(tmp_path, config)).values()) == {"de"}


@pytest.mark.parametrize(
    "name", ["faq", "articles", "IT", "docs", "en-XX", "x" * 300, "", "e n", "src", "mac"]
)
def test_a_folder_that_is_no_locale_is_not_taken_for_one(name: str) -> None:
    assert locale_tag(name) is None


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("pt_BR", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("zh-hans", "zh-Hans"),
        ("de", "de"),
    ],
)
def test_a_locale_written_otherwise_is_read_as_its_tag(name: str, tag: str) -> None:
    assert locale_tag(name) == tag


def test_a_locale_folder_with_an_odd_name_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "pt_BR/KA-1.md")
    folder = read_folder(tmp_path, ANY)
    assert articles(folder) == {"pt_BR/KA-1.md": "pt-BR"}
    (unusable_file,) = folder.unusable
    assert not unusable_file.is_left_out
    assert "`pt-BR`" in unusable_file.message


def test_folders_of_languages_with_the_same_pages_are_locales_beside_others(tmp_path: Path) -> None:
    put(tmp_path, "en/a.md", "en/b.md", "ja/a.md", "ja/b.md", "it/vpn.md", "tools/notes.md")
    assert articles(read_folder(tmp_path, ANY)) == {
        "en/a.md": "en",
        "en/b.md": "en",
        "it/vpn.md": "en",
        "ja/a.md": "ja",
        "ja/b.md": "ja",
        "tools/notes.md": "en",
    }


def test_many_languages_are_locales_beside_others_although_their_pages_have_other_names(
    tmp_path: Path,
) -> None:
    put(tmp_path, "ar/ا.md", "de/Hilfe.md", "en/Help.md", "he/ע.md", "ja/助.md", "news/1.md")
    assert articles(read_folder(tmp_path, ANY)) == {
        "ar/ا.md": "ar",
        "de/Hilfe.md": "de",
        "en/Help.md": "en",
        "he/ע.md": "he",
        "ja/助.md": "ja",
        "news/1.md": "en",
    }


def test_countries_with_the_pages_of_languages_are_locales_beside_others(tmp_path: Path) -> None:
    put(tmp_path, "blog/1.md", *(f"{top}/{page}.md" for top in ("en", "cn", "tw") for page in "ab"))
    folder = read_folder(tmp_path, ANY)
    assert {path.partition("/")[0]: locale for path, locale in articles(folder).items()} == {
        "blog": "en",
        "cn": "zh-CN",
        "en": "en",
        "tw": "zh-TW",
    }
    assert {unusable.message for unusable in folder.unusable} == {
        "the folder `cn` is read as the locale `zh-CN`",
        "the folder `tw` is read as the locale `zh-TW`",
    }


def test_a_language_with_the_code_of_a_country_is_one_beside_languages(tmp_path: Path) -> None:
    put(tmp_path, "blog/1.md", *(f"{top}/{page}.md" for top in ("fr", "br") for page in "ab"))
    assert articles(read_folder(tmp_path, ANY))["br/a.md"] == "br"


def test_departments_are_not_taken_for_languages(tmp_path: Path) -> None:
    put(tmp_path, "is/a.md", "no/b.md", "it/c.md", "network/d.md", "is/index.md", "it/index.md")
    folder = read_folder(tmp_path, ANY)
    assert set(articles(folder).values()) == {"en"}
    assert folder.unusable == ()


def test_the_configuration_says_which_folders_are_locales(tmp_path: Path) -> None:
    put(tmp_path, "en/a.md", "de/a.md", "it/b.md", "network/c.md")
    assert articles(read_folder(tmp_path, LOCALES)) == {
        "de/a.md": "de",
        "en/a.md": "en",
        "it/b.md": "en",
        "network/c.md": "en",
    }


def test_a_configured_locale_may_be_written_in_capitals(tmp_path: Path) -> None:
    put(tmp_path, "EN/a.md", "DE/a.md", "IT/b.md")
    assert list(refused(read_folder(tmp_path, ANY))) == ["DE", "EN"]
    folder = read_folder(tmp_path, LOCALES)
    assert articles(folder) == {"DE/a.md": "de", "EN/a.md": "en", "IT/b.md": "en"}
    assert list(refused(folder)) == ["DE", "EN"]
    assert "read as the locale `de`" in folder.unusable[0].message


def test_a_folder_that_can_only_be_a_locale_is_one_beside_any_other(tmp_path: Path) -> None:
    put(tmp_path, "pt-BR/a.md", "zh-Hans/a.md", "network/b.md", "it-help/c.md")
    assert articles(read_folder(tmp_path, ANY)) == {
        "it-help/c.md": "en",
        "network/b.md": "en",
        "pt-BR/a.md": "pt-BR",
        "zh-Hans/a.md": "zh-Hans",
    }


def test_folders_that_seem_to_be_locales_and_are_not_read_so_are_reported(tmp_path: Path) -> None:
    put(tmp_path, "de/a.md", "fr/a.md", "it/b.md", "network/c.md")
    folder = read_folder(tmp_path, ANY)
    assert set(articles(folder).values()) == {"en"}
    assert list(refused(folder)) == ["de", "fr"]
    assert "`locales`" in folder.unusable[0].help


def test_a_translation_of_what_lies_at_the_top_is_reported_until_it_is_configured(
    tmp_path: Path,
) -> None:
    put(tmp_path, "guide/a.md", "index.md", "de/guide/a.md", "de/index.md", "it/index.md")
    assert list(refused(read_folder(tmp_path, ANY))) == ["de"]
    folder = read_folder(tmp_path, LOCALES)
    assert folder.unusable == ()
    assert pages(folder)["de/guide/a.md"] == ("de", "guide/a")
    assert pages(folder)["guide/a.md"] == ("en", "guide/a")


def test_a_folder_that_mirrors_the_top_is_a_locale(tmp_path: Path) -> None:
    put(tmp_path, "docs/a.md", "docs/guide/b.mdx", "docs/guide/c.md", "docs/index.md")
    put(tmp_path, "docs/de/a.md", "docs/de/guide/b.md", "docs/de/neu.md", "docs/ja/guide/c.mdx")
    put(tmp_path, "docs/it/a.md", "docs/it/vpn.md", "docs/network/a.md")
    locales = {path: locale for path, (locale, _) in pages(read_folder(tmp_path, ANY)).items()}
    assert {path for path, locale in locales.items() if locale == "de"} == {
        "docs/de/a.md",
        "docs/de/guide/b.md",
        "docs/de/neu.md",
    }
    assert locales["docs/ja/guide/c.mdx"] == "ja"
    assert locales["docs/it/a.md"] == locales["docs/a.md"] == "en"


def test_locales_may_lie_deeper_as_long_as_all_articles_do(tmp_path: Path) -> None:
    put(tmp_path, "site/docs/en/mail/a.md", "site/docs/pt_BR/mail/a.md", "site/img/b.png")
    folder = read_folder(tmp_path, ANY)
    assert pages(folder) == {
        "site/docs/en/mail/a.md": ("en", "mail/a"),
        "site/docs/pt_BR/mail/a.md": ("pt-BR", "mail/a"),
    }
    assert list(refused(folder)) == ["site/docs/pt_BR"]


def test_translations_of_docusaurus_are_read(tmp_path: Path) -> None:
    below = "i18n/de/docusaurus-plugin-content-docs/current"
    others = ("blog/b.md", "versioned_docs/version-1/a.md", "i18n/de/code.md", "src/pages/a.mdx")
    put(tmp_path, "docs/mail/a.md", f"{below}/mail/a.md", "guides/c.md", *others)
    folder = read_folder(tmp_path, ANY)
    assert pages(folder) == {
        "docs/mail/a.md": ("en", "mail/a"),
        "guides/c.md": ("en", "guides/c"),
        f"{below}/mail/a.md": ("de", "mail/a"),
    }
    assert folder.passed_over
    assert sorted(folder.passed_over.kinds) == sorted(others)
    assert find_articles_folder(tmp_path) == "."


def test_a_locale_in_the_name_of_a_file_is_read_beside_its_original(tmp_path: Path) -> None:
    put(
        tmp_path,
        "mail/a.md",
        "mail/a.de.md",
        "mail/b.pt-BR.md",
        "mail/b.fr.md",
        "v1.2.md",
        "c.io.md",
    )
    assert pages(read_folder(tmp_path, ANY)) == {
        "c.io.md": ("en", "c.io"),
        "mail/a.de.md": ("de", "mail/a"),
        "mail/a.md": ("en", "mail/a"),
        "mail/b.fr.md": ("fr", "mail/b"),
        "mail/b.pt-BR.md": ("pt-BR", "mail/b"),
        "v1.2.md": ("en", "v1.2"),
    }


def test_the_name_of_a_file_is_no_locale_where_folders_are_the_languages(tmp_path: Path) -> None:
    put(
        tmp_path,
        "en_US/upgrade.md",
        "en_US/upgrade.ee.md",
        "it_IT/upgrade.md",
        "it_IT/upgrade.br.md",
    )
    assert pages(read_folder(tmp_path, ANY)) == {
        "en_US/upgrade.ee.md": ("en-US", "upgrade.ee"),
        "en_US/upgrade.md": ("en-US", "upgrade"),
        "it_IT/upgrade.br.md": ("it-IT", "upgrade.br"),
        "it_IT/upgrade.md": ("it-IT", "upgrade"),
    }
    put(tmp_path / "one", "en/a.md", "en/a.de.md")
    assert pages(read_folder(tmp_path / "one", ANY))["en/a.de.md"] == ("de", "a")


def test_docusaurus_says_what_a_folder_is_called_and_where_it_stands(tmp_path: Path) -> None:
    put(tmp_path, "en/mail/a.md", "en/web/a.md", "en/x/a.md", "en/y/a.md", "de/mail/a.md")
    put(
        tmp_path, "en/mail/_category_.json", text='{"label": " Outbound\\n mail ", "position": 2.5}'
    )
    put(tmp_path, "de/mail/_category_.yml", text="label: E-Mail\n")
    put(tmp_path, "en/web/_category_.json", text="[" * 10_000)
    put(tmp_path, "en/x/_category_.yaml", text="label: &a [*a]\n")
    put(tmp_path, "en/y/_category_.json", text="{" + " " * 20_000 + "}")
    assert read_folder(tmp_path, ANY).labels == {
        ("de", "mail"): FolderLabel("E-Mail"),
        ("en", "mail"): FolderLabel("Outbound mail", 2.5),
    }


def test_a_folder_has_the_label_of_its_original_or_docusaurus_translation_of_it(
    tmp_path: Path,
) -> None:
    home = "i18n/de/docusaurus-plugin-content-docs/current"
    put(tmp_path, "docs/mail/a.md", f"{home}/mail/a.md", "docs/web/a.md", f"{home}/web/a.md")
    put(tmp_path, "docs/mail/_category_.json", text='{"label": "Mail", "position": 2}')
    put(tmp_path, "docs/web/_category_.json", text='{"label": "The web"}')
    put(
        tmp_path,
        f"{home}.json",
        text='{"version.label": {"message": "Neu"}, "a": 1,'
        ' "sidebar.docs.category.Mail": {"message": "Post"}}',
    )
    labels = read_folder(tmp_path, ANY).labels
    assert labels["de", "mail"] == FolderLabel("Post", 2)
    assert labels["de", "web"] == FolderLabel("The web")
    put(tmp_path, f"{home}.json", text="[" * 10_000)
    assert read_folder(tmp_path, ANY).labels["de", "mail"] == FolderLabel("Mail", 2)


def test_many_pictures_are_listed_and_not_read(tmp_path: Path) -> None:
    put(tmp_path, "a.md", *(f"img/{number}.png" for number in range(100)), text="")
    for number in range(100):
        with (tmp_path / f"img/{number}.png").open("wb") as file:
            file.truncate(100 << 20)  # sparse: reading all of them would take minutes
    assert len(read_folder(tmp_path, ANY).assets) == 100


def test_a_picture_of_three_gigabytes_is_left_out_and_named_with_its_size_and_the_limit(
    tmp_path: Path,
) -> None:
    put(tmp_path, "a.md", "img/b.png", "img/c.png", text="")
    with (tmp_path / "img/b.png").open("wb") as file:
        file.truncate(3 << 30)  # sparse
    folder = read_folder(tmp_path, ANY)
    (unusable_file,) = folder.unusable
    assert list(folder.assets) == ["img/c.png"]
    assert unusable_file.span.path == "img/b.png"
    assert (
        unusable_file.message
        == "this file has 3,221,225,472 bytes, more than the limit of 104,857,600"
    )


def test_a_folder_named_after_a_country_is_told_with_the_locale_that_is_meant(
    tmp_path: Path,
) -> None:
    put(tmp_path, "jp/KA-1.md", "faq/KA-2.md")
    (unusable_file,) = read_folder(tmp_path, ANY).unusable
    assert (unusable_file.is_left_out, unusable_file.span.path) == (False, "jp")
    assert unusable_file.help == "rename it to `ja` if they are in that language"


def test_no_country_of_the_list_is_a_language_and_what_is_meant_is_one() -> None:
    assert not [name for name in COUNTRIES if locale_tag(name)]
    assert [name for name in LANGUAGES_OR_COUNTRIES if not locale_tag(name)] == []
    meant = [*COUNTRIES.values(), *LANGUAGES_OR_COUNTRIES.values()]
    assert all(locale_tag(tag) == tag for tag in meant)


def test_configured_locales_limit_articles_but_keep_the_default_locales_pictures(
    tmp_path: Path,
) -> None:
    put(tmp_path, "en/KA-1.md", "pt-BR/KA-1.md", "fr/KA-1.md")
    put(tmp_path, "en/assets/a.png", "fr/assets/a.png", "pt-BR/assets/a.png")
    folder = read_folder(tmp_path, parse_config('locales = ["pt-BR"]', "errata.toml"))
    assert list(articles(folder)) == ["pt-BR/KA-1.md"]
    assert list(folder.assets) == ["en/assets/a.png", "pt-BR/assets/a.png"]


def test_what_is_no_article_is_left_alone_and_named(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "readme.md", "CHANGELOG.md", "LICENSE.md", "CONTRIBUTING.md")
    put(tmp_path, "en/AGENTS.md", "en/claude.md", "SECURITY.md", "support.md")
    put(
        tmp_path, ".git/x.md", "en/.draft.md", "node_modules/p/x.md", "venv/lib/x.md", ".ideas/x.md"
    )
    put(tmp_path, "vendor/bundle/ruby/gems/a/README.md", "en/vendor/KA-2.md")
    put(
        tmp_path,
        "venv/pyvenv.cfg",
        "public/KA-9.md",
        "public/.errata-manifest.json",
        ".editorconfig",
    )
    folder = read_folder(tmp_path, ANY)
    named = ["en/KA-1.md", "en/claude.md", "en/vendor/KA-2.md", "support.md"]
    assert list(articles(folder)) == named
    assert folder.unusable == ()
    assert passed_over(folder) == {
        ".ideas": "hidden",
        "CHANGELOG.md": "about",
        "CONTRIBUTING.md": "about",
        "LICENSE.md": "about",
        "SECURITY.md": "about",
        "en/.draft.md": "hidden",
        "en/AGENTS.md": "about",
        "node_modules": "tool",
        "readme.md": "about",
        "vendor": "tool",
        "venv": "tool",
    }


def test_pieces_contents_and_other_languages_are_no_articles(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md", "mail/TOC.md", "SUMMARY.md", "de/SUMMARY.md", "_sidebar.md", "a/_b.md")
    put(tmp_path, "a/[b].md")
    put(tmp_path, "includes/note.md", "mail/_includes/x/note.md", "a.org", "mail/b.rst", "c.ADOC")
    put(tmp_path, "mail/summary.md", "_posts/c.md", "mail/_index.md")
    folder = read_folder(tmp_path, ANY)
    assert list(articles(folder)) == ["KA-1.md", "_posts/c.md", "mail/_index.md", "mail/summary.md"]
    assert passed_over(folder) == {
        "SUMMARY.md": "contents",
        "_sidebar.md": "contents",
        "a.org": "markup",
        "a/[b].md": "fragment",
        "a/_b.md": "fragment",
        "c.ADOC": "markup",
        "de/SUMMARY.md": "contents",
        "includes/note.md": "fragment",
        "mail/TOC.md": "contents",
        "mail/_includes/x/note.md": "fragment",
        "mail/b.rst": "markup",
    }
    assert list(folder.fragments) == [
        "a/[b].md",
        "a/_b.md",
        "includes/note.md",
        "mail/_includes/x/note.md",
    ]
    assert not folder.assets


def test_a_folder_has_one_page_and_a_second_one_is_named(tmp_path: Path) -> None:
    put(tmp_path, "mail/README.md", "mail/index.md", "print/ReadMe.md", "web/_index.md")
    folder = read_folder(tmp_path, ANY)
    assert list(articles(folder)) == ["mail/index.md", "print/ReadMe.md", "web/_index.md"]
    assert passed_over(folder) == {"mail/README.md": "index"}


def test_every_ending_of_markdown_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "b.markdown", "c.MD", "d.mdown", "e.mkd", "f.mdx")
    folder = read_folder(tmp_path, ANY)
    assert [source.stem for source in folder.sources] == ["a", "b", "c", "d", "e", "f"]
    assert folder.unusable == ()


def test_every_other_file_may_be_referred_to(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "redirects.csv", "families.toml", "en/sample.toml", "LICENSE")
    put(tmp_path, "en/a.log", "static/img/b.PNG", ".hidden/c.png", "other/d.zip", text="12345")
    folder = read_folder(tmp_path, ANY)
    assert folder.assets == {
        "LICENSE": 8,
        "en/a.log": 5,
        "en/sample.toml": 8,
        "other/d.zip": 5,
        "static/img/b.PNG": 5,
    }
    assert list(folder.assets) == sorted(folder.assets)


def test_hidden_folders_in_which_tools_keep_pictures_are_read(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md", ".gitbook/assets/a.png", ".attachments/b.png", ".vscode/c.png")
    put(tmp_path, ".gitbook/includes/note.md", ".gitbook/assets/note.md")
    folder = read_folder(tmp_path, ANY)
    assert [source.path for source in folder.sources] == ["KA-1.md"]
    assert list(folder.assets) == [".attachments/b.png", ".gitbook/assets/a.png"]
    assert list(folder.fragments) == [".gitbook/includes/note.md"]


def test_snippets_of_mintlify_are_pieces_of_articles(tmp_path: Path) -> None:
    put(tmp_path, "docs.json", "en.mdx", "snippets/note.mdx", "en/snippets/b.md")
    folder = read_folder(tmp_path, ANY)
    assert [source.path for source in folder.sources] == ["en.mdx", "en/snippets/b.md"]
    assert list(folder.fragments) == ["snippets/note.mdx"]


def test_a_file_that_could_run_script_on_the_site_is_no_asset(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "en/assets/a.html", "en/assets/b.JS", "en/index.html")
    put(tmp_path, "en/assets/c.svg", text="<svg/>")
    put(tmp_path, "en/d.svg", text="<svg><script/></svg>")
    folder = read_folder(tmp_path, ANY)
    assert list(folder.assets) == ["en/assets/c.svg"]
    assert list(refused(folder)) == ["en/assets/a.html", "en/assets/b.JS", "en/d.svg"]


def test_files_that_cannot_be_used_are_reported_and_the_others_read(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md")
    put(tmp_path, "en/KA-2.md", text="x" * 101)
    (tmp_path / "en/KA-3.md").mkdir()
    os.mkfifo(tmp_path / "en/KA-4.md")
    (tmp_path / "en/KA-5.md").symlink_to("nowhere")
    (tmp_path / "en/KA-6.md").symlink_to("KA-6.md")
    folder = read_folder(tmp_path, parse_config("limits.file-bytes = 100", "errata.toml"))
    assert list(articles(folder)) == ["en/KA-1.md"]
    assert refused(folder) == {
        "en/KA-2.md": "this file has more than 100 bytes",
        "en/KA-3.md": "a folder is named like an article",
        "en/KA-4.md": "this is not a regular file",
        "en/KA-5.md": "this symbolic link is broken",
        "en/KA-6.md": "this symbolic link is broken",
    }
    assert all(file.help for file in folder.unusable)


def test_a_file_of_exactly_the_limit_is_read_whole(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md", text="x" * 100)
    folder = read_folder(tmp_path, parse_config("limits.file-bytes = 100", "errata.toml"))
    assert folder.sources[0].data == b"x" * 100


def test_a_huge_file_is_not_read_beyond_the_limit(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md", "KA-2.md")
    with (tmp_path / "KA-2.md").open("wb") as file:
        file.truncate(1 << 40)  # sparse: reading it would take minutes and all the memory
    assert list(refused(read_folder(tmp_path, ANY))) == ["KA-2.md"]


@pytest.mark.usefixtures("nobody")
def test_an_article_without_permission_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "en/KA-2.md", "fr/KA-3.md")
    (tmp_path / "en/KA-2.md").chmod(0)
    (tmp_path / "fr").chmod(0)
    folder = read_folder(tmp_path, ANY)
    (tmp_path / "fr").chmod(0o700)
    assert list(articles(folder)) == ["en/KA-1.md"]
    assert list(refused(folder)) == ["en/KA-2.md", "fr"]


def test_a_path_longer_than_the_system_allows_is_named_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "en/KA-1.md")
    monkeypatch.chdir(tmp_path / "en")
    for _ in range(20):  # each below the one before: no call takes the whole path
        Path("n" * 240).mkdir()
        os.chdir("n" * 240)
    folder = read_folder(tmp_path, ANY)
    assert list(articles(folder)) == ["en/KA-1.md"]
    assert [file.help for file in folder.unusable] == ["give the folders above it shorter names"]


def test_a_symbolic_link_must_stay_in_the_knowledge_base(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    put(tmp_path, "secret.md", "secret.png", "kb/en/KA-1.md", "kb/.env", "kb/en/pictures/b.png")
    (kb / "en/KA-2.md").symlink_to(tmp_path / "secret.md")
    (kb / "en/assets").mkdir()
    (kb / "en/assets/a.png").symlink_to("../../../secret.png")
    (kb / "en/assets/b.png").symlink_to("../pictures/b.png")
    (kb / "en/assets/env.txt").symlink_to("../../.env")
    (kb / "en/out").symlink_to(tmp_path)
    folder = read_folder(kb, ANY)
    assert list(articles(folder)) == ["en/KA-1.md"]
    assert list(folder.assets) == ["en/assets/b.png", "en/pictures/b.png"]
    left = ["en/KA-2.md", "en/assets/a.png", "en/assets/env.txt", "en/out"]
    assert list(refused(folder)) == left


def test_linked_folders_are_followed_once_and_circles_end(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "en/assets/a.png", "pt-BR/KA-1.md")
    (tmp_path / "pt-BR/assets").symlink_to("../en/assets")
    (tmp_path / "en/loop").symlink_to("..")
    put(tmp_path, "en/a/1.png", "en/b/2.png")
    (tmp_path / "en/a/b").symlink_to("../b")  # with the next line, a way without end
    (tmp_path / "en/b/a").symlink_to("../a")
    folder = read_folder(tmp_path, ANY)
    assert list(folder.assets) == [
        "en/a/1.png",
        "en/a/b/2.png",
        "en/assets/a.png",
        "en/b/2.png",
        "en/b/a/1.png",
        "pt-BR/assets/a.png",
    ]
    assert list(refused(folder)) == ["en/a/b/a", "en/b/a/b", "en/loop"]


@pytest.mark.skipif(os.sep != "/", reason="other systems have no names of bytes")
def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    put(tmp_path, "KA-1.md")
    try:
        (tmp_path / os.fsdecode(b"KA-\xff.md")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert refused(read_folder(tmp_path, ANY)) == {
        "KA-\ufffd.md": "the name of this file is not UTF-8"
    }


def fault(kb: Path, toml: str = "") -> KnowledgeBaseError:
    with pytest.raises(KnowledgeBaseError) as caught:
        read_folder(kb, parse_config(toml, "errata.toml"))
    return caught.value


def test_a_missing_folder_is_an_error_that_suggests_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    error = fault(tmp_path / "artcles")
    assert "does not exist" in error.message
    assert f"`{tmp_path / 'articles'}`" in error.help
    assert "errata init" in fault(tmp_path / "zzz" / "kb").help


def test_a_file_an_empty_folder_and_one_without_articles_are_errors(tmp_path: Path) -> None:
    put(tmp_path, "file.md")
    assert "is a file" in fault(tmp_path / "file.md").message
    (tmp_path / "empty").mkdir()
    assert "is empty" in fault(tmp_path / "empty").message
    put(tmp_path, "none/README.md", "none/a.txt")
    error = fault(tmp_path / "none")
    assert "contains no articles" in error.message
    assert "errata init" in error.help


def test_no_article_in_the_configured_locales_names_those_there_are(tmp_path: Path) -> None:
    put(tmp_path, "en/KA-1.md", "fr/KA-1.md")
    error = fault(tmp_path, 'locales = ["pt-BR"]')
    assert "no article in `pt-BR`" in error.message
    assert "`en`, `fr`" in error.help


def test_a_folder_whose_every_article_is_unusable_is_an_error_with_the_reason(
    tmp_path: Path,
) -> None:
    put(tmp_path, "en/KA-1.md", text="x" * 11)
    error = fault(tmp_path, "limits.file-bytes = 10")
    assert "more than 10 bytes" in error.message
    assert str(error.span) == "en/KA-1.md:1:1"


def test_the_real_articles_are_all_read(corpus: Path) -> None:
    folder = read_folder(corpus, ANY)
    articles = sorted(path.relative_to(corpus).as_posix() for path in corpus.glob("*/*.md"))
    pictures = [path for path in corpus.glob("en/assets/*") if path.is_file()]
    assert sorted(source.path for source in folder.sources) == articles
    assert folder.unusable == ()
    assert sum(path.startswith("en/assets/") for path in folder.assets) == len(pictures)


def test_the_ending_html_before_that_of_markdown_is_not_part_of_a_name(tmp_path: Path) -> None:
    put(tmp_path, "index.html.md", "api/errors.html.md", "api/html.md")
    pages = {source.path: source.page_path for source in read_folder(tmp_path, Config()).sources}
    assert pages == {
        "api/errors.html.md": "api/errors",
        "api/html.md": "api/html",
        "index.html.md": "index",
    }


def test_an_ending_that_is_a_country_is_its_language(tmp_path: Path) -> None:
    put(tmp_path, "a.md", "a.cn.md", "a.jp.md", "b.md", "b.us.md")
    locales = {source.path: source.locale for source in read_folder(tmp_path, Config()).sources}
    assert locales["a.cn.md"] == "zh-CN"
    assert locales["a.jp.md"] == "ja"
    assert locales["b.us.md"] == "en"
