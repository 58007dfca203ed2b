"""Exports come through `import`, `check` and `build`, with each part accounted for."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from errata.__main__ import errata
from errata.errors import KnowledgeBaseError
from errata.importing.decoding import decode
from tests.importing.exports import (
    SHOWN,
    picture,
    write_confluence,
    write_servicenow,
    write_zendesk,
)


class Done(NamedTuple):
    """What a run of the command came to."""

    status: int
    out: str

    @property
    def items(self) -> list[dict[str, str]]:
        results: list[dict[str, str]] = json.loads(self.out)["items"]
        return results

    def results(self, kind: str) -> list[tuple[str, str]]:
        return sorted((item["what"], item["result"]) for item in self.items if item["kind"] == kind)


def run(*arguments: str) -> Done:
    done = CliRunner().invoke(errata, arguments, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return Done(done.return_value, done.stdout)


def bring_in(source: str, *more: str) -> Done:
    return run("import", source, *more, "--format", "json")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))
    Path("errata.toml").write_text('kb = "kb"\n', "utf-8")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def words(page: str) -> str:
    article = BeautifulSoup(Path(page).read_text("utf-8"), "html.parser").select_one("main")
    assert article is not None
    return squeeze(article.get_text())


def built() -> None:
    """The knowledge base has no error of its own, and becomes a site."""
    checked = run("check", "--format", "jsonl")
    assert [line for line in checked.out.splitlines() if '"error"' in line] == []
    assert run("build", "--drafts", "--audience", "internal").status == 0


def article(path: str) -> str:
    return Path("kb", path).read_text("utf-8")


# ── Zendesk Guide ───────────────────────────────────────────────────────────────────────────


def test_a_zendesk_export_comes_through_with_every_part_accounted_for() -> None:
    Path("export").mkdir()
    write_zendesk(Path("export"))
    done = bring_in("zendesk", "export")
    assert done.status == 1
    folder = "mail/sending-receiving"
    assert done.results("article") == [
        (f"de/{folder}/upload-fails.md", "carried over"),
        (f"en/{folder}/restart-a-safe-way-1.md", "carried over"),
        (f"en/{folder}/upload-fails.md", "carried over"),
    ]
    embedded = f"{hashlib.sha256(picture(9)).hexdigest()[:12]}.png"
    assert done.results("picture") == sorted(
        [
            (embedded, "carried over"),
            ("dialog.png", "carried over"),
            ("https://cdn.example.com/far.png", "left on another server"),
        ]
    )
    assert done.results("link") == [
        ("/hc/de/articles/360002", "carried over"),
        ("/hc/en-us/articles/360002-Restart#step-2", "carried over"),
        ("https://acme.zendesk.com/hc/en-us/articles/999999", "not in the export"),
        ("https://www.example.com/a_(b)?q=_1_", "leads outside"),
        ("https://www.example.com/embed/1", "leads outside"),
        ("javascript:steal()", "removed"),
    ]
    assert done.results("file") == [
        ("guide.pdf", "carried over"),
        ("lost.pdf", "not in the export"),
    ]
    built()
    for name, page in (("upload", "upload-fails"), ("restart", "restart-a-safe-way-1")):
        text = words(f"site/en/{page}/index.html")
        for block in SHOWN[name]:
            assert squeeze(block) in text


def test_what_zendesk_says_of_an_article_is_in_its_front_matter() -> None:
    Path("export").mkdir()
    write_zendesk(Path("export"))
    bring_in("zendesk", "export")
    text = article("en/mail/sending-receiving/upload-fails.md")
    assert text.startswith(
        '---\ntitle: "Upload fails"\nproduct: "Mail"\nkeywords: ["SSL", "upload, slow"]\n'
        "article-created-date: 2024-01-02T03:04:05Z\nupdated: 2024-02-02T01:04:05Z\norder: 2\n"
        'redirect-from: ["/hc/en-us/articles/360001-Upload-fails", "/hc/en-us/articles/360001"]\n'
        "---\n# Upload fails\n\nThe log has"
    )
    assert "(restart-a-safe-way-1.md#step-2)" in text
    assert "ERR_FOO_BAR" in text
    assert '```bash\n  if true; then\n      echo "<host>"\n\n  fi\n  ```' in text
    assert "> [!WARNING]\n> Do not restart." in text
    assert "audience: customer" in article("en/mail/sending-receiving/restart-a-safe-way-1.md")
    german = article("de/mail/sending-receiving/upload-fails.md")
    assert "draft: true" in german
    assert "(../../../en/mail/sending-receiving/restart-a-safe-way-1.md)" in german


# ── ServiceNow ──────────────────────────────────────────────────────────────────────────────


def test_a_servicenow_export_comes_through_with_every_part_accounted_for() -> None:
    Path("export").mkdir()
    write_servicenow(Path("export"))
    done = bring_in("servicenow", "export", "--timezone", "Europe/Berlin")
    assert done.status == 1
    assert done.results("article") == [
        ("KB0010001 1.0", "older version"),
        ("en/KB0010002.md", "carried over"),
        ("en/network/KB0010001.md", "carried over"),
    ]
    assert done.results("picture") == [("box.png", "carried over")]
    assert done.results("link") == [
        ("/kb_view.do?sysparm_article=KB0010002#more", "carried over"),
        (f"kb_view.do?sys_kb_id={'d' * 32}", "not in the export"),
    ]
    built()
    text = words("site/en/KB0010001/index.html")
    assert squeeze("Open the other, a lost one. ping -t 10.0.0.1 x = {y}") in text
    retired = article("en/KB0010002.md")
    assert 'title: "=Formula, Größe"' in retired
    assert "state: archived\naudience: internal" in retired
    assert "article-created-date: 2024-05-01T08:00:00Z" in retired
    assert "valid-until" not in retired
    assert squeeze("More: =1+1 and bold") in words("site/en/KB0010002/index.html")


# ── Confluence ──────────────────────────────────────────────────────────────────────────────


def test_a_confluence_export_comes_through_with_every_part_accounted_for() -> None:
    write_confluence(Path("space.zip"))
    done = bring_in("confluence", "space.zip")
    assert done.status == 1
    assert done.results("article") == [
        ("en/runbook.md", "carried over"),
        ("en/runbook/other-page.md", "carried over"),
    ]
    assert done.results("picture") == [("overview.png", "carried over")]
    assert done.results("link") == [
        ("Gone_999.html", "not in the export"),
        ("Other-page_102.html#Otherpage-Rights", "carried over"),
        ("https://wiki.example.com/pages/viewpage.action?pageId=102", "carried over"),
    ]
    assert ("../outside.html", "removed") in done.results("record")
    built()
    text = words("site/en/runbook/index.html")
    for block in (
        "Careful Ask first.",
        "Steps",
        "restart.sh",
        "systemctl restart mail # <wait>",
        "Details Hidden part",
        "DONE (tick)",
        "Check disk",
        "Call home",
        "Panel In a panel",
    ):
        assert squeeze(block) in text
    assert "```bash\nsystemctl restart mail\n  # <wait>\n```" in article("en/runbook.md")


# ── a second time ───────────────────────────────────────────────────────────────────────────


def small(title: str = "One", body: str = "<p>text</p>") -> None:
    Path("page.html").write_text(f"<title>{title}</title><body>{body}</body>", "utf-8")


def test_a_second_import_of_the_same_export_changes_nothing() -> None:
    small()
    assert bring_in("html", "page.html").status == 0
    before = {path: path.read_bytes() for path in Path("kb").rglob("*") if path.is_file()}
    second_output = bring_in("html", "page.html", "--update")
    assert (second_output.status, second_output.results("article")) == (
        0,
        [("en/one.md", "unchanged")],
    )
    assert {path: path.read_bytes() for path in Path("kb").rglob("*") if path.is_file()} == before


def test_a_newer_export_is_written_with_update_alone_and_keeps_the_file() -> None:
    small()
    bring_in("html", "page.html")
    small("Another title", "<p>new</p>")
    output = bring_in("html", "page.html")
    assert (output.status, output.results("article")) == (
        1,
        [("en/one.md", "changed in the export")],
    )
    assert "text" in article("en/one.md")
    assert bring_in("html", "page.html", "--update").status == 0
    assert "new" in article("en/one.md")


def test_an_article_that_somebody_edited_or_deleted_is_left_alone() -> None:
    small()
    bring_in("html", "page.html")
    Path("kb/en/one.md").write_text("mine", "utf-8")
    small("One", "<p>new</p>")
    done = bring_in("html", "page.html", "--update")
    assert (done.status, article("en/one.md")) == (1, "mine")
    Path("kb/en/one.md").unlink()
    bring_in("html", "page.html", "--update")
    assert not Path("kb/en/one.md").exists()


def test_a_dry_run_writes_nothing() -> None:
    small()
    assert bring_in("html", "page.html", "--dry-run").status == 0
    assert not Path("kb").exists()


def test_numbers_go_on_from_those_of_the_knowledge_base() -> None:
    Path("kb/en").mkdir(parents=True)
    Path("kb/en/KA-00007.md").write_text("---\narticle-number: KA-00007\n---\n# A\n", "utf-8")
    Path("ids.lock").write_text("article KA-00009\n", "utf-8")
    Path("errata.toml").write_text(
        '[articles]\nnumber = "KA-[0-9]{5}"\n[redirects]\nKA-00010 = "gone"\n'
        '[metadata.vocabulary]\nproduct = ["Post"]\n[metadata.values.product]\nNetwork = "Post"\n',
        "utf-8",
    )
    Path("export").mkdir()
    write_servicenow(Path("export"))
    done = bring_in("servicenow", "export", "--flat")
    assert ("en/KA-00011.md", "carried over") in done.results("article")
    text = article("en/KA-00011.md")
    assert 'product: "Post"' in text
    assert '"/kb_view.do?sysparm_article=KB0010001", "/kb?sysparm_article=KB0010001"' in text
    assert '"/KB0010001/"]' in text
    assert '"KB0010001"' in text


# ── files that are not what they should be ──────────────────────────────────────────────────


def broken(source: str, *paths: str) -> KnowledgeBaseError:
    with pytest.raises(KnowledgeBaseError) as caught:
        bring_in(source, *paths)
    return caught.value


def test_an_incomplete_json_is_named_with_line_and_column() -> None:
    Path("a.json").write_text('{"articles": [\n  {"id": 1, "title": "x', "utf-8")
    error = broken("zendesk", "a.json")
    assert (error.message, str(error.span)) == (
        "not valid JSON: it ends in the middle",
        "a.json:2:22",
    )


def test_what_an_export_holds_twice_or_without_a_name_is_not_lost_in_silence() -> None:
    Path("a.json").write_text('{"articles": [{"id": 1}], "articles": []}', "utf-8")
    assert broken("zendesk", "a.json").message == "an object has the key `articles` twice"
    Path("b.csv").write_text("number,text,text\nKB1,a,b\n", "utf-8")
    assert broken("servicenow", "b.csv").message == "two columns have the name `text`"
    Path("c.csv").write_text("number,text\nKB1,a,\nKB2,b,c\n", "utf-8")
    error = broken("servicenow", "c.csv")
    assert (error.message, str(error.span)) == (
        "a row has 3 cells, but the first row names 2 columns",
        "c.csv:3:1",
    )


def test_xml_with_entities_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><unload>&c;</unload>'
    Path("a.xml").write_text(bomb, "utf-8")
    assert "defines entities of its own" in broken("servicenow", "a.xml").message


def test_incomplete_xml_and_csv_are_named_with_their_line() -> None:
    Path("a.xml").write_text("<unload>\n<kb_knowledge><text>", "utf-8")
    assert str(broken("servicenow", "a.xml").span).startswith("a.xml:2:")
    Path("b.csv").write_text('number,text\nKB1,"open\n', "utf-8")
    assert str(broken("servicenow", "b.csv").span).startswith("b.csv:2:")


@pytest.mark.parametrize(
    ("encoding", "guess"),
    [("utf-8", ""), ("utf-16", ""), ("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP")],
)
def test_text_in_another_encoding_is_read_and_a_guess_is_noted(encoding: str, guess: str) -> None:
    text = "number,short_description,text\nKB0000001,接続できません,<p>ここを押してください</p>\n"
    Path("a.csv").write_bytes(text.encode(encoding))
    done = bring_in("servicenow", "a.csv")
    assert "ここを押してください" in article("en/KB0000001.md")
    assert done.results("record") == ([(f"read as {guess}", "simplified")] if guess else [])


def test_a_page_says_its_encoding_itself() -> None:
    page = '<meta charset="windows-1252"><title>Größe</title><p>“x” €</p>'
    Path("a.html").write_bytes(page.encode("cp1252"))
    bring_in("html", "a.html")
    assert "“x” €" in article("en/grösse.md")


@pytest.mark.parametrize("name", ["undefined", "idna", "hex", "none"])
def test_a_page_that_names_no_encoding_of_texts_is_read_as_one_that_names_none(name: str) -> None:
    page = f'<meta charset="{name}"><title>Größe</title><p>“x” €</p>'
    Path("a.html").write_bytes(page.encode("cp1252"))
    done = bring_in("html", "a.html")
    assert "“x” €" in article("en/grösse.md")
    assert ("read as Windows-1252", "simplified") in done.results("record")


@pytest.mark.parametrize("name", ["undefined", "idna", "utf-8"])
def test_a_file_that_is_not_in_the_encoding_asked_for_is_refused(name: str) -> None:
    with pytest.raises(KnowledgeBaseError, match=r"is not .* text"):
        decode(b"caf\xe9", "a.csv", name)


@pytest.mark.parametrize("tags", ["<p>", "<ul><li>", "<b><i>"])
def test_deep_nesting_keeps_its_text(tags: str) -> None:
    small("Deep", tags * 400 + "deep")
    bring_in("html", "page.html")
    assert "deep" in article("en/deep.md")


def test_a_picture_that_could_run_script_is_left_out_and_reported() -> None:
    Path("a").mkdir()
    Path("a/x.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "utf-8")
    Path("a/p.html").write_text('<title>T</title><p>a<img src="x.svg" alt="X"></p>', "utf-8")
    done = bring_in("html", "a")
    assert done.results("file") == [("x.svg", "removed")]
    assert "x.svg" not in article("en/t.md")
