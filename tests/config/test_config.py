"""The configuration: defaults, places of faults, suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from pydantic import BaseModel

from errata.config import Config, known_keys, parse_config
from errata.diagnostics import Severity, Span
from errata.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_an_empty_file_is_a_complete_configuration() -> None:
    config = parse_config("", "errata.toml")
    assert (config.kb, config.out, config.default_locale) == ("kb", "site", "en")


def test_pyproject_is_read_at_tool_errata_and_nothing_else_of_it_matters() -> None:
    text = '[project]\nname = "x"\n[tool.errata]\nkb = "articles"\n[tool.other]\nkb = 1\n'
    assert parse_config(text, "pyproject.toml").kb == "articles"


@pytest.mark.parametrize(
    ("text", "place", "message", "remedy"),
    [
        (
            '[site]\nnaem = "x"\n',
            "errata.toml:2:1",
            "unknown key `site.naem`",
            "did you mean `name`?",
        ),
        (
            'kb = "a"\nkb = "b"\n',
            "errata.toml:2:",
            "this key is given twice",
            "remove one of the two lines",
        ),
        ("name = 'a'\n", "errata.toml:1:1", "unknown key `name`", "it belongs in another table"),
        ("kb = a\n", "errata.toml:1:6", "not valid TOML: invalid value", "write a text in quotes"),
        ("kb: 'a'\n", "errata.toml:1:3", "there is no `=` after the key", "write `key = value`"),
        ('[redirects]\n"/a" = 5\n', "errata.toml:2:1", "it should be a text", '`"/a" = "…"`'),
        (
            'kb = "a\n',
            "errata.toml:1:6",
            "the quotes that open this text are not closed",
            "close them",
        ),
        ("[limits]\n  nesting = 0\n", "errata.toml:2:3", "`limits.nesting`: it should be more", ""),
        # What Python cannot follow is refused here, where it can be said what to write.
        ("[limits]\nnesting = 151\n", "errata.toml:2:1", "it should be at most 150", "smaller"),
        ("[limits]\nyaml-depth = 999\n", "errata.toml:2:1", "it should be at most 100", "smaller"),
        ("fallback-pages = 7\n", "errata.toml:1:1", "`true` or `false`", "without quotes"),
        (
            '[site]\nurl = "ftp://x"\n',
            "errata.toml:2:1",
            "`site.url`: `ftp://x` is not a web",
            "https://",
        ),
        (
            '[site]\nurl = "http://[::1"\n',
            "errata.toml:2:1",
            "no valid host",
            "port",
        ),
        ('[site]\nurl = "https://a:b/"\n', "errata.toml:2:1", "no valid host", "port"),
        ('[site]\nurl = "https:///x"\n', "errata.toml:2:1", "no valid host", "host"),
        ('[site]\nurl = "https://straße.de"\n', "errata.toml:2:1", "no valid host", "host"),
        (
            '[site]\nurl = "https://me:pw@x/"\n',
            "errata.toml:2:1",
            "a user name or password",
            "remove",
        ),
        ('[site]\nurl = "https://x/a;b/"\n', "errata.toml:2:1", "rules of every server", "letters"),
        ('[site]\nurl = "https://x/a/../b"\n', "errata.toml:2:1", "rules of every server", ""),
        ('[site]\nurl = "https://x/?a=b"\n', "errata.toml:2:1", "a query", "the site's folder"),
        ("[site]\nurl = 5\n", "errata.toml:2:1", "it should be a text", '`url = "…"`'),
        ('[site]\nname = " "\n', "errata.toml:2:1", "the text is empty: write", ""),
        ("[site]\nname = 5\n", "errata.toml:2:1", "`site.name`: write a text, or a table", ""),
        ('[site.name]\nenglsh = "a"\n', "errata.toml:1:1", "`englsh` is not a locale", ""),
        ('[site.name]\nen = " "\n', "errata.toml:1:1", "the text is empty: write", ""),
        (
            '[site]\nfeedback = "https://x/?a={numbr}"\n',
            "errata.toml:2:1",
            "`{numbr}` is not a placeholder",
            "`{number}`",
        ),
        (
            '[site]\nfeedback = "https://x/"\n',
            "errata.toml:2:1",
            "`{number}` is missing",
            "`{number}`",
        ),
        (
            '[site]\nfeedback = "https://x.{number}/"\n',
            "errata.toml:2:1",
            "in the name of",
            "behind",
        ),
        ('[site]\nfeedback = "mailto:a@{number}.io"\n', "errata.toml:2:1", "in the name of", ""),
        ('[site]\nedit = "https://x.io{path}"\n', "errata.toml:2:1", "in the name of", "behind"),
        ('[site]\nfeedback = "x/{number}"\n', "errata.toml:2:1", "is not a web address", ""),
        ('[site]\nname = "a\\u0000"\n', "errata.toml:2:1", "contains U+0000", ""),
        ('[site]\nname = "a\\u202e"\n', "errata.toml:2:1", "contains U+202E", ""),
        ('[site]\nname = "\\u200b"\n', "errata.toml:2:1", "the text is empty", ""),
        (
            '[site]\ncontact = "javascript:x"\n',
            "errata.toml:2:1",
            "`site.contact`: `javascript:x` is not a web address",
            "https://",
        ),
        (
            '[site]\ncontact = "a@b.example"\n',
            "errata.toml:2:1",
            "lacks `mailto:`",
            "`mailto:a@b.example`",
        ),
        ('[site]\nfooter = ["a"]\n', "errata.toml:2:1", "should be a table", "`footer = [{ … }]`"),
        ('[site]\nfooter = "a"\n', "errata.toml:2:1", "should be a list", "`footer = [ … ]`"),
        (
            '[site]\ncontact = "mailto:x"\n',
            "errata.toml:2:1",
            "not an e-mail address",
            "mailto:name@",
        ),
        ('[site]\nedit = "https://x/"\n', "errata.toml:2:1", "`{path}` is missing", "{path}"),
        ('[site]\nedit = "x:{path}"\n', "errata.toml:2:1", "not a web address", "https://"),
        (
            '[[site.footer]]\ntext = "a"\nurl = "javascript:x"\n',
            "errata.toml:3:1",
            "`site.footer.url`: `javascript:x` is not a web address",
            "https://",
        ),
        ('[redirects]\n"A" = "b"\n"C" = "http://["\n', "errata.toml:3:1", "no valid host", "host"),
        ('[redirects]\nA = "https://x/ y"\n', "errata.toml:2:1", "U+0020", "`%20`"),
        ('[redirects]\n"A\\n" = "gone"\n', "errata.toml:1:1", "not an article number or error", ""),
        (
            '[redirects]\n"" = "gone"\n',
            "errata.toml:2:1",
            "not an article number or error code",
            "",
        ),
        ('[links]\nroot = "http://[x"\n', "errata.toml:2:1", "no valid host", "host"),
        ('redirects = "x"\n', "errata.toml:1:1", "it should be a table", "`[redirects]`"),
        ('out = "a\\u0000b"\n', "errata.toml:1:1", "contains U+0000", ""),
        (
            "[limits]\nnesting = true\n",
            "errata.toml:2:1",
            "it should be a whole number",
            "a whole number",
        ),
        (f"a = {'[' * 9000}", "errata.toml:1:1", "nested too deeply", "flat"),
        ('default-locale = "xyzzy"\n', "errata.toml:1:1", "is not a locale", ""),
        ('default-locale = "../x"\n', "errata.toml:1:1", "is not a locale", ""),
        ("code-families = []\n", "errata.toml:1:1", "unknown key", "did you mean `families`?"),
        ('[check.severity]\nKB102 = "mild"\n', "errata.toml:2:1", "`check.severity.KB102`", ""),
        (
            '[check.severity]\nKB102 = "warn"\n',
            "errata.toml:2:1",
            "it should be `error`, `warning`, `info` or `off`",
            "did you mean `warning`?",
        ),
        (
            '[metadata]\npresets = ["docusaurs"]\n',
            "errata.toml:2:1",
            "`metadata.presets`: it should be `kcs`, ",
            "did you mean `docusaurus`?",
        ),
    ],
)
def test_a_fault_names_file_line_column_and_a_way_out(
    text: str, place: str, message: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "errata.toml")
    assert str(caught.value.span).startswith(place)
    assert message in caught.value.message
    assert remedy in caught.value.help


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://münchen.example/hilfe/", "https://xn--mnchen-3ya.example/hilfe/"),
        ("HTTPS://Help.Example.com:8443/~kb", "https://help.example.com:8443/~kb"),
        ("http://[::1]:80/", "http://[::1]:80/"),
    ],
)
def test_the_site_s_address_is_what_goes_over_the_wire(given: str, meant: str) -> None:
    assert parse_config(f'[site]\nurl = "{given}"\n', "errata.toml").site.url == meant


def test_texts_of_the_site_are_on_one_line_and_locales_in_their_usual_case() -> None:
    text = 'default-locale = "pt-br"\n[site]\nname = " a\\n b "\n'
    config = parse_config(text, "errata.toml")
    assert (config.site.name, config.default_locale) == ("a b", "pt-BR")


@pytest.mark.parametrize("name", ["Help 👩\u200d💻", "עזרה\u200f!", "मदद"])
def test_a_site_may_have_any_name_that_can_be_seen(name: str) -> None:
    assert parse_config(f'[site]\nname = "{name}"\n', "errata.toml").site.name == name


def test_a_key_unlike_any_other_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config("zzzzzz = 1\n", "errata.toml")
    assert "`default-locale`" in caught.value.help


def test_a_check_can_be_weighed_anew_or_turned_off() -> None:
    config = parse_config('[check.severity]\nKB102 = "error"\nKB105 = "off"\n', "errata.toml")
    assert config.severity_of("KB102", Severity.WARNING) is Severity.ERROR
    assert config.severity_of("KB105", Severity.INFO) is None
    assert config.severity_of("KB106", Severity.WARNING) is Severity.WARNING


def test_the_families_of_a_build_are_no_key_of_the_file() -> None:
    assert "code-families" not in known_keys()
    assert "families" in known_keys()


@pytest.mark.parametrize(
    "pattern",
    [
        "KA-[0-9]{5}",
        "SUP-\\\\d+",
        "(KA|KB)-[0-9]{4,9}",
        "[A-Z]{2,6}-[0-9]+",
        "(?:[A-Z]-){2}[0-9]",
        "((a?)b){9}",
    ],
)
def test_a_pattern_of_numbers_may_have_repeats(pattern: str) -> None:
    assert parse_config(f'[articles]\nnumber = "{pattern}"\n', "errata.toml").articles.number


@pytest.mark.parametrize(
    "pattern",
    [
        *("[", "a{99999999999}", "(" * 199, "a" * 201),
        *("(a+)+b", "(?:a{1,40}b?){1,40}c", "(a|a)*b", "(a?)+", "(?:(?:a+)b)+"),
        "a*a*a*a*a*b",
    ],
)
def test_a_pattern_of_numbers_that_could_be_slow_is_refused_with_its_place(pattern: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(f'[articles]\nnumber = "{pattern}"\n', "errata.toml")
    assert str(caught.value.span) == "errata.toml:2:1"


def test_a_dialect_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigError, match="definition-lists"):
        parse_config('[markdown]\ndialects = ["definition-list"]\n', "errata.toml")


@pytest.mark.parametrize(
    ("locale", "name"),
    [("en", "Help"), ("pt-BR", "Ajuda"), ("pt-PT", "Ajuda"), ("ja-JP", "ヘルプ"), ("de", "Help")],
)
def test_each_locale_has_the_name_of_its_language_else_that_of_the_default_locale(
    locale: str, name: str
) -> None:
    text = '[site.name]\n"pt-br" = "Ajuda"\nja = "ヘルプ"\nen = "Help"\n'
    config = parse_config(text, "errata.toml")
    assert (config.site_name(locale), config.site_description(locale)) == (name, "")


# A value of each type of TOML, and texts that are hardly meant.
VALUES: Final = (
    *("0", "-1", "1.5", "nan", "true", '""', '"\\u0000"', '"http://[x"', '"../x"', '"("'),
    *("[]", "[1]", '["("]', "[[1]]", "[{}]", "{}", "{a = 1}", "{a = [1]}", "{a = {b = 1}}"),
    *("2026-01-01", "2026-01-01T00:00:00Z", "12:00:00"),
)


def list_keys(table: type[BaseModel], *above: str) -> Iterator[str]:
    for name, field in table.model_fields.items():
        key = name.replace("_", "-")
        yield ".".join([*above, key])
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from list_keys(field.annotation, *above, key)


def find_fault(text: str) -> Span | None:
    """Where a text is refused, or None."""
    try:
        parse_config(text, "errata.toml")
    except ConfigError as error:
        return error.span or Span("")
    return None


@pytest.mark.parametrize("key", [*list_keys(Config)])
def test_a_value_of_any_type_is_taken_or_refused_at_its_place(key: str) -> None:
    places = [find_fault(f"{key} = {value}\n") for value in VALUES]
    assert {*places} <= {None, Span("errata.toml", 1, 1)}
    assert places.count(None) < len(VALUES) // 2
