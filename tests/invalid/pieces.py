"""Pieces that hostile and broken articles are put together from, and what is live on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator

# What MDX reads in another way: tags on lines of their own, elements on one line, programs in tags.
_MDX = (
    *(
        "\n<div>\n",
        "\n</div>\n",
        "\n<td>a",
        "</td>\n",
        "\n<Note>",
        "</Note>\n",
        "\n<Note>a</Note>\n",
    ),
    *(
        "\n<Card of={{ a: `{`\n\n}} />\n",
        "<A b={{",
        "}}/>",
        "\nimport A from './a.mdx'\n\n",
        "%%a|b%%",
    ),
)
PIECES = [
    *_MDX,
    *(
        "# ",
        "## ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\n",
        "\n\n",
        "```\n",
        "`",
        "``",
        "*",
        "**",
        "_",
        "~~",
    ),
    *("<b>", "</b>", "<br>", "<div>", "</div>", "<table><tr><td>", "<script>", "</script>", "<!--"),
    *("<hr>", "<h2>", "</h2>", "<u>", "<li>", "<dl><dt>", "<svg>", "<details>", "</summary>"),
    *("-->", "<host>", "<![CDATA[", "&lt;", "&#0;", "&nbsp;", "`<` ", "`>`", "`[` ", "`]`", "{#x}"),
    *(
        "{width=9}",
        "{{ x }}",
        "{% y %}",
        "[!NOTE]",
        ">[!NOTE]\n",
        ">[!VIDEO](https://a.b/c)",
        "+++T\n",
    ),
    *(
        ">[!BEGINTABS]\n",
        ">[!TAB A]\n",
        ">[!ENDTABS]\n",
        "[!DNL ",
        "[!UICONTROL ",
        "]",
        "(",
        ")",
        "[",
    ),
    *(
        "![](",
        "data:image/png;base64,iVBORw0KGgo=",
        "javascript:x",
        "KA-00001.md",
        "#code/",
        "| a |\n",
    ),
    *(
        "| - |\n",
        "RED-520025",
        "\u200b",
        "\u00a0",
        "\u202e",
        "\x00",
        "\ufeff",
        "環境",
        "text ",
        "\\",
    ),
]

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "![x](x){onerror=alert(1)}",
    '## T {#a" onmouseover="alert(1)}',
    "[!BADGE x]{url=javascript:alert(1)}",
    ">[!VIDEO](javascript:alert(1))",
    "`RED-520025<script>alert(1)</script>`",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    ':::image type="content" source="javascript:alert(1)" alt-text="<img onerror=alert(1)>":::',
    ':::image source="data:text/html,<script>alert(1)</script>":::',
    ":::note[<img src=x onerror=alert(1)>]\nx\n:::",
    '!!! note "<script>alert(1)</script>"\n    x',
    '=== "<svg onload=alert(1)>"\n\n    x',
    '??? note "[x](javascript:alert(1))"\n    x',
    "# [<img src=x onerror=alert(1)>](#tab/a)\n\nx\n",
    "x[^1]\n\n[^1]: [x](javascript:alert(1)) <img src=x onerror=alert(1)>",
    'x[^"onmouseover=alert(1)]\n\n[^"onmouseover=alert(1)]: y',
    '*[X]: "><script>alert(1)</script>\n\nX',
    '[x](y){onclick="alert(1)" style="x"}\n{: onclick="alert(1)" style="x"}',
    "```{note} <script>alert(1)</script>\nx\n```",
    '```mermaid" onclick="alert(1)\nx\n```',
    '<Tabs onclick="alert(1)"><TabItem label="<script>alert(1)</script>">\nx\n</TabItem></Tabs>',
    '<Card title="<img src=x onerror=alert(1)>" href="javascript:alert(1)">\nx\n</Card>',
    "[[javascript:alert(1)|<img src=x onerror=alert(1)>]] ![[javascript:alert(1).png]]",
    "{doc}`x <javascript:alert(1)>` {kbd}`<script>alert(1)</script>`",
    '{{< youtube "javascript:alert(1)" >}} [x]({{< ref "javascript:alert(1)" >}})',
    '<a name="x" onclick="alert(1)" id="y">z</a>',
    '[!INCLUDE [a](javascript:alert(1))] --8<-- "../../../etc/passwd"',
    "<form action=javascript:alert(1)><button>x</button></form>",
]

_ACTIVE = frozenset({"script", "iframe", "object", "embed", "form", "svg", "math", "style"})


def _is_the_theme_s(tag: str, attributes: dict[str, str]) -> bool:
    """Its script, from a file of the site's own, its form for the search and the one for a log."""
    source = attributes.get("src", "")
    if tag == "script":
        return source.endswith(".js") and "assets/js/" in source and "//" not in source
    asks = attributes.get("role") == "search" and "data-search" in attributes
    reads = "data-tool" in attributes and "action" not in attributes
    return tag == "form" and (asks or reads)


def find_live(page: bytes) -> Iterator[str]:
    """What could run, or have run, something on a page."""
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        if _is_the_theme_s(element.tag, attributes):
            continue
        if element.tag in _ACTIVE:
            yield f"<{element.tag}>"
        for name, value in attributes.items():
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"}:
                yield f"{name}={value}"
            scheme = value.strip().lower()
            if name in {"href", "src"} and scheme.startswith(
                ("javascript:", "vbscript:", "data:text")
            ):
                yield f"{name}={value}"
