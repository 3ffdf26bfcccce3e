"""The router's DNS (RFC 1035): reverse names of what joined by DHCP."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice

_PTR, _CLASS = 12, 1


@dataclass
class RouterNames:
    """``names`` maps addresses to the host names the router gave out."""

    names: dict[str, str]
    port: int = 53
    groups: tuple[Group, ...] = ()

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """Answer reverse questions; NXDOMAIN for the rest."""
        from zeroconf import DNSIncoming, DNSOutgoing, DNSPointer

        message = DNSIncoming(data)
        if not message.valid or not message.questions:
            return ()
        question = message.questions[0]
        known = {ipaddress.ip_address(a).reverse_pointer + ".": n for a, n in self.names.items()}
        name = known.get(question.name.lower())
        out = DNSOutgoing(0x8180 if name else 0x8183, False, message.id)
        out.add_question(question)
        if name:
            out.add_answer_at_time(DNSPointer(question.name, _PTR, _CLASS, 60, f"{name}.home."), 0)
        return tuple(bytes(packet) for packet in out.packets())

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """A DNS server says nothing by itself."""
        return ()
