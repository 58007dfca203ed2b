r"""The volatile parts of a message and the prefixes of a log line, as regular expressions.

One table for two languages: `templates/assets/js/mask.js` carries a copy that a test compares with
this one (`python tests/messages/twins.py` writes it anew). So a pattern keeps to what Python with
`re.ASCII` and JavaScript with the `u` flag read alike: no named groups, no `(?i)`, no `\s`, no
capturing groups, escapes only where both allow them. Every repeat is bounded and no repeat
stands in another but where a separator divides them: the time is linear in the line.
"""

# ruff: noqa: E501, RUF001 - an expression is read as a whole, and holds the marks that authors type

from __future__ import annotations

from typing import Final

_START = "(?<![A-Za-z0-9_])"
_END = "(?![A-Za-z0-9_])"
_WORDS = "{0,60}(?: [^%s\\n ]{0,60}){0,3}"
_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?"
_CLOCK = "[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,9})?(?: ?[AP]M)?"
_ZONE = "(?: ?(?:Z|UTC|GMT|CES?T|[+-][0-9]{2}:?[0-9]{2})(?![A-Za-z0-9]))?"
_DATE = (
    "(?:[0-9]{4}[-/.][0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4}"
    f"|[0-9]{{1,2}}[-/](?:{_MONTH}|[0-9]{{1,2}})[-/](?:[0-9]{{4}}|[0-9]{{2}})"
    f"|[0-9]{{1,2}} {_MONTH} [0-9]{{4}})"
)
_TIME = (
    f"(?:{_DATE}(?:[T ,:]{{1,3}}{_CLOCK}{_ZONE})?"
    f"|(?:{_DAY} )?{_MONTH} {{1,2}}[0-9]{{1,2}},?(?: [0-9]{{4}},?)? {_CLOCK}{_ZONE}(?: [0-9]{{4}})?"
    f"|[0-9]{{1,2}}:[0-9]{{2}}:[0-9]{{2}}(?:[.,][0-9]{{1,9}})?(?: [AP]M)?{_ZONE})(?![A-Za-z0-9])"
)
_TOP = (
    "(?:com|net|org|io|edu|gov|int|eu|uk|de|fr|jp|br|cn|in|au|ca|ch|nl|es|it|us|info|biz|app|dev"
    "|cloud|local|localdomain|internal|intranet|corp|lan|home|private|example|test|invalid|site)"
)
_PACKAGE = "(?:com|org|net|java|javax|jakarta|io|edu|sun|jdk|kotlin|scala|de|ch|fr|uk|br)"
_HEX = "[0-9A-Fa-f]"
_IN_PATH = "A-Za-z0-9À-ɏ_.@%+=~$*:#&?!{}"
_PATH_END = "A-Za-z0-9À-ɏ_@%+=~$*}"

KEEP: Final = ""
"""The placeholder of what looks volatile and is not."""

PLACEHOLDERS: Final = (
    "url",
    "email",
    "id",
    "time",
    "ip",
    "host",
    "path",
    "table",
    "duration",
    "number",
    "value",
    "any",
)

