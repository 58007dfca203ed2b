"""Writes the bill of materials of a release, in CycloneDX 1.6: `make sbom`.

It is made of `requirements/run.txt`, which the release installs. The same lock gives the same file:
its serial number is a digest, and it has no time.
"""

from __future__ import annotations

import argparse
import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

import errata
from scripts.components import ROOT, UNKNOWN, read_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.components import Component

OUT: Final = ROOT / "dist/errata.cdx.json"
_SPACE: Final = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 4122: of addresses


def make_sbom(components: Sequence[Component], version: str) -> dict[str, object]:
    """Make the document."""
    own = {
        "type": "application",
        "bom-ref": "errata",
        "name": "errata",
        "version": version,
        "licenses": [{"license": {"id": "MIT"}}],
    }
    parts = [_part(component) for component in components]
    body = {
        "metadata": {"component": own},
        "components": parts,
        "dependencies": [
            {"ref": "errata", "dependsOn": [part["bom-ref"] for part in parts]},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }
    digest = json.dumps(body, sort_keys=True)
    head = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, digest)}",
        "version": 1,
    }
    return head | body


def _part(component: Component) -> dict[str, object]:
    purl = f"pkg:pypi/{component.name.lower().replace('_', '-')}@{component.version}"
    part: dict[str, object] = {
        "type": "library",
        "bom-ref": purl,
        "name": component.name,
        "version": component.version,
        "purl": purl,
    }
    if component.summary:
        part["description"] = component.summary
    if component.licence != UNKNOWN:
        part["licenses"] = [{"expression": component.licence}]
    # Of every file that the lock lets be installed; which one it is depends on the system.
    files = [{"alg": "SHA-256", "content": digest} for digest in component.digests]
    # The address is the package's name: where it is fetched from is a matter of configuration.
    part["externalReferences"] = [{"type": "distribution", "url": purl, "hashes": files}]
    return part


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Write the bill of materials.")
    parser.add_argument("out", nargs="?", type=Path, default=OUT)
    out = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(make_sbom(read_components(), errata.__version__), indent=2)
    out.write_text(f"{text}\n", "utf-8")
    print(f"wrote {out}")


if __name__ == "__main__":
    main()
