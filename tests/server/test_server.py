"""The dev server, asked over a real socket."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
import uvicorn

from errata.errors import ErrataError
from errata.files.walk import OriginalFolders
from errata.model import Artifact, Copy
from errata.server import BuildStatus, LiveSite, Server, listen, make_app

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PAGE = b"<!doctype html><html><head></head><body><p>one</p></body></html>"
SCRIPT = b'<script src="/_errata/reload.js"'


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Running:
    """A server in a thread of this process."""

    port: int
    live: LiveSite

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask with the path as it is given: no client may tidy it first."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True)
        fields = {"host": f"127.0.0.1:{self.port}"} | headers
        for name, value in fields.items():
            if value:
                connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer


@contextmanager
def running(live: LiveSite, host: str = "127.0.0.1") -> Iterator[Running]:
    listener = listen("127.0.0.1", 0)
    app = make_app(live, host)
    server = Server(uvicorn.Config(app, log_config=None, access_log=False), live)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Running(listener.getsockname()[1], live)
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()
        listener.close()


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("project")
    folder = top / "kb"
    (folder / "en/assets").mkdir(parents=True)
    (folder / "en/assets/a.png").write_bytes(b"\x89PNG")
    (folder / "en/assets/a.svg").write_bytes(b"<svg/>")
    (folder / "en/KA-00001.md").write_bytes(b"internal")
    (top / "secret.txt").write_bytes(b"secret")
    (top / "static/files").mkdir(parents=True)
    (top / "static/files/a.txt").write_bytes(b"as it is")
    (folder / "en/assets/out.png").symlink_to(top / "secret.txt")
    return folder


def originals(kb: Path) -> OriginalFolders:
    return OriginalFolders(kb, kb.with_name("static"))


def publish(live: LiveSite, artifacts: Sequence[Artifact], folders: OriginalFolders) -> None:
    contents = {artifact.path: artifact.content for artifact in artifacts}
    live.show(contents, folders, BuildStatus(""))


@pytest.fixture(scope="module")
def site(kb: Path) -> Iterator[Running]:
    live = LiveSite()
    publish(
        live,
        [
            Artifact("index.html", PAGE),
            Artifact("en/KA-00001/index.html", PAGE.replace(b"one", b"article")),
            Artifact("404.html", PAGE.replace(b"one", b"nowhere")),
            Artifact("ja/404.html", PAGE.replace(b"one", b"doko ni mo nai")),
            Artifact("assets/site.css", b"body{}</body>"),
            Artifact("en/assets/a.png", Copy("en/assets/a.png")),
            Artifact("en/assets/a.svg", Copy("en/assets/a.svg")),
            Artifact("en/assets/out.png", Copy("en/assets/out.png")),
            Artifact("en/assets/up.png", Copy("../secret.txt")),
            Artifact("en/assets/gone.png", Copy("en/assets/gone.png")),
            Artifact("files/a.txt", Copy("files/a.txt", static=True)),
            Artifact("files/b.txt", Copy("en/KA-00001.md", static=True)),
        ],
        originals(kb),
    )
    with running(live) as started:
        yield started


def test_a_static_file_comes_from_the_folder_of_static_files_alone(site: Running) -> None:
    answer = site.ask("/files/a.txt")
    assert (answer.status, answer.body) == (200, b"as it is")
    assert site.ask("/files/b.txt").status == 404


def test_a_folder_is_answered_with_its_page(site: Running) -> None:
    answer = site.ask("/en/KA-00001/")
    assert answer.status == 200
    assert b"<p>article</p>" in answer.body
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"


def test_a_folder_without_its_slash_leads_to_the_one_with_it(site: Running) -> None:
    answer = site.ask("/en/KA-00001")
    assert (answer.status, answer.headers["location"]) == (307, "/en/KA-00001/")


def test_a_query_does_not_matter(site: Running) -> None:
    assert site.ask("/en/KA-00001/?utm=1").status == 200


def test_pages_get_the_reload_script_and_nothing_else_does(site: Running) -> None:
    assert site.ask("/").body.count(SCRIPT) == 1
    assert site.ask("/assets/site.css").body == b"body{}</body>"
    assert b"EventSource" in site.ask("/_errata/reload.js").body


def test_a_file_of_the_knowledge_base_is_streamed(site: Running) -> None:
    answer = site.ask("/en/assets/a.png")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert answer.body == b"\x89PNG"


def test_a_picture_opened_by_itself_runs_no_script(site: Running) -> None:
    assert "sandbox" in site.ask("/en/assets/a.svg").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/en/assets/a.svg", "/_errata/reload.js", "/nothing"])
def test_other_sites_cannot_embed_or_frame_what_is_served(site: Running, path: str) -> None:
    headers = site.ask(path).headers
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_what_is_not_there_gets_the_sites_own_page(site: Running) -> None:
    answer = site.ask("/en/KA-99999/")
    assert answer.status == 404
    assert b"<p>nowhere</p>" in answer.body
    assert SCRIPT in answer.body, "so that it reloads when the page is back"


def test_a_locale_has_its_own_page_for_what_is_not_there(site: Running) -> None:
    answer = site.ask("/ja/KA-99999/")
    assert answer.status == 404
    assert b"<p>doko ni mo nai</p>" in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/secret.txt",
        "/en/%2e%2e/%2e%2e/secret.txt",
        "/en/assets/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/en/KA-00001.md",
        "/en/assets/",
        "/en",
        "/en/assets/out.png",
        "/en/assets/up.png",
        "/en/assets/gone.png",
        "/index.html%00.png",
        "/__proto__",
        "/%ff%fe",
    ],
)
def test_only_artifacts_are_served(site: Running, path: str) -> None:
    answer = site.ask(path)
    assert answer.status == 404
    assert b"secret" not in answer.body
    assert b"internal" not in answer.body
    assert b"root:" not in answer.body


def test_head_gives_the_headers_alone(site: Running) -> None:
    answer, head = site.ask("/"), site.ask("/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.body))
    assert site.ask("/_errata/events", "HEAD").status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/_errata/events"])
def test_other_methods_are_refused(site: Running, method: str, path: str) -> None:
    assert site.ask(path, method).status == 405


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "LOCALHOST:8000", "[::1]:8000"])
def test_names_of_this_machine_are_answered(site: Running, host: str) -> None:
    assert site.ask("/", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:8000",
        "evil.example@localhost",
        "localhost, evil.example",
        "localhost/",
        "192.0.2.1",
        "[::2]",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/", "/_errata/events", "/_errata/reload.js"])
def test_other_names_are_refused(site: Running, host: str, path: str) -> None:
    assert site.ask(path, host=host).status == 400


def test_two_names_are_refused(site: Running) -> None:
    with socket.create_connection(("127.0.0.1", site.port), 10) as raw:
        raw.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    ("host", "status"), [("192.0.2.1:8000", 200), ("[2001:db8::1]", 200), ("evil.example", 400)]
)
def test_a_server_on_all_addresses_answers_to_addresses_but_not_to_names(
    host: str, status: int, kb: Path
) -> None:
    live = LiveSite()
    publish(live, [Artifact("index.html", PAGE)], originals(kb))
    with running(live, "0.0.0.0") as started:  # noqa: S104 - the name it answers to
        assert started.ask("/", host=host).status == status


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_pages_of_others_do_not_get_the_events(site: Running, headers: dict[str, str]) -> None:
    assert site.ask("/_errata/events", **headers).status == 403


def test_a_page_that_listens_is_told_first_what_is(site: Running) -> None:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=60)
    origin = f"http://127.0.0.1:{site.port}"
    connection.request("GET", "/_errata/events", headers={"Origin": origin})
    stream = connection.getresponse()
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.readline() == b"event: status\n"
    build = site.live.status.build.encode()
    assert build in stream.readline()
    assert b'data-build="%b"' % build in site.ask("/").body
    connection.close()


def test_a_fault_keeps_the_last_good_site(kb: Path) -> None:
    live = LiveSite()
    publish(live, [Artifact("index.html", PAGE)], originals(kb))
    before = live.status.build
    live.fail("errata.toml:1:1: oh")
    assert live.status.build == before, "nothing to reload"
    assert live.status.message == "errata.toml:1:1: oh"
    assert live.artifacts.get("index.html") == PAGE


def test_a_server_stops_although_a_page_listens(kb: Path) -> None:
    live = LiveSite()
    publish(live, [Artifact("index.html", PAGE)], originals(kb))
    with running(live) as started:
        connection = HTTPConnection("127.0.0.1", started.port, timeout=60)
        connection.request("GET", "/_errata/events")
        assert connection.getresponse().readline() == b"event: status\n"
    connection.close()


def test_a_site_without_pages_still_answers(kb: Path) -> None:
    live = LiveSite()
    publish(live, [], originals(kb))
    with running(live) as started:
        assert started.ask("/").status == 404


def test_a_port_in_use_is_a_clear_fault() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ErrataError, match="in use") as caught:
            listen("127.0.0.1", port)
    assert "--port" in caught.value.help


def test_a_body_does_not_wait_for_the_browser_to_acknowledge_the_headers() -> None:
    assert asyncio.run(_sends_at_once())


async def _sends_at_once() -> bool:
    """Whether a connection that was accepted has Nagle's algorithm turned off."""
    accepted: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    server = await asyncio.start_server(
        lambda _reader, writer: accepted.put_nowait(writer), sock=listen("127.0.0.1", 0)
    )
    async with server:
        _reader, ours = await asyncio.open_connection(*server.sockets[0].getsockname())
        theirs = await accepted.get()
        connection = theirs.get_extra_info("socket")
        is_on = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for writer in (ours, theirs):
            writer.close()
    return bool(is_on)


def test_each_of_several_requests_in_one_go_is_looked_at(site: Running) -> None:
    sentence = "GET / HTTP/1.1\r\nHost: {}\r\n{}\r\n"
    requests = [
        sentence.format("localhost", ""),
        sentence.format("evil.example", "Connection: close\r\n"),
    ]
    with socket.create_connection(("127.0.0.1", site.port), 10) as raw:
        raw.sendall("".join(requests).encode())
        answers = b"".join(iter(lambda: raw.recv(65_536), b""))
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"200", b"400"]


def test_who_asks_and_never_comes_to_an_end_holds_nobody_up(site: Running) -> None:
    with ExitStack() as stack:
        for _ in range(50):
            raw = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 10))
            raw.sendall(b"GET / HTTP/1.1\r\nHo")
        assert site.ask("/").status == 200
