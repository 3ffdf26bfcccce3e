"""The web pages of a device: who it says it is, how it asks for a login, which known pages exist.

One page of a random address is asked first: a server that gives the same page at every address
proves nothing by having one more. A redirect is told, never followed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator

from doorguard.model import Device, Fact, Gap, Level
from doorguard.network.door import Visit
from doorguard.network.refusal import DoorError, Stopped
from doorguard.network.text import NAME_CAP, clean
from doorguard.network.web import WebReply
from doorguard.probes.probe import Learned, Probe, services
from doorguard.wording import _

NAME = "http"
PAGE_CAP = 64 * 1024
MOST_PORTS = 6
KNOWN_PATHS = (
    "/doc/page/login.asp",
    "/ISAPI/System/deviceInfo",
    "/PSIA/Custom/SelfExt/userCheck",
    "/RPC2_Login",
    "/cgi-bin/magicBox.cgi",
    "/api.cgi?cmd=GetDevInfo",
    "/bha-api/info.cgi",
    "/cgi-bin/CGIProxy.fcgi",
    "/get_status.cgi",
    "/control/userimage.html",
)
"""Pages by which makers are known. Each is asked once, without a login; none shows a picture."""
# Bounded everywhere: a hostile page must not make a search take long.
_TITLE = re.compile(rb"<title[^>]{0,99}>(.{0,512}?)</title", re.I | re.S)
_PASSWORD_FIELD = re.compile(rb"<input[^>]{1,300}type\s{0,9}=\s{0,9}[\"']?password", re.I)
_LOGIN_WORDS = (200, 401, 403)


def run(device: Device, visit: Visit) -> Iterator[Learned]:
    """Ask every web port of the device."""
    web = services(device, "http", "https")
    for port in web[MOST_PORTS:]:
        yield Gap(names=("login.readable",), reason="budget", place=f"tcp/{port}", probe=NAME)
    for number, port in enumerate(web[:MOST_PORTS]):
        tls = port in services(device, "https")
        place = f"tcp/{port}"
        try:
            yield from _port(visit, port, place, tls=tls, known_paths=number == 0)
        except Stopped:
            raise
        except DoorError as error:
            yield Gap(names=("login.readable",), reason=error.reason, place=place, probe=NAME)


def _port(visit: Visit, port: int, place: str, *, tls: bool, known_paths: bool) -> Iterator[Learned]:
    front = visit.ask(port, "/", tls=tls, cap=PAGE_CAP, media_cap=2)
    yield from _identity(front, place)
    nowhere = visit.ask(port, f"/{secrets.token_hex(8)}", tls=tls, cap=PAGE_CAP, media_cap=2)
    catch_all = same(front, nowhere) and front.status == 200
    yield Fact(name="http.catch_all", value=catch_all, place=place, probe=NAME)
    yield from _login(front, place, tls=tls)
    if known_paths and not catch_all:
        for path in KNOWN_PATHS:
            reply = visit.ask(port, path, tls=tls, cap=PAGE_CAP, media_cap=2)
            if reply.status in _LOGIN_WORDS and not same(reply, nowhere):
                yield Fact(name="http.path", value=path, place=f"{place}{path}", probe=NAME)


def same(one: WebReply, other: WebReply) -> bool:
    """Two answers that tell one address from another no better than chance."""
    if one.status != other.status:
        return False
    if one.status != 200:
        return True
    return abs(len(one.body) - len(other.body)) <= 64 and one.body[:256] == other.body[:256]


def _identity(front: WebReply, place: str) -> Iterator[Fact]:
    title = _TITLE.search(front.body)
    rows = {
        "http.title": clean(title[1], NAME_CAP) if title else "",
        "http.server": clean(front.header("server"), NAME_CAP),
        "http.realm": clean(_realm(front.header("www-authenticate")), NAME_CAP),
    }
    for name, value in rows.items():
        if value:
            yield Fact(name=name, value=value, place=place, how="reported", probe=NAME)


def _realm(text: str) -> str:
    found = re.search(r'realm="?([^",]*)', text, re.I)
    return found[1] if found else ""


def schemes(text: str) -> set[str]:
    """The login schemes a WWW-Authenticate header offers, in lower case (RFC 9110 section 11.6.1)."""
    # A realm may hold anything: the name of another scheme, or a quoted quotation mark (RFC 9110 section 5.6.4).
    bare = re.sub(r'"(?:[^"\\]|\\.)*"?', "", text)
    return {word.lower() for word in re.findall(r"(?:^|,)\s*([A-Za-z-]+)(?=\s+\w|\s*$)", bare)}


def asks_for(front: WebReply) -> str:
    """How this answer asks for a login: ``basic``, ``digest``, ``both``, ``form`` or ``not``."""
    offered = schemes(front.header("www-authenticate")) & {"basic", "digest"} if front.status == 401 else set()
    if len(offered) == 2:
        return "both"
    if offered:
        return offered.pop()
    return "form" if front.status == 200 and _PASSWORD_FIELD.search(front.body) else "not"


def _login(front: WebReply, place: str, *, tls: bool) -> Iterator[Learned]:
    """How does it ask for a login, and would a password typed here cross the network readable?"""
    asks = asks_for(front)
    yield Fact(name="http.asks", value=asks, place=place, probe=NAME)
    if tls:
        yield Fact(name="login.readable", value=False, place=place, probe=NAME)
    elif asks in ("basic", "digest", "both"):
        yield Fact(name="login.readable", value=asks == "basic", place=place, probe=NAME)
    elif asks == "form":
        # The page is not scrambled on its way, and it has a field for a password.
        yield Fact(name="login.readable", value=True, place=place, how="inferred", probe=NAME)
    else:
        says = _("Its first page asks for no password, so we could not see how one would travel.")
        yield Gap(names=("login.readable",), reason="not-supported", place=place, probe=NAME, says=says)


PROBE = Probe(
    name=NAME,
    title="Its web pages",
    level=Level.LOOK,
    side_effect="The device may note that somebody opened its web page.",
    supplies=("http.title", "http.server", "http.realm", "http.catch_all", "http.asks", "http.path", "login.readable"),
    connections=12,
    requests=40,
    applies=lambda device: bool(services(device, "http", "https")),
    run=run,
)