VOLATILE: Final[tuple[tuple[str, str, str], ...]] = (
    ("placeholder", "\\{(?:" + "|".join(PLACEHOLDERS) + ")\\}", KEEP),
    (
        "code",
        (
            f"{_START}[A-Z]{{2,9}}(?:-[A-Z]{{2,9}}){{0,3}}[-‐‑–](?:[0-9]{{1,8}}-){{0,2}}[0-9]{{1,8}}"
            f"[xX]{{0,5}}{_END}"
        ),
        KEEP,
    ),
    (
        "status",
        f"{_START}HTTPS?(?:/[0-9](?:\\.[0-9])?)?(?:[ :/-]{{1,2}}[1-5][0-9]{{2}})?{_END}",
        KEEP,
    ),
    (
        "request",
        f"{_START}(?:GET|POST|PUT|HEAD|DELETE|PATCH|OPTIONS|PROPFIND|CONNECT) [^ \\t\\n]{{1,2000}} {{1,2}}HTTP ?/ ?[0-9](?: ?\\.[0-9])?",
        "path",
    ),
    (
        "agent",
        (
            f"{_START}Mozilla/[0-9.]{{1,8}} \\([^()\\n]{{0,300}}\\)(?: [A-Za-z]{{1,30}}/[0-9A-Za-z.]{{1,30}}"
            "(?: \\([^()\\n]{0,100}\\))?){0,10}"
        ),
        "any",
    ),
    (
        "url",
        f"{_START}[A-Za-z][A-Za-z0-9+.-]{{1,15}}://[^ \\t\\n\"'<>`«»“”|]{{0,2000}}[A-Za-z0-9/_=%&#~+*$-]",
        "url",
    ),
    (
        "email",
        (
            "(?<![A-Za-z0-9_.%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}"
            "(?:\\.[A-Za-z0-9-]{1,63}){1,8}"
        ),
        "email",
    ),
    (
        "guid",
        f"{_START}{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}{_END}",
        "id",
    ),
    ("time", f"{_START}{_TIME}", "time"),
    (
        "ip4",
        (
            f"{_START}(?:[0-9]{{1,3}}|[xX]{{1,3}})(?:\\.(?:[0-9]{{1,3}}|[xX]{{1,3}}|\\*)){{3}}"
            "(?::[0-9]{1,5})?(?:/[0-9]{1,2})?(?![A-Za-z0-9_])(?!\\.[0-9])"
        ),
        "ip",
    ),
    (
        "ip6",
        (
            f"(?<![A-Za-z0-9_:.])(?:\\[?(?:{_HEX}{{1,4}}:){{4,7}}{_HEX}{{1,4}}"
            f"|\\[?(?:{_HEX}{{1,4}}:){{1,6}}(?::{_HEX}{{1,4}}){{1,6}}|\\[?::{_HEX}{{1,4}})"
            "(?:\\](?::[0-9]{1,5})?)?(?![A-Za-z0-9_:])"
        ),
        "ip",
    ),
    (
        "host",
        (
            f"(?<![A-Za-z0-9_.@-])(?!{_PACKAGE}\\.)(?:[A-Za-z0-9_][A-Za-z0-9_-]{{0,62}}\\.){{1,8}}{_TOP}"
            "(?::[0-9]{1,5})?(?![A-Za-z0-9_-])(?!\\.[A-Za-z0-9_])"
        ),
        "host",
    ),
    ("localhost", f"{_START}localhost(?::[0-9]{{1,5}})?{_END}", "host"),
    (
        "drive",
        f"{_START}[A-Za-z]:[\\\\/][^ \\t\\n\"'<>|*?;,()]{{0,400}}[A-Za-z0-9_\\\\/$-]",
        "path",
    ),
    (
        "share",
        "(?<![\\\\A-Za-z0-9])\\\\\\\\[A-Za-z0-9._$-]{1,100}\\\\[A-Za-z0-9._$\\\\-]{1,300}",
        "path",
    ),
    (
        "path",
        f"(?<![{_IN_PATH}/<-])(?:~|\\.{{1,2}})?/[{_IN_PATH}-][{_IN_PATH}/-]{{0,400}}[{_PATH_END}/-]",
        "path",
    ),
    (
        "hex",
        f"{_START}(?:0x{_HEX}{{1,64}}|(?=[A-Fa-f]{{0,64}}[0-9])(?=[0-9]{{0,64}}[A-Fa-f]){_HEX}{{7,128}}){_END}",
        "id",
    ),
    (
        "table",
        (
            f"{_START}(?!err|code|rc|line)[a-z][A-Za-z]{{0,14}}_?[0-9]{{4,20}}(?:_-?[0-9]{{1,20}}){{0,6}}_?"
            "(?![A-Za-z0-9_])"
        ),
        "table",
    ),
    (
        "token",
        (
            "(?<![A-Za-z0-9_+/=-])(?=[A-Za-z_-]{0,40}[0-9][A-Za-z_-]{0,40}[0-9])[A-Za-z0-9_-]{24,400}"
            "(?![A-Za-z0-9_-])"
        ),
        "id",
    ),
    (
        "crosses",
        f"{_START}(?:[A-Za-z]{{1,14}}_?)?(?:xx|XX)[xX]{{0,60}}(?:[-_.][xX]{{2,60}}){{0,8}}_?[0-9]{{0,9}}{_END}",
        "any",
    ),
    ("hashes", "#[A-Za-z][A-Za-z0-9_-]{0,30}#", "any"),
    ("stars", "\\*{3,80}", "any"),
    ("angle", "<[A-Za-z][A-Za-z0-9 _-]{0,40}>", "any"),
    ("variable", "[$%#]?\\{[A-Za-z0-9_. -]{0,60}\\}", "any"),
    ("percent", f"%[a-z][A-Za-z0-9]{{0,20}}%|%[sd]{_END}", "any"),
    ("dots", "…{1,20}|\\.{3,20}", "any"),
    ("key", '"[A-Za-z_][A-Za-z0-9_.-]{0,40}"(?= {0,2}:)', KEEP),
    ("double", '(?<![A-Za-z0-9])"[^"\\n ]' + _WORDS % '"' + '"(?![A-Za-z0-9])|""', "value"),
    ("single", "(?<![A-Za-z0-9'])'[^'\\n ]" + _WORDS % "'" + "'(?![A-Za-z0-9'])", "value"),
    ("backtick", "`[^`\\n ]" + _WORDS % "`" + "`", "value"),
    ("guillemet", "«[ \u00a0]?[^«»\\n ]" + _WORDS % "«»" + "»", "value"),
    ("curly", "“[^“”\\n ]" + _WORDS % "“”" + "”", "value"),
    ("curly-single", "‘[^‘’\\n ]" + _WORDS % "‘’" + "’(?![A-Za-z0-9])", "value"),
    ("kagi", "「[^「」\\n]{0,80}」|『[^『』\\n]{0,80}』", "value"),
    (
        "duration",
        (
            f"{_START}[0-9]{{1,18}}(?:[.,][0-9]{{1,9}})? ?"
            "(?:ms|msecs?|s|secs?|seconds?|mins?|minutes?|h|hours?|days?|ns|us|µs|milliseconds?)(?![A-Za-z0-9_])"
        ),
        "duration",
    ),
    (
        "number",
        (
            "(?:(?<=[ (=:,_])[-+])?(?<![A-Za-z0-9])[0-9]{1,40}(?:[.,:][0-9]{1,40}){0,12}(?:%|[kKMGT]i?[bB]?)?"
            "(?![A-Za-z0-9])"
        ),
        "number",
    ),
)
"""(name, expression, placeholder) in the order they are tried at each place of a text."""

