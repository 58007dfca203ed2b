"""A quick look at a folder of articles before it is configured; nothing is checked."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final
from urllib.parse import unquote

from errata.data import read_word_lists
from errata.data.patterns import compile_late
from errata.model import Source
from errata.targets.files import FileIndex
from errata.text.paths import strip_markdown_ending

# Scripts that one language is written in; kana before ideographs, which Japanese has as well.
_SCRIPTS: Final = (
    # "ひ", "カ" yes; "日" no
    ("ja", compile_late("[\u3041-\u30fa]")),
    # "오" yes; "日" no
    ("ko", compile_late("[\uac00-\ud7a3]")),
    # "日" yes; "ひ" no
    ("zh-Hans", compile_late("[\u4e00-\u9fff]")),
    # "ב", "λ", "ก" yes; "b" no
    ("he", compile_late("[\u05d0-\u05ea]")),
    ("el", compile_late("[\u03b1-\u03ce]")),
    ("th", compile_late("[\u0e01-\u0e2e]")),
)
# "們", "這" yes: characters that simplified Chinese writes otherwise; "的" no
_TRADITIONAL: Final = compile_late("[們個這來說時會為對於與問題錯誤檔]")
# One such character in so many Chinese ones. Half of 222 articles in traditional characters have
# one in 15 or more; of 600 in simplified ones hardly any has one.
_FEW: Final = 100
# One character of a script in so many of a text: an English article may quote a Japanese word. Of
# the real Japanese articles the least has one in six.
_RARE: Final = 20
# Common words of a text that tell its language, and how many more they must be than those of the
# next one: languages share short words ("en", "in", "de"), and a log has few of any.
_MIN_WORDS, _MARGIN = 3, 1.2
# "größe", "don" and "é" are words; "_" and "7" are not.
_WORD: Final = compile_late(r"[^\W\d_]+")


def guess_language(texts: Iterable[str], default: str = "en") -> str:
    """Return the language of most texts, or the default if there is no evidence."""
    votes = Counter(filter(None, map(_language_of, texts)))
    return min(votes, key=lambda tag: (-votes[tag], tag)) if votes else default


def _language_of(text: str) -> str:
    for tag, script in _SCRIPTS:
        if (count := len(script.findall(text))) * _RARE > len(text):
            is_traditional = len(_TRADITIONAL.findall(text)) * _FEW > count
            return "zh-Hant" if tag == "zh-Hans" and is_traditional else tag
    words = Counter(_WORD.findall(text.lower()))
    counts = {
        tag: sum(words[word] for word in common)
        for tag, common in sorted(read_word_lists("function_words").items())
    }
    best, second = sorted(counts, key=lambda tag: (-counts[tag], tag))[:2]
    is_clear = counts[best] >= _MIN_WORDS and counts[best] > counts[second] * _MARGIN
    return best if is_clear else ""


# Articles with components that show a folder to be written in MDX; one may be a mistake.
_EVIDENCE: Final = 3
# "<Image src={a}" and "<Tabs\n  values={[" at the beginning of a line; not "<Image src='a'" of XML.
_PROGRAM: Final = compile_late(rb"^<[A-Z]\w*(?:\s[^<>{}]{0,300})?\s[\w-]+=\{", re.MULTILINE)
# Code between two fences; nothing of "a ``` b".
_CODE: Final = compile_late(rb"^[ \t]*(```|~~~).*?^[ \t]*\1", re.MULTILINE | re.DOTALL)


def writes_mdx(sources: Iterable[Source]) -> bool:
    """Whether files with the ending `.md` have components of MDX, with programs in their tags."""
    programs = (
        source
        for source in sources
        if source.path.endswith(".md")
        and _PROGRAM.search(source.data)
        and _PROGRAM.search(_CODE.sub(b"", source.data))
    )
    return len(list(islice(programs, _EVIDENCE))) == _EVIDENCE


# The path of "](/docs/mail/first.html#a)"; nothing of "](first.md)" and "](//example.com/a)".
_FROM_ROOT: Final = compile_late(rb"\]\(/([\w.%-]+/[\w./%-]*+)")
# Links that show where the folder is published, and their share of all links that lead to no file
# here, but would without the beginning of their path.
_FEWEST_LINKS, _CLEAR_SHARE = 5, 2 / 3
# The most folders above the articles: "docs/en/v2/" has three.
_MOST_ABOVE: Final = 3


def find_link_root(sources: Sequence[Source], assets: Iterable[str]) -> str:
    """Return the address of the articles in links from the root, `/docs/`; empty if it is `/`.

    Many repositories hold one folder of a larger site.
    """
    index = FileIndex(
        [*assets, *(source.path for source in sources)], [source.path for source in sources]
    )
    homes = {"", *(f"{source.locale}/" for source in sources)}
    votes: Counter[str] = Counter()
    for source in sources:
        for match in _FROM_ROOT.finditer(source.data):
            path = unquote(match[1].decode("utf-8", "replace"))
            if not _is_file(index, homes, path):
                votes.update(_roots_of(index, homes, path))
    if not votes:
        return ""
    best = min(votes, key=lambda root: (-votes[root], root))
    is_clear = votes[best] >= max(_FEWEST_LINKS, votes.total() * _CLEAR_SHARE)
    return best if is_clear else ""


def _roots_of(index: FileIndex, homes: Collection[str], path: str) -> Iterator[str]:
    parts = path.split("/")
    for count in range(1, min(_MOST_ABOVE, len(parts) - 1) + 1):
        if (root := "/".join(parts[count:])) and _is_file(index, homes, root):
            yield f"/{'/'.join(parts[:count])}/"
            return


def _is_file(index: FileIndex, homes: Collection[str], path: str) -> bool:
    return any(index.find(f"{home}{path}", is_folder=path.endswith("/")) for home in homes)


# Letters, perhaps a dash, and digits: "HD4014346", "SUP-17", "000012345"; not "setup-2b", "7".
_NUMBERED: Final = compile_late(r"([A-Za-z]{0,8}[-_]?)([0-9]{2,12})")
# So many articles, and so great a share of them, make a numbering: a folder of names has a few
# names with digits at its end, such as `v2023`.
_MIN_NUMBERED, _MIN_SHARE = 3, 0.8
# How many articles have their language guessed: enough for a vote, and little beside reading them
# all.
_SAMPLE: Final = 60
# How many bytes of an article are read to guess its language: a few paragraphs; among how many they
# are looked for behind a style sheet and a program.
_HEAD, _REACH = 6000, 60_000
# What is in no language: "<style>p{}</style>", '<p class="a">', a block of code, "https://a.b/c";
# not "a < b".
_WORDLESS: Final = compile_late(
    rb"<(script|style)\b.*?(?:</\1\s*>|\Z)|<[a-z/!][^<>]{0,2000}>|^(```|~~~).*?(?:^\2|\Z)"
    rb"|https?://[^\s<>]+",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
# How front matter begins -> its name: "---", "+++" and "{" at the beginning of a file; "# T" no.
_FORMATS: Final = {"---": "YAML", "+++": "TOML", "{": "JSON"}


def count_front_matter(sources: Iterable[Source]) -> Counter[str]:
    """Count articles by the format of their front matter, or `none`."""
    return Counter(_front_matter_of(source.data) for source in sources)


def _front_matter_of(data: bytes) -> str:
    head = data[:64].decode("utf-8-sig", "replace").lstrip()
    return next((name for mark, name in _FORMATS.items() if head.startswith(mark)), "none")


def find_number_pattern(numbers: Sequence[str]) -> str:
    """Find the pattern that nearly all numbers of articles fit; empty if they are names."""
    lengths: dict[str, set[int]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for number in numbers:
        if match := _NUMBERED.fullmatch(number):
            lengths[match[1]].add(len(match[2]))
            counts[match[1]] += 1
    prefix, count = min(counts.items(), key=lambda item: (-item[1], item[0]), default=("", 0))
    if count < _MIN_NUMBERED or count < _MIN_SHARE * len(numbers):
        return ""
    least, most = min(lengths[prefix]), max(lengths[prefix])
    return f"{re.escape(prefix)}[0-9]{{{least if least == most else f'{least},{most}'}}}"


def choose_default_locale(sources: Sequence[Source], locale_of_folder: str) -> str:
    """Return the language of the articles at the top, else the locale of most.

    VitePress and VuePress keep their first language at the top, whichever it is. A few pages there
    say nothing of the others.

    Args:
        sources: the articles.
        locale_of_folder: what articles have that are in no locale's folder.
    """
    at_top = [source for source in sources if source.page == strip_markdown_ending(source.path)]
    placed = Counter(each.locale for each in sources) - Counter(source.locale for source in at_top)
    if not placed:
        return guess_language(_sample(at_top), locale_of_folder)
    if len(at_top) * 2 >= max(placed.values()) and (
        language := guess_language(_sample(at_top), "")
    ):
        return language
    by_locale: Mapping[str, int] = Counter(source.locale for source in sources)
    # English is what translations are made from, wherever there is any.
    return min(by_locale, key=lambda tag: (tag != "en", -by_locale[tag], tag))


def _sample(sources: Sequence[Source]) -> Iterator[str]:
    step = max(1, len(sources) // _SAMPLE)
    texts = (_WORDLESS.sub(b" ", source.data[:_REACH]) for source in sources[::step])
    return (text[:_HEAD].decode("utf-8", "replace") for text in texts)


# "robots: noindex", 'ROBOTS: "NOINDEX, NOFOLLOW"' yes; "robots: all", "a robots: noindex" no
_NOINDEX: Final = compile_late(rb"(?im)^robots[ \t]*[:=][ \t\"'\[]*(?:noindex|none)\b")


def is_kept_from_search_engines(sources: Collection[Source]) -> bool:
    """Whether nearly all articles have `robots: noindex`, which says nothing about any of them."""
    marked = sum(_NOINDEX.search(source.data[:_HEAD]) is not None for source in sources)
    return marked >= _MIN_SHARE * len(sources) > 0
