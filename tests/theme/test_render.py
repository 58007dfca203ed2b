"""Rendering: overrides, the sandbox, and faults told with file and line."""

from __future__ import annotations

import gzip
import pickle
import re

import pytest

from errata.config import Config
from errata.diagnostics import Span
from errata.errors import ThemeError
from errata.theme import sandbox
from errata.theme.render import PageRenderer
from errata.theme.templates import SHEET, join_style_sheets
from errata.workers import Processes
from tests.site.factories import article, library, plan_of, shipped_theme, small_library
from tests.support.rendering import render_pages

PAGES = plan_of(small_library(), Config()).pages
PAGE = "en/KA-00001/index.html"


def rendered(**overrides: str) -> dict[str, str]:
    files = render_pages(PAGES, shipped_theme(**overrides), Config())
    return {f.path: f.content.decode() for f in files if isinstance(f.content, bytes)}


def fault(**overrides: str) -> ThemeError:
    with pytest.raises(ThemeError) as raised:
        rendered(**overrides)
    return raised.value


def test_every_page_and_every_file_of_the_look_is_rendered_sorted_by_path() -> None:
    paths = list(rendered())
    assert paths == sorted(paths)
    look = {f"assets/{path}" for path in join_style_sheets(shipped_theme().assets)}
    assert look > {"assets/css/errata.css", "assets/js/main.js"}
    assert set(paths) == {page.path for page in PAGES} | look


def test_braces_in_an_article_stay_braces() -> None:
    assert "{{ page.secret }} {% raw %}" in rendered()[PAGE]


def test_text_is_escaped_in_text_and_in_attributes() -> None:
    linked_articles = library(article("KA-00001", fields={"title": 'a"><script>x</script>'}))
    files = render_pages(plan_of(linked_articles, Config()).pages, shipped_theme(), Config())
    pages = [f.content.decode() for f in files if isinstance(f.content, bytes)]
    assert not any("<script>" in page for page in pages)
    assert any('<title>a"&gt;&lt;script&gt;x&lt;/script&gt;' in page for page in pages)
    assert any("a&#34;&gt;&lt;script&gt;" in page for page in pages)


def test_no_title_is_longer_than_is_shown_whatever_the_site_s_name_is() -> None:
    chosen = Config.model_validate({"site": {"name": "Help & more of it, " * 3}})
    files = render_pages(plan_of(small_library(), chosen).pages, shipped_theme(), chosen)
    pages = {f.path: f.content.decode() for f in files if isinstance(f.content, bytes)}
    titles = {
        path: page.partition("<title>")[2].partition("</title>")[0]
        for path, page in pages.items()
        if path.endswith(".html")
    }
    assert {path: title for path, title in titles.items() if not 0 < len(title) <= 70} == {}


def test_what_families_say_is_marked_with_their_language() -> None:
    files = {a.path: a.content for a in render_pages(PAGES, shipped_theme(), Config(), "ar")}
    for path in ("en/codes/index.html", "en/search/index.html"):
        content = files[path]
        assert isinstance(content, bytes)
        assert b' lang="ar" dir="rtl">' in content, path


def test_no_page_has_script_or_style_of_its_own() -> None:
    for path, page in rendered().items():
        if path.endswith(".html"):
            missing = path.endswith("404.html")
            depth = "/" if missing else "../" * path.count("/")
            linked = f'<script src="{depth}assets/js/main.js"></script>'
            assert page.count(linked) == 1, path
            # The page for what does not exist looks for its site at four places besides.
            assert page.count("<script") == page.count("<script src=") == (5 if missing else 1)
            assert "<style" not in page, path
            assert " style=" not in page, path


def test_pages_that_are_no_end_of_a_search_are_kept_from_search_engines() -> None:
    paths_kept = {path for path, page in rendered().items() if 'content="noindex"' in page}
    permalinks = {"e/RED-520025/index.html", "e/SOP-330011/index.html"}
    untranslated = {"ja": (1, 2, 4), "pt-BR": (2, 4)}
    fallbacks = {f"{tag}/KA-0000{n}/index.html" for tag, ns in untranslated.items() for n in ns}
    missing = {"404.html", "ja/404.html", "pt-BR/404.html"}
    assert paths_kept == {"en/KA-00003/index.html", *missing, *permalinks, *fallbacks}


def test_a_block_can_be_overridden_from_a_template_that_extends_the_shipped_one() -> None:
    base = '{% extends "default/base.html" %}{% block footer %}<footer>mine</footer>{% endblock %}'
    pages = rendered(base__html=base)
    assert "<footer>mine</footer>" in pages[PAGE]
    assert "<footer>mine</footer>" in pages["en/codes/index.html"]
    assert "<h1>Tracking stops for KA-00001</h1>" in pages[PAGE]


def test_an_override_of_an_article_can_keep_what_it_extends() -> None:
    text = '{% extends "default/article.html" %}{% block keywords %}<hr>{{ super() }}{% endblock %}'
    assert "<hr><section>\n<h2>Keywords</h2>" in rendered(article__html=text)[PAGE]


