"""A pasted line and the articles it belongs to."""

from __future__ import annotations

import pytest

from bench.noise import unrelated
from errata.messages.mask import mask_message
from errata.messages.match import MessageIndex
from errata.messages.words import mask_last_file
from errata.model import Message
from tests.support.linear import ends

TEXTS = {
    "KA-1": "ABC-120007 The basket 'b17' of shopkeeper 10.0.0.9 was emptied by the warehouse robot",
    "KA-2": "ABC-120008 Courier 17 could not reach the harbour within 30 s",
    "KA-3": "java.lang.IllegalStateException: The conveyor belt was already dismantled",
    "KA-4": "Connection refused",
    "KA-5": "Courier 17 could not reach the lighthouse within 30 s",
}


def _message(text: str) -> Message:
    return Message(text, mask_message(text), (), "fence", 1)


WORDS = "alpha bravo delta golf hotel india kilo lima oscar papa".split()  # noqa: SIM905 - read as words


@pytest.fixture(scope="module")
def index() -> MessageIndex:
    filler = [
        (
            f"KA-{100 + position}",
            _message(f"Usual text of module{chr(97 + position % 26)} {word} is listed"),
        )
        for position, word in enumerate(WORDS)
    ]
    return MessageIndex([*((number, _message(text)) for number, text in TEXTS.items()), *filler])


@pytest.mark.parametrize("number", ["KA-1", "KA-2", "KA-3", "KA-5"])
@pytest.mark.parametrize(
    "disguise",
    [
        "{}",
        "2024-11-17 19:56:42.905Z 004A0B2 004B7C1 1 error log {}",
        "17.11.2024 10:00:00.123 *ERROR* [web [177] GET /a/b.html HTTP/1.1] {} (iRc=-5)",
        "Nov 17 19:56:42 node7 robot[123]: {} at com.acme.Cart.run(Cart.java:265)",
    ],
)
def test_a_whole_message_is_found_first(index: MessageIndex, number: str, disguise: str) -> None:
    assert index.find(disguise.format(TEXTS[number]))[0].number == number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (
            "The basket 'x-99' of shopkeeper 172.16.4.4:80 was emptied by the warehouse robot",
            "KA-1",
        ),
        ("was emptied by the warehouse robot", "KA-1"),
        ("Courier 99 could not reach the harbour", "KA-2"),
        ("Courier 99 could not reach the lighthouse", "KA-5"),
        ("com.fabrikam.BeltException: The conveyor belt was already dismantled", "KA-3"),
    ],
)
def test_other_values_no_code_and_a_cut_line_do_not_matter(
    index: MessageIndex, line: str, number: str
) -> None:
    assert index.find(line)[0].number == number


@pytest.mark.parametrize(
    "line",
    [
        "",
        " \t",
        "10:00 web: Connection refused",
        "Connection refused by the warehouse",
        "the basket of the robot",
        "\tat com.fabrikam.Cart.save(Cart.java:12)",
        "__proto__ constructor <script>",
    ],
)
def test_a_line_that_shares_only_usual_words_finds_nothing(index: MessageIndex, line: str) -> None:
    assert index.find(line) == []


@pytest.mark.parametrize(
    "frame",
    [
        '{{"level":"error","ts":"2024-11-17T19:56:42Z","logger":"robot","msg":"{}","took":17}}',
        'time="2024-11-17T19:56:42Z" level=error component=robot msg="{}" attempt=3 tenant=north',
        "2024-11-17T19:56:42.905123Z stderr F {}",
        "robot_1  | ERROR {} (attempt 3 of 5, will retry in 20 s)",
        "E1117 19:56:42.905123 4711 robot.go:123] {}",
        "<11>1 2024-11-17T19:56:42Z node7 robot 4711 ID47 - {}",
        "ERROR:robot.worker:{} | request-id=7f3a91c2 took 17 ms",
        "user alice reported: {}",
    ],
)
@pytest.mark.parametrize("number", ["KA-1", "KA-2", "KA-3"])
def test_whatever_stands_around_a_whole_message_does_not_matter(
    index: MessageIndex, number: str, frame: str
) -> None:
    text = TEXTS[number].removeprefix("ABC-120007 ").removeprefix("ABC-120008 ")
    assert index.find(frame.format(text))[0].number == number


