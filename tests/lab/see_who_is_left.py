"""Inside a namespace: three hosts, one of which is unplugged; prints what is said of each, with and without ARP."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

from doorguard.model import Device, Fact, Level, Presence
from doorguard.network.door import Door
from doorguard.network.neighbours import default_route, interfaces
from doorguard.network.scope import choose
from doorguard.session.who_is_left import who_is_left
from tests.lab.netns import NamespaceHome, inside, ip

ROUTER, CAMERA, SILENT, UNPLUGGED = "192.168.77.1", "192.168.77.20", "192.168.77.21", "192.168.77.22"
OLD_AFTER = 6.5
"""Seconds until no entry is fresh any more."""
MUTE = "add table inet mute; add chain inet mute out { type filter hook output priority 0; policy drop; }"


def device(address: str, port: int | None = None) -> Device:
    facts = (Fact(name="port.open", value=f"tcp/{port}", place=f"tcp/{port}", probe="ports"),) if port else ()
    return Device(id=address, id_from="address", addresses=(address,), facts=facts)


def look(may_arp: bool) -> dict[str, object]:
    door = Door(choose(interfaces(), default_route()), Level.LOOK)
    began = time.monotonic()
    everybody = [device(ROUTER), device(CAMERA, 554), device(SILENT), device(UNPLUGGED, 554)]
    try:
        if may_arp:
            left: dict[str, Presence] = dict(who_is_left(door, everybody))
        else:
            with mock.patch.object(Door, "arp", side_effect=PermissionError):
                left = dict(who_is_left(door, everybody))
        sent = {address: (s.datagrams, s.tries, s.connections) for address, s in door.sent().items()}
        return {"left": left, "sent": sent, "seconds": time.monotonic() - began}
    finally:
        door.close()


def main() -> None:
    home = NamespaceHome()
    # The table would call an entry fresh for up to 45 seconds; a person waits two minutes. Here it is 2 to 6 seconds:
    # longer than the pauses between two readings, or an answer could come and be old again in between.
    Path("/proc/sys/net/ipv4/neigh/home0/base_reachable_time_ms").write_text("4000")
    listening = []
    try:
        for number, address in enumerate((ROUTER, CAMERA, SILENT, UNPLUGGED)):
            pid = home.add(address, f"02:00:00:00:00:{number + 1:02x}")
            if address in (CAMERA, UNPLUGGED):
                with inside(pid):
                    listening.append(socket.create_server((address, 554)))
        subprocess.run(["nsenter", "-t", str(home.pids[SILENT]), "-n", "nft", MUTE], capture_output=True)
        home.ready()
        before = look(may_arp=True)
        ip("link", "set", "eth0", "down", pid=home.pids[UNPLUGGED])
        after = [look(may_arp=True)]
        time.sleep(OLD_AFTER)
        after.append(look(may_arp=False))
        json.dump({"before": before, "after": after}, sys.stdout)
    finally:
        home.close()


if __name__ == "__main__":
    main()
