"""`errata check --fix`, `--unsafe-fixes` and `--diff`."""

from __future__ import annotations

import subprocess
from base64 import b64encode
from hashlib import sha256
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from errata.articles.conventions import ParseOptions
from errata.articles.parser import ArticleParser
from errata.commands._fixes import Looked, fix_folder, print_diff, unified_diffs
from errata.diagnostics import Diagnostic, Edit, Fix, NewFile, Severity, Span
from errata.errors import KnowledgeBaseError
from errata.files.articles import Change, write_articles
from errata.model import Folder, Source

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commands.running import Command

UNTIDY = (
    b"\xef\xbb\xbf---\r\n# by hand\r\ntitle: 'Mail is late'\r\nupdated: '4/17/2024'  # when\r\n"
    b"---\r\n\r\nRun `a\xc2\xa0b`, see http://kin.net/a.\r\nAsk <host>"
)
TIDY = (
    b"\xef\xbb\xbf---\r\n# by hand\r\ntitle: 'Mail is late'\r\nupdated: '2024-04-17'  # when\r\n"
    b"---\r\n\r\nRun `a b`, see <http://kin.net/a>.\r\nAsk &lt;host>"
)


@pytest.fixture
def untidy(empty: Command) -> Path:
    (empty.folder / "kb/en").mkdir(parents=True)
    (empty.folder / "errata.toml").touch()
    file = empty.folder / "kb/en/late.md"
    file.write_bytes(UNTIDY)
    file.chmod(0o640)
    return file


def test_a_diff_is_what_fix_writes_and_fixing_again_changes_nothing(
    empty: Command, untidy: Path
) -> None:
    output = empty("check", "--diff")
    assert output.returncode == 1
    assert untidy.read_bytes() == UNTIDY
    assert "would fix 4 findings in 1 file (KB102 1, KB305 1, KB802 1, KB803 1)" in output.stderr
    done = empty("check", "--fix")
    assert done.returncode == 0
    assert "fixed 4 findings in 1 file" in done.stderr
    assert untidy.read_bytes() == TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in untidy.parent.iterdir()] == ["late.md"]
    done_again = empty("check", "--diff")
    assert (done_again.returncode, done_again.stdout) == (0, "")
    assert "1 fixable with --fix --unsafe-fixes" in done.stderr
    assert "nothing to fix" in done_again.stderr


def test_an_unsafe_fix_is_made_only_when_asked(empty: Command, untidy: Path) -> None:
    assert empty("check", "--fix", "--unsafe-fixes").returncode == 0
    assert untidy.read_bytes() == TIDY.replace(b"http:", b"https:")


GIF = b"GIF89a\1\0\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
WITH_PICTURE = b"---\ntitle: Mail is late\n---\n\n![A dialog](data:image/gif;base64,%s)\n"


@pytest.fixture
def embedding(empty: Command) -> Path:
    (empty.folder / "kb/en").mkdir(parents=True)
    (empty.folder / "errata.toml").touch()
    file = empty.folder / "kb/en/late.md"
    file.write_bytes(WITH_PICTURE % b64encode(GIF))
    return file


def test_an_embedded_picture_becomes_a_file_that_the_article_links(
    empty: Command, embedding: Path
) -> None:
    done = empty("check", "--diff", "--unsafe-fixes")
    assert "(29 bytes), which no diff shows" in done.stderr
    assert not (embedding.parent / "assets").exists()
    assert empty("check", "--fix", "--unsafe-fixes").returncode == 0
    (picture,) = (embedding.parent / "assets").iterdir()
    assert picture.read_bytes() == GIF
    assert f"![A dialog](assets/{picture.name})".encode() in embedding.read_bytes()


def test_a_file_that_is_there_is_never_overwritten_by_a_fix(
    empty: Command, embedding: Path
) -> None:
    name = f"assets/late-{sha256(GIF).hexdigest()[:8]}.gif"
    (embedding.parent / "assets").mkdir()
    (embedding.parent / name).write_bytes(b"mine")
    empty("check", "--fix", "--unsafe-fixes")
    assert (embedding.parent / name).read_bytes() == b"mine"
    assert embedding.read_bytes() == WITH_PICTURE % b64encode(GIF)


def test_a_file_that_appears_meanwhile_keeps_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.gif").write_bytes(b"mine")
    with pytest.raises(KnowledgeBaseError, match=r"`.*b.gif` is there already; nothing was fixed"):
        write_articles(tmp_path, {"a.md": Change(b"a", b"1")}, {"a.gif": GIF, "b.gif": GIF})
    assert (tmp_path / "a.md").read_bytes() == b"a"
    assert (tmp_path / "b.gif").read_bytes() == b"mine"
    assert not (tmp_path / "a.gif").exists()


def test_a_picture_that_would_change_the_page_stays_embedded() -> None:
    """Here a fix links another picture than the one that it saves."""
    text = WITH_PICTURE % b64encode(GIF)
    line, column = 5, text.split(b"\n")[4].index(b"data:") + 1
    uri = Span("a.md", line, column)
    end = (line, len(text.split(b"\n")[4]))
    start = Span("a.md", line, column + len("data:image/gif;base64,"))
    new = NewFile("assets/a.gif", start, end)
    fix = Fix("x", (Edit(uri, end, "other.gif"),), safe=False, creates=(new,))
    parser = ArticleParser(ParseOptions())

    def look(folder: Folder) -> Looked:
        article = parser(folder.sources[0]).article
        assert article
        diagnostic = Diagnostic("KB308", Severity.WARNING, "oh", uri, fix=fix)
        return Looked([diagnostic] if b"data:" in folder.sources[0].data else [], {"a.md": article})

    fixed = fix_folder(Folder((Source("a.md", "en", text),), {}), look, unsafe=True)
    assert (fixed.changes, fixed.created) == ({}, {})


