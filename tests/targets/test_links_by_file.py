"""A link by file leads to the file that is there, however it is written."""

from __future__ import annotations

import unicodedata

import pytest

from errata.config import Config, LinksConfig, MetadataConfig
from errata.model import ArticleRef, AssetRef
from errata.targets.names import MissingFiles
from tests.targets.small_folder import linked, targets

SOURCE = "en/mail/first.md"
FILES = (
    "en/mail/second.md",
    "en/setup/first-steps.md",
    "en/setup/first run.md",
    "en/setup/index.md",
    "en/network/README.md",
    "en/network/_index.md",
    "en/anfang/größe.md",
    "en/runes/02-$state.md",
    "en/runes/03-$derived.md",
    "en/release.v2.5.md",
    "en/assets/dialog.png",
    "en/files/log.zip",
    "static/img/b.png",
    "en/static/img/c.png",
    "en/docs/img/d.png",
    "de/mail/first.md",
    "de/mail/nur-deutsch.md",
)


def target(url: str, source: str = SOURCE, config: Config | None = None) -> str:
    (named,) = targets(linked(FILES, {source: f"[x]({url})"}, config), source)
    return named


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("second.md", "mail/second"),
        ("./second.md", "mail/second"),
        ("second", "mail/second"),
        ("second.html", "mail/second"),
        ("second.markdown", "mail/second"),
        ("second/", "mail/second"),
        ("../mail/second.md?tabs=web#a", "mail/second"),
        ("../setup/first-steps.md", "setup/first-steps"),
        ("../setup/first%20run.md", "setup/first run"),
        ("<../setup/first run.md>", "setup/first run"),
        ("..\\setup\\first-steps.md", "setup/first-steps"),
        ("../setup/", "setup/index"),
        ("../setup", "setup/index"),
        ("../setup/index", "setup/index"),
        ("../network", "network/README"),
        ("../anfang/größe.md", "anfang/größe"),
        ("../anfang/gr%C3%B6%C3%9Fe.md", "anfang/größe"),
        ("../release.v2.5.md", "release.v2.5"),
        ("../release.v2.5", "release.v2.5"),
        ("../Setup/First-Steps.MD", "setup/first-steps"),
        ("/en/setup/first-steps.md", "setup/first-steps"),
        ("/setup/first-steps", "setup/first-steps"),
        ("/kb/en/setup/first-steps.md", "setup/first-steps"),
        ("~/en/setup/first-steps.md", "setup/first-steps"),
        ("@site/kb/en/setup/first-steps.md", "setup/first-steps"),
        ("../runes/$state", "runes/02-$state"),
        ("$derived", "runes/03-$derived"),
        ("../../setup/first-steps", "setup/first-steps"),
    ],
)
def test_a_link_by_file_leads_to_the_article(url: str, number: str) -> None:
    assert target(url) == f"article {number}"


def test_a_name_in_decomposed_characters_is_the_same_name() -> None:
    url = unicodedata.normalize("NFD", "../anfang/größe.md")
    assert target(f"<{url}>") == "article anfang/größe"
    files = [unicodedata.normalize("NFD", path) for path in FILES]
    library = linked(files, {SOURCE: "[x](../anfang/größe.md)"})
    (ref,) = next(a for a in library.articles if a.source == SOURCE).body.refs
    assert isinstance(ref, ArticleRef)
    assert ref.spelling == ""


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("../assets/dialog.png", "en/assets/dialog.png"),
        ("../Assets/Dialog.PNG", "en/assets/dialog.png"),
        ("../files/log.zip", "en/files/log.zip"),
        ("../../static/img/b.png", "static/img/b.png"),
        ("/img/b.png", "static/img/b.png"),
        ("/img/c.png", "en/static/img/c.png"),
        ("@site/static/img/b.png", "static/img/b.png"),
    ],
)
def test_a_picture_is_found_anywhere_in_the_knowledge_base(url: str, path: str) -> None:
    library = linked(FILES, {SOURCE: f'![x]({url}) and <img src="{url}">'})
    assert targets(library, SOURCE) == [f"file {path}"] * 2


