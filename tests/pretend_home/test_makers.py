"""Makers' searches: the requests are the constants that the protocol notes give, byte for byte."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from typing import Any

import pytest

from doorguard.pretend_home.maker_search import Dhip, Sadp, TpLink, Xiongmai
from doorguard.pretend_home.reolink import Reolink
from doorguard.pretend_home.router_names import RouterNames
from doorguard.pretend_home.tuya import Beacon
from tests.pretend_home.living import CAMERA, MAC, Neighbour, camera

EVERYBODY = "255.255.255.255"
INQUIRY = b'<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>13A888A9-F1B1-4020-AE9F-05607682D23B</Uuid><Types>inquiry</Types></Probe>'
DHIP = bytes.fromhex(
    "20000000444849500000000000000000400000000000000040000000000000007b226d6574686f64223a20224448446973636f7665722e736561726368222c2022706172616d73223a207b226d6163223a2022222c2022756e69223a20317d7d"
)
TPLINK = bytes.fromhex("020000010000000000000000463cb5d3")
XIONGMAI = bytes.fromhex("ff00000000000000000000000000fa0500000000")


def asked(near: Neighbour, data: bytes, port: int, to: str = EVERYBODY) -> list[bytes]:
    ear = near.ear()
    near.ask(ear, data, port, to)
    return near.heard(ear)


@pytest.mark.parametrize("to", ["239.255.255.250", EVERYBODY, "192.168.77.255", CAMERA])
def test_hikvision_answers_an_inquiry(near: Neighbour, to: str) -> None:
    near.live(camera(udp=(Sadp("DS-2CD2042WD-I", "SN1", activated=False),)))
    (said,) = asked(near, INQUIRY, 37020, to)
    root = ET.fromstring(said)
    assert (root.tag, root.findtext("Uuid")) == ("ProbeMatch", "13A888A9-F1B1-4020-AE9F-05607682D23B")
    assert [root.findtext(n) for n in ("DeviceDescription", "MAC", "IPv4Address", "Activated", "CommandPort")] == ["DS-2CD2042WD-I", MAC.replace(":", "-"), CAMERA, "false", "8000"]


def test_a_lost_hikvision_answers_the_group_only(near: Neighbour) -> None:
    near.live(camera(udp=(Sadp("DS", "SN", says_address="192.168.1.64", to_group=True),)))
    group = near.ear(37020, "239.255.255.250")
    assert asked(near, INQUIRY, 37020) == []
    assert b"<IPv4Address>192.168.1.64<" in near.heard(group)[0]


@pytest.mark.parametrize("verb", ["activate", "update", "restore", "reboot", "resetPassword", "exchangecode"])
def test_other_hikvision_verbs_are_counted_and_do_nothing(near: Neighbour, verb: str) -> None:
    sadp = Sadp("DS", "SN")
    near.live(camera(udp=(sadp,)))
    assert asked(near, INQUIRY.replace(b"inquiry", verb.encode()), 37020) == []
    assert sadp.other_verbs == 1


def test_dahua_answers_a_search_straight_or_to_the_group(near: Neighbour) -> None:
    near.live(camera(udp=(Dhip("VTO2202F-P", "VTO", "4K0"),)))
    (said,) = asked(near, DHIP, 37810, "239.255.255.251")
    assert (said[:8], struct.unpack_from("<I", said, 16), struct.unpack_from("<I", said, 24)) == (b"\x20\0\0\0DHIP", (len(said) - 32,), (len(said) - 32,))
    found = json.loads(said[32:])
    assert (found["method"], found["mac"]) == ("client.notifyDevInfo", MAC)
    info = found["params"]["deviceInfo"]
    assert [info[n] for n in ("DeviceType", "DeviceClass", "SerialNo", "Port")] == ["VTO2202F-P", "VTO", "4K0", 37777]
    assert info["Init"] & 3 == 2
    group = near.ear(37810, "239.255.255.251")
    assert asked(near, DHIP.replace(b'"uni": 1', b'"uni": 0'), 37810) == []
    assert near.heard(group) == [said]


def test_a_dahua_without_a_password_says_so_and_other_verbs_do_nothing(near: Neighbour) -> None:
    dhip = Dhip("NVR", "NVR", "5L0", channels=4, initialised=False)
    near.live(camera(udp=(dhip,)))
    info = json.loads(asked(near, DHIP, 37810)[0][32:])["params"]["deviceInfo"]
    assert (info["Init"] & 3, info["RemoteVideoInputChannels"]) == (1, 4)
    body = b'{"method":"DHDiscover.setConfig","params":{}}'
    for data in (b"\x20\0\0\0DHIP" + bytes(8) + struct.pack("<IIII", len(body), 0, len(body), 0) + body, DHIP[:40], b"", DHIP[1:]):
        assert asked(near, data, 37810) == []
    assert dhip.other_verbs == 1


@pytest.mark.parametrize("factory", [True, False])
def test_tplink_answers_the_probe_with_the_right_checksum(near: Neighbour, factory: bool) -> None:
    near.live(camera(udp=(TpLink("C200(EU)", factory_default=factory),)))
    assert asked(near, TPLINK[:-1] + b"\0", 20002) == []
    (said,) = asked(near, TPLINK, 20002)
    assert said[12:16] == zlib.crc32(said[:12] + bytes.fromhex("5a6b7c8d") + said[16:]).to_bytes(4, "big")
    result = json.loads(said[16:])["result"]
    assert [result[n] for n in ("device_type", "device_model", "ip", "mac", "factory_default")] == ["SMART.IPCAMERA", "C200(EU)", CAMERA, "44-19-B6-00-00-20", factory]
    assert bool(result["owner"]) is not factory


def test_tplink_takes_a_longer_question_with_a_key_too(near: Neighbour) -> None:
    near.live(camera(udp=(TpLink("C200(EU)"),)))
    body = b'{"params":{"rsa_key":"x"}}'
    head = b"\x02\0\0\x01" + struct.pack(">HBB", len(body), 17, 0) + b"abcd"
    crc = zlib.crc32(head + bytes.fromhex("5a6b7c8d") + body).to_bytes(4, "big")
    assert len(asked(near, head + crc + body, 20002)) == 1


def test_xiongmai_tells_everybody(near: Neighbour) -> None:
    near.live(camera(udp=(Xiongmai("a1b2c3d4e5f60718"),)))
    ear = near.ear(34569)
    assert asked(near, XIONGMAI, 34569) == []
    (said,) = near.heard(ear)
    assert (said[0], struct.unpack_from("<HI", said, 14)) == (0xFF, (1531, len(said) - 20))
    common = json.loads(said[20:].rstrip(b"\n\0"))["NetWork.NetCommon"]
    assert (common["HostIP"], common["SN"], common["TCPPort"]) == ("0x144DA8C0", "a1b2c3d4e5f60718", 34567)
    assert asked(near, XIONGMAI.replace(b"\xfa\x05", b"\xfb\x05"), 34569) == []


def test_reolink_answers_to_port_3000(near: Neighbour) -> None:
    near.live(camera(udp=(Reolink("Nursery", "9527000PRETEND26"),)))
    ear = near.ear(3000)
    near.ask(ear, bytes.fromhex("aaaa0000"), 2000, EVERYBODY)
    (said,) = near.heard(ear)
    assert re.search(rb"Nursery\0.*192\.168\.77\.20\0.*9527000PRETEND26\0", said, re.DOTALL)
    assert asked(near, b"aaaa", 2000) == []
    assert near.heard(ear) == []


def opened(version: str, data: bytes) -> dict[str, Any]:
    """Read a beacon with the published key, by hand."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = hashlib.md5(b"yGAdlopoPVldABfn").digest()
    if version == "3.5":
        assert (data[:4], data[-4:]) == (b"\0\0\x66\x99", b"\0\0\x99\x66")
        return dict(json.loads(AESGCM(key).decrypt(data[18:30], data[30:-4], data[4:18])[4:]))
    magic, _, _, length, code = struct.unpack_from(">5I", data)
    crc, foot = struct.unpack(">II", data[-8:])
    assert (magic, foot, length, code, crc) == (0x55AA, 0xAA55, len(data) - 16, 0, zlib.crc32(data[:-8]))
    if version == "3.1":
        return dict(json.loads(data[20:-8]))
    box = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    plain = box.update(data[20:-8]) + box.finalize()
    return dict(json.loads(plain[: -plain[-1]]))


