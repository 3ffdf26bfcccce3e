"""What only the whole home can say, such as rules that are not in the router's list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from doorguard.identify import Household
from doorguard.model import Device, Fact, Gap, Level, Reason, Scalar, Sighting
from doorguard.network.door import Door
from doorguard.wording import N_, _

CHANGED_HANDS = N_("Another device has this address now, or this is another network. So it was not checked again.")
SPEAKING_CHANNELS = ("mdns", "ws-discovery", "ssdp")


def router_of(house: Household) -> Device | None:
    """The router of this home, where one was recognised: the gateway, before others that say they are one."""
    routers = [device for device in house.devices() if device.kind == "router"]
    gateways = [device for device in routers if any(fact.name == "is.gateway" for fact in device.facts)]
    return next(iter([*gateways, *routers]), None)


def boxes_of(house: Household, device: Device, door: Door) -> dict[str, str]:
    """The hardware address behind each address of a device, and behind the router's, as they were seen."""
    gateway = house.device_of(door.scope.gateway) if door.scope.gateway else None
    return {address: one.mac for one in (gateway, device) if one is not None and one.mac for address in one.addresses}


def changed_hands(boxes: Mapping[str, str], door: Door) -> bool:
    """Another box has one of these addresses now: a device took it over, or this computer is on another network."""
    try:
        now = {neighbour.address: neighbour.mac for neighbour in door.neighbours()}
    except OSError:
        return False
    return any(now.get(address, mac) != mac for address, mac in boxes.items())


def say_no_mapping(house: Household, now: float, *, only: str | None = None) -> None:
    """The router's list was read to its end: what is not in it is not open that way.

    Where it was not, every device gets the gap instead. ``only`` is the one address that was chosen.
    """
    router = router_of(house)
    listed = router is not None and any(f.name == "igd.listed" and f.value is True for f in router.facts)
    gap = None if listed else _why_not_listed(house, router, only)
    for device in house.devices():
        if device.kind in ("router", "other"):
            continue
        has = any(f.name == "mapping.open" and f.place is not None for f in device.facts)
        facts: tuple[Fact, ...] = ()
        if listed and not has:
            facts = (Fact(name="mapping.open", value=False, probe="igd", seen_at=now),)
        gaps = (gap,) if gap else ()
        if facts or gaps:
            address = device.addresses[0]
            house.add(Sighting(channel="igd", address=address, facts=facts, gaps=gaps, seen_at=now))


def _why_not_listed(house: Household, router: Device | None, only: str | None) -> Gap | None:
    """Why the router's list is not known. None: nothing said that there is one."""
    if router is None:
        says = _("Only this one device was asked, so its router was not.")
        return Gap(names=("mapping.open",), reason="level", probe="igd", says=says) if only else None
    for gap in house.gaps_of(router):
        if "mapping.open" in gap.names:
            return replace(gap, place=None)
    if any(f.name == "ssdp.target" and "InternetGatewayDevice" in str(f.value) for f in router.facts):
        says = _("The router has a list of open doors, and did not tell where.")
        return Gap(names=("mapping.open",), reason="no-answer", probe="igd", says=says)
    return None


def say_ipv6(house: Household, now: float, *, only: str | None = None) -> None:
    """Say of each device whether the router keeps the internet away from it over IPv6.

    An address that was not seen may still be there, and doors that devices made in the protection cannot be listed:
    either is "could not check". ``only`` is the one address that was chosen.
    """
    router = router_of(house)
    told = {} if router is None else {f.name: f.value for f in router.facts if f.name.startswith("router.ipv6_")}
    protects, opens = told.get("router.ipv6_firewall"), told.get("router.ipv6_pinholes")
    for device in house.devices():
        if device.kind in ("router", "other"):
            continue
        has_address = any(f.name == "host.global_address" and f.value is True for f in device.facts)
        facts: tuple[Fact, ...] = ()
        gaps: tuple[Gap, ...] = ()
        if protects is False and has_address:
            facts = (Fact(name="ipv6.open", value=True, how="reported", probe="igd", seen_at=now),)
        elif protects is True and opens is False:
            facts = (Fact(name="ipv6.open", value=False, how="reported", probe="igd", seen_at=now),)
        else:
            gaps = (_why_not_ipv6(protects, asked=router is not None or not only),)
        house.add(Sighting(channel="igd", address=device.addresses[0], facts=facts, gaps=gaps, seen_at=now))


