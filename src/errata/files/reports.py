"""Writes a file that a person named, as a whole or not at all; reads and writes baselines.

A baseline is a JSON file with one line for each known finding.
"""

from __future__ import annotations

import json
from json import JSONDecodeError
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from errata.diagnostics import Span
from errata.diagnostics.baseline import Baseline, Fingerprint, KnownFinding
from errata.errors import ConfigError, OutputError
from errata.files.output_paths import OutputPaths, as_output_error, replace_file
from errata.files.text import display_path, read_text

_REMEDY: Final = "write it again with `errata check --write-baseline {path}`"


def refuse_report(path: Path) -> None:
    """Check whether a file may be written there, before the work for it begins.

    Raises:
        OutputError: if it is a folder, or is to go into one that is not there.
    """
    printed = display_path(path)
    if path.is_dir():
        raise OutputError(f"`{printed}` is a folder", help="give a name for a file")
    if not path.parent.is_dir():
        folder = display_path(path.parent)
        raise OutputError(f"the folder `{folder}` does not exist", help="create it first")


def write_report(path: Path, text: str) -> None:
    """Write the text; an old file stays until the new one is complete.

    Raises:
        OutputError: if it cannot be written there.
    """
    refuse_report(path)
    # A lone surrogate, as of a file name that is not UTF-8, has no bytes of its own.
    data = text.encode("utf-8", "backslashreplace")
    place = OutputPaths.of(path)
    with as_output_error(place.shown):
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # `/dev/null` or a pipe, which nothing may replace
            return
        with replace_file(place) as new:
            new.write_bytes(data)


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Finding(_Table):
    check: str
    article: str
    count: Annotated[int, Field(gt=0)]
    fingerprint: str
    lines: tuple[str, ...] = Field(default=(), strict=False)


class _File(_Table):
    version: Annotated[Literal[1], Field(alias="errata-baseline")]
    findings: tuple[_Finding, ...] = Field(strict=False)


def read_baseline(path: Path) -> Baseline:
    """Read the findings that do not count.

    Raises:
        ConfigError: if the file is missing or is not a baseline, with the place of the fault.
    """
    printed = display_path(path)
    remedy = _REMEDY.format(path=printed)
    if not path.is_file():
        raise ConfigError(f"the baseline `{printed}` does not exist", help=remedy)
    try:
        document = json.loads(read_text(path, ConfigError))
        file = _File.model_validate(document)
    except JSONDecodeError as error:
        span = Span(printed, error.lineno, error.colno)
        raise ConfigError(
            f"the baseline is not valid JSON: {error.msg}", span=span, help=remedy
        ) from None
    except (ValidationError, RecursionError) as error:
        message = f"the file is not a baseline of errata: {_explain(error)}"
        raise ConfigError(message, span=Span(printed), help=remedy) from None
    except ValueError:  # a whole number of more digits than Python reads
        message = "the baseline has a number with too many digits"
        raise ConfigError(message, span=Span(printed), help=remedy) from None
    return Baseline(tuple(_make_known(finding) for finding in file.findings))


def _make_known(finding: _Finding) -> KnownFinding:
    return KnownFinding(
        Fingerprint(finding.check, finding.article, finding.fingerprint),
        finding.count,
        finding.lines,
    )


def _explain(error: ValidationError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    reason = first["msg"][:1].lower() + first["msg"][1:]
    return f"`{place}`: {reason}" if place else reason


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Write a baseline, as a whole or not at all.

    Raises:
        OutputError: if it cannot be written there.
    """
    lines = ",\n".join(f"  {_as_line(finding)}" for finding in baseline.findings)
    findings = f"[\n{lines}\n ]" if lines else "[]"
    write_report(path, f'{{\n "errata-baseline": 1,\n "findings": {findings}\n}}\n')


def _as_line(finding: KnownFinding) -> str:
    code, article, digest = finding.fingerprint
    fields = {"check": code, "article": article, "count": finding.count, "fingerprint": digest}
    return json.dumps(fields | {"lines": list(finding.lines)}, ensure_ascii=False)
