"""The ways into a device as a small drawing. Black on white; every state is a word and a kind of line."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from doorguard.report.summary.blocks import Drawing, State, WayIn

WIDTH: Final = 600
LEFT, RIGHT, ROW, TOP = 300, 392, 28, 4
_LINES: dict[State, str] = {
    "found": 'stroke-width="3"',
    "closed": 'stroke-width="1.5"',
    "not-found": 'stroke-width="1"',
    "not-known": 'stroke-width="1.5" stroke-dasharray="2 5"',
}
"""An open way is a thick line with an arrow; a closed one has a bar; a dotted one is not known."""
LONGEST = 26
"""Letters of a device's name that fit; the rest stands beside the drawing."""


def svg(drawing: Drawing, font: str, *, within: bool = True) -> str:
    """The drawing. ``font``: a family that is there. ``within`` a page, the page says its words (``alt``); else it is
    an image without the device's name, so that the many devices that look alike share one."""
    height = height_of(drawing)
    told = (
        f'role="img" aria-label="{escape(drawing.alt)}"'
        if within
        else f'xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
    )
    parts = [
        f'<svg {told} viewBox="0 0 {WIDTH} {height}" font-family="{escape(font)}" font-size="14" fill="#111">',
        *_ways(drawing.ways),
        *_box(height),
        *(_name(drawing.device, height) if within else ()),
        "</svg>",
    ]
    return "".join(parts)


def height_of(drawing: Drawing) -> int:
    """In the units of ``WIDTH``."""
    return 2 * TOP + ROW * len(drawing.ways)


def _ways(ways: tuple[WayIn, ...]) -> Iterator[str]:
    for number, way in enumerate(ways):
        top = TOP + ROW * number
        middle = top + ROW / 2
        yield f'<rect x="1" y="{top + 2}" width="{LEFT}" height="{ROW - 5}" fill="#fff" stroke="#111"/>'
        weight = ' font-weight="bold"' if way.state == "found" else ""
        yield f'<text x="9" y="{middle + 4.5}"{weight}>{escape(way.title)}</text>'
        yield f'<text x="{LEFT - 7}" y="{middle + 4.5}" text-anchor="end"{weight}>{escape(way.says)}</text>'
        yield from _line(way.state, middle)


def _line(state: State, y: float) -> Iterator[str]:
    start, end = LEFT + 1, RIGHT
    style = f'fill="none" stroke="#111" {_LINES[state]}'
    match state:
        case "found":
            yield f'<path d="M{start} {y}H{end - 9}" {style}/>'
            yield f'<path d="M{end - 13} {y - 6}L{end - 1} {y}L{end - 13} {y + 6}z" fill="#111"/>'
        case "closed":
            middle = (start + end) / 2
            yield f'<path d="M{start} {y}H{middle - 4}M{middle} {y - 8}V{y + 8}" {style}/>'
        case "not-found":
            yield f'<path d="M{start} {y}H{start + 26}M{start + 26} {y - 5}V{y + 5}" {style}/>'
        case "not-known":
            yield f'<path d="M{start} {y}H{end - 2}" {style}/>'


def _box(height: int) -> Iterator[str]:
    width = WIDTH - RIGHT - 1
    yield f'<rect x="{RIGHT}" y="{TOP + 2}" width="{width}" height="{height - 2 * TOP - 5}" rx="6" fill="#fff" stroke="#111" stroke-width="2"/>'  # noqa: E501


def _name(name: str, height: int) -> Iterator[str]:
    middle = RIGHT + (WIDTH - RIGHT - 1) / 2
    lines = folded(name)
    for number, line in enumerate(lines):
        y = height / 2 + 4.5 + (number - (len(lines) - 1) / 2) * 18
        yield f'<text x="{middle}" y="{y}" text-anchor="middle" font-weight="bold">{escape(line)}</text>'


def folded(name: str) -> list[str]:
    """At most two lines."""
    words, lines = name.split(), [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [line if len(line) <= LONGEST else line[: LONGEST - 3] + "..." for line in lines[:2]]
    return [kept[0], kept[1].removesuffix("...") + "..."] if len(lines) > 2 else kept
