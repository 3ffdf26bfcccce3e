"""WS-Discovery answers: the matching rules, tried with envelopes in the forms that clients send."""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ET

import pytest

from doorguard.pretend_home.ws_discovery import WsDiscovery
from tests.pretend_home.living import CAMERA, Neighbour, camera

GROUP = "239.255.255.250"
NVT = ('xmlns:q="http://www.onvif.org/ver10/network/wsdl"', "q:NetworkVideoTransmitter")
DEVICE = ('xmlns:tds="http://www.onvif.org/ver10/device/wsdl"', "tds:Device")
WRONG = ('xmlns:dn="http://example.org/"', "dn:NetworkVideoTransmitter")
S, A, D = "{http://www.w3.org/2003/05/soap-envelope}", "{http://schemas.xmlsoap.org/ws/2004/08/addressing}", "{http://schemas.xmlsoap.org/ws/2005/04/discovery}"
ONVIF = "onvif://www.onvif.org/"


def probe(types: tuple[str, str] | None = None, scopes: str = "", message: str = "") -> bytes:
    message = message or f"uuid:{uuid.uuid4()}"
    spaces, names = types or ("", "")
    inner = (f"<d:Types {spaces}>{names}</d:Types>" if types else "") + (f"<d:Scopes>{scopes}</d:Scopes>" if scopes else "")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
        f' xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><e:Header><w:MessageID>{message}</w:MessageID><w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>'
        '<w:Action e:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header>'
        f"<e:Body><d:Probe>{inner}</d:Probe></e:Body></e:Envelope>"
    ).encode()


def answers(near: Neighbour, data: bytes, to: str = GROUP) -> list[bytes]:
    ear = near.ear()
    near.ask(ear, data, 3702, to)
    return near.heard(ear)


@pytest.fixture
def near_camera(near: Neighbour) -> Neighbour:
    near.live(camera(udp=(WsDiscovery(("dn:NetworkVideoTransmitter",), (f"{ONVIF}name/Cam%201", f"{ONVIF}Profile/Streaming"), service_port=8899),)))
    return near


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (probe(), 1),
        (probe(NVT), 1),
        (probe(DEVICE), 0),
        (probe(WRONG), 0),
        (probe((f"{NVT[0]} {DEVICE[0]}", f"{NVT[1]} {DEVICE[1]}")), 0),
        (probe(scopes=f"{ONVIF}Profile/Streaming"), 1),
        (probe(scopes="ONVIF://WWW.ONVIF.ORG/Profile"), 1),
        (probe(scopes=f"{ONVIF}Profile/Stream"), 0),
        (probe(scopes=f"{ONVIF}Profile/Streaming {ONVIF}Profile/G"), 0),
        (probe().replace(b"Probe>", b"Resolve>"), 0),
        (b"<Probe", 0),
        (b"\xff" * 200, 0),
    ],
)
def test_only_what_matches_in_every_point_is_answered(near_camera: Neighbour, data: bytes, count: int) -> None:
    assert len(answers(near_camera, data)) == count


def test_the_answer_is_well_formed_and_relates(near_camera: Neighbour) -> None:
    (data,) = answers(near_camera, probe(NVT, message="uuid:5"), CAMERA)  # straight to the host works as well
    root = ET.fromstring(data)
    assert root.findtext(f"{S}Header/{A}RelatesTo") == "uuid:5"
    assert root.findtext(f"{S}Header/{A}Action") == "http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches"
    match = root.find(f"{S}Body/{D}ProbeMatches/{D}ProbeMatch")
    assert match is not None
    assert match.findtext(f"{D}XAddrs") == f"http://{CAMERA}:8899/onvif/device_service"
    assert match.findtext(f"{D}Scopes", "").split() == [f"{ONVIF}name/Cam%201", f"{ONVIF}Profile/Streaming"]
    assert (match.findtext(f"{A}EndpointReference/{A}Address") or "").startswith("urn:uuid:")


def test_a_repeated_message_gets_no_second_answer(near_camera: Neighbour) -> None:
    assert [len(answers(near_camera, probe(message=m))) for m in ("uuid:7", "uuid:7", "uuid:8")] == [1, 0, 1]


def test_a_hello_at_start(near: Neighbour) -> None:
    ear = near.ear()
    near.book.hear(GROUP, 3702, ear.getsockname())
    near.live(camera(udp=(WsDiscovery(),)))
    hello = ET.fromstring(ear.recv(9000)).find(f"{S}Body/{D}Hello")
    assert hello is not None and hello.findtext(f"{D}Types") == "dn:NetworkVideoTransmitter tds:Device"
    assert near.heard(ear) == []
