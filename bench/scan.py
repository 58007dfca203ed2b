"""`errata scan -` over 100 MB of log as a whole process, beside `grep -c -F -f codes`.

The logs are made with a fixed seed: lines of a usual application log, and in every ten thousandth a
code or a message of the knowledge base; then logs in which every line is one known error, and in
which every line is a near miss: words of a message among others. A program writes the same ones
again with other ids and numbers; no program writes another one in every line. Prints MB/s by
processor time and peak memory of each, their ratio, and how many lines were found.
Usage: `python bench/scan.py [MEGABYTES] [KB]`.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from errata.commands._project import link_library, open_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
EVERY = 10_000
SEED = 520025
_WORDS = ("request", "session", "worker", "queue", "job", "user", "tenant", "index", "cache")
# GNU time is not everywhere: the child tells its own peak. grep stops early where nobody listens.
_MEASURED = (
    "import resource, subprocess, sys; "
    "done = subprocess.run(sys.argv[1:], capture_output=True); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss, done.stdout.count(b'\\n')); "
    "sys.exit(done.returncode)"
)


def main() -> int:
    """Print the table; return 1 if the scan found nothing."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    kb = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT / "kb"  # noqa: PLR2004 - the second argument
    codes, messages = _known(kb)
    with tempfile.TemporaryDirectory() as folder:
        log, patterns = Path(folder, "app.log"), Path(folder, "codes")
        size, lines = _write(log, megabytes * 1_000_000, [*codes, *messages])
        patterns.write_text("\n".join(codes) + "\n", "utf-8")
        scan = [sys.executable, "-m", "errata", "scan", "--kb", str(kb), "-"]
        ours = _timed(scan, log)
        grep = _timed(["grep", "-c", "-F", "-f", str(patterns), "-"], log)
        nothing = _timed(scan, Path("/dev/null"))
        dense = {
            name: (_write_all(log, texts, megabytes * 100_000), _timed(scan, log))
            for name, texts in _dense(codes, messages).items()
        }
    print(f"{len(codes):,} codes, {len(messages):,} messages, {size / 1e6:.0f} MB of log")
    for name, (seconds, peak, _) in {"errata scan": ours, "grep -c -F -f": grep}.items():
        print(f"{name:<14} {seconds:6.2f} s {size / 1e6 / seconds:8.1f} MB/s {peak / 1e3:8.0f} MB")
    print(f"{'of it starting':<14} {nothing[0]:6.2f} s {'':13} {nothing[1] / 1e3:8.0f} MB")
    reading = max(ours[0] - nothing[0], 0.001)
    print(f"{'reading alone':<14} {reading:6.2f} s {size / 1e6 / reading:8.1f} MB/s")
    print(f"errata takes {ours[0] / grep[0]:.1f} times as long as grep, ", end="")
    print(f"{reading / grep[0]:.1f} times without its start")
    for name, (written, taken) in dense.items():
        speed = written / 1e6 / max(taken[0] - nothing[0], 0.001)
        print(f"{name}: {speed:.1f} MB/s of reading, {taken[2]:,} hits, {taken[1] / 1e3:.0f} MB")
    print(f"{ours[2]:,} hits in {lines // EVERY:,} lines with a code or a message")
    return int(ours[2] == 0)


def _known(kb: Path) -> tuple[list[str], list[str]]:
    """Return codes and messages of the knowledge base."""
    library = link_library(open_project(None, kb))
    codes = [code for code, entry in library.index.items() if entry.kind == "error"]
    articles = [article for article in library.articles if article.locale == library.locales[0]]
    texts = {message.text for article in articles for message in article.messages}
    return codes, sorted(texts)


def _write(path: Path, least: int, known: Sequence[str]) -> tuple[int, int]:
    """Write a log; return bytes and lines."""
    chance = random.Random(SEED)  # noqa: S311 - the same log every time
    with path.open("wb") as file:
        for number, line in enumerate(_lines(chance, known), 1):
            file.write(line.encode() + b"\n")
            if file.tell() >= least:
                return file.tell(), number
    return 0, 0


def _lines(chance: random.Random, known: Sequence[str]) -> Iterator[str]:
    usual = [_usual(chance) for _ in range(5_000)]
    number = 0
    while True:
        number += 1
        begin = f"2026-11-23 03:{number // 60 % 60:02}:{number % 60:02},{number % 1000:03}"
        line = chance.choice(known) if number % EVERY == 0 else chance.choice(usual)
        yield f"{begin} INFO [{number % 97}] {line}"


def _dense(codes: Sequence[str], messages: Sequence[str]) -> dict[str, Iterator[str]]:
    """Make logs of which each line costs something."""
    chance = random.Random(SEED)  # noqa: S311 - the same log every time
    long = [text.split() for text in messages if len(text.split()) > len(_WORDS)]
    # A program has so many places that log.
    usual = [_near_miss(chance, long) for _ in range(200)]
    code, message = chance.choice(codes), " ".join(chance.choice(long))
    return {
        "every line a known code": repeat(f"{code} said: the request took too long"),
        "every line a known message": repeat(message),
        "near misses of a program, with other ids": (
            _with_id(chance, chance.choice(usual)) for _ in count()
        ),
        "every line another near miss": (
            _with_id(chance, _near_miss(chance, long)) for _ in count()
        ),
    }


def _near_miss(chance: random.Random, messages: Sequence[Sequence[str]]) -> str:
    words = chance.choice(messages)
    start = chance.randrange(len(words) - 3)
    noise = chance.choices(_WORDS, k=4)
    return " ".join([*noise, "{}", *words[start : start + 3], *noise])


def _with_id(chance: random.Random, text: str) -> str:
    return text.replace("{}", f"{chance.randrange(16**8):08x}", 1)


def _write_all(path: Path, lines: Iterator[str], least: int) -> int:
    """Write the log; return its bytes."""
    with path.open("wb") as file:
        for number, text in enumerate(lines):
            begin = f"2026-11-23 03:{number // 60 % 60:02}:{number % 60:02},{number % 1000:03}"
            file.write(f"{begin} ERROR [{number % 97}] {text}\n".encode())
            if file.tell() >= least:
                break
        return file.tell()


def _usual(chance: random.Random) -> str:
    words = " ".join(chance.choices(_WORDS, k=9))
    host = f"10.{chance.randrange(256)}.{chance.randrange(256)}.{chance.randrange(256)}"
    return f"{words} id={chance.randrange(10**6):06} {host} took {chance.randrange(999)} ms"


def _timed(command: Sequence[str], log: Path) -> tuple[float, int, int]:
    """Return processor seconds, peak in kB, and lines printed of a process that reads the log."""
    with log.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", _MEASURED, *command],
            stdin=file,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds, peak, printed = done.stdout.split()
        return float(seconds), int(peak), int(printed)


if __name__ == "__main__":
    sys.exit(main())
