"""Hosts of a test home, each in a network namespace of its own, joined by a bridge.

Everything happens inside a user and network namespace that :func:`run_inside` makes, so an ordinary
user can run it and no packet can leave. Where the system does not allow that, :func:`why_not` says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from doorguard.pretend_home.air import Group, HostAir

CLONE_NEWNET = 0x40000000  # linux/sched.h
_libc = ctypes.CDLL(None, use_errno=True)


@functools.cache
def why_not() -> str | None:
    """Why this computer cannot have network namespaces, in a sentence; None when it can."""
    try:
        done = subprocess.run(
            ["unshare", "-rn", "sh", "-c", "ip link add b0 type bridge && ip link add v0 type veth peer name v1"],
            capture_output=True,
            text=True,
            timeout=10,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unshare or ip is not installed here"
    if done.returncode:
        return f"this system does not let us make a private network ({done.stderr.strip().splitlines()[-1:]})"
    return None


def run_inside(script: Path, *arguments: str, timeout: float = 90) -> subprocess.CompletedProcess[str]:
    """Run a Python script inside fresh namespaces; its standard output is the result."""
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    return subprocess.run(
        ["unshare", "-rn", "--fork", "--kill-child", sys.executable, str(script), *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
    )


def ip(*words: str, pid: int | None = None) -> None:
    """Run ``ip``, inside the namespace of ``pid`` when given."""
    enter = ["nsenter", "-t", str(pid), "-n"] if pid else []
    done = subprocess.run([*enter, "ip", *words], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr.strip()}")


@contextlib.contextmanager
def inside(pid: int) -> Iterator[None]:
    """This thread is in the network namespace of ``pid`` meanwhile; sockets made here stay there."""
    with open("/proc/thread-self/ns/net") as ours, open(f"/proc/{pid}/ns/net") as theirs:
        if _libc.setns(theirs.fileno(), CLONE_NEWNET):
            raise OSError(ctypes.get_errno(), "setns")
        try:
            yield
        finally:
            _libc.setns(ours.fileno(), CLONE_NEWNET)


class NamespaceAir(HostAir):
    """True addresses, each device in its own namespace."""

    def __init__(self, home: NamespaceHome) -> None:
        super().__init__()
        self._home = home

    def tcp(self, address: str, port: int) -> socket.socket:
        with inside(self._home.pids[address]):
            return super().tcp(address, port)

    def udp(self, address: str, port: int, groups: tuple[Group, ...] = ()) -> socket.socket:
        with inside(self._home.pids[address]):
            return super().udp(address, port, groups)


class NamespaceHome:
    """A bridge that is our own interface, and one namespace per host."""

    def __init__(
        self,
        ours: str = "192.168.77.10/24",
        gateway: str | None = "192.168.77.1",
        interface: str = "home0",
        ipv6: bool = False,
    ) -> None:
        self.interface = interface
        self.pids: dict[str, int] = {}
        self._holders: list[subprocess.Popen[bytes]] = []
        self._ours = ours
        self._gateway = gateway
        if not ipv6:
            with contextlib.suppress(OSError):
                Path("/proc/sys/net/ipv6/conf/all/disable_ipv6").write_text("1")
        ip("link", "set", "lo", "up")
        ip("link", "add", interface, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0")
        ip("link", "set", interface, "address", "02:00:00:00:00:0a")
        ip("addr", "add", ours, "brd", "+", "dev", interface)
        ip("link", "set", interface, "up")

    def add(self, address: str, mac: str, *, prefix: int = 24, route: bool = True) -> int:
        """A host with one address; the process id that holds its namespace."""
        holder = subprocess.Popen(["unshare", "-n", "sleep", "600"])
        self._holders.append(holder)
        self._wait_for_namespace(holder.pid)
        port = f"p{len(self._holders)}"
        ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", str(holder.pid))
        ip("link", "set", port, "master", self.interface, "up")
        ip("link", "set", "lo", "up", pid=holder.pid)
        ip("link", "set", "eth0", "address", mac, "up", pid=holder.pid)
        ip("addr", "add", f"{address}/{prefix}", "brd", "+", "dev", "eth0", pid=holder.pid)
        if route and self._gateway and address != self._gateway:
            ip("route", "add", "default", "via", self._gateway, pid=holder.pid)
        self.pids[address] = holder.pid
        return holder.pid

    def ready(self) -> None:
        """The gateway is our default route too."""
        if self._gateway:
            ip("route", "add", "default", "via", self._gateway)

    @staticmethod
    def _wait_for_namespace(pid: int) -> None:
        ours = os.readlink("/proc/self/ns/net")
        for _ in range(200):
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{pid}/ns/net") != ours:
                    return
            time.sleep(0.01)
        raise RuntimeError("the namespace did not come up")

    def close(self) -> None:
        """End the holders that were started here."""
        for holder in self._holders:
            holder.terminate()
        for holder in self._holders:
            holder.wait()
