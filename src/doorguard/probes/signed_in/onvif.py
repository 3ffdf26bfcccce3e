"""What an ONVIF camera tells the person who signs in: accounts, ways out, recipients, clock, sound, recording.

Operations and fields of ONVIF Core (device, events), Media, Media2, Recording and Uplink. Reads alone. A camera
whose own app makes a "camera account" (TP-Link Tapo, at port 2020) is read with that account in the same way.
"Nobody" and "off" are said only where the device said so: a service that it does not have leaves a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from doorguard.model import Device, Fact, Gap, Level, Reason, Scalar
from doorguard.network.door import Visit
from doorguard.network.refusal import Unreadable
from doorguard.network.text import NAME_CAP, clean
from doorguard.probes.onvif import CLOCK_SECONDS, USUAL_PATH
from doorguard.probes.probe import Learned, Probe, open_ports, services
from doorguard.probes.signed_in.lists import Account, Recipients, Uplinks, say_accounts
from doorguard.probes.signed_in.onvif_answer import Fault
from doorguard.probes.signed_in.onvif_binding import EVENTS, MEDIA, RECORDING
from doorguard.probes.signed_in.onvif_service import AGREES, FIRST, UNREADABLE, Answer, Endpoint, Services
from doorguard.wording import N_, _

NAME = "onvif-settings"
LEVELS = {"Administrator": "admin", "Operator": "operator", "User": "viewer"}
_ADDRESS = re.compile(r"(https?)://(?:\[[^\]/\s]*\]|[^/:\s]+)(?::(\d{1,5}))?(/[\x21-\x7e]{0,128})?")
_USER_PART = re.compile(r"//[^/@\s]*@")
_IDENTITY = {
    "Manufacturer": "device.maker",
    "Model": "device.model",
    "FirmwareVersion": "device.firmware",
    "SerialNumber": "device.serial",
}
_NO_MAIL = N_("ONVIF does not say where a camera sends its messages.")


@dataclass(frozen=True, slots=True)
class _Read:
    """One question, the facts that stay missing without its answer, and where."""

    operation: str
    names: tuple[str, ...]
    place: str | None
    say: Callable[[_Reader, Answer], Iterator[Learned]]


class _Reader:
    """Turns the answers of one device into facts."""

    def __init__(self, device: Device, asked: Services) -> None:
        self.device, self.asked = device, asked
        self.recipients, self.uplinks = Recipients(NAME), Uplinks(NAME)

    def read(self, read: _Read) -> Iterator[Learned]:
        """One question and what it says. An answer that cannot be used leaves a gap."""
        try:
            yield from list(read.say(self, self.asked.ask(read.operation)))
        except Fault as fault:
            if fault.reason != "not-supported" or not self.told_by_its_maker(read.names):
                yield from _gap(read, fault.reason)
        except Unreadable as error:
            if not self.asked.settled:
                raise
            yield from _gap(read, "unreadable", _(AGREES) if str(error) == AGREES else "")
        except (AttributeError, KeyError, TypeError, ValueError):  # a field of another kind than ONVIF says
            yield from _gap(read, "unreadable")

    def told_by_its_maker(self, names: tuple[str, ...]) -> bool:
        """True when the maker's own language, asked before, told of these: what ONVIF lacks is then no gap."""
        about = {name.partition(".")[0] for name in names}
        return any(fact.probe != NAME and fact.name.partition(".")[0] in about for fact in self.device.facts)

    def identity(self, answer: Answer) -> Iterator[Fact]:
        """Maker, model, version and serial number."""
        for field, name in _IDENTITY.items():
            text = clean(str(getattr(answer.said, field, None) or ""), NAME_CAP)
            if text:
                yield _fact(name, text)

    def accounts(self, answer: Answer) -> Iterator[Learned]:
        """The ONVIF accounts: on many cameras a list of their own."""
        users = self.asked.rows(answer, "User")
        yield from say_accounts([_account(u.Username, u.UserLevel) for u in users], NAME)

    def remote_user(self, answer: Answer) -> Iterator[Learned]:
        """An account that another system makes for itself on this device."""
        name = getattr(answer.said, "Username", None)
        if name:
            yield from say_accounts([_account(name, "")], NAME, part="remote")

    def ddns(self, answer: Answer) -> Iterator[Fact]:
        """A name on the internet (NoUpdate, ClientUpdates, ServerUpdates)."""
        on = str(_field(answer.said, "Type")) != "NoUpdate"
        yield _fact("ddns.on", on)
        name = clean(str(getattr(answer.said, "Name", None) or ""))
        if on and name:
            yield _fact("ddns.name", name)

    def discovery(self, answer: Answer) -> Iterator[Fact]:
        """Does it answer searches (WS-Discovery)?"""
        mode = answer.said if isinstance(answer.said, str) else _field(answer.said, "DiscoveryMode")
        yield _fact("discovery.on", {"Discoverable": True, "NonDiscoverable": False}[str(mode)])

    def login_alert(self, answer: Answer) -> Iterator[Fact]:
        """A message after too many wrong passwords; it warns, it does not lock."""
        yield _fact("login_alert.on", bool(_field(answer.said, "Enabled")))

    def storage(self, answer: Answer) -> Iterator[Learned]:
        """Where recordings are sent. What stays on the device's own card is no recipient."""
        rows = self.asked.rows(answer, "StorageConfigurations")
        told = [str(row.Data.StorageUri) for row in rows if row.Data is not None and row.Data.StorageUri]
        _agree(answer, "StorageUri", len(told))
        yield from self._recipients("storage", told)

    def brokers(self, answer: Answer) -> Iterator[Learned]:
        """Where events are sent (MQTT)."""
        rows = self.asked.rows(answer, "EventBroker")
        yield from self._recipients("mqtt", [str(_field(row, "Address")) for row in rows])

    def _recipients(self, kind: str, addresses: list[str]) -> Iterator[Learned]:
        yield from self.recipients.say(kind, [_without_secrets(a) for a in addresses])
        if not addresses:
            yield _fact("recipient.owner", "none", f"recipient/{kind}")

    def ways_out(self, answer: Answer) -> Iterator[Learned]:
        """Tunnels to a remote client, who then needs no further login (ONVIF Uplink)."""
        rows = self.asked.rows(answer, "Configuration")
        for number, row in enumerate(rows, 1):
            to = _without_secrets(str(_field(row, "RemoteAddress")))
            yield from self.uplinks.say("onvif-uplink", on=True, to=to, number=number)
        if not rows:
            yield from self.uplinks.say("onvif-uplink", on=False)

    def webrtc(self, answer: Answer) -> Iterator[Learned]:
        """Video through a signalling server elsewhere."""
        rows = self.asked.rows(answer, "WebRTCConfiguration")
        for number, row in enumerate(rows, 1):
            to = _without_secrets(str(row.SignalingServer or ""))
            yield from self.uplinks.say("webrtc", on=bool(_field(row, "Enabled")), to=to, number=number)
        if not rows:
            yield from self.uplinks.say("webrtc", on=False)

    def sound(self, answer: Answer) -> Iterator[Fact]:
        """A profile that holds an audio encoder sends sound."""
        rows = self.asked.rows(answer, "Profiles")
        heard = sum(1 for row in rows if row.AudioEncoderConfiguration is not None)
        _agree(answer, "AudioEncoderConfiguration", heard)
        if not rows:
            raise Unreadable(UNREADABLE)
        yield _fact("microphone.on", heard > 0)

    def recording(self, answer: Answer) -> Iterator[Fact]:
        """Recording jobs, each Active or Idle."""
        rows = self.asked.rows(answer, "JobItem")
        modes = [str(_field(_field(row, "JobConfiguration"), "Mode")) for row in rows]
        yield _fact("recording.on", "Active" in modes)


