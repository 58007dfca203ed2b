"""`errata serve` as a person runs it: files change, open pages hear of it."""

from __future__ import annotations

import json
import signal
import threading
import time
from http.client import HTTPConnection
from queue import Queue
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.commands.running import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.fork_server import RunningCommand

PATIENCE = 120.0


class Served:
    """A running `errata serve` with a page that listens."""

    def __init__(self, folder: Path, process: RunningCommand) -> None:
        self.folder = folder
        self.process = process
        self.lines: Queue[str] = Queue()
        self.events: Queue[tuple[str, dict[str, object]]] = Queue()
        threading.Thread(target=self._read_lines, daemon=True).start()
        self.port = int(self.line("serving ").split(":")[2].partition("/")[0])
        threading.Thread(target=self._read_events, daemon=True).start()
        assert self.events.get(timeout=PATIENCE)[0] == "status"

    def line(self, beginning: str) -> str:
        """The next line on stderr that begins so."""
        while not (line := self.lines.get(timeout=PATIENCE)).startswith(beginning):
            pass
        return line

    def event(self, change: Callable[[], object]) -> tuple[str, dict[str, object]]:
        """What pages hear of a change after that it is read: the server watches once it answers."""
        change()
        while (heard := self.events.get(timeout=PATIENCE))[0] == "edit":
            pass
        return heard

    def page(self, path: str) -> str:
        """What a browser gets, as a text."""
        return self.fetched(path).decode()

    def shows(self, path: str, text: str, change: Callable[[], object] = lambda: None) -> bool:
        """Whether a page comes to hold a text; one change may be seen in several steps."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.page(path):
            if time.monotonic() > deadline:
                return False
            change()
            time.sleep(0.1)
        return True

    def fetched(self, path: str) -> bytes:
        """What a browser gets."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", path)
        body = connection.getresponse().read()
        connection.close()
        return body

    def _read_lines(self) -> None:
        for line in self.process.stderr:
            self.lines.put(line)

    def _read_events(self) -> None:
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("GET", "/_errata/events")
        kind = ""
        for raw in connection.getresponse():
            name, _, value = raw.decode().strip().partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                self.events.put((kind, json.loads(value)))
        connection.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    errata = Command(tmp_path)
    assert errata("init").returncode == 0
    process = errata.start("serve", "--port", "0")
    try:
        yield Served(tmp_path, process)
    finally:
        process.end()


def edit(path: Path, old: str, new: str) -> Callable[[], object]:
    text = path.read_text(encoding="utf-8")
    assert old in text
    return lambda: path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_edited_article_reloads_its_page(served: Served) -> None:
    article = served.folder / "kb/en/KA-00001.md"
    assert "Restart the application" in served.page("/en/KA-00001/")
    edit(article, "Restart the", "Start again the")()
    kind, status = served.events.get(timeout=PATIENCE)
    assert (kind, status["edited"]) == ("edit", ["en/KA-00001/"]), "pages ask while it is read"
    kind, status = served.event(lambda: None)
    assert (kind, status["errors"], status["message"]) == ("renew", 0, "")
    page = served.page("/en/KA-00001/")
    assert "Start again the application" in page
    assert f'data-build="{status["build"]}"' in page


def test_a_picture_has_its_size_and_its_smaller_form_and_a_new_one_has_its_own(
    served: Served,
) -> None:
    picture = served.folder / "kb/en/assets/a.png"
    picture.parent.mkdir()
    Image.effect_noise((1600, 900), 60).save(picture)
    article = served.folder / "kb/en/KA-00001.md"
    text = article.read_text("utf-8")
    served.event(lambda: article.write_text(f"{text}\n![a](assets/a.png)\n", "utf-8"))
    large = 'srcset="../assets/a.png.webp"><img src="../assets/a.png" width="1600"'
    assert served.shows("/en/KA-00001/", large)
    assert served.fetched("/en/assets/a.png.webp")[8:12] == b"WEBP"
    assert served.fetched("/en/assets/a.png") == picture.read_bytes()
    served.event(lambda: Image.new("RGB", (40, 30)).save(picture))
    assert served.shows("/en/KA-00001/", '<img src="../assets/a.png" width="40" height="30"')


def test_a_broken_configuration_keeps_the_site_and_another_one_is_followed(served: Served) -> None:
    settings = served.folder / "errata.toml"
    good = settings.read_text(encoding="utf-8")
    kind, status = served.event(edit(settings, "[site]", "[sight]"))
    assert kind == "status"
    assert "unknown key `sight`" in str(status["message"])
    assert "Restart the application" in served.page("/en/KA-00001/")
    assert "unknown key `sight`" in served.line("error: ")
    template = served.folder / "mine/article.html"
    template.parent.mkdir()
    good = f'templates = "mine"\n{good}'
    kind, status = served.event(lambda: settings.write_text(good, encoding="utf-8"))
    assert (kind, status["message"]) == ("reload", "")
    text = '{% extends "default/article.html" %}{% block main %}mine{% endblock %}'
    # The watch of what it names begins a moment after pages hear of it.
    seen = served.shows("/en/KA-00001/", "mine", lambda: template.write_text(text))
    assert seen, "what it names is watched, too"


def test_an_error_in_an_article_is_told_beside_the_new_site(served: Served) -> None:
    article = served.folder / "kb/en/KA-00002.md"
    kind, status = served.event(lambda: article.write_text("---\ntitle: 'a\n---\n"))
    assert (kind, status["errors"]) == ("reload", 1)
    assert str(status["message"]).startswith("kb/en/KA-00002.md:2:")


def test_ctrl_c_ends_it_quietly_although_a_page_listens(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0
    assert served.line("stopped")
    assert served.lines.empty()


def test_a_port_in_use_is_status_2(served: Served) -> None:
    done = Command(served.folder)("serve", "--port", str(served.port))
    assert done.returncode == 2
    assert done.stderr.startswith(f"error: cannot listen on 127.0.0.1:{served.port}: ")
    assert "in use" in done.stderr
    assert "--port" in done.stderr