@pytest.mark.parametrize(
    "url",
    [
        "../../../secret.md",
        "%2e%2e/%2e%2e/%2e%2e/secret.png",
        "../../..",
        "..%5C..%5C..%5Cetc/passwd",
    ],
)
def test_nothing_outside_the_knowledge_base_is_looked_for(url: str) -> None:
    assert target(url).startswith("outside ")


@pytest.mark.parametrize("url", ["missing.md", "../setup/missing", "/etc/passwd.txt", "a.png"])
def test_what_is_not_there_is_missing(url: str) -> None:
    assert target(url).startswith("missing ")


def test_an_address_in_small_letters_leads_to_a_file_with_capitals() -> None:
    # Hugo writes the address of `Date.md` so.
    text = "[a](../page/date/) [b](/en/page/date) [c](../page/date.md)"
    library = linked(["en/page/Date.md"], {SOURCE: text})
    refs = next(a for a in library.articles if a.source == SOURCE).body.refs
    assert [ref.spelling for ref in refs if isinstance(ref, ArticleRef)] == [
        "",
        "",
        "en/page/Date.md",
    ]


def test_a_spelling_that_differs_in_case_is_noted_with_the_right_one() -> None:
    text = "[x](Second.md) ![x](../assets/Dialog.png) [x](second.md)"
    library = linked(FILES, {SOURCE: text})
    refs = next(a for a in library.articles if a.source == SOURCE).body.refs
    spellings = [ref.spelling for ref in refs if isinstance(ref, ArticleRef | AssetRef)]
    assert spellings == ["en/mail/second.md", "en/assets/dialog.png", ""]


def test_what_a_translation_lacks_is_found_in_the_default_locale() -> None:
    source = "de/mail/first.md"
    text = "[a](../setup/first-steps.md) [b](nur-deutsch.md) ![c](../assets/dialog.png)"
    assert targets(linked(FILES, {source: text}), source) == [
        "article setup/first-steps",
        "article mail/nur-deutsch",
        "file en/assets/dialog.png",
    ]


def test_an_article_in_no_folder_of_a_locale_reaches_those_of_the_default_locale() -> None:
    """Nuxt: `/docs/donate/` of `content/blog/a.md` is `content/en/docs/donate.md`."""
    source = "blog/2023/a.md"
    files = ("en/docs/donate.md", "en/docs/img/a.png", "de/docs/donate.md", "de/docs/nur.md")
    text = "[a](/docs/donate/) ![b](/docs/img/a.png) [c](/docs/nur/)"
    assert targets(linked(files, {source: text}), source) == [
        "article docs/donate",
        "file en/docs/img/a.png",
        "missing docs/nur",
    ]


def test_two_pages_of_one_name_are_not_guessed() -> None:
    files = ["en/a/01-use.md", "en/b/02-use.md"]
    assert targets(linked(files, {SOURCE: "[x](use)"}), SOURCE) == ["missing en/mail/use"]


def test_an_article_is_found_by_its_number_in_any_folder() -> None:
    files = ["en/old/KA-00007.md"]
    titles = {"en/old/KA-00007.md": "Seven"}
    library = linked(files, {SOURCE: "[x](KA-00008.md)"}, titles=titles)
    refs = next(a for a in library.articles if a.source == SOURCE).body.refs
    assert isinstance(refs[0], ArticleRef)


@pytest.mark.parametrize(
    ("root", "url", "found"),
    [
        ("/docs/", "/docs/setup/first-steps", "article setup/first-steps"),
        ("/docs/", "/docs/en/setup/first-steps.md", "article setup/first-steps"),
        ("en/setup", "/first-steps.md", "article setup/first-steps"),
        (
            "https://learn.example.com/",
            "/exchange/x?a=b#c",
            "https://learn.example.com/exchange/x?a=b#c",
        ),
        ("https://learn.example.com/", "/setup/first-steps", "article setup/first-steps"),
    ],
)
def test_the_configuration_says_where_links_from_the_root_begin(
    root: str, url: str, found: str
) -> None:
    assert target(url, config=Config(links=LinksConfig(root=root))) == found


