"""A long summary in parts that typst lays out one by one, so that it never holds all of it in memory. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONGEST_WHOLE = 500_000
"""Characters, with the weights below, of what is laid out in one piece: some forty pages, a home of twenty devices."""
LONGEST_PART = 280_000
"""The same of one part of anything longer."""
WEIGHT = 250
"""Characters that take as much memory as a row, an item or a drawing takes beside its own."""
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks, as typst takes them, and the title of the heading (of level 2) that they go on under."""

    blocks: tuple[Data, ...]
    under: str | None


def parts_of(blocks: list[Data], whole: int = LONGEST_WHOLE, longest: int = LONGEST_PART) -> list[Part]:
    """All ``blocks`` in their order: one part up to ``whole``, else parts that are longer than ``longest`` only where
    one block is. A heading goes with what follows it.
    """
    if sum(map(_weight, blocks)) <= whole:
        return [Part(tuple(blocks), None)]
    found: list[Part] = []
    held: list[Data] = []
    size, under, title = 0, None, None
    for block in _short(blocks, longest):
        weight = _weight(block)
        if size + weight > longest and any(b["type"] != "heading" for b in held):
            moved = _headings_at_end(held)
            kept = held[: len(held) - len(moved)]
            found.append(Part(tuple(kept), under))
            for earlier in kept:
                title = _opens(earlier) or title
            held, size, under = moved, sum(map(_weight, moved)), title
        held.append(block)
        size += weight
    return [*found, Part(tuple(held), under)]


def _short(blocks: list[Data], longest: int) -> Iterator[Data]:
    """The same blocks, a long run of lines, items or rows as several."""
    for block in blocks:
        kind = block["type"]
        if kind not in ("lines", "items", "rows"):
            yield block
            continue
        run: list[Any] = []
        size, more = 0, block
        for each in block[kind]:
            weight = _weight_of(each)
            if run and size + weight > longest // 3:
                yield {**more, kind: run}
                more = _gone_on(more, len(run))
                run, size = [], 0
            run.append(each)
            size += weight
        yield {**more, kind: run}


def _gone_on(block: Data, count: int) -> Data:
    """What a run is called after the first ``count`` of it: no caption again, and the next number."""
    if block["type"] == "lines":
        return {**block, "caption": ""}
    return {**block, "start": block["start"] + count} if block.get("start") else block


def _weight(block: Data) -> int:
    return sum(_weight_of(value) for key, value in block.items() if key != "svg")


def _weight_of(value: Any) -> int:
    if isinstance(value, str):
        return WEIGHT + len(value)
    if isinstance(value, dict):
        return _weight(value)
    if isinstance(value, (list, tuple)):
        return sum(map(_weight_of, value))
    return 0


def _headings_at_end(blocks: list[Data]) -> list[Data]:
    count = 0
    while count < len(blocks) and blocks[-1 - count]["type"] == "heading":
        count += 1
    return blocks[len(blocks) - count :]


def _opens(block: Data) -> str | None:
    """The title of a heading of level 2; a box has one too."""
    if block["type"] == "box":
        return str(block["title"])
    return str(block["text"]) if block["type"] == "heading" and block["level"] == 2 else None
