"""Patterns that wait until they are used are as good as those that do not."""

import pickle
import re
import subprocess
import sys

import pytest

from errata.data.patterns import LatePattern, compile_late

# Modules that work at once are what a test of their own runs.
COMPILE_ALL = """
import gc, pkgutil, errata
from importlib import import_module
from errata.data.patterns import LatePattern
for module in pkgutil.walk_packages(errata.__path__, "errata."):
    if not module.name.endswith("__main__"):
        import_module(module.name)
found = [one for one in gc.get_objects() if isinstance(one, LatePattern)]
for one in found:
    one.flags
print(len(found))
"""


def test_every_pattern_of_every_module_can_be_compiled() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPILE_ALL], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 500


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
