"""Files of searches and tickets are read as other tools export them."""

from __future__ import annotations

import pytest

from errata.health.queries import QueryFileError, parse_queries


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("query,count\nsign in,12\nspam,3\n", {"sign in": 12, "spam": 3}),
        ("Search Term;Total Unique Searches\r\nspam;1.204\r\n", {"spam": 1204}),
        (
            'Number\tShort_description\nINC1\t"It stops,\nthen starts"\n',
            {"It stops, then starts": 1},
        ),
        ("\ufeffsubject\nspam\nspam\n\n", {"spam": 2}),
        ("検索\n", None),
        ("Query,Clicks\n検索できない,5\n", {"検索できない": 5}),
        ("検索キーワード,回数\n検索できない,5\n", {"検索できない": 5}),
        ("Suchbegriff;Anzahl der Suchen\nKein Ton;7\n", {"Kein Ton": 7}),
        ('Search term,Number of searches\nspam,"1,204"\n', {"spam": 1204}),
        ("Ticket number,Subject,Account,Total time\n4711,spam,Acme,3:12\n", {"spam": 1}),
    ],
)
def test_the_columns_are_found_by_their_names(text: str, found: dict[str, int] | None) -> None:
    if found is None:
        with pytest.raises(QueryFileError, match="no column has queries: there are `検索`"):
            parse_queries(text)
    else:
        assert parse_queries(text.removeprefix("\ufeff")) == found


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("query,count\nspam,3\nsign in,many\n", 3, "`many` is not a number of searches"),
        ("query,count\n", 1, "there is no query below the names of the columns"),
        ("", 1, "the file is empty"),
        ("query\na\rb\n", 2, "cannot be read as CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_at_its_line(
    text: str, line: int, message: str
) -> None:
    with pytest.raises(QueryFileError, match=message) as caught:
        parse_queries(text)
    assert caught.value.line == line
    assert caught.value.remedy
