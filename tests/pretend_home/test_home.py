"""The household: quick to start, nothing left behind, every change real, each problem beside its twin."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from zeroconf import DNSIncoming, DNSPointer, DNSText

from doorguard.network.book import AddressBook
from doorguard.pretend_home import cameras, doorbells
from doorguard.pretend_home.air import BookAir
from doorguard.pretend_home.home import HOUSEHOLD, NETWORK, OURS, ROUTER, PretendHome
from doorguard.pretend_home.maker_search import TpLink
from tests.pretend_home.living import Neighbour
from tests.pretend_home.test_makers import EVERYBODY, TPLINK
from tests.pretend_home.test_mdns import question
from tests.pretend_home.test_rtsp import ask as rtsp
from tests.pretend_home.test_rtsp import status

NET = "192.168.77."
OWN_WORD = cameras.OWN_WORD
pytestmark = pytest.mark.filterwarnings("ignore:Unverified HTTPS request")


class Visitor(Neighbour):
    """A neighbour in the whole home."""

    def __init__(self) -> None:
        super().__init__()
        self.home = PretendHome()
        self.book = self.home.book
        self.home.start()
        self._devices = self.home.devices

    def close(self) -> None:
        for sock in self._sockets:
            sock.close()
        self.home.stop()
        assert [(d.address, d.faults) for d in self.home.devices if d.faults] == []


@pytest.fixture
def home() -> Iterator[Visitor]:
    visitor = Visitor()
    yield visitor
    visitor.close()


def opens(near: Visitor, last: int, port: int) -> bool:
    return near.book.tcp(f"{NET}{last}", port) is not None


def soap(near: Visitor, last: int, port: int, operation: str) -> int:
    body = f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><{operation}/></s:Body></s:Envelope>'
    return requests.post(near.url(port, "/onvif/device_service", f"{NET}{last}"), body, timeout=2).status_code


def describe(near: Visitor, last: int, path: str = "/any") -> int:
    return status(rtsp(near.connect(554, f"{NET}{last}"), "DESCRIBE", path))


def get(near: Visitor, last: int, path: str = "/", port: int = 80) -> requests.Response:
    return requests.get(near.url(port, path, f"{NET}{last}"), timeout=2)


def mdns(near: Visitor, name: str, last: int) -> list[Any]:
    ear = near.ear(5353)
    near.ask(ear, question(name, unicast=True), 5353, f"{NET}{last}")
    return [r for data in near.heard(ear) for r in DNSIncoming(data).answers()]


def txt(near: Visitor, name: str, last: int) -> bytes:
    return b"".join(r.text for r in mdns(near, name, last) if isinstance(r, DNSText))


def homes(near: Visitor, last: int) -> int:
    return len([r for r in mdns(near, "_matter._tcp.local.", last) if isinstance(r, DNSPointer)])


def places(near: Visitor, last: int) -> bool:
    ear = near.ear()
    probe = (
        b'<e xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><a:MessageID>uuid:%f</a:MessageID><d:Probe/></e>'
        % time.monotonic()
    )
    near.ask(ear, probe, 3702, f"{NET}{last}")
    return b"/location/" in near.heard(ear)[0]


def unclaimed(near: Visitor, last: int) -> bool:
    ear = near.ear()
    near.ask(ear, TPLINK, 20002, f"{NET}{last}")
    return b'"factory_default": true' in near.heard(ear)[0]


def sadp(near: Visitor, last: int) -> bytes:
    ear = near.ear()
    near.ask(ear, b"<Probe><Uuid>1</Uuid><Types>inquiry</Types></Probe>", 37020, f"{NET}{last}")
    return near.heard(ear)[0]


def rules_for(near: Visitor, last: int) -> int:
    head = {"SOAPAction": '"urn:schemas-upnp-org:service:WANIPConnection:1#GetGenericPortMappingEntry"'}
    found = 0
    for index in range(9):
        said = requests.post(
            near.url(5000, "/ctl/IPConn", ROUTER),
            f"<NewPortMappingIndex>{index}</NewPortMappingIndex>",
            headers=head,
            timeout=2,
        )
        found += f"<NewInternalClient>{NET}{last}<" in said.text
    return found


class TlsAnyCertificate(requests.Session):
    """Cameras sign their certificates themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.verify = self.trust_env = False


