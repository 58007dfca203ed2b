"""How the time of `errata import` grows: with the size of one body, and with that of an export.

Bodies are hostile or large; exports have many records of a kind. As `bench.shapes` does, each is
read at growing sizes in a process of its own.
Usage: `python -m bench.import_shapes [NAME]`, with a part of a shape's name.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from html import escape
from time import process_time
from typing import TYPE_CHECKING, Final

from bench.growth import print_growth
from errata.importing.confluence import CONFLUENCE
from errata.importing.dynamics import DYNAMICS
from errata.importing.front_matter import ValueRules
from errata.importing.html_folder import HTML
from errata.importing.placing import Surroundings
from errata.importing.plan import ImportRules, convert_articles, read_exported
from errata.importing.records import Account, Texts
from errata.importing.servicenow import SERVICENOW
from errata.importing.zendesk import ZENDESK
from errata.model.inputs import Export

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from errata.importing.records import ExportSource

    Files = Mapping[str, str]

BODY_SIZES: Final = (4_000, 16_000, 64_000)
EXPORT_SIZES: Final = (250, 1_000, 4_000)
# Elements and texts that a body has again and again: side by side, or in each other.
_REPEATED: Final = (
    *("<p>a", "<p>a</p>", "<br>", "a<br>", "<b>a</b>", "<b>a</b> ", "<i></i>a", "<span>a</span>"),
    *("<div>", "<div>a</div>", "</div>", "</p><br>", "<pre>a</pre>", "<pre>", "<code>a<br></code>"),
    *("<ul><li>a</ul>", "<li>a", "<ul><li>", "<ol></ol>", "<ul>", "<blockquote>", "<h2>a</h2>"),
    *("<tr><td>a", "<td>a", "<table>", "<table><tr><td>", "<h2>", "<dl><dt>a<dd>b", "<details>a"),
    *('<a href="#fn1">1</a>', '<p id="fn1">a', '<a id="x">', "<img>", '<img src="data:,a">'),
    *(
        '<div class="note">a</div>',
        '<div class="note">',
        '<div class="panel">',
        "<input>",
        "<form>",
    ),
    *('<span style="font-weight:bold">', '<p style="mso-list:l0 level1 lfo1">a</p>', "<font>a"),
    *('<ul class="tabs"><a href="#a">a</a>', "<iframe src=a></iframe>", "<video>", "<svg>"),
    *(
        "<",
        "</",
        "<!",
        "<!--",
        "<!-- -->",
        "<a b",
        "<a b='",
        "&",
        "&#",
        "&#1;",
        "* ",
        "[",
        "_ ",
        "`",
    ),
    *("[a](b)", "<sub>", "<script>", "<style>", "{", "<x-y>", '<div style="display:none">'),
    *("<ac:macro>", "<ac:link>", "<![CDATA[", '<ac:structured-macro ac:name="info">'),
    *(
        '<ac:structured-macro ac:name="info"><ac:rich-text-body>',
        '<ac:image><ri:url ri:value="a"/>',
    ),
)


def name_bodies() -> Mapping[str, Callable[[int], str]]:
    """Map names to functions that make a body of about so many characters."""

    def lines(write: Callable[[int], str], each: int) -> Callable[[int], str]:
        return lambda size: "".join(map(write, range(size // each)))

    return {
        **{f"body of {one!r}": partial(_repeat, one) for one in _REPEATED},
        "footnotes": lines(
            lambda n: f'<sup><a href="#fn{n}">{n}</a></sup><p id="fn{n}">a <a href="#ref">b</a>', 72
        ),
        "ids": lines(lambda n: f'<h2 id="a{n}">a</h2><a href="#a{n}">b</a>', 40),
        "tabs": lines(
            lambda n: (
                f'<ul class="tabs"><a href="#a{n}">a</a><a href="#b{n}">b</a></ul>'
                f'<div id="a{n}">a</div><div id="b{n}">b</div>'
            ),
            100,
        ),
        "a tall table": lambda size: f"<table>{'<tr><td>a<td>b' * (size // 14)}</table>",
        "a wide table": lambda size: (
            f"<table><tr>{'<td>a' * (size // 10)}{'<tr><td>a' * 99}</table>"
        ),
        "a wide and tall table": lambda size: (
            f"<table><tr>{'<td>a' * (size // 10)}{'<tr><td>a' * (size // 18)}</table>"
        ),
        "Word's lists": lines(lambda n: f'<p style="mso-list:l0 level{1 + n % 2} lfo1">a</p>', 48),
        "breaks within a paragraph": lambda size: f"a{'<br>' * (size // 4)}a",
        "breaks and ends": lambda size: "<br>" * (size // 8) + "</b>" * (size // 8),
        "one long word": lambda size: "a" * size,
        "nested and closed": lambda size: "<div>" * (size // 11) + "a" + "</div>" * (size // 11),
    }


def name_exports() -> Mapping[str, tuple[ExportSource, Callable[[int], Files]]]:
    """Map names to a source, and a function that makes an export of so many records."""
    return {
        "pages of one title": (HTML, _pages),
        "pages with pictures": (HTML, partial(_pages, with_files=True)),
        "Zendesk": (ZENDESK, _zendesk),
        "ServiceNow": (SERVICENOW, _servicenow),
        "Dynamics": (DYNAMICS, _dynamics),
        "a space of Confluence": (CONFLUENCE, _confluence),
        "pages of Confluence": (CONFLUENCE, _confluence_pages),
    }


def main() -> int:
    """Measure each shape; 1 where one is above the bar."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    _import(HTML, {"a.html": "<p>a</p>"})
    bodies = {
        name: partial(_seconds, CONFLUENCE if "ac:" in name or "CDATA" in name else HTML, make)
        for name, make in name_bodies().items()
        if wanted in name
    }
    exports = {
        name: partial(_import_records, source, make)
        for name, (source, make) in name_exports().items()
        if wanted in name
    }
    above = print_growth(bodies, BODY_SIZES, longest=0.2) if bodies else 0
    return (print_growth(exports, EXPORT_SIZES) if exports else 0) or above


