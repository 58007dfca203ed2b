"""`errata check --watch`: after each change it prints what a check of the whole folder would."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from errata.__main__ import main
from errata.commands import _edits

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from tests.commands.running import Command

    Texts = dict[str, str]  # name of an article -> its text; empty to remove it

GUIDE: Final = """---
title: Guide to uploads
---

## Before you begin

Have `ERR-1001` at hand. See [the other](first.md#a-place).
"""
FIRST: Final = """---
title: Upload fails
---

## A place

Read [the guide](guide.md).
"""
# What one save changes, and whether all articles have to be read again for it.
EDITS: Final[Sequence[tuple[Texts, bool]]] = (
    ({"first": f"{FIRST}\nSee [here](gone.md).\n"}, False),
    ({"first": FIRST.replace("A place", "Another place")}, False),  # the guide links to it
    ({"first": FIRST.replace("Upload fails", "Guide to uploads")}, False),  # a title twice
    ({"first": FIRST.replace("title: ", "title: [")}, False),
    ({"first": f"{FIRST}\n`ERR-1002` and `ERR-100`.\n"}, False),
    ({"first": FIRST, "guide": GUIDE.replace("guide", "GUIDE")}, False),
    ({"first": FIRST.replace("title: ", "hidden: true\ntitle: ")}, False),
    ({"second": FIRST.replace("Upload", "Download")}, True),
    ({"first": f'{FIRST}\n--8<-- "second.md"\n'}, True),
    ({"second": f"{FIRST}\nSee [here](gone.md).\n"}, True),  # which another one includes
    ({"first": FIRST, "second": ""}, True),
)


def save(errata: Command, texts: Texts) -> frozenset[str]:
    """Write articles; return the paths that a watch would report."""
    changed = set()
    for name, text in texts.items():
        path = errata.folder / f"kb/en/{name}.md"
        changed.add(str(path))
        if text:
            path.write_text(text, "utf-8")
        else:
            path.unlink()
    return frozenset(changed)


@pytest.fixture
def edited(errata: Command, monkeypatch: pytest.MonkeyPatch) -> Command:
    """With two articles, in the current folder."""
    save(errata, {"first": FIRST, "guide": GUIDE})
    monkeypatch.chdir(errata.folder)
    return errata


def watch(
    monkeypatch: pytest.MonkeyPatch,
    options: Sequence[str],
    change: Callable[[Callable[[frozenset[str]], Awaitable[None]]], Awaitable[None]],
) -> object:
    """Run it until the changes are made; return the exit status."""

    async def follow(
        paths: Callable[[], Iterable[Path]],
        on_change: Callable[[frozenset[str]], Awaitable[None]],
        watching: asyncio.Event,
    ) -> None:
        assert Path.cwd() / "kb" in paths()
        watching.set()
        await asyncio.sleep(0)  # the first check begins
        await on_change(frozenset())  # another one after it
        await change(on_change)
        raise KeyboardInterrupt

    monkeypatch.setattr(_edits, "follow", follow)
    with pytest.raises(SystemExit) as ended:
        main(["check", "--watch", "--output-format", "concise", *options])
    return ended.value.code


@pytest.mark.parametrize("paths", [(), ("kb/en/first.md",)])
def test_after_each_edit_the_findings_are_those_of_another_check(
    edited: Command,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    paths: Sequence[str],
) -> None:
    contexts = []
    prepare = _edits.review_edits

    def note(*given: object) -> object:
        second_context = prepare(*given)  # type: ignore[arg-type] # passed on as they are
        contexts.append(second_context is None)
        return second_context

    monkeypatch.setattr(_edits, "review_edits", note)

    async def edit(on_change: Callable[[frozenset[str]], Awaitable[None]]) -> None:
        for texts, _ in EDITS:
            changed = save(edited, texts)
            capsys.readouterr()
            await on_change(changed)
            output = capsys.readouterr().out
            assert output == edited("check", "--output-format", "concise", *paths).stdout, texts

    assert watch(monkeypatch, paths, edit) == 0
    assert contexts == [reads_all for _, reads_all in EDITS]


def test_an_error_in_the_configuration_is_shown_and_the_next_change_is_checked(
    edited: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = edited.folder / "errata.toml"
    good = settings.read_text("utf-8")

    async def edit(on_change: Callable[[frozenset[str]], Awaitable[None]]) -> None:
        capsys.readouterr()
        settings.write_text(good + "[nonsense\n", "utf-8")
        await on_change(frozenset({str(settings)}))
        assert "errata.toml" in capsys.readouterr().err
        settings.write_text(good, "utf-8")
        await on_change(
            frozenset({str(settings)}) | save(edited, {"first": f"{FIRST}[x](gone.md)\n"})
        )
        output = capsys.readouterr()
        assert "kb/en/first.md:" in output.out
        assert output.err.count("watching for changes (Ctrl-C stops)") == 1

    assert watch(monkeypatch, ["--select", "KB301"], edit) == 0
