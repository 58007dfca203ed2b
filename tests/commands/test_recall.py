"""`errata explain` remembers what it found, and says the same as if it had looked."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from subprocess import run as run_process

import pytest
from click.testing import CliRunner, Result

from errata.__main__ import errata
from errata.commands import _explainer
from errata.stamp import stamp_files

ARTICLE = "# ORA-0{n} is shown\n\nError ORA-0{n}: no room {n}\n\n## Resolution\n\nMake room {n}.\n"


@pytest.fixture(autouse=True)
def _knowledge_base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ERRATA_CACHE", str(tmp_path / "cache"))
    Path("errata.toml").write_text("", "utf-8")
    Path("kb/en").mkdir(parents=True)
    write("one", ARTICLE.format(n=1001))
    write("two", ARTICLE.format(n=1002))
    Path("kb/en/draft.md").write_text("---\nstate: draft\ntitle: Later\n---\n# Later\n", "utf-8")
    age(tmp_path)


def write(name: str, text: str) -> None:
    Path(f"kb/en/{name}.md").write_text(text, "utf-8")


def age(folder: Path) -> None:
    """Wait until another change of any file would show: what is younger is not believed."""
    while not stamp_files([folder], [], time.time_ns()):
        time.sleep(0.01)


def explain(*arguments: str) -> Result:
    done = CliRunner().invoke(errata, ["explain", *arguments], standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done


def said(result: Result) -> tuple[object, str, str]:
    return result.return_value, result.stdout, result.stderr


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts for which the articles were read."""
    requests: list[str] = []
    original = _explainer.Explainer.__init__

    def note(self: _explainer.Explainer, lookup: object) -> None:
        requests.append("looked")
        original(self, lookup)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(_explainer.Explainer, "__init__", note)
    return requests


def test_links_in_a_circle_have_a_stamp(tmp_path: Path) -> None:
    for name, target in (("kb/en/x.md", "y.md"), ("kb/en/y.md", "x.md"), ("one", "one")):
        Path(name).symlink_to(target)
    age(tmp_path)
    assert stamp_files([tmp_path], [tmp_path], time.time_ns())


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        ("json", ("ORA-01001",)),
        ("text", ("ora", "1001")),
        ("text", ("draft",)),
        ("json", ("nothing", "at all")),
        ("text", ("ORA-01009",)),
    ],
)
def test_what_is_remembered_is_what_is_found(
    asked: tuple[str, ...], form: str, looked: list[str]
) -> None:
    plain = explain(*asked, "--format", form, "--no-cache")
    first, second = explain(*asked, "--format", form), explain(*asked, "--format", form)
    assert said(plain) == said(first) == said(second)
    assert len(looked) == 2, "with --no-cache, and once more"


def test_every_code_is_known_when_one_was_asked(looked: list[str]) -> None:
    explain("ORA-01001")
    assert "Make room 1002." in explain("ORA-01002").stdout
    assert len(looked) == 1


@pytest.mark.parametrize("change", ["article", "new article", "configuration", "synonyms"])
def test_a_change_is_seen_at_once(change: str, tmp_path: Path, looked: list[str]) -> None:
    explain("ORA-01001")
    if change == "article":
        write("one", ARTICLE.format(n=1001).replace("Make room", "Tidy up"))
    elif change == "new article":
        write("new", ARTICLE.format(n=1003))
    elif change == "configuration":
        Path("errata.toml").write_text('[site]\nname = "Other"\n', "utf-8")
    else:
        Path("kb/synonyms.toml").write_text('[en]\ngroups = [["room", "space"]]\n', "utf-8")
    age(tmp_path)
    output = explain("ORA-01001").stdout
    assert len(looked) == 2
    assert ("Tidy up 1001." in output) == (change == "article")


@pytest.mark.parametrize(
    ("form", "line"), [("text", "x ORA-01001: no room 7"), ("json", "nothing"), ("text", "")]
)
def test_a_few_lines_of_a_log_are_scanned_once(form: str, line: str, tmp_path: Path) -> None:
    Path("app.log").write_text(f"{line}\n", "utf-8")

    def scan(*more: str) -> tuple[object, str, str]:
        arguments = ["scan", "app.log", "--format", form, *more]
        done = CliRunner().invoke(errata, arguments, standalone_mode=False)
        return said(done)

    first, second, plain = scan(), scan(), scan("--no-cache")
    assert first == second == plain
    assert [*(tmp_path / "cache/lookups").iterdir()]
    Path("app.log").write_text("ORA-01002\n", "utf-8")
    assert "ORA-01002" in scan()[1]
    write("two", "# Other\n\nText.\n")
    age(tmp_path)
    assert '"hits": []' in scan()[1] or not scan()[1]


def test_a_file_as_young_as_the_answer_is_not_believed(looked: list[str]) -> None:
    now = time.time() + 600  # as young as a file can be, however long the test takes
    os.utime("kb/en/one.md", (now, now))
    explain("ORA-01001")
    explain("ORA-01001")
    assert len(looked) == 2


@pytest.mark.parametrize("fault", ["damaged", "cut", "empty", "open to others"])
def test_a_file_that_cannot_be_believed_counts_as_nothing(
    fault: str, tmp_path: Path, looked: list[str]
) -> None:
    expected = said(explain("ORA-01001"))
    (file,) = (tmp_path / "cache/lookups").iterdir()
    data = file.read_bytes()
    damaged = data.replace(b"Make room", b"Make fire")
    if fault == "open to others":
        file.chmod(0o666)
    else:
        file.write_bytes({"damaged": damaged, "cut": data[:-9], "empty": b""}[fault])
    assert said(explain("ORA-01001")) == expected
    assert len(looked) == 2


def test_the_version_is_told_without_reading_the_command_line() -> None:
    code = "import sys; from errata.__main__ import main\ntry: main(['--version'])\nfinally: "
    code += "assert not {'click', 'errata.model'} & {*sys.modules}, sorted(sys.modules)"
    done = run_process([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "errata 0.1.0\n"


def test_what_is_remembered_needs_few_modules() -> None:
    explain("ORA-01001")
    code = "import sys; from errata.__main__ import main\ntry: main(['explain', 'ORA-01001'])\n"
    code += "finally: print(sorted(m for m in sys.modules if m.startswith(('errata', 'pyd'))))"
    done = run_process([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Make room 1001." in done.stdout
    assert "errata.model" not in done.stdout
    assert "pydantic" not in done.stdout