def test_many_words_on_end_are_enough_and_few_are_not(index: MessageIndex) -> None:
    around = (
        "tonight's report of the north harbour tells that {} as so often before, sorry for that"
    )
    words = "was emptied by the warehouse robot"
    assert [match.number for match in index.find(around.format(words))] == ["KA-1"]
    assert index.find(around.format("the warehouse robot")) == []


def test_a_code_that_a_log_leaves_out_takes_nothing_from_a_message() -> None:
    texts = [f"ABC-12{number:04} Unit {number} was stopped by hand" for number in range(50)]
    pairs = [(f"KA-{position}", _message(text)) for position, text in enumerate(texts)]
    text = "ABC-120099 The harbour has no other robot"
    line = "worker says: {} (attempt 3 of 5, will retry in 20 s, unless somebody minds)"
    index = MessageIndex([*pairs, ("KA-99", _message(text))])
    assert index.find(line.format(text.removeprefix("ABC-120099 ")))[0].number == "KA-99"


def test_lines_of_other_systems_find_nothing(index: MessageIndex) -> None:
    assert [line for line in unrelated(2000) if index.find(line)] == []


def test_why_a_system_refused_something_needs_a_level_or_the_subject_beside_it() -> None:
    text = "transport endpoint is not connected"
    index = MessageIndex([("KA-1", _message(text))], [("KA-1", "Mounts of the warehouse end")])
    assert not index.find(f"Nov 17 19:56:42 node7 ftpd[123]: getpeername (ftpd): {text}")
    for line in (f"2026-11-17 19:56:42 ERROR {text}", f"warehouse: {text}", text):
        assert [match.number for match in index.find(line)] == ["KA-1"]


def test_the_answer_is_one_match_an_article_up_to_the_limit(index: MessageIndex) -> None:
    matches = index.find("Courier 3 could not reach the harbour within 5 s", limit=1)
    assert [match.number for match in matches] == ["KA-2"]
    assert matches[0].text == TEXTS["KA-2"]


def test_the_order_of_the_messages_does_not_matter() -> None:
    pairs = [(number, _message(text)) for number, text in TEXTS.items()]
    line = "Courier 3 could not reach the harbour or the lighthouse within 5 s"
    assert MessageIndex(pairs).find(line) == MessageIndex(reversed(pairs)).find(line)
    assert MessageIndex(pairs).anchors() == MessageIndex(reversed(pairs)).anchors()


@pytest.mark.parametrize(
    "line",
    [
        "x ABC-120007 The basket 'b99' of shopkeeper 10.9.9.9 was emptied by the warehouse robot",
        "was emptied by the warehouse robot",
        "ABC-120008 Courier 3 could not reach the harbour within 5 s",
        "Courier 99 could not reach the lighthouse",
        "com.fabrikam.BeltException: The conveyor belt was already dismantled",
    ],
)
def test_a_line_that_is_found_holds_one_of_the_anchors(index: MessageIndex, line: str) -> None:
    assert index.find(line)
    assert any(anchor in line.encode().lower() for anchor in index.anchors())


def test_lines_of_other_systems_hold_hardly_an_anchor(index: MessageIndex) -> None:
    anchors = index.anchors()
    lines = [f"{line}\n".encode() for line in unrelated(2000)]
    # "Connection refused" is a message, too, and not looked up far.
    assert sum(any(anchor in line.lower() for anchor in anchors) for line in lines) < 40


@ends
def test_a_line_of_five_megabytes_is_answered(index: MessageIndex) -> None:
    line = TEXTS["KA-2"] + " x" * 2_500_000
    assert index.find(line)


def test_an_empty_index_finds_nothing() -> None:
    assert MessageIndex([]).find(TEXTS["KA-1"]) == []
    assert MessageIndex([]).anchors() == ()