@pytest.mark.parametrize(
    ("outside", "address"),
    [
        ("https://docs.example.com/kb/", "https://docs.example.com/language/types?a=b#c"),
        (
            "https://git.example.com/x/blob/main/kb",
            "https://git.example.com/x/blob/main/language/types.md?a=b#c",
        ),
    ],
)
def test_the_configuration_says_where_links_out_of_the_folder_lead(
    outside: str, address: str
) -> None:
    config = Config(links=LinksConfig(outside=outside))
    assert target("../../../language/types.md?a=b#c", config=config) == address


def test_in_a_repository_of_microsoft_learn_other_links_from_the_root_lead_there() -> None:
    config = Config(metadata=MetadataConfig(presets=("microsoft",)))
    assert target("/setup/first-steps", config=config) == "article setup/first-steps"
    assert target("/exchange/mail", config=config) == "https://learn.microsoft.com/exchange/mail"


@pytest.mark.parametrize("url", ["../runes/", "../runes", "/runes/", "/en/runes"])
def test_a_folder_without_a_page_of_its_own_is_the_section_that_the_site_makes_of_it(
    url: str,
) -> None:
    assert target(url) == "section runes"


@pytest.mark.parametrize("url", ["pathname:///img/b.png", "pathname://../../static/img/b.png"])
def test_the_mark_of_links_that_docusaurus_shall_not_check_goes(url: str) -> None:
    assert target(url) == "file static/img/b.png"


def test_docusaurus_finds_a_file_by_its_path_from_the_top_as_well() -> None:
    docusaurus = Config(metadata=MetadataConfig(presets=("docusaurus",)))
    assert target("setup/first-steps.md", config=docusaurus) == "article setup/first-steps"
    assert target("second.md", config=docusaurus) == "article mail/second"
    assert target("./setup/first-steps.md", config=docusaurus).startswith("missing")
    assert target("setup/first-steps.md").startswith("missing")


def test_a_page_of_the_site_around_is_outside_and_a_misspelt_one_is_missing() -> None:
    assert target("/downloads/everything") == "outside /downloads/everything"
    assert target("/etc/passwd") == "outside /etc/passwd"
    assert target("/setup/frist-steps") == "missing setup/frist-steps"
    assert target("/downloads/everything.zip") == "missing downloads/everything.zip"


def test_below_a_configured_root_a_page_is_found_by_its_name() -> None:
    config = Config(links=LinksConfig(root="/docs/svelte/"))
    assert target("/docs/svelte/$state", config=config) == "article runes/02-$state"
    assert target("/docs/kit/$state", config=config) == "missing docs/kit/$state"


def test_a_picture_from_the_root_of_mkdocs_is_found_for_translations_too() -> None:
    for source in ("en/mail/first.md", "de/mail/first.md"):
        assert target("/img/d.png", source) == "file en/docs/img/d.png"


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("src/mail/README.md", "mail/README.md"),
        ("src/disk/README.md", ""),
        ("src/mail/index", ""),
        ("mial/relay.md", "mail/relay.md"),
    ],
)
def test_a_name_that_every_folder_has_is_proposed_only_where_its_folder_is_the_same(
    wanted: str, nearest: str
) -> None:
    files = MissingFiles(["README.md", "index.md", "mail/README.md", "mail/relay.md"])
    assert files.nearest(wanted, "start.md") == nearest


def test_of_files_with_one_name_the_one_in_the_language_of_the_article_is_proposed() -> None:
    files = MissingFiles(["ca/docs/donate.md", "ja/docs/donate.md", "ja/docs/other.md"])
    assert files.nearest("docs/donat", "ja/blog/start.md") == "../docs/donate.md"
    assert files.nearest("docs/donat", "start.md") == "ca/docs/donate.md"


def test_a_slash_may_be_a_part_of_a_files_name() -> None:
    path = "en/assets/assets%2F-LLg%2Fa b.png"
    library = linked((path,), {SOURCE: "[x](<../assets/assets%2F-LLg%2Fa b.png>)"})
    assert targets(library, SOURCE) == [f"file {path}"]


def test_gitbooks_pictures_are_found_from_any_folder() -> None:
    library = linked((".gitbook/assets/a.png",), {SOURCE: "[x](../../../.gitbook/assets/a.png)"})
    assert targets(library, SOURCE) == ["file .gitbook/assets/a.png"]


