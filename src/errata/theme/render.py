"""Renders pages: templates and views in, files of HTML out.

Templates come from memory only: a user's own first, then the shipped ones, which `default/<name>`
always names, so that an override can extend what it replaces. They run in Jinja's sandbox, see
nothing but `page`, `ui`, `site` and `data`, a page's structured data, and are all compiled before
the first page is rendered.
Articles are values, never template source: braces in their text stay braces.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from jinja2 import FunctionLoader, Template, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from errata.diagnostics import Span
from errata.mapper import map_serially
from errata.model import Artifact
from errata.site.layout import layout_of, page_title
from errata.site.views import Link
from errata.text.breaks import break_long_names
from errata.text.locales import text_direction
from errata.text.strings import Strings, strings_for
from errata.theme.errors import (
    StrictNames,
    missing_template_error,
    reject_unused_blocks,
    to_theme_error,
)
from errata.theme.structured_data import structured_data
from errata.theme.styles import join_style_sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from errata.config import Config
    from errata.mapper import Mapper
    from errata.model import Page, TemplateFile, Theme

# The file of a theme that is every page's icon.
_ICON: Final = "icon.svg"
# Characters: the shipped one has 500, which are 0.3 kB of a page.
_LARGEST_ICON: Final = 1_000
# What every template can extend, overridden or not.
_DEFAULT: Final = "default/"


@dataclass(frozen=True, slots=True)
class SiteView:
    """What every template knows of the site, in the language of its page."""

    name: str
    url: str
    description: str
    locales: tuple[str, ...]
    # Families describe their codes in one language, whatever the page's.
    codes_lang: str = "en"
    codes_dir: str = "ltr"
    footer: tuple[Link, ...] = ()
    """Texts and links at the foot of every page."""
    icon: str = ""
    """The theme's icon within the page; empty if it is too large for that."""


def render_pages(
    pages: Iterable[Page],
    theme: Theme,
    config: Config,
    families_locale: str = "en",
    *,
    over: Mapper = map_serially,
) -> tuple[Artifact, ...]:
    """Every page as a file, and the theme's own files, sorted by path; `over` runs the pages.

    Raises:
        ThemeError: with the template's file and line, if one has a syntax error, asks for a name
            that does not exist, or does what the sandbox forbids.
    """
    listed = tuple(pages)
    locales = tuple(sorted({page.locale for page in listed}))
    render = PageRenderer(theme, config, locales, families_locale)
    # All of them before the first page, so that an error shows whichever pages a site has.
    render.compile_templates()
    made = over(render, listed)
    files = [Artifact(page.path, data) for page, data in zip(listed, made, strict=True)]
    look = join_style_sheets(theme.assets, config.site.colours)
    files.extend(Artifact(f"assets/{path}", data) for path, data in look.items())
    return tuple(sorted(files, key=lambda artifact: artifact.path))


@dataclass(frozen=True)
class PageRenderer:
    """Makes the bytes of a page's file. Other processes get what it compiles from, and compile."""

    theme: Theme
    config: Config
    locales: tuple[str, ...]
    """Of all pages of the site."""
    families_locale: str = "en"

    def __call__(self, page: Page) -> bytes:
        """The page as HTML.

        Raises:
            ThemeError: with the template's file and line.
        """
        return _render(page, self._templates, *self._interfaces[page.locale])

    def compile_templates(self) -> None:
        """Find out whether they can be compiled, before a page asks.

        Raises:
            ThemeError: on the first syntax error or block that overrides nothing, by template.
        """
        _ = self._templates

    def __getstate__(self) -> dict[str, object]:
        """Without compiled templates, which cannot travel."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @cached_property
    def _templates(self) -> TemplateSet:
        return compile_all(self.theme)

    @cached_property
    def _interfaces(self) -> dict[str, tuple[Strings, SiteView]]:
        """Words, and what templates know of the site, by locale."""
        icon = _written_out(self.theme.assets.get(_ICON, b""))
        return {
            tag: (
                strings_for(tag, self.theme.strings),
                _site(tag, self.locales, self.config, self.families_locale, icon),
            )
            for tag in self.locales
        }


@dataclass(frozen=True, slots=True)
class TemplateSet:
    """A theme's templates, compiled."""

    by_name: Mapping[str, Template]
    files: Mapping[str, TemplateFile]


