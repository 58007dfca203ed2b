"""A comment that keeps a finding quiet, without a reason or without effect.

`<!-- errata: ignore KB306: the logo has no text -->` keeps the finding about the block below quiet,
or about the line that it ends; `ignore-file` those of the whole file. In front matter, write
`# errata: ignore KB104: the old name is meant` above a key or behind it.

The reason is for the next author. Without one, or with a code that no check has, the
comment has no effect. One that nothing is found for any more is to be removed.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import FaultySuppression

SEVERITY = Severity.WARNING


def check(suppression: FaultySuppression) -> Findings:
    """Report what is wrong with a suppression."""
    match suppression.fault:
        case "reason":
            message = (
                f"`{suppression.text}` is ignored without a reason, so the comment has no effect"
            )
            yield Finding(
                message, suppression.span, "write the reason after a colon: `KB306: a logo`"
            )
        case "unused":
            message = f"nothing is found that `{suppression.text}` would ignore here"
            yield Finding(message, suppression.span, "remove it from the comment")
        case "all":
            message = f"`{suppression.text}` names no check"
            yield Finding(
                message, suppression.span, f"name one: `{suppression.text} KB306: a logo`"
            )
        case "word":
            message = f"`errata: {suppression.text}` is not a comment that errata knows"
            yield Finding(message, suppression.span, suppression.help)
        case _:
            yield Finding(suppression.text, suppression.span, suppression.help)
