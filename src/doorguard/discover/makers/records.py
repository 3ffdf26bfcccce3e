"""Makers whose answer is one fixed record: Foscam, Vivotek, Hanwha, Bosch, UniFi, VStarcam, PPPP.

Offsets are those of published clients and recorded replies. Each parser checks magic and length first.
"""

from __future__ import annotations

import hashlib
import struct

from doorguard.discover.makers.search import NotThisProtocol, Reply, Search, channel
from doorguard.network.text import NAME_CAP, clean
from doorguard.wording import N_

FOSCAM = bytes.fromhex("4d4f5f490000000000000000000000040000000400000000000001")
VIVOTEK = bytes.fromhex("014a5d8f1c")
HANWHA = b"\x01" + bytes(261)
BOSCH = bytes.fromhex("9939a42700000001ff0006de")
UNIFI = (bytes.fromhex("01000000"), bytes.fromhex("02080000"))
VSTARCAM = bytes.fromhex("44480101")
PPPP = (bytes.fromhex("f1300000"), bytes.fromhex("f1320000"))
UNIFI_GROUP = "233.89.188.1"
LESS_OFTEN = (0.15, 1.5)
"""Two times are enough for the rarer makers: a whole Look stays below 150 packets to everybody."""


def _need(data: bytes, magic: bytes, length: int) -> None:
    if len(data) < length or not data.startswith(magic):
        raise NotThisProtocol("another magic or length")


def _address(data: bytes) -> str:
    return ".".join(str(byte) for byte in data[:4])


def _text(data: bytes, cap: int = NAME_CAP) -> str:
    return clean(data.split(b"\0")[0], cap)


def _digest(text: str) -> tuple[tuple[str, str], ...]:
    return (("serial", hashlib.sha256(text.encode()).hexdigest()[:16]),) if text else ()


def read_foscam(data: bytes) -> Reply:
    """``MO_I``, type 1 at 4: id at 0x17, name at 0x24, address at 0x39, firmware at 0x4D."""
    _need(data, b"MO_I", 0x57)
    if struct.unpack_from("<H", data, 4)[0] != 1 or data[6]:
        raise NotThisProtocol("another type, or scrambled")
    firmware = ".".join(str(byte) for byte in data[0x4D:0x51])
    return Reply(
        fields={"firmware": firmware},
        firmware=firmware,
        name=_text(data[0x24:0x39]),
        address=_address(data[0x39:0x3D]),
        ids=_digest(_text(data[0x17:0x24])),
    )


def read_vivotek(data: bytes) -> Reply:
    """The same five bytes, then type and length: 1 name, 2 MAC, 3 address, 9 model; 4 has no value."""
    _need(data[1:], VIVOTEK[1:], 6)
    values: dict[int, bytes] = {}
    at = 5
    while at + 2 <= len(data) and len(values) < 64:
        kind, length = data[at], data[at + 1]
        if kind == 4:
            at += 2
            continue
        values.setdefault(kind, data[at + 2 : at + 2 + length])
        at += 2 + length
    if 2 not in values and 9 not in values:
        raise NotThisProtocol("neither MAC nor model")
    model = _text(values.get(9, b""))
    return Reply(
        fields={"model": model} if model else {},
        model=model,
        mac=values.get(2, b"")[:6].hex(":"),
        address=_address(values[3]) if len(values.get(3, b"")) == 4 else "",
    )


def read_hanwha(data: bytes) -> Reply:
    """262 bytes, first 0b: MAC text at 0x13, address text at 0x25, model at 0x6D."""
    _need(data, b"\x0b", 262)
    model = _text(data[0x6D : 0x6D + 10])
    return Reply(
        fields={"model": model} if model else {},
        model=model,
        mac=_text(data[0x13 : 0x13 + 18]).lower().replace("-", ":")[:17],
        address=_text(data[0x25 : 0x25 + 16]),
    )


def read_bosch(data: bytes) -> Reply:
    """32 bytes: the magic, MAC at 8, address at 16."""
    _need(data, bytes.fromhex("9939a427"), 32)
    return Reply(fields={}, maker="Bosch", mac=data[8:14].hex(":"), address=_address(data[16:20]))


