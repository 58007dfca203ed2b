"""`errata verify`: compare a site with what errata wrote."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import click

from errata.commands import _console
from errata.commands._console import Settings, print_error, print_status
from errata.commands._project import open_project, shorten_path
from errata.commands._writer import Writer
from errata.data.patterns import compile_late
from errata.errors import OutputError
from errata.files.verify import KnownManifest, RemoteSite, VerifiedSite, verify_folder
from errata.text.display import pluralise, printable

# "https://help.example/" yes; "site" and "C:\\site" no
_ADDRESS: Final = compile_late(r"[A-Za-z][A-Za-z0-9+.-]+://")
# 64 hexadecimal digits, with "sha256:" before them or not
_DIGEST: Final = compile_late(r"(?:sha256:)?([0-9a-fA-F]{64})")


@_console.command(
    "errata verify site",
    "errata verify https://help.example.com/ --manifest site",
)
@click.argument("site", metavar="[DIR|URL]", required=False)
@click.option(
    "--manifest",
    "expected",
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Manifest to compare with, or a site that contains it.  [default: the site's own]",
)
@click.option(
    "--digest",
    metavar="SHA256",
    help="SHA-256 that the manifest must have, as `errata verify` printed it for your copy.",
)
@_console.format_option(("text", "json"))
def command(
    settings: Settings, site: str | None, expected: Path | None, digest: str | None, form: str
) -> int:
    """Compare a site, in a folder or at a web address, with the manifest of the build.

    Each file that is missing, was changed, or was not written by errata is listed on stdout. At a
    web address, only files that the manifest names can be compared.

    The exit status is 0 if the site is as errata wrote it, 1 if it is not, and 2 if there is no
    manifest or the server does not answer.
    """
    expected_digest = _read_digest(digest)
    place = site or str(open_project(settings.config, None).out)
    remote = RemoteSite.of(place) if _ADDRESS.match(place) else None
    folder = Path(place)
    if not remote and not folder.is_dir():
        remedy = "give the folder that `errata build` wrote, or a web address"
        raise OutputError(f"there is no folder `{place}`", help=remedy)
    own = remote.read_manifest if remote else partial(KnownManifest.read, folder)
    manifest = KnownManifest.read(expected) if expected else own()
    if expected_digest and expected_digest != manifest.sha256:
        print_error(
            f"the manifest has the digest sha256:{manifest.sha256}, not sha256:{expected_digest}"
        )
        return 1
    verified = (
        remote.verify(manifest.manifest) if remote else verify_folder(folder, manifest.manifest)
    )
    Writer(form).write(_as_values(verified, manifest), _lines(verified))
    print_status(_summary(verified, place if remote else shorten_path(folder)))
    print_status(f"manifest: sha256:{manifest.sha256}")
    return int(not verified.is_whole)


def _read_digest(text: str | None) -> str:
    if text is None:
        return ""
    match = _DIGEST.fullmatch(text)
    if not match:
        raise click.BadParameter(f"`{text}` is not a SHA-256", param_hint="--digest")
    return match[1].lower()


def _as_values(verified: VerifiedSite, manifest: KnownManifest) -> dict[str, object]:
    return {
        "manifest": f"sha256:{manifest.sha256}",
        "checked": verified.checked,
        "differences": [
            {"path": difference.path, "kind": difference.kind, "reason": difference.reason}
            for difference in verified.differences
        ],
        "lost": verified.lost,
        "unchecked": verified.unchecked,
        "unserved": list(verified.unserved),
    }


def _lines(verified: VerifiedSite) -> Iterator[str]:
    for difference in verified.differences:
        reason = f": {difference.reason}" if difference.reason else ""
        yield f"{difference.kind:<10}  {difference.path}{reason}"
    if verified.lost:
        files = pluralise(verified.lost, "file")
        yield f"missing or changed: {files} of hidden articles, which the manifest does not name"


def _summary(verified: VerifiedSite, location: str) -> str:
    files = pluralise(verified.checked, "file")
    wrong = len(verified.differences) + verified.lost
    state = f"{wrong:,} differ" if wrong else "all as errata wrote them"
    remarks = ""
    if verified.unchecked:
        remarks = f"; {pluralise(verified.unchecked, 'file')} of hidden articles not compared"
    if verified.unserved:
        remarks += f"; not served: {', '.join(verified.unserved)}"
    return printable(f"{files} of {location}: {state}{remarks}")
