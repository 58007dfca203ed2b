"""Patterns of codes, honest and hostile, for Python and for browsers."""

from __future__ import annotations

# Each with a text that it takes.
HONEST = {
    "KA-[0-9]{5}": "KA-12345",
    "[*]{1,3}E": "***E",
    r"\+{1,3}\*": "+*",
    "(?:RED|APP|SOP)-[0-9]{6}": "APP-123456",
    "[A-Z]{2,5}-[0-9]{3,6}": "AB-1234",
    "(?:[A-Z]{2}){1,3}-[0-9]": "ABCD-1",
    "(?:[A-Z]{1,9}-){1,5}[0-9]{1,5}": "A-B-1",
    "ERR(?:_[A-Z]{2,20}){1,6}": "ERR_LOG_FULL",
    "[A-Z]{1,20}(?:_[A-Z]{1,20}){0,7}_?[0-9]{3}": "LOG_FULL_123",
    "[A-Z0-9]{1,20}_[A-Z0-9_]{1,20}_[A-Z0-9]{1,20}": "A_B_C",
    r"(?:\d{1,3}\.){3}\d{1,3}": "10.1.2.3",
    "E[A-Z0-9]{3,10}(?:-[A-Z0-9]{1,10}){0,3}": "EA12-B",
    "0x[0-9A-Fa-f]{8}": "0x80070005",
    "0x(?:80|87)(?!000000)[0-9A-Fa-f]{6}": "0x80070005",
    r"[A-Z][a-z]{2,20}(?:[A-Z][a-z]{2,20}){1,6}Error": "DiskFullError",
    r"(?:Event|event) ?I[Dd]s?(?:: ?| = |=| )[1-9]\d{0,4}": "Event ID: 41",
    "エラー ?[0-9]{3,5}": "エラー 1234",
    "Störung [0-9]{2,4}": "Störung 12",
    r"ORA-\d{5}(?:: [^\n]{1,80})?": "ORA-00942: no table",
    r"[A-Z]{3}\d{4}[EWI]": "DSN1234E",
    "(?:[a-z]{2,12}-){2,6}error": "disk-full-error",
    r"SQLSTATE ?[=\[(] ?[0-9A-Z]{5}": "SQLSTATE[42S02",
    "(?:foo|bar|baz){1,9}!": "foobar!",
    r".{0,60}ssl.{0,60}": "no ssl",
    "(?<=code )[A-Z]{1,4}[0-9]{1,9}": "",
    "a{1,300}b": "aaab",
    r"[\w.]{1,60}Exception": "a.b.Exception",
}
# Each with a form of the message that helps.
HOSTILE = {
    "APP-(?:[A-Z]{1,20}_?){1,8}[0-9]{3}": "`[A-Z]{1,20}(?:_[A-Z]{1,20}){0,7}_?`",
    "(?:_?[A-Z]{1,20}){1,8}=": "`_?[A-Z]{1,20}(?:_[A-Z]{1,20}){0,7}`",
    "(?:a|a){1,40}!": "`a{1,40}`",
    "(?:a{1,9}){1,9}!": "`a{1,81}`",
    "(?:x?){1,40}y": "`x{0,40}`",
    "(?:a{0,5}){5}b": "`a{0,25}`",
    "(?:[A-Z]|[A-Z0-9]){1,20}-": "`[A-ZA-Z0-9]{1,20}`",
    r"(?:\w{1,20}\s?){1,10}:": r"`\w{1,20}(?:\s\w{1,20}){0,9}\s?`",
    r"\d{1,20}\d{1,20}\d{1,20}\d{1,20}x": r"`\d{3,60}`",
    "[A-Z]{1,200}[A-Z]{1,200}x": "`[A-Z]{2,400}`",
    "(?:(?:a{1,9}b?){1,9}c?){1,9}!": "`a{1,9}(?:ba{1,9}){0,8}b?`",
    "(?:ab|a|b){1,30}!": "another character between",
    "(?:foo|foobar|foob?a?r?){1,20}!": "another character between",
    "(?=(?:a|a){1,30}b)a": "`a{1,30}`",
    "[a-z]{1,40}[0-9](?:x|x){1,30}!": "`x{1,30}`",
    "(?:p|q|r|s)-(?:[a-f]|[0-9a-f]){1,32}z": "`[a-f0-9a-f]{1,32}`",
    "(?:.|x){1,30}!": "`",
    "(?:a.?){1,30}b": "`",
    "(?:[a-z]{1,9}[0-9]{0,9}){1,9}-": "`",
    "(?:(?:ab){1,9}){1,9}c": "`(?:ab){1,81}`",
    "(?:a|b|[ab]){1,20}c": "`[abab]{1,20}`",
    "([^-]{1,20}-?){1,20}!": "`",
    r"(?:\s{0,9},?\s{0,9}){1,9};": "`",
    "(?:エ|エラ|ラ){1,40}!": "another character between",
    "(?:a{1,20}|b{1,20}){1,20}c": "`[ab]{1,20}`",
    "a?" * 30 + "a{30}": "`a{30,60}`",
    "(?:a{1,30}){30}b": "`",
}


def worst_texts(pattern: str) -> list[str]:
    """10 kB of texts that an honest pattern nearly takes, at every place."""
    example = HONEST[pattern]
    pieces = (example, example[:-1] + "\0", *dict.fromkeys(example), example[:2], "A_", "a-")
    return [(piece or "x") * (10_000 // len(piece or "x")) for piece in pieces]
