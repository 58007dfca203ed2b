"""What formats of findings may hold: schemas of the parts that errata writes, closed.

They say what the standards say of these keys and nothing of others, so that a key by another name
is a fault here, which the published schemas let pass. The published ones stay where they are, since
their licences do not let them be copied here: the SARIF 2.1.0 schema of OASIS, reviewdog's
`proto/rdf/jsonschema/DiagnosticResult.json`, the xUnit plugin's `junit-10.xsd`, and GitLab's table
of keys at https://docs.gitlab.com/ci/testing/code_quality/. Each form was checked against them.
"""

from __future__ import annotations

from typing import Final

Schema = dict[str, object]


def record(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **(optional or {})},
        "additionalProperties": False,
    }


def several(items: Schema) -> Schema:
    return {"type": "array", "items": items}


TEXT: Final[Schema] = {"type": "string", "minLength": 1}
ONE_OR_MORE: Final[Schema] = {"type": "integer", "minimum": 1}
# RFC 3986: no space, no control, nothing but ASCII.
URI: Final[Schema] = {"type": "string", "pattern": r"^[!#-;=?-\[\]_a-z~%]+$"}

MESSAGE = record({"text": TEXT}, {"markdown": TEXT})
REGION = record(
    {"startLine": ONE_OR_MORE, "startColumn": ONE_OR_MORE},
    {"endLine": ONE_OR_MORE, "endColumn": ONE_OR_MORE},
)
ARTIFACT = record({"uri": URI}, {"uriBaseId": {"const": "%SRCROOT%"}})
LOCATION = record({"artifactLocation": ARTIFACT, "region": REGION})
REPLACEMENT = record(
    {"deletedRegion": REGION, "insertedContent": record({"text": {"type": "string"}})}
)
FIX = record(
    {
        "description": MESSAGE,
        "artifactChanges": several(
            record({"artifactLocation": ARTIFACT, "replacements": several(REPLACEMENT)})
        ),
    }
)
RESULT = record(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": MESSAGE,
        "locations": several(record({"physicalLocation": LOCATION})),
        "partialFingerprints": {"type": "object", "additionalProperties": TEXT},
    },
    {
        "relatedLocations": several(
            record(
                {
                    "id": {"type": "integer", "minimum": 0},
                    "message": MESSAGE,
                    "physicalLocation": LOCATION,
                }
            )
        ),
        "fixes": several(FIX),
    },
)
RULE = record(
    {
        "id": TEXT,
        "name": TEXT,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": record({"level": {"enum": ["note", "warning", "error"]}}),
    },
    {"helpUri": URI},
)
DRIVER = record(
    {
        "name": TEXT,
        "semanticVersion": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
        "rules": several(RULE),
    },
    {"informationUri": URI},
)
SARIF: Final = record(
    {
        "$schema": URI,
        "version": {"const": "2.1.0"},
        "runs": several(
            record(
                {
                    "tool": record({"driver": DRIVER}),
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "originalUriBaseIds": record({"%SRCROOT%": record({"description": MESSAGE})}),
                    "results": several(RESULT),
                }
            )
        ),
    }
)

PLACE = record({"line": ONE_OR_MORE, "column": ONE_OR_MORE})
POSITIONS = record({"path": TEXT, "positions": record({"begin": PLACE, "end": PLACE})})
GITLAB: Final = several(
    record(
        {
            "type": {"const": "issue"},
            "check_name": TEXT,
            "description": TEXT,
            "content": record({"body": TEXT}),
            # Code Climate's list; GitLab reads none of them.
            "categories": several({"enum": ["Bug Risk", "Clarity", "Compatibility", "Style"]}),
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "fingerprint": TEXT,
            "location": POSITIONS,
            "other_locations": several(POSITIONS),
        }
    )
)

RANGE = record({"start": PLACE}, {"end": PLACE})
RDF_LOCATION = record({"path": TEXT, "range": RANGE})
RDJSON: Final = record(
    {
        "source": record({"name": TEXT}, {"url": URI}),
        "diagnostics": several(
            record(
                {
                    "message": TEXT,
                    "location": RDF_LOCATION,
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": record({"value": TEXT}, {"url": URI}),
                    "suggestions": several(record({"range": RANGE, "text": {"type": "string"}})),
                    "relatedLocations": several(
                        record({"message": TEXT, "location": RDF_LOCATION})
                    ),
                }
            )
        ),
    }
)
