"""Which doors to the internet did the router open? UPnP IGD, read only.

Asked of the default gateway alone. GetGenericPortMappingEntry is read from index 0 to error 713
(WANIPConnection:1 section 2.4.14), with every stop that real routers need. The list holds rules
that devices made by themselves; rules typed into the router's page usually do not show.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass

from doorguard.model import Device, Fact, FactAbout, Gap, Level, Scalar
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped, Unreadable
from doorguard.network.scope import private
from doorguard.network.text import clean
from doorguard.probes.probe import Learned, Probe

NAME = "igd"
MOST = 250
"""Entries read at most, so that the whole list stays within the router's 260 requests."""
END_OF_LIST = frozenset({"713", "714"})
NO_LIST_END = frozenset({"402", "501"})
_SOAP = (
    '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
    's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>'
    '<u:{action} xmlns:u="{service}">{arguments}</u:{action}></s:Body></s:Envelope>'
)
_FIREWALL = "urn:schemas-upnp-org:service:WANIPv6FirewallControl:1"


_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Refused(Exception):
    """The router answered with a UPnP error; ``code`` is its number as text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping: outside port to an inside address and port."""

    remote: str
    outside: int
    protocol: str
    client: str
    inside: int
    enabled: bool
    description: str
    lease: int


class _Control:
    """The router's control service."""

    def __init__(self, device: Device, visit: Visit) -> None:
        told = {f.name: str(f.value) for f in device.facts if f.name.startswith("igd.")}
        self.port = int(told.get("igd.port", "0"))
        self.path, self.service = told.get("igd.control", ""), told.get("igd.service", "")
        self.v6_path = told.get("igd.v6_control", "")
        self._visit = visit

    def ask(self, action: str, arguments: str = "", *, v6: bool = False) -> dict[str, str]:
        """One action; its out arguments. Raises :class:`Refused` or DoorError."""
        service = _FIREWALL if v6 else self.service
        reply = self._visit.ask(
            self.port,
            self.v6_path if v6 else self.path,
            method="POST",
            headers={"Content-Type": 'text/xml; charset="utf-8"', "SOAPAction": f'"{service}#{action}"'},
            body=_SOAP.format(action=action, service=service, arguments=arguments).encode(),
            cap=16 * 1024,
            seconds=2.0,
        )
        fields = read(reply.body)
        if "errorCode" in fields:
            raise Refused(fields["errorCode"])
        if reply.status != 200:
            raise Refused(str(reply.status))
        return fields


def read(body: bytes) -> dict[str, str]:
    """Local element names to their text. Raises Unreadable."""
    import defusedxml.ElementTree as safe

    try:
        # A note with a control character in it must not hide its rule.
        root = safe.fromstring(_CONTROLS.sub(b"", body), forbid_dtd=True)
    except Exception:  # noqa: BLE001 - any parser error on hostile input means the same
        raise Unreadable("the router gave an unreadable answer") from None
    return {str(n.tag).rpartition("}")[2]: (n.text or "").strip() for n in list(root.iter())[:200]}


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Read the list, the router's own address, and its IPv6 protection."""
    control = _Control(device, visit)
    if control.path:
        yield Fact(name="router.igd", value=True, probe=NAME)
        yield from _outside(control)
        yield from _mappings(control)
    if control.v6_path:
        yield from _firewall(control)


def _outside(control: _Control) -> Iterator[Learned]:
    try:
        text = control.ask("GetExternalIPAddress").get("NewExternalIPAddress", "")
        address = ipaddress.ip_address(text)
    except (Refused, ValueError):
        return
    except Stopped:
        raise
    except DoorError:
        return
    yield Fact(name="router.public_address", value=address.is_global, how="reported", probe=NAME)


