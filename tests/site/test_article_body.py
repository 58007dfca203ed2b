"""What a page adds to an article's text: links to headings, landmarks, labels, leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from errata.model import Heading, SectionKind
from errata.site.pages.article_body import MESSAGE, add_heading_anchors, quick_links

if TYPE_CHECKING:
    from collections.abc import Sequence

ISSUE = Heading(3, "issue", "Issue", 1, SectionKind.ISSUE)
CAUSE = Heading(3, "cause", "Cause", 2, SectionKind.CAUSE)
DESCRIPTION = Heading(2, "description", "Description", 1, SectionKind.DESCRIPTION)
RESOLUTION = Heading(2, "resolution", "Resolution", 3, SectionKind.RESOLUTION)
PLAIN = Heading(3, "more", "More", 4)


def element(heading: Heading) -> str:
    return f'<h{heading.level} id="{heading.id}">{heading.text}</h{heading.level}>'


def shown(html: str, *headings: Heading) -> str:
    return str(add_heading_anchors(Markup(html), headings))  # noqa: S704 - the test's own


def test_a_heading_has_a_link_beside_it_that_is_named_after_it() -> None:
    assert shown(element(PLAIN), PLAIN) == (
        '<div class="heading"><h3 id="more">More</h3>'
        '<a class="heading-link" href="#more" aria-labelledby="errata-link more">#</a></div>'
    )


def test_markup_and_other_attributes_of_a_heading_stay() -> None:
    html = '<h3 class="x" id="more" lang="de">One <a href="a.html">two</a> &lt;three&gt;</h3>\n<p>x'
    page = shown(html, PLAIN)
    assert (
        page.replace('<div class="heading">', "").partition("<a class")[0] == html[: -len("\n<p>x")]
    )
    assert page.endswith("</a></div>\n<p>x")


@pytest.mark.parametrize(
    "html",
    [
        '<details><summary><h3 id="more">More</h3></summary></details>',
        '<a href="x.html"><h3 id="more">More</h3></a>',
        '<h3 id="other">More</h3>',
        '<img alt="&lt;h3 id=&quot;more&quot;&gt;"><h3>More</h3>',
    ],
)
def test_no_link_stands_in_a_summary_or_a_link_or_beside_an_unknown_heading(html: str) -> None:
    assert shown(html, PLAIN) == html


def landmarks(html: str) -> Sequence[str]:
    """The openings and closings of sections and headings, by id."""
    marked_html = html.replace('<section class="part part-', "\n(").replace("</section>", "\n)\n")
    lines = [line.partition('"')[0] for line in marked_html.split("\n")]
    return [line for line in lines if line[:1] in {"(", ")"}]


def test_a_section_that_readers_look_for_is_a_landmark_up_to_the_next_of_its_rank() -> None:
    parts = (DESCRIPTION, ISSUE, CAUSE, PLAIN, RESOLUTION)
    html = shown("<p>x</p>".join(map(element, parts)) + "<p>y</p>", *parts)
    assert landmarks(html) == ["(issue", ")", "(cause", ")", "(resolution", ")"]
    assert 'aria-labelledby="resolution"' in html
    assert html.endswith("<p>y</p></section>\n")
    cause = html.partition("part-cause")[2].partition("</section>")[0]
    assert 'id="more"' not in cause


def test_a_section_below_another_stands_inside_it() -> None:
    html = shown(element(RESOLUTION) + element(CAUSE), RESOLUTION, CAUSE)
    assert landmarks(html) == ["(resolution", "(cause", ")", ")"]


def test_of_two_sections_with_one_name_the_first_is_a_landmark() -> None:
    second_heading = Heading(2, "resolution-2", "Resolution", 9, SectionKind.RESOLUTION)
    html = shown(element(RESOLUTION) + element(second_heading), RESOLUTION, second_heading)
    assert landmarks(html) == ["(resolution", ")"]


def test_a_heading_inside_a_block_begins_no_landmark() -> None:
    html = f'<div class="callout"><ul><li>{element(CAUSE)}</li></ul></div>{element(RESOLUTION)}'
    page = shown(html, CAUSE, RESOLUTION)
    assert landmarks(page) == ["(resolution", ")"]
    assert page.count("heading-link") == 2


def test_a_quoted_message_is_labelled_and_other_code_is_not() -> None:
    html = '<pre class="message"><code>RED-520025 lost</code></pre>\n<pre><code>ls</code></pre>\n'
    assert shown(html) == (
        f'<figure class="message">\n<figcaption>{MESSAGE}</figcaption>\n'
        '<pre tabindex="0"><code>RED-520025 lost</code></pre>\n</figure>\n'
        '<pre tabindex="0"><code>ls</code></pre>\n'
    )


def test_the_leads_are_in_the_order_of_a_reader_s_questions() -> None:
    links = quick_links((RESOLUTION, CAUSE, DESCRIPTION, ISSUE))
    assert [(lead.kind, lead.href) for lead in links] == [
        ("issue", "#issue"),
        ("cause", "#cause"),
        ("resolution", "#resolution"),
    ]


def test_a_description_stands_in_for_symptoms_and_one_lead_alone_is_none() -> None:
    assert [lead.href for lead in quick_links((DESCRIPTION, RESOLUTION))] == [
        "#description",
        "#resolution",
    ]
    assert quick_links((PLAIN, RESOLUTION)) == ()


def test_what_may_have_to_be_scrolled_can_be_reached_with_the_keyboard() -> None:
    html = Markup('<pre><code>a</code></pre><pre class="message">b</pre><table><tr></tr></table>')
    page = add_heading_anchors(html, ())
    assert page.count('<pre tabindex="0"') == 2
    assert '<table tabindex="0"><tr>' in page
