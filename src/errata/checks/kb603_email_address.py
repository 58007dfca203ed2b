"""The e-mail address of a person.

Programs collect addresses from web pages, and people change jobs. Name a role, such as `support@…`,
or a page. Roles and example addresses are ignored.
"""

from typing import Final

from errata.checks.hosts import is_placeholder, is_real_host
from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.data import read_texts
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity, join_repetitions
from errata.model import ReadArticle

SEVERITY = Severity.WARNING

# "jane.doe@kin.net"; not "a@b", "git@github.com:x", "@scope/package@1.2.3" nor one in an address.
_EMAIL: Final = compile_late(
    r"(?<![\w.%+/:@=&-])([A-Za-z0-9][\w.%+-]{0,63})"
    r"@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12})(?![\w@:/-])"
)
# "mailto:" before it is a link.
_MAILTO: Final = compile_late(
    r"mailto:([A-Za-z0-9][\w.%+-]{0,63})@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12})"
)
# "support" in "support-emea" and in "supportteam".
_WORD: Final = compile_late(r"[a-z]+")
# Ends of names of files: "logo@2x.png".
_FILES: Final = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "js", "ts", "css", "md", "service", "timer"}
)
# A name of one letter, or of digits, is an example's.
_SHORTEST: Final = 3
# Ends of words that no person's name has.
_TEAMS: Final = ("support", "operations", "helpdesk", "service", "services", "security", "team")


def check(read: ReadArticle) -> Findings:
    """Check the text and the code; one finding counts all in an article."""
    yield from join_repetitions(_list_addresses(read))


def _list_addresses(read: ReadArticle) -> Findings:
    written = read_written(read)
    if "@" not in written.body:
        return
    reported = set()
    for pattern in (_MAILTO, _EMAIL):
        for match in pattern.finditer(written.body):
            name, host = match[1].lower(), match[2].lower()
            if (name, host) not in reported and _is_person(name, host):
                reported.add((name, host))
                # The message is in public logs of CI: it does not repeat the address.
                message = f"the e-mail address of a person at `{host}`"
                remedy = "name a role or a page, or write `name@example.com`"
                yield text_place(written, match.start(1), match.end()).finding(message, remedy)


def _is_person(name: str, host: str) -> bool:
    labels = host.split(".")
    if not is_real_host(host) or any(map(is_placeholder, labels)) or labels[-1] in _FILES:
        return False
    roles = read_texts("leaks", "role-names")
    words = _WORD.findall(name)
    if not words or len(name) < _SHORTEST or is_placeholder(name) or name in roles:
        return False
    # A person's name has none of these words; "adobe-support" and "xyz.orders" are teams, and so is
    # "amsupport".
    return not any(word in roles or word.endswith(_TEAMS) for word in words)