def test_a_question_needs_less_than_a_line_of_a_log(index: MessageIndex) -> None:
    assert index.find("conveyor belt") == []
    assert index.find("conveyor belt", question=True)[0].number == "KA-3"
    assert index.find("the weather in spring", question=True) == []


SHORT = (
    "No Harbour link",
    "Unable to reach the harbour",
    "Invalid Lighthouse: Signature missing",
)


@pytest.mark.parametrize("message", SHORT)
@pytest.mark.parametrize(
    "frame",
    [
        "<11>1 2026-11-28T10:11:12.003Z web-12 shop 4711 ID47 - {}",
        "2026-11-28T10:11:12.123456789Z stderr F {}",
        "shop-web-1  | ERROR {}",
        "2026-11-28 10:11:12,123 - shop.worker - ERROR - {}",
        'ts=2026-11-28T10:11:12Z level=error component=shop msg="{}" attempt=3',
        '{{"level":50,"time":1796000000000,"msg":"{}","reqId":"a1b2"}}',
        '4711,2026-11-28 10:11:12,ERROR,"shop","{}",12',
        "2026-11-28T10:11:12.123+0100\tERROR\tshop/worker.go:42\t{}\t12",
        "2026/11/28 10:11:12 [error] 4711#4711: *42 {}, client: 10.0.0.9, server: shop",
        'E1128 10:11:12.000000       1 worker.go:42] "{}" pod="shop/web-0"',
        "E, [2026-11-28T10:11:12.123456 #4711] ERROR -- : {} (attempt 3 of 5)",
    ],
)
def test_a_short_message_is_found_in_its_field_of_any_format(message: str, frame: str) -> None:
    filler = [(f"KA-{number}", _message(f"Text {number} of no worth")) for number in range(300)]
    index = MessageIndex([*filler, *(("KA-S" + text, _message(text)) for text in SHORT)])
    assert [match.number for match in index.find(frame.format(message))][:1] == ["KA-S" + message]


PIERS = [f"{first}{second}rope" for first in "abcdefghijklmno" for second in "abcdefghijk"]
OTHERS = [(f"KA-{100 + number}", _message(f"Text {number} of no worth")) for number in range(300)]


def test_the_exact_message_comes_before_one_that_is_alike() -> None:
    messages = {
        "KA-1": "fabrikam.StoreException: Error in adding record",
        "KA-2": "fabrikam.StoreException: Record 17 could not be adding up; Error in the record",
    }
    index = MessageIndex([*((n, _message(text)) for n, text in messages.items()), *OTHERS])
    for number, text in messages.items():
        assert index.find(f"10:00 ERROR {text}")[0].number == number


def test_the_article_on_a_message_comes_before_one_that_lists_hundreds() -> None:
    text = "the crate has no harbour to moor in"
    listed = [
        ("KA-1", _message(f"pier{position} has no {word}")) for position, word in enumerate(PIERS)
    ]
    index = MessageIndex([("KA-1", _message(text)), *listed, ("KA-2", _message(text)), *OTHERS])
    assert [match.number for match in index.find(f"10:00 {text}")] == ["KA-2", "KA-1"]


def test_a_message_that_goes_on_comes_before_one_that_is_alike() -> None:
    texts = {
        "KA-1": "The harbour rules do not permit it to moor for these crates",
        "KA-2": "The harbour rules do not permit to moor these crates. Ask the harbour master.",
    }
    index = MessageIndex([*((n, _message(text)) for n, text in texts.items()), *OTHERS])
    line = "The harbour rules do not permit to moor these crates."
    assert index.find(line)[0].number == "KA-2"


def test_a_space_that_an_author_types_before_a_colon_takes_nothing_from_a_message() -> None:
    texts = {"KA-1": "'crate': has no harbour to moor", "KA-2": "'crate' : has no harbour to moor"}
    index = MessageIndex([*((n, _message(text)) for n, text in texts.items()), *OTHERS])
    first, second = index.find("10:00 'barrel': has no harbour to moor")
    assert first.score == second.score


