"""A small knowledge base in four languages of which every template has a page, and those pages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from errata.commands._project import open_project, read_articles
from errata.linked_folder import link_folder
from errata.site.plan import finish_steps, make_bundle, open_site, plan_in_steps
from tests.site.factories import strings

ROOT: Final = Path(__file__).parents[2]
LOCALES: Final = ("en", "pt-BR", "ja", "de")
TRANSLATED: Final = ("KA-19371", "KA-14384")
"""In every language; `ja` and `de` lack the others and show them in English."""
RICH: Final = "KA-00900"
_SETTINGS: Final = """
families = ["default", "adobe-campaign"]
[articles]
number = "KA-[0-9]{5}"
[site]
name = "Help"
description = "Paste an error, get the fix."
contact = "mailto:support@example.com"
edit = "https://git.example.com/{path}"
footer = [{ text = "© Example" }, { text = "Imprint", url = "https://example.com/imprint" }]

[redirects]
"KA-99999" = "KA-19371"
"KA-99998" = "gone"
"""
_RICH: Final = """---
title: Every kind of markup with RED-520025
description: An article that has a table, code, notes, pictures and messages in it.
solution: Campaign
product: Campaign
applies-to: Campaign Classic
keywords: markup, RED-520025
article-number: KA-00900
article-published-date: 2024-05-01T10:00:00Z
article-created-date: 2024-04-01T10:00:00Z
version-number: {version}
workflow-type: {workflow}
hide: {hidden}
hidefromtoc: {hidden}
---
# Every kind of markup with RED-520025

An opening with **strong**, *emphasis*, ~~struck~~, `code`, <kbd>Ctrl</kbd> and <mark>marks</mark>.

## Description {{#description}}

### Environment

| System | Version |
|---|---|
| Campaign Classic | 7 |
| A rather long name of a system that makes the table wide enough to need scrolling | 8.5.2 |

### Issue/Symptoms

```
12:30:27 RED-520025 Communication failed with tracking server 'http://192.0.2.1'. Check it.
12:30:28 SOP-330011 Error while executing the method 'Send' of service 'nms:delivery'.
```

```
A line of code without a link that is so long that nobody can read it without scrolling, anywhere.
```

>[!NOTE]
>
>A note with a [link](https://example.com/).

>[!WARNING]
>
>A warning.

>[!TIP]
>
>A tip with `code`.

### Cause

1. First
1. Second
   - nested

   ```sql
   select 1
   ```

> A quotation.

![A picture](assets/delivery-state.svg)

![It moves](assets/moving.gif)

>[!VIDEO](https://video.example.com/v/18696)

## Resolution {{#resolution}}

### A heading below

Long codes: ERR_AUTHORING_JOURNEYVERSION_100 and InvalidAlgorithmParameterNotFoundException.

See [the other article](KA-19371.md), RED-520005 and <https://example.com/a/very/long/address/that/does/not/break>.

+++Details
Hidden until asked for.
+++
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """A page of the site and the template it is made with."""

    path: str
    template: str
    locale: str


def write(folder: Path) -> None:
    """The knowledge base and its configuration."""
    shutil.copytree(ROOT / "kb", folder / "kb", ignore=lambda _, names: {"errata"} & {*names})
    pictures = sorted(path.name for path in (ROOT / "kb/en/assets").iterdir())
    rich = _RICH.replace("delivery-state.svg", pictures[0])
    for locale in LOCALES:
        target = folder / "kb" / locale
        target.mkdir(exist_ok=True)
        if locale not in {"en", "pt-BR"}:
            for number in TRANSLATED:
                shutil.copy(ROOT / f"kb/pt-BR/{number}.md", target)
        workflow, version = ("", "2") if locale == "en" else ("tm+mt", "1")
        text = rich.format(hidden="false", workflow=workflow, version=version)
        (target / f"{RICH}.md").write_text(text, "utf-8")
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "green")]
    moving = folder / "kb/en/assets/moving.gif"
    frames[0].save(moving, save_all=True, append_images=frames[1:], duration=90, loop=0)
    for place in ("setup/KA-00910", "setup/first-steps/KA-00911", "mail & print/KA-00912"):
        path = folder / f"kb/en/{place}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        state = "validated" if path.stem == "KA-00910" else "not validated"
        head = f"title: {path.stem} in a folder\narticle-number: {path.stem}\nstatus: {state}"
        path.write_text(f"---\n{head}\n---\n\nZeppelins land.\n", "utf-8")
    hidden = rich.format(hidden="true", workflow="", version="2").replace(RICH, "KA-00901")
    (folder / "kb/en/KA-00901.md").write_text(hidden, "utf-8")
    (folder / "errata.toml").write_text(_SETTINGS, "utf-8")


def planned(folder: Path) -> list[Planned]:
    """Every page that the site of this folder has."""
    project = open_project(folder / "errata.toml", None)
    sources = read_articles(project)
    library = link_folder(sources, {}, project.config, project.inputs).library
    pages = finish_steps(
        plan_in_steps(open_site(library, project.config, strings()), make_bundle)
    ).pages
    return [Planned(page.path, page.template, page.locale) for page in pages]


def chosen(pages: list[Planned], locale: str) -> list[str]:
    """One page of each template in a locale, and the articles that show most.

    Without the page for what does not exist, which only a server shows: its links start there.
    """
    first: dict[str, str] = {}
    for page in pages:
        if page.locale == locale and page.template != "404.html":
            first.setdefault(page.template, page.path)
    numbers = (RICH, "KA-00901", "KA-19371", "KA-15801")
    articles = {f"{locale}/{number}/index.html" for number in numbers}
    there = {page.path for page in pages}
    return sorted({*first.values(), *(articles & there)})
