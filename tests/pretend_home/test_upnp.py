"""SSDP by its lines, descriptions and the router's list by requests and Python's own XML parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
import requests

from doorguard.pretend_home.upnp import IGD, WAN, Igd, Mapping, Ssdp, description
from doorguard.pretend_home.web import Web
from tests.pretend_home.living import CAMERA, Neighbour, camera

GROUP, UUID = "239.255.255.250", "6a5b4c3d-0001-4000-8000-001122334401"
ROOT = "{urn:schemas-upnp-org:device-1-0}"


def search(target: str, man: str = '"ssdp:discover"') -> bytes:
    return f"M-SEARCH * HTTP/1.1\r\nHOST: {GROUP}:1900\r\nMAN: {man}\r\nMX: 2\r\nST: {target}\r\n\r\n".encode()


def headers(data: bytes) -> dict[str, str]:
    lines = data.decode().split("\r\n")
    return {"": lines[0]} | {n.strip().upper(): v.strip() for n, _, v in (line.partition(":") for line in lines[1:] if line)}


def answers(near: Neighbour, data: bytes) -> list[dict[str, str]]:
    ear = near.ear()
    near.ask(ear, data, 1900, GROUP)
    return [headers(said) for said in near.heard(ear)]


@pytest.mark.parametrize(
    ("data", "targets"),
    [
        (search("upnp:rootdevice"), {"upnp:rootdevice"}),
        (search(IGD), {IGD}),
        (search(f"uuid:{UUID}"), {f"uuid:{UUID}"}),
        (search("ssdp:all"), {"upnp:rootdevice", f"uuid:{UUID}", IGD, WAN}),
        (search("urn:schemas-upnp-org:device:Basic:1"), set()),
        (search("ssdp:all", "ssdp:discover"), set()),  # the quotes are part of it
        (b'NOTIFY * HTTP/1.1\r\nMAN: "ssdp:discover"\r\nST: ssdp:all\r\n\r\n', set()),
    ],
)
def test_it_answers_for_what_it_is(near: Neighbour, data: bytes, targets: set[str]) -> None:
    near.live(camera(udp=(Ssdp(UUID, (IGD, WAN), "Linux UPnP/1.1 x/1", 5000),)))
    said = answers(near, data)
    assert {one["ST"] for one in said} == targets
    for one in said:
        assert (one[""], one["EXT"], one["LOCATION"]) == ("HTTP/1.1 200 OK", "", f"http://{CAMERA}:5000/rootDesc.xml")
        assert one["USN"] == (f"uuid:{UUID}" if one["ST"].startswith("uuid") else f"uuid:{UUID}::{one['ST']}")


def test_it_announces_everything_it_is_at_start(near: Neighbour) -> None:
    ear = near.ear()
    near.book.hear(GROUP, 1900, ear.getsockname())
    near.live(camera(udp=(Ssdp(UUID, (IGD,), "x", 5000),)))
    said = [headers(data) for data in near.heard(ear)]
    assert {(one[""], one["NTS"], one["NT"]) for one in said} == {("NOTIFY * HTTP/1.1", "ssdp:alive", nt) for nt in ("upnp:rootdevice", f"uuid:{UUID}", IGD)}


def test_names_with_markup_stay_text() -> None:
    root = ET.fromstring(description("urn:x:1", "A <b>", "C & D", "M", UUID))
    assert root.findtext(f"{ROOT}device/{ROOT}friendlyName") == "A <b>"


RULES = [Mapping(8554, "TCP", CAMERA, 554, "IPCAM & more"), Mapping(9000, "UDP", "192.168.77.21", 9000, "", lease=3600)]


class Router:
    def __init__(self, near: Neighbour, igd: Igd) -> None:
        self.url, self.igd = near.url, igd
        near.live(camera(Web(5000, "", [igd.description, igd.control])))

    def control(self) -> str:
        """Found through the description, as a client has to."""
        root = ET.fromstring(requests.get(self.url(5000, "/rootDesc.xml"), timeout=2).content)
        services = {s.findtext(f"{ROOT}serviceType"): s.findtext(f"{ROOT}controlURL") for s in root.iter(f"{ROOT}service")}
        return services[WAN] or ""

    def do(self, action: str, **arguments: object) -> tuple[int, dict[str, str]]:
        inner = "".join(f"<{k}>{v}</{k}>" for k, v in arguments.items())
        body = (
            '<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
            f'<s:Body><u:{action} xmlns:u="{WAN}">{inner}</u:{action}></s:Body></s:Envelope>'
        )
        said = requests.post(self.url(5000, self.control()), body, headers={"SOAPAction": f'"{WAN}#{action}"', "Content-Type": 'text/xml; charset="utf-8"'}, timeout=2)
        return said.status_code, {e.tag.rpartition("}")[2]: e.text or "" for e in ET.fromstring(said.content).iter()}

    def listed(self) -> list[str]:
        rows: list[str] = []
        while (said := self.do("GetGenericPortMappingEntry", NewPortMappingIndex=len(rows)))[0] == 200:
            rows.append(said[1]["NewExternalPort"])
        assert (said[0], said[1]["errorCode"]) == (500, "713")
        return rows


KEY = {"NewRemoteHost": "", "NewExternalPort": 8554, "NewProtocol": "TCP"}


def test_the_list_has_every_field_and_an_end(near: Neighbour) -> None:
    router = Router(near, Igd(UUID, mappings=list(RULES)))
    status, row = router.do("GetGenericPortMappingEntry", NewPortMappingIndex=0)
    assert status == 200
    assert {k: v for k, v in row.items() if k.startswith("New")} == {
        "NewRemoteHost": "", "NewExternalPort": "8554", "NewProtocol": "TCP", "NewInternalPort": "554", "NewInternalClient": CAMERA,
        "NewEnabled": "1", "NewPortMappingDescription": "IPCAM & more", "NewLeaseDuration": "0",
    }  # fmt: skip
    assert router.listed() == ["8554", "9000"]


def test_deleting_really_deletes(near: Neighbour) -> None:
    router = Router(near, Igd(UUID, mappings=list(RULES)))
    assert router.do("GetSpecificPortMappingEntry", **KEY)[1]["NewInternalClient"] == CAMERA
    assert router.do("DeletePortMapping", **KEY)[0] == 200
    assert router.do("GetSpecificPortMappingEntry", **KEY)[1]["errorCode"] == "714"
    assert router.do("DeletePortMapping", **KEY)[1]["errorCode"] == "714"
    assert router.listed() == ["9000"]


def test_a_liar_says_yes_and_keeps_it(near: Neighbour) -> None:
    router = Router(near, Igd(UUID, mappings=list(RULES), liar=True))
    assert router.do("DeletePortMapping", **KEY)[0] == 200
    assert router.listed() == ["8554", "9000"]
    assert router.igd.deletes == 1


def test_states_and_what_it_does_not_do(near: Neighbour) -> None:
    router = Router(near, Igd(UUID, "203.0.113.7"))
    assert router.do("GetExternalIPAddress")[1]["NewExternalIPAddress"] == "203.0.113.7"
    assert router.do("GetStatusInfo")[1]["NewConnectionStatus"] == "Connected"
    assert router.do("AddPortMapping", **KEY)[1]["errorCode"] == "401"
    assert [router.do("GetGenericPortMappingEntry", NewPortMappingIndex=i)[1]["errorCode"] for i in ("x", "-1", "", "9" * 40)] == ["402", "402", "402", "713"]
