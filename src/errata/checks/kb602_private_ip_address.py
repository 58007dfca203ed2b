"""An IP address of a private network.

Readers cannot use it, and it reveals how the author's network is built. Addresses that everybody
uses as examples, such as `192.168.1.1`, and whole networks are ignored. For examples, use
`192.0.2.0/24` or `203.0.113.0/24` (RFC 5737).
"""

from typing import Final

from errata.checks.places import text_place
from errata.checks.written import read_written
from errata.data.patterns import compile_late
from errata.diagnostics import Findings, Severity
from errata.model import ReadArticle

SEVERITY = Severity.WARNING

# "10.31.7.12", "172.16.5.9" and "192.168.77.3" (RFC 1918); not "10.31.7.12.1", "10.0.0.0/8",
# "v10.1.2.3" nor "110.31.7.12".
_PRIVATE: Final = compile_late(
    # The text before it is examined behind its first digit, because a search for "1" is faster.
    r"1(?<![\w.-]1)(?:0\.\d{1,3}|72\.(?:1[6-9]|2\d|3[01])|92\.168)"
    r"\.(\d{1,3})\.(\d{1,3})(?![\w/-]|\.\d)"
)
# The addresses that routers are delivered with, and that manuals begin to count from.
_EXAMPLES: Final = compile_late(
    r"192\.168\.[0-2]\.\d{1,3}|10\.(?:0|1|10|20|30|40|50|100)\.\d{1,2}\.\d{1,3}|"
    r"172\.(?:16|17|18|20|31)\.[01]\.\d{1,3}|10\.\d+\.0\.1|(?:1?\d\d?\.)(?:1\.1\.1|2\.3\.4|11\.12\.13)"
)
_HIGHEST: Final = 255


def check(read: ReadArticle) -> Findings:
    """Check the text and the code; one finding counts all in an article."""
    written = read_written(read)
    places: dict[str, int] = {}
    for match in _PRIVATE.finditer(written.body):
        parts = (int(match[1]), int(match[2]))
        is_network = parts[1] in {0, _HIGHEST}
        if not is_network and max(parts) <= _HIGHEST and not _EXAMPLES.fullmatch(match[0]):
            places.setdefault(match[0], match.start())
    if places:
        first, offset = next(iter(places.items()))
        others = f", one of {len(places)} in this article" if len(places) > 1 else ""
        message = f"`{first}` is an address of a private network{others}"
        remedy = "use an address for examples, such as `192.0.2.1`"
        yield text_place(written, offset, offset + len(first)).finding(
            message, remedy, count=len(places)
        )