def _why_not_ipv6(protects: Scalar | None, *, asked: bool) -> Gap:
    reason: Reason = "not-supported"
    if not asked:
        reason, says = "level", _("Only this one device was asked, and not what its router keeps out.")
    elif protects is None:
        says = _("The router did not say whether it keeps the internet away over IPv6.")
    elif protects is True:
        says = _("The router keeps the internet away over IPv6. But devices may open that, and it has no list of it.")
    else:
        reason = "no-answer"
        says = _("The router keeps nothing away over IPv6. No internet address of this device was seen yet.")
    return Gap(names=("ipv6.open",), reason=reason, probe="igd", says=says)


def compare_certificates(house: Household, now: float, *, only: str | None = None) -> None:
    """Say of each certificate whether another device here, with hardware of its own, shows it too.

    One key in two devices can be taken out of either. ``only`` is the one address that was chosen.
    """
    shown: dict[str, set[str]] = {}
    seen: list[tuple[Device, str, str]] = []
    for device in house.devices():
        for fact in device.facts:
            if fact.name == "tls.certificate" and fact.place is not None and device.listed:
                seen.append((device, fact.place, str(fact.value)))
                shown.setdefault(str(fact.value), set()).add(device.mac or device.id)
    for device, place, mark in seen:
        facts: tuple[Fact, ...] = ()
        gaps: tuple[Gap, ...] = ()
        if only:
            says = _("Only this one device was asked, so its certificate was compared with no other.")
            gaps = (Gap(names=("tls.shared",), reason="level", place=place, probe="tls", says=says),)
        else:
            facts = (Fact(name="tls.shared", value=len(shown[mark]) > 1, place=place, probe="tls", seen_at=now),)
        house.add(Sighting(channel="tls", address=device.addresses[0], facts=facts, gaps=gaps, seen_at=now))


def say_hard_to_find(house: Household, asked: Collection[str], now: float) -> None:
    """Devices that are there and answered none of these searches, which came to their end.

    ``asked`` are channels in which somebody spoke, so that the network lets searches through. HomeKit and
    Matter devices must announce themselves: of them it is not said that they did not answer.
    """
    for device in house.devices():
        alive = any(f.name == "host.alive" and f.value is True for f in device.facts)
        if not device.listed or not alive or any(f.name == "discovery.on" and f.value is True for f in device.facts):
            continue
        address = device.addresses[0]
        if any(f.name == "mdns.type" and str(f.value).startswith(("_hap.", "_matter")) for f in device.facts):
            says = _("It announces itself for HomeKit or Matter, which cannot work without.")
            gap = Gap(names=("discovery.on",), reason="not-supported", probe="mdns", says=says)
            house.add(Sighting(channel="mdns", address=address, gaps=(gap,), seen_at=now))
            continue
        for channel in asked:
            hidden = Fact(name="discovery.on", value=False, probe=channel, seen_at=now)
            house.add(Sighting(channel=channel, address=address, facts=(hidden,), seen_at=now))


def say_shared_network(house: Household, level: Level, now: float) -> None:
    """Say of the router whether phones and computers stand on the one network of the cameras.

    They are only counted (design rule 9). This computer does not count: it came to look.
    """
    router = router_of(house)
    devices = house.devices()
    if router is None or not any(device.kind in ("camera", "doorbell", "recorder") for device in devices):
        return
    beside = any(device.kind == "other" and device.family == "phone-or-computer" for device in devices)
    if beside or level >= Level.LOOK:
        shared = Fact(name="network.shared", value=beside, probe="neighbours", seen_at=now)
        house.add(Sighting(channel="neighbours", address=router.addresses[0], facts=(shared,), seen_at=now))
