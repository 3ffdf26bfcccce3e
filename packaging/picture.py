"""Writes the README's picture and the text beside it, from the pretend home. Run by ``make docs``.

``--check`` writes nothing, and ends with 1 when the README shows a row that the program no longer shows. New rows
are no reason to fail.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from doorguard.catalog import load
from doorguard.cli.runner import Runner
from doorguard.pages.flow import Flow
from doorguard.tui.app import DoorguardApp

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "picture.svg"
README = ROOT / "README.md"
SIZE = (80, 36)
CAMERA = "192.168.77.23"
BLOCK = re.compile(r"(<!-- picture: make docs -->\n.*?```text\n)(.*?)(```\n)", re.DOTALL)


def leave() -> None:
    """Nobody leaves while a picture is made."""


async def shown(app: DoorguardApp, flow: Flow) -> tuple[str, str]:
    """The screen with the ways into one camera of the pretend home: as SVG, and as text."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("1")
        for _ in range(1200):
            await pilot.pause(0.05)
            if flow.picture.ended and flow.running is None:
                break
        device = next(d for d in flow.picture.listed() if CAMERA in d.addresses)
        for wanted in ("show what was found", device.id, "who could look"):
            flow.choose(next(c.id for c in flow.page.choices if wanted in c.id or wanted in c.text.lower()))
        app.after()
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        text = "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
        return app.export_screenshot(title="doorguard"), text


def without_outside(svg: str) -> str:
    """A picture that fetches nothing: Textual's names fonts on another computer."""
    svg = re.sub(r"@font-face\s*\{[^}]*\}", "", svg)
    svg = svg.replace("Fira Code", "monospace")
    return re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)


def rows(text: str) -> list[str]:
    """The rows that say something, without their numbers and marks."""
    return [said for line in text.splitlines() if (said := re.sub(r"^[\s>]*(\d+ )?\s*", "", line))]


def main() -> int:
    """Make the picture, or compare. Returns the exit code."""
    runner = Runner(load(), seconds=4)
    try:
        flow = Flow(runner.catalog, demo=True, changes=runner.changes)
        svg, text = asyncio.run(shown(DoorguardApp(flow, runner, leave, None), flow))
    finally:
        runner.close()
    readme = README.read_text(encoding="utf-8")
    block = BLOCK.search(readme)
    if block is None:
        raise SystemExit("README.md has no place for the picture's text.")
    if "--check" in sys.argv[1:]:
        gone = [row for row in rows(block[2]) if row not in rows(text)]
        if gone:
            sys.stderr.write("The README shows what is no longer there. To renew it: make docs\n")
            sys.stderr.write("\n".join(gone) + "\n")
        return 1 if gone else 0
    README.write_text(readme[: block.start(2)] + text + "\n" + readme[block.end(2) :], encoding="utf-8")
    PICTURE.write_text(without_outside(svg), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
