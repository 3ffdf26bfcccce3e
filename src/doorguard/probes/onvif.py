"""What does ONVIF tell without a login? Asked in rising order of harm, stopped at the first critical answer.

ONVIF Core, default access policy: GetSystemDateAndTime and GetServices are for everybody (PRE_AUTH).
GetDeviceInformation, GetNetworkProtocols and GetScopes (READ_SYSTEM), GetProfiles and GetStreamUri (READ_MEDIA)
and GetUsers (READ_SYSTEM_SECRET) must be refused without a login. Logs, backups and support files are never
asked for, nor anything that writes. Control: a made-up operation must not be answered with success, or a yes
means nothing. Only counts leave the parser; no header with a name or a password is ever sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from doorguard.model import Device, Fact, Gap, Level, Reason
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, NoAnswer, Stopped, Unreadable
from doorguard.probes import onvif_message as message
from doorguard.probes.onvif_message import DEVICE, MEDIA, Said
from doorguard.probes.probe import Learned, Probe, open_ports, services
from doorguard.wording import N_, _

NAME = "onvif"
USUAL_PATH = "/onvif/device_service"
USUAL_MEDIA_PATH = "/onvif/media_service"
USUAL_PORTS = (80, 8080, 8899, 2020, 8000, 5000)
USUAL_PROFILE = "Profile_1"
"""Asked for where no profile was told: a service that checks the login first never looks at it."""
REPLY_CAP = 128 * 1024
CLOCK_SECONDS = 10
"""An answer that took longer than this says nothing about the clock."""
DETAILS = ("GetDeviceInformation", "GetNetworkProtocols", "GetScopes")
HARMFUL = ("GetProfiles", "GetStreamUri", "GetUsers")
_AGREES = N_("This device answers yes to everything, so its yes means nothing.")


class _Service:
    """The ONVIF service of one device: port and path are ours, whatever it announces as host."""

    def __init__(self, visit: Visit, port: int, path: str, *, tls: bool) -> None:
        self._visit, self.port, self._path, self._tls = visit, port, path, tls
        self._media: str | None = None

    @property
    def place(self) -> str:
        return f"tcp/{self.port}"

    def ask(
        self, operation: str, namespace: str = DEVICE, *, path: str | None = None, token: str | None = None
    ) -> Said:
        """One question without a login. Raises DoorError."""
        reply = self._visit.ask(
            self.port,
            path or self._path,
            method="POST",
            tls=self._tls,
            headers={"Content-Type": f'application/soap+xml; charset=utf-8; action="{namespace}/{operation}"'},
            body=message.question(operation, namespace, token),
            cap=REPLY_CAP,
            seconds=3.0,
        )
        return message.read(reply, operation)

    def ask_media(self, operation: str, token: str | None = None) -> Said:
        """The same of the media service: at its usual address, else where the device says that it is."""
        said = self.ask(operation, MEDIA, path=self._media or USUAL_MEDIA_PATH, token=token)
        if said.outcome in ("other", "fault") and self._media is None:
            services_told = self.ask("GetServices").body
            told = message.media_path(services_told) if services_told is not None else None
            self._media = told or self._path
            if self._media != USUAL_MEDIA_PATH:
                again = self.ask(operation, MEDIA, path=self._media, token=token)
                return said if again.outcome == "other" else again
        return said


@dataclass
class _Answers:
    """What one service told. ``cut``: why the questions did not come to their end."""

    said: dict[str, Said] = field(default_factory=dict)
    cut: Reason | None = None
    says: str = ""

    def told(self, operations: tuple[str, ...]) -> str:
        """The most telling of these that was answered, or ``""``."""
        return next((name for name in reversed(operations) if name in self.said and self._told(name)), "")

    def _told(self, name: str) -> bool:
        return self.said[name].outcome == "told"

    def kept(self, operations: tuple[str, ...]) -> bool:
        """True when every one was answered, none told anything, and one at least was plainly refused."""
        outcomes = [self.said[name].outcome for name in operations if name in self.said]
        no = all(outcome in ("refused", "fault", "yes") for outcome in outcomes)
        return no and len(outcomes) == len(operations) and "refused" in outcomes


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Find the services, then ask each in rising order of harm, until one is open.

    A door that refuses does not speak for another: where the announced one says no, the usual ones are asked too.
    """
    heard = False
    for port, path in _where(device):
        service = _Service(visit, port, path, tls=port in services(device, "https"))
        before = datetime.now(UTC)
        try:
            said = service.ask("GetSystemDateAndTime")
        except Stopped:
            raise
        except DoorError as error:
            heard = True
            yield from _gaps(service.place, error.reason)
            continue
        if said.outcome == "other":
            continue
        heard = True
        if said.body is not None or said.outcome == "fault":
            yield Fact(name="onvif.answers", value=True, place=service.place, probe=NAME)
        yield from _clock(said, before, datetime.now(UTC))
        answers = _Answers()
        _ask_all(service, answers)
        yield from _verdict(service.place, answers)
        if answers.told(HARMFUL):
            return
    if not heard:
        yield from _gaps(None, "not-supported")


