"""Exports with awkward content, made after the formats that their tools document."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import zipfile
import zlib
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def picture(shade: int = 0) -> bytes:
    """A PNG of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


EMBEDDED = f"data:image/png;base64,{base64.b64encode(picture(9)).decode()}"

# ── Zendesk Guide ───────────────────────────────────────────────────────────────────────────

UPLOAD = f"""
<h1>Upload fails</h1>
<p>The log has <strong>ERR_FOO_BAR: </strong>and <em>*ERROR*</em> for &lt;host&gt;, see
<a href="/hc/en-us/articles/360002-Restart#step-2">step 2</a>,
<a href="https://acme.zendesk.com/hc/en-us/articles/999999">an old article</a> and
<a href="https://www.example.com/a_(b)?q=_1_">the docs</a>.</p>
<p># not a heading<br>- not a list<br>1. nor this<br>{{{{ site.title }}}} | a&nbsp;b | C:\\*.log</p>
<ul><li>First
<ul><li>inner <code>a`b | c</code></li></ul>
<li>Second<p>with a paragraph</p><pre class="language-bash">if true; then
    echo "&lt;host&gt;"

fi</pre></li></ul>
<table><tbody><tr><td><b>Code</b></td><td><b>Meaning</b></td></tr>
<tr><td>A|B</td><td>one<br>two</td></tr></tbody></table>
<table><tr><th
colspan="2">Merged</th></tr><tr><td>left</td><td><p>right</p><p>more</p></td></tr></table>
<div class="callout callout--warning"><p>Do not restart.</p></div>
<p><img src="https://acme.zendesk.com/hc/article_attachments/777/dialog.png" alt="The dialog"></p>
<p><img src="{EMBEDDED}" alt="A dot"><img src="https://cdn.example.com/far.png" alt="Far"></p>
<p onclick="steal()">Text <script>steal()</script>stays. <a href="javascript:steal()">A link</a></p>
<iframe src="//www.example.com/embed/1" title="Watch it"></iframe>
<p>日本語の<strong>「太字」</strong>です。 😀 <span dir="rtl">שלום עולם</span></p>
"""

RESTART = """
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span><![endif]>Stop it</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>a.</span>Wait</p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>2.</span>Start it</p>
<h2 id="step-2"><span style="font-weight:700">Step 2</span></h2>
<p>Note it<sup><a href="#_ftn1" name="_ftnref1">[1]</a></sup>.</p>
<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> In the diary.</p></div>
"""

SHOWN = {
    "upload": [
        "The log has ERR_FOO_BAR: and *ERROR* for <host>, see step 2, an old article and the docs.",
        "# not a heading - not a list 1. nor this {{ site.title }} | a b | C:\\*.log",
        'First inner a`b | c Second with a paragraph if true; then echo "<host>" fi',
        "Code Meaning A|B one two",
        "Merged left right more",
        "Do not restart.",
        "Text stays. A link",
        "Watch it",
        "日本語の「太字」です。 😀 שלום עולם",
    ],
    "restart": ["Stop it Wait Start it", "Step 2", "Note it", "In the diary."],
}


