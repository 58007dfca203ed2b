"""MultiMarkdown's lines of `Key: value` as the nodes that YAML gives; MkDocs reads them too.

A value is whatever stands after the colon, without any syntax; a line that is indented by four
spaces goes on with it. Keys are compared without case, so they come in small letters.
"""

from __future__ import annotations

import yaml


def compose_lines(text: str, depth: int) -> yaml.Node | None:
    """The node of the lines; they have one level."""
    del depth
    pairs: list[tuple[yaml.ScalarNode, yaml.ScalarNode]] = []
    for number, line in enumerate(text.split("\n")):
        if line[:1].isspace() and pairs:
            pairs[-1][1].value = f"{pairs[-1][1].value} {line.strip()}".lstrip()
        elif line.strip():
            key, _, value = line.partition(":")
            at = yaml.Mark("", 0, number, 0, None, 0)
            begin = yaml.Mark("", 0, number, len(line) - len(value.lstrip()), None, 0)
            name = yaml.ScalarNode("", key.strip().lower(), at, at)
            pairs.append((name, yaml.ScalarNode("", value.strip(), begin, begin)))
    mark = yaml.Mark("", 0, 0, 0, None, 0)
    return yaml.MappingNode("", pairs, mark, mark)
