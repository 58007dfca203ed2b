"""Compiles a theme's templates, and joins its style sheets into the one that pages load.

Templates come from memory only: a user's own first, then the shipped ones, which `default/<name>`
always names, so that an override can extend what it replaces.

There is a style sheet for each kind of element. A user replaces a part with a file of its name, or
all of them with `css/errata.css`; `css/own.css` comes last, outside the layers, and so takes
precedence over everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, MutableMapping
from types import CodeType
from typing import Any, Final, Protocol

from jinja2 import BaseLoader, Environment, Template, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from errata.config import ColoursConfig
from errata.data.patterns import compile_late
from errata.diagnostics import Span
from errata.errors import ThemeError
from errata.model import TemplateFile, Theme
from errata.site.formatting import break_long_names
from errata.site.layout import page_title
from errata.text.colours import DARK, LIGHT
from errata.theme.errors import StrictNames, reject_unused_blocks, to_theme_error
from errata.theme.sandbox import COUNTED, GROWING, Sandbox, count_items, limit_filter
from errata.values import Record

# The folder of templates that every template can extend, overridden or not.
_DEFAULT: Final = "default/"


TemplateCode = Mapping[str, CodeType]
"""Name of each template of a theme -> its compiled code."""


class TemplateCache(Protocol):
    """Keeps compiled code between builds."""

    def read(self, described: bytes) -> TemplateCode | None:
        """Return the code cached for the same templates, see `describe_templates`; or None."""

    def write(self, described: bytes, code: TemplateCode) -> None:
        """Cache the code, if possible."""


class TemplateSet(Record, frozen=True):
    """A theme's templates, ready to render."""

    by_name: Mapping[str, Template]
    files: Mapping[str, TemplateFile]
    code: TemplateCode


def compile_all(theme: Theme, cache: TemplateCache | None = None) -> TemplateSet:
    """Compile every template of the theme; it takes 0.3 s, so a cache may keep the code.

    Raises:
        ThemeError: on the first syntax error or block that overrides nothing, by template.
    """
    if cache is None:
        return _compile(theme, None)
    described = describe_templates(theme)
    cached = cache.read(described)
    compiled = _compile(theme, cached)
    # Nothing is kept of a theme with a fault, so known templates need no second look.
    if cached is None or cached.keys() != compiled.code.keys():
        cache.write(described, compiled.code)
    return compiled


def _compile(theme: Theme, cached: TemplateCode | None) -> TemplateSet:
    files = _files(theme)
    loader = _Loader(files, dict(cached or {}))
    environment = _environment(loader)
    compiled = {}
    for name in _names(theme):
        try:
            compiled[name] = environment.get_template(name)
            if name in theme.overrides and not cached:
                reject_unused_blocks(environment, files, name)
        except TemplateSyntaxError as error:
            raise to_theme_error(error, files, name) from error
        except RecursionError:
            message = "the template nests tags or brackets too deeply"
            remedy = "divide it into templates that include each other"
            raise ThemeError(message, span=Span(files[name].path), help=remedy) from None
    return TemplateSet(compiled, files, loader.code)


def _files(theme: Theme) -> dict[str, TemplateFile]:
    shipped = {f"{_DEFAULT}{name}": file for name, file in theme.defaults.items()}
    return {**theme.defaults, **theme.overrides, **shipped}


def _names(theme: Theme) -> list[str]:
    """Return the templates' names; a shipped one has `default/` only if it is overridden."""
    own = {*theme.defaults, *theme.overrides}
    return sorted({*own, *(f"{_DEFAULT}{name}" for name in theme.overrides)} & _files(theme).keys())


def describe_templates(theme: Theme) -> bytes:
    """Describe everything that compiled templates depend on other than errata, Jinja and Python."""
    files = _files(theme)
    listed = ((name, files[name].path, files[name].text) for name in sorted(files))
    return repr([sorted(theme.overrides), list(listed)]).encode("utf-8", "backslashreplace")


class _Loader(BaseLoader):
    """Templates in memory, each compiled once."""

    def __init__(self, files: Mapping[str, TemplateFile], code: dict[str, CodeType]) -> None:
        self._files = files
        self.code = code

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source for Jinja."""
        if template not in self._files:
            raise TemplateNotFound(template)
        file = self._files[template]
        return file.text, file.path, lambda: True

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return the template; its code is compiled unless it is known."""
        if name not in self.code:
            text, path, _ = self.get_source(environment, name)
            self.code[name] = environment.compile(text, name, path)
        # A plain dictionary: Jinja's chain of two is copied anew for each page.
        plain = dict(globals or {})
        return environment.template_class.from_code(environment, self.code[name], plain)


