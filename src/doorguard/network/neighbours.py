"""Who is on this network: the kernel's neighbour table, the interfaces and the default route.

Linux: netlink (rtnetlink(7)), no privileges. macOS and Windows read the system's own commands;
those paths are written and not tried yet.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import subprocess
import sys

from doorguard.network.scope import Interface, Scope
from doorguard.network.wire import Neighbour

# rtnetlink(7): message types, the dump flag, and neighbour states.
_RTM_GETROUTE, _RTM_NEWROUTE, _RTM_GETNEIGH, _RTM_NEWNEIGH = 26, 24, 30, 28
_NLM_F_REQUEST_DUMP = 0x301
_NLMSG_DONE, _NLMSG_ERROR = 3, 2
_NUD_REACHABLE, _NUD_NOARP = 0x02, 0x40
_NDA_DST, _NDA_LLADDR = 1, 2
_RTA_DST, _RTA_OIF, _RTA_GATEWAY, _RTA_PRIORITY = 1, 4, 5, 6


def read_table(scope: Scope) -> list[Neighbour]:
    """The neighbour table for one interface, v4 and v6. Raises ``OSError``."""
    entries = _linux_table(scope.index) if sys.platform == "linux" else _command_table()
    kept = []
    for address, mac, fresh in entries:
        parsed = ipaddress.ip_address(address)
        if isinstance(parsed, ipaddress.IPv6Address):
            if parsed.is_multicast:
                continue
            text = f"{parsed}%{scope.interface}" if parsed.is_link_local else str(parsed)
        elif parsed not in scope.network:
            continue
        else:
            text = str(parsed)
        # A group bit or all zeros is nobody's hardware address.
        if mac == "00:00:00:00:00:00" or int(mac[:2], 16) & 1:
            continue
        kept.append(Neighbour(text, mac, fresh))
    return kept


def _dump(request: int, answer: int, body: bytes) -> list[bytes]:
    """Ask the kernel for one table; the messages of type ``answer``."""
    found: list[bytes] = []
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as sock:
        sock.settimeout(1)
        sock.sendall(struct.pack("=IHHII", 16 + len(body), request, _NLM_F_REQUEST_DUMP, 1, 0) + body)
        while True:
            data = sock.recv(1 << 20)
            while len(data) >= 16:
                length, kind = struct.unpack_from("=IH", data)
                if kind in (_NLMSG_DONE, _NLMSG_ERROR) or length < 16:
                    return found
                if kind == answer:
                    found.append(data[16:length])
                data = data[(length + 3) & ~3 :]


def _attributes(data: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if length < 4:
            break
        found[kind & 0x3FFF] = data[4:length]
        data = data[(length + 3) & ~3 :]
    return found


def _linux_table(index: int) -> list[tuple[str, str, bool]]:
    rows = []
    for message in _dump(_RTM_GETNEIGH, _RTM_NEWNEIGH, struct.pack("=BxxxiHBB", 0, 0, 0, 0, 0)):
        family, ifindex, state = struct.unpack_from("=BxxxiH", message)
        attributes = _attributes(message[12:])
        raw, link = attributes.get(_NDA_DST), attributes.get(_NDA_LLADDR)
        if ifindex != index or state & _NUD_NOARP or raw is None or link is None or len(link) != 6:
            continue
        if family not in (socket.AF_INET, socket.AF_INET6):
            continue
        # DELAY and PROBE are old entries that we ourselves have used again: nobody has answered yet.
        fresh = bool(state & _NUD_REACHABLE)
        rows.append((socket.inet_ntop(family, raw), link.hex(":"), fresh))
    return rows


_ARP_LINE = re.compile(
    r"\(?(\d+\.\d+\.\d+\.\d+)\)?\s+(?:at\s+)?([0-9a-fA-F]{1,2}(?:[:-][0-9a-fA-F]{1,2}){5})"
)


def parse_arp_command(text: str) -> list[tuple[str, str, bool]]:
    """Read ``arp -an`` (macOS) or ``arp -a`` (Windows). Not tried on those systems yet.

    These commands do not say how old an entry is. Both systems forget by themselves, after 20
    minutes at most, so what they show counts as fresh; otherwise nobody would ever be seen."""
    rows = []
    for address, mac in _ARP_LINE.findall(text):
        parts = [part.zfill(2).lower() for part in re.split("[:-]", mac)]
        rows.append((address, ":".join(parts), True))
    return rows


def _command_table() -> list[tuple[str, str, bool]]:
    argument = "-a" if sys.platform == "win32" else "-an"
    done = subprocess.run(["arp", argument], capture_output=True, text=True, timeout=5, check=False)
    return parse_arp_command(done.stdout)


def interfaces() -> list[Interface]:
    """This computer's IPv4 addresses with their networks."""
    import ifaddr

    found = []
    for adapter in ifaddr.get_adapters():
        link_local = None
        for ip in adapter.ips:
            if ip.is_IPv6 and str(ip.ip[0]).lower().startswith("fe80"):
                link_local = str(ip.ip[0])
        for ip in adapter.ips:
            if ip.is_IPv4:
                address = ipaddress.IPv4Address(str(ip.ip))
                network = ipaddress.IPv4Network(f"{address}/{ip.network_prefix}", strict=False)
                found.append(Interface(adapter.name, address, network, adapter.index or 0, link_local))
    return found


def default_route() -> tuple[str, str] | None:
    """(interface name, gateway) of the IPv4 default route, or None."""
    if sys.platform == "linux":
        return _linux_default_route()
    return _command_default_route()


def _linux_default_route() -> tuple[str, str] | None:
    best: tuple[int, str, str] | None = None
    for message in _dump(
        _RTM_GETROUTE, _RTM_NEWROUTE, struct.pack("=BBBBBBBBI", socket.AF_INET, *[0] * 8)
    ):
        if message[0] != socket.AF_INET or message[1] != 0:  # destination length 0 = default
            continue
        attributes = _attributes(message[12:])
        if _RTA_GATEWAY not in attributes or _RTA_OIF not in attributes:
            continue
        metric = int.from_bytes(attributes.get(_RTA_PRIORITY, b"\0\0\0\0"), sys.byteorder)
        name = socket.if_indextoname(int.from_bytes(attributes[_RTA_OIF], sys.byteorder))
        row = (metric, name, socket.inet_ntoa(attributes[_RTA_GATEWAY]))
        best = min(best, row) if best else row
    return (best[1], best[2]) if best else None


def _command_default_route() -> tuple[str, str] | None:
    if sys.platform == "win32":
        command = [
            "powershell",
            "-NoProfile",
            "-Command",
            ("$r=Get-NetRoute -DestinationPrefix 0.0.0.0/0|Sort-Object RouteMetric|Select-Object -First 1;"
            "'gateway: '+$r.NextHop; 'interface: '+$r.InterfaceAlias"),
        ]
    else:
        command = ["route", "-n", "get", "default"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    gateway = re.search(r"gateway:\s*(\S+)", done.stdout)
    name = re.search(r"interface:\s*(.+)", done.stdout)
    return (name[1].strip(), gateway[1]) if gateway and name else None
