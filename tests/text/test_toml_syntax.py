"""A mistake in TOML is reported where it begins, with how to fix it."""

import pytest

from errata.errors import ConfigError
from errata.text.toml import read_toml

# A text with `^` before the mistake -> what is wrong, and how to fix it.
MISTAKES = {
    'kb = "a"\n^kb = "b"\n': ("this key is given twice", "remove one"),
    '[site]\nname = "a"\n\n^[site]\nurl = "b"\n': ("this table is given twice", "below one"),
    'site = {name = "a"}\n^[site]\nurl = "b"\n': ("this table is given twice", "below one"),
    "a = ^{b = 1, b = 2}\n": ("a key is given twice", "remove one"),
    'a = ^["x]", # ]\n  "y"\nb = 1\n': ("the list that opens here is not closed", "`]`"),
    'a = [["x"], ^["y" "z"]]\n': ("the list that opens here is not closed", "commas"),
    'a = ^{b = "x"\nc = 1\n': ("the table that opens here is not closed", "`}`"),
    'kb = "C:^\\q"\n': ("a backslash in double quotes", "single quotes"),
    'kb = "C:^\\Users"\n': ("a backslash in double quotes", "single quotes"),
    'kb = "a" ^out = "b"\n': ("the line continues", "line of its own"),
    "^= 3\n": ("this is not a key or a table", "`key = value`"),
    'name^: "x"\n': ("there is no `=`", "`key = value`"),
    '^[site\nname = "x"\n': ("the name of this table is not closed", "`]`"),
    'a = ^"x\nb = "y"\n': ("the quotes that open this text are not closed", "close them"),
    "a = ^'x\n": ("the quotes that open this text are not closed", "close them"),
    'b = "y"\na = ^"""x\ny\n': ("the quotes that open this text are not closed", "close them"),
    'a = "y"\r\nb = ^"x\r\n': ("the quotes that open this text are not closed", "close them"),
    "a = ^True\n": ("invalid value", "write `true`"),
    "a = ^“Hilfe”\n": ("typographic quotes", "straight"),
    "a = ^# later\n": ("there is no value after `=`", "in quotes"),
    "a = ^Hilfe\n": ("invalid value", "in quotes"),
    "a = [1, ^, 2]\n": ("invalid value", ""),
    "[^]\n": ("a name is missing", "`[table]`"),
}


@pytest.mark.parametrize("marked", MISTAKES)
def test_a_mistake_is_reported_where_it_begins(marked: str) -> None:
    before, _, after = marked.partition("^")
    with pytest.raises(ConfigError) as raised:
        read_toml(before + after, "errata.toml")
    place = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    assert str(raised.value.span) == f"errata.toml:{place}"
    message, remedy = MISTAKES[marked]
    assert message in str(raised.value)
    assert remedy in raised.value.help


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('a = "b"\n[c]\nd = "e \\u202e"\n', "x.toml:3:1"),
        ('[[c]]\n[[c]]\nd = ["e", "\u2066"]\n', "x.toml:3:1"),
        ('[c]\n"a\u202e" = 1\n', "x.toml:2:1"),
        ('d = "\\u009b"\n', "x.toml:1:1"),
    ],
)
def test_no_text_of_any_file_hides_another(text: str, place: str) -> None:
    with pytest.raises(ConfigError, match="which is invisible") as caught:
        read_toml(text, "x.toml")
    assert str(caught.value.span) == place


def test_a_text_below_three_thousand_keys_is_refused() -> None:
    # Python 3.14 does not read as many keys; the others read them, and find what is in the text.
    with pytest.raises(ConfigError, match=r"which is invisible|nested too deeply"):
        read_toml("a." * 3_000 + 'b = "\\u202e"\n', "x.toml")


def test_tables_of_others_may_say_what_they_like() -> None:
    text = '[tool.other]\na = "\\u202e"\n[tool.errata]\nb = "c\\n\\td"\n'
    assert read_toml(text, "pyproject.toml", ("tool", "errata")) == {"b": "c\n\td"}
    assert read_toml(text, "pyproject.toml", ("tool", "none")) == {}
