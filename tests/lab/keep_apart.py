"""Inside a namespace: a wifi that keeps devices apart, and a thing that fell asleep; prints what could not be seen."""

from __future__ import annotations

import json
import subprocess
import sys

from doorguard.catalog import load
from doorguard.model import Level
from doorguard.network.door import Door
from doorguard.network.neighbours import default_route, interfaces
from doorguard.network.scope import choose
from doorguard.report.picture import Picture
from doorguard.session import Session
from tests.lab.netns import NamespaceHome, ip

ROUTER, KEPT, ASLEEP = "192.168.77.1", ("192.168.77.20", "192.168.77.21", "192.168.77.22"), "192.168.77.99"
MUTE = "add table inet mute; add chain inet mute out { type filter hook output priority 0; policy drop; }"


def look() -> list[str]:
    session = Session(Door(choose(interfaces(), default_route()), Level.LOOK), load(), seconds=4)
    try:
        return Picture().take_all(session.run()).unseen
    finally:
        session.close()


def main() -> None:
    home = NamespaceHome()
    try:
        home.add(ROUTER, "02:00:00:00:00:01")
        home.ready()
        if "alone" not in sys.argv:
            for number, address in enumerate(KEPT):
                pid = home.add(address, f"02:00:00:00:01:{number:02x}")
                subprocess.run(["nsenter", "-t", str(pid), "-n", "nft", MUTE], check=True)
            ip("neigh", "add", ASLEEP, "lladdr", "02:00:00:00:00:63", "nud", "stale", "dev", home.interface)
        json.dump(look(), sys.stdout)
    finally:
        home.close()


if __name__ == "__main__":
    main()
