"""The configuration: `errata.toml`, or `[tool.errata]` in `pyproject.toml`.

Every key has a default, so that a folder of articles needs no configuration at all. An unknown
key is an error with a suggestion, never silently ignored. The tables below are the only list of
keys: their names, defaults, what their values may be, and what they are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_snake

from errata.diagnostics import Severity, Span
from errata.model import Audience
from errata.text.addresses import AddressError, base_address, web_address, web_or_mail
from errata.text.characters import BIDI, UNSHOWN
from errata.text.colours import DARK, LIGHT, Ground, parse_colour, validate_colour
from errata.text.locales import locale_tag
from errata.text.patterns import validate_pattern
from errata.text.toml import explain_toml_error, read_toml, table_children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# In `site.edit`, what stands for the article's file.
_PATH: Final = "{path}"


def _one_line(value: str) -> str:
    """A text of the site, white space of any kind collapsed; no character may be invisible."""
    line = " ".join(value.split())
    hidden = UNSHOWN.search(line) or BIDI.search(line)
    if hidden:
        message = f"the text holds U+{ord(hidden[0]):04X}, which is invisible: remove it"
        raise ValueError(message)
    return line


def _visible(value: str) -> str:
    if not any(char.isprintable() for char in value.replace(" ", "")):
        message = "the text is empty: write what readers should see"
        raise ValueError(message)
    return value


def _file_name(value: str) -> str:
    if "\0" in value:
        message = "no file can have a NUL in its name"
        raise ValueError(message)
    return value


def _as_list(value: object) -> object:
    """One text means a list of it, the empty text an empty list."""
    return ([value] if value else []) if isinstance(value, str) else value


def _article_or_code(value: str) -> str:
    if value != value.strip() or not value.isprintable() or not value:
        message = f"`{value.strip()}` is not an article number or error code"
        raise ValueError(message)
    return value


def _redirect_target(value: str) -> str:
    """What looks like an address has to be one; ids are looked up when the articles are known."""
    return web_address(value) if "://" in value else value


def _locale(value: str) -> str:
    tag = locale_tag(value) or locale_tag(value.lower())
    if tag is None:
        message = f"`{value}` is not a locale such as `en` or `pt-BR`"
        raise ValueError(message)
    return tag


def _colour(value: str) -> str:
    parse_colour(value)
    return value.strip().lower()


def validate_edit_address(value: str) -> str:
    """A web address with a place for the article's file.

    Raises:
        AddressError: if it is not one.
    """
    if _PATH not in value:
        message = f"`{value}` does not say where the article's file goes"
        raise AddressError(message, "write it as `https://git.example.com/kb/edit/main/{path}`")
    web_address(value.replace(_PATH, "path"))
    return value


def _if_given(check: Callable[[str], str]) -> AfterValidator:
    """The empty text means that a key is not set."""
    return AfterValidator(lambda value: value and check(value))


Positive = Annotated[int, Field(gt=0, strict=True)]
Line = Annotated[str, AfterValidator(_one_line)]
Name = Annotated[Line, AfterValidator(_visible)]
File = Annotated[str, AfterValidator(_file_name)]
Locale = Annotated[str, AfterValidator(_locale)]
Id = Annotated[str, AfterValidator(_article_or_code)]
Target = Annotated[str, AfterValidator(_redirect_target)]
Pattern = Annotated[str, AfterValidator(validate_pattern)]
PresetName = Literal["kcs", "microsoft", "docusaurus", "hugo", "mkdocs", "jekyll", "sphinx-myst"]
DialectName = Literal["abbreviations", "definition-lists", "icons", "marks", "roles", "templates"]
Colour = Annotated[str, _if_given(_colour)]
Address = Annotated[str, _if_given(web_or_mail)]
BaseAddress = Annotated[str, _if_given(base_address)]
EditAddress = Annotated[str, _if_given(validate_edit_address)]


# "fallback_pages" is the key `fallback-pages`.
def _kebab(name: str) -> str:
    return to_snake(name).replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=_kebab, populate_by_name=True
    )


class ColoursConfig(_Table):
    """The colours of the site; a dark form that is not given is the light one made legible."""

    accent: Colour = ""
    """Of links and buttons, `#rgb` or `#rrggbb`; empty: the shipped one, as for all of these."""
    accent_dark: Colour = ""
    """The same in dark mode; empty: the light one, made legible."""
    paper: Colour = ""
    """Behind the text."""
    paper_dark: Colour = ""
    """The same in dark mode."""
    ink: Colour = ""
    """Of the text."""
    ink_dark: Colour = ""
    """The same in dark mode."""

    @model_validator(mode="after")
    def _legible(self) -> ColoursConfig:
        for ground in (self.light, self.dark):
            validate_colour(ground)
        return self

    @property
    def light(self) -> Ground:
        """What pages use in light mode."""
        return LIGHT.with_own(self.paper, self.ink, self.accent)

    @property
    def dark(self) -> Ground:
        """And in dark mode."""
        own = DARK.with_own(self.paper_dark, self.ink_dark, self.accent_dark)
        if self.accent and not self.accent_dark:
            return own.with_own("", "", own.legible(self.accent))
        return own


class FooterItem(_Table):
    """A text at the foot of every page, such as a copyright line, or a link, such as an imprint."""

    text: Name
    """What is shown."""
    url: Address = ""
    """A web address or `mailto:`; empty: the text alone."""


class SiteConfig(_Table):
    """What the reader sees around the articles."""

    name: Name = "errata"
    """In the header and in page titles."""
    url: BaseAddress = ""
    """Where the site will be published; canonical links need it, everything else is relative."""
    description: Line = ""
    """One sentence for the home page."""
    contact: Address = ""
    """Where the search page sends a reader who found nothing: a web address or `mailto:`."""
    logo: File = ""
    """Picture next to the name in the header, relative to the configuration file."""
    colours: ColoursConfig = ColoursConfig()
    footer: tuple[FooterItem, ...] = ()
    host: Literal["", "netlify"] = ""
    """Whose rules `_redirects` is written by: those that all hosts read alike, or Netlify's own,
    which it needs to redirect where a page lies and to show what is missing in its language."""
    edit: EditAddress = ""
    """Where an article is edited, with `{path}` for its file below the knowledge base."""
    audience: Audience = Audience.PUBLIC
    """Who reads the site: `internal`, `partner`, `customer` or `public`; what is for fewer readers
    is not published."""


class MetadataConfig(_Table):
    """Whose keys the front matter has, where they are not ours."""

    presets: tuple[PresetName, ...] | None = None
    """Tools whose conventions hold; by default those that are found in the folder."""
    keys: dict[str, str] = {}
    """A key of your own, nested ones joined by dots -> the key that it stands for, or `public`,
    `internal` or `ignored`."""
    values: dict[str, dict[str, str]] = {}
    """One of our keys -> a value of your own -> the value that it stands for."""
    required: tuple[Literal["applies-to", "keywords"], ...] | None = None
    """Keys that every article must have; by default what the tools found in the folder demand."""


class ArticlesConfig(_Table):
    """What an article is."""

    number: Pattern = ""
    """Regular expression of an article's number, such as `KA-[0-9]{5}`; empty: any text is one."""


