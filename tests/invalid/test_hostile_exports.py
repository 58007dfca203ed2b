"""Exports that somebody tampered with: what can be read is imported, the rest is refused."""

from __future__ import annotations

import base64
import copy
import json
import os
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from errata.errors import ErrataError, KnowledgeBaseError, OutputError
from errata.files.imports import read_export
from errata.files.output_paths import is_safe_path
from errata.importing import confluence, dynamics, parsing, servicenow, zendesk
from errata.importing.front_matter import ValueRules
from errata.importing.placing import Surroundings
from errata.importing.plan import ImportRules, convert_articles, format_outcomes, read_exported
from errata.importing.records import SUPERSEDED, Account, Texts
from errata.model.inputs import Export
from errata.text.paths import file_name, is_windows_name
from tests.importing.exports import picture
from tests.importing.test_import import bring_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from errata.importing.plan import ConvertedArticle
    from errata.importing.records import ExportSource

SOURCES: Final = {
    "zendesk": zendesk.ZENDESK,
    "servicenow": servicenow.SERVICENOW,
    "dynamics": dynamics.DYNAMICS,
    "confluence": confluence.CONFLUENCE,
}
# A record of each source that has every field which its reader looks at.
DOCUMENTS: Final[dict[str, Any]] = {
    "zendesk": {
        "articles": [
            {
                "id": 1,
                "title": "A",
                "body": "<p><a href='/hc/articles/2'>b</a>",
                "html_url": "https://a.example/hc/en-us/articles/1-A",
                "locale": "en-us",
                "label_names": ["a"],
                "position": 2,
                "section_id": 3,
                "user_segment_ids": [5],
                "translations": [{"id": 9, "source_id": 1, "locale": "de", "title": "B"}],
            }
        ],
        "sections": [{"id": 3, "name": "S", "parent_section_id": 3, "category_id": 1}],
        "article_attachments": [
            {"id": 7, "article_id": 1, "file_name": "a.png", "content_url": "/x", "locale": "de"}
        ],
        "user_segments": [{"id": 5, "user_type": "staff"}],
    },
    "servicenow": {
        "result": [
            {
                "sys_id": "a" * 32,
                "number": "KB0010001",
                "short_description": "A",
                "text": "",
                "wiki": "* a",
                "article_type": "wiki",
                "workflow_state": "draft",
                "version": {"value": "2.0"},
                "language": "en",
                "published": "2024-01-02",
                "valid_to": "2100-01-01",
                "parent": {"value": "b" * 32},
                "meta": "a,b",
                "roles": "itil",
                "kb_category": {"display_value": "N", "value": "e" * 32},
            },
            {"sys_id": "c" * 32, "file_name": "a.png", "table_sys_id": "a" * 32},
            {"sys_attachment": "c" * 32, "position": "0", "data": "aGFsbG8="},
        ]
    },
    "dynamics": {
        "value": [
            {
                "articlepublicnumber": "KA-1",
                "title": "A",
                "content": "<p>a",
                "statecode": 3,
                "majorversionnumber": 2,
                "minorversionnumber": "1",
                "keywords": "a,b",
                "languagelocaleid": {"code": "en-US", "localeid": 1033},
                "subjectid": "S",
                "knowledgearticleid": "f",
                "createdon": "2024-01-01T00:00:00Z",
            },
            {"annotationid": "c", "filename": "a.png", "objectid": "f", "documentbody": "aGE="},
        ]
    },
    "confluence": {
        "results": [
            {
                "id": "5",
                "title": "A",
                "status": "current",
                "space": {"name": "S"},
                "ancestors": [{"title": "R"}, {"title": "B"}],
                "_links": {"webui": "/x"},
                "body": {"storage": {"value": "<ac:link/>"}, "view": {"value": "a"}},
                "metadata": {"labels": {"results": [{"name": "ops"}]}},
                "children": {"attachment": {"results": [{"title": "a.png", "id": "1"}]}},
                "version": {"number": 4, "when": "2024-01-02T03:04:05.678+02:00"},
                "history": {"createdDate": "2024-01-02"},
            }
        ]
    },
}
# What stands in the place of each value in turn.
WRONG: Final[tuple[object, ...]] = (
    *(None, -1, "9" * 5_000, "\ud800\0../../x", "http://[x", [None], {"results": 1}),
)


