"""Inside namespaces: the standard channels against servers that others wrote, over IPv4 and IPv6.

Prints one JSON object: the sightings of each channel with the second they came at, and what was sent.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time

from doorguard.cli.runner import Where, real_door
from doorguard.discover import mdns, names, neighbours, ssdp, ws_discovery
from doorguard.discover.channel import Channel
from doorguard.model import Level
from doorguard.network.door import Door
from tests.discover import dns
from tests.discover.small_home import FakeGround
from tests.discover.test_ws_discovery import answer, id_of
from tests.lab.netns import NamespaceHome, inside, ip
from tests.lab.others import missing, others, wait_for

NET = "192.168.77."
ROUTER, HAP, AVAHI, RING, OLD_ALIVE, OLD_QUIET, OLD_GONE, SIX = (f"{NET}{n}" for n in (1, 50, 52, 53, 60, 61, 62, 70))
SECONDS = 6.0
NODE = "0" * 15 + "1"


class OnlySix:
    """A camera that hears nothing but the IPv6 groups of mDNS and WS-Discovery."""

    def __init__(self, pid: int) -> None:
        with inside(pid):
            self.sockets = [self._join("ff02::fb", 5353), self._join("ff02::c", 3702)]
        for sock in self.sockets:
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    @staticmethod
    def _join(group: str, port: int) -> socket.socket:
        sock = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        sock.bind(("::", port))
        index = struct.pack("@I", socket.if_nametoindex("eth0"))
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, group) + index)
        return sock

    @staticmethod
    def _serve(sock: socket.socket) -> None:
        ours = b"\xfe\x80" + b"\0" * 6 + bytes.fromhex("4619b6fffe000070")
        camera = [
            dns.pointer("_hap._tcp", "Six"), dns.service("_hap._tcp", "Six", "six", 51826),
            dns.text("_hap._tcp", "Six", sf="1", ci="17", md="Six"), dns.record(dns.name("six.local"), dns.AAAA, ours),
        ]  # fmt: skip
        with contextlib.suppress(OSError):
            while True:
                data, sender = sock.recvfrom(9000)
                is_probe = data.startswith(b"<?xml")
                reply = answer(relates=id_of(data), xaddrs="http://[fe80::1]:8899/x") if is_probe else dns.message(*camera)
                sock.sendto(reply, sender)


def old_entries(home: NamespaceHome) -> socket.socket:
    """Entries of the neighbour table from another day."""
    with inside(home.pids[OLD_QUIET]):
        swallows = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        swallows.bind(("", 9))  # so it answers the touch with nothing
    for last, address in ((60, OLD_ALIVE), (61, OLD_QUIET), (62, OLD_GONE)):
        mac = f"44:19:b6:00:00:{last}"
        ip("neigh", "replace", address, "lladdr", mac, "dev", home.interface, "nud", "stale")
    return swallows


def listen(channel: Channel, door: Door, ground: FakeGround, into: list[object]) -> None:
    for sighting in channel.run(door, ground):
        bare = sighting.address
        if bare not in ground.found and not sighting.misaddressed:
            ground.found.append(bare)
        told = {f"{f.place or ''}|{f.name}": f.value for f in sighting.facts}
        into.append([round(ground.now(), 2), bare, sighting.mac, list(sighting.names), told, sighting.misaddressed])


def main() -> None:
    home = NamespaceHome()
    with contextlib.suppress(OSError), open("/proc/sys/net/ipv6/conf/home0/disable_ipv6", "w") as switch:
        switch.write("0")
    for address in (ROUTER, HAP, AVAHI, RING, OLD_ALIVE, OLD_QUIET, SIX):
        home.add(address, f"44:19:b6:00:00:{int(address.rpartition('.')[2]):02}")
    home.ready()
    absent = missing()
    with others() as servers:
        servers.hap(home.pids[HAP], HAP, 18, paired=True, name="Lab Bell")
        if "avahi-daemon" not in absent:
            servers.avahi(
                home.pids[AVAHI],
                "hub-1",
                [
                    ("_ipp._tcp", "Annas printer", 631, ["ty=Annas"]),
                    ("_matter._tcp", f"{'A' * 16}-{NODE}", 5540, []),
                    ("_matter._tcp", f"{'B' * 16}-{NODE}", 5540, []),
                    ("_matterc._udp", "1122334455667788", 5540, ["CM=2", "DT=323"]),
                ],
            )
            servers.avahi(home.pids[RING], "ring-1a2b3c", [])
        if "miniupnpd" not in absent:
            servers.router(home.pids[ROUTER], ROUTER)
        OnlySix(home.pids[SIX])
        wait_for(4.0)
        swallows = old_entries(home)
        door, ground = real_door(Level.LOOK, Where()), FakeGround(SECONDS)
        found: dict[str, list[object]] = {}
        threads = []
        for module in (neighbours, mdns, ws_discovery, ssdp, names):
            into = found.setdefault(module.NAME, [])
            threads.append(threading.Thread(target=listen, args=(module.CHANNEL, door, ground, into)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = ground.now()
        sent = {address: said.datagrams for address, said in door.sent().items()}
        arp = time.monotonic()
        asked = [n.address for n in door.arp([HAP, OLD_GONE, f"{NET}250"], 0.5)]
        arp = time.monotonic() - arp
        door.stop()
        door.close()
        swallows.close()
        logs = servers.logs()
    home.close()
    print(json.dumps({"found": found, "took": took, "sent": sent, "arp": [asked, arp], "missing": absent, "logs": logs}))


if __name__ == "__main__":
    main()
