"""Codes without an article, families, hidden and withheld articles, in the site's search."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING

import pytest

from errata.codes.families import choose_families, parse_families
from errata.codes.recognise import CodeRecogniser, find_code_group
from errata.codes.scanner import Scanner
from errata.data import read_word_lists
from errata.search.postings import PostingList, Postings
from errata.search.query import Searcher
from errata.search.shards import build_pieces
from errata.search.sketch import hash_text
from errata.search.tokens import stemmer_for
from tests.conftest import SiteTest
from tests.search.searching import shipped_script

if TYPE_CHECKING:
    from errata.model import Theme

RECOGNISED = [
    ("RED-520999", "RED-520999"),
    ("red 520999", "RED-520999"),
    ("what is RED520999?", "RED-520999"),
    ("エラーRED-520999が出る", "RED-520999"),
    ("ＲＥＤ－５２０９９９", "RED-520999"),
    ("RED\u2011520999", "RED-520999"),
    ("ora12154", "ORA-12154"),
    ("Fehler ORA-12154: TNS", "ORA-12154"),
    ("0x80070424", "0x80070424"),
    ("0X80070424", "0x80070424"),
    ("80070424", "0x80070424"),
    ("-2147023838", "0x80070422"),
    ("2147943458", "0x80070422"),
    ("Ereignis-ID 4999", "Event ID 4999"),
    ("システム エラー 5 が発生しました", "WinError 5"),
    ("SQLSTATE[HY000] [2002]", "SQLSTATE HY000"),
    ("ERROR 1045 (28000): Access denied", "ERROR 1045"),
    ("MSI 1603", "MSI 1603"),
    ("exit code 137", "exit code 137"),
    ("CrashLoopBackOff", "CrashLoopBackOff"),
    ("エラーPLC AB-12が出る", "PLC AB-12"),
    ("PLC\u00a0AB-12", "PLC AB-12"),
    ("PLC ÄB-12", ""),
    ("PLC AB-١٢", ""),
    ("1603", ""),
    ("XRED-520999", ""),
    ("RED-520999-1", ""),
    ("RED-530999", ""),
    ("listening on port 3000", ""),
    ("toString constructor __proto__", ""),
]
# Its letters, digits and blanks are those of ASCII, in Python and in browsers
OWN = parse_families(
    r"""
