"""What hostile articles are built into: whole, without a script, a leak, or a sentence less."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree, html

from tests.commands.running import Command
from tests.invalid.hostile_articles import CANARY, REJECTED, write

if TYPE_CHECKING:
    from pathlib import Path

ACTIVE = frozenset(
    {
        *("script", "iframe", "frame", "frameset", "object", "embed", "applet", "portal"),
        *("form", "input", "select", "textarea", "svg", "math", "audio", "template", "xmp"),
        *("style", "base", "link", "meta", "noscript"),
    }
)
# On other pages than articles: the form for a log, the search, its facets and what scripts fill.
THEMES = frozenset({"form", "input", "select", "textarea", "noscript", "template"})
LEADING = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "background", "srcset"}
)
# "en/KA-00001/index.html" yes; "en/search/index.html" no.
ARTICLE = re.compile(r"en/(?!search|diagnose|codes|articles)[^/]+/index\.html")
# "::error::x" at the beginning of a line is a command to a CI system; so are "##[" and "##vso[".
COMMAND = re.compile(r"^\s*(?:::[a-z-]+|##(?:vso|teamcity)?\[)", re.MULTILINE)

# The files of the index, the words of the box, the data of the log page.
CALL = re.compile(r"errata\.(?:put|say|faults)\((.+)\);?\n?", re.DOTALL)


class Hostile:
    """The knowledge base, its site, and what was said of it."""

    def __init__(self, folder: Path) -> None:
        self.expected = write(folder / "kb")
        settings = '[site]\nname = "Help"\nurl = "https://help.example/"\n'
        (folder / "errata.toml").write_text(settings, "utf-8")
        self.run = Command(folder)
        self.done = self.run("build", "--output-format", "json")
        self.site = folder / "site"
        self.files = {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in self.site.rglob("*")
            if path.is_file()
        }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"))


def read_page(page: bytes) -> Any:  # noqa: ANN401 - lxml's types know elements of XML alone
    """The page as a parser of HTML sees it."""
    return html.fromstring(page)


def authored(page: bytes) -> list[Any]:
    """The elements of a page without those of the theme: head, header, search and its script."""
    document = read_page(page)
    themes = "//head | //header[@class='site-header'] | //*[@role='search']"
    controls = document.xpath(f"{themes} | //*[@data-module='theme']")
    # The elements themselves: an id is given to another one as soon as nobody has the first.
    own = {element for part in controls for element in part.iter()}
    return [
        element
        for element in document.iter()
        if isinstance(element.tag, str) and element not in own
    ]


def test_the_site_is_built_and_nothing_is_a_fault_of_errata(hostile: Hostile) -> None:
    assert hostile.done.returncode == 1, hostile.done.stderr
    assert "Traceback" not in hostile.done.stderr
    assert "bug in errata" not in hostile.done.stderr


def test_no_harmless_sentence_is_lost(hostile: Hostile) -> None:
    texts = [
        " ".join(read_page(data).text_content().split())
        for path, data in hostile.files.items()
        if path.startswith("en/") and path.endswith("index.html")
    ]
    lost = [
        (name, sentence)
        for name, sentences in hostile.expected.items()
        for sentence in sentences
        if not any(sentence in text for text in texts)
    ]
    assert lost == []


def test_every_file_that_is_rejected_is_named(hostile: Hostile) -> None:
    report = json.loads(hostile.done.stdout)
    found = {(finding["path"].rpartition("/")[2], finding["code"]) for finding in report}
    for name, (_, code) in REJECTED.items():
        assert (name, code) in found


def test_nothing_is_live_on_any_page(hostile: Hostile) -> None:
    pages = {path: data for path, data in hostile.files.items() if path.endswith(".html")}
    assert len(pages) > 30
    for path, page in pages.items():
        for element in authored(page):
            allowed = frozenset() if ARTICLE.match(path) else THEMES
            assert element.tag not in ACTIVE - allowed, (path, etree.tostring(element)[:200])
            for name, value in element.attrib.items():
                assert not str(name).lower().startswith("on"), (path, name)
                assert str(name) not in {"style", "srcdoc", "formaction", "ping"}, (path, name)
                if str(name) in LEADING:
                    scheme = re.sub(r"[\x00-\x20]", "", str(value)).lower().partition(":")[0]
                    assert scheme not in {"javascript", "vbscript", "file"}, (path, value)
                    assert not str(value).startswith(("data:text", "data:image/svg")), path


def test_every_head_is_the_themes(hostile: Hostile) -> None:
    for path, page in hostile.files.items():
        if not path.endswith(".html"):
            continue
        for element in read_page(page).xpath("//script"):
            if element.get("type") == "application/ld+json":
                json.loads(element.text)
            else:
                assert "//" not in element.get("src"), path
                assert not element.text, path
        for element in read_page(page).xpath("//meta[@http-equiv]"):
            moved = element.get("http-equiv") == "refresh"
            assert not moved or not re.search(r"javascript|//", element.get("content", "")), path


def test_data_for_machines_is_whole(hostile: Hostile) -> None:
    for path, data in hostile.files.items():
        if path.endswith(".xml"):
            etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        elif path.endswith(".json"):
            json.loads(data)
        elif path.startswith("search/") and path.endswith(".js"):
            assert re.fullmatch(rb'errata\.put\("[^"]+",.*\)', data.strip(), re.DOTALL), path
            assert b"</script" not in data.lower(), path


def test_a_file_of_data_is_one_call_with_json_and_nothing_else(hostile: Hostile) -> None:
    """A browser runs these as scripts, also on a page from a disk: so that is all they may be."""
    scripts = [
        path for path in hostile.files if path.endswith(".js") and not path.startswith("assets/")
    ]
    assert len(scripts) > 20
    for path in scripts:
        text = hostile.files[path].decode()
        call = CALL.fullmatch(text)
        assert call, path
        json.loads(f"[{call[1]}]")


def test_no_internal_value_and_no_file_from_outside_is_published(hostile: Hostile) -> None:
    for path, data in hostile.files.items():
        assert CANARY.encode() not in data, path
        assert b"root:x:0:" not in data, path
    assert not [path for path in hostile.files if path.endswith((".exe", "active.html"))]
    names = {path.rpartition("/")[2] for path in hostile.files}
    assert "picture.svg" not in names
    assert all(re.fullmatch(r"[A-Za-z0-9._/%~-]+", path) for path in hostile.files)


@pytest.mark.parametrize("form", ["full", "concise", "github", "gitlab", "sarif"])
def test_no_report_drives_a_terminal_or_a_ci_system(hostile: Hostile, form: str) -> None:
    done = hostile.run("check", "--output-format", form)
    printed = done.stdout + done.stderr
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)
    commands = COMMAND.findall(printed)
    expected = {"::error", "::warning", "::notice"} if form == "github" else set()
    assert {command.strip() for command in commands} <= expected
    for line in printed.splitlines():
        assert not re.match(r"::(?:set-output|add-mask|save-state|stop-commands)", line)
