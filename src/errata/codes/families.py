"""Parses `families.toml`: the families of error codes as data, validated before use.

Also finds how severe a code is, if its own letters or digits say so.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated, Any, Final, Literal, cast
from urllib.parse import quote

from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from errata.codes.number_forms import number_forms
from errata.data import read_data, read_texts
from errata.data.patterns import compile_late
from errata.diagnostics import suggest_name
from errata.errors import ConfigError
from errata.model import Family, Inputs
from errata.text.pattern_tree import is_unbounded, pattern_parts
from errata.text.patterns import as_ascii, compile_fault, spell_out_blanks
from errata.text.slow_patterns import slowness_fault
from errata.text.toml import KeyFaultError, explain_toml_error, locate_key, read_toml

# Families that no pattern alone tells from other words; the detectors of `errata.codes` find them.
SHAPES = frozenset({"API", "CONSTANT", "EXCEPTION", "HTTP", "REASON", "SMTP"})

# What browsers do not know or read otherwise, at the beginning of a group and as a part: "(?i)",
# "(?P<x>", "(?>", "\\Z", "\\U0001F600", "{,9}", "{1,9}+" and "[]a]" yes; "(?:", "(?<=", "\\d" and
# "[\\]a]" no
_PYTHON_GROUP = compile_late(r"\(\?(?![:=!]|<[=!])[^:)]{0,9}[:)>]?")
_PYTHON_PART = compile_late(r"\\[AZaNU].*|(?:[*+?]|\{[\d,]+\})\+|\{,\d+\}.?|\[\^?\].+", re.DOTALL)

# An id: "RED", "SOAP-ENV" yes; "1RED", "a b" no
_Id = Annotated[str, Field(pattern=r"^[A-Za-z][\w.-]{0,30}$")]
# A form of a code, in which `*` and `?` stand for letters: "RED-5*" yes; "RED-[5]*" no
_Form = Annotated[str, Field(pattern=r"^[^\[\]]{1,60}$")]
_Text = Annotated[str, Field(min_length=1)]
# The longest pattern of the shipped families has 221 characters.
_Pattern = Annotated[str, Field(max_length=400)]
PACKS: Final = read_texts("family_packs", "packs")
DEFAULT_PACKS: Final = read_texts("family_packs", "default")
# In the list of packs, what stands for `DEFAULT_PACKS`
DEFAULT: Final = "default"


class _Entry(BaseModel):
    # Only a file of somebody's own is validated; to build what does so takes 30 ms.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: _Id
    # Check digits, the first two of the six that follow the prefix: "52" yes; "5" no
    module: Annotated[str, Field(pattern=r"^\d{2}$")] = ""
    pattern: _Pattern = ""
    # No pattern: the scanner knows these by form and neighbourhood, see `SHAPES`
    shape: bool = False
    name: str = ""
    product: _Text
    meaning: _Text
    example: str
    # "https://a.example/codes" yes; "a.example" no
    url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    wrapper: bool = False
    kind: Literal["error", "status", "ticket", "cve", "exception", "constant"] = "error"
    aliases: tuple[_Id, ...] = ()
    # "SQLSTATE {value}", "{code}", "{hex}" yes; "SQLSTATE", "{other}" no
    canonical: Annotated[
        str, Field(pattern=r"^[^{}]{0,60}\{(?:code|hex|hyphens|numbered|value)\}$|^$")
    ] = ""
    cue: _Pattern = ""
    # A table of `data/number_forms.toml`: "hresult" yes; "hex" no
    forms: str = ""
    # "https://a.example/{code}.html" yes; "https://a.example/codes", "https://{code}.example/" no
    page: Annotated[
        str,
        Field(pattern=r"^(https?://[^\s{}/]+/[^\s{}]*\{(?:code|lower|digits)\}[^\s{}]*)?$"),
    ] = ""
    severity: dict[_Form, _Text] = {}

    @property
    def regex(self) -> str:
        if self.pattern:
            return self.pattern.replace("{prefix}", _choice((self.id, *self.aliases)))
        return rf"{re.escape(self.id)}-{self.module}\d{{4}}"

    @model_validator(mode="after")
    def _is_consistent(self) -> _Entry:
        if [bool(self.module), bool(self.pattern), self.shape].count(True) != 1:
            raise ValueError("give either `module` or `pattern`, and only one of them")
        if self.forms and self.forms not in number_forms():
            accepted = ", ".join(f"`{name}`" for name in number_forms())
            raise KeyFaultError("forms", f"`{self.forms}` is not one of {accepted}")
        if self.shape:
            if self.id not in SHAPES:
                accepted = ", ".join(sorted(SHAPES))
                raise KeyFaultError("shape", f"only these families have a shape: {accepted}")
            return self
        if problem := _problem(self.regex, self.example):
            raise KeyFaultError("pattern" if self.pattern else "id", problem)
        if problem := _problem(self.cue) if self.cue else "":
            raise KeyFaultError("cue", problem)
        if not re.fullmatch(as_ascii(self.regex), self.example):
            beyond = re.fullmatch(self.regex, self.example)
            why = r"; `\d`, `\w`, `\s` and `\b` take ASCII alone" if beyond else ""
            message = f"the example `{self.example}` does not match `{self.regex}`{why}"
            raise KeyFaultError("example", message)
        return self

    def as_family(self) -> Family:
        others = {"shape", "pattern", "severity", "aliases", "cue"}
        values = {name: getattr(self, name) for name in _Entry.model_fields if name not in others}
        pattern = "" if self.shape else spell_out_blanks(self.regex)
        if self.forms and number_forms()[self.forms].is_hexadecimal:
            values["canonical"] = self.canonical or "{hex}"
            pattern = pattern.replace("0x", "(?:0x|0X)")
        return Family(
            **values,
            pattern=pattern,
            aliases=tuple(self.aliases),
            cue=spell_out_blanks(self.cue),
            severity=tuple(self.severity.items()),
        )


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    family: tuple[_Entry, ...]
    about: str = ""


def parse_families(
    text: str, path: str, used_ids: Collection[str] = frozenset()
) -> tuple[Family, ...]:
    """Parse the families in file order, which is the order in which they are tried.

    Args:
        text: the file's content.
        path: the file's name as shown to the user.
        used_ids: ids that other files have.

    Raises:
        ConfigError: with file and line, on a syntax error, an unknown key, a pattern that could
            take more than linear time, an example that its own pattern does not match, or an id
            used twice.
    """
    try:
        entries = _File.model_validate(read_toml(text, path)).family
    except ValidationError as error:
        raise explain_toml_error(
            error, text, path, [*_Entry.model_fields, "family", "about"]
        ) from None
    _reject_repeated_ids(entries, text, path, used_ids)
    return tuple(entry.as_family() for entry in entries)


def _choice(prefixes: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(map(re.escape, prefixes))})" if len(prefixes) > 1 else prefixes[0]


def _problem(pattern: str, example: str = "") -> str:
    """Return why a pattern is refused, or an empty text: hostile text must not make it slow."""
    if fault := compile_fault(pattern):
        return fault
    pieces = [*pattern_parts(pattern)]
    group = _PYTHON_GROUP.search(
        "".join("." if len(piece) > 1 and piece[0] in "[\\" else piece for piece in pieces)
    )
    if group or any(map(_PYTHON_PART.fullmatch, pieces)):
        part = group[0] if group else next(filter(_PYTHON_PART.fullmatch, pieces))
        return f"browsers do not know `{part}`: write it in another way"
    compiled = re.compile(f"(?:{pattern})")
    if compiled.groups:
        return "groups must not capture: write `(?:…)`"
    if unbounded := next(filter(is_unbounded, pieces), ""):
        return f"repeats must be bounded: write `{{1,40}}` instead of `{unbounded}`"
    if compiled.search(""):
        return "it matches the empty text"
    return slowness_fault(pattern, example)


def _reject_repeated_ids(
    entries: tuple[_Entry, ...], text: str, path: str, used_ids: Collection[str]
) -> None:
    ids = set(used_ids)
    for index, entry in enumerate(entries):
        if entry.id in ids:
            span = locate_key(text, path, ["family", index, "id"])
            raise ConfigError(f"family `{entry.id}` is defined twice", span=span)
        ids.add(entry.id)


def documentation_of(code: str, family: Family | None) -> str:
    """Return the vendor's page about a code, else about its family; empty if there is none."""
    if family is None or not family.page:
        return family.url if family else ""
    texts = {"code": code, "lower": code.lower(), "digits": re.sub(r"\D", "", code)}
    return family.page.format_map({name: quote(text, safe="") for name, text in texts.items()})


