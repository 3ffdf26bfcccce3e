"""One private network of one home, and nothing else."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doorguard.network.scope import Interface, NoNetwork, choose


def interface(name: str, text: str) -> Interface:
    both = ipaddress.IPv4Interface(text)
    return Interface(name, both.ip, both.network, 2)


HOME = interface("wlan0", "192.168.1.10/24")
CABLE = interface("eth0", "10.0.0.5/24")


def test_the_network_of_the_default_gateway_is_taken_and_the_other_named() -> None:
    scope = choose([CABLE, HOME], ("wlan0", "192.168.1.1"))
    assert str(scope.network) == "192.168.1.0/24"
    assert scope.gateway == "192.168.1.1"
    assert any("10.0.0.0/24" in line for line in scope.left_out)


@pytest.mark.parametrize("name", ["tun0", "wg0", "docker0", "br-12ab", "tailscale0", "utun3", "veth12",
                                  "vpn0", "ovpnc1", "outline-tun1", "nebula1", "ham0", "wt0", "CloudflareWARP", "gpd0"])
def test_vpn_and_container_interfaces_are_left_out_and_said(name: str) -> None:
    scope = choose([interface(name, "192.168.9.2/24"), HOME], ("wlan0", "192.168.1.1"))
    assert any(name in line for line in scope.left_out)
    with pytest.raises(NoNetwork, match=name):
        choose([interface(name, "192.168.9.2/24")], (name, "192.168.9.1"))


@pytest.mark.parametrize("text", ["8.8.8.5/24", "10.0.0.5/16", "100.64.0.3/24", "192.0.2.9/24"])
def test_public_and_large_networks_are_refused(text: str) -> None:
    with pytest.raises(NoNetwork):
        choose([interface("eth0", text)], ("eth0", "1.1.1.1"))


@pytest.mark.parametrize(
    ("network", "address"),
    [("8.8.8.0/24", None), ("10.0.0.0/16", None), ("banana", None), ("fe80::/64", None),
     ("192.168.2.0/24", None), ("192.168.1.0/25", None), ("0.0.0.0/0", None), ("127.0.0.0/8", None), ("192.168.1.1@8.8.8.8", None),
     ("::ffff:192.168.1.0/120", None), ("camera.local", None), ("192.168.1.0/24 ", "x"), (None, "192.168.1.255"), (None, "192.168.1.0"),
     (None, "0xC0A80114"), (None, "3232235796"), (None, "192.168.1.20@8.8.8.8"), (None, "192.168.1.020"), (None, "fe80::1"), (None, ""),
     (None, "8.8.8.8"), (None, "127.0.0.1"), (None, "192.168.1.10"), (None, "camera.local"), (None, "192.168.2.7")],
)  # fmt: skip
def test_what_is_named_on_the_command_line_is_guarded_too(network: str | None, address: str | None) -> None:
    with pytest.raises(NoNetwork) as told:
        choose([HOME], ("wlan0", "192.168.1.1"), network=network, address=address)
    assert str(told.value).endswith(".")


def test_our_own_address_is_called_what_it_is() -> None:
    with pytest.raises(NoNetwork, match="this computer itself"):
        choose([HOME, CABLE], ("wlan0", "192.168.1.1"), address=str(HOME.address))
    with pytest.raises(NoNetwork, match="this computer itself"):
        choose([HOME, CABLE], ("wlan0", "192.168.1.1"), address=str(CABLE.address))


def test_two_networks_and_no_default_route_is_asked_not_guessed() -> None:
    with pytest.raises(NoNetwork, match="more than one network"):
        choose([HOME, CABLE], None)
    assert choose([HOME, CABLE], None, interface="eth0").interface == "eth0"


def test_one_address_by_hand_limits_the_run_to_it() -> None:
    scope = choose([HOME], ("wlan0", "192.168.1.1"), address="192.168.1.20")
    assert scope.hosts() == ["192.168.1.20"]
    assert scope.allows("192.168.1.20")
    assert not scope.allows("192.168.1.21")


@given(st.ip_addresses().map(str))
def test_nothing_outside_the_network_is_ever_allowed(address: str) -> None:
    scope = choose([HOME], ("wlan0", "192.168.1.1"))
    inside = ":" not in address and ipaddress.ip_address(address) in HOME.network
    if not inside:
        assert not scope.allows(address)


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "224.0.0.251", "192.168.1.255", "192.168.1.10", "::1", "2001:db8::1", "x"]
)
def test_ourselves_groups_and_loopback_are_not_hosts(address: str) -> None:
    assert not choose([HOME], ("wlan0", "192.168.1.1")).allows(address)