def _seconds(source: ExportSource, make: Callable[[int], str], size: int) -> tuple[float]:
    name = "a.html" if source is HTML else "a.xml"
    return _import(source, {name: f"<p>a</p>{make(size)}"})


def _import_records(source: ExportSource, make: Callable[[int], Files], count: int) -> tuple[float]:
    return _import(source, make(count))


def _import(source: ExportSource, files: Files) -> tuple[float]:
    data = {path: text.encode() for path, text in sorted(files.items())}
    export = Export(
        {path: len(data_of_file) for path, data_of_file in data.items()}, data.__getitem__
    )
    rules = ImportRules(Surroundings(), ValueRules(), "en")
    texts, account = Texts(export), Account()
    start = process_time()
    exported = read_exported(source, texts, rules, account)
    for _ in convert_articles(source, texts, exported, rules, account):
        pass
    account.outcomes()
    return (process_time() - start,)


def _repeat(piece: str, size: int) -> str:
    return piece * (size // len(piece))


def _pages(count: int, *, with_files: bool = False) -> Files:
    picture = '<img src="p{0}.png">' if with_files else ""
    pages = {
        f"a{n}.html": f"<title>A</title><p>a</p><a href='a{n + 1}.html'>b</a>{picture.format(n)}"
        for n in range(count)
    }
    return pages | ({f"p{n}.png": f"GIF8{n}" for n in range(count)} if with_files else {})


def _zendesk(count: int) -> Files:
    """Make articles, each with a translation and a picture."""
    articles = [
        {"id": n + 1, "locale": "en", "title": "A", "body": "<p>a</p>"} for n in range(count)
    ]
    translations = [
        {"id": n, "source_id": n + 1, "source_type": "Article", "locale": "de", "body": "<p>b</p>"}
        for n in range(count)
    ]
    attachments = [
        {"id": f"9{n}", "article_id": n + 1, "file_name": f"{n}.png", "content_url": f"/{n}"}
        for n in range(count)
    ]
    parts = {
        "articles": articles,
        "translations": translations,
        "article_attachments": attachments,
    }
    files = {f"files/9{n}-{n}.png": "GIF8" for n in range(count)}
    return files | {f"{name}.json": json.dumps({name: part}) for name, part in parts.items()}


def _servicenow(count: int) -> Files:
    """Make articles without a number, and others in three versions."""
    rows = "".join(f'"A","<p>{n}</p>",{n % 3}\n' for n in range(count))
    numbered = "".join(f'KB{n // 3},"A","<p>{n}</p>",{n % 3}\n' for n in range(count))
    return {
        "a.csv": f"short_description,text,version\n{rows}",
        "kb_knowledge.csv": f"number,short_description,text,version\n{numbered}",
    }


def _dynamics(count: int) -> Files:
    records = [
        {"articlepublicnumber": f"KA-{n}", "title": "A", "content": "<p>a</p>", "statecode": 3}
        for n in range(count)
    ]
    return {"a.json": json.dumps({"value": records})}


def _confluence(count: int) -> Files:
    """Make pages of one parent, each with a body, a label and a picture."""

    def made(kind: str, number: int, **about: object) -> str:
        inside = "".join(f'<property name="{key}">{one}</property>' for key, one in about.items())
        return f'<object class="{kind}"><id name="id">{number}</id>{inside}</object>'

    def each(n: int) -> Iterator[str]:
        own = f"<id>{n}</id>"
        yield made("Page", n, title=f"A {n}", parent="<id>0</id>")
        yield made("BodyContent", n, body=escape(f"<p>a {n}</p>"), content=own)
        yield made("Label", n, name=f"l{n}")
        yield made("Labelling", n, label=own, content=own)
        yield made("Attachment", n, title="b.png", containerContent=own)

    objects = "".join(one for n in range(count) for one in each(n))
    files = {f"attachments/{n}/{n}/1": "GIF8" for n in range(count)}
    return files | {"entities.xml": f"<hibernate-generic>{objects}</hibernate-generic>"}


def _confluence_pages(count: int) -> Files:
    body = '<title>A</title><div id="main-content"><img src="attachments/{0}/{0}.png">a</div>'
    pages = {f"s/a_{1000 + n}.html": body.format(n) for n in range(count)}
    return pages | {f"s/attachments/{n}/{n}.png": "GIF8" for n in range(count)}


if __name__ == "__main__":
    sys.exit(main())
