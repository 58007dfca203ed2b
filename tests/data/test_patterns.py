"""Patterns that wait until they are used are as good as those that do not."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import errata.data
from errata.data.patterns import COMPILED, CompiledPatterns, LatePattern, compile_late

# Modules that work at once are what a test of their own runs.
COMPILE_ALL = """
import gc, pkgutil, re, errata
from importlib import import_module
from errata.data.patterns import COMPILED, CompiledPatterns, LatePattern
for module in pkgutil.walk_packages(errata.__path__, "errata."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
found = [one for one in gc.get_objects() if isinstance(one, LatePattern)]
for one in found:
    one.flags
again = CompiledPatterns()
again.load(COMPILED.dump())
for one in found:
    assert again.compile(one.pattern, one._given) == re.compile(one.pattern, one._given), one
assert not again.is_news
print(len(found))
"""


def test_every_pattern_of_every_module_is_the_same_in_the_next_run() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPILE_ALL], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 500


@pytest.mark.parametrize(
    "pattern", [r"(?P<a>x)|(?P<b>\d+)(y)", rb"(?i)[a-z\xff]+", "[äöü一-龥]", ""]
)
def test_a_pattern_of_an_earlier_run_is_equal(pattern: str | bytes) -> None:
    first, second = CompiledPatterns(), CompiledPatterns()
    assert first.compile(pattern, re.MULTILINE) == re.compile(pattern, re.MULTILINE)
    assert first.is_news
    second.load(first.dump())
    assert second.compile(pattern, re.MULTILINE) == re.compile(pattern, re.MULTILINE)
    assert not second.is_news


def test_the_groups_of_a_pattern_of_an_earlier_run_have_their_names() -> None:
    first, second = CompiledPatterns(), CompiledPatterns()
    first.compile("(?P<a>x)(?P<b>y)?")
    second.load(first.dump())
    match = second.compile("(?P<a>x)(?P<b>y)?").match("x")
    assert match
    assert match.groupdict() == {"a": "x", "b": None}
    assert match.lastgroup == "a"


@pytest.mark.parametrize("data", [b"", b"x", b"\x81\xa1a\x01"])
def test_what_is_no_list_of_compiled_patterns_is_not_loaded(data: bytes) -> None:
    patterns = CompiledPatterns()
    patterns.load(data)
    assert patterns.programs == {}


def test_patterns_are_compiled_where_python_compiles_in_another_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("errata.data.patterns._COMPILER", None)
    patterns = CompiledPatterns()
    assert patterns.compile("a+") == re.compile("a+")
    assert not patterns.is_news


def test_a_late_pattern_finds_what_the_pattern_finds() -> None:
    late, early = (
        compile_late("(?P<word>a+)b", re.IGNORECASE),
        re.compile("(?i)(?P<word>a+)b"),
    )
    text = "xAAB ab aab"
    assert late.findall(text) == early.findall(text)
    assert late.sub("-", text) == early.sub("-", text)
    assert [match["word"] for match in late.finditer(text)] == ["AA", "a", "aa"]
    assert (late.pattern, late.flags) == ("(?P<word>a+)b", early.flags)
    assert late.fullmatch("b") is None


def test_a_late_pattern_is_compiled_when_it_is_used_and_then_only_once() -> None:
    late = compile_late("(")
    with pytest.raises(re.error):
        late.search("")
    word = compile_late(r"\w+")
    assert word.search is word.search


def test_a_late_pattern_goes_to_another_process() -> None:
    late = compile_late("a", re.MULTILINE)
    copied = pickle.loads(pickle.dumps(late))  # noqa: S301 - of this process
    assert isinstance(copied, LatePattern)
    assert copied == late
    assert len({copied, late, compile_late("a")}) == 2
    assert late != "a"


def test_every_table_of_data_is_the_same_in_the_next_run() -> None:
    folder = Path(errata.data.__file__).parent
    names = [str(path.relative_to(folder).with_suffix("")) for path in folder.rglob("*.toml")]
    tables = {name: errata.data.read_data(name) for name in names}
    again = CompiledPatterns()
    again.load(COMPILED.dump())
    assert len(names) > 20
    assert {name: again.tables[name] for name in names} == tables