def test_numbers_of_a_message_that_are_in_the_line_decide() -> None:
    texts = {f"KA-{code}": f"The harbour query returned an error ({code})" for code in (403, 413)}
    index = MessageIndex([*((n, _message(text)) for n, text in texts.items()), *OTHERS])
    for number, text in texts.items():
        assert index.find(f"10:00 shop[4711]: {text}")[0].number == number


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (
            "Error: Dispatching parcel 'a1' for 'b2'",
            "ERROR: Dispatching parcel 'x' for 'y'",
        ),
        (
            '["parcel robot left the depot"]',
            '[WARN] [a.go:7] ["parcel robot left the depot"] [n=5]',
        ),
        (
            "The basket of the shopkeeper holds AcmeShop.1.2. The basket is other than the last.",
            "The basket of the shopkeeper holds Corner.7.9. The basket is other than the last.",
        ),
    ],
)
def test_a_word_for_an_error_brackets_and_names_that_differ_do_not_matter(
    message: str, line: str
) -> None:
    known = MessageIndex([("KA-1", _message(message)), ("KA-2", _message(TEXTS["KA-1"]))])
    assert [match.number for match in known.find(line)] == ["KA-1"]
    assert any(anchor in line.encode().lower() for anchor in known.anchors())


def test_the_envelope_of_a_remote_call_is_no_message() -> None:
    envelope = "rpc error: code = Unknown desc = "
    known = MessageIndex([("KA-1", _message(f"{envelope}failed to make the basket"))])
    assert not known.find(f"{envelope}error exporting items, dropped 60")


def test_a_knowledge_base_of_one_message_finds_it() -> None:
    index = MessageIndex([("KA-1", _message("Cannot reach the archive server '10.0.0.7'"))])
    assert index.find("10:00 ERROR Cannot reach the archive server '10.9.9.9'")
    assert index.find("10:00 ERROR Cannot reach the database of the shop") == []


@pytest.mark.parametrize("message", ["接続失敗", "权限不足", "연결 실패", "元帳が閉じています"])
def test_a_short_message_without_spaces_is_found_in_its_field(message: str) -> None:
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    for frame in ("{}", "10:00 shop: {}", '{{"level":"error","msg":"{}"}}', "エラー: {}"):
        line = frame.format(message)
        assert any(anchor in line.encode().lower() for anchor in index.anchors())
        assert [match.number for match in index.find(line)] == ["KA-1"]


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Failed to moor with the harbour ID", "[ERROR] [auth.go:72]: x failed to moor, user: x"),
        ("No such file or directory", "FATAL ciod: LOGIN chdir failed: No such file or directory"),
        ("The name could not be resolved.", "[error] 192.0.2.1 could not be resolved (3: x)"),
        ("Unable to reach the harbour", 'worker.go:9] "Unable to reach pull secret" pod="a/b"'),
        ("not moored", "is spam, Filter (not moored, score=25.5)"),
        ("No such file or directory", 'error: cannot stat "/usr/keys": No such file or directory'),
    ],
)
def test_a_phrase_that_any_log_has_is_no_message(message: str, line: str) -> None:
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    assert index.find(message)[0].number == "KA-1" or message == "No such file or directory"
    assert index.find(f"2026-11-28 10:11:12 {line}") == []


def test_a_message_of_common_words_is_found_as_a_value() -> None:
    index = MessageIndex([("KA-1", _message("No such file or directory")), *OTHERS])
    assert index.find('level=error msg="No such file or directory" attempt=3')[0].number == "KA-1"


