"""Answers from the index: codes, near codes, logs, questions, and silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.codes.families import choose_families
from errata.config import Config
from errata.errors import ThemeError
from errata.files import read_folder
from errata.link import link_articles
from errata.model import Inputs, Source
from errata.search.query import Answer, Searcher
from errata.site.feeds.search_index import emit, index_of
from errata.site.plan import list_files
from tests.conftest import ROOT, SiteTest
from tests.search.knowledge import linked
from tests.search.searching import searcher_of, searcher_over, shipped_script
from tests.site.factories import context_of
from tests.support.linear import ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from errata.model import Library, Theme

CONFIG = Config()
INPUTS = Inputs(choose_families(["default", "adobe-campaign"]))


@pytest.fixture(scope="module")
def library() -> Library:
    """The shipped articles."""
    sources = read_folder(ROOT / "kb", CONFIG).sources
    parse = ArticleParser(ParseOptions.of(CONFIG, INPUTS.families))
    return link_articles([parse(source) for source in sources], CONFIG, INPUTS, {})[0]


@pytest.fixture(scope="module")
def english(library: Library) -> Searcher:
    return searcher_of(library, "en", CONFIG)


@pytest.fixture(scope="module")
def portuguese(library: Library) -> Searcher:
    return searcher_of(library, "pt-BR", CONFIG)


def first(answer: Answer) -> str:
    return answer.numbers[0] if answer.numbers else ""


@pytest.mark.parametrize(
    "query",
    [
        "RED-520025",
        "red 520025",
        "RED520025",
        "520025",
        "RED\u2013520025",
        "PMRED-520025",
        "error RED-520025: what does it mean",
        "o que significa o erro RED-520025?",
        "RED-520025とは",
        "(RED-520025)",
        "errorCode=RED-520025",
        "\uff32\uff25\uff24\u2212\uff15\uff12\uff10\uff10\uff12\uff15",
        "RED-520025...",
        "HTTP/1.1 RED-520025",
        "https://kb.example/en/codes/red-520025/",
        "https://kb.example/RED-520025/details",
        "https://help.example/show?code=red-520025&from=mail",
    ],
)
def test_a_code_in_any_spelling_finds_its_articles_and_nothing_else(
    english: Searcher, query: str
) -> None:
    answer = english.ask(query)
    assert (answer.kind, answer.codes) == ("code", ("RED-520025",))
    assert answer.numbers == english.ask("RED-520025").numbers
    assert first(answer) == "KA-19371"


@pytest.mark.parametrize("query", ["KA-19371", "ka19371", " KA 19371 "])
def test_an_articles_number_finds_the_article(english: Searcher, query: str) -> None:
    answer = english.ask(query)
    assert (answer.kind, answer.numbers) == ("words", ("KA-19371",))


def test_a_near_code_is_offered_with_its_articles(english: Searcher) -> None:
    answer = english.ask("RED-52025")
    assert answer.kind == "near"
    assert "RED-520025" in answer.near
    assert "KA-19371" in answer.numbers


@pytest.mark.parametrize(
    "query",
    [
        "RED-999999",
        "error KB5034441",
        "ORA 27102",
        "ModuleNotFoundError",
        "kotlin.UninitializedPropertyAccessException",
        "ERR_SSL_PROTOCOL_MISMATCH",
        "xylophone quasar",
        "who won the world cup",
        "my cat does not eat",
        "9" * 40,
        "<img onerror=alert(1)>9999999",
    ],
)
def test_what_no_article_knows_finds_nothing(english: Searcher, query: str) -> None:
    answer = english.ask(query)
    assert (answer.kind, answer.numbers) == ("none", ())


def test_what_shares_a_word_with_a_question_is_near_it_and_no_answer(english: Searcher) -> None:
    answer = english.ask("tracking zebra xylophone giraffe")
    assert (answer.kind, answer.numbers) == ("none", ())
    assert answer.absent == ("zebra", "xylophone", "giraffe")
    assert 0 < len(answer.nearest) <= 3
    assert english.ask("tracking").nearest == ()
    known = english.ask("RED-520026")
    assert known.unknown == ("RED-520026",)
    assert (known.nearest, known.absent) == ((), ())


def test_a_question_is_answered_if_one_of_the_first_articles_has_several_of_its_words() -> None:
    texts = {
        "Timeout": "The job has a timeout. Timeout again.",
        "Lists": "An import has a timeout. It fails.",
        "Profiles": "The import of profiles fails for a user.",
    }
    others = {f"Report {number}": f"Report {number} of the folder fails." for number in range(15)}
    others |= {f"Page {number}": f"Page {number} of the folder." for number in range(15)}
    sources = [
        Source(f"en/KA-{index:05}.md", "en", f"---\ntitle: {title}\n---\n\n{text}\n".encode())
        for index, (title, text) in enumerate({**texts, **others}.items())
    ]
    searcher = searcher_of(linked(sources)[0], "en", CONFIG)
    assert {"KA-00000", "KA-00001"} <= set(searcher.ask("import fails timeout").numbers[:2])
    assert not searcher.ask("import of an elephant from paris").numbers


def test_only_words_as_they_were_typed_bring_an_article_near() -> None:
    texts = {
        "Base": "The base of the folder has a plan.",
        "Plans": "A plan for the rest of a report.",
    }
    others = {f"Page {number}": f"Page {number} of the folder." for number in range(30)}
    sources = [
        Source(f"en/KA-{index:05}.md", "en", f"---\ntitle: {title}\n---\n\n{text}\n".encode())
        for index, (title, text) in enumerate({**texts, **others}.items())
    ]
    searcher = searcher_of(linked(sources)[0], "en", CONFIG)
    corrected = searcher.ask("how to bake the rost of xylophones and giraffes")
    assert (corrected.numbers, corrected.nearest) == ((), ())
    typed = searcher.ask("how to bake a plan of xylophones, elephants and giraffes")
    assert (typed.numbers, set(typed.nearest)) == ((), {"KA-00000", "KA-00001"})


def test_a_log_line_finds_the_article_that_quotes_its_message(english: Searcher) -> None:
    line = (
        "2024-11-17 19:56:42.905Z 004A0B2 004B7C1 1 error log Communication failed with tracking "
        "server 'http://web9.example'. Please check that the server is started (iRc=-14)"
    )
    answer = english.ask(line)
    assert (answer.kind, first(answer)) == ("log", "KA-19371")
    assert "Communication failed" in answer.excerpts["KA-19371"]


def test_a_log_line_that_names_a_code_shows_it_and_few_articles(english: Searcher) -> None:
    answer = english.ask("2024-11-22 11:31:22 ERROR RED-520025 tracking failed")
    assert (answer.kind, answer.codes, answer.numbers[0]) == ("log", ("RED-520025",), "KA-19371")
    assert len(answer.numbers) <= 3


def test_words_after_a_minus_leave_articles_out(english: Searcher) -> None:
    assert first(english.ask("tracking server does not answer -delivery")) != "KA-19371"
    assert first(english.ask("tracking server does not answer")) == "KA-19371"


def test_a_minus_inside_a_log_line_leaves_nothing_out(english: Searcher) -> None:
    line = "2024-11-17 19:56:42 ERROR Communication failed with tracking server -delivery"
    assert first(english.ask(line)) == "KA-19371"


def test_every_word_in_quotes_is_demanded_if_an_article_has_them(english: Searcher) -> None:
    loose = english.ask("communication failed with tracking server")
    answer = english.ask('"communication failed with tracking server"')
    assert first(answer) == "KA-19371"
    assert len(answer.numbers) < len(loose.numbers)
    assert english.ask('"communication failed with tracking server xylophone"').numbers


def test_a_compound_that_no_article_has_is_searched_as_its_words(english: Searcher) -> None:
    assert english.ask("trackingserver").numbers[0] in english.ask("tracking server").numbers[:3]


def test_a_misspelled_question_finds_what_the_right_one_does(english: Searcher) -> None:
    right = english.ask("deliveries with tracked links stop after analysis")
    wrong = english.ask("delivreies with trakced links stpo after analysis")
    assert first(right) == first(wrong) == "KA-19371"


def test_a_translation_is_found_by_the_message_of_its_source(
    library: Library, portuguese: Searcher
) -> None:
    fragment = index_of(context_of(library, CONFIG), "en").fragments["KA-19371"]
    text = next(line.text for line in fragment.lines if "RED-520025" in line.text)
    assert first(portuguese.ask(text.replace("RED-520025", ""))) == "KA-19371"
    assert first(portuguese.ask("RED-520025")) == "KA-19371"


@pytest.mark.parametrize(
    "begun", ["trackin", "deliveries with tracked lin", "redirec", "redirectionin", "RASTREAMENT"]
)
def test_a_word_that_is_still_typed_finds_what_begins_so(
    english: Searcher, portuguese: Searcher, begun: str
) -> None:
    searcher = portuguese if begun.isupper() else english
    assert "KA-19371" in searcher.ask(begun, typing=True).numbers


def test_a_beginning_that_is_a_rare_word_finds_the_commoner_word_while_it_is_typed(
    theme: Theme,
) -> None:
    """One article has "ca" and "cal", which are on the way to "calendar"."""
    site = SiteTest(theme).article("KA-00001", "\nUse ca and cal.\n", title="Names of commands")
    for index in range(2, 24):
        title = "Connect a Google calendar" if index < 9 else f"Disk case {index}"
        site = site.article(f"KA-{index:05}", "\nDo this.\n", title=f"{title}")
    sources = [Source(path, "en", data) for path, data in sorted(site.files.items())]
    library, config = linked(sources)
    searcher = searcher_of(library, "en", config)
    whole = searcher.ask("google calendar").numbers
    for begun in ("google c", "google ca", "google cal", "google cale", "google calenda"):
        assert searcher.ask(begun, typing=True).numbers[: len(whole)] == whole, begun
    # What is not typed any more is a word, and the article that has it is meant.
    assert first(searcher.ask("cal")) == first(searcher.ask("ca")) == "KA-00001"
    assert "KA-00001" in searcher.ask("cal", typing=True).numbers


def test_a_word_that_begins_no_other_is_not_taken_for_a_beginning(
    english: Searcher,
) -> None:
    assert english.ask("recipie") == english.ask("recipie", typing=True)
    assert english.ask("recipie").kind == "words"
    assert english.ask("qwxz", typing=True).kind == "none"
    for query in ("tracking", "RED-520025", "tr", "redirection server"):
        assert english.ask(query, typing=True) == english.ask(query)


@pytest.mark.parametrize(
    "query", ["__proto__", "constructor", "toString", "\u0000\u202e", "\udc80", "", " "]
)
def test_odd_queries_are_answered_like_others(english: Searcher, query: str) -> None:
    assert english.ask(query).kind in {"words", "none", "empty"}


@pytest.mark.parametrize("piece", ["a", "RED-520025 ", "at a.b(", "{'", "a\n", "1:11:11 ", "=-"])
@ends
def test_five_megabytes_are_answered(english: Searcher, piece: str) -> None:
    assert english.ask(piece * (5_000_000 // len(piece))).kind


class FilesRead(dict[str, object]):
    """The files of an index, which notes those that are read."""

    def __init__(self, files: Mapping[str, object]) -> None:
        super().__init__(files)
        self.names: list[str] = []

    def get(self, name: str, default: object = None) -> object:
        self.names.append(name)
        return super().get(name, default)


def test_a_query_reads_few_files_and_all_of_them_are_written(library: Library) -> None:
    files = FilesRead(dict(index_of(context_of(library, CONFIG), "en").files()))
    searcher = Searcher(shipped_script(), files)
    searcher.ask("RED-520025")
    # A browser has the code's articles from its card.
    assert files.names == ["codes", "c/RED-520025", "uses"]
    searcher.ask("why do deliveries with tracked links stop after the analysis of the server")
    assert len(files.names) == len(set(files.names)) < len(files)
    written = {artifact.path for artifact in list_files(emit(context_of(library, CONFIG)))}
    assert {f"search/en/{name}.js" for name in files.names} <= written


def test_the_order_of_articles_in_the_folder_changes_nothing(library: Library) -> None:
    turned = replace(library, articles=tuple(reversed(library.articles)))
    files = list(index_of(context_of(library, CONFIG), "en").files())
    assert list(index_of(context_of(turned, CONFIG), "en").files()) == files


def test_an_answer_does_not_depend_on_what_was_asked_before(library: Library) -> None:
    index = index_of(context_of(library, CONFIG), "en")
    used = searcher_over(index)
    for query in ("tracking server delivery", "trackng servr", "workflow failed", "server"):
        assert used.ask(query) == searcher_over(index).ask(query)


@pytest.mark.parametrize(
    ("find", "reason"),
    [
        ("= =", "SyntaxError"),
        ("", "TypeError: not a function"),
        ("find: async () => ({})", "TypeError"),
        ("find: () => load('search//missing.js')", "no file search//missing.js"),
        ("find: () => new Promise(() => {})", "it gave no answer"),
        ("find: async () => ({ lines: [] })", "validation errors? for Answer"),
    ],
)
def test_a_users_own_script_that_fails_is_reported(find: str, reason: str) -> None:
    script = "Reflect.errata = { createSearcher: ({ load }) => ({" + find + "}) }"
    with pytest.raises(ThemeError, match=f"search script failed: .*{reason}"):
        Searcher(script, {}).ask("anything")
