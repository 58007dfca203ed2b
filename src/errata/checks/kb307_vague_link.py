"""A link whose text is only a word such as "here" or "this link".

People who use a screen reader can list the links of a page, and then cannot tell where they lead.
Use words that name the page as the link text.
"""

from errata.checks.places import text_place
from errata.checks.wording import fold_phrase, read_phrases
from errata.checks.written import read_written
from errata.diagnostics import Findings, Severity, join_repetitions
from errata.model import ReadArticle

SEVERITY = Severity.WARNING
MAY_WAIT = True


def check(read: ReadArticle) -> Findings:
    """Compare the texts of links with what authors write in the article's language."""
    yield from join_repetitions(_list_vague(read))


def _list_vague(read: ReadArticle) -> Findings:
    written = read_written(read)
    for link in written.links:
        # `this` as code is the name of something, and so is LINK, a program.
        is_name = (
            link.is_picture or "`" in link.text or (link.text.isascii() and link.text.isupper())
        )
        text = "" if is_name else fold_phrase(link.text)
        if text and text in read_phrases("vague-links", read.article.locale):
            message = f"a link that says only `{' '.join(link.text.split())}`"
            remedy = "use link text that names the page"
            yield text_place(written, link.start, link.end).finding(message, remedy)
