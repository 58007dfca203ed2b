"""How other generators write a directive on a line of its own, each spelling in one function.

    :::note[Title]      /// note | Title      ```{note} Title      {{< note >}}      {% note %}
    :::                 ///                   ```                  {{< /note >}}     {% endnote %}

Nuxt Content has two colons, or more for what is inside, and YAML below the name (MDC).
docfx closes `:::row:::` with `:::row-end:::`, MDX `<Note>` with `</Note>`. A name that is not known
is read as well: `containers` says what becomes of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from msgspec import field

from errata.articles.markdown.link_places import WIKI_PREFIX
from errata.data import read_patterns
from errata.data.patterns import compile_late
from errata.values import Record

Spelling = Literal["colon", "slash", "fence", "docfx", "shortcode", "liquid", "component"]
Edge = Literal["opens", "closes", "alone"]

# The most lines of one mark; an element of MDX has an attribute on each.
_MOST_LINES: Final = 12
# The most characters of one mark: it bounds the work for each line that begins like one.
_LONGEST: Final = 2000

# The same of an element whose properties are programs: a query of 40 lines is one of them.
_MOST_LINES_OF_TAG: Final = 100
_LONGEST_TAG: Final = 5000

# Of Nuxt Content (MDC), which has two colons: "::alert{type=a}", "::u-card" and "::" yes; "::Foo()"
# and ":: a" no. Without a pair they are text.
MDC: Final = "::"
_FORMS: Final = read_patterns("spellings")
# What may follow "{%" at once: "endnote%}", "note a%}" and "if a%}"; not "name%}", a placeholder.
LIQUID_WITHOUT_BLANK: Final = (
    r"(?=(?:include|if|for|raw|end|assign|link)|[a-z][a-z_]{0,40}+[ \t]++[^\s%])"
)
# "{% note %}", "{%- endif -%}", '{% cut "A" %}{#id}', "{%note a%}" and "{%raw%}" yes; "{%%pkey%%}",
# "{%name%}" and "{% a %} b" no.
_LIQUID: Final = compile_late(
    rf"\{{%[-+]?(?:\s++|{LIQUID_WITHOUT_BLANK})([A-Za-z][\w-]*+)"
    r"((?:[^%]|%(?!\}))*?)(/?)[-+]?%\}(?:[ \t]*\{[^{}\n]*\})?\s*$"
)
_TAG: Final = (
    r"""<(/?)([A-Z][\w.]*+)"""
    r"""((?:\s(?:[^<>"'{}]|"[^"]*"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*){0,50}\})*?)?)(/?)>"""
)
# "<Tabs>", "</TabItem>" and '<Card title="a" />' yes; "<tabs>", "< Tabs>" and "<Tabs> a" no.
_COMPONENT: Final = compile_late(_TAG + r"\s*$")
# "<Note>" of "<Note>Wait.</Note>" and "<Note>Wait."; nothing of "<note>a" and "a <Note>b".
_BEGINNING: Final = compile_late(_TAG + r"(?=.*\S)")


class Directive(Record, frozen=True):
    """One mark as it is written."""

    spelling: Spelling
    edge: Edge
    name: str
    """Name in lower case; empty for a closing mark that closes whatever is open."""
    title: str = ""
    """Title in markdown."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """Arguments without a name."""
    mark: str = ""
    """The run of characters, which only one of the same length closes."""
    form: str = ""
    """The mark as a finding names it: `{{< hint >}}`."""
    lines: int = 1
    """Lines of the mark; none if text follows it on its line."""
    quoted: str = ""
    """The last argument of Liquid in quotes: the title in `{% note info "A title" %}`."""

    @property
    def end_mark(self) -> str:
        """The mark that must end what this one begins; empty if it may stand alone."""
        return self.form.replace("<", "</") if self.spelling == "component" else self.mark


def read_directive(
    lines: Sequence[str], index: int, components: frozenset[str]
) -> Directive | None:
    """Return the directive that begins on a line without indentation.

    Args:
        lines: of the article.
        index: index of the line.
        components: names of MDX components that this article may use, lower case.
    """
    line = lines[index]
    if line.startswith("{{"):
        return _read_shortcode(*_whole(lines, index, ("}}",)))
    if line.startswith("{%"):
        return _read_liquid(*_whole(lines, index, ("%}", "}")))
    if line.startswith("<"):
        return _read_component(*_whole_tag(lines, index), components)
    readers = {":": _read_colons, "/": _read_slashes, "`": _read_fence, "~": _read_fence}
    reader = readers.get(line[:1])
    return reader(line) if reader else None


def read_arguments(text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the named arguments of a mark, by lower-case name, and the others."""
    attributes = {
        match[1].lower(): next((part for part in match.groups()[1:] if part is not None), "")
        for match in _FORMS["pair"].finditer(text)
    }
    words = (
        next(filter(None, match.groups()), "")
        for match in _FORMS["word"].finditer(_FORMS["pair"].sub("", text))
    )
    return attributes, tuple(word for word in words if word)


