"""Which doors to the internet did the router open? UPnP IGD, read only.

Asked of the default gateway alone. Where WANIPConnection:2 is offered, GetListOfPortMappings gives the whole
list in two answers. Else GetGenericPortMappingEntry is read from index 0 to error 713 (WANIPConnection:1
section 2.4.14), with every stop that real routers need. The list holds rules that devices made by themselves;
rules typed into the router's page usually do not show. Pinholes for IPv6 cannot be listed at all
(WANIPv6FirewallControl:1); whether devices may make some can be asked.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field

from doorguard.model import Device, Fact, FactAbout, Gap, Level, Reason, Scalar
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, OverBudget, Stopped
from doorguard.network.scope import private
from doorguard.probes import igd_message as message
from doorguard.probes.igd_message import Entry, read, read_entry
from doorguard.probes.probe import Learned, Probe
from doorguard.wording import _

NAME = "igd"
MOST = 240
"""Entries read at most one by one, so that all stays within the router's 260 requests."""
MOST_CONTROLS = 3
"""A router may have a service for each way to the internet, and a list in each."""
END_OF_LIST = frozenset({"713", "714"})
MAYBE_END = frozenset({"402", "501", "500"})
"""What some routers say instead of 713, and others when something is wrong."""
NOTHING_LISTED = "730"
NOT_FOR_US = frozenset({"606", "401!", "403!"})
_FIREWALL = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1"
_ONE_CAP, _LIST_CAP = 16 * 1024, 192 * 1024

__all__ = ["MOST", "PROBE", "Entry", "read", "read_entry"]


class Refused(Exception):
    """The router answered with a UPnP error; ``code`` is its number as text. An HTTP status of 401 or 403
    is written ``401!``, so that it is not taken for UPnP's "Invalid Action"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Control:
    """One control service of the router."""

    def __init__(self, visit: Visit, port: int, path: str, service: str) -> None:
        self._visit, self._port, self._path, self._service = visit, port, path, service

    @property
    def lists(self) -> bool:
        """True for the second version, which can list all rules at once."""
        return "WANIPConnection:2" in self._service

    def ask(self, action: str, arguments: str = "", *, cap: int = _ONE_CAP) -> dict[str, str]:
        """One action; its out arguments. Raises :class:`Refused` or DoorError."""
        reply = self._visit.ask(
            self._port,
            self._path,
            method="POST",
            headers={"Content-Type": 'text/xml; charset="utf-8"', "SOAPAction": f'"{self._service}#{action}"'},
            body=message.question(action, self._service, arguments),
            cap=cap,
            seconds=2.0,
        )
        if reply.status in (401, 403):
            raise Refused(f"{reply.status}!")
        if reply.status != 200 and b"errorCode" not in reply.body:
            raise Refused(str(reply.status))
        fields = read(reply.body)
        if "errorCode" in fields:
            raise Refused(fields["errorCode"])
        return fields

    def maybe(self, action: str) -> dict[str, str]:
        """The same, or nothing where the router does not tell. Raises Stopped."""
        try:
            return self.ask(action)
        except Stopped:
            raise
        except (Refused, DoorError):
            return {}


def _controls(device: Device, visit: Visit, kind: str) -> list[_Control]:
    """The services whose path stands in this fact, at most three."""
    told: dict[str | None, dict[str, str]] = {}
    for fact in device.facts:
        if fact.name.startswith("igd."):
            told.setdefault(fact.place, {})[fact.name] = str(fact.value)
    rows = [rows for _, rows in sorted(told.items(), key=lambda item: str(item[0])) if rows.get(kind)]
    service = "igd.service" if kind == "igd.control" else ""
    return [
        _Control(visit, int(row.get("igd.port", "0")), row[kind], row.get(service, _FIREWALL))
        for row in rows[:MOST_CONTROLS]
    ]


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Read the router's IPv6 protection, its own address, and its list."""
    for firewall in _controls(device, visit, "igd.v6_control")[:1]:
        yield from _firewall(firewall)
    controls = _controls(device, visit, "igd.control")
    if not controls:
        return
    yield Fact(name="router.igd", value=True, probe=NAME)
    status = [control.maybe("GetStatusInfo").get("NewConnectionStatus", "") for control in controls]
    in_use = [control for control, words in zip(controls, status, strict=True) if words.lower() == "connected"]
    if any(status):
        yield Fact(name="router.connected", value=bool(in_use), how="reported", probe=NAME)
    # A list that belongs to a way that is not in use may be whole or not: it is read where there is no other.
    controls = in_use or controls
    yield from _outside(controls[0])
    list_ = _List()
    for control in controls:
        yield from _rules(control, list_)
    if list_.gap is not None:
        yield list_.gap
    elif message.switch(controls[0].maybe("GetNATRSIPStatus"), "NewNATEnabled") is False:
        yield Fact(name="router.nat", value=False, how="reported", probe=NAME)
        yield _gap("not-supported", _("The router leaves it to another box to let people in."))
    else:
        yield Fact(name="igd.listed", value=True, probe=NAME)


def _outside(control: _Control) -> Iterator[Learned]:
    kind = message.outside_of(control.maybe("GetExternalIPAddress").get("NewExternalIPAddress", ""))
    if kind is not None:
        yield Fact(name="router.outside", value=kind, how="reported", probe=NAME)
        yield Fact(name="router.public_address", value=kind == "internet", how="reported", probe=NAME)


