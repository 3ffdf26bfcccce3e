"""What a run could not see, each from a sign that was really there, in one plain sentence that says the sign."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Collection, Iterable, Iterator, Mapping

from doorguard.catalog import Catalog
from doorguard.identify import Household
from doorguard.model import Device, Level
from doorguard.network.door import Door
from doorguard.session.home_wide import SPEAKING_CHANNELS, router_of
from doorguard.wording import _, in_a_row, many

LOOKS = ("camera", "doorbell", "recorder")
MOST_NAMED = 3
SILENT_THINGS = 2
"""From so many on it is a sign that nothing but the router answers; a single phone often says nothing."""
NOT_AN_ANSWER = frozenset(
    {
        "host.alive",
        "host.global_address",
        "is.gateway",
        "mac.maker",
        "mac.randomised",
        "discovery.on",
        "mapping.open",
        "ipv6.open",
        "network.shared",
        "tls.shared",
    }
)
"""Facts that the neighbour table gives, or that were worked out: the device itself said nothing for them."""


def remembered(door: Door) -> frozenset[str]:
    """Who was here lately, as the system remembers it before a run. Sends nothing."""
    with contextlib.suppress(OSError):
        ours = (door.scope.our_address, door.scope.gateway)
        found = {neighbour.address for neighbour in door.neighbours()} - set(ours)
        return frozenset(address for address in found if not _link_local(address))
    return frozenset()


def blind_spots(
    house: Household,
    shown: Iterable[Device],
    door: Door,
    answers: Mapping[str, int],
    catalog: Catalog,
    lately: Collection[str] = (),
) -> Iterator[str]:
    """The signs of one run. Pure. ``lately``: addresses that the system remembered before it."""
    devices = list(shown)
    if house.refused:
        yield _("{refused} answers were left out: one device sent far too many.").format(refused=house.refused)
    if door.scope.only is None:
        yield from _kept_apart(devices, door, answers)
    yield from _behind_routers(house, devices)
    yield from _base_stations(devices)
    if door.level >= Level.LOOK:
        yield from _in_the_app_alone(devices)
    if door.level >= Level.LOOK and door.scope.only is None and not door.stopped:
        yield from _asleep(house, lately)
    if door.level >= Level.LOOK and any(_has_both(device) for device in devices):
        yield _("Some devices have more than one address. Their doors were tried at one of them.")
    if door.level == Level.LISTEN:
        yield _("Devices that stayed quiet were not asked, so they may be missing here.")
    yield from _signed_in(devices, catalog)
    if door.scope.only is None and not any(device.kind in LOOKS for device in devices):
        yield _("No camera answered. One that was asleep, off or on another network cannot be seen this way.")


def _kept_apart(devices: Collection[Device], door: Door, answers: Mapping[str, int]) -> Iterator[str]:
    """Signs of a wifi that keeps devices apart, as many guest networks do."""
    if door.stopped or not devices:
        return
    others = [device for device in devices if device.kind != "router" and not _has(device, "is.gateway")]
    gateway_there = len(others) < len(devices)
    if gateway_there and not others and door.level >= Level.LOOK:
        yield _("Only the router answered. Your wifi may hide devices from each other, as a guest wifi does.")
    elif len(others) >= SILENT_THINGS and door.level >= Level.LOOK and not any(_answered(one) for one in others):
        yield many(
            "{number} thing is here, and it did not answer. The wifi may keep devices apart.",
            "{number} things are here, and none of them answered. The wifi may keep devices apart.",
            len(others),
        ).format(number=len(others))
    elif len(devices) > 1 and not sum(answers.get(name, 0) for name in SPEAKING_CHANNELS):
        yield _("No device spoke up by itself. Your wifi may hide devices from each other.")


def _answered(device: Device) -> bool:
    return any(fact.name not in NOT_AN_ANSWER for fact in device.facts)


def _has(device: Device, name: str) -> bool:
    return any(fact.name == name and fact.value is True for fact in device.facts)


def _behind_routers(house: Household, devices: Iterable[Device]) -> Iterator[str]:
    """What routers hide: another one before this one, another one beside it, rules that it does not list."""
    router = router_of(house)
    facts = {} if router is None else {f.name: f.value for f in router.facts}
    if facts.get("router.outside") == "private":
        yield _("Your router is behind another router. What that one lets in cannot be seen from here.")
    if router is not None and any(d.id != router.id and _is_gateway(d) for d in devices):
        yield _("There is more than one router here. Devices behind the other one cannot be seen this way.")
    if facts.get("igd.listed") is True:
        yield _("Rules that someone typed into the router by hand may be missing in the list it shows.")


def _is_gateway(device: Device) -> bool:
    """True when it says that it leads to the internet; a wifi point alone does not."""
    return device.kind == "router" and any(
        f.name in ("ssdp.device_type", "ssdp.target") and "InternetGatewayDevice" in str(f.value) for f in device.facts
    )


def _base_stations(devices: Iterable[Device]) -> Iterator[str]:
    """Cameras of some makers talk to a box of theirs alone, and sleep most of the time."""
    hubs = [device for device in devices if device.kind == "hub" and device.listed]
    if any(device.vendor is None for device in hubs):
        yield _("There is a base station here. Cameras behind it cannot be seen this way.")
    for maker in list(dict.fromkeys(device.vendor for device in hubs if device.vendor))[:MOST_NAMED]:
        says = _("There is a base station by {maker} here. Cameras that sleep behind it cannot be seen this way.")
        yield says.format(maker=maker)


def _in_the_app_alone(devices: Iterable[Device]) -> Iterator[str]:
    """It looks, and has no door that could be asked: it lives in its maker's app."""
    closed = [device for device in devices if device.kind in LOOKS and device.listed and not _open_door(device)]
    if closed:
        yield many(
            "{number} device here has no door that could be asked. What it does shows in its app alone.",
            "{number} devices here have no door that could be asked. What they do shows in their app alone.",
            len(closed),
        ).format(number=len(closed))


def _open_door(device: Device) -> bool:
    return any(fact.name == "port.open" for fact in device.facts)


def _asleep(house: Household, lately: Collection[str]) -> Iterator[str]:
    """Things that were here lately, and did not answer now."""
    gone = sum(not house.knows(address) for address in lately)
    if gone:
        yield many(
            "{number} thing was here lately and does not answer now. It may be asleep or off.",
            "{number} things were here lately and do not answer now. They may be asleep or off.",
            gone,
        ).format(number=gone)


def _link_local(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_link_local


def _signed_in(devices: Iterable[Device], catalog: Catalog) -> Iterator[str]:
    """A make that is used with an app was found: who is signed in there, no network shows."""
    makers = []
    for device in devices:
        page = catalog.page_for(device.vendor) if device.listed and device.vendor else None
        if page is not None and page.apps and device.vendor not in makers:
            makers.append(str(device.vendor))
    if makers:
        shown = in_a_row(makers) if len(makers) <= MOST_NAMED else _("the makers found here")
        says = _("Who is signed in to the app of {makers} cannot be seen from here. Look in the app.")
        yield says.format(makers=shown)


def _has_both(device: Device) -> bool:
    """It has an IPv6 address beside the IPv4 address where it was asked (budgets are for a device)."""
    return len({":" in address for address in device.addresses}) > 1
