"""A file that an article includes and that cannot be inserted, so that readers miss its text.

The file must be in the knowledge base, because nothing outside it is published. A file that
includes itself, directly or through other files, is left out the second time.
"""

from errata.diagnostics import Finding, Findings, Severity
from errata.model.observations import IncludeFault

SEVERITY = Severity.WARNING


def check(seen: IncludeFault) -> Findings:
    """Say why it is not there, and what to do."""
    name = f"`{seen.name}`"
    match seen.why:
        case "missing":
            remedy = f"did you mean `{seen.nearest}`?" if seen.nearest else "correct its path"
            yield Finding(f"there is no file {name} to include", seen.span, remedy)
        case "outside":
            remedy = "copy it into the knowledge base, such as into `includes/`"
            yield Finding(f"{name} is outside the knowledge base", seen.span, remedy)
        case "loop":
            remedy = "remove one of the includes"
            yield Finding(f"{name} is included within itself", seen.span, remedy)
        case _:
            remedy = "write the text here, or include less"
            yield Finding(f"{name} is one include too many", seen.span, remedy)
