"""A knowledge base of somebody who wants to harm its readers, its authors, or who builds it.

One article for each kind of attack in the threat model. Beside each vector stands a harmless
sentence, which readers must find on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

CANARY: Final = "canary-4711"
"""In an internal key of every article."""
HOST: Final = "canary.invalid"
"""No page asks this host for anything."""
HIT: Final = "alert(4711)"

# Vectors in the text of an article, by kind.
BODIES: Final[dict[str, tuple[str, ...]]] = {
    "script": (
        f"<script>{HIT}</script>",
        f"<ScRiPt/x>{HIT}</sCrIpT >",
        f"<scr<script>ipt>{HIT}</scr</script>ipt>",
        f"<img src=x onerror={HIT}>",
        f"<img/src='x'/onerror='{HIT}'>",
        f'<img src="x`<script>{HIT}</script>"` `>',
        f"<body onload={HIT}><details open ontoggle={HIT}><summary>s</summary></details>",
        f"<input autofocus onfocus={HIT}><select onchange={HIT}></select>",
        f"<button onclick={HIT}>b</button>",
        f"<!--><img src=x onerror={HIT}>-->",
        f"<![CDATA[<img src=x onerror={HIT}>]]>",
        f"<noscript><p title='</noscript><img src=x onerror={HIT}>'></noscript>",
        f"<template><script>{HIT}</script></template><xmp><img src=x onerror={HIT}></xmp>",
        f"<table><td background='javascript:{HIT}'>cell</td></table>",
        f"<p onmouseover\u3000=\u3000{HIT}>wide blanks</p>",
        f"<template shadowrootmode=open><img src=x onerror={HIT}></template>",
        f"<textarea>&lt;/textarea&gt;&lt;img src=x onerror={HIT}&gt;</textarea>",
    ),
    "address": (
        f"[a](javascript:{HIT})",
        f"[b](JaVaScRiPt&colon;{HIT})",
        f"[c](java&Tab;script:{HIT})",
        f"[d](&#1;javascript:{HIT})",
        f"[e](<java\tscript:{HIT}>)",
        f"[f](vbscript:{HIT}) [g](data:text/html,<script>{HIT}</script>)",
        f"<a href=' javascript:{HIT}'>h</a> <a href='jav&#x0A;ascript:{HIT}'>i</a>",
        f"[j]\n\n[j]: javascript:{HIT} 'title'",
        f"<javascript:{HIT}>",
        f"![k](javascript:{HIT}) ![l](data:image/svg+xml,<svg/onload={HIT}>)",
        f"<a xlink:href='javascript:{HIT}' href='#x' ping='https://{HOST}/ping'>m</a>",
        f"<img src=x.png usemap='#m'><map name=m><area href='javascript:{HIT}'></map>",
        f"<blockquote cite='javascript:{HIT}'>cited</blockquote> <a href='blob:x'>o</a>",
        f"<area href='javascript:{HIT}'><form action='javascript:{HIT}'><button>n</button></form>",
    ),
    "attributes": (
        f"![x](x.png){{onerror={HIT} style=position:fixed}}",
        f'## Heading {{#a" onmouseover="{HIT}}}',
        f'text\n{{: onclick="{HIT}" style="x" class=\'" onclick={HIT} x="\'}}',
        f":::note{{onclick={HIT}}}\nx\n:::",
        f'```js" onclick="{HIT}\ncode\n```',
        f"[!BADGE x]{{url=javascript:{HIT}}}",
        f':::image type="content" source="x.png" alt-text="\' onerror={HIT} \'":::',
        f'<Tabs onclick="{HIT}"><TabItem label="<img onerror={HIT}>">\n\nx\n\n</TabItem></Tabs>',
        f'!!! note "<img src=x onerror={HIT}>"\n    x',
        f'x[^"onmouseover={HIT}]\n\n[^"onmouseover={HIT}]: note',
    ),
    "graphics": (
        f"<svg onload={HIT}><script>{HIT}</script></svg>",
        f"<svg><animate onbegin={HIT} attributeName=x dur=1s></svg>",
        f"<svg><a xlink:href='javascript:{HIT}'><text>t</text></a></svg>",
        f"<svg><foreignObject><iframe srcdoc='<script>{HIT}</script>'></iframe></foreignObject>",
        f"<math><mtext></table><mglyph><style><img src=x onerror={HIT}></style></mglyph></math>",
        f"<math href='javascript:{HIT}'>click</math>",
        f"<svg></p><style><a id='</style><img src=x onerror={HIT}>'></svg>",
        f"<form><math><mtext></form><form><mglyph><svg><style><p id='</style><img onerror={HIT}>'>",
    ),
    "styles": (
        f"<style>@import 'https://{HOST}/a.css'; body{{display:none}}</style>",
        f'<p style="background:url(https://{HOST}/b);position:fixed">styled</p>',
        f"<link rel=stylesheet href='https://{HOST}/c.css'><link rel=prefetch href='https://{HOST}/d'>",
        "<div class='skip page-search' data-module='results' data-scripts='search/view'>d</div>",
        f"<p style='width:expression({HIT})'>old</p>",
    ),
    "embedding": (
        f"<iframe src='https://{HOST}/' srcdoc='<script>{HIT}</script>'></iframe>",
        f"<object data='https://{HOST}/x.swf'></object><embed src='https://{HOST}/y'>",
        f"<meta http-equiv=refresh content='0;url=https://{HOST}/'>",
        "<meta http-equiv='Content-Security-Policy' content='script-src *'>",
        f"<base href='https://{HOST}/'><audio src=x onerror={HIT}></audio>",
        f"<video src='https://{HOST}/v' onerror={HIT} autoplay></video>",
        f">[!VIDEO](javascript:{HIT})",
        f"<img srcset='https://{HOST}/s 2x'><picture><source srcset='https://{HOST}/t'></picture>",
        f"$$\\href{{javascript:{HIT}}}{{x}} \\includegraphics{{https://{HOST}/x.png}}$$",
        f"<portal src='https://{HOST}/'></portal><frameset onload={HIT}></frameset>",
    ),
    "clobbering": (
        "<form id=errata name=errata><input name=policy><input name=modules></form>",
        "<a id=errata name=location href='#x'>a</a><img name=currentScript><p id=main>m</p>",
        "<div data-module=diagnose data-scripts='diagnose/view' data-parts='../../x'>d</div>",
        "<a id=trustedTypes>t</a><p id='__proto__'>p</p>",
    ),
    "templates": (
        "{{ config }} {{ ''.__class__.__mro__ }} {% include '/etc/passwd' %} {# hidden #}",
        '${7*7} #{7*7} <%= 7*7 %> {{{ x }}} {{< readfile "/etc/passwd" >}}',
    ),
    "objects": (
        "`__proto__` and `constructor` and `toString`; ERR___proto__ and APP-1001.",
        "| Code | Meaning |\n| --- | --- |\n| `hasOwnProperty` | x |\n| `valueOf` | y |",
    ),
    "code": (
        f"`APP-1001<script>{HIT}</script>`",
        f"```\nAPP-1001: </code></pre><img src=x onerror={HIT}>\n```",
        f"```html\n<script>{HIT}</script>\n```",
        f"    APP-1002 <img src=x onerror={HIT}>",
    ),
    "files": (
        "![a](../../../../etc/passwd) ![b](..%2f..%2f..%2fetc/passwd) ![c](/etc/passwd)",
        "![d](C:\\\\Windows\\\\win.ini) ![e](\\\\\\\\host\\\\share\\\\x.png) [f](file:///etc/passwd)",
        "![g](link.png) [h](active.html) [i](picture.svg) [j](program.exe)",
        '--8<-- "../../../etc/passwd"',
    ),
    "characters": (
        "Blanks a\u200bb, c\u00add, Cyrillic \u0440\u0430\u0443\u0440\u0430l and ACME\u2160.",
        "Japanese エラー（ＥＲＲ）\u3000全角 <ｓｃｒｉｐｔ>x</ｓｃｒｉｐｔ>",
    ),
    "logs": (
        "::error file=x::injected ::set-output name=a::b ##vso[task.setvariable variable=x]y",
        "\u001b[31mred\u001b]0;title\u0007 \u009b31m ##teamcity[buildStatus status='FAILURE']",
    ),
    "deep": (
        "> " * 300 + "deep",
        "- " * 300 + "list",
        "[" * 3_000 + "x" + "](y)" * 20,
        "*" * 5_000,
    ),
}

# Values of the front matter that end in attributes, in JSON, in XML, or in a file's name.
VALUES: Final = (
    f'"><img src=x onerror={HIT}>',
    f"' onmouseover='{HIT}",
    f"</title><script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"]]><script>{HIT}</script>",
    f"javascript:{HIT}",
    f"\u2028{HIT}//",
    "__proto__",
    "../../x",
    "日本語 & <b>",
)

# What no article can be made of, with the check that names it.
REJECTED: Final[dict[str, tuple[bytes, str]]] = {
    "bomb.md": (b"---\nowner: &a [x]\nstatus: [*a,*a,*a,*a]\ntitle: x\n---\nx\n", "KB001"),
    "nested.md": (b"---\nowner: " + b"[" * 5000 + b"\n---\nx\n", "KB001"),
    "python.md": (b"---\nstatus: !!python/object/apply:os.system ['true']\n---\nx\n", "KB001"),
    "binary.md": (bytes(range(256)) * 8, "KB004"),
    "utf16.md": ("---\ntitle: x\n---\nx\n".encode("utf-16-le"), "KB004"),
    "turned.md": ("# x\n\nleft \u202egnp.exe\u202c right\n".encode(), "KB004"),
    "isolated.md": ("# x\n\n日本 \u2066x\u2069\n".encode(), "KB004"),
    "escaped.md": (b'---\ntitle: "a \\u202e b"\n---\nx\n', "KB004"),
    "entity.md": (b"# x\n\nleft &#x202e;gnp.exe&#x202c; right\n", "KB004"),
    "large.md": (b"# x\n\n" + b"x" * 9_000_000, "KB004"),
}

# Names that mean something to a system, a page, or a log.
NAMES: Final = (
    f"<img src=x onerror={HIT}>".replace("/", "") + ".md",
    '"onmouseover="x".md',
    "CON.md",
    "sitemap.xml.md",
    "nul.txt.md",
    "エラー コード.md",
    "Ｃ：＼ｘ.md",
    "a%2e%2e%2fb.md",
    "-rf.md",
    "::error::x.md",
    "line\nbreak.md",
    "\u202egnp.md",
    "trailing. .md",
)


def harmless(kind: str, number: int) -> str:
    """A sentence that readers must find."""
    return f"Harmless sentence {number} about {kind} stays 無害."


def write(kb: Path) -> dict[str, list[str]]:
    """Write the knowledge base; each article's file -> its harmless sentences."""
    folder = kb / "en"
    folder.mkdir(parents=True)
    expected: dict[str, list[str]] = {}
    for index, (kind, vectors) in enumerate(BODIES.items()):
        sentences = [harmless(kind, number) for number in range(len(vectors))]
        parts = [f"{vector}\n\n{text}" for vector, text in zip(vectors, sentences, strict=True)]
        data = {"title": f"About {kind}", "article-number": f"KA-{index:05}", "owner": CANARY}
        text = _front_matter(data) + f"# About {kind}\n\n" + "\n\n".join(parts) + "\n"
        (folder / f"{kind}.md").write_text(text, "utf-8", "surrogatepass")
        expected[f"{kind}.md"] = sentences
    for index, value in enumerate(VALUES):
        keys = ("title", "description", "keywords", "products", "team", "category")
        data = {**dict.fromkeys(keys, value), "owner": CANARY, "article-number": f"KA-9{index:04}"}
        expected[f"value-{index}.md"] = [harmless("value", index)]
        text = f"{_front_matter(data)}\n{harmless('value', index)}\n"
        (folder / f"value-{index}.md").write_text(text, "utf-8")
    for index, name in enumerate(NAMES):
        expected[name] = [harmless("name", index)]
        (folder / name).write_text(f"# Name {index}\n\n{harmless('name', index)}\n", "utf-8")
    for name, (content, _) in REJECTED.items():
        (folder / name).write_bytes(content)
    _write_files(folder)
    return expected


def _front_matter(values: dict[str, str]) -> str:
    lines = [f"{key}: '{value.replace(chr(39), chr(39) * 2)}'" for key, value in values.items()]
    return "\n".join(["---", *lines, "---", ""])


def _write_files(folder: Path) -> None:
    """Files that articles show, and that must not be published."""
    (folder / "link.png").symlink_to("/etc/passwd")
    (folder / "active.html").write_text(f"<script>{HIT}</script>")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg"><script>{HIT}</script></svg>'
    (folder / "picture.svg").write_text(svg)
    (folder / "program.exe").write_bytes(b"MZ" + bytes(64))
