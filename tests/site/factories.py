"""Articles, libraries and the shipped theme, made by hand for tests."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import escape
from msgspec.structs import replace

from errata.config import Config
from errata.model import (
    Article,
    ArticleContent,
    ArticleRef,
    AssetRef,
    Body,
    CodeRef,
    Embedded,
    EmbeddedRef,
    Family,
    Heading,
    Library,
    Mention,
    Metadata,
    Position,
    Section,
    SectionKind,
    TemplateFile,
    Theme,
)
from errata.site.context import SiteContext
from errata.site.plan import finish_steps, make_bundle, open_site, plan_in_steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from errata.model import Ref
    from errata.site.plan import SitePlan

TEMPLATES = Path(__file__).parents[2] / "templates"
FAMILIES = {
    "RED": Family("RED", r"RED-52\d{4}", "Campaign", "Redirection server", "RED-520025"),
    "SOP": Family(
        "SOP",
        r"SOP-33\d{4}",
        "Campaign",
        "SOAP calls",
        "SOP-330011",
        url="https://docs.example.com/soap",
        wrapper=True,
    ),
}


def metadata(number: str, **changes: object) -> Metadata:
    """A complete front matter; `changes` are fields of `Metadata`."""
    base = Metadata(
        title=f"Tracking stops for {number}",
        description="No clicks are counted, because the redirection server does not answer.",
        number=number,
        solutions=("Campaign",),
        products=("Campaign",),
        applies_to=("Campaign Classic v7",),
        keywords=("tracking", "RED-520025 in the log"),
        created=datetime(2023, 12, 31, 23, 30, tzinfo=UTC),
        published=datetime(2024, 4, 17, 12, 38, 19, tzinfo=UTC),
        version=3,
    )
    return replace(base, **changes)


def mention(code: str, where: str = "prose") -> Mention:
    """A mention whose family is the code's prefix."""
    return Mention(code, code.partition("-")[0], where, 1, surface=code)


def article(
    number: str, locale: str = "en", *, fields: Mapping[str, object] | None = None
) -> Article:
    """An article with one heading and no links; `fields` replace those of its metadata."""
    data = metadata(number, **(fields or {}))
    return Article(
        source=f"{locale}/{number}.md",
        locale=locale,
        metadata=data,
        anchors=frozenset({"resolution"}),
        held=ArticleContent(
            title=Body((str(escape(data.title)),)),
            body=Body(('<h2 id="resolution">Resolution</h2>\n<p>Start the server.</p>\n',)),
            headings=(Heading(2, "resolution", "Resolution", 9, SectionKind.RESOLUTION),),
            sections=(
                Section(SectionKind.RESOLUTION, "resolution", "Resolution", "Start the server."),
            ),
        ),
    )


def with_content(base: Article, **changes: object) -> Article:
    """The article with other values in fields of its content."""
    return replace(base, held=replace(base.held.load(), **changes))


def linked(base: Article, *pieces: str | Ref) -> Article:
    """The article with a body of alternating HTML and references."""
    parts = tuple(piece for piece in pieces if isinstance(piece, str))
    refs = tuple(piece for piece in pieces if not isinstance(piece, str))
    files = tuple(ref for ref in refs if isinstance(ref, AssetRef))
    return replace(with_content(base, body=Body(parts, refs)), files=files)


def library(*articles: Article, assets: Iterable[str] = ()) -> Library:
    """Linked as the link stage does it: English first, codes of visible articles only."""
    locales = tuple(sorted({a.locale for a in articles}, key=lambda tag: (tag != "en", tag)))
    ordered = tuple(sorted(articles, key=lambda a: (locales.index(a.locale), a.number)))
    codes: dict[str, dict[str, set[str]]] = {}
    for made in ordered:
        for code in () if made.metadata.hidden else made.codes:
            codes.setdefault(code, {}).setdefault(made.locale, set()).add(made.number)
    return Library(
        articles=ordered,
        by_key={(a.locale, a.number): a for a in reversed(ordered)},
        locales=locales,
        translations={
            number: tuple(a.locale for a in ordered if a.number == number)
            for number in sorted({a.number for a in ordered})
        },
        codes={
            code: {tag: tuple(sorted(numbers)) for tag, numbers in sorted(where.items())}
            for code, where in sorted(codes.items())
        },
        families=FAMILIES,
        assets=dict.fromkeys(assets, 10),
    )


