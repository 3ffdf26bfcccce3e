"""ARP requests by scapy, where privileges allow."""

from __future__ import annotations

import logging

from doorguard.network.scope import Scope
from doorguard.network.wire import Neighbour


def ask_by_arp(scope: Scope, addresses: list[str], seconds: float) -> list[Neighbour]:
    """Broadcast one ARP request (RFC 826) per address; who answers within ``seconds``.

    Raises ``PermissionError`` without privileges. ARP is not IP: it carries no
    message to a device, never leaves the link, and any kernel sends it before any packet.
    """
    logging.getLogger("scapy").addHandler(logging.NullHandler())
    from scapy.config import conf
    from scapy.layers.l2 import ARP, Ether
    from scapy.sendrecv import srp

    conf.verb = 0
    frames = Ether(dst="ff:ff:ff:ff:ff:ff") / ARP(pdst=addresses, psrc=scope.our_address)
    try:
        answered, _ = srp(frames, iface=scope.interface, timeout=seconds, inter=0.0005, retry=0)
    except OSError as error:
        if isinstance(error, PermissionError):
            raise
        return []
    return [Neighbour(reply.psrc, str(reply.hwsrc).lower(), True) for _, reply in answered]