def _whole(lines: Sequence[str], index: int, ends: tuple[str, ...]) -> tuple[str, int]:
    """Return the text up to the line that ends with one of these, and its number of lines."""
    text = lines[index][:_LONGEST]
    for count in range(1, _MOST_LINES + 1):
        if (
            text.rstrip().endswith(ends)
            or index + count >= len(lines)
            or not lines[index + count - 1]
        ):
            return text, count
        text = f"{text}\n{lines[index + count][:_LONGEST]}"
    return lines[index][:_LONGEST], 1


def _whole_tag(lines: Sequence[str], index: int) -> tuple[str, int]:
    """Return the text up to the line that ends a tag, which may have empty lines in braces."""
    depth = size = 0
    for count, line in enumerate(lines[index : index + _MOST_LINES_OF_TAG], 1):
        depth += line.count("{") - line.count("}")
        size += len(line)
        if size > _LONGEST_TAG or (depth <= 0 and not line.strip()):
            break
        if depth <= 0 and line.rstrip().endswith(">"):
            return "\n".join(lines[index : index + count]), count
    return lines[index][:_LONGEST], 1


def read_element(line: str, components: frozenset[str]) -> tuple[Directive, int] | None:
    """Return the component that begins a line with text behind its tag, and the tag's length."""
    match = _BEGINNING.match(line[:_LONGEST])
    if not match or match[1] or match[4] or match[2].lower() not in components:
        return None
    end = f"</{match[2]}>"
    # A component within a sentence is none of blocks.
    if line.count(end) > line.rstrip().endswith(end):
        return None
    opening = _read_component(match[0], 0, components)
    return (opening, match.end()) if opening else None


def read_pair(line: str) -> tuple[Directive, int, int] | None:
    """Return the mark that begins a line, and the lengths of it and of the one that closes it.

    `{% note %}Wait.{% endnote %}` and `{{% notice tip %}}Wait.{{% /notice %}}`, with no other mark
    between them.
    """
    opens, ends = line[:2], "%}" if line.startswith("{%") else "}}"
    first, last = line.find(ends) + len(ends), line.rfind(opens)
    if len(line) > _LONGEST or line.count(opens) != len((opens, ends)) or last < first:
        return None
    read = _read_liquid if opens == "{%" else _read_shortcode
    opening, closing = read(line[:first], 0), read(line[last:], 0)
    if not opening or not closing or (opening.edge, closing.edge) != ("opens", "closes"):
        return None
    return (opening, first, len(line) - last) if opening.name == closing.name else None


def _read_colons(line: str) -> Directive | None:
    match = _FORMS["colons"].match(line[:_LONGEST])
    if not match:
        return _read_two_colons(line)
    mark, braced, arguments = match[1], match[2], match[4].strip()
    form, name = f":::{match[3]}", (match[3] or "").lower()
    if braced is None and not name:
        return None if arguments else Directive("colon", "closes", "", mark=mark)
    if braced is not None:
        return _braced_colons(mark, braced, arguments)
    if name.endswith("-end") or arguments.endswith(":::") or name in {"moniker", "zone"}:
        return _read_docfx(name, form, arguments.removesuffix(":::"))
    title, attributes = _title(arguments)
    edge: Edge = "alone" if "." in name else "opens"
    return Directive("colon", edge, name, title, attributes, mark=mark, form=form)


def _read_two_colons(line: str) -> Directive | None:
    match = _FORMS["two_colons"].match(line[:_LONGEST])
    if match and match[2]:
        title, attributes = _title(match[3] or "")
        name, form = match[2].lower(), f"::{match[2]}"
        return Directive("colon", "opens", name, title, attributes, mark=MDC, form=form)
    return Directive("colon", "closes", "", mark=MDC) if match else None


def _read_docfx(name: str, form: str, arguments: str) -> Directive | None:
    """Read `:::row:::` and `:::row-end:::`; a picture only if it is complex, else it is inline."""
    if name.endswith("-end"):
        return Directive("docfx", "closes", name.removesuffix("-end"), form=form)
    attributes, words = read_arguments(arguments)
    if name in {"image", "icon", "no-loc"} and attributes.get("type") != "complex":
        return None
    edge: Edge = "alone" if name in {"code", "video"} else "opens"
    return Directive("docfx", edge, name, "", attributes, words, form=form)


