"""The configuration: `errata.toml`, or `[tool.errata]` in `pyproject.toml`.

Every key has a default, so that a folder of articles needs no configuration at all. An unknown
key is an error with a suggestion, never silently ignored. The tables below are the only list of
keys: their names, defaults, what their values may be, and what they are for.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_snake

from errata.diagnostics import Severity, Span
from errata.model import Audience
from errata.text.addresses import base_address, web_or_mail
from errata.text.colours import DARK, LIGHT, Ground, validate_colour
from errata.text.locales import find_serving_locales
from errata.text.patterns import validate_pattern
from errata.text.settings import (
    collapse_spaces,
    make_address_parser,
    make_locale_text_parser,
    normalise_colour,
    parse_locale,
    parse_redirect_target,
    reject_blank,
    reject_spaces,
    skip_empty,
    wrap_in_list,
)
from errata.text.toml import explain_toml_error, locate_keys, read_toml

Positive = Annotated[int, Field(gt=0, strict=True)]
Line = Annotated[str, AfterValidator(collapse_spaces)]
Name = Annotated[Line, AfterValidator(reject_blank)]
# A text of the site, one for all locales or one for each.
LineByLocale = Annotated[
    str | dict[str, str], PlainValidator(make_locale_text_parser(collapse_spaces))
]
NameByLocale = Annotated[
    str | dict[str, str],
    PlainValidator(make_locale_text_parser(lambda text: reject_blank(collapse_spaces(text)))),
]
File = str
Locale = Annotated[str, AfterValidator(parse_locale)]
Id = Annotated[str, AfterValidator(reject_spaces)]
Target = Annotated[str, AfterValidator(parse_redirect_target)]
Pattern = Annotated[str, AfterValidator(validate_pattern)]
_Generator = Literal["docusaurus", "hugo", "mkdocs", "jekyll", "sphinx-myst", "vitepress"]
_Product = Literal["mintlify", "nuxt", "obsidian", "starlight", "yfm", "zendesk"]
PresetName = Literal["kcs", "microsoft", _Generator, _Product]
_Extension = Literal["abbreviations", "code-pipes", "definition-lists", "icons", "marks"]
_Language = Literal["components", "mdc", "mdx", "roles", "templates", "yfm"]
DialectName = Literal[_Extension, "block-ids", "headless-tables", _Language]
Colour = Annotated[str, AfterValidator(skip_empty(normalise_colour))]
Address = Annotated[str, AfterValidator(skip_empty(web_or_mail))]
BaseAddress = Annotated[str, AfterValidator(skip_empty(base_address))]
EditAddress = Annotated[str, AfterValidator(skip_empty(make_address_parser("{path}")))]
FeedbackAddress = Annotated[
    str,
    AfterValidator(
        skip_empty(make_address_parser("{number}", "{title}", "{locale}", parse=web_or_mail))
    ),
]


# "fallback_pages" is the key `fallback-pages`.
def _kebab(name: str) -> str:
    return to_snake(name).replace("_", "-")


class _Table(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_kebab,
        populate_by_name=True,
        defer_build=True,  # most tables are validated with the whole file alone
    )


class ColoursConfig(_Table):
    """The colours of the site in light and dark mode."""

    accent: Colour = ""
    """Colour of links and buttons, `#rgb` or `#rrggbb`. Without it, errata's own is used."""
    accent_dark: Colour = ""
    """The same in dark mode. Without it, the light one is used, made legible."""
    paper: Colour = ""
    """Colour behind the text."""
    paper_dark: Colour = ""
    """The same in dark mode."""
    ink: Colour = ""
    """Colour of the text."""
    ink_dark: Colour = ""
    """The same in dark mode."""

    @model_validator(mode="after")
    def _legible(self) -> ColoursConfig:
        for ground in (self.light, self.dark):
            validate_colour(ground)
        return self

    @property
    def light(self) -> Ground:
        """The colours in light mode."""
        return LIGHT.with_own(self.paper, self.ink, self.accent)

    @property
    def dark(self) -> Ground:
        """The colours in dark mode."""
        own = DARK.with_own(self.paper_dark, self.ink_dark, self.accent_dark)
        if self.accent and not self.accent_dark:
            return own.with_own("", "", own.legible(self.accent))
        return own


