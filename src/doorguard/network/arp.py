"""ARP requests as scapy's frames, where privileges allow."""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
from collections.abc import Iterator
from pathlib import Path

from doorguard.network.refusal import NoAnswer
from doorguard.network.scope import Scope
from doorguard.network.waiting import Deadline, Waiter, WakeUp
from doorguard.network.wire import Neighbour

_ETHERTYPE, _REPLY = 0x0806, 2  # RFC 826


def ask_by_arp(scope: Scope, addresses: list[str], seconds: float, wake: WakeUp) -> list[Neighbour]:
    """Broadcast one ARP request (RFC 826) per address; who answers within ``seconds``.

    Raises ``PermissionError`` without privileges, and Stopped. ARP is not IP: it carries no
    message to a device, never leaves the link, and any kernel sends it before any packet.
    """
    logging.getLogger("scapy").addHandler(logging.NullHandler())
    with nothing_kept():
        from scapy.config import conf
        from scapy.layers.l2 import ARP, Ether

    try:
        link = conf.L2socket(iface=scope.interface, type=_ETHERTYPE, promisc=False)
    except PermissionError:
        raise
    except OSError:
        return []
    found: dict[str, Neighbour] = {}
    wanted = set(addresses)
    waiter = Waiter(link.ins, wake)
    try:
        for address in addresses:
            wake.check()
            link.send(Ether(dst="ff:ff:ff:ff:ff:ff") / ARP(pdst=address, psrc=scope.our_address))
        deadline = Deadline(seconds)
        while len(found) < len(wanted):
            waiter.wait(selectors.EVENT_READ, deadline)
            frame = link.recv()
            if frame is not None and ARP in frame and frame[ARP].op == _REPLY and frame[ARP].psrc in wanted:
                answer = Neighbour(str(frame[ARP].psrc), str(frame[ARP].hwsrc).lower(), True)
                if not int(answer.mac[:2], 16) & 1 and answer.mac != "00:00:00:00:00:00":
                    found.setdefault(answer.address, answer)
    except NoAnswer:
        pass
    except OSError:
        pass  # the link went away
    finally:
        waiter.close()
        link.close()
    return list(found.values())


@contextlib.contextmanager
def nothing_kept() -> Iterator[None]:
    """While scapy is imported: it would keep its tables below the home folder, and we leave nothing there (S19).

    A place below the null device cannot be made, on any system; scapy then keeps nothing.
    """
    names = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, str(Path(os.devnull) / "none")))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