def shipped_theme(**overrides: str) -> Theme:
    """The templates of the repository; overrides by name, with `__` for the dot."""
    names = {p: p.relative_to(TEMPLATES).as_posix() for p in sorted(TEMPLATES.rglob("*"))}
    return Theme(
        defaults={
            name: TemplateFile(path.read_text("utf-8"), f"templates/{name}")
            for path, name in names.items()
            if name.endswith(".html")
        },
        overrides={
            name.replace("__", "."): TemplateFile(text, f"mine/{name.replace('__', '.')}")
            for name, text in overrides.items()
        },
        strings=strings(),
        assets={
            name.removeprefix("assets/"): path.read_bytes()
            for path, name in names.items()
            if name.startswith("assets/") and path.is_file()
        },
    )


@cache
def strings() -> dict[str, dict[str, str]]:
    """The interface's words as they ship, by locale."""
    files = sorted((TEMPLATES / "strings").glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in files}


def context_of(linked_articles: Library, config: Config | None = None) -> SiteContext:
    """What outputs are made from, with the shipped words."""
    return SiteContext(linked_articles, config or Config(), strings())


def plan_of(linked_articles: Library, config: Config | None = None) -> SitePlan:
    """The plan of a site with the shipped words."""
    return finish_steps(
        plan_in_steps(open_site(linked_articles, config or Config(), strings()), make_bundle)
    )


BODY: tuple[str | Ref, ...] = (
    "<p>The log shows <a",
    CodeRef("RED-520025"),
    ' class="code">RED-520025</a> and {{ page.secret }} {% raw %}, see <a',
    ArticleRef("KA-00002", "resolution", "", Position(4)),
    '>another article</a>.</p>\n<p><img alt="The log"',
    AssetRef("en/assets/log.png", "src", Position(5)),
    '> <img alt="A lost picture"',
    AssetRef("en/assets/lost.png", "src", Position(6)),
    '> <img alt="Pasted"',
    EmbeddedRef("en/embedded/0123.png"),
    (
        '></p>\n<h2 id="description">Description</h2>\n<h3 id="environment">Environment</h3>\n'
        "<p>Campaign Classic</p>\n"
        '<div class="callout callout-note">\n<p class="callout-title">Note</p>\n<p>Careful.</p>\n'
        '</div>\n<table class="table">\n<thead>\n<tr>\n<th scope="col">Code</th>\n'
        '<th class="ta-right" scope="col">Times</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td>RED-520025</td>\n<td class="ta-right">3</td>\n</tr>\n</tbody>\n</table>\n'
        "<pre><code>first  \n  second &lt;host&gt;\n</code></pre>\n"
        '<h2 id="resolution">Resolution</h2>\n'
        '<details class="collapsible"><summary>More</summary>\n<p>Start it <kbd>Enter</kbd>.</p>\n'
        "</details>\n"
    ),
)


def full_article(number: str = "KA-00001", locale: str = "en", **fields: object) -> Article:
    """An article that has everything a page can show."""
    subject = linked(article(number, locale, fields=fields), *BODY)
    headings = (
        Heading(2, "description", "Description", 5, SectionKind.DESCRIPTION),
        Heading(3, "environment", "Environment", 6, SectionKind.ENVIRONMENT),
        Heading(2, "resolution", "Resolution", 9, SectionKind.RESOLUTION),
    )
    pictures = (Embedded("en/embedded/0123.png", b"\x89PNG"),)
    return replace(
        with_content(subject, headings=headings, embedded=pictures),
        anchors=frozenset(heading.id for heading in headings),
        mentions=(mention("RED-520025", "keywords"), mention("SOP-330011")),
        external=("images.example.com",),
        embeds=tuple(picture.path for picture in pictures),
    )


def small_library() -> Library:
    """Two locales, codes, pictures, a hidden and a machine-translated article."""
    return library(
        full_article(),
        full_article("KA-00001", "pt-BR", title="O rastreamento para", machine_translated=True),
        article("KA-00002", fields={"solutions": (), "products": (), "description": ""}),
        article("KA-00003", fields={"hidden": True, "title": '<b>Archived</b> & "gone" ' * 5}),
        article("KA-00004", fields={"solutions": ("Journey Optimizer", "Campaign")}),
        article("KT-10959", "ja", fields={"title": "トラッキング" * 20, "audience": ("Admin",)}),
        assets=["en/assets/log.png", "en/assets/unused.png"],
    )
