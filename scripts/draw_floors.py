"""Draws the floors of the package from its imports: `make floors` writes docs/floors.svg.

Rooms are the packages and modules directly below `errata`, on the floors that pyproject.toml names
for the import linter. An arrow is an import; one that follows from two others is left out.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT: Final = Path(__file__).parent.parent
PICTURE: Final = ROOT / "docs/floors.svg"
WIDTH, ROW, BOX_HEIGHT = 760, 84, 36
# Verdana at 14 px is about 8.6 px a character; the rest is room at both ends.
LETTER, PADDING = 8.6, 28
STYLE: Final = """\
  .ground { fill: #fff } .room { fill: #eef3f8; stroke: #33506e; stroke-width: 1.5 }
  text { font: 14px Verdana, sans-serif; fill: #14283c; text-anchor: middle }
  .import { fill: none; stroke: #6b8299; stroke-width: 1.4; marker-end: url(#head) }"""


def read_floors() -> list[list[str]]:
    """Return the rooms of each floor, from the top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[room.strip() for room in layer.split("|")] for layer in layers]


def room_imports(rooms: Sequence[str]) -> dict[str, set[str]]:
    """Map rooms to the rooms that they import."""
    graph = grimp.build_graph("errata", cache_dir=None)
    imports: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        importer = _room(module)
        if importer in imports:
            targets = map(_room, graph.find_modules_directly_imported_by(module))
            imports[importer] |= {room for room in targets if room in imports and room != importer}
    return imports


def _room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def direct_arrows(imports: Mapping[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Yield imports that do not follow from others, sorted: the transitive reduction."""
    for room in sorted(imports):
        indirect = {far for near in imports[room] for far in _reached(near, imports)}
        for target in sorted(imports[room] - indirect):
            yield room, target


def _reached(room: str, imports: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(imports[room])
    while pending:
        current = pending.pop()
        if current not in reached:
            reached.add(current)
            pending.extend(imports[current])
    return reached


def draw() -> str:
    """Draw the picture as SVG."""
    floors = read_floors()
    centres = {
        room: (WIDTH * (place + 1) // (len(floor) + 1), 30 + level * ROW)
        for level, floor in enumerate(floors)
        for place, room in enumerate(floor)
    }
    height = 30 + len(floors) * ROW
    arrows = [_arrow(centres[a], centres[b]) for a, b in direct_arrows(room_imports([*centres]))]
    boxes = [_box(room, *centre) for room, centre in centres.items()]
    head = (
        '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 8 4 0 8z" fill="#6b8299"/></marker>'
    )
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>The floors of errata: a room imports rooms below it only</title>",
        f"<style>\n{STYLE}\n</style>",
        f"<defs>{head}</defs>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        *arrows,
        *boxes,
        "</svg>\n",
    )
    return "\n".join(lines)


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> str:
    (x1, y1), (x2, y2) = start, end
    top, bottom = y1 + BOX_HEIGHT // 2, y2 - BOX_HEIGHT // 2 - 2
    middle = (top + bottom) // 2
    return f'<path class="import" d="M{x1} {top}C{x1} {middle} {x2} {middle} {x2} {bottom}"/>'


def _box(room: str, x: int, y: int) -> str:
    width = round(len(room) * LETTER) + PADDING
    left, top = x - width // 2, y - BOX_HEIGHT // 2
    return (
        f'<rect class="room" x="{left}" y="{top}" width="{width}" height="{BOX_HEIGHT}" rx="6"/>'
        f'<text x="{x}" y="{y + 5}">{escape(room)}</text>'
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), "utf-8")
