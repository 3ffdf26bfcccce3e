"""Makers' answers, built byte by byte from the published layouts, and every kind of rubbish."""

from __future__ import annotations

import json
import struct
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import doorguard.discover.makers as package
from doorguard.discover.makers import dahua, hikvision, records, reolink, search, tplink, tuya, xiongmai
from doorguard.discover.makers.search import NotThisProtocol, Search

SEARCHES: list[Search] = [
    hikvision.SEARCH, dahua.DHIP, dahua.DVRIP, tplink.NEWER, tplink.OLDER, xiongmai.SEARCH, reolink.SEARCH, *records.SEARCHES,
]  # fmt: skip
TUYA = {"clear": tuya.read_clear, "ecb": tuya.read_ecb, "gcm": tuya.read_gcm}


def sadp(**more: str) -> bytes:
    rows = {"DeviceDescription": "DS-2CD2042WD-I", "DeviceSN": "DS-1", "MAC": "44-19-b6-00-00-01", "IPv4Address": "192.168.1.64",
            "SoftwareVersion": "V5.5.0build 170914", "Activated": "true", "DigitalChannelNum": "0", **more}  # fmt: skip
    inner = "".join(f"<{k}>{v}</{k}>" for k, v in rows.items())
    return f'<?xml version="1.0" encoding="UTF-8" ?>\r\n<ProbeMatch>{inner}</ProbeMatch>'.encode()


def dhip(body: bytes) -> bytes:
    size = struct.pack("<I", len(body))
    return struct.pack("<I", 32) + b"DHIP" + bytes(8) + size + bytes(4) + size + bytes(4) + body


DHIP_BODY = json.dumps(
    {"mac": "3c:ef:8c:00:00:01", "method": "client.notifyDevInfo", "params": {"deviceInfo": {
        "DeviceType": "VTO2202F-P", "DeviceClass": "VTO", "SerialNo": "4K1", "Version": "2.8", "Vendor": "Dahua",
        "IPv4Address": {"IPAddress": "192.168.1.108"}}}}
).encode()  # fmt: skip


def tp(**result: object) -> bytes:
    return b"\x02\0\0\x02" + bytes(12) + json.dumps({"result": result, "error_code": 0}).encode()


def xm(**rows: object) -> bytes:
    body = json.dumps({"NetWork.NetCommon": rows, "Ret": 100}).encode() + b"\n\0"
    return struct.pack("<BBHIIHHI", 0xFF, 1, 0, 0, 0, 0, 1531, len(body)) + body


def test_sadp() -> None:
    reply = hikvision.read(sadp())
    assert (reply.model, reply.mac, reply.address, reply.setup_done) == (
        "DS-2CD2042WD-I",
        "44:19:b6:00:00:01",
        "192.168.1.64",
        True,
    )
    assert reply.fields["devicedescription"] == "DS-2CD2042WD-I"


@pytest.mark.parametrize(("word", "done"), [("false", False), ("true", True), ("flase", None), ("", None)])
def test_sadp_says_set_up_only_by_the_two_right_words(word: str, done: bool | None) -> None:
    assert hikvision.read(sadp(Activated=word)).setup_done is done


def test_dhip_tidy_and_malformed_as_recorded() -> None:
    tidy = dahua.read_dhip(dhip(DHIP_BODY))
    broken = dahua.read_dhip(dhip(DHIP_BODY.replace(b'"Vendor": "Dahua"', b'"Vendor": Dahua"')))
    for reply in (tidy, broken):
        assert (reply.model, reply.fields["deviceclass"], reply.address) == ("VTO2202F-P", "VTO", "192.168.1.108")