@dataclass
class _List:
    """What has been read of the rules. ``gap``: why it is not whole."""

    read: int = 0
    doors: set[tuple[str, str, int]] = field(default_factory=set)
    gap: Gap | None = None

    def lacks(self, reason: Reason, says: str) -> None:
        """The first reason stays."""
        self.gap = self.gap or _gap(reason, says)

    def too_many(self) -> None:
        """It goes on behind what may be asked."""
        self.lacks("budget", _("The router's list has more than {read} entries.").format(read=self.read))

    def take(self, entry: Entry) -> Iterator[FactAbout]:
        """One outside door may have rules for several callers: one that is off closes no other."""
        self.read += 1
        door = (entry.client, entry.protocol, entry.outside)
        if door not in self.doors:
            if entry.enabled:
                self.doors.add(door)
            yield from _say(entry)


def _rules(control: _Control, list_: _List) -> Iterator[Learned]:
    if control.lists:
        try:
            whole = _whole(control)
        except Refused as refused:
            if refused.code in NOT_FOR_US:
                list_.lacks("login-needed", _("The router shows all its open doors only to those who sign in to it."))
        except Stopped:
            raise
        except DoorError:
            pass  # one by one, then
        else:
            for entry in whole:
                yield from list_.take(entry)
            if len(whole) >= message.MOST_IN_LISTING:
                list_.too_many()
            return
    yield from _one_by_one(control, list_)


def _whole(control: _Control) -> list[Entry]:
    """Both protocols of GetListOfPortMappings. Raises :class:`Refused` or DoorError."""
    found: list[Entry] = []
    for protocol in ("TCP", "UDP"):
        try:
            fields = control.ask("GetListOfPortMappings", message.listing_arguments(protocol), cap=_LIST_CAP)
        except Refused as refused:
            if refused.code != NOTHING_LISTED:
                raise
            continue
        found += message.read_listing(fields.get("NewPortListing", ""))
    return found


def _entry(control: _Control, index: int) -> Entry:
    arguments = f"<NewPortMappingIndex>{index}</NewPortMappingIndex>"
    return read_entry(control.ask("GetGenericPortMappingEntry", arguments))


def _one_by_one(control: _Control, list_: _List) -> Iterator[Learned]:
    seen: set[tuple[str, int, str, str, int]] = set()
    first: Entry | None = None
    failed_before = False
    for index in range(MOST):
        try:
            entry = _entry(control, index)
        except Refused as refused:
            if not _ends(control, refused.code, index, first):
                list_.lacks(*_why(refused.code))
            return
        except Stopped:
            raise
        except OverBudget:
            list_.too_many()
            return
        except DoorError as error:
            list_.lacks("unreadable", _("One entry of the router's list could not be read."))
            if failed_before:
                list_.gap = _gap(error.reason, _("The router stopped answering before its list was at an end."))
                return
            failed_before = True
            continue
        failed_before = False
        if entry.key in seen:
            return  # some routers give the last entry for ever
        seen.add(entry.key)
        first = first or entry
        yield from list_.take(entry)
    list_.too_many()


def _ends(control: _Control, code: str, index: int, first: Entry | None) -> bool:
    """True when this error means that the list is at its end.

    An error that may mean either is believed where the next place says the same, and the first place still answers.
    """
    if code in END_OF_LIST:
        return True
    if code not in MAYBE_END or first is None:
        return False
    try:
        _entry(control, index + 1)
    except Refused as refused:
        if refused.code not in (code, *END_OF_LIST):
            return False
    except Stopped:
        raise
    except DoorError:
        return False
    else:
        return False
    try:
        return _entry(control, 0).key == first.key
    except Stopped:
        raise
    except (Refused, DoorError):
        return False


def _why(code: str) -> tuple[Reason, str]:
    """Why a list was not shown, by its error."""
    if code in NOT_FOR_US:
        return "login-needed", _("The router shows its open doors only to those who sign in to it.")
    if code in ("401", "404"):
        return "not-supported", _("The router has no list of open doors that can be asked for.")
    return "unreadable", _("The router would not show its list of open doors.")


def _say(entry: Entry) -> Iterator[FactAbout]:
    if not private(ipaddress.IPv4Network(entry.client)):
        return  # a router leads to hosts behind it; whatever else it names is no device of a home
    place = f"mapping/{entry.protocol}/{entry.outside}"
    rows: list[tuple[str, Scalar]] = [
        ("mapping.open", entry.enabled),
        ("mapping.inside_port", entry.inside),
        ("mapping.lease", entry.lease),
    ]
    if entry.outside == 0:
        rows.append(("mapping.every_door", True))
    if entry.description:
        rows.append(("mapping.description", entry.description))
    for name, value in rows:
        fact = Fact(name=name, value=value, place=place, how="observed", probe=NAME)
        yield FactAbout(address=entry.client, fact=fact)


def _firewall(control: _Control) -> Iterator[Learned]:
    fields = control.maybe("GetFirewallStatus")
    for name, argument in (
        ("router.ipv6_firewall", "FirewallEnabled"),
        ("router.ipv6_pinholes", "InboundPinholeAllowed"),
    ):
        value = message.switch(fields, argument)
        if value is not None:
            yield Fact(name=name, value=value, how="reported", probe=NAME)


def _gap(reason: Reason, says: str) -> Gap:
    return Gap(names=("mapping.open",), reason=reason, probe=NAME, says=says)


def _applies(device: Device) -> bool:
    names = {f.name for f in device.facts}
    return "is.gateway" in names and bool(names & {"igd.control", "igd.v6_control"})


PROBE = Probe(
    name=NAME,
    title="Doors the router opened to the internet",
    level=Level.LOOK,
    side_effect="None that a person would see: the router shows its own list.",
    supplies=(
        "mapping.open",
        "igd.listed",
        "router.igd",
        "router.connected",
        "router.nat",
        "router.outside",
        "router.public_address",
        "router.ipv6_firewall",
        "router.ipv6_pinholes",
    ),
    connections=36,
    requests=256,
    applies=_applies,
    run=run,
)