[[family]]
id = "PLC"
pattern = 'PLC\s\w{2}[\s-]\d{2}'
product = "Pump"
meaning = "Faults of a controller."
example = "PLC AB-12"
""",
    "families.toml",
)
FAMILIES = choose_families(["default", "adobe-campaign"], OWN)


@pytest.mark.parametrize(("text", "code"), RECOGNISED)
def test_a_code_of_a_known_family_is_recognised_however_it_is_written(text: str, code: str) -> None:
    codes = CodeRecogniser(FAMILIES).find(text)
    assert [recognised.code for recognised in codes] == ([code] if code else [])


@pytest.mark.parametrize(("text", "code"), [item for item in RECOGNISED if "PLC" in item[0]])
def test_the_letters_of_a_pattern_are_those_of_ascii_in_articles_too(text: str, code: str) -> None:
    codes = [span.code for span in Scanner(OWN).read(text)]
    assert codes == ([code] if code else [])


def test_the_beginning_of_codes_means_all_of_them_and_a_word_means_none() -> None:
    codes = {"RED-520005": "RED", "RED-520025": "RED", "Event ID 5": "EVENT", "DLV-490002": "DLV"}

    def found(text: str) -> tuple[str, ...]:
        group = find_code_group(text, codes)
        return group.codes if group else ()

    assert found("RED") == found("red") == found("RED-52") == ("RED-520005", "RED-520025")
    assert found("dlv*") == found("DLV-*") == ("DLV-490002",)
    assert found("event") == found("re") == found("RED-9") == found("RED delivery") == ()


@pytest.fixture(scope="module")
def site(theme: Theme) -> SiteTest:
    """One article of each kind."""
    site_test = SiteTest(theme)
    site_test = site_test.article(
        "KA-00001", "It fails with `RED-520025 No server`, as in QQX-40021 or a ZyxFault.\n"
    )
    site_test = site_test.article("KA-00002", "It fails with NMS-47xxxx.\n")
    site_test = site_test.article("KA-00003", "Old: SOP-330011.\n", hide="true")
    return site_test.article("KA-00004", "New: DLV-490002 is a secret.\n", draft="true").build()


def _files(site: SiteTest) -> dict[str, object]:
    return {
        name.removeprefix("search/en/").removesuffix(".js"): _value(data)
        for name, data in _contents(site).items()
        if name.startswith("search/en/")
    }


def _ask(site: SiteTest, query: str) -> dict[str, object]:
    answer = Searcher(shipped_script(), _files(site)).ask(query)
    numbers = (*answer.hidden, *answer.numbers)
    return {"kind": answer.kind, "unknown": answer.unknown, "numbers": numbers}


def _contents(site: SiteTest) -> dict[str, bytes]:
    contents = ((artifact.path, artifact.content) for artifact in site.built.artifacts)
    return {path: content for path, content in contents if isinstance(content, bytes)}


def _value(data: bytes) -> object:
    text = data.decode()
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


@pytest.mark.parametrize("query", ["RED-520999", "red 520999", "what does RED-520999 mean?"])
def test_search_knows_the_family_of_a_code_without_an_article(site: SiteTest, query: str) -> None:
    assert _ask(site, query) == {"kind": "none", "unknown": ("RED-520999",), "numbers": ()}


def test_a_masked_code_answers_for_the_codes_that_it_hides(site: SiteTest) -> None:
    for query in ("NMS-470001", "NMS-47xxxx"):
        assert _ask(site, query) == {"kind": "code", "unknown": (), "numbers": ("KA-00002",)}


@pytest.mark.parametrize("query", ["QQX-40021", "qqx40021", "KA-00001", "00001", "ZyxFault"])
def test_a_lone_name_with_a_number_or_of_a_failure_takes_no_words(
    site: SiteTest, query: str
) -> None:
    # The root has the endings that words are without.
    names = {"co", "i/", *(["ro"] if "Fault" in query else [])}
    few = {name: value for name, value in _files(site).items() if name[:2] in names}
    assert Searcher(shipped_script(), few).ask(query).numbers == ("KA-00001",)


def test_a_failure_that_is_in_no_article_takes_no_words(site: SiteTest) -> None:
    files = _files(site)
    few = {name: files[name] for name in files if name[:2] in {"co", "i/", "ro", "un"}}
    for query in ("ZyyFault", "a.zyx.PumpFailure"):
        answer = Searcher(shipped_script(), few).ask(query)
        assert (answer.kind, answer.numbers) == ("none", ())


def test_a_name_of_a_failure_is_in_its_file_in_every_language() -> None:
    postings = PostingList(1, Postings([(0, 1)]))
    for stemmer in [stemmer_for(language) for language in read_word_lists("stemmer")]:
        words = [stemmer.stem(f"zyx{word}") for word in ("exception", "error", "fault", "failure")]
        (own,) = build_pieces(dict.fromkeys(words, postings), stemmer)
        assert own.keys() == {*words}


@pytest.mark.parametrize(
    "query",
    ["KA-00001.html", "/en/KA-00001/index.html?x=1#y", "https://a.example/docs/ka-00001", "00001"],
)
def test_the_address_and_the_digits_of_an_article_find_it(site: SiteTest, query: str) -> None:
    assert _ask(site, query)["numbers"] == ("KA-00001",)


@pytest.mark.parametrize("query", ["SOP-330011", "error 330011", "KA-00003", "article KA-00003"])
def test_a_hidden_article_is_found_by_its_code_its_digits_and_its_number(
    site: SiteTest, query: str
) -> None:
    assert _ask(site, query)["numbers"] == ("KA-00003",)


def test_a_word_with_the_twelve_bits_of_a_hidden_name_by_chance_finds_nothing(
    site: SiteTest,
) -> None:
    # As names are compared: capitals, without zeros before a number.
    hint = hash_text("KA3") & 0xFFF
    word = next(name for number in count() if hash_text(name := f"ZYX{number}") & 0xFFF == hint)
    assert _ask(site, word) == {"kind": "none", "unknown": (), "numbers": ()}


def test_a_hidden_article_is_found_by_number_and_code_alone_and_a_draft_by_nothing(
    site: SiteTest,
) -> None:
    files = _contents(site)
    assert b"KA-00003" not in files["search/en/codes.js"]
    named = [path for path, data in files.items() if b"KA-00003" in data and "/hidden/" in path]
    assert len(named) == 3, "by its number, its code and the digits of that"
    everything = b"".join(files.values())
    assert b"KA-00004" not in everything
    assert b"DLV-490002" not in everything
