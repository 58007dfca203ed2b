"""A list of the site's files names no file that nobody is led to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from errata.files.verify import KnownManifest, verify_folder
from tests.commands.running import Command

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE = """---
title: {title}
article-number: KA-7700{number}
{more}
---
# {title}

![shared](shared.gif) {text}
"""
# Of one dot.
DOT = (
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,"
    b"\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
)


def write(kb: Path) -> None:
    """A hidden article with all that it can bring along, beside a visible one."""
    more = "hidden: true\naliases: [/old/maintenance/]"
    text = "![own](backdoor.gif) [file](backdoor.txt) Ask for ZQX-7001."
    hidden = ARTICLE.format(title="Secret maintenance", number=1, more=more, text=text)
    article_text = ARTICLE.format(
        title="Public page", number=2, more="aliases: [/old/public/]", text=""
    )
    for name, data in {
        "en/KA-77001.md": hidden.encode(),
        "en/KA-77002.md": article_text.encode(),
        "de/KA-77002.md": article_text.replace("aliases: [/old/public/]", "").encode(),
        "en/shared.gif": DOT,
        "de/shared.gif": DOT,
        "en/backdoor.gif": DOT + b"2",
        "en/backdoor.txt": b"a harmless file",
    }.items():
        (kb / name).parent.mkdir(parents=True, exist_ok=True)
        (kb / name).write_bytes(data)


def test_the_manifest_names_neither_a_hidden_page_nor_what_leads_to_it_or_belongs_to_it(
    tmp_path: Path,
) -> None:
    write(tmp_path / "kb")
    settings = '[redirects]\n"KA-70000" = "KA-77001"\n"KA-70009" = "KA-77002"\n'
    (tmp_path / "errata.toml").write_text(settings, "utf-8")
    done = Command(tmp_path)("build")
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    manifest = KnownManifest.read(site)
    listed = json.dumps(json.loads((site / ".errata-manifest.json").read_bytes()))
    for name in ("KA-77001", "KA-70000", "maintenance", "backdoor"):
        assert list(site.rglob(f"*{name}*")), "it is on the site"
        assert name not in listed
    for name in ("KA-77002", "KA-70009", "old/public", "shared"):
        assert name in listed
    # Whoever reads all files that are listed learns of no other one.
    told = b"".join((site / path).read_bytes() for path in manifest.manifest.files)
    for word in (b"KA-77001", b"KA-70000", b"ecret maintenance", b"old/maintenance", b"backdoor"):
        assert word not in told
    assert b"old/public" in told
    assert verify_folder(site, manifest.manifest).is_whole
    done_again = Command(tmp_path)("build")
    assert "(0 added, 0 changed, 0 removed)" in done_again.stderr