def _gaps(place: str | None, reason: Reason, says: str = "") -> Iterator[Gap]:
    for name in ("onvif.open", "onvif.details_told"):
        yield Gap(names=(name,), reason=reason, place=place, probe=NAME, says=says)


def _where(device: Device) -> list[tuple[int, str]]:
    """The announced service first; else the usual path on the usual web ports."""
    by_name = {f.name: f.value for f in device.facts if f.name in ("onvif.port", "onvif.path")}
    found: list[tuple[int, str]] = []
    if "onvif.port" in by_name:
        found.append((int(by_name["onvif.port"]), str(by_name.get("onvif.path", USUAL_PATH))))
    web = set(services(device, "http", "https")) | set(open_ports(device)) & {2020, 8899}
    found += [(port, USUAL_PATH) for port in USUAL_PORTS if port in web and (port, USUAL_PATH) not in found]
    return found[:3]


def _clock(said: Said, before: datetime, after: datetime) -> Iterator[Learned]:
    """How far the device's clock is from ours. The answer took a while: only what lies outside it counts."""
    if said.body is None:
        reason: Reason = "login-needed" if said.outcome == "refused" else "not-supported"
        yield Gap(names=("clock.offset",), reason=reason, probe=NAME)
        return
    clock = message.clock(said.body)
    if clock.by_network is not None:
        yield Fact(name="clock.by_network", value=clock.by_network, how="reported", probe=NAME)
    if clock.utc is None:
        yield Gap(names=("clock.offset",), reason="unreadable", probe=NAME, says=_("Its clock told no possible time."))
    elif (after - before).total_seconds() > CLOCK_SECONDS:
        yield Gap(names=("clock.offset",), reason="no-answer", probe=NAME)
    else:
        off = max((before - clock.utc).total_seconds(), (clock.utc - after).total_seconds(), 0.0)
        yield Fact(name="clock.offset", value=int(off), how="reported", probe=NAME)


def _ask_all(service: _Service, answers: _Answers) -> None:
    """All questions. What was seen open stays seen, whatever the device does after that."""
    try:
        _ask(service, answers)
    except Stopped:
        answers.cut = "stopped"
        if not answers.told(HARMFUL):
            raise
    except DoorError as error:
        answers.cut = error.reason


def _ask(service: _Service, answers: _Answers) -> None:
    if _agrees_to_all(service):
        answers.cut, answers.says = "unreadable", _(_AGREES)
        return
    for operation in DETAILS:
        answers.said[operation] = service.ask(operation)
    profiles = answers.said["GetProfiles"] = service.ask_media("GetProfiles")
    token = message.first_profile(profiles.body) if profiles.body is not None else None
    stream = answers.said["GetStreamUri"] = service.ask_media("GetStreamUri", token or USUAL_PROFILE)
    if stream.outcome != "told":
        answers.said["GetUsers"] = service.ask("GetUsers")


def _agrees_to_all(service: _Service) -> bool:
    """The negative control. A device that hangs up on a made-up question has not agreed to it."""
    try:
        return service.ask("GetWeatherOfYesterday").outcome in ("told", "yes")
    except (NoAnswer, Unreadable):
        return False


def _verdict(place: str, answers: _Answers) -> Iterator[Learned]:
    information = answers.said.get("GetDeviceInformation")
    if information is not None and information.body is not None:
        for name, value in message.identity(information.body).items():
            yield Fact(name=name, value=value, how="reported", probe=NAME)
    for fact, operations in (("onvif.details_told", DETAILS), ("onvif.open", HARMFUL)):
        told = answers.told(operations)
        if told:
            yield Fact(name=fact, value=True, place=place, probe=NAME)
        elif answers.kept(operations):
            yield Fact(name=fact, value=False, place=place, probe=NAME)
        else:
            reason = answers.cut or "unreadable"
            yield Gap(names=(fact,), reason=reason, place=place, probe=NAME, says=answers.says)
    most = answers.told((*DETAILS, *HARMFUL))
    if most:
        yield Fact(name="onvif.open_to", value=most, place=place, probe=NAME)
    users = answers.said.get("GetUsers")
    if users is not None and users.outcome == "told":
        yield Fact(name="onvif.users_told", value=users.count, place=place, probe=NAME)


PROBE = Probe(
    name=NAME,
    title="What its camera service tells anyone",
    level=Level.LOOK,
    side_effect="Some cameras note that somebody asked without a password.",
    supplies=(
        "onvif.answers",
        "onvif.open",
        "onvif.details_told",
        "onvif.open_to",
        "onvif.users_told",
        "clock.offset",
        "clock.by_network",
        "device.firmware",
    ),
    connections=24,
    requests=26,
    applies=lambda device: bool(_where(device)),
    run=run,
)