class FooterItem(_Table):
    """A text at the foot of every page, such as a copyright line, or a link, such as an imprint."""

    text: Name
    """What is shown."""
    url: Address = ""
    """Where the text leads: a web address or `mailto:`. Without it, the text is not a link."""


class SiteConfig(_Table):
    """What readers see around the articles."""

    name: NameByLocale = "errata"
    """Name of the site, in the header and in page titles. One text, or a table `[site.name]` with a
    text for each locale."""
    url: BaseAddress = ""
    """Address at which the site will be published. Canonical links and the sitemap need it."""
    description: LineByLocale = ""
    """One sentence for the home page. One text, or a table `[site.description]` with a text for
    each locale."""
    contact: Address = ""
    """Where the search page sends a reader who found nothing: a web address or `mailto:`."""
    logo: File = ""
    """Picture next to the name in the header, relative to the configuration file."""
    colours: ColoursConfig = ColoursConfig()
    footer: tuple[FooterItem, ...] = ()
    """Content of the footer of every page."""
    host: Literal["", "netlify"] = ""
    """Host whose rules `_redirects` follows: `netlify`, or nothing for rules that all hosts read.
    Netlify needs its own to redirect from addresses that have a page."""
    edit: EditAddress = ""
    """Web address at which an article is edited. `{path}` stands for its file below `kb`."""
    feedback: FeedbackAddress = ""
    """Where readers say whether a page helped: a web address or `mailto:`. `{number}` stands for
    the number of the article, or for the code; `{title}` and `{locale}` may be in it, too."""
    audience: Audience = Audience.PUBLIC
    """Who reads the site: `internal`, `partner`, `customer` or `public`. Articles for a
    narrower audience are not published."""

    @property
    def texts(self) -> tuple[str, ...]:
        """The names and descriptions, in all locales."""
        values = (self.name, self.description)
        return tuple(
            text
            for value in values
            for text in ((value,) if isinstance(value, str) else value.values())
        )


class MetadataConfig(_Table):
    """What the keys and values of the front matter mean, if they are not errata's own."""

    presets: tuple[PresetName, ...] | None = None
    """Tools that the articles were written for. Without it, errata detects them."""
    keys: dict[str, str] = {}
    """Your key, with dots between nested keys -> the key of errata that it stands for, or `public`,
    `internal` or `ignored`."""
    values: dict[str, dict[str, str]] = {}
    """A key of errata -> your value -> the value that it stands for."""
    vocabulary: dict[Literal["applies-to", "product", "solution"], tuple[str, ...]] = {}
    """Key -> the values that articles may give it. Other values are reported."""
    required: tuple[Literal["applies-to", "keywords"], ...] | None = None
    """Keys that every article must have. Without it, what the tools of the folder require."""


class ArticlesConfig(_Table):
    """How articles are numbered, and which sections they have."""

    number: Pattern = ""
    """Regular expression of a number, such as `KA-[0-9]{5}`. Without it, any word is a number."""
    sections: tuple[Literal["environment", "issue", "cause", "resolution"], ...] | None = None
    """Sections that every article must have. Without it, those that four fifths of the articles of
    a folder have; `[]` requires none."""


class MarkdownConfig(_Table):
    """How the text of an article is read."""

    dialects: tuple[DialectName, ...] | None = None
    """More syntax to read, such as `definition-lists`. Without it, that of the tools found."""


class LinksConfig(_Table):
    """What addresses in articles mean."""

    root: Target = ""
    """Where links such as `/docs/setup/page.md` begin. The address of the articles' folder, such as
    `/docs/`; or a folder in it, such as `en`; or the web address of the site that has the pages
    which are not here."""
    outside: BaseAddress = ""
    """Web address of the articles' folder on a site that also has what is around it. Links out of
    the folder lead there."""
    article_bases: tuple[str, ...] | None = None
    """Hosts and paths, without the locale, at which these articles are published elsewhere. Links
    to them become links to the articles. Without it, those of the tools found in the folder."""
    downloads: tuple[str, ...] = ()
    """Patterns of files that are published although a reader's computer or a web server could run
    or obey them, such as `en/tools/*.exe`. Files that could run script on the site never are."""