def severity_of(code: str, family: Family | None) -> str:
    """Return a severity as `families.toml` names it; empty if the code does not show any."""
    forms = family.severity if family else ()
    return next((severity for form, severity in forms if fnmatchcase(code, form)), "")


@cache
def read_pack(name: str) -> tuple[Family, ...]:
    """Read the families of one pack, in its order.

    Tests validate them: to do so again took a sixteenth of a build after an edit.
    """
    tables = cast("Sequence[Mapping[str, Any]]", read_data(f"families/{name}")["family"])
    families = (_Entry.model_construct(**table).as_family() for table in tables)
    is_of_default_pack = name in DEFAULT_PACKS
    return tuple(replace(family, is_of_default_pack=is_of_default_pack) for family in families)


def is_family_file(name: str) -> bool:
    """Whether a name in `families` is a file of the knowledge base, not a pack."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def check_pack_name(name: str) -> None:
    """Refuse a name that is not a pack.

    Raises:
        ConfigError: with the nearest pack and a list of all.
    """
    if name not in {DEFAULT, *PACKS}:
        packs = f"the packs are {', '.join((DEFAULT, *sorted(PACKS)))}"
        suggestion = suggest_name(
            name, (DEFAULT, *PACKS), "the name of your own file must end in `.toml`"
        )
        raise ConfigError(f"`{name}` is not a pack of families", help=f"{suggestion}; {packs}")


def choose_families(packs: Iterable[str], own: Sequence[Family] = ()) -> tuple[Family, ...]:
    """Return the families of the knowledge base, then of packs; own ids replace shipped ones.

    Raises:
        ConfigError: on a name that is not a pack.
    """
    chosen: set[str] = set()
    for name in packs:
        check_pack_name(name)
        chosen.update(DEFAULT_PACKS if name == DEFAULT else (name,))
    ids = {family.id for family in own}
    shipped = (family for name in PACKS if name in chosen for family in read_pack(name))
    return (*own, *(family for family in shipped if family.id not in ids))


def add_fitting_families(inputs: Inputs, packs: Sequence[str]) -> Inputs:
    """Add families of packs that fit the articles' origin, unless some were chosen."""
    if not (inputs.families_are_default and packs):
        return inputs
    return replace(inputs, families=choose_families((DEFAULT, *packs)))
