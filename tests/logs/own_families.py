"""A knowledge base with families of its own, which begin and write their codes in many ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from errata.commands._project import link_library, open_project

if TYPE_CHECKING:
    from pathlib import Path

    from errata.model import Library

FAMILIES: Final = r"""
[[family]]
id = "EVENT"
pattern = "[Ee]vent(?: ID)?[:=]?\\s?[0-9]{1,5}"
canonical = "Event {value}"
product = "Windows"
meaning = "Entries of the event log."
example = "Event ID: 4999"

[[family]]
id = "SQLSTATE"
pattern = "SQLSTATE ?\\[?[0-9A-Z]{5}"
canonical = "SQLSTATE {value}"
product = "Database"
meaning = "Conditions."
example = "SQLSTATE[HY000"

[[family]]
id = "CLOUD"
pattern = "(?:CS|FS)[0-9]{4}"
product = "Cloud"
meaning = "Errors of two services."
example = "CS0103"

[[family]]
id = "TWO"
pattern = "[A-Z]{2}-[0-9]{2,4}"
product = "Pump"
meaning = "Faults of a machine."
example = "PU-104"

[[family]]
id = "OSH"
pattern = "[\\u0410-\\u042FЁ]{2}-[0-9]{4}"
product = "Pump"
meaning = "Faults of a Russian machine."
example = "ОШ-1234"

[[family]]
id = "PLC"
pattern = "PLC\\s\\w{3}-\\d{2}"
product = "Pump"
meaning = "Faults of a controller, whose letters, digits and blanks are those of ASCII."
example = "PLC ABC-12"

[[family]]
id = "SHORT"
pattern = "E[0-9]{1,3}"
product = "Display"
meaning = "Faults on the display."
example = "E7"

[[family]]
id = "LINKER"
pattern = "LNK[0-9]{4}"
product = "Linker"
meaning = "Errors of a linker."
example = "LNK2019"

[[family]]
id = "DRM"
pattern = "33[0-9]{2}"
canonical = "DRM {value}"
cue = "\\bDRM\\b"
product = "Player"
meaning = "Rights."
example = "3324"

[[family]]
id = "GERMAN"
pattern = "(?:Störung|故障) [0-9]{3}"
canonical = "Störung {value}"
product = "Anlage"
meaning = "Störungen."
example = "Störung 417"

[[family]]
id = "RESULT"
pattern = "0x8[0-9A-Fa-f]{7}"
forms = "hresult"
product = "Windows"
meaning = "Results of functions."
example = "0x80070005"