def test_no_fix_makes_an_article_unreadable() -> None:
    edit = Edit(Span("a.md", 3, 1), (3, 6), "title")
    fix = Fix("x", (edit,), safe=False)
    parser = ArticleParser(ParseOptions())

    def look(folder: Folder) -> Looked:
        article = parser(folder.sources[0]).article
        diagnostic = Diagnostic("KB003", Severity.WARNING, "oh", edit.span, fix=fix)
        is_whole = b"titel" in folder.sources[0].data
        return Looked([diagnostic] if is_whole else [], {"a.md": article} if article else {})

    text = b"---\ntitle: A\ntitel: B\n---\n"
    fixed = fix_folder(Folder((Source("a.md", "en", text),), {}), look, unsafe=True)
    assert (fixed.changes, fixed.counts) == ({}, {})


def test_a_read_only_file_keeps_all_files_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "b.md").write_bytes(b"b")
    (tmp_path / "b.md").chmod(0o444)
    changes = {"a.md": Change(b"a", b"1"), "b.md": Change(b"b", b"2")}
    with pytest.raises(KnowledgeBaseError, match=r"`.*b.md` is read-only; nothing was fixed"):
        write_articles(tmp_path, changes)
    assert (tmp_path / "a.md").read_bytes() == b"a"


def test_only_files_of_the_folder_are_written(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    kb.mkdir()
    (tmp_path / "out.md").write_bytes(b"a")
    (kb / "link.md").symlink_to(tmp_path / "out.md")
    for path in ("link.md", "../out.md"):
        with pytest.raises(KnowledgeBaseError, match="is outside the knowledge base"):
            write_articles(kb, {path: Change(b"a", b"1")})
    assert (tmp_path / "out.md").read_bytes() == b"a"


def test_a_link_inside_the_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"a")
    (tmp_path / "link.md").symlink_to("a.md")
    write_articles(tmp_path, {"link.md": Change(b"a", b"1")})
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "a.md").read_bytes() == b"1"


@pytest.mark.parametrize("now", [b"changed", None])
def test_what_somebody_changed_or_removed_meanwhile_is_not_overwritten(
    tmp_path: Path, now: bytes | None
) -> None:
    if now is not None:
        (tmp_path / "a.md").write_bytes(now)
    with pytest.raises(KnowledgeBaseError, match="nothing was fixed"):
        write_articles(tmp_path, {"a.md": Change(b"a", b"1")})
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([] if now is None else [now])


def test_fixes_that_touch_each_other_are_made_in_several_passes() -> None:
    def look(folder: Folder) -> Looked:
        text = folder.sources[0].data.decode()
        index = text.find("ab") + 1
        places = [index, index + 1] if index else []
        edits = [Edit(Span("a.md", 1, place), (1, places[-1] + 1), "b") for place in places]
        diagnostics = [
            Diagnostic("KB999", Severity.INFO, "oh", edit.span, fix=Fix("x", (edit,)))
            for edit in edits
        ]
        return Looked(diagnostics, {})

    fixed = fix_folder(Folder((Source("a.md", "en", b"aaab"),), {}), look, unsafe=False)
    assert fixed.changes == {"a.md": Change(b"aaab", b"b")}
    assert fixed.counts == {"KB999": 3}


def test_a_diff_keeps_carriage_returns_and_a_missing_last_line_end(tmp_path: Path) -> None:
    old, new = b"a\r\nb\r\nc", b"a\r\nB\r\nc"
    (tmp_path / "a.md").write_bytes(old)
    patch = "".join(unified_diffs({"a.md": Change(old, new)}, tmp_path))
    assert "\\ No newline at end of file" in patch
    subprocess.run(
        ["git", "apply", "--unsafe-paths", "-"],
        input=patch.replace(f"{tmp_path}/", "").encode(),
        cwd=tmp_path,
        check=True,
    )
    assert (tmp_path / "a.md").read_bytes() == new


COMMANDS = "::error::a\n\tb\r::error::c\n##[error]d\n\x1b[2J\u202ee\n"


def test_a_diff_in_the_log_of_a_job_holds_no_command_and_as_a_file_is_exact(
    empty: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = {"a\n::error::f.md": Change(f"{COMMANDS}f".encode(), f"{COMMANDS}g".encode())}
    monkeypatch.setenv("CI", "true")
    stream = StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    print_diff(changes, empty.folder)
    log = stream.getvalue()
    assert "\n \tb\\x0d::error::c\n" in log
    assert [line for line in log.split("\n") if line.lstrip().startswith("::")] == []
    assert "##" not in log
    assert log.replace("\n", "").replace("\t", "").isprintable()
    with (empty.folder / "fixes.patch").open("w+", encoding="utf-8", newline="") as file:
        monkeypatch.setattr("sys.stdout", file)
        print_diff(changes, empty.folder)
        file.seek(0)
        assert file.read() == "".join(unified_diffs(changes, empty.folder))
