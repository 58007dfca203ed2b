"""axe finds nothing on any kind of page: light and dark, phone and desk, several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.every_page import LOCALES, ROOT, chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from playwright.sync_api import Page, ViewportSize

    from tests.browser.every_page import Planned

AXE = ROOT / "node_modules/axe-core/axe.min.js"
RUN = """([within, rules]) => axe.run(within, {
  preload: false,
  resultTypes: ["violations"],
  ...(rules.length ? { runOnly: { type: "rule", values: rules } } : {}),
  rules: { "target-size": { enabled: true } },
}).then((result) => result.violations)"""
"""Every rule for WCAG 2.2 AA and of best practice; the size of targets is off unless asked for."""
COLOURED = ("color-contrast", "link-in-text-block")
"""Rules that look at colours: all that is asked again where nothing else differs."""
SOAK = pytest.mark.soak
"""What looks at one more combination of what other tests look at one by one: `make soak`."""
FOLD = """([open, which]) =>
  document.querySelectorAll(which).forEach((it) => { it.open = open; })"""
LOG = (
    """\
1 start
2 RED-520025 Communication failed with tracking server 'http://192.0.2.1'. Check it.
3 RED-529999 what? \u202e<img src=x onerror=alert(1)>
4 """
    + "without-an-end" * 200
    + """ RED-520025
"""
)
QUERIES = ("RED-520025", "RED-520026", "markup&product=Campaign", "zzzz")
"""A code, an unknown one near it, words and a product, and nothing."""
NORMAL: ViewportSize = {"width": 1280, "height": 900}
ZOOMED: ViewportSize = {"width": 320, "height": 256}
"""What a window of 1280 by 1024 shows at 400 per cent (WCAG 2.2, 1.4.10)."""


def violations(page: Page, rules: tuple[str, ...] = (), within: str = "html") -> list[str]:
    """What axe reports, with the first element of each."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE.read_text("utf-8"))
    violations_found = page.evaluate(RUN, [within, list(rules)])
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:300]}" for fault in violations_found]


FORMS: dict[str, tuple[ViewportSize, str]] = {
    "normal": (NORMAL, "none"),
    "zoomed": (ZOOMED, "none"),
    "forced colours": (NORMAL, "active"),
}
ALL_FORMS = [(scheme, form) for scheme in ("light", "dark") for form in FORMS]
EACH_FORM = [("light", "normal"), ("dark", "zoomed")]
ONE_FORM = [("light", "zoomed")]
"""What words of another language can break: room for them, and every element unfolded."""
OTHERS = tuple(locale for locale in LOCALES if locale != "en")
MATRIX = [
    pytest.param("en", EACH_FORM, id="en"),
    *(pytest.param(locale, ONE_FORM, id=f"{locale}, its share") for locale in OTHERS),
    *(pytest.param(locale, ALL_FORMS, id=f"{locale}, all", marks=SOAK) for locale in LOCALES),
]
"""Each page in English, and in one of the other languages. In `make soak` each in each."""
SHARES = [
    pytest.param("en", False, id="en"),
    *(pytest.param(locale, True, id=f"{locale}, its share") for locale in OTHERS),
    *(pytest.param(locale, False, id=f"{locale}, all", marks=SOAK) for locale in OTHERS),
]
"""The same without forms."""


def shared_out(items: Sequence[str], locale: str) -> Sequence[str]:
    """Those of the items that are looked at in this one of the other languages."""
    return items[OTHERS.index(locale) :: len(OTHERS)]


def looked_at(pages: list[Planned], locale: str, *, share: bool) -> list[str]:
    """Pages of every template, of which each other language that has some has a share."""
    template = {page.path: page.template for page in pages}
    paths = chosen(pages, locale)
    if not share:
        return paths
    covered = {(template[path], other) for other in OTHERS for path in chosen(pages, other)}
    shares: dict[str, str] = {}
    for index, name in enumerate(sorted({name for name, _ in covered})):
        having = [other for other in OTHERS if (name, other) in covered]
        shares[name] = having[index % len(having)]
    return [path for path in paths if shares[template[path]] == locale]


