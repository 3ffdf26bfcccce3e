"""Who-is-there against arp-scan, and ports against ``nmap -n -sT -T4``: one run, ratios.

Run ``python benchmarks/sweep_and_ports.py [live] [dropping]``; needs unshare, nmap and arp-scan.
"""

from __future__ import annotations

import ipaddress
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from namespace_home import NETWORK, OURS, NamespaceHome, reexec_in_namespace, table

PORTS = (
    21, 22, 23, 80, 81, 88, 99, 443, 554, 1935, 1984, 2020, 2323, 3001, 4430, 4520, 5000, 5001, 5544, 6668,
    7001, 7070, 7080, 7441, 7447, 8000, 8009, 8080, 8081, 8123, 8443, 8554, 8555, 8557, 8800, 8888, 8899,
    8971, 9000, 9010, 9020, 9527, 9530, 9999, 10020, 10443, 10554, 1756, 1936, 20443, 28800, 32040, 34567,
    34568, 34599, 37777, 49152, 51826, 9998, 15063,
)  # fmt: skip
OPEN = (80, 554, 8000)


def measured(act: Callable[[], int]) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds (ours and children's), and what the act counted."""

    def cpu() -> float:
        both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(use.ru_utime + use.ru_stime for use in both)

    wall, before = time.monotonic(), cpu()
    count = act()
    return time.monotonic() - wall, cpu() - before, count


OURS_CODE = """
import ipaddress, sys, time
from doorguard.network.scope import Scope
from doorguard.network.door import Door
from doorguard.network.tries import PortTried
from doorguard.model import Level
import socket
scope = Scope("home0", socket.if_nametoindex("home0"), "{ours}", ipaddress.IPv4Network("{network}"))
door = Door(scope, Level.LOOK)
began = time.monotonic()
door.touch(scope.hosts())
found = set()
while time.monotonic() - began < {wait} and len(found) < {live}:
    time.sleep(0.02)
    found = {{n.address for n in door.neighbours()}}
print("sweep", len(found), time.monotonic() - began)
if {ports}:
    tries = door.port_tries({ports})
    for address in sorted(found):
        tries.add(address)
    tries.close()
    print("open", sum(isinstance(r, PortTried) for r in tries.results()))
door.close()
"""


def ours(live: int, ports: tuple[int, ...], wait: float) -> Callable[[], int]:
    code = OURS_CODE.format(ours=OURS, network=NETWORK, live=live, ports=ports, wait=wait)

    def act() -> int:
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        return int(done.stdout.strip().splitlines()[-1].split()[1])

    return act


def nmap(addresses: list[str]) -> Callable[[], int]:
    ports = ",".join(map(str, PORTS))

    def act() -> int:
        command = ["nmap", "-n", "-sT", "-T4", "--open", "-oG", "-", "-p", ports, NETWORK, "--exclude", OURS]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.count("/open/")

    return act


def arp_scan() -> int:
    command = ["arp-scan", "--interface=home0", "--quiet", "--plain", NETWORK]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return len(set(done.stdout.split("\n")) - {""})


def main() -> int:
    """Print the table."""
    reexec_in_namespace()
    live = int(sys.argv[1]) if len(sys.argv) > 1 else 26
    dropping = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    missing = [tool for tool in ("nmap", "arp-scan") if not shutil.which(tool)]
    if missing:
        print(f"not installed: {', '.join(missing)}", file=sys.stderr)
        return 2
    home = NamespaceHome(live, dropping, OPEN)
    runs: dict[str, list[tuple[float, float, int]]] = {"sweep": [], "arp": [], "ports": [], "nmap": []}
    try:
        for _ in range(3):
            for name, act in (
                ("sweep", ours(live, (), 2.0)),
                ("arp", arp_scan),
                ("ports", ours(live, PORTS, 2.0)),
                ("nmap", nmap(home.addresses)),
            ):
                home.forget_neighbours()
                runs[name].append(measured(act))
    finally:
        home.close()
    middle = {
        name: tuple(statistics.median(column) for column in zip(*rows, strict=True))
        for name, rows in runs.items()
    }
    print(f"{live} live hosts, {dropping} of them dropping, {len(PORTS)} ports, {os.cpu_count()} cores\n")
    rows = []
    for label, mine, peer in (("sweep", "sweep", "arp"), ("sweep and ports", "ports", "nmap")):
        (w, c, n), (pw, pc, pn) = middle[mine], middle[peer]
        rows.append((f"{label}: wall", f"{w:.2f} s", f"{pw:.2f} s (ratio {w / pw:.2f})"))
        rows.append((f"{label}: CPU", f"{c:.2f} s", f"{pc:.2f} s (ratio {c / max(pc, 0.001):.2f})"))
        rows.append((f"{label}: found", f"{n:.0f}", f"{pn:.0f}"))
    print(table(rows))
    return 0


if __name__ == "__main__":
    assert ipaddress.ip_network(NETWORK).is_private
    sys.exit(main())
