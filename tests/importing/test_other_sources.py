"""Dynamics 365, the XML export and the API of Confluence, and folders of HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from errata.errors import KnowledgeBaseError
from tests.importing.exports import picture
from tests.importing.test_import import Done, article, bring_in, run

if TYPE_CHECKING:
    from collections.abc import Mapping

GUIDS = {
    letter: f"{letter * 8}-{letter * 4}-{letter * 4}-{letter * 4}-{letter * 12}" for letter in "abc"
}
SYNC = (
    '<p>See <a href="https://o.crm.dynamics.com/main.aspx?etn=knowledgearticle'
    f'&amp;id=%7b{GUIDS["b"]}%7d">that</a> '
    f'<img src="/api/data/v9.0/msdyn_richtextfiles({GUIDS["c"]})/$value" alt="P"></p>'
)
SHOWN = "@OData.Community.Display.V1.FormattedValue"
# The text of a page in storage format, as `entities.xml` has it: its own CDATA is cut in two.
RUNBOOK = """
<h1>Do</h1><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">sql</ac:parameter>
<ac:plain-text-body><![CDATA[select *
  from <t> where a && b]]></ac:plain-text-body></ac:structured-macro>
<ac:structured-macro ac:name="info"><ac:rich-text-body><p>Inner <strong>box</strong></p>
</ac:rich-text-body></ac:structured-macro>
<ac:structured-macro ac:name="expand"><ac:parameter ac:name="title">More</ac:parameter>
<ac:rich-text-body><p>Deep</p></ac:rich-text-body></ac:structured-macro>
<p><ac:structured-macro ac:name="status"><ac:parameter ac:name="title">DONE</ac:parameter>
</ac:structured-macro> <ac:image ac:alt="Pic"><ri:attachment ri:filename="a b.png" /></ac:image>
<ac:emoticon ac:name="tick" ac:emoji-fallback="\u2705" /></p>
<ac:task-list><ac:task><ac:task-id>1</ac:task-id><ac:task-status>complete</ac:task-status>
<ac:task-body>Check</ac:task-body></ac:task><ac:task><ac:task-status>incomplete</ac:task-status>
<ac:task-body>Call</ac:task-body></ac:task></ac:task-list>
<ac:structured-macro ac:name="drawio"><ac:parameter ac:name="diagramName">d</ac:parameter>
</ac:structured-macro>
<p><ac:link><ri:page ri:content-title="Missing"/><ac:plain-text-link-body><![CDATA[gone]]>
</ac:plain-text-link-body></ac:link> <ac:link><ri:page ri:content-title="Home" /></ac:link></p>
"""
MARKDOWN = """\
# Runbook <1>

## Do

```sql
select *
  from <t> where a && b
```

> [!INFO]
> Inner **box**

<details>
<summary>More</summary>

Deep

</details>

**DONE** ![Pic](../assets/runbook-1/a-b-c8687a08.png) \u2705

- [x] Check
- [ ] Call

gone [Home](home.md)
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("errata.toml").write_text("", "utf-8")


def dynamics(*records: Mapping[str, object]) -> Done:
    Path("a.json").write_text(json.dumps({"value": records}), "utf-8")
    return bring_in("dynamics", "a.json")


def test_dynamics_articles_keep_their_numbers_states_and_links() -> None:
    first = {
        "knowledgearticleid": GUIDS["a"],
        "articlepublicnumber": "KA-01001",
        "title": "Sync fails",
        "content": SYNC,
        "keywords": "sync, 0x8004",
        "statecode": 3,
        "majorversionnumber": 2,
        "languagelocaleid": {"code": "en-US", "localeid": 1033},
        f"_subjectid_value{SHOWN}": "Sync",
        "createdon": "2024-01-01T00:00:00Z",
        "expirationdate": None,
    }
    older = first | {"title": "Old", "statecode": 5, "majorversionnumber": 1}
    second = {
        "knowledgearticleid": GUIDS["b"],
        "articlepublicnumber": "KA-01002",
        "title": "Two",
        "content": "<p>x</p>",
        "statecode": 0,
        "isinternal": True,
    }
    file = {"annotationid": GUIDS["c"], "filename": "p.png", "_objectid_value": GUIDS["a"]}
    done = dynamics(first, older, second, file)
    assert done.results("article") == [
        ("KA-01001 1", "older version"),
        ("en/KA-01001.md", "carried over"),
        ("en/KA-01002.md", "carried over"),
    ]
    assert done.results("picture") == [("p.png", "not in the export")]
    assert "See [that](KA-01002.md) P" in article("en/KA-01001.md")
    assert "draft: true\naudience: internal" in article("en/KA-01002.md")


