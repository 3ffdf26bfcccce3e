"""Hostile homes: what one host does to others, and yes-sayers finer than a page that is always the same.

The single hostile devices live in ``doorguard.pretend_home.hostile``; here are those that speak about somebody
else, forge in numbers, or wear a disguise. ``HOMES[name]()`` gives the devices to put beside an honest camera.
"""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from doorguard.pretend_home.air import Group, Sender
from doorguard.pretend_home.conversation import Flow
from doorguard.pretend_home.device import Cast, Conversation, PretendDevice, TcpService, UdpService
from doorguard.pretend_home.hostile.devices import onvif_camera
from doorguard.pretend_home.hostile.flows import ELSEWHERE, Badly, drip, for_ever, once
from doorguard.pretend_home.hostile.names import Shouts, packet, record, service
from doorguard.pretend_home.hostile.names import name as dns_name
from doorguard.pretend_home.hostile.searches import SSDP_GROUPS, Answers, ssdp
from doorguard.pretend_home.maker_search import Sadp
from doorguard.pretend_home.mdns import Mdns, Service
from doorguard.pretend_home.rtsp import SDP, Rtsp
from doorguard.pretend_home.telnet import Telnet
from doorguard.pretend_home.upnp import IGD, WAN, Igd, Ssdp
from doorguard.pretend_home.web import JPEG, Answer, Request, Web
from doorguard.pretend_home.ws_discovery import WsDiscovery

HONEST, HONEST_MAC = "192.168.77.23", "44:19:b6:00:00:23"
ROUTER, BAD = "192.168.77.1", "192.168.77.30"
PERSON = "Annas-iPhone"
"""A name that no output may hold."""
_PTR = 12
Home = Callable[[], list[PretendDevice]]


def device(address: str, *tcp: TcpService, udp: Sequence[UdpService] = (), mac: str | None = None) -> PretendDevice:
    """At an address; the hardware address is made from it."""
    last = [int(part) for part in address.split(".")[2:]]
    return PretendDevice(address, mac or f"44:19:b6:77:{last[0]:02x}:{last[1]:02x}", tcp=list(tcp), udp=list(udp))


# --- yes-sayers ------------------------------------------------------------------------------


def _soap(operation: str) -> Answer:
    body = f"<{operation}Response><User><Username>admin</Username></User></{operation}Response>"
    envelope = f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{body}</s:Body></s:Envelope>'
    return Answer(body=envelope.encode(), kind="application/soap+xml")


def soap_yes_to_all(request: Request) -> Answer:
    """Success, under the name of whatever was asked."""
    asked = re.search(rb"<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?(\w+)", request.body)
    return _soap(asked[1].decode() if asked else "Get")


@dataclass
class DescribesAll:
    """An RTSP server that gives its description to every method, made-up ones too."""

    port: int = 554

    def accepted(self, talk: Conversation) -> None:
        """Wait."""

    def heard(self, talk: Conversation) -> None:
        """The same for all."""
        while b"\r\n\r\n" in talk.heard:
            head, _, talk.heard = talk.heard.partition(b"\r\n\r\n")
            number = re.search(rb"CSeq: (\d+)", head)
            lines = [b"RTSP/1.0 200 OK", b"CSeq: " + (number[1] if number else b"0"), b"Content-Type: application/sdp"]
            talk.send(b"\r\n".join([*lines, b"Content-Length: %d" % len(SDP)]) + b"\r\n\r\n" + SDP.encode())


YES: dict[str, Home] = {
    "yes-to-all-soap": lambda: [onvif_camera(BAD, Web(80, "", [soap_yes_to_all]))],
    "yes-to-all-soap-as-another-operation": lambda: [onvif_camera(BAD, Web(80, "", [lambda r: _soap("GetUsers")]))],
    "yes-to-all-rtsp-with-video": lambda: [onvif_camera(BAD, DescribesAll())],
    "yes-to-all-with-one-picture": lambda: [onvif_camera(BAD, Web(80, "", [lambda r: Answer(body=JPEG, kind="image/jpeg")]))],
    "yes-to-all-with-a-picture-but-at-the-front": lambda: [
        onvif_camera(BAD, Web(80, "", [lambda r: Answer(body=JPEG, kind="image/jpeg") if r.path != "/" else Answer(body=b"hello")]))
    ],
}

# --- TLS -------------------------------------------------------------------------------------

