"""Answers to SSDP and WS-Discovery that flood, forge, send elsewhere or cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.device import Cast, PretendDevice
from doorguard.pretend_home.hostile.documents import DOCTYPES, PLAIN, with_doctype
from doorguard.pretend_home.hostile.flows import ELSEWHERE
from doorguard.pretend_home.hostile.strings import STRINGS
from doorguard.pretend_home.ws_discovery import WsDiscovery

Says = Callable[[str], list[bytes]]
"""The datagrams of a behaviour, for a device at its own address."""


@dataclass
class Answers:
    """Answers whatever comes to its port, once a second at most; ``to`` None means back to the sender.

    Its own kind of answer coming by is not a question: ``quiet`` says how those begin.
    """

    port: int
    groups: tuple[Group, ...]
    says: Says
    quiet: tuple[bytes, ...] = ()
    to: Group | None = None
    questions: int = 0
    _tired: bool = field(default=False)

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes | Cast]:
        """The same for everything."""
        if data.startswith(self.quiet) or self._tired:
            return ()
        self.questions += 1
        self._tired = True
        said = self.says(device.address)
        return said if self.to is None else [(data, *self.to) for data in said]

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Time passes."""
        self._tired = False
        return ()


# --- SSDP ------------------------------------------------------------------------------------


def ssdp(location: str, *, target: str = "upnp:rootdevice", number: int = 0, server: str = "x") -> bytes:
    """One answer."""
    usn = f"uuid:00000000-0000-4000-8000-{number:012d}::{target}"
    head = f"HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nST: {target}\r\nUSN: {usn}\r\nSERVER: {server}\r\n"
    return (head + f"LOCATION: {location}\r\n\r\n").encode("utf-8", "replace")


LOCATIONS: tuple[str, ...] = (
    f"http://{ELSEWHERE}/d.xml", "http://127.0.0.1:80/d.xml", "http://localhost/d.xml", "http://169.254.169.254/latest/", "http://[::1]/d.xml",
    "http://3232255226/d.xml", "http://0xc0a84dfa/d.xml", "http://0300.0250.0115.0372/d.xml", "http://192.168.19962/d.xml", "http://[::ffff:192.168.77.250]/d.xml",
    "http://{own}@192.168.77.250/d.xml", "http://192.168.77.250#@{own}/d.xml", "http://192.168.77.250\\@{own}/d.xml", "http://{own}:80@192.168.77.250:80/d.xml",
    "http://camera.local/d.xml", "http://{own}.example.org/d.xml", "https://192.168.77.250/d.xml", "file:///etc/passwd", "ftp://192.168.77.250/x", "gopher://192.168.77.250/x",
    "//192.168.77.250/d.xml", "d.xml", "", "http://", "http:///d.xml", "http://{own}:99999/d.xml", "http://{own}:-1/d.xml", "http://{own}:80:80/d.xml",
    "http://224.0.0.1/d.xml", "http://255.255.255.255/d.xml", "http://0.0.0.0/d.xml", "http://10.1.2.3/d.xml", "http://{own}/" + "a" * 5000, "http://{own}/\x1b[2J",
)  # fmt: skip
"""Where no description may be fetched, or not that way; ``{own}`` is the device's own address."""

SSDP_GROUPS: tuple[Group, ...] = (("239.255.255.250", 1900),)
SSDP: dict[str, Says] = {
    "ssdp-thousands-of-answers": lambda own: [ssdp(f"http://{own}/{n}.xml", number=n) for n in range(3000)],
    "ssdp-location-elsewhere": lambda own: [ssdp(place.replace("{own}", own), number=n) for n, place in enumerate(LOCATIONS)],
    "ssdp-one-very-long-header": lambda own: [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 60000],
    "ssdp-every-string": lambda own: [ssdp(f"http://{own}/d.xml", number=n, server=text) for n, text in enumerate(STRINGS)],
    "ssdp-says-it-is-the-router": lambda own: [ssdp(f"http://{own}/d.xml", target="urn:schemas-upnp-org:device:InternetGatewayDevice:1")],
    "ssdp-rubbish": lambda own: [b"", b"HTTP/1.1 200 OK", b"\xff" * 2000, b"HTTP/1.1 200 OK\r\n" + b": \r\n" * 5000],
}


# --- WS-Discovery ----------------------------------------------------------------------------


@dataclass
class Forger(WsDiscovery):
    """Spoils an honest ProbeMatches: ``spoil`` is given the message and what it answers to."""

    spoil: Callable[[bytes], list[bytes]] = lambda honest: [honest]

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """One spoilt answer per question."""
        return [spoilt for honest in super().hear(data, sender, device) for spoilt in self.spoil(honest)]


def _swap(pattern: bytes, by: bytes) -> Callable[[bytes], list[bytes]]:
    return lambda honest: [re.sub(pattern, lambda _: by, honest)]


_XADDR = rb"(?<=<d:XAddrs>)[^<]*"
_BODY = rb"^<\?xml[^>]*\?>"


def _bitten(name: str) -> Callable[[bytes], list[bytes]]:
    def spoil(honest: bytes) -> list[bytes]:
        text = re.sub(_BODY, b"", honest).decode().replace("{", "").replace("}", "")
        text = re.sub(r"(?<=<d:Scopes>)[^<]*", "{}", text)
        return [with_doctype(name, "s:Envelope", text)[:65000]]

    return spoil


def _every_string(honest: bytes) -> list[bytes]:
    scopes = [f"onvif://www.onvif.org/name/{text[:2000]}".encode("utf-8", "replace") for text in STRINGS]
    head, _, rest = honest.partition(b"<d:Scopes>")
    return [head + b"<d:Scopes>" + scope + rest[rest.index(b"</d:Scopes>") :] for scope in scopes]


def _replaced(make: Callable[[], bytes]) -> Callable[[bytes], list[bytes]]:
    return lambda honest: [make()[:65000]]


WS: dict[str, Callable[[bytes], list[bytes]]] = {
    "ws-thousands-of-answers": lambda honest: [re.sub(rb"urn:uuid:[^<]*(?=</a:Address>)", b"urn:uuid:%d" % n, honest) for n in range(2000)],
    "ws-answers-another-question": _swap(rb"(?<=<a:RelatesTo>)[^<]*", b"urn:uuid:00000000-0000-4000-8000-000000000000"),
    "ws-address-elsewhere": lambda honest: [re.sub(_XADDR, lambda _: " ".join(LOCATIONS).encode(), honest)],
    "ws-unasked-hello": lambda honest: [honest.replace(b"ProbeMatches", b"Hello").replace(b"ProbeMatch>", b"Hello>")],
    "ws-every-string-as-a-scope": _every_string,
    "ws-ten-thousand-scopes": _swap(rb"(?<=<d:Scopes>)[^<]*", b"onvif://www.onvif.org/a " * 2000),
    **{f"ws-{name}": _bitten(name) for name in DOCTYPES},
    **{f"ws-document-{name}": _replaced(make) for name, make in PLAIN.items()},
}