def test_a_language_of_dynamics_is_known_by_its_english_name() -> None:
    name = f"_languagelocaleid_value{SHOWN}"
    number = {"articlepublicnumber": "KA-01001", "statecode": 3}
    english = number | {"title": "Sync", "content": "x", name: "English - United States"}
    german = number | {"title": "Abgleich", "content": "y", name: "German - Germany"}
    brazilian = number | {"title": "Sincronia", "content": "z", name: "Portuguese - Brazil"}
    done = dynamics(english, german, brazilian)
    assert [path for path, _ in done.results("article")] == [
        "de-DE/KA-01001.md",
        "en/KA-01001.md",
        "pt-BR/KA-01001.md",
    ]


def test_of_two_articles_with_one_number_and_language_neither_replaces_the_other() -> None:
    number = {"articlepublicnumber": "KA-01001", "statecode": 3}
    languages = ("English (unknown)", "English - nowhere")
    first, second = (
        number | {"title": name, "content": name, f"_languagelocaleid_value{SHOWN}": name}
        for name in languages
    )
    done = dynamics(first, second)
    assert done.results("article") == [
        ("en/KA-01001-2.md", "carried over"),
        ("en/KA-01001.md", "carried over"),
    ]


@pytest.mark.parametrize("name", ["{}.png", "{}-dialog.png"])
def test_a_picture_is_found_by_its_id_if_the_export_does_not_list_it(name: str) -> None:
    Path(name.format(GUIDS["c"])).write_bytes(picture())
    record = {"title": "Sync", "content": SYNC.replace("richtextfiles", "knowledgearticleimages")}
    Path("a.json").write_text(json.dumps({"value": [record]}), "utf-8")
    done = bring_in("dynamics", ".")
    assert done.results("picture") == [(name.format(GUIDS["c"]), "carried over")]


def test_the_list_of_pages_of_a_confluence_export_is_no_article() -> None:
    Path("KB").mkdir()
    first = (
        '<h1 id="title-text">Space Details:</h1><div id="main-content" class="pageSection">KB</div>'
    )
    Path("KB/index.html").write_text(first, "utf-8")
    preview = (
        '<a class="confluence-embedded-file" href="attachments/12345/1.pdf" '
        'data-linked-resource-default-alias="Guide.pdf"><img src="attachments/thumbnails/1"></a>'
    )
    page = f'<h1 id="title-text">Größe</h1><div id="main-content"><p>{preview}</p></div>'
    Path("KB/12345.html").write_text(page, "utf-8")
    Path("KB/attachments/12345").mkdir(parents=True)
    Path("KB/attachments/12345/1.pdf").write_bytes(b"%PDF-1.4")
    done = bring_in("confluence", "KB")
    assert done.results("article") == [("en/grösse.md", "carried over")]
    assert "pageId=12345" in article("en/grösse.md")
    assert "[Guide.pdf](../assets/" in article("en/grösse.md")


def test_an_article_whose_state_nobody_knows_is_a_draft() -> None:
    dynamics({"articlepublicnumber": "KA-1", "title": "A", "content": "a", "statecode": 17})
    assert "draft: true" in article("en/KA-1.md")


def entities() -> str:
    def made(kind: str, number: int, **properties: str) -> str:
        inside = "".join(
            f'<property name="{key}">{value}</property>' for key, value in properties.items()
        )
        return f'<object class="{kind}"><id name="id">{number}</id>{inside}</object>'

    def text(plain: str) -> str:
        return f"<![CDATA[{plain.replace(']]>', ']]]]><![CDATA[>')}]]>"

    objects = (
        made("Page", 10, title="Home", creationDate="2024-01-15 10:11:12.345"),
        made("Page", 11, title=text("Runbook <1>"), parent="<id>10</id>"),
        made("Page", 12, title="Runbook", originalVersion="<id>11</id>"),
        made("BodyContent", 20, body=text("<p>Home</p>"), content="<id>10</id>"),
        made("BodyContent", 21, body=text(RUNBOOK), content="<id>11</id>"),
        made("Attachment", 30, title="a b.png", containerContent="<id>11</id>"),
    )
    return f"<hibernate-generic>{''.join(objects)}</hibernate-generic>"


