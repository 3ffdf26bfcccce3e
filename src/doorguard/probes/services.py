"""What answers behind each open door, from its own greeting, before it is given a name.

Doors that speak first (FTP, SSH, telnet) are heard without sending a byte. Then one polite question
in the language that the number suggests: RTSP OPTIONS (RFC 2326 section 10.1), an HTTP GET
(RFC 9110) or a TLS handshake. The number alone never names a service: a web server that answers
on port 23 is not a command door. Nothing is ever typed at a command door.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level, Reason
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, NoAnswer, Stopped
from doorguard.network.text import clean
from doorguard.probes.probe import Learned, Probe, open_ports
from doorguard.tables import load_ports
from doorguard.wording import N_, _

NAME = "services"
SPEAKS_FIRST = frozenset({21, 22, 23, 2323, 9527, 9530})
VIDEO = frozenset({554, 8554, 10554, 7070, 5544, 7447})
TLS = frozenset({443, 4430, 8443, 10443, 20443, 5001, 8971, 7441, 1936})
UNKNOWN = N_("Something answers there that we do not know, so it may be more than it seems.")
GREETING_SECONDS = 1.2
QUESTION_SECONDS = 1.5

RTSP_QUESTION = b"OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n"
WEB_QUESTION = b"GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
KIN = {
    34567: ("dvrip", ("xm34569",)),
    37777: ("dahua-control", ("dhip", "dvrip5050")),
    8000: ("hikvision-control", ("sadp",)),
    9000: ("baichuan", ("reolink2000",)),
}
"""Makers' own doors, silent until somebody signs in. They are named where the device itself answered the
search of that maker, never by the number alone."""
_PROMPT = re.compile(rb"(?:^|[\r\n])[^\r\n<{]{0,64}[#$>] ?$")
"""What a command door without a login says first."""
_IAC = 0xFF  # RFC 854: every telnet command starts with it
_COMMANDS = tuple(bytes([code]) for code in range(240, 255))  # RFC 854: SE to DONT; a JPEG goes on with D8


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Name the service of every open port of the device."""
    for port in open_ports(device):
        place = f"tcp/{port}"
        try:
            service, banner = _greet(port, visit)
        except Stopped:
            raise
        except DoorError as error:
            yield from _not_known(_judged(port), place, error.reason)
            continue
        own = _own_door(device, port) if service in (None, "unknown") else None
        if own:
            yield Fact(name="service.name", value=own, place=place, how="inferred", probe=NAME)
            yield from _not_known(_judged(port), place, "unreadable", _(UNKNOWN))
            continue
        if service is None:
            yield Fact(name="service.name", value="unknown", place=place, probe=NAME)
            yield from _not_known(_judged(port), place, "no-answer", _("A door is open there, but it says nothing."))
            continue
        yield from _say(port, place, service, banner)


def waits_for_its_maker(device: Device) -> bool:
    """It has a maker's own door, and no answer to that maker's search yet."""
    return any(port in KIN and _own_door(device, port) is None for port in open_ports(device))


def _own_door(device: Device, port: int) -> str | None:
    """The name of a maker's own door, where the device answered that maker's search."""
    name, searches = KIN.get(port, ("", ()))
    answered = {f.name for f in device.facts}
    return name if any(f"{search}.answers" in answered for search in searches) else None


def _not_known(names: tuple[str, ...], place: str, reason: Reason, says: str = "") -> Iterator[Gap]:
    for name in names:
        yield Gap(names=(name,), reason=reason, place=place, probe=NAME, says=says)


