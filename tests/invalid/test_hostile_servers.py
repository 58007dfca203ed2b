"""A server that `errata verify` asks: whatever it answers is a message, and comes to an end."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import pytest

from errata.errors import OutputError
from errata.files import verify
from errata.files.manifest import Manifest, ManifestEntry, decode_manifest
from errata.files.verify import RemoteSite

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serve(answer: bytes, times: int = 1) -> Iterator[str]:
    """The address of a server that sends these bytes, so many times, whatever it is asked."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer_all() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        connection.recv(65_536)
                        for _ in range(times):
                            connection.sendall(answer)

        threading.Thread(target=answer_all, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        listener.shutdown(socket.SHUT_RDWR)


def redirect(address: bytes) -> bytes:
    return b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %b\r\n\r\n" % address


def manifest(text: str) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(text), text.encode())


ANSWERS: Final = {
    "a file of this machine": (redirect(b"file:///etc/passwd"), "redirects to another one"),
    "a private address": (redirect(b"http://10.0.0.1/"), "redirects to another one"),
    "another port": (redirect(b"http://127.0.0.1:1/"), "redirects to another one"),
    "another user": (redirect(b"http://a@127.0.0.1/"), "redirects to another one"),
    "itself": (redirect(b"/x"), "redirects more than 5 times"),
    "no host": (redirect(b"http://[x"), "Invalid IPv6"),
    "letters": (redirect("/é".encode("latin-1")), "can't encode"),
    "controls": (redirect(b"/a\x01b"), "control characters"),
    "no protocol": (b"\0\1\2\r\n\r\n", "cannot fetch"),
    "nothing": (b"", "cannot fetch"),
    "no status": (b"HTTP/1.1 99999 OK\r\n\r\n", "cannot fetch"),
    "headers": (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 5_000, "more than 100 headers"),
    "pieces": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "IncompleteRead"),
    "gzip": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nabc", "compressed"),
    "an endless number": (manifest('{"version":2,"files":{"a":["0",1e400]}}'), "is damaged"),
    "many digits": (manifest(f'{{"version":2,"files":{{"a":["0",{"9" * 5_000}]}}}}'), "is damaged"),
    "deep lists": (manifest("[" * 100_000), "is damaged"),
    "no file": (manifest('{"version":2,"files":{}}'), "names no files"),
    "a path outside": (manifest('{"version":2,"files":{"../x":["0",1]}}'), "cannot be a file"),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_whatever_a_server_answers_is_a_message(kind: str) -> None:
    answer, message = ANSWERS[kind]
    with serve(answer) as address, pytest.raises(OutputError, match=message):
        RemoteSite.of(address).read_manifest()


@pytest.mark.parametrize(
    ("answer", "times"),
    [(b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000, 1_000_000), (b"", 0)],
    ids=["an answer that never begins", "an answer that never comes"],
)
def test_no_server_is_waited_for_without_end(
    answer: bytes, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify, "_WAIT", 0.2)
    with serve(answer, times) as address, pytest.raises(OutputError, match="cannot fetch"):
        RemoteSite.of(address).read_manifest()


def test_of_an_endless_file_no_more_is_read_than_it_should_have() -> None:
    known = Manifest({"a": ManifestEntry("0", 100_000)})
    answer = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 65_536
    with serve(answer, 1_000_000) as address:
        [report_of_server] = RemoteSite.of(address).verify(known).differences
    assert (report_of_server.path, report_of_server.kind) == ("a", "changed")


@pytest.mark.parametrize("host", ["[x", "a" * 300, "....", "a b", "\0", "a:99999"])
def test_no_address_that_somebody_types_is_a_fault(host: str) -> None:
    with pytest.raises(OutputError):
        RemoteSite.of(f"http://{host}/").read_manifest()


def test_of_a_damaged_manifest_on_a_server_nobody_is_told_to_remove_a_folder() -> None:
    with pytest.raises(OutputError, match="is damaged") as caught:
        decode_manifest(b"[", "https://help.example")
    assert caught.value.help == "publish the site again"
