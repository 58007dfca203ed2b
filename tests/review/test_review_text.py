"""One changed text is judged as it would be in its file, beside the rest as it was read."""

from __future__ import annotations

from functools import cache

import pytest

from errata.config import Config
from errata.model import Folder, Inputs, Source, Theme
from errata.review import ReviewContext, prepare_review, review, review_text

WORDS = "The connection to the server ends while a large file is sent and nothing is stored "
RESOLUTION = "## Resolution\n\nOpen the settings of the proxy and raise the limit for uploads.\n"
# What the checks of all articles together look at: links, titles, resolutions, duplicates, names.
ARTICLES = {
    "en/KA-00001.md": f"# One\n\n## Issue\n\n{WORDS}{WORDS[::-1]}\n\n{RESOLUTION}",
    "en/KA-00002.md": f"# Two\n\n## Issue\n\n{WORDS}{WORDS[::-1]}\n\n{RESOLUTION}",
    "en/KA-00003.md": "# One\n\nSee [two](KA-00002.md#nothing), [gone](gone.md).\n",
    "en/KA-00004.md": "---\ntitle: Four\nmystery: 1\nstate: draft\n---\n\n## Resolution\n",
    "en/KA-00005.md": "---\ntitle: 'Five\n---\n\nText.\n",
    "en/other.md": "---\narticle-number: KA-00001\n---\n\n# Another one\n",
    **{f"en/KA-0001{n}.md": f"---\nproduct: Campaign\n---\n\n# Ten {n}\n" for n in range(9)},
    "en/KA-00020.md": "---\nproduct: Campagn\n---\n\n# Twenty\n",
    "pt-BR/KA-00001.md": "# Um\n\n`APP-1001`\n",
}


@cache
def context() -> ReviewContext:
    sources = (Source(path, path.partition("/")[0], text.encode()) for path, text in FILES)
    theme = Theme({}, {}, {"en": {}, "pt-BR": {}}, {})
    return prepare_review(Folder(tuple(sources), {}), theme, Config(), Inputs())


FILES = sorted(ARTICLES.items())


@pytest.mark.parametrize("path", sorted(ARTICLES))
def test_an_unchanged_text_has_the_findings_that_its_file_has(path: str) -> None:
    findings = review_text(context(), path, ARTICLES[path].encode()).diagnostics
    assert findings == review(context(), {path}).diagnostics
    assert findings == tuple(
        each for each in review(context()).diagnostics if each.span.path == path
    )


def test_the_articles_together_have_what_the_comparison_is_about() -> None:
    codes = {diagnostic.code for diagnostic in review(context()).diagnostics}
    assert codes >= {"KB001", "KB003", "KB101", "KB104", "KB301", "KB701", "KB702"}


def found_in(path: str, text: str) -> list[str]:
    return [
        f"{one.code} {one.message}"
        for one in review_text(context(), path, text.encode()).diagnostics
    ]


def test_a_changed_text_is_judged_with_its_change() -> None:
    assert "KB301 no file `en/gone.md`" in found_in("en/KA-00003.md", ARTICLES["en/KA-00003.md"])
    assert found_in("en/KA-00003.md", "# Three\n\nSee [two](KA-00002.md).\n") == []
    text = "# Three\n\nSee [two](KA-00002.md#not-there).\n"
    assert found_in("en/KA-00003.md", text) == ["KB301 no heading `#not-there` in `KA-00002`"]
    taken = ["KB101 article number `KA-00002` is already taken by `en/KA-00002.md`"]
    assert found_in("en/KA-00003.md", "---\narticle-number: KA-00002\n---\n\n# Three\n") == taken


def test_a_text_without_a_file_is_judged_where_it_will_be() -> None:
    text = "# Thirty\n\nSee [one](KA-00001.md) and [the rest](more.md).\n"
    assert found_in("en/KA-00030.md", text) == ["KB301 no file `en/more.md`"]
    assert found_in("pt-BR/KA-00003.md", "# One\n") == []


def test_a_folder_is_judged_with_all_that_is_in_it() -> None:
    assert {
        each.span.path.partition("/")[0] for each in review(context(), {"pt-BR"}).diagnostics
    } <= {"pt-BR"}
    assert review(context(), {""}).diagnostics == review(context()).diagnostics
