"""What one hostile device costs: the look beside it against the same home without it, in seconds and megabytes.

Run ``python benchmarks/hostile.py [name ...]``. Everything stays on loopback. The devices live in a parent
process and the look in a child, so that the memory is the look's own.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from doorguard.catalog import load  # noqa: E402  (the paths come first)
from doorguard.model import Level  # noqa: E402
from doorguard.network.book import AddressBook  # noqa: E402
from doorguard.network.door import Door  # noqa: E402
from doorguard.pretend_home.air import BookAir  # noqa: E402
from doorguard.pretend_home.cameras import no_name  # noqa: E402
from doorguard.pretend_home.device import PretendDevice  # noqa: E402
from doorguard.report.picture import Picture  # noqa: E402
from doorguard.report.scan_json import document  # noqa: E402
from doorguard.session import Session  # noqa: E402
from tests.lab.hostile import ROUTER  # noqa: E402
from tests.lab.test_hostile_home import ALL  # noqa: E402

AT_ONCE = 3
EXTRA_SECONDS, EXTRA_MB, CROWD_SECONDS, CROWD_MB = 5.0, 10.0, 60.0, 150.0
STUCK, TRIES = 90, 3
"""Seconds after which a child is ended, and how often it is begun: a process that forks beside the devices' threads
may inherit a lock that nobody gives back."""
CROWD = 12
"""From so many devices on, it is dozens at once."""


def look(devices: list[PretendDevice]) -> tuple[float, float]:
    """Seconds and peak megabytes of one look, made in a child process."""
    book = AddressBook("192.168.77.0/24", "192.168.77.10", ROUTER)
    air = BookAir(book)
    for device in devices:
        book.neighbours[device.address] = device.mac
        device.start(air)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(STUCK)
        began = time.monotonic()
        session = Session(Door.onto_book(book, Level.LOOK), load())
        document(Picture().take_all(session.run()), tool={"version": "", "catalog": "", "tables_as_of": ""})
        session.close()
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        os.write(writing, json.dumps([time.monotonic() - began, megabytes]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    for device in devices:
        device.stop()
    os.close(writing)
    with os.fdopen(reading) as said:
        seconds, megabytes = json.load(said)
    return seconds, megabytes


def alone_in_a_process(name: str) -> tuple[str, int, float, float]:
    """One look in a process of its own; the name ``-`` is the honest camera alone."""
    for _ in range(TRIES):
        done = subprocess.run([sys.executable, __file__, "--one", name], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            count, seconds, megabytes = json.loads(done.stdout)
            return name, count, seconds, megabytes
    raise SystemExit(f"{name} could not be measured: {done.stderr[-500:]}")


def one(name: str) -> int:
    """What such a process does."""
    devices = [no_name().device, *(ALL[name]() if name != "-" else [])]
    print(json.dumps([len(devices), *look(devices)]))
    return 0


def main() -> int:
    """Print the costliest, and how many are above the goals."""
    wanted = sys.argv[1:] or list(ALL)
    alone = sorted(alone_in_a_process("-")[2:] for _ in range(3))[1]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rows = list(pool.map(alone_in_a_process, wanted))
    print(f"The honest camera alone: {alone[0]:.1f} s, {alone[1]:.0f} MB. {len(rows)} hostile homes.\n")
    above = []
    for name, count, seconds, megabytes in rows:
        crowd = count >= CROWD
        late = seconds > CROWD_SECONDS if crowd else seconds - alone[0] > EXTRA_SECONDS
        large = megabytes > CROWD_MB if crowd else megabytes - alone[1] > EXTRA_MB
        if late or large:
            above.append(name)
    print("| costliest | devices | seconds more | MB more |\n| --- | --- | --- | --- |")
    costliest = {*sorted(rows, key=lambda r: -r[2])[:8], *sorted(rows, key=lambda r: -r[3])[:8]}
    for name, count, seconds, megabytes in sorted(costliest, key=lambda r: -r[2]):
        print(f"| {name} | {count} | {seconds - alone[0]:+.1f} | {megabytes - alone[1]:+.0f} |")
    print(f"\nabove the goals: {', '.join(above) or 'none'}")
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(one(sys.argv[2]) if sys.argv[1:2] == ["--one"] else main())