class AuthorsConfig(_Table):
    """Names of people are never published. A team may be shown in their place."""

    teams: dict[str, tuple[str, ...]] = {}
    """Team or role to show -> names of people as in `article-published-by`."""


class LimitsConfig(_Table):
    """Limits for hostile or broken files. An article beyond one is left out, with a finding."""

    # Far above what the 3,537 real articles have: 422,545 bytes and 1,412 of front matter at most.
    file_bytes: Positive = 8 * 1024 * 1024
    """Maximum size of an article's file, in bytes."""
    front_matter_bytes: Positive = 64 * 1024
    """Maximum size of its front matter, in bytes."""
    # Front matter is flat: any depth that YAML is nested to by hand stays below this.
    # Python follows 400 levels of JSON and 700 of YAML, but not 500 and 1,000.
    yaml_depth: Annotated[int, Field(gt=0, le=100, strict=True)] = 16
    """Maximum number of levels of nested values in the front matter; at most 100, because Python
    cannot follow many more."""
    # Python follows 150 levels of callouts and 300 of quotes, but not 200 and 350.
    nesting: Annotated[int, Field(gt=0, le=150, strict=True)] = 100
    """Maximum number of levels of nested blocks in the text; at most 150, because Python cannot
    follow more."""
    mentions: Positive = 10_000
    """Maximum number of mentions of error codes in one article, and of links."""
    # A code has five files of its own: so many take 16 s of one processor.
    codes: Positive = 1_500
    """Maximum number of different error codes in one article. Each has pages of its own."""
    # The real articles have at most 10,900 of them, and the lists of compilers' errors 9,700. So
    # many take 4 s and 400 MB (`python -m bench.shapes`).
    elements: Positive = 200_000
    """Maximum number of blocks, lines, marks, tags and pieces of text in one article."""
    # 178 million: where Pillow itself refuses, as of a picture that is small on disk and huge in
    # memory. 64 million: a photograph of any camera, and 256 MB while it is being decoded.
    picture_pixels: Annotated[int, Field(gt=0, le=178_000_000, strict=True)] = 64_000_000
    """Most pixels of a picture that is made smaller. A larger one is published as it is."""
    # GitHub takes no larger file, and most hosts of static sites take smaller ones alone.
    asset_bytes: Positive = 100 * 1024 * 1024
    """Maximum size of a picture or download, in bytes. A larger one is left out, with a finding."""
    # Below the median page of the web, which has 2.6 MB (HTTP Archive, 2024).
    page_bytes: Positive = 2_000_000
    """Most bytes of an article's page with the pictures that it shows. A heavier one is reported
    and published."""


class CheckConfig(_Table):
    """How serious findings are."""

    fail_on: Literal["error", "warning", "info", "never"] = "error"
    """The lowest severity that makes the exit status 1."""
    severity: dict[str, Literal["error", "warning", "info", "off"]] = {}
    """Code of a check, such as `KB102` -> its severity, or `off`."""
    select: tuple[str, ...] | None = None
    """Checks to run: codes, prefixes such as `KB3`, or names. Without it, all."""
    extend_select: tuple[str, ...] = ()
    """More checks to run."""
    ignore: tuple[str, ...] = ()
    """Checks not to run. Of two entries the longer one counts: with `KB3` here and `KB301` in
    `extend-select`, KB301 is run."""
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    """Pattern of paths, such as `archive/**` -> checks that are not run on these files."""
    documentation: BaseAddress = ""
    """Web address of a page that describes the checks, if you publish one. A check's part of it is
    at `#kb301`. Findings link to it. Without it, they name the command `errata explain KB301`."""
    baseline: File = ""
    """File of known findings to ignore, relative to the configuration file. `errata check
    --write-baseline` writes it."""