def read_unifi(data: bytes) -> Reply:
    """Version, command, length (BE16), then type, length (BE16), value."""
    if len(data) < 8 or data[0] not in (1, 2) or data[1] not in (0, 6, 9, 11):
        raise NotThisProtocol("another head")
    if struct.unpack_from(">H", data, 2)[0] + 4 != len(data):
        raise NotThisProtocol("another length")
    values: dict[int, bytes] = {}
    at = 4
    while at + 3 <= len(data) and len(values) < 64:
        kind, length = data[at], struct.unpack_from(">H", data, at + 1)[0]
        values.setdefault(kind, data[at + 3 : at + 3 + length])
        at += 3 + length
    model = _text(values.get(0x15, b"") or values.get(0x14, b"") or values.get(0x0C, b""))
    if not model and 1 not in values and 2 not in values:
        raise NotThisProtocol("says nothing")
    default = values.get(0x17, b"")
    fresh = int.from_bytes(default[:4], "big") if default else None
    fields = {"model": model, "default": "" if fresh is None else str(fresh)}
    return Reply(
        fields={name: value for name, value in fields.items() if value},
        model=model,
        firmware=_text(values.get(3, b"")),
        name=_text(values.get(0x0B, b"")),
        mac=(values.get(1) or values.get(2, b""))[:6].hex(":"),
        setup_done=None if fresh is None else fresh != 1,
    )


def read_vstarcam(data: bytes) -> Reply:
    """``DH`` 1 8: address at 4, serial at 0x5C, name at 0x7C, firmware at 0xCC.

    Older firmware shouts its user name and password after 0xEC; those bytes are never read, only
    whether there are any.
    """
    _need(data, bytes.fromhex("44480108"), 0xEC)
    shouts = any(data[0xEC:0x12C])
    return Reply(
        fields={"shouts_password": "yes" if shouts else "no"},
        firmware=_text(data[0xCC:0xEC]),
        name=_text(data[0x7C:0x9C]),
        mac=data[0x54:0x5A].hex(":"),
        address=_text(data[4:0x14], 16),
        ids=_digest(_text(data[0x5C:0x7C])),
    )


def read_pppp(data: bytes) -> Reply:
    """f141, length 0x14: prefix at 4, serial (BE32) at 12, suffix at 16. The id is a key to the
    maker's cloud: only its prefix and a digest are kept."""
    if len(data) != 24 or data[:4] != b"\xf1\x41\x00\x14":
        raise NotThisProtocol("no f141")
    prefix, suffix = _text(data[4:12], 8), _text(data[16:24], 8)
    if not prefix.isalnum():
        raise NotThisProtocol("no prefix")
    serial = struct.unpack_from(">I", data, 12)[0]
    return Reply(fields={"uid": prefix}, cloud=True, ids=_digest(f"{prefix}-{serial:06d}-{suffix}"))


SEARCHES = (
    Search(
        protocol="foscam10000",
        title=N_("Foscam cameras"),
        requests=lambda: (FOSCAM,),
        port=10000,
        parse=read_foscam,
        times=LESS_OFTEN,
        hear_port=10000,
    ),
    Search(
        protocol="vivotek10000",
        title=N_("Vivotek cameras"),
        requests=lambda: (VIVOTEK,),
        port=10000,
        parse=read_vivotek,
        times=LESS_OFTEN,
    ),
    Search(
        protocol="hanwha7701",
        title=N_("Hanwha and older Samsung cameras"),
        requests=lambda: (HANWHA,),
        port=7701,
        parse=read_hanwha,
        times=LESS_OFTEN,
        hear_port=7711,
    ),
    Search(
        protocol="bosch1757",
        title=N_("Bosch cameras"),
        requests=lambda: (BOSCH,),
        port=1757,
        parse=read_bosch,
        times=LESS_OFTEN,
        hear_port=1758,
    ),
    Search(
        protocol="ubnt10001",
        title=N_("UniFi cameras and consoles"),
        requests=lambda: UNIFI,
        port=10001,
        parse=read_unifi,
        times=LESS_OFTEN,
        groups=(UNIFI_GROUP,),
    ),
    Search(
        protocol="dh8600",
        title=N_("VStarcam cameras"),
        requests=lambda: (VSTARCAM,),
        port=8600,
        parse=read_vstarcam,
        times=LESS_OFTEN,
        hear_port=8600,
    ),
    Search(
        protocol="pppp32108",
        title=N_("No-name cameras that open a way out by themselves"),
        requests=lambda: PPPP,
        port=32108,
        parse=read_pppp,
        times=LESS_OFTEN,
    ),
)
CHANNELS = tuple(channel(search) for search in SEARCHES)