def compile_all(theme: Theme) -> TemplateSet:
    """Every template of the theme.

    Raises:
        ThemeError: on the first syntax error or block that overrides nothing, by template.
    """
    shipped = {f"{_DEFAULT}{name}": file for name, file in theme.defaults.items()}
    own = {**theme.defaults, **theme.overrides}
    files = {**own, **shipped}
    environment = _environment(files)
    compiled = {}
    # A shipped template is compiled under `default/` only where the plain name is another's.
    for name in sorted({*own, *(f"{_DEFAULT}{name}" for name in theme.overrides)} & files.keys()):
        try:
            compiled[name] = environment.get_template(name)
            if name in theme.overrides:
                reject_unused_blocks(environment, files, name)
        except TemplateSyntaxError as error:
            raise to_theme_error(error, files, name) from error
    return TemplateSet(compiled, files)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's, with direct access to the fields of views, which are plain values.

    This halves the time of a page: most of it went into asking whether a text is a code object.
    """

    def getattr(self, obj: object, attribute: str) -> object:
        """The field, or what the sandbox allows of anything else."""
        fields = getattr(type(obj), "__dataclass_fields__", ())
        if attribute in fields and not attribute.startswith("_"):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


def _environment(files: Mapping[str, TemplateFile]) -> ImmutableSandboxedEnvironment:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = files.get(name)
        return (file.text, file.path, lambda: True) if file else None

    environment = _Sandbox(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictNames,
        # A line with a statement alone leaves no line in the page.
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates are in memory: none changes, and all that are compiled are kept.
        auto_reload=False,
        cache_size=-1,
    )
    # The sandbox bounds range(); nothing else of these has a use in a page, and lipsum is random.
    for name in ("lipsum", "cycler", "joiner"):
        del environment.globals[name]
    del environment.filters["random"]
    environment.filters["in_title"] = title_without_tags
    environment.filters["titled"] = with_page_title
    environment.filters["breakable"] = break_long_names
    return environment


def title_without_tags(text: str) -> Markup:
    """For the text of `<title>` only, where quotes are not markup and need not take five bytes."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(escaped)  # noqa: S704 - just escaped


def with_page_title(text: str, site: str) -> Markup:
    """The text of `<title>` for a page that the template names: with the site's name if it fits."""
    return title_without_tags(page_title(text, site))


def _written_out(icon: bytes) -> str:
    """A picture as an address of its own: as a file it takes one of six connections."""
    written = quote(" ".join(icon.decode("utf-8", "replace").split()), safe="=:/(),;!*+-.")
    return f"data:image/svg+xml,{written}" if icon and len(written) <= _LARGEST_ICON else ""


def _site(
    locale: str, locales: tuple[str, ...], config: Config, families_locale: str, icon: str
) -> SiteView:
    footer = tuple(Link(item.text, item.url) for item in config.site.footer)
    return SiteView(
        config.site_name(locale),
        config.site.url,
        config.site_description(locale),
        locales,
        families_locale,
        text_direction(families_locale),
        footer,
        icon,
    )


def _render(page: Page, templates: TemplateSet, ui: Strings, site: SiteView) -> bytes:
    template = templates.by_name.get(page.template)
    if template is None:
        raise missing_template_error(page.template, templates.files, Span(page.template))
    try:
        data = structured_data(layout_of(page), site.name, ui)
        text = template.render(page=page.view, ui=ui, site=site, data=data)
    except Exception as error:  # an expression in a template can fail in any way
        raise to_theme_error(error, templates.files, page.template) from error
    return text.encode("utf-8", "replace")
