"""The families of error codes as data, and the scanner made of them."""

from __future__ import annotations

import pytest

from errata.codes.families import choose_families, parse_families, severity_of
from errata.codes.scanner import Scanner
from errata.errors import ConfigError

ENTRY = """\
[[family]]
id = "RED"
module = "52"
product = "Campaign"
meaning = "Redirection server."
example = "RED-520025"
"""


def _codes(text: str) -> list[str]:
    scanner = Scanner(choose_families(["default", "adobe-campaign"]))
    return [span.code for span in scanner.scan(text) if span.kind == "error"]


def test_a_module_number_stands_for_the_first_two_digits_of_six() -> None:
    (family,) = parse_families(ENTRY, "families.toml")
    assert family.pattern == r"RED-52\d{4}"


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (('module = "52"', 'module = "5"'), "families.toml:3:1", "string should match"),
        (('module = "52"', ""), "families.toml:1:1", "either `module` or `pattern`"),
        (('module = "52"', 'pattern = "(RED)-1"'), "families.toml:3:1", "must not capture"),
        (('module = "52"', 'pattern = "RED-[0-9]+"'), "families.toml:3:1", "must be bounded"),
        (('module = "52"', 'pattern = "(?:a{1,9}){1,9}"'), "families.toml:3:1", "in too many ways"),
        (
            ('module = "52"', 'pattern = "RED-[0-9"'),
            "families.toml:3:1",
            "not a regular expression",
        ),
        (("520025", "490025"), "families.toml:6:1", "the example `RED-490025` does not match"),
        (("520025", "52٠٠٢٥"), "families.toml:6:1", "take ASCII alone"),
        (("product", "prodcut"), "families.toml:4:1", "unknown key `family.prodcut`"),
        (('meaning = "Redirection server."\n', ""), "families.toml:1:1", "`family.meaning`"),
    ],
)
def test_a_fault_names_the_line_of_the_family(
    change: tuple[str, str], place: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_families(ENTRY.replace(*change), "families.toml")
    assert str(caught.value.span) == place
    assert message in caught.value.message


def test_an_id_used_twice_is_refused_where_it_stands_the_second_time() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_families(ENTRY + ENTRY, "families.toml")
    assert str(caught.value.span) == "families.toml:8:1"


def test_every_shipped_family_recognises_its_own_example() -> None:
    families = choose_families(["default", "adobe-campaign"])
    scanner = Scanner(families)
    recognised = {
        family.id: {span.family for span in scanner.scan(family.example)}
        for family in families
        if not family.cue
    }
    assert recognised == {family.id: {family.id} for family in families if not family.cue}


@pytest.mark.parametrize(
    ("product", "ids"),
    [
        (
            "Adobe Campaign",
            (
                "BAS TIM IOB XML SCM URL INT SCR XTK XFR WDB ORA PGS ODB CRL JST SOP XSV RST QUE"
                " NMS DLV JVM RED WKF SDK IRC"
            ),
        ),
        (
            "Adobe Journey Optimizer",
            "AJOJAS CJMRT CJMMAS CJMPTS CJMCMP CJMTL CJMRPS CJM ERR_AUTHORING_JOURNEYVERSION",
        ),
        ("Adobe Experience Platform", "UPSDK DCVS"),
        ("Adobe Experience Manager Forms", "ALC"),
        ("Apache Jackrabbit Oak", "OAK"),
        ("Adobe Cloud Manager", "BUILD ASSETS_TESTS"),
        ("Adobe Primetime", "DRM"),
        ("Adobe services", "CONTENT"),
        ("Apache HTTP Server", "APACHE"),
        ("TypeScript", "TYPESCRIPT"),
        ("Oracle Database", "ORACLE"),
        ("SQL databases", "SQLSTATE"),
        ("OpenSSL", "OPENSSL"),
        ("OAuth 2.0", "OAUTH"),
        ("Browsers, Node.js and services", "ERR"),
        ("Operating systems", "ERRNO ERRNO_NAME EXIT EXIT_CODE"),
        ("Mail servers", "SMTP"),
        ("Web servers", "HTTP"),
        ("Programs of any maker", "EXCEPTION CONSTANT"),
        ("Adobe and Apache", "NEO"),
        ("Common Vulnerabilities and Exposures", "CVE"),
    ],
)
def test_the_example_of_each_family_is_found_in_a_sentence(product: str, ids: str) -> None:
    families = choose_families(["default", "adobe-campaign"])
    scanner = Scanner(families)
    known = {family.id: family for family in families}
    for name in ids.split():
        family = known[name]
        assert (family.product, family.meaning[-1:]) == (product, ".")
        before = "The DRM player" if family.cue else "The server"
        spans = scanner.scan(f"{before} failed with {family.example}, then it stopped.")
        assert {span.family for span in spans} == {name}


@pytest.mark.parametrize(
    "kind",
    [
        *("Access", "AccessControl", "Constraint", "Integrity", "LabelExists", "Lock", "Merge"),
        *("Name", "Namespace", "NodeType", "State", "Unsupported", "Version"),
    ],
)
def test_oak_s_commits_fail_in_thirteen_ways(kind: str) -> None:
    assert _codes(f"The commit failed: Oak{kind}0001: it was refused") == [f"Oak{kind}0001"]


def test_five_digits_are_oracle_s_own_and_six_are_its_driver_s() -> None:
    scanner = Scanner(choose_families(["default", "adobe-campaign"]))
    spans = scanner.scan("ORA-210000 Oracle error: ORA-01805: possible error in date operation")
    assert [(s.code, s.family) for s in spans] == [("ORA-210000", "ORA"), ("ORA-01805", "ORACLE")]


@pytest.mark.parametrize(
    ("text", "tickets"),
    [
        ("corrigido em NEO13610, e CAMP-9", ["NEO-13610", "CAMP-9"]),
        ("NEO-13610（CAMP12345）で修正", ["NEO-13610", "CAMP-12345"]),
        ("CQ561 and OAK1 are versions, XNEO13610 is nothing", []),
    ],
)
def test_a_ticket_is_known_without_the_hyphen_that_a_translation_lost(
    text: str, tickets: list[str]
) -> None:
    scanner = Scanner(choose_families(["default", "adobe-campaign"]))
    assert [span.code for span in scanner.scan(text) if span.kind == "ticket"] == tickets


def test_a_code_is_found_between_quotes_brackets_and_punctuation() -> None:
    assert _codes("'RED-520025', (DLV-490119). [WDB-200001]: SOP-330011!") == [
        "RED-520025",
        "DLV-490119",
        "WDB-200001",
        "SOP-330011",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "RED-490025",  # the check digits of another family
        "PGS-22000",  # a digit lost in translation
        "INT-15000122",  # two digits too many
        "NEO-13610",  # a ticket, not an error
        "CVE-2021-44228",
        "wkf18357119",  # a table's name
        "que 2023",  # Portuguese prose
        "X-RED-520025-Y",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert _codes(text) == []


def test_a_family_may_begin_in_several_ways() -> None:
    entry = ENTRY.replace('module = "52"', r"pattern = 'RED-\d{6}|BLUE-\d{2}'")
    scanner = Scanner(parse_families(entry, "families.toml"))
    assert [span.code for span in scanner.scan("BLUE-12 and RED-520025")] == [
        "BLUE-12",
        "RED-520025",
    ]


def test_a_family_known_by_its_shape_is_described_without_a_pattern() -> None:
    entry = ENTRY.replace('module = "52"', "shape = true").replace('id = "RED"', 'id = "EXCEPTION"')
    (family,) = parse_families(entry, "families.toml")
    assert (family.id, family.pattern) == ("EXCEPTION", "")


def test_only_what_the_scanner_knows_can_be_described_by_shape() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_families(ENTRY.replace('module = "52"', "shape = true"), "families.toml")
    assert "only these families have a shape: API, CONSTANT" in caught.value.message


@pytest.mark.parametrize(
    ("code", "family", "said"),
    [
        ("SMTP 4.2.2", "SMTP", "Temporary"),
        ("SMTP 5.1.1", "SMTP", "Permanent"),
        ("HTTP 404", "HTTP", "The client’s"),
        ("HTTP 503", "HTTP", "The server’s"),
        ("CJMMAS-1601-500", "CJMMAS", "The service failed"),
        ("DCVS-1101-400", "DCVS", "The request was wrong"),
        ("SQLSTATE 40001", "SQLSTATE", "Temporary"),
        ("SQLSTATE HY000", "SQLSTATE", ""),
        ("TS2304", "TYPESCRIPT", ""),
        ("RED-520025", "RED", ""),
        ("NO-1", "NO", ""),
    ],
)
def test_a_code_says_how_severe_it_is_where_its_own_digits_tell(
    code: str, family: str, said: str
) -> None:
    families = choose_families(["default", "adobe-campaign"])
    severity_found = severity_of(code, {known.id: known for known in families}.get(family))
    assert severity_found.partition(":")[0] == said


SEVERE = 'severity = { "RED-52*" = "Bad." }\n'


def test_a_family_as_one_table_is_told_to_be_one_of_several() -> None:
    with pytest.raises(ConfigError) as caught:
        parse_families(ENTRY.replace("[[family]]", "[family]"), "families.toml")
    assert caught.value.help == "write `[[family]]` above each of its tables"


@pytest.mark.parametrize(
    ("severe", "place", "message"),
    [
        (SEVERE.replace("Bad.", ""), "families.toml:13:1", "at least 1 character"),
        (SEVERE.replace("*", "[0-9]"), "families.toml:13:1", "should match pattern"),
        ('severity = "bad"\n', "families.toml:13:1", "it should be a table"),
        (
            '\n[family.severity]\n"R*" = "Bad."\n"S*" = 1\n',
            "families.toml:16:1",
            "it should be a text",
        ),
    ],
)
def test_a_fault_in_a_severity_has_its_place(severe: str, place: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_families(ENTRY + ENTRY.replace("RED", "BLU") + severe, "families.toml")
    assert str(caught.value.span) == place
    assert message in caught.value.message