def test_the_name_of_a_value_is_no_message() -> None:
    text = (
        "Refused to moor the vessel since it violates this Harbour Lighthouse Regulation: moor-src"
    )
    index = MessageIndex([("KA-1", _message(text)), *OTHERS])
    line = (
        '{"level":"info","logger":"gateway","msg":"handled request","agent":"Walrus for penguins",'
        '"resp":{"Vessel-Policy":["tidal"],"Harbour-Lighthouse-Regulation":["iceberg","walnut"]}}'
    )
    assert index.find(line) == []
    assert index.find('{"msg":"Refused to moor the vessel since it violates"}')[0].number == "KA-1"


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("The conveyor could not reach its robot.", True),
        ("shop: The conveyor could not reach its robot", True),
        ("A cesta 7 não foi levada", True),
        ("A robot said that the conveyor could not do it", False),
    ],
)
def test_how_a_message_begins_is_enough(line: str, is_found: bool) -> None:  # noqa: FBT001 - of a table
    text = (
        "ABC-120010 The conveyor could not reach its robot. Please check that the warehouse is lit,"
        " that the harbour is dry and that the lighthouse keeper has paid the last courier."
    )
    other = (
        "A cesta 12 não foi levada porque o estafeta perdeu as chaves do armazém vermelho, do porto"
        " amarelo, do farol azul e da bicicleta verde que estava junto do portão do jardim."
    )
    index = MessageIndex([("KA-1", _message(text)), ("KA-1", _message(other))])
    assert bool(index.find(line)) is is_found


def test_a_sentence_that_begins_like_a_message_and_ends_otherwise_is_none() -> None:
    text = "moorings: bad ownership or quarantine for anchored vessel north"
    index = MessageIndex([("KA-1", _message(text))])
    line = "harbour: bad ownership or quarantine for {} 7"
    assert index.find(line.format("anchored vessel north"))
    assert index.find(line.format("anchored"))
    assert index.find(line.format("file")) == []


def test_a_sentence_that_is_the_message_but_for_its_last_words_is_found() -> None:
    text = "You cannot open the branch till because of how the ledger of your shop is setup"
    index = MessageIndex([("KA-1", _message(text))])
    assert index.find(f"{text[:-5]}set up.")[0].number == "KA-1"


def test_pairs_of_words_here_and_there_are_no_message() -> None:
    index = MessageIndex([("KA-1", _message("mooring (quays/v1, Kind=Lighthouse)"))])
    assert index.find("harbour: mooring (quays/v1, Kind=Lighthouse) took 7 s")
    assert index.find('event: kind="Lighthouse" place="north" version="quays/v1"') == []


def test_of_two_articles_with_a_message_a_code_before_it_decides_nothing() -> None:
    texts = {"KA-1": "ABC-120010 The conveyor is torn apart", "KA-2": "The conveyor is torn apart"}
    index = MessageIndex((number, _message(text)) for number, text in texts.items())
    assert [match.number for match in index.find("The conveyor is torn apart")] == ["KA-1", "KA-2"]


def test_japanese_words_are_stretches_of_one_script_so_that_endings_tell_nothing() -> None:
    message = (
        "Jetty サーブレットエンジンは応答バッファーを自動的にフラッシュし、エラーが発生します。"
    )
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    assert index.find(f"10:00 情報 [main] {message}")
    for line in (
        "サーブレットエンジンの起動：[Apache Tomcat/10.0.16]",
        "プロトコルハンドラー [http] を開始しました。",
        "[24] 行目でエラーが発生しました",
    ):
        assert index.find(f"10:00 情報 [main] {line}") == []


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("failed calling webhook harbour-walrus-till: no answer", "name: harbour-walrus-till"),
        ("harbour-walrus-till", '"a.io/harbour-walrus-till": "b.io/c/harbour-walrus-till",'),
        ("harbour-walrus-till is missing, or it is down", "pull a.io/walrus/harbour-walrus-till"),
    ],
)
def test_the_parts_of_a_name_are_no_message(message: str, line: str) -> None:
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    assert index.find(line) == []
    assert index.find(f"10:00 ERROR {message} again") or message == "harbour-walrus-till"


def test_three_words_of_a_long_message_are_a_phrase() -> None:
    text = "The walrus harbour consistency check reports any tide that is missing but in a ledger"
    index = MessageIndex([("KA-1", _message(text)), *OTHERS])
    assert index.find("10:00 Info till: Set pending harbour consistency check.") == []
    assert index.find(f"10:00 Info till: {text}")