def axis(near: Visitor, last: int, path: str, body: str | None = None) -> str:
    digest = requests.auth.HTTPDigestAuth("root", OWN_WORD)
    return requests.request(
        "POST" if body else "GET", near.url(80, path, f"{NET}{last}"), auth=digest, data=body, timeout=2
    ).text


def reolink(near: Visitor, last: int, command: str) -> str:
    """One command of its API, signed in over TLS."""
    url = near.url(443, "/cgi-bin/api.cgi", f"{NET}{last}").replace("http:", "https:")
    inside = TlsAnyCertificate()
    login = [
        {"cmd": "Login", "action": 0, "param": {"User": {"Version": "0", "userName": "admin", "password": OWN_WORD}}}
    ]
    token = inside.post(f"{url}?cmd=Login", json=login, timeout=2).json()[0]["value"]["Token"]["name"]
    said = inside.post(
        f"{url}?cmd={command}&token={token}", json=[{"cmd": command, "action": 0, "param": {}}], timeout=2
    ).text
    inside.post(f"{url}?cmd=Logout&token={token}", json=[{"cmd": "Logout", "action": 0, "param": {}}], timeout=2)
    return said


PARAMETERS = "/axis-cgi/param.cgi?action=list&group=Network.UPnP"
RECIPIENTS = '<s:Envelope xmlns:s="x"><s:Body><GetRecipientConfigurations xmlns="http://www.axis.com/vapix/ws/action1"/></s:Body></s:Envelope>'


def tunnels(near: Visitor, last: int) -> bool:
    """As an ONVIF tool sees it that signs in with a UsernameToken; not signed where anyone may ask."""
    created, nonce = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), os.urandom(16)
    digest = base64.b64encode(hashlib.sha1(nonce + created.encode() + cameras.OWN_WORD.encode()).digest()).decode()
    token = (
        f"<w:UsernameToken><w:Username>admin</w:Username><w:Password>{digest}</w:Password>"
        f"<w:Nonce>{base64.b64encode(nonce).decode()}</w:Nonce><u:Created>{created}</u:Created></w:UsernameToken>"
    )
    body = (
        f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:w="w" xmlns:u="u"><s:Header>{token}</s:Header><s:Body>'
        '<GetUplinks xmlns="http://www.onvif.org/ver10/uplink/wsdl"/></s:Body></s:Envelope>'
    )
    said = requests.post(near.url(8899, "/onvif/uplink_service", f"{NET}{last}"), body, timeout=2)
    assert said.ok
    return b"wss://198.51.100.23/" in said.content


PROBLEMS: list[tuple[str, int, int, Any]] = [
    ("close-telnet", 23, 24, lambda near, last: opens(near, last, 23)),
    ("ask-for-login", 23, 24, lambda near, last: describe(near, last) == 200),
    ("onvif-login", 23, 24, lambda near, last: soap(near, last, 8899, "GetUsers") == 200),
    ("close-router-door", 23, 24, rules_for),
    ("hide-location", 21, 22, places),
    ("ask-for-login", 26, 30, lambda near, last: get(near, last, "/snapshot.jpg").content[:2] == b"\xff\xd8"),
    ("scrambled-login", 26, 30, lambda near, last: get(near, last).headers["WWW-Authenticate"].startswith("Basic")),
    ("close-ftp", 26, 30, lambda near, last: opens(near, last, 21)),
    ("remove-account", 26, 30, lambda near, last: "sitter" in reolink(near, last, "GetUser")),
    ("remove-alert-address", 26, 30, lambda near, last: "someone@example.org" in reolink(near, last, "GetEmailV20")),
    ("remove-account", 27, 39, lambda near, last: "service" in axis(near, last, "/axis-cgi/pwdgrp.cgi?action=get")),
    (
        "remove-recipient",
        27,
        39,
        lambda near, last: "com.axis.recipient.ftp" in axis(near, last, "/vapix/services", RECIPIENTS),
    ),
    ("stop-asking-router", 27, 39, lambda near, last: "NATTraversal.Enabled=yes" in axis(near, last, PARAMETERS)),
    ("set-up", 28, 29, unclaimed),
    ("update", 21, 22, lambda near, last: b"build 160530<" in sadp(near, last)),
    (
        "choose-administrator",
        39,
        27,
        lambda near, last: get(near, last, "/axis-cgi/pwdgrp.cgi?action=get").text.startswith("admin="),
    ),
    ("stop-tunnel", 23, 24, tunnels),
    ("pair", 33, 32, lambda near, last: b"sf=1" in txt(near, "_hap._tcp.local.", last)),
    ("remove-home", 36, 37, lambda near, last: homes(near, last) > 1),
    ("close-window", 37, 36, lambda near, last: b"CM=2" in txt(near, "_matterc._udp.local.", last)),
    (
        "change-password",
        31,
        38,
        lambda near, last: (
            requests.get(
                near.url(80, "/", f"{NET}{last}"), auth=requests.auth.HTTPDigestAuth("admin", "admin"), timeout=2
            ).ok
        ),
    ),
]


