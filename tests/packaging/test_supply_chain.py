"""What errata is made of is known: packages, licences, a bill of materials, and known faults."""

from __future__ import annotations

import re
import uuid

import pytest

from scripts.audit import CLEAN, FOUND, UNREACHED, Audited, judge_npm, judge_pip
from scripts.components import LOCK, UNKNOWN, read_components
from scripts.fuzz import run_batch, write_article
from scripts.write_sbom import make_sbom
from tests.conftest import ROOT


def test_every_pin_of_the_lock_is_a_component_with_digests() -> None:
    components = read_components()
    pins = re.findall(r"^([\w.-]+)==", LOCK.read_text("utf-8"), re.MULTILINE)
    assert sorted(pins, key=str.lower) == [component.name for component in components]
    assert len(components) > 20
    for component in components:
        assert component.digests
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in component.digests)


def test_the_licences_are_open_and_known_but_for_one_package() -> None:
    expressions = {component.name: component.licence for component in read_components()}
    unknown = [name for name, licence in expressions.items() if licence == UNKNOWN]
    assert unknown == ["quickjs-ng"], "whose metadata says none; its repository says MIT"
    used = {part for value in expressions.values() for part in re.split(r" (?:OR|AND) ", value)}
    assert used - {UNKNOWN} <= {
        *("MIT", "MIT-CMU", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0"),
        *("ISC", "Unlicense"),
    }


def test_the_bill_of_materials_names_each_package_once_and_is_the_same_each_time() -> None:
    components = read_components()
    document = make_sbom(components, "1.2.3")
    assert document == make_sbom(components, "1.2.3")
    assert (document["bomFormat"], document["specVersion"], document["version"]) == (
        "CycloneDX",
        "1.6",
        1,
    )
    serial = str(document["serialNumber"])
    assert uuid.UUID(serial.removeprefix("urn:uuid:")).urn == serial
    assert document["serialNumber"] != make_sbom(components[1:], "1.2.3")["serialNumber"]
    parts = document["components"]
    assert isinstance(parts, list)
    refs = [part["bom-ref"] for part in parts]
    assert len(set(refs)) == len(refs) == len(components)
    assert all(re.fullmatch(r"pkg:pypi/[a-z0-9.-]+@[\w.]+", ref) for ref in refs)
    dependencies = document["dependencies"]
    assert isinstance(dependencies, list)
    assert dependencies[0] == {"ref": "errata", "dependsOn": refs}


@pytest.mark.parametrize(
    ("judge", "status", "output", "expected"),
    [
        (judge_pip, 0, "No known vulnerabilities found", CLEAN),
        (judge_pip, 1, "Name Version ID Fix Versions\njinja2 2.0 X 3.1", FOUND),
        (judge_pip, 1, "ERROR: connection refused", UNREACHED),
        (judge_npm, 0, "found 0 vulnerabilities", CLEAN),
        (judge_npm, 1, "1 high severity vulnerability", FOUND),
        (judge_npm, 1, "npm error audit endpoint returned an error", UNREACHED),
    ],
)
def test_an_audit_without_an_answer_is_not_taken_for_a_clean_one(
    judge: object, status: int, output: str, expected: int
) -> None:
    assert callable(judge)
    assert judge(status, output) == expected
    description = Audited("lock", expected, output).describe()
    assert ("could not be reached" in description) == (expected == UNREACHED)


def test_the_policy_says_how_to_report_and_what_is_supported() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    for part in ("## Report a fault", "## What is supported", "errata --version"):
        assert part in text


def test_a_batch_of_fuzzed_articles_is_built_without_a_failure() -> None:
    batch = run_batch(7, 40)
    assert (batch.articles, batch.faults) == (40, ())
    assert batch.pages > 30


def test_the_same_seed_writes_the_same_article() -> None:
    import random  # noqa: PLC0415 - for this alone

    first_text, two = (write_article(random.Random(3)) for _ in range(2))  # noqa: S311 - as in fuzz
    assert first_text == two != write_article(random.Random(4))  # noqa: S311 - as above
