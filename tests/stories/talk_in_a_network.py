"""Inside a network namespace with one network: whole sittings at level Talk, by the real program, counted on the wire.

Prints what left the computer as JSON: in each sitting, and in a look at the end, which shows that the count works.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing
from pathlib import Path

from doorguard.catalog import load
from doorguard.cli.plain import run_plain
from doorguard.cli.runner import Runner
from doorguard.model import Level
from doorguard.pages.flow import Flow
from tests.lab.capture import Capture
from tests.lab.netns import ip


def main() -> None:
    Path("/proc/sys/net/ipv6/conf/default/disable_ipv6").write_text("1", encoding="utf-8")  # it speaks by itself
    ip("link", "set", "lo", "up")
    ip("link", "add", "eth0", "type", "veth", "peer", "name", "far")
    ip("link", "set", "far", "up")
    ip("addr", "add", "192.168.77.10/28", "dev", "eth0")
    ip("link", "set", "eth0", "up")
    ip("route", "add", "default", "via", "192.168.77.1")
    sittings = [sitting(typed) for typed in json.loads(sys.argv[1])]
    wire = Capture("eth0")
    with closing(Runner(load(), seconds=1)) as runner:
        list(runner.run(Level.LOOK, pretend=False))
    print(json.dumps({"talk": sittings, "look": sum(wire.close().values())}))


class Person(io.StringIO):
    """Types its lines one after the other, and Enter wherever a page is longer than the window."""

    def __init__(self, lines: list[str], paper: io.StringIO) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self._paper = paper

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """Read the paper, then type."""
        if self._paper.getvalue().rstrip().endswith("Enter for more."):
            return "\n"
        return super().readline(-1)


def sitting(typed: list[str]) -> dict[str, object]:
    """One sitting in plain text, typed to its end."""
    wire, out = Capture("eth0"), io.StringIO()
    with closing(Runner(load())) as runner:
        flow = Flow(runner.catalog, network=runner.network)
        run_plain(flow, runner, Person(typed, out), out)
    sent = [[*where, count] for where, count in wire.close().items()]
    return {"sent": sent, "page": flow.page.id, "told": out.getvalue()}


if __name__ == "__main__":
    main()
