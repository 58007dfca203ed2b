"""A link or picture that leads nowhere: the article, heading, file or web address does not exist.

The link's text and the picture's alternative text stay on the page. Only the target is removed, so
that readers never meet a dead link. A link to a heading that does not exist leads to the top of the
article. errata never looks for files outside the knowledge base, and finds files whose names differ
only in case.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec import field
from msgspec.structs import replace

from errata.checks.subjects import KnowledgeBase
from errata.data.patterns import compile_late
from errata.diagnostics import Edit, Finding, Findings, Fix, Severity, Span, propose_name
from errata.model import (
    AnchorRef,
    Article,
    ArticleRef,
    AssetRef,
    BrokenRef,
    Library,
    Position,
    Ref,
)
from errata.model.observations import UnusableAddress
from errata.site.images import asset_file
from errata.targets.names import NearestNames, find_anchor
from errata.values import MutableRecord, Value

SEVERITY = Severity.ERROR

_REMEDY: Final = "fix the link or remove it"
# "htp://b.c/d", "https:/b.c", "https;//b.c", "http//b.c" and "http:\\b.c"; not "tps/b.c".
_MISSPELT: Final = compile_late(
    r"(?=h|tt?p)([htps]{3,7})(?:[:;.,]?[/\\]{2,3}|[:;][/\\])((?:[\w-]+\.)+\w{2,}\b\S*)",
    re.IGNORECASE,
)
# "help@example.com"; not "mailto:help@example.com" and "@help".
_MAIL: Final = compile_late(r"[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}")


def check(subject: KnowledgeBase | UnusableAddress) -> Findings:
    """Check every reference of every article; addresses elsewhere are not contacted."""
    if isinstance(subject, UnusableAddress):
        yield _unusable(subject)
        return
    reader = _Reader(subject.library)
    for article in subject.articles:
        if not observe_broken_links(article, subject):
            continue
        look = partial(reader.find_faults, article)
        for fault in subject.observe_places("faults of links", _Faults, article, look):
            span = Span(article.source, fault.place.line, fault.place.column)
            yield Finding(
                *(fault.message, span, fault.help, fault.severity),
                end=fault.place.end,
                fix=fault.fix(span),
            )


def _unusable(subject: UnusableAddress) -> Finding:
    message = f"`{subject.address}` is not a web address"
    correction = _correct_address(subject.address)
    remedy = propose_name(correction, "link to a complete address, or write it as code")
    edits = (Edit(subject.span, subject.end, correction),) if correction and subject.end else ()
    fix = Fix(f"Link `{correction}`", edits, safe=False) if edits else None
    return Finding(message, subject.span, remedy, end=subject.end, fix=fix)


def _correct_address(authored: str) -> str:
    """Return the web or mail address that was probably meant; empty if there is none."""
    if _MAIL.fullmatch(authored):
        return f"mailto:{authored}"
    if authored.lower().startswith("www."):
        return f"https://{authored}"
    if match := _MISSPELT.match(authored):
        scheme = "https" if "s" in match[1].lower() else "http"
        return f"{scheme}://{match[2]}"
    return ""


def observe_broken_links(article: Article, kb: KnowledgeBase) -> bool:
    """Whether a reference of the article is broken."""
    look = partial(_Reader(kb.library, suggests=False).is_at_fault, article)
    return kb.observe_links("broken links", article, look)


class _Fault(Value, frozen=True):
    place: Position
    message: str
    help: str = _REMEDY
    severity: Severity | None = None
    suggestion: str = ""
    """The target that was probably meant."""
    replaced: int = 0
    """Characters at the end of the address to replace; 0 for the whole address."""

    def fix(self, span: Span) -> Fix | None:
        """Write the target that was probably meant, if the address is found in the file."""
        end, length = self.place.end, self.replaced or self.place.length
        if not self.suggestion or end is None or length > self.place.length:
            return None
        start = replace(span, column=end[1] - length)
        return Fix(f"Link `{self.suggestion}`", (Edit(start, end, self.suggestion),), safe=False)


_Faults = tuple[_Fault, ...]


class _Reader(MutableRecord):
    """Finds faults of references; names to compare with are sorted once."""

    library: Library
    suggests: bool = True
    """Whether targets are searched for names that are nearly the same."""
    _numbers: NearestNames | None = None
    _anchors: dict[str, NearestNames] = field(default_factory=dict)
    """Path of an article -> its anchors."""

    def is_at_fault(self, article: Article) -> bool:
        """Whether a reference of the article is broken."""
        return any(self._faults(article))

    def find_faults(self, article: Article) -> _Faults:
        """Return the faults of the article's references."""
        return tuple(self._faults(article))

    def _faults(self, article: Article) -> Iterator[_Fault]:
        faults = (self.read(ref, article) for ref in (*article.title.refs, *article.body.refs))
        return (fault for fault in faults if fault)

    def read(self, ref: Ref, article: Article) -> _Fault | None:
        match ref:
            case ArticleRef():
                return self._read_article(ref, article)
            case AnchorRef(fragment, place) if find_anchor(article, fragment) is None:
                return self._no_heading(fragment, place, article, "this article")
            case AssetRef(path, _, place) if asset_file(article, path, self.library) is None:
                return _Fault(place, f"no file `{path}`")
            case AssetRef(spelling=spelling) if spelling:
                return _other_case(spelling, ref.position)
            case BrokenRef():
                return _read_broken(ref)
        return None

    def _read_article(self, ref: ArticleRef, article: Article) -> _Fault | None:
        target = self.library.find_article(article.locale, ref.number)
        if target is None:
            # An absolute address of an article that is not here still leads to the vendor's site.
            # One that is not published is a matter for KB303.
            withheld = self.library.find_withheld(article.locale, ref.number)
            return None if ref.authored or withheld else self._no_article(ref)
        if ref.fragment and find_anchor(target, ref.fragment) is None:
            return self._no_heading(ref.fragment, ref.position, target, f"`{ref.number}`")
        return _other_case(ref.spelling, ref.position) if ref.spelling else None

    def _no_article(self, ref: ArticleRef) -> _Fault:
        if self._numbers is None:
            self._numbers = NearestNames(self.library.translations if self.suggests else ())
        suggestion = self._numbers.find(ref.number)
        return _Fault(ref.position, f"no article `{ref.number}`", propose_name(suggestion, _REMEDY))

    def _no_heading(
        self, fragment: str, place: Position, target: Article, place_name: str
    ) -> _Fault:
        """Return a warning: a link to an article still leads there."""
        if target.source not in self._anchors:
            self._anchors[target.source] = NearestNames(target.anchors if self.suggests else ())
        suggestion = self._anchors[target.source].find(fragment)
        message = f"no heading `#{fragment}` in {place_name}"
        # A fragment with signs may be escaped in the file.
        is_plain = fragment.isascii() and fragment.replace("-", "").isalnum()
        remedy, replacement = propose_name(suggestion, _REMEDY), suggestion if is_plain else ""
        return _Fault(place, message, remedy, Severity.WARNING, replacement, len(fragment))


