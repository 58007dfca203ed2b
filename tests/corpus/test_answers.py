"""Page, card, `explain`, JSON and twin of a code give the same answer, for every code."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from errata.cache import CachedMapper
from errata.commands._explainer import Explainer
from errata.commands._lookup import Lookup
from errata.commands._project import link_library, open_project
from errata.files import read_theme
from errata.search.index import KINDS_WITH_PAGES
from errata.site.context import SiteContext
from errata.site.feeds import api, markdown_pages, search_index
from errata.site.pages import code
from errata.site.urls import code_json, code_markdown_path, code_path
from errata.stamp import digest_program
from errata.text.markdown import escape_markdown
from errata.workers import Processes
from tests.support.rendering import render_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element

    from errata.model import Artifact, PlannedFile
    from tests.conftest import BuiltSite

# What stands between letters: blanks, signs of lists, numbers of steps and marks of code.
NOISE = re.compile(r"[\W\d_]+")


def letters(text: str) -> str:
    return NOISE.sub("", text)


def test_every_code_has_the_same_answer_in_all_five_places(
    corpus_site: BuiltSite, own_cache: Path
) -> None:
    """Each form is made as a build makes it, and only those of codes."""
    project = open_project(None, corpus_site.kb)
    mapper = CachedMapper(own_cache / "articles-1.sqlite3", digest_program(), Processes(2))
    library = link_library(project, mapper)
    theme = read_theme(None)
    site = SiteContext(library, project.config, theme.strings)
    rendered = render_pages(
        [page for page in code.emit(site) if page.template == "code.html"], theme, project.config
    )
    outputs: list[Artifact | PlannedFile] = [
        *rendered,
        *api.emit_code_documents(site),
        *markdown_pages.emit_code_pages(site),
    ]
    files = {file.path: file.content for file in outputs}
    compared = 0
    for locale in library.locales:
        explainer = Explainer(Lookup(project, library, locale))
        card_of: dict[str, dict[str, Any]] = {
            row.code: search_index.make_card(site, row, locale).to_json()
            for row in search_index.code_rows(site, locale)
            if row.kind in KINDS_WITH_PAGES
        }
        for name in (name for name in library.codes if locale in library.codes[name]):
            document = json.loads(_text_of(files, code_json(name)))
            answer = document["answers"][locale]
            near = [each["code"] for each in document["near"]]
            explained = next(c.to_object() for c in explainer.find(name)[0] if c.name == name)
            assert explained["near"] == near, name
            aliases = [each["code"] for each in document["aliases"]]
            assert explained["aliases"] == aliases, name
            assert [alias for alias, _ in card_of[name].get("aliases", ())] == aliases, name
            assert [_said(each) for each in _of(explained)] == [_said(e) for e in _of(answer)], name
            _compare_page(_text_of(files, code_path(locale, name)), answer, near)
            _compare_twin(_text_of(files, code_markdown_path(locale, name)), answer, near)
            _compare_card(card_of[name], answer, near)
            compared += 1
    assert compared > len(library.articles) // 10


def _text_of(files: Mapping[str, object], path: str) -> str:
    content = files[path]
    assert isinstance(content, bytes), path
    return content.decode("utf-8")


def _of(answer: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    explanations = answer["explanations"]
    assert isinstance(explanations, list)
    return iter(explanations)


def _once(answer: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Explanations, without those that say the same as one before."""
    by_content: dict[object, Mapping[str, object]] = {}
    for each in _of(answer):
        by_content.setdefault(_said(each)[1:] if each["resolution"] else each["number"], each)
    return list(by_content.values())


def _said(found: Mapping[str, object]) -> tuple[object, object, object]:
    return found["number"], found["cause"], found["resolution"]


def _compare_page(page: str, answer: Mapping[str, object], near: list[str]) -> None:
    main = lxml_html.fromstring(page)
    if answer["single"]:
        texts = [_text(part) for part in main.iter("section") if part.get("class") == "answer"]
        texts = texts or [""]
    else:
        texts = [_text(row) for body in main.iter("tbody") for row in body.iter("tr")]
    for text, expected in zip(texts, _once(answer), strict=not answer["single"]):
        for key in ("cause", "resolution"):
            assert letters(str(expected[key])) in letters(text), (expected["number"], key)
    assert set(near) <= {_text(link) for link in main.iter("a")}, near


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _compare_twin(text: str, answer: Mapping[str, object], near: list[str]) -> None:
    for expected in list(_of(answer))[: 1 if answer["single"] else None]:
        for key in ("cause", "resolution"):
            assert letters(str(expected[key])) in letters(text), (expected["number"], key)
    assert all(f"[{escape_markdown(name)}]" in text for name in near), near


def _compare_card(card: Mapping[str, Any], answer: Mapping[str, object], near: list[str]) -> None:
    assert list(card.get("near", ())) == near, card
    answers = _once(answer)
    if answer["single"]:
        assert letters("".join(card.get("cause", ""))) == letters(str(answers[0]["cause"])), card
        solutions = [card["solution"]]
    else:
        solutions = [variant["solution"] for variant in card["variants"]]
    for pieces, each in zip(solutions, answers, strict=False):
        assert letters("".join(pieces)) == letters(str(each["resolution"])), card
