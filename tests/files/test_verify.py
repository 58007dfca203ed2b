"""Anybody can see whether a site is as errata wrote it, on a disk and on a server."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from errata.commands import verify
from errata.commands._console import Settings
from errata.errors import OutputError
from errata.files.manifest import MANIFEST
from errata.files.site import write_site
from errata.files.verify import Difference, KnownManifest, RemoteSite, VerifiedSite, verify_folder
from errata.model import Artifact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HIDDEN = "en/KA-7/index.html"
FILES = {
    "index.html": b"<p>home",
    "en/a b/index.html": b"<p>a",
    HIDDEN: b"<p>hidden",
    "_headers": b"/*",
    "empty.txt": b"",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a hidden page."""
    (tmp_path / "kb").mkdir()
    files = [Artifact(path, data) for path, data in FILES.items()]
    write_site(tmp_path / "site", files, tmp_path / "kb", unlisted={HIDDEN})
    return tmp_path / "site"


def verified(site: Path) -> VerifiedSite:
    return verify_folder(site, KnownManifest.read(site).manifest)


def test_a_site_as_it_was_written_is_whole(site: Path) -> None:
    (site / ".nojekyll").touch()
    assert verified(site) == VerifiedSite(5, ())


def test_each_file_that_is_missing_changed_or_new_is_named(site: Path) -> None:
    (site / "index.html").write_bytes(b"<p>hoMe")
    (site / "en/a b/index.html").unlink()
    (site / "new.html").touch()
    (site / "empty.txt").unlink()
    (site / "empty.txt").symlink_to("new.html")
    assert verified(site).differences == (
        Difference("empty.txt", "changed", "it is not a file"),
        Difference("en/a b/index.html", "missing"),
        Difference("index.html", "changed"),
        Difference("new.html", "extra"),
    )


def test_of_a_hidden_page_the_manifest_says_that_one_is_lost_and_not_which(site: Path) -> None:
    (site / HIDDEN).unlink()
    assert verified(site) == VerifiedSite(5, (), lost=1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[1]",
        b'{"version": 2, "files": {"../x": ["0", 1]}}',
        b'{"version": 99}',
        b'{"version": 2, "files": {}, "x": [' + b"0," * 1_000 + b"0]}",
        b"\xff",
    ],
)
def test_a_manifest_that_nobody_could_have_meant_is_refused(site: Path, data: bytes) -> None:
    (site / MANIFEST).write_bytes(data)
    with pytest.raises(OutputError):
        KnownManifest.read(site)


class Host(SimpleHTTPRequestHandler):
    """A server that has a site below a path, and does with some files what hosts do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """As a host answers."""
        if self.path.endswith("/_headers"):
            self.send_error(404)
        elif self.path.endswith("/index.html"):  # as Cloudflare Pages
            self._redirect(self.path.removesuffix("index.html"))
        elif self.path.endswith("/away.txt"):
            self._redirect("http://elsewhere.invalid/away.txt")
        elif self.path.endswith("/round.txt"):
            self._redirect(self.path)
        elif self.path.endswith("/endless.txt"):
            self.send_response(200)
            self.end_headers()
            while True:
                self.wfile.write(b"x" * 65_536)
        else:
            super().do_GET()

    def _redirect(self, target: str) -> None:
        self.send_response(308)
        self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """A test's output is its own."""


class Server(ThreadingHTTPServer):
    """Forgets readers that have gone."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """They may go at any time."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = Server(("127.0.0.1", 0), partial(Host, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_site_on_a_server_is_compared_with_the_manifest_there_or_here(site: Path) -> None:
    with serving(site.parent) as address:
        remote = RemoteSite.of(f"{address}site")
        known = remote.read_manifest()
        assert known == KnownManifest.read(site)
        expected = VerifiedSite(3, (), unchecked=1, unserved=("_headers",))
        assert remote.verify(known.manifest) == expected
        (site / "en/a b/index.html").write_bytes(b"<p>a<script src=//x.invalid></script>")
        (site / "empty.txt").unlink()
        assert remote.verify(known.manifest).differences == (
            Difference("empty.txt", "missing"),
            Difference("en/a b/index.html", "changed"),
        )


@pytest.mark.parametrize(
    ("path", "kind", "reason"),
    [
        ("away.txt", "unreadable", "the server redirects to another one, http://elsewhere.invalid"),
        ("round.txt", "unreadable", "the server redirects more than 5 times"),
        ("endless.txt", "changed", ""),
    ],
)
def test_no_answer_leads_elsewhere_or_goes_on_for_ever(
    site: Path, path: str, kind: str, reason: str
) -> None:
    files = [Artifact(path, b"1"), Artifact("index.html", b"<p>home")]
    write_site(site, files, site.parent / "kb")
    with serving(site) as address:
        report_of_server = RemoteSite.of(address).verify(KnownManifest.read(site).manifest)
    assert report_of_server.differences == (Difference(path, kind, reason),)


def test_a_server_that_is_gone_is_an_error_at_once(site: Path) -> None:
    with serving(site) as address:
        remote = RemoteSite.of(address)
    with pytest.raises(OutputError, match="cannot fetch"):
        remote.read_manifest()


@pytest.mark.parametrize("address", ["https://", "https://x:y/", "https://h/?q=1", "http://:80/"])
def test_what_is_not_the_address_of_a_site_is_refused(address: str) -> None:
    with pytest.raises(OutputError, match="is not the web address of a site"):
        RemoteSite.of(address)


@pytest.fixture
def run(site: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """The command, beside the site."""
    monkeypatch.chdir(site.parent)

    def command(*arguments: str) -> tuple[int, str, str]:
        done = CliRunner().invoke(verify.command, arguments, obj=Settings(), standalone_mode=False)
        if done.exception:
            raise done.exception
        return done.return_value, done.stdout, done.stderr

    return command


def test_the_command_says_what_differs_and_which_manifest_it_used(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    digest = KnownManifest.read(site).sha256
    expected = f"5 files of site: all as errata wrote them\nmanifest: sha256:{digest}\n"
    assert run() == run("site") == (0, "", expected)
    (site / "index.html").write_bytes(b"")
    status, output, summary = run("site")
    assert (status, output) == (1, "changed     index.html\n")
    assert summary.startswith("5 files of site: 1 differ\n")
    status, output, _ = run("site", "--format", "json")
    assert status == 1
    assert json.loads(output)["differences"] == [
        {"path": "index.html", "kind": "changed", "reason": ""}
    ]


def test_a_manifest_with_another_digest_is_not_believed(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    digest = KnownManifest.read(site).sha256
    assert run("site", "--digest", f"sha256:{digest}")[0] == 0
    status, output, summary = run("site", "--digest", "0" * 64)
    assert (status, output) == (1, "")
    assert f"the manifest has the digest sha256:{digest}, not sha256:000" in summary


def test_a_folder_that_errata_did_not_write_is_an_error(
    run: Callable[..., tuple[int, str, str]], site: Path
) -> None:
    (site / MANIFEST).unlink()
    with pytest.raises(OutputError, match="there is no manifest"):
        run("site")
    with pytest.raises(OutputError, match="there is no folder"):
        run("nowhere")