@pytest.mark.parametrize(
    ("init", "done"), [(1, False), (2, True), (166, True), (165, False), (0, None), (3, None), ("x", None), (-1, None)]
)
def test_dhip_says_set_up_only_by_the_two_right_bits(init: int | str, done: bool | None) -> None:
    whole = json.loads(DHIP_BODY)
    whole["params"]["deviceInfo"]["Init"] = init
    assert dahua.read_dhip(dhip(json.dumps(whole).encode())).setup_done is done
    broken = json.dumps(whole).replace('"Vendor": "Dahua"', '"Vendor": Dahua"').encode()
    assert dahua.read_dhip(dhip(broken)).setup_done is done


def dvrip() -> bytes:
    data = bytearray(120)
    data[0], data[2:4], data[0x38:0x3C] = 0xB3, struct.pack("<H", 40), bytes([192, 168, 1, 108])
    return bytes(data) + b"3c:ef:8c:00:00:01IPC-HFW1\0\r\nName:x\r\nSerialNo:4K2\r\n"


def test_dvrip_v1() -> None:
    reply = dahua.read_dvrip(dvrip())
    assert (reply.model, reply.mac, reply.address, reply.serial) == (
        "IPC-HFW1",
        "3c:ef:8c:00:00:01",
        "192.168.1.108",
        "4K2",
    )


def test_tplink_keeps_a_mark_of_the_owner_and_never_the_owner() -> None:
    reply = tplink.read(
        tp(
            device_type="SMART.IPCAMERA",
            device_model="C200(EU)",
            owner="A1B2C3",
            factory_default=False,
            mac="5C-62-8B-00-00-01",
        )
    )
    assert (reply.model, reply.setup_done, reply.mac) == ("C200(EU)", True, "5c:62:8b:00:00:01")
    assert "A1B2C3" not in repr(reply)
    other = tplink.read(tp(device_type="SMART.IPCAMERA", owner="D4"))
    assert reply.fields["owner"] != other.fields["owner"]


def kasa(**more: object) -> bytes:
    info = {"model": "KC100", "type": "IOT.IPCAMERA", "alias": "Hall", **more}
    key, data = 171, bytearray()
    for byte in json.dumps({"system": {"get_sysinfo": info}}).encode():
        key ^= byte
        data.append(key)
    return bytes(data)


def test_kasa_never_keeps_where_the_home_is() -> None:
    reply = tplink.read_kasa(kasa(latitude=51.5, longitude=-0.1))
    assert (reply.model, reply.name) == ("KC100", "Hall")
    assert "51.5" not in repr(reply)


@pytest.mark.parametrize(
    ("place", "tells"),
    [
        ({"latitude": 51.5, "longitude": -0.1}, True),
        ({"latitude_i": 515000, "longitude_i": -1000}, True),
        ({"latitude": 0, "longitude": 0}, False),
        ({"latitude_i": 0, "longitude_i": 0.0}, False),
        ({"latitude": "51.5", "longitude": None}, None),
        ({"latitude": True}, None),
        ({}, None),
    ],
)
def test_kasa_says_only_whether_it_tells_where_the_home_is(place: dict[str, object], tells: bool | None) -> None:
    assert tplink.read_kasa(kasa(**place)).tells_location is tells


def test_kasa_request_is_sysinfo_and_nothing_else() -> None:
    assert tplink._opened(tplink.SYSINFO_9999) == b'{"system":{"get_sysinfo":{}}}'


def test_tplink_probe_checksum_is_right() -> None:
    import zlib

    blank = tplink.PROBE_20002[:12] + bytes.fromhex("5a6b7c8d")
    assert zlib.crc32(blank).to_bytes(4, "big") == tplink.PROBE_20002[12:]


def test_xiongmai_turns_its_address_round_and_keeps_no_serial() -> None:
    reply = xiongmai.read(
        xm(HostIP="0x0A01A8C0", SN="a1b2c3d4e5f60718", HostName="Shop", MAC="00:12:17:00:00:01", Version="V4")
    )
    assert (reply.address, reply.name) == ("192.168.1.10", "Shop")
    assert "a1b2c3d4e5f60718" not in repr(reply)