def test_what_lies_across_several_values_is_no_value() -> None:
    message = 't=... lvl=eror msg="Tide proxy error" error="walrus: dial tide'
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    assert index.find('t=10:00 lvl=eror msg="Wrong penguin" logger=context uname=') == []


def test_names_of_values_are_no_evidence_of_a_message() -> None:
    message = "items matching parent: Error Domain=HarbourDomain Code=17 UserInfo={Info=none found}"
    index = MessageIndex([("KA-1", _message(message)), *OTHERS])
    assert index.find(f"10:00 {message}")
    assert index.find("10:00 copy Error Domain=HarbourDomain Code=-50 UserInfo={Info=x}") == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ('level=error msg="The session has expired" attempt=3', True),
        ('{"level":50,"msg":"The session has expired"}', True),
        ("<11>1 2026-11-28T10:11:12Z web shop 4711 ID47 - The session has expired", True),
        ('{"level":30,"msg":"The session has expired"}', False),
        ('level=info msg="The session has expired"', False),
        ("10:00 ERROR anna said: The session has expired, again and again", False),
        ("lighthouse: The session has expired", True),
        ("10:00 ERROR Access denied", False),
        ("10:00 harbour: Access denied", True),
        ("Access denied.", True),
        ("Access denied, access denied", False),
        ("10:00 ERROR db: Access denied for user 'b' (using password: YES) in main", True),
        ("10:00 INFO db: Access denied for user 'b' (using password: YES) in main", False),
    ],
)
def test_a_message_of_usual_words_needs_a_level_or_a_word_of_the_title(
    line: str,
    is_found: bool,  # noqa: FBT001 - of a table
) -> None:
    texts = {
        "KA-1": "The session has expired",
        "KA-2": "Access denied",
        "KA-3": "Error 1045: Access denied for user 'a' (using password: %s)",
        **{
            f"KA-{4 + place}": f"For a user, access using password {place} is denied"
            for place in range(4)
        },
    }
    titles = {"KA-1": "The lighthouse has expired sessions", "KA-2": "The harbour is denied"}
    messages = [*((number, _message(text)) for number, text in texts.items()), *OTHERS]
    index = MessageIndex(messages, titles.items())
    assert bool(index.find(line)) is is_found


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("10:00 Unable to find 'lighthouse' element", True),
        ("10:00 Unable to find 'other' element", False),
        ('{"msg":"Unable to find \'lighthouse\' element","n":1}', True),
    ],
)
def test_a_name_in_a_message_of_usual_words_says_whose_it_is(
    line: str,
    is_found: bool,  # noqa: FBT001 - of a table
) -> None:
    index = MessageIndex([("KA-1", _message("Unable to find 'lighthouse' element")), *OTHERS])
    assert any(anchor in line.encode().lower() for anchor in index.anchors()) is is_found
    assert bool(index.find(line)) is is_found


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("There was an error loading the till, frontDesk, from your system configuration.", True),
        ("ERROR loading the till front desk three from your system configuration", False),
        ("There was an error loading the till. Close all of them. Open from your system.", False),
    ],
)
def test_a_value_of_few_words_may_stand_where_a_message_has_one(
    line: str,
    is_found: bool,  # noqa: FBT001 - of a table
) -> None:
    text = "There was an error loading the till, <till name>, from your system configuration."
    index = MessageIndex([("KA-1", _message(text)), *OTHERS])
    assert bool(index.find(line)) is is_found


@pytest.mark.parametrize(
    "line",
    [
        "exception 'Fault' with message 'Unknown till in the given list: 'Shop_Drawer''",
        "Unknown till in the given list: 'Shop_Drawer'",
        "E: exception 'Fault' with message 'Unknown till in the given list: 'Shop_Drawer''",
    ],
)
def test_a_value_in_quotation_marks_within_a_quotation_is_one_that_changes(line: str) -> None:
    text = "exception 'Fault' with message 'Unknown till in the given list: 'Shop_Receipt''"
    index = MessageIndex([("KA-1", _message(text)), *OTHERS])
    assert [match.number for match in index.find(line)] == ["KA-1"]