def write_zendesk(folder: Path) -> None:
    """Two pages of articles, a translation, sections, and one attachment's file."""
    address = "https://acme.zendesk.com/hc/en-us/articles"
    first = {
        "id": 360001,
        "html_url": f"{address}/360001-Upload-fails",
        "locale": "en-us",
        "title": "Upload fails",
        "body": UPLOAD,
        "section_id": 11,
        "label_names": ["SSL", "upload, slow"],
        "draft": False,
        "position": 2,
        "user_segment_id": None,
        "created_at": "2024-01-02T03:04:05Z",
        "updated_at": "2024-02-02T03:04:05+02:00",
    }
    second = first | {
        "id": 360002,
        "html_url": f"{address}/360002-Restart",
        "title": 'Restart: a "safe" way #1',
        "body": RESTART,
        "user_segment_id": 5,
        "position": 1,
        "label_names": [],
    }
    german = {
        "id": 9,
        "source_id": 360001,
        "source_type": "Article",
        "locale": "de",
        "title": "Hochladen schlägt fehl",
        "body": '<p>Größe: <a href="/hc/de/articles/360002">Neustart</a></p>',
        "draft": True,
    }
    pages = {
        "articles-1.json": {
            "articles": [first],
            "next_page": "https://acme.zendesk.com/api/…?page=2",
        },
        "articles-2.json": {"articles": [second], "next_page": None},
        "translations.json": {"translations": [german]},
        "sections.json": {
            "sections": [{"id": 11, "name": "Sending & receiving", "category_id": 1}],
            "categories": [{"id": 1, "name": "Mail"}],
            "user_segments": [{"id": 5, "user_type": "signed_in_users", "name": "Signed in"}],
        },
        "attachments.json": {
            "article_attachments": [
                _attachment(777, "dialog.png", inline=True),
                _attachment(778, "guide.pdf", inline=False),
                _attachment(779, "lost.pdf", inline=False),
            ]
        },
    }
    for name, page in pages.items():
        (folder / name).write_text(json.dumps(page, ensure_ascii=False), "utf-8")
    (folder / "files").mkdir()
    (folder / "files/777-dialog.png").write_bytes(picture())
    (folder / "files/guide.pdf").write_bytes(b"%PDF-1.4")


def _attachment(number: int, name: str, *, inline: bool) -> dict[str, object]:
    url = f"https://acme.zendesk.com/hc/article_attachments/{number}/{name}"
    return {
        "id": number,
        "article_id": 360001,
        "file_name": name,
        "content_url": url,
        "inline": inline,
        "locale": "en-us",
    }


# ── ServiceNow ──────────────────────────────────────────────────────────────────────────────

VPN = """<p>Open <a href="/kb_view.do?sysparm_article=KB0010002#more">the other</a>,
<a href="kb_view.do?sys_kb_id=dddddddddddddddddddddddddddddddd">a lost one</a>.</p>
<p><img src="sys_attachment.do?sys_id=cccccccccccccccccccccccccccccccc" alt="Box"></p>
<pre><code>ping -t 10.0.0.1
  x = {y}</code></pre>"""
OTHER = """<p><a name="more"></a>More: =1+1 and <b>bold</b></p>"""


def write_servicenow(folder: Path) -> None:
    """An XML unload with an older version, an attachment in two pieces, and a CSV."""
    packed = base64.b64encode(gzip.compress(picture(5)))
    half = len(packed) // 8 * 4
    rows = [
        _row("KB0010001", "a" * 32, "VPN fails & drops", VPN, "published", "2.0"),
        _row("KB0010001", "b" * 32, "VPN (old)", "<p>old</p>", "outdated", "1.0"),
        "<sys_attachment action='INSERT_OR_UPDATE'><sys_id>" + "c" * 32 + "</sys_id>"
        f"<file_name>box.png</file_name><table_sys_id>{'a' * 32}</table_sys_id></sys_attachment>",
        *(
            f"<sys_attachment_doc action='INSERT_OR_UPDATE'><sys_attachment>{'c' * 32}"
            f"</sys_attachment><position>{position}</position><data>{data.decode()}</data>"
            "</sys_attachment_doc>"
            for position, data in ((1, packed[half:]), (0, packed[:half]))
        ),
    ]
    text = "<unload unload_date='2024-01-01 00:00:00'>\n" + "\n".join(rows) + "\n</unload>"
    (folder / "kb_knowledge.xml").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{text}', "utf-8"
    )
    quoted = OTHER.replace('"', '""')
    (folder / "kb_knowledge.csv").write_bytes(
        "number,short_description,text,workflow_state,sys_created_on,published,valid_to,roles\n"
        f'KB0010002,"\'=Formula, \nGröße","{quoted}",Retired,2024-05-01 10:00:00,'
        "2024-05-01,2100-01-01,itil\n".encode("cp1252")
    )