def test_a_page_without_its_own_text_weighs_less_than_five_kilobytes() -> None:
    pages = rendered()
    before, opening, rest = pages[PAGE].partition('<div class="body"')
    body, closing, after = rest.partition("</div>\n<footer")
    assert body.count("<p>") > 3
    assert len(gzip.compress(f"{before}{opening}{closing}{after}".encode())) < 5_000


def test_the_style_sheet_weighs_less_than_eight_kilobytes() -> None:
    assert len(gzip.compress(join_style_sheets(shipped_theme().assets)[SHEET])) < 8_000


def test_a_syntax_error_is_found_in_a_template_that_no_page_uses() -> None:
    error = fault(unused__html="<p>\n{% if page %}\n<p>{{ page.layout }\n")
    assert error.span == Span("mine/unused.html", 3)
    assert "syntax error" in error.message


@pytest.mark.parametrize("text", ["{% if page %}" * 2_000, "{{ " + "(" * 2_000 + "1"])
def test_a_template_that_nests_too_deeply_to_be_read_is_named(text: str) -> None:
    error = fault(unused__html=text)
    assert error.span == Span("mine/unused.html")
    assert "too deeply" in error.message


def test_an_unknown_attribute_is_told_with_its_line_and_a_suggestion() -> None:
    text = '{% extends "default/article.html" %}\n{% block body %}\n{{ page.boddy }}{% endblock %}'
    error = fault(article__html=text)
    assert error.span == Span("mine/article.html", 3)
    assert error.message == "`ArticleView` has no `boddy`"
    assert error.help == "did you mean `body`?"


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("\n{{ pages.title }}", "`pages` is not defined", "did you mean `page`?"),
        ("\n{{ ui.hom }}", "`Strings` has no `hom`", "did you mean `home`?"),
        ("\n{{ ui('nothing') }}", "there is no interface string `nothing`", "add it to"),
        ("\n{{ site.title }}", "`SiteView` has no `title`", "it has: `name`, `url`"),
        ('\n{% include "partials/cards.html" %}', "does not exist", "`partials/card.html`"),
        ("\n{{ page.__class__ }}", "does what the sandbox forbids", "use the values"),
        ("\n{{ ''.__class__.__mro__ }}", "does what the sandbox forbids", "use the values"),
        ("\n{{ 'a' * 10**9 }}", "`*` would make more than 1,000,000 characters", ""),
        ("\n{{ 9 ** 10000000 }}", "`**` would make more than 1,000,000 characters", ""),
        ("\n{{ 1 // 0 }}", "the template fails: integer division", ""),
    ],
)
def test_a_fault_while_rendering_has_the_template_s_file_and_line(
    text: str, message: str, remedy: str
) -> None:
    error = fault(home__html=text)
    assert error.span == Span("mine/home.html", 2)
    assert message in error.message
    assert remedy in error.help