def test_a_time_zone_of_a_message_is_a_value() -> None:
    index = MessageIndex([("KA-1", _message("Unknown or incorrect zone: Europe/Moscow")), *OTHERS])
    for zone in ("Asia/Tokyo", "America/Argentina/Buenos_Aires", "Etc/GMT+3"):
        line = f"ERROR Unknown or incorrect zone: {zone}"
        assert [match.number for match in index.find(line)] == ["KA-1"]


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("till - exception: the drawbridge is not available for status:502", True),
        ("till - access to the drawbridge is not available", False),
    ],
)
def test_a_long_end_of_a_message_needs_one_unusual_word_only(
    line: str,
    is_found: bool,  # noqa: FBT001 - of a table
) -> None:
    long = "harbours: Uncaught exception: the drawbridge is not available for status:407 of castles"
    index = MessageIndex([("KA-1", _message(long)), *OTHERS])
    assert bool(index.find(line)) is is_found


def test_an_article_titled_with_a_message_comes_before_a_list_that_leaves_the_code_out() -> None:
    text = "Moorings 'x' are frayed and should be spliced"
    messages = [("KA-1", _message(text)), ("KA-2", _message(f"1194 (HY000): {text}"))]
    titles = {"KA-1": "List of errors", "KA-2": f"ERROR 1194 (HY000): {text}"}
    line = "Moorings 'north' are frayed and should be spliced"
    assert [m.number for m in MessageIndex(messages).find(line)] == ["KA-1", "KA-2"]
    assert [m.number for m in MessageIndex(messages, titles.items()).find(line)] == ["KA-2", "KA-1"]


def test_of_articles_that_quote_a_message_alike_one_with_its_words_in_the_title_is_first() -> None:
    text = "The certificate of the till was not found in the store of the shop"
    others = [
        _message(f"Drawer{number} of till{number} is locked for good") for number in range(60)
    ]
    collection = [("KA-1", each) for each in (_message(text), *others)]
    messages = [*collection, ("KA-2", _message(text)), *OTHERS]
    assert [match.number for match in MessageIndex(messages).find(text)] == ["KA-2", "KA-1"]
    index = MessageIndex(messages, [("KA-1", "Certificates of tills"), ("KA-2", "Drawers")])
    assert [match.number for match in index.find(text)] == ["KA-2", "KA-1"]
    index = MessageIndex(messages, [("KA-1", "The certificate of a till"), ("KA-2", "Drawers")])
    assert [match.number for match in index.find(text)] == ["KA-1", "KA-2"]


def test_a_line_is_passed_over_only_where_no_message_of_its_anchors_is_in_it() -> None:
    filler = [("KA-9", _message(f"Robot{at} painted tower{at} in colour{at}")) for at in range(450)]
    filler += [("KA-8", _message(f"Tower{at} was emptied by robot{at}")) for at in range(40)]
    index = MessageIndex([*((number, _message(text)) for number, text in TEXTS.items()), *filler])
    for text in TEXTS.values():
        for line in (text, f"10:00 [17ms] {text}", f'{{"msg":"{text}","took":"3s"}}'):
            anchors = [anchor for anchor in index.anchors() if anchor in line.encode().lower()]
            assert not index.find(line) or index.may_have(line, anchors)
    near = "10:00 a cup was emptied by mistake"
    assert b"was emptied by" in index.anchors()
    assert not index.may_have(near, [b"was emptied by"])


@pytest.mark.parametrize(
    "file", ["till.jar", "till-1.4-231.jar", "build/libs/app.jar", "/opt/a.jar"]
)
def test_a_line_that_ends_with_another_file_has_the_message(file: str) -> None:
    text = "Error: Unable to access jarfile till.jar"
    index = MessageIndex([("1", Message(text, mask_last_file(text), (), "prose", 1))])
    (match,) = index.find(f"start.sh: Error: Unable to access jarfile {file}")
    assert match.text == text
