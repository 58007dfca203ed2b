"""Compiles a theme's templates.

They come from memory only: a user's own first, then the shipped ones, which `default/<name>`
always names, so that an override can extend what it replaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jinja2 import FunctionLoader, Template, TemplateSyntaxError
from markupsafe import Markup

from errata.site.layout import page_title
from errata.text.breaks import break_long_names
from errata.theme.errors import StrictNames, reject_unused_blocks, to_theme_error
from errata.theme.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from errata.model import TemplateFile, Theme

# What every template can extend, overridden or not.
_DEFAULT: Final = "default/"


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


def _environment(files: Mapping[str, TemplateFile]) -> Sandbox:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        file = files.get(name)
        return (file.text, file.path, lambda: True) if file else None

    environment = Sandbox(
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
