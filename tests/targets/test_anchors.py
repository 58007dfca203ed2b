"""A link to a heading leads there, whatever tool its author had in mind."""

from __future__ import annotations

import pytest

from tests.targets.small_folder import linked, targets

SOURCE = "en/links.md"
HEADINGS = """# Anleitung: die Übersicht {#uebersicht}

## Causes for error code 4.4.7

## Were you able to create/start the batch

## C# & C++

## Step 1 - Open

## What's new in v2.0?

## Overview

## Overview

### Overview

## 1. Größe & Maß

## 原因、対処 (その1)

## `--force` and [links](x.md) 🚀 here

## Snake_case and **bold**

## WireGuard & the APIKey

## Deep state {#state-deep}

## Old style {: #old_style .no_toc }

## Docusaurus {/* #docu-id */}

## Below
{: #kramdown-id}

(myst-label)=
## Above

<a id="raw-id"></a>

<a name="Raw Name"></a>

A <a name="inline-name">word</a> and <span id="span-id">more</span>.
"""


@pytest.mark.parametrize(
    ("fragment", "anchor"),
    [
        ("uebersicht", "uebersicht"),
        ("anleitung-die-übersicht", "uebersicht"),
        ("causes-for-error-code-447", "causes-for-error-code-4-4-7"),
        ("causes-for-error-code-4.4.7", "causes-for-error-code-4-4-7"),
        ("were-you-able-to-createstart-the-batch", "were-you-able-to-create-start-the-batch"),
        ("c--c", "c-c"),
        ("wire-guard-and-the-api-key", "wireguard-the-apikey"),
        ("step-1---open", "step-1-open"),
        ("step-1-open", "step-1-open"),
        ("whats-new-in-v20", "whats-new-in-v2-0"),
        ("what-s-new-in-v2-0", "whats-new-in-v2-0"),
        ("overview", "overview"),
        ("overview-1", "overview-2"),
        ("overview_1", "overview-2"),
        ("overview-2", "overview-3"),
        ("overview_2", "overview-3"),
        ("1-größe--maß", "s-1-größe-maß"),
        ("1-gr%C3%B6%C3%9Fe--ma%C3%9F", "s-1-größe-maß"),
        ("_1-große-maß", "s-1-größe-maß"),
        ("groe-ma", "s-1-größe-maß"),
        ("原因対処-その1", "原因-対処-その1"),
        ("原因、対処-その1", "原因-対処-その1"),
        ("--force-and-links--here", "force-and-links-here"),
        ("snake_case-and-bold", "snake_case-and-bold"),
        ("state-deep", "state-deep"),
        ("deep-state", "state-deep"),
        ("old_style", "old_style"),
        ("docu-id", "docu-id"),
        ("kramdown-id", "kramdown-id"),
        ("myst-label", "above"),
        ("Causes-For-Error-Code-447", "causes-for-error-code-4-4-7"),
        ("State-Deep", "state-deep"),
        ("raw-id", "raw-id"),
        ("Raw%20Name", "Raw-Name"),
        ("inline-name", "inline-name"),
        ("span-id", "span-id"),
    ],
)
def test_what_other_tools_call_a_heading_leads_to_it(fragment: str, anchor: str) -> None:
    texts = {"en/there.md": HEADINGS, SOURCE: f"[x](there.md#{fragment})"}
    assert targets(linked([], texts), SOURCE) == [f"article there#{anchor}"]
    texts = {SOURCE: f"{HEADINGS}\n[y](#{fragment})\n"}
    assert targets(linked([], texts), SOURCE)[-1] == f"#{anchor}"


def test_what_a_title_without_an_id_is_called_leads_to_the_beginning() -> None:
    texts = {SOURCE: "# The title\n\n[x](#the-title) [y](#no-title)\n"}
    assert targets(linked([], texts), SOURCE) == ["#", "#None"]


def test_the_top_is_the_beginning_and_text_to_highlight_is_no_part_of_a_name() -> None:
    links = "[a](#top) [b](#:~:text=Port) [c](#step:~:text=a,b) [d](there.md#:~:text=x) [e](#)\n"
    texts = {SOURCE: f"## Step\n\n{links}", "en/there.md": "## Top\n"}
    assert targets(linked([], texts), SOURCE)[:4] == ["#", "#", "#step", "article there"]
    texts |= {SOURCE: "[a](there.md#top)\n"}
    assert targets(linked([], texts), SOURCE) == ["article there#top-2"]


def test_a_heading_called_so_goes_before_one_that_is_only_numbered_so() -> None:
    texts = {SOURCE: "## Step\n\n## Step\n\n## Step 2\n\n## Step-1\n\n[a](#step-2) [b](#step-1)\n"}
    assert targets(linked([], texts), SOURCE) == ["#step-2-2", "#step-1"]


def test_raw_ids_are_unique_and_valid_and_never_those_of_the_page_itself() -> None:
    text = '<div id="main">a</div>\n\n<p id="9 b">b</p>\n\n<p id="x">c</p>\n\n<p id="x">d</p>\n'
    links = "\n[1](#main) [2](#9%20b) [3](#x)\n"
    library = linked([], {SOURCE: text + links})
    assert targets(library, SOURCE) == ["#main-2", "#s-9-b", "#x"]
    (article,) = library.articles
    assert article.anchors == {"main-2", "s-9-b", "x", "x-2"}
    html = "".join(article.body.parts)
    assert all(f'id="{anchor}"' in html for anchor in article.anchors)


def test_a_heading_keeps_the_joiners_of_its_script_and_its_id_has_none() -> None:
    library = linked((), {"en/a.md": "## \u0644\u06cc\u0646\u06a9\u200c\u0647\u0627\n"})
    (heading,) = library.articles[0].headings
    assert heading.text == "\u0644\u06cc\u0646\u06a9\u200c\u0647\u0627"
    assert heading.id == "\u0644\u06cc\u0646\u06a9\u0647\u0627"