def _braced_colons(mark: str, braced: str, arguments: str) -> Directive:
    """Read `:::{note} Title` of MyST, or `::: {.callout-note title="x"}` of Quarto."""
    attributes, words = read_arguments(braced)
    name = (words[0] if words else "").lstrip(".#").lower().removeprefix("callout-")
    title = arguments or attributes.get("title", "")
    words = tuple(arguments.split())
    return Directive("colon", "opens", name, title, attributes, words, mark, f":::{{{name}}}")


def _title(arguments: str) -> tuple[str, dict[str, str]]:
    """Return the title after a name, in brackets or not, and the attributes in braces."""
    attributes: dict[str, str] = {}
    if (braced := _FORMS["braced"].search(arguments)) and "{{" not in arguments:
        attributes, words = read_arguments(braced[1])
        attributes |= dict.fromkeys(words, "")
        arguments = arguments[: braced.start()]
    bracketed = _FORMS["bracketed"].match(arguments)
    title = bracketed[1] if bracketed else arguments
    return title.strip() or attributes.get("title", ""), attributes


def _read_slashes(line: str) -> Directive | None:
    match = _FORMS["slashes"].match(line[:_LONGEST])
    if not match:
        return None
    if not match[2]:
        return Directive("slash", "closes", "", mark=match[1])
    name = match[2].lower()
    title = (match[3] or "").strip()
    return Directive("slash", "opens", name, title, mark=match[1], form=f"/// {name}")


def _read_fence(line: str) -> Directive | None:
    match = _FORMS["fenced"].match(line[:_LONGEST])
    if not match:
        return None
    name, arguments = (match[2] or match[4]).lower(), (match[3] or "").strip()
    words = tuple(arguments.split())
    return Directive("fence", "opens", name, arguments, {}, words, match[1], f"{{{name}}}")


def _read_shortcode(text: str, lines: int) -> Directive | None:
    match = _FORMS["shortcode"].match(text)
    if not match:
        return None
    name = match[2].lower()
    attributes, words = read_arguments(match[3])
    edge: Edge = "closes" if match[1] else "alone" if match[4] else "opens"
    title = _title_of(attributes)
    form = f"{{{{< {name} >}}}}"
    return Directive("shortcode", edge, name, title, attributes, words, form=form, lines=lines)


def _read_liquid(text: str, lines: int) -> Directive | None:
    match = _LIQUID.match(text)
    if not match:
        return None
    name = match[1].lower()
    attributes, words = read_arguments(match[2])
    edge: Edge = "alone" if match[3] else "opens"
    if name.startswith("end") and len(name) > len("end"):
        name, edge = name.removeprefix("end"), "closes"
    form = f"{{% {name} %}}"
    quoted = _FORMS["quoted"].search(match[2])
    return Directive(
        *("liquid", edge, name, _title_of(attributes), attributes, words),
        quoted=quoted[1] if quoted else "",
        form=form,
        lines=lines,
    )


def _read_component(text: str, lines: int, components: frozenset[str]) -> Directive | None:
    match = _COMPONENT.match(text) or _COMPONENT.match(_flatten(text))
    if not match or (name := match[2].lower()) not in components:
        return None
    attributes, words = read_arguments(match[3])
    edge: Edge = "closes" if match[1] else "alone" if match[4] else "opens"
    form = f"<{match[2]}>"
    title = _title_of(attributes)
    return Directive("component", edge, name, title, attributes, words, form=form, lines=lines)


def _flatten(text: str) -> str:
    """Drop braces in braces, with what is in them: `{a {b}}` becomes `{a }`."""
    pieces, depth = [], 0
    for piece in _FORMS["brace"].split(text):
        depth += piece == "{"
        if depth <= 1:
            pieces.append(piece)
        depth -= piece == "}" and depth > 0
    return "".join(pieces)


def read_link(attributes: Mapping[str, str]) -> tuple[str, str]:
    """Return the text and target of the link in a mark's arguments; both empty if none.

    A page by its path, as in `{{< page-ref page="a/b" caption="c" >}}`, is one that Hugo finds.
    """
    address = next((attributes[key] for key in ("href", "url") if attributes.get(key)), "")
    pages = (attributes[key] for key in ("page", "ref", "relref") if attributes.get(key))
    page = next(pages, "").rstrip("/")
    target = address or page_address(page)
    keys = ("caption", "text", "title", "label", "name")
    text = next((attributes[key] for key in keys if attributes.get(key)), page.rpartition("/")[2])
    return (text, target) if text and target else ("", "")


def page_address(page: str) -> str:
    """Return a page's target as Hugo finds it: relative, from the root, or by name alone."""
    return page if not page or page.startswith(("/", ".", "#")) else f"{WIKI_PREFIX}{page}"


def _title_of(attributes: Mapping[str, str]) -> str:
    keys = ("title", "label", "header", "name", "summary", "value")
    return next((attributes[key] for key in keys if attributes.get(key)), "")
