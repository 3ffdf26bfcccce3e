"""A home-like network inside a private network namespace, for measuring against the named peers.

Nothing leaves this computer: everything happens between two namespaces that this file makes.
Live hosts are addresses of the far namespace; *dropping* hosts answer ARP and then swallow every
packet, as a firewalled camera does (a proxy neighbour entry in front of a cable that leads nowhere).
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

NETWORK, OURS, PREFIX = "192.168.77.0/24", "192.168.77.254", "192.168.77."
SERVER = """
import selectors, socket, sys
selector = selectors.DefaultSelector()
for pair in sys.argv[1:]:
    address, port = pair.split(":")
    selector.register(socket.create_server((address, int(port)), backlog=512), selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in selector.select():
        key.fileobj.accept()[0].close()
"""


def reexec_in_namespace() -> None:
    """Start this very command again inside its own user and network namespace."""
    if os.environ.get("DOORGUARD_BENCH") != "inside":
        environment = {**os.environ, "DOORGUARD_BENCH": "inside"}
        os.execvpe("unshare", ["unshare", "-rn", "--fork", sys.executable, *sys.argv], environment)


def ip(*words: str, pid: int | None = None) -> None:
    """Run ``ip``, in the namespace of ``pid`` when given. Raises when it fails."""
    enter = ["nsenter", "-t", str(pid), "-n"] if pid else []
    subprocess.run([*enter, "ip", *words], check=True, capture_output=True)


class NamespaceHome:
    """``live`` hosts from .1 on, the last ``dropping`` of them silent, each with some open ports."""

    def __init__(self, live: int, dropping: int, open_ports: Sequence[int]) -> None:
        self.addresses = [f"{PREFIX}{n}" for n in range(1, live + 1)]
        answering = self.addresses[: live - dropping]
        self._holder = subprocess.Popen(["unshare", "-n", "sleep", "1000"])
        time.sleep(0.2)
        pid = self._holder.pid
        ip("link", "set", "lo", "up")
        ip("link", "add", "home0", "type", "veth", "peer", "name", "eth0", "netns", str(pid))
        ip("addr", "add", f"{OURS}/24", "dev", "home0")
        ip("link", "set", "home0", "up")
        ip("link", "set", "lo", "up", pid=pid)
        ip("link", "set", "eth0", "address", "00:12:17:00:00:01", pid=pid)  # a maker's, as cameras have
        ip("link", "add", "swallow", "type", "veth", "peer", "name", "nowhere", pid=pid)
        for device in ("eth0", "swallow", "nowhere"):
            ip("link", "set", device, "up", pid=pid)
        for address in answering:
            ip("addr", "add", f"{address}/24", "dev", "eth0", pid=pid)
        self._forward(pid)
        for address in self.addresses[live - dropping :]:
            ip("route", "add", f"{address}/32", "dev", "swallow", pid=pid)
            ip("neigh", "add", address, "lladdr", "02:00:00:00:00:99", "dev", "swallow", pid=pid)
            ip("neigh", "add", "proxy", address, "dev", "eth0", pid=pid)
        pairs = [f"{a}:{port}" for a in answering for port in open_ports]
        self._server = subprocess.Popen(
            ["nsenter", "-t", str(pid), "-n", sys.executable, "-c", SERVER, *pairs], stdout=subprocess.PIPE
        )
        assert self._server.stdout is not None  # it was asked for
        self._server.stdout.readline()

    @staticmethod
    def _forward(pid: int) -> None:
        places = {"ip_forward": 1, "conf/eth0/proxy_delay": 0, "neigh/eth0/proxy_delay": 0}
        write = "; ".join(f"echo {value} > /proc/sys/net/ipv4/{place}" for place, value in places.items())
        subprocess.run(["nsenter", "-t", str(pid), "-n", "sh", "-c", write], check=False, capture_output=True)

    def forget_neighbours(self) -> None:
        """So that the next sweep has to find everybody again."""
        ip("neigh", "flush", "dev", "home0")

    def close(self) -> None:
        """End what was started."""
        self._server.terminate()
        self._holder.terminate()
        self._server.wait()
        self._holder.wait()


def table(rows: list[tuple[str, str, str]]) -> str:
    """A small Markdown table."""
    head = [("what", "doorguard", "peer")]
    return "\n".join(f"| {a} | {b} | {c} |" for a, b, c in [*head, ("---", "---", "---"), *rows])


ROOT = Path(__file__).parents[1]
