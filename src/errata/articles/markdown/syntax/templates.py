"""Removes marks of other generators within a text: `{{< ref >}}`, `{% if %}`, `{{ site.title }}`.

    {{< name … >}}  {{% name … %}}      Hugo: goes, what two of them enclose or `text=` says stays
    {% name … %}                        Liquid, Jinja, Twig: the same; raw text stays as it is
    {{ site.name }}                     goes where the knowledge base writes templates, or where
                                        the name is one that only templates have; else it is text.
                                        Its value is shown if settings beside the articles have it
    [text]({{< ref "page.md" >}})       becomes a link to the page
    [text](a file.md)                   a target with spaces, which Python-Markdown and GitBook read
    {ref}`text <target>`                MyST: the text; `{kbd}` and a few more have a meaning
    %%volumes|volume%%                  a term of Docusaurus' glossaries: the text
    <xref:System.String>                docfx: the name of an API, as code
    @<E0E22C7A-…>                       Azure DevOps: a person, whom only its server knows, goes

In code all of these are text.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from errata.articles.markdown.context import parse_context
from errata.articles.markdown.syntax.foreign import mark_foreign
from errata.articles.markdown.syntax.labels import bracket_pairs
from errata.articles.markdown.syntax.spellings import (
    LIQUID_WITHOUT_BLANK,
    page_address,
    read_arguments,
    read_link,
)
from errata.articles.markdown.tokens import (
    add_pattern_rule,
    push_inside,
    push_link,
    push_picture,
    push_text,
)
from errata.data import read_patterns, read_texts
from errata.data.patterns import compile_late
from errata.text.paths import strip_markdown_ending

# They only keep a generator from reading others.
RAW: Final = frozenset({"{% raw %}", "{% endraw %}"})
"""Marks without which nothing is missing."""
# What they enclose is for editors.
_COMMENTS: Final = frozenset({"{% comment %}", "{{< comment >}}"})
# Hexo's links to a post and to a file: `{% post_link the-post A title %}`.
_LINKS: Final = frozenset({"post_link", "asset_link"})
# Characters of one mark: it bounds the work for each brace.
_LONGEST: Final = 1000
_FORMS: Final = read_patterns("templates")
# "{% if x %}", "{%- a %}", "{%note a%}" and "{%endif%}" yes; "{%%pkey%%}" and "{%name%}", a
# placeholder, no.
_LIQUID: Final = compile_late(rf"\{{%[-+]?(?:\s+|{LIQUID_WITHOUT_BLANK})([A-Za-z_][\w-]*)")
# The end of what nobody is to see: "{% endcomment %}", "{{< /comment >}}" and "{{%/comment%}}" yes;
# "{% comment %}" no.
END_OF_COMMENT: Final = r"(?:\{%[-+]?\s*endcomment\s*[-+]?%\}|\{\{[<%]\s*/\s*comment\s*[>%]\}\})"
_ENDCOMMENT: Final = compile_late(END_OF_COMMENT)


def extend(md: MarkdownIt) -> None:
    """Add the inline rules before those of links and code."""
    md.inline.ruler.before("link", "template_target", _read_target)
    md.inline.ruler.before("backticks", "template", _read_mark)
    add_pattern_rule(md, ("backticks", "glossary_term"), _FORMS["term"], _push_term)
    add_pattern_rule(md, ("backticks", "api_name"), _FORMS["api"], _push_api_name)
    add_pattern_rule(md, ("backticks", "person"), _FORMS["person"], _drop_person)


def _read_mark(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    if state.src[state.pos] != "{":
        return False
    if state.src.startswith(("{{<", "{{%"), state.pos):
        return _read_shortcode(state, silent=silent)
    if state.src.startswith("{%", state.pos):
        return _read_liquid(state, silent=silent)
    if state.src.startswith("{{", state.pos):
        return _read_value(state, silent=silent) or _read_variable(state, silent=silent)
    return _read_role(state, silent=silent)


def _push_term(state: StateInline, match: re.Match[str]) -> None:
    push_text(state, match[1])
    mark_foreign(state, "%%…%%", match[0], is_replaced=True)


def _push_api_name(state: StateInline, match: re.Match[str]) -> None:
    code = state.push("code_inline", "code", 0)
    code.markup, code.content = "`", _FORMS["api_signs"].sub("", match["name"])
    mark_foreign(state, "<xref:…>", match[0], is_replaced=True)


def _drop_person(state: StateInline, match: re.Match[str]) -> None:
    mark_foreign(state, "@<…>", match[0], is_replaced=False)


def _read_shortcode(state: StateInline, *, silent: bool) -> bool:
    match = _FORMS["shortcode"].match(state.src, state.pos, state.posMax)
    if not match:
        return False
    close = ">}}" if match[1] == "<" else "%}}"
    end = state.src.find(close, match.end(), min(state.posMax, state.pos + _LONGEST))
    if end < 0:
        return False
    form = f"{{{{< {match[2].lower()} >}}}}"
    attributes, _ = read_arguments(state.src[match.end() : end])
    text, target = read_link(attributes)
    if target:
        return _push_link(state, form, (text, target), end + len(close), silent=silent)
    if not silent and (text := attributes.get("text", "")):
        push_text(state, text)
    return _take_out(state, form, _end_of(state, form, end + len(close)), silent=silent)


def _read_liquid(state: StateInline, *, silent: bool) -> bool:
    match = _LIQUID.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    end = state.src.find("%}", match.end(), min(state.posMax, state.pos + _LONGEST))
    if end < 0:
        return False
    start, name = end + len("%}"), match[1].lower()
    _, words = read_arguments(state.src[match.end() : end]) if name in _LINKS else ((), ())
    if words:
        link = " ".join(words[1:]) or words[0], page_address(words[0])
        return _push_link(state, f"{{% {name} %}}", link, start, silent=silent)
    if name != "raw":
        form = f"{{% {name if name == 'end' else name.removeprefix('end')} %}}"
        return _take_out(state, form, _end_of(state, form, start), silent=silent)
    close = _FORMS["endraw"].search(state.src, start, min(state.posMax, start + _LONGEST))
    if not close:
        return _take_out(state, "{% raw %}", start, silent=silent)
    if not silent:
        push_text(state, state.src[start : close.start()])
    state.pos = close.end()
    return True


def _end_of(state: StateInline, form: str, start: int) -> int:
    """Return where a mark that ends at `start` ends with what it hides, which is near."""
    if form not in _COMMENTS:
        return start
    close = _ENDCOMMENT.search(state.src, start, min(state.posMax, start + _LONGEST))
    return close.end() if close else start


def _read_end(state: StateInline, close: str, form: str, *, silent: bool) -> bool:
    """Read a mark up to its closing characters, which are near."""
    end = state.src.find(close, state.pos, min(state.posMax, state.pos + _LONGEST))
    return end >= 0 and _take_out(state, form, end + len(close), silent=silent)


def _read_value(state: StateInline, *, silent: bool) -> bool:
    """Read a variable whose value the other generator's settings have; one with a filter goes."""
    match = _FORMS["variable"].match(state.src, state.pos, state.posMax)
    if not match or match[2].strip(" -") or state.src[state.pos - 1 : state.pos] == "{":
        return False
    value = parse_context(state.env).variables.get(match[1])
    if not value:
        return False
    if not silent:
        state.push("text", "", 0).content = value
        mark_foreign(state, f"{{{{ {match[1]} }}}}", match[0], is_replaced=True)
    state.pos = match.end()
    return True


