"""Files that would run script for whoever opens their address are not published."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from errata.files.active_content import why_active

if TYPE_CHECKING:
    from pathlib import Path

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
ACTIVE = {
    "a.svg": f"{SVG}><script>alert(1)</script></svg>",
    "b.SVG": f'{SVG}><s:script xmlns:s="http://www.w3.org/2000/svg" href="x"/></svg>',
    "c.svg": f'{SVG} onload="alert(1)"/>',
    "d.svg": f'{SVG}><a xlink:href="java&#115;cript&#58;alert(1)"/></svg>',
    "e.svg": f'{SVG}><a href="java\nscript:alert(1)"/></svg>',
    "f.svg": f'{SVG}><a><set attributeName="href" to=" javascript:alert(1)"/></a></svg>',
    "g.svg": f"{SVG}><foreignObject><iframe {XHTML} src='x'/></foreignObject></svg>",
    "h.svg": f'<!DOCTYPE svg [<!ENTITY x "<script/>">]>{SVG}>&x;</svg>',
    "i.svg": f'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>{SVG}/>',
    "j.svg": f"<!DOCTYPE svg [<!ENTITY % p \"<!ENTITY x '<script/>'>\"> %p;]>{SVG}>&x;</svg>",
    "k.svg": f'<?xml-stylesheet type="text/xsl" href="#x"?>{SVG}/>',
    "l.svg": f"{SVG}><script>alert(1)</script><broken",
    "m.xml": f"<html {XHTML}><script>alert(1)</script></html>",
    "n": f"<x><script {XHTML}/></x>",
    "n.svg": f"{SVG}><g><meta {XHTML} http-equiv='refresh' content='0;url=//a'/></g></svg>",
    "o.unknown": "<!DOCTYPE html><p>alert<br>",
    "p.php": "text",
}
INERT = {
    "a.svg": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd">{SVG}><g/></svg>',
    "b.svg": f"{SVG}><foreignObject><p {XHTML}>As draw.io writes texts</p></foreignObject></svg>",
    "c.svg": f'<?xml-stylesheet href="a.css"?><!DOCTYPE svg [<!ENTITY n "x">]>{SVG} id="&n;"/>',
    "d.xml": '<?xml version="1.0"?><workflow><step name="import"/></workflow>',
    "d.opf": '<package><metadata><meta name="cover" content="a"/></metadata></package>',
    "e.conf": "<Directory /var>\n  Options -Indexes\n</Directory>\n<b",
    "f.txt": "<script>alert(1)</script>",
    "g.png": "no picture",
    "h": "",
}


@pytest.mark.parametrize("name", sorted(ACTIVE))
def test_what_runs_script_is_told_by_its_content_or_its_ending(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(ACTIVE[name], "utf-8")
    assert why_active(name, tmp_path / "file") == "could run script on the site"


@pytest.mark.parametrize("name", sorted(INERT))
def test_other_files_are_published(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text(INERT[name], "utf-8")
    assert why_active(name, tmp_path / "file") == ""


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_script_is_found_in_any_encoding_of_a_large_file(encoding: str, tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{SVG}>{"<g/>" * 50_000}'
    (tmp_path / "file").write_text(f"{text}</svg>", encoding)
    assert why_active("a.svg", tmp_path / "file") == ""
    (tmp_path / "file").write_text(f"{text}<script/></svg>", encoding)
    assert why_active("a.svg", tmp_path / "file") == "could run script on the site"


@pytest.mark.parametrize("content", [b"", b"<svg>", b"\0", b"<?xml version='1.0' encoding='x'?>"])
def test_xml_that_cannot_be_parsed_is_not_trusted(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(content)
    assert why_active("a.svg", tmp_path / "file") == "is not well-formed XML"


def test_what_cannot_be_opened_is_left_to_who_copies_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert why_active("a", tmp_path / "pipe") == ""
    assert why_active("a.svg", tmp_path / "nowhere") == ""