_HELLO = b"\x16\x03\x03\xff\xff\x02\x00\xff\xfb"


def _tls(says: Callable[[], Flow], *, at_once: bool) -> Home:
    ports = (443, 8443, 554, 80)
    return lambda: [onvif_camera(BAD, *(Badly(port, says, at_once=at_once) for port in ports))]


TLS: dict[str, Home] = {
    "tls-trickles": _tls(lambda: drip(_HELLO, b"\0"), at_once=True),
    "tls-records-without-end": _tls(lambda: for_ever(_HELLO, b"\0" * 16384), at_once=True),
    "tls-warnings-without-end": _tls(lambda: for_ever(b"", b"\x15\x03\x03\x00\x02\x01\x00" * 200), at_once=True),
    "tls-is-plain-http": _tls(lambda: once(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), at_once=True),
}

# --- about others ----------------------------------------------------------------------------


def _about_the_honest_one(own: str) -> list[bytes]:
    """Services and names of the honest camera, said by somebody else: a printer, a phone, gone."""
    kinds = (b"_ipp", b"_companion-link", b"_hap")
    said = [
        packet(
            record(dns_name([kind, b"_tcp", b"local"]), _PTR, dns_name([b"X", kind, b"_tcp", b"local"])),
            record(dns_name([b"X", kind, b"_tcp", b"local"]), 33, struct.pack(">HHH", 0, 0, 9) + dns_name("cam.local")),
            record(dns_name("cam.local"), 1, socket.inet_aton(HONEST)),
        )
        for kind in kinds
    ]
    return [*said, packet(record(dns_name("23.77.168.192.in-addr.arpa"), _PTR, dns_name(f"{PERSON}.local")))]


@dataclass
class FalseNames:
    """A DNS server that answers every question with names for everybody."""

    port: int = 53
    groups: tuple[Group, ...] = ()

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """The honest camera is a phone; so is a host on the internet."""
        owners = ("23.77.168.192.in-addr.arpa", "8.8.8.8.in-addr.arpa", "250.77.168.192.in-addr.arpa")
        rows = [record(dns_name(owner), _PTR, dns_name(f"{PERSON}.home")) for owner in owners]
        return [data[:2] + packet(*rows)[2:]]

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """It waits to be asked."""
        return ()


@dataclass
class Sure:
    """Says its datagrams to a group at start, once more each second, and to whoever asks."""

    port: int
    groups: tuple[Group, ...]
    says: Callable[[str], list[bytes]]
    to: Group
    times: int = 2
    said: int = field(default=0)

    def hear(self, data: bytes, sender: Sender, device: PretendDevice) -> Sequence[bytes]:
        """Nothing more."""
        return ()

    def spontaneous(self, device: PretendDevice) -> Sequence[Cast]:
        """Again."""
        if self.said >= self.times:
            return ()
        self.said += 1
        return [(data, *self.to) for data in self.says(device.address)]


MDNS_GROUP, SADP_GROUP = ("224.0.0.251", 5353), ("239.255.255.250", 37020)


def _sadp_about(address: str, mac: str) -> bytes:
    rows = f"<IPv4Address>{address}</IPv4Address><MAC>{mac}</MAC><DeviceSN>C1-23</DeviceSN><Activated>true</Activated>"
    return f"<ProbeMatch><Types>inquiry</Types><DeviceDescription>PRINTER</DeviceDescription>{rows}</ProbeMatch>".encode()


def _forgers(many: int) -> list[PretendDevice]:
    """Each says a hundred cameras by mDNS, SADP and SSDP. They join no group: none has to hear the others' shouts."""

    def mdns(own: str) -> list[bytes]:
        return [service(b"F%d" % n, f"f{n}.local", own) for n in range(100)]

    def sadp(own: str) -> list[bytes]:
        return [_sadp_about(own, f"44-19-b6-88-00-{n:02x}") for n in range(100)]

    def found(own: str) -> list[bytes]:
        return [ssdp(f"http://{own}/{n}.xml", number=n, target=f"urn:x:device:y{n}:1") for n in range(100)]

    return [
        device(
            f"192.168.77.{100 + n}",
            udp=[
                Sure(5353, (), mdns, MDNS_GROUP),
                Sure(37020, (), sadp, SADP_GROUP),
                Sure(1900, (), found, SSDP_GROUPS[0]),
            ],
        )
        for n in range(many)
    ]


