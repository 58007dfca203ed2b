"""Page, card, `explain`, JSON and twin of a code give the same answer, for every code."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html

from errata.cache import CachedMapper, PooledMapper, program_digest
from errata.commands._project import Lookup, link_library, open_project
from errata.commands.explain import Explainer
from errata.site.feeds.markdown_text import escape_markdown
from errata.site.urls import code_json, code_markdown_path, code_path
from errata.text.slugs import safe_segment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from lxml.etree import _Element

    from errata.commands._project import Project
    from errata.model import Library
    from tests.conftest import CorpusSite

# What stands between letters: blanks, signs of lists, numbers of steps and marks of code.
NOISE = re.compile(r"[\W\d_]+")


@pytest.fixture(scope="module")
def opened(corpus: Path, own_cache: Path) -> tuple[Project, Library]:
    """As the build of the site has read it."""
    project = open_project(None, corpus)
    mapper = CachedMapper(own_cache / "articles-1.sqlite3", program_digest(), PooledMapper(1))
    return project, link_library(project, mapper)


def letters(text: str) -> str:
    return NOISE.sub("", text)


def test_every_code_has_the_same_answer_in_all_five_places(
    corpus_site: CorpusSite, opened: tuple[Project, Library]
) -> None:
    project, library = opened
    compared = 0
    for locale in library.locales:
        explainer = Explainer(Lookup(project, library, locale))
        for code in (code for code in library.codes if locale in library.codes[code]):
            document = json.loads((corpus_site.site / code_json(code)).read_text("utf-8"))
            answer = document["answers"][locale]
            near = [each["code"] for each in document["near"]]
            (card,) = (c.to_object() for c in explainer.find(code)[0] if c.name == code)
            assert card["near"] == near, code
            assert [_said(each) for each in _of(card)] == [_said(e) for e in _of(answer)], code
            _compare_page(corpus_site.site / code_path(locale, code), answer, near)
            _compare_twin(corpus_site.site / code_markdown_path(locale, code), answer, near)
            path = corpus_site.site / f"search/{locale}/c/{safe_segment(code)}.js"
            _compare_card(path, answer, near)
            compared += 1
    assert compared > 300


def _of(answer: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    explanations = answer["explanations"]
    assert isinstance(explanations, list)
    return iter(explanations)


def _once(answer: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Explanations, without those that say the same as one before."""
    found: dict[object, Mapping[str, object]] = {}
    for each in _of(answer):
        found.setdefault(_said(each)[1:] if each["resolution"] else each["number"], each)
    return list(found.values())


def _said(found: Mapping[str, object]) -> tuple[object, object, object]:
    return found["number"], found["cause"], found["resolution"]


def _compare_page(path: Path, answer: Mapping[str, object], near: list[str]) -> None:
    main = lxml_html.fromstring(path.read_text("utf-8"))
    if answer["single"]:
        shown = [_text(part) for part in main.iter("section") if part.get("class") == "answer"]
        shown = shown or [""]
    else:
        shown = [_text(row) for body in main.iter("tbody") for row in body.iter("tr")]
    for text, found in zip(shown, _once(answer), strict=not answer["single"]):
        for key in ("cause", "resolution"):
            assert letters(str(found[key])) in letters(text), (path, key)
    assert set(near) <= {_text(link) for link in main.iter("a")}, path


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _compare_twin(path: Path, answer: Mapping[str, object], near: list[str]) -> None:
    text = path.read_text("utf-8")
    for found in list(_of(answer))[: 1 if answer["single"] else None]:
        for key in ("cause", "resolution"):
            assert letters(str(found[key])) in letters(text), (path, key)
    assert all(f"[{escape_markdown(code)}]" in text for code in near), path


def _compare_card(path: Path, answer: Mapping[str, object], near: list[str]) -> None:
    call = path.read_text("utf-8")
    card = json.loads(call[call.index(",") + 1 : call.rindex(")")])
    assert card.get("near", []) == near, path
    found = _once(answer)
    if answer["single"]:
        assert letters("".join(card.get("cause", ""))) == letters(str(found[0]["cause"])), path
        shown = [card["solution"]]
    else:
        shown = [variant["solution"] for variant in card["variants"]]
    for pieces, each in zip(shown, found, strict=False):
        assert letters("".join(pieces)) == letters(str(each["resolution"])), path