def _environment(loader: BaseLoader) -> Sandbox:
    environment = Sandbox(
        loader=loader,
        autoescape=True,
        undefined=StrictNames,
        # A line with a statement alone leaves no line in the page.
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates are in memory: none changes, and all that are compiled are kept.
        auto_reload=False,
        cache_size=-1,
    )
    environment.filters[COUNTED] = count_items
    for name in GROWING:
        environment.filters[name] = limit_filter(name, environment.filters[name])
    # The sandbox bounds range(); nothing else of these has a use in a page, and lipsum is random.
    for name in ("lipsum", "cycler", "joiner"):
        del environment.globals[name]
    del environment.filters["random"]
    environment.filters["in_title"] = escape_page_title
    environment.filters["titled"] = with_page_title
    environment.filters["breakable"] = break_long_names
    return environment


def escape_page_title(text: str) -> Markup:
    """Escape the text of `<title>` only, in which quotes need not take five bytes."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Markup(escaped)  # noqa: S704 - just escaped


def with_page_title(text: str, site: str) -> Markup:
    """Return the text of `<title>` for a page, with the site's name if it fits."""
    return escape_page_title(page_title(text, site))


SHEET: Final = "css/errata.css"
OWN: Final = "css/own.css"
FOLDER: Final = "css/parts/"
# In the order of the sheet; `tokens` declares the layers.
PARTS: Final = (
    *("tokens", "base", "layout", "controls", "search", "lists"),
    *("article", "pictures", "markup", "print"),
)
# A text in quotes, which stays; or a comment with the white space after it, or indentation:
# '/* "a" */ ' yes; '"/* a */"' stays, and of "a b" nothing is taken
_SPARE: Final = compile_late(
    rb"(\"[^\"\n]*\"|'[^'\n]*')|/\*.*?(?:\*/\s*|\Z)|(?<=\n)[ \t]+", re.DOTALL
)
SHIPPED: Final = ColoursConfig()
# Role -> per cent of ink in it, as near as can be to the greys that ship.
_GREYS: Final = {"surface": 5, "line": 15, "edge": 55, "ink-soft": 72}


def join_style_sheets(
    assets: Mapping[str, bytes], colours: ColoursConfig = SHIPPED
) -> dict[str, bytes]:
    """Return the theme's files by path, with the sheet in place of its parts."""
    files = {
        path: data for path, data in assets.items() if path != OWN and not path.startswith(FOLDER)
    }
    sheet = (assets.get(f"{FOLDER}{name}.css", b"") for name in PARTS)
    style_sheet = files[SHEET] if SHEET in files else b"".join(map(strip_comments, sheet))
    style_sheet += colour_roles(colours) + assets.get(OWN, b"")
    return files | {SHEET: style_sheet} if style_sheet else files


def strip_comments(sheet: bytes) -> bytes:
    """Remove comments and indentation from the sheet: a sixth of what a page would load."""
    return _SPARE.sub(lambda match: match[1] or b"", sheet)


def colour_roles(colours: ColoursConfig) -> bytes:
    """Return the configured colours as CSS; empty if none is. Greys follow paper and ink."""
    own = {}
    for name in ("paper", "ink", "accent"):
        light, dark = getattr(colours.light, name), getattr(colours.dark, name)
        if (light, dark) != (getattr(LIGHT, name), getattr(DARK, name)):
            own[name] = f"light-dark({light}, {dark})"
    if own.keys() & {"paper", "ink"}:
        own |= {
            name: f"color-mix(in oklab, var(--paper), var(--ink) {share}%)"
            for name, share in _GREYS.items()
        }
    if not own:
        return b""
    lines = "".join(f"    --{name}: {value};\n" for name, value in own.items())
    # Readers who ask for more contrast keep the shipped colours, which are made for it.
    condition = "@media not (prefers-contrast: more)"
    return f"@layer tokens {{\n  {condition} {{\n  :root {{\n{lines}  }}\n  }}\n}}\n".encode()