READS: tuple[_Read, ...] = (
    _Read(FIRST, ("device.firmware",), None, _Reader.identity),
    _Read("GetUsers", ("account.owner",), f"account/{NAME}", _Reader.accounts),
    _Read("GetRemoteUser", (), None, _Reader.remote_user),
    _Read("GetUplinks", ("uplink.on",), "uplink/onvif-uplink", _Reader.ways_out),
    _Read("GetWebRTCConfigurations", ("uplink.on",), "uplink/webrtc", _Reader.webrtc),
    _Read("GetStorageConfigurations", ("recipient.owner",), "recipient/storage", _Reader.storage),
    _Read("GetEventBrokers", ("recipient.owner",), "recipient/mqtt", _Reader.brokers),
    _Read("GetDynamicDNS", ("ddns.on",), None, _Reader.ddns),
    _Read("GetDiscoveryMode", ("discovery.on",), None, _Reader.discovery),
    _Read("GetAuthFailureWarningConfiguration", ("login_alert.on",), None, _Reader.login_alert),
    _Read("GetProfiles", ("microphone.on",), None, _Reader.sound),
    _Read("GetRecordingJobs", ("recording.on",), None, _Reader.recording),
)


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Clock first, then the login, then where the services are, then every read."""
    first = _where(device)[0]
    asked = Services(visit, first)
    clock = list(_clock(asked, signed=False))
    reader = _Reader(device, asked)
    yield from reader.read(READS[0])
    if not any(fact.name == "clock.offset" for fact in device.facts):
        yield from clock or _clock(asked, signed=True)
    asked.found(_services(asked, device, first))
    for read in READS[1:]:
        yield from reader.read(read)
    if not reader.told_by_its_maker(("recipient.owner",)):
        yield Gap(
            names=("recipient.owner",), reason="not-supported", place="recipient/mail", probe=NAME, says=_(_NO_MAIL)
        )


def _clock(asked: Services, *, signed: bool) -> Iterator[Fact]:
    """What its clock says, told to the signer too. Some want a login even for that; then the Date of the refusal
    has to do."""
    before = datetime.now(UTC)
    try:
        said = asked.ask("GetSystemDateAndTime", signed=signed).said
        now = _time(said.UTCDateTime)
    except Fault as fault:
        if fault.clock is not None and not signed:
            asked.set_clock(fault.clock)
        return
    except (Unreadable, AttributeError, TypeError, ValueError, OverflowError):
        return
    after = datetime.now(UTC)
    asked.set_clock(now)
    if (after - before).total_seconds() <= CLOCK_SECONDS:
        off = max((before - now).total_seconds(), (now - after).total_seconds(), 0.0)
        yield _fact("clock.offset", int(off))
    kind = str(getattr(said, "DateTimeType", None))
    if kind in ("NTP", "Manual"):
        yield _fact("clock.by_network", kind == "NTP")


def _time(said: Any) -> datetime:
    """A date and a time of day. Raises ValueError, OverflowError, AttributeError or TypeError for none."""
    date, time = said.Date, said.Time
    if not 0 <= time.Second <= 61:  # tt:Time counts to 61, for a second that is put in
        raise ValueError(time.Second)
    begun = datetime(date.Year, date.Month, date.Day, time.Hour, time.Minute, tzinfo=UTC)
    return begun + timedelta(seconds=time.Second)


def _services(asked: Services, device: Device, first: Endpoint) -> dict[str, Endpoint]:
    """Where each service is. Of an address that the device gives only path and port are kept."""
    addresses: dict[str, str] = {}
    try:
        answer = asked.ask("GetServices", IncludeCapability=False)
        for row in asked.rows(answer, "Service"):
            addresses.setdefault(str(row.Namespace), str(row.XAddr))
    except (Fault, Unreadable):
        if not asked.settled:
            raise
        addresses = _old_services(asked)
    found = {namespace: _pinned(address, device, first) for namespace, address in addresses.items()}
    return {namespace: endpoint for namespace, endpoint in found.items() if endpoint is not None}


def _old_services(asked: Services) -> dict[str, str]:
    """The same from GetCapabilities, for devices from before GetServices."""
    try:
        said = asked.ask("GetCapabilities", Category="All").said
    except (Fault, Unreadable):
        return {}
    parts = {MEDIA: getattr(said, "Media", None), EVENTS: getattr(said, "Events", None)}
    parts[RECORDING] = getattr(getattr(said, "Extension", None), "Recording", None)
    found = {namespace: getattr(part, "XAddr", None) for namespace, part in parts.items()}
    return {namespace: str(address) for namespace, address in found.items() if address}


def _pinned(address: str, device: Device, first: Endpoint) -> Endpoint | None:
    """The path at our own device; the port too, where it is one that answered, and never away from TLS."""
    found = _ADDRESS.match(address)
    if found is None:
        return None
    tls = found[1] == "https"
    port = int(found[2] or (443 if tls else 80))
    if port not in open_ports(device) or (first.tls and not tls):
        port, tls = first.port, first.tls
    return Endpoint(port, found[3] or "/", tls)


def _where(device: Device) -> list[Endpoint]:
    """Where it spoke ONVIF when it was asked without a login, the announced service first. One that wants a login
    for everything (also its clock) has only announced itself."""
    by_name = {f.name: f.value for f in device.facts if f.name in ("onvif.port", "onvif.path")}
    announced = int(by_name.get("onvif.port", 0))
    answered = {f.place for f in device.facts if f.name == "onvif.answers" and f.value is True and f.place}
    ports = sorted((int(place.partition("/")[2]) for place in answered), key=lambda p: (p != announced, p))
    tls = services(device, "https")
    if not ports and announced:
        ports = [announced]
    return [
        Endpoint(port, str(by_name.get("onvif.path", USUAL_PATH)) if port == announced else USUAL_PATH, port in tls)
        for port in ports
    ]


def _account(name: object, level: object) -> Account:
    return Account(str(name or ""), LEVELS.get(str(level), "other"))


def _field(said: Any, name: str) -> Any:
    """A field that has to be there. Raises Unreadable."""
    value = getattr(said, name, None)
    if value is None:
        raise Unreadable(UNREADABLE)
    return value


def _agree(answer: Answer, name: str, read: int) -> None:
    """Raises Unreadable when more of these were in the answer than could be read."""
    if answer.seen.names.get(name, 0) > read:
        raise Unreadable(UNREADABLE)


def _without_secrets(address: str) -> str:
    """An address without user name, password and query: those may open what stands there."""
    return _USER_PART.sub("//", address).partition("?")[0]


def _gap(read: _Read, reason: Reason, says: str = "") -> Iterator[Gap]:
    if read.names:
        yield Gap(names=read.names, reason=reason, place=read.place, probe=NAME, says=says)


def _fact(name: str, value: Scalar, place: str | None = None) -> Fact:
    return Fact(name=name, value=value, place=place, how="reported", probe=NAME)


PROBE = Probe(
    name=NAME,
    title="Its settings, in the language that many cameras share (ONVIF)",
    level=Level.SIGN_IN,
    side_effect="The device writes down that you signed in, and may send a message about it.",
    supplies=(
        *("account.name", "account.level", "account.owner"),
        *("recipient.kind", "recipient.address", "recipient.owner", "uplink.on", "uplink.kind", "uplink.to"),
        *("ddns.on", "ddns.name", "discovery.on", "login_alert.on", "microphone.on", "recording.on"),
        *("clock.offset", "clock.by_network", "device.firmware"),
    ),
    connections=24,
    requests=40,
    applies=lambda device: bool(_where(device)),
    run=run,
)