class Config(_Table):
    """Everything that configures a build."""

    kb: File = "kb"
    """Folder of articles, relative to the configuration file."""
    out: File = "site"
    """Folder to write, relative to the configuration file."""
    static: File = "static"
    """Folder whose files are published as they are, relative to the configuration file. Templates
    of other tools, which are parts of a page with `{%` or `{{`, are not published."""
    templates: File = ""
    """Folder of your own templates. Each may extend `default/<name>`."""
    includes: Annotated[tuple[File, ...], BeforeValidator(wrap_in_list)] = ()
    """Folders outside `kb` with markdown and code that articles include, relative to the
    configuration file."""
    exclude: Annotated[tuple[str, ...], BeforeValidator(wrap_in_list)] = ()
    """Files and folders in `kb` that are not articles, such as `plans` or `internal-*.md`."""
    families: Annotated[tuple[File, ...], BeforeValidator(wrap_in_list)] = ()
    """Packs of error-code families, such as `windows`, and files of your own, relative to the
    configuration file. Without it, `families.toml` in the knowledge base is used. If there is none,
    it is the pack `default`, with those that fit the tool the articles come from."""
    catalogue: File = ""
    """CSV file of all codes that the vendor lists, relative to the configuration file. Its columns
    are `code`, `message` and, optionally, `url`."""
    cache: File = ""
    """Folder for the results of parsing, relative to the configuration file. Without it, they are
    in the user's own cache folder."""
    redirects: dict[Id, Target] = {}
    """Article number or error code that is gone -> the one that replaces it, a web address, or
    `gone` if nothing does."""
    default_locale: Locale = "en"
    """Locale of articles outside a locale folder. Articles that another locale lacks are
    taken from it."""
    locales: tuple[str, ...] = ()
    """Locales to build. Without it, all that are found. KB904 reports one without articles."""
    fallback_pages: bool = True
    """Whether an article that a locale lacks is shown there in the language of the default one."""
    site: SiteConfig = SiteConfig()
    metadata: MetadataConfig = MetadataConfig()
    articles: ArticlesConfig = ArticlesConfig()
    markdown: MarkdownConfig = MarkdownConfig()
    links: LinksConfig = LinksConfig()
    authors: AuthorsConfig = AuthorsConfig()
    limits: LimitsConfig = LimitsConfig()
    check: CheckConfig = CheckConfig()

    def site_name(self, locale: str) -> str:
        """Return the name of the site for readers of a locale."""
        return self._text_for(locale, self.site.name)

    def site_description(self, locale: str) -> str:
        """Return the description of the site for readers of a locale."""
        return self._text_for(locale, self.site.description)

    def _text_for(self, locale: str, texts: str | dict[str, str]) -> str:
        """Return the text of the nearest language, else of the default locale, else the first."""
        if isinstance(texts, str):
            return texts
        serving = find_serving_locales(locale, texts)
        return texts[(*serving, *find_serving_locales(self.default_locale, texts), *texts)[0]]

    def severity_of(self, code: str, default: Severity) -> Severity | None:
        """Return the configured severity of a check; None if it is off."""
        chosen = self.check.severity.get(code)
        if chosen == "off":
            return None
        return Severity(chosen) if chosen else default


def parse_config(text: str, path: str) -> Config:
    """Parse the configuration in a TOML text; `pyproject.toml` at `[tool.errata]`.

    Raises:
        ConfigError: on a syntax error, an unknown key or a bad value, with file and line.
    """
    prefix = table_prefix(path)
    document = read_toml(text, path, prefix)
    try:
        return Config.model_validate(document)
    except ValidationError as error:
        raise explain_toml_error(error, text, path, known_keys(), prefix=prefix) from None


def table_prefix(path: str) -> tuple[str, ...]:
    """Return the table of a file with the configuration: `pyproject.toml` has others too."""
    return ("tool", "errata") if path.rpartition("/")[2] == "pyproject.toml" else ()


def locate_settings(text: str, path: str) -> dict[tuple[str, ...], Span]:
    """Map the path of each key and table, such as `("redirects", "KA-00001")`, to its place."""
    return locate_keys(text, path, table_prefix(path))


def known_keys() -> frozenset[str]:
    """Return every key of every table, for suggestions."""
    return frozenset(
        _kebab(name) for table in _Table.__subclasses__() for name in table.model_fields
    )