def test_the_xml_export_of_confluence_is_read_from_its_storage_format() -> None:
    Path("space/attachments/11/30").mkdir(parents=True)
    Path("space/attachments/11/30/1").write_bytes(picture())
    Path("space/entities.xml").write_text(entities(), "utf-8")
    done = bring_in("confluence", "space")
    assert article("en/runbook-1.md").partition("---\n")[2].partition("---\n")[2] == MARKDOWN
    assert done.results("link") == [
        ("Missing", "not in the export"),
        ("title:Home", "carried over"),
    ]
    assert done.results("picture") == [("a b.png", "carried over")]
    assert ("macro `drawio`", "removed") in done.results("markup")
    assert ("Runbook", "older version") in done.results("article")


def test_pages_of_confluences_api_are_read() -> None:
    page = {
        "id": "5",
        "title": "A",
        "status": "current",
        "body": {"storage": {"value": RUNBOOK}},
        "metadata": {"labels": {"results": [{"name": "ops"}]}},
        "version": {"number": 4, "when": "2024-01-02T03:04:05.678+02:00"},
    }
    Path("a.json").write_text(json.dumps({"results": [page, {"id": "6", "title": "B"}]}), "utf-8")
    done = bring_in("confluence", "a.json")
    assert ("B", "cannot be read") in done.results("record")
    text = article("en/a.md")
    assert 'keywords: ["ops"]\nupdated: 2024-01-02T01:04:05Z\nversion-number: 4' in text


def test_a_folder_of_html_keeps_its_folders_links_and_old_addresses() -> None:
    Path("site/mail").mkdir(parents=True)
    Path("site/mail/a.html").write_text(
        "<html lang=de><title>A | Site</title><body><nav>Menu</nav><main><p>Hin zu"
        " <a href='../b.htm?x=1#h'>B</a>, <a href='c.html'>C</a>, <a href='a.pdf'>F</a></main>",
        "utf-8",
    )
    Path("site/b.htm").write_text("<html lang=de><h1>B</h1><h2 id=h>H</h2>", "utf-8")
    Path("site/mail/a.pdf").write_bytes(b"%PDF-1.4")
    done = bring_in("html", "site")
    text = article("de/mail/a.md")
    assert 'redirect-from: ["/mail/a.html"]' in text
    assert "Hin zu [B](../b.md#h), C, [F](../../assets/a/a.pdf)" in text
    assert done.results("link") == [
        ("../b.htm?x=1#h", "carried over"),
        ("a.pdf", "carried over"),
        ("c.html", "not in the export"),
    ]
    assert ("what is around the article", "simplified") in done.results("markup")


def test_an_old_address_with_a_query_is_kept_unless_the_home_page_is_there() -> None:
    Path("site").mkdir()
    Path("site/view.php?id=7.html").write_text("<h1>Seven</h1><p>Text.</p>", "utf-8")
    Path("site/eight.html").write_text(
        "<link rel=canonical href='https://old.example/?p=8'><h1>Eight</h1><p>Text.</p>", "utf-8"
    )
    done = bring_in("html", "site")
    texts = "".join(path.read_text("utf-8") for path in sorted(Path("kb").rglob("*.md")))
    assert 'title: "Eight"\nredirect-from: ["/eight.html"]' in texts
    assert 'title: "Seven"\nredirect-from: ["/view.php?id=7"]' in texts
    assert ("old address `/?p=8`", "removed") in done.results("metadata")


def test_a_link_out_of_the_knowledge_base_is_not_followed_when_writing() -> None:
    Path("elsewhere").mkdir()
    Path("kb").mkdir()
    Path("kb/en").symlink_to(Path("elsewhere").resolve())
    Path("a.html").write_text("<title>A</title><p>x", "utf-8")
    with pytest.raises(Exception, match="behind a symbolic link"):
        bring_in("html", "a.html")
    assert list(Path("elsewhere").iterdir()) == []


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(KnowledgeBaseError, match="does not exist"):
        bring_in("html", "nothing")


def test_no_title_makes_a_file_that_is_not_read_as_an_article() -> None:
    Path("a").mkdir()
    for number, title in enumerate(("README", "../../x", "Index", "_drafts", "\x1b[2J con")):
        Path("a", f"{number}.html").write_text(f"<title>{title}</title><p>text", "utf-8")
    done = bring_in("html", "a")
    assert [path for path, _ in done.results("article")] == [
        "en/2j-con.md",
        "en/drafts.md",
        "en/index-article.md",
        "en/readme-article.md",
        "en/x.md",
    ]


def test_the_report_for_people_has_nothing_that_a_terminal_obeys() -> None:
    Path("a.html").write_text("<title>T</title><a href='c\x1b[2J:x'>y</a>", "utf-8")
    done = run("import", "html", "a.html")
    assert done.status == 1
    assert "link" in done.out
    assert "\x1b" not in done.out