def test_reolink_reads_printable_runs() -> None:
    data = b"\xaa\xaa\0\0" + bytes(8) + b"192.168.1.9\0" + bytes(4) + b"95270000ABCDEFGH\0" + b"Front door\0"
    reply = reolink.read(data)
    assert (reply.address, reply.name) == ("192.168.1.9", "Front door")
    assert "95270000ABCDEFGH" not in repr(reply)


def tuya_beacons() -> dict[int, bytes]:
    """One beacon of each of the three kinds, by the port it is sent to."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    plain = b'{"gwId":"eb1234","ip":"192.168.1.7","version":"3.3","productKey":"k"}'
    clear = b"\0\0\x55\xaa" + bytes(12) + bytes(4) + plain + bytes(4) + b"\0\0\xaa\x55"
    padded = plain + bytes([16 - len(plain) % 16]) * (16 - len(plain) % 16)
    cipher = Cipher(algorithms.AES(tuya.BEACON_KEY), modes.ECB()).encryptor()
    ecb = (
        b"\0\0\x55\xaa" + bytes(12) + bytes(4) + cipher.update(padded) + cipher.finalize() + bytes(4) + b"\0\0\xaa\x55"
    )
    head = b"\0\0\x66\x99" + bytes(14)
    gcm = head + b"n" * 12 + AESGCM(tuya.BEACON_KEY).encrypt(b"n" * 12, plain, head[4:18]) + b"\0\0\x99\x66"
    return {6666: clear, 6667: ecb, 7000: gcm}


def test_tuya_beacons_under_the_public_key() -> None:
    for read, beacon in zip((tuya.read_clear, tuya.read_ecb, tuya.read_gcm), tuya_beacons().values(), strict=True):
        reply = read(beacon)
        assert (reply.address, reply.fields["version"]) == ("192.168.1.7", "3.3")


def fixed_records() -> dict[str, bytes]:
    """One answer of each maker whose answer is a fixed record."""
    foscam, hanwha, star = bytearray(87), bytearray(262), bytearray(304)
    foscam[:4], foscam[4] = b"MO_I", 1
    foscam[0x24:0x2A], foscam[0x39:0x3D], foscam[0x4D:0x51] = b"Garage", bytes([10, 0, 0, 7]), bytes([1, 2, 3, 4])
    hanwha[0], hanwha[0x6D:0x75], hanwha[0x25:0x2D] = 0x0B, b"SNO-7084", b"10.0.0.9"
    star[:4], star[0x7C:0x80], star[0xEC:0xF0] = bytes.fromhex("44480108"), b"Nook", b"root"
    tlv = b"\x0b\x00\x05Porch" + b"\x15\x00\x06UVC-G4" + b"\x17\x00\x04\0\0\0\x01"
    return {
        "foscam10000": bytes(foscam),
        "vivotek10000": bytes.fromhex("014a5d8f1c")
        + b"\x02\x06\0\x02\xd1\0\0\x01"
        + b"\x04\x50"
        + b"\x09\x06IP8160"
        + b"\x03\x04"
        + bytes([10, 0, 0, 8]),
        "hanwha7701": bytes(hanwha),
        "bosch1757": bytes.fromhex("9939a427")
        + bytes(4)
        + bytes.fromhex("00075f000001")
        + bytes(2)
        + bytes([10, 0, 0, 10])
        + bytes(12),
        "ubnt10001": b"\x01\0" + struct.pack(">H", len(tlv)) + tlv,
        "dh8600": bytes(star),
        # The packet of a published client's own test.
        "pppp32108": bytes.fromhex("f14100144241544400000000000262ca574f4e4a4d000000"),
    }


def test_foscam_vivotek_hanwha_bosch_unifi_vstarcam_pppp() -> None:
    said = {one.protocol: one.parse(fixed_records()[one.protocol]) for one in records.SEARCHES}
    assert (said["foscam10000"].name, said["foscam10000"].firmware) == ("Garage", "1.2.3.4")
    assert (said["vivotek10000"].model, said["vivotek10000"].address) == ("IP8160", "10.0.0.8")
    assert (said["hanwha7701"].model, said["hanwha7701"].address) == ("SNO-7084", "10.0.0.9")
    assert (said["bosch1757"].mac, said["bosch1757"].address) == ("00:07:5f:00:00:01", "10.0.0.10")
    assert (said["ubnt10001"].model, said["ubnt10001"].setup_done) == ("UVC-G4", False)
    assert said["dh8600"].fields["shouts_password"] == "yes"
    assert "root" not in repr(said["dh8600"])
    assert said["pppp32108"].fields["uid"] == "BATD"
    assert "156362" not in repr(said["pppp32108"])


GOOD = {
    "sadp": sadp(),
    "dhip": dhip(DHIP_BODY),
    "tplink20002": tp(device_type="SMART.IPCAMERA"),
    "xm34569": xm(HostIP="0x0A01A8C0"),
}


@pytest.mark.parametrize("one", SEARCHES, ids=lambda s: s.protocol)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_rubbish_and_cut_replies_only_ever_say_not_this_protocol(one: Search, data: st.DataObject) -> None:
    good = GOOD.get(one.protocol, b"\xb3" + bytes(200))
    mutated = st.tuples(st.integers(0, len(good)), st.binary(max_size=40)).map(lambda x: good[: x[0]] + x[1])
    raw = data.draw(st.one_of(st.binary(max_size=400), mutated))
    try:
        reply = search.parsed(one, raw)
    except NotThisProtocol:
        return
    texts = [*reply.fields.values(), reply.model, reply.maker, reply.firmware, reply.name, reply.address, reply.mac]
    assert all(len(text) <= 256 for text in texts)
    assert not [c for text in texts for c in text if unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp")]


@pytest.mark.parametrize(
    "body", [b"[" * 200_000, b'{"a":' * 50_000, b'{"result":{"device_type":NaN}}', b'{"result":' + b"9" * 5000 + b"}"]
)
def test_deep_and_huge_json_ends_quickly(body: bytes) -> None:
    for raw, one in ((b"\x02\0\0\x02" + bytes(12) + body, tplink.NEWER), (dhip(body + b"notifyDevInfo"), dahua.DHIP)):
        try:
            search.parsed(one, raw)
        except NotThisProtocol:
            continue


@pytest.mark.parametrize("read", TUYA.values(), ids=TUYA.keys())
@given(st.binary(max_size=300))
def test_tuya_rubbish(read: object, raw: bytes) -> None:
    assert callable(read)
    try:
        read(b"\0\0\x55\xaa" + raw)
    except (NotThisProtocol, ValueError):
        return


FORBIDDEN = (
    "activate", "update", "restore", "reboot", "resetpassword", "setconfig", "devinit", "passwdfind", "exchangecode",
    "getencryptstring", "getqrcodes", "getbindlist", "ezvizunbind", "c2d_c", "set_dev_info", "set_relay", "modifypwd",
)  # fmt: skip


def test_no_other_verb_stands_anywhere_in_the_package() -> None:
    for file in Path(package.__file__).parent.glob("*.py"):
        text = file.read_text("utf-8").lower().replace("opened.update(", "")  # a cipher's own word
        words = {verb for verb in FORBIDDEN if verb in text.replace('"activated"', "").replace("activated", "")}
        assert not words, (file.name, words)


def test_every_request_is_a_constant_but_for_its_id() -> None:
    import re

    for one in SEARCHES:
        first, second = one.requests(), one.requests()
        blank = [re.sub(rb"[0-9A-F]{8}-[0-9A-F-]{27}", b"", r) for r in first]
        assert blank == [re.sub(rb"[0-9A-F]{8}-[0-9A-F-]{27}", b"", r) for r in second]
        assert all(len(r) <= 300 for r in first)