def _mappings(control: _Control) -> Iterator[Learned]:
    seen: set[tuple[str, int, str]] = set()
    failures = 0
    for index in range(MOST):
        try:
            fields = control.ask(
                "GetGenericPortMappingEntry", f"<NewPortMappingIndex>{index}</NewPortMappingIndex>"
            )
            entry = read_entry(fields)
        except Refused as refused:
            ended = refused.code in END_OF_LIST or (index > 0 and refused.code in NO_LIST_END)
            if ended and not failures:
                yield Fact(name="igd.listed", value=True, probe=NAME)
            elif ended:
                yield _gap("unreadable", "One entry of the router's list could not be read.")
            else:
                yield _gap("unreadable", "The router would not show its list of open doors.")
            return
        except Stopped:
            raise
        except DoorError as error:
            failures += 1
            if failures >= 2:
                yield _gap(error.reason, "The router stopped answering before its list was at an end.")
                return
            continue
        key = (entry.remote, entry.outside, entry.protocol)
        if key in seen:  # some routers give the last entry for ever
            if not failures:
                yield Fact(name="igd.listed", value=True, probe=NAME)
            return
        seen.add(key)
        yield from _say(entry)
    yield _gap("budget", f"The router's list has more than {MOST} entries.")


def read_entry(fields: dict[str, str]) -> Entry:
    """One entry from the out arguments. Raises Unreadable."""

    def number(name: str, largest: int) -> int:
        text = fields.get(name, "")
        if not re.fullmatch(r"\d{1,10}", text) or int(text) > largest:
            raise Unreadable(f"{name} is no number that fits")
        return int(text)

    try:
        client = str(ipaddress.IPv4Address(fields.get("NewInternalClient", "")))
    except ValueError:
        raise Unreadable("the inside address is no address") from None
    protocol = fields.get("NewProtocol", "").lower()
    if protocol not in ("tcp", "udp"):
        raise Unreadable("neither TCP nor UDP")
    return Entry(
        remote=clean(fields.get("NewRemoteHost", ""), 64),
        outside=number("NewExternalPort", 65535),
        protocol=protocol,
        client=client,
        inside=number("NewInternalPort", 65535),
        enabled=fields.get("NewEnabled", "1").lower() not in ("0", "false", "no"),
        description=clean(fields.get("NewPortMappingDescription", ""), 80),
        lease=number("NewLeaseDuration", 2**32) if fields.get("NewLeaseDuration") else 0,
    )


def _say(entry: Entry) -> Iterator[FactAbout]:
    if not private(ipaddress.IPv4Network(entry.client)):
        return  # a router leads to hosts behind it; whatever else it names is no device of a home
    place = f"mapping/{entry.protocol}/{entry.outside}"
    rows: list[tuple[str, Scalar]] = [
        ("mapping.open", entry.enabled),
        ("mapping.inside_port", entry.inside),
        ("mapping.lease", entry.lease),
    ]
    if entry.description:
        rows.append(("mapping.description", entry.description))
    for name, value in rows:
        fact = Fact(name=name, value=value, place=place, how="observed", probe=NAME)
        yield FactAbout(address=entry.client, fact=fact)


def _firewall(control: _Control) -> Iterator[Learned]:
    try:
        fields = control.ask("GetFirewallStatus", v6=True)
    except Stopped:
        raise
    except (Refused, DoorError):
        return
    on = fields.get("FirewallEnabled", "")
    if on in ("0", "1"):
        yield Fact(name="router.ipv6_firewall", value=on == "1", how="reported", probe=NAME)


def _gap(reason: str, says: str) -> Gap:
    return Gap(names=("mapping.open",), reason=reason, probe=NAME, says=says)  # type: ignore[arg-type]  # words of Reason


def _applies(device: Device) -> bool:
    names = {f.name for f in device.facts}
    return "is.gateway" in names and bool(names & {"igd.control", "igd.v6_control"})


PROBE = Probe(
    name=NAME,
    title="Doors the router opened to the internet",
    level=Level.LOOK,
    side_effect="None that a person would see: the router shows its own list.",
    supplies=("mapping.open", "router.igd", "router.public_address", "router.ipv6_firewall", "igd.listed"),
    connections=36,
    requests=256,
    applies=_applies,
    run=run,
)