def _row(*fields: str) -> str:
    number, sys_id, title, text, state, version = fields
    return f"""<kb_knowledge action="INSERT_OR_UPDATE"><number>{number}</number>
<sys_id>{sys_id}</sys_id><short_description>{escape(title)}</short_description>
<text>{escape(text)}</text><workflow_state>{state}</workflow_state><version>{version}</version>
<kb_category display_value="Network">{"e" * 32}</kb_category><language>en</language>
<sys_created_on>2024-01-02 10:11:12</sys_created_on><published>2024-01-02</published>
<sys_updated_on>2024-03-01 00:00:00</sys_updated_on><meta>vpn, tunnel</meta></kb_knowledge>"""


# ── Confluence ──────────────────────────────────────────────────────────────────────────────

RUNBOOK = """
<div class="toc-macro"><ul><li><a href="#Runbook-Steps">Steps</a></li></ul></div>
<div class="confluence-information-macro confluence-information-macro-warning"><p
class="title">Careful</p>
<span class="aui-icon aui-icon-small"></span><div class="confluence-information-macro-body"><p>Ask
first.</p></div></div>
<h1 id="Runbook-Steps">Steps</h1>
<div class="code panel pdl"><div class="codeHeader panelHeader pdl"><b>restart.sh</b></div>
<div class="codeContent panelContent pdl"><pre class="syntaxhighlighter-pre"
data-syntaxhighlighter-params="brush: bash; gutter: false">systemctl restart mail
  # &lt;wait&gt;</pre></div></div>
<div id="expander-1" class="expand-container"><div class="expand-control"><span
class="expand-control-icon">
</span><span class="expand-control-text">Details</span></div><div class="expand-content"><p>Hidden
part</p></div></div>
<p><span class="status-macro aui-lozenge aui-lozenge-success">DONE</span>
<img class="emoticon emoticon-tick" alt="(tick)" src="images/icons/tick.png"></p>
<ul class="inline-task-list"><li class="checked"><span>Check disk</span></li><li><span>Call
home</span></li></ul>
<div class="panel"><div class="panelHeader"><b>Panel</b></div><div class="panelContent"><p>In a
panel</p></div></div>
<p><img class="confluence-embedded-image" src="attachments/101/201.png" alt=""
data-linked-resource-default-alias="overview.png"> <a
href="Other-page_102.html#Otherpage-Rights">Rights</a>
<a href="Gone_999.html">gone</a> <a
href="https://wiki.example.com/pages/viewpage.action?pageId=102">by id</a></p>
"""


def write_confluence(path: Path) -> None:
    """The zip of a space's HTML export."""
    pages = {
        "OPS/index.html": "<html><body><ul><li>Runbook</li></ul></body></html>",
        "OPS/Runbook_101.html": _page(
            "Operations", "Runbook", [], RUNBOOK, "attachments/101/201.png"
        ),
        "OPS/Other-page_102.html": _page(
            "Operations",
            "Other page",
            ["Runbook"],
            '<h2 id="Otherpage-Rights">Rights</h2><p>All.</p>',
        ),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in pages.items():
            archive.writestr(name, text)
        archive.writestr("OPS/attachments/101/201.png", picture(7))
        archive.writestr("OPS/images/icons/tick.png", picture())
        archive.writestr("../outside.html", "<p>out</p>")


def _page(space: str, title: str, above: list[str], body: str, file: str = "") -> str:
    crumbs = "".join(f"<li><span><a href='x.html'>{one}</a></span></li>" for one in (space, *above))
    listed = (
        f'<div class="greybox"><a href="{file}">overview.png</a> (image/png)</div>' if file else ""
    )
    return f"""<!DOCTYPE html><html><head><title>{space} : {title}</title></head><body>
<ol id="breadcrumbs">{crumbs}</ol><h1 id="title-heading"><span id="title-text">{space} :
{title}</span></h1>
<div class="page-metadata">Created by <span class='author'>A B</span>, last modified on Jan 15,
2024</div>
<div id="main-content" class="wiki-content group">{body}</div>{listed}
<div id="footer">Document generated by Confluence</div></body></html>"""