@pytest.mark.parametrize(("version", "port"), [("3.1", 6666), ("3.3", 6667), ("3.5", 7000)])
def test_tuya_beacons_tell_everybody_what_holds_them(near: Neighbour, version: Any, port: int) -> None:
    ear = near.ear(port)
    beacon = Beacon("bf00000000000000pret", version=version, bound=False)
    device = near.live(camera(udp=(beacon,)))
    (said,) = near.heard(ear)
    found = opened(version, said)
    assert [found[n] for n in ("gwId", "ip", "version", "active")] == ["bf00000000000000pret", CAMERA, version, 0]
    assert [len(beacon.spontaneous(device)) for _ in range(6)].index(1) in (3, 4), "about every fifth second"


def test_the_router_names_by_reverse_question(near: Neighbour) -> None:
    from zeroconf import DNSIncoming, DNSPointer

    near.live(camera(udp=(RouterNames({"192.168.77.34": "Ring-1a2b3c"}),)))

    def ask(name: str, kind: int = 12) -> DNSIncoming:
        labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"
        (said,) = asked(near, struct.pack(">6H", 4660, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">HH", kind, 1), 53, CAMERA)
        return DNSIncoming(said)

    found = ask("34.77.168.192.in-addr.arpa")
    assert (found.id, found.flags, [r.alias for r in found.answers() if isinstance(r, DNSPointer)]) == (4660, 0x8180, ["Ring-1a2b3c.home."])
    missing = ask("35.77.168.192.in-addr.arpa")
    assert (missing.flags & 15, missing.answers()) == (3, [])
    assert ask("www.example.org", 1).answers() == []


RUBBISH = [b"", b"\xff", b"{" * 4000, b"<Probe", bytes(20), b"\x02\0\0\x01" + bytes(12), b"\xff" + bytes(300), b"\x20\0\0\0DHIP" + b"\xff" * 60]


@pytest.mark.parametrize("data", RUBBISH)
def test_rubbish_gets_no_answer(near: Neighbour, data: bytes) -> None:
    near.live(camera(udp=(Sadp("DS", "SN"), Dhip("A", "IPC", "S"), TpLink("C"), Xiongmai("s"), Reolink("n", "u"), RouterNames({}))))
    ear = near.ear(34569)
    for port in (37020, 37810, 20002, 34569, 2000, 53):
        assert asked(near, data, port, CAMERA) == []
    assert near.heard(ear) == []
