"""Answers to makers' own searches that cannot be read, carry secrets, or name another address."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable

from doorguard.pretend_home.air import Group
from doorguard.pretend_home.hostile.documents import with_doctype
from doorguard.pretend_home.hostile.flows import ELSEWHERE
from doorguard.pretend_home.hostile.strings import STRINGS

_DEEP = b'{"a":' * 20_000 + b"1" + b"}" * 20_000


def _dhip(body: bytes, *, length: int | None = None) -> bytes:
    size = struct.pack("<I", len(body) if length is None else length)
    return b"\x20\0\0\0DHIP" + bytes(8) + size + bytes(4) + size + bytes(4) + body


def _xm(body: bytes, *, length: int | None = None) -> bytes:
    return struct.pack("<BBHIIHHI", 0xFF, 1, 0, 0, 0, 0, 1531, len(body) if length is None else length) + body


def _info(**rows: object) -> bytes:
    return json.dumps({"method": "client.notifyDevInfo", "mac": rows.pop("mac", ""), "params": {"deviceInfo": rows}}).encode()


def _sadp(*rows: tuple[str, str]) -> bytes:
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><ProbeMatch><Types>inquiry</Types>{inner}</ProbeMatch>'.encode("utf-8", "replace")


_WRONG: tuple[object, ...] = (None, True, -1, 1e400, "9" * 5000, [], {}, [[[]]], "\x00", "0x")
SECRET = "not-for-any-page"  # noqa: S105 - made up; a test looks for it everywhere


def _everybody(port: int, *groups: str) -> tuple[Group, ...]:
    return tuple((group, port) for group in (*groups, "255.255.255.255", "192.168.77.255"))



def _sadp_rubbish() -> list[bytes]:
    bitten = "<ProbeMatch><MAC>{}</MAC></ProbeMatch>"
    return [
        b"",
        b"<ProbeMatch",
        b"\xff\xfe<",
        with_doctype("entity-bomb", "ProbeMatch", bitten),
        with_doctype("outside-entity", "ProbeMatch", bitten, encoding="utf-16"),
        _sadp(("IPv4Address", ELSEWHERE), ("MAC", "ff-ff-ff-ff-ff-ff")),
        _sadp(("HttpPort", "9" * 500), ("Activated", "flase")),
        _sadp(("Password", SECRET), ("Salt", SECRET)),
        *(_sadp(("DeviceDescription", text.replace("<", "&lt;"))) for text in STRINGS),
    ]


def _dhip_rubbish() -> list[bytes]:
    return [
        _dhip(b"{", length=4_000_000_000),
        _dhip(b"{}", length=0),
        _dhip(_DEEP[:60000]),
        _dhip(b'{"method":"client.notifyDevInfo","mac":NaN}'),
        _dhip(_info(DeviceType="IPC", IPv4Address={"IPAddress": ELSEWHERE})),
        _dhip(_info(Password=SECRET, mac="zz")),
        b"\x20\0\0\0DHIP",
        _dhip(b'{"params":{"deviceInfo":{"DeviceType":"unfinished'),
        *(_dhip(_info(DeviceType=value, SerialNo=value, Init=value, IPv4Address=value)) for value in _WRONG),
        *(_dhip(_info(MachineName=text)) for text in STRINGS),
    ]


def _xiongmai_rubbish() -> list[bytes]:
    def common(value: object) -> bytes:
        rows = {"HostIP": value, "MAC": value, "SN": value, "Password": SECRET}
        return _xm(json.dumps({"NetWork.NetCommon": rows}).encode())

    return [
        _xm(b"{}", length=4_000_000_000),
        _xm(_DEEP[:60000]),
        _xm(b"")[:19],
        _xm(b'{"NetWork.NetCommon":[]}'),
        _xm(b'{"NetWork.NetCommon":{"HostIP":"0x1"}}'),
        *(common(value) for value in _WRONG),
    ]


def _tplink_rubbish() -> list[bytes]:
    head = b"\x02\0\0\x02" + bytes(12)

    def result(value: object) -> bytes:
        rows = {"device_type": value, "mac": value, "factory_default": value, "latitude": 51.5, "longitude": -0.1}
        return head + json.dumps({"result": rows}).encode()

    return [head[:4], head + _DEEP[:60000], *(result(value) for value in _WRONG)]


def _reolink_rubbish() -> list[bytes]:
    named = [text.encode("utf-8", "replace")[:300] + b"9527000PRETEND99\0" + bytes(32) for text in STRINGS]
    return [b"", bytes.fromhex("aaaa0000"), bytes(2000), b"A" * 60000, *named]


MAKERS: dict[str, tuple[int, tuple[Group, ...], Group | None, Callable[[], list[bytes]]]] = {
    "sadp-rubbish": (37020, _everybody(37020, "239.255.255.250"), None, _sadp_rubbish),
    "dhip-rubbish": (37810, _everybody(37810, "239.255.255.251"), None, _dhip_rubbish),
    "xiongmai-rubbish": (34569, _everybody(34569), ("255.255.255.255", 34569), _xiongmai_rubbish),
    "tplink-rubbish": (20002, _everybody(20002), None, _tplink_rubbish),
    "reolink-rubbish": (2000, _everybody(2000), ("255.255.255.255", 3000), _reolink_rubbish),
}
"""Behaviour -> (port, groups, where answers go or back, the datagrams)."""
QUIET: dict[str, tuple[bytes, ...]] = {"xiongmai-rubbish": (b"\xff\x01",)}
"""How answers of the kind begin that come by at the same port and are no questions."""