class MarkdownConfig(_Table):
    """How the text of an article is read."""

    dialects: tuple[DialectName, ...] | None = None
    """Syntax beyond what is always read; by default that of the tools found in the folder."""


class LinksConfig(_Table):
    """What addresses in articles mean."""

    root: str = ""
    """Where links such as `/setup/page.md` begin: the address of the articles' folder, such as
    `/docs/`; a folder in it, such as `en`; or a web address, which those lead to that are not
    here."""
    outside: BaseAddress = ""
    """Web address at which the articles' folder is published together with what lies around it:
    links out of the folder lead there."""
    article_bases: tuple[str, ...] | None = None
    """Host and path in front of an article number, without the locale segment after the host; by
    default those of the tools found in the folder."""


class AuthorsConfig(_Table):
    """People are internal. This is the one, explicit way to show who stands behind an article."""

    teams: dict[str, tuple[str, ...]] = {}
    """Team or role as it may be shown -> the publishers' names as the front matter has them."""


class LimitsConfig(_Table):
    """Bounds on hostile or broken input; beyond one the article is left out with a diagnostic."""

    # Far above what the 3,537 real articles have: 422,545 bytes and 1,412 of front matter at most.
    file_bytes: Positive = 8 * 1024 * 1024
    """Bytes of an article's file."""
    front_matter_bytes: Positive = 64 * 1024
    """Bytes of its front matter."""
    # Front matter is flat: any depth that YAML is nested to by hand stays below this.
    yaml_depth: Positive = 16
    """Levels of values within values in the front matter."""
    nesting: Positive = 100
    """Levels of markdown blocks within blocks."""
    mentions: Positive = 10_000
    """Links and error codes in one article."""
    # 178 million: where Pillow itself refuses, as of a picture that is small on disk and huge in
    # memory. 64 million: a photograph of any camera, and 256 MB while it is being decoded.
    picture_pixels: Annotated[int, Field(gt=0, le=178_000_000, strict=True)] = 64_000_000
    """Pixels of a picture that is measured and made smaller; a larger one is published as it is."""


