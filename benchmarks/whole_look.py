"""A whole Look at the pretend home and at a large home: time to the first device, to 90 %, CPU and memory.

Run ``python benchmarks/whole_look.py``; the large home needs unshare (253 live hosts in a namespace).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time

from namespace_home import NETWORK, OURS, NamespaceHome, reexec_in_namespace

CODE = """
import json, resource, sys, time
began = time.monotonic()
from doorguard.catalog import load
from doorguard.cli.runner import Runner, Where
from doorguard.model import DeviceSeen, Level
pretend = sys.argv[1] == "pretend"
runner = Runner(load(), Where(interface=None if pretend else "home0"))
first, seen = None, {}
ready = time.monotonic()
for event in runner.run(Level.LOOK, pretend=pretend):
    if isinstance(event, DeviceSeen) and event.device.id not in seen:
        seen[event.device.id] = event.at
runner.close()
use = resource.getrusage(resource.RUSAGE_SELF)
times = sorted(seen.values())
print(json.dumps({"devices": len(times), "first": times[0], "ninety": times[int(len(times) * 0.9) - 1],
    "whole": time.monotonic() - ready, "cpu": use.ru_utime + use.ru_stime, "mb": use.ru_maxrss / 1024}))
"""


def look(which: str) -> dict[str, float]:
    """One run in a process of its own."""
    done = subprocess.run([sys.executable, "-c", CODE, which], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def line(name: str, found: dict[str, float]) -> str:
    """One row of the table."""
    return (
        f"| {name} | {found['devices']:.0f} | {found['first']:.2f} s | {found['ninety']:.2f} s "
        f"| {found['whole']:.1f} s | {found['cpu']:.1f} s | {found['mb']:.0f} MB |"
    )


def start_up() -> float:
    """Median seconds of ``doorguard --version``."""
    took = []
    for _ in range(7):
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", "doorguard", "--version"], capture_output=True, check=True)
        took.append(time.monotonic() - began)
    return statistics.median(took)


def main() -> int:
    """Print the tables."""
    reexec_in_namespace()
    print(f"--version: {start_up() * 1000:.0f} ms (median of 7)\n")
    print("| home | devices | first | 90 % | whole Look | CPU | memory |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    print(line("the pretend home", look("pretend")))
    for live, dropping in ((26, 5), (253, 5)):
        home = NamespaceHome(live, dropping, (80, 554, 8000))
        try:
            print(line(f"{live} live, {dropping} dropping", look("home")), flush=True)
        finally:
            home.close()
            subprocess.run(["ip", "link", "del", "home0"], check=False)
    return 0


if __name__ == "__main__":
    assert NETWORK.startswith("192.168.") and OURS
    os.environ.setdefault("PYTHONPATH", "src")
    sys.exit(main())