def in_forms(page: Page, forms: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Scheme and form -> what axe finds; the page stays loaded between them.

    Zoomed, everything that folds is unfolded: collapsibles of an article, then the menu of
    languages, which is looked at alone since it lies over what is below it while it is open.
    """
    faults_by_look = {}
    for scheme, form in forms:
        size, forced = FORMS[form]
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, forced_colors=forced)  # type: ignore[arg-type] # literals
        page.evaluate(FOLD, [False, ".menu"])
        page.evaluate(FOLD, [form == "zoomed", "details:not(.menu)"])
        rules = COLOURED if forced == "active" else ()
        faults_by_look[f"{scheme}, {form}"] = violations(page, rules)
        if form == "zoomed" and page.locator(".menu").count():
            page.evaluate(FOLD, [True, ".menu"])
            faults_by_look[f"{scheme}, {form}"] += violations(page, rules, ".menu")
        if form == "zoomed" and page.evaluate("document.documentElement.scrollWidth") > 320:
            faults_by_look[f"{scheme}, {form}"].append("the page scrolls sideways")
    return {look: faults for look, faults in faults_by_look.items() if faults}


@pytest.mark.parametrize(("locale", "forms"), MATRIX)
def test_axe_finds_nothing_on_any_template(
    every: tuple[Path, list[Planned]],
    opened: Callable[..., Page],
    locale: str,
    forms: list[tuple[str, str]],
) -> None:
    site, pages = every
    page, violations_by_page = opened(), {}
    for path in looked_at(pages, locale, share=forms == ONE_FORM):
        page.goto(f"{site.as_uri()}/{path}")
        violations_by_page[path] = in_forms(page, forms)
    assert {path: faults for path, faults in violations_by_page.items() if faults} == {}


def test_every_template_has_a_page_that_axe_looks_at(every: tuple[Path, list[Planned]]) -> None:
    _, pages = every
    paths = {*looked_at(pages, "en", share=False)}
    for locale in OTHERS:
        paths |= {*looked_at(pages, locale, share=True)}
    templates_shown = {page.template for page in pages if page.path in paths}
    templates = {file.name for file in (ROOT / "templates").glob("*.html")}
    # A server shows that for an address which does not exist: tests of it look there.
    assert templates_shown == templates - {"base.html", "404.html"}


@pytest.mark.parametrize(("locale", "forms"), MATRIX)
def test_axe_finds_nothing_in_answers(
    every: tuple[Path, list[Planned]],
    opened: Callable[..., Page],
    locale: str,
    forms: list[tuple[str, str]],
) -> None:
    site, _ = every
    page, violations_by_page = opened(), {}
    for query in QUERIES if forms != ONE_FORM else shared_out(QUERIES, locale):
        page.goto(f"{site.as_uri()}/{locale}/search/index.html?q={query}")
        page.wait_for_selector("[data-results][data-query]")
        violations_by_page[query] = in_forms(page, forms)
    page.goto(f"{site.as_uri()}/{locale}/diagnose/index.html")
    page.fill("[data-log]", LOG)
    page.wait_for_selector(".fault")
    violations_by_page["a log"] = in_forms(page, forms)
    assert {query: faults for query, faults in violations_by_page.items() if faults} == {}


@pytest.mark.parametrize(
    ("path", "scheme", "width"),
    [
        ("en/index.html", "light", 360),
        ("en/KA-19371/index.html", "dark", 1440),
        pytest.param("en/index.html", "dark", 1440, marks=SOAK),
        pytest.param("en/KA-19371/index.html", "light", 360, marks=SOAK),
    ],
)
def test_axe_finds_nothing_in_open_suggestions(
    standing_in: Path, opened: Callable[..., Page], path: str, scheme: str, width: int
) -> None:
    page = opened(
        f"{standing_in.as_uri()}/{path}",
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
    )
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.locator("[role=option]")).to_have_count(7)
    page.keyboard.press("ArrowDown")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_chosen_suggestion_is_told_from_the_others_in_forced_colours(
    standing_in: Path, opened: Callable[..., Page]
) -> None:
    page = opened(f"{standing_in.as_uri()}/en/index.html", forced_colors="active")
    page.keyboard.press("/")
    page.keyboard.type("tracking")
    expect(page.locator("[role=option]")).to_have_count(7)
    page.keyboard.press("ArrowDown")
    style = "getComputedStyle(document.querySelector('[aria-selected=true]')).outlineStyle"
    assert page.evaluate(style) == "solid"


def test_axe_would_see_a_colour_that_cannot_be_read(
    standing_in: Path, opened: Callable[..., Page]
) -> None:
    page = opened(f"{standing_in.as_uri()}/en/index.html", color_scheme="dark")
    page.evaluate("document.querySelector('h1').style.color = '#333'")
    assert [f.partition(":")[0] for f in violations(page, COLOURED)] == ["color-contrast"]


def test_axe_would_see_a_fault(standing_in: Path, opened: Callable[..., Page]) -> None:
    page = opened(f"{standing_in.as_uri()}/en/index.html")
    page.evaluate("document.querySelector('form input').closest('label').replaceWith('x')")
    page.evaluate("document.querySelector('form').append(document.createElement('input'))")
    assert [fault.partition(":")[0] for fault in violations(page)] == ["label"]
