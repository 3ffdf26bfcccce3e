"""Writes the README's pictures and the texts beside them, from the pretend home. Run by ``make docs``.

``--check`` writes nothing, and ends with 1 when the README shows a row that the program no longer shows. New rows
are no reason to fail.
"""

from __future__ import annotations

import asyncio
import fnmatch
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.tui.app import DoorguardApp

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
README = ROOT / "README.md"
CAMERA = "192.168.77.23"
HIGH = 300
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
ROUTE: tuple[tuple[str, tuple[int, int], tuple[str, ...]], ...] = (
    ("ways-in", (80, 36), ("show", "device:", "ways")),
    ("step", (80, 36), ("finding:*/open-to-the-internet/*", "step")),
    ("done", (80, 36), ("pretend:close-router-door", "done")),
)
"""The name of a picture, its size, and the answers that lead to it from the one before; ``device:`` is the camera."""


def block(name: str) -> re.Pattern[str]:
    """Where the text of a picture stands in the README."""
    return re.compile(rf"(<!-- picture {name}: make docs -->\n.*?```text\n)(.*?)(```\n)", re.DOTALL)


WHEN = re.compile(r"\d\d:\d\d|\d{1,2} [A-Z][a-z]+ \d{4}|\d+ (?=questions|devices)|(?<=And )\d+")


def leave() -> None:
    """Nobody leaves while a picture is made."""


async def at_rest(app: DoorguardApp, flow: Flow, pilot: Pilot[int]) -> None:
    """Until what was asked for is carried out and drawn."""
    app.after()
    for _ in range(1200):
        await pilot.pause(0.05)
        if flow.running is None and flow.picture.ended:
            break
    app.draw()
    await pilot.pause()


def read(app: DoorguardApp) -> str:
    """The rows of the window."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def unfolded(app: DoorguardApp, flow: Flow, pilot: Pilot[int]) -> str:
    """All that the page can show: which rows of a list stand above its fold can differ from look to look."""
    if "fold" not in {choice.id for choice in flow.page.choices}:
        return ""
    flow.choose("fold")
    await at_rest(app, flow, pilot)
    whole = read(app)
    flow.choose("fold")
    await at_rest(app, flow, pilot)
    return whole


async def shown(app: DoorguardApp, flow: Flow) -> dict[str, tuple[str, str, str]]:
    """Some pages of the pretend home, by their names: each as SVG, as text, and as text in a window that is high
    enough for all of it."""
    pictures = {}
    async with app.run_test(size=ROUTE[0][1]) as pilot:
        flow.choose("look")
        await at_rest(app, flow, pilot)
        device = next(d for d in flow.picture.listed() if CAMERA in d.addresses)
        for name, size, choices in ROUTE:
            for wanted in choices:
                pattern = f"device:{device.id}" if wanted == "device:" else wanted
                flow.choose(next(c.id for c in flow.page.choices if fnmatch.fnmatchcase(c.id, pattern)))
                await at_rest(app, flow, pilot)
            await pilot.resize_terminal(*size)
            await pilot.pause()
            svg, text = app.export_screenshot(title="doorguard"), read(app)
            await pilot.resize_terminal(size[0], HIGH)
            await pilot.pause()
            pictures[name] = svg, text, f"{read(app)}\n{await unfolded(app, flow, pilot)}"
    return pictures


def without_outside(svg: str) -> str:
    """A picture that fetches nothing: Textual's names fonts on another computer."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = svg.replace("Fira Code", "monospace")
    return re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)


def rows(text: str) -> list[str]:
    """The rows that say something, without their numbers and marks, and without what a slow computer changes:
    the day and time of the look, and how many answered."""
    said = [re.sub(r"^[\s>]*(\d+ )?\s*", "", line) for line in text.splitlines()]
    return [WHEN.sub("then", row) for row in said if row and "Page Down" not in row]


def main() -> int:
    """Make the pictures, or compare. Returns the exit code."""
    runner = Runner(load(), seconds=4)
    try:
        flow = Flow(runner.catalog, demo=True, changes=runner.changes, now=lambda: NOON, zone=UTC)
        pictures = asyncio.run(shown(DoorguardApp(flow, runner, leave, None), flow))
    finally:
        runner.close()
    readme = README.read_text(encoding="utf-8")
    gone: list[str] = []
    for name, (svg, text, whole) in pictures.items():
        found = block(name).search(readme)
        if found is None:
            raise SystemExit(f"README.md has no place for the text of the picture {name}.")
        gone += [row for row in rows(found[2]) if row not in rows(whole)]
        readme = readme[: found.start(2)] + text + "\n" + readme[found.end(2) :]
        if "--check" not in sys.argv[1:]:
            PICTURES.mkdir(exist_ok=True)
            (PICTURES / f"{name}.svg").write_text(without_outside(svg), encoding="utf-8")
    if "--check" in sys.argv[1:]:
        if gone:
            sys.stderr.write("The README shows what is no longer there. To renew it: make docs\n")
            sys.stderr.write("\n".join(gone) + "\n")
        return 1 if gone else 0
    README.write_text(readme, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
