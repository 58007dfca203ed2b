"""The style sheet is joined from its parts, and a user can replace any of them."""

from __future__ import annotations

from errata.theme.templates import FOLDER, OWN, PARTS, SHEET, join_style_sheets, strip_comments
from tests.site.factories import shipped_theme

ASSETS = {"css/parts/base.css": b"b", "css/parts/tokens.css": b"t", "css/diagnose.css": b"d"}


def test_the_parts_are_one_sheet_in_their_order_and_no_files_of_their_own() -> None:
    assert join_style_sheets(ASSETS) == {"css/diagnose.css": b"d", SHEET: b"tb"}


def test_a_whole_sheet_of_the_users_takes_the_place_of_all_parts() -> None:
    assert join_style_sheets({**ASSETS, SHEET: b"mine"})[SHEET] == b"mine"


def test_a_users_own_rules_come_last() -> None:
    style_sheet = join_style_sheets({**ASSETS, OWN: b"own"})
    assert style_sheet[SHEET] == b"tbown"
    assert OWN not in style_sheet


def test_every_shipped_part_is_in_the_sheet() -> None:
    parts = {p.removeprefix(FOLDER) for p in shipped_theme().assets if p.startswith(FOLDER)}
    assert parts <= {f"{name}.css" for name in PARTS}


def test_every_sheet_closes_what_it_opens_and_no_more() -> None:
    sheets = {path: data for path, data in shipped_theme().assets.items() if path.endswith(".css")}
    for path, data in sheets.items():
        depth = 0
        for line in data.decode().splitlines():
            depth += line.count("{") - line.count("}")
            assert depth >= 0, (path, line)
        assert depth == 0, path


def test_comments_and_indentation_are_not_sent_and_texts_stay_as_they_are() -> None:
    sheet = b"/* it's */\na {\n  content: \"/* \\2193 */  b\";\n  b: '/*'; /* c\n */ d: 1 2;\n}\n"
    assert strip_comments(sheet) == (b"a {\ncontent: \"/* \\2193 */  b\";\nb: '/*'; d: 1 2;\n}\n")
