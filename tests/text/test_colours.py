"""The colours that a site may choose can be read in light and dark, or are refused."""

from __future__ import annotations

import re

import pytest

from errata.config import ColoursConfig, parse_config
from errata.errors import ConfigError
from errata.text.colours import DARK, LIGHT, adjust_for_contrast, contrast_ratio, parse_colour
from errata.theme.templates import SHEET, colour_roles, join_style_sheets
from tests.site.factories import shipped_theme


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_ratio("#000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast_ratio("#0b57a4", "#0b57a4") == 1


@pytest.mark.parametrize("text", ["blue", "#12", "#12345g", "", "#1234567", "0b57a4"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a colour such as"):
        parse_colour(text)


@pytest.mark.parametrize("colour", ["#ffcc00", "#e8e8e8", "#000000", "#808080", "#ff0000"])
@pytest.mark.parametrize("ground", [LIGHT.paper, DARK.paper, "#777777", "#ffee88"])
def test_a_colour_made_legible_can_be_read_and_one_that_was_stays(colour: str, ground: str) -> None:
    legible = adjust_for_contrast(colour, ground, 4.5)
    assert contrast_ratio(legible, ground) >= 4.5
    if contrast_ratio(colour, ground) >= 4.5:
        assert legible == colour


def test_the_shipped_colours_are_those_of_the_style_sheet() -> None:
    sheet = shipped_theme().assets["css/parts/tokens.css"].decode()
    for name in ("paper", "ink", "accent"):
        pair = f"light-dark({getattr(LIGHT, name)}, {getattr(DARK, name)})"
        assert re.search(rf"--{name}: {re.escape(pair)};", sheet), name


def test_one_accent_serves_both_modes_in_the_dark_made_lighter() -> None:
    sheet = colour_roles(
        parse_config('[site.colours]\naccent = "#8a0f3c"', "errata.toml").site.colours
    )
    match = re.search(rb"--accent: light-dark\(#8a0f3c, (#\w+)\);", sheet)
    assert match
    assert contrast_ratio(match[1].decode(), DARK.paper) >= 4.5


def test_greys_follow_a_paper_of_ones_own() -> None:
    own = colour_roles(ColoursConfig(paper="#ffffff"))
    assert b"--paper: light-dark(#ffffff, #14171a)" in own
    assert b"--surface: color-mix(in oklab, var(--paper), var(--ink) 5%)" in own


def test_without_colours_the_sheet_has_no_more_than_its_parts() -> None:
    assert colour_roles(ColoursConfig()) == b""
    assert join_style_sheets(shipped_theme().assets)[SHEET].rstrip().endswith(b"}")


def test_colours_that_cannot_be_read_are_refused_with_one_that_would_do() -> None:
    with pytest.raises(ConfigError) as raised:
        parse_config('[site]\nname = "x"\n[site.colours]\naccent = "#ffcc00"', "errata.toml")
    error = raised.value
    assert "`#ffcc00` on `#fdfcfa` has a contrast of 1.5 to 1" in error.message
    assert "would do" in error.message
    assert error.span is not None
    assert error.span.line == 3


def test_a_word_for_a_colour_is_refused_where_it_stands() -> None:
    with pytest.raises(ConfigError, match="`red` is not a colour such as `#0b57a4`") as raised:
        parse_config('[site.colours]\naccent = "red"', "errata.toml")
    assert raised.value.span is not None
    assert raised.value.span.line == 2