def test_sphinx_finds_a_label_that_one_article_has() -> None:
    texts = {
        SOURCE: "[x](run-ref) [y](second) [z](both)",
        "en/mail/second.md": "(both)=\n\n## One\n\n(Run-ref)=\n\n## Run\n",
        "en/mail/third.md": "(both)=\n\n## One\n",
    }
    config = Config(metadata=MetadataConfig(presets=("sphinx-myst",)))
    expected = ["article mail/second#run", "article mail/second", "missing en/mail/both"]
    assert targets(linked((), texts, config), SOURCE) == expected
    assert targets(linked((), texts), SOURCE)[0] == "missing en/mail/run-ref"


@pytest.mark.parametrize(
    "url",
    [
        "/setup/install/",
        "/setup/install",
        "/setup/install.html",
        "../setup/INSTALL",
        "/kb/setup/install",
    ],
)
def test_a_link_by_the_address_that_an_article_has_on_another_site_leads_to_it(url: str) -> None:
    texts = {
        SOURCE: f"[x]({url})",
        "en/mail/second.md": "---\npermalink: /setup/install/\n---\n\nText.",
    }
    library = linked((), texts, Config(default_locale="en"))
    assert targets(library, SOURCE) == ["article mail/second"]


@pytest.mark.parametrize(
    "post", ["en/blog/2017-07-26-errors.md", "en/blog/_posts/2017-07-26-errors.md"]
)
def test_a_post_is_found_by_the_address_with_its_day(post: str) -> None:
    texts = {
        SOURCE: "[x](/blog/2017/07/26/errors.html#a) [y](../blog/2017/07/26/errors/)",
        post: "# Errors",
    }
    named = targets(linked((), texts), SOURCE)
    assert [target.partition(" ")[0] for target in named] == ["article", "article"]


def test_an_address_without_a_slash_in_front_begins_in_the_articles_folder() -> None:
    texts = {
        SOURCE: "[x](/en/setup/first) [y](../setup/first/) [z](/first)",
        "en/setup/second.md": "---\nslug: first\n---\n\nText.",
    }
    named = targets(linked((), texts), SOURCE)
    assert named[:2] == ["article setup/second", "article setup/second"]
    assert "second" not in named[2]


def test_a_slug_is_a_name_for_links_from_anywhere() -> None:
    texts = {
        SOURCE: "[x](slug://FirstSteps#a) [y](slug://fist-steps) [z](doc:FirstSteps)",
        "en/setup/second.md": "---\nslug: FirstSteps\n---\n\nText.",
    }
    named = targets(linked((), texts), SOURCE)
    assert all(named[index].startswith("article setup/second") for index in (0, 2))
    assert named[1].startswith(("missing", "outside"))


def test_an_address_with_a_query_is_no_name_because_many_articles_share_its_path() -> None:
    texts = {
        SOURCE: "[x](/kb_view.do?article=2)",
        "en/mail/second.md": "---\naliases: /kb_view.do?article=1\n---\n\nText.",
    }
    assert "second" not in targets(linked((), texts), SOURCE)[0]


def test_a_file_of_that_name_goes_before_an_address() -> None:
    texts = {
        SOURCE: "[x](/en/setup/first)",
        "en/setup/first.md": "Text.",
        "en/setup/second.md": "---\nslug: first\n---\n\nText.",
    }
    assert targets(linked((), texts), SOURCE) == ["article setup/first"]


def test_a_picture_from_the_root_is_found_in_the_static_files_of_a_site_in_a_folder() -> None:
    files = ("website/static/img/a.png", "a/b/c/d/static/img/b.png")
    library = linked(files, {SOURCE: "![x](/img/a.png) ![y](/img/b.png)"})
    assert targets(library, SOURCE) == ["file website/static/img/a.png", "missing img/b.png"]


@pytest.mark.parametrize("written", ["img/b.png", "img/c.png", "dialog.png"])
def test_a_picture_of_a_tag_is_the_one_of_its_name(written: str) -> None:
    library = linked(FILES, {SOURCE: f"{{% image {written} The dialog %}}\n"})
    (named,) = targets(library, SOURCE)
    assert named.endswith(f"/{written}")