@pytest.mark.parametrize(("change", "last", "twin", "has"), PROBLEMS, ids=[f"{p[0]}-{p[1]}" for p in PROBLEMS])
def test_each_problem_is_there_its_twin_has_none_and_the_change_ends_it(
    home: Visitor, change: str, last: int, twin: int, has: Any
) -> None:
    assert has(home, last)
    assert not has(home, twin)
    home.home.change(f"{NET}{last}", change)
    assert not has(home, last)


def test_every_change_that_can_be_made_is_tried_above_or_below(home: Visitor) -> None:
    tried = {(f"{NET}{last}", change) for change, last, _, _ in PROBLEMS}
    below = {
        (f"{NET}21", "remove-account"),
        (f"{NET}21", "remove-alert-address"),
        (f"{NET}21", "stop-tunnel"),
        (f"{NET}25", "close-telnet"),
        (f"{NET}23", "remove-alarm-server"),
    }
    there = {(d.address, change.id) for d in home.home.devices for change in home.home.changes(d.address)}
    assert there == tried | below


def test_titles_are_plain_and_ids_and_changes_unknown_are_said(home: Visitor) -> None:
    for device in home.home.devices:
        for change in home.home.changes(device.address):
            assert re.fullmatch(r"[A-Z][^.!]{8,60}", change.title), change.title
            assert re.fullmatch(r"[a-z-]+", change.id)
    assert home.home.changes("192.168.77.99") == ()
    with pytest.raises(KeyError):
        home.home.change(f"{NET}23", "make-tea")


def test_the_liar_says_saved_and_the_honest_one_does_it(home: Visitor) -> None:
    pages = [
        requests.post(home.url(80, "/settings", f"{NET}{last}"), "telnet=off", timeout=2).text for last in (23, 25)
    ]
    assert pages[0] == pages[1] == "<html><body>saved</body></html>"
    assert [opens(home, last, 23) for last in (23, 25)] == [False, True]
    home.home.change(f"{NET}25", "close-telnet")
    assert opens(home, 25, 23)


def test_the_unknown_account_works_until_it_is_taken_off() -> None:
    made = cameras.porch()
    book = AddressBook(NETWORK, OURS, ROUTER)
    made.device.start(BookAir(book))
    try:
        real = book.tcp(made.device.address, 80)
        assert real is not None
        assert _onvif_users(real) == ["admin", "guest2"]
        for change in made.changes[1:]:
            change.act(made.device, None)  # type: ignore[arg-type]  # it stays on its own device
        assert _onvif_users(real) == ["admin"]
        assert made.device.state["alerts_to"] == []
    finally:
        made.device.stop()


def _onvif_users(real: tuple[str, int]) -> list[str]:
    from datetime import UTC, datetime

    from zeep.wsse.username import UsernameToken

    from tests.pretend_home.test_onvif import wsdl

    client = wsdl("devicemgmt")
    client.wsse = UsernameToken("admin", cameras.OWN_WORD, use_digest=True, created=datetime.now(UTC))
    service = client.create_service(
        "{http://www.onvif.org/ver10/device/wsdl}DeviceBinding", f"http://{real[0]}:{real[1]}/onvif/device_service"
    )
    return [user.Username for user in service.GetUsers()]


