"""Which one network a run may touch, and the guard that keeps it there (design rule 8).

One network per run: that of the default gateway unless another is named. Public ranges, networks
larger than /22 and VPN or container interfaces are left out, and the run says so.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass

from doorguard.wording import _

IPv4 = ipaddress.IPv4Address
IPv6 = ipaddress.IPv6Address

LARGEST_PREFIX = 22
"""1,024 addresses (safety.md S32)."""

_PRIVATE = tuple(
    ipaddress.ip_network(net) for net in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
)
# Names that systems give to VPN, container and virtual-machine interfaces.
_NOT_A_HOME = re.compile(
    r"^(lo\d*$|docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|wg|tailscale|zt|utun|ppp|ipsec|cni|flannel|"
    r"podman|lxc|lxd|nordlynx|proton|mullvad|cscotun|awdl|llw|gif|stf|vpn|ovpn|openvpn|wireguard|"
    r"zerotier|cloudflarewarp|warp|outline|nebula|ham\d|wt\d|gpd\d|cali|vxlan|macvtap|dummy|vnet)",
    re.IGNORECASE,
)


class NoNetwork(Exception):
    """There is no network this run may use. The text is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Interface:
    """One address of this computer: interface name, IPv4 address and its network."""

    name: str
    address: IPv4
    network: ipaddress.IPv4Network
    index: int = 0
    link_local: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The one network of a run. ``only`` limits it to a single address given by hand."""

    interface: str
    index: int
    our_address: str
    network: ipaddress.IPv4Network
    gateway: str | None = None
    only: str | None = None
    link_local: str | None = None
    left_out: tuple[str, ...] = ()

    @property
    def broadcast(self) -> str:
        """The directed broadcast address of the network."""
        return str(self.network.broadcast_address)

    def hosts(self) -> list[str]:
        """Every address that may be asked, ours left out."""
        if self.only:
            return [self.only]
        return [str(host) for host in self.network.hosts() if str(host) != self.our_address]

    def allows(self, address: str) -> bool:
        """True when we may send to this host address. Groups are not hosts."""
        if self.only and address != self.only:
            return False
        return self.holds(address) and address != self.our_address

    def holds(self, address: str) -> bool:
        """True when an answer from this address comes from this network."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(parsed, IPv6):
            return parsed.is_link_local and parsed.scope_id in (self.interface, str(self.index))
        return parsed in self.network and parsed not in (
            self.network.network_address,
            self.network.broadcast_address,
        )


def private(network: ipaddress.IPv4Network) -> bool:
    """RFC 1918 or RFC 3927."""
    return any(network.subnet_of(net) for net in _PRIVATE if isinstance(net, ipaddress.IPv4Network))


def refuse(network: ipaddress.IPv4Network, name: str) -> str | None:
    """Why this network may not be looked at, in one plain sentence, or None."""
    if _NOT_A_HOME.match(name):
        return _("{name} was left out: it looks like a VPN or a network inside this computer.").format(name=name)
    if not private(network):
        return _("{network} was left out: it is not a home network. Its addresses are on the internet.").format(
            network=network
        )
    if network.prefixlen < LARGEST_PREFIX:
        return _("{network} was left out: it is larger than a home network.").format(network=network)
    return None


def choose(
    interfaces: Iterable[Interface],
    default_route: tuple[str, str] | None,
    *,
    network: str | None = None,
    interface: str | None = None,
    address: str | None = None,
) -> Scope:
    """The one network of this run.

    ``default_route`` is (interface name, gateway address). Raises :class:`NoNetwork` with a plain
    sentence when nothing fits, and never guesses between two networks.
    """
    usable: list[Interface] = []
    left_out: list[str] = []
    for candidate in interfaces:
        if candidate.address.is_loopback:
            continue
        why = refuse(candidate.network, candidate.name)
        if why:
            left_out.append(why)
        else:
            usable.append(candidate)
    picked = _pick(usable, left_out, default_route, network, interface, address)
    others = [
        _("{network} on {name} was left out: one network at a time.").format(network=other.network, name=other.name)
        for other in usable
        if other is not picked
    ]
    gateway = None
    if default_route and default_route[0] == picked.name:
        try:
            if ipaddress.ip_address(default_route[1]) in picked.network:
                gateway = default_route[1]
        except ValueError:
            gateway = None
    return Scope(
        interface=picked.name,
        index=picked.index,
        our_address=str(picked.address),
        network=picked.network,
        gateway=gateway,
        only=address,
        link_local=picked.link_local,
        left_out=tuple(left_out + others),
    )


def _pick(
    usable: list[Interface],
    left_out: list[str],
    default_route: tuple[str, str] | None,
    network: str | None,
    interface: str | None,
    address: str | None,
) -> Interface:
    if network is not None:
        wanted = _read_network(network)
        why = refuse(wanted, "")
        if why:
            raise NoNetwork(why)
        return _first(
            [i for i in usable if i.network == wanted],
            _("This computer is not on the network {wanted}.").format(wanted=wanted),
            left_out,
        )
    if address is not None:
        host = _read_address(address)
        if any(i.address == host for i in usable):
            raise NoNetwork(_("{host} is this computer itself. Name the address of a device.").format(host=host))
        return _first(
            [i for i in usable if _is_a_host(host, i)],
            _("{host} is not on a home network of this computer.").format(host=host),
            left_out,
        )
    if interface is not None:
        return _first(
            [i for i in usable if i.name == interface],
            _("There is no home network on {interface}.").format(interface=interface),
            left_out,
        )
    if default_route:
        on_route = [i for i in usable if i.name == default_route[0]]
        if on_route:
            return on_route[0]
    if len(usable) > 1:
        names = ", ".join(_("{network} on {name}").format(network=i.network, name=i.name) for i in usable)
        raise NoNetwork(_("There is more than one network: {names}. Name one with --network.").format(names=names))
    return _first(usable, _("This computer is not on a home network."), left_out)


def _is_a_host(host: IPv4, on: Interface) -> bool:
    """Not one of the two addresses of a network that mean everybody."""
    ends = (on.network.network_address, on.network.broadcast_address)
    return host in on.network and host not in ends


def _first(found: list[Interface], otherwise: str, left_out: list[str]) -> Interface:
    if not found:
        raise NoNetwork(" ".join([otherwise, *left_out]))
    return found[0]


def _read_network(text: str) -> ipaddress.IPv4Network:
    try:
        wanted = ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise NoNetwork(_("{text!r} is not a network. Write it like 192.168.1.0/24.").format(text=text)) from None
    if not isinstance(wanted, ipaddress.IPv4Network):
        raise NoNetwork(_("Name the IPv4 network, like 192.168.1.0/24. IPv6 is looked at beside it."))
    return wanted


def _read_address(text: str) -> IPv4:
    try:
        return IPv4(text)
    except ValueError:
        raise NoNetwork(_("{text!r} is not an address. Write it like 192.168.1.20.").format(text=text)) from None