[[family]]
id = "SMTP"
shape = true
product = "Mail"
meaning = "Statuses of mail."
example = "SMTP 5.7.57"
"""

ARTICLES: Final = {
    "Mailbox server writes an event": "Event ID: 4999 stands in the log.",
    "The shop has no database": "PHP reports SQLSTATE[HY000] for every page.",
    "A name is not known": "The service reports CS0103.",
    "The pump stands still": "The display shows PU-104 and E7.",
    "The controller stands still": "It shows PLC ABC-12, and not PLC ÄBC-13, PLC ABC-١٢.",
    "The film does not start": "The player reports DRM error 3324.",
    "Die Anlage steht": "Die Anlage meldet Störung 417.",
    "Mail is refused": "The server answers 550 5.7.57 to every message.",
    "The copy is refused": "The program shows 0x8007042b.",
    "The generator refuses pictures": "Its log has `generator: error code: 1011, picture`.",
    "Replication is refused": "The log has `javax.jcr.AccessDeniedException: no replication`.",
    "No recommendations": 'The answer is `{"code": "NO_CONTENT", "module": "recommendations"}`.',
    "A symbol is missing": "The linker reports LNK2019.",
    "Насос стоит": "На экране ОЁ-1234.",
    "The upload breaks off": "The agent of the bulk upload logs ECONNRESET.",
    "LNK2001 ends the build": "A library is not in the list.",
    "Windows ends": "The screen shows the stop code 0x0000007B.",
    "Pumps are unknown": "The log has `no external symbol in the module of the pump station`.",
}

# A line of a log -> the code that it has.
FOUND: Final = {
    "Event ID: 4999": "Event 4999",
    "event=4999, source MSExchange": "Event 4999",
    "Event ID 4999": "Event 4999",
    "SQLSTATE[HY000] [1045] Access denied": "SQLSTATE HY000",
    "SQLSTATE HY000": "SQLSTATE HY000",
    "Program.cs(3,9): error CS0103: no name": "CS0103",
    "12:00 PU-104 stopped": "PU-104",
    "PLC ABC-12 stopped": "PLC ABC-12",
    "display=E7": "E7",
    "main.obj : error LNK2019: unresolved": "LNK2019",
    "LNK2001: no external symbol in the module of the pump station": "LNK2001",
    "[DRM] error 3324": "DRM 3324",
    "10:00 Störung 417 Förderband": "Störung 417",
    "10:00 故障 417": "Störung 417",
    "550 5.7.57 SMTP; Client was not authenticated": "SMTP 5.7.57",
    "экран: ОЁ-1234": "ОЁ-1234",
    "said: 550-5.7.57 no": "SMTP 5.7.57",
    "to=<a@b.example>, dsn=5.7.57, stat=refused": "SMTP 5.7.57",
    "<mail.example #5.7.57 SMTP>": "SMTP 5.7.57",
    "failed with 0x8007042B": "0x8007042B",
    "failed with 0x8007042b": "0x8007042B",
    "failed with 0X8007042b": "0x8007042B",
    "stop code 0X0000007b": "0x0000007B",
    "hr=8007042b": "0x8007042B",
    "returned -2147023829": "0x8007042B",
    "returned 2147943467.": "0x8007042B",
    "host rebooted from a bugcheck, which was 0x0000007b": "0x0000007B",
    "BUGCHECK_STR: INACCESSIBLE_BOOT_DEVICE": "0x0000007B",
    "generator: error 1011 in a picture": "1011",
    "javax.jcr.AccessDeniedException: null": "AccessDeniedException",
    'answer: {"module": "recommendations", "code": "NO_CONTENT"}': "NO_CONTENT",
    "bulk upload: read ECONNRESET": "ECONNRESET",
}
NOT_FOUND: Final = (
    "the spooler of the printer returned an error 0x0000007b",
    "Event ID: 49990",
    "prevent 4999x",
    "XCS0103 CS01034",
    "UPU-104 PU-104-1",
    "ош-1234 ОO-1234",
    "display=E70x DE7",
    "PLC ÄBC-12 PLC ABC-١٢",
    "XLNK2019 LNK20199 LNK",
    "port 3324 is closed",
    "mysql 5.7.57 started, 1550 5.7.57, 10.5.7.57",
    "SQLSTATEHY0001",
    "0x8007042B0 x8007042B 12147943467",
    # What any program shows, without what the articles have beside it
    "sshd[1011]: error: no generator of a picture",
    "error 1011",
    "java.nio.file.AccessDeniedException: no replication",
    "AccessDeniedException: /var/lib",
    "204 NO_CONTENT",
    "read ECONNRESET at TLSWrap.onStreamRead",
)
# Codes of the families that no article explains, as a log has them.
UNEXPLAINED: Final = {
    "event 4625 of 2 users": ("Event 4625", "event 4625"),
    "SQLSTATE[42S02]": ("SQLSTATE 42S02", "SQLSTATE[42S02"),
    "error FS2001: no file": ("FS2001", "FS2001"),
    "error LNK1104: no file": ("LNK1104", "LNK1104"),
    "ZZ-9999": ("ZZ-9999", "ZZ-9999"),
    "сбой ОЁ-4711": ("ОЁ-4711", "ОЁ-4711"),
    "failed with 0x8007000e": ("0x8007000E", "0x8007000e"),
}


def own_families(folder: Path) -> Library:
    """The knowledge base, read from files in the folder."""
    articles = folder / "kb/en"
    articles.mkdir(parents=True)
    (folder / "kb/families.toml").write_text(FAMILIES, "utf-8")
    for number, (title, text) in enumerate(ARTICLES.items(), 1):
        head = f"---\ntitle: {title}\narticle-number: KA-{number:05}\n---\n"
        (articles / f"KA-{number:05}.md").write_text(f"{head}\n# {title}\n\n{text}\n", "utf-8")
    return link_library(open_project(None, folder / "kb"))
