"""Chooses the families of error codes: packs that errata ships, and a knowledge base's own files.

A pack is one file of `data/families`, in the form of an own file. Own families are tried first, and
replace those of a pack with the same id. Packs are tried in errata's order, whatever order they are
named in.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from errata.codes.families import parse_families
from errata.data import read_text_file, read_texts
from errata.diagnostics import suggest_name
from errata.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from errata.model import Family, Inputs

PACKS: Final = read_texts("family_packs", "packs")
DEFAULT_PACKS: Final = read_texts("family_packs", "default")
# In the list of packs, what stands for `DEFAULT_PACKS`
DEFAULT: Final = "default"


@cache
def read_pack(name: str) -> tuple[Family, ...]:
    """The families of one pack, in its order."""
    path = f"families/{name}.toml"
    families = parse_families(read_text_file(path), path, proven=True)
    is_anybodys = name in DEFAULT_PACKS
    return tuple(replace(family, is_anybodys=is_anybodys) for family in families)


def is_family_file(name: str) -> bool:
    """Whether a name in `families` means a file of the knowledge base, not a pack."""
    return name.endswith(".toml") or "/" in name or "\\" in name


def check_pack_name(name: str) -> None:
    """Refuse what is not a pack.

    Raises:
        ConfigError: with the nearest pack and a list of all.
    """
    if name not in {DEFAULT, *PACKS}:
        known = f"the packs are {', '.join((DEFAULT, *sorted(PACKS)))}"
        near = suggest_name(
            name, (DEFAULT, *PACKS), "the name of your own file must end in `.toml`"
        )
        raise ConfigError(f"`{name}` is not a pack of families", help=f"{near}; {known}")


def choose_families(packs: Iterable[str], own: Sequence[Family] = ()) -> tuple[Family, ...]:
    """The knowledge base's own families, then those of the packs; own ids replace shipped ones.

    Raises:
        ConfigError: on a name that is not a pack.
    """
    wanted: set[str] = set()
    for name in packs:
        check_pack_name(name)
        wanted.update(DEFAULT_PACKS if name == DEFAULT else (name,))
    ids = {family.id for family in own}
    shipped = (family for name in PACKS if name in wanted for family in read_pack(name))
    return (*own, *(family for family in shipped if family.id not in ids))


def add_fitting_families(inputs: Inputs, packs: Sequence[str]) -> Inputs:
    """With the families of packs that fit the articles' origin, where nobody chose any."""
    if not (inputs.families_are_default and packs):
        return inputs
    return replace(inputs, families=choose_families((DEFAULT, *packs)))
