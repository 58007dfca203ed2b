"""The browser's diagnosis in Node.js gives the hits of Python's, line by line."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from errata.codes.lookup import CodeLookup
from errata.commands._lookup import index_messages
from errata.commands._project import link_library, open_project
from errata.logs.signals import reportable_codes
from errata.site.pages.diagnose import data_files, known_codes
from tests.conftest import ROOT
from tests.logs.logs import HOSTILE, hits_of, logs
from tests.logs.own_families import FOUND, NOT_FOUND, UNEXPLAINED, own_families
from tests.site.factories import context_of
from tests.support.validator import NODE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from errata.messages.match import MessageIndex
    from errata.model import Library

UNKNOWN = (
    "RED-520052",
    "RED-52002",
    "RED-5200250",
    "RED-S20025",
    "AH99887",
    "XTK-l70036",
    "zzz",
    "",
)


@pytest.fixture(scope="module")
def library() -> Library:
    return link_library(open_project(None, ROOT / "kb"))


@pytest.mark.parametrize(
    ("locale", "step"),
    [
        ("en", 6),
        ("pt-BR", 10),
        pytest.param("en", 1, marks=pytest.mark.soak),
        pytest.param("pt-BR", 1, marks=pytest.mark.soak),
    ],
)
def test_javascript_gives_the_hits_of_python(
    library: Library, locale: str, step: int, tmp_path: Path
) -> None:
    hits = _expect_the_same(library, locale, list(logs(library, locale, step)), tmp_path)
    assert {hit[1] for hit in hits["mixed"]} == {"code", "message", "unknown"}
    assert len(hits["mixed"]) > 200
    assert len(hits["a line of five megabytes"]) > 10
    assert hits["empty"] == []


@pytest.mark.parametrize("size", [1 << 16, 7])
def test_codes_of_own_families_are_those_of_python(size: int, tmp_path: Path) -> None:
    text = "\n".join((*FOUND, *NOT_FOUND, *UNEXPLAINED, *HOSTILE)).encode("utf-8", "surrogatepass")
    _expect_the_same(own_families(tmp_path), "en", [("own families", text, size)], tmp_path)


def _expect_the_same(
    library: Library, locale: str, read: Sequence[tuple[str, bytes, int]], tmp_path: Path
) -> dict[str, list[list[object]]]:
    """Name of a log -> what is found in it."""
    messages = index_messages(known_codes(library, locale))
    by_name = {name: hits_of(library, locale, messages, data, size) for name, data, size in read}
    cases = tmp_path / "cases.json"
    cases.write_text(json.dumps(_cases(library, locale, messages, read, by_name)), "utf-8")
    done = subprocess.run(
        [str(NODE), "--test", str(ROOT / "tests/logs/diagnose.test.js")],
        env={**os.environ, "ERRATA_DIAGNOSE": str(cases)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return by_name


def _cases(
    library: Library,
    locale: str,
    messages: MessageIndex,
    read: Sequence[tuple[str, bytes, int]],
    found: Mapping[str, list[list[object]]],
) -> dict[str, object]:
    codes = [entry.code for entry in reportable_codes(library)]
    near = CodeLookup(codes).find_near
    return {
        "scripts": [_text(file.content) for file in data_files(context_of(library), locale)],
        "anchors": [anchor.decode() for anchor in messages.anchors()],
        "near": [[code, list(near(code))] for code in (*UNKNOWN, *codes)],
        "logs": [
            {
                "name": name,
                "data": base64.b64encode(data).decode(),
                "size": size,
                "hits": found[name],
            }
            for name, data, size in read
        ],
    }


def _text(content: object) -> str:
    assert isinstance(content, bytes)
    return content.decode()
