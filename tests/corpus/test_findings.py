"""What each check finds in the real articles: how much in each language, and the first place.

A change of the table is to be read: is each new finding true, is each lost one gone for a reason?
`python -m tests.corpus.test_findings` writes it anew.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from errata.cache import CachedMapper
from errata.commands._checked import CheckScope, check_project
from errata.commands._project import open_project
from errata.stamp import digest_program
from errata.workers import Processes
from tests.conftest import corpus_folder

if TYPE_CHECKING:
    from errata.diagnostics import Diagnostic
    from errata.mapper import Mapper

TABLE = Path(__file__).with_name("findings.tsv")
HEADER = "check\tlocale\tfindings\tfirst place\tmessage\n"
# Some checks look at the day: this is the one on which the articles were collected.
DAY = "1795910400"


@pytest.mark.soak
def test_each_check_finds_in_the_real_articles_what_the_table_says(
    corpus: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    mapper = CachedMapper(own_cache / "articles-1.sqlite3", digest_program(), Processes(2))
    table = make_table(corpus, mapper).splitlines()
    assert table == TABLE.read_text("utf-8").splitlines()


def make_table(corpus: Path, mapper: Mapper) -> str:
    diagnostics = check_project(open_project(None, corpus), mapper, CheckScope()).diagnostics
    groups: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        path = Path(diagnostic.span.path).resolve().relative_to(corpus.resolve())
        placed = replace(diagnostic, span=replace(diagnostic.span, path=path.as_posix()))
        groups[diagnostic.code, path.parts[0]].append(placed)
    return HEADER + "".join(
        f"{code}\t{locale}\t{len(findings):,}\t{findings[0].span}\t{findings[0].message}\n"
        for (code, locale), findings in sorted(groups.items())
    )


if __name__ == "__main__":
    import os

    from errata.mapper import map_serially

    os.environ["SOURCE_DATE_EPOCH"] = DAY
    folder = corpus_folder()
    assert folder
    TABLE.write_text(make_table(folder, map_serially), "utf-8")