def test_the_first_password_is_the_makers_and_never_a_second_pair() -> None:
    device = doorbells.first_password().device
    assert [getattr(service, "password", None) for service in device.tcp] == ["admin", "admin", None]


def test_nobody_is_let_in_with_an_empty_word() -> None:
    for make in HOUSEHOLD:
        for service in make().device.tcp:
            if getattr(service, "login", None) or hasattr(service, "open_paths"):
                assert getattr(service, "password", None), (make.__name__, service)


# --- the whole of it -------------------------------------------------------------------------


def test_it_starts_within_200_ms_and_stops_with_nothing_left() -> None:
    PretendHome()  # imports are not counted
    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    times = []
    for _ in range(3):
        began = time.perf_counter()
        home = PretendHome()
        home.start()
        times.append(time.perf_counter() - began)
        began = time.perf_counter()
        home.stop()
        assert time.perf_counter() - began < 0.3
    assert min(times) < 0.2
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == (threads, files)


def test_a_home_that_cannot_start_leaves_nothing_on() -> None:
    class Full(BookAir):
        def tcp(self, address: str, port: int) -> socket.socket:
            if port == 37777:
                raise OSError("no more")
            return super().tcp(address, port)

    threads, files = threading.active_count(), len(os.listdir("/proc/self/fd"))
    home = PretendHome()
    with pytest.raises(OSError, match="no more"):
        PretendHome(Full(home.book)).start()
    assert (threading.active_count(), len(os.listdir("/proc/self/fd"))) == (threads, files)


def test_everybody_has_an_address_of_the_network_and_a_makers_hardware_address(home: Visitor) -> None:
    from scapy.data import MANUFDB

    assert (home.book.network, home.book.our_address, home.book.gateway) == (NETWORK, OURS, ROUTER)
    assert len(home.book.neighbours) == len(home.home.devices) == len({d.mac for d in home.home.devices})
    makers = {d.address: MANUFDB._get_manuf(d.mac) for d in home.home.devices}
    wanted = {
        1: "Netgear", 21: "Hikvision", 22: "Hikvision", 23: "Bilian", 24: "Bilian", 25: "Bilian", 26: "Reolink", 27: "Axis", 28: "TP-?Link",
        29: "TP-?Link", 30: "Reolink", 31: "Dahua", 32: "Logitech", 33: "Logitech", 34: "Ring", 35: "Dahua", 36: "Lumi", 37: "Lumi", 38: "Dahua", 39: "Axis",
        40: "Brother", 41: "LG", 42: "Apple", 44: "Espressif",
    }  # fmt: skip
    assert {
        a for a, maker in makers.items() if not re.search(wanted.get(int(a.rpartition(".")[2]), "$^"), str(maker), re.I)
    } == {f"{NET}43"}
    phone = home.home.device(f"{NET}43")
    assert int(phone.mac[:2], 16) & 2, "made up, as phones do"


def test_a_doorbell_of_the_cloud_is_only_a_name_at_the_router(home: Visitor) -> None:
    ring = home.home.device(f"{NET}34")
    assert (ring.tcp, ring.udp) == ([], [])
    ear = home.ear()
    labels = b"".join(bytes([len(p)]) + p for p in b"34.77.168.192.in-addr.arpa".split(b".")) + b"\0"
    home.ask(ear, struct.pack(">6H", 1, 0x100, 1, 0, 0, 0) + labels + struct.pack(">HH", 12, 1), 53, ROUTER)
    assert b"Ring-1a2b3c" in home.heard(ear)[0]


def test_searches_are_answered_by_those_of_the_make_and_nobody_else(home: Visitor) -> None:
    ear = home.ear()
    home.ask(ear, TPLINK, 20002, EVERYBODY)
    assert len(home.heard(ear)) == len([d for d in home.home.devices for s in d.udp if isinstance(s, TpLink)]) == 2
    home.ask(
        ear, b'M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\nST: upnp:rootdevice\r\n\r\n', 1900, "239.255.255.250"
    )
    assert {home.book.source(("127.0.0.1", port)) for port in _ports(home, ear)} == {(ROUTER, 1900), (f"{NET}41", 1900)}


def _ports(home: Visitor, ear: socket.socket) -> set[int]:
    ear.settimeout(1)
    return {ear.recvfrom(9999)[1][1] for _ in range(2)}