def _router_of_another(control: str, base: str = "") -> Home:
    def make() -> list[PretendDevice]:
        igd = Igd("6a5b4c3d-0001-4000-8000-00112233aa05")

        def told(request: Request) -> Answer | None:
            answer = igd.description(request)
            if answer is None:
                return None
            body = answer.body.replace(b"/ctl/IPConn", control.encode())
            return Answer(body=body.replace(b"<specVersion>", f"<URLBase>{base}</URLBase><specVersion>".encode()), kind="text/xml")

        web = Web(5000, "", [told, igd.control])
        return [device(ROUTER, web, udp=[Ssdp(igd.uuid, (IGD, WAN), "x", 5000), FalseNames()])]

    return make


def _false_router() -> list[PretendDevice]:
    """A second router, whose empty list must close nothing."""
    igd = Igd("6a5b4c3d-0001-4000-8000-00112233aa06")
    web = Web(5000, "", [igd.description, igd.control])
    return [device(BAD, web, udp=[Ssdp(igd.uuid, (IGD, WAN), "x", 5000)])]


def _copy() -> list[PretendDevice]:
    """Copies what the honest camera says of itself, hardware address and all, from another address."""
    copied = Answers(37020, (SADP_GROUP,), lambda own: [_sadp_about(HONEST, HONEST_MAC)], (b"<ProbeMatch",))
    return [device(BAD, udp=[copied, WsDiscovery(endpoint="urn:uuid:00000000-0000-4000-8000-000000000023")])]


def _disguised(kind: str) -> Home:
    """A camera with open video that announces that it is something else."""
    says = Mdns("office", [Service(kind, "Office", 631, {"ty": "Printer 200"})])
    return lambda: [device(BAD, Rtsp(open_paths=("*",)), udp=[says])]


OTHERS: dict[str, Home] = {
    "speaks-for-the-honest-one": lambda: [device(BAD, udp=[Sure(5353, (MDNS_GROUP,), _about_the_honest_one, MDNS_GROUP)])],
    "copies-the-honest-one": _copy,
    "sixty-forgers": lambda: _forgers(60),
    "names-for-everybody": lambda: [device(ROUTER, udp=[FalseNames()])],
    "router-control-elsewhere": _router_of_another(f"http://{ELSEWHERE}:80/ctl"),
    "router-base-elsewhere": _router_of_another("ctl/IPConn", f"http://{ELSEWHERE}:80/"),
    "router-control-with-a-user-part": _router_of_another(f"http://{ROUTER}@{ELSEWHERE}/ctl"),
    "router-control-on-loopback": _router_of_another("http://127.0.0.1:80/ctl"),
    "second-router": _false_router,
    "disguised-as-a-printer": _disguised("_ipp._tcp"),
    "disguised-as-a-phone": _disguised("_companion-link._tcp"),
    "everything-behind-one-chip": lambda: [
        device(f"192.168.77.{150 + n}", udp=[Sadp(f"C{n}", f"C1-{n:04d}")], mac=HONEST_MAC) for n in range(8)
    ],
}

_KINDS = ("hap", "axis-video", "axis-nvr", "rtsp", "psia", "onvif", "camera", "nvr", "ipcam", "arec", "arlo-video")


def _talkative(own: str) -> list[bytes]:
    """Eleven kinds of camera at once, each with sixty details of its own."""
    packets = []
    for kind in _KINDS:
        labels = [b"_" + kind.encode(), b"_tcp", b"local"]
        full = dns_name([b"X", *labels])
        txt = b"".join(bytes([len(t)]) + t for t in (b"k%d=%d" % (n, n) for n in range(60)))
        srv = struct.pack(">HHH", 0, 0, 9) + dns_name("talks.local")
        rows = [record(dns_name(labels), _PTR, full), record(full, 33, srv), record(full, 16, txt)]
        packets.append(packet(*rows, record(dns_name("talks.local"), 1, socket.inet_aton(own))))
    return packets


TALKS: dict[str, Home] = {
    "talks-so-that-its-doors-are-not-seen": lambda: [
        device(BAD, Telnet(), Rtsp(open_paths=("*",)), udp=[Shouts(_talkative)])
    ]
}

HOMES: dict[str, Home] = {**YES, **TLS, **OTHERS, **TALKS}
"""Behaviour -> the devices beside the honest camera."""