def _read_variable(state: StateInline, *, silent: bool) -> bool:
    if call := _FORMS["call"].match(state.src, state.pos, state.posMax):
        return _read_end(state, ") }}", f"{{{{ {call[1]}() }}}}", silent=silent)
    context = parse_context(state.env)
    if context.is_mdx and (match := _FORMS["annotation"].match(state.src, state.pos, state.posMax)):
        return _take_out(state, "{{ … }}", match.end(), silent=silent)
    is_template = "templates" in context.dialects
    if is_template and (match := _FORMS["expression"].match(state.src, state.pos, state.posMax)):
        return _take_out(state, "{{ … }}", match.end(), silent=silent)
    match = _FORMS["variable"].match(state.src, state.pos, state.posMax)
    if not match or state.src[state.pos - 1 : state.pos] == "{":
        return False
    root = match[1].lstrip("$").split(".")[0] or f".{match[1].split('.')[1]}"
    is_root = "." in match[1] and root in read_texts("directives", "template-roots")
    if not is_template and not is_root:
        return False
    return _take_out(state, f"{{{{ {match[1]} }}}}", match.end(), silent=silent)


def _push_link(
    state: StateInline, form: str, link: tuple[str, str], end: int, *, silent: bool
) -> bool:
    if not silent:
        text, target = link
        push_link(state, target_url(state.md, target), text)
        mark_foreign(state, form, state.src[state.pos : end], is_replaced=True)
    state.pos = end
    return True