def places(value: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a document of JSON."""
    inside: list[tuple[str | int, object]] = []
    inside += value.items() if isinstance(value, dict) else ()
    inside += enumerate(value) if isinstance(value, list) else ()
    for key, child in inside:
        yield (*above, key)
        yield from places(child, (*above, key))


def with_wrong(document: Any, place: tuple[str | int, ...], wrong: object) -> bytes:  # noqa: ANN401 - JSON
    changed = copy.deepcopy(document)
    parent = changed
    for key in place[:-1]:
        parent = parent[key]
    parent[place[-1]] = wrong
    return json.dumps(changed).encode()


def convert(
    source: ExportSource, data: bytes, account: Account | None = None
) -> list[ConvertedArticle]:
    """What an export of one file becomes."""
    texts = Texts(Export({"a.json": len(data)}, lambda _path: data, ()))
    rules = ImportRules(Surroundings(), ValueRules(values={}, products=()), "en")
    account = account or Account()
    articles = read_exported(source, texts, rules, account)
    converted = list(convert_articles(source, texts, articles, rules, account))
    format_outcomes(account.outcomes())
    return converted


@pytest.mark.parametrize("name", SOURCES)
def test_a_value_of_the_wrong_kind_anywhere_stops_no_import(name: str) -> None:
    document = DOCUMENTS[name]
    assert len(convert(SOURCES[name], json.dumps(document).encode())) > 0
    for place in places(document):
        for wrong in WRONG:
            try:
                converted = convert(SOURCES[name], with_wrong(document, place, wrong))
            except ErrataError:
                continue  # refused with a message
            paths = [file.path for article in converted for file in (article.file, *article.files)]
            assert [path for path in paths if not is_safe_path(path)] == [], place


BODIES: Final = {
    "an address that is none": '<img src="x://["><a href="//[x">a</a><iframe src="http://[::1">',
    "sections that are none": "<![ <![foo <![ if]> <![CDATA.x[a]]>",
    "references to no character": f'&#{"9" * 5_000}; <a href="#&#x{"f" * 5_000};">a</a>',
    "numbers of lists": f'<ol start="{"9" * 5_000}"><li value="{"8" * 5_000}">a</ol>',
    "comments that never end": "<!--" * 5_000,
    "sections that never end": "<![CDATA[" * 5_000,
    "instructions that never end": "<?" * 5_000,
    "half of a character": "\\ud800",
    "hidden in hidden": '<p style="display:none"><b style="display:none">a</b></p>',
    "elements in elements": "<div>" * 500 + "<b>" * 500,
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("name", ["zendesk", "confluence"])
def test_no_body_stops_an_import(name: str, kind: str) -> None:
    document = copy.deepcopy(DOCUMENTS[name])
    if name == "zendesk":
        document["articles"][0]["body"] = f"<p>seen</p>{BODIES[kind]}"
    else:
        document["results"][0]["body"]["storage"]["value"] = f"<p>seen</p>{BODIES[kind]}"
    data = json.dumps(document).replace("\\\\ud800", "\\ud800").encode()
    assert "\nseen\n" in convert(SOURCES[name], data)[0].file.data.decode()


def test_of_more_elements_than_an_article_may_have_the_text_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parsing, "MOST_ELEMENTS", 10)
    document = copy.deepcopy(DOCUMENTS["zendesk"])
    document["articles"][0]["body"] = "<p>seen</p>" * 10 + "<div><b>more</b><br></p></div> text"
    [first, *_] = convert(SOURCES["zendesk"], json.dumps(document).encode())
    text = first.file.data.decode()
    assert text.count("seen") == 10
    assert "more text" in text


@pytest.mark.parametrize("order", [1, -1])
def test_of_records_with_one_id_the_newest_is_imported_and_the_other_is_named(order: int) -> None:
    document = copy.deepcopy(DOCUMENTS["zendesk"])
    [first] = document["articles"]
    older = {**first, "title": "Older", "updated_at": "2026-01-01T00:00:00Z"}
    newer = {**first, "body": "<p>seen</p>", "updated_at": "2026-02-01T00:00:00Z"}
    document["articles"] = [older, newer, newer][::order]
    account = Account()
    [imported, *_] = convert(SOURCES["zendesk"], json.dumps(document).encode(), account)
    assert "seen" in imported.file.data.decode()
    lost = [outcome.what for outcome in account.outcomes() if outcome.result == SUPERSEDED]
    assert lost == ["Older"]


def archive(packing: int) -> bytearray:
    with zipfile.ZipFile("whole.zip", "w", packing) as archive_file:
        archive_file.writestr("a.html", b"<title>A</title>" + b"text " * 500)
    return bytearray(Path("whole.zip").read_bytes())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("errata.toml").write_text('kb = "kb"\n', "utf-8")
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_refused_however_it_is_packed(packing: int) -> None:
    damaged = archive(packing)
    damaged[45:70] = bytes(byte ^ 0xFF for byte in damaged[45:70])
    Path("damaged.zip").write_bytes(damaged)
    with pytest.raises(KnowledgeBaseError, match=r"`a.html` in the archive is damaged"):
        bring_in("html", "damaged.zip")


@pytest.mark.usefixtures("here")
def test_every_byte_of_an_archives_directory_may_lie() -> None:
    archive_bytes = archive(zipfile.ZIP_DEFLATED)
    for index in range(archive_bytes.rfind(b"PK\x01\x02"), len(archive_bytes)):
        for value in (0, 0x7F, 0xFF):
            lying = bytearray(archive_bytes)
            lying[index] = value
            Path("lying.zip").write_bytes(lying)
            try:
                export = read_export([Path("lying.zip")])
                for path in export.sizes:
                    export.read(path)
            except KnowledgeBaseError:
                continue  # refused with a message


@pytest.mark.usefixtures("here")
def test_what_has_no_end_is_not_read_as_an_export() -> None:
    os.mkfifo("pipe")
    Path("zero").symlink_to("/dev/zero")
    for name in ("pipe", "zero"):
        with pytest.raises(KnowledgeBaseError, match="is not a file"):
            bring_in("html", name)


# What a terminal, a CI log or a reader of the report obeys or is misled by.
COMMANDS: Final = "\x1b[2J \x9b31m \u202egnp ##vso[task.x]y ##[error]z"


@pytest.mark.usefixtures("here")
def test_no_form_of_the_report_has_anything_that_a_terminal_or_a_log_obeys() -> None:
    Path("a.html").write_text(f"<title>T</title><a href='c:{COMMANDS}'>y</a>", "utf-8")
    done = bring_in("html", "a.html", "--report", "report.json")
    written = Path("report.json").read_text("utf-8")
    assert json.loads(written) == json.loads(done.out)
    for text in (done.out, written):
        assert text.replace("\n", "").isprintable()
        assert "##" not in text


def write_page(path: str, title: str, text: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(f"<title>{title}</title><p>{text}", "utf-8")


@pytest.mark.usefixtures("here")
def test_a_name_that_is_not_text_is_named_and_the_rest_is_imported() -> None:
    write_page("a/seen.html", "Seen", "text")
    Path(os.fsdecode(b"a/b\xff.html")).write_bytes(b"<p>text")
    done = bring_in("html", "a")
    assert done.status == 1
    assert done.results("record") == [("b\udcff.html", "removed")]
    assert done.results("article") == [("en/seen.md", "carried over")]


@pytest.mark.usefixtures("here")
def test_folders_may_lie_as_deep_as_a_disk_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    top = Path.cwd()
    write_page("a/seen.html", "Seen", "text")
    monkeypatch.chdir("a")
    for _ in range(1_500):
        Path("x").mkdir()
        monkeypatch.chdir("x")
    deepest = Path.cwd()
    monkeypatch.chdir(top)
    try:
        assert bring_in("html", "a").results("article") == [("en/seen.md", "carried over")]
    finally:
        for folder in (deepest, *list(deepest.parents)[:1_499]):
            folder.rmdir()  # pytest removes its folders by recursion, and fails


@pytest.mark.usefixtures("here")
def test_of_files_with_one_name_the_first_is_imported_and_the_others_are_named() -> None:
    write_page("a/index.html", "One", "first")
    write_page("b/index.html", "Two", "second")
    done = bring_in("html", "a", "b")
    assert done.status == 1
    assert done.results("article") == [("en/one.md", "carried over")]
    assert done.results("record") == [("index.html", "removed")]
    with zipfile.ZipFile("x.zip", "w") as archive_file:
        archive_file.writestr("c.html", "<title>Three</title><p>third")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive_file.writestr("c.html", "<title>Four</title><p>fourth")
    assert bring_in("html", "x.zip").results("record") == [("c.html", "removed")]


def test_no_two_files_are_one_on_a_disk_that_ignores_case_or_composes_letters() -> None:
    document = copy.deepcopy(DOCUMENTS["dynamics"])
    [article, file] = document["value"]
    unnumbered = {**article, "articlepublicnumber": ""}
    for number, title in enumerate(("Caf\u00e9", "Cafe\u0301")):
        document["value"].append({**unnumbered, "title": title, "knowledgearticleid": str(number)})
    for number, name in enumerate(("A.png", "a.PNG")):
        body = base64.b64encode(picture(number)).decode()
        document["value"].append({**file, "annotationid": name, "filename": name})
        document["value"][-1]["documentbody"] = body
    converted = convert(SOURCES["dynamics"], json.dumps(document).encode())
    paths = [file.path for each in converted for file in (each.file, *each.files)]
    assert [path for path in paths if path.lower().endswith("a.png")] != []
    assert len({unicodedata.normalize("NFC", path).casefold() for path in paths}) == len(paths)


def test_numbers_that_differ_in_the_form_of_their_letters_alone_are_one() -> None:
    document = copy.deepcopy(DOCUMENTS["dynamics"])
    [first, _] = document["value"]
    for number, letters in enumerate(("CAF\u00c9-1", "CAFE\u0301-1")):
        document["value"].append({**first, "articlepublicnumber": letters, "title": f"T{number}"})
    converted = convert(SOURCES["dynamics"], json.dumps(document).encode())
    names = {unicodedata.normalize("NFC", each.file.path).casefold() for each in converted}
    assert len(names) == len(converted) == 3


@pytest.mark.usefixtures("here")
def test_articles_of_one_name_in_two_folders_keep_their_own_pictures() -> None:
    for shade, folder in enumerate(("a", "b")):
        write_page(f"site/{folder}/reset.html", "Reset", "<img src=p.png>")
        Path(f"site/{folder}/p.png").write_bytes(picture(shade))
    assert bring_in("html", "site").status == 0
    for shade, folder in enumerate(("a", "b")):
        text = Path(f"kb/en/{folder}/reset.md").read_text("utf-8")
        address = text.partition("](")[2].partition(")")[0]
        assert Path(f"kb/en/{folder}", address).read_bytes() == picture(shade)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["../a.md", "/a.md", "en/a\0.md", "\ud800.md", ""])
def test_a_record_that_names_what_no_import_writes_is_damaged(path: str) -> None:
    write_page("a.html", "A", "text")
    Path("kb").mkdir()
    row = {"sha256": "0" * 64, "key": "html:a.html", "number": "1"}
    record = {"version": 1, "files": {path: row}}
    Path("kb/.errata-import.json").write_text(json.dumps(record), "utf-8")
    with pytest.raises(OutputError, match="is damaged"):
        bring_in("html", "a.html", "--update")
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["a.html", "errata.toml", "kb"]


def test_no_number_makes_a_file_that_is_not_read_as_an_article() -> None:
    document = copy.deepcopy(DOCUMENTS["dynamics"])
    [article, _] = document["value"]
    document["value"] = [
        {**article, "articlepublicnumber": number, "knowledgearticleid": number}
        for number in (".1", "README", "con")
    ]
    converted = convert(SOURCES["dynamics"], json.dumps(document).encode())
    names = [file_name(each.file.path) for each in converted]
    assert "README-article.md" in names
    assert [name for name in names if not is_windows_name(name) or name[0] == "."] == []