def _say(port: int, place: str, service: str, banner: str) -> Iterator[Learned]:
    yield Fact(name="service.name", value=service, place=place, probe=NAME)
    if any(character.isalnum() for character in banner):  # telnet begins with commands, not with words
        yield Fact(name="banner", value=banner, place=place, probe=NAME)
    names = _judged(port)
    is_shell = service in ("telnet", "ssh")
    if is_shell or ("shell.open" in names and service != "unknown"):
        yield Fact(name="shell.open", value=is_shell, place=place, probe=NAME)
    if is_shell:
        yield Fact(name="shell.kind", value=service, place=place, probe=NAME)
    if service == "ftp" or "service.unneeded" in names:
        # The number alone is no proof: what greets us there must fit it.
        unneeded = service == "ftp" or (service == "unknown" and "service.unneeded" in names)
        yield Fact(name="service.unneeded", value=unneeded, place=place, probe=NAME)
    yield from _not_known(_still_open(names, service), place, "unreadable", _(UNKNOWN))


def _still_open(names: tuple[str, ...], service: str) -> tuple[str, ...]:
    """What this greeting does not answer, and no later probe will ask: a command door need not greet
    in words that we know, and a video door that does not speak of video may do so to others."""
    shell = ("shell.open",) if "shell.open" in names and service == "unknown" else ()
    video = ("video.open",) if "video.open" in names and service not in ("rtsp", "http", "https") else ()
    return shell + video


def _judged(port: int) -> tuple[str, ...]:
    """The facts that checks want of this port."""
    return next((row.judged for row in load_ports() if (row.port, row.transport) == (port, "tcp")), ())


def _greet(port: int, visit: Visit) -> tuple[str | None, str]:
    """(service, first line) from the port's own words; (None, "") when it says nothing."""
    if port in SPEAKS_FIRST:
        heard = _listen(port, visit)
        if heard:
            service = "telnet" if _PROMPT.search(heard) else _name(heard)
            return service, clean(heard.split(b"\n")[0], 64)
    if port in TLS:
        if _speaks_tls(port, visit):
            return "https", ""
        order = [WEB_QUESTION]
    else:
        order = [RTSP_QUESTION, WEB_QUESTION] if port in VIDEO else [WEB_QUESTION, RTSP_QUESTION]
    for question in order:
        heard = _ask(port, visit, question)
        if heard:
            service = _name(heard)
            greeting = service in ("ssh", "ftp", "telnet")
            return service, clean(heard.split(b"\n")[0], 64) if greeting else ""
    if port not in TLS and _speaks_tls(port, visit):
        return "https", ""
    return None, ""


def _listen(port: int, visit: Visit) -> bytes:
    try:
        with visit.stream(port, seconds=GREETING_SECONDS, cap=512) as stream:
            return stream.recv(256)
    except NoAnswer:
        return b""


def _ask(port: int, visit: Visit, question: bytes) -> bytes:
    host = visit.address.partition("%")[0].encode()
    text = question % host if b"%s" in question else question
    try:
        with visit.stream(port, seconds=QUESTION_SECONDS, cap=4096) as stream:
            visit.count_request()
            stream.sendall(text)
            return stream.recv(512)
    except NoAnswer:
        return b""


def _speaks_tls(port: int, visit: Visit) -> bool:
    try:
        visit.certificate(port, seconds=QUESTION_SECONDS)
    except Stopped:
        raise
    except DoorError as error:
        if error.reason == "budget":
            raise
        return False
    return True


def _name(heard: bytes) -> str:
    if heard.startswith(b"SSH-"):
        return "ssh"
    if heard.startswith(b"RTSP/"):
        return "rtsp"
    if heard.startswith(b"HTTP/"):
        return "http"
    if heard.startswith(b"220") and b"smtp" not in heard.lower():
        return "ftp"
    if (heard[0] == _IAC and heard[1:2] in _COMMANDS) or b"login:" in heard.lower():
        return "telnet"
    return "unknown"


PROBE = Probe(
    name=NAME,
    title="What is behind each open door",
    level=Level.LOOK,
    side_effect="The device may write down that somebody connected.",
    supplies=("service.name", "shell.open", "shell.kind", "service.unneeded", "banner"),
    connections=28,
    requests=40,
    applies=lambda device: bool(open_ports(device)),
    run=run,
)