GUARD: Final = "(?!(?<=[A-Za-z0-9])[A-Za-z0-9]|[ ,;()]|(?!localhost)[A-Z]?[a-wyz]{1,40} [a-z])"
"""Where no expression of `VOLATILE` can begin: asked first, it makes the whole three times as fast."""

PREFIXES: Final[tuple[tuple[str, str], ...]] = (
    ("time", f"[\\[(]?{_TIME}[\\])]?[ \\t:|,-]{{0,4}}"),
    ("priority", "<[0-9]{1,3}>(?:[0-9] )?"),
    (
        "level",
        "\\*?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|SEVERE|CRITICAL|CRIT)\\*?[ \\t:|-]{1,4}",
    ),
    (
        "bracket",
        "\\[[^\\[\\]\\n]{0,200}(?:\\[[^\\[\\]\\n]{0,200}\\][^\\[\\]\\n]{0,200}){0,3}\\][ \\t:|-]{0,4}",
    ),
    ("campaign", "[0-9A-Fa-f]{5,8} {1,4}[0-9A-Fa-f]{5,8} {1,4}[0-9] {1,4}"),
    ("campaign-level", "(?:error|warning|info|debug|verbose) {1,4}(?:log|warning|sql|perf) {1,4}"),
    ("syslog", "[A-Za-z0-9_.-]{1,64} [A-Za-z0-9_./@-]{1,64}\\[[0-9]{1,10}\\]: {0,4}"),
    ("process", "[A-Za-z0-9_./@-]{1,64}\\[[0-9]{1,10}\\]: {0,4}"),
    ("node", "[a-z]{2,20}-?[0-9]{1,4} {1,4}"),
    ("logger", "(?:[a-z][a-z0-9_]{0,40}\\.){1,12}[A-Z][A-Za-z0-9_$]{0,80}(?: - | )(?=[A-Z])"),
    ("cause", "(?:Caused by|Root cause|Suppressed): {0,4}"),
    ("thread", 'Exception in thread "[^"\\n]{0,100}" {0,4}'),
    ("dash", "[-|>:•*#][ \\t]{1,4}"),
    ("space", "[ \\t]{1,400}"),
)
"""(name, expression) of what stands before the message in a line of a log."""

FRAME: Final = (
    "[ \\t]{0,40}(?:(?:at )?(?:[A-Za-z_$][A-Za-z0-9_$]{0,80}[./@]){1,24}[A-Za-z0-9_$<>]{1,80}"
    "\\((?:[A-Za-z0-9_$.-]{1,100}:[0-9]{1,7}|Native Method|Unknown Source|[A-Za-z0-9_$-]{1,80}\\.java)"
    "|at [A-Za-z_$<][A-Za-z0-9_.$<>/ ]{0,200} \\([^()\\n]{0,300}:[0-9]{1,7}\\)"
    "|at (?:[A-Za-z_$][A-Za-z0-9_$]{0,80}\\.){2,24}[A-Za-z0-9_$<>]{0,80}\\(?[^ \\n]{0,100}$"
    '|File "[^"\\n]{0,400}", line [0-9]{1,9}'
    "|\\.\\.\\. [0-9]{1,6} (?:more|common frames omitted))"
)
"""The beginning of a line that is a frame of a stack trace, in Java, JavaScript or Python."""

TAIL: Final = " at [A-Za-z_$][A-Za-z0-9_$]{0,60}\\.[A-Za-z0-9_.$]{0,200}\\([^()\\n]{0,200}\\)?$| \\(iRc=-?[0-9]{1,9}\\)$"
"""What the wrapping of a trace leaves at the end of a message."""
