"""The real articles, built by the real command: nothing lost, nothing leaked, nothing broken."""

from __future__ import annotations

import html
from collections import Counter
from typing import TYPE_CHECKING

import pytest
import yaml
from ahocorasick_rs import AhoCorasick
from frontmatter.default_handlers import YAMLHandler
from lxml import html as lxml_html

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.config import Config
from errata.files import read_folder
from errata.model import SectionKind
from tests.support.links import check_links
from tests.support.validator import faults, sample_pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import BuiltSite

INTERNAL = ("internal-notes", "dynamics-url", "article-created-by", "article-published-by")


def _locales(corpus: Path) -> list[str]:
    return sorted(path.name for path in corpus.iterdir() if path.is_dir())


def _is_hidden(path: Path) -> bool:
    keys, _ = _read(path)
    return "true" in {keys.get("hide", "").lower(), keys.get("hidefromtoc", "").lower()}


def _read(path: Path) -> tuple[dict[str, str], str]:
    text = path.read_text("utf-8-sig").lstrip()
    matter, body = YAMLHandler().split(text)
    return yaml.load(matter, yaml.CBaseLoader), body  # noqa: S506 - the base loader makes texts only


def test_the_build_ends_by_its_findings_without_a_traceback(corpus_site: BuiltSite) -> None:
    assert corpus_site.status == 1, corpus_site.messages
    assert "Traceback" not in corpus_site.messages
    assert "KB009" not in corpus_site.messages


def test_every_article_is_a_page_and_hidden_ones_are_noindex_and_unlisted(
    corpus_site: BuiltSite,
) -> None:
    for locale in _locales(corpus_site.kb):
        paths = sorted((corpus_site.site / locale).glob("K[AT]-*/index.html"))
        pages = [page for page in paths if "notice-fallback" not in page.read_text("utf-8")]
        noindex = [page for page in pages if 'content="noindex"' in page.read_text("utf-8")]
        articles = sorted((corpus_site.kb / locale).glob("*.md"))
        hidden = {path.stem for path in articles if _is_hidden(path)}
        assert len(pages) == len(articles)
        assert {page.parent.name for page in noindex} == hidden
        lists = [
            corpus_site.site / locale / "index.html",
            *(corpus_site.site / locale / "codes").rglob("*.html"),
        ]
        for page in lists:
            assert not [number for number in hidden if f"/{number}/" in page.read_text("utf-8")]


def test_no_link_anchor_or_picture_of_the_finished_site_is_broken(
    corpus_site: BuiltSite,
) -> None:
    checked = check_links(corpus_site.site)
    articles = sum(1 for _ in corpus_site.kb.glob("*/*.md"))
    assert checked.pages > articles
    assert checked.pictures > articles // 4
    assert checked.broken == []


def test_pages_of_every_kind_are_valid_html(corpus_site: BuiltSite, tmp_path: Path) -> None:
    """Every twentieth page of each folder's; all of them in `make soak`."""
    assert sample_pages(corpus_site.site, tmp_path, 20) > 10
    assert faults(tmp_path) == []


@pytest.mark.soak
def test_every_page_is_valid_html(corpus_site: BuiltSite) -> None:
    assert faults(corpus_site.site) == []


def test_every_referenced_picture_is_there_and_no_other(
    corpus_site: BuiltSite,
) -> None:
    published = {
        path.relative_to(corpus_site.site).as_posix()
        for path in corpus_site.site.glob("*/assets/**/*")
        if path.is_file() and path.parts[len(corpus_site.site.parts)] != "assets"
    }
    pictures_shown = set()
    for page in corpus_site.site.rglob("K[AT]-*/index.html"):
        elements = lxml_html.fromstring(page.read_bytes()).iter("img", "a", "source")
        named = (
            element.get(name, "") for element in elements for name in ("src", "href", "srcset")
        )
        for source in named:
            if "/assets/" in source and "://" not in source:
                target = (page.parent / source).resolve()
                pictures_shown.add(target.relative_to(corpus_site.site.resolve()).as_posix())
    assert published == {path for path in pictures_shown if not path.startswith("assets/")}
    originals = {path for path in published if path.rpartition(".")[0] not in published}
    assert len(list((corpus_site.kb / "en").glob("*.md"))) // 8 < len(originals)
    assert len(originals) < sum(1 for _ in (corpus_site.kb / "en/assets").iterdir())


def test_no_internal_value_of_any_article_is_in_any_file(
    corpus_site: BuiltSite,
) -> None:
    """Looked for as written and as HTML; what an author also wrote in public does not count."""
    values: set[str] = set()
    public: list[str] = []
    for path in sorted(corpus_site.kb.glob("*/*.md")):
        keys, body = _read(path)
        own = {str(keys.get(key) or "").strip() for key in INTERNAL}
        values |= own | {value.removesuffix(".").strip() for value in own}
        public.append("\n".join(str(v) for k, v in keys.items() if k not in INTERNAL) + body)
    values -= {"", "null"}
    assert len(values) > sum(1 for _ in (corpus_site.kb / "en").glob("*.md"))
    written = _occurring(values, public)
    pages = [
        path.read_text("utf-8")
        for path in sorted(corpus_site.site.rglob("*"))
        if path.suffix in {".html", ".json", ".md", ".xml", ".txt", ".css"}
    ]
    assert _occurring(values - written, pages) == set()
    assert _occurring({html.escape(value) for value in values - written}, pages) == set()


def _occurring(values: set[str], texts: list[str]) -> set[str]:
    ordered = sorted(values)
    automaton = AhoCorasick(ordered)
    return {
        ordered[index]
        for text in texts
        for index, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)
    }


def test_most_english_articles_have_environment_issue_and_resolution(corpus: Path) -> None:
    config = Config(locales=("en",))
    parse = ArticleParser(ParseOptions())
    parsed = [parse(source) for source in read_folder(corpus, config).sources[::8]]
    kinds = [{section.kind for section in item.article.sections} for item in parsed if item.article]
    wanted = {SectionKind.ENVIRONMENT, SectionKind.ISSUE, SectionKind.RESOLUTION}
    complete = Counter(wanted <= kind for kind in kinds)
    assert complete[True] / len(kinds) >= 0.87