def _link(ref: BrokenRef) -> str:
    """Return the target that was probably meant, with the original fragment."""
    _, sign, fragment = ref.authored.partition("#")
    return ref.nearest if not ref.nearest or "#" in ref.nearest else ref.nearest + sign + fragment


def _other_case(spelling: str, place: Position) -> _Fault:
    message = f"the file is called `{spelling}`; upper and lower case differ"
    remedy = "use the same letters: many servers distinguish them"
    return _Fault(place, message, remedy, Severity.WARNING)


def _read_broken(ref: BrokenRef) -> _Fault:
    match ref.fault:
        case "missing":
            message = f"no file `{ref.path}`"
            web = _correct_address(ref.authored)
            remedy = propose_name(web or ref.nearest, _REMEDY)
            return _Fault(ref.position, message, remedy, suggestion=web or _link(ref))
        case "outside" if web := _correct_address(ref.authored):
            message = f"`{ref.authored}` is not a web address"
            return _Fault(ref.position, message, propose_name(web, _REMEDY), suggestion=web)
        case "outside":
            message = f"`{ref.authored}` leads outside the knowledge base"
            key = "root" if ref.authored.startswith("/") else "outside"
            remedy = (
                f"say with `{key}` in `[links]` where that is published, or link to a web address"
            )
            return _Fault(ref.position, message, remedy, Severity.WARNING)
        case "left out":
            message = f"the file `{ref.path}` is not part of the site"
            remedy = "see what is reported about that file, or link to another one"
            return _Fault(ref.position, message, remedy, Severity.WARNING)
    if ref.authored:
        message = f"`{ref.authored}` does not exist in the knowledge base"
    else:
        picture = ref.attribute == "src"
        message = "a picture without a file" if picture else "a link without a target"
    return _Fault(ref.position, message, "link to an article, a heading or a file")