@pytest.mark.parametrize(
    "endless",
    [
        "{% for a in range(9000) %}{% for b in range(9000) %}{% endfor %}{% endfor %}",
        "{% for a in range(9000)|map('string') %}{% for b in a %}{{ b }}{% endfor %}{% endfor %}",
        "{% macro a(n) %}{% if n %}{{ a(n-1) ~ a(n-1) }}{% endif %}{% endmacro %}{{ a(99) }}",
    ],
)
def test_a_template_that_does_not_come_to_an_end_is_stopped_with_its_line_and_the_limit(
    endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_STEPS", 20_000)
    error = fault(home__html=f"\n{endless}")
    assert error.span == Span("mine/home.html", 2)
    assert error.message.endswith("it takes more than 20,000 steps for one page")
    assert error.help == "look for a loop within a loop, or for a macro that calls itself"


@pytest.mark.parametrize("joined", ["n.made ~ n.made", "n.made + n.made", "n.number * n.number"])
def test_a_text_that_a_template_doubles_is_stopped_before_it_fills_the_memory(
    joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "MOST_JOINED", 100_000)
    names = "{% set n = namespace(made='ab', number=9) %}"
    name = "number" if "number" in joined else "made"
    loop = f"{{% for a in range(99) %}}{{% set n.{name} = {joined} %}}{{% endfor %}}"
    error = fault(home__html=f"\n{names}{loop}")
    assert error.span == Span("mine/home.html", 2)
    assert re.search("make(s)? more than [0-9,]+ characters", error.message)


@pytest.mark.parametrize(
    "large",
    [
        *("'x'|center(3000000000)", "'x'.zfill(width)", "'%3000000000d' % 1", "'%*d' % (width, 1)"),
        *("'{:3000000000}'.format(1)", "'{:{}}'.format(1, width)", "'%3000000000d'|format(1)"),
        *("text|replace('x', text)", "text.replace('x', text)", "text|list|join(text)"),
        *("text.join(text)", "text|map('upper')|join(text)", "text|wordwrap(1, true, text)"),
        "text|wordwrap(1)",
        *("text|indent(width=width)", "[1]|batch(width)|list", "text.translate({120: text})"),
        "{% for a in range(900) %}{{ text }}{% endfor %}",
    ],
)
def test_what_a_template_makes_at_once_is_bounded(large: str) -> None:
    shown = large if large.startswith("{%") else f"{{{{ {large} }}}}"
    names = "{% set text = 'x' * 90000 %}{% set width = 3000000000 %}"
    error = fault(home__html=f"\n{names}{shown}")
    assert error.message.endswith("makes more than 50,000,000 characters")


def test_filters_and_methods_of_texts_make_what_they_always_made() -> None:
    text = """{{ 'ab'.center(6) }}|{{ 'a-b'.replace('-', '+') }}|{{ '%05.1f' % 2.25 }}|
{{ ['a', 'b']|map('upper')|join(', ') }}|{{ '{:>4}'.format(7) }}|{{ 7 % 4 }}|{{ 'a'|indent(2) }}|
{{ [1, 2, 3]|batch(2)|list }}|{{ 'a b'|wordwrap(1) }}"""
    html = rendered(home__html=text)["en/index.html"]
    assert html == "  ab  |a+b|002.2|\nA, B|   7|3|a|\n[[1, 2], [3]]|a\nb"


@pytest.mark.parametrize(
    "hostile",
    [
        "ui._messages",
        "ui.__init__",
        "ui.forms.__func__",
        "ui['__class__']",
        "page.layout.__dict__",
        "page['__class__']",
        "page|attr('__class__')",
        "(page.layout.title ~ '').__class__",
        "'{0.__class__}'.format(page)",
        "page.layout.title.format.__self__",
        "page.layout.languages.append(1)",
        "[1].append(2)",
    ],
)
def test_a_template_reaches_nothing_behind_the_values_that_it_sees(hostile: str) -> None:
    error = fault(home__html=f"\n{{{{ {hostile} }}}}")
    assert error.span == Span("mine/home.html", 2)
    assert "forbids" in error.message or "has no" in error.message, error.message


def test_what_a_template_puts_out_is_escaped_unless_it_is_markup() -> None:
    text = """{{ '<a>' }}{{ 1 < 2 }}{% set x %}<b>{{ "&'" }}</b>{% endset %}{{ x }}{{ x ~ '<' }}
{% macro m(t) %}<i>{{ t }}</i>{% endmacro %}{{ m('"') }}{{ ['<']|join('>') }}{{ '<u>'|safe }}"""
    html = rendered(home__html=text)["en/index.html"]
    assert html == "&lt;a&gt;True<b>&amp;&#39;</b><b>&amp;&#39;</b>&lt;\n<i>&#34;</i>&lt;<u>"


def test_a_template_that_extends_itself_is_told_how_to_extend_the_shipped_one() -> None:
    error = fault(home__html='{% extends "home.html" %}')
    assert error.message == "the template extends or includes itself"
    assert "`default/home.html`" in error.help
    assert "`default/base.html`" in fault(base__html='{% extends "base.html" %}').help


def test_a_block_that_overrides_none_is_told() -> None:
    error = fault(base__html='{% extends "default/base.html" %}\n{% block foter %}{% endblock %}')
    assert error.message == "`default/base.html` has no block `foter`"
    assert error.span == Span("mine/base.html", 2)
    assert error.help == "did you mean `footer`?"
    # Of a whole family: what the user's own base adds is there for the pages that extend it.
    footer = "{% block footer %}{% block own %}{% endblock %}{% endblock %}"
    own = f'{{% extends "default/base.html" %}}{footer}'
    page = '{% extends "default/home.html" %}{% block own %}mine{% endblock %}'
    assert "mine" in rendered(base__html=own, home__html=page)["en/index.html"]


def test_a_template_has_no_way_to_chance_or_to_what_jinja_adds() -> None:
    assert "is not defined" in fault(home__html="{{ lipsum() }}").message
    assert "syntax error" in fault(home__html="{{ [1, 2]|random }}").message


def test_rendering_twice_gives_the_same_bytes() -> None:
    assert rendered() == rendered()


def test_a_renderer_that_travelled_makes_the_same_bytes() -> None:
    locales = tuple(sorted({page.locale for page in PAGES}))
    renderer = PageRenderer(shipped_theme(), Config(), locales)
    pages = [renderer(page.look()) for page in PAGES]  # its compiled templates stay here
    travelled = pickle.loads(pickle.dumps(renderer))  # noqa: S301 - made right here
    assert [travelled(page.look()) for page in PAGES] == pages


def test_a_fault_of_a_template_arrives_whole_from_another_process() -> None:
    theme = shipped_theme(**{"article.html": "\n\n{{ page.titel }}"})
    with pytest.raises(ThemeError) as raised:
        render_pages(PAGES, theme, Config(), over=Processes(2, worthwhile=0))
    assert raised.value.span == Span("mine/article.html", 3)
    assert "no `titel`" in raised.value.message
    assert "title" in raised.value.help