def target_url(md: MarkdownIt, written: str) -> str:
    """Return the address of a target with marks; pages are found as the other generator does."""
    match = _FORMS["reference"].search(written)
    fragment = _FORMS["mark"].sub("", written)
    if not match:
        # An address that begins with a setting of the other generator is unknown here.
        is_known = not _FORMS["mark"].match(written) or _FORMS["site_root"].match(written)
        return md.normalizeLink(fragment) if is_known else ""
    if page := match[1]:
        return md.normalizeLink(f"{page_address(page)}{fragment}")
    if post := match["post"]:
        return md.normalizeLink(f"/_posts/{strip_markdown_ending(post)}.md{fragment}")
    path = next(filter(None, match.groups()))
    return md.normalizeLink(f"/{path.lstrip('/')}{fragment}")


def _take_out(state: StateInline, form: str, end: int, *, silent: bool) -> bool:
    if not silent:
        mark_foreign(state, form, state.src[state.pos : end], is_replaced=form in RAW)
    state.pos = end
    return True


def _read_role(state: StateInline, *, silent: bool) -> bool:
    match = _FORMS["role"].match(state.src, state.pos, state.posMax)
    if not match:
        return False
    name = match[1].lower()
    is_known = name in read_texts("directives", "text-roles") or name in _ELEMENTS
    if not is_known and "roles" not in parse_context(state.env).dialects:
        return False
    end = state.src.find(match[2], match.end(), min(state.posMax, state.pos + _LONGEST))
    if end < 0:
        return False
    if not silent:
        _push_role(state, name, state.src[match.end() : end], end + len(match[2]))
    state.pos = end + len(match[2])
    return True


# Role -> element that says the same.
_ELEMENTS: Final = {"kbd": "kbd", "sub": "sub", "sup": "sup", "code": "code", "samp": "samp"}


def _push_role(state: StateInline, name: str, text: str, end: int) -> None:
    titled = _FORMS["titled"].match(text)
    label = titled[1] if titled and titled[1] else text.lstrip("!~")
    if element := _ELEMENTS.get(name):
        state.push(f"{element}_open", element, 1)
        push_text(state, text)
        state.push(f"{element}_close", element, -1)
    elif name in {"doc", "download"}:
        target = titled[2] if titled else text
        push_link(state, state.md.normalizeLink(target), label)
    else:
        is_icon = name in read_texts("directives", "icon-roles")
        push_text(state, "" if is_icon else label)
        mark_foreign(state, f"{{{name}}}", state.src[state.pos : end], is_replaced=True)


def _read_target(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read a link or picture whose target holds marks or spaces, which markdown would reject."""
    is_picture = state.src.startswith("![", state.pos)
    if not is_picture and state.src[state.pos] != "[":
        return False
    label_start = state.pos + 1 + is_picture
    label_end = bracket_pairs(state).get(label_start - 1, state.posMax)
    # Looked for in the whole text, marks would take time with its square.
    if label_end >= state.posMax or not state.src.startswith("(", label_end + 1):
        return False
    match = _FORMS["target"].match(state.src, label_end + 1, state.posMax)
    if not match or not _FORMS["mark"].search(match[1]):
        match = _FORMS["spaced"].match(state.src, label_end + 1, state.posMax)
        if not match or " " not in match[1]:
            return False
    if not silent:
        _push_target(state, (label_start, label_end), match, is_picture=is_picture)
    state.pos = match.end()
    return True


def _push_target(
    state: StateInline, label: tuple[int, int], match: re.Match[str], *, is_picture: bool
) -> None:
    target = target_url(state.md, match[1])
    form = form_of(match[1])
    if is_picture and target:
        push_picture(state, target, state.src[label[0] : label[1]])
    elif not is_picture:
        if target:
            state.push("link_open", "a", 1).attrs = {"href": target}
        push_inside(state, label)
        if target:
            state.push("link_close", "a", -1)
    if form:
        mark_foreign(state, form, match[1], is_replaced=bool(target))


def form_of(target: str) -> str:
    """Return the first mark of a target as a finding names it; empty if there is none."""
    mark = _FORMS["mark"].search(target)
    written = mark[0] if mark else ""
    if match := _FORMS["shortcode"].match(written):
        return f"{{{{< {match[2]} >}}}}"
    if match := _LIQUID.match(written):
        return f"{{% {match[1]} %}}"
    match = _FORMS["variable"].match(written)
    return f"{{{{ {match[1]} }}}}" if match else written