class CheckConfig(_Table):
    """How findings are weighed."""

    fail_on: Literal["error", "warning", "info", "never"] = "error"
    """The mildest severity that makes the exit status 1."""
    severity: dict[str, Literal["error", "warning", "info", "off"]] = {}
    """Code of a check, such as `KB102`, -> its severity here."""


class Config(_Table):
    """Everything that configures a build."""

    kb: File = "kb"
    """Folder of articles, relative to the configuration file."""
    out: File = "site"
    """Folder to write, relative to the configuration file."""
    static: File = "static"
    """Folder whose files are published as they are, relative to the configuration file."""
    templates: File = ""
    """Folder of your own templates; each may extend `default/<name>`."""
    families: Annotated[tuple[File, ...], BeforeValidator(_as_list)] = ()
    """Packs of error-code families, such as `windows`, and files of your own, relative to the
    configuration file; by default `families.toml` in the knowledge base, else the pack `default`
    and those that fit the knowledge base's origin."""
    catalogue: File = ""
    """CSV file of every code the vendor lists, with the columns `code`, `message` and, if you like,
    `url`; relative to the configuration file."""
    cache: File = ""
    """Folder that remembers parsed articles, relative to the configuration file; by default one of
    the user's own."""
    redirects: dict[Id, Target] = {}
    """Article number or error code that is gone -> the one in its place, a web address, or `gone`
    where nothing stands in its place."""
    default_locale: Locale = "en"
    """Of articles outside a locale folder; pictures and articles fall back to it."""
    locales: tuple[str, ...] = ()
    """Build these only; by default every locale folder found."""
    fallback_pages: bool = True
    """Whether an article that a locale lacks has a page there all the same, in the default one."""
    site: SiteConfig = SiteConfig()
    metadata: MetadataConfig = MetadataConfig()
    articles: ArticlesConfig = ArticlesConfig()
    markdown: MarkdownConfig = MarkdownConfig()
    links: LinksConfig = LinksConfig()
    authors: AuthorsConfig = AuthorsConfig()
    limits: LimitsConfig = LimitsConfig()
    check: CheckConfig = CheckConfig()

    def severity_of(self, code: str, default: Severity) -> Severity | None:
        """The configured severity of a check; None where it is off."""
        chosen = self.check.severity.get(code)
        if chosen == "off":
            return None
        return Severity(chosen) if chosen else default


def parse_config(text: str, path: str) -> Config:
    """The configuration in a TOML text; `pyproject.toml` is read at `[tool.errata]`.

    Raises:
        ConfigError: on a syntax error, an unknown key or a bad value, with file and line.
    """
    document: Mapping[str, object] = read_toml(text, path)
    prefix = table_prefix(path)
    for name in prefix:
        table = document.get(name)
        document = table if isinstance(table, dict) else {}
    try:
        return Config.model_validate(document)
    except ValidationError as error:
        raise explain_toml_error(error, text, path, known_keys(), prefix=prefix) from None


def table_prefix(path: str) -> tuple[str, ...]:
    """The table of a file that holds the configuration: `pyproject.toml` has other tables, too."""
    return ("tool", "errata") if path.rpartition("/")[2] == "pyproject.toml" else ()


def locate_redirects(text: str, path: str) -> dict[str, Span]:
    """Article number or code that is redirected -> where the configuration says so."""
    return table_children(text, path, (*table_prefix(path), "redirects"))


def known_keys() -> frozenset[str]:
    """Every key of every table, for suggestions."""
    return frozenset(
        _kebab(name) for table in _Table.__subclasses__() for name in table.model_fields
    )
