"""The configuration: defaults, places of faults, suggestions."""

from __future__ import annotations

import pytest

from errata.config import known_keys, parse_config
from errata.diagnostics import Severity
from errata.errors import ConfigError


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
        ('kb = "a"\nkb = "b"\n', "errata.toml:2:", "not valid TOML: cannot overwrite a value", ""),
        ('kb = "a\n', "errata.toml:1:8", "not valid TOML: illegal character", ""),
        ("[limits]\n  nesting = 0\n", "errata.toml:2:3", "`limits.nesting`: input should be", ""),
        ('[site]\nurl = "ftp://x"\n', "errata.toml:2:1", "`site.url`: string should match", ""),
        ('[site]\ncontact = "javascript:x"\n', "errata.toml:2:1", "`site.contact`: string", ""),
        ('[site]\ncontact = "mailto:x"\n', "errata.toml:2:1", "`site.contact`: string", ""),
        ('default-locale = "../x"\n', "errata.toml:1:1", "is not a locale", ""),
        ("code-families = []\n", "errata.toml:1:1", "unknown key", "did you mean `families`?"),
        ('[check.severity]\nKB102 = "mild"\n', "errata.toml:2:1", "`check.severity.KB102`", ""),
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
